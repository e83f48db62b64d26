//! The authority's table: three levels with points, what each indicator measures, how it is scored. A blank cell of a
//! level goes on with the one above, as merged cells do; a text that a page break cut goes on, too. Cells that slipped by
//! one column as the table was taken out of its document are read where they stand, and told.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::markup;
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

/// What was read of a table; rows are counted from 1.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub indicators: Vec<Indicator>,
    /// Rows that could not be read as an indicator.
    pub skipped: Vec<u32>,
    /// Rows whose cells stood beside their columns.
    pub moved: Vec<u32>,
}

/// Reads the first sheet that has a table.
pub(super) fn read(workbook: &Workbook) -> Result<Read, NoTable> {
    let read = workbook.sheets.iter().find_map(rows);
    read.filter(|read| !read.indicators.is_empty())
        .ok_or(NoTable)
}

fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

fn text(sheet: &Sheet, row: u32, column: Option<u16>) -> String {
    let cell = column.and_then(|column| sheet.cell(Address::new(row, column)));
    match cell.map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => markup::plain(text),
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
    // A header that only says 分值 is of the level before it; one alone is of the indicators, wherever it stands.
    let plain = others
        .iter()
        .filter(|(_, header)| ["分值", "权重", "标准分"].contains(&header.as_str()));
    let plain: Vec<u16> = plain.map(|(column, _)| *column).collect();
    for column in &plain {
        let before = |name: &Option<u16>| name.is_some_and(|name| name < *column);
        let level = match plain.len() {
            1 => Some(2),
            _ => columns.names.iter().rposition(before),
        };
        if let Some(level) = level {
            columns.points[level].get_or_insert(*column);
        }
    }
    (columns.criteria.is_some() && columns.points[2].is_some()).then_some(columns)
}

/// A row as its cells are told apart.
struct Row {
    first: String,
    first_points: Option<Decimal>,
    second: String,
    second_points: Option<Decimal>,
    name: String,
    points: Option<Decimal>,
    about: String,
    criteria: String,
    /// Whether cells stood beside their columns.
    moved: bool,
}

impl Row {
    fn of(sheet: &Sheet, row: u32, columns: &Columns) -> Row {
        let cell = |column| text(sheet, row, column);
        let number = |column| points(&cell(column));
        let [first, second, name] = columns.names;
        let before_name = name.and_then(|name| name.checked_sub(1));
        // The points stand where the name should, and the name before it: a cell of the levels was left out.
        let slipped = number(name).is_some()
            && number(columns.points[2]).is_none()
            && before_name != second
            && !cell(before_name).is_empty()
            && number(before_name).is_none();
        let own = |column: Option<u16>| match slipped {
            true => column.and_then(|column| column.checked_sub(1)),
            false => column,
        };
        let mut read = Row {
            first: cell(first),
            first_points: number(columns.points[0]),
            second: cell(second),
            second_points: number(columns.points[1]),
            name: cell(own(name)),
            points: number(own(columns.points[2])),
            about: cell(own(columns.about)),
            criteria: cell(own(columns.criteria)),
            moved: slipped,
        };
        // The text that scores stands before its column, and the department's score in it.
        if points(&read.criteria).is_some() && scores(&read.about) {
            read.criteria = std::mem::take(&mut read.about);
            read.moved = true;
        }
        read
    }
}

/// Whether a text speaks of how something is scored.
fn scores(text: &str) -> bool {
    text.contains('分') && text.contains(['得', '扣', '×'])
}

/// Whether a text begins with a point of a list, `2.` or `2、`, and which.
fn point_of_a_list(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let mut after = text[end..].chars();
    let is_sign = after.next().is_some_and(|c| ".、．".contains(c));
    let is_fraction = after.next().is_some_and(|c| c.is_ascii_digit());
    text[..end].parse().ok().filter(|_| is_sign && !is_fraction)
}

impl Indicator {
    /// Goes on with what a page break cut off; not with what begins a list anew, which is of another indicator.
    fn go_on(&mut self, about: &str, criteria: &str) -> bool {
        let (about, criteria) = match criteria.is_empty() {
            true if scores(about) || point_of_a_list(about).is_some() => ("", about),
            _ => (about, criteria),
        };
        if point_of_a_list(criteria) == Some(1) && self.criteria.contains(['1', '一']) {
            return false;
        }
        for (own, more) in [(&mut self.about, about), (&mut self.criteria, criteria)] {
            let ends = own.ends_with(['。', '；', ';', '：', ':', '）', ')', '！']);
            if !own.is_empty() && !more.is_empty() && (ends || point_of_a_list(more).is_some()) {
                own.push('\n');
            }
            own.push_str(more);
        }
        true
    }
}

fn rows(sheet: &Sheet) -> Option<Read> {
    let header = sheet
        .rows
        .iter()
        .find_map(|row| Some((row.index, columns(sheet, row.index)?)));
    let (header, columns) = header?;
    let mut read = Read::default();
    let mut first: (String, Option<Decimal>) = Default::default();
    let mut second = first.clone();
    for row in sheet.rows.iter().filter(|row| row.index > header) {
        let own = Row::of(sheet, row.index, &columns);
        // The header again, on the next page.
        let again = folded(&own.criteria);
        let is_header = ["评分标准", "评价标准", "计分标准", "评分细则"]
            .iter()
            .any(|word| again.ends_with(word));
        if is_header || folded(&own.name).starts_with("三级") || folded(&own.name) == "名称" {
            continue;
        }
        let (fresh_first, fresh_second) = (!own.first.is_empty(), !own.second.is_empty());
        if fresh_first {
            first = (own.first, own.first_points);
            second = Default::default();
        }
        if fresh_second {
            second = (own.second, own.second_points);
        }
        match (own.name.is_empty(), own.points) {
            (false, Some(points)) if !first.0.is_empty() && !second.0.is_empty() => {
                read.indicators.push(Indicator {
                    first: first.0.clone(),
                    first_points: first.1.filter(|_| fresh_first),
                    second: second.0.clone(),
                    second_points: second.1.filter(|_| fresh_second),
                    name: own.name,
                    points,
                    about: own.about,
                    criteria: own.criteria,
                });
                read.moved.extend(own.moved.then_some(row.index + 1));
            }
            // A level by itself, or what stands under the table: its total, its grade.
            (true, None) if fresh_first || fresh_second => {}
            (true, None) => {
                let goes_on = read.indicators.last_mut();
                if !goes_on.is_some_and(|last| last.go_on(&own.about, &own.criteria)) {
                    read.skipped.push(row.index + 1);
                }
            }
            _ => read.skipped.push(row.index + 1),
        }
    }
    Some(read)
}
