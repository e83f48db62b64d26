//! 问题清单: what is wrong, where (a link that jumps there), and what to do. It can be filtered.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use crate::problem::{Problem, Severity};
use crate::questions::seal::NO_PROBLEM;
use crate::sheets::page::{self, Page};
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 9] = [
    ("序号", 6.0),
    ("程度", 7.0),
    ("代码", 7.0),
    ("部门编码", 11.0),
    ("部门名称", 24.0),
    ("工作表", 12.0),
    ("单元格", 8.5),
    ("问题", 62.0),
    ("怎么办", 44.0),
];
const LAST: u16 = 8;
/// The first row of problems.
pub const FIRST_ROW: u32 = 3;
/// Excel takes 65,530 links a sheet.
pub const MOST_LINKS: usize = 60_000;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, problems: &[&Problem], style: &Style) -> Result<(), XlsxError> {
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| {
        let of_it = problems.iter().filter(|one| one.severity == severity);
        format!("{} {} 个", severity.label(), of_it.count())
    });
    let note = format!("{}。点击单元格一栏可跳到原始数据。", counts.join("，"));
    page::title(sheet, "问题清单", &note, LAST, style)?;
    page::header(sheet, FIRST_ROW - 1, &HEADERS, style)?;
    for (index, problem) in problems.iter().enumerate() {
        write_problem(sheet, FIRST_ROW + index as u32, index, problem, style)?;
    }
    let last = FIRST_ROW + (problems.len().max(1) - 1) as u32;
    if problems.is_empty() {
        sheet.write_string_with_format(FIRST_ROW, 7, NO_PROBLEM, &style.text)?;
    }
    sheet.autofilter(FIRST_ROW - 1, 0, last, LAST)?;
    sheet.set_freeze_panes(FIRST_ROW, 0)?;
    page::set_up(
        sheet,
        &Page::landscape((FIRST_ROW - 1, FIRST_ROW - 1), (last, LAST)),
    )
}

fn write_problem(
    sheet: &mut Worksheet,
    row: u32,
    index: usize,
    problem: &Problem,
    style: &Style,
) -> Result<(), XlsxError> {
    let severity: Format = style
        .center
        .clone()
        .set_background_color(style::problem_fill(problem.severity));
    let department = problem.department.as_ref();
    let code = department
        .and_then(|department| department.code.as_deref())
        .unwrap_or_default();
    let name = department.map_or("", |department| department.name.as_str());
    sheet.write_number_with_format(row, 0, (index + 1) as f64, &style.integer)?;
    sheet.write_string_with_format(row, 1, problem.severity.label(), &severity)?;
    sheet.write_string_with_format(row, 2, &problem.code, &style.center)?;
    sheet.write_string_with_format(row, 3, code, &style.center)?;
    sheet.write_string_with_format(row, 4, name, &style.wrapped)?;
    sheet.write_string_with_format(row, 5, &problem.place.sheet, &style.center)?;
    match problem.place.cell {
        Some(cell) if index < MOST_LINKS => {
            let target = problem.place.sheet.replace('\'', "''");
            let link = Url::new(format!("internal:'{target}'!{cell}")).set_text(cell.to_string());
            let format = style
                .link
                .clone()
                .set_align(rust_xlsxwriter::FormatAlign::Center);
            sheet.write_url_with_format(row, 6, link, &format)?;
        }
        cell => {
            let text = cell.map_or_else(String::new, |cell| cell.to_string());
            sheet.write_string_with_format(row, 6, text, &style.center)?;
        }
    }
    sheet.write_string_with_format(row, 7, &problem.message, &style.wrapped)?;
    sheet.write_string_with_format(row, 8, &problem.advice, &style.wrapped)?;
    let tallest = style::height(&problem.message, HEADERS[7].1)
        .max(style::height(&problem.advice, HEADERS[8].1))
        .max(style::height(name, HEADERS[4].1));
    sheet.set_row_height(row, tallest.max(18.0))?;
    Ok(())
}
