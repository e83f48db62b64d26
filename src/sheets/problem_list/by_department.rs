//! 按部门: one row a department and kind of problem, with how often, the first of them, and what to do.

use rust_xlsxwriter::{FormatAlign, Url, Worksheet, XlsxError};

use super::LIST_SHEET;
use crate::problem::Severity;
use crate::problem::grouped::{Group, Kind};
use crate::rulebook::{RuleBook, codes};
use crate::sheets::annotated::problems::{FIRST_ROW as LIST_FIRST, MOST_LINKS};
use crate::sheets::page::{self, Page};
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 8] = [
    ("部门编码", 11.0),
    ("部门名称", 26.0),
    ("程度", 7.0),
    ("代码", 7.0),
    ("类别", 20.0),
    ("条数", 7.0),
    ("首条问题", 60.0),
    ("怎么办", 44.0),
];
const LAST: u16 = 7;
const COUNT: u16 = 5;
const FIRST_ROW: u32 = 3;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    groups: &[Group],
    book: &RuleBook,
    style: &Style,
) -> Result<(), XlsxError> {
    page::title(sheet, "各部门的问题", &note(groups), LAST, style)?;
    page::header(sheet, FIRST_ROW - 1, &HEADERS, style)?;
    let (mut row, mut listed) = (FIRST_ROW, 0);
    for group in groups {
        for kind in &group.kinds {
            write_kind(sheet, row, (group, kind), listed, (book, style))?;
            listed += kind.problems.len();
            row += 1;
        }
    }
    if groups.is_empty() {
        sheet.write_string_with_format(row, 6, "没有发现问题", &style.text)?;
        row += 1;
    }
    let last = row - 1;
    sheet.autofilter(FIRST_ROW - 1, 0, last, LAST)?;
    sheet.set_freeze_panes(FIRST_ROW, 2)?;
    page::set_up(
        sheet,
        &Page::landscape((FIRST_ROW - 1, FIRST_ROW - 1), (last, LAST)),
    )
}

/// How many departments have errors, warnings or nothing but notes.
fn note(groups: &[Group]) -> String {
    let departments = |worst: Severity| {
        let of = groups.iter().filter(|group| group.department.is_some());
        of.filter(|group| group.worst() == worst).count()
    };
    format!(
        "有错误的部门 {} 个，只有警告的 {} 个，只有提示的 {} 个。点击条数可跳到“{LIST_SHEET}”里的各条。",
        departments(Severity::Error),
        departments(Severity::Warning),
        departments(Severity::Info)
    )
}

/// Writes one row; `listed` is how many problems stand before these in the list.
fn write_kind(
    sheet: &mut Worksheet,
    row: u32,
    (group, kind): (&Group, &Kind),
    listed: usize,
    (book, style): (&RuleBook, &Style),
) -> Result<(), XlsxError> {
    let (code, name) = match group.department {
        Some(one) => (one.code.as_deref().unwrap_or_default(), one.name.as_str()),
        None => ("", "（整张表）"),
    };
    let severity = style
        .center
        .clone()
        .set_background_color(style::problem_fill(kind.severity));
    let title = codes::find(kind.code, book).map_or_else(String::new, |known| known.title);
    let first = kind.problems[0];
    sheet.write_string_with_format(row, 0, code, &style.center)?;
    sheet.write_string_with_format(row, 1, name, &style.wrapped)?;
    sheet.write_string_with_format(row, 2, kind.severity.label(), &severity)?;
    sheet.write_string_with_format(row, 3, kind.code, &style.center)?;
    sheet.write_string_with_format(row, 4, &title, &style.wrapped)?;
    if (row as usize) < MOST_LINKS {
        let target = LIST_FIRST as usize + listed + 1;
        let link = Url::new(format!("internal:'{LIST_SHEET}'!A{target}"));
        let format = style.link.clone().set_align(FormatAlign::Center);
        sheet.write_url_with_format(row, COUNT, link, &format)?;
    }
    let format = style.link.clone().set_align(FormatAlign::Center);
    let format = format.set_num_format("0");
    sheet.write_number_with_format(row, COUNT, kind.problems.len() as f64, &format)?;
    sheet.write_string_with_format(row, 6, first.message(), &style.wrapped)?;
    sheet.write_string_with_format(row, 7, &first.advice, &style.wrapped)?;
    let tallest = style::height(&first.message(), HEADERS[6].1)
        .max(style::height(&first.advice, HEADERS[7].1))
        .max(style::height(&title, HEADERS[4].1))
        .max(style::height(name, HEADERS[1].1));
    sheet.set_row_height(row, tallest.max(18.0))?;
    Ok(())
}
