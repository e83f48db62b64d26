//! Title, header and indicators of a score table. The cells of the levels are merged over their indicators
//! and end with the page; where a level goes on, its name stands again on the next page.

use std::ops::Range;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::columns::{ABOUT, CRITERIA, Columns, LEVELS};
use super::declared;
use super::format::Formats;
use super::paging::{self, Line};
use super::{Card, TITLE};
use crate::analysis::review::ReviewItem;
use crate::decimal;
use crate::rulebook::Indicator;
use crate::scoring::PENDING;
use crate::scoring::Source;
use crate::sheets::reference::number;

const TITLE_HEIGHT: f64 = 34.0;
const IDENTITY_HEIGHT: f64 = 20.0;
const HEADER_HEIGHTS: [f64; 3] = [19.0, 19.0, 33.0];
/// What stands behind a level's name on a further page.
const CONTINUED: &str = "\n（续）";

/// A table with its rows and pages settled.
pub struct Table<'c> {
    card: &'c Card<'c>,
    columns: &'c Columns,
    /// The indicators' places in the rule book, in the order of the framework.
    order: Vec<usize>,
    lines: Vec<Line>,
    pages: Vec<Range<usize>>,
}

impl<'c> Table<'c> {
    /// The rows of the header.
    pub const HEADER: (u32, u32) = (3, 5);
    const FIRST: u32 = Table::HEADER.1 + 1;

    /// Settles rows and pages; below the last row `foot` points must fit the page.
    pub fn new(card: &'c Card<'c>, columns: &'c Columns, foot: f64) -> Table<'c> {
        let order = order(card);
        let lines: Vec<Line> = order
            .iter()
            .enumerate()
            .flat_map(|(place, index)| lines(card, columns, place, *index))
            .collect();
        let later: f64 = HEADER_HEIGHTS.iter().sum();
        let first = later + TITLE_HEIGHT + 2.0 * IDENTITY_HEIGHT;
        let page = paging::page_height(columns.scale());
        Table {
            pages: paging::pages(&lines, page, first, later, foot),
            card,
            columns,
            order,
            lines,
        }
    }

    /// The row below the table.
    pub fn after(&self) -> u32 {
        self.row(self.lines.len())
    }

    /// The rows of the indicators.
    pub fn scores(&self) -> (u32, u32) {
        (Table::FIRST, self.after().max(Table::FIRST + 1) - 1)
    }

    /// The rows that begin a page.
    pub fn breaks(&self) -> Vec<u32> {
        let later = self.pages.iter().skip(1);
        later.map(|page| self.row(page.start)).collect()
    }

    fn row(&self, line: usize) -> u32 {
        Table::FIRST + line as u32
    }

    fn indicator(&self, line: usize) -> &'c Indicator {
        &self.card.book.indicators[self.order[self.lines[line].indicator]]
    }

    /// Writes title, header and indicators.
    pub fn write(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        self.write_title(sheet, formats)?;
        self.write_header(sheet, formats)?;
        for page in &self.pages {
            self.write_levels(sheet, page, formats)?;
            for line in page.clone() {
                self.write_texts(sheet, line, page, formats)?;
            }
            let begins = |line: &usize| *line == page.start || self.lines[*line].begins;
            for line in page.clone().filter(begins) {
                self.write_scores(sheet, line, page, formats)?;
            }
        }
        Ok(())
    }

    fn write_title(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        let (card, last) = (self.card, self.columns.last());
        let title = format!("{TITLE}（{} 年度）", card.year);
        sheet.merge_range(0, 0, 0, last, &title, &formats.title)?;
        sheet.set_row_height(0, TITLE_HEIGHT)?;
        let mut who = format!("部门（单位）名称：{}", card.record.name);
        for (label, text) in [
            ("部门编码", &card.record.code),
            ("主管部门", &card.record.group),
        ] {
            if let Some(text) = text {
                who += &format!("　　{label}：{text}");
            }
        }
        let by = format!(
            "评价依据：{}　　满分：{} 分",
            card.book.name,
            decimal::trimmed(card.book.points, 2)
        );
        for (row, text) in [(1, who), (2, by)] {
            sheet.merge_range(row, 0, row, last, &text, &formats.identity)?;
            sheet.set_row_height(row, IDENTITY_HEIGHT)?;
        }
        Ok(())
    }

    fn write_header(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        let (top, bottom) = Table::HEADER;
        let format = &formats.header;
        for (row, height) in (top..).zip(HEADER_HEIGHTS) {
            sheet.set_row_height(row, height)?;
        }
        sheet.merge_range(top, 0, top, LEVELS[2].1, "评价指标", format)?;
        for ((name, points), level) in LEVELS.into_iter().zip(["一级指标", "二级指标", "三级指标"])
        {
            sheet.merge_range(top + 1, name, top + 1, points, level, format)?;
            sheet.write_string_with_format(bottom, name, "名称", format)?;
            sheet.write_string_with_format(bottom, points, "参考\n分值", format)?;
        }
        let score = match self.columns.declared {
            Some(_) => "核算得分",
            None => "分数",
        };
        let others = [
            (Some(ABOUT), "指标说明"),
            (Some(CRITERIA), "参考评分标准"),
            (self.columns.declared, "自评得分"),
            (Some(self.columns.score), score),
            (self.columns.difference, "差异"),
            (self.columns.reason, "得分依据"),
        ];
        for (column, text) in others {
            if let Some(column) = column {
                sheet.merge_range(top, column, bottom, column, text, format)?;
            }
        }
        Ok(())
    }

    /// The merged cells of the three levels on one page.
    fn write_levels(
        &self,
        sheet: &mut Worksheet,
        page: &Range<usize>,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        for (level, (name_column, points_column)) in LEVELS.into_iter().enumerate() {
            let mut start = page.start;
            while start < page.end {
                let same = |line: &usize| self.is_same_level(start, *line, level);
                let end = start + (start..page.end).take_while(same).count();
                let goes_on =
                    start == page.start && start > 0 && self.is_same_level(start - 1, start, level);
                let (name, points) = self.level(start, level);
                let name = match goes_on {
                    true => format!("{name}{CONTINUED}"),
                    false => name.to_string(),
                };
                let rows = (self.row(start), self.row(end - 1));
                merge(sheet, rows, name_column, &formats.center)?;
                sheet.write_string_with_format(rows.0, name_column, name, &formats.center)?;
                merge(sheet, rows, points_column, &formats.points)?;
                let points = number(points);
                sheet.write_number_with_format(rows.0, points_column, points, &formats.points)?;
                start = end;
            }
        }
        Ok(())
    }

    /// A line's name and points at a level.
    fn level(&self, line: usize, level: usize) -> (&'c str, rust_decimal::Decimal) {
        let indicator = self.indicator(line);
        let first = self
            .card
            .book
            .framework
            .iter()
            .find(|first| first.name == indicator.under.0);
        let second = first.and_then(|first| {
            let second = first.second.iter();
            second
                .clone()
                .find(|second| second.name == indicator.under.1)
        });
        match (level, first, second) {
            (0, Some(first), _) => (&first.name, first.points),
            (1, _, Some(second)) => (&second.name, second.points),
            _ => (&indicator.name, indicator.points),
        }
    }

    fn is_same_level(&self, one: usize, other: usize, level: usize) -> bool {
        let (one_under, other_under) = (&self.indicator(one).under, &self.indicator(other).under);
        match level {
            0 => one_under.0 == other_under.0,
            1 => one_under == other_under,
            _ => self.lines[one].indicator == self.lines[other].indicator,
        }
    }

    fn write_texts(
        &self,
        sheet: &mut Worksheet,
        line: usize,
        page: &Range<usize>,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let at_edge = (line == page.start, line + 1 == page.end);
        let (row, line) = (self.row(line), &self.lines[line]);
        sheet.set_row_height(row, line.height)?;
        let is_whole = line.begins && line.ends;
        let format = formats.text(line.begins || at_edge.0, line.ends || at_edge.1, is_whole);
        for (column, text) in self.columns.texts().into_iter().zip(&line.texts) {
            sheet.write_string_with_format(row, column, text, &format)?;
        }
        Ok(())
    }

    /// The scores of the indicator that a line begins, or goes on with on a new page.
    fn write_scores(
        &self,
        sheet: &mut Worksheet,
        line: usize,
        page: &Range<usize>,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let same = |other: &usize| self.is_same_level(line, *other, 2);
        let count = (line..page.end).take_while(same).count();
        let rows = (self.row(line), self.row(line + count - 1));
        let own = [
            self.columns.declared,
            Some(self.columns.score),
            self.columns.difference,
        ];
        for column in own.into_iter().flatten() {
            merge(sheet, rows, column, &formats.score)?;
        }
        if !self.lines[line].begins {
            return Ok(());
        }
        let index = self.order[self.lines[line].indicator];
        let scored = &self.card.scores.indicators[index];
        let (row, column) = (rows.0, self.columns.score);
        match (scored.score, scored.source) {
            (Some(score), source) => {
                let format = match source {
                    Source::Declared => &formats.adopted,
                    _ => &formats.score,
                };
                sheet.write_number_with_format(row, column, number(score), format)?;
            }
            (None, _) => {
                sheet.write_string_with_format(row, column, PENDING, &formats.score)?;
            }
        }
        let item = self.card.review.and_then(|review| review.items.get(index));
        declared::write(
            sheet,
            row,
            self.columns,
            item.and_then(|item| item.declared),
            item.and_then(ReviewItem::difference),
            (&formats.score, formats),
        )
    }
}

/// The indicators' places in the order of the framework.
fn order(card: &Card) -> Vec<usize> {
    let seconds = card.book.framework.iter().flat_map(|first| {
        let names = first.second.iter();
        names.map(move |second| (first.name.as_str(), second.name.as_str()))
    });
    seconds
        .flat_map(|(first, second)| {
            let under = card.book.under(first);
            under.filter(move |(_, indicator)| indicator.under.1 == second)
        })
        .map(|(index, _)| index)
        .collect()
}

/// An indicator's lines.
fn lines(card: &Card, columns: &Columns, place: usize, index: usize) -> Vec<Line> {
    let indicator = &card.book.indicators[index];
    let levels = [&indicator.under.0, &indicator.under.1, &indicator.name];
    let names: Vec<String> = levels.map(|name| format!("{name}{CONTINUED}")).into();
    let names: Vec<paging::Text> = names
        .iter()
        .zip(LEVELS)
        .map(|(name, (column, _))| (name.as_str(), columns.width(column)))
        .collect();
    let reason = &card.scores.indicators[index].explanation;
    let texts: Vec<paging::Text> = [&indicator.about, &indicator.criteria, reason]
        .into_iter()
        .zip(columns.texts())
        .map(|(text, column)| (text.as_str(), columns.width(column)))
        .collect();
    paging::lines(place, &names, &texts)
}

/// Merges a column's cells over some rows, or gives the one cell its format.
fn merge(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: u16,
    format: &Format,
) -> Result<(), XlsxError> {
    if first == last {
        sheet.write_blank(first, column, format)?;
    } else {
        sheet.merge_range(first, column, last, column, "", format)?;
    }
    Ok(())
}
