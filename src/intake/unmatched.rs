//! What is left when a sheet's header has been read: the columns that nobody uses, each with the name that it
//! probably means, and the wanted columns that are not there. Nothing is guessed: a suggestion is only told, and
//! a default does not count where an unused column may be the one that was meant.

pub mod words;

use std::collections::{BTreeMap, HashSet};

use super::header::Header;
use super::likeness::{Likeness, Spellings};
use super::value::{is_blank, yes_or_no};
use crate::address::Address;
use crate::expr::Kind;
use crate::visible_text::shortened;
use crate::workbook::{Cell, CellValue, Row, Sheet};

/// Of a sheet with more unused columns than this, the rest is not compared with names.
const MOST_COMPARED: usize = 300;

/// The columns of a sheet that nobody uses, and the wanted ones that were not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unmatched {
    /// From left to right.
    pub unused: Vec<Unused>,
    /// In the order of the rule book.
    pub absent: Vec<Absent>,
}

/// A column that nobody uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Its place, 0-based.
    pub column: u16,
    /// The lowest cell of its header; `None` where figures stand under no header.
    pub header: Option<Address>,
    /// What stands over it, from the top down: 三公经费, 年初预算.
    pub texts: Vec<String>,
    /// The known name that the header is most like, if any.
    pub suggestion: Option<Suggestion>,
}

/// The known column that a header probably means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its place among the wanted columns of the sheet: for the data sheet, the metric's.
    pub wanted: usize,
    /// Its name.
    pub name: String,
    /// Whether another column was found for it, so that it is not looked for.
    pub is_found: bool,
    likeness: Likeness,
}

/// A wanted column that was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Its place among the wanted columns of the sheet.
    pub wanted: usize,
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub need: Need,
    /// Where it has a default: the unused columns that may be it, by their place, so that the default does not
    /// count.
    pub suspects: Vec<Suspect>,
}

/// An unused column that may be one with a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// Its place among the unused columns.
    pub unused: usize,
    /// Why it may be that one.
    pub because: Because,
}

/// Why an unused column may be a wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Its header is like the name.
    Header,
    /// It holds values of the type.
    Values,
}

/// What becomes of a wanted column that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Whoever needs it lacks data.
    Required,
    /// This counts.
    Default(bool),
    /// Nothing.
    Optional,
}

impl Need {
    /// Of a column that may not be left out, by what it may hold.
    pub(super) fn of(kind: &Kind) -> Need {
        match kind {
            Kind::YesNo {
                default: Some(default),
            } => Need::Default(*default),
            _ => Need::Required,
        }
    }
}

/// A column that a header is searched for.
pub(super) struct Wanted<'n> {
    pub name: &'n str,
    pub need: Need,
}

impl Unmatched {
    /// Of a sheet whose header was searched for these columns, in these plain spellings, and of whose rows these
    /// are read.
    pub(super) fn of<'r>(
        sheet: &Sheet,
        header: &Header,
        wanted: &[Wanted],
        spellings: &[Vec<String>],
        rows: impl Iterator<Item = &'r Row>,
    ) -> Unmatched {
        let contents = contents(header, rows);
        let mut unused = unused(sheet, header, &contents);
        let matcher = Matcher {
            header,
            wanted,
            spellings: spellings.iter().map(Spellings::of_names).collect(),
        };
        let headers: Vec<Spellings> = unused
            .iter()
            .take(MOST_COMPARED)
            .map(|column| Spellings::of_header(&column.texts))
            .collect();
        for (column, header) in unused.iter_mut().zip(&headers) {
            column.suggestion = matcher.suggestion(header);
        }
        let absent = (0..wanted.len())
            .filter(|place| matcher.is_absent(*place))
            .map(|place| Absent {
                wanted: place,
                name: wanted[place].name.to_string(),
                need: wanted[place].need,
                suspects: match wanted[place].need {
                    Need::Default(_) => matcher.suspects(place, &unused, &headers, &contents),
                    Need::Required | Need::Optional => Vec::new(),
                },
            })
            .collect();
        Unmatched { unused, absent }
    }

    /// Whether a column is not there but may be one of the unused, so that its default does not count.
    pub fn is_doubtful(&self, wanted: usize) -> bool {
        let mut absent = self.absent.iter();
        absent.any(|absent| absent.wanted == wanted && !absent.suspects.is_empty())
    }
}

/// The headers that name nothing and are like a name, each quoted with its cell.
pub(super) fn like(header: &Header, spellings: &[String]) -> Vec<String> {
    let wanted = Spellings::of_names(spellings);
    let is_like = |texts: &[String]| {
        let likeness = Spellings::of_header(texts).likeness(&wanted);
        likeness.is_worth_a_hint()
    };
    let strays = header.strays.iter().take(MOST_COMPARED);
    strays
        .filter(|stray| is_like(&stray.texts))
        .map(|stray| format!("“{}”（{}）", shortened(&stray.texts.join("/")), stray.at))
        .collect()
}

/// Finds what headers probably mean.
struct Matcher<'a> {
    header: &'a Header,
    wanted: &'a [Wanted<'a>],
    spellings: Vec<Spellings>,
}

impl Matcher<'_> {
    fn is_absent(&self, place: usize) -> bool {
        let is_known = self.header.columns[place].is_some() || self.header.is_unclear(place);
        !is_known && !self.wanted[place].name.is_empty()
    }

    /// The name that a header is most like; one that is looked for rather than one that was found.
    fn suggestion(&self, header: &Spellings) -> Option<Suggestion> {
        let candidates = self
            .spellings
            .iter()
            .enumerate()
            .map(|(wanted, spellings)| {
                let likeness = header.likeness(spellings);
                let is_found = !self.is_absent(wanted);
                let preferred = match is_found {
                    true => likeness,
                    false => likeness.searched(),
                };
                (preferred, likeness, wanted, is_found)
            });
        let (_, likeness, wanted, is_found) = candidates
            .filter(|(_, likeness, ..)| likeness.is_worth_a_hint())
            // Of equals, the first.
            .rev()
            .max_by_key(|(preferred, ..)| *preferred)?;
        Some(Suggestion {
            wanted,
            name: self.wanted[wanted].name.to_string(),
            is_found,
            likeness,
        })
    }

    /// The unused columns that may be a column with a default.
    fn suspects(
        &self,
        wanted: usize,
        unused: &[Unused],
        headers: &[Spellings],
        contents: &BTreeMap<u16, Contents>,
    ) -> Vec<Suspect> {
        let suspect = |(place, column): (usize, &Unused)| {
            // One that clearly means another column is not this one.
            let suggestion = column.suggestion.as_ref();
            if suggestion.is_some_and(|other| other.wanted != wanted && other.likeness.is_strong())
            {
                return None;
            }
            let header = headers.get(place);
            let is_like = header
                .is_some_and(|header| header.likeness(&self.spellings[wanted]).is_worth_a_hint());
            let holds = contents.get(&column.column);
            let holds = holds.is_some_and(|contents| contents.are_yes_or_no(&column.texts));
            let because = match (is_like, holds) {
                (true, _) => Because::Header,
                (false, true) => Because::Values,
                (false, false) => return None,
            };
            Some(Suspect {
                unused: place,
                because,
            })
        };
        let suspects: Vec<Suspect> = unused.iter().enumerate().filter_map(suspect).collect();
        let by_header = |suspect: &Suspect| suspect.because == Because::Header;
        match suspects.iter().any(by_header) {
            true => suspects.into_iter().filter(by_header).collect(),
            false => suspects,
        }
    }
}

/// What the rows hold in a column.
#[derive(Clone, Copy)]
struct Contents {
    /// Nothing but what may mean 是 or 否.
    may_answer: bool,
    /// Something that can mean nothing else: a 1 may be a serial number, and 无 stands in any 备注.
    answers: bool,
}

impl Contents {
    fn add(&mut self, cell: &Cell) {
        let (may_answer, answers) = match &cell.value {
            CellValue::Bool(_) => (true, true),
            CellValue::Number(number) => (*number == 0.0 || *number == 1.0, false),
            CellValue::Text(text) => {
                let is_vague = matches!(text.trim(), "有" | "无" | "1" | "0");
                let may_answer = yes_or_no(text, true).is_some();
                (may_answer, may_answer && !is_vague)
            }
            _ => (false, false),
        };
        self.may_answer &= may_answer;
        self.answers |= answers;
    }

    /// Whether these are answers to a question of yes or no, which the header may ask.
    fn are_yes_or_no(self, header: &[String]) -> bool {
        const QUESTIONS: [&str; 4] = ["是否", "有无", "能否", "是/否"];
        let asks = |text: &String| QUESTIONS.iter().any(|word| text.contains(word));
        self.may_answer && (self.answers || header.iter().any(asks))
    }
}

/// What the columns hold that nobody uses.
fn contents<'r>(header: &Header, rows: impl Iterator<Item = &'r Row>) -> BTreeMap<u16, Contents> {
    let used: HashSet<u16> = header.columns.iter().flatten().copied().collect();
    let mut contents = BTreeMap::new();
    let cells = rows.flat_map(|row| &row.cells);
    for cell in cells.filter(|cell| !used.contains(&cell.column) && !is_blank(cell)) {
        let nothing = Contents {
            may_answer: true,
            answers: false,
        };
        contents.entry(cell.column).or_insert(nothing).add(cell);
    }
    contents
}

/// The columns whose header names nothing, and those that are filled in under no header.
fn unused(sheet: &Sheet, header: &Header, contents: &BTreeMap<u16, Contents>) -> Vec<Unused> {
    let rows = header.first_row..=header.last_row;
    let own = sheet.rows.iter().filter(|row| rows.contains(&row.index));
    let texts = own
        .flat_map(|row| &row.cells)
        .filter(|cell| matches!(cell.value, CellValue::Text(_)) && !is_blank(cell));
    let strays = header.strays.iter().map(|stray| stray.column);
    let headed: HashSet<u16> = texts.map(|cell| cell.column).chain(strays).collect();
    let is_over = |(first, last): &&(Address, Address)| {
        first.row <= header.last_row && last.row >= header.first_row
    };
    let merged: Vec<&(Address, Address)> = sheet.merges.iter().filter(is_over).collect();
    let is_headless = |column: &u16| {
        let mut merged = merged.iter();
        !headed.contains(column)
            && !merged.any(|(first, last)| (first.column..=last.column).contains(column))
    };
    let headless = contents
        .keys()
        .copied()
        .filter(is_headless)
        .map(|column| Unused {
            column,
            header: None,
            texts: Vec::new(),
            suggestion: None,
        });
    let named = header.strays.iter().map(|stray| Unused {
        column: stray.column,
        header: Some(stray.at),
        texts: stray.texts.clone(),
        suggestion: None,
    });
    let mut unused: Vec<Unused> = named.chain(headless).collect();
    unused.sort_by_key(|column| column.column);
    unused
}
