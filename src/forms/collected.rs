//! The sheets of a bureau workbook, made of what departments filled in: every cell as it was typed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::answers::{Answers, Entry};
use super::form::{Item, OutcomeColumn};
use super::matching::Taken;
use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::intake::value::{self, ColumnSense, Units};
use crate::rulebook::metric::Role;
use crate::rulebook::outcomes::Outcomes;
use crate::rulebook::{Metric, RuleBook};
use crate::workbook::{Cell, Row, Sheet, Workbook};

/// The sheets that scoring reads: the departments, and where any has them outcome indicators and declared
/// scores.
pub fn sheets(taken: &[Taken], book: &RuleBook) -> Workbook {
    let data = data(taken, book);
    let outcomes = book.outcomes.as_ref().and_then(|rules| {
        let any = taken.iter().any(|one| one.answers.outcome_rows() > 0);
        any.then(|| outcomes(taken, book, rules))
    });
    let declares = |one: &Taken| {
        let mut entries = one.answers.iter();
        entries.any(|(item, _)| matches!(item, Item::Declared(_)))
    };
    let declaring: Vec<&Taken> = taken.iter().filter(|one| declares(one)).collect();
    let declared = (!declaring.is_empty()).then(|| declared(&declaring, book));
    Workbook {
        sheets: std::iter::once(data)
            .chain(outcomes)
            .chain(declared)
            .collect(),
        text: None,
    }
}

/// A header as the sheets have it: the name, with the unit where a reader takes it for one.
pub fn header(metric: &Metric) -> String {
    let name = metric.name();
    match &metric.unit {
        Some(unit) => {
            let whole = format!("{name}（{unit}）");
            let (read, found) = crate::rulebook::naming::split_unit(&whole);
            if found.is_some() && read == crate::rulebook::naming::plain(name) {
                whole
            } else {
                name.into()
            }
        }
        None => name.into(),
    }
}

/// What a department says of itself, in the place of a metric.
pub fn identity(one: &Taken, metric: &Metric) -> Option<Entry> {
    match metric.role? {
        Role::Code => one.who.code.clone().map(Entry::text),
        Role::Name => Some(Entry::text(one.who.name.clone())),
        Role::Group => one.who.group.clone().map(Entry::text),
        Role::Year => Some(Entry::number(f64::from(one.year))),
        Role::Preparer | Role::Phone => None,
    }
}

fn data(taken: &[Taken], book: &RuleBook) -> Sheet {
    let headers = book.metrics.iter().map(header).map(Entry::text);
    let rows = taken.iter().map(|one| {
        let entry = |metric: &Metric| {
            let typed = one.answers.get(Item::Metric(metric.variable.id));
            identity(one, metric).or_else(|| typed.cloned())
        };
        book.metrics.iter().map(entry).collect()
    });
    sheet(&book.sheets.data.name, headers.collect(), rows)
}

fn who_cells(one: &Taken) -> [Option<Entry>; 2] {
    let code = one.who.code.clone().map(Entry::text);
    [code, Some(Entry::text(one.who.name.clone()))]
}

/// The headers of the outcomes sheet.
pub fn outcome_headers(rules: &Outcomes) -> Vec<String> {
    let identity = [&rules.columns.code, &rules.columns.name].map(|named| named.name.clone());
    let own = OutcomeColumn::IN_SHEET.map(|column| column.name(rules).to_string());
    identity.into_iter().chain(own).collect()
}

fn outcomes(taken: &[Taken], book: &RuleBook, rules: &Outcomes) -> Sheet {
    let headers = outcome_headers(rules).into_iter().map(Entry::text);
    let rows = taken.iter().flat_map(|one| {
        (0..one.answers.outcome_rows()).map(move |number| {
            let own = OutcomeColumn::IN_SHEET
                .map(|column| one.answers.get(Item::Outcome(number, column)).cloned());
            who_cells(one).into_iter().chain(own).collect()
        })
    });
    sheet(&book.sheets.outcomes.name, headers.collect(), rows)
}

/// The headers of the sheet of declared scores.
pub fn declared_headers(book: &RuleBook) -> Vec<String> {
    let name = |role| book.role(role).map_or("", Metric::name).to_string();
    let sheets = &book.sheets;
    [name(Role::Code), name(Role::Name)]
        .into_iter()
        .chain(
            book.indicators
                .iter()
                .map(|indicator| indicator.name.clone()),
        )
        .chain([
            sheets.declared_total.name.clone(),
            sheets.declared_grade.name.clone(),
        ])
        .collect()
}

fn declared(declaring: &[&Taken], book: &RuleBook) -> Sheet {
    let headers = declared_headers(book).into_iter().map(Entry::text);
    let rows = declaring.iter().map(|one| {
        let scores =
            (0..book.indicators.len()).map(|index| one.answers.get(Item::Declared(index)).cloned());
        let total = declared_total(&one.answers, book);
        let grade = total.map(|total| Entry::text(book.grades.of(total).name.clone()));
        let total = total.and_then(|total| total.to_f64()).map(Entry::number);
        who_cells(one)
            .into_iter()
            .chain(scores)
            .chain([total, grade])
            .collect()
    });
    sheet(&book.sheets.declared.name, headers.collect(), rows)
}

/// The declared total, which the form adds up by itself: known where every score can be read. It is added up
/// anew, since a file's stored results may be of before the last change.
pub fn declared_total(answers: &Answers, book: &RuleBook) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    for index in 0..book.indicators.len() {
        let cell = answers.get(Item::Declared(index))?.cell(0);
        let kind = Kind::Amount { positive: false };
        let sense = ColumnSense::plain(Units::Points);
        let (field, _) = value::read(Some(&cell), Address::new(0, 0), &kind, &[], &sense);
        match field.figure {
            Figure::Number(score) => total = total.checked_add(score)?,
            _ => return None,
        }
    }
    Some(total.normalize())
}

fn sheet(name: &str, headers: Vec<Entry>, rows: impl Iterator<Item = Vec<Option<Entry>>>) -> Sheet {
    let headers = headers.into_iter().map(Some).collect();
    let rows = std::iter::once(headers).chain(rows);
    let numbered: BTreeMap<u32, Vec<Option<Entry>>> = (0..).zip(rows).collect();
    Sheet {
        name: name.into(),
        rows: numbered
            .into_iter()
            .map(|(index, entries)| Row {
                index,
                hidden: false,
                cells: (0..)
                    .zip(entries)
                    .filter_map(|(column, entry)| Some(entry?.cell(column)) as Option<Cell>)
                    .collect(),
            })
            .collect(),
        ..Sheet::default()
    }
}
