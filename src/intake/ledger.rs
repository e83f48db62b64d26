//! Last round's ledger (整改台账): what people wrote into it, to be carried over. Its columns are found by
//! their headers, so they may have been moved; nothing that somebody wrote is dropped without a word.

use rust_decimal::Decimal;

use super::long_texts;
use super::report::Report;
use super::side_sheet::{self, SideSheet, names_of};
use super::value::{is_blank, text_of};
use super::{header, plain_text};
use crate::address::Address;
use crate::decimal;
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::visible_text::shortened;
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

/// The sheets of a ledger.
pub const TOTALS_SHEET: &str = "汇总";
/// The sheet of what lost points.
pub const LOSSES_SHEET: &str = "整改台账";
/// The sheet of what could not be scored.
pub const PENDING_SHEET: &str = "待补数据";
/// The sheet of entries that have no loss any more.
pub const PAST_SHEET: &str = "以往条目";

/// The headers of a ledger's own columns.
pub const INDICATOR: &str = "指标";
/// How many points were lost.
pub const LOST: &str = "失分";
/// 失分 where the loss is none any more.
pub const PAST_LOST: &str = "原失分";
/// What is to be done.
pub const MEASURE: &str = "整改措施建议";
/// What was lost last round.
pub const LAST_LOST: &str = "上次失分";
/// The score that the bureau recognizes.
pub const RECOGNIZED: &str = "认定得分";
/// Who does it.
pub const PERSON: &str = "责任人";
/// Until when.
pub const DEADLINE: &str = "整改期限";
/// How far it is.
pub const STATUS: &str = "整改状态";
/// Anything else.
pub const NOTE: &str = "备注";
/// Why an entry stands among the past ones.
pub const FATE: &str = "情况";

/// The statuses of the drop-down, by which a ledger's totals are counted; the first is where a new entry stands.
pub const STATUSES: [&str; 4] = ["未整改", "整改中", "已整改", "无需整改"];

/// The columns that are read, with what else they may be called: first those of the department.
const COLUMNS: [&[&str]; 8] = [
    &[INDICATOR, "三级指标", "指标名称", "失分指标"],
    &[LOST, PAST_LOST],
    &[MEASURE, "整改措施", "整改建议", "措施"],
    &[PERSON, "整改责任人", "责任人员"],
    &[DEADLINE, "期限", "完成期限", "整改时限", "完成时限"],
    &[STATUS, "状态", "整改情况", "整改进展"],
    &[NOTE, "备注说明"],
    &[FATE],
];
/// Columns that a ledger has and that are made anew.
const MADE_ANEW: [&str; 9] = [
    RECOGNIZED,
    "序号",
    "分值",
    "得分",
    "失分依据",
    LAST_LOST,
    "变化",
    "缺少的数据",
    "来源",
];

/// What somebody wrote into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandCell {
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Days since 1899-12-30, as spreadsheets count.
    Date(u32),
}

impl HandCell {
    /// The text, if it is one.
    pub fn text(&self) -> &str {
        match self {
            HandCell::Text(text) => text,
            HandCell::Number(_) | HandCell::Date(_) => "",
        }
    }
}

/// What people add to an entry by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// 整改措施, where it may be another than the suggested one.
    pub measure: Option<HandCell>,
    /// 责任人.
    pub person: Option<HandCell>,
    /// 整改期限.
    pub deadline: Option<HandCell>,
    /// 整改状态.
    pub status: Option<HandCell>,
    /// 备注.
    pub note: Option<HandCell>,
}

/// One entry of last round's ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct LastEntry {
    /// Its place among all entries.
    pub place: usize,
    /// Where it stands.
    pub sheet: String,
    /// Its row, 0-based.
    pub row: u32,
    /// 部门编码, as written.
    pub code: Option<String>,
    /// 部门名称, as written.
    pub name: Option<String>,
    /// 指标, as written.
    pub indicator: Option<String>,
    /// 失分; nothing where data were missing.
    pub lost: Option<Decimal>,
    /// What people added by hand.
    pub hand: FollowUp,
    /// Why it was among the past entries already, if it was.
    pub fate: Option<String>,
}

/// Reads a ledger: every sheet with the columns of one. `None` where there is no such sheet.
pub fn read(workbook: &Workbook, book: &RuleBook) -> Option<(Vec<LastEntry>, Vec<Problem>)> {
    let names = columns(book);
    let wanted = side_sheet::spellings(&names);
    // 主管部门 comes from the data again.
    let group = names_of(book, Role::Group).into_iter();
    let made_anew = MADE_ANEW.iter().map(ToString::to_string);
    let known: Vec<String> = group.chain(made_anew).map(|name| plain(&name)).collect();
    let (mut entries, mut problems): (Vec<LastEntry>, _) = (Vec::new(), Vec::new());
    if let (Some(text), Some(sheet)) = (workbook.text, workbook.sheets.first()) {
        plain_text::tell(text, &sheet.name, &mut problems);
    }
    let mut found = false;
    for sheet in &workbook.sheets {
        let header = header::find(sheet, &wanted).filter(|header| {
            let has = |column: usize| header.columns[column].is_some();
            // A table of scores has indicators, too; only a ledger says who puts them right.
            let is_worked_on = has(place(PERSON)) || has(place(STATUS));
            is_worked_on && has(place(INDICATOR)) && (has(CODE) || has(NAME))
        });
        let Some(header) = header else { continue };
        let mut report = Report {
            sheet: &sheet.name,
            problems: &mut problems,
        };
        found = true;
        let data_sheet = &book.sheets.data.name;
        let side = SideSheet::under(sheet, header, &names, data_sheet, &mut report);
        let reader = Reader { sheet, side };
        long_texts::report_alone(sheet, &mut report);
        reader.report_other_columns(&known, &mut report);
        let of_sheet = reader.entries(&mut report);
        reader.report_statuses(&of_sheet, &mut report);
        entries.extend(of_sheet);
    }
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.place = place;
    }
    found.then_some((entries, problems))
}

/// The places of the department's columns.
const CODE: usize = 0;
const NAME: usize = 1;

/// The place of a ledger's own column.
fn place(header: &str) -> usize {
    let own = COLUMNS.iter().position(|names| names[0] == header);
    2 + own.unwrap_or_default()
}

/// The headers: code, name, then the ledger's own; each with its aliases.
fn columns(book: &RuleBook) -> Vec<Vec<String>> {
    let identity = [Role::Code, Role::Name].map(|role| names_of(book, role));
    let own = COLUMNS.map(|names| names.iter().map(ToString::to_string).collect());
    identity.into_iter().chain(own).collect()
}

struct Reader<'a> {
    sheet: &'a Sheet,
    side: SideSheet<'a>,
}

impl<'a> Reader<'a> {
    fn entries(&self, report: &mut Report) -> Vec<LastEntry> {
        let last = self.side.header.last_row;
        let below = self.sheet.rows.iter().filter(|row| row.index > last);
        below.filter_map(|row| self.entry(row, report)).collect()
    }

    /// A row's entry; a row that names neither department nor indicator is none, which is told.
    fn entry(&self, row: &'a Row, report: &mut Report) -> Option<LastEntry> {
        let text = |column| self.side.text(row, column).map(|text| text.to_string());
        let (code, name, indicator) = (text(CODE), text(NAME), text(place(INDICATOR)));
        let own = |column: usize| self.side.cell(row, column).filter(|cell| !is_blank(cell));
        let is_named = [CODE, NAME, place(INDICATOR)]
            .into_iter()
            .any(|column| own(column).is_some());
        let filled = (0..2 + COLUMNS.len()).any(|column| own(column).is_some());
        if !filled || !is_named && indicator.is_none() || is_sum(code.as_deref(), name.as_deref()) {
            report.skipped_row(row, "不是台账条目，没有带过来");
            return None;
        }
        let mut written = |header: &str| self.written(row, header, report);
        let hand = FollowUp {
            measure: written(MEASURE),
            person: written(PERSON),
            deadline: written(DEADLINE),
            status: written(STATUS),
            note: written(NOTE),
        };
        let lost = self.lost(row, report);
        Some(LastEntry {
            place: 0,
            sheet: self.sheet.name.clone(),
            row: row.index,
            code,
            name,
            indicator,
            lost,
            hand,
            fate: text(place(FATE)),
        })
    }

    /// The points lost; a text that is no number is told.
    fn lost(&self, row: &'a Row, report: &mut Report) -> Option<Decimal> {
        match self.written(row, LOST, report)? {
            HandCell::Number(lost) => return Some(lost),
            HandCell::Text(text) => {
                let number = text.trim_end_matches('分').trim().parse().ok();
                if number.is_some() {
                    return number;
                }
            }
            HandCell::Date(_) => {}
        }
        self.report_unreadable(row, LOST, report);
        None
    }

    /// What is written in a column, also in a cell that is merged with those above.
    fn written(&self, row: &'a Row, header: &str, report: &mut Report) -> Option<HandCell> {
        let cell = self.side.seen(row, place(header))?;
        let written = written(cell);
        if written.is_none() {
            self.report_unreadable(row, header, report);
        }
        written
    }

    /// Statuses that totals do not count by, each once: they are carried over as they are.
    fn report_statuses(&self, entries: &[LastEntry], report: &mut Report) {
        let mut told: Vec<(&str, u32, usize)> = Vec::new();
        for entry in entries.iter().filter(|entry| entry.fate.is_none()) {
            let status = entry.hand.status.as_ref().map_or("", HandCell::text);
            if status.is_empty() || STATUSES.contains(&status) {
                continue;
            }
            match told.iter_mut().find(|(known, ..)| *known == status) {
                Some((.., count)) => *count += 1,
                None => told.push((status, entry.row, 1)),
            }
        }
        for (status, row, count) in told {
            let cell = self.side.header.columns[place(STATUS)];
            report.add(
                Severity::Warning,
                Code::LedgerStatus,
                None,
                cell.map(|column| Address::new(row, column)),
                format!(
                    "“{}”不是规定的整改状态，照原样带过来，{count} 条；仍在台账里的，汇总计入“其他或未填”",
                    shortened(status)
                ),
                format!(
                    "请在新台账里改选：{}；已转入“以往条目”的不用改",
                    STATUSES.join("、")
                ),
            );
        }
    }

    fn report_unreadable(&self, row: &Row, header: &str, report: &mut Report) {
        report.add(
            Severity::Warning,
            Code::Unreadable,
            None,
            self.side.address(row, place(header)),
            format!("“{header}”的内容读不出来，没有带过来"),
            "请打开上次的台账核对这一格，需要的话在新台账里补填",
        );
    }

    /// Columns that are not the ledger's own and hold something: they are left behind, which is told.
    fn report_other_columns(&self, known: &[String], report: &mut Report) {
        let header = &self.side.header;
        let Some(row) = self.sheet.row(header.last_row) else {
            return;
        };
        let below = || {
            let rows = self.sheet.rows.iter();
            rows.filter(|row| row.index > header.last_row)
        };
        let is_used =
            |column: u16| below().any(|row| row.cells.iter().any(|cell| cell.column == column));
        for cell in &row.cells {
            let Some(name) = text_of(cell) else { continue };
            let is_read = header.columns.contains(&Some(cell.column));
            if is_read || known.contains(&plain(&name)) || !is_used(cell.column) {
                continue;
            }
            report.add(
                Severity::Warning,
                Code::LedgerColumn,
                None,
                Some(Address::new(header.last_row, cell.column)),
                format!("“{}”不是台账的列，没有带过来", shortened(&name)),
                "需要的话请把这一列抄到新台账，或写进备注",
            );
        }
    }
}

/// What a cell says; `None` where it says nothing that can be carried over.
pub(super) fn written(cell: &Cell) -> Option<HandCell> {
    match &cell.value {
        CellValue::Text(text) => Some(HandCell::Text(text.trim().to_string())),
        CellValue::Number(number) => decimal::from_f64(*number).map(HandCell::Number),
        CellValue::Bool(truth) => Some(HandCell::Text(if *truth { "是" } else { "否" }.into())),
        // A day is enough for a deadline.
        CellValue::DateTime(days) if (1.0..2_958_466.0).contains(days) => {
            Some(HandCell::Date(days.floor() as u32))
        }
        _ => None,
    }
}

/// Whether a row sums up rather than names a department.
fn is_sum(code: Option<&str>, name: Option<&str>) -> bool {
    let sums = |text: &str| ["合计", "小计", "总计"].contains(&plain(text).as_str());
    code.is_some_and(sums) || name.is_some_and(sums)
}
