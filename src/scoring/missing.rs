//! Missing data: the three ways to go on without them, which blanks mattered, and what is said about them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::scorecard::{Scorecard, Source};
use crate::address::Address;
use crate::expr::{Expr, Figure, Figures, Kind, Lack, Variable};
use crate::intake::value::wanted;
use crate::intake::{Dataset, Record, last_year};
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::RuleBook;

/// What to do where data are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, clap::ValueEnum)]
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
    needed: Vec<BTreeSet<usize>>,
    /// For each indicator, figures that are there but cannot be used.
    faults: Vec<BTreeSet<String>>,
    /// Blank, and not needed: by metric, why not.
    spare: BTreeMap<usize, Spare>,
}

/// Why a blank did not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spare {
    /// A veto, an exemption or another figure decided.
    Decided,
    /// It stands beside a total of 0.
    CountedAsZero,
    /// A figure that is there but not used: outcome indicators come first.
    Superseded,
}

impl Lacks {
    /// Finds what a record lacks.
    pub fn of(record: &Record, book: &RuleBook) -> Lacks {
        let mut lacks = Lacks::default();
        for indicator in &book.indicators {
            let mut path = Path::default();
            path.walk(&indicator.expr, record);
            indicator.expr.variables(&mut |variable| {
                let blank = record.figure(variable) == Figure::Blank && !has_default(variable);
                if blank
                    && !path.missing.contains(&variable.id)
                    && !path.zero.contains(&variable.id)
                {
                    lacks.spare.entry(variable.id).or_insert(Spare::Decided);
                }
            });
            for id in path.zero.difference(&path.missing) {
                lacks.spare.insert(*id, Spare::CountedAsZero);
            }
            for id in &path.superseded {
                // One that cannot be read has been reported as that.
                match record.fields[*id].figure {
                    Figure::Blank | Figure::Unreadable => lacks.spare.remove(id),
                    _ => lacks.spare.insert(*id, Spare::Superseded),
                };
            }
            let faults = indicator
                .expr
                .number(record)
                .err()
                .map(|lack| lack.faults)
                .unwrap_or_default();
            lacks.needed.push(path.missing);
            lacks.faults.push(faults);
        }
        lacks
    }

    /// The names of everything that is missing, for a list of what a department lacks.
    pub fn names(&self, book: &RuleBook) -> Vec<String> {
        let needed: BTreeSet<usize> = self.needed.iter().flatten().copied().collect();
        let names = needed.iter().map(|id| book.variable(*id).name.to_string());
        let faults: BTreeSet<&String> = self.faults.iter().flatten().collect();
        names.chain(faults.into_iter().cloned()).collect()
    }

    /// What an indicator needs and the record's sheet has no column for.
    pub fn without_column(&self, indicator: usize, record: &Record) -> Vec<usize> {
        let needed = self.needed[indicator].iter().copied();
        needed
            .filter(|id| record.fields[*id].cell.is_none())
            .collect()
    }

    /// Why an indicator has no score, in a sentence.
    pub fn told(&self, indicator: usize, record: &Record, book: &RuleBook, lack: &Lack) -> String {
        let named: Vec<String> = self.needed[indicator]
            .iter()
            .map(|id| {
                let state = match record.fields[*id].figure {
                    Figure::Unreadable => "无法使用",
                    _ => "空白",
                };
                match record.fields[*id].cell {
                    Some(cell) => format!("{}（{cell} {state}）", book.variable(*id).name),
                    None if book.is_last_year(*id) => {
                        format!("{}（没有上年数据）", book.variable(*id).name)
                    }
                    None => format!("{}（没有这一列）", book.variable(*id).name),
                }
            })
            .collect();
        let mut parts = Vec::new();
        if !named.is_empty() {
            parts.push(format!("缺少：{}", named.join("、")));
        }
        parts.extend(
            lack.faults
                .iter()
                .chain(&self.faults[indicator])
                .collect::<BTreeSet<_>>()
                .into_iter()
                .cloned(),
        );
        parts.join("；")
    }
}

fn has_default(variable: &Variable) -> bool {
    matches!(variable.kind, Kind::YesNo { default: Some(_) })
}

/// The figures that evaluation meets on its way.
#[derive(Default)]
struct Path {
    missing: BTreeSet<usize>,
    zero: BTreeSet<usize>,
    superseded: BTreeSet<usize>,
}

impl Path {
    fn meet(&mut self, variable: &Variable, record: &Record) {
        let missing = match record.figure(variable) {
            Figure::Blank => !has_default(variable),
            Figure::Unreadable => true,
            _ => false,
        };
        if missing {
            self.missing.insert(variable.id);
        }
    }

    fn walk(&mut self, expr: &Expr, record: &Record) {
        match expr {
            Expr::Variable(variable) | Expr::Choice { variable, .. } => self.meet(variable, record),
            Expr::BlankAsZero(variable) => match record.figure(variable) {
                Figure::Blank => {
                    self.zero.insert(variable.id);
                }
                _ => self.meet(variable, record),
            },
            Expr::If(condition, then, otherwise) => {
                self.walk(condition, record);
                match condition.truth(record) {
                    Ok(true) => self.walk(then, record),
                    Ok(false) => self.walk(otherwise, record),
                    // Whichever way it would go: all that is blank is asked for at once.
                    Err(_) => {
                        self.walk(then, record);
                        self.walk(otherwise, record);
                    }
                }
            }
            Expr::Decide {
                conditions,
                otherwise,
                ..
            } => {
                let decided = conditions
                    .iter()
                    .any(|(condition, _)| condition.truth(record) == Ok(true));
                if !decided {
                    conditions
                        .iter()
                        .for_each(|(condition, _)| self.walk(condition, record));
                    self.walk(otherwise, record);
                }
            }
            Expr::Rows { otherwise, .. } => {
                let Some(otherwise) = otherwise else { return };
                if record.outcomes.is_empty() {
                    self.walk(otherwise, record);
                } else {
                    otherwise.variables(&mut |variable| {
                        self.superseded.insert(variable.id);
                    });
                }
            }
            _ => expr
                .children()
                .into_iter()
                .for_each(|child| self.walk(child, record)),
        }
    }
}

/// The problems of missing data: one for each blank cell that mattered, one for each absent column,
/// one for each thing that cannot be used; for the record, the blanks that did not matter.
pub fn problems(
    dataset: &Dataset,
    book: &RuleBook,
    missing: Missing,
    cards: &[Scorecard],
    lacks: &[Lacks],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut absent: BTreeMap<usize, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for ((record, card), lacks) in dataset.records.iter().zip(cards).zip(lacks) {
        let teller = Teller {
            record,
            book,
            sheet: &dataset.data.sheet.name,
        };
        let mut unmatched: BTreeSet<usize> = BTreeSet::new();
        let mut blanks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (indicator, needed) in lacks.needed.iter().enumerate() {
            for id in needed
                .iter()
                .filter(|id| record.fields[**id].figure == Figure::Blank)
            {
                blanks.entry(*id).or_default().push(indicator);
            }
        }
        for (id, indicators) in blanks {
            if record.fields[id].cell.is_none() && has_column(dataset, book, id) {
                unmatched.extend(indicators);
            } else if record.fields[id].cell.is_none() {
                let (departments, all) = absent.entry(id).or_default();
                *departments += 1;
                all.extend(indicators);
            } else {
                problems.push(teller.blank(id, &indicators, missing, card));
            }
        }
        if !unmatched.is_empty() {
            problems.push(teller.unmatched(&unmatched, missing, card));
        }
        for (indicator, faults) in lacks.faults.iter().enumerate() {
            // Faulty outcome rows were reported where they stand.
            if record.outcomes.is_empty() || !has_rows(&book.indicators[indicator].expr) {
                problems.extend(
                    faults
                        .iter()
                        .map(|fault| teller.fault(indicator, fault, missing)),
                );
            }
        }
        for (id, spare) in &lacks.spare {
            // An indicator that needs the figure has asked for it already.
            if !lacks.needed.iter().any(|needed| needed.contains(id)) {
                problems.extend(teller.spare(*id, *spare));
            }
        }
    }
    for (id, (departments, indicators)) in absent {
        let names: Vec<&str> = indicators
            .iter()
            .map(|index| book.indicators[*index].name.as_str())
            .collect();
        let name = &book.variable(id).name;
        let lacking = format!("{departments} 个部门的“{}”缺数据", names.join("”“"));
        let column = |sheet: &str, name: &str| {
            (
                Code::ColumnAbsent,
                sheet.to_string(),
                format!("缺少“{name}”一列，{lacking}"),
                "请补上这一列；如果已有而叫别的名称，请改为规定的名称",
            )
        };
        let (code, sheet, message, advice) = match (book.is_last_year(id), &dataset.last_year) {
            (false, _) => column(&dataset.data.sheet.name, name),
            (true, Some(last)) => column(&last.table.sheet.name, name),
            (true, None) => (
                Code::LastYearAbsent,
                last_year::SHEET.to_string(),
                format!("要用“{name}”而没有上年数据，{lacking}"),
                "请用 --last-year 指定上年的工作簿，或在工作簿里加一张“上年数据”表",
            ),
        };
        problems.push(Problem {
            severity: severity(missing),
            code: code.as_str().into(),
            department: None,
            place: Place { sheet, cell: None },
            message,
            advice: advice.into(),
        });
    }
    problems
}

/// Whether a figure of the year before has its column, so that who lacks it is not among last year's.
fn has_column(dataset: &Dataset, book: &RuleBook, id: usize) -> bool {
    let last = dataset.last_year.as_ref();
    let of = id.checked_sub(book.metrics.len());
    let metric = of.map(|place| book.last_year[place].metric);
    last.zip(metric)
        .is_some_and(|(last, metric)| last.table.columns[metric].is_some())
}

/// A missing cell is an error where it leaves a department without a total, else a warning.
fn severity(missing: Missing) -> Severity {
    match missing {
        Missing::Hold => Severity::Error,
        Missing::Zero | Missing::Declared => Severity::Warning,
    }
}

fn has_rows(expr: &Expr) -> bool {
    matches!(expr, Expr::Rows { .. }) || expr.children().iter().any(|child| has_rows(child))
}

/// How to mend a blank.
fn advice(kind: &Kind) -> String {
    match kind {
        Kind::Amount { positive: false } | Kind::Count => "请补填；确实没有的，请填 0".into(),
        Kind::YesNo { .. } => "请补填“是”或“否”".into(),
        kind => format!("请补填{}", wanted(kind)),
    }
}

/// Words the problems of one record.
struct Teller<'a> {
    record: &'a Record,
    book: &'a RuleBook,
    sheet: &'a str,
}

impl Teller<'_> {
    /// The sheet that a figure stands in.
    fn sheet(&self, id: usize) -> &str {
        match self.book.is_last_year(id) {
            true => last_year::SHEET,
            false => self.sheet,
        }
    }

    fn problem(
        &self,
        severity: Severity,
        code: Code,
        (sheet, cell): (&str, Option<Address>),
        message: String,
        advice: &str,
    ) -> Problem {
        Problem {
            severity,
            code: code.as_str().into(),
            department: Some(self.record.concerns()),
            place: Place {
                sheet: sheet.to_string(),
                cell,
            },
            message,
            advice: advice.into(),
        }
    }

    /// What becomes of indicators that lack a figure: `“项目监管”待定`.
    fn outcome<'i>(
        &self,
        indicators: impl IntoIterator<Item = &'i usize> + Clone,
        card: &Scorecard,
    ) -> String {
        let names: Vec<&str> = indicators
            .clone()
            .into_iter()
            .map(|index| self.book.indicators[*index].name.as_str())
            .collect();
        let sources: BTreeSet<&str> = indicators
            .into_iter()
            .map(|index| match card.indicators[*index].source {
                Source::Missing => "待定",
                Source::Declared => "采用自评",
                Source::Computed => "相应评分项按 0 分计",
            })
            .collect();
        let sources: Vec<&str> = sources.into_iter().collect();
        format!("“{}”{}", names.join("”“"), sources.join("、"))
    }

    fn blank(
        &self,
        id: usize,
        indicators: &[usize],
        missing: Missing,
        card: &Scorecard,
    ) -> Problem {
        let variable = self.book.variable(id);
        let outcome = self.outcome(indicators, card);
        self.problem(
            severity(missing),
            Code::Blank,
            (self.sheet(id), self.record.fields[id].cell),
            format!("“{}”没有填写，{outcome}", variable.name),
            &advice(&variable.kind),
        )
    }

    /// A department that last year's figures do not have.
    fn unmatched(
        &self,
        indicators: &BTreeSet<usize>,
        missing: Missing,
        card: &Scorecard,
    ) -> Problem {
        let outcome = self.outcome(indicators, card);
        self.problem(
            severity(missing),
            Code::LastYearUnmatched,
            (last_year::SHEET, None),
            format!("上年数据里没有这个部门，或有几行都像是它，{outcome}"),
            "更名、换编码的，请在“上年数据”表里改成今年的编码或名称；新成立的部门没有上年数据，请按规定处理",
        )
    }

    fn fault(&self, indicator: usize, fault: &str, missing: Missing) -> Problem {
        // The sentence ends with the figure that should not be there, such as a part above 0 beside a total
        // of 0; where one name ends another, the longer one is meant.
        let mut told_last = None;
        self.book.indicators[indicator]
            .expr
            .variables(&mut |variable| {
                let name = &*variable.name;
                let end = fault.rfind(name).map(|start| start + name.len());
                if let (Some(end), Some(cell)) = (end, self.record.fields[variable.id].cell) {
                    told_last = told_last.max(Some((end, name.len(), cell, variable.id)));
                }
            });
        let place = told_last.map_or((self.sheet, None), |(_, _, cell, id)| {
            (self.sheet(id), Some(cell))
        });
        let outcome = match missing {
            Missing::Hold => "不能评分",
            Missing::Zero => "相应评分项按 0 分计",
            Missing::Declared => "采用自评，没有自评的待定",
        };
        self.problem(
            Severity::Error,
            Code::Unusable,
            place,
            format!(
                "{fault}，“{}”{outcome}",
                self.book.indicators[indicator].name
            ),
            "请核对这几项数据",
        )
    }

    fn spare(&self, id: usize, spare: Spare) -> Option<Problem> {
        let cell = self.record.fields[id].cell?;
        let name = &self.book.variable(id).name;
        let (code, message, advice) = match spare {
            Spare::Decided => (
                Code::Blank,
                format!("“{name}”没有填写，不影响得分"),
                "可以不填",
            ),
            Spare::CountedAsZero => (
                Code::Blank,
                format!("“{name}”没有填写，总数为 0，按 0 计"),
                "可以不填，也可以填 0",
            ),
            Spare::Superseded => (
                Code::Unused,
                format!("已有个性化指标，“{name}”没有采用"),
                "如要按评定分评分，请删去该部门的个性化指标",
            ),
        };
        let place = (self.sheet(id), Some(cell));
        Some(self.problem(Severity::Info, code, place, message, advice))
    }
}
