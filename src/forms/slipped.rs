//! Answers that stand a row too low: a cell is blank, and what stands below it fits one row higher, which it does
//! not where it stands.
//!
//! Only a value of a wrong kind shows it, so how far down it goes is not certain: nothing from the blank cell to the
//! next one is taken.

use super::answers::Entry;
use super::form::Item;
use super::returned::Change;
use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::intake::number::money_unit;
use crate::intake::percent::Way;
use crate::intake::value::{self, ColumnSense, Units};
use crate::problem::{Code, Severity};
use crate::rulebook::Metric;

/// Fewer answers are single mistakes.
const LEAST: usize = 2;

/// A cell of the form with what was filled in.
pub(super) struct Asked<'a> {
    pub metric: &'a Metric,
    pub cell: Address,
    pub entry: Option<&'a Entry>,
}

/// Answers below a blank cell that are not taken.
pub(super) struct Slip {
    /// The places of those that fit one row higher, up to the last that does not fit where it is.
    pub moved: std::ops::Range<usize>,
    /// The places of those below, down to the next blank.
    pub doubtful: std::ops::Range<usize>,
}

/// Finds them among cells in the order of the form.
pub(super) fn slips(cells: &[Asked]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut place = 0;
    while place < cells.len() {
        let below = cells[place..].windows(2);
        let follows =
            |pair: &[Asked]| pair[1].entry.is_some() && pair[1].cell.row == pair[0].cell.row + 1;
        let run = below.take_while(|pair| follows(pair)).count();
        if cells[place].entry.is_none() {
            slips.extend(slip(cells, place, place + run));
        }
        place += run + 1;
    }
    slips
}

/// Whether what stands from behind a blank place to another belongs one row higher.
fn slip(cells: &[Asked], blank: usize, last: usize) -> Option<Slip> {
    let fits = |entry: usize, question: usize| {
        let entry = cells[entry].entry;
        entry.is_some_and(|entry| fits(entry, cells[question].metric))
    };
    let wrong = (blank + 1..=last).rfind(|place| !fits(*place, *place))?;
    let higher = (blank + 1..=wrong).all(|place| fits(place, place - 1));
    (higher && last - blank >= LEAST).then_some(Slip {
        moved: blank + 1..wrong + 1,
        doubtful: wrong + 1..last + 1,
    })
}

/// Whether an entry can be read as what a metric asks for.
fn fits(entry: &Entry, metric: &Metric) -> bool {
    let money = metric.unit.as_deref().and_then(money_unit);
    // Points or fractions is decided for a whole column; here either will do.
    let reads = |way: Way| {
        let sense = ColumnSense {
            way,
            divisor: way.divisor(),
            ..ColumnSense::plain(money.map_or(Units::OfKind, Units::Money))
        };
        let at = Address::new(0, 0);
        let cell = entry.cell(0);
        let (field, _) = value::read(Some(&cell), at, metric.kind(), &metric.choices, &sense);
        field.figure != Figure::Unreadable
    };
    match metric.kind() {
        Kind::Percent { .. } => reads(Way::Fractions) || reads(Way::Points),
        _ => reads(Way::Fractions),
    }
}

/// Tells of a slip.
pub(super) fn tell(cells: &[Asked], slip: &Slip) -> Change {
    let all = slip.moved.start..slip.doubtful.end;
    let items = slip.moved.clone().map(|place| place - 1);
    let items = items.chain(slip.doubtful.clone());
    let first = &cells[slip.moved.start];
    let last = &cells[slip.doubtful.end - 1];
    Change {
        code: Code::FormPlace,
        severity: Severity::Error,
        cell: Some(first.cell),
        others: cells[all.start + 1..all.end]
            .iter()
            .map(|asked| asked.cell)
            .collect(),
        items: items
            .map(|place| Item::Metric(cells[place].metric.variable.id))
            .collect(),
        message: format!(
            "“{}”空着，下面像是往下填错了一行（{} 到 {}，共 {} 项），没有采用",
            cells[slip.moved.start - 1].metric.name(),
            first.cell,
            last.cell,
            all.len()
        ),
        advice: "退回的表里已往上移了一行，再往下的留在原处，请部门逐项核对；对的不用改，不对的改正后发回"
            .into(),
    }
}
