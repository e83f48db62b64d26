//! What 评价规则 carries of a run so that its result can be verified: by which rules and how it was scored, and a
//! digest of every sheet of raw data. The words that stand there are kept here, for the sheet that writes them and
//! for those who read them back.
//!
//! The digests find what was changed by the way or on the quiet. They hold no secret: who knows how can make new
//! ones, so the input, or the result's own checksum, is the better proof where it is at hand.

use std::ops::RangeInclusive;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::verify::content::{Content, one_break};
use crate::analysis::Wanted;
use crate::intake::generated::{self, CONTINUED_LABEL};
use crate::intake::identity::key;
use crate::intake::opinions::{LastOpinion, shown};
use crate::intake::{DIGEST_LABEL, Dataset, GENERATED_SHEETS};
use crate::problem::{Code, Problem};
use crate::scoring::Missing;
use crate::visible_text;
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

/// The label of the digest of what the bureau wrote.
pub const OPINIONS: &str = "复核意见校验码";
/// What stands before each fact in 评价规则.
pub const RULES: &str = "规则书";
/// The label of the year.
pub const YEAR: &str = "评价年度";
/// The label of what missing data count as.
pub const MISSING: &str = "缺数据时";
/// The label of the program's version.
pub const VERSION: &str = "程序版本";
/// What stands beside it in what this program writes.
pub const OWN_VERSION: &str = concat!("jixiao ", env!("CARGO_PKG_VERSION"));
/// The label of a raw sheet's digest.
pub const DATA: &str = "数据校验码";
/// The label of what the result shows, where it is not all.
pub const EXTENT: &str = "结果内容";
/// The label of the problem list's digest.
pub const PROBLEMS: &str = "问题清单校验码";

/// The facts stand above the table of indicators.
const ROWS_LOOKED_AT: u32 = 400;

/// What a result says of the run that it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    /// The rule book's id.
    pub rules: String,
    /// The rule book's digest.
    pub digest: String,
    /// What was done where data were missing; `None` where it cannot be told.
    pub missing: Option<Missing>,
    /// The evaluation year, where the data say one.
    pub year: Option<u32>,
    /// The program's version, as it is written there.
    pub version: String,
    /// The sheets of raw data, each with its digest; empty where an earlier version wrote none.
    pub data: Vec<(String, String)>,
    /// What was asked to be shown, where the result does not show all; else everything.
    pub extent: Wanted,
    /// The sheets that go on where another is full.
    pub continued: Vec<String>,
    /// The digest of the problem list. Some problems are of the file that was read (a text file, a sheet's name), so
    /// the list does not always come out of the raw sheets again.
    pub problems: Option<String>,
    /// The digest of what the bureau had written beside scores; none where it had written nothing.
    pub opinions: Option<String>,
}

impl Seal {
    /// What a workbook says, where it is a result.
    pub fn read(workbook: &Workbook) -> Option<Seal> {
        let mut sheets = workbook.sheets.iter();
        let sheet = sheets.find(|sheet| sheet.name == generated::RULES)?;
        let mut seal = Seal {
            // Results of earlier versions say nothing, and are whole.
            extent: Wanted::everything(),
            ..Seal::default()
        };
        for (label, fact) in sheet.rows.iter().filter_map(fact) {
            match label {
                RULES => seal.rules = fact.into(),
                DIGEST_LABEL => seal.digest = fact.into(),
                MISSING => seal.missing = missing(fact),
                YEAR => seal.year = fact.parse().ok(),
                VERSION => seal.version = fact.into(),
                EXTENT => seal.extent = Wanted::read(fact).unwrap_or_else(Wanted::everything),
                CONTINUED_LABEL => seal.continued = generated::read_written(fact),
                DATA => seal.data.extend(of_sheet(fact)),
                PROBLEMS => seal.problems = Some(fact.into()),
                OPINIONS => seal.opinions = Some(fact.into()),
                _ => {}
            }
        }
        (!seal.digest.is_empty()).then_some(seal)
    }

    /// Whether a sheet of the result is one that the program adds.
    pub fn is_generated(&self, sheet: &str) -> bool {
        GENERATED_SHEETS.contains(&sheet) || self.continued.iter().any(|name| name == sheet)
    }

    /// Whether a sheet of the result is the one that the program calls so, or goes on with it.
    pub fn goes_on_with(&self, sheet: &str, name: &str) -> bool {
        sheet == name || generated::first_name(sheet) == name && self.is_generated(sheet)
    }

    /// The digest that was written of a sheet of raw data.
    pub fn of(&self, sheet: &str) -> Option<&str> {
        let known = self.data.iter().find(|(name, _)| name == sheet);
        known.map(|(_, digest)| digest.as_str())
    }
}

/// A row's label with what it says.
fn fact(row: &Row) -> Option<(&str, &str)> {
    if row.index > ROWS_LOOKED_AT {
        return None;
    }
    let text = |from: u16| {
        let mut cells = row.cells.iter().filter(move |cell| cell.column >= from);
        cells.find_map(|cell| match &cell.value {
            CellValue::Text(text) => Some((cell.column, text.as_str())),
            _ => None,
        })
    };
    let (column, label) = text(0)?;
    let (_, fact) = text(column + 1)?;
    (column == 0).then_some((label, fact))
}

/// The way that is named in `待定（…）（--missing hold）`.
fn missing(fact: &str) -> Option<Missing> {
    let named = |missing: &Missing| fact.contains(&format!("--missing {}）", missing.as_str()));
    Missing::ALL.into_iter().find(named)
}

/// How a sheet's digest is written.
pub fn written(sheet: &str, digest: &str) -> String {
    format!("{digest}　{sheet}")
}

fn of_sheet(fact: &str) -> Option<(String, String)> {
    let (digest, sheet) = fact.split_once('　')?;
    Some((sheet.into(), digest.into()))
}

/// The sheets of raw data under the names that the result gives them, each with its digest; `others` are the names
/// of those that the program does not know.
pub fn data(dataset: &Dataset, others: &[String]) -> Vec<(String, String)> {
    let known = dataset.tables();
    let known = known.map(|table| (table.sheet.name.as_str(), &table.sheet));
    let others = others.iter().map(String::as_str).zip(&dataset.others);
    let sheets: Vec<(&str, &Sheet)> = known.chain(others).collect();
    let sealed = sheets.par_iter();
    sealed
        .map(|(name, sheet)| (name.to_string(), digest(sheet)))
        .collect()
}

/// SHA-256 of what a sheet's cells hold and where: the same whichever program saved them.
fn digest(sheet: &Sheet) -> String {
    let cells = sheet.rows.iter().flat_map(|row| {
        let said = |cell: &Cell| Some((cell.column, Content::of(cell)?.sealed()));
        let cells = row.cells.iter().filter_map(said);
        cells.map(|(column, content)| format!("{}\t{column}\t{content}\n", row.index))
    });
    of_lines(cells)
}

/// What stands in the list where nothing was found.
pub const NO_PROBLEM: &str = "没有发现问题";
/// The columns of the problem list that say something: all but the running number.
const SAYING: RangeInclusive<u16> = 1..=8;
/// The last row of its header.
const HEADER: u32 = 2;

/// The digest of a list of problems as it is written.
pub fn problems(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let department = problem.department.as_ref();
        let code = department.and_then(|department| department.code.as_deref());
        let cell = problem.place.cell.map(|cell| cell.to_string());
        let said = [
            problem.severity.label(),
            &problem.code,
            code.unwrap_or_default(),
            department.map_or("", |department| &department.name),
            &problem.place.sheet,
            cell.as_deref().unwrap_or_default(),
            &problem.message(),
            &problem.advice,
        ];
        line_of(said.map(|text| match visible_text::is_blank(text) {
            true => String::new(),
            false => one_break(text),
        }))
    };
    match problems {
        [] => of_list(vec![line_of(
            ["", "", "", "", "", "", NO_PROBLEM, ""].map(String::from),
        )]),
        problems => of_list(problems.iter().map(line).collect()),
    }
}

/// The digest of the problem list that a workbook holds, on one sheet or more.
pub fn of_problems<'s>(sheets: impl Iterator<Item = &'s Sheet>) -> String {
    let rows = sheets.flat_map(|sheet| &sheet.rows);
    let rows = rows.filter(|row| row.index > HEADER);
    let said = rows.map(|row| {
        let mut said: [String; 8] = Default::default();
        for cell in row
            .cells
            .iter()
            .filter(|cell| SAYING.contains(&cell.column))
        {
            let place = usize::from(cell.column - SAYING.start());
            said[place] = Content::of(cell).map_or_else(String::new, |content| content.shown());
        }
        line_of(said)
    });
    let empty = line_of(Default::default());
    of_list(said.filter(|line| *line != empty).collect())
}

/// The digest of what the bureau wrote, in any order; none where it wrote nothing.
pub fn opinions(opinions: &[LastOpinion]) -> Option<String> {
    let line = |one: &LastOpinion| {
        let remarks = &one.remarks;
        let written = [
            &remarks.opinion,
            &remarks.comment,
            &remarks.evidence,
            &remarks.adjusted,
            &remarks.reason,
        ];
        let who = [&one.code, &one.name, &one.indicator, &one.fate];
        let who = who.map(|text| key(text.as_deref().unwrap_or_default()));
        let written = written.map(|said| said.as_ref().map(shown).unwrap_or_default());
        let said = who
            .into_iter()
            .chain(written.map(|text| one_break(text.trim())));
        said.collect::<Vec<_>>().join("\t") + "\n"
    };
    (!opinions.is_empty()).then(|| of_list(opinions.iter().map(line).collect()))
}

/// The sheets of a result that are its problem list.
pub fn lists<'w>(workbook: &'w Workbook, seal: &Seal) -> impl Iterator<Item = &'w Sheet> {
    let sheets = workbook.sheets.iter();
    sheets.filter(move |sheet| seal.goes_on_with(&sheet.name, generated::PROBLEMS))
}

/// How many problems of a code the problem list of a result holds.
pub fn listed(workbook: &Workbook, seal: &Seal, code: Code) -> usize {
    const CODE: u16 = 2;
    let rows = lists(workbook, seal).flat_map(|sheet| &sheet.rows);
    let below = rows.filter(|row| row.index > HEADER);
    let of_code = below.filter(|row| {
        row.cells.iter().any(|cell| {
            let is_it = matches!(&cell.value, CellValue::Text(text) if text == code.as_str());
            cell.column == CODE && is_it
        })
    });
    of_code.count()
}

fn line_of(said: [String; 8]) -> String {
    said.join("\t") + "\n"
}

/// Of lines in any order: the list may have been sorted.
fn of_list(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    of_lines(lines.into_iter())
}

fn of_lines(lines: impl Iterator<Item = String>) -> String {
    let mut digest = Sha256::new();
    lines.for_each(|line| digest.update(line));
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
