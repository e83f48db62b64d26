//! Formulas that more than one workbook has: sums of scores that may be 待定, and the grade of a total.

use crate::expr::excel::{literal, quoted};
use crate::rulebook::RuleBook;
use crate::scoring::PENDING;

/// The sum of some scores, 待定 where any of the `count` is.
pub fn sum(ranges: &str, count: usize, decimals: u32) -> String {
    sum_or(ranges, count, decimals, PENDING)
}

/// The same with another word where any is missing.
pub fn sum_or(ranges: &str, count: usize, decimals: u32, none: &str) -> String {
    let none = quoted(none);
    format!("IF(COUNT({ranges})={count},ROUND(SUM({ranges}),{decimals}),{none})")
}

/// The grade of the total in a cell, 待定 where it is no number.
pub fn grade(book: &RuleBook, total: &str) -> String {
    let grades: Vec<_> = book.grades.iter().collect();
    let mut formula = grades
        .last()
        .map_or_else(String::new, |grade| quoted(&grade.name));
    for grade in grades.iter().rev().skip(1) {
        formula = format!(
            "IF({total}>={},{},{formula})",
            literal(grade.min),
            quoted(&grade.name)
        );
    }
    format!("IF(ISNUMBER({total}),{formula},{})", quoted(PENDING))
}

/// Whether a criterion that is this text would match other texts, too.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '~']) || text.starts_with(['=', '<', '>'])
}

/// The number format of scores with so many decimals.
pub fn pattern(decimals: u32) -> String {
    match decimals {
        0 => "0".to_string(),
        places => format!("0.{}", "0".repeat(places as usize)),
    }
}
