//! Answers that stand a row too low: a cell is blank, and what stands below it fits one row higher, which it does
//! not where it stands.
//!
//! Only a value of a wrong kind shows it, so how far down it goes is not certain: nothing from the blank cell to the
//! next one is taken.

use super::answers::{Answers, Entry};
use super::form::{Form, FormRow, Item};
use super::returned::FormChange;
use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::intake::number::money_unit;
use crate::intake::percent::Way;
use crate::intake::value::{self, ColumnSense, Units};
use crate::problem::{Code, Severity};
use crate::rulebook::Metric;

/// Fewer answers are single mistakes.
const LEAST: usize = 2;

/// Answers below a blank cell that are not taken.
pub(super) struct Slip {
    /// What is told of it.
    pub change: FormChange,
    /// Each answer with the question that it stands at and the one that it seems to be for: one higher as far as
    /// that shows, below that its own.
    pub moves: Vec<(Item, Item, Entry)>,
}

/// A cell of the form with what was filled in.
struct Asked<'a> {
    metric: &'a Metric,
    cell: Address,
    entry: Option<&'a Entry>,
}

impl Asked<'_> {
    fn item(&self) -> Item {
        Item::Metric(self.metric.variable.id)
    }
}

/// Finds them among the answers to metrics; `place` tells where an item's cell is, if it can have slid.
pub(super) fn find(
    form: &Form,
    place: impl Fn(Item) -> Option<Address>,
    answers: &Answers,
) -> Vec<Slip> {
    let metrics = form.rows.iter().filter_map(|row| match row {
        FormRow::Metric { metric, .. } => Some(*metric),
        _ => None,
    });
    let cells: Vec<Asked> = metrics
        .filter_map(|metric| {
            let item = Item::Metric(metric.variable.id);
            Some(Asked {
                metric,
                cell: place(item)?,
                entry: answers.get(item),
            })
        })
        .collect();
    let follows = |above: &Asked, below: &Asked| {
        below.entry.is_some() && below.cell.row == above.cell.row + 1
    };
    // Each run begins with a cell that no answer stands right above.
    cells
        .chunk_by(follows)
        .filter(|run| run[0].entry.is_none())
        .filter_map(slip)
        .collect()
}

/// Whether the answers of a run belong one row higher than they stand, its first cell being blank.
fn slip(run: &[Asked]) -> Option<Slip> {
    let fits = |answer: usize, question: usize| {
        let entry = run[answer].entry;
        entry.is_some_and(|entry| fits(entry, run[question].metric))
    };
    let wrong = (1..run.len()).rfind(|place| !fits(*place, *place))?;
    let higher = (1..=wrong).all(|place| fits(place, place - 1));
    if !higher || run.len() <= LEAST {
        return None;
    }
    let moves = (1..run.len()).filter_map(|place| {
        let to = if place <= wrong { place - 1 } else { place };
        Some((run[place].item(), run[to].item(), run[place].entry?.clone()))
    });
    let moves: Vec<(Item, Item, Entry)> = moves.collect();
    Some(Slip {
        change: tell(run, &moves),
        moves,
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

fn tell(run: &[Asked], moves: &[(Item, Item, Entry)]) -> FormChange {
    let (first, last) = (run[1].cell, run[run.len() - 1].cell);
    FormChange {
        code: Code::FormPlace,
        severity: Severity::Error,
        cell: Some(first),
        others: run[2..].iter().map(|asked| asked.cell).collect(),
        items: moves.iter().map(|(_, to, _)| *to).collect(),
        message: format!(
            "“{}”空着，下面像是往下填错了一行（{first} 到 {last}，共 {} 项），没有采用",
            run[0].metric.name(),
            moves.len()
        ),
        advice: "退回的表里已往上移了一行，再往下的留在原处，请部门逐项核对；对的不用改，不对的改正后发回"
            .into(),
    }
}
