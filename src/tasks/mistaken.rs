//! A workbook that is something else than was asked for: what it is. Dropping the wrong file on the program is an
//! easy mistake.

use std::path::Path;

use super::Audience;
use crate::forms::{NoPassport, Passport};
use crate::intake::{Dataset, ledger, roster};
use crate::questions::seal::Seal;
use crate::rulebook::{RuleBook, tables};
use crate::sheets::{COLLECTED_SHEET, COMPARISON_SHEET, SCORECARD_TITLE};
use crate::workbook::{CellValue, Sheet, Workbook};

/// A list of departments has few columns.
const LIST_COLUMNS: usize = 8;
const LIST_ROWS: usize = 200_000;

/// What a workbook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A department's form.
    Form,
    /// A ledger.
    Ledger,
    /// A comparison of years.
    Comparison,
    /// What a bureau collected.
    Collected,
    /// Score tables to be signed.
    Scorecard,
    /// A list of so many departments.
    List(usize),
    /// A rule book.
    RuleBook,
    /// A result without the sheets of the input.
    Result,
}

impl Kind {
    /// What the workbook in a file of this name is, as far as it is one that the program makes or reads.
    pub fn of(workbook: Workbook, file: &str, book: &RuleBook) -> Option<Kind> {
        let has = |name: &str| workbook.sheets.iter().any(|sheet| sheet.name == name);
        let extension = Path::new(file).extension();
        let is_toml = extension.is_some_and(|end| end.eq_ignore_ascii_case("toml"));
        let is_text = workbook.text.is_some() && is_toml;
        if is_text || tables::is_rules(&workbook) {
            Some(Kind::RuleBook)
        } else if Passport::of(&workbook) != Err(NoPassport::NotAForm) {
            Some(Kind::Form)
        } else if has(COMPARISON_SHEET) {
            Some(Kind::Comparison)
        } else if has(COLLECTED_SHEET) {
            Some(Kind::Collected)
        } else if ledger::read(&workbook, book).is_some() {
            Some(Kind::Ledger)
        } else if Seal::read(&workbook).is_some() {
            Some(Kind::Result)
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
            Kind::Result => "没有原始数据的评分结果".into(),
        }
    }
}

impl Kind {
    /// What to do with it, given its path.
    pub fn advice(self, path: &str, to: Audience) -> String {
        match to {
            Audience::CommandLine => self.command(path),
            Audience::Page => self.door().into(),
        }
    }

    /// The command that wants it.
    fn command(self, path: &str) -> String {
        let file = match path.contains(' ') {
            true => format!("\"{path}\""),
            false => path.to_string(),
        };
        match self {
            Kind::Form => {
                "请把各部门的填报表放进一个文件夹，先用 jixiao collect 汇总，再对汇总评分".into()
            }
            Kind::Ledger => {
                format!("要接着它做新的台账，请用 jixiao ledger 基础数据.xlsx --last {file}")
            }
            Kind::Comparison => {
                "要重新对比，请用各年度的数据或评分结果：jixiao compare 2020.xlsx 2021.xlsx".into()
            }
            Kind::Collected => {
                "其中还没有采用任何部门的数据，请看“收集情况”里的原因，处理后重新用 jixiao collect 汇总"
                    .into()
            }
            Kind::Scorecard => "评分表是由数据生成的，请改用装有各部门数据的工作簿".into(),
            Kind::List(_) => {
                format!("要按名单做填报表，请用 jixiao template --departments {file} -o 填报表")
            }
            Kind::Result => {
                "请改用评分时的输入；要能再次评分的结果，评分时请选上“原始数据”".into()
            }
            Kind::RuleBook => format!(
                "评分时用它，请写 jixiao score 基础数据.xlsx --rules {file}；检查它，请用 jixiao rules check {file}"
            ),
        }
    }

    /// The door of the page that wants it.
    fn door(self) -> &'static str {
        match self {
            Kind::Form => "请到“收填报表”，把各部门的填报表一起拖进来，汇总后再评分",
            Kind::Ledger => "要接着它做新的台账，请到“整改与报告”，把它选作上次的台账",
            Kind::Comparison => "要重新对比，请到“两年对比”，选择各年度的数据或评分结果",
            Kind::Collected => {
                "其中还没有采用任何部门的数据，请看“收集情况”里的原因，处理后重新汇总"
            }
            Kind::Scorecard => "评分表是由数据生成的，请改用装有各部门数据的工作簿",
            Kind::List(_) => "要按名单做填报表，请到“发填报表”",
            Kind::Result => "请改用评分时的输入",
            Kind::RuleBook => "要按它评分，请在“规则书”里选择它",
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
