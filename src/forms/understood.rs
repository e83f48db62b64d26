//! What a department wrote in other words than its form asks for, and the program understood: it goes back as the
//! figure that was understood, told beside it, so that the form's own checks and sums see what was scored.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::answers::{Answers, Entry};
use super::form::{Item, OutcomeColumn};
use super::return_forms::Note;
use crate::expr::{Figure, Kind};
use crate::intake::value::yes_or_no;
use crate::intake::{Field, Record};
use crate::problem::{Code, Severity};
use crate::rulebook::RuleBook;
use crate::rulebook::outcomes::RowFigure;
use crate::workbook::CellValue;

/// How a share is shown.
const PERCENT: &str = "0.00##%";

/// Puts what was understood in the place of what was written, and tells it; `notes` are what is wrong already.
pub(super) fn put(
    answers: &mut Answers,
    record: &Record,
    notes: &[Note],
    book: &RuleBook,
) -> Vec<Note> {
    let mut told = Vec::new();
    for (item, field, kind) in fields(record, book) {
        let Some(entry) = answers.get(item) else {
            continue;
        };
        let Some(plain) = plain(entry, field, &kind).filter(|plain| plain != entry) else {
            continue;
        };
        // Target and result mean something beside each other only: where their units are in question, both stay.
        let beside = |note: &Note| {
            note.items
                .iter()
                .any(|other| is_measured_with(item, *other))
        };
        if notes.iter().any(beside) {
            continue;
        }
        told.push(Note {
            severity: Severity::Info,
            code: Code::Understood.as_str().into(),
            items: vec![item],
            at: None,
            others: Vec::new(),
            message: told_of(entry, &plain),
            advice: "请看一看；不对的请改正".into(),
        });
        answers.set(item, plain);
    }
    told
}

/// What was done to an entry: what it was taken as is said where that looks different.
fn told_of(entry: &Entry, plain: &Entry) -> String {
    let (was, is) = (entry.reading(), plain.reading());
    match (was.trim() == is.trim(), &plain.value) {
        (false, _) => format!("“{was}”按 {is} 采用，已改成这样填"),
        (true, CellValue::Text(_)) => {
            format!("“{is}”里多余的空格等看不见的字符已去掉，内容没有变")
        }
        (true, _) => format!("“{is}”是按文字填的，已改成同样的数，内容没有变"),
    }
}

/// The figures of a record with what each asks for.
fn fields<'r>(
    record: &'r Record,
    book: &'r RuleBook,
) -> impl Iterator<Item = (Item, &'r Field, Kind)> {
    let metrics = book.metrics.iter().zip(&record.fields);
    let metrics = metrics.map(|(metric, field)| {
        let item = Item::Metric(metric.variable.id);
        (item, field, metric.kind().clone())
    });
    let rules = book.outcomes.as_ref();
    let outcomes = record.outcomes.iter().enumerate();
    let outcomes = outcomes.flat_map(move |(number, row)| {
        rules.into_iter().flat_map(move |rules| {
            RowFigure::ALL.into_iter().map(move |figure| {
                let item = Item::Outcome(number, OutcomeColumn::Figure(figure));
                let field = &row.fields[figure as usize];
                (item, field, rules.variable(figure).kind.clone())
            })
        })
    });
    let declared = record.declared.iter().flat_map(|own| own.scores.iter());
    let declared = declared.enumerate().map(|(index, field)| {
        let kind = Kind::Amount { positive: false };
        (Item::Declared(index), field, kind)
    });
    metrics.chain(outcomes).chain(declared)
}

/// Whether two items are the target and the result of one outcome indicator.
fn is_measured_with(item: Item, other: Item) -> bool {
    use RowFigure::{Actual, Target};
    let row = |item| match item {
        Item::Outcome(row, OutcomeColumn::Figure(Target | Actual)) => Some(row),
        _ => None,
    };
    row(item).is_some() && row(item) == row(other)
}

/// An entry as the form asks for it; `None` where it says so itself, or was not understood.
fn plain(entry: &Entry, field: &Field, kind: &Kind) -> Option<Entry> {
    match (&field.figure, &entry.value, kind) {
        (Figure::Number(_), CellValue::Text(text), Kind::Points { .. })
            if yes_or_no(text, false).is_some() =>
        {
            None
        }
        (Figure::Number(number), CellValue::Text(text), _) => {
            number_entry(*number, kind, text.contains(['%', '％']))
        }
        // A number in another unit than the form's.
        (Figure::Number(number), CellValue::Number(_), _)
            if field.divisor != Decimal::ONE && !entry.is_percent() =>
        {
            number_entry(*number, kind, false)
        }
        (Figure::Text(choice), CellValue::Text(text), Kind::Choice { .. })
            if **choice != **text =>
        {
            Some(Entry::text(&**choice))
        }
        _ => None,
    }
}

fn number_entry(number: Decimal, kind: &Kind, is_share: bool) -> Option<Entry> {
    let is_share = is_share || matches!(kind, Kind::Percent { .. });
    Some(Entry {
        value: CellValue::Number(number.to_f64()?),
        format: is_share.then(|| PERCENT.into()),
    })
}
