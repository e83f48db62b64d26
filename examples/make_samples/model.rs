//! What a sample workbook holds, before it is written.

use super::columns::{self, Edition};

/// What stands in a cell.
#[derive(Clone, PartialEq)]
pub enum Shown {
    Blank,
    Text(String),
    /// A number in the number format of its column.
    Number(f64),
    /// A number in no particular format, as in a percent column typed over.
    Plain(f64),
}

/// A cell, and the value that a right reading of it gives: a number, the
/// points of a judgement or a choice, 1 or 0 for 是 or 否; none where the cell
/// is blank or cannot be read.
#[derive(Clone)]
pub struct Cell {
    pub shown: Shown,
    pub meant: Option<f64>,
}

impl Cell {
    pub const BLANK: Cell = Cell {
        shown: Shown::Blank,
        meant: None,
    };

    pub fn number(value: f64) -> Cell {
        Cell {
            shown: Shown::Number(value),
            meant: Some(value),
        }
    }

    /// Text with nothing to be read from it.
    pub fn text(text: &str) -> Cell {
        Cell {
            shown: Shown::Text(text.to_string()),
            meant: None,
        }
    }

    /// Text that means a value.
    pub fn worded(text: &str, meant: f64) -> Cell {
        Cell {
            shown: Shown::Text(text.to_string()),
            meant: Some(meant),
        }
    }

    /// 是 or 否.
    pub fn yes_no(yes: bool) -> Cell {
        if yes {
            Cell::worded("是", 1.0)
        } else {
            Cell::worded("否", 0.0)
        }
    }

    /// A judgement: 是 for full points, 否 for none, a number in between.
    pub fn points(points: f64, max: f64) -> Cell {
        if points == max {
            Cell::worded("是", max)
        } else if points == 0.0 {
            Cell::worded("否", 0.0)
        } else {
            Cell::number(points)
        }
    }
}

/// One row of 基础数据.
#[derive(Clone)]
pub struct BaseRow {
    pub cells: Vec<Cell>,
    pub hidden: bool,
}

impl Default for BaseRow {
    /// All cells blank.
    fn default() -> Self {
        BaseRow {
            cells: vec![Cell::BLANK; columns::BASE.len()],
            hidden: false,
        }
    }
}

impl BaseRow {
    pub fn set(&mut self, column: &str, cell: Cell) {
        self.cells[columns::index(column)] = cell;
    }

    pub fn meant(&self, column: &str) -> Option<f64> {
        self.cells[columns::index(column)].meant
    }

    /// A figure that is known to be there.
    pub fn figure(&self, column: &str) -> f64 {
        self.meant(column)
            .unwrap_or_else(|| panic!("{}: {column} is blank", self.name()))
    }

    fn words(&self, column: &str) -> &str {
        match &self.cells[columns::index(column)].shown {
            Shown::Text(text) => text,
            _ => "",
        }
    }

    pub fn code(&self) -> &str {
        self.words("部门编码")
    }

    pub fn name(&self) -> &str {
        self.words("部门名称")
    }
}

/// One row of 个性化指标; `department` is the name.
#[derive(Clone)]
pub struct OutcomeRow {
    pub code: String,
    pub department: String,
    pub category: &'static str,
    pub indicator: String,
    pub direction: &'static str,
    pub target: Option<f64>,
    pub actual: Option<f64>,
    pub points: f64,
    pub ratio: Option<f64>,
}

/// One row of 自评得分.
#[derive(Clone)]
pub struct DeclaredRow {
    pub code: String,
    pub department: String,
    pub scores: Vec<Option<f64>>,
    pub total: f64,
    pub grade: &'static str,
}

/// A planted mistake or oddity, and what should be said about its cell.
pub struct Planted {
    pub sheet: &'static str,
    pub department: String,
    pub cell: String,
    pub kind: &'static str,
    /// `error`, `warning`, `info` or `none`.
    pub expected: &'static str,
    pub note: String,
}

/// One sample workbook.
pub struct Book {
    pub file: &'static str,
    pub edition: Edition,
    /// Stands before 部门整体支出绩效… in the titles.
    pub owner: &'static str,
    pub year: u32,
    pub base: Vec<BaseRow>,
    pub outcomes: Vec<OutcomeRow>,
    pub declared: Vec<DeclaredRow>,
    /// Whether a 合计 row and a note stand under the table.
    pub footer: bool,
    /// Lines of a sheet 说明; no such sheet where empty.
    pub remarks: Vec<String>,
    pub planted: Vec<Planted>,
}

/// The first row of data in each sheet, counted from 1: a title, a line with
/// the unit and the header stand above.
pub const FIRST_ROW: usize = 4;

/// The address of a cell, from the position of its row among the data and of
/// its column.
pub fn address(row: usize, column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", FIRST_ROW + row)
}

/// Rounds money to two decimals.
pub fn money(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}
