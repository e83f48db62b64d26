//! A rule book as a workbook that people change in Excel: what `rulebook::tables` lays out, with drop-downs, notes on
//! the headers, and a page setup. [`grid`] writes one sheet, [`marked`] copies a rule workbook with the cells marked that
//! are found fault with.

mod grid;
mod marked;

use rust_xlsxwriter::{Worksheet, XlsxError};

pub use marked::marked;

use super::layer::{Book, Columns, Rows, Written};
use crate::rulebook::tables::{GUIDE_SHEET, grids};
use crate::rulebook::tree::{Table, Value};

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
    let title = book.text("name").unwrap_or("规则书");
    let year = match book.get("year").map(|node| &node.value) {
        Some(Value::Number(year)) => u16::try_from(*year).ok(),
        _ => None,
    };
    let mut workbook = Book::titled(title, year, "部门整体支出绩效评价规则书")?;
    guide(workbook.sheet(GUIDE_SHEET)?, title)?;
    let grids = grids(book);
    let names = grid::Names::of(&grids);
    for one in &grids {
        grid::write(workbook.sheet(one.shape.name)?, one, &names)?;
    }
    workbook.saved()
}

fn guide(sheet: &mut Worksheet, title: &str) -> Written {
    let mut columns = Columns::<(&str, &str)>::new();
    columns
        .center("要做什么", 16.0, |row| row.0.into())
        .wrapped("怎么做", 90.0, |row| row.1.into())
        .least(20.0);
    let note = "这是一本规则书：改单元格就是改规则。每张表的表头上有批注，说明怎么填。";
    let mut rows = Rows::titled(sheet, title, note, columns.last())?;
    let table = rows.table(&columns, GUIDE)?;
    table.freeze(sheet, 0)?;
    table.landscape().set_up(sheet)
}
