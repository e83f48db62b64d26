//! 对比: workbooks of several years, each read by the rule book of its year, and put side by side.

use super::{Input, TaskError, reading};
use crate::analysis::comparison::{Again, Alias, Basis, Year};
use crate::analysis::{Comparison, compare, evaluate};
use crate::intake::{self, Dataset, IntakeError, unit_slip};
use crate::problem::Problem;
use crate::rulebook::RuleBook;
use crate::scoring::Missing;
use crate::sheets;
use crate::workbook::{self, Bounds, Source, Workbook};

/// A workbook, and which of its years is meant.
#[derive(Clone, Debug)]
pub struct YearFile {
    /// The workbook.
    pub source: Source,
    /// The year, where the user said one.
    pub year: Option<u32>,
    /// How much it may hold.
    pub bounds: Bounds,
}

/// The rule books of a comparison.
#[derive(Clone, Debug)]
pub struct Books<'b> {
    /// For every year without one of its own.
    pub general: &'b RuleBook,
    /// Those of single years.
    pub by_year: Vec<(u32, &'b RuleBook)>,
}

/// Workbooks of several years, read, oldest first.
#[derive(Debug)]
pub struct Years<'b> {
    read: Vec<Read<'b>>,
    /// Whether it is one workbook by two rule books.
    same_year: bool,
}

impl<'b> Books<'b> {
    /// The rule book of a year.
    fn of(&self, year: u32) -> &'b RuleBook {
        let own = self.by_year.iter().find(|(known, _)| *known == year);
        own.map_or(self.general, |(_, book)| book)
    }

    /// The rule books to try where the year is not known yet.
    fn all(&self) -> impl Iterator<Item = &'b RuleBook> {
        let own = self.by_year.iter().map(|(_, book)| *book);
        std::iter::once(self.general).chain(own)
    }

    /// A rule book of a year that is not compared would be silently left out.
    fn all_used(&self, read: &[Read]) -> Result<(), TaskError> {
        let unused = |(year, _): &&(u32, &RuleBook)| read.iter().all(|one| one.year != *year);
        match self.by_year.iter().find(unused) {
            Some((year, _)) => Err(TaskError::RulesOfNoYear { year: *year }),
            None => Ok(()),
        }
    }
}

impl<'b> Years<'b> {
    /// Reads the workbooks, in any order.
    ///
    /// # Errors
    /// One cannot be read, its year is not known, two are of one year, or a rule book is of none.
    pub fn read(files: Vec<YearFile>, books: &Books<'b>) -> Result<Years<'b>, TaskError> {
        let files = files.into_iter();
        let read: Result<Vec<Read>, TaskError> = files.map(|file| Read::new(file, books)).collect();
        let mut read = read?;
        read.sort_by_key(|read| read.year);
        if let Some(pair) = read.windows(2).find(|pair| pair[0].year == pair[1].year) {
            return Err(TaskError::YearTwice {
                year: pair[0].year,
                files: (pair[0].source.file_name(), pair[1].source.file_name()),
            });
        }
        books.all_used(&read)?;
        for place in 1..read.len() {
            let (before, this) = read.split_at_mut(place);
            this[0].supply(&before[place - 1])?;
            this[0].check_units(&before[place - 1]);
        }
        Ok(Years {
            read,
            same_year: false,
        })
    }

    /// Reads one workbook by two rule books.
    ///
    /// # Errors
    /// It cannot be read by one of them, or its year is not known.
    pub fn by_two_rules(file: YearFile, books: [&'b RuleBook; 2]) -> Result<Years<'b>, TaskError> {
        let read = books.map(|book| {
            let books = Books {
                general: book,
                by_year: Vec::new(),
            };
            Read::new(file.clone(), &books)
        });
        let read: Result<Vec<Read>, TaskError> = read.into_iter().collect();
        Ok(Years {
            read: read?,
            same_year: true,
        })
    }

    /// The workbook of the latest year; there is always one.
    pub fn latest(&self) -> &Source {
        &self.read[self.read.len() - 1].source
    }

    /// The years side by side.
    ///
    /// # Errors
    /// A workbook that was read before cannot be read any more.
    pub fn compare(self, missing: Missing, aliases: &[Alias]) -> Result<Comparison<'b>, TaskError> {
        let Years { read, same_year } = self;
        let again = (1..read.len()).map(|place| {
            let before = place.checked_sub(2).map(|before| &read[before]);
            again(before, &read[place - 1], &read[place])
        });
        let again: Vec<Again> = again.collect::<Result<_, TaskError>>()?;
        let years = read.into_iter().enumerate().map(|(place, read)| Year {
            year: read.year,
            basis: match (same_year, place) {
                (false, _) => Basis::Years,
                (true, 0) => Basis::RulesBefore,
                (true, _) => Basis::RulesAfter,
            },
            file: read.source.file_name(),
            evaluation: evaluate(read.dataset, read.book, missing, read.problems, &|| {}),
        });
        Ok(compare(years.collect(), again, aliases))
    }
}

/// A workbook beside last year's, both by one rule book, as the years of a run that scores the one and was given the other.
///
/// # Errors
/// As [`Years::read`].
pub fn with_last_year<'b>(
    input: &Input,
    last: &Source,
    book: &'b RuleBook,
) -> Result<Years<'b>, TaskError> {
    let last_year = reading::last_year(last, book, input.year, input.bounds)?.year;
    let files = vec![
        YearFile {
            source: last.clone(),
            year: last_year,
            bounds: input.bounds.clone(),
        },
        YearFile {
            source: input.file.clone(),
            year: input.year,
            bounds: input.bounds.clone(),
        },
    ];
    let books = Books {
        general: book,
        by_year: Vec::new(),
    };
    Years::read(files, &books)
}

/// The comparison's workbook.
///
/// # Errors
/// The workbook could not be made.
pub fn workbook(comparison: &Comparison, aliases: &[Alias]) -> Result<Vec<u8>, TaskError> {
    let made = sheets::comparison(comparison, aliases);
    made.map_err(|error| TaskError::Comparison(error.to_string()))
}

/// One year's workbook, read by its rule book.
#[derive(Debug)]
struct Read<'b> {
    source: Source,
    bounds: Bounds,
    year: u32,
    book: &'b RuleBook,
    dataset: Dataset,
    problems: Vec<Problem>,
}

impl<'b> Read<'b> {
    fn new(file: YearFile, books: &Books<'b>) -> Result<Read<'b>, TaskError> {
        let YearFile {
            source,
            year: said,
            bounds,
        } = file;
        let workbook = workbook::read(&source, &bounds)?;
        let year = match said {
            Some(year) => year,
            None => year_of(&source, &workbook, books)?,
        };
        let book = books.of(year);
        let (dataset, problems) = reading::read_with(&source, workbook, book, said)?;
        if dataset.year.is_some_and(|found| found != year) {
            return Err(TaskError::Intake {
                file: source.file_name(),
                cause: IntakeError::NoSuchYear {
                    wanted: year,
                    years: dataset.year.into_iter().collect(),
                },
            });
        }
        Ok(Read {
            source,
            bounds,
            year,
            book,
            dataset,
            problems,
        })
    }

    /// Where the rules use figures of the year before, reads the workbook again with those of the year that
    /// is compared.
    fn supply(&mut self, before: &Read) -> Result<(), TaskError> {
        if self.book.last_year.is_empty() || self.dataset.last_year.is_some() {
            return Ok(());
        }
        let workbook = self.supplied(Some(before), self.book)?;
        let read = reading::read_with(&self.source, workbook, self.book, Some(self.year))?;
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
    fn supplied(&self, before: Option<&Read>, book: &RuleBook) -> Result<Workbook, TaskError> {
        let mut workbook = workbook::read(&self.source, &self.bounds)?;
        let before = before.filter(|before| before.year + 1 == self.year);
        let has_own = intake::last_year::is_in(&workbook);
        if let (Some(before), false, false) = (before, book.last_year.is_empty(), has_own) {
            let earlier = workbook::read(&before.source, &before.bounds)?;
            // What cannot be read by these rules supplies nothing; the indicators then say so.
            if let Ok((last, _)) = intake::read(earlier, book, Some(before.year)) {
                intake::last_year::supply(&mut workbook, &last, book);
            }
        }
        Ok(workbook)
    }
}

/// The year that a workbook says it is of, by the first rule book that can read it.
fn year_of(source: &Source, workbook: &Workbook, books: &Books) -> Result<u32, TaskError> {
    let mut failure = None;
    for book in books.all() {
        match reading::read_with(source, workbook.clone(), book, None) {
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
    let file = source.name();
    Err(match failure {
        Some(TaskError::Intake {
            cause: IntakeError::SeveralYears { years },
            ..
        }) => TaskError::SeveralYears { file, years },
        Some(failure) => failure,
        None => TaskError::NoYear { file },
    })
}

/// Last year's workbook, read once more by this year's rule book; `before` is the year before it.
fn again(before: Option<&Read>, last: &Read, this: &Read) -> Result<Again, TaskError> {
    if last.book.digest == this.book.digest {
        return Ok(Again::SameRules);
    }
    let workbook = last.supplied(before, this.book)?;
    Ok(Again::read(workbook, last.dataset.year, this.book))
}
