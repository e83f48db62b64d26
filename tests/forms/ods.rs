//! A workbook as another program saves it: OpenDocument, values and formulas, nothing of how it looked.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use jixiao::workbook::{Cell, CellValue, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>";
const FOOT: &str = "</office:spreadsheet></office:body></office:document-content>";

/// The workbook as an ods file.
pub fn saved_as_ods(workbook: &Workbook) -> Vec<u8> {
    let mut xml = String::from(HEAD);
    for sheet in &workbook.sheets {
        let _ = write!(xml, "<table:table table:name=\"{}\">", sheet.name);
        let mut next = 0;
        for row in &sheet.rows {
            if row.index > next {
                let gap = row.index - next;
                let _ = write!(
                    xml,
                    "<table:table-row table:number-rows-repeated=\"{gap}\"><table:table-cell/></table:table-row>"
                );
            }
            xml.push_str("<table:table-row>");
            let mut column = 0;
            for cell in &row.cells {
                if cell.column > column {
                    let gap = cell.column - column;
                    let _ = write!(
                        xml,
                        "<table:table-cell table:number-columns-repeated=\"{gap}\"/>"
                    );
                }
                xml.push_str(&of_cell(cell));
                column = cell.column + 1;
            }
            xml.push_str("</table:table-row>");
            next = row.index + 1;
        }
        xml.push_str("</table:table>");
    }
    xml.push_str(FOOT);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &xml),
    ] {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a zip entry");
        zip.write_all(content.as_bytes()).expect("a zip entry");
    }
    zip.finish().expect("the zip file").into_inner()
}

fn of_cell(cell: &Cell) -> String {
    let formula = if cell.formula {
        " table:formula=\"of:=1+1\""
    } else {
        ""
    };
    match &cell.value {
        CellValue::Number(number) | CellValue::DateTime(number) => {
            let kind = if cell.is_percent() {
                "percentage"
            } else {
                "float"
            };
            format!(
                "<table:table-cell{formula} office:value-type=\"{kind}\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
            )
        }
        CellValue::Text(text) => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let lines: String = text
                .lines()
                .map(|line| format!("<text:p>{line}</text:p>"))
                .collect();
            format!(
                "<table:table-cell{formula} office:value-type=\"string\">{lines}</table:table-cell>"
            )
        }
        other => panic!("{other:?} is not in these forms"),
    }
}
