//! The floor that runs are measured against: what the same libraries need to read the input and to write the result's cells,
//! and nothing else. Processor seconds, as JSON.
//!
//! ```sh
//! cargo run --release --bin floor -- input.xlsx result.xlsx
//! ```
//!
//! Reading is calamine's cell reader over every sheet of the input. Writing is rust_xlsxwriter in low-memory mode at deflate
//! level 6, serially, of every cell of the result: values and formulas, one format. What it takes to hold those cells
//! before is not counted.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;

use calamine::{Data, DataRef, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, FormatBorder, Formula, Workbook};

/// A cell of the result.
enum Held {
    Text(String),
    Number(f64),
    Formula(String, String),
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, input, rest @ ..] = arguments.as_slice() else {
        return Err("an input, and perhaps its result".into());
    };
    let before = processor_seconds()?;
    let mut read = 0_u64;
    let mut workbook: Xlsx<BufReader<File>> = open_workbook(input)?;
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell()? {
            read += u64::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    let reading = processor_seconds()? - before;
    let (written, writing) = match rest {
        [result] => write(result)?,
        _ => (0, 0.0),
    };
    println!(
        "{{\"read\": {read}, \"reading\": {reading:.3}, \"written\": {written}, \"writing\": {writing:.3}}}"
    );
    Ok(())
}

fn write(result: &str) -> Result<(u64, f64), Box<dyn Error>> {
    let mut workbook: Xlsx<BufReader<File>> = open_workbook(result)?;
    let mut writing = 0.0;
    let mut written = 0;
    let mut output = Workbook::new();
    let format = Format::new().set_border(FormatBorder::Thin);
    for name in workbook.sheet_names() {
        let mut held: Vec<(u32, u16, Held)> = Vec::new();
        let mut cells = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell_with_formula()? {
            let (row, column) = cell.pos;
            let formula = cell.formula.filter(|formula| !formula.is_empty());
            let value = match (Data::from(cell.value), formula) {
                (Data::Empty, None) => continue,
                (value, Some(formula)) => Held::Formula(formula, value.to_string()),
                (Data::Float(number), None) => Held::Number(number),
                (Data::Int(number), None) => Held::Number(number as f64),
                (value, None) => Held::Text(value.to_string()),
            };
            held.push((row, u16::try_from(column)?, value));
        }
        written += held.len() as u64;
        let before = processor_seconds()?;
        let sheet = output.add_worksheet_with_low_memory()?;
        sheet.set_name(&name)?;
        for (row, column, value) in &held {
            match value {
                Held::Text(text) => sheet.write_string_with_format(*row, *column, text, &format)?,
                Held::Number(number) => {
                    sheet.write_number_with_format(*row, *column, *number, &format)?
                }
                Held::Formula(formula, result) => {
                    let formula = Formula::new(formula).set_result(result);
                    sheet.write_formula_with_format(*row, *column, formula, &format)?
                }
            };
        }
        writing += processor_seconds()? - before;
    }
    let before = processor_seconds()?;
    output.save(format!("{result}.floor"))?;
    writing += processor_seconds()? - before;
    std::fs::remove_file(format!("{result}.floor"))?;
    Ok((written, writing))
}

/// What all threads of this process took so far.
fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/stat")?;
    let behind = status.rsplit(") ").next().unwrap_or_default();
    let ticks: Vec<f64> = behind
        .split(' ')
        .skip(11)
        .take(2)
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
