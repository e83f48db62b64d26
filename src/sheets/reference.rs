//! How formulas refer to cells: quoted sheet names, ranges.

pub use rust_xlsxwriter::utility::{
    cell_range as range, row_col_to_cell as cell, row_col_to_cell_absolute as fixed_cell,
};

use crate::address::column_letters;
use crate::visible_text::is_unseen;

/// The longest formula that Excel takes.
pub const LONGEST_FORMULA: usize = 8_000;
/// The longest sheet name that Excel takes.
const LONGEST_NAME: usize = 31;

/// A sheet's name as a formula writes it.
pub fn sheet(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
    if plain {
        name.to_string()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

/// A name that Excel takes and no other sheet has.
pub fn unused_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted
        .chars()
        .map(|c| {
            if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || is_unseen(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim_matches('\'').to_string();
    let clean = if clean.trim().is_empty() {
        "工作表".to_string()
    } else {
        clean
    };
    let free = |name: &str| {
        !taken
            .iter()
            .any(|taken| taken.to_lowercase() == name.to_lowercase())
    };
    let shortened = |name: &str, length: usize| name.chars().take(length).collect::<String>();
    let first = shortened(&clean, LONGEST_NAME);
    if free(&first) {
        return first;
    }
    (1..)
        .map(|number| format!("{}（原{number}）", shortened(&clean, LONGEST_NAME - 8)))
        .find(|name| free(name))
        .unwrap_or(first)
}

/// A cell whose column stays put, `$T5`.
pub fn fixed_column(row: u32, column: u16) -> String {
    format!("${}", cell(row, column))
}

/// A range within one column with its rows fixed: `T$5:T$64`.
pub fn fixed_rows(column: u16, first: u32, last: u32) -> String {
    let letters = column_letters(column);
    format!("{letters}${}:{letters}${}", first + 1, last + 1)
}

/// A range that stays put: `$T$5:$T$64`.
pub fn fixed(column: u16, first: u32, last: u32) -> String {
    let letters = column_letters(column);
    format!("${letters}${}:${letters}${}", first + 1, last + 1)
}

/// Cells of one row as few ranges: `D7:G7,J7`.
pub fn row_ranges(row: u32, columns: &[u16]) -> String {
    let ranges: Vec<String> = runs(columns)
        .map(|(first, last)| range(row, first, row, last))
        .collect();
    ranges.join(",")
}

/// The runs of neighbours among columns, each with its first and last.
pub fn runs(columns: &[u16]) -> impl Iterator<Item = (u16, u16)> {
    columns
        .chunk_by(|one, next| one.checked_add(1) == Some(*next))
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_quoted_where_they_must_be() {
        assert_eq!(sheet("基础数据"), "基础数据");
        assert_eq!(sheet("2021年"), "'2021年'");
        assert_eq!(sheet("甲'乙"), "'甲''乙'");
        assert_eq!(sheet("A1"), "'A1'");
    }

    #[test]
    fn names_are_never_taken_twice() {
        let taken = vec!["排名".to_string()];
        assert_eq!(unused_name("排名", &taken), "排名（原1）");
        assert_eq!(unused_name("a/b", &taken), "a_b");
    }

    #[test]
    fn neighbouring_cells_become_ranges() {
        assert_eq!(row_ranges(6, &[3, 4, 5, 9]), "D7:F7,J7");
        assert_eq!(row_ranges(6, &[3]), "D7");
    }
}
