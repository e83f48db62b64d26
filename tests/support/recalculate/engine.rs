//! Recalculation by ironcalc, an engine that shares no code with ours.

use std::fmt;

use ironcalc::base::Model;
use ironcalc::base::cell::CellValue;
use ironcalc::base::expressions::types::{CellReferenceIndex, ParsedReference};
use ironcalc::base::expressions::utils::parse_reference_a1;
use ironcalc::base::types::CellType;
use ironcalc::import::load_from_xlsx_bytes;

/// ironcalc's identifier of the number formats and of the function names.
/// The file format has English ones, whatever the user's language is.
const ENGLISH: &str = "en";

/// A recalculated workbook.
pub struct Recalculated {
    model: Model<'static>,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text, which may be the empty one.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error such as `#DIV/0!`.
    Error(String),
    /// The cell is blank.
    Empty,
}

/// What a cell is given before the workbook is recalculated.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit<'a> {
    /// A number.
    Number(f64),
    /// A text, taken as it is: `"12"` stays a text.
    Text(&'a str),
    /// Nothing: the cell becomes blank.
    Empty,
}

/// Recalculates every formula of the workbook; what is stored is not used.
pub fn recalculate(xlsx: &[u8]) -> Recalculated {
    recalculate_with(xlsx, &[])
}

/// Gives cells, each named by sheet and address, other values and recalculates
/// every formula of the workbook.
pub fn recalculate_with(xlsx: &[u8], edits: &[(&str, &str, Edit)]) -> Recalculated {
    let workbook = load_from_xlsx_bytes(xlsx, "workbook", ENGLISH, "UTC")
        .unwrap_or_else(|error| panic!("ironcalc cannot load the workbook: {error}"));
    let model = Model::from_workbook(workbook, ENGLISH)
        .unwrap_or_else(|error| panic!("ironcalc cannot model the workbook: {error}"));
    let mut recalculated = Recalculated { model };
    for (sheet, cell, edit) in edits {
        recalculated.edit(sheet, cell, edit);
    }
    recalculated.model.evaluate();
    recalculated
}

impl Recalculated {
    /// The value of a cell.
    pub fn value(&self, sheet: &str, cell: &str) -> Value {
        let at = self.find(sheet, cell);
        let value = self
            .model
            .get_cell_value_by_index(at.sheet, at.row, at.column)
            .expect("the sheet has the cell");
        match value {
            CellValue::None => Value::Empty,
            CellValue::Number(number) => Value::Number(number),
            CellValue::Boolean(truth) => Value::Bool(truth),
            CellValue::String(text) if self.is_error(at) => Value::Error(text),
            CellValue::String(text) => Value::Text(text),
        }
    }

    /// The number in a cell; panics if it holds anything else.
    pub fn number(&self, sheet: &str, cell: &str) -> f64 {
        match self.value(sheet, cell) {
            Value::Number(number) => number,
            other => panic!("{sheet}!{cell} holds {other}, not a number"),
        }
    }

    /// The text in a cell; panics if it holds anything else.
    pub fn text(&self, sheet: &str, cell: &str) -> String {
        match self.value(sheet, cell) {
            Value::Text(text) => text,
            other => panic!("{sheet}!{cell} holds {other}, not a text"),
        }
    }

    /// Where a cell is in the model.
    fn find(&self, sheet: &str, cell: &str) -> CellReferenceIndex {
        let sheet = (0..)
            .zip(self.model.get_worksheets_properties())
            .find(|(_, properties)| properties.name == sheet)
            .map_or_else(
                || panic!("the workbook has no sheet {sheet}"),
                |(index, _)| index,
            );
        let ParsedReference { row, column, .. } = parse_reference_a1(cell)
            .unwrap_or_else(|| panic!("{cell} is not the address of a cell"));
        CellReferenceIndex { sheet, row, column }
    }

    /// Whether a cell holds an error rather than a text that looks like one.
    fn is_error(&self, at: CellReferenceIndex) -> bool {
        self.model.get_cell_type(at.sheet, at.row, at.column) == Ok(CellType::ErrorValue)
    }

    /// Gives a cell another value.
    fn edit(&mut self, sheet: &str, cell: &str, edit: &Edit) {
        let CellReferenceIndex { sheet, row, column } = self.find(sheet, cell);
        let done = match edit {
            Edit::Number(number) => self
                .model
                .update_cell_with_number(sheet, row, column, *number),
            Edit::Text(text) => self.model.update_cell_with_text(sheet, row, column, text),
            Edit::Empty => self.model.set_user_input(sheet, row, column, String::new()),
        };
        done.unwrap_or_else(|error| panic!("{cell} cannot be edited: {error}"));
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
            Self::Error(error) => f.write_str(error),
            Self::Empty => f.write_str("nothing"),
        }
    }
}
