//! Intake: what is understood of the cells, columns, rows and sheets that people send, and what is
//! said about it.

/// Amounts and counts: text numbers, widths, separators, units in the cell, what is refused.
mod amounts;
/// Figures that look wrong though nothing forbids them: what is found, and what is told falsely.
mod anomalies;
/// Headers: title rows, two rows, aliases, moved, missing, doubled and nearly known columns.
mod headers;
/// 是/否, points and choices in the forms that people use.
mod judgements;
/// Texts longer than a cell holds.
mod long_texts;
/// Workbooks saved by real programs, each against its clean twin.
mod messy;
/// A file of a table's own headers, the survey that it is made by, and trials.
mod own_headers;
/// Percentages: formats, fractions, points, mixtures, headers with %.
mod percentages;
/// CSV and its like: encodings, delimiters, quotes.
mod plain_text;
/// Rows: sums, notes, blank, hidden, unnamed and repeated ones.
mod rows;
/// Sheets: names, aliases, strangers, workbooks that are something else.
mod sheets;
/// Tables one beneath the other in the sheets beside 基础数据.
mod stacked;
/// Money in a wrong unit, noticed by its size.
mod unit_slip;
/// Units of money in headers, in a line above them, in number formats.
mod units;
/// Columns that nobody uses, columns that are not there, and defaults that then do not count.
mod unused_columns;
/// Sheets under other names: found by their header, or not used and told.
mod unused_sheets;

use crate::support::{Cell, Department, Input, Scored};

/// What was understood of one cell of an otherwise faultless department, and the problems of
/// 基础数据 at that cell, such as `info V05`.
fn read(column: &str, cell: Cell) -> (String, Vec<String>) {
    let scored = Input::of([Department::new("示例市教育局").with_cell(column, cell)]).score();
    (scored.figure(0, column), at(&scored, column, 2))
}

/// The problems at a column's cell in a row, without their address.
fn at(scored: &Scored, column: &str, row: usize) -> Vec<String> {
    let place = u16::try_from(crate::support::column(column)).expect("a column");
    let cell = format!(" {}{row}", jixiao::address::column_letters(place));
    let problems = scored.data_problems().into_iter();
    problems
        .filter_map(|told| told.strip_suffix(&cell).map(str::to_string))
        .collect()
}

/// Checks many cells of one column: the cell, what it is understood as, the problem at it or nothing.
fn check(column: &str, cases: &[(Cell, &str, &str)]) {
    for (cell, figure, problem) in cases {
        let problems: Vec<String> = problem.split_terminator(';').map(str::to_string).collect();
        assert_eq!(
            read(column, cell.clone()),
            ((*figure).to_string(), problems),
            "{column}: {cell:?}"
        );
    }
}
