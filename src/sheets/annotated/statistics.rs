//! 统计分析: by indicator, by grade, by 主管部门, live over 评分结果, with charts.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormatDataBar, Format, Formula, Worksheet, XlsxError};

use super::charts::{self, Places};
use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::analysis::statistics::{RATE_PLACES, Spread};
use crate::decimal;
use crate::expr::excel::{literal, quoted};
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::{cell, number};
use crate::sheets::style::Style;

const LAST: u16 = 6;
/// The charts stand to the right of the tables.
const CHARTS: u16 = 8;
const NOTHING: &str = "—";

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let note = "各数随“评分结果”自动重算。没有得分的部门不计入该项平均。";
    page::title(sheet, "统计分析", note, LAST, style)?;
    for (column, width) in [44.0, 10.0, 11.0, 10.0, 10.0, 10.0, 12.0, 2.0]
        .into_iter()
        .enumerate()
    {
        sheet.set_column_width(column as u16, width)?;
    }
    let mut table = Tables {
        sheet,
        evaluation,
        layout,
        style,
        row: 2,
    };
    table.grades()?;
    let grades = table.row;
    table.indicators()?;
    let indicators = table.row;
    table.groups()?;
    let last = table.row - 1;
    charts::statistics(
        sheet,
        evaluation,
        layout,
        &Places {
            grades,
            indicators,
            charts: CHARTS,
        },
    )?;
    sheet.set_freeze_panes(2, 1)?;
    page::set_up(
        sheet,
        &Page::landscape((0, 1), (last.max(46), CHARTS + 2 * charts::SECOND_CHART)),
    )
}

struct Tables<'a> {
    sheet: &'a mut Worksheet,
    evaluation: &'a Evaluation<'a>,
    layout: &'a Layout,
    style: &'a Style,
    row: u32,
}

impl Tables<'_> {
    fn section(&mut self, title: &str, headers: &[&str]) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, 24)?;
        self.sheet
            .write_string_with_format(self.row, 0, title, &self.style.section)?;
        for (column, header) in headers.iter().enumerate() {
            self.sheet.write_string_with_format(
                self.row + 1,
                column as u16,
                *header,
                &self.style.header,
            )?;
        }
        self.row += 2;
        Ok(())
    }

    fn formula(
        &mut self,
        column: u16,
        formula: String,
        result: String,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        self.sheet
            .write_formula_with_format(self.row, column, formula, format)?;
        Ok(())
    }

    fn grades(&mut self) -> Result<(), XlsxError> {
        let (style, statistics) = (self.style, &self.evaluation.statistics);
        self.section("一、等级分布", &["等级", "部门数", "占比"])?;
        let grades = self.layout.scores_column(self.layout.grade());
        let departments = self.layout.departments;
        let mut rows = statistics.grades.clone();
        rows.push((PENDING.into(), statistics.ungraded));
        for (grade, count) in rows {
            self.sheet
                .write_string_with_format(self.row, 0, &grade, &style.center)?;
            self.formula(
                1,
                format!("COUNTIF({grades},{})", quoted(&grade)),
                count.to_string(),
                &style.integer,
            )?;
            let share =
                decimal::round(Decimal::from(count) / Decimal::from(departments.max(1)), 10);
            let formula = format!("ROUND({}/{departments},10)", cell(self.row, 1));
            self.formula(2, formula, literal(share), &style.percent)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn indicators(&mut self) -> Result<(), XlsxError> {
        let (style, book) = (self.style, self.evaluation.book);
        self.section(
            "二、各指标得分",
            &[
                "指标",
                "分值",
                "评分部门数",
                "平均分",
                "最低分",
                "最高分",
                "得分率",
            ],
        )?;
        let first = self.row;
        for (index, indicator) in book.indicators.iter().enumerate() {
            let scores = self.layout.scores_column(self.layout.indicator(index));
            let spread = self.evaluation.statistics.indicators[index].clone();
            self.sheet
                .write_string_with_format(self.row, 0, &indicator.name, &style.wrapped)?;
            self.sheet.write_number_with_format(
                self.row,
                1,
                number(indicator.points),
                &style.points,
            )?;
            self.spread(&scores, spread.as_ref(), 2)?;
            self.rate(&scores, indicator.points, spread.as_ref())?;
            self.row += 1;
        }
        let scores = self.layout.scores_column(self.layout.total());
        let total = self.evaluation.statistics.total.clone();
        self.sheet
            .write_string_with_format(self.row, 0, "总分", &style.total)?;
        self.sheet
            .write_number_with_format(self.row, 1, number(book.points), &style.points)?;
        self.spread(&scores, total.as_ref(), 2)?;
        self.rate(&scores, book.points, total.as_ref())?;
        let bar = ConditionalFormatDataBar::new()
            .set_fill_color(Color::RGB(0xA9D18E))
            .set_solid_fill(true)
            .set_border_off(true);
        self.sheet
            .add_conditional_format(first, 6, self.row, 6, &bar)?;
        self.row += 2;
        Ok(())
    }

    /// Count, mean, least and most of a range, from a column on.
    fn spread(
        &mut self,
        range: &str,
        spread: Option<&Spread>,
        column: u16,
    ) -> Result<(), XlsxError> {
        let style = self.style;
        let places = self.evaluation.book.decimals;
        let count = spread.map_or(0, |spread| spread.count);
        self.formula(
            column,
            format!("COUNT({range})"),
            count.to_string(),
            &style.integer,
        )?;
        let counted = cell(self.row, column);
        let mean = spread.map(|spread| decimal::round(spread.mean, places));
        let least = spread.map(|spread| spread.least);
        let most = spread.map(|spread| spread.most);
        let figures = [
            (format!("ROUND(AVERAGE({range}),{places})"), mean),
            (format!("MIN({range})"), least),
            (format!("MAX({range})"), most),
        ];
        for (offset, (formula, result)) in figures.into_iter().enumerate() {
            let formula = format!("IF({counted}=0,\"{NOTHING}\",{formula})");
            let result = result.map_or_else(|| NOTHING.into(), literal);
            self.formula(column + 1 + offset as u16, formula, result, &style.score)?;
        }
        Ok(())
    }

    /// 得分率, of the scores themselves: the mean beside it is rounded.
    fn rate(
        &mut self,
        range: &str,
        points: Decimal,
        spread: Option<&Spread>,
    ) -> Result<(), XlsxError> {
        let counted = cell(self.row, 2);
        let formula = format!(
            "IF({counted}=0,\"{NOTHING}\",ROUND(SUM({range})/({counted}*{}),{RATE_PLACES}))",
            literal(points)
        );
        let rate = spread.and_then(|spread| spread.rate(points));
        let result = rate.map_or_else(|| NOTHING.into(), literal);
        self.formula(6, formula, result, &self.style.percent)
    }

    fn groups(&mut self) -> Result<(), XlsxError> {
        let style = self.style;
        let groups = self.evaluation.statistics.groups.clone();
        if groups.is_empty() {
            return Ok(());
        }
        self.section(
            "三、按主管部门",
            &[
                "主管部门",
                "部门数",
                "有总分的",
                "平均分",
                "最低分",
                "最高分",
            ],
        )?;
        let places = self.evaluation.book.decimals;
        let names = self.layout.scores_column(Layout::GROUP);
        let totals = self.layout.scores_column(self.layout.total());
        for group in &groups {
            self.sheet
                .write_string_with_format(self.row, 0, &group.name, &style.wrapped)?;
            self.sheet.write_number_with_format(
                self.row,
                1,
                group.departments as f64,
                &style.integer,
            )?;
            let count = group.total.as_ref().map_or(0, |spread| spread.count);
            let mean = group
                .total
                .as_ref()
                .map(|spread| decimal::round(spread.mean, places));
            let mean = mean.map_or_else(|| NOTHING.into(), literal);
            // A name with a wildcard would match others, too.
            if group.name.contains(['*', '?', '~']) || group.name.starts_with(['=', '<', '>']) {
                self.sheet
                    .write_number_with_format(self.row, 2, count as f64, &style.integer)?;
                self.sheet
                    .write_string_with_format(self.row, 3, &mean, &style.score)?;
            } else {
                let name = cell(self.row, 0);
                let counted = format!("COUNTIFS({names},{name},{totals},\">=0\")");
                self.formula(2, counted, count.to_string(), &style.integer)?;
                let formula = format!(
                    "IF({0}=0,\"{NOTHING}\",ROUND(SUMIFS({totals},{names},{name})/{0},{places}))",
                    cell(self.row, 2)
                );
                self.formula(3, formula, mean, &style.score)?;
            }
            for (column, figure) in [
                (4, group.total.as_ref().map(|spread| spread.least)),
                (5, group.total.as_ref().map(|spread| spread.most)),
            ] {
                match figure {
                    Some(figure) => self.sheet.write_number_with_format(
                        self.row,
                        column,
                        number(figure),
                        &style.score,
                    )?,
                    None => self.sheet.write_string_with_format(
                        self.row,
                        column,
                        NOTHING,
                        &style.score,
                    )?,
                };
            }
            self.row += 1;
        }
        Ok(())
    }
}
