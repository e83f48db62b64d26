//! 对比: several years' workbooks in, one workbook of years side by side out.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{WhereMissing, Within, aliases, rule_book, source};
use super::outcome::{Failure, Outcome};
use super::output::{
    Format, ShownWorkbook, beside, may_write, must_be_xlsx, not_an_input, print_json,
    scratch_beside, unwritten, write_whole_by,
};
use super::progress::Progress;
use super::summary;
use crate::json;
use crate::rulebook::RuleBook;
use crate::rulebook::library;
use crate::sheets;
use crate::sheets::comparison::ComparisonError;
use crate::tasks::TaskError;
use crate::tasks::comparing::{Books, YearFile, Years};
use crate::workbook::Source;

/// 对比：几个年度并排比较，说明总分为什么上升或下降
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao compare 2020.xlsx 2021.xlsx -o 对比.xlsx
  jixiao compare 2020.xlsx 2021.xlsx --rules 2020=旧规则.toml      2020 年用自己的规则书
  jixiao compare 2020=两年.xlsx 2021=两年.xlsx        同一个文件里的两个年度
  jixiao compare 2020.xlsx 2021.xlsx --aliases 更名.csv
  jixiao compare 2021.xlsx --rules 原规则.xlsx --rules 现规则.xlsx   同一年，两本规则书各评一次
  jixiao compare 2020.xlsx 2021.xlsx --format json > 对比.json

填报表和评分结果工作簿都可以。部门按编码对应，其次按名称。
别名文件每行一对：原名称,现名称。")]
pub struct Arguments {
    /// 各年度的工作簿，至少两个；表中没有写年度或有几个年度的，写成“年度=工作簿”。同一年用两本规则书对比的，写一个
    #[arg(value_name = "工作簿", required = true, num_args = 1..)]
    files: Vec<String>,

    /// 规则书：内置规则书的名称，或规则书文件；写成“年度=规则书”的只用于那一年（可以重复）；只有一个工作簿时写两次，前一本是原规则
    #[arg(long, value_name = "规则书")]
    rules: Vec<String>,

    #[command(flatten)]
    missing: WhereMissing,

    #[command(flatten)]
    within: Within,

    /// 更名部门的别名文件（文本或工作簿），每行一对：原名称,现名称
    #[arg(long, value_name = "文件")]
    aliases: Option<PathBuf>,

    /// 结果写到哪个文件（不指定时写在最近一年的文件旁边，名为“名称-年度对比.xlsx”）
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    #[command(flatten)]
    written: ShownWorkbook,
}

/// Compares years.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let files: Vec<(Option<u32>, PathBuf)> =
        arguments.files.iter().map(|file| of_file(file)).collect();
    let read_from: Vec<PathBuf> = files.iter().map(|(_, path)| path.clone()).collect();
    if let Some(output) = &arguments.output {
        must_be_xlsx(output)?;
        not_an_input(output, arguments.inputs(&read_from))?;
    }
    let aliases = aliases(arguments.aliases.as_deref())?;
    let loaded = Loaded::of(&arguments.rules, files.len() == 1)?;
    let progress = Progress::start(arguments.written.format);
    progress.stage("读取");
    let bounds = arguments.within.limits.bounds();
    let files = files.into_iter().map(|(year, path)| YearFile {
        source: source(&path),
        year,
        bounds: bounds.clone(),
    });
    let mut files: Vec<YearFile> = files.collect();
    let years = match (&loaded.second, files.len()) {
        (Some(second), 1) => Years::by_two_rules(files.remove(0), [&loaded.general, second])?,
        _ => Years::read(files, &loaded.books())?,
    };
    let beside = || match years.latest() {
        Source::File { path, .. } => Some(beside(path, "年度对比.xlsx")),
        Source::Bytes { .. } => None,
    };
    let target = arguments
        .written
        .target(arguments.output.as_deref(), beside);
    if let Some(target) = &target {
        may_write(
            target,
            arguments.inputs(&read_from),
            arguments.written.force,
        )?;
    }
    progress.stage("对比");
    let comparison = years.compare(arguments.missing.missing, &aliases)?;
    progress.finish();
    if let Some(target) = &target {
        let package = sheets::comparison_package(&comparison, &aliases, scratch_beside(target));
        let package = package.map_err(|error| match error {
            ComparisonError::Written(error) => unwritten(target, error),
            error => TaskError::Comparison(error.to_string()).into(),
        })?;
        write_whole_by(target, |out| package.write_to(out))?;
    }
    match arguments.written.format {
        Format::Text => summary::comparison(&comparison, &aliases, target.as_deref())?,
        Format::Json => print_json(&json::comparison(&comparison, &aliases))?,
    }
    Ok(match comparison.is_clean() {
        true => Outcome::Done,
        false => Outcome::DoneWithErrors,
    })
}

/// A text such as `2020=FILE`, apart.
fn of_year(text: &str) -> (Option<u32>, &str) {
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('=') {
        Some((year, rest)) if is_year(year) && !rest.is_empty() => (year.parse().ok(), rest),
        _ => (None, text),
    }
}

/// A workbook, and which of its years is meant; a file may itself be called `2020=FILE`.
fn of_file(text: &str) -> (Option<u32>, PathBuf) {
    match of_year(text) {
        (Some(_), _) if Path::new(text).exists() => (None, text.into()),
        (year, path) => (year, path.into()),
    }
}

impl Arguments {
    /// Everything that is read.
    fn inputs<'a>(&'a self, workbooks: &'a [PathBuf]) -> impl Iterator<Item = &'a Path> {
        workbooks.iter().chain(&self.aliases).map(PathBuf::as_path)
    }
}

/// The rule books of a run.
struct Loaded {
    /// For every year without one of its own.
    general: RuleBook,
    /// The later one, where one workbook is scored by two.
    second: Option<RuleBook>,
    by_year: Vec<(u32, RuleBook)>,
}

impl Loaded {
    fn of(rules: &[String], same_year: bool) -> Result<Loaded, Failure> {
        if same_year {
            let [was, is] = rules else {
                return Err(Failure::OneWorkbook);
            };
            return Ok(Loaded {
                general: rule_book(was)?,
                second: Some(rule_book(is)?),
                by_year: Vec::new(),
            });
        }
        let mut general = None;
        let mut by_year: Vec<(u32, RuleBook)> = Vec::new();
        for text in rules {
            let (year, name) = of_year(text);
            let twice = match year {
                Some(year) => by_year.iter().any(|(known, _)| *known == year),
                None => general.is_some(),
            };
            if twice {
                return Err(Failure::RulesTwice {
                    rules: text.clone(),
                });
            }
            let book = rule_book(name)?;
            match year {
                Some(year) => by_year.push((year, book)),
                None => general = Some(book),
            }
        }
        let general = match general {
            Some(book) => book,
            None => rule_book(library::BUILT_IN[0].0)?,
        };
        Ok(Loaded {
            general,
            second: None,
            by_year,
        })
    }

    fn books(&self) -> Books<'_> {
        let by_year = self.by_year.iter();
        Books {
            general: &self.general,
            by_year: by_year.map(|(year, book)| (*year, book)).collect(),
        }
    }
}
