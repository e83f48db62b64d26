//! 升降榜: the departments that rose and fell most, each with the three indicators that explain it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Source;
use super::cells::{NOTHING, Shown, colour_changes, difference, formula};
use super::charts;
use crate::analysis::comparison::cause::CAUSES;
use crate::expr::excel::quoted;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;
use crate::sheets::style;

/// How many departments stand on each list.
const MOST: usize = 10;
const NAME: u16 = 0;
const BEFORE: u16 = 1;
const AFTER: u16 = 2;
const CHANGE: u16 = 3;
const FIRST_CAUSE: u16 = 7;
const CAUSE_WIDTH: f64 = 42.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, style) = (source.comparison, source.style);
    let last_column = FIRST_CAUSE + CAUSES as u16 - 1;
    let note = "两年都有总分的部门中，总分上升和下降最多的，以及影响最大的三项指标。名单和原因是对比时写下的，分数随各年得分自动重算。";
    page::title(sheet, "升降榜", note, last_column, style)?;
    let mut lists = Lists {
        sheet,
        source,
        row: 2,
    };
    let mut drawn = Vec::new();
    for step in (0..comparison.steps.len()).rev() {
        let order = comparison.by_change(step);
        let of = |department: &usize| comparison.change(*department, step).unwrap_or_default();
        let rises: Vec<usize> = order
            .iter()
            .copied()
            .filter(|department| of(department).is_sign_positive() && !of(department).is_zero())
            .take(MOST)
            .collect();
        let falls: Vec<usize> = order
            .iter()
            .rev()
            .copied()
            .filter(|department| of(department).is_sign_negative() && !of(department).is_zero())
            .take(MOST)
            .collect();
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        for (what, list) in [("上升", rises), ("下降", falls)] {
            let rows = lists.list(step, &format!("{from} → {to} {what}最多的部门"), &list)?;
            if step + 1 == comparison.steps.len() {
                drawn.push((what, rows));
            }
        }
    }
    let last = lists.row.max(3) - 1;
    for (place, (what, rows)) in drawn.into_iter().enumerate() {
        if let Some(rows) = rows {
            charts::movers(
                sheet,
                what,
                rows,
                (NAME, CHANGE),
                (2 + 16 * place as u32, last_column + 2),
            )?;
        }
    }
    sheet.set_column_width(NAME, 30)?;
    sheet.set_column_range_width(BEFORE, FIRST_CAUSE - 1, 10)?;
    sheet.set_column_range_width(FIRST_CAUSE, last_column, CAUSE_WIDTH)?;
    sheet.set_freeze_panes(2, 1)?;
    page::set_up(sheet, &Page::landscape((0, 1), (last, last_column)))
}

struct Lists<'a> {
    sheet: &'a mut Worksheet,
    source: &'a Source<'a>,
    row: u32,
}

impl Lists<'_> {
    /// One list; its first and last row are given back.
    fn list(
        &mut self,
        step: usize,
        title: &str,
        departments: &[usize],
    ) -> Result<Option<(u32, u32)>, XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        self.sheet.set_row_height(self.row, 24)?;
        self.sheet
            .write_string_with_format(self.row, 0, title, &style.section)?;
        if departments.is_empty() {
            self.sheet.write_string_with_format(
                self.row + 1,
                0,
                "没有这样的部门。",
                &style.note,
            )?;
            self.row += 3;
            return Ok(None);
        }
        let years = [step, step + 1].map(|year| format!("{} 年", comparison.years[year].year));
        let headers = [
            "部门名称",
            &years[0],
            &years[1],
            "变动",
            "规则影响",
            "表现影响",
            "不能拆分",
            "影响最大的指标",
            "其次",
            "再次",
        ];
        self.row += 1;
        for (column, text) in (0..).zip(headers) {
            self.sheet
                .write_string_with_format(self.row, column, text, &style.header)?;
        }
        self.row += 1;
        let first = self.row;
        for department in departments {
            self.department(step, *department)?;
            self.row += 1;
        }
        let rows = (first, self.row - 1);
        colour_changes(self.sheet, rows, CHANGE)?;
        self.row += 1;
        Ok(Some(rows))
    }

    fn department(&mut self, step: usize, department: usize) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            formats,
            ..
        } = self.source;
        let name = &comparison.newest(department).name;
        self.sheet
            .write_string_with_format(self.row, NAME, name, &style.shrunk)?;
        let total = |year: usize| {
            comparison
                .card(department, year)
                .and_then(|card| card.total)
        };
        let change = comparison.steps[step].changes[department].as_ref();
        let split = change.and_then(|change| change.split()).unwrap_or_default();
        let places = comparison.decimals();
        let score = |year: usize| layout.score_cell(year, department, layout.total(year));
        let at = |column: u16| cell(self.row, column);
        // Change, rate, then the parts.
        let part = |offset: u16| {
            let column = layout.detail_change(step) + 1 + offset;
            let sum = layout.detail_sum(department, column, places);
            sum.unwrap_or_else(|| quoted(NOTHING))
        };
        let change = difference(&at(BEFORE), &at(AFTER), places);
        let figures = [
            (BEFORE, score(step), total(step), &formats.score),
            (AFTER, score(step + 1), total(step + 1), &formats.score),
            (CHANGE, change, Some(split.change()), &formats.total_change),
            (CHANGE + 1, part(1), Some(split.rules), &formats.part),
            (CHANGE + 2, part(2), Some(split.performance), &formats.part),
            (CHANGE + 3, part(3), Some(split.undivided), &formats.part),
        ];
        for (column, text, shown, format) in figures {
            let shown = Shown::or(shown, NOTHING);
            formula(self.sheet, self.row, column, text, &shown, format)?;
        }
        let mut height: f64 = 20.0;
        let causes = comparison.causes(department, step);
        for place in 0..CAUSES {
            let text = causes
                .get(place)
                .map_or_else(String::new, |cause| comparison.told(cause));
            height = height.max(style::height(&text, CAUSE_WIDTH));
            let column = FIRST_CAUSE + place as u16;
            self.sheet
                .write_string_with_format(self.row, column, &text, &style.wrapped)?;
        }
        self.sheet.set_row_height(self.row, height)?;
        Ok(())
    }
}
