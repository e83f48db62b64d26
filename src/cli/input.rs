//! What several subcommands take: the input workbook and how it is to be read; and loading it.

use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::outcome::Failure;
use super::output::{Format, tell_encoding, told_reading};
use super::progress::Progress;
use crate::analysis::Evaluation;
use crate::analysis::comparison::Alias;
use crate::rulebook::library::{self, Loaded};
use crate::rulebook::{Finding, FindingLevel, OwnHeaders, Place, RuleBook};
use crate::scoring::Missing;
use crate::tasks::{self, Notice, TaskError};
use crate::workbook::{self, Bounds, Source};

/// The input and how it is read.
#[derive(Debug, Args)]
pub struct Input {
    /// 装有部门数据的工作簿（xlsx、xls、ods、et 等）
    #[arg(value_name = "工作簿")]
    pub file: PathBuf,

    /// 规则书：内置规则书的名称，或规则书文件
    #[arg(long, value_name = "规则书", default_value = library::BUILT_IN[0].0)]
    pub rules: String,

    #[command(flatten)]
    pub within: Within,

    /// 评哪一年（表中有几个年度时必须指定）
    #[arg(long, value_name = "年度")]
    pub year: Option<u32>,

    /// 上年的工作簿（填报表或评分结果）：规则书用到“上年·”数据时需要；也用来核对金额的单位、提示与上年相差悬殊或相同的数据
    #[arg(long, value_name = "工作簿")]
    pub last_year: Option<PathBuf>,

    /// 复核过的评分结果：把其中“自评复核”里填写的复核意见和认定得分带过来
    #[arg(long, value_name = "评分结果")]
    pub review: Option<PathBuf>,

    /// 不作异常提示（与上年或别的数据相差悬殊、抄自别处等，V12 到 V16）
    #[arg(long)]
    pub no_anomalies: bool,

    /// 表头对应文件（toml）：表里的表头不是规定的写法时，写明哪一列是哪一项
    #[arg(long, value_name = "文件")]
    pub columns: Option<PathBuf>,
}

/// How much a workbook may hold, for every command that reads one.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Within {
    /// 文件的限度：standard 或 large（放宽）
    #[arg(
        long,
        value_enum,
        value_name = "限度",
        default_value = "standard",
        hide_possible_values = true
    )]
    pub limits: Limits,
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
    /// Every file that is read: none of them is ever written over.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let others = self
            .last_year
            .iter()
            .chain(&self.review)
            .chain(&self.columns);
        std::iter::once(self.file.as_path()).chain(others.map(PathBuf::as_path))
    }

    /// Loads the rule book, as [`rule_book`], with the headers that the table has of its own.
    pub fn rule_book(&self) -> Result<RuleBook, Failure> {
        let book = rule_book(&self.rules)?;
        let Some(path) = &self.columns else {
            return Ok(book);
        };
        let unusable = |cause: String| TaskError::Headers {
            file: path.display().to_string(),
            cause,
        };
        let bytes = std::fs::read(path).map_err(|cause| unusable(told_reading(&cause)))?;
        let own = OwnHeaders::read(&bytes, &book).map_err(|cause| unusable(cause.to_string()))?;
        Ok(book.with_own_headers(own))
    }

    /// Reads and scores the workbook.
    pub fn evaluate<'b>(
        &self,
        book: &'b RuleBook,
        missing: Missing,
        format: Format,
    ) -> Result<Evaluation<'b>, Failure> {
        self.reading(format, book, |input, progress| {
            input.evaluate(book, missing, |departments| {
                progress.count("评分", departments)
            })
        })
    }

    /// Does something with the files as the library takes them, and shows how far it is.
    pub fn reading<T>(
        &self,
        format: Format,
        book: &RuleBook,
        work: impl FnOnce(&tasks::Input, &Progress) -> Result<T, TaskError>,
    ) -> Result<T, Failure> {
        if self.last_year.is_some() && book.last_year.is_empty() {
            eprintln!(
                "规则书“{}”不用上年的数据评分，--last-year 只用来核对：金额的单位、与上年相差悬殊或相同的数据；不影响得分。",
                book.id
            );
        }
        let progress = Progress::start(format);
        progress.stage("读取");
        let file = source(&self.file);
        let others = [&self.last_year, &self.review];
        let [last_year, review] = others.map(|path| path.as_deref().map(source));
        let input = tasks::Input {
            file: &file,
            last_year: last_year.as_ref(),
            review: review.as_ref(),
            anomalies: !self.no_anomalies,
            year: self.year,
            bounds: &self.within.limits.bounds(),
        };
        let done = work(&input, &progress)?;
        progress.finish();
        Ok(done)
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

    /// How much a workbook may hold.
    pub fn bounds(&self) -> Bounds {
        self.input.within.limits.bounds()
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
    for told in book.notices() {
        eprintln!("注意：{told}");
    }
    Ok(book)
}

/// A file as the library takes it.
pub fn source(path: &Path) -> Source {
    Source::from(path)
}

/// Reads the file of renamed departments, where there is one.
pub fn aliases(path: Option<&Path>) -> Result<Vec<Alias>, Failure> {
    let Some(path) = path else {
        return Ok(Vec::new());
    };
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        // What a workbook's reader says of such a file says more.
        Err(_) if !tasks::aliases::is_text(&name) => {
            workbook::open(path, &Bounds::default())?;
            Vec::new()
        }
        Err(cause) => {
            return Err(TaskError::AliasesUnreadable {
                file: name,
                cause: told_reading(&cause),
            }
            .into());
        }
    };
    Ok(tasks::aliases::read(&name, bytes.into(), tell)?)
}

/// Says what is to be said beside a result.
pub fn tell(notice: Notice) {
    eprintln!("{notice}");
}

fn level_name(level: FindingLevel) -> &'static str {
    match level {
        FindingLevel::Error => "错误",
        FindingLevel::Warning => "警告",
    }
}

/// A rule book's findings with the lines, or the cells, that they are about.
pub fn rendered(findings: &[Finding]) -> String {
    let renderer = if console::colors_enabled_stderr() {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for finding in findings {
        let level = match finding.level {
            FindingLevel::Error => Level::ERROR.with_name(level_name(finding.level)),
            FindingLevel::Warning => Level::WARNING.with_name(level_name(finding.level)),
        };
        let title = format!("{}：{}", level_name(finding.level), finding.message);
        let told = match finding.at.place() {
            Place::Text(..) => None,
            Place::Cell(cell) => Some(format!("“{}”表 {}", cell.sheet, cell.at)),
            Place::Workbook => Some(finding.at.source.name.clone()),
        };
        if let Some(place) = told {
            let hint = finding.hint.as_deref();
            let hint = hint.map_or_else(String::new, |hint| format!("\n  建议：{hint}"));
            text.push_str(&format!("{title}\n  位置：{place}{hint}\n\n"));
            continue;
        }
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
