//! 自评得分: what the departments give themselves, mostly right, and wrong
//! here and there in the ways people get it wrong.

use super::columns::{INDICATORS, indicator};
use super::model::{Book, DeclaredRow, Planted, address};
use super::score::{cents, grade, scores, total};

/// The columns before the 21 indicators.
const BEFORE: usize = 2;

/// How a declared row goes wrong.
pub enum Slip {
    /// Claims this score for an indicator; the total follows.
    Claims(&'static str, f64),
    /// Rounds an indicator's score up to the next half point.
    RoundsUp(&'static str),
    /// Leaves an indicator blank; the total counts it.
    LeavesBlank(&'static str),
    /// Adds up wrong by so much.
    Miscounts(f64),
    /// Takes this grade, whatever the total.
    TakesGrade(&'static str),
}

/// A department's slip; `expected` as in [`Planted`].
pub type SlipOf = (&'static str, Slip, &'static str, &'static str, &'static str);

/// Fills in the declared scores of all departments but `silent`, right for the
/// book as it stands, then lets each of `slips` happen.
pub fn declare(book: &mut Book, silent: &[&str], slips: &[SlipOf]) {
    let rows: Vec<DeclaredRow> = book
        .base
        .iter()
        .filter(|row| !silent.contains(&row.name()))
        .map(|row| {
            let outcomes: Vec<_> = book
                .outcomes
                .iter()
                .filter(|outcome| outcome.department == row.name())
                .collect();
            let scores = scores(book.edition, row, &outcomes);
            let total = total(&scores).expect("nothing is missing before the mistakes");
            DeclaredRow {
                code: row.code().to_string(),
                department: row.name().to_string(),
                scores,
                total,
                grade: grade(total),
            }
        })
        .collect();
    book.declared = rows;
    for slip in slips {
        let planted = make(book, slip);
        book.planted.push(planted);
    }
}

/// Appends a row for a department that 基础数据 does not have.
pub fn declare_unknown(book: &mut Book, code: &str, name: &str) {
    let scores: Vec<_> = INDICATORS.iter().map(|(_, points)| Some(*points)).collect();
    book.planted.push(Planted {
        sheet: "自评得分",
        department: name.to_string(),
        cell: address(book.declared.len(), 0),
        kind: "declared-unknown-department",
        expected: "error",
        note: "no such department in 基础数据; the row is not used".to_string(),
    });
    book.declared.push(DeclaredRow {
        code: code.to_string(),
        department: name.to_string(),
        scores,
        total: 100.0,
        grade: "优",
    });
}

fn make(book: &mut Book, slip: &SlipOf) -> Planted {
    let (department, slip, kind, expected, note) = slip;
    let position = book
        .declared
        .iter()
        .position(|row| row.department == *department)
        .unwrap_or_else(|| panic!("{department} declares nothing"));
    let row = &mut book.declared[position];
    let column = match slip {
        Slip::Claims(name, score) => claim(row, indicator(name), *score),
        Slip::RoundsUp(name) => {
            let column = indicator(name);
            let right = row.scores[column].expect("there to be rounded");
            claim(row, column, (right * 2.0).ceil() / 2.0)
        }
        Slip::LeavesBlank(name) => {
            row.scores[indicator(name)] = None;
            indicator(name)
        }
        Slip::Miscounts(by) => {
            row.total = cents(row.total + by);
            row.grade = grade(row.total);
            INDICATORS.len()
        }
        Slip::TakesGrade(taken) => {
            assert_ne!(row.grade, *taken, "{department} has that grade anyway");
            row.grade = taken;
            INDICATORS.len() + 1
        }
    };
    Planted {
        sheet: "自评得分",
        department: department.to_string(),
        cell: address(position, BEFORE + column),
        kind,
        expected,
        note: note.to_string(),
    }
}

fn claim(row: &mut DeclaredRow, column: usize, score: f64) -> usize {
    assert_ne!(
        row.scores[column],
        Some(score),
        "{} is right about {}",
        row.department,
        INDICATORS[column].0
    );
    row.scores[column] = Some(score);
    row.total = cents(row.scores.iter().flatten().sum());
    row.grade = grade(row.total);
    column
}
