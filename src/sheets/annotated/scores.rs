//! 评分结果: every score as a live formula over the raw data, with the exact result stored.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, Format,
    Formula, Note, Url, Worksheet, XlsxError,
};

use super::layout::Layout;
use super::record_cells::RecordCells;
use super::score_header;
use crate::analysis::losses::largest;
use crate::analysis::{Evaluation, ranking};
use crate::decimal::{fixed, trimmed};
use crate::expr::excel::{CellReading, Cells, literal, quoted};
use crate::expr::{Expr, Function, Kind, Variable, Year};
use crate::intake::Declared;
use crate::rulebook::Indicator;
use crate::scoring::PENDING;
use crate::scoring::{Missing, Source};
use crate::sheets::formula;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::{self, LONGEST_FORMULA, cell, fixed_rows, row_ranges};
use crate::sheets::style::{self, Style};

/// What stands in the place of a rank.
const UNRANKED: &str = "—";
/// Notes stand on cells that lost points up to so many departments; 得分说明 has them in any case.
const MOST_DEPARTMENTS_WITH_NOTES: usize = 500;
/// How many of the largest losses 排名 names.
const LOSSES_NAMED: usize = 3;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let book = evaluation.book;
    let year = evaluation
        .dataset
        .year
        .map_or_else(String::new, |year| format!("{year} 年度"));
    let note = format!(
        "规则书：{}（{} 版本 {}）　缺数据时：{}　点击分数可看公式；改动原始数据后分数自动重算。失分单元格的批注和“得分说明”表说明原因。",
        book.name,
        book.id,
        book.version,
        evaluation.missing.label()
    );
    page::title(
        sheet,
        &format!("{year}部门整体支出绩效评分结果"),
        &note,
        layout.rank(),
        style,
    )?;
    score_header::write(sheet, book, layout, style)?;
    sheet.set_formula_result_default("");
    for department in 0..evaluation.cards.len() {
        Row {
            evaluation,
            layout,
            style,
            department,
        }
        .write(sheet)?;
    }
    colour(sheet, evaluation, layout)?;
    let (_, last) = layout.score_rows();
    for hidden in [layout.losses(), layout.ranked_total(), layout.position()] {
        sheet.set_column_hidden(hidden)?;
    }
    sheet.set_freeze_panes(layout.score_rows().0, Layout::GROUP)?;
    sheet.set_repeat_columns(0, Layout::NAME)?;
    page::set_up(
        sheet,
        &Page::landscape(
            (Layout::LEVEL_ROWS[0], Layout::LEVEL_ROWS[3]),
            (last, layout.rank()),
        ),
    )
}

/// One department.
struct Row<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: &'a Layout,
    style: &'a Style,
    department: usize,
}

impl Row<'_> {
    fn row(&self) -> u32 {
        self.layout.score_row(self.department)
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let record = &self.evaluation.dataset.records[self.department];
        let row = self.row();
        sheet.set_row_height(row, 20)?;
        sheet.write_string_with_format(
            row,
            Layout::CODE,
            record.code.as_deref().unwrap_or_default(),
            &self.style.center,
        )?;
        let explained = self.layout.detail_row(self.department, 0);
        if self.evaluation.cards.len() <= MOST_DEPARTMENTS_WITH_NOTES {
            let link =
                Url::new(format!("internal:'得分说明'!A{}", explained + 1)).set_text(&record.name);
            sheet.write_url_with_format(
                row,
                Layout::NAME,
                link,
                &self.style.link.clone().set_shrink(),
            )?;
        } else {
            sheet.write_string_with_format(row, Layout::NAME, &record.name, &self.style.shrunk)?;
        }
        sheet.write_string_with_format(
            row,
            Layout::GROUP,
            record.group.as_deref().unwrap_or_default(),
            &self.style.shrunk,
        )?;
        self.write_indicators(sheet)?;
        self.write_sums(sheet)?;
        self.write_standing(sheet)
    }

    fn write_indicators(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let book = self.evaluation.book;
        let record = &self.evaluation.dataset.records[self.department];
        let card = &self.evaluation.cards[self.department];
        let cells = RecordCells::new(self.evaluation, self.layout, record);
        for (index, (indicator, scored)) in book.indicators.iter().zip(&card.indicators).enumerate()
        {
            let column = self.layout.indicator(index);
            let otherwise = match (self.evaluation.missing, &record.declared) {
                (Missing::Declared, Some(declared)) => self.declared(declared, index, indicator),
                _ => quoted(PENDING),
            };
            let formula = format!("IFERROR({},{otherwise})", indicator.expr.excel(&cells));
            let result = scored.score.map_or_else(|| PENDING.into(), literal);
            if formula.len() <= LONGEST_FORMULA {
                let formula = Formula::new(formula).set_result(result);
                sheet.write_formula_with_format(self.row(), column, formula, &self.style.score)?;
            } else {
                self.write_plain(sheet, column, scored.score)?;
            }
            let lost = scored.score.is_none_or(|score| score < indicator.points)
                || scored.source == Source::Declared;
            if lost && self.evaluation.cards.len() <= MOST_DEPARTMENTS_WITH_NOTES {
                self.write_note(sheet, column, indicator, &scored.explanation)?;
            }
        }
        Ok(())
    }

    /// A score whose formula Excel would not take.
    fn write_plain(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        score: Option<Decimal>,
    ) -> Result<(), XlsxError> {
        match score {
            Some(score) => sheet.write_number_with_format(
                self.row(),
                column,
                reference::number(score),
                &self.style.score,
            )?,
            None => {
                sheet.write_string_with_format(self.row(), column, PENDING, &self.style.score)?
            }
        };
        Ok(())
    }

    /// The declared score, held to the indicator's points, where there is one.
    fn declared(&self, declared: &Declared, index: usize, indicator: &Indicator) -> String {
        let Some(table) = &self.evaluation.dataset.declared else {
            return quoted(PENDING);
        };
        let cell =
            DeclaredCell(declared.scores[index].reading(&reference::sheet(&table.sheet.name)));
        let variable = Variable {
            id: 0,
            year: Year::This,
            name: indicator.name.as_str().into(),
            kind: Kind::Amount { positive: false },
        };
        let held = Expr::Call(
            Function::Min,
            vec![
                Expr::literal(indicator.points),
                Expr::Variable(variable.into()),
            ],
        );
        let rounded = Expr::Rounded {
            expr: Box::new(held),
            places: self.evaluation.book.decimals,
        };
        format!("IFERROR({},{})", rounded.excel(&cell), quoted(PENDING))
    }

    fn write_note(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        indicator: &Indicator,
        text: &str,
    ) -> Result<(), XlsxError> {
        let text = format!("{}：{text}", indicator.name);
        let lines = style::height(&text, 46.0) / 14.5;
        let note = Note::new(text)
            .add_author_prefix(false)
            .set_width(330)
            .set_height((lines * 18.0) as u32 + 16)
            .set_font_name("宋体")
            .set_font_size(10);
        sheet.insert_note(self.row(), column, &note)?;
        Ok(())
    }

    fn write_sums(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (book, row) = (self.evaluation.book, self.row());
        let card = &self.evaluation.cards[self.department];
        let mut subtotals = Vec::new();
        for (place, (first, subtotal)) in book.framework.iter().zip(&card.subtotals).enumerate() {
            let columns = self.layout.indicators_under(book, &first.name);
            let ranges = row_ranges(row, &columns);
            let formula = formula::sum(&ranges, columns.len(), book.decimals);
            let formula =
                Formula::new(formula).set_result(subtotal.map_or_else(|| PENDING.into(), literal));
            let column = self.layout.subtotal(place);
            sheet.write_formula_with_format(row, column, formula, &self.style.score)?;
            subtotals.push(column);
        }
        let all = self.layout.all_indicators();
        let (ranges, subtotals) = (row_ranges(row, &all), row_ranges(row, &subtotals));
        let points = fixed_points_row(&all);
        let pattern = formula::pattern(book.decimals);
        // Without a total: what was scored of what could be.
        let partial = format!(
            "TEXT(ROUND(SUM({ranges}),{0}),\"{pattern}\")&\"／\"&ROUND(SUMIFS({points},{ranges},\">=0\"),{0})",
            book.decimals
        );
        let formula = format!(
            "IF(COUNT({ranges})={},ROUND(SUM({subtotals}),{}),{partial})",
            all.len(),
            book.decimals
        );
        let result = match card.total {
            Some(total) => literal(total),
            None => format!(
                "{}／{}",
                fixed(card.scored_total, book.decimals),
                trimmed(card.scored_points, book.decimals)
            ),
        };
        let formula = Formula::new(formula).set_result(result);
        sheet.write_formula_with_format(row, self.layout.total(), formula, &self.style.total)?;
        Ok(())
    }

    fn write_standing(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (layout, row) = (self.layout, self.row());
        let record = &self.evaluation.dataset.records[self.department];
        let card = &self.evaluation.cards[self.department];
        let total = cell(row, layout.total());
        let grade = formula::grade(self.evaluation.book, &total);
        let grade =
            Formula::new(grade).set_result(card.grade.clone().unwrap_or_else(|| PENDING.into()));
        sheet.write_formula_with_format(row, layout.grade(), grade, &self.style.grade)?;
        let ranked = ranking::ranked_total(record, card);
        if record.duplicate {
            sheet.write_string_with_format(row, layout.ranked_total(), "", &self.style.score)?;
        } else {
            let formula = Formula::new(format!("IF(ISNUMBER({total}),{total},\"\")"))
                .set_result(ranked.map_or_else(String::new, literal));
            sheet.write_formula_with_format(
                row,
                layout.ranked_total(),
                formula,
                &self.style.score,
            )?;
        }
        let (first, last) = layout.score_rows();
        let own = cell(row, layout.ranked_total());
        let all = fixed_rows(layout.ranked_total(), first, last);
        let rank = self.evaluation.ranking.ranks[self.department];
        let formula = Formula::new(format!(
            "IF(ISNUMBER({own}),RANK({own},{all}),\"{UNRANKED}\")"
        ))
        .set_result(rank.map_or_else(|| UNRANKED.into(), |rank| rank.to_string()));
        sheet.write_formula_with_format(row, layout.rank(), formula, &self.style.integer)?;
        // Ties in input order; the unranked after all that are ranked.
        let above = fixed_rows_from_header(layout.ranked_total(), row);
        let number = self.department + 1;
        let formula = format!(
            "IF(ISNUMBER({own}),RANK({own},{all})+COUNTIF({above},{own}),COUNT({all})+{number}-COUNT({above},{own}))"
        );
        let position = self.evaluation.ranking.positions[self.department] + 1;
        let formula = Formula::new(formula).set_result(position.to_string());
        sheet.write_formula_with_format(row, layout.position(), formula, &self.style.integer)?;
        sheet.write_string_with_format(
            row,
            layout.losses(),
            losses(self.evaluation, self.department),
            &self.style.text,
        )?;
        Ok(())
    }
}

/// What a department lost points on, or why it has no rank.
pub fn losses(evaluation: &Evaluation, department: usize) -> String {
    let card = &evaluation.cards[department];
    if evaluation.dataset.records[department].duplicate {
        return "部门重复，不参加排名".into();
    }
    if card.total.is_none() {
        return format!("待补正：{}", card.lacking.join("、"));
    }
    let losses: Vec<String> = largest(card, evaluation.book, LOSSES_NAMED)
        .iter()
        .map(|loss| {
            format!(
                "{} −{}",
                evaluation.book.indicators[loss.indicator].name,
                trimmed(loss.lost, 2)
            )
        })
        .collect();
    if losses.is_empty() {
        "没有失分".into()
    } else {
        losses.join("；")
    }
}

/// The one cell of a declared score.
struct DeclaredCell(Option<CellReading>);

impl Cells for DeclaredCell {
    fn cell(&self, _: &Variable) -> Option<CellReading> {
        self.0.clone()
    }
}

/// The row of points over the indicators' columns.
fn fixed_points_row(columns: &[u16]) -> String {
    let row = Layout::LEVEL_ROWS[3];
    let (first, last) = (
        columns.first().copied().unwrap_or_default(),
        columns.last().copied().unwrap_or_default(),
    );
    let letters = crate::address::column_letters;
    format!(
        "${}${}:${}${}",
        letters(first),
        row + 1,
        letters(last),
        row + 1
    )
}

/// From the header, which holds no number, to the row above.
fn fixed_rows_from_header(column: u16, row: u32) -> String {
    let letters = crate::address::column_letters(column);
    format!("{letters}${}:{letters}{row}", Layout::LEVEL_ROWS[3] + 1)
}

/// Grade colours, red for lost marks pending, bars behind totals.
fn colour(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
) -> Result<(), XlsxError> {
    let (first, last) = layout.score_rows();
    style::colour_grades(sheet, evaluation.book, (first, last), layout.grade())?;
    let pending = Format::new()
        .set_font_color(Color::RGB(0xC00000))
        .set_background_color(Color::RGB(0xF2F2F2));
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(PENDING))
        .set_format(pending);
    sheet.add_conditional_format(first, layout.indicator(0), last, layout.total() - 1, &rule)?;
    sheet.add_conditional_format(first, layout.total(), last, layout.total(), &data_bar())?;
    let widest = |text: &mut dyn Iterator<Item = usize>, least: f64, most: f64| -> f64 {
        text.max()
            .map_or(least, |width| (width as f64 + 3.0).clamp(least, most))
    };
    let records = &evaluation.dataset.records;
    let names = widest(
        &mut records.iter().map(|record| style::width(&record.name)),
        14.0,
        28.0,
    );
    let codes = widest(
        &mut records
            .iter()
            .map(|record| style::width(record.code.as_deref().unwrap_or(""))),
        9.0,
        24.0,
    );
    let groups = widest(
        &mut records
            .iter()
            .map(|record| style::width(record.group.as_deref().unwrap_or(""))),
        10.0,
        22.0,
    );
    sheet.set_column_width(Layout::CODE, codes)?;
    sheet.set_column_width(Layout::NAME, names)?;
    sheet.set_column_width(Layout::GROUP, groups)?;
    Ok(())
}

/// The bar behind a total.
pub fn data_bar() -> ConditionalFormatDataBar {
    ConditionalFormatDataBar::new()
        .set_fill_color(Color::RGB(0x9DC3E6))
        .set_solid_fill(true)
        .set_border_off(true)
}
