//! Grades from one year to the next.

use super::Comparison;
use crate::scoring::PENDING;

/// How many departments went from which grade to which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The earlier year's grades, best first; then 待定.
    pub before: Vec<String>,
    /// The later year's grades, best first; then 待定.
    pub after: Vec<String>,
    /// By grade before and grade after.
    pub counts: Vec<Vec<usize>>,
}

impl Comparison<'_> {
    /// The grades that a year can give, best first, then 待定.
    pub fn grades(&self, year: usize) -> Vec<String> {
        let grades = self.years[year].evaluation.book.grades.iter();
        let grades = grades.map(|grade| grade.name.clone());
        grades.chain([PENDING.to_string()]).collect()
    }

    /// A department's grade in a year, 待定 where it has none; nothing where the year has no such department.
    pub fn grade(&self, department: usize, year: usize) -> Option<&str> {
        let card = self.card(department, year)?;
        Some(card.grade.as_deref().unwrap_or(PENDING))
    }

    /// The matrix of grades over a step, of the departments that both years have.
    pub fn matrix(&self, step: usize) -> Matrix {
        let (before, after) = (self.grades(step), self.grades(step + 1));
        let mut counts = vec![vec![0; after.len()]; before.len()];
        for department in 0..self.departments.len() {
            let grades = (
                self.grade(department, step),
                self.grade(department, step + 1),
            );
            if let (Some(old), Some(new)) = grades
                && let Some(row) = before.iter().position(|grade| grade == old)
                && let Some(column) = after.iter().position(|grade| grade == new)
            {
                counts[row][column] += 1;
            }
        }
        Matrix {
            before,
            after,
            counts,
        }
    }

    /// The departments that both years have with different grades, those that rose first, in order.
    pub fn grade_movers(&self, step: usize) -> Vec<usize> {
        let mut movers: Vec<(isize, usize)> = (0..self.departments.len())
            .filter_map(|department| {
                let place = |year| {
                    let grade = self.grade(department, year)?;
                    let grades = self.grades(year);
                    let place = grades.iter().position(|known| known == grade)? as isize;
                    Some((grade, place))
                };
                let ((old, from), (new, to)) = (place(step)?, place(step + 1)?);
                (old != new).then_some((to - from, department))
            })
            .collect();
        movers.sort();
        movers
            .into_iter()
            .map(|(_, department)| department)
            .collect()
    }
}
