//! The rows of 自评复核: what stands in each, as values and as formulas.

use rust_decimal::Decimal;

use super::{ADJUSTED_COLUMN, KEY, POINTS, RANKED, RECOGNIZED, USED};
use crate::analysis::Evaluation;
use crate::analysis::opinions::Given;
use crate::analysis::review::{Review, ReviewItem, Verdict};
use crate::decimal::fixed;
use crate::expr::excel::quoted;
use crate::intake::Record;
use crate::intake::opinions::{Remarks, TOTAL};
use crate::scoring::PENDING;
use crate::sheets::annotated::layout::Layout;
use crate::sheets::formula;
use crate::sheets::layer::{Cell, STYLE, or};
use crate::sheets::reference::{self, cell, fixed_column};

/// What stands where nothing was declared.
pub const UNDECLARED: &str = "未填";
/// What stands where the two cannot be compared.
pub const INCOMPARABLE: &str = "—";
/// What is said of a department whose totals agree, and something else does not.
pub const GRADE_DIFFERS: &str = "等级不一致";
pub const SUM_DIFFERS: &str = "合计不符";
pub const ITEMS_DIFFER: &str = "分项不一致";
/// What is said where declared and computed agree, and the bureau says something all the same.
pub const AGREES_WITH_OPINION: &str = "一致，有意见";
/// What is said of all rows of a department that declared nothing, while others did.
pub const NOBODY_DECLARED: &str = "没有自评";
/// A department's total, or one indicator of it.
pub struct Row<'e> {
    pub evaluation: &'e Evaluation<'e>,
    pub layout: &'e Layout,
    pub department: usize,
    /// The indicator's place; the total has none.
    pub indicator: Option<usize>,
    pub points: Decimal,
    pub declared: Option<Decimal>,
    pub computed: Option<Decimal>,
    pub verdict: &'static str,
    /// What it declared, if it did.
    pub review: Option<&'e Review>,
    /// The first and last row of the table.
    pub rows: (u32, u32),
    pub is_live: bool,
}

impl<'e> Row<'e> {
    pub fn record(&self) -> &'e Record {
        &self.evaluation.dataset.records[self.department]
    }

    /// What the score was computed from; of the whole, what was declared in words.
    pub fn why(&self) -> String {
        match (self.indicator, self.review) {
            (Some(indicator), _) => self.evaluation.explanation(self.department, indicator),
            (None, Some(review)) => summed(review, self.evaluation),
            (None, None) => String::new(),
        }
    }

    pub fn given(&self) -> Option<&'e Given> {
        self.evaluation
            .opinions
            .of(self.department, self.indicator?)
    }

    pub fn remarks(&self) -> Option<&'e Remarks> {
        self.given().map(|given| &given.remarks)
    }

    pub fn name(&self) -> Cell<'_> {
        match self.indicator {
            Some(indicator) => (&self.evaluation.book.indicators[indicator].name).into(),
            None => Cell::from(TOTAL).with(&STYLE.grade),
        }
    }

    /// A cell that people fill in; the total has none.
    pub fn hand<'c>(&self, written: Option<Cell<'c>>) -> Cell<'c> {
        match self.indicator {
            Some(_) => written.unwrap_or_else(|| "".into()),
            None => Cell::from("").with(&STYLE.center),
        }
    }

    pub fn live<'c>(&self, cell: Cell<'c>, formula: impl FnOnce() -> String) -> Cell<'c> {
        match self.is_live {
            true => cell.by(formula()),
            false => cell,
        }
    }

    /// The score that counts in the recognized total: what the bureau wrote where it can be one, else the computed one.
    pub fn used(&self, at: u32) -> Cell<'_> {
        let Some(indicator) = self.indicator else {
            return "".into();
        };
        let used = self.evaluation.opinions.recognized[self.department].scores[indicator];
        self.live(or(used, PENDING), || {
            let (first, _) = self.layout.score_rows();
            let row = first + self.department as u32;
            let column = self.layout.indicator(indicator);
            let computed = format!("评分结果!{}", cell(row, column));
            let (own, points) = (cell(at, ADJUSTED_COLUMN), cell(at, POINTS));
            let places = self.evaluation.book.decimals;
            format!(
                "IF(ISNUMBER({own}),IF(AND({own}>=0,{own}<={points},ROUND({own},{places})={own}),{own},{computed}),{computed})"
            )
        })
    }

    pub fn column(&self, column: u16) -> String {
        reference::fixed(column, self.rows.0, self.rows.1)
    }

    pub fn recognized(&self, at: u32) -> Cell<'_> {
        if self.indicator.is_some() {
            return "".into();
        }
        let total = self.evaluation.opinions.recognized[self.department].total;
        self.live(or(total, PENDING), || {
            let own = fixed_column(at, KEY);
            let (keys, used) = (self.column(KEY), self.column(USED));
            let count = self.evaluation.book.indicators.len();
            let places = self.evaluation.book.decimals;
            format!(
                "IF(COUNTIFS({keys},{own},{used},\">=0\")={count},ROUND(SUMIFS({used},{keys},{own}),{places}),{})",
                quoted(PENDING)
            )
        })
    }

    pub fn grade(&self, at: u32) -> Cell<'_> {
        if self.indicator.is_some() {
            return "".into();
        }
        let grade = &self.evaluation.opinions.recognized[self.department].grade;
        let grade = Cell::from(grade.as_deref().unwrap_or(PENDING));
        self.live(grade, || {
            formula::grade(self.evaluation.book, &cell(at, RECOGNIZED))
        })
    }

    pub fn rank(&self, at: u32) -> Cell<'_> {
        if self.indicator.is_some() {
            return "".into();
        }
        let rank = self.evaluation.opinions.ranking.ranks[self.department];
        self.live(
            or(
                rank.map(|rank| rank as usize).map(Decimal::from),
                INCOMPARABLE,
            ),
            || {
                let (own, all) = (fixed_column(at, RANKED), self.column(RANKED));
                format!(
                    "IF(ISNUMBER({own}),RANK({own},{all}),{})",
                    quoted(INCOMPARABLE)
                )
            },
        )
    }

    /// The recognized total, where the department is ranked.
    pub fn ranked(&self, at: u32) -> Cell<'_> {
        if self.indicator.is_some() || self.record().duplicate {
            return "".into();
        }
        let total = self.evaluation.opinions.recognized[self.department].total;
        self.live(or(total, ""), || {
            let own = fixed_column(at, RECOGNIZED);
            format!("IF(ISNUMBER({own}),{own},\"\")")
        })
    }

    /// Where nobody declared anything there is nothing to compare, and no filter hides rows.
    pub fn is_hidden(&self) -> bool {
        !self.evaluation.reviews.is_empty()
            && [Verdict::Agrees.label(), NOBODY_DECLARED].contains(&self.verdict)
    }
}

/// What rows are made from.
#[derive(Clone, Copy)]
pub struct Making<'e> {
    pub evaluation: &'e Evaluation<'e>,
    pub layout: &'e Layout,
    pub span: (u32, u32),
    pub is_live: bool,
}

impl<'e> Making<'e> {
    /// A department's total.
    pub fn whole(self, department: usize, review: Option<&'e Review>) -> Row<'e> {
        let verdict = match review {
            None => NOBODY_DECLARED,
            Some(review) => {
                let differ = review.differing().next().is_some() || pending(review) > 0;
                match review.verdict() {
                    Verdict::Agrees if review.grade_differs() => GRADE_DIFFERS,
                    Verdict::Agrees if review.sum_differs() => SUM_DIFFERS,
                    Verdict::Agrees if differ => ITEMS_DIFFER,
                    verdict => verdict.label(),
                }
            }
        };
        // Whoever has an adjusted score is shown.
        let adjusted = self.evaluation.opinions.recognized[department].adjusted > 0;
        let verdict = match verdict == Verdict::Agrees.label() && adjusted {
            true => AGREES_WITH_OPINION,
            false => verdict,
        };
        Row {
            evaluation: self.evaluation,
            layout: self.layout,
            department,
            indicator: None,
            points: self.evaluation.book.points,
            declared: review.and_then(|review| review.declared_total),
            computed: self.evaluation.cards[department].total,
            verdict,
            review,
            rows: self.span,
            is_live: self.is_live,
        }
    }

    /// A department's indicators.
    pub fn parts(
        self,
        department: usize,
        review: Option<&'e Review>,
    ) -> impl Iterator<Item = Row<'e>> {
        let scored = &self.evaluation.cards[department].indicators;
        let indicators = self.evaluation.book.indicators.iter().zip(scored);
        indicators
            .enumerate()
            .map(move |(place, (indicator, scored))| {
                let item = review.map(|review| &review.items[place]);
                let said = self.evaluation.opinions.of(department, place).is_some();
                let verdict = match item.map(|item| item.verdict) {
                    Some(Verdict::Agrees) | None if said => AGREES_WITH_OPINION,
                    Some(verdict) => verdict.label(),
                    None => NOBODY_DECLARED,
                };
                Row {
                    evaluation: self.evaluation,
                    layout: self.layout,
                    department,
                    indicator: Some(place),
                    points: indicator.points,
                    declared: item.and_then(|item| item.declared),
                    computed: match item {
                        Some(item) => item.computed,
                        None => scored.score,
                    },
                    verdict: match item {
                        None if said => "未自评，有意见",
                        _ => verdict,
                    },
                    review,
                    rows: self.span,
                    is_live: self.is_live,
                }
            })
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
