//! Intake: from sheets of cells to typed records and problems.
//!
//! * [`header`] finds the header and which column is which (`header_block`: what stands over a column,
//!   `header_names`: what that names);
//! * `stacked` finds tables one beneath the other, [`rows`] tells departments from sums, notes and stray figures;
//! * [`number`] and [`value`] read one cell; [`column`] decides what a whole column means (percentages, units);
//! * [`departments`] reads the data sheet, [`outcomes`] and [`declared`] the other two (both over
//!   `side_sheet`), [`identity`] joins them; [`last_year`] supplies and reads figures of the year before;
//! * [`ledger`] reads last round's 整改台账, to carry it over;
//! * [`roster`] reads a mere list of departments;
//! * [`checks`] holds the records against the rule book's cross-footing checks;
//! * [`dataset`] is what comes of it all.
//!
//! Nothing stops at a bad cell: it becomes a [`Problem`] and counts as missing. An [`IntakeError`] is left
//! for what gives nothing to score.

pub mod checks;
pub mod column;
pub mod dataset;
pub mod declared;
pub mod departments;
pub mod header;
mod header_block;
mod header_names;
pub mod identity;
pub mod last_year;
pub mod ledger;
mod merged;
pub mod number;
pub mod outcomes;
mod report;
pub mod roster;
pub mod rows;
mod side_sheet;
mod stacked;
mod unit_line;
pub mod value;
mod year;

pub use dataset::{Dataset, Declared, Field, OutcomeRow, Record, Table};

use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::unseen::visible;
use crate::workbook::{Cell, CellValue, Sheet, Workbook};

/// Sheets that an annotated workbook adds; fed back, they are made anew.
pub const GENERATED_SHEETS: [&str; 7] = [
    "排名",
    "评分结果",
    "得分说明",
    "自评复核",
    "问题清单",
    "统计分析",
    "评价规则",
];

/// What stands before the rule book's digest in 评价规则: the mark of an annotated workbook.
pub const DIGEST_LABEL: &str = "规则书校验码";

/// The header of the column that an annotated workbook adds to the outcomes sheet.
pub const COMPLETION_HEADER: &str = "完成比例（计算）";

/// Why there is nothing to score.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    #[error("没有找到工作表“{wanted}”。文件里的工作表是：{}，其中没有一张（或不止一张）的表头像它。请把部门数据所在的工作表改名为“{wanted}”", found.join("、"))]
    NoDataSheet { wanted: String, found: Vec<String> },
    #[error(
        "工作表“{sheet}”里没有找到表头。表头应有“{name}”和各项数据的名称，可用 jixiao rules show 查看"
    )]
    NoHeader { sheet: String, name: String },
    #[error(
        "工作表“{sheet}”第 {row} 行的表头里没有“{name}”一列，无法知道哪一行是哪个部门。请把部门名称所在一列的表头改为{}",
        spelled(name, others)
    )]
    NoNameColumn {
        sheet: String,
        row: u32,
        name: String,
        others: Vec<String>,
    },
    #[error("工作表“{sheet}”的表头里“{name}”一列不止一处（{}），无法知道哪一行是哪个部门。请只保留一列，或改正其中一列的表头", cells.join("、"))]
    NameColumnTwice {
        sheet: String,
        name: String,
        cells: Vec<String>,
    },
    #[error("工作表“{sheet}”里没有部门的数据行")]
    NoDepartments { sheet: String },
    #[error("工作表里有 {} 几个年度的数据，请用 --year 指定其中一个，例如 --year {}", list(years), years.last().copied().unwrap_or_default())]
    SeveralYears { years: Vec<u32> },
    #[error("工作表里没有 {wanted} 年的数据，有的年度是：{}", list(years))]
    NoSuchYear { wanted: u32, years: Vec<u32> },
}

fn spelled(name: &str, others: &[String]) -> String {
    match others {
        [] => format!("“{name}”"),
        others => format!("“{name}”（也可以是{}）", others.join("、")),
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
    workbook: Workbook,
    book: &RuleBook,
    year: Option<u32>,
) -> Result<(Dataset, Vec<Problem>), IntakeError> {
    let mut problems = Vec::new();
    let mut sheets = without_generated(workbook.sheets);
    for sheet in &mut sheets {
        sheet.name = visible(&sheet.name);
    }
    let data = take(&mut sheets, &book.sheets.data)
        .or_else(|| take_by_header(&mut sheets, book, &mut problems))
        .ok_or_else(|| IntakeError::NoDataSheet {
            wanted: book.sheets.data.name.clone(),
            found: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        })?;
    let outcomes = book
        .outcomes
        .as_ref()
        .and_then(|_| take(&mut sheets, &book.sheets.outcomes));
    let declared = take(&mut sheets, &book.sheets.declared);
    let of_last_year = match book.last_year.is_empty() {
        true => None,
        false => take_exact(&mut sheets, last_year::SHEET),
    };
    report_ignored(&sheets, book, &mut problems);
    let (data, mut records) = departments::read(data, book, year, &mut problems)?;
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
    let dataset = Dataset {
        data,
        outcomes,
        declared,
        last_year,
        others: sheets,
        records: records.taken,
        year: records.year,
    };
    checks::run(&dataset, book, &mut problems);
    Ok((dataset, problems))
}

/// The sheets that are the user's own: those of an annotated workbook that the program made are left out.
fn without_generated(sheets: Vec<Sheet>) -> Vec<Sheet> {
    if !sheets.iter().any(is_own_rules_sheet) {
        return sheets;
    }
    sheets
        .into_iter()
        .filter(|sheet| !GENERATED_SHEETS.contains(&sheet.name.as_str()))
        .collect()
}

/// Whether a sheet is the 评价规则 that an annotated workbook carries, by the mark in it.
fn is_own_rules_sheet(sheet: &Sheet) -> bool {
    let marked = |cell: &Cell| matches!(&cell.value, CellValue::Text(text) if text == DIGEST_LABEL);
    GENERATED_SHEETS.last() == Some(&sheet.name.as_str())
        && sheet
            .rows
            .iter()
            .take(20)
            .any(|row| row.cells.iter().any(marked))
}

/// Reports the sheets that would have been used, had there not been another of the kind.
fn report_ignored(others: &[Sheet], book: &RuleBook, problems: &mut Vec<Problem>) {
    for sheet in others {
        let kinds = [
            &book.sheets.data,
            &book.sheets.outcomes,
            &book.sheets.declared,
        ];
        let Some(kind) = kinds.into_iter().find(|kind| kind.matches(&sheet.name)) else {
            continue;
        };
        problems.push(Problem {
            severity: Severity::Warning,
            code: Code::SheetIgnored.as_str().into(),
            department: None,
            place: Place {
                sheet: sheet.name.clone(),
                cell: None,
            },
            message: format!(
                "工作表“{}”也像“{}”，已另有采用的一张，这一张没有采用",
                sheet.name, kind.name
            ),
            advice: "请核对数据在哪一张表里；多余的一张请删除或改名".into(),
        });
    }
}

/// Takes the sheet of exactly this name out of the list.
fn take_exact(sheets: &mut Vec<Sheet>, name: &str) -> Option<Sheet> {
    let place = sheets.iter().position(|sheet| plain(&sheet.name) == name)?;
    let mut sheet = sheets.remove(place);
    sheet.name = name.to_string();
    Some(sheet)
}

/// Takes the data sheet where none is named so: the only sheet of the input's own whose header names the
/// departments and most of the required columns. Where several do, none is taken.
fn take_by_header(
    sheets: &mut Vec<Sheet>,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Option<Sheet> {
    let others = [&book.sheets.outcomes, &book.sheets.declared];
    let wanted = departments::wanted(book);
    let name = book.role(Role::Name)?.variable.id;
    let is_data = |sheet: &Sheet| {
        !others.iter().any(|other| other.matches(&sheet.name))
            && header::find(sheet, &wanted).is_some_and(|header| {
                header.columns[name].is_some() && header.found() * 2 > wanted.len()
            })
    };
    let mut found = (0..sheets.len()).filter(|place| is_data(&sheets[*place]));
    let (Some(place), None) = (found.next(), found.next()) else {
        return None;
    };
    let mut sheet = sheets.remove(place);
    let wanted = book.sheets.data.name.clone();
    problems.push(Problem {
        severity: Severity::Warning,
        code: Code::SheetByHeader.as_str().into(),
        department: None,
        place: Place {
            sheet: wanted.clone(),
            cell: None,
        },
        message: format!("没有名为“{wanted}”的工作表，按表头采用了“{}”", sheet.name),
        advice: format!("请核对；如果是这张表，请把它改名为“{wanted}”"),
    });
    sheet.name = wanted;
    Some(sheet)
}

/// Takes the sheet of a name out of the list: the name itself before any alias.
fn take(sheets: &mut Vec<Sheet>, named: &crate::rulebook::naming::Named) -> Option<Sheet> {
    let place = sheets
        .iter()
        .position(|sheet| sheet.name == named.name)
        .or_else(|| sheets.iter().position(|sheet| named.matches(&sheet.name)))?;
    let mut sheet = sheets.remove(place);
    // From here on the sheet goes by the name that the annotated workbook gives it.
    sheet.name = named.name.clone();
    Some(sheet)
}
