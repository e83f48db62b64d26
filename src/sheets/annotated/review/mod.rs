//! 自评复核: declared against computed scores in one table: first each department's total, then every indicator, and what
//! the bureau says of each. A filter is set that shows what differs, and so does the printout; all other rows are there,
//! hidden by it.

mod rows;

use std::ops::Range;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, FilterCondition, FilterCriteria, Formula, Worksheet,
};

use self::rows::{
    GRADE_DIFFERS, INCOMPARABLE, ITEMS_DIFFER, Making, NOBODY_DECLARED, Row, SUM_DIFFERS,
    UNDECLARED,
};
use super::layout::Layout;
use super::opinion::{self, FORMATS, MOST_LIVE};
use crate::analysis::Evaluation;
use crate::analysis::review::{Review, Verdict};
use crate::intake::opinions::{
    ADJUSTED, COMMENT, COMPUTED, EVIDENCE, EVIDENCES, INDICATOR, OPINION, OPINIONS, REASON, SHEET,
};
use crate::rulebook::RuleBook;
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Large, Rows, STYLE, Table, Written};
use crate::sheets::palette;
use crate::sheets::reference::{cell, fixed_column};
use crate::sheets::style;

/// The rows above the departments.
const HEAD: usize = 3;
const FILLS: [(&str, u32); 5] = [
    ("自评偏高", palette::BAD),
    ("自评偏低", palette::CAREFUL),
    (GRADE_DIFFERS, palette::BAD),
    (SUM_DIFFERS, palette::BAD),
    (ITEMS_DIFFER, palette::CAREFUL),
];

/// The columns that formulas refer to.
const POINTS: u16 = 3;
const VERDICT: u16 = 7;
const FIRST_HAND: u16 = 8;
const ADJUSTED_COLUMN: u16 = 11;
const USED: u16 = 13;
const RECOGNIZED: u16 = 14;
const GRADE: u16 = 15;
/// Hidden: which department a row is of, and the total that it is ranked by.
const KEY: u16 = 18;
const RANKED: u16 = 19;

/// How many departments one sheet of so many rows can hold: each has a row, and one for each indicator.
pub fn departments_a_sheet(book: &RuleBook, rows: usize) -> usize {
    rows.saturating_sub(HEAD) / (1 + book.indicators.len())
}

/// Writes the sheet, of some of the departments.
pub fn write(
    large: Large,
    evaluation: &Evaluation,
    layout: &Layout,
    part: Range<usize>,
) -> Written {
    let Large { sheet, flow } = large;
    let columns = columns();
    let note = note(evaluation);
    let mut rows =
        Rows::explained(sheet, SHEET, &note, (columns.last(), columns.width()))?.flowing(flow);
    let first = rows.row() + 1;
    let all = evaluation.cards.len();
    let count = part.len() * (1 + evaluation.book.indicators.len());
    let span = (first, first + (count as u32).max(1) - 1);
    let declared = part
        .clone()
        .map(|place| (place, evaluation.review_of(place)));
    let declared: Vec<(usize, Option<&Review>)> = declared.collect();
    let of = Making {
        evaluation,
        layout,
        span,
        // Formulas over more rows take Excel too long, and they look at one sheet.
        is_live: all <= MOST_LIVE && part.len() == all,
    };
    let wholes = declared.iter();
    let wholes = wholes.map(|(place, review)| of.whole(*place, *review));
    let parts = declared.iter();
    let parts = parts.flat_map(|(place, review)| of.parts(*place, *review));
    let table = rows.table(&columns, wholes.chain(parts))?;
    for (word, fill) in FILLS {
        style::fill_where(sheet, (table.first, table.last), VERDICT, word, fill)?;
    }
    style::colour_grades(sheet, evaluation.book, (table.first, table.last), GRADE)?;
    fill_in(sheet, &table, evaluation, part.len())?;
    match evaluation.reviews.is_empty() {
        true => table.filter(sheet)?,
        false => {
            let differs = FilterCondition::new()
                .add_custom_filter(FilterCriteria::NotEqualTo, Verdict::Agrees.label())
                .add_custom_filter(FilterCriteria::NotEqualTo, NOBODY_DECLARED);
            table.filter_by(sheet, VERDICT, &differs)?;
        }
    }
    table.freeze(sheet, 2)?;
    table.landscape().set_up(sheet)
}

fn note(evaluation: &Evaluation) -> String {
    let (reviews, opinions) = (&evaluation.reviews, &evaluation.opinions);
    let differing = match reviews.iter().filter(|review| review.differs()).count() {
        0 => "没有发现不一致".to_string(),
        count => format!("其中 {count} 个有不一致之处"),
    };
    // The others that are shown: what cannot be computed, or was not declared.
    let is_open = |review: &&Review| {
        let open = [Verdict::NotComputed, Verdict::NotDeclared];
        !review.differs()
            && (open.contains(&review.verdict()) || review.count(Verdict::NotComputed) > 0)
    };
    let open = match reviews.iter().filter(is_open).count() {
        0 => String::new(),
        count => format!("，{count} 个缺数据或自评总分，不能全部核对"),
    };
    let declared = match reviews.is_empty() {
        true => String::new(),
        false => format!(
            "{} 个部门有自评，{differing}{open}。差异＝自评−核算，0.005 以内视为一致。先列各部门总分，再列各项指标；已筛选，只显示和打印不一致的，点“结论”旁的筛选按钮可看全部。",
            reviews.len()
        ),
    };
    let adjusted = match opinions.adjusted() {
        0 => String::new(),
        count => format!(
            "已调整 {} 个部门 {count} 项。",
            opinions.departments_adjusted()
        ),
    };
    format!(
        "{declared}黄格供复核填写：存疑、退回的须写说明，认定得分与核算不同的须写理由；认定总分、等级、名次随之重算，核算得分不变。{adjusted}再次评分时这些都保留。"
    )
}

fn columns<'e>() -> Columns<'e, Row<'e>> {
    let mut columns = Columns::<Row>::new();
    columns
        .center("部门编码", 9.0, |row| {
            row.record().code.as_deref().into()
        })
        .shrunk("部门名称", 26.0, |row| (&row.record().name).into())
        .wrapped(INDICATOR, 24.0, |row| row.name())
        .points("分值", 6.0, |row| row.points.into())
        .score("自评得分", 9.0, |row| score(row.declared, UNDECLARED))
        .score(COMPUTED, 9.0, |row| score(row.computed, PENDING))
        .score("差异", 8.0, |row| {
            let both = row.declared.zip(row.computed);
            score(
                both.map(|(declared, computed)| declared - computed),
                INCOMPARABLE,
            )
        })
        .center("结论", 17.0, |row| row.verdict.into());
    columns
        .add(OPINION, 9.0, &FORMATS.center, |row| {
            row.hand(row.remarks().map(|said| Cell::by_hand(&said.opinion)))
        })
        .add(COMMENT, 20.0, &FORMATS.text, |row| {
            row.hand(row.remarks().map(|said| Cell::by_hand(&said.comment)))
        })
        .wrapping()
        .add(EVIDENCE, 9.0, &FORMATS.center, |row| {
            row.hand(row.remarks().map(|said| Cell::by_hand(&said.evidence)))
        })
        .add(ADJUSTED, 9.0, &FORMATS.score, |row| {
            row.hand(row.remarks().map(|said| Cell::by_hand(&said.adjusted)))
        })
        .add(REASON, 20.0, &FORMATS.text, |row| {
            row.hand(row.remarks().map(|said| Cell::by_hand(&said.reason)))
        })
        .wrapping()
        .live("采用得分", 9.0, &STYLE.score, |row, at| row.used(at))
        .live("认定总分", 9.0, &STYLE.total, |row, at| {
            row.recognized(at)
        })
        .live("认定等级", 9.0, &STYLE.grade, |row, at| row.grade(at))
        .live("认定名次", 9.0, &STYLE.integer, |row, at| row.rank(at))
        .wrapped("核算依据", 50.0, |row| row.why().into())
        .add("部门序号", 0.0, &FORMATS.unseen, |row| {
            (row.department + 1).into()
        })
        .hidden()
        .live("认定参评总分", 0.0, &FORMATS.unseen, |row, at| {
            row.ranked(at)
        })
        .hidden()
        .least(18.5)
        .hiding(Row::is_hidden)
        .header_height(0, 32.0);
    columns
}

/// The drop-downs and what may be written as a score, on the rows of indicators.
fn fill_in(
    sheet: &mut Worksheet,
    table: &Table,
    evaluation: &Evaluation,
    departments: usize,
) -> Written {
    let first = table.first + departments as u32;
    if first > table.last {
        return Ok(());
    }
    let lists: [(u16, &str, &[&str]); 2] = [
        (FIRST_HAND, OPINION, &OPINIONS),
        (FIRST_HAND + 2, EVIDENCE, &EVIDENCES),
    ];
    for (column, title, words) in lists {
        let list = DataValidation::new()
            .allow_list_strings(words)?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(title)?
            .set_error_message("请从下拉列表中选择，个数按这几种统计。")?;
        sheet.add_data_validation(first, column, table.last, column, &list)?;
    }
    let (own, points) = (cell(first, ADJUSTED_COLUMN), fixed_column(first, POINTS));
    let places = evaluation.book.decimals;
    let held =
        format!("=AND(ISNUMBER({own}),{own}>=0,{own}<={points},ROUND({own},{places})={own})");
    let held = DataValidation::new()
        .allow_custom(Formula::new(held))
        .set_error_title(ADJUSTED)?
        .set_error_message(format!(
            "请填 0 到这项指标分值之间的数，最多 {places} 位小数；不认定另外的得分就不要填。"
        ))?;
    sheet.add_data_validation(first, ADJUSTED_COLUMN, table.last, ADJUSTED_COLUMN, &held)?;
    opinion::mark_missing(sheet, (first, table.last), FIRST_HAND)
}

/// A score, or a word where there is none, which has no decimals.
fn score<'c>(number: Option<Decimal>, word: &'c str) -> Cell<'c> {
    match number {
        Some(number) => number.into(),
        None => Cell::from(word).with(&STYLE.center),
    }
}
