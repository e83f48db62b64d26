//! 复核意见: what the bureau wrote beside the scores in 自评复核, to be kept when the data are scored again. The columns are
//! found by their headers, so they may have been moved. Nothing that somebody wrote is dropped: what stands beside the
//! columns that are to be filled in is taken, too, and goes among the rest.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::generated::{self, first_name};
use super::ledger::{HandCell, RECOGNIZED, written};
use super::report::Report;
use super::side_sheet::SideSheet;
use super::value::{is_blank, text_of};
use crate::address::{Address, column_letters};
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::workbook::{Cell, Row, Sheet, Workbook};

/// The sheet that opinions are written into.
pub const SHEET: &str = "自评复核";
/// The sheet of those that have no place there any more.
pub const REST_SHEET: &str = "以往意见";

/// The header of the indicator.
pub const INDICATOR: &str = "三级指标";
/// What stands there in the row of a department's total, beside which nothing is filled in.
pub const TOTAL: &str = "总分";
/// What the rules gave when the sheet was written.
pub const COMPUTED: &str = "核算得分";
/// What the bureau says of the score.
pub const OPINION: &str = "复核意见";
/// Why.
pub const COMMENT: &str = "意见说明";
/// Whether evidence was seen.
pub const EVIDENCE: &str = "佐证材料";
/// The score that the bureau recognizes.
pub const ADJUSTED: &str = RECOGNIZED;
/// Why another than the computed one.
pub const REASON: &str = "认定理由";
/// Why something stands among the rest.
pub const FATE: &str = "情况";

/// What may be said of a score; the last two need a comment.
pub const OPINIONS: [&str; 3] = ["认可", "存疑", "退回"];
/// What may be said of evidence.
pub const EVIDENCES: [&str; 2] = ["已见", "未见"];

/// Why something stands among the rest that was written where nothing is to be filled in.
pub const ELSEWHERE: &str = "写在填写栏以外";

/// The columns that are read behind code and name.
const OWN: [&str; 8] = [
    INDICATOR, COMPUTED, OPINION, COMMENT, EVIDENCE, ADJUSTED, REASON, FATE,
];
/// The places of the columns.
const CODE: usize = 0;
const NAME: usize = 1;
const FIRST_OWN: usize = 2;
/// Columns that the program writes and that are made anew.
pub const MADE_ANEW: [&str; 12] = [
    "分值",
    "自评得分",
    "差异",
    "结论",
    "核算依据",
    "采用得分",
    "来源",
    "认定总分",
    "认定等级",
    "认定名次",
    "部门序号",
    "认定参评总分",
];

/// The columns of [`SHEET`] that are filled in, and those that follow from them.
pub const FILLED_IN: [&str; 11] = [
    OPINION,
    COMMENT,
    EVIDENCE,
    ADJUSTED,
    REASON,
    "采用得分",
    "认定总分",
    "认定等级",
    "认定名次",
    "认定参评总分",
    "结论",
];

/// What people wrote of one score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// 复核意见.
    pub opinion: Option<HandCell>,
    /// 意见说明.
    pub comment: Option<HandCell>,
    /// 佐证材料.
    pub evidence: Option<HandCell>,
    /// 认定得分.
    pub adjusted: Option<HandCell>,
    /// 认定理由.
    pub reason: Option<HandCell>,
}

impl Remarks {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        *self == Remarks::default()
    }
}

/// What the rules gave when something was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Computed {
    /// Nothing: it was 待定.
    Pending,
    /// A score.
    Score(Decimal),
}

/// What was written in one row.
#[derive(Clone, Debug, PartialEq)]
pub struct LastOpinion {
    /// The sheet.
    pub sheet: String,
    /// The row, 0-based.
    pub row: u32,
    /// 部门编码, as written.
    pub code: Option<String>,
    /// 部门名称, as written.
    pub name: Option<String>,
    /// 三级指标, as written.
    pub indicator: Option<String>,
    /// What the rules gave then, where it is known.
    pub computed: Option<Computed>,
    /// What people wrote.
    pub remarks: Remarks,
    /// Why it was among the rest already, if it was.
    pub fate: Option<String>,
    /// Where each remark stands, in the order of [`Remarks`].
    pub cells: [Option<Address>; 5],
}

impl LastOpinion {
    /// Whether both say the same of the same.
    pub fn repeats(&self, other: &LastOpinion) -> bool {
        let said = |one: &LastOpinion| {
            (
                one.code.clone(),
                one.name.clone(),
                one.indicator.clone(),
                one.remarks.clone(),
                one.fate.clone(),
            )
        };
        said(self) == said(other)
    }
}

/// Reads what people wrote into a result's 自评复核 and 以往意见. `None` where there is no such sheet.
pub fn read(
    workbook: &Workbook,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Option<Vec<LastOpinion>> {
    of_sheets(&workbook.sheets, book, problems)
}

/// The same of the sheets of a workbook.
pub(super) fn of_sheets(
    sheets: &[Sheet],
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Option<Vec<LastOpinion>> {
    let names = names(book);
    let mut opinions = Vec::new();
    let mut found = false;
    // Where one sheet is full another goes on.
    let continued = generated::continued(sheets);
    for sheet in sheets {
        let is_first = [SHEET, REST_SHEET].contains(&sheet.name.as_str());
        let goes_on = first_name(&sheet.name) == SHEET && continued.contains(&sheet.name);
        if !is_first && !goes_on {
            continue;
        }
        found = true;
        let mut report = Report {
            sheet: &sheet.name,
            problems,
        };
        let data = &book.sheets.data.name;
        let Some(side) = SideSheet::find(sheet, &names, data, &mut report) else {
            continue;
        };
        let reader = Reader { sheet, side };
        opinions.extend(reader.remarks(&mut report));
        opinions.extend(reader.elsewhere(&mut report));
    }
    found.then_some(opinions)
}

/// The headers: code, name, then the sheet's own.
fn names(book: &RuleBook) -> Vec<Vec<String>> {
    let identity = [(Role::Code, "部门编码"), (Role::Name, "部门名称")];
    let identity = identity.map(|(role, usual)| {
        let metric = book.role(role).into_iter();
        let known = metric.flat_map(|metric| {
            std::iter::once(metric.name().to_string()).chain(metric.aliases.clone())
        });
        // The program itself writes the usual names.
        let mut names: Vec<String> = known.collect();
        if !names.iter().any(|name| name == usual) {
            names.push(usual.into());
        }
        names
    });
    let own = OWN.iter().map(|name| vec![(*name).to_string()]);
    identity.into_iter().chain(own).collect()
}

struct Reader<'a> {
    sheet: &'a Sheet,
    side: SideSheet<'a>,
}

impl<'a> Reader<'a> {
    fn remarks(&self, report: &mut Report) -> Vec<LastOpinion> {
        let last = self.side.header.last_row;
        let below = self.sheet.rows.iter().filter(|row| row.index > last);
        let read = below.map(|row| self.of_row(row, report));
        read.filter(|one| !one.remarks.is_empty()).collect()
    }

    fn of_row(&self, row: &'a Row, report: &mut Report) -> LastOpinion {
        let mut written = |header: &str| self.written(row, place(header), header, report);
        let remarks = Remarks {
            opinion: written(OPINION),
            comment: written(COMMENT),
            evidence: written(EVIDENCE),
            adjusted: written(ADJUSTED),
            reason: written(REASON),
        };
        let computed = match self.side.cell(row, place(COMPUTED)).and_then(content) {
            Some(HandCell::Number(score)) => Some(Computed::Score(score)),
            // A word stands where there is no score.
            Some(HandCell::Text(_)) => Some(Computed::Pending),
            Some(HandCell::Date(_)) | None => None,
        };
        let headers = [OPINION, COMMENT, EVIDENCE, ADJUSTED, REASON];
        LastOpinion {
            computed,
            remarks,
            cells: headers.map(|header| self.side.address(row, place(header))),
            ..self.about(row)
        }
    }

    /// Whom and what a row is about.
    fn about(&self, row: &'a Row) -> LastOpinion {
        let text = |column| self.side.text(row, column).map(|text| text.to_string());
        LastOpinion {
            sheet: self.sheet.name.clone(),
            row: row.index,
            code: text(CODE),
            name: text(NAME),
            indicator: text(place(INDICATOR)),
            computed: None,
            remarks: Remarks::default(),
            fate: text(place(FATE)),
            cells: [None; 5],
        }
    }

    /// What is written in a column, also in a cell that is merged with those above.
    fn written(
        &self,
        row: &'a Row,
        column: usize,
        header: &str,
        report: &mut Report,
    ) -> Option<HandCell> {
        let cell = self.side.seen(row, column)?;
        let found = content(cell);
        if found.is_none() && !is_blank(cell) {
            let at = self.side.address(row, column);
            report_unreadable(at, header, report);
        }
        found
    }

    /// What stands beside the columns that the program reads or writes, and above the table.
    fn elsewhere(&self, report: &mut Report) -> Vec<LastOpinion> {
        let header = &self.side.header;
        let known: Vec<String> = MADE_ANEW.iter().map(|name| plain(name)).collect();
        let head = |row: u32, column: u16| {
            let cell = self.sheet.cell(Address::new(row, column));
            cell.and_then(text_of)
        };
        let is_made = |column: &u16| {
            let named = head(header.last_row, *column);
            named.is_some_and(|name| known.contains(&plain(&name)))
        };
        let read = header.columns.iter().flatten().copied();
        let columns = (0..=last_column(self.sheet)).filter(is_made);
        let own: BTreeSet<u16> = read.chain(columns).collect();
        // The table above: what its header names is the program's, and so are title and note.
        let upper = self.sheet.rows.iter().find(|row| {
            row.index < header.first_row
                && row.cells.iter().filter(|cell| !is_blank(cell)).count() > 2
        });
        let upper_columns: BTreeSet<u16> = upper
            .into_iter()
            .flat_map(|row| row.cells.iter().filter(|cell| !is_blank(cell)))
            .map(|cell| cell.column)
            .collect();
        let mut found = Vec::new();
        for row in &self.sheet.rows {
            let in_head = (header.first_row..=header.last_row).contains(&row.index);
            let is_above = row.index < header.first_row;
            let first_of_upper = upper.map_or(u32::MAX, |upper| upper.index);
            for cell in row.cells.iter().filter(|cell| !is_blank(cell)) {
                let is_own = match () {
                    () if in_head => true,
                    () if is_above && row.index < first_of_upper => cell.column == 0,
                    () if is_above => upper_columns.contains(&cell.column),
                    () => own.contains(&cell.column),
                };
                if is_own {
                    continue;
                }
                let at = Address::new(row.index, cell.column);
                let Some(said) = content(cell) else {
                    report_unreadable(Some(at), "填写栏以外", report);
                    continue;
                };
                let title = match is_above {
                    true => None,
                    false => head(header.last_row, cell.column),
                };
                let title = title.map_or_else(|| at.to_string(), |title| title.to_string());
                found.push(LastOpinion {
                    remarks: Remarks {
                        comment: Some(HandCell::Text(format!("{title}：{}", shown(&said)))),
                        ..Remarks::default()
                    },
                    fate: Some(ELSEWHERE.into()),
                    ..self.about(row)
                });
            }
        }
        found
    }
}

/// The place of one of the sheet's own columns.
fn place(header: &str) -> usize {
    let own = OWN.iter().position(|name| *name == header);
    FIRST_OWN + own.unwrap_or_default()
}

fn last_column(sheet: &Sheet) -> u16 {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.last());
    cells.map(|cell| cell.column).max().unwrap_or_default()
}

/// What a cell says; nothing where that is blank.
fn content(cell: &Cell) -> Option<HandCell> {
    if is_blank(cell) {
        return None;
    }
    written(cell)
}

/// What was written as a text.
pub fn shown(said: &HandCell) -> String {
    match said {
        HandCell::Text(text) => text.clone(),
        HandCell::Number(number) => number.normalize().to_string(),
        HandCell::Date(days) => crate::workbook::date_of(f64::from(*days)),
    }
}

fn report_unreadable(at: Option<Address>, header: &str, report: &mut Report) {
    let column = at.map(|at| column_letters(at.column)).unwrap_or_default();
    report.add(
        Severity::Warning,
        Code::Unreadable,
        None,
        at,
        format!("“{header}”（{column} 列）的内容读不出来，没有带过来"),
        "请打开原来的评分结果核对这一格，需要的话在新的结果里补填",
    );
}
