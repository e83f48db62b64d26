//! Title, header and indicators of a score table. The cells of the levels are merged over their indicators
//! and end with the page; where a level goes on, its name stands again on the next page.

use std::ops::Range;

use rust_decimal::Decimal;

use super::columns::{ABOUT, CRITERIA, CardColumns, LEVELS};
use super::declared;
use super::format::Formats;
use super::paging::{self, Line};
use super::{Card, TITLE};
use crate::analysis::review::ReviewItem;
use crate::decimal;
use crate::rulebook::Indicator;
use crate::scoring::{PENDING, Source};
use crate::sheets::layer::{Rows, Written, or};

const TITLE_HEIGHT: f64 = 30.0;
const IDENTITY_HEIGHT: f64 = 18.0;
const HEADER_HEIGHTS: [f64; 3] = [17.0, 17.0, 31.0];
/// What stands behind a level's name on a further page.
const CONTINUED: &str = "\n（续）";

/// A table with its rows and pages settled.
pub struct ScoreTable<'c> {
    card: &'c Card<'c>,
    columns: &'c CardColumns,
    /// The indicators' places in the rule book, in the order of the framework.
    order: Vec<usize>,
    lines: Vec<Line>,
    pages: Vec<Range<usize>>,
}

impl<'c> ScoreTable<'c> {
    /// The rows of the header.
    pub const HEADER: (u32, u32) = (3, 5);
    const FIRST: u32 = ScoreTable::HEADER.1 + 1;

    /// Settles rows and pages; below the last row `foot` points must fit the page.
    pub fn new(card: &'c Card<'c>, columns: &'c CardColumns, foot: f64) -> ScoreTable<'c> {
        let order = order(card);
        let lines: Vec<Line> = order
            .iter()
            .enumerate()
            .flat_map(|(place, index)| lines(card, columns, place, *index))
            .collect();
        let later: f64 = HEADER_HEIGHTS.iter().sum();
        let first = later + TITLE_HEIGHT + 2.0 * IDENTITY_HEIGHT;
        let page = paging::page_height(columns.scale());
        ScoreTable {
            pages: paging::pages(&lines, page, first, later, foot),
            card,
            columns,
            order,
            lines,
        }
    }

    /// The rows of the indicators.
    pub fn scores(&self) -> (u32, u32) {
        let after = self.row(self.lines.len());
        (ScoreTable::FIRST, after.max(ScoreTable::FIRST + 1) - 1)
    }

    /// The rows that begin a page.
    pub fn breaks(&self) -> Vec<u32> {
        let later = self.pages.iter().skip(1);
        later.map(|page| self.row(page.start)).collect()
    }

    fn row(&self, line: usize) -> u32 {
        ScoreTable::FIRST + line as u32
    }

    fn indicator(&self, line: usize) -> &'c Indicator {
        &self.card.book.indicators[self.order[self.lines[line].indicator]]
    }

    /// Writes title, header and indicators.
    pub fn write(&self, rows: &mut Rows, formats: &Formats) -> Written {
        self.write_title(rows, formats)?;
        self.write_header(rows, formats)?;
        for page in &self.pages {
            for line in page.clone() {
                self.write_levels(rows, line, page, formats)?;
                self.write_texts(rows, line, page, formats)?;
                if line == page.start || self.lines[line].begins {
                    self.write_scores(rows, line, page, formats)?;
                }
                rows.next();
            }
        }
        Ok(())
    }

    fn write_title(&self, rows: &mut Rows, formats: &Formats) -> Written {
        let (card, last) = (self.card, self.columns.last());
        let title = format!("{TITLE}（{} 年度）", card.year);
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
        rows.banner(last, &title, &formats.title, TITLE_HEIGHT)?;
        rows.banner(last, &who, &formats.identity, IDENTITY_HEIGHT)?;
        rows.banner(last, &by, &formats.identity, IDENTITY_HEIGHT)
    }

    fn write_header(&self, rows: &mut Rows, formats: &Formats) -> Written {
        let format = &formats.header;
        rows.over((0, LEVELS[2].1), "评价指标", format)?;
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
                rows.block(3, (column, column), text, format)?;
            }
        }
        rows.height(HEADER_HEIGHTS[0])?;
        rows.next();
        for (columns, level) in LEVELS.into_iter().zip(["一级指标", "二级指标", "三级指标"])
        {
            rows.over(columns, level, format)?;
        }
        rows.height(HEADER_HEIGHTS[1])?;
        rows.next();
        for (name, points) in LEVELS {
            rows.put(name, "名称", format)?;
            rows.put(points, "参考\n分值", format)?;
        }
        rows.height(HEADER_HEIGHTS[2])?;
        rows.next();
        Ok(())
    }

    /// The merged cells of the levels that begin in a line, or go on in it on a new page.
    fn write_levels(
        &self,
        rows: &mut Rows,
        line: usize,
        page: &Range<usize>,
        formats: &Formats,
    ) -> Written {
        for (level, (name_column, points_column)) in LEVELS.into_iter().enumerate() {
            let goes_on = line > 0 && self.is_same_level(line - 1, line, level);
            if goes_on && line > page.start {
                continue;
            }
            let count = self.count(line, level, page);
            let (name, points) = self.level(line, level);
            let name = match goes_on {
                true => format!("{name}{CONTINUED}"),
                false => name.to_string(),
            };
            rows.block(count, (name_column, name_column), name, &formats.center)?;
            rows.block(
                count,
                (points_column, points_column),
                points,
                &formats.points,
            )?;
        }
        Ok(())
    }

    /// How many lines of a page are under the same level, from one on.
    fn count(&self, line: usize, level: usize, page: &Range<usize>) -> u32 {
        let same = |other: &usize| self.is_same_level(line, *other, level);
        (line..page.end).take_while(same).count() as u32
    }

    /// A line's name and points at a level.
    fn level(&self, line: usize, level: usize) -> (&'c str, Decimal) {
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
        rows: &mut Rows,
        line: usize,
        page: &Range<usize>,
        formats: &Formats,
    ) -> Written {
        let at_edge = (line == page.start, line + 1 == page.end);
        let line = &self.lines[line];
        let is_whole = line.begins && line.ends;
        let format = formats.text(line.begins || at_edge.0, line.ends || at_edge.1, is_whole);
        for (column, text) in self.columns.texts().into_iter().zip(&line.texts) {
            rows.put(column, text, &format)?;
        }
        rows.height(line.height)
    }

    /// The scores of the indicator that a line begins, or goes on with on a new page.
    fn write_scores(
        &self,
        rows: &mut Rows,
        line: usize,
        page: &Range<usize>,
        formats: &Formats,
    ) -> Written {
        let count = self.count(line, 2, page);
        let own = [
            self.columns.declared,
            Some(self.columns.score),
            self.columns.difference,
        ];
        for column in own.into_iter().flatten() {
            rows.block(count, (column, column), "", &formats.score)?;
        }
        if !self.lines[line].begins {
            return Ok(());
        }
        let index = self.order[self.lines[line].indicator];
        let scored = &self.card.scores.indicators[index];
        let format = match (scored.score, scored.source) {
            (Some(_), Source::Declared) => &formats.adopted,
            _ => &formats.score,
        };
        rows.put(self.columns.score, or(scored.score, PENDING), format)?;
        let item = self.card.review.and_then(|review| review.items.get(index));
        declared::write(
            rows,
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
fn lines(card: &Card, columns: &CardColumns, place: usize, index: usize) -> Vec<Line> {
    let indicator = &card.book.indicators[index];
    let levels = [&indicator.under.0, &indicator.under.1, &indicator.name];
    let names: Vec<String> = levels.map(|name| format!("{name}{CONTINUED}")).into();
    let names: Vec<paging::Text> = names
        .iter()
        .zip(LEVELS)
        .map(|(name, (column, _))| (name.as_str(), columns.width(column)))
        .collect();
    let reason = &card.scores.explanation(index, card.record, card.book);
    let texts: Vec<paging::Text> = [&indicator.about, &indicator.criteria, reason]
        .into_iter()
        .zip(columns.texts())
        .map(|(text, column)| (text.as_str(), columns.width(column)))
        .collect();
    paging::lines(place, &names, &texts)
}
