//! Review of declared scores (自评复核): declared, computed, the difference, and why.

use rust_decimal::Decimal;

use crate::intake::Record;
use crate::rulebook::RuleBook;
use crate::scoring::{Scorecard, Source};

/// Differences up to this are equal.
const TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// One department's declaration beside its scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The department's place in the dataset.
    pub department: usize,
    /// By indicator.
    pub items: Vec<ReviewItem>,
    /// 自评总分, as declared.
    pub declared_total: Option<Decimal>,
    /// The sum of the declared indicators.
    pub declared_sum: Decimal,
    /// 自评等级, as declared.
    pub declared_grade: Option<String>,
    /// The total by the rules; none where it is 待定.
    pub computed_total: Option<Decimal>,
    /// The grade by the rules; none where it is 待定.
    pub computed_grade: Option<String>,
}

/// One indicator's declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewItem {
    /// Its place among the rule book's indicators.
    pub indicator: usize,
    /// The score that was declared.
    pub declared: Option<Decimal>,
    /// What the rules give; `None` where data are missing, also where the declared score was adopted.
    pub computed: Option<Decimal>,
    /// What comes of holding the two together.
    pub verdict: Verdict,
}

/// How a declared score compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both are the same.
    Agrees,
    /// Declared more than computed.
    TooHigh,
    /// Declared less than computed.
    TooLow,
    /// Nothing was declared.
    NotDeclared,
    /// It cannot be computed.
    NotComputed,
}

impl Verdict {
    /// The word that users see.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Agrees => "一致",
            Verdict::TooHigh => "自评偏高",
            Verdict::TooLow => "自评偏低",
            Verdict::NotDeclared => "未自评",
            Verdict::NotComputed => "缺数据，无法核算",
        }
    }
}

/// What a declaration differs in: the first of these that applies, so that each department is counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffersIn {
    /// Some indicators.
    Indicators,
    /// No indicator; the declared total is another than the sum of what was declared.
    Sum,
    /// The grade alone.
    Grade,
    /// The total, for want of indicators that nothing was declared of.
    Total,
}

impl ReviewItem {
    /// Declared less computed, where both are there.
    pub fn difference(&self) -> Option<Decimal> {
        Some(self.declared? - self.computed?)
    }
}

impl Review {
    /// What comes of holding the totals together.
    pub fn verdict(&self) -> Verdict {
        verdict(self.declared_total, self.computed_total)
    }

    /// Whether another grade was declared than the rules give, where both are there.
    pub fn grade_differs(&self) -> bool {
        let grades = self
            .declared_grade
            .as_ref()
            .zip(self.computed_grade.as_ref());
        grades.is_some_and(|(declared, computed)| declared != computed)
    }

    /// Whether the declared total is another than the sum of what was declared.
    pub fn sum_differs(&self) -> bool {
        let total = self.declared_total;
        total.is_some_and(|total| differs(total - self.declared_sum))
    }

    /// Whether it was declared otherwise than the rules give, be it the total, the grade, or an item; or otherwise
    /// than its own items add up to.
    pub fn differs(&self) -> bool {
        self.differs_in().is_some()
    }

    /// What it differs in, where it does.
    pub fn differs_in(&self) -> Option<DiffersIn> {
        if self.differing().next().is_some() {
            Some(DiffersIn::Indicators)
        } else if self.sum_differs() {
            Some(DiffersIn::Sum)
        } else if matches!(self.verdict(), Verdict::TooHigh | Verdict::TooLow) {
            Some(DiffersIn::Total)
        } else {
            self.grade_differs().then_some(DiffersIn::Grade)
        }
    }

    /// How many items have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let items = self.items.iter();
        items.filter(|item| item.verdict == verdict).count()
    }

    /// The items in which declared and computed differ.
    pub fn differing(&self) -> impl Iterator<Item = &ReviewItem> {
        self.items
            .iter()
            .filter(|item| matches!(item.verdict, Verdict::TooHigh | Verdict::TooLow))
    }
}

/// Reviews every declaration.
pub fn review(records: &[Record], cards: &[Scorecard], book: &RuleBook) -> Vec<Review> {
    records
        .iter()
        .zip(cards)
        .enumerate()
        .filter_map(|(department, (record, card))| {
            let declared = record.declared.as_ref()?;
            let items: Vec<ReviewItem> = (0..book.indicators.len())
                .map(|index| {
                    let scored = &card.indicators[index];
                    let computed = scored.score.filter(|_| scored.source == Source::Computed);
                    item(index, declared.score(index), computed)
                })
                .collect();
            Some(Review {
                department,
                declared_sum: items
                    .iter()
                    .filter_map(|item| item.declared)
                    .fold(Decimal::ZERO, Decimal::saturating_add),
                items,
                declared_total: declared.total.number(),
                declared_grade: declared.grade.clone(),
                computed_total: card.total,
                computed_grade: card.grade.clone(),
            })
        })
        .collect()
}

/// Whether a difference is one.
pub fn differs(difference: Decimal) -> bool {
    difference.abs() > TOLERANCE
}

fn item(indicator: usize, declared: Option<Decimal>, computed: Option<Decimal>) -> ReviewItem {
    ReviewItem {
        indicator,
        declared,
        computed,
        verdict: verdict(declared, computed),
    }
}

fn verdict(declared: Option<Decimal>, computed: Option<Decimal>) -> Verdict {
    match (declared, computed) {
        (None, _) => Verdict::NotDeclared,
        (Some(_), None) => Verdict::NotComputed,
        (Some(declared), Some(computed)) if !differs(declared - computed) => Verdict::Agrees,
        (Some(declared), Some(computed)) if declared > computed => Verdict::TooHigh,
        _ => Verdict::TooLow,
    }
}
