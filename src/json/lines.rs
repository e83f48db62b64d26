//! Scores for data platforms, a line each: JSON Lines, and CSV. First the run, then the departments in the order of the
//! data sheet, then the problems. Lines are made and written one at a time.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;

use super::columns::{SheetColumns, columns};
use super::each::each;
use super::{Department, ProblemItem, RuleBookId, WorkbookItem, department, review};
use crate::analysis::{Evaluation, Extent};
use crate::decimal::fixed;
use crate::problem::Problem;

/// One line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'e> {
    Run(Run<'e>),
    Department(Department<'e>),
    Problem(ProblemItem<'e>),
}

/// What the first line says, of all that follow.
#[derive(Serialize)]
struct Run<'e> {
    rulebook: RuleBookId<'e>,
    missing: &'static str,
    year: Option<u32>,
    /// How many there are.
    departments: usize,
    problems: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    workbook: Option<WorkbookItem>,
    columns: Vec<SheetColumns<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<review::ReviewItem<'e>>,
}

/// Writes JSON Lines: an object a line, the first of type `run`, then `department`, then `problem`; `extent` is that of a
/// workbook that was written, too.
///
/// # Errors
/// The writer's.
pub fn lines(
    evaluation: &Evaluation,
    extent: Option<&Extent>,
    out: &mut impl Write,
) -> io::Result<()> {
    let indicators: Vec<usize> = (0..evaluation.book.indicators.len()).collect();
    let run = Line::Run(Run {
        rulebook: RuleBookId::of(evaluation.book),
        missing: evaluation.missing.as_str(),
        year: evaluation.dataset.year,
        departments: evaluation.cards.len(),
        problems: evaluation.problems.len(),
        workbook: extent.and_then(WorkbookItem::of),
        columns: columns(&evaluation.dataset),
        review: review::review(evaluation),
    });
    let places: Vec<usize> = (0..evaluation.cards.len()).collect();
    let departments = each(&places, |place| {
        Line::Department(department(evaluation, place, &indicators))
    });
    let problems = evaluation.problems.iter();
    let problems = problems.map(|problem| Line::Problem(ProblemItem::of(problem)));
    for line in std::iter::once(run).chain(departments).chain(problems) {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// The columns before the scores.
const WHO: [&str; 4] = ["类型", "部门编码", "部门名称", "行"];
/// The columns behind the subtotals.
const TOTALS: [&str; 3] = ["总分", "等级", "名次"];
/// And behind those, where the bureau said anything.
const RECOGNIZED: [&str; 3] = ["认定总分", "认定等级", "认定名次"];
/// The columns that problems have.
const PROBLEM: [&str; 6] = ["程度", "代码", "工作表", "单元格", "问题", "怎么办"];
/// The types of lines.
const DEPARTMENT_LINE: &str = "部门";
const PROBLEM_LINE: &str = "问题";

/// Writes CSV in UTF-8, a line a department (`类型` 部门) and a line a problem (`类型` 问题), under one header. Scores are
/// plain decimals, and blank where there is none. Texts stand as they came: it is for programs.
///
/// # Errors
/// The writer's.
pub fn table(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let book = evaluation.book;
    let recognized: &[&str] = match evaluation.opinions.is_empty() {
        true => &[],
        false => &RECOGNIZED,
    };
    let indicators = book.indicators.iter().map(|one| one.name.as_str());
    let firsts = book.framework.iter().map(|first| first.name.as_str());
    let figures: Vec<&str> = indicators
        .chain(firsts)
        .chain(TOTALS)
        .chain(recognized.iter().copied())
        .collect();
    let mut out = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out);
    out.write_record(WHO.iter().chain(&figures).chain(&PROBLEM))?;
    for place in 0..evaluation.cards.len() {
        department_row(&mut out, evaluation, place)?;
    }
    for problem in &evaluation.problems {
        problem_row(&mut out, problem, figures.len())?;
    }
    out.flush()
}

fn department_row(
    out: &mut Writer<impl Write>,
    evaluation: &Evaluation,
    place: usize,
) -> csv::Result<()> {
    let (record, card) = (&evaluation.dataset.records[place], &evaluation.cards[place]);
    let written = |score| fixed(score, evaluation.book.decimals);
    let rank = |rank: Option<u32>| rank.map(|rank| rank.to_string()).unwrap_or_default();
    let grade = |grade: &Option<String>| grade.clone().unwrap_or_default();
    let scores = card.indicators.iter().map(|one| one.score);
    let scores = scores.chain(card.subtotals.iter().copied());
    let mut figures: Vec<String> = scores
        .chain([card.total])
        .map(|score| score.map(written).unwrap_or_default())
        .collect();
    figures.push(grade(&card.grade));
    figures.push(rank(evaluation.ranking.ranks[place]));
    let opinions = &evaluation.opinions;
    if !opinions.is_empty() {
        let recognized = &opinions.recognized[place];
        figures.push(recognized.total.map(written).unwrap_or_default());
        figures.push(grade(&recognized.grade));
        figures.push(rank(opinions.ranking.ranks[place]));
    }
    let at = (record.row + 1).to_string();
    let code = record.code.as_deref().unwrap_or_default();
    let who = [DEPARTMENT_LINE, code, &record.name, &at];
    let figures = figures.iter().map(String::as_str);
    out.write_record(who.into_iter().chain(figures).chain([""; PROBLEM.len()]))
}

fn problem_row(out: &mut Writer<impl Write>, problem: &Problem, figures: usize) -> csv::Result<()> {
    let item = ProblemItem::of(problem);
    let code = item.department.and_then(|one| one.code.as_deref());
    let name = item.department.map(|one| one.name.as_str());
    let at = problem.place.cell.map(|cell| (cell.row + 1).to_string());
    let who = [
        PROBLEM_LINE,
        code.unwrap_or_default(),
        name.unwrap_or_default(),
        at.as_deref().unwrap_or_default(),
    ];
    let said = [
        item.severity.label(),
        item.code,
        item.sheet,
        item.cell.as_deref().unwrap_or_default(),
        &item.message,
        item.advice,
    ];
    let blank = std::iter::repeat_n("", figures);
    out.write_record(who.into_iter().chain(blank).chain(said))
}
