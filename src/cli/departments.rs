//! Which departments a run is about: `--dept`, by name or code.

use clap::Args;

use super::outcome::{Failure, Outcome};
use crate::analysis::Evaluation;
use crate::intake::Record;
use crate::intake::identity::key;
use crate::problem::Severity;
use crate::rulebook::document::nearest;

/// Some departments, or all.
#[derive(Debug, Args)]
pub struct Departments {
    /// 只处理这个部门（名称或编码，可以重复；不指定时处理全部）
    #[arg(long = "dept", value_name = "部门")]
    names: Vec<String>,
}

impl Departments {
    /// Whether all are meant.
    pub fn is_all(&self) -> bool {
        self.names.is_empty()
    }

    /// Their places among the records, in input order where all are meant, else in the order asked for.
    /// One that stands in several rows is several.
    pub fn chosen(&self, records: &[Record]) -> Result<Vec<usize>, Failure> {
        if self.is_all() {
            return Ok((0..records.len()).collect());
        }
        let mut chosen = Vec::new();
        for name in &self.names {
            let is_meant = |record: &Record| {
                key(&record.name) == key(name) || record.code.as_deref().map(key) == Some(key(name))
            };
            let found = (0..records.len()).filter(|index| is_meant(&records[*index]));
            let before = chosen.len();
            chosen.extend(found);
            if chosen.len() == before {
                return Err(Failure::NoDepartment {
                    name: name.clone(),
                    hint: hint(name, records.iter().map(|record| record.name.as_str())),
                });
            }
        }
        let mut seen = std::collections::HashSet::new();
        chosen.retain(|index| seen.insert(*index));
        Ok(chosen)
    }
}

impl Departments {
    /// How a run about these departments ends: all of them have to be scored; where it is about everybody, no
    /// error may stand in the problem list either, which is told.
    pub fn outcome(&self, evaluation: &Evaluation, chosen: &[usize]) -> Outcome {
        let errors = evaluation.count(Severity::Error);
        if self.is_all() && errors > 0 {
            eprintln!("数据里有 {errors} 处错误，请先用 jixiao check 查看并更正，再重新生成。");
        }
        let clean = match self.is_all() {
            true => evaluation.is_clean(),
            false => evaluation.all_scored(chosen),
        };
        match clean {
            true => Outcome::Done,
            false => Outcome::DoneWithErrors,
        }
    }
}

/// The names that may have been meant: those that what was typed is a part of, else the nearest.
pub fn hint<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 5;
    let known: Vec<&str> = known.into_iter().collect();
    let typed = key(name);
    let has_it = |known: &&&str| !typed.is_empty() && key(known).contains(&typed);
    let longer: Vec<&str> = known.iter().filter(has_it).take(MOST).copied().collect();
    let meant = match longer.is_empty() {
        true => nearest(name, known).into_iter().collect(),
        false => longer,
    };
    match meant.is_empty() {
        true => String::new(),
        false => format!("是不是“{}”？", meant.join("”或“")),
    }
}
