//! The library as other programs use it: what the rooms can do, as methods on the types that the crate's root names.
//! Whoever needs more calls the rooms.

use std::sync::Arc;

use crate::analysis::{Evaluation, evaluate};
use crate::intake::{self, Batch, BatchError, IntakeError, anomalies};
use crate::json::{self, Selection};
use crate::reports::template::{self, TemplateError};
use crate::reports::{DepartmentReports, Template, bureau};
use crate::rulebook::RuleBook;
use crate::scoring::Missing;
use crate::sheets::scorecard::Extras;
use crate::sheets::{self, WriteError};
use crate::tasks::papers;
use crate::workbook::{self, Bounds, OpenError, Source, Workbook};

impl Workbook {
    /// Reads a workbook from the bytes of a file: xlsx, xlsm, xlsb, xls, et, ods, or a text such as CSV, told apart
    /// by content. `name` is what messages call it.
    ///
    /// ```
    /// use jixiao::{Bounds, Workbook};
    ///
    /// let bytes = std::fs::read("sample-data/小样-2021.xlsx")?;
    /// let workbook = Workbook::read("小样-2021.xlsx", bytes, &Bounds::STANDARD)?;
    /// assert_eq!(workbook.sheets[0].name, "基础数据");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// It cannot be read, or holds more than the bounds allow: a sentence that names it and says what to do.
    pub fn read(
        name: &str,
        bytes: impl Into<Arc<[u8]>>,
        bounds: &Bounds,
    ) -> Result<Workbook, OpenError> {
        let name = name.to_string();
        let bytes = bytes.into();
        workbook::read(&Source::Bytes { name, bytes }, bounds)
    }

    /// Scores the departments in the workbook. Whatever is wrong with it is among the evaluation's problems, and so are
    /// figures that only look wrong (异常提示: warnings, which no score depends on), as `jixiao score` tells them.
    ///
    /// ```
    /// use jixiao::{Bounds, Missing, RuleBook, Workbook};
    ///
    /// let book = RuleBook::built_in("shenzhen-2021")?;
    /// let bytes = std::fs::read("sample-data/小样-2021.xlsx")?;
    /// let workbook = Workbook::read("小样-2021.xlsx", bytes, &Bounds::STANDARD)?;
    /// let scored = workbook.scored(&book, Some(2021), Missing::Hold)?;
    /// for (department, card) in scored.departments() {
    ///     println!("{}：{:?} {:?}", department.name, card.total, card.grade);
    /// }
    /// for problem in &scored.problems {
    ///     println!("{} {}", problem.code, problem.message());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// There is nothing to score: no data sheet, no header, no department, or several years and none chosen.
    pub fn scored(
        self,
        book: &RuleBook,
        year: Option<u32>,
        missing: Missing,
    ) -> Result<Evaluation<'_>, IntakeError> {
        let (dataset, mut problems) = intake::read(self, book, year)?;
        anomalies::run(&dataset, None, book, &mut problems);
        Ok(evaluate(dataset, book, missing, problems, &|| {}))
    }
}

impl<'b> Batch<'b> {
    /// Scores the departments. Whatever is wrong with their figures is among the evaluation's problems.
    ///
    /// # Errors
    /// There is no department.
    pub fn scored(&self, missing: Missing) -> Result<Evaluation<'b>, BatchError> {
        let (dataset, mut problems) = self.dataset()?;
        anomalies::run(&dataset, None, self.book(), &mut problems);
        Ok(evaluate(dataset, self.book(), missing, problems, &|| {}))
    }
}

/// Why an output could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The writing library refuses something, which a tested sheet never makes it do.
    #[error("无法生成工作簿：{0}")]
    Workbook(#[from] WriteError),
    /// A report's template does not render.
    #[error(transparent)]
    Report(#[from] TemplateError),
    /// The rule book names a template that is not built in.
    #[error("没有名为“{0}”的报告模板")]
    NoTemplate(String),
}

fn built_in(template: &str) -> Result<Template, OutputError> {
    Template::built_in(template).ok_or_else(|| OutputError::NoTemplate(template.to_string()))
}

/// Every output as the bytes of a file. The same evaluation gives the same bytes, on every system.
///
/// ```
/// use jixiao::{Batch, Missing, RuleBook};
///
/// let book = RuleBook::built_in("shenzhen-2021")?;
/// let mut batch = Batch::new(&book).year(2021);
/// batch.department("示例市教育局").set("编制数", 40).map(drop).unwrap_or_default();
/// let scored = batch.scored(Missing::Zero)?;
///
/// let outputs = [
///     ("评分结果.xlsx", scored.annotated()?),
///     ("评分表.xlsx", scored.score_tables()?),
///     ("问题清单.xlsx", scored.problem_list()?),
///     ("整改台账.xlsx", scored.ledger()?),
///     ("示例市教育局.docx", scored.report(0)?),
///     ("汇总报告.docx", scored.bureau_report()?),
///     ("评分结果.json", scored.json()?),
/// ];
/// for (name, bytes) in &outputs {
///     assert!(!bytes.is_empty(), "{name}");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Evaluation<'_> {
    /// The annotated workbook, the main result: scores, formulas, explanations, problems, statistics, the input and
    /// the rules.
    ///
    /// # Errors
    /// The workbook could not be made: the writing library refuses something.
    pub fn annotated(&self) -> Result<Vec<u8>, OutputError> {
        Ok(sheets::annotated(self)?)
    }

    /// The official score table of every department, a sheet each.
    ///
    /// # Errors
    /// As [`Evaluation::annotated`].
    pub fn score_tables(&self) -> Result<Vec<u8>, OutputError> {
        let all = self.places();
        Ok(sheets::scorecards(self, &all, Extras::default())?)
    }

    /// What is wrong with the data, by department, as a workbook.
    ///
    /// # Errors
    /// As [`Evaluation::annotated`].
    pub fn problem_list(&self) -> Result<Vec<u8>, OutputError> {
        Ok(sheets::problem_list(self, &papers::grouped(self))?)
    }

    /// What lost points, to be worked through: a ledger of the first round.
    ///
    /// # Errors
    /// As [`Evaluation::annotated`].
    pub fn ledger(&self) -> Result<Vec<u8>, OutputError> {
        let all = self.places();
        let (ledger, _) = papers::ledger_of(self, &all, None, &[]);
        Ok(sheets::ledger(self, &all, &ledger)?)
    }

    /// A department's report as a Word document, by its place among the departments.
    ///
    /// # Errors
    /// The rule book names a template that there is not, or the document could not be made.
    ///
    /// # Panics
    /// There is no department of that place.
    pub fn report(&self, department: usize) -> Result<Vec<u8>, OutputError> {
        let template = built_in(papers::template_of(self.book))?;
        Ok(DepartmentReports::new(self, &template)?.write(department)?)
    }

    /// The bureau's summary report as a Word document.
    ///
    /// # Errors
    /// The document could not be made.
    pub fn bureau_report(&self) -> Result<Vec<u8>, OutputError> {
        let template = built_in(template::BUREAU)?;
        Ok(bureau(self, &template)?)
    }

    /// All scores and problems as JSON, as `jixiao score --format json` writes them.
    ///
    /// # Errors
    /// None is known: nothing that is written can be refused.
    pub fn json(&self) -> std::io::Result<Vec<u8>> {
        let selection = Selection::all(self);
        let mut bytes = Vec::new();
        json::write(&json::scores(self, &selection), &mut bytes)?;
        Ok(bytes)
    }

    /// The places of all departments.
    fn places(&self) -> Vec<usize> {
        (0..self.dataset.records.len()).collect()
    }
}
