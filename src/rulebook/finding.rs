//! What is wrong with a rule book, and where: findings with the place in the file.

use std::cell::RefCell;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::document::nearest;
use super::tables::layout;
use super::text::Cells;
use super::tree::SheetCell;
use crate::expr::ExprError;

/// The text of a rule book and where it came from.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// A file name, or the id of a built-in rule book.
    pub name: String,
    /// The whole text; of a workbook, what its cells say.
    pub text: String,
    /// Which cells the text came from, where it is a workbook's.
    pub cells: Option<Cells>,
}

/// A stretch of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The source it is in.
    pub source: Arc<Source>,
    /// Byte offsets into its text.
    pub range: Range<usize>,
    /// The cell that is meant, where the text does not lead to it: a blank one.
    pub cell: Option<SheetCell>,
}

/// Where a finding is, as people look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line and column of a text file, from 1.
    Text(usize, usize),
    /// A cell of a workbook.
    Cell(SheetCell),
    /// A workbook as a whole.
    Workbook,
}

impl Span {
    /// Whether it is in a workbook.
    pub fn is_in_workbook(&self) -> bool {
        self.source.cells.is_some()
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        let Some(cells) = &self.source.cells else {
            let (line, column) = self.line_column();
            return Place::Text(line, column);
        };
        let cell = self.cell.as_ref().or_else(|| cells.of(&self.range));
        cell.map_or(Place::Workbook, |cell| Place::Cell(cell.clone()))
    }

    /// What a key is called where this stands: the key itself, or a sheet's header.
    pub fn word<'k>(&self, key: &'k str) -> &'k str {
        match self.place() {
            Place::Text(..) => key,
            Place::Cell(cell) => layout::header(&cell.sheet, key).unwrap_or(key),
            Place::Workbook => layout::header(layout::HEAD.name, key).unwrap_or(key),
        }
    }

    /// One of two ways to say it: in a TOML file, or in a workbook.
    pub fn either<'w>(&self, text: &'w str, workbook: &'w str) -> &'w str {
        match self.is_in_workbook() {
            true => workbook,
            false => text,
        }
    }

    /// Where it comes in a workbook: by sheet, row and column; all of a text comes alike.
    fn order(&self) -> (usize, u32, u16) {
        let Place::Cell(cell) = self.place() else {
            return (0, 0, 0);
        };
        let sheets = &layout::SHEETS;
        let sheet = sheets.iter().position(|shape| shape.name == &*cell.sheet);
        let sheet = sheet.unwrap_or(sheets.len());
        (sheet, cell.at.row, cell.at.column)
    }

    /// Line and column, both counted from 1, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.range.start).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (line, before[start..].chars().count() + 1)
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub at: Span,
}

impl<T> Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl std::fmt::Display for Finding {
    /// Where it is and what is wrong: `规则.toml 第 12 行：没有“预算”这一项`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, _) = self.at.line_column();
        write!(f, "{} 第 {line} 行：{}", self.at.source.name, self.message)
    }
}

/// Whether a finding stops the rule book from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The rule book does not score until it is put right.
    Error,
    /// Probably a slip; the rule book scores.
    Warning,
}

/// What is wrong with a rule book, where, and a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub level: Level,
    /// The place in the file.
    pub at: Span,
    /// What is wrong, in a Chinese sentence.
    pub message: String,
    /// A way out, where there is one.
    pub hint: Option<String>,
}

/// Where a stretch of a text stands in the file, or the whole text where that cannot be told.
fn inside(text: &Located<String>, stretch: Range<usize>) -> Span {
    let mut at = text.at.clone();
    let written = at.range.start + 1..at.range.end.saturating_sub(1);
    // Inside a plain quoted string, offsets of the value and of the file run in step.
    if at.source.text.get(written.clone()) == Some(&***text) {
        at.range = written.start + stretch.start..written.start + stretch.end;
    }
    at
}

/// Collects findings while a rule book is built.
#[derive(Debug, Default)]
pub struct Findings(RefCell<Vec<Finding>>);

impl Findings {
    /// Reports an error.
    pub fn error(&self, at: &Span, message: impl Into<String>) {
        self.report(Level::Error, at, message.into(), None);
    }

    /// Reports an error with a way out.
    pub fn error_with(&self, at: &Span, message: impl Into<String>, hint: impl Into<String>) {
        self.report(Level::Error, at, message.into(), Some(hint.into()));
    }

    /// Reports a warning.
    pub fn warning(&self, at: &Span, message: impl Into<String>) {
        self.report(Level::Warning, at, message.into(), None);
    }

    /// Reports a warning with a way out.
    pub fn warning_with(&self, at: &Span, message: impl Into<String>, hint: impl Into<String>) {
        self.report(Level::Warning, at, message.into(), Some(hint.into()));
    }

    /// Reports a name that is none of the known ones: the nearest is the way out, or all of them.
    pub fn unknown(&self, at: &Span, message: impl Into<String>, name: &str, known: &[&str]) {
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可用：{}", known.join("、")),
        };
        self.error_with(at, message, hint);
    }

    /// Reports what is wrong with an expression, at the place inside its text.
    pub fn expression(&self, text: &Located<String>, error: &ExprError) {
        let next = text
            .get(error.offset..)
            .and_then(|rest| rest.chars().next());
        let width = next.map_or(0, char::len_utf8);
        let at = inside(text, error.offset..error.offset + width);
        let is_quote = next == Some('\'') && !at.is_in_workbook();
        let hint = error.hint.clone().map(|hint| match is_quote {
            true => hint + "；在 TOML 里可以把整个表达式放进单引号",
            false => hint,
        });
        self.report(Level::Error, &at, error.message.clone(), hint);
    }

    /// Reports a warning about a stretch of a text, with a way out.
    pub fn warning_inside(
        &self,
        text: &Located<String>,
        stretch: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let at = inside(text, stretch);
        self.report(Level::Warning, &at, message.into(), Some(hint.into()));
    }

    fn report(&self, level: Level, at: &Span, message: String, hint: Option<String>) {
        self.0.borrow_mut().push(Finding {
            level,
            at: at.clone(),
            message,
            hint,
        });
    }

    /// Whether there is none yet.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// All findings, in the order of the files.
    pub fn into_sorted(self) -> Vec<Finding> {
        let mut findings = self.0.into_inner();
        findings.sort_by(|a, b| {
            (a.level, &a.at.source.name, a.at.order(), a.at.range.start).cmp(&(
                b.level,
                &b.at.source.name,
                b.at.order(),
                b.at.range.start,
            ))
        });
        findings.dedup();
        findings
    }
}
