//! A rule book as a workbook that people change in Excel: what `rulebook::tables` lays out, with drop-downs, notes on
//! the headers, and a page setup. [`grid`] writes one sheet, [`marked`] copies a rule workbook with the cells marked that
//! are found fault with.

mod grid;
mod marked;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

pub use marked::marked;

use super::style::Style;
use crate::rulebook::tables::grids;
use crate::rulebook::tree::{Table, Value};

/// The sheet that says how the workbook is used.
const GUIDE_SHEET: &str = "怎么用";
const GUIDE: [(&str, &str); 8] = [
    (
        "改一个界限",
        "“分档”表，找到指标那几行，改“条件”一格。每一档只写自己的一边，下一档的另一边自动跟着改。",
    ),
    (
        "改一个分值",
        "“指标”表改三级指标的分值，“计分”表改评分项的分值；同一级合计要与上一级相等，检查时会核对。",
    ),
    ("改等级", "“等级”表改“下限”。"),
    ("加一项数据", "“数据项”表加一行；别名、填报说明也在这一行。"),
    (
        "加一个指标",
        "“指标”表在所属的二级指标下插入一行，“计分”表加它的评分项，用到的数据在“数据项”表里要有。",
    ),
    (
        "改了规则",
        "在“说明”表里换一个编号或版本，结果里才分得清是按哪一本规则评的。",
    ),
    (
        "检查",
        "jixiao rules check 规则.xlsx，指出哪张表哪一格不对；加 -o 标注.xlsx 写一份标出来的副本。",
    ),
    (
        "评分",
        "jixiao score 基础数据.xlsx --rules 规则.xlsx。填报表、汇总、报告也都用 --rules 规则.xlsx。",
    ),
];

/// The workbook's bytes.
///
/// # Errors
/// The writing library refuses something, such as a text that is too long for a cell.
pub fn rules(book: &Table) -> Result<Vec<u8>, XlsxError> {
    let style = Style::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book)?);
    let title = book.text("name").unwrap_or("规则书");
    guide(
        workbook.add_worksheet().set_name(GUIDE_SHEET)?,
        title,
        &style,
    )?;
    let grids = grids(book);
    let names = grid::Names::of(&grids);
    for one in &grids {
        let sheet = workbook.add_worksheet().set_name(one.shape.name)?;
        grid::write(sheet, one, &names, &style)?;
    }
    crate::sheets::saved(&mut workbook)
}

fn guide(sheet: &mut Worksheet, title: &str, style: &Style) -> Result<(), XlsxError> {
    use super::{page, style};
    page::title(
        sheet,
        title,
        "这是一本规则书：改单元格就是改规则。每张表的表头上有批注，说明怎么填。",
        1,
        style,
    )?;
    page::header(sheet, 2, &[("要做什么", 16.0), ("怎么做", 90.0)], style)?;
    for (row, (what, how)) in (3..).zip(GUIDE) {
        sheet.write_string_with_format(row, 0, what, &style.center)?;
        sheet.write_string_with_format(row, 1, how, &style.wrapped)?;
        sheet.set_row_height(row, style::height(how, 90.0).max(20.0))?;
    }
    let last = 2 + GUIDE.len() as u32;
    page::set_up(sheet, &page::Page::landscape((2, 2), (last, 1)))
}

/// What the file says of itself; nothing reads the clock.
fn properties(book: &Table) -> Result<DocProperties, XlsxError> {
    let year = match book.get("year").map(|node| &node.value) {
        Some(Value::Number(year)) => u16::try_from(*year).unwrap_or(2021),
        _ => 2021,
    };
    let created = ExcelDateTime::from_ymd(year.clamp(1900, 9999), 12, 31)?;
    Ok(DocProperties::new()
        .set_title(book.text("name").unwrap_or("规则书"))
        .set_subject("部门整体支出绩效评价规则书")
        .set_author("jixiao")
        .set_creation_datetime(&created))
}
