//! What is said about missing data: the problems. Each department's are worded as soon as it is scored, so that what it
//! lacks need not be kept.

use std::collections::BTreeSet;

use super::columns::{self, AbsentColumns};
use super::missing::{Lacks, Missing, Spare};
use super::scorecard::{Scorecard, Source};
use crate::address::Address;
use crate::expr::{Fault, FigureId, Kind, Year};
use crate::intake::value::wanted;
use crate::intake::{Dataset, Record, last_year};
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::RuleBook;

/// What is said of one department.
pub(super) struct Said {
    problems: Vec<Problem>,
    /// The figures whose columns are not there, each with the indicators that need it.
    absent: Vec<(FigureId, Vec<usize>)>,
}

/// Words what one department lacks: a problem for each blank cell that mattered and for each thing that cannot be used;
/// for the record, the blanks that did not matter.
pub(super) fn of_record(
    dataset: &Dataset,
    book: &RuleBook,
    missing: Missing,
    (record, card, lacks): (&Record, &Scorecard, &Lacks),
) -> Said {
    let teller = ProblemWriter {
        record,
        book,
        sheet: &dataset.data.sheet.name,
        missing,
        card,
    };
    let mut absent = Vec::new();
    let mut problems = teller.blanks(lacks, dataset, &mut absent);
    problems.extend(teller.faults(lacks));
    problems.extend(teller.spares(lacks));
    Said { problems, absent }
}

/// The problems of missing data, the departments' in their order: theirs, and one for each absent column.
pub(super) fn problems(
    dataset: &Dataset,
    book: &RuleBook,
    missing: Missing,
    said: Vec<Said>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut columns = AbsentColumns::new();
    for (
        place,
        Said {
            problems: own,
            absent,
        },
    ) in said.into_iter().enumerate()
    {
        problems.extend(own);
        for (id, indicators) in absent {
            let lacking = columns.entry(id).or_default();
            lacking.departments.insert(place);
            lacking.indicators.extend(indicators);
        }
    }
    problems.extend(columns::problems(
        dataset,
        book,
        severity(missing),
        &columns,
    ));
    problems
}

/// Whether a figure of the year before has its column, so that who lacks it is not among last year's.
fn has_column(dataset: &Dataset, id: FigureId) -> bool {
    let last = dataset.last_year.as_ref();
    let last = last.filter(|_| id.year == Year::Last);
    last.is_some_and(|last| last.table.columns[id.place].is_some())
}

/// A missing cell is an error where it leaves a department without a total, else a warning.
fn severity(missing: Missing) -> Severity {
    match missing {
        Missing::Hold => Severity::Error,
        Missing::Zero | Missing::Declared => Severity::Warning,
    }
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
struct ProblemWriter<'a> {
    record: &'a Record,
    book: &'a RuleBook,
    sheet: &'a str,
    missing: Missing,
    card: &'a Scorecard,
}

impl ProblemWriter<'_> {
    /// Blanks that mattered. Those whose column is not there are gathered for one problem of all departments.
    fn blanks(
        &self,
        lacks: &Lacks,
        dataset: &Dataset,
        absent: &mut Vec<(FigureId, Vec<usize>)>,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut unmatched: BTreeSet<usize> = BTreeSet::new();
        for (id, indicators) in lacks.blanks(self.record) {
            if self.record.field(id).cell.is_some() {
                problems.push(self.blank(id, &indicators));
            } else if has_column(dataset, id) {
                unmatched.extend(indicators);
            } else {
                absent.push((id, indicators));
            }
        }
        if !unmatched.is_empty() {
            problems.push(self.unmatched(&unmatched));
        }
        problems
    }

    /// Figures that are there but cannot be used.
    fn faults(&self, lacks: &Lacks) -> Vec<Problem> {
        let indicators = lacks.faults.iter().zip(&self.book.indicators).enumerate();
        indicators
            // Faulty outcome rows were reported where they stand.
            .filter(|(_, (_, indicator))| {
                self.record.outcomes.is_empty() || !indicator.expr.measures_rows()
            })
            .flat_map(|(index, (faults, _))| {
                faults.iter().map(move |fault| self.fault(index, fault))
            })
            .collect()
    }

    /// Blanks that did not matter. An indicator that needs the figure has asked for it already.
    fn spares(&self, lacks: &Lacks) -> Vec<Problem> {
        let asked = |id| lacks.needed.iter().any(|needed| needed.contains(id));
        let spares = lacks.spare.iter().filter(|(id, _)| !asked(id));
        spares
            .filter_map(|(id, spare)| self.spare(*id, *spare))
            .collect()
    }

    /// The sheet that a figure stands in.
    fn sheet(&self, year: Year) -> &str {
        last_year::sheet_of(year, self.sheet)
    }

    fn problem(
        &self,
        severity: Severity,
        code: Code,
        (sheet, cell): (&str, Option<Address>),
        message: String,
        advice: &str,
    ) -> Problem {
        let place = Place::new(sheet, cell);
        Problem::new(severity, code, place, message, advice).of(self.record.concerns())
    }

    /// What becomes of indicators that lack a figure: `“项目监管”待定`.
    fn outcome<'i>(&self, indicators: impl IntoIterator<Item = &'i usize> + Clone) -> String {
        let names: Vec<&str> = indicators
            .clone()
            .into_iter()
            .map(|index| self.book.indicators[*index].name.as_str())
            .collect();
        let sources: BTreeSet<&str> = indicators
            .into_iter()
            .map(|index| match self.card.indicators[*index].source {
                Source::Missing => "待定",
                Source::Declared => "采用自评",
                Source::Computed => "相应评分项按 0 分计",
            })
            .collect();
        let sources: Vec<&str> = sources.into_iter().collect();
        format!("“{}”{}", names.join("”“"), sources.join("、"))
    }

    fn blank(&self, id: FigureId, indicators: &[usize]) -> Problem {
        let name = self.book.figure_name(id);
        let outcome = self.outcome(indicators);
        self.problem(
            severity(self.missing),
            Code::Blank,
            (self.sheet(id.year), self.record.field(id).cell),
            format!("“{name}”没有填写，{outcome}"),
            &advice(self.book.metrics[id.place].kind()),
        )
    }

    /// A department that last year's figures do not have.
    fn unmatched(&self, indicators: &BTreeSet<usize>) -> Problem {
        let outcome = self.outcome(indicators);
        self.problem(
            severity(self.missing),
            Code::LastYearUnmatched,
            (last_year::SHEET, None),
            format!("上年数据里没有这个部门，或有几行都像是它，{outcome}"),
            "更名、换编码的，请在“上年数据”表里改成今年的编码或名称；新成立的部门没有上年数据，请按规定处理",
        )
    }

    fn fault(&self, indicator: usize, fault: &Fault) -> Problem {
        let place = fault.about.map_or((self.sheet, None), |id| {
            (self.sheet(id.year), self.record.field(id).cell)
        });
        let outcome = match self.missing {
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

    fn spare(&self, id: FigureId, spare: Spare) -> Option<Problem> {
        let cell = self.record.field(id).cell?;
        let name = self.book.figure_name(id);
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
        let place = (self.sheet(id.year), Some(cell));
        Some(self.problem(Severity::Info, code, place, message, advice))
    }
}
