//! Intake: from sheets of cells to typed records and problems.
//!
//! * `sheets` tells which sheet is which, `plain_text` takes that of a CSV file;
//! * [`header`] finds the header and which column is which (`header_block`: what stands over a column,
//!   `header_names`: what that names), `stacked` the tables under other headers, which are refused;
//! * [`unmatched`] tells the columns that nobody uses from those that are not there, and which of these each is
//!   like (`likeness`);
//! * [`survey`] shows a header beside what is wanted, for a person who says which column is which;
//! * [`rows`] tells departments from sums, notes and stray figures, `headings` from what heads them;
//! * [`number`] and [`value`] read one cell (`having`: 有 and 无 under a header that denies something); [`mod@column`] decides what a whole column means (units; `percent`:
//!   percentages);
//! * `table_reader` reads the rows of a table under its header: all sheets are read with it;
//! * [`departments`] reads the data sheet, [`outcomes`] and [`declared`] the other two (both over
//!   `side_sheet`), [`identity`] joins them; [`last_year`] supplies and reads figures of the year before;
//! * [`Batch`] takes departments as typed values, without any sheet; `laid_out` shows typed records as one;
//! * [`ledger`] reads last round's 整改台账, to carry it over;
//! * [`disputes`] reads figures that two sides state otherwise (争议数据), for questions about a score;
//! * [`opinions`] reads what the bureau wrote beside scores, to keep it;
//! * [`long_texts`] tells of texts longer than a cell holds;
//! * [`roster`] reads a mere list of departments (`name_list`: of names alone);
//! * [`checks`] holds the records against the rule book's cross-footing checks, [`unit_slip`] looks for money
//!   in a wrong unit, `percent_slip` for percentages a hundred times too small;
//! * [`anomalies`] looks for figures that look wrong though nothing forbids them;
//! * [`generated`] tells the sheets of an annotated workbook that is fed back from the user's own;
//! * [`dataset`] is what comes of it all.
//!
//! Nothing stops at a bad cell: it becomes a [`Problem`] and counts as missing. An [`IntakeError`] is left
//! for what gives nothing to score.

pub mod anomalies;
mod batch;
pub mod checks;
pub mod column;
pub mod dataset;
pub mod declared;
pub mod departments;
pub mod disputes;
pub mod generated;
mod having;
pub mod header;
mod header_block;
mod header_names;
mod headings;
pub mod identity;
mod laid_out;
pub mod last_year;
pub mod ledger;
mod likeness;
pub mod long_texts;
mod merged;
mod name_list;
pub mod number;
pub mod opinions;
mod other_tables;
pub(crate) mod outcome_units;
pub mod outcomes;
mod peers;
pub mod percent;
pub(crate) mod percent_slip;
mod plain_text;
mod report;
pub mod roster;
pub mod rows;
mod sheets;
mod side_sheet;
pub mod survey;
mod table_reader;
mod unit_line;
pub mod unit_slip;
pub mod unmatched;
pub mod value;
pub mod year;

pub use batch::{Batch, BatchError, Department};
pub use dataset::{Before, Dataset, Declared, Field, OutcomeRow, Record, Table};
pub use generated::{DIGEST_LABEL, GENERATED_SHEETS};
pub use unmatched::Unmatched;

use generated::{is_own_rules_sheet, without_generated};

use crate::problem::Problem;
use crate::rulebook::RuleBook;
use crate::workbook::{Cell, CellValue, Sheet, Workbook};

/// Sheets that tell how forms were collected; fed to a score, they stay out of the result.
pub const COLLECTING_SHEETS: [&str; 2] = ["收集情况", "变动情况"];

/// The header of the column that an annotated workbook adds to the outcomes sheet.
pub const COMPLETION_HEADER: &str = "完成比例（计算）";

/// Why there is nothing to score.
#[derive(Clone, Debug, thiserror::Error)]
pub enum IntakeError {
    /// No sheet, or not exactly one, is the data sheet.
    #[error("没有找到工作表“{wanted}”。文件里的工作表是：{}，其中没有一张（或不止一张）的表头像它。请把部门数据所在的工作表改名为“{wanted}”", found.join("、"))]
    NoDataSheet {
        /// What it should be called.
        wanted: String,
        /// The sheets that there are.
        found: Vec<String>,
    },
    /// The data sheet has no header.
    #[error(
        "工作表“{sheet}”里没有找到表头。表头应有“{name}”和各项数据的名称，可用 jixiao rules show 查看"
    )]
    NoHeader {
        /// The sheet.
        sheet: String,
        /// What the column of names should be called.
        name: String,
    },
    /// Nobody knows which column names the departments.
    #[error(
        "工作表“{sheet}”第 {row} 行的表头里没有“{name}”一列，无法知道哪一行是哪个部门。请把部门名称所在一列的表头改为{}{}",
        spelled(name, others),
        like(near)
    )]
    NoNameColumn {
        /// The sheet.
        sheet: String,
        /// The header's row, counted from 1.
        row: u32,
        /// What the column should be called.
        name: String,
        /// What else it may be called.
        others: Box<[String]>,
        /// Headers that are like the name, with their cells.
        near: Box<[String]>,
    },
    /// Several columns claim to name the departments.
    #[error("工作表“{sheet}”的表头里“{name}”一列不止一处（{}），无法知道哪一行是哪个部门。请只保留一列，或改正其中一列的表头", cells.join("、"))]
    NameColumnTwice {
        /// The sheet.
        sheet: String,
        /// What the column is called.
        name: String,
        /// Where its headers stand.
        cells: Vec<String>,
    },
    /// No row under the header is a department.
    #[error("工作表“{sheet}”里没有部门的数据行")]
    NoDepartments {
        /// The sheet.
        sheet: String,
    },
    /// No sheet is a list of departments.
    #[error(
        "没有找到部门名单。名单是一列部门名称，一行一个部门，表头写{}；旁边可以有编码、主管部门等列",
        spelled(name, others)
    )]
    NoList {
        /// What the column of names should be called.
        name: String,
        /// What else it may be called.
        others: Vec<String>,
    },
    /// The list names nobody.
    #[error("名单“{sheet}”的表头下面没有部门")]
    EmptyList {
        /// The sheet.
        sheet: String,
    },
    /// There are several years, and none was chosen.
    #[error("工作表里有 {} 几个年度的数据，请用 --year 指定其中一个，例如 --year {}", list(years), years.last().copied().unwrap_or_default())]
    SeveralYears {
        /// The years, in order.
        years: Vec<u32>,
    },
    /// The year that was chosen is not there.
    #[error("工作表里没有 {wanted} 年的数据，有的年度是：{}", list(years))]
    NoSuchYear {
        /// The year that was chosen.
        wanted: u32,
        /// The years that are there, in order.
        years: Vec<u32>,
    },
}

fn spelled(name: &str, others: &[String]) -> String {
    match others {
        [] => format!("“{name}”"),
        others => format!("“{name}”（也可以是{}）", others.join("、")),
    }
}

fn like(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!("；表头里像它的有{}", near.join("、")),
    }
}

fn list(years: &[u32]) -> String {
    let years: Vec<String> = years.iter().map(u32::to_string).collect();
    years.join("、")
}

/// Reads a workbook's departments, outcome indicators and declared scores.
///
/// # Errors
/// There is nothing to score: no data sheet, no header, no department, or several years and none chosen.
pub fn read(
    mut workbook: Workbook,
    book: &RuleBook,
    year: Option<u32>,
) -> Result<(Dataset, Vec<Problem>), IntakeError> {
    let mut problems = Vec::new();
    plain_text::take(&mut workbook, book, &mut problems);
    let opinions = match workbook.sheets.iter().any(is_own_rules_sheet) {
        true => opinions::read(&workbook, book, &mut problems).unwrap_or_default(),
        false => Vec::new(),
    };
    let sheets::Sheets {
        data,
        outcomes,
        declared,
        last_year: of_last_year,
        others,
    } = sheets::tell_apart(without_generated(workbook.sheets), book, &mut problems)?;
    let (data, mut records) = departments::read(data, book, year, &mut problems)?;
    let mut report = report::Report {
        sheet: &data.sheet.name,
        problems: &mut problems,
    };
    data.unmatched.report_doubts(|_| true, &mut report);
    let keys = identity::Keys::new(&records.taken, &records.other_years);
    identity::mark_duplicates(&mut records.taken, &data.sheet.name, &mut problems);
    let outcomes = match (outcomes, &book.outcomes) {
        (Some(sheet), Some(rules)) => {
            outcomes::read(sheet, rules, book, &keys, &mut records.taken, &mut problems)
        }
        _ => None,
    };
    let declared = declared
        .and_then(|sheet| declared::read(sheet, book, &keys, &mut records.taken, &mut problems));
    let last_year = match book.last_year.is_empty() {
        true => None,
        false => last_year::read(of_last_year, book, &mut records.taken, &mut problems),
    };
    let mut dataset = Dataset {
        data,
        outcomes,
        declared,
        last_year,
        opinions,
        others: others
            .into_iter()
            .filter(|sheet| !is_of_collecting(sheet))
            .collect(),
        records: records.taken,
        year: records.year,
    };
    long_texts::report(&dataset, book, &mut problems);
    peers::stand(&mut dataset, book);
    look_over(&dataset, book, &mut problems);
    Ok((dataset, problems))
}

/// What figures tell when they are held against each other, wherever they came from.
fn look_over(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    checks::run(dataset, book, problems);
    unit_slip::run(dataset, book, problems);
    percent_slip::run(dataset, book, problems);
}

/// Whether a sheet tells how forms were collected, as its title says: it is of no use to a score, and stays out.
fn is_of_collecting(sheet: &Sheet) -> bool {
    let title = sheet.rows.first().and_then(|row| row.cells.first());
    let is_title =
        |cell: &Cell| matches!(&cell.value, CellValue::Text(text) if text.as_str() == sheet.name);
    COLLECTING_SHEETS.contains(&sheet.name.as_str()) && title.is_some_and(is_title)
}
