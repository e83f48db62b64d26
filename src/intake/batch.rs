//! Departments as typed values: what another program knows of them already, without any sheet.

use super::dataset::{Before, Dataset, Field, LastYear, Record};
use super::laid_out::Records;
use super::value::wanted;
use super::{identity, last_year, look_over, peers};
use crate::expr::{Figure, Kind};
use crate::problem::Problem;
use crate::rulebook::document::nearest;
use crate::rulebook::last_year::PREFIX;
use crate::rulebook::naming::plain;
use crate::rulebook::{Metric, Role, RuleBook};

/// A batch of departments given as typed values.
///
/// A figure that nobody was given is a column that is not there; one that only some have is blank for the others.
/// Neither is 0.
///
/// ```
/// use jixiao::{Batch, Decimal, Missing, RuleBook};
///
/// let book = RuleBook::built_in("shenzhen-2021")?;
/// let mut batch = Batch::new(&book).year(2021);
/// batch
///     .department("示例市教育局")
///     .code("101")
///     .set("政府采购计划金额", Decimal::new(307_043, 2))?
///     .set("实际采购金额", Decimal::new(301_610, 2))?
///     .set("采购政策功能落实", true)?;
/// let scored = batch.scored(Missing::Hold)?;
///
/// let procurement = &scored.cards[0].indicators[book.indicator("政府采购执行情况").expect("it has one")];
/// assert_eq!(procurement.score, Some(Decimal::new(198, 2)));
/// // The rest is not known, so there is no total yet: 待定, not 0.
/// assert_eq!(scored.cards[0].total, None);
///
/// // A slip in a name is an error that names the nearest.
/// let slip = batch.department("示例市文化局").set("实际采购金颌", 1).map(drop);
/// assert!(slip.unwrap_err().to_string().contains("是不是“实际采购金额”？"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Batch<'b> {
    book: &'b RuleBook,
    year: Option<u32>,
    departments: Vec<Department<'b>>,
}

/// A department of a [`Batch`].
#[derive(Clone, Debug)]
pub struct Department<'b> {
    book: &'b RuleBook,
    name: String,
    code: Option<String>,
    supervisor: Option<String>,
    /// By metric; blank where nothing was given.
    figures: Vec<Figure>,
    /// By metric, of the year before.
    before: Vec<Figure>,
}

/// Why a value was not taken, or a batch cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// The rule book has no such figure.
    #[error("规则书“{book}”里没有数据项“{name}”{}", near.as_ref().map_or_else(String::new, |near| format!("，是不是“{near}”？")))]
    Unknown {
        /// The rule book's id.
        book: String,
        /// What was asked for.
        name: String,
        /// The nearest figure, if any is near.
        near: Option<String>,
    },
    /// The figure is another than the value.
    #[error("“{name}”应是{wanted}，不能是“{given}”")]
    Value {
        /// The figure's name.
        name: String,
        /// What it may be.
        wanted: String,
        /// What was given.
        given: String,
    },
    /// There is no department in the batch.
    #[error("没有部门")]
    Empty,
}

impl<'b> Batch<'b> {
    /// A batch without departments.
    pub fn new(book: &'b RuleBook) -> Batch<'b> {
        Batch {
            book,
            year: None,
            departments: Vec::new(),
        }
    }

    /// 年度, which results name.
    pub fn year(self, year: u32) -> Batch<'b> {
        Batch {
            year: Some(year),
            ..self
        }
    }

    /// Adds a department of this name. Two of the same code, or of the same name without one, are both scored and
    /// not ranked, as in a workbook.
    pub fn department(&mut self, name: impl Into<String>) -> &mut Department<'b> {
        let metrics = self.book.metrics.len();
        self.departments.push(Department {
            book: self.book,
            name: name.into(),
            code: None,
            supervisor: None,
            figures: vec![Figure::Blank; metrics],
            before: vec![Figure::Blank; metrics],
        });
        let last = self.departments.len() - 1;
        &mut self.departments[last]
    }

    /// The departments as records, with what is wrong with them. A sheet of them is laid out, so that outputs can
    /// refer to their figures.
    ///
    /// # Errors
    /// There is no department.
    pub fn dataset(&self) -> Result<(Dataset, Vec<Problem>), BatchError> {
        if self.departments.is_empty() {
            return Err(BatchError::Empty);
        }
        let departments = self.departments.iter();
        let mut records: Vec<Record> = departments.map(Department::record).collect();
        let given = |figures: for<'d> fn(&'d Department<'b>) -> &'d [Figure]| -> Vec<usize> {
            let is_given = |id: &usize| {
                let mut all = self.departments.iter();
                all.any(|one| figures(one)[*id] != Figure::Blank)
            };
            (0..self.book.metrics.len()).filter(is_given).collect()
        };
        let data = Records {
            sheet: &self.book.sheets.data.name,
            roles: &[Role::Code, Role::Name, Role::Group, Role::Year],
            metrics: &given(|one| &one.figures),
            year: self.year,
        };
        let data = data.table(
            &mut records,
            |record| &mut record.fields,
            |record| &record.fields,
            self.book,
        );
        let before = given(|one| &one.before);
        let last_year = (!before.is_empty()).then(|| {
            let sheet = Records {
                sheet: last_year::SHEET,
                roles: &[Role::Code, Role::Name],
                metrics: &before,
                year: None,
            };
            let table = sheet.table(
                &mut records,
                |record| &mut record.before.fields,
                |record| &record.before.fields,
                self.book,
            );
            LastYear { table, year: None }
        });
        let mut problems = Vec::new();
        identity::mark_duplicates(&mut records, &data.sheet.name, &mut problems);
        let mut dataset = Dataset {
            data,
            outcomes: None,
            declared: None,
            last_year,
            opinions: Vec::new(),
            others: Vec::new(),
            records,
            year: self.year,
        };
        peers::stand(&mut dataset, self.book);
        look_over(&dataset, self.book, &mut problems);
        Ok((dataset, problems))
    }

    /// The rule book.
    pub fn book(&self) -> &'b RuleBook {
        self.book
    }
}

impl Department<'_> {
    /// 部门编码.
    pub fn code(&mut self, code: impl Into<String>) -> &mut Self {
        self.code = Some(code.into());
        self
    }

    /// 主管部门.
    pub fn supervisor(&mut self, supervisor: impl Into<String>) -> &mut Self {
        self.supervisor = Some(supervisor.into());
        self
    }

    /// Sets a figure, by its name in the rule book or an alias. Money is in the unit that the rule book asks for
    /// (万元), a percentage a ratio: 0.95 is 95%.
    ///
    /// # Errors
    /// The rule book has no such figure, or it cannot be this value.
    pub fn set(&mut self, name: &str, value: impl Into<Figure>) -> Result<&mut Self, BatchError> {
        let metrics = self.book.metrics.iter();
        let metric = find(name, self.book, metrics.filter(|one| one.role.is_none()))?;
        self.figures[metric.variable.id] = checked(metric, value.into())?;
        Ok(self)
    }

    /// Sets a figure of the year before, by the name of this year's: one of those that the rule book calls `上年·…`.
    ///
    /// # Errors
    /// The rule book uses no such figure of the year before, or it cannot be this value.
    pub fn last_year(
        &mut self,
        name: &str,
        value: impl Into<Figure>,
    ) -> Result<&mut Self, BatchError> {
        let name = name.strip_prefix(PREFIX).unwrap_or(name);
        let used = self.book.last_year.iter();
        let used = used.map(|one| &self.book.metrics[one.variable.id]);
        let metric = find(name, self.book, used).map_err(|error| match error {
            BatchError::Unknown { book, name, near } => BatchError::Unknown {
                book,
                name: format!("{PREFIX}{name}"),
                near,
            },
            other => other,
        })?;
        self.before[metric.variable.id] = checked(metric, value.into())?;
        Ok(self)
    }

    fn record(&self) -> Record {
        let field = |figure: &Figure| Field {
            figure: figure.clone(),
            ..Field::absent()
        };
        let has_before = self.before.iter().any(|figure| *figure != Figure::Blank);
        Record {
            row: 0,
            code: self.code.clone(),
            name: self.name.clone(),
            group: self.supervisor.clone(),
            duplicate: false,
            fields: self.figures.iter().map(field).collect(),
            outcomes: Vec::new(),
            declared: None,
            before: Before {
                year: None,
                fields: match has_before {
                    true => self.before.iter().map(field).collect(),
                    false => Vec::new(),
                },
            },
            standings: Vec::new(),
        }
    }
}

/// The metric of a name or an alias.
fn find<'b>(
    name: &str,
    book: &RuleBook,
    metrics: impl Iterator<Item = &'b Metric> + Clone,
) -> Result<&'b Metric, BatchError> {
    // The name itself, which most give, is soon found.
    if let Some(own) = metrics.clone().find(|metric| metric.name() == name) {
        return Ok(own);
    }
    let wanted = plain(name);
    let names = |metric: &'b Metric| {
        let aliases = metric.aliases.iter().map(String::as_str);
        std::iter::once(metric.name()).chain(aliases)
    };
    let is_it = |metric: &&'b Metric| names(metric).any(|own| plain(own) == wanted);
    metrics.clone().find(is_it).ok_or_else(|| {
        let near = nearest(name, metrics.flat_map(names));
        BatchError::Unknown {
            book: book.id.clone(),
            name: name.to_string(),
            near: near.map(str::to_string),
        }
    })
}

/// A value that a figure may have.
fn checked(metric: &Metric, value: Figure) -> Result<Figure, BatchError> {
    let kind = metric.kind();
    let value = match (kind, value) {
        // A reviewer's 是 is the most points, as in a form.
        (Kind::Points { max }, Figure::Truth(true)) => Figure::Number(*max),
        (Kind::Points { .. }, Figure::Truth(false)) => Figure::Number(0.into()),
        (_, value) => value,
    };
    let fits = match (&value, kind) {
        (Figure::Blank, _) => true,
        (Figure::Number(number), kind) => kind.allows(*number),
        (Figure::Truth(_), kind) => matches!(kind, Kind::YesNo { .. }),
        (Figure::Text(text), Kind::Choice { choices }) => choices.contains(text),
        (Figure::Text(_), kind) => *kind == Kind::Text,
        (Figure::Unreadable, _) => false,
    };
    match fits {
        true => Ok(value),
        false => Err(BatchError::Value {
            name: metric.name().to_string(),
            wanted: wanted(kind),
            given: value.to_string(),
        }),
    }
}
