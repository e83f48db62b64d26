//! The authority's table: three levels with points, what each indicator measures, how it is scored. A blank cell of a
//! level goes on with the one above, as merged cells do; a text that a page break cut goes on, too.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::address::Address;
use crate::decimal;
use crate::workbook::{CellValue, Sheet, Workbook};

/// A third-level indicator as the table has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// 一级指标.
    pub first: String,
    /// Its points, where this row gives them.
    pub first_points: Option<Decimal>,
    /// 二级指标.
    pub second: String,
    /// Its points, where this row gives them.
    pub second_points: Option<Decimal>,
    /// 三级指标.
    pub name: String,
    /// 分值.
    pub points: Decimal,
    /// 指标说明.
    pub about: String,
    /// 评分标准.
    pub criteria: String,
}

/// No sheet holds such a table.
#[derive(Debug, thiserror::Error)]
#[error("没有找到指标表：表头应有“一级指标”“二级指标”“三级指标”和“评分标准”")]
pub struct NoTable;

/// Where the columns are.
#[derive(Debug, Default)]
struct Columns {
    names: [Option<u16>; 3],
    points: [Option<u16>; 3],
    about: Option<u16>,
    criteria: Option<u16>,
}

/// Reads the first sheet that has a table; beside the indicators, the rows (from 1) that could not be read as one.
pub(super) fn read(workbook: &Workbook) -> Result<(Vec<Indicator>, Vec<u32>), NoTable> {
    let read = workbook.sheets.iter().find_map(rows);
    read.filter(|(indicators, _)| !indicators.is_empty())
        .ok_or(NoTable)
}

fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

fn text(sheet: &Sheet, row: u32, column: Option<u16>) -> String {
    let cell = column.and_then(|column| sheet.cell(Address::new(row, column)));
    match cell.map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.trim().to_string(),
        Some(CellValue::Number(number)) => decimal::from_f64(*number)
            .map_or_else(String::new, |number| number.normalize().to_string()),
        _ => String::new(),
    }
}

/// The points of a cell: `5`, `5分`, `（5）`.
fn points(text: &str) -> Option<Decimal> {
    let folded = folded(text);
    let plain = folded.trim_matches(['(', ')', '分']);
    plain.parse().ok().filter(|points| *points > Decimal::ZERO)
}

fn columns(sheet: &Sheet, row: u32) -> Option<Columns> {
    let mut columns = Columns::default();
    let cells = &sheet.row(row)?.cells;
    let mut others: Vec<(u16, String)> = Vec::new();
    for cell in cells {
        let header = folded(&text(sheet, row, Some(cell.column)));
        let level = ["一级", "二级", "三级"]
            .iter()
            .position(|level| header.starts_with(level));
        match level {
            Some(level) if header.contains("分值") || header.contains("权重") => {
                columns.points[level] = Some(cell.column);
            }
            Some(level) => columns.names[level] = Some(cell.column),
            None => others.push((cell.column, header)),
        }
    }
    if columns.names.iter().any(Option::is_none) {
        return None;
    }
    // 名称 and 分值 under each level, in the row below.
    for cell in sheet
        .row(row + 1)
        .map(|row| row.cells.as_slice())
        .unwrap_or_default()
    {
        let header = folded(&text(sheet, row + 1, Some(cell.column)));
        if header.contains("分值") || header.contains("权重") {
            let level = columns
                .names
                .iter()
                .rposition(|name| name.is_some_and(|name| name <= cell.column));
            if let Some(level) = level {
                columns.points[level].get_or_insert(cell.column);
            }
        }
    }
    // A header above goes over several columns: what explains and what scores stands there.
    let above = (row.saturating_sub(2)..row)
        .rev()
        .filter_map(|row| Some((row, sheet.row(row)?)));
    for (row, cells) in above {
        for cell in &cells.cells {
            others.push((cell.column, folded(&text(sheet, row, Some(cell.column)))));
        }
    }
    let find = |words: &[&str]| {
        let found = others
            .iter()
            .find(|(_, header)| words.iter().any(|word| header.contains(word)));
        found.map(|(column, _)| *column)
    };
    columns.criteria = find(&["评分标准", "评价标准", "计分标准", "评分细则"]);
    columns.about = find(&["指标说明", "指标解释", "指标内涵"]);
    let single = others
        .iter()
        .find(|(_, header)| ["分值", "权重", "标准分"].contains(&header.as_str()));
    if columns.points[2].is_none() {
        columns.points[2] = single.map(|(column, _)| *column);
    }
    (columns.criteria.is_some() && columns.points[2].is_some()).then_some(columns)
}

fn rows(sheet: &Sheet) -> Option<(Vec<Indicator>, Vec<u32>)> {
    let header = sheet
        .rows
        .iter()
        .find_map(|row| Some((row.index, columns(sheet, row.index)?)));
    let (header, columns) = header?;
    let mut indicators: Vec<Indicator> = Vec::new();
    let mut skipped = Vec::new();
    let mut first: (String, Option<Decimal>) = Default::default();
    let mut second = first.clone();
    for row in sheet.rows.iter().filter(|row| row.index > header) {
        let cell = |column| text(sheet, row.index, column);
        let [own_first, own_second, name] = columns.names.map(cell);
        let [first_points, second_points, own_points] =
            columns.points.map(|column| points(&cell(column)));
        // The header again, on the next page.
        let again = folded(&cell(columns.criteria));
        let is_header = ["评分标准", "评价标准", "计分标准", "评分细则"]
            .iter()
            .any(|word| again.ends_with(word));
        if is_header || folded(&name).starts_with("三级") || folded(&name) == "名称" {
            continue;
        }
        let fresh_first = !own_first.is_empty();
        if fresh_first {
            first = (own_first, first_points);
            second = Default::default();
        }
        let fresh_second = !own_second.is_empty();
        if fresh_second {
            second = (own_second, second_points);
        }
        let (about, criteria) = (cell(columns.about), cell(columns.criteria));
        match (name.is_empty(), own_points) {
            (false, Some(points)) if !first.0.is_empty() && !second.0.is_empty() => {
                indicators.push(Indicator {
                    first: first.0.clone(),
                    first_points: first.1.filter(|_| fresh_first),
                    second: second.0.clone(),
                    second_points: second.1.filter(|_| fresh_second),
                    name,
                    points,
                    about,
                    criteria,
                });
            }
            // What a page break cut off goes on.
            (true, None) => {
                if let Some(last) = indicators.last_mut() {
                    for (own, more) in [(&mut last.about, about), (&mut last.criteria, criteria)] {
                        if !more.is_empty() {
                            let gap = if own.is_empty() { "" } else { "\n" };
                            own.push_str(gap);
                            own.push_str(&more);
                        }
                    }
                }
            }
            _ => skipped.push(row.index + 1),
        }
    }
    Some((indicators, skipped))
}
