//! The official score table (评分表) of a department, to print and sign: one sheet a department.
//!
//! * [`columns`]: which columns there are and how wide;
//! * [`paging`]: rows as high as their texts need, and where pages break;
//! * [`table`]: title, header and the indicators;
//! * [`foot`]: 综合评分, 评分等级, notes, and the lines to sign;
//! * [`declared`]: what the department declared beside it;
//! * [`format`](mod@format): how it looks.

mod columns;
mod declared;
mod format;
mod paging;
mod table;
mod totals_and_signatures;

use rust_xlsxwriter::{Worksheet, XlsxError};

use self::columns::CardColumns;
use self::format::Formats;
use self::table::ScoreTable;
use crate::analysis::Evaluation;
use crate::analysis::opinions::told;
use crate::analysis::review::Review;
use crate::intake::Record;
use crate::rulebook::RuleBook;
use crate::scoring::Scorecard;
use crate::sheets::layer::{Book, Page, Rows, Written};
use crate::sheets::style;

/// What a score table's title begins with.
pub const TITLE: &str = "部门整体支出绩效评分表";

/// What a score table shows beyond the official one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// 得分依据: the explanation with figures.
    pub reasons: bool,
    /// 自评得分 beside the computed scores, and the difference.
    pub declared: bool,
}

/// The score tables of some departments, by their places, as one workbook's bytes: a sheet a department.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn scorecards(
    evaluation: &Evaluation,
    departments: &[usize],
    extras: Extras,
) -> Result<Vec<u8>, XlsxError> {
    let columns = CardColumns::new(extras);
    let formats = Formats::new(evaluation.book.decimals);
    let mut book = Book::new(evaluation.book, TITLE)?;
    for department in departments {
        let card = Card::new(evaluation, *department);
        let sheet = book.sheet_like(&card.record.name)?;
        write(sheet, &card, &columns, &formats, departments.len() == 1)?;
    }
    book.saved()
}

/// One department's scores, and all that its table says.
struct Card<'e> {
    book: &'e RuleBook,
    record: &'e Record,
    scores: &'e Scorecard,
    /// What it declared beside it, where it did.
    review: Option<&'e Review>,
    year: u32,
    /// What the bureau recognizes, in sentences; empty where it adjusted nothing.
    recognized: String,
    /// How many indicators have no score, computed or recognized.
    open: usize,
}

impl<'e> Card<'e> {
    fn new(evaluation: &'e Evaluation, department: usize) -> Card<'e> {
        Card {
            book: evaluation.book,
            record: &evaluation.dataset.records[department],
            scores: &evaluation.cards[department],
            review: evaluation
                .reviews
                .iter()
                .find(|review| review.department == department),
            year: evaluation.dataset.year.unwrap_or(evaluation.book.year),
            recognized: told::recognized(evaluation, department),
            open: evaluation.opinions.recognized[department]
                .scores
                .iter()
                .filter(|score| score.is_none())
                .count(),
        }
    }
}

/// Writes a department's sheet; `alone` in its workbook, its pages are counted.
fn write(
    sheet: &mut Worksheet,
    card: &Card,
    columns: &CardColumns,
    formats: &Formats,
    alone: bool,
) -> Written {
    let foot = totals_and_signatures::Foot::new(card, columns);
    let table = ScoreTable::new(card, columns, foot.height());
    let mut rows = Rows::from(sheet, 0);
    rows.widths(&columns.widths)?;
    table.write(&mut rows, formats)?;
    foot.write(&mut rows, table.scores(), formats)?;
    let end = (rows.row() - 1, columns.last());
    Page::landscape(ScoreTable::HEADER, end).set_up(sheet)?;
    sheet.set_page_breaks(&table.breaks())?;
    sheet.set_print_first_page_number(1);
    sheet.set_footer(footer(&card.record.name, alone));
    sheet.set_freeze_panes(ScoreTable::HEADER.1 + 1, 0)?;
    Ok(())
}

/// A name, or its beginning where it is wider than that.
fn shortened(name: &str, widest: usize) -> String {
    if style::width(name) <= widest {
        return name.into();
    }
    let mut short = String::new();
    for letter in name.chars() {
        if style::width(&short) + 4 > widest {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

/// Whose page it is, and which.
fn footer(name: &str, alone: bool) -> String {
    /// What has room beside the number in the middle, in half characters; the whole name stands above the table.
    const WIDEST: usize = 64;
    let name = shortened(name, WIDEST);
    let name = name.replace('&', "&&").replace(['\n', '\r'], " ");
    // A digit would be read as part of the font's size.
    let gap = if name.starts_with(|c: char| c.is_ascii_digit()) {
        " "
    } else {
        ""
    };
    let count = if alone { "，共 &N 页" } else { "" };
    format!("&L&\"宋体\"&9{gap}{name}&C&\"宋体\"&9第 &P 页{count}")
}
