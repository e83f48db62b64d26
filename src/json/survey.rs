//! A sheet's header beside the columns that are wanted, for the page.

use serde::Serialize;

use crate::address::column_letters;
use crate::intake::survey::Survey;
use crate::intake::unmatched::Need;
use crate::rulebook::{OwnHeaders, RuleBook};

#[derive(Serialize)]
struct HeadersDocument<'s> {
    survey: SurveyDocument<'s>,
    /// What the file of own headers says that is used: a header, and the column that it stands for.
    pairs: Vec<[&'s str; 2]>,
}

#[derive(Serialize)]
struct TextDocument<'s> {
    name: &'s str,
    text: &'s str,
}

/// A file that is text, to be downloaded.
pub fn text<'s>(name: &'s str, text: &'s str) -> impl Serialize + use<'s> {
    TextDocument { name, text }
}

#[derive(Serialize)]
struct SurveyDocument<'s> {
    sheet: &'s str,
    /// 1-based.
    header_row: u32,
    sure: bool,
    columns: Vec<ColumnItem<'s>>,
    wanted: Vec<WantedItem<'s>>,
}

#[derive(Serialize)]
struct ColumnItem<'s> {
    column: String,
    header: &'s str,
    values: &'s [String],
    /// The column of the rule book that it is taken for.
    taken: Option<&'s str>,
    suggestion: Option<&'s str>,
}

#[derive(Serialize)]
struct WantedItem<'s> {
    name: &'s str,
    unit: Option<&'s str>,
    help: &'s str,
    /// Whether whoever needs it lacks data without it.
    required: bool,
    /// What counts without it.
    default: Option<&'static str>,
    column: Option<String>,
}

/// The document of a table's headers beside what is wanted; `own` is what is said of them already.
pub fn headers<'s>(
    survey: &'s Survey,
    book: &'s RuleBook,
    own: &'s OwnHeaders,
) -> impl Serialize + use<'s> {
    let pairs = own.all().iter();
    HeadersDocument {
        survey: document(survey, book),
        pairs: pairs
            .map(|one| [one.header.as_str(), book.metrics[one.metric].name()])
            .collect(),
    }
}

fn document<'s>(survey: &'s Survey, book: &'s RuleBook) -> SurveyDocument<'s> {
    let name = |metric: usize| book.metrics[metric].name();
    let columns = survey.columns.iter().map(|one| ColumnItem {
        column: column_letters(one.column),
        header: &one.header,
        values: &one.values,
        taken: one.taken.map(name),
        suggestion: one.suggestion.map(name),
    });
    let wanted = survey.wanted.iter().map(|one| {
        let metric = &book.metrics[one.metric];
        WantedItem {
            name: metric.name(),
            unit: metric.unit.as_deref(),
            help: &metric.help,
            required: one.need == Need::Required,
            default: match one.need {
                Need::Default(true) => Some("是"),
                Need::Default(false) => Some("否"),
                Need::Required | Need::Optional => None,
            },
            column: one.column.map(column_letters),
        }
    });
    SurveyDocument {
        sheet: &survey.sheet,
        header_row: survey.header_row + 1,
        sure: survey.is_sure,
        columns: columns.collect(),
        wanted: wanted.collect(),
    }
}
