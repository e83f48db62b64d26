//! What a form carries hidden: whose it is, by which rules it was made, and how it is laid out.

use crate::address::Address;
pub use crate::intake::identity::Who;
use crate::intake::value::text_of;
use crate::rulebook::RuleBook;
use crate::workbook::{Row, Sheet, Workbook};

/// The name of the hidden sheet.
pub const SHEET: &str = "表单信息";
/// What its first cell says.
const MARK: &str = "jixiao 填报表";
/// How forms of this program are laid out.
const EDITION: &str = "1";
/// How many outcome indicators a blank form has room for.
pub const OUTCOME_ROWS: usize = 12;
/// The most outcome rows that a passport is believed to have.
const MOST_OUTCOME_ROWS: usize = 10_000;

/// What a form says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passport {
    /// The rule book's id.
    pub rules: String,
    /// The rule book's own version.
    pub version: String,
    /// The rule book's digest.
    pub digest: String,
    /// The year that is asked about.
    pub year: u32,
    /// The department; `None` in a form that is not made for one.
    pub who: Option<Who>,
    /// How many rows the table of outcome indicators has.
    pub outcome_rows: usize,
    /// Whether last year's figures stand beside the cells.
    pub last_year: bool,
    /// The how-manieth time the department fills it in: 1 where it was handed out, one more each time it goes back.
    pub round: u32,
    /// What was put back where it seems to belong and is yet to be confirmed.
    pub doubtful: Vec<Doubtful>,
}

/// A cell of a form that goes back whose content was not taken, because its place was not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The cell of the form.
    pub cell: Address,
    /// The content, as a person sees it.
    pub shown: String,
}

/// Why a workbook has no passport of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPassport {
    /// It is no form.
    NotAForm,
    /// It is a form of another edition of the program.
    OtherEdition,
    /// It has the hidden sheet, but that was edited.
    Unreadable,
}

const RULES: &str = "规则书";
const VERSION: &str = "规则书版本";
const DIGEST: &str = "规则书校验码";
const YEAR: &str = "年度";
const CODE: &str = "部门编码";
const NAME: &str = "部门名称";
const GROUP: &str = "主管部门";
const ROWS: &str = "个性化指标行数";
const LAST_YEAR: &str = "列出上年数";
const ROUND: &str = "第几次";
const DOUBTFUL: &str = "待核对";
/// The most rounds that a passport is believed to have been through.
const MOST_ROUNDS: u32 = 1_000;

impl Passport {
    /// The passport of a form for a department, or for whoever gets it.
    pub fn new(book: &RuleBook, year: u32, who: Option<Who>) -> Passport {
        Passport {
            rules: book.id.clone(),
            version: book.version.clone(),
            digest: book.digest.clone(),
            year,
            who,
            outcome_rows: OUTCOME_ROWS,
            last_year: false,
            round: 1,
            doubtful: Vec::new(),
        }
    }

    /// Whether the form was made by this rule book.
    pub fn is_of(&self, book: &RuleBook) -> bool {
        self.rules == book.id && self.digest == book.digest
    }

    /// The rows of the hidden sheet: label and text, for a doubtful cell what it holds behind them.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let who = self.who.clone();
        let mut rows = vec![
            (MARK, EDITION.to_string()),
            (RULES, self.rules.clone()),
            (VERSION, self.version.clone()),
            (DIGEST, self.digest.clone()),
            (YEAR, self.year.to_string()),
            (ROWS, self.outcome_rows.to_string()),
            (LAST_YEAR, if self.last_year { "是" } else { "否" }.into()),
            (ROUND, self.round.to_string()),
        ];
        if let Some(who) = who {
            rows.extend(who.code.map(|code| (CODE, code)));
            rows.push((NAME, who.name));
            rows.extend(who.group.map(|group| (GROUP, group)));
        }
        let doubtful = self
            .doubtful
            .iter()
            .map(|one| vec![DOUBTFUL.into(), one.cell.to_string(), one.shown.clone()]);
        rows.into_iter()
            .map(|(label, text)| vec![label.into(), text])
            .chain(doubtful)
            .collect()
    }

    /// Reads the hidden sheet.
    ///
    /// # Errors
    /// There is none, or it is not as the program writes it.
    pub fn of(workbook: &Workbook) -> Result<Passport, NoPassport> {
        let sheet = workbook
            .sheets
            .iter()
            .find(|sheet| is_passport(sheet))
            .ok_or(NoPassport::NotAForm)?;
        let text = |label: &str| text(sheet, label);
        if text(MARK).as_deref() != Some(EDITION) {
            return Err(NoPassport::OtherEdition);
        }
        let wanted = |label: &str| text(label).ok_or(NoPassport::Unreadable);
        let number = |label: &str| wanted(label)?.parse().map_err(|_| NoPassport::Unreadable);
        let outcome_rows: u32 = number(ROWS)?;
        Ok(Passport {
            rules: wanted(RULES)?,
            version: wanted(VERSION)?,
            digest: wanted(DIGEST)?,
            year: number(YEAR)?,
            who: text(NAME).map(|name| Who {
                code: text(CODE),
                name,
                group: text(GROUP),
            }),
            outcome_rows: usize::try_from(outcome_rows)
                .ok()
                .filter(|rows| *rows <= MOST_OUTCOME_ROWS)
                .ok_or(NoPassport::Unreadable)?,
            last_year: wanted(LAST_YEAR)? == "是",
            // Forms of before there were rounds do not say so.
            round: match text(ROUND) {
                None => 1,
                Some(round) => round
                    .parse()
                    .ok()
                    .filter(|round| (1..=MOST_ROUNDS).contains(round))
                    .ok_or(NoPassport::Unreadable)?,
            },
            doubtful: doubtful(sheet),
        })
    }
}

/// Whether a sheet is the hidden sheet of a form, whatever its name became.
pub fn is_passport(sheet: &Sheet) -> bool {
    text(sheet, MARK).is_some()
}

fn cell_text(row: &Row, column: u16) -> Option<std::sync::Arc<str>> {
    let cell = row.cells.iter().find(|cell| cell.column == column)?;
    text_of(cell)
}

fn doubtful(sheet: &Sheet) -> Vec<Doubtful> {
    let marked = |row: &&Row| cell_text(row, 0).as_deref() == Some(DOUBTFUL);
    let read = |row: &Row| {
        Some(Doubtful {
            cell: Address::parse_a1(&cell_text(row, 1)?)?,
            shown: cell_text(row, 2)?.to_string(),
        })
    };
    sheet.rows.iter().filter(marked).filter_map(read).collect()
}

/// The text beside a label in the first column.
fn text(sheet: &Sheet, label: &str) -> Option<String> {
    let row = sheet
        .rows
        .iter()
        .take(30)
        .find(|row| cell_text(row, 0).as_deref() == Some(label))?;
    cell_text(row, 1).map(|text| text.to_string())
}
