//! Rows that head the departments under them: 一、市直部门, or the 主管部门 alone over its own.
//!
//! A name without a single figure is a department that has not filled in anything, unless something shows that it
//! is a heading: it is numbered 一, 二 where the departments are not, or it stands alone in its row and has its
//! figures in another row, or in the column of the codes, and is the 主管部门 of others.

use std::collections::HashSet;
use std::sync::Arc;

use super::identity::key;

/// A row that names somebody.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The name, or what stands in the column of the codes where there is none.
    pub name: Arc<str>,
    /// Whether it stands in the column of the codes.
    pub is_code: bool,
    /// 主管部门, where the row says it.
    pub group: Option<Arc<str>>,
    /// The first text of the row, wherever it stands.
    pub first: Arc<str>,
    /// How many of its cells hold something.
    pub filled: usize,
    /// Whether any column of figures holds something.
    pub has_figures: bool,
}

/// Which of the rows are headings, by their places.
pub(super) fn headings(rows: &[Named]) -> HashSet<usize> {
    let is_alone = |row: &Named| row.filled == 1 && !row.has_figures;
    let others = || rows.iter().filter(|row| !is_alone(row));
    let groups: HashSet<String> = others()
        .filter_map(|row| row.group.as_deref().map(key))
        .collect();
    let with_figures: HashSet<String> = others()
        .filter(|row| row.has_figures)
        .map(|row| key(&row.name))
        .collect();
    let is_numbered = |row: &Named| {
        row.first != row.name
            && is_chinese_number(&row.first)
            && row.filled <= 2
            && !row.has_figures
    };
    // Of a list that numbers its departments so each is one.
    let are_few = rows.iter().filter(|row| is_numbered(row)).count() * 2 < rows.len();
    let is_heading = |row: &Named| {
        let name = || key(&row.name);
        let of_others = (row.is_code && groups.contains(&name())) || with_figures.contains(&name());
        let of_others = is_alone(row) && of_others;
        of_others || (are_few && is_numbered(row))
    };
    (0..rows.len())
        .filter(|place| is_heading(&rows[*place]))
        .collect()
}

/// `一`, `十二、`, `（三）`.
fn is_chinese_number(text: &str) -> bool {
    let digits = text.trim_matches(['（', '）', '(', ')', '、', '.', '．', ' ']);
    !digits.is_empty() && digits.chars().all(|c| "一二三四五六七八九十".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row by its first text, name, 主管部门 and whether it has figures.
    fn row(first: &str, name: &str, group: &str, has_figures: bool) -> Named {
        let texts = HashSet::from([first, name, group]);
        Named {
            name: name.into(),
            is_code: false,
            group: (!group.is_empty()).then(|| group.into()),
            first: first.into(),
            filled: texts.iter().filter(|text| !text.is_empty()).count() + usize::from(has_figures),
            has_figures,
        }
    }

    fn found(rows: &[Named]) -> Vec<usize> {
        let mut found: Vec<usize> = headings(rows).into_iter().collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn who_has_figures_elsewhere_heads_the_rows_below() {
        let rows = [
            row("教育局", "教育局", "", false),
            row("101", "教育局", "市政府", true),
            row("102", "一小", "民政局", true),
            row("民政局", "民政局", "", false),
        ];
        // 民政局 has not filled in anything, and is missing, though others are under it.
        assert_eq!(found(&rows), [0]);
        let in_the_codes = rows.map(|row| Named {
            is_code: row.filled == 1,
            ..row
        });
        assert_eq!(found(&in_the_codes), [0, 3]);
    }

    #[test]
    fn rows_numbered_otherwise_than_the_departments_are_headings() {
        let rows = [
            row("一", "市直部门（14家）", "", false),
            row("1", "教育局", "", false),
            row("2", "民政局", "", false),
            row("二、", "事业单位", "", false),
            row("3", "园林所", "", false),
        ];
        assert_eq!(found(&rows), [0, 3]);
        let numbered_so = [
            row("一", "教育局", "", false),
            row("二", "民政局", "", false),
            row("三", "园林所", "", false),
        ];
        assert_eq!(found(&numbered_so), [0; 0]);
        // Who has figures is a department.
        let with_figures = [
            row("一", "教育局", "", true),
            row("1", "民政局", "", true),
            row("2", "园林所", "", true),
        ];
        assert_eq!(found(&with_figures), [0; 0]);
    }
}
