//! What several subcommands take: the input workbook and how it is to be read; and loading it.

use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::mistaken;
use super::outcome::{Failure, file_name};
use super::output::{Format, tell_encoding};
use super::progress::Progress;
use crate::analysis::{Evaluation, evaluate};
use crate::intake::{self, Dataset, IntakeError, unit_slip};
use crate::mistaken::{Kind, is_mere_list};
use crate::problem::Problem;
use crate::rulebook::library::{self, Loaded};
use crate::rulebook::{Finding, FindingLevel, RuleBook};
use crate::scoring::Missing;
use crate::workbook::{self, Bounds, Workbook};

/// The input and how it is read.
#[derive(Debug, Args)]
pub struct Input {
    /// 装有部门数据的工作簿（xlsx、xls、ods、et 等）
    #[arg(value_name = "工作簿")]
    pub file: PathBuf,

    /// 规则书：内置规则书的名称，或规则书文件
    #[arg(long, value_name = "规则书", default_value = library::BUILT_IN[0].0)]
    pub rules: String,

    /// 文件的限度：standard 或 large（放宽）
    #[arg(
        long,
        value_enum,
        value_name = "限度",
        default_value = "standard",
        hide_possible_values = true
    )]
    pub limits: Limits,

    /// 评哪一年（表中有几个年度时必须指定）
    #[arg(long, value_name = "年度")]
    pub year: Option<u32>,

    /// 上年的工作簿（填报表或评分结果）：规则书用到“上年·”数据时需要；也用来核对金额的单位
    #[arg(long, value_name = "工作簿")]
    pub last_year: Option<PathBuf>,
}

/// How much a workbook may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Limits {
    /// [`Bounds::STANDARD`].
    #[default]
    Standard,
    /// [`Bounds::LARGE`].
    Large,
}

impl Limits {
    /// What they are.
    pub fn bounds(self) -> Bounds {
        match self {
            Limits::Standard => Bounds::STANDARD,
            Limits::Large => Bounds::LARGE,
        }
    }
}

impl Input {
    /// Every workbook that is read: none of them is ever written over.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.file.as_path()).chain(self.last_year.as_deref())
    }

    /// Loads the rule book, as [`rule_book`].
    pub fn rule_book(&self) -> Result<RuleBook, Failure> {
        rule_book(&self.rules)
    }

    /// Reads the workbook.
    pub fn dataset(&self, book: &RuleBook) -> Result<(Dataset, Vec<Problem>), Failure> {
        let mut workbook = workbook::open(&self.file, &self.limits.bounds())?;
        let last = match &self.last_year {
            Some(path) => {
                if book.last_year.is_empty() {
                    eprintln!(
                        "规则书“{}”不用上年的数据评分，--last-year 只用来核对金额的单位。",
                        book.id
                    );
                }
                let bounds = self.limits.bounds();
                Some((path, last_year(path, book, self.year, &bounds)?))
            }
            None => None,
        };
        if let Some((_, last)) = last.as_ref().filter(|_| !book.last_year.is_empty()) {
            intake::last_year::supply(&mut workbook, last, book);
        }
        let (dataset, mut problems) = read(&self.file, workbook, book, self.year)?;
        let years = last.as_ref().map(|(_, last)| (last.year, dataset.year));
        if let (Some((Some(last), Some(this))), Some(path)) = (years, &self.last_year)
            && last >= this
        {
            return Err(Failure::NotLastYear {
                path: path.clone(),
                last,
                this,
            });
        }
        if let Some((_, last)) = &last {
            unit_slip::against_last_year((&dataset, book), (last, book), &mut problems);
        }
        Ok((dataset, problems))
    }

    /// Reads and scores the workbook.
    pub fn evaluate<'b>(
        &self,
        book: &'b RuleBook,
        missing: Missing,
        format: Format,
    ) -> Result<Evaluation<'b>, Failure> {
        let progress = Progress::start(format);
        progress.stage("读取");
        let (dataset, problems) = self.dataset(book)?;
        let step = progress.count("评分", dataset.records.len());
        let evaluation = evaluate(dataset, book, missing, problems, &step);
        progress.finish();
        Ok(evaluation)
    }
}

impl ValueEnum for Missing {
    fn value_variants<'a>() -> &'a [Missing] {
        &Missing::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

/// What becomes of a score whose data are missing.
#[derive(Debug, Args)]
pub struct WhereMissing {
    /// 缺数据时：hold 待定，zero 按 0 分，declared 采用自评
    #[arg(
        long,
        value_enum,
        value_name = "方式",
        default_value = "hold",
        hide_possible_values = true
    )]
    pub missing: Missing,
}

/// The input and how its departments are scored.
#[derive(Debug, Args)]
pub struct ScoredInput {
    #[command(flatten)]
    input: Input,

    #[command(flatten)]
    missing: WhereMissing,
}

impl ScoredInput {
    /// The input workbook's path.
    pub fn file(&self) -> &Path {
        &self.input.file
    }

    /// Every workbook that is read, as [`Input::files`].
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.input.files()
    }

    /// Loads the rule book, as [`Input::rule_book`].
    pub fn rule_book(&self) -> Result<RuleBook, Failure> {
        self.input.rule_book()
    }

    /// Reads and scores the workbook.
    pub fn evaluate<'b>(
        &self,
        book: &'b RuleBook,
        format: Format,
    ) -> Result<Evaluation<'b>, Failure> {
        self.input.evaluate(book, self.missing.missing, format)
    }
}

/// Loads a rule book with its findings; an encoding that editors do not write today is told.
pub fn loaded(name: &str) -> Result<Loaded, Failure> {
    let loaded = library::load(name)?;
    tell_encoding("规则书", name, loaded.encoding);
    Ok(loaded)
}

/// Loads a rule book; its errors are shown, and stop the run.
pub fn rule_book(name: &str) -> Result<RuleBook, Failure> {
    let Loaded { findings, book, .. } = loaded(name)?;
    let errors: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| finding.level == FindingLevel::Error)
        .collect();
    eprint!("{}", rendered(&errors));
    let book = book.ok_or_else(|| Failure::FaultyRules { name: name.into() })?;
    if let Some(told) = book.altered_told() {
        eprintln!("注意：{told}");
    }
    Ok(book)
}

/// Reads a workbook of departments, within the usual bounds.
pub fn dataset(
    file: &Path,
    book: &RuleBook,
    year: Option<u32>,
) -> Result<(Dataset, Vec<Problem>), Failure> {
    let workbook = workbook::open(file, &Bounds::default())?;
    read(file, workbook, book, year)
}

/// Takes departments from a workbook that was opened.
pub fn read(
    file: &Path,
    workbook: Workbook,
    book: &RuleBook,
    year: Option<u32>,
) -> Result<(Dataset, Vec<Problem>), Failure> {
    let other_kind = |kind: Kind| Failure::Mistaken {
        file: file_name(file),
        what: kind.what(),
        advice: mistaken::advice(kind, file),
    };
    match intake::read(workbook, book, year) {
        Ok((dataset, _)) if is_mere_list(&dataset, book) => {
            Err(other_kind(Kind::List(dataset.records.len())))
        }
        Err(
            cause @ (IntakeError::NoDataSheet { .. }
            | IntakeError::NoHeader { .. }
            | IntakeError::NoNameColumn { .. }
            | IntakeError::NoDepartments { .. }),
        ) => Err(match mistaken::of_file(file, book) {
            Some(kind) => other_kind(kind),
            None => Failure::intake(file)(cause),
        }),
        read => read.map_err(Failure::intake(file)),
    }
}

/// Reads last year's workbook; of several years in it the one before this year, if that is known.
pub fn last_year(
    file: &Path,
    book: &RuleBook,
    this: Option<u32>,
    bounds: &Bounds,
) -> Result<Dataset, Failure> {
    let read = |year| read(file, workbook::open(file, bounds)?, book, year);
    let read = match (read(None), this) {
        (
            Err(Failure::Intake {
                cause: IntakeError::SeveralYears { .. },
                ..
            }),
            Some(this),
        ) => read(this.checked_sub(1)),
        (read, _) => read,
    };
    read.map(|(dataset, _)| dataset)
}

/// A rule book's findings with the lines that they are about.
pub fn rendered(findings: &[Finding]) -> String {
    let renderer = if console::colors_enabled_stderr() {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for finding in findings {
        let level = match finding.level {
            FindingLevel::Error => Level::ERROR.with_name("错误"),
            FindingLevel::Warning => Level::WARNING.with_name("警告"),
        };
        let source = &finding.at.source;
        let end = source.text.len();
        let range = finding.at.range.start.min(end)..finding.at.range.end.min(end);
        let snippet = Snippet::source(source.text.as_str())
            .path(source.name.as_str())
            .annotation(AnnotationKind::Primary.span(range));
        let mut group = level
            .primary_title(finding.message.as_str())
            .element(snippet);
        if let Some(hint) = &finding.hint {
            group = group.element(Level::HELP.with_name("建议").message(hint.as_str()));
        }
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text
}
