//! 异常提示: figures that look wrong though nothing forbids them. Each is a warning with its reason and nothing more; one
//! option turns all of them off.
//!
//! * [`factors`]: a figure about 10, 100 or 10,000 times what last year's or the department's own other figures suggest;
//! * [`copies`]: figures copied from another department or from last year, percentages that are all 100.
//!
//! What another warning speaks of already is not told again.

mod copies;
mod factors;

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::dataset::{Dataset, Record};
use super::identity::Index;
use crate::address::Address;
use crate::expr::Kind;
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Metric, RuleBook};

/// Smaller counts double by themselves.
const LEAST_COUNT: Decimal = Decimal::TEN;

/// Looks for figures that look wrong; `last` are last year's, with the rule book that they were read by.
pub fn run(
    dataset: &Dataset,
    last: Option<(&Dataset, &RuleBook)>,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) {
    let looking = Looking::new(dataset, last, book, problems);
    let mut found = factors::against_last_year(&looking);
    let told: HashSet<Address> = found.iter().filter_map(|one| one.place.cell).collect();
    found.extend(factors::among_others(&looking, &told));
    found.extend(copies::between_departments(&looking));
    found.extend(copies::of_last_year(&looking));
    found.extend(copies::all_full(&looking));
    problems.extend(found);
}

/// What is looked at.
struct Looking<'l> {
    dataset: &'l Dataset,
    book: &'l RuleBook,
    /// The metrics that are amounts or counts.
    sizes: Vec<&'l Metric>,
    /// By department: last year's record.
    before: Vec<Option<&'l Record>>,
    /// By metric: its place in last year's rule book.
    then: Vec<Option<usize>>,
    /// Cells that something is told of already.
    told: HashSet<Address>,
    /// Departments whose amounts are told to be in a wrong unit.
    slipped: HashSet<usize>,
    /// Whether the whole table is told to be so.
    table_slipped: bool,
}

impl<'l> Looking<'l> {
    fn new(
        dataset: &'l Dataset,
        last: Option<(&'l Dataset, &RuleBook)>,
        book: &'l RuleBook,
        problems: &[Problem],
    ) -> Looking<'l> {
        let data = dataset.data.sheet.name.as_str();
        let about = problems.iter().filter(|one| one.severity != Severity::Info);
        let places = about.flat_map(|one| std::iter::once(&one.place).chain(&one.cells));
        let told = places.filter(|place| place.sheet == data);
        let unit_slips = problems.iter().filter(|one| one.is(Code::UnitSlip));
        let of_slips: HashSet<Option<(Option<&str>, &str)>> = unit_slips
            .map(|one| {
                let whose = one.department.as_ref()?;
                Some((whose.code.as_deref(), whose.name.as_str()))
            })
            .collect();
        let slipped = dataset.records.iter().enumerate();
        let slipped = slipped.filter(|(_, record)| {
            of_slips.contains(&Some((record.code.as_deref(), record.name.as_str())))
        });
        let metrics = book.metrics.iter();
        let sizes = metrics.filter(|one| {
            let kind = one.kind();
            one.role.is_none() && matches!(kind, Kind::Amount { .. } | Kind::Count)
        });
        let (before, then) = before(dataset, last, book);
        Looking {
            sizes: sizes.collect(),
            before,
            then,
            told: told.filter_map(|place| place.cell).collect(),
            slipped: slipped.map(|(place, _)| place).collect(),
            table_slipped: of_slips.contains(&None),
            dataset,
            book,
        }
    }

    /// Whether a department's amount is told to be in a wrong unit.
    fn is_slipped(&self, department: usize, metric: &Metric) -> bool {
        let is_amount = matches!(metric.kind(), Kind::Amount { .. });
        is_amount && (self.table_slipped || self.slipped.contains(&department))
    }

    /// A figure that nothing is told of and that is large enough to tell: small counts double by themselves.
    fn sound(&self, department: usize, metric: &Metric) -> Option<Decimal> {
        let field = self.dataset.records[department]
            .fields
            .get(metric.variable.id)?;
        let told = field.cell.is_some_and(|cell| self.told.contains(&cell));
        let number = field.number().filter(|number| tells(metric, *number))?;
        (!told && !self.is_slipped(department, metric)).then_some(number)
    }

    /// The department's figure of the year before, where it is large enough to tell.
    fn last(&self, department: usize, metric: &Metric) -> Option<Decimal> {
        let record = self.before[department]?;
        let number = record.fields.get(self.then[metric.variable.id]?)?.number();
        number.filter(|number| tells(metric, *number))
    }

    fn problem(
        &self,
        code: Code,
        department: usize,
        metric: Option<&Metric>,
        message: String,
        advice: &str,
    ) -> Problem {
        let record = &self.dataset.records[department];
        let cell = metric.and_then(|metric| record.fields[metric.variable.id].cell);
        let cell = cell.unwrap_or(Address::new(record.row, 0));
        let place = Place::new(&self.dataset.data.sheet.name, Some(cell));
        Problem::new(Severity::Warning, code, place, message, advice).of(record.concerns())
    }
}

/// Last year's records by department, and where this year's metrics stand in them.
fn before<'l>(
    dataset: &'l Dataset,
    last: Option<(&'l Dataset, &RuleBook)>,
    book: &RuleBook,
) -> (Vec<Option<&'l Record>>, Vec<Option<usize>>) {
    let Some((then, then_book)) = last else {
        let nobody = vec![None; dataset.records.len()];
        return (nobody, vec![None; book.metrics.len()]);
    };
    let whose = then.records.iter();
    let index = Index::new(whose.map(|last| (last.code.as_deref(), last.name.as_str())));
    let records = dataset.records.iter();
    let before = records.map(|record| {
        let place = index.find(record.code.as_deref(), &record.name)?;
        Some(&then.records[place])
    });
    let places = book.metrics.iter().map(|metric| {
        let name = plain(metric.name());
        let mut known = then_book.metrics.iter();
        known.position(|one| plain(one.name()) == name && one.unit == metric.unit)
    });
    (before.collect(), places.collect())
}

/// Whether a figure is large enough to be held against another.
fn tells(metric: &Metric, number: Decimal) -> bool {
    match metric.kind() {
        Kind::Count => number >= LEAST_COUNT,
        _ => number > Decimal::ZERO,
    }
}

/// The middle one; of two the lower.
fn median(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.sort_unstable();
    let middle = numbers.len().checked_sub(1)? / 2;
    numbers.get(middle).copied()
}

/// By how many times two figures are apart, at least 1.
fn apart(one: Decimal, other: Decimal) -> Option<Decimal> {
    match one >= other {
        true => one.checked_div(other),
        false => other.checked_div(one),
    }
}
