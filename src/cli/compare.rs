//! 对比: several years' workbooks in, one workbook of years side by side out.

use std::path::{Path, PathBuf};

use clap::Args;

use super::aliases;
use super::input::{WhereMissing, dataset, read, rule_book};
use super::outcome::{Failure, Outcome, file_name};
use super::output::{
    Format, beside, may_write, must_be_xlsx, not_an_input, print_json, write_whole,
};
use super::progress::Progress;
use super::summary;
use crate::analysis::comparison::{Again, Year};
use crate::analysis::{compare, evaluate};
use crate::intake::{self, Dataset, IntakeError, unit_slip};
use crate::json;
use crate::problem::Problem;
use crate::rulebook::RuleBook;
use crate::rulebook::library;
use crate::sheets;
use crate::workbook::{self, Bounds, Workbook};

/// 对比：几个年度并排比较，说明总分为什么上升或下降
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao compare 2020.xlsx 2021.xlsx -o 对比.xlsx
  jixiao compare 2020.xlsx 2021.xlsx --rules 2020=旧规则.toml      2020 年用自己的规则书
  jixiao compare 2020=两年.xlsx 2021=两年.xlsx        同一个文件里的两个年度
  jixiao compare 2020.xlsx 2021.xlsx --aliases 更名.csv
  jixiao compare 2020.xlsx 2021.xlsx --format json > 对比.json

填报表和评分结果工作簿都可以。部门按编码对应，其次按名称。
别名文件每行一对：原名称,现名称。")]
pub struct Arguments {
    /// 各年度的工作簿，至少两个；表中没有写年度或有几个年度的，写成“年度=工作簿”
    #[arg(value_name = "工作簿", required = true, num_args = 2..)]
    files: Vec<String>,

    /// 规则书：内置规则书的名称，或规则书文件；写成“年度=规则书”的只用于那一年（可以重复）
    #[arg(long, value_name = "规则书")]
    rules: Vec<String>,

    #[command(flatten)]
    missing: WhereMissing,

    /// 更名部门的别名文件（文本或工作簿），每行一对：原名称,现名称
    #[arg(long, value_name = "文件")]
    aliases: Option<PathBuf>,

    /// 结果写到哪个文件（不指定时写在最近一年的文件旁边，名为“名称-年度对比.xlsx”）
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    /// 结果文件已经存在时覆盖它
    #[arg(long)]
    force: bool,

    /// 输出格式：text 或 json；json 只在有 -o 时才写工作簿
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "text",
        hide_possible_values = true
    )]
    format: Format,
}

/// Compares years.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let inputs = inputs(&arguments.files)?;
    let read_from: Vec<PathBuf> = inputs.iter().map(|input| input.path.clone()).collect();
    if let Some(output) = &arguments.output {
        must_be_xlsx(output)?;
        not_an_input(output, arguments.inputs(&read_from))?;
    }
    let aliases = match &arguments.aliases {
        Some(path) => aliases::read(path)?,
        None => Vec::new(),
    };
    let books = Books::load(&arguments.rules)?;
    let progress = Progress::start(arguments.format);
    progress.stage("读取");
    let mut read: Vec<Read> = inputs
        .into_iter()
        .map(|input| Read::new(input, &books))
        .collect::<Result<_, Failure>>()?;
    read.sort_by_key(|read| read.year);
    in_years(&read)?;
    books.all_used(&read)?;
    for place in 1..read.len() {
        let (before, this) = read.split_at_mut(place);
        this[0].supply(&before[place - 1])?;
        this[0].check_units(&before[place - 1]);
    }
    let target = match (&arguments.output, arguments.format) {
        (Some(output), _) => Some(output.clone()),
        (None, Format::Json) => None,
        (None, Format::Text) => Some(beside(&read[read.len() - 1].path, "年度对比.xlsx")),
    };
    if let Some(target) = &target {
        may_write(target, arguments.inputs(&read_from), arguments.force)?;
    }
    progress.stage("对比");
    let again = (1..read.len()).map(|place| {
        let before = place.checked_sub(2).map(|before| &read[before]);
        again(before, &read[place - 1], &read[place])
    });
    let again: Vec<Again> = again.collect::<Result<_, Failure>>()?;
    let years = read.into_iter().map(|read| Year {
        year: read.year,
        file: file_name(&read.path),
        evaluation: evaluate(
            read.dataset,
            read.book,
            arguments.missing.missing,
            read.problems,
            &|| {},
        ),
    });
    let comparison = compare(years.collect(), again, &aliases);
    progress.finish();
    if let Some(target) = &target {
        let bytes = sheets::comparison(&comparison, &aliases)
            .map_err(|error| Failure::Comparison(error.to_string()))?;
        write_whole(target, &bytes)?;
    }
    match arguments.format {
        Format::Text => summary::comparison(&comparison, &aliases, target.as_deref())?,
        Format::Json => print_json(&json::comparison(&comparison, &aliases))?,
    }
    Ok(match comparison.is_clean() {
        true => Outcome::Done,
        false => Outcome::DoneWithErrors,
    })
}

/// A workbook, and which of its years is meant.
struct Input {
    path: PathBuf,
    year: Option<u32>,
}

/// A text such as `2020=FILE`, apart.
fn of_year(text: &str) -> (Option<u32>, &str) {
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('=') {
        Some((year, rest)) if is_year(year) && !rest.is_empty() => (year.parse().ok(), rest),
        _ => (None, text),
    }
}

fn inputs(files: &[String]) -> Result<Vec<Input>, Failure> {
    let inputs: Vec<Input> = files
        .iter()
        .map(|file| match of_year(file) {
            // A file may be called so.
            (Some(_), _) if Path::new(file).exists() => Input {
                path: file.into(),
                year: None,
            },
            (year, path) => Input {
                path: path.into(),
                year,
            },
        })
        .collect();
    Ok(inputs)
}

impl Arguments {
    /// Everything that is read.
    fn inputs<'a>(&'a self, workbooks: &'a [PathBuf]) -> impl Iterator<Item = &'a Path> {
        workbooks.iter().chain(&self.aliases).map(PathBuf::as_path)
    }
}

/// The rule books of a run.
struct Books {
    /// For every year without one of its own.
    general: RuleBook,
    by_year: Vec<(u32, RuleBook)>,
}

impl Books {
    fn load(rules: &[String]) -> Result<Books, Failure> {
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
        Ok(Books { general, by_year })
    }

    /// The rule book of a year.
    fn of(&self, year: u32) -> &RuleBook {
        let own = self.by_year.iter().find(|(known, _)| *known == year);
        own.map_or(&self.general, |(_, book)| book)
    }

    /// The rule books to try where the year is not known yet.
    fn all(&self) -> impl Iterator<Item = &RuleBook> {
        let own = self.by_year.iter().map(|(_, book)| book);
        std::iter::once(&self.general).chain(own)
    }

    /// A rule book of a year that is not compared would be silently left out.
    fn all_used(&self, read: &[Read]) -> Result<(), Failure> {
        let unused = |(year, _): &&(u32, RuleBook)| read.iter().all(|one| one.year != *year);
        match self.by_year.iter().find(unused) {
            Some((year, _)) => Err(Failure::RulesOfNoYear { year: *year }),
            None => Ok(()),
        }
    }
}

/// One year's workbook, read by its rule book.
struct Read<'b> {
    path: PathBuf,
    year: u32,
    book: &'b RuleBook,
    dataset: Dataset,
    problems: Vec<Problem>,
}

impl<'b> Read<'b> {
    fn new(input: Input, books: &'b Books) -> Result<Read<'b>, Failure> {
        let year = match input.year {
            Some(year) => year,
            None => year_of(&input, books)?,
        };
        let book = books.of(year);
        let (dataset, problems) = dataset(&input.path, book, input.year)?;
        if dataset.year.is_some_and(|found| found != year) {
            let cause = IntakeError::NoSuchYear {
                wanted: year,
                years: dataset.year.into_iter().collect(),
            };
            return Err(Failure::intake(&input.path)(cause));
        }
        Ok(Read {
            path: input.path,
            year,
            book,
            dataset,
            problems,
        })
    }

    /// Where the rules use figures of the year before, reads the workbook again with those of the year that
    /// is compared.
    fn supply(&mut self, before: &Read) -> Result<(), Failure> {
        if self.book.last_year.is_empty() || self.dataset.last_year.is_some() {
            return Ok(());
        }
        let workbook = self.supplied(Some(before), self.book)?;
        let read = read(&self.path, workbook, self.book, Some(self.year))?;
        (self.dataset, self.problems) = read;
        Ok(())
    }

    /// Holds the amounts against those of the year before.
    fn check_units(&mut self, before: &Read) {
        let last = (&before.dataset, before.book);
        unit_slip::against_last_year((&self.dataset, self.book), last, &mut self.problems);
    }

    /// The workbook for a rule book: with the figures of the year before, where the rules use them, the
    /// workbook has none of its own, and that year is compared, too.
    fn supplied(&self, before: Option<&Read>, book: &RuleBook) -> Result<Workbook, Failure> {
        let mut workbook = workbook::open(&self.path, &Bounds::default())?;
        let before = before.filter(|before| before.year + 1 == self.year);
        let has_own = intake::last_year::is_in(&workbook);
        if let (Some(before), false, false) = (before, book.last_year.is_empty(), has_own) {
            let earlier = workbook::open(&before.path, &Bounds::default())?;
            // What cannot be read by these rules supplies nothing; the indicators then say so.
            if let Ok((last, _)) = intake::read(earlier, book, Some(before.year)) {
                intake::last_year::supply(&mut workbook, &last, book);
            }
        }
        Ok(workbook)
    }
}

/// The year that a workbook says it is of, by the first rule book that can read it.
fn year_of(input: &Input, books: &Books) -> Result<u32, Failure> {
    let workbook = workbook::open(&input.path, &Bounds::default())?;
    let mut failure = None;
    for book in books.all() {
        match read(&input.path, workbook.clone(), book, None) {
            Ok((dataset, _)) => {
                if let Some(year) = dataset.year {
                    return Ok(year);
                }
            }
            Err(cause) => {
                failure.get_or_insert(cause);
            }
        }
    }
    let path = input.path.clone();
    Err(match failure {
        Some(Failure::Intake {
            cause: IntakeError::SeveralYears { years },
            ..
        }) => Failure::SeveralYears { path, years },
        Some(failure) => failure,
        None => Failure::NoYear { path },
    })
}

/// Two workbooks of one year cannot stand side by side.
fn in_years(read: &[Read]) -> Result<(), Failure> {
    match read.windows(2).find(|pair| pair[0].year == pair[1].year) {
        Some(pair) => Err(Failure::YearTwice {
            year: pair[0].year,
            files: (file_name(&pair[0].path), file_name(&pair[1].path)),
        }),
        None => Ok(()),
    }
}

/// Last year's workbook, read once more by this year's rule book; `before` is the year before it.
fn again(before: Option<&Read>, last: &Read, this: &Read) -> Result<Again, Failure> {
    if last.book.digest == this.book.digest {
        return Ok(Again::SameRules);
    }
    let workbook = last.supplied(before, this.book)?;
    Ok(Again::read(workbook, last.dataset.year, this.book))
}
