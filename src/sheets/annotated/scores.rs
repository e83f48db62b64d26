//! 评分结果: every score as a live formula over the raw data, with the exact result stored.

use rust_xlsxwriter::{Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, Worksheet};

use super::formulas::Formulas;
use super::layout::Layout;
use super::most_lost::{self, Widths};
use crate::address::column_letters;
use crate::analysis::{Evaluation, Part, ranking};
use crate::decimal::{fixed, trimmed};
use crate::expr::excel::{CellReading, Cells, quoted};
use crate::expr::{Expr, Function, Kind, Variable, Year};
use crate::intake::Record;
use crate::rulebook::framework::FirstLevel;
use crate::rulebook::{Indicator, Role, RuleBook};
use crate::scoring::{Missing, PENDING, Scorecard, Source};
use crate::sheets::formula;
use crate::sheets::layer::{
    Cell, Columns, Header, Large, PADDING, Parted, Rows, STYLE, Size, Written, or,
};
use crate::sheets::palette;
use crate::sheets::reference::{self, LONGEST_FORMULA, cell, fixed_cell, fixed_rows, row_ranges};
use crate::sheets::style;

/// What stands in the place of a rank.
pub const UNRANKED: &str = "—";
/// Notes stand on cells that lost points up to so many departments; 得分说明 has them in any case.
const MOST_DEPARTMENTS_WITH_NOTES: usize = 500;
/// Room for 25.00 and for four characters of an indicator's name.
const SCORE_WIDTH: f64 = 7.0;

/// Writes the sheet.
pub fn write(large: Large, evaluation: &Evaluation, layout: &Layout, size: Size) -> Written {
    let Large { sheet, flow } = large;
    let book = evaluation.book;
    let live = match layout.extent.formulas {
        true => "点击分数可看公式；改动原始数据后分数自动重算。",
        false => "分数是评分时的数值；改动原始数据后请重新评分。",
    };
    let why = match layout.extent.has(Part::Details) {
        true => "失分单元格的批注和“得分说明”表说明原因。",
        false if evaluation.cards.len() <= MOST_DEPARTMENTS_WITH_NOTES => {
            "失分单元格的批注说明原因。"
        }
        false => "",
    };
    let note = format!(
        "规则书：{}（{} 版本 {}）　缺数据时：{}　{live}{why}",
        book.name,
        book.id,
        book.version,
        evaluation.missing.label()
    );
    let title = format!("{}部门整体支出绩效评分结果", super::year(evaluation));
    let formulas = Formulas::new(evaluation, layout);
    let columns = columns(evaluation, layout);
    let parts = parted(book, layout, &columns.widths());
    // On two pages the title stands over the left one.
    let titled = match size {
        Size::A3 => layout.rank(),
        Size::A4 => parts.at.max(1) - 1,
    };
    let width = columns.widths().iter().take(usize::from(titled) + 1).sum();
    let mut rows = Rows::explained(sheet, &title, &note, (titled, width))?.flowing(flow);
    let departments = 0..evaluation.cards.len();
    let table = rows.table(
        &columns,
        departments.map(|department| Row {
            evaluation,
            layout,
            formulas: &formulas,
            department,
        }),
    )?;
    colour(sheet, evaluation, layout)?;
    table.freeze(sheet, Layout::GROUP)?;
    sheet.set_repeat_columns(0, Layout::NAME)?;
    let page = table.landscape();
    match size {
        Size::A3 => page.set_up(sheet),
        Size::A4 => page.parted(parts).set_up(sheet),
    }
}

/// How the columns are parted into two pages: behind a first-level indicator, so that both are about as wide. Each
/// begins with code and name.
fn parted(book: &RuleBook, layout: &Layout, widths: &[f64]) -> Parted {
    let wide = |columns: &[f64]| -> f64 { columns.iter().map(|width| width + PADDING).sum() };
    let named = wide(&widths[..usize::from(Layout::GROUP)]);
    let ends = book.framework.iter().map(|first| {
        let under = layout.indicators_under(book, &first.name);
        under.last().map_or(layout.subtotal(0), |last| last + 1)
    });
    let parts = ends.map(|at| {
        let (left, right) = widths.split_at(usize::from(at).min(widths.len()));
        Parted {
            at,
            widest: wide(left).max(named + wide(right)),
        }
    });
    let best = parts.min_by(|one, other| one.widest.total_cmp(&other.widest));
    best.unwrap_or(Parted {
        at: layout.subtotal(0),
        widest: wide(widths),
    })
}

fn columns<'a>(evaluation: &'a Evaluation, layout: &'a Layout) -> Columns<'a, Row<'a>> {
    let (book, records) = (evaluation.book, &evaluation.dataset.records);
    let header = |role, default| book.role(role).map_or(default, |metric| metric.name());
    let codes = widest(
        records,
        |record| record.code.as_deref().unwrap_or(""),
        9.0,
        24.0,
    );
    let names = widest(records, |record| &record.name, 14.0, 28.0);
    let groups = widest(
        records,
        |record| record.group.as_deref().unwrap_or(""),
        10.0,
        22.0,
    );
    let lost = Widths::of(evaluation, layout).losses;
    let mut columns = Columns::<Row>::new();
    columns
        .add(
            header(Role::Code, "部门编码"),
            codes,
            &STYLE.center,
            |row| row.record().code.as_deref().into(),
        )
        .add(
            header(Role::Name, "部门名称"),
            names,
            &STYLE.shrunk,
            Row::name,
        )
        .add(
            header(Role::Group, "主管部门"),
            groups,
            &STYLE.shrunk,
            |row| row.record().group.as_deref().into(),
        );
    for (index, indicator) in book.indicators.iter().enumerate() {
        columns.add(
            over(book, indicator),
            SCORE_WIDTH,
            &STYLE.score,
            move |row| row.score(index),
        );
    }
    for (place, first) in book.framework.iter().enumerate() {
        let header = Header::from(first.name.as_str()).points(first.points);
        columns.live(header, SCORE_WIDTH, &STYLE.score, move |row, at| {
            row.subtotal(at, place, first)
        });
    }
    columns
        .live("总分", 11.5, &STYLE.total, Row::total)
        .live("等级", 6.0, &STYLE.grade, |row, at| {
            let grade = Cell::from(row.card().grade.as_deref().unwrap_or(PENDING));
            grade.by(formula::grade(book, &cell(at, layout.total())))
        })
        .live("名次", 6.0, &STYLE.integer, Row::rank)
        .text("失分最多（评分时）", 0.0, move |row| {
            most_lost::told(evaluation, row.department, lost).into()
        })
        .hidden()
        .live("参评总分", 0.0, &STYLE.score, Row::ranked_total)
        .hidden()
        .live("排序", 0.0, &STYLE.integer, Row::position)
        .hidden()
        .header_height(1, 30.0)
        .least(17.0);
    columns
}

/// What stands over an indicator: its levels, its name, its points.
fn over<'b>(book: &'b RuleBook, indicator: &'b Indicator) -> Header<'b> {
    let (first, second) = (&indicator.under.0, &indicator.under.1);
    let level = book.framework.iter().find(|one| one.name == *first);
    let lower = level.and_then(|level| level.second.iter().find(|one| one.name == *second));
    let points = (level.map(|one| one.points), lower.map(|one| one.points));
    let first = format!("{first}（{} 分）", trimmed(points.0.unwrap_or_default(), 2));
    let second = format!("{second}（{}）", trimmed(points.1.unwrap_or_default(), 2));
    Header::from((first, (second, indicator.name.as_str()))).points(indicator.points)
}

/// The width that the widest text of a column needs, within bounds.
pub fn widest(records: &[Record], of: impl Fn(&Record) -> &str, least: f64, most: f64) -> f64 {
    let width = records.iter().map(|record| style::width(of(record))).max();
    (width.unwrap_or_default() as f64 + 3.0).clamp(least, most)
}

/// Without a total: what was scored of what could be.
pub fn partial(card: &Scorecard, book: &RuleBook) -> String {
    let scored = fixed(card.scored_total, book.decimals);
    format!("{scored}／{}", trimmed(card.scored_points, book.decimals))
}

/// One department.
struct Row<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: &'a Layout,
    formulas: &'a Formulas<'a>,
    department: usize,
}

impl<'a> Row<'a> {
    fn record(&self) -> &'a Record {
        &self.evaluation.dataset.records[self.department]
    }

    fn card(&self) -> &'a Scorecard {
        &self.evaluation.cards[self.department]
    }

    fn has_notes(&self) -> bool {
        self.evaluation.cards.len() <= MOST_DEPARTMENTS_WITH_NOTES
    }

    /// The name, with a link to its explanations.
    fn name(&self) -> Cell<'_> {
        let name = Cell::from(&self.record().name);
        match self.has_notes() && self.layout.extent.has(Part::Details) {
            true => {
                let explained = cell(self.layout.detail_row(self.department, 0), 0);
                name.linked(Part::Details.name(), explained)
                    .with(&STYLE.shrunk_link)
            }
            false => name,
        }
    }

    /// An indicator's score, with the reason in a note where points were lost.
    fn score(&self, index: usize) -> Cell<'_> {
        let (indicator, scored) = (
            &self.evaluation.book.indicators[index],
            &self.card().indicators[index],
        );
        let mut score = or(scored.score, PENDING);
        // One that Excel would not take is left out.
        if let Some(formula) = self.formula(index, indicator)
            && formula.len() <= LONGEST_FORMULA
        {
            score = score.by(formula);
        }
        let lost = scored.score.is_none_or(|score| score < indicator.points)
            || scored.source == Source::Declared;
        match lost && self.has_notes() {
            true => {
                let explanation = self.evaluation.explanation(self.department, index);
                let why = format!("{}：{explanation}", indicator.name);
                score.noted(style::note_beside(&why, 330, 46.0))
            }
            false => score,
        }
    }

    /// The formula of an indicator's score, where there are formulas.
    fn formula(&self, index: usize, indicator: &Indicator) -> Option<String> {
        if !self.layout.extent.formulas {
            return None;
        }
        let otherwise = match self.evaluation.missing {
            Missing::Declared => self.declared(index, indicator),
            _ => quoted(PENDING),
        };
        let formula = self.formulas.of(index, self.record());
        Some(format!("IFERROR({formula},{otherwise})"))
    }

    /// The formula of the declared score, held to the indicator's points, where there is one.
    fn declared(&self, index: usize, indicator: &Indicator) -> String {
        let tables = self.evaluation.dataset.declared.as_ref();
        let Some((table, declared)) = tables.zip(self.record().declared.as_ref()) else {
            return quoted(PENDING);
        };
        let sheet = reference::sheet(&table.sheet.name);
        let cell = DeclaredCell(declared.scores[index].reading(&sheet));
        let variable = Variable {
            id: 0,
            year: Year::This,
            name: indicator.name.as_str().into(),
            kind: Kind::Amount { positive: false },
        };
        let points = Expr::literal(indicator.points);
        let held = Expr::Call(Function::Min, vec![points, Expr::Variable(variable.into())]);
        let rounded = Expr::Rounded {
            expr: Box::new(held),
            places: self.evaluation.book.decimals,
        };
        format!("IFERROR({},{})", rounded.excel(&cell), quoted(PENDING))
    }

    fn subtotal(&self, at: u32, place: usize, first: &FirstLevel) -> Cell<'_> {
        let book = self.evaluation.book;
        let columns = self.layout.indicators_under(book, &first.name);
        let ranges = row_ranges(at, &columns);
        let sum = formula::sum(&ranges, columns.len(), book.decimals);
        or(self.card().subtotals[place], PENDING).by(sum)
    }

    fn total(&self, at: u32) -> Cell<'_> {
        let (book, layout, card) = (self.evaluation.book, self.layout, self.card());
        let (all, decimals) = (layout.all_indicators(), book.decimals);
        let subtotals: Vec<u16> = (0..book.framework.len())
            .map(|place| layout.subtotal(place))
            .collect();
        let (ranges, subtotals) = (row_ranges(at, &all), row_ranges(at, &subtotals));
        let points = points_row(&all);
        let pattern = formula::pattern(decimals);
        let part = format!(
            "TEXT(ROUND(SUM({ranges}),{decimals}),\"{pattern}\")&\"／\"&ROUND(SUMIFS({points},{ranges},\">=0\"),{decimals})"
        );
        let formula = format!(
            "IF(COUNT({ranges})={},ROUND(SUM({subtotals}),{decimals}),{part})",
            all.len()
        );
        let total = card
            .total
            .map_or_else(|| partial(card, book).into(), Cell::from);
        total.by(formula)
    }

    /// The total that it is ranked by: empty where it is not ranked.
    fn ranked_total(&self, at: u32) -> Cell<'_> {
        if self.record().duplicate {
            return "".into();
        }
        let total = cell(at, self.layout.total());
        let ranked = ranking::ranked_total(self.record(), self.card());
        or(ranked, "").by(format!("IF(ISNUMBER({total}),{total},\"\")"))
    }

    /// Its own ranked total, and those of all.
    fn among(&self, at: u32) -> (String, String) {
        let (column, (first, last)) = (self.layout.ranked_total(), self.layout.score_rows());
        (cell(at, column), fixed_rows(column, first, last))
    }

    fn rank(&self, at: u32) -> Cell<'_> {
        let (own, all) = self.among(at);
        let rank = self.evaluation.ranking.ranks[self.department];
        let among = format!("IF(ISNUMBER({own}),RANK({own},{all}),\"{UNRANKED}\")");
        let formula = match self.layout.follows_order() {
            true => {
                let position = self.evaluation.ranking.positions[self.department];
                let row = self.layout.ranking_row(position);
                let along = fixed_cell(row, self.layout.ranking_rank());
                let ranking = Part::Ranking.name();
                format!(
                    "IF({},{ranking}!{along},{among})",
                    self.layout.order_holds()
                )
            }
            false => among,
        };
        or(rank.map(Into::into), UNRANKED).by(formula)
    }

    /// Its place in 排名: ties in input order, the unranked after all that are ranked.
    fn position(&self, at: u32) -> Cell<'_> {
        let (own, all) = self.among(at);
        // From the header, which holds no number, to the row above.
        let column = column_letters(self.layout.ranked_total());
        let above = format!("{column}${}:{column}{at}", Layout::LEVEL_ROWS[3] + 1);
        let number = self.department + 1;
        let formula = format!(
            "IF(ISNUMBER({own}),RANK({own},{all})+COUNTIF({above},{own}),COUNT({all})+{number}-COUNT({above},{own}))"
        );
        let position = self.evaluation.ranking.positions[self.department] + 1;
        let formula = match self.layout.follows_order() {
            true => format!("IF({},{position},{formula})", self.layout.order_holds()),
            false => formula,
        };
        Cell::from(position).by(formula)
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
fn points_row(columns: &[u16]) -> String {
    let row = Layout::LEVEL_ROWS[3];
    let at = |column: Option<&u16>| fixed_cell(row, column.copied().unwrap_or_default());
    format!("{}:{}", at(columns.first()), at(columns.last()))
}

/// Grade colours, red for lost marks pending, bars behind totals.
fn colour(sheet: &mut Worksheet, evaluation: &Evaluation, layout: &Layout) -> Written {
    let ((first, last), total) = (layout.score_rows(), layout.total());
    style::colour_grades(sheet, evaluation.book, (first, last), layout.grade())?;
    let pending = Format::new()
        .set_font_color(Color::RGB(palette::RED))
        .set_background_color(Color::RGB(palette::NEUTRAL));
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(PENDING))
        .set_format(pending);
    sheet.add_conditional_format(first, layout.indicator(0), last, total - 1, &rule)?;
    sheet.add_conditional_format(
        first,
        total,
        last,
        total,
        &style::bar_from_lowest(palette::TOTAL_BAR),
    )?;
    Ok(())
}
