//! The invented city over and over, as many departments as are asked for: what the program is measured on.
//!
//! ```sh
//! cargo run --release --bin many -- 10000 10000.xlsx    # or .csv: 基础数据 alone
//! ```
//!
//! Every sheet of `sample-data/示例市-2021.xlsx` is there with its planted mistakes; codes and names get a number, so that
//! no two departments are one, and amounts differ a little. Rows are written as they come, whatever their number.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::rc::Rc;

use calamine::{Data, Xlsx, open_workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CITY: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../sample-data/示例市-2021.xlsx"
);
const SHEETS: [&str; 3] = ["基础数据", "个性化指标", "自评得分"];
/// The columns that say whose a row is.
const IDENTITY: u16 = 2;

enum Value {
    Text(String),
    Number(f64),
}

struct Cell {
    column: u16,
    value: Value,
    format: Option<Rc<str>>,
}

impl Cell {
    fn is_percent(&self) -> bool {
        self.format
            .as_ref()
            .is_some_and(|format| format.contains('%'))
    }
}

type Row = Vec<Cell>;

struct Sheet {
    name: &'static str,
    rows: Vec<Row>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, departments, target] = arguments.as_slice() else {
        return Err("how many departments, and which file".into());
    };
    let departments: usize = departments.parse()?;
    let sheets: Vec<Sheet> = SHEETS.into_iter().map(read).collect::<Result<_, _>>()?;
    let file = BufWriter::new(File::create(target)?);
    match target.ends_with(".csv") {
        true => csv(&sheets[0], departments, file),
        false => xlsx(&sheets, departments, file),
    }
}

/// A sheet of the city.
fn read(name: &'static str) -> Result<Sheet, Box<dyn Error>> {
    let mut workbook: Xlsx<BufReader<File>> = open_workbook(CITY)?;
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let styles = cells.styles().iter();
    let formats: Vec<Option<Rc<str>>> = styles
        .map(|style| {
            style
                .number_format
                .as_ref()
                .map(|format| Rc::from(&*format.format_code))
        })
        .collect();
    let mut rows: Vec<(u32, Row)> = Vec::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let value = match Data::from(cell.get_value().clone()) {
            Data::Empty => continue,
            Data::Float(number) => Value::Number(number),
            Data::Int(number) => Value::Number(number as f64),
            other => Value::Text(other.to_string()),
        };
        if rows.last().is_none_or(|last| last.0 != row) {
            rows.push((row, Row::new()));
        }
        let format = formats
            .get(style)
            .cloned()
            .flatten()
            .filter(|format| &**format != "General");
        let cell = Cell {
            column: u16::try_from(column)?,
            value,
            format,
        };
        rows.last_mut().ok_or("no row")?.1.push(cell);
    }
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Ok(Sheet { name, rows })
}

/// The rows above the first department, and those of each department.
fn parted(sheet: &Sheet) -> (&[Row], Vec<&[Row]>) {
    let is_own = |row: &Row| matches!(text(row, 0), Some(code) if code.parse::<u32>().is_ok());
    let top = sheet.rows.iter().position(is_own).unwrap_or_default();
    let own: Vec<&[Row]> = sheet.rows[top..]
        .chunk_by(|one, next| text(one, 0) == text(next, 0))
        .filter(|rows| is_own(&rows[0]))
        .collect();
    (&sheet.rows[..top], own)
}

fn text(row: &Row, column: u16) -> Option<String> {
    let cell = row.iter().find(|cell| cell.column == column)?;
    Some(match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
    })
}

/// The letters of a column.
fn letters(column: u16) -> String {
    let letter = |place: u16| char::from(b'A' + u8::try_from(place % 26).unwrap_or_default());
    match column.checked_div(26) {
        Some(first @ 1..) => [letter(first - 1), letter(column)].iter().collect(),
        _ => letter(column).to_string(),
    }
}

/// What a cell holds in a later round over the city.
fn changed(cell: &Cell, round: usize) -> Value {
    match &cell.value {
        Value::Text(text) if round > 0 && cell.column < IDENTITY => {
            Value::Text(format!("{text}{round:05}"))
        }
        Value::Number(code) if round > 0 && cell.column < IDENTITY => {
            Value::Number(code * 100_000.0 + round as f64)
        }
        // Amounts; shares, years and counts stay as they are.
        Value::Number(amount) if round > 0 && *amount > 3_000.0 => {
            Value::Number((amount * 100.0).round() / 100.0 + (round % 97) as f64)
        }
        Value::Number(number) => Value::Number(*number),
        Value::Text(text) => Value::Text(text.clone()),
    }
}

/// The rows of so many departments: the place of each, its cells, and the round.
fn rows<'s>(sheet: &'s Sheet, departments: usize) -> impl Iterator<Item = (u32, &'s Row, usize)> {
    let (top, own) = parted(sheet);
    let count = own.len();
    let top = top.iter().map(|row| (row, 0));
    let below = (0..departments).flat_map(move |place| {
        own[place % count]
            .iter()
            .map(move |row| (row, place / count))
    });
    top.chain(below)
        .zip(1..)
        .map(|((row, round), at)| (at, row, round))
}

fn csv(sheet: &Sheet, departments: usize, mut file: impl Write) -> Result<(), Box<dyn Error>> {
    let columns = sheet
        .rows
        .iter()
        .filter_map(|row| row.last())
        .map(|cell| cell.column)
        .max()
        .unwrap_or_default();
    let mut writer = csv::Writer::from_writer(&mut file);
    // The header alone stands above the departments.
    let title = parted(sheet).0.iter().filter(|row| row.len() < 5).count();
    for (_, row, round) in rows(sheet, departments).skip(title) {
        let mut fields = vec![String::new(); usize::from(columns) + 1];
        for cell in row {
            fields[usize::from(cell.column)] = match changed(cell, round) {
                Value::Text(text) => text,
                Value::Number(number) if cell.is_percent() => format!("{}%", number * 100.0),
                Value::Number(number) => number.to_string(),
            };
        }
        writer.write_record(&fields)?;
    }
    writer.flush()?;
    Ok(())
}

fn xlsx(
    sheets: &[Sheet],
    departments: usize,
    file: impl Write + std::io::Seek,
) -> Result<(), Box<dyn Error>> {
    let mut formats: Vec<String> = Vec::new();
    let mut texts: HashMap<String, usize> = HashMap::new();
    let mut shared = String::new();
    let mut package = ZipWriter::new(file);
    let options = SimpleFileOptions::default()
        .compression_level(Some(2))
        .large_file(departments > 400_000);
    for (place, sheet) in sheets.iter().enumerate() {
        package.start_file(format!("xl/worksheets/sheet{}.xml", place + 1), options)?;
        write!(package, "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>")?;
        let mut line = String::new();
        for (at, row, round) in rows(sheet, departments) {
            line.clear();
            write!(line, "<row r=\"{at}\">")?;
            for cell in row {
                let style = match cell.format.as_deref() {
                    None => 0,
                    Some(format) => {
                        1 + formats
                            .iter()
                            .position(|known| **known == *format)
                            .unwrap_or_else(|| {
                                formats.push(format.into());
                                formats.len() - 1
                            })
                    }
                };
                let place = letters(cell.column);
                match changed(cell, round) {
                    Value::Text(text) => {
                        let next = texts.len();
                        let id = *texts.entry(text).or_insert_with_key(|text| {
                            shared.extend([
                                "<si><t xml:space=\"preserve\">",
                                &escaped(text),
                                "</t></si>",
                            ]);
                            next
                        });
                        write!(
                            line,
                            "<c r=\"{place}{at}\" s=\"{style}\" t=\"s\"><v>{id}</v></c>"
                        )?;
                    }
                    Value::Number(number) => {
                        write!(
                            line,
                            "<c r=\"{place}{at}\" s=\"{style}\"><v>{number}</v></c>"
                        )?;
                    }
                }
            }
            line.push_str("</row>");
            package.write_all(line.as_bytes())?;
        }
        write!(package, "</sheetData></worksheet>")?;
    }
    let mut part = |name: &str, content: String| -> Result<(), Box<dyn Error>> {
        package.start_file(name, SimpleFileOptions::default())?;
        package.write_all(content.as_bytes())?;
        Ok(())
    };
    let numbers = || 1..=sheets.len();
    let listed: String = numbers()
        .zip(sheets)
        .map(|(place, sheet)| {
            format!(
                "<sheet name=\"{}\" sheetId=\"{place}\" r:id=\"r{place}\"/>",
                sheet.name
            )
        })
        .collect();
    let related: String = numbers().map(|place| format!("<Relationship Id=\"r{place}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{place}.xml\"/>")).collect();
    let declared: String = numbers().map(|place| format!("<Override PartName=\"/xl/worksheets/sheet{place}.xml\" ContentType=\"{SPREADSHEET}.worksheet+xml\"/>")).collect();
    let codes: String = formats
        .iter()
        .zip(164..)
        .map(|(code, id)| {
            format!(
                "<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>",
                escaped(code)
            )
        })
        .collect();
    let styles: String = formats
        .iter()
        .zip(164..)
        .map(|(_, id)| format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>"))
        .collect();
    part(
        "[Content_Types].xml",
        format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{SPREADSHEET}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{SPREADSHEET}.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{SPREADSHEET}.sharedStrings+xml\"/>{declared}</Types>"
        ),
    )?;
    part(
        "_rels/.rels",
        format!(
            "{HEAD}<Relationships xmlns=\"{RELATED}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    )?;
    part(
        "xl/_rels/workbook.xml.rels",
        format!(
            "{HEAD}<Relationships xmlns=\"{RELATED}\">{related}<Relationship Id=\"s\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/><Relationship Id=\"t\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
        ),
    )?;
    part(
        "xl/workbook.xml",
        format!(
            "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"
        ),
    )?;
    part(
        "xl/styles.xml",
        format!(
            "{HEAD}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"{0}\">{codes}</numFmts><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"{1}\"><xf/>{styles}</cellXfs></styleSheet>",
            formats.len(),
            formats.len() + 1
        ),
    )?;
    part(
        "xl/sharedStrings.xml",
        format!(
            "{HEAD}<sst xmlns=\"{MAIN}\" uniqueCount=\"{}\">{shared}</sst>",
            texts.len()
        ),
    )?;
    package.finish()?;
    Ok(())
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATED: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
