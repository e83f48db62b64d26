//! Answers that do not stand where they are asked for: a column beside, a table moved sideways, several cells
//! merged into one. They are not taken, but found, told as a whole, and kept for the form that goes back.

use std::collections::BTreeMap;

use super::answers::Entry;
use super::form::{Form, FormRow, Item, OutcomeColumn, Table, column};
use super::placing::LEAST;
use super::returned::{FormChange, live};
use crate::address::{Address, column_letters};
use crate::expr::{Figure, Kind};
use crate::intake::value::{self, ColumnSense, Units};
use crate::problem::{Code, Severity};
use crate::rulebook::metric::Choice;
use crate::rulebook::naming::plain;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::workbook::{Cell, CellValue, Sheet};

/// What a department is to do about answers that were put where they seem to belong.
const CHECK: &str = "退回的表里已放到像是对应的格子，请部门逐项核对；对的不用改，不对的改正后发回";

/// An answer in a cell that does not ask for it.
pub(super) struct Stray {
    pub item: Item,
    pub table: Table,
    pub found: Address,
    pub entry: Entry,
}

/// The answer to a row whose own cell is blank, in the one other cell of it that holds what could be one.
pub(super) fn beside(form: &Form, sheet: &Sheet, row: &FormRow, at: u32) -> Option<Stray> {
    let (item, table, kind, choices): (_, _, _, &[Choice]) = match row {
        FormRow::Metric { metric, .. } => (
            Item::Metric(metric.variable.id),
            Table::Metrics,
            metric.kind().clone(),
            &metric.choices,
        ),
        FormRow::Declared { index, .. } => (
            Item::Declared(*index),
            Table::Declared,
            Kind::Amount { positive: false },
            &[],
        ),
        _ => return None,
    };
    let texts = form.texts(row);
    let calculated = live(form, row);
    let answers = |place: &u16| {
        let cell = sheet.cell(Address::new(at, *place));
        let Some(cell) = cell.filter(|cell| !value::is_blank(cell)) else {
            return false;
        };
        let own = texts.iter().find(|(column, _)| column == place);
        // The form's own texts are texts, also where they are digits.
        let is_own = match (own, &cell.value) {
            (Some((_, own)), CellValue::Text(now)) => plain(now) == plain(own),
            (None, _) if calculated.contains(place) => cell.formula,
            (None, _) if *place == column::LAST_YEAR => form.passport.last_year,
            _ => false,
        };
        !is_own && could_answer(cell, &kind, choices)
    };
    let mut found = (0..=column::LAST).filter(|place| *place != column::ENTRY);
    let place = found.find(answers)?;
    if found.any(|place| answers(&place)) {
        return None;
    }
    let found = Address::new(at, place);
    Some(Stray {
        item,
        table,
        found,
        entry: Entry::of(sheet.cell(found)?)?,
    })
}

/// Whether a cell holds what could be an answer of a kind: a number, or a text that can be read as one.
fn could_answer(cell: &Cell, kind: &Kind, choices: &[Choice]) -> bool {
    match &cell.value {
        CellValue::Number(_) | CellValue::Bool(_) | CellValue::NoStoredValue => true,
        CellValue::Text(_) if *kind != Kind::Text => {
            let sense = ColumnSense::plain(Units::Any);
            let (field, _) = value::read(Some(cell), Address::new(0, 0), kind, choices, &sense);
            !matches!(field.figure, Figure::Blank | Figure::Unreadable)
        }
        _ => false,
    }
}

/// Tells of answers in cells that do not ask for them: those of a table in one column as a whole.
pub(super) fn tell(strays: &[Stray], form: &Form) -> Vec<FormChange> {
    let mut groups: BTreeMap<(bool, u16), Vec<&Stray>> = BTreeMap::new();
    for stray in strays {
        let key = (stray.table == Table::Declared, stray.found.column);
        groups.entry(key).or_default().push(stray);
    }
    let mut changes = Vec::new();
    for ((_, place), group) in groups {
        let named = column_name(form, group[0].table, place);
        if group.len() < LEAST {
            changes.extend(group.iter().map(|stray| FormChange {
                code: Code::FormLabel,
                severity: Severity::Error,
                cell: Some(stray.found),
                others: Vec::new(),
                items: vec![stray.item],
                message: format!(
                    "“{}”填在了“{named}”一格，填的“{}”没有采用",
                    form.label(stray.item),
                    stray.entry.shown()
                ),
                advice: CHECK.into(),
            }));
            continue;
        }
        let (first, last) = (group[0].found, group[group.len() - 1].found);
        changes.push(FormChange {
            code: Code::FormPlace,
            severity: Severity::Error,
            cell: Some(first),
            others: group[1..].iter().map(|stray| stray.found).collect(),
            items: group.iter().map(|stray| stray.item).collect(),
            message: format!(
                "像是整列填到了“{named}”一列（{first} 到 {last}，共 {} 项），没有采用",
                group.len()
            ),
            advice: CHECK.into(),
        });
    }
    changes
}

/// What the header over a column of a table says.
fn column_name(form: &Form, table: Table, place: u16) -> String {
    let mut headers = form.texts(&FormRow::Headers(table)).into_iter();
    let over = headers.rfind(|(column, _)| *column <= place);
    over.map_or_else(|| column_letters(place), |(_, text)| text)
}

/// Tells of rows that stand away from their marks.
pub(super) fn tell_shift(by: i64, from: u32, items: Vec<Item>) -> FormChange {
    let (what, way) = match by > 0 {
        true => ("插入", "下"),
        false => ("删除", "上"),
    };
    FormChange {
        code: Code::FormPlace,
        severity: Severity::Error,
        cell: Some(Address::new(from, column::LABEL)),
        others: Vec::new(),
        message: format!(
            "像是从第 {} 行起{what}了 {} 行，内容往{way}错开，填的 {} 项没有采用",
            from + 1,
            by.unsigned_abs(),
            items.len()
        ),
        items,
        advice: CHECK.into(),
    }
}

/// By how many columns the whole table of outcome indicators stands aside; `rows` are those of the sheet.
pub(super) fn outcomes_aside(sheet: &Sheet, rules: &Outcomes, rows: &[u32]) -> Option<i32> {
    let direction = OutcomeColumn::Figure(RowFigure::Direction);
    let text = |at: u32, place: OutcomeColumn, by: i32| {
        let cell = sheet.cell(Address::new(at, aside(place.column(), by)?))?;
        value::text_of(cell).map(|text| plain(&text))
    };
    let sense = |at: u32, by: i32| {
        let category = text(at, OutcomeColumn::Category, by);
        let category = category.is_some_and(|text| {
            let mut known = rules.categories.iter();
            known.any(|name| plain(name) == text)
        });
        let direction = text(at, direction, by);
        let direction = direction.is_some_and(|text| {
            let mut known = rules.directions.iter();
            known.any(|named| named.matches(&text))
        });
        [category, direction]
    };
    let filled = |at: &&u32| {
        let any = |column: &OutcomeColumn| {
            let cell = sheet.cell(Address::new(**at, column.column()));
            cell.is_some_and(|cell| !value::is_blank(cell))
        };
        OutcomeColumn::ALL.iter().any(any)
    };
    let filled: Vec<u32> = rows.iter().filter(filled).copied().collect();
    let all = |by: i32| {
        let moved = |at: &u32| sense(*at, by) == [true, true] && sense(*at, 0) == [false, false];
        !filled.is_empty() && filled.iter().all(moved)
    };
    [1, -1].into_iter().find(|by| all(*by))
}

/// A column so many further right.
pub(super) fn aside(column: u16, by: i32) -> Option<u16> {
    u16::try_from(i32::from(column) + by).ok()
}

/// Tells of a table of outcome indicators that stands aside.
pub(super) fn tell_aside(
    form: &Form,
    by: i32,
    cells: Vec<Address>,
    items: Vec<Item>,
) -> FormChange {
    FormChange {
        code: Code::FormPlace,
        severity: Severity::Error,
        cell: cells.first().copied(),
        others: cells.into_iter().skip(1).collect(),
        message: format!(
            "像是“{}”整张表往{}错了一列，填的 {} 格没有采用",
            form.book.sheets.outcomes.name,
            if by > 0 { "右" } else { "左" },
            items.len()
        ),
        items,
        advice: CHECK.into(),
    }
}

/// The cells to be filled in that were merged with others, by region.
pub(super) fn merged(
    sheet: &Sheet,
    cells: &BTreeMap<Item, Address>,
    form: &Form,
) -> Vec<(Vec<Item>, FormChange)> {
    let mut found = Vec::new();
    for (first, last) in &sheet.merges {
        let within = |at: &Address| {
            (first.row..=last.row).contains(&at.row)
                && (first.column..=last.column).contains(&at.column)
        };
        let inside = cells.iter().filter(|(_, at)| within(at));
        let inside: Vec<(Item, Address)> = inside.map(|(item, at)| (*item, *at)).collect();
        let its_own = matches!(inside.as_slice(), [(_, only)] if only == first);
        // Programs that move rows and not their merged cells leave headings lying over answers: those begin at
        // the number, and hide nothing that the file does not hold.
        let of_a_heading = first.column == column::NUMBER;
        let holds_more = inside.iter().any(|(_, at)| {
            at != first && sheet.cell(*at).is_some_and(|cell| !value::is_blank(cell))
        });
        // Excel keeps the first cell: where that is blank nothing was typed.
        let blank = sheet.cell(*first).is_none_or(value::is_blank);
        if inside.is_empty() || its_own || of_a_heading || holds_more || blank {
            continue;
        }
        let items: Vec<Item> = inside.into_iter().map(|(item, _)| item).collect();
        let change = tell_merged(*first, *last, &items, form);
        found.push((items, change));
    }
    found
}

fn tell_merged(first: Address, last: Address, items: &[Item], form: &Form) -> FormChange {
    const NAMED: usize = 3;
    let names = items.iter().take(NAMED);
    let names: Vec<String> = names
        .map(|item| format!("“{}”", form.label(*item)))
        .collect();
    let rest = match items.len() > NAMED {
        true => format!("等 {} 项", items.len()),
        false => String::new(),
    };
    FormChange {
        code: Code::FormMerged,
        severity: Severity::Error,
        cell: Some(first),
        others: Vec::new(),
        items: items.to_vec(),
        message: format!(
            "{first}:{last} 合并成了一格，不知道填的是哪一项，{}{rest}没有采用",
            names.concat()
        ),
        advice: "请部门在退回的表里把每一项分别填好".into(),
    }
}
