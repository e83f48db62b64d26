//! An input workbook: sheets of cells made of departments, to be disarranged, written and scored.

use std::path::{Path, PathBuf};

use jixiao::address::Address;
use jixiao::workbook;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::cell::Cell;
use super::department::{COLUMNS, Department, INDICATORS, OUTCOME_COLUMNS};
use super::recalculate::package::Package;
use super::scored::{Run, Scored};

/// Stands for a stored result that is taken out again.
const UNSAVED: &str = "UNSAVED";

/// An input workbook.
#[derive(Clone, Debug)]
pub struct Input {
    pub sheets: Vec<Grid>,
}

/// One of its sheets.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    /// Hidden rows, 0-based.
    pub hidden: Vec<usize>,
    /// Merged regions with their text: first row, first column, last row, last column.
    pub merges: Vec<(u32, u16, u32, u16, String)>,
}

impl Input {
    /// 基础数据 with its header in row 1 and the departments from row 2 on; the other two sheets where
    /// a department has something for them.
    pub fn of(departments: impl IntoIterator<Item = Department>) -> Input {
        let departments: Vec<Department> = departments.into_iter().collect();
        let headed = |name: &str, header: Vec<Cell>, rows: Vec<Vec<Cell>>| Grid {
            name: name.to_string(),
            rows: std::iter::once(header).chain(rows).collect(),
            ..Grid::default()
        };
        let data = headed(
            "基础数据",
            COLUMNS.iter().map(|(name, _)| Cell::text(name)).collect(),
            departments.iter().map(|one| one.cells.clone()).collect(),
        );
        let outcomes: Vec<Vec<Cell>> = departments
            .iter()
            .flat_map(|one| one.outcomes.clone())
            .collect();
        let declared: Vec<Vec<Cell>> = departments
            .iter()
            .filter_map(|one| Some([&one.cells[..2], one.declared.as_deref()?].concat()))
            .collect();
        let mut sheets = vec![data];
        if !outcomes.is_empty() {
            let header = OUTCOME_COLUMNS.map(Cell::text).to_vec();
            sheets.push(headed("个性化指标", header, outcomes));
        }
        if !declared.is_empty() {
            let indicators = INDICATORS.iter().map(|(name, _)| *name);
            let header = ["部门编码", "部门名称"]
                .into_iter()
                .chain(indicators)
                .chain(["总分", "等级"]);
            sheets.push(headed(
                "自评得分",
                header.map(Cell::text).collect(),
                declared,
            ));
        }
        Input { sheets }
    }

    /// 基础数据.
    pub fn data(&mut self) -> &mut Grid {
        &mut self.sheets[0]
    }

    /// A sheet by its name.
    pub fn sheet(&mut self, name: &str) -> &mut Grid {
        let found = self.sheets.iter_mut().find(|sheet| sheet.name == name);
        found.unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// The workbook as an xlsx file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for grid in &self.sheets {
            let sheet = workbook.add_worksheet();
            sheet.set_name(&grid.name).expect("a good sheet name");
            for (first_row, first_column, last_row, last_column, text) in &grid.merges {
                let plain = Format::new();
                let (row, column) = (*first_row, *first_column);
                sheet
                    .merge_range(row, column, *last_row, *last_column, text, &plain)
                    .expect("a good region");
            }
            for (row, cells) in (0..).zip(&grid.rows) {
                for (column, cell) in (0..).zip(cells) {
                    write(sheet, row, column, cell);
                }
            }
            for row in &grid.hidden {
                let row = u32::try_from(*row).expect("a row of a sheet");
                sheet.set_row_hidden(row).expect("a row of a sheet");
            }
        }
        let bytes = workbook.save_to_buffer().expect("a workbook");
        let unsaved = |cell: &Cell| *cell == Cell::UnsavedFormula;
        let any = self.sheets.iter().flat_map(|grid| &grid.rows).flatten();
        if any.into_iter().any(unsaved) {
            without_unsaved(&bytes)
        } else {
            bytes
        }
    }

    /// Writes the workbook into a folder.
    pub fn save(&self, folder: &Path) -> PathBuf {
        let path = folder.join("输入.xlsx");
        std::fs::write(&path, self.bytes()).expect("the folder can be written");
        path
    }

    /// The workbook as the reader gives it, without a file between.
    pub fn workbook(&self) -> workbook::Workbook {
        workbook::Workbook {
            sheets: self.sheets.iter().map(Grid::sheet).collect(),
            text: None,
        }
    }

    /// Scores the workbook by the default rule book, missing data held.
    pub fn score(&self) -> Scored {
        self.score_as(&Run::default())
    }

    /// Scores the workbook as a run says.
    pub fn score_as(&self, run: &Run) -> Scored {
        self.try_score(run)
            .unwrap_or_else(|error| panic!("nothing to score: {error}"))
    }

    /// Scores the workbook, or says why there is nothing to score.
    pub fn try_score(&self, run: &Run) -> Result<Scored, String> {
        Scored::of_workbook(self.workbook(), run)
    }
}

impl Grid {
    /// The sheet as the reader gives it.
    fn sheet(&self) -> workbook::Sheet {
        let mut rows = self.rows.clone();
        for (row, column, _, _, text) in &self.merges {
            let (row, column) = (*row as usize, usize::from(*column));
            rows.resize_with(rows.len().max(row + 1), Vec::new);
            let cells = &mut rows[row];
            cells.resize(cells.len().max(column + 1), Cell::Blank);
            // What is written afterwards counts, if it is anything.
            if cells[column].held(0).is_none() {
                cells[column] = Cell::text(text);
            }
        }
        let rows = (0..).zip(&rows).map(|(index, cells)| workbook::Row {
            index,
            hidden: self.hidden.contains(&(index as usize)),
            cells: (0..)
                .zip(cells)
                .filter_map(|(column, cell)| cell.held(column))
                .collect(),
        });
        let merges = self.merges.iter();
        let merges = merges.map(|(first_row, first_column, last_row, last_column, _)| {
            let first = Address::new(*first_row, *first_column);
            (first, Address::new(*last_row, *last_column))
        });
        workbook::Sheet {
            name: self.name.clone(),
            rows: rows.filter(|row| !row.cells.is_empty()).collect(),
            merges: merges.collect(),
            ..workbook::Sheet::default()
        }
    }

    /// Puts rows above everything, each with one text in its first cell.
    pub fn above(&mut self, texts: &[&str]) {
        let rows = texts.iter().map(|text| vec![Cell::text(text)]);
        self.rows.splice(0..0, rows.collect::<Vec<_>>());
    }

    /// Adds a row below: a text in the name column (B), figures nowhere.
    pub fn below(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Gives a header another text.
    pub fn rename(&mut self, header: &str, text: &str) {
        let wanted = Cell::text(header);
        let found = self.rows.iter_mut().flatten().find(|cell| **cell == wanted);
        *found.unwrap_or_else(|| panic!("no header {header}")) = Cell::text(text);
    }

    /// Takes a column out, header and all.
    pub fn drop_column(&mut self, header: &str) {
        let place = self.column(header);
        for row in &mut self.rows {
            row.remove(place);
        }
    }

    /// The position of a header of the first row.
    pub fn column(&self, header: &str) -> usize {
        let wanted = Cell::text(header);
        let found = self.rows[0].iter().position(|cell| *cell == wanted);
        found.unwrap_or_else(|| panic!("no header {header}"))
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) {
    let formula = |result: &str| Formula::new("ZZ1000/1").set_result(result);
    match cell {
        Cell::Blank => return,
        Cell::Text(text) => sheet.write_string(row, column, text),
        Cell::Number(number) => sheet.write_number(row, column, *number),
        Cell::Formatted(number, format) => {
            let format = Format::new().set_num_format(*format);
            sheet.write_number_with_format(row, column, *number, &format)
        }
        Cell::Date(number) => {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_number_with_format(row, column, *number, &format)
        }
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth),
        Cell::Formula(number) => sheet.write_formula(row, column, formula(&number.to_string())),
        Cell::ErrorFormula => sheet.write_formula(row, column, formula("#DIV/0!")),
        Cell::UnsavedFormula => sheet.write_formula(row, column, formula(UNSAVED)),
    }
    .expect("the cell can be written");
}

/// The workbook without the stored results that stand for none.
fn without_unsaved(bytes: &[u8]) -> Vec<u8> {
    let mut package = Package::open(bytes);
    for sheet in package.sheets() {
        let stored = format!("<v>{UNSAVED}</v>");
        let text = package.text(&sheet.part).replace(&stored, "");
        package.replace(&sheet.part, text);
    }
    package.into_bytes()
}

/// What stands in for a file in most tests is what would be read of it.
#[test]
fn an_input_is_what_its_file_is_read_as() {
    let cells = [
        Cell::Blank,
        Cell::text(""),
        Cell::text(" 甲　乙 "),
        Cell::text("12"),
        Cell::Number(0.1),
        Cell::Number(-3e10),
        Cell::Formatted(0.95, "0.00##%"),
        Cell::Date(44_621.0),
        Cell::Truth(true),
        Cell::Formula(2.5),
        Cell::ErrorFormula,
        Cell::UnsavedFormula,
    ];
    let mut input = Input::of([
        Department::new("甲").outcome("方向=定性"),
        Department::new("乙"),
    ]);
    input
        .data()
        .rows
        .extend([cells.to_vec(), Vec::new(), cells.to_vec()]);
    input.data().hidden = vec![1, 4];
    input.data().merges = vec![
        (3, 1, 3, 2, "空".into()),
        (8, 1, 9, 1, "合并".into()),
        (10, 2, 10, 4, "横".into()),
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = input.save(folder.path());
    let read = workbook::open(&path, &workbook::Bounds::default()).expect("the workbook opens");
    assert_eq!(input.workbook(), read);
}
