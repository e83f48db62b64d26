//! Owns the entrance: checks the file, picks the reader, and turns whatever
//! goes wrong into a sentence.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::bounds::{Bounds, Limit};
use super::budget::Budget;
use super::delimited::{self, Lengths};
use super::error::{Fault, LooksLike, OpenError};
use super::kind::{self, Kind};
use super::sheet::Workbook;
use super::source::Source;
use super::{ods, word, xls, xlsb, xlsx};

/// Reads a workbook from a file, as [`read`].
///
/// # Errors
///
/// As [`read`].
pub fn open(path: &Path, bounds: &Bounds) -> Result<Workbook, OpenError> {
    read(&Source::from(path), bounds)
}

/// Reads a workbook: xlsx, xlsm, xlsb, xls, et, ods or a text such as CSV, told apart by content.
///
/// # Errors
///
/// Whatever keeps the file from being read, as a sentence that names the file
/// and says what to do; see [`OpenError`].
pub fn read(source: &Source, bounds: &Bounds) -> Result<Workbook, OpenError> {
    guarded(source, || by_kind(source, bounds, Lengths::AsHeader))
}

/// Reads a workbook, or the tables of a Word document as its sheets: for what is a table by its nature and may come in a
/// document, or pasted from one, where rows end early.
///
/// # Errors
///
/// As [`read`].
pub fn read_tables(source: &Source, bounds: &Bounds) -> Result<Workbook, OpenError> {
    guarded(source, || match by_kind(source, bounds, Lengths::Shorter) {
        Err(Fault::NotAWorkbook(LooksLike::OtherOffice)) => {
            let sheets = word::read(source, &mut Budget::new(bounds))?;
            Ok(Workbook { sheets, text: None })
        }
        read => read,
    })
}

fn guarded(
    source: &Source,
    read: impl FnOnce() -> Result<Workbook, Fault>,
) -> Result<Workbook, OpenError> {
    let file = source.name();
    // The readers below parse hostile input. Ours do not panic; should one of
    // calamine's, the user still gets a sentence.
    READING.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    let workbook = match read {
        Ok(Ok(workbook)) => workbook,
        Ok(Err(Fault::Io(error))) if error.kind() == io::ErrorKind::NotFound => {
            return Err(OpenError::NotFound { file });
        }
        Ok(Err(fault)) => return Err(fault.named(file)),
        Err(panic) => return Err(Fault::damaged(panic_text(panic.as_ref())).named(file)),
    };
    if workbook.sheets.is_empty() {
        return Err(OpenError::NoSheets { file });
    }
    Ok(workbook)
}

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is in [`open`], which turns panics into errors: nobody
/// else need tell of them.
pub fn is_opening() -> bool {
    READING.get()
}

fn by_kind(source: &Source, bounds: &Bounds, lengths: Lengths) -> Result<Workbook, Fault> {
    if source.len()? > bounds.file_bytes {
        return Err(Fault::TooLarge(Limit::FileBytes(bounds.file_bytes)));
    }
    let kind = kind::of(source, bounds).map_err(|fault| lock_file(source, fault))?;
    let mut budget = Budget::new(bounds);
    let sheets = match kind {
        Kind::Xlsx => xlsx::read(source, &mut budget)?,
        Kind::Xlsb => xlsb::read(source, &mut budget)?,
        Kind::Xls => xls::read(source, &mut budget)?,
        Kind::Ods => ods::read(source, &mut budget)?,
        Kind::Text => {
            let (sheet, text) = delimited::read(source, lengths, &mut budget)?;
            return Ok(Workbook {
                sheets: vec![sheet],
                text: Some(text),
            });
        }
    };
    Ok(Workbook { sheets, text: None })
}

/// Says of a file that is no workbook that it is Excel's lock file, if its name
/// tells so: dropping `~$…xlsx` on the program is an easy mistake.
fn lock_file(source: &Source, fault: Fault) -> Fault {
    match fault {
        Fault::NotAWorkbook(_) if source.file_name().starts_with("~$") => {
            Fault::NotAWorkbook(LooksLike::LockFile)
        }
        other => other,
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the reader panicked: {}", said.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
    use tempfile::TempDir;

    use super::super::xlsx::tests::package;
    use super::super::{Address, CellValue, Sheet};
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn opened(path: &Path) -> Result<Workbook, OpenError> {
        open(path, &Bounds::default())
    }

    fn value(sheet: &Sheet, at: &str) -> Option<CellValue> {
        let cell = sheet.cell(Address::parse_a1(at)?)?;
        Some(cell.value.clone())
    }

    #[test]
    fn every_kind_of_value() -> Outcome {
        let folder = TempDir::new()?;
        let path = folder.path().join("各种值.xlsx");
        let mut book = rust_xlsxwriter::Workbook::new();
        let percent = Format::new().set_num_format("0.00%");
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let hours = Format::new().set_num_format("[h]:mm:ss");
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet();
        sheet.set_name("基础数据")?;
        sheet.write(0, 0, "文字")?;
        sheet.write(0, 1, 12.5)?;
        sheet.write(0, 2, true)?;
        sheet.write(0, 3, " \u{3000}")?;
        sheet.write_with_format(1, 0, 0.075, &percent)?;
        sheet.write_with_format(1, 1, &ExcelDateTime::parse_from_str("2021-01-01")?, &date)?;
        sheet.write_with_format(1, 2, 1.5, &hours)?;
        sheet.write_rich_string(1, 3, &[(&bold, "粗"), (&Format::default(), "细")])?;
        sheet.write(2, 0, Formula::new("=1+1").set_result("2"))?;
        sheet.write(2, 1, Formula::new("=1/0").set_result("#DIV/0!"))?;
        sheet.write(2, 2, Formula::new("=\"甲\"").set_result("甲"))?;
        sheet.write_blank(2, 3, &bold)?;
        sheet.merge_range(3, 0, 4, 2, "合并", &bold)?;
        sheet.set_row_hidden(2)?;
        sheet.set_column_width(1, 20)?;
        let hidden = book.add_worksheet();
        hidden.set_name("备用")?.set_hidden(true);
        hidden.write(1_048_575, 16_383, 1)?;
        hidden.write(0, 0, 2)?;
        book.save(&path)?;

        let book = opened(&path)?;
        let names: Vec<_> = book
            .sheets
            .iter()
            .map(|s| (s.name.as_str(), s.hidden))
            .collect();
        assert_eq!(names, [("基础数据", false), ("备用", true)]);
        let sheet = &book.sheets[0];
        let text = |text: &str| Some(CellValue::Text(text.into()));
        for (at, expected) in [
            ("A1", text("文字")),
            ("B1", Some(CellValue::Number(12.5))),
            ("C1", Some(CellValue::Bool(true))),
            ("D1", text(" \u{3000}")),
            ("A2", Some(CellValue::Number(0.075))),
            ("B2", Some(CellValue::DateTime(44_197.0))),
            ("C2", Some(CellValue::DateTime(1.5))),
            ("D2", text("粗细")),
            ("A3", Some(CellValue::Number(2.0))),
            ("B3", Some(CellValue::Error("#DIV/0!".into()))),
            ("C3", text("甲")),
            ("D3", None),
            ("A4", text("合并")),
            ("B4", None),
        ] {
            assert_eq!(value(sheet, at), expected, "{at}");
        }
        let cell = |row, column| sheet.cell(Address::new(row, column));
        assert!(cell(1, 0).is_some_and(|c| c.is_percent() && !c.formula));
        assert!(cell(0, 1).is_some_and(|c| c.format.is_none()));
        assert_eq!(
            cell(1, 1).and_then(|c| c.format.as_deref()),
            Some("yyyy-mm-dd")
        );
        assert!(cell(2, 0).is_some_and(|c| c.formula));
        assert!(sheet.row(2).is_some_and(|row| row.hidden));
        assert!(sheet.row(1).is_some_and(|row| !row.hidden));
        assert_eq!(sheet.merges, [(Address::new(3, 0), Address::new(4, 2))]);
        assert!(matches!(sheet.column_widths[..], [(1, width)] if (20.0..21.0).contains(&width)));
        // Two cells at opposite corners are two cells.
        let corners: Vec<_> = book.sheets[1]
            .rows
            .iter()
            .map(|r| (r.index, r.cells.len()))
            .collect();
        assert_eq!(corners, [(0, 1), (1_048_575, 1)]);
        Ok(())
    }

    #[test]
    fn bytes_are_read_as_their_file_is() -> Outcome {
        let folder = TempDir::new()?;
        let path = package(&folder, "<sheetData><row><c><v>1</v></c></row></sheetData>")?;
        let source = |bytes: Vec<u8>| Source::Bytes {
            name: "表.xlsx".into(),
            bytes: bytes.into(),
        };
        let whole = fs::read(&path)?;
        let from_bytes = read(&source(whole.clone()), &Bounds::default())?;
        assert_eq!(format!("{from_bytes:?}"), format!("{:?}", opened(&path)?));
        let cut = read(
            &source(whole.get(..whole.len() / 2).unwrap_or_default().into()),
            &Bounds::default(),
        );
        assert!(cut.is_err_and(|error| error.to_string().contains("“表.xlsx”")));
        Ok(())
    }

    #[test]
    fn files_that_are_no_workbooks() -> Outcome {
        let folder = TempDir::new()?;
        for (name, content, expected) in [
            ("空.xlsx", &b""[..], LooksLike::Empty),
            (
                "网页.xls",
                b"<html><table></table></html>",
                LooksLike::WebPage,
            ),
            ("~$表.xlsx", b"\x05admin\0\0", LooksLike::LockFile),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, content)?;
            match opened(&path) {
                Err(error @ OpenError::NotAWorkbook { looks_like, .. }) => {
                    assert_eq!(looks_like, expected);
                    assert!(error.to_string().contains(name) && error.to_string().contains("请"));
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        let missing = opened(&folder.path().join("没有.xlsx"));
        assert!(matches!(missing, Err(OpenError::NotFound { .. })));
        let folder = opened(folder.path());
        assert!(matches!(
            folder,
            Err(OpenError::NotAWorkbook {
                looks_like: LooksLike::Folder,
                ..
            })
        ));
        Ok(())
    }

    #[test]
    fn bounds_and_damage() -> Outcome {
        let folder = TempDir::new()?;
        let path = package(
            &folder,
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row></sheetData>",
        )?;
        let few = Bounds {
            cells: 1,
            ..Bounds::default()
        };
        assert!(matches!(
            open(&path, &few),
            Err(OpenError::TooLarge {
                limit: Limit::Cells(1),
                ..
            })
        ));
        let small = Bounds {
            file_bytes: 10,
            ..Bounds::default()
        };
        assert!(matches!(
            open(&path, &small),
            Err(OpenError::TooLarge {
                limit: Limit::FileBytes(10),
                ..
            })
        ));
        for sheet in [
            "<sheetData><row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData>",
            "<sheetData><row r=\"99999999999\"/></sheetData>",
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row></sheetData>",
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1",
            "",
        ] {
            let path = package(&folder, sheet)?;
            match opened(&path) {
                Err(OpenError::Damaged {
                    sheet: Some(name), ..
                }) => assert_eq!(name, "数据 & 表"),
                other => panic!("{sheet}: {other:?}"),
            }
        }
        Ok(())
    }

    #[test]
    fn cut_files_are_refused_without_panic() -> Outcome {
        let folder = TempDir::new()?;
        let path = package(&folder, "<sheetData><row><c><v>1</v></c></row></sheetData>")?;
        let whole = fs::read(&path)?;
        let cut = folder.path().join("截断.xlsx");
        for length in (0..whole.len()).step_by(37) {
            fs::write(&cut, whole.get(..length).unwrap_or_default())?;
            assert!(opened(&cut).is_err(), "{length}");
        }
        Ok(())
    }
}
