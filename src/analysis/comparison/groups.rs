//! By 主管部门: each department under the one that it last had, so that a group is the same over the years.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::following::Department;
use super::{Step, Year, newest};

/// The departments of one 主管部门 over the years.
#[derive(Clone, Debug, PartialEq)]
pub struct SupervisorYears {
    /// 主管部门.
    pub name: String,
    /// By year.
    pub years: Vec<GroupYear>,
    /// By step.
    pub steps: Vec<GroupStep>,
}

/// A group in one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupYear {
    /// How many departments it has.
    pub departments: usize,
    /// How many have a total.
    pub scored: usize,
    /// The sum of their totals.
    pub sum: Decimal,
}

/// A group from one year to the next: only departments with a total in both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupStep {
    /// How many departments have a total in both years.
    pub compared: usize,
    /// The sum of their changes.
    pub sum: Decimal,
    /// The department that rose most, and by how much, if any rose.
    pub best: Option<(usize, Decimal)>,
    /// The department that fell most, and by how much, if any fell.
    pub worst: Option<(usize, Decimal)>,
}

/// Groups the departments, in order of first appearance.
pub fn groups(years: &[Year], departments: &[Department], steps: &[Step]) -> Vec<SupervisorYears> {
    let mut groups: Vec<SupervisorYears> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (index, department) in departments.iter().enumerate() {
        let Some(name) = newest(years, department).group.clone() else {
            continue;
        };
        let place = *places.entry(name.clone()).or_insert_with(|| {
            groups.push(SupervisorYears {
                name,
                years: vec![GroupYear::default(); years.len()],
                steps: vec![GroupStep::default(); steps.len()],
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        for ((year, of), record) in years.iter().zip(&mut group.years).zip(&department.places) {
            let Some(record) = *record else { continue };
            of.departments += 1;
            if let Some(total) = year.evaluation.cards[record].total {
                of.scored += 1;
                of.sum += total;
            }
        }
        for (step, of) in steps.iter().zip(&mut group.steps) {
            let change = step.changes[index]
                .as_ref()
                .and_then(|change| change.total());
            if let Some(change) = change {
                of.take(index, change);
            }
        }
    }
    groups
}

impl GroupStep {
    fn take(&mut self, department: usize, change: Decimal) {
        self.compared += 1;
        self.sum += change;
        if change > self.best.map_or(Decimal::ZERO, |(_, best)| best) {
            self.best = Some((department, change));
        }
        if change < self.worst.map_or(Decimal::ZERO, |(_, worst)| worst) {
            self.worst = Some((department, change));
        }
    }
}
