//! What there is to say of a rule book that somebody hands in, for the page.

use serde::Serialize;

use super::RuleBookId;
use super::finding::FindingItem;
use super::rule_changes::{RuleChangesDocument, document};
use crate::decimal::trimmed;
use crate::rulebook::difference::RuleChange;
use crate::rulebook::tables::layout::{Column, Holds};
use crate::rulebook::tables::shown::Shown;
use crate::rulebook::{Finding, FindingLevel, RuleBook};

/// A rule book that was looked at.
pub struct RuleCheck<'c> {
    /// Its file.
    pub file: &'c str,
    /// It, where it scores.
    pub book: Option<&'c RuleBook>,
    /// What is wrong with it.
    pub findings: &'c [Finding],
    /// What its report template and it do not agree in.
    pub template: &'c [Finding],
    /// Whether there is a copy with the cells marked.
    pub marked: bool,
    /// Its sheets, to be changed cell by cell.
    pub sheets: &'c [Shown],
    /// The built-in rule book that it is held against, and what it changes of it.
    pub beside: Option<(&'c RuleBook, &'c [RuleChange])>,
}

#[derive(Serialize)]
struct RuleCheckDocument<'c> {
    file: &'c str,
    book: Option<BookItem<'c>>,
    errors: usize,
    warnings: usize,
    findings: Vec<FindingItem<'c>>,
    template: Vec<FindingItem<'c>>,
    marked: bool,
    /// Its sheets, to be changed cell by cell.
    sheets: Vec<SheetItem<'c>>,
    /// The document of `rules diff`.
    changes: Option<RuleChangesDocument<'c>>,
}

#[derive(Serialize)]
struct SheetItem<'c> {
    name: &'c str,
    about: &'c str,
    columns: Vec<ColumnItem<'c>>,
    rows: Vec<Vec<CellItem<'c>>>,
}

#[derive(Serialize)]
struct ColumnItem<'c> {
    title: &'c str,
    note: &'c str,
    /// What may be chosen; nothing where anything may be written.
    choices: Vec<&'c str>,
}

#[derive(Serialize)]
struct CellItem<'c> {
    cell: String,
    text: &'c str,
    /// Whether it belongs to a cell above or beside it.
    covered: bool,
}

#[derive(Serialize)]
struct BookItem<'c> {
    rulebook: RuleBookId<'c>,
    name: &'c str,
    year: u32,
    points: String,
    indicators: usize,
    /// What is to be said of it before anything else.
    notice: Option<String>,
}

/// The document of a rule book that was looked at.
pub fn rule_check<'c>(check: &RuleCheck<'c>) -> impl Serialize + use<'c> {
    let count = |level| {
        let findings = check.findings.iter();
        findings.filter(|finding| finding.level == level).count()
    };
    let book = check.book;
    RuleCheckDocument {
        file: check.file,
        book: book.map(|book| BookItem {
            rulebook: RuleBookId::of(book),
            name: &book.name,
            year: book.year,
            points: trimmed(book.points, 4),
            indicators: book.indicators.len(),
            notice: book.altered_told(),
        }),
        errors: count(FindingLevel::Error),
        warnings: count(FindingLevel::Warning),
        findings: check.findings.iter().map(FindingItem::of).collect(),
        template: check.template.iter().map(FindingItem::of).collect(),
        marked: check.marked,
        sheets: check.sheets.iter().map(sheet).collect(),
        changes: book
            .zip(check.beside)
            .map(|(is, (was, changes))| document(was, is, changes)),
    }
}

fn sheet(sheet: &Shown) -> SheetItem<'_> {
    let rows = sheet.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| CellItem {
            cell: cell.at.a1(),
            text: &cell.text,
            covered: cell.covered,
        });
        cells.collect()
    });
    SheetItem {
        name: &sheet.name,
        about: sheet.shape.about,
        columns: sheet.columns.iter().map(|one| column(one)).collect(),
        rows: rows.collect(),
    }
}

fn column(column: &Column) -> ColumnItem<'_> {
    ColumnItem {
        title: column.header,
        note: column.note,
        choices: match column.holds {
            Holds::Word(words) => words.iter().map(|(_, word)| *word).collect(),
            Holds::Flag => vec!["是"],
            _ => Vec::new(),
        },
    }
}
