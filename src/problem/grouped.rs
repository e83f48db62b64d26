//! Problems by department and kind: the same remark forty times over is one, with a count.

use std::collections::{BTreeMap, HashMap};

use super::{Concerns, Problem, Severity};

/// The problems of one department, or those of whole sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemGroup<'p> {
    /// Whom they concern; none for whole sheets.
    pub department: Option<&'p Concerns>,
    /// The worst first.
    pub kinds: Vec<Kind<'p>>,
}

/// Problems of one department with the same code; there is one at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind<'p> {
    /// How much they weigh.
    pub severity: Severity,
    /// Their code.
    pub code: &'p str,
    /// The problems, in the order given.
    pub problems: Vec<&'p Problem>,
}

impl ProblemGroup<'_> {
    /// How much the worst of them weighs.
    pub fn worst(&self) -> Severity {
        let kinds = self.kinds.iter();
        kinds
            .map(|kind| kind.severity)
            .min()
            .unwrap_or(Severity::Info)
    }
}

/// Groups problems: those of whole sheets, then those of departments by code and name in the order given,
/// then those of any other.
pub fn by_department<'p>(
    problems: &'p [Problem],
    order: impl IntoIterator<Item = (Option<&'p str>, &'p str)>,
) -> Vec<ProblemGroup<'p>> {
    let mut places: HashMap<(Option<&str>, &str), usize> = HashMap::new();
    for department in order {
        let next = places.len();
        places.entry(department).or_insert(next);
    }
    let mut groups: BTreeMap<Option<usize>, ProblemGroup<'p>> = BTreeMap::new();
    let mut kinds: HashMap<(Option<usize>, Severity, &str), usize> = HashMap::new();
    for problem in problems {
        let department = problem.department.as_ref();
        let place = department.map(|department| {
            let next = places.len();
            let whose = (department.code.as_deref(), department.name.as_str());
            *places.entry(whose).or_insert(next)
        });
        let group = groups.entry(place).or_insert(ProblemGroup {
            department,
            kinds: Vec::new(),
        });
        let next = group.kinds.len();
        let kind = (place, problem.severity, problem.code.as_str());
        let kind = *kinds.entry(kind).or_insert(next);
        match group.kinds.get_mut(kind) {
            Some(kind) => kind.problems.push(problem),
            None => group.kinds.push(Kind {
                severity: problem.severity,
                code: &problem.code,
                problems: vec![problem],
            }),
        }
    }
    let mut groups: Vec<ProblemGroup> = groups.into_values().collect();
    for group in &mut groups {
        group.kinds.sort_by_key(|kind| (kind.severity, kind.code));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Place};

    fn problem(department: &str, severity: Severity, code: &str) -> Problem {
        let of = Concerns {
            code: None,
            name: department.into(),
        };
        let place = Place::new("基础数据", None);
        Problem {
            code: code.into(),
            department: Some(of).filter(|of| !of.name.is_empty()),
            ..Problem::new(severity, Code::Blank, place, "", "")
        }
    }

    #[test]
    fn departments_come_in_their_order_and_kinds_by_weight() {
        use Severity::{Error, Info, Warning};
        let problems = [
            problem("乙", Info, "V05"),
            problem("甲", Warning, "K201"),
            problem("丙", Error, "R05"),
            problem("乙", Error, "V01"),
            problem("", Info, "H05"),
            problem("乙", Info, "V05"),
        ];
        let groups = by_department(&problems, [(None, "甲"), (None, "乙")]);
        let told: Vec<(&str, Vec<(&str, usize)>)> = groups
            .iter()
            .map(|group| {
                let kinds = group.kinds.iter();
                let kinds = kinds.map(|kind| (kind.code, kind.problems.len())).collect();
                (group.department.map_or("", |one| one.name.as_str()), kinds)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("", vec![("H05", 1)]),
                ("甲", vec![("K201", 1)]),
                ("乙", vec![("V01", 1), ("V05", 2)]),
                ("丙", vec![("R05", 1)]),
            ]
        );
        assert_eq!(groups[2].worst(), Error);
    }
}
