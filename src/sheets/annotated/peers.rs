//! 同类比较: the figures that are held against each other, group by group, so that ranks, means and medians are plain
//! formulas over a range. Only where the rule book compares departments.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, XlsxError};

use super::layout::Layout;
use super::record_cells::RecordCells;
use crate::analysis::{Evaluation, Part};
use crate::decimal;
use crate::expr::excel::quoted;
use crate::expr::peers::{PeerGroup, PeerRule, compared};
use crate::expr::{Expr, Figures};
use crate::intake::Record;
use crate::intake::generated::numbered;
use crate::rulebook::Indicator;
use crate::sheets::layer::{Book, Cell, Columns, Rows, STYLE};

/// What stands in the place of a figure that lacks.
const LACKING: &str = "缺数据";

/// One department's figure by one rule.
struct Row<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: &'a Layout,
    rule: &'a PeerRule,
    indicator: &'a Indicator,
    group: &'a PeerGroup,
    record: &'a Record,
    figure: Option<Decimal>,
}

impl Row<'_> {
    fn cells(&self) -> RecordCells<'_> {
        RecordCells::new(self.evaluation, self.layout, self.record)
    }

    fn group(&self) -> String {
        match &self.group.name {
            Some(name) => name.to_string(),
            None => "全部部门".into(),
        }
    }

    /// The figure, by a formula over the department's own data; none of a department that stands twice.
    fn figure(&self) -> Cell<'_> {
        if self.record.duplicate {
            return Cell::from(LACKING);
        }
        let measure = self.rule.measure.excel(&self.cells());
        let formula = format!("IFERROR(ROUND({measure},10),{})", quoted(LACKING));
        match self.figure {
            Some(figure) => Cell::from(compared(figure)),
            None => Cell::from(LACKING),
        }
        .by(formula)
        .with(format(self.rule.measure.is_ratio()))
    }

    /// What comes of the comparison.
    fn outcome(&self) -> Cell<'_> {
        let compared = Expr::Peers(Arc::new(self.rule.clone()));
        let value = self.rule.measure.number(self.record).ok();
        let value = value.and_then(|own| {
            let standing = self.record.standing(self.rule);
            self.rule.value(own, standing).ok()
        });
        let value = value.map(|value| decimal::round(value, 10));
        let formula = format!(
            "IFERROR(ROUND({},10),{})",
            compared.excel(&self.cells()),
            quoted("不能比较")
        );
        match value {
            Some(value) => Cell::from(value),
            None => Cell::from("不能比较"),
        }
        .by(formula)
        .with(format(self.rule.compared.is_ratio()))
    }
}

fn format(is_ratio: bool) -> &'static Format {
    match is_ratio {
        true => &STYLE.percent,
        false => &STYLE.center,
    }
}

/// The rules that indicators are scored by, each with its indicator.
fn rules<'a>(evaluation: &'a Evaluation) -> impl Iterator<Item = (&'a PeerRule, &'a Indicator)> {
    let book = evaluation.book;
    let rules = book.peers.iter();
    rules.filter_map(move |rule| Some((rule.as_ref(), book.indicator_by(rule)?)))
}

/// Writes the sheet, or as many as it takes. Rows stand in the order that [`Layout`] says.
pub fn write(book: &mut Book, evaluation: &Evaluation, layout: &Layout) -> Result<(), XlsxError> {
    let records = &evaluation.dataset.records;
    let mut rows: Vec<Row> = Vec::new();
    for (rule, indicator) in rules(evaluation) {
        let own = records.iter().filter_map(|record| {
            let standing = record.standing(rule)?;
            let group = standing.group.as_deref()?;
            Some(Row {
                evaluation,
                layout,
                rule,
                indicator,
                group,
                record,
                figure: group.members.get(standing.place)?.figure,
            })
        });
        rows.extend(own);
    }
    // A group's members stand together, in the order of the data.
    let place = |row: &Row| layout.peer_row(row.rule, row.record);
    rows.sort_by_cached_key(place);
    let sheet = |row: &Row| place(row).map_or(1, |(sheet, _)| sheet);
    let mut columns = Columns::<Row>::new();
    columns
        .wrapped("三级指标", 26.0, |row| (&row.indicator.name).into())
        .text("和谁比", 24.0, |row| row.group().into())
        .text("部门名称", 26.0, |row| (&row.record.name).into())
        .center("数值", 16.0, Row::figure)
        .center("比出的数", 16.0, Row::outcome);
    let note = "与其他部门比较计分的指标：每一组的部门排在一起，“数值”由各部门的原始数据算出，“比出的数”是名次或比值。";
    let name = Part::Compared.name();
    for number in 1.. {
        let others = rows.split_off(rows.partition_point(|row| sheet(row) <= number));
        let large = book.large(&numbered(name, number))?;
        let mut table = Rows::titled(large.sheet, name, note, columns.last())?.flowing(large.flow);
        let table = table.table(&columns, rows)?;
        table.finish(large.sheet, 3)?;
        rows = others;
        if rows.is_empty() {
            break;
        }
    }
    Ok(())
}
