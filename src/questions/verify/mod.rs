//! A result held against what scoring gives again: every cell that differs, and what kind of difference it is. Notes,
//! styles, widths and charts are not compared, nor are formulas with each other: what counts is what cells hold, and
//! whether a result is still calculated.

pub mod content;
mod rows;

use std::collections::BTreeSet;

use self::content::{Content, NO_RESULT};
use super::seal::{self, Seal};
use crate::address::Address;
use crate::analysis::Part;
use crate::intake::opinions::{self, LastOpinion};
use crate::intake::{Dataset, generated};
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Raw data.
    Data,
    /// A score, a sum, a grade, a rank: whatever was calculated.
    Result,
    /// What the bureau wrote beside scores, and what it recognizes.
    Opinion,
    /// A text, such as a title or an explanation.
    Text,
}

/// How it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Something else stands there.
    Value,
    /// What was calculated is now fixed: a value pasted over a formula.
    Fixed,
    /// What was fixed is now calculated.
    Calculated,
    /// The whole row is gone.
    RowGone,
    /// The row is new.
    RowNew,
    /// The sheet is gone.
    SheetGone,
    /// The sheet is new.
    SheetNew,
    /// Something in the sheet differs, its digest says; which cell it was cannot be told.
    Digest,
}

impl Kind {
    /// What users read.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Data => "原始数据",
            Kind::Result => "评分结果",
            Kind::Opinion => "复核意见",
            Kind::Text => "文字",
        }
    }
}

impl What {
    /// What users read, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            What::Value => "内容不同",
            What::Fixed => "公式改成了固定的值",
            What::Calculated => "固定的内容改成了公式",
            What::RowGone => "整行没有了",
            What::RowNew => "多出一行",
            What::SheetGone => "整张表没有了（或改了名）",
            What::SheetNew => "多出一张表",
            What::Digest => "数据有改动，校验码不符",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The sheet.
    pub sheet: String,
    /// Where it stands now, or stood where it is gone; `None` where the sheet as a whole is meant.
    pub cell: Option<Address>,
    /// What the program wrote; empty where nothing.
    pub was: String,
    /// What stands there now; empty where nothing.
    pub is: String,
    /// Whether it is data, a result or a text.
    pub kind: Kind,
    /// What became of it.
    pub what: What,
    /// Whom or what it is about, as far as the row and the column's header say.
    pub about: String,
}

/// What became of a result.
#[derive(Debug, Default)]
pub struct Verification {
    /// Raw data first, then results, then texts; each in the order of the sheets.
    pub changes: Vec<Difference>,
    /// How many cells were compared.
    pub compared: usize,
    /// Formulas whose results the file does not hold, so that they could not be compared.
    pub unstored: usize,
}

impl Verification {
    /// What the digest of the bureau's opinions says of those that stand in the result.
    pub fn opinions(&mut self, seal: &Seal, written: &[LastOpinion]) {
        let now = seal::opinions(written);
        if seal.opinions.is_none() || seal.opinions == now {
            return;
        }
        self.changes.push(Difference {
            sheet: opinions::SHEET.into(),
            cell: None,
            was: seal.opinions.clone().unwrap_or_default(),
            is: now.unwrap_or_default(),
            kind: Kind::Opinion,
            what: What::Digest,
            about: String::new(),
        });
        self.changes.sort_by_key(|change| change.kind);
    }

    /// Whether raw data differs, be it only by a digest.
    pub fn data_changed(&self) -> bool {
        self.changes.iter().any(|change| change.kind == Kind::Data)
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty() && self.unstored == 0
    }
}

/// Holds a result against what scoring gives again: `wrote` is the workbook as the program writes it, of `dataset`.
pub fn compare(wrote: &Workbook, found: &Workbook, dataset: &Dataset, seal: &Seal) -> Verification {
    let mut comparison = Comparison {
        verification: Verification::default(),
        dataset,
        seal,
    };
    let sealed = comparison.sealed_lists(found);
    let choosing = Part::Readings.name();
    for sheet in &wrote.sheets {
        // Readings are chosen there, and it follows the choice: what it adds up stands in other sheets.
        if sheet.name == choosing && seal.is_generated(choosing) {
            continue;
        }
        match found.sheets.iter().find(|known| known.name == sheet.name) {
            Some(now) if sealed.contains(&now.name.as_str()) => {}
            Some(now) => comparison.sheets(sheet, now),
            None => comparison.whole_sheet(&sheet.name, What::SheetGone),
        }
    }
    for sheet in &found.sheets {
        if !wrote.sheets.iter().any(|known| known.name == sheet.name) {
            comparison.whole_sheet(&sheet.name, What::SheetNew);
        }
    }
    comparison.digests(wrote, seal);
    let mut verification = comparison.verification;
    // Stable: within a kind as they were found.
    verification.changes.sort_by_key(|change| change.kind);
    verification
}

struct Comparison<'d> {
    verification: Verification,
    dataset: &'d Dataset,
    seal: &'d Seal,
}

impl Comparison<'_> {
    fn whole_sheet(&mut self, name: &str, what: What) {
        let kind = match self.is_generated(name) {
            true => Kind::Result,
            false => Kind::Data,
        };
        self.verification.changes.push(Difference {
            sheet: name.into(),
            cell: None,
            was: String::new(),
            is: String::new(),
            kind,
            what,
            about: String::new(),
        });
    }

    /// The sheets of the problem list, where it is as it was written.
    fn sealed_lists<'w>(&mut self, found: &'w Workbook) -> Vec<&'w str> {
        let lists: Vec<&Sheet> = seal::lists(found, self.seal).collect();
        let digest = seal::of_problems(lists.iter().copied());
        if self.seal.problems.as_ref() != Some(&digest) {
            return Vec::new();
        }
        let rows = lists.iter().flat_map(|sheet| &sheet.rows);
        let cells = rows.map(|row| row.cells.len());
        self.verification.compared += cells.sum::<usize>();
        lists.iter().map(|sheet| sheet.name.as_str()).collect()
    }

    fn is_generated(&self, sheet: &str) -> bool {
        self.seal.is_generated(sheet)
    }

    /// Compares the sheets of one name.
    fn sheets(&mut self, was: &Sheet, is: &Sheet) {
        for (before, now) in rows::pairs(&was.rows, &is.rows) {
            match (before, now) {
                (Some(before), Some(now)) => self.rows(was, before, now),
                (Some(row), None) => self.whole_row(was, row, What::RowGone),
                (None, Some(row)) => self.whole_row(is, row, What::RowNew),
                (None, None) => {}
            }
        }
    }

    fn whole_row(&mut self, sheet: &Sheet, row: &Row, what: What) {
        if row_is_sealing(sheet, row) {
            return;
        }
        let said: Vec<String> = row.cells.iter().filter_map(shown).collect();
        let said = said.join(" ");
        let first = row.cells.first().map_or(0, |cell| cell.column);
        let kind = match self.is_generated(&sheet.name) {
            true => Kind::Result,
            false => Kind::Data,
        };
        let (was, is) = match what {
            What::RowGone => (said, String::new()),
            _ => (String::new(), said),
        };
        self.verification.changes.push(Difference {
            sheet: sheet.name.clone(),
            cell: Some(Address::new(row.index, first)),
            was,
            is,
            kind,
            what,
            about: about(row),
        });
        self.missing_department(sheet, row, what);
    }

    /// A row of scores without a department in the raw data: it is the data that lack a row.
    fn missing_department(&mut self, sheet: &Sheet, row: &Row, what: What) {
        if what != What::RowNew || sheet.name != generated::SCORES {
            return;
        }
        let name = row
            .cells
            .iter()
            .find(|cell| cell.column == 1)
            .and_then(shown);
        let Some(name) = name else { return };
        if self
            .dataset
            .records
            .iter()
            .any(|record| record.name == name)
        {
            return;
        }
        self.verification.changes.push(Difference {
            sheet: self.dataset.data.sheet.name.clone(),
            cell: None,
            was: name.clone(),
            is: String::new(),
            kind: Kind::Data,
            what: What::RowGone,
            about: name,
        });
    }

    /// Compares two rows that are about the same.
    fn rows(&mut self, sheet: &Sheet, was: &Row, is: &Row) {
        if row_is_sealing(sheet, was) {
            return;
        }
        let columns: BTreeSet<u16> = was
            .cells
            .iter()
            .chain(&is.cells)
            .map(|c| c.column)
            .collect();
        for column in columns {
            let (before, now) = (was.cell(column), is.cell(column));
            let Some(what) = self.cells(&sheet.name, before, now) else {
                continue;
            };
            let header = self.header(sheet, was.index, column);
            let about: Vec<String> = [about(was), header]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect();
            self.verification.changes.push(Difference {
                sheet: sheet.name.clone(),
                cell: Some(Address::new(is.index, column)),
                was: before.and_then(shown).unwrap_or_default(),
                is: now.and_then(shown).unwrap_or_default(),
                kind: match self.is_opinion(sheet, column) {
                    true => Kind::Opinion,
                    false => self.kind(&sheet.name, before, now),
                },
                what,
                about: about.join(" "),
            });
        }
    }

    /// Whether a column is one of those that the bureau fills in, or what follows from them.
    fn is_opinion(&self, sheet: &Sheet, column: u16) -> bool {
        let header = || self.header(sheet, u32::MAX, column);
        sheet.name == opinions::REST_SHEET
            || self.seal.goes_on_with(&sheet.name, opinions::SHEET)
                && opinions::FILLED_IN.contains(&header().as_str())
    }

    /// How two cells differ, if they do.
    fn cells(&mut self, sheet: &str, was: Option<&Cell>, is: Option<&Cell>) -> Option<What> {
        self.verification.compared += 1;
        let calculated = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.formula);
        let unstored =
            |cell: Option<&Cell>| cell.is_some_and(|cell| cell.value == CellValue::NoStoredValue);
        if calculated(was) && unstored(is) && !unstored(was) {
            // An empty text is stored as nothing by some programs.
            if was.and_then(Content::of).is_some() {
                self.verification.unstored += 1;
            }
            return None;
        }
        let content = |cell: Option<&Cell>| cell.filter(|_| !unstored(cell)).and_then(Content::of);
        match (content(was), content(is)) {
            (Some(one), Some(other)) if !one.same(&other) => return Some(What::Value),
            (Some(_), None) | (None, Some(_)) => return Some(What::Value),
            (None, None) => return None,
            _ => {}
        }
        match (calculated(was), calculated(is)) {
            (true, false) => Some(What::Fixed),
            // A clerk's own formula in the raw data is copied as its value.
            (false, true) if self.is_generated(sheet) => Some(What::Calculated),
            _ => None,
        }
    }

    /// What kind of difference one in a sheet's cell is.
    fn kind(&self, sheet: &str, was: Option<&Cell>, is: Option<&Cell>) -> Kind {
        let calculated = was.is_some_and(|cell| cell.formula);
        let number = |cell: Option<&Cell>| {
            cell.and_then(Content::of)
                .is_some_and(|content| matches!(content, Content::Number(..)))
        };
        match () {
            () if calculated => Kind::Result,
            () if !self.is_generated(sheet) => Kind::Data,
            () if number(was) || number(is) => Kind::Result,
            () => Kind::Text,
        }
    }

    /// What a column is called: in the sheets of raw data by their headers, in the scores by the last of its rows that
    /// says something, elsewhere by the third row.
    fn header(&self, sheet: &Sheet, row: u32, column: u16) -> String {
        const SCORES_HEADER: u32 = 4;
        const USUAL: u32 = 2;
        let table = self
            .dataset
            .tables()
            .find(|table| table.sheet.name == sheet.name);
        let last = match table {
            Some(table) => table.header_row,
            None if sheet.name == generated::SCORES => SCORES_HEADER,
            None if self.is_generated(&sheet.name) => USUAL,
            None => return String::new(),
        };
        if row <= last {
            return String::new();
        }
        let first = last.saturating_sub(SCORES_HEADER - USUAL);
        let text = |row: u32| match &sheet.cell(Address::new(row, column))?.value {
            CellValue::Text(text) => Some(text.to_string()),
            _ => None,
        };
        (first..=last).rev().find_map(text).unwrap_or_default()
    }

    /// What the digests of the raw data say. A sheet whose cells were found to differ needs no more said.
    fn digests(&mut self, wrote: &Workbook, seal: &Seal) {
        let Some(now) = Seal::read(wrote) else { return };
        for (sheet, digest) in &now.data {
            let told = self
                .verification
                .changes
                .iter()
                .any(|change| change.sheet == *sheet);
            let Some(sealed) = seal.of(sheet).filter(|sealed| *sealed != digest) else {
                continue;
            };
            if told {
                continue;
            }
            self.verification.changes.push(Difference {
                sheet: sheet.clone(),
                cell: None,
                was: sealed.into(),
                is: digest.clone(),
                kind: Kind::Data,
                what: What::Digest,
                about: String::new(),
            });
        }
        for (sheet, digest) in &seal.data {
            let known = now.data.iter().any(|(name, _)| name == sheet);
            let told = self
                .verification
                .changes
                .iter()
                .any(|change| change.sheet == *sheet);
            if !known && !told {
                self.whole_sheet(sheet, What::SheetGone);
                if let Some(change) = self.verification.changes.last_mut() {
                    change.was.clone_from(digest);
                }
            }
        }
    }
}

/// Whether a row of 评价规则 says a digest or the program's version, which are looked at apart.
fn row_is_sealing(sheet: &Sheet, row: &Row) -> bool {
    sheet.name == generated::RULES && row.cells.first().is_some_and(is_sealing)
}

fn is_sealing(cell: &Cell) -> bool {
    const SEALING: [&str; 4] = [seal::DATA, seal::PROBLEMS, seal::OPINIONS, seal::VERSION];
    matches!(&cell.value, CellValue::Text(text) if SEALING.contains(&text.as_str()))
}

fn shown(cell: &Cell) -> Option<String> {
    match cell.value {
        CellValue::NoStoredValue => Some(NO_RESULT.into()),
        _ => Some(Content::of(cell)?.shown()),
    }
}

/// Whom a row is about: the first words in it, codes and numbers left out.
fn about(row: &Row) -> String {
    let words = row
        .cells
        .iter()
        .filter(|cell| cell.column < 4)
        .filter_map(
            |cell| match (&cell.value, cell.formula && cell.column > 1) {
                (CellValue::Text(text), false) => Some(text.trim()),
                _ => None,
            },
        );
    let words = words.filter(|text| !text.is_ascii() && text.chars().count() <= 40);
    let mut said: Vec<&str> = Vec::new();
    for word in words {
        if !said.contains(&word) && said.len() < 2 {
            said.push(word);
        }
    }
    said.join(" ")
}
