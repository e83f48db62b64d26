//! Missing data: the three ways to go on without them, and which blanks mattered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::expr::{Evaluated, Expr, Fault, Figure, FigureId, Figures, Kind, Lack, Variable, Year};
use crate::intake::Record;
use crate::rulebook::RuleBook;

/// What to do where data are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// The indicator and the total stay 待定.
    #[default]
    Hold,
    /// The items that lack data score 0.
    Zero,
    /// The indicator takes the declared score.
    Declared,
}

impl Missing {
    /// Every way, the usual one first.
    pub const ALL: [Missing; 3] = [Missing::Hold, Missing::Zero, Missing::Declared];

    /// The word of the command line and of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Missing::Hold => "hold",
            Missing::Zero => "zero",
            Missing::Declared => "declared",
        }
    }

    /// What users read.
    pub fn label(self) -> &'static str {
        match self {
            Missing::Hold => "待定（缺数据的指标不评分）",
            Missing::Zero => "按 0 分（缺数据的评分项得 0 分）",
            Missing::Declared => "采用自评（缺数据的指标采用自评得分）",
        }
    }
}

/// What one record lacks, by indicator.
#[derive(Debug, Default)]
pub struct Lacks {
    /// For each indicator, the metrics that are missing and needed.
    pub(super) needed: Vec<BTreeSet<FigureId>>,
    /// For each indicator, figures that are there but cannot be used.
    pub(super) faults: Vec<BTreeSet<Fault>>,
    /// Blank, and not needed: by metric, why not.
    pub(super) spare: BTreeMap<FigureId, Spare>,
}

/// Why a blank did not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spare {
    /// A veto, an exemption or another figure decided.
    Decided,
    /// It stands beside a total of 0.
    CountedAsZero,
    /// A figure that is there but not used: outcome indicators come first.
    Superseded,
}

impl Lacks {
    /// Notes what another indicator lacks, in the rule book's order; it was evaluated over the record alone, whatever
    /// the run does about lacks.
    pub(super) fn note(&mut self, indicator: &Evaluated, record: &Record) {
        let mut path = Path::default();
        path.walk(indicator, record);
        indicator.expr.variables(&mut |variable| {
            let id = variable.figure_id();
            let blank = record.figure(variable) == Figure::Blank && !has_default(variable);
            if blank && !path.missing.contains(&id) && !path.zero.contains(&id) {
                self.spare.entry(id).or_insert(Spare::Decided);
            }
        });
        for id in path.zero.difference(&path.missing) {
            self.spare.insert(*id, Spare::CountedAsZero);
        }
        for id in &path.superseded {
            // One that cannot be read has been reported as that.
            match record.field(*id).figure {
                Figure::Blank | Figure::Unreadable => self.spare.remove(id),
                _ => self.spare.insert(*id, Spare::Superseded),
            };
        }
        self.needed.push(path.missing);
        let lack = indicator.number().err();
        self.faults
            .push(lack.map(|lack| lack.faults).unwrap_or_default());
    }

    /// The names of everything that is missing, for a list of what a department lacks.
    pub fn names(&self, book: &RuleBook) -> Vec<String> {
        let needed: BTreeSet<FigureId> = self.needed.iter().flatten().copied().collect();
        let names = needed.iter().map(|id| book.figure_name(*id));
        let faults: BTreeSet<&Fault> = self.faults.iter().flatten().collect();
        names
            .chain(faults.into_iter().map(Fault::to_string))
            .collect()
    }

    /// The metrics that are blank and needed, each with the indicators that need it.
    pub(super) fn blanks(&self, record: &Record) -> BTreeMap<FigureId, Vec<usize>> {
        let mut blanks: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
        for (indicator, needed) in self.needed.iter().enumerate() {
            let blank = |id: &&FigureId| record.field(**id).figure == Figure::Blank;
            for id in needed.iter().filter(blank) {
                blanks.entry(*id).or_default().push(indicator);
            }
        }
        blanks
    }

    /// What an indicator needs and the record's sheet has no column for.
    pub fn without_column(&self, indicator: usize, record: &Record) -> Vec<FigureId> {
        let needed = self.needed[indicator].iter().copied();
        needed
            .filter(|id| record.field(*id).cell.is_none())
            .collect()
    }

    /// Why an indicator has no score, in a sentence.
    pub fn told(&self, indicator: usize, record: &Record, book: &RuleBook, lack: &Lack) -> String {
        let named: Vec<String> = self.needed[indicator]
            .iter()
            .map(|id| {
                let state = match record.field(*id).figure {
                    Figure::Unreadable => "无法使用",
                    _ => "空白",
                };
                match record.field(*id).cell {
                    Some(cell) => format!("{}（{cell} {state}）", book.figure_name(*id)),
                    None if id.year == Year::Last => {
                        format!("{}（没有上年数据）", book.figure_name(*id))
                    }
                    None => format!("{}（没有这一列）", book.figure_name(*id)),
                }
            })
            .collect();
        let mut parts = Vec::new();
        if !named.is_empty() {
            parts.push(format!("缺少：{}", named.join("、")));
        }
        let faults = lack.faults.iter().chain(&self.faults[indicator]);
        let faults: BTreeSet<&Fault> = faults.collect();
        parts.extend(faults.into_iter().map(Fault::to_string));
        parts.join("；")
    }
}

fn has_default(variable: &Variable) -> bool {
    matches!(variable.kind, Kind::YesNo { default: Some(_) })
}

/// The figures that evaluation meets on its way.
#[derive(Default)]
struct Path {
    missing: BTreeSet<FigureId>,
    zero: BTreeSet<FigureId>,
    superseded: BTreeSet<FigureId>,
}

impl Path {
    fn meet(&mut self, variable: &Variable, record: &Record) {
        let missing = match record.figure(variable) {
            Figure::Blank => !has_default(variable),
            Figure::Unreadable => true,
            _ => false,
        };
        if missing {
            self.missing.insert(variable.figure_id());
        }
    }

    fn walk(&mut self, evaluated: &Evaluated, record: &Record) {
        match evaluated.expr {
            Expr::Variable(variable) | Expr::Choice { variable, .. } => self.meet(variable, record),
            Expr::BlankAsZero(variable) => match record.figure(variable) {
                Figure::Blank => {
                    self.zero.insert(variable.figure_id());
                }
                _ => self.meet(variable, record),
            },
            // A veto or an exemption decides whatever else is blank.
            Expr::Decide { .. } if evaluated.way.is_some() => {}
            Expr::Rows {
                otherwise: Some(otherwise),
                ..
            } if evaluated.parts.is_empty() => otherwise.variables(&mut |variable| {
                self.superseded.insert(variable.figure_id());
            }),
            _ => evaluated
                .parts
                .iter()
                .for_each(|part| self.walk(part, record)),
        }
    }
}
