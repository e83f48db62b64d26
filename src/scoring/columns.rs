//! What is said of whole columns: those that departments lack because they are not there, each sheet's in one
//! problem with what the user's own columns probably mean; and those of the data sheet that nobody lacks or uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::expr::{FigureId, Year};
use crate::intake::unmatched::words::{self, Words};
use crate::intake::{Dataset, Table, last_year};
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::RuleBook;

/// The columns that are not there and that somebody lacks, by the figure.
pub(super) type AbsentColumns = BTreeMap<FigureId, Lacking>;

/// Who lacks a column, and for what.
#[derive(Default)]
pub(super) struct Lacking {
    /// By their place in the dataset.
    pub departments: BTreeSet<usize>,
    pub indicators: BTreeSet<usize>,
}

/// The problems of columns; `severity` is that of a figure that is missing.
pub(super) fn problems(
    dataset: &Dataset,
    book: &RuleBook,
    severity: Severity,
    absent: &AbsentColumns,
) -> Vec<Problem> {
    let teller = Teller {
        book,
        severity,
        absent,
    };
    let mut problems = Vec::new();
    let lacking = teller.of_table(&dataset.data, Year::This);
    let is_mapped = lacking.is_some();
    problems.extend(lacking);
    match &dataset.last_year {
        Some(last) => problems.extend(teller.of_table(&last.table, Year::Last)),
        None => problems.extend(teller.without_last_year()),
    }
    problems.extend(spare(&dataset.data, is_mapped, |id| {
        absent.contains_key(&FigureId {
            year: Year::This,
            place: id,
        })
    }));
    problems
}

/// The columns of the data sheet that are not there and that nobody lacks, and those that nobody uses; these have
/// been told where others are lacking.
fn spare(table: &Table, is_mapped: bool, is_lacking: impl Fn(usize) -> bool) -> Vec<Problem> {
    let unmatched = &table.unmatched;
    let sheet = &table.sheet.name;
    let spared = unmatched.spared_told(|absent| is_lacking(absent.wanted));
    let unused = unmatched.unused_told().filter(|_| !is_mapped);
    let spared =
        spared.map(|words| problem(Severity::Info, Code::ColumnAbsent, sheet, None, words));
    let unused = unused.map(|(severity, words)| {
        problem(
            severity,
            Code::ColumnUnused,
            sheet,
            unmatched.first_unused(),
            words,
        )
    });
    spared.into_iter().chain(unused).collect()
}

fn problem(
    severity: Severity,
    code: Code,
    sheet: &str,
    cell: Option<Address>,
    words: Words,
) -> Problem {
    let place = Place::new(sheet, cell);
    Problem::new(severity, code, place, words.message, words.advice)
}

/// Words the problems of columns that somebody lacks.
struct Teller<'a> {
    book: &'a RuleBook,
    severity: Severity,
    absent: &'a AbsentColumns,
}

impl Teller<'_> {
    /// Those of one sheet.
    fn of_table(&self, table: &Table, year: Year) -> Option<Problem> {
        let (names, lack) = self.lack(year)?;
        let words = Words {
            message: format!("{}，{lack}", words::lacking(&names)),
            advice: table.unmatched.advice(names.len() > 1),
        };
        let sheet = &table.sheet.name;
        Some(problem(
            self.severity,
            Code::ColumnAbsent,
            sheet,
            None,
            words,
        ))
    }

    /// Figures of the year before, where there are none.
    fn without_last_year(&self) -> Option<Problem> {
        let (names, lack) = self.lack(Year::Last)?;
        let words = Words {
            message: format!("要用“{}”而没有上年数据，{lack}", names.join("”“")),
            advice: "请选上年的工作簿（命令行用 --last-year），或在工作簿里加一张“上年数据”表"
                .into(),
        };
        let code = Code::LastYearAbsent;
        Some(problem(self.severity, code, last_year::SHEET, None, words))
    }

    /// The names of some columns that somebody lacks, and who lacks data for what because of them.
    fn lack(&self, year: Year) -> Option<(Vec<String>, String)> {
        let absent = self.absent.iter().filter(|(id, _)| id.year == year);
        let (mut names, mut all) = (Vec::new(), Lacking::default());
        for (id, lacking) in absent {
            names.push(self.book.figure_name(*id));
            all.departments.extend(&lacking.departments);
            all.indicators.extend(&lacking.indicators);
        }
        if names.is_empty() {
            return None;
        }
        let indicators = all.indicators.iter();
        let indicators: Vec<&str> = indicators
            .map(|index| self.book.indicators[*index].name.as_str())
            .collect();
        let lack = format!(
            "{} 个部门的“{}”缺数据",
            all.departments.len(),
            indicators.join("”“")
        );
        Some((names, lack))
    }
}
