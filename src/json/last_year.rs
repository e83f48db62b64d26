//! 上年对比 in the page: the years side by side, where last year's workbook was given, and the figures of the year before that the
//! rule book uses.

use serde::Serialize;

use super::comparison_view::{ComparisonView, document};
use crate::analysis::comparison::Alias;
use crate::analysis::{Comparison, Evaluation};
use crate::expr::{FigureId, Year};
use crate::forms::answers::Entry;
use crate::intake::{Record, Table};
use crate::rulebook::RuleBook;

/// Last year beside this one.
pub struct LastYear<'l> {
    /// Both years, where last year's workbook can be scored by the same rules.
    pub comparison: Option<&'l Comparison<'l>>,
    /// The renamed departments.
    pub aliases: &'l [Alias],
    /// Why the years do not stand side by side, though the workbook was given.
    pub silence: Option<String>,
}

#[derive(Serialize)]
struct LastYearDocument<'l> {
    /// The document of the years' own screen.
    view: Option<ComparisonView<'l>>,
    silence: Option<String>,
    figures: Option<FiguresItem<'l>>,
}

#[derive(Serialize)]
struct FiguresItem<'l> {
    /// The year before, where its data say it.
    year: Option<u32>,
    metrics: Vec<MetricItem<'l>>,
    departments: Vec<DepartmentItem>,
}

#[derive(Serialize)]
struct MetricItem<'l> {
    name: &'l str,
    unit: Option<&'l str>,
}

#[derive(Serialize)]
struct DepartmentItem {
    department: usize,
    /// By metric: last year's and this year's figure, as people read them; nothing where blank.
    values: Vec<[Option<String>; 2]>,
}

/// The document of last year beside this one.
pub fn last_year<'l>(
    evaluation: &'l Evaluation,
    beside: &LastYear<'l>,
) -> impl Serialize + use<'l> {
    LastYearDocument {
        view: beside
            .comparison
            .map(|comparison| document(comparison, beside.aliases)),
        silence: beside.silence.clone(),
        figures: figures(evaluation),
    }
}

/// The figures of the year before that the rule book uses, where there are any.
fn figures<'l>(evaluation: &'l Evaluation) -> Option<FiguresItem<'l>> {
    let (book, dataset): (&'l RuleBook, _) = (evaluation.book, &evaluation.dataset);
    let last = dataset.last_year.as_ref()?;
    let used: Vec<usize> = book.last_year.iter().map(|one| one.variable.id).collect();
    let metrics = used.iter().map(|metric| &book.metrics[*metric]);
    let department = |place: usize| DepartmentItem {
        department: place,
        values: used
            .iter()
            .map(|metric| {
                let record = &dataset.records[place];
                [
                    shown(record, (*metric, Year::Last), &last.table),
                    shown(record, (*metric, Year::This), &dataset.data),
                ]
            })
            .collect(),
    };
    Some(FiguresItem {
        year: last.year,
        metrics: metrics
            .map(|metric| MetricItem {
                name: metric.name(),
                unit: metric.unit.as_deref(),
            })
            .collect(),
        departments: evaluation
            .ranking
            .order
            .iter()
            .map(|place| department(*place))
            .collect(),
    })
}

fn shown(record: &Record, (place, year): (usize, Year), table: &Table) -> Option<String> {
    let cell = record.field(FigureId { place, year }).cell?;
    let entry = table.sheet.cell(cell).and_then(Entry::of)?;
    Some(entry.shown())
}
