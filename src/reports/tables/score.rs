//! 评分表: the official score table at the end of a department's report: three levels of indicators with
//! their points, what each means and how it is scored, the score; then total and grade.

use crate::decimal;
use crate::intake::Record;
use crate::reports::block::{Cell, Merge, Table};
use crate::rulebook::{Indicator, Role, RuleBook};
use crate::scoring::PENDING;
use crate::scoring::{Scorecard, Source};

/// The columns' shares of the width.
const WIDTHS: [u32; 9] = [9, 5, 9, 5, 15, 5, 24, 40, 7];

/// So many indicators of a second level stand together on a page at most.
const TOGETHER: usize = 4;

/// The table. Word does not say where its pages break, so the names of the levels cannot follow the pages: every second
/// level names the first again, and stands on one page; a long one in parts.
pub fn table(record: &Record, card: &Scorecard, book: &RuleBook) -> Table {
    let mut rows = header();
    for first in &book.framework {
        for second in &first.second {
            let under = |indicator: &Indicator| {
                (&indicator.under.0, &indicator.under.1) == (&first.name, &second.name)
            };
            let indicators = book.indicators.iter().enumerate();
            let indicators: Vec<(usize, &Indicator)> = indicators
                .filter(|(_, indicator)| under(indicator))
                .collect();
            let parts = indicators.len().div_ceil(TOGETHER).max(1);
            let part = indicators.len().div_ceil(parts).max(1);
            for (number, part) in indicators.chunks(part).enumerate() {
                let name = match number {
                    0 => second.name.clone(),
                    _ => format!("{}\n（续）", second.name),
                };
                let points = |points| decimal::trimmed(points, 4);
                let mut merge = Merge::First;
                for (index, indicator) in part {
                    rows.push(vec![
                        Cell::centered(&first.name).merged(merge),
                        Cell::centered(points(first.points)).merged(merge),
                        Cell::centered(&name).merged(merge),
                        Cell::centered(points(second.points)).merged(merge),
                        Cell::centered(&indicator.name),
                        Cell::centered(points(indicator.points)),
                        Cell::left(&indicator.about),
                        Cell::left(&indicator.criteria),
                        Cell::centered(score(*index, card)),
                    ]);
                    merge = Merge::Continued;
                }
            }
        }
    }
    rows.extend(conclusion(record, card, book));
    Table {
        widths: WIDTHS.into(),
        header: 3,
        rows,
    }
}

fn header() -> Vec<Vec<Cell>> {
    let tall = |text: &str, merge| Cell::header(text).merged(merge);
    let last = |merge| ["指标说明", "参考评分标准", "分数"].map(|text| tall(text, merge));
    let levels = ["一级指标", "二级指标", "三级指标"].map(|text| Cell::header(text).over(2));
    let names = ["名称", "参考\n分值"].map(Cell::header);
    vec![
        [Cell::header("评价指标").over(6)]
            .into_iter()
            .chain(last(Merge::First))
            .collect(),
        levels.into_iter().chain(last(Merge::Continued)).collect(),
        names
            .iter()
            .cycle()
            .take(6)
            .cloned()
            .chain(last(Merge::Continued))
            .collect(),
    ]
}

fn score(index: usize, card: &Scorecard) -> String {
    let scored = &card.indicators[index];
    match (scored.score, scored.source) {
        (None, _) => PENDING.into(),
        (Some(score), Source::Declared) => format!("{}（自评）", decimal::trimmed(score, 4)),
        (Some(score), _) => decimal::trimmed(score, 4),
    }
}

/// 综合评分, 评分等级, 填表人.
fn conclusion(record: &Record, card: &Scorecard, book: &RuleBook) -> Vec<Vec<Cell>> {
    let preparer = book
        .role(Role::Preparer)
        .and_then(|metric| record.fields.get(metric.variable.id)?.text());
    let total = match card.total {
        Some(total) => decimal::trimmed(total, 4),
        None => format!(
            "{PENDING}（已评 {} 分／{} 分）",
            decimal::trimmed(card.scored_total, 4),
            decimal::trimmed(card.scored_points, 4)
        ),
    };
    let grade = card.grade.clone().unwrap_or_else(|| PENDING.into());
    [
        ("综合评分", total),
        ("评分等级", grade),
        ("填表人", preparer.unwrap_or_default()),
    ]
    .map(|(label, value)| vec![Cell::header(label).over(6), Cell::centered(value).over(3)])
    .into()
}
