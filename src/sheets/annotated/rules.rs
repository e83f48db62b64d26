//! 评价规则: the rule book as a table, with its id, version and digest, the program's version, and how
//! the run was made.

use rust_xlsxwriter::Worksheet;

use crate::analysis::{Evaluation, Extent, Part};
use crate::intake::generated::{self, CONTINUED_LABEL};
use crate::intake::value::wanted;
use crate::intake::{DIGEST_LABEL, last_year};
use crate::questions::seal;
use crate::rulebook::check::Check;
use crate::rulebook::{Indicator, Metric, RuleBook};
use crate::sheets::layer::{Columns, Page, Rows, STYLE, Written};
use crate::sheets::style;

const LAST: u16 = 8;
const WIDTHS: [f64; 9] = [10.0, 6.0, 10.0, 6.0, 18.0, 6.0, 36.0, 52.0, 42.0];

/// What is said of a run.
pub struct Run<'r> {
    pub evaluation: &'r Evaluation<'r>,
    pub extent: &'r Extent,
    /// The sheets of raw data, each with its digest.
    pub data: &'r [(String, String)],
    /// The sheets that go on where another is full.
    pub continued: &'r [String],
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, run: &Run) -> Written {
    let book = run.evaluation.book;
    let mut rows = Rows::titled(sheet, Part::Rules.name(), &book.name, LAST)?;
    rows.widths(&WIDTHS)?;
    rows.section("一、本次评分")?;
    for (name, fact) in facts(run) {
        rows.over((0, 1), name, &STYLE.subheader)?;
        rows.over((2, LAST), fact, &STYLE.wrapped)?;
        rows.next();
    }
    rows.next();
    rows.section("二、指标体系")?;
    indicators(&mut rows, book)?;
    rows.next();
    rows.section(&format!("三、“{}”的列", book.sheets.data.name))?;
    rows.table(&metrics(), &book.metrics)?;
    rows.next();
    rows.section("四、勾稽校验")?;
    rows.table(&checks(), &book.checks)?;
    let last = rows.row() - 1;
    sheet.set_freeze_panes(2, 0)?;
    Page::landscape((0, 1), (last, LAST))
        .wide(WIDTHS)
        .set_up(sheet)
}

/// How the run was made, and by what.
fn facts(run: &Run) -> impl Iterator<Item = (&'static str, String)> {
    let evaluation = run.evaluation;
    let book = evaluation.book;
    let year = evaluation.dataset.year;
    let grades = book.grades.iter();
    let grades: Vec<String> = grades
        .map(|grade| format!("{} ≥ {}", grade.name, grade.min))
        .collect();
    let facts = [
        (seal::RULES, book.id.clone()),
        ("规则书版本", book.version.clone()),
        (DIGEST_LABEL, book.digest.clone()),
        (ALTERED, altered(book)),
        (INCOMPLETE, book.incomplete.clone().unwrap_or_default()),
        ("规则来源", book.source.clone()),
        ("总分", book.points.to_string()),
        ("评分等级", grades.join("，")),
        (
            seal::YEAR,
            year.map_or_else(|| "数据未注明".into(), |year| year.to_string()),
        ),
        (
            seal::MISSING,
            format!(
                "{}（--missing {}）",
                evaluation.missing.label(),
                evaluation.missing.as_str()
            ),
        ),
        (last_year::SHEET, last_year(evaluation)),
        (OWN_HEADERS, own_headers(book)),
        (
            "小数位数",
            format!(
                "每项指标四舍五入到 {} 位小数，只在指标得分上取一次",
                book.decimals
            ),
        ),
        (
            seal::EXTENT,
            match run.extent.is_plain() {
                true => String::new(),
                false => run.extent.written(),
            },
        ),
        (CONTINUED_LABEL, generated::written(run.continued)),
        (seal::VERSION, seal::OWN_VERSION.into()),
    ];
    let written = evaluation
        .opinions
        .written(&evaluation.dataset.records, book);
    let opinions = seal::opinions(&written);
    let data = run.data.iter();
    let sealed = data.map(|(name, digest)| (seal::DATA, seal::written(name, digest)));
    let sealed: Vec<(&str, String)> = sealed
        .chain([(seal::PROBLEMS, seal::problems(&evaluation.problems))])
        .chain(opinions.map(|digest| (seal::OPINIONS, digest)))
        .collect();
    // Only where there is something to say of them.
    const SOMETIMES: [&str; 6] = [
        last_year::SHEET,
        ALTERED,
        INCOMPLETE,
        OWN_HEADERS,
        seal::EXTENT,
        CONTINUED_LABEL,
    ];
    let facts = facts.into_iter().chain(sealed);
    facts.filter(|(name, fact)| !SOMETIMES.contains(name) || !fact.is_empty())
}

/// The indicators, each beside the levels that it stands under, which are merged over theirs.
fn indicators(rows: &mut Rows, book: &RuleBook) -> Written {
    let headers = [
        "一级指标",
        "分值",
        "二级指标",
        "分值",
        "三级指标",
        "分值",
        "指标说明",
        "评分标准",
        "解读与依据",
    ];
    for (column, header) in (0..).zip(headers) {
        rows.put(column, header, &STYLE.header)?;
    }
    rows.next();
    let center = &STYLE.wrapped_center;
    for first in &book.framework {
        let under = |second: &str| -> Vec<&Indicator> {
            let indicators = book.under(&first.name).map(|(_, indicator)| indicator);
            indicators
                .filter(|indicator| indicator.under.1 == second)
                .collect()
        };
        let mut levels = vec![(
            0,
            book.under(&first.name).count(),
            &first.name,
            first.points,
        )];
        for second in &first.second {
            let under = under(&second.name);
            if !under.is_empty() {
                levels.push((2, under.len(), &second.name, second.points));
            }
            for indicator in under {
                for (column, count, name, points) in levels.drain(..) {
                    rows.block(count as u32, (column, column), name, center)?;
                    rows.block(count as u32, (column + 1, column + 1), points, center)?;
                }
                let readings = indicator.readings.iter();
                let readings: Vec<String> = readings
                    .map(|reading| format!("{}（{}）", reading.reading, reading.evidence))
                    .collect();
                let readings = readings.join("\n");
                rows.put(4, &indicator.name, &STYLE.wrapped)?;
                rows.put(5, indicator.points, &STYLE.points)?;
                rows.put(6, &indicator.about, &STYLE.wrapped)?;
                rows.put(7, &indicator.criteria, &STYLE.wrapped)?;
                rows.put(8, &readings, &STYLE.wrapped)?;
                let texts = [
                    (4, &indicator.name),
                    (6, &indicator.about),
                    (7, &indicator.criteria),
                    (8, &readings),
                ];
                let heights = texts.map(|(column, text)| style::height(text, WIDTHS[column]));
                rows.height(heights.into_iter().fold(20.0, f64::max))?;
                rows.next();
            }
        }
    }
    Ok(())
}

fn metrics<'b>() -> Columns<'b, &'b Metric> {
    let mut columns = Columns::<&Metric>::new();
    columns
        .add("列", 0.0, &STYLE.wrapped, |metric| metric.name().into())
        .spanning(5)
        .center("单位", WIDTHS[5], |metric| metric.unit.as_deref().into())
        .wrapped("应填内容", WIDTHS[6], |metric| {
            match (metric.role, metric.optional) {
                (Some(_), _) | (_, true) => "—".into(),
                _ => wanted(metric.kind()).into(),
            }
        })
        .wrapped("说明", WIDTHS[7], |metric| (&metric.help).into())
        .wrapped("也可写作", WIDTHS[8], |metric| {
            metric.aliases.join("、").into()
        });
    columns
}

fn checks<'b>() -> Columns<'b, &'b Check> {
    let mut columns = Columns::<&Check>::new();
    columns
        .center("代码", WIDTHS[0], |check| (&check.code).into())
        .center("程度", WIDTHS[1], |check| check.severity.label().into())
        .wrapped("应当满足", 76.0, |check| {
            check.test.to_string().replace(['[', ']'], "").into()
        })
        .spanning(5)
        .wrapped("不满足时", WIDTHS[7], |check| check.title().into())
        .wrapped("怎么办", WIDTHS[8], |check| (&check.advice).into());
    columns
}

/// What stands before the headers that a file says are those of known columns.
const OWN_HEADERS: &str = "表头对应";

/// The headers that were known by a file of own headers, each with its column; else nothing.
fn own_headers(book: &RuleBook) -> String {
    let pairs = book.own_headers.all().iter();
    let pairs: Vec<String> = pairs
        .map(|one| format!("“{}”当作“{}”", one.header, book.metrics[one.metric].name()))
        .collect();
    pairs.join("；")
}

/// What stands before the remark on a rule book that passes for a built-in one.
const ALTERED: &str = "与内置规则书";

/// What stands before why the rule book is not whole.
const INCOMPLETE: &str = "规则书不完整";

/// Whether the rule book passes for a built-in one and is another; else nothing.
fn altered(book: &RuleBook) -> String {
    match book.altered {
        true => format!(
            "内容与内置的 {} 版本 {} 不同，名称和版本相同；本次按所给文件的内容评分",
            book.id, book.version
        ),
        false => String::new(),
    }
}

/// Of which year the figures of the year before are; nothing where the rule book uses none.
fn last_year(evaluation: &Evaluation) -> String {
    match (
        &evaluation.dataset.last_year,
        evaluation.book.last_year.is_empty(),
    ) {
        (_, true) => String::new(),
        (None, false) => "没有提供".into(),
        (Some(last), false) => last.year.map_or_else(
            || "已提供，没有写明年度".into(),
            |year| format!("{year} 年"),
        ),
    }
}
