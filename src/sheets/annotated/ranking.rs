//! 排名: the departments by total. The order itself is live: each row looks its department up in 评分结果.

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format};

use super::charts;
use super::layout::{Layout, RANKING_SUBTOTALS};
use super::most_lost::{self, NARROW, Widths};
use super::scores::{UNRANKED, partial};
use crate::analysis::ranking::ranked_total;
use crate::analysis::{Evaluation, Part};
use crate::intake::Record;
use crate::scoring::{PENDING, Scorecard};
use crate::sheets::layer::{Cell, Columns, Large, Rows, STYLE, Written, or};
use crate::sheets::palette;
use crate::sheets::reference;
use crate::sheets::style;

/// The columns before the subtotals.
const RANK: u16 = 0;
const TOTAL: u16 = 3;
const GRADE: u16 = RANKING_SUBTOTALS - 1;
/// Rows are even, and forty stand on a page.
const HEIGHT: f64 = 14.5;
/// The header of what lost most, or is missing.
const LOSSES: &str = "失分最多的指标／待补正的数据（评分时）";

/// Writes the sheet.
pub fn write(large: Large, evaluation: &Evaluation, layout: &Layout) -> Written {
    let Large { sheet, flow } = large;
    let book = evaluation.book;
    let losses_column = layout.ranking_losses();
    let widths = Widths::of(evaluation, layout);
    let mut columns = Columns::<Row>::new();
    columns
        .live("名次", NARROW, &STYLE.integer, |row, at| {
            let rank = evaluation.ranking.ranks[row.department];
            row.look_up(at, layout.rank(), or(rank.map(Into::into), "—"))
        })
        .live("部门名称", widths.name, &STYLE.shrunk, |row, at| {
            row.name(at)
        })
        .live("主管部门", widths.group, &STYLE.shrunk, |row, at| {
            row.group(at)
        })
        .live("总分", widths.total, &STYLE.total, |row, at| {
            let total = row
                .card()
                .total
                .map_or_else(|| partial(row.card(), book).into(), Cell::from);
            row.look_up(at, layout.total(), total)
        })
        .live("等级", NARROW, &STYLE.grade, |row, at| {
            let grade = row.card().grade.as_deref();
            row.look_up(at, layout.grade(), grade.unwrap_or(PENDING).into())
        });
    for (place, first) in book.framework.iter().enumerate() {
        columns.live(
            first.name.as_str(),
            widths.score,
            &STYLE.score,
            move |row, at| {
                row.look_up(
                    at,
                    layout.subtotal(place),
                    or(row.card().subtotals[place], PENDING),
                )
            },
        );
    }
    if layout.recognized_columns() > 0 {
        let opinions = &evaluation.opinions;
        columns
            .score("认定总分", widths.score, |row| {
                or(opinions.recognized[row.department].total, PENDING)
            })
            .center("认定等级", widths.score, |row| {
                let grade = opinions.recognized[row.department].grade.as_deref();
                grade.unwrap_or(PENDING).into()
            })
            .center("认定名次", widths.score, |row| {
                let rank = opinions.ranking.ranks[row.department];
                or(rank.map(Into::into), "—")
            });
    }
    columns
        .live(LOSSES, widths.losses, &STYLE.shrunk, |row, at| {
            let losses = most_lost::told(evaluation, row.department, widths.losses);
            row.look_up(at, layout.losses(), losses.into())
        })
        .live("行", 0.0, &STYLE.integer, |row, _| {
            let positions = layout.scores_column(layout.position());
            let found = format!("MATCH({},{positions},0)", row.position + 1);
            let place = row.department + 1;
            Cell::from(place).by(match layout.follows_order() {
                true => format!("IF({},{place},{found})", layout.order_holds()),
                false => found,
            })
        })
        .hidden()
        .least(HEIGHT)
        .header_height(0, 24.0);
    if layout.follows_order() {
        along(&mut columns);
    }
    let ranked = evaluation.ranking.ranks.iter().flatten().count();
    let note = format!(
        "{}　共 {} 个部门，参加排名 {ranked} 个。同分并列；没有总分的排在后面，“总分”一栏是已评得分／可评分值。{}",
        book.name,
        layout.departments,
        reviewed(evaluation)
    );
    let title = format!("{}部门整体支出绩效评价排名", super::year(evaluation));
    let shown = usize::from(losses_column) + 1;
    let width = columns.widths().iter().take(shown).sum();
    let mut rows = Rows::explained(sheet, &title, &note, (losses_column, width))?.flowing(flow);
    let order = evaluation.ranking.order.iter().enumerate();
    let table = rows.table(
        &columns,
        order.map(|(position, department)| Row {
            evaluation,
            layout,
            position,
            department: *department,
        }),
    )?;
    let (first, last) = (table.first, table.last);
    if layout.follows_order() {
        let holds = reference::fixed(layout.ranking_holds(), first, last);
        let all = format!("IF(SUM({holds})={},1,0)", layout.departments);
        rows.put(
            layout.ranking_holds(),
            Cell::from(1).by(all),
            &STYLE.integer,
        )?;
    }
    style::colour_grades(sheet, book, (first, last), GRADE)?;
    sheet.add_conditional_format(
        first,
        TOTAL,
        last,
        TOTAL,
        &style::bar_from_lowest(palette::TOTAL_BAR),
    )?;
    let unranked = ConditionalFormatFormula::new()
        .set_rule(format!("=$E{}=\"{PENDING}\"", first + 1).as_str())
        .set_format(Format::new().set_font_color(Color::RGB(palette::GREY)));
    sheet.add_conditional_format(first, RANK, last, losses_column, &unranked)?;
    charts::ranking(sheet, evaluation, first, losses_column + 2)?;
    table.finish(sheet, TOTAL)
}

/// Adds what tells that the order of scoring still holds, and the ranks along it. No cell of these looks at more than the
/// one above, or, of equal totals, for the first of them.
fn along<'a>(columns: &mut Columns<'a, Row<'a>>) {
    columns
        .add("依次总分", 0.0, &STYLE.score, |row| row.total_along())
        .hidden()
        .live("次序未变", 0.0, &STYLE.integer, |row, at| row.holds(at))
        .hidden()
        .live("依次名次", 0.0, &STYLE.integer, |row, at| {
            row.rank_along(at)
        })
        .hidden();
}

/// What is said of adjusted scores.
fn reviewed(evaluation: &Evaluation) -> String {
    let opinions = &evaluation.opinions;
    match opinions.adjusted() {
        0 => String::new(),
        count => format!(
            "复核调整了 {} 个部门 {count} 项，认定的总分、等级、名次（评分时）另列，排名仍按核算总分。",
            opinions.departments_adjusted()
        ),
    }
}

/// One position in the ranking.
struct Row<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: &'a Layout,
    position: usize,
    /// The department that stands there at scoring.
    department: usize,
}

impl Row<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.department]
    }

    fn card(&self) -> &Scorecard {
        &self.evaluation.cards[self.department]
    }

    /// What stands in a column of 评分结果.
    fn look_up<'c>(&self, at: u32, column: u16, result: Cell<'c>) -> Cell<'c> {
        result.by(self.found(at, column))
    }

    fn found(&self, at: u32, column: u16) -> String {
        let place = reference::fixed_column(at, self.layout.ranking_place());
        format!("INDEX({},{place})", self.layout.scores_column(column))
    }

    fn is_ranked(&self) -> bool {
        self.evaluation.ranking.ranks[self.department].is_some()
    }

    /// The total in 评分结果 that the department of this position at scoring is ranked by.
    fn total_along(&self) -> Cell<'_> {
        let row = self.layout.score_rows().0 + self.department as u32;
        let own = reference::fixed_cell(row, self.layout.ranked_total());
        let scores = Part::Scores.name();
        let total = ranked_total(self.record(), self.card());
        or(total, "").by(format!("IF(ISNUMBER({scores}!{own}),{scores}!{own},\"\")"))
    }

    /// Whether it still follows on the one above: totals fall, equal ones stand in input order, and whoever has none
    /// stands after all who have.
    fn holds(&self, at: u32) -> Cell<'_> {
        let total = |row: u32| reference::cell(row, self.layout.ranking_totals());
        let own = total(at);
        let follows = match (self.is_ranked(), self.position.checked_sub(1)) {
            (false, _) => format!("IF(ISNUMBER({own}),0,1)"),
            (true, None) => format!("IF(ISNUMBER({own}),1,0)"),
            (true, Some(before)) => {
                let is_in_order = self.evaluation.ranking.order[before] < self.department;
                let sign = if is_in_order { ">=" } else { ">" };
                format!("IF(AND(ISNUMBER({own}),{}{sign}{own}),1,0)", total(at - 1))
            }
        };
        Cell::from(1).by(follows)
    }

    /// The rank where that order holds: that of the first of equal totals, else the position.
    fn rank_along(&self, at: u32) -> Cell<'_> {
        let rank = self.evaluation.ranking.ranks[self.department];
        let rank = or(rank.map(Into::into), UNRANKED);
        if !self.is_ranked() || self.position == 0 {
            return rank;
        }
        let (layout, column) = (self.layout, self.layout.ranking_totals());
        let (own, above) = (reference::cell(at, column), reference::cell(at - 1, column));
        let last = layout.ranking_row(layout.departments as usize - 1);
        let all = reference::fixed(column, layout.ranking_row(0), last);
        let position = self.position + 1;
        rank.by(format!("IF({above}={own},MATCH({own},{all},0),{position})"))
    }

    fn name(&self, at: u32) -> Cell<'_> {
        as_text(self.found(at, Layout::NAME), &self.record().name)
    }

    /// An empty cell looked up would show 0, also after the order has changed.
    fn group(&self, at: u32) -> Cell<'_> {
        let group = self.record().group.as_deref().unwrap_or_default();
        as_text(format!("{}&\"\"", self.found(at, Layout::GROUP)), group)
    }
}

/// A text looked up, kept as text: the stored result of a name such as 007 would be taken for a number,
/// were it not for a character that cannot be seen.
fn as_text(formula: String, result: &str) -> Cell<'_> {
    const INVISIBLE: char = '\u{200b}';
    if result.parse::<f64>().is_ok() {
        Cell::from(format!("{result}{INVISIBLE}")).by(format!("{formula}&\"{INVISIBLE}\""))
    } else {
        Cell::from(result).by(formula)
    }
}
