//! A sample as a workbook: three rows of heading, then the data, with number
//! formats and widths as a bureau would set them.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError,
    Workbook, Worksheet, XlsxError,
};

use super::columns::{self, INDICATORS, Kind, OUTCOMES};
use super::model::{Book, Cell, FIRST_ROW, Shown, address};

/// The rows above the data, counted from 0.
const TITLE: u32 = 0;
const UNIT: u32 = 1;
const HEADER: u32 = FIRST_ROW as u32 - 2;
const DATA: u32 = FIRST_ROW as u32 - 1;

/// The bytes of the workbook.
pub fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(format!("{}（{}年度）", book.owner, book.year))
            .set_creation_datetime(&ExcelDateTime::from_ymd(book.year as u16 + 1, 3, 15)?),
    );
    let styles = Styles::new();
    base(workbook.add_worksheet(), book, &styles)?;
    if !book.outcomes.is_empty() {
        outcomes(workbook.add_worksheet(), book, &styles)?;
    }
    declared(workbook.add_worksheet(), book, &styles)?;
    if !book.remarks.is_empty() {
        remarks(workbook.add_worksheet(), book)?;
    }
    workbook.save_to_buffer()
}

/// The formats of the cells.
struct Styles {
    title: Format,
    unit: Format,
    header: Format,
    text: Format,
    centred: Format,
    count: Format,
    amount: Format,
    percent: Format,
    points: Format,
    general: Format,
    note: Format,
}

impl Styles {
    fn new() -> Self {
        let font = Format::new().set_font_name("宋体").set_font_size(10);
        let cell = font
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        Styles {
            title: font
                .clone()
                .set_font_size(16)
                .set_bold()
                .set_align(FormatAlign::Left),
            unit: font.clone().set_align(FormatAlign::Left),
            header: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color("#DDEBF7"),
            text: cell.clone(),
            centred: cell.clone().set_align(FormatAlign::Center),
            count: cell.clone().set_num_format("#,##0"),
            amount: cell.clone().set_num_format("#,##0.00"),
            percent: cell.clone().set_num_format("0.00%"),
            points: cell.clone().set_num_format("0.00"),
            general: cell,
            note: font.set_text_wrap().set_align(FormatAlign::Top),
        }
    }

    fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Year | Kind::Points(_) | Kind::YesNo | Kind::Choice => &self.centred,
            Kind::Count => &self.count,
            Kind::Amount => &self.amount,
            Kind::Percent => &self.percent,
        }
    }
}

fn base(sheet: &mut Worksheet, book: &Book, styles: &Styles) -> Result<(), XlsxError> {
    let edition = book.edition;
    let headers: Vec<String> = (0..columns::BASE.len())
        .map(|index| columns::header(edition, index))
        .collect();
    heading(
        sheet,
        book,
        styles,
        ("基础数据", "评价基础数据表", "单位：万元"),
        &headers,
    )?;
    for index in 0..headers.len() {
        sheet.set_column_width(index as u16, base_width(book, index))?;
    }
    for (row, line) in (DATA..).zip(&book.base) {
        for (column, cell) in (0..).zip(&line.cells) {
            let format = styles.of(columns::kind(edition, usize::from(column)));
            write(sheet, (row, column), cell, format, &styles.general)?;
        }
        if line.hidden {
            sheet.set_row_hidden(row)?;
        }
    }
    text_codes(sheet, book.base.len())?;
    if book.footer {
        footer(sheet, book, styles)?;
    }
    Ok(())
}

fn base_width(book: &Book, index: usize) -> f64 {
    match (columns::BASE[index].0, columns::kind(book.edition, index)) {
        ("部门编码" | "年度" | "填报人", _) => 9.0,
        ("联系电话", _) => 15.0,
        (_, Kind::Text) => 26.0,
        (_, Kind::Choice) => 17.0,
        (_, Kind::Amount) => 14.0,
        _ => 12.0,
    }
}

/// 合计 of what can be added up, and a note below it.
fn footer(sheet: &mut Worksheet, book: &Book, styles: &Styles) -> Result<(), XlsxError> {
    let rows = book.base.len();
    let total = DATA + rows as u32;
    sheet.merge_range(total, 0, total, 2, "合计", &styles.header)?;
    for index in 3..columns::BASE.len() {
        let kind = columns::kind(book.edition, index);
        let column = index as u16;
        if !matches!(kind, Kind::Amount | Kind::Count) {
            sheet.write_blank(total, column, styles.of(kind))?;
            continue;
        }
        let sum: f64 = book
            .base
            .iter()
            .map(|line| match line.cells[index].shown {
                Shown::Number(value) | Shown::Plain(value) => value,
                _ => 0.0,
            })
            .sum();
        let range = format!("SUM({}:{})", address(0, index), address(rows - 1, index));
        let stored = (sum * 100.0).round() / 100.0;
        let formula = Formula::new(range).set_result(stored.to_string());
        sheet.write_formula_with_format(total, column, formula, styles.of(kind))?;
    }
    sheet.write_with_format(
        total + 1,
        0,
        "注：本表由各部门填报、主管部门审核；金额单位为万元，保留两位小数。",
        &styles.unit,
    )?;
    Ok(())
}

fn outcomes(sheet: &mut Worksheet, book: &Book, styles: &Styles) -> Result<(), XlsxError> {
    heading(
        sheet,
        book,
        styles,
        ("个性化指标", "个性化指标表", "分值合计25分"),
        &OUTCOMES,
    )?;
    for (column, width) in (0..).zip([9.0, 26.0, 13.0, 30.0, 8.0, 12.0, 12.0, 8.0, 10.0]) {
        sheet.set_column_width(column, width)?;
    }
    for (row, line) in (DATA..).zip(&book.outcomes) {
        let words = [
            &line.code,
            &line.department,
            line.category,
            &line.indicator,
            line.direction,
        ];
        for (column, text) in (0..).zip(words) {
            sheet.write_with_format(row, column, text, &styles.text)?;
        }
        let numbers = [
            (line.target, &styles.general),
            (line.actual, &styles.general),
            (Some(line.points), &styles.general),
            (line.ratio, &styles.percent),
        ];
        for (column, (value, format)) in (5..).zip(numbers) {
            write_number(sheet, (row, column), value, format)?;
        }
    }
    text_codes(sheet, book.outcomes.len())
}

fn declared(sheet: &mut Worksheet, book: &Book, styles: &Styles) -> Result<(), XlsxError> {
    let indicators =
        (0..INDICATORS.len()).map(|index| columns::indicator_header(book.edition, index));
    let headers: Vec<&str> = ["部门编码", "部门名称"]
        .into_iter()
        .chain(indicators)
        .chain(["总分", "等级"])
        .collect();
    heading(
        sheet,
        book,
        styles,
        ("自评得分", "自评得分表", "单位：分"),
        &headers,
    )?;
    sheet.set_column_width(0, 9)?;
    sheet.set_column_width(1, 26)?;
    let last = headers.len() as u16 - 1;
    sheet.set_column_range_width(2, last, 11)?;
    for (row, line) in (DATA..).zip(&book.declared) {
        write_text(sheet, (row, 0), &line.code, &styles.text)?;
        write_text(sheet, (row, 1), &line.department, &styles.text)?;
        for (column, score) in (2..).zip(&line.scores) {
            write_number(sheet, (row, column), *score, &styles.points)?;
        }
        write_number(sheet, (row, last - 1), Some(line.total), &styles.points)?;
        write_text(sheet, (row, last), line.grade, &styles.centred)?;
    }
    text_codes(sheet, book.declared.len())
}

fn remarks(sheet: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    let note = Styles::new().note;
    sheet.set_name("说明")?.set_column_width(0, 100)?;
    for (row, line) in (0..).zip(&book.remarks) {
        sheet.write_with_format(row, 0, line, &note)?;
    }
    Ok(())
}

/// Names the sheet and writes its title, its unit and its header, which stay
/// in view together with the department's name.
fn heading(
    sheet: &mut Worksheet,
    book: &Book,
    styles: &Styles,
    (name, title, unit): (&str, &str, &str),
    headers: &[impl AsRef<str>],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let title = format!("{}部门整体支出绩效{title}（{}年度）", book.owner, book.year);
    sheet.write_with_format(TITLE, 0, title, &styles.title)?;
    sheet.write_with_format(UNIT, 0, unit, &styles.unit)?;
    for (column, header) in (0..).zip(headers) {
        sheet.write_with_format(HEADER, column, header.as_ref(), &styles.header)?;
    }
    sheet.set_row_height(TITLE, 26)?;
    sheet.set_row_height(HEADER, 54)?;
    sheet.set_freeze_panes(DATA, 2)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}

/// Department codes are text on purpose.
fn text_codes(sheet: &mut Worksheet, rows: usize) -> Result<(), XlsxError> {
    let last = DATA + rows as u32 - 1;
    sheet.ignore_error_range(DATA, 0, last, 0, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
    plain: &Format,
) -> Result<(), XlsxError> {
    match &cell.shown {
        Shown::Blank => sheet.write_blank(row, column, format)?,
        Shown::Text(text) => sheet.write_with_format(row, column, text, format)?,
        Shown::Number(value) => sheet.write_with_format(row, column, *value, format)?,
        Shown::Plain(value) => sheet.write_with_format(row, column, *value, plain)?,
    };
    Ok(())
}

fn write_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Option<f64>,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Some(value) => sheet.write_with_format(row, column, value, format)?,
        None => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_with_format(row, column, text, format)?;
    Ok(())
}
