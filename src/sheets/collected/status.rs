//! 收集情况: one line a file, and one for each department that sent none.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::forms::fate::{Fate, Status};
use crate::forms::matching::Collection;
use crate::problem::Problem;
use crate::rulebook::RuleBook;
use crate::sheets::page::{self, Page};
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 8] = [
    ("序号", 6.0),
    ("情况", 16.0),
    ("部门编码", 11.0),
    ("部门名称", 26.0),
    ("文件", 36.0),
    ("填报日期", 12.0),
    ("说明", 60.0),
    ("怎么办", 36.0),
];
const LAST: u16 = 7;
const FIRST: u32 = 3;
/// How many changes of one form are told here.
const MOST_TOLD: usize = 12;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    collection: &Collection,
    book: &RuleBook,
    style: &Style,
) -> Result<(), XlsxError> {
    let counts: Vec<String> = Status::ALL
        .into_iter()
        .filter(|status| collection.count(*status) > 0)
        .map(|status| format!("{} {}", status.label(), collection.count(status)))
        .collect();
    let note = format!(
        "{}。下面一个文件一行，没有交的一个部门一行：{}。规则书 {} 版本 {}。",
        collection.tally.told(),
        counts.join("；"),
        book.id,
        book.version
    );
    page::title(sheet, "收集情况", &note, LAST, style)?;
    page::header(sheet, FIRST - 1, &HEADERS, style)?;
    sheet.set_row_height(FIRST - 1, 22)?;
    for (index, fate) in collection.fates.iter().enumerate() {
        write_fate(sheet, FIRST + index as u32, index, fate, style)?;
    }
    let last = FIRST + collection.fates.len().max(1) as u32 - 1;
    sheet.autofilter(FIRST - 1, 0, last, LAST)?;
    sheet.set_freeze_panes(FIRST, 0)?;
    page::set_up(
        sheet,
        &Page::landscape((FIRST - 1, FIRST - 1), (last, LAST)),
    )
}

fn write_fate(
    sheet: &mut Worksheet,
    row: u32,
    index: usize,
    fate: &Fate,
    style: &Style,
) -> Result<(), XlsxError> {
    let status = match fate.status {
        Status::Taken | Status::Earlier | Status::Copy => style.center.clone(),
        other => style
            .center
            .clone()
            .set_background_color(style::problem_fill(other.severity())),
    };
    let who = fate.who.clone().unwrap_or_default();
    let mut told: Vec<String> = fate.problems.iter().take(MOST_TOLD).map(tell).collect();
    if fate.problems.len() > MOST_TOLD {
        told.push(format!("……共 {} 处", fate.problems.len()));
    }
    let mut advice: Vec<&str> = Vec::new();
    for problem in &fate.problems {
        if !advice.contains(&problem.advice.as_str()) {
            advice.push(&problem.advice);
        }
    }
    let (told, advice) = (told.join("\n"), advice.join("\n"));
    let file = fate.file.clone().unwrap_or_else(|| "—".into());
    let date = fate.date.clone().unwrap_or_default();
    sheet.write_number_with_format(row, 0, (index + 1) as f64, &style.integer)?;
    sheet.write_string_with_format(row, 1, fate.status.label(), &status)?;
    sheet.write_string_with_format(row, 2, who.code.unwrap_or_default(), &style.center)?;
    sheet.write_string_with_format(row, 5, &date, &style.center)?;
    let texts = [(3, &who.name), (4, &file), (6, &told), (7, &advice)];
    for (column, text) in texts {
        sheet.write_string_with_format(row, column, text, &style.wrapped)?;
    }
    let tallest = texts
        .map(|(column, text)| style::height(text, HEADERS[usize::from(column)].1))
        .into_iter()
        .fold(18.0, f64::max);
    sheet.set_row_height(row, tallest)?;
    Ok(())
}

fn tell(problem: &Problem) -> String {
    let cell = problem.place.cell;
    let cell = cell.map_or_else(String::new, |cell| format!(" {cell}"));
    format!("{}{cell} {}", problem.code, problem.message())
}
