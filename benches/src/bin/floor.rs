//! The floor that runs are measured against: what the same libraries need to read the input and to write the result's cells,
//! and nothing else. Processor seconds and wall seconds, as JSON.
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
use std::time::{SystemTime, UNIX_EPOCH};

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
    let before = Spent::now()?;
    let mut read = 0_u64;
    let mut workbook: Xlsx<BufReader<File>> = open_workbook(input)?;
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell()? {
            read += u64::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    let reading = Spent::now()?.since(before);
    let (written, writing) = match rest {
        [result] => write(result)?,
        _ => (0, Spent::default()),
    };
    println!(
        "{{\"read\": {read}, \"reading\": {:.3}, \"reading_wall\": {:.3}, \"written\": {written}, \"writing\": {:.3}, \"writing_wall\": {:.3}}}",
        reading.processor, reading.wall, writing.processor, writing.wall
    );
    Ok(())
}

fn write(result: &str) -> Result<(u64, Spent), Box<dyn Error>> {
    let mut workbook: Xlsx<BufReader<File>> = open_workbook(result)?;
    let mut writing = Spent::default();
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
        let before = Spent::now()?;
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
        writing.add(Spent::now()?.since(before));
    }
    let before = Spent::now()?;
    output.save(format!("{result}.floor"))?;
    writing.add(Spent::now()?.since(before));
    std::fs::remove_file(format!("{result}.floor"))?;
    Ok((written, writing))
}

/// Seconds of the processor, and on the clock.
#[derive(Clone, Copy, Default)]
struct Spent {
    processor: f64,
    wall: f64,
}

impl Spent {
    /// What this process took so far, on a clock of its own.
    fn now() -> Result<Spent, Box<dyn Error>> {
        Ok(Spent {
            processor: processor_seconds()?,
            wall: SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64(),
        })
    }

    fn since(self, before: Spent) -> Spent {
        Spent {
            processor: self.processor - before.processor,
            wall: self.wall - before.wall,
        }
    }

    fn add(&mut self, more: Spent) {
        self.processor += more.processor;
        self.wall += more.wall;
    }
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
