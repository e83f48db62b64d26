//! Money in a wrong unit: 元 typed where 万元 is asked, by one department or in a whole table. It is told and
//! nothing more, for rates come out right all the same.
//!
//! A department's amounts are held against what the rule book calls [usual](crate::rulebook::usual), so much a
//! person as a rule. Where that cannot judge, they are held against the other departments, the median of
//! each column; where last year's figures are given, against those, too. An amount speaks of a slip where it
//! is out of the usual and 10,000 times less (or more) would be usual, or is between 1,000 and 100,000 times
//! its measure (or as small a part of it). A department is told where more than half of the amounts that
//! have a measure speak so, and at least two; where it is more than half of all departments, the table is.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::dataset::{Dataset, Record};
use super::identity::Index;
use super::number::{money_unit, money_unit_of};
use crate::address::Address;
use crate::decimal;
use crate::expr::Kind;
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::usual::{UNITS_APART, Usual};
use crate::rulebook::{Metric, RuleBook};

/// Fewer amounts say nothing.
const LEAST_AMOUNTS: usize = 2;
/// Fewer departments have no middle.
const LEAST_DEPARTMENTS: usize = 3;
/// How far from 10,000 times a slip may be, for what is measured differs by itself, too.
const TOLERANCE: Decimal = Decimal::TEN;

/// Tells of amounts that are far too large or too small by themselves or beside the other departments'.
pub(super) fn run(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    problems.extend(told(&slips(dataset, book), dataset, book));
}

/// The same for each department by itself, also where the whole table is told of.
pub fn each(dataset: &Dataset, book: &RuleBook) -> Vec<Problem> {
    let slips = slips(dataset, book);
    let teller = Teller { dataset, book };
    slips.iter().map(|slip| teller.department(slip)).collect()
}

/// Tells of amounts that are far too large or too small beside the department's own of the year before.
pub fn against_last_year(
    (dataset, book): (&Dataset, &RuleBook),
    (last, last_book): (&Dataset, &RuleBook),
    problems: &mut Vec<Problem>,
) {
    let slipped = |dataset, book| -> HashSet<usize> {
        let slips = slips(dataset, book);
        slips.iter().map(|slip| slip.record).collect()
    };
    let (known, known_then) = (slipped(dataset, book), slipped(last, last_book));
    let whose = last.records.iter();
    let index = Index::new(whose.map(|last| (last.code.as_deref(), last.name.as_str())));
    let mut slips = Vec::new();
    for (place, record) in dataset.records.iter().enumerate() {
        // What was in a wrong unit then is no measure.
        let found = index.find(record.code.as_deref(), &record.name);
        let found = found.filter(|then| !known.contains(&place) && !known_then.contains(then));
        let Some(then) = found.map(|then| &last.records[then]) else {
            continue;
        };
        let beside = amounts(book).filter_map(|metric| {
            let name = plain(metric.name());
            let mut metrics = last_book.metrics.iter();
            let same = metrics.find(|one| plain(one.name()) == name)?;
            let before = yuan(then, same)?;
            Amount::by_ratio(metric, yuan(record, metric)?.checked_div(before)?)
        });
        slips.extend(Slip::among(place, Measure::LastYear, beside.collect()));
    }
    problems.extend(told(&slips, dataset, book));
}

/// What shows that amounts are in a wrong unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Usual,
    Others,
    LastYear,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    TooLarge,
    TooSmall,
}

/// An amount that has a measure.
struct Amount<'b> {
    metric: &'b Metric,
    /// How many times the measure it is; what it is for each, where that is the measure.
    size: Decimal,
    side: Option<Side>,
}

/// A department whose amounts are probably in a wrong unit.
struct Slip<'b> {
    /// Its place.
    record: usize,
    measure: Measure,
    side: Side,
    /// Those that speak of it.
    amounts: Vec<Amount<'b>>,
}

impl<'b> Amount<'b> {
    /// Against what is usual.
    fn by_usual(record: &Record, metric: &'b Metric, book: &RuleBook) -> Option<Amount<'b>> {
        let usual = metric.usual.as_ref()?;
        let amount = positive(record, metric)?;
        let size = match divisor(usual, book) {
            Some(per) => amount.checked_div(positive(record, per?)?)?,
            None => amount,
        };
        let holds = |size: Option<Decimal>| size.is_some_and(|size| usual.holds(size));
        let side = match () {
            () if usual.holds(size) => None,
            () if holds(size.checked_div(UNITS_APART)) => Some(Side::TooLarge),
            () if holds(size.checked_mul(UNITS_APART)) => Some(Side::TooSmall),
            () => None,
        };
        Some(Amount { metric, size, side })
    }

    /// By how many times its measure it is.
    fn by_ratio(metric: &'b Metric, size: Decimal) -> Option<Amount<'b>> {
        let (least, most) = (UNITS_APART / TOLERANCE, UNITS_APART * TOLERANCE);
        let around = |size: Decimal| least <= size && size <= most;
        let side = match () {
            () if around(size) => Some(Side::TooLarge),
            () if Decimal::ONE.checked_div(size).is_some_and(around) => Some(Side::TooSmall),
            () => None,
        };
        Some(Amount { metric, size, side })
    }
}

impl<'b> Slip<'b> {
    /// What a department's amounts say together.
    fn among(record: usize, measure: Measure, amounts: Vec<Amount<'b>>) -> Option<Slip<'b>> {
        let speak = |side| amounts.iter().filter(|one| one.side == Some(side)).count();
        let is_it = |side: &Side| {
            let count = speak(*side);
            count >= LEAST_AMOUNTS && count * 2 > amounts.len()
        };
        let side = [Side::TooLarge, Side::TooSmall].into_iter().find(is_it)?;
        Some(Slip {
            record,
            measure,
            side,
            amounts: amounts
                .into_iter()
                .filter(|one| one.side == Some(side))
                .collect(),
        })
    }
}

/// The metrics that are money.
fn amounts(book: &RuleBook) -> impl Iterator<Item = &Metric> {
    book.metrics.iter().filter(|metric| {
        let is_amount = matches!(metric.kind(), Kind::Amount { .. });
        is_amount && base(metric).is_some()
    })
}

/// How much 元 one of a metric's unit is.
fn base(metric: &Metric) -> Option<Decimal> {
    metric.unit.as_deref().and_then(money_unit)
}

/// A figure above 0: 0 is the same in every unit.
fn positive(record: &Record, metric: &Metric) -> Option<Decimal> {
    let number = record.fields.get(metric.variable.id)?.number()?;
    (number > Decimal::ZERO).then_some(number)
}

fn yuan(record: &Record, metric: &Metric) -> Option<Decimal> {
    positive(record, metric)?.checked_mul(base(metric)?)
}

/// The metric that a usual figure is divided by, if it is; lint has seen that there is one.
fn divisor<'b>(usual: &Usual, book: &'b RuleBook) -> Option<Option<&'b Metric>> {
    let name = usual.per.as_ref()?;
    let mut metrics = book.metrics.iter();
    Some(metrics.find(|metric| metric.name() == name.as_str()))
}

fn slips<'b>(dataset: &Dataset, book: &'b RuleBook) -> Vec<Slip<'b>> {
    let mut slips = Vec::new();
    let mut open = Vec::new();
    for (place, record) in dataset.records.iter().enumerate() {
        let by_usual = |metric| Amount::by_usual(record, metric, book);
        let known: Vec<Amount> = amounts(book).filter_map(by_usual).collect();
        match known.len() >= LEAST_AMOUNTS {
            true => slips.extend(Slip::among(place, Measure::Usual, known)),
            false => open.push(place),
        }
    }
    if open.is_empty() {
        return slips;
    }
    let slipped: HashSet<usize> = slips.iter().map(|slip| slip.record).collect();
    let sound = |(place, _): &(usize, &Record)| !slipped.contains(place);
    let sound = dataset.records.iter().enumerate().filter(sound);
    let sound: Vec<&Record> = sound.map(|(_, record)| record).collect();
    let medians: Vec<(&Metric, Decimal)> = amounts(book)
        .filter_map(|metric| Some((metric, median(&sound, metric)?)))
        .collect();
    for place in open {
        let record = &dataset.records[place];
        let beside = medians.iter().filter_map(|(metric, median)| {
            Amount::by_ratio(metric, positive(record, metric)?.checked_div(*median)?)
        });
        slips.extend(Slip::among(place, Measure::Others, beside.collect()));
    }
    slips
}

/// The middle amount of a column; of two the lower one, for 元 make amounts larger.
fn median(records: &[&Record], metric: &Metric) -> Option<Decimal> {
    let mut amounts: Vec<Decimal> = records
        .iter()
        .filter_map(|record| positive(record, metric))
        .collect();
    amounts.sort_unstable();
    let middle = amounts.len().checked_sub(1)? / 2;
    amounts
        .get(middle)
        .filter(|_| amounts.len() >= LEAST_DEPARTMENTS)
        .copied()
}

/// A problem for each department, or for the table where most of it is the same.
fn told(slips: &[Slip], dataset: &Dataset, book: &RuleBook) -> Vec<Problem> {
    let teller = Teller { dataset, book };
    let mut problems = Vec::new();
    for side in [Side::TooLarge, Side::TooSmall] {
        let same: Vec<&Slip> = slips.iter().filter(|slip| slip.side == side).collect();
        match same.as_slice() {
            [first, _, ..] if same.len() * 2 > dataset.records.len() => {
                problems.push(teller.table(first, same.len()));
            }
            same => problems.extend(same.iter().map(|slip| teller.department(slip))),
        }
    }
    problems
}

/// Words what was found.
struct Teller<'a> {
    dataset: &'a Dataset,
    book: &'a RuleBook,
}

impl Teller<'_> {
    fn department(&self, slip: &Slip) -> Problem {
        let record = &self.dataset.records[slip.record];
        let first = slip.amounts.first();
        let cell = first.and_then(|one| record.fields[one.metric.variable.id].cell);
        let unit = self.units(slip).map_or("规定的单位", |(_, asked)| asked);
        let message = format!(
            "{}金额{}：{}",
            names(slip),
            self.guess(slip),
            self.evidence(slip)
        );
        let advice = format!("请核对；确实填错了单位的，请换算成{unit}，没有错的不用改");
        self.problem(cell, message, advice).of(record.concerns())
    }

    fn table(&self, slip: &Slip, departments: usize) -> Problem {
        let table = &self.dataset.data;
        let first = slip.amounts.first();
        let column = first.and_then(|one| table.columns[one.metric.variable.id]);
        let advice = match self.units(slip) {
            Some((typed, _)) => format!(
                "请核对；整张表以{typed}为单位的，请在表头上方写明“单位：{typed}”，程序会换算"
            ),
            None => "请核对表里金额的单位，并在表头上方写明".into(),
        };
        let message = format!(
            "{} 个部门中，{departments} 个部门的金额{}，例如“{}”的{}：{}",
            self.dataset.records.len(),
            self.guess(slip),
            self.dataset.records[slip.record].name,
            names(slip),
            self.evidence(slip)
        );
        let header = column.map(|column| Address::new(table.header_row, column));
        self.problem(header, message, advice)
    }

    fn problem(&self, cell: Option<Address>, message: String, advice: String) -> Problem {
        let place = Place::new(&self.dataset.data.sheet.name, cell);
        Problem::new(Severity::Warning, Code::UnitSlip, place, message, advice)
    }

    /// The unit that the amounts seem to be in, and the one that they are read in.
    fn units(&self, slip: &Slip) -> Option<(&'static str, &'static str)> {
        let metric = slip.amounts.first()?.metric;
        let field = &self.dataset.records[slip.record].fields[metric.variable.id];
        let asked = base(metric)?.checked_div(field.divisor)?;
        let typed = match slip.side {
            Side::TooLarge => asked / UNITS_APART,
            Side::TooSmall => asked * UNITS_APART,
        };
        Some((money_unit_of(typed)?, money_unit_of(asked)?))
    }

    fn guess(&self, slip: &Slip) -> String {
        match self.units(slip) {
            Some((typed, asked)) => {
                format!("像是以{typed}填写的（现在按{asked}读取，相差 10000 倍）")
            }
            None => "像是填错了单位（相差 10000 倍）".into(),
        }
    }

    fn evidence(&self, slip: &Slip) -> String {
        let mut sizes: Vec<Decimal> = slip.amounts.iter().map(|one| one.size).collect();
        sizes.sort_unstable();
        let times = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
        let times = match slip.side {
            Side::TooLarge => format!("{} 倍", decimal::trimmed(times, 0)),
            Side::TooSmall => {
                let part = Decimal::ONE.checked_div(times).unwrap_or_default();
                format!("{} 分之一", decimal::trimmed(part, 0))
            }
        };
        match (slip.measure, slip.amounts.first()) {
            (Measure::Usual, Some(first)) => self.against_usual(slip, first),
            (Measure::LastYear, _) => format!("约是上年的 {times}"),
            _ => format!("约是各部门中位数的 {times}"),
        }
    }

    fn against_usual(&self, slip: &Slip, amount: &Amount) -> String {
        let (record, metric) = (&self.dataset.records[slip.record], amount.metric);
        let figure = positive(record, metric).unwrap_or_default();
        let mut told = format!("“{}”{}", metric.name(), decimal::amount(figure));
        let unit = metric.unit.as_deref().unwrap_or_default();
        let usual = metric.usual.as_ref();
        let per = usual.and_then(|usual| divisor(usual, self.book)).flatten();
        if let Some(per) = per {
            let of = positive(record, per).unwrap_or_default().normalize();
            let each = decimal::amount(decimal::round(amount.size, 4));
            told = format!("{told} ÷ “{}”{of} = {each} {unit}", per.name());
        } else {
            told = format!("{told} {unit}");
        }
        match usual {
            Some(usual) => format!(
                "{told}，通常在 {} 到 {} 之间",
                usual.from.normalize(),
                usual.to.normalize()
            ),
            None => told,
        }
    }
}

/// `“部门预算总规模”等 3 项`.
fn names(slip: &Slip) -> String {
    let first = slip.amounts.first().map_or("", |one| one.metric.name());
    match slip.amounts.len() {
        1 => format!("“{first}”的"),
        more => format!("“{first}”等 {more} 项"),
    }
}
