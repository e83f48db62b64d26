//! 自评复核: declared against computed scores in one table: first each department's total, then every indicator. A
//! filter is set that shows what differs, and so does the printout; all other rows are there, hidden by it.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_xlsxwriter::{FilterCondition, FilterCriteria, Worksheet};

use crate::analysis::Evaluation;
use crate::analysis::review::{Review, ReviewItem, Verdict};
use crate::decimal::fixed;
use crate::intake::Record;
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written};
use crate::sheets::palette;
use crate::sheets::style;

/// What stands where nothing was declared.
const UNDECLARED: &str = "未填";
/// What stands where the two cannot be compared.
const INCOMPARABLE: &str = "—";
/// What is said of a department whose totals agree, and something else does not.
const GRADE_DIFFERS: &str = "等级不一致";
const SUM_DIFFERS: &str = "合计不符";
const ITEMS_DIFFER: &str = "分项不一致";
const TOTAL: &str = "总分";
const VERDICT: u16 = 7;
const FILLS: [(&str, u32); 5] = [
    ("自评偏高", palette::BAD),
    ("自评偏低", palette::CAREFUL),
    (GRADE_DIFFERS, palette::BAD),
    (SUM_DIFFERS, palette::BAD),
    (ITEMS_DIFFER, palette::CAREFUL),
];

/// A department's total, or one indicator of it.
struct Row<'e> {
    record: &'e Record,
    /// The indicator; the total has none.
    indicator: Option<&'e str>,
    points: Decimal,
    declared: Option<Decimal>,
    computed: Option<Decimal>,
    verdict: &'static str,
    why: Cow<'e, str>,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation) -> Written {
    let reviews = &evaluation.reviews;
    let differing = reviews
        .iter()
        .filter(|review| review.differing().next().is_some());
    let note = format!(
        "{} 个部门有自评，其中 {} 个与核算不一致。差异＝自评−核算，0.005 以内视为一致。先列各部门总分，再列各项指标；已筛选，只显示和打印不一致的，点“结论”旁的筛选按钮可看全部。",
        reviews.len(),
        differing.count()
    );
    let columns = columns();
    let mut rows = Rows::titled(sheet, "自评复核", &note, columns.last())?;
    let wholes = reviews.iter().map(|review| whole(review, evaluation));
    let parts = reviews.iter().flat_map(|review| parts(review, evaluation));
    let table = rows.table(&columns, wholes.chain(parts))?;
    for (word, fill) in FILLS {
        style::fill_where(sheet, (table.first, table.last), VERDICT, word, fill)?;
    }
    let differs = FilterCondition::new()
        .add_custom_filter(FilterCriteria::NotEqualTo, Verdict::Agrees.label());
    table.filter_by(sheet, VERDICT, &differs)?;
    table.freeze(sheet, 2)?;
    table.landscape().set_up(sheet)
}

fn columns<'e>() -> Columns<'e, Row<'e>> {
    let mut columns = Columns::<Row>::new();
    columns
        .center("部门编码", 9.0, |row| row.record.code.as_deref().into())
        .shrunk("部门名称", 26.0, |row| (&row.record.name).into())
        .wrapped("三级指标", 24.0, |row| match row.indicator {
            Some(name) => name.into(),
            None => Cell::from(TOTAL).with(&STYLE.grade),
        })
        .points("分值", 6.0, |row| row.points.into())
        .score("自评得分", 9.0, |row| score(row.declared, UNDECLARED))
        .score("核算得分", 9.0, |row| score(row.computed, PENDING))
        .score("差异", 8.0, |row| {
            let both = row.declared.zip(row.computed);
            score(
                both.map(|(declared, computed)| declared - computed),
                INCOMPARABLE,
            )
        })
        .center("结论", 17.0, |row| row.verdict.into())
        .wrapped("核算依据", 79.0, |row| row.why.as_ref().into())
        .least(18.5)
        .hiding(|row| row.verdict == Verdict::Agrees.label())
        .header_height(0, 24.0);
    columns
}

/// A department's total.
fn whole<'e>(review: &'e Review, evaluation: &'e Evaluation) -> Row<'e> {
    let differ = review.differing().next().is_some() || pending(review) > 0;
    let verdict = match review.verdict() {
        Verdict::Agrees if review.grade_differs() => GRADE_DIFFERS,
        Verdict::Agrees if review.sum_differs() => SUM_DIFFERS,
        Verdict::Agrees if differ => ITEMS_DIFFER,
        verdict => verdict.label(),
    };
    Row {
        record: &evaluation.dataset.records[review.department],
        indicator: None,
        points: evaluation.book.points,
        declared: review.declared_total,
        computed: review.computed_total,
        verdict,
        why: summed(review, evaluation).into(),
    }
}

/// A department's indicators.
fn parts<'e>(review: &'e Review, evaluation: &'e Evaluation) -> impl Iterator<Item = Row<'e>> {
    let scored = &evaluation.cards[review.department].indicators;
    let indicators = evaluation.book.indicators.iter();
    let rows = indicators.zip(&review.items).zip(scored);
    rows.map(|((indicator, item), scored)| Row {
        record: &evaluation.dataset.records[review.department],
        indicator: Some(&indicator.name),
        points: indicator.points,
        declared: item.declared,
        computed: item.computed,
        verdict: item.verdict.label(),
        why: scored.explanation.as_str().into(),
    })
}

/// A score, or a word where there is none, which has no decimals.
fn score<'c>(number: Option<Decimal>, word: &'c str) -> Cell<'c> {
    match number {
        Some(number) => number.into(),
        None => Cell::from(word).with(&STYLE.center),
    }
}

/// How many indicators could not be compared.
fn pending(review: &Review) -> usize {
    let is_pending = |item: &&ReviewItem| item.verdict == Verdict::NotComputed;
    review.items.iter().filter(is_pending).count()
}

/// A department's grades, the sum of what it declared, which indicators differ, and how many could not be compared.
fn summed(review: &Review, evaluation: &Evaluation) -> String {
    let declared = review.declared_grade.as_deref().unwrap_or(UNDECLARED);
    let computed = review.computed_grade.as_deref().unwrap_or(PENDING);
    let sum = fixed(review.declared_sum, evaluation.book.decimals);
    let mut parts = vec![format!("等级：自评{declared}，核算{computed}")];
    parts.push(match review.sum_differs() {
        true => format!("各项之和 {sum}，与自评总分不符"),
        false => format!("各项之和 {sum}"),
    });
    let names: Vec<&str> = review
        .differing()
        .map(|item| evaluation.book.indicators[item.indicator].name.as_str())
        .collect();
    if !names.is_empty() {
        parts.push(format!("{} 项不一致：{}", names.len(), names.join("、")));
    }
    match pending(review) {
        0 => {}
        pending => parts.push(format!("{pending} 项缺数据，无法核算")),
    }
    parts.join("；")
}
