//! What people see on the terminal: short, coloured where the terminal can, aligned for Chinese.

mod comparison;
mod problems;
mod scores;
mod unit_slips;
mod verification;
mod whatif;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use console::style;

use super::output::written_to;
use crate::analysis::Evaluation;
use crate::decimal::{fixed, trimmed};
use crate::forms::changes::Changed;
use crate::forms::file_outcome::{FileOutcome, Status};
use crate::forms::matching::Collection;
use crate::problem::meaning::Meaning;
use crate::problem::{Problem, Severity};
use crate::questions::headroom;
use crate::rulebook::RuleBook;
use crate::rulebook::naming::plain;
use crate::scoring::PENDING;

pub use comparison::comparison;
pub use problems::problems;
pub use scores::scores;
use unit_slips::unit_slips;
pub use verification::verification;
pub use whatif::whatif;

/// How many files of a kind are told on the terminal.
const FATES_TOLD: usize = 10;

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.to_vec());
    // A table that goes into a file or a pipe is as wide as it likes.
    if let Some((_, columns)) = console::Term::stdout().size_checked() {
        table.set_width(columns);
    }
    table
}

fn kinds(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let counts = [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| format!("{} {}", severity.label(), evaluation.count(severity)));
    let of_review = match evaluation.errors_of_review() {
        0 => String::new(),
        count => format!("（错误中有 {count} 个是复核时填写的，请复核的人改正）"),
    };
    writeln!(out, "问题：{}{of_review}", counts.join("，"))?;
    let mut kinds: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for problem in evaluation
        .problems
        .iter()
        .filter(|problem| problem.severity != Severity::Info)
    {
        *kinds.entry((problem.severity, &problem.code)).or_default() += 1;
    }
    for ((severity, code), count) in kinds {
        let title = title(evaluation.book, code);
        writeln!(out, "  {} {code} {title}：{count}", coloured(severity))?;
    }
    Ok(())
}

/// What a code is about.
fn title(book: &RuleBook, code: &str) -> String {
    let own = crate::problem::Code::ALL
        .iter()
        .find(|known| known.as_str() == code);
    match own {
        Some(own) => own.title().into(),
        None => book
            .checks
            .iter()
            .find(|check| check.code == code)
            .map_or_else(String::new, |check| check.title()),
    }
}

fn coloured(severity: Severity) -> console::StyledObject<&'static str> {
    let label = style(severity.label());
    match severity {
        Severity::Error => label.red().bold(),
        Severity::Warning => label.yellow(),
        Severity::Info => label.dim(),
    }
}

/// Problems, each with what to do about it.
pub fn listed<'p>(
    problems: impl Iterator<Item = &'p Problem>,
    out: &mut impl Write,
) -> io::Result<()> {
    for problem in problems {
        writeln!(out, "{}", told(problem))?;
        writeln!(out, "      {}", style(&problem.advice).dim())?;
    }
    Ok(())
}

fn told(problem: &Problem) -> String {
    let department = problem
        .department
        .as_ref()
        .map_or("", |department| department.name.as_str());
    let cell = problem
        .place
        .cell
        .map_or_else(String::new, |cell| format!("!{cell}"));
    format!(
        "{} {} {}{cell} {department} {}",
        coloured(problem.severity),
        problem.code,
        problem.place.sheet,
        problem.message()
    )
}

/// The summary of `collect`.
pub fn collection(
    collection: &Collection,
    changed: Option<&[Changed]>,
    problems: &[Problem],
    target: &Path,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}",
        style(format!("收到 {} 个部门的填报表", collection.taken.len())).bold()
    )?;
    writeln!(out, "{}", collection.tally.told())?;
    for status in Status::ALL {
        let fates = collection.fates.iter();
        let fates: Vec<&FileOutcome> = fates.filter(|fate| fate.status == status).collect();
        if fates.is_empty() {
            continue;
        }
        let label = style(status.label());
        let label = match status.severity() {
            Severity::Error => label.red().bold(),
            Severity::Warning => label.yellow(),
            Severity::Info => label.green(),
        };
        writeln!(out, "{label}：{}", fates.len())?;
        if status.severity() == Severity::Info {
            continue;
        }
        for fate in fates.iter().take(FATES_TOLD) {
            let name = fate.who.as_ref().map_or("", |who| who.name.as_str());
            let file = fate.file.as_deref().unwrap_or_default();
            let why = fate.problems.first();
            let why = why.map(Problem::message).unwrap_or_default();
            writeln!(out, "  {name} {file} {}", style(why).dim())?;
        }
        if fates.len() > FATES_TOLD {
            writeln!(out, "  …其余 {} 个见“收集情况”表", fates.len() - FATES_TOLD)?;
        }
    }
    to_mend(collection, &mut out)?;
    unit_slips(problems, "", "用 jixiao check 查看", &mut out)?;
    if let Some(changed) = changed {
        writeln!(
            out,
            "与上次汇总相比有 {} 处变动，见“变动情况”表",
            changed.len()
        )?;
    }
    writeln!(out, "汇总已写到：{}", written_to(target))
}

/// The forms that were taken though what was filled in has errors or should be looked at.
fn to_mend(collection: &Collection, out: &mut impl Write) -> io::Result<()> {
    let fates = collection.fates.iter();
    let told = fates.filter_map(|fate| Some((fate.who.as_ref()?, fate.to_mend.told()?)));
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        return Ok(());
    }
    let count = told.len();
    writeln!(
        out,
        "填的内容有错误或要核对的部门：{count}（用 --return 退回）"
    )?;
    for (who, counts) in told.iter().take(FATES_TOLD) {
        writeln!(out, "  {} {}", who.name, style(counts).dim())?;
    }
    if count > FATES_TOLD {
        writeln!(out, "  …其余 {} 个见“收集情况”表", count - FATES_TOLD)?;
    }
    Ok(())
}

/// The scores of some departments with their reasons.
pub fn explanations(
    evaluation: &Evaluation,
    departments: &[usize],
    indicators: &[usize],
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let book = evaluation.book;
    for index in departments {
        let (record, card) = (
            &evaluation.dataset.records[*index],
            &evaluation.cards[*index],
        );
        let total = match card.total {
            Some(total) => format!(
                "{} 分，{}",
                fixed(total, book.decimals),
                card.grade.as_deref().unwrap_or(PENDING)
            ),
            None => format!(
                "{PENDING}（已评 {}／{}）",
                fixed(card.scored_total, book.decimals),
                trimmed(card.scored_points, 2)
            ),
        };
        let rank = evaluation.ranking.ranks[*index]
            .map_or_else(String::new, |rank| format!("，第 {rank} 名"));
        writeln!(out, "{} {total}{rank}", style(&record.name).bold())?;
        let mut rows = table(&["指标", "分值", "得分", "说明"]);
        for indicator in indicators {
            let scored = &card.indicators[*indicator];
            rows.add_row(vec![
                book.indicators[*indicator].name.clone(),
                trimmed(book.indicators[*indicator].points, 2),
                scored
                    .score
                    .map_or_else(|| PENDING.into(), |score| fixed(score, book.decimals)),
                card.explanation(*indicator, record, book),
            ]);
        }
        writeln!(out, "{rows}")?;
        if indicators.len() == book.indicators.len() {
            whatif::ways(&headroom::of_department(evaluation, *index), book, &mut out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The indicators of a rule book that need last year's figures, if any.
pub fn needs_of_last_year(book: &RuleBook, out: &mut impl Write) -> io::Result<()> {
    let needs = book.needs_of_last_year();
    if needs.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "需要上年数据的指标（评分时用 --last-year 指定上年的工作簿）："
    )?;
    for need in needs {
        let names: Vec<&str> = need.variables.iter().map(|one| &*one.name).collect();
        let indicator = &book.indicators[need.indicator].name;
        writeln!(out, "  {indicator}：{}", names.join("、"))?;
    }
    Ok(())
}

/// The help on a problem code.
pub fn meaning(meaning: &Meaning) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let heading = format!("{} {}", meaning.code, meaning.title);
    writeln!(out, "{}", style(heading).bold())?;
    writeln!(out, "{}", meaning.meaning)?;
    writeln!(out, "例如：{}", meaning.example)?;
    writeln!(out, "怎么办：{}", meaning.remedy)
}

/// A rule book for people.
pub fn rule_book(book: &RuleBook) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", style(&book.name).bold())?;
    writeln!(
        out,
        "名称 {}  版本 {}  总分 {}",
        book.id, book.version, book.points
    )?;
    writeln!(out, "依据 {}", book.source)?;
    writeln!(out, "校验码 {}", book.digest)?;
    for told in book.notices() {
        writeln!(out, "注意：{told}")?;
    }
    let grades: Vec<String> = book
        .grades
        .iter()
        .map(|grade| format!("{} ≥ {}", grade.name, grade.min))
        .collect();
    writeln!(out, "等级 {}\n", grades.join("，"))?;
    let mut rows = table(&["一级指标", "二级指标", "三级指标", "分值", "评分标准"]);
    for indicator in &book.indicators {
        rows.add_row(vec![
            &indicator.under.0,
            &indicator.under.1,
            &indicator.name,
            &indicator.points.to_string(),
            &indicator.criteria,
        ]);
    }
    writeln!(out, "{rows}\n")?;
    needs_of_last_year(book, &mut out)?;
    writeln!(out, "工作表“{}”的列：", book.sheets.data.name)?;
    for metric in &book.metrics {
        let same = |name: &&String| plain(name) != plain(metric.name());
        let aliases: Vec<&str> = metric
            .aliases
            .iter()
            .filter(same)
            .map(String::as_str)
            .collect();
        let also = if aliases.is_empty() {
            String::new()
        } else {
            format!("（也可写作：{}）", aliases.join("、"))
        };
        writeln!(
            out,
            "  {}{}{also}",
            metric.name(),
            metric
                .unit
                .as_ref()
                .map_or_else(String::new, |unit| format!(" [{unit}]"))
        )?;
    }
    Ok(())
}
