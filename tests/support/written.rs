//! A workbook that was written, read back through the project's own reader.

use jixiao::address::Address;
use jixiao::workbook::{Bounds, CellValue, Sheet, Workbook, open};

use super::recalculate::formulas;

/// Reads a workbook back.
pub fn read(bytes: &[u8]) -> Workbook {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("结果.xlsx");
    std::fs::write(&path, bytes).expect("the folder can be written");
    open(&path, &Bounds::default()).expect("the workbook opens")
}

/// A sheet by its name.
pub fn sheet<'w>(workbook: &'w Workbook, name: &str) -> &'w Sheet {
    let found = workbook.sheets.iter().find(|known| known.name == name);
    found.unwrap_or_else(|| panic!("no sheet {name}"))
}

/// A cell's stored content as text; empty where there is nothing.
pub fn stored(workbook: &Workbook, name: &str, cell: &str) -> String {
    let at = Address::parse_a1(cell).expect("an address");
    content(sheet(workbook, name), at)
}

/// A cell's stored content as text; empty where there is nothing.
pub fn content(sheet: &Sheet, at: Address) -> String {
    match sheet.cell(at).map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.to_string(),
        Some(CellValue::Number(number)) => number.to_string(),
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}

/// Every cell of every sheet, as [`as_text`].
pub fn whole_as_text(bytes: &[u8]) -> String {
    let workbook = read(bytes);
    let names: Vec<&str> = workbook.sheets.iter().map(|sheet| &*sheet.name).collect();
    as_text(bytes, &names)
}

/// Every cell of some sheets as `A1 value  =formula`, for a golden text.
pub fn as_text(bytes: &[u8], sheets: &[&str]) -> String {
    let (workbook, formulas) = (read(bytes), formulas(bytes));
    let mut text = String::new();
    for name in sheets {
        let sheet = sheet(&workbook, name);
        text += &format!("## {name}\n");
        for row in &sheet.rows {
            for cell in &row.cells {
                let at = Address::new(row.index, cell.column);
                let formula = formulas
                    .iter()
                    .find(|one| one.sheet == *name && one.cell == at.to_string())
                    .map(|one| format!("  ={}", one.formula.trim_start_matches('=')));
                let value = content(sheet, at).replace('\n', "⏎");
                text += &format!("{at} {value}{}\n", formula.unwrap_or_default());
            }
        }
    }
    text
}
