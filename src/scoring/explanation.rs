//! Why an indicator scored what it did. Many are scored of whom nobody asks it, so it is worded where it is shown, from
//! the same evaluation of the same figures.

use super::missing::Lacks;
use super::{Considered, Scorecard};
use crate::decimal;
use crate::intake::Record;
use crate::rulebook::{Indicator, RuleBook};

impl Scorecard {
    /// How the score of an indicator, by its place, comes about, with the figures in place, or what is missing. The
    /// record and the rule book are those that the card was made of.
    pub fn explanation(&self, indicator: usize, record: &Record, book: &RuleBook) -> String {
        let (index, missing) = (indicator, self.missing);
        let indicator = &book.indicators[index];
        let figures = Considered { record, missing };
        let evaluated = figures.counted(indicator.expr.evaluate(record));
        let lack = match evaluated.number() {
            Ok(score) => {
                return evaluated.explain_score(score, &figures) + &last_year(indicator, record);
            }
            Err(lack) => lack,
        };
        let mut lacks = Lacks::default();
        figures.evaluate(indicator, &mut lacks);
        let reason = lacks.told(0, record, book, &lack);
        let Some(declared) = figures.declared(index) else {
            return format!("{reason}；待定");
        };
        let clamped = match declared > indicator.points {
            true => "（自评超过分值，按分值计）",
            false => "",
        };
        let score = figures.unscored(index, indicator, book.decimals).score;
        let told = decimal::trimmed(score.unwrap_or_default(), 4);
        format!("{reason}；采用自评{clamped} → {told}")
    }
}

/// Which year the figures of the year before are of, where the indicator uses any.
fn last_year(indicator: &Indicator, record: &Record) -> String {
    let mut uses_any = false;
    indicator
        .expr
        .variables(&mut |variable| uses_any |= variable.is_last_year());
    match record.before.year {
        Some(year) if uses_any => format!("（上年为 {year} 年）"),
        _ => String::new(),
    }
}
