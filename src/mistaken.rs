//! A workbook that is something else than was asked for: what it is. Dropping the wrong file on the program is an
//! easy mistake.

use std::path::Path;

use crate::forms::{NoPassport, Passport};
use crate::intake::{Dataset, ledger, roster};
use crate::rulebook::RuleBook;
use crate::sheets::{COLLECTED_SHEET, COMPARISON_SHEET, SCORECARD_TITLE};
use crate::workbook::{CellValue, Sheet, Workbook};

/// A list of departments has few columns.
const LIST_COLUMNS: usize = 8;
const LIST_ROWS: usize = 200_000;

/// What a workbook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Form,
    Ledger,
    Comparison,
    Collected,
    Scorecard,
    /// A list of so many departments.
    List(usize),
    RuleBook,
}

impl Kind {
    /// What the workbook in a file of this name is, as far as it is one that the program makes or reads.
    pub fn of(workbook: Workbook, path: &Path, book: &RuleBook) -> Option<Kind> {
        let has = |name: &str| workbook.sheets.iter().any(|sheet| sheet.name == name);
        let extension = path.extension();
        let is_toml = extension.is_some_and(|end| end.eq_ignore_ascii_case("toml"));
        if workbook.text.is_some() && is_toml {
            Some(Kind::RuleBook)
        } else if Passport::of(&workbook) != Err(NoPassport::NotAForm) {
            Some(Kind::Form)
        } else if has(COMPARISON_SHEET) {
            Some(Kind::Comparison)
        } else if has(COLLECTED_SHEET) {
            Some(Kind::Collected)
        } else if ledger::read(&workbook, book).is_some() {
            Some(Kind::Ledger)
        } else if workbook.sheets.iter().any(is_scorecard) {
            Some(Kind::Scorecard)
        } else if is_small(&workbook) {
            let list = roster::read(workbook, book).ok()?;
            Some(Kind::List(list.departments.len()))
        } else {
            None
        }
    }

    /// What it is, in a few words.
    pub fn what(self) -> String {
        match self {
            Kind::Form => "一个部门的填报表".into(),
            Kind::Ledger => "整改台账".into(),
            Kind::Comparison => "年度对比工作簿".into(),
            Kind::Collected => "填报表的汇总".into(),
            Kind::Scorecard => "评分表".into(),
            Kind::List(count) => format!("部门名单（{count} 个部门）"),
            Kind::RuleBook => "规则书".into(),
        }
    }
}

/// Whether a workbook is no larger than lists are: few columns, and not so many rows that a copy matters.
fn is_small(workbook: &Workbook) -> bool {
    let rows = || workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
    rows().count() <= LIST_ROWS && rows().all(|row| row.cells.len() <= LIST_COLUMNS)
}

fn is_scorecard(sheet: &Sheet) -> bool {
    let cells = sheet.rows.iter().take(3).flat_map(|row| &row.cells);
    let mut texts = cells.filter_map(|cell| match &cell.value {
        CellValue::Text(text) => Some(text),
        _ => None,
    });
    texts.any(|text| text.starts_with(SCORECARD_TITLE))
}

/// Whether a dataset has no figures at all: departments alone are a list.
pub fn is_mere_list(dataset: &Dataset, book: &RuleBook) -> bool {
    let mut figures = book.metrics.iter().filter(|metric| metric.role.is_none());
    dataset.outcomes.is_none()
        && dataset.declared.is_none()
        && figures.all(|metric| dataset.data.columns[metric.variable.id].is_none())
}
