//! Formulas for one figure in its cell: whether it can be used, and what it is.

use rust_decimal::Decimal;

use super::Kind;
use super::cells::{CellReading, Literal, Understood};

/// What a lack makes of a formula.
pub(super) const NOT_AVAILABLE: &str = "NA()";

/// A number as a formula writes it.
pub fn literal(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A text as a formula writes it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl CellReading {
    /// The formula for a number in the cell, unchecked.
    pub fn number(&self) -> String {
        understood(self, divided(self), &number_or_nothing)
    }

    /// The formula for a figure of a kind in the cell; a number is unchecked.
    pub(super) fn value(&self, kind: &Kind) -> String {
        let reference = &self.reference;
        match kind {
            // An outer check has found it to be one of the two.
            Kind::YesNo { .. } => any(&self.means(true, kind)),
            Kind::Text | Kind::Choice { .. } => {
                understood(self, reference.clone(), &|meaning| match meaning {
                    Some(Understood::Text(text)) => quoted(text),
                    _ => NOT_AVAILABLE.into(),
                })
            }
            Kind::Points { max } => {
                let max = literal(*max);
                let plain = format!(
                    "IF({reference}=\"是\",{max},IF({reference}=\"否\",0,IF(AND(ISNUMBER({reference}),{reference}>=0,{reference}<={max}),{reference},{NOT_AVAILABLE})))"
                );
                understood(self, plain, &|meaning| match meaning {
                    Some(Understood::Truth(true)) => max.clone(),
                    Some(Understood::Truth(false)) => "0".into(),
                    other => number_or_nothing(other),
                })
            }
            Kind::Amount { .. } | Kind::Count | Kind::Percent { .. } => self.number(),
        }
    }

    /// The check that the cell of a number, a 是/否 or a choice can be used.
    pub(super) fn usable(&self, kind: &Kind) -> String {
        let reference = &self.reference;
        let plain = match kind {
            Kind::YesNo { .. } => {
                let mut tests = self.means(true, kind);
                tests.extend(self.means(false, kind));
                return any(&tests);
            }
            Kind::Amount { positive: true } => format!("ISNUMBER({reference}),{reference}>0"),
            Kind::Percent { max: Some(max) } => format!(
                "ISNUMBER({reference}),{reference}>=0,{reference}<={}",
                literal(*max * self.divisor)
            ),
            Kind::Count => {
                format!(
                    "IF(ISNUMBER({reference}),AND({reference}>=0,INT({reference})={reference}),FALSE)"
                )
            }
            Kind::Choice { choices } => {
                let tests: Vec<String> = choices
                    .iter()
                    .map(|choice| format!("{reference}={}", quoted(choice)))
                    .collect();
                any(&tests)
            }
            _ => format!("ISNUMBER({reference}),{reference}>=0"),
        };
        if self.understood.is_empty() {
            return plain;
        }
        let plain = format!("AND({plain})");
        understood(self, plain, &|meaning| match meaning {
            Some(_) => "TRUE".into(),
            None => "FALSE".into(),
        })
    }

    /// The tests by which a 是/否 cell says so.
    pub(super) fn means(&self, truth: bool, kind: &Kind) -> Vec<String> {
        let reference = &self.reference;
        let refused = |text: &str| {
            let mut contents = self.understood.iter();
            contents.any(|(content, meaning)| {
                meaning.is_none() && *content == Literal::Text(text.into())
            })
        };
        let mut words = vec![if truth { "是" } else { "否" }];
        if matches!(kind, Kind::YesNo { default: Some(default) } if *default == truth) {
            words.push("");
        }
        words.retain(|word| !refused(word));
        let test = |word: &&str| format!("{reference}={}", quoted(word));
        let mut tests: Vec<String> = words.iter().map(test).collect();
        for (content, meaning) in &self.understood {
            if *meaning == Some(Understood::Truth(truth)) {
                tests.push(recognised(reference, content));
            }
        }
        tests
    }
}

/// The formula for what a cell holds: what was understood first, then what speaks for itself.
pub(super) fn understood(
    cell: &CellReading,
    plain: String,
    meaning: &dyn Fn(Option<&Understood>) -> String,
) -> String {
    cell.understood
        .iter()
        .rev()
        .fold(plain, |formula, (content, understood)| {
            format!(
                "IF({},{},{formula})",
                recognised(&cell.reference, content),
                meaning(understood.as_ref())
            )
        })
}

fn number_or_nothing(meaning: Option<&Understood>) -> String {
    match meaning {
        Some(Understood::Number(number)) => literal(*number),
        _ => NOT_AVAILABLE.into(),
    }
}

fn recognised(reference: &str, content: &Literal) -> String {
    match content {
        Literal::Text(text) => format!("{reference}={}", quoted(text)),
        Literal::Number(number) => format!("{reference}={}", literal(*number)),
        Literal::Truth(truth) => format!("{reference}={}", if *truth { "TRUE" } else { "FALSE" }),
    }
}

fn divided(cell: &CellReading) -> String {
    if cell.divisor == Decimal::ONE {
        cell.reference.clone()
    } else if cell.divisor < Decimal::ONE {
        format!(
            "{}*{}",
            cell.reference,
            literal(Decimal::ONE / cell.divisor)
        )
    } else {
        format!("{}/{}", cell.reference, literal(cell.divisor))
    }
}

/// Whether any of the tests holds.
pub(super) fn any(tests: &[String]) -> String {
    match tests {
        [] => "FALSE".into(),
        [test] => test.clone(),
        _ => format!("OR({})", tests.join(",")),
    }
}
