//! Telling departments from everything else that stands in rows: sums, notes, repeated headers, stray figures.

/// What a row under the header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Nothing in it.
    Empty,
    /// A department, perhaps without a single figure.
    Department,
    /// 合计, 小计 and the like.
    Sum,
    /// A note under or between the departments.
    Note,
    /// The header again, as on a new page, or a row of column numbers.
    HeaderAgain,
    /// Figures, and nobody whose they are.
    Unnamed,
}

/// What there is to tell a row by.
pub struct Clues<'a> {
    /// 部门编码, where there is such a column.
    pub code: &'a str,
    /// 部门名称.
    pub name: &'a str,
    /// The first text of the row, wherever it stands.
    pub first: &'a str,
    /// The name column's header.
    pub name_header: &'a str,
    /// Whether any column of figures holds something.
    pub has_figures: bool,
    /// Whether the row holds anything at all.
    pub has_anything: bool,
}

/// Tells what a row is.
pub fn classify(clues: &Clues) -> RowKind {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：' | '、' | '*'))
            .collect()
    };
    let (code, name, first) = (bare(clues.code), bare(clues.name), bare(clues.first));
    if !clues.has_anything {
        return RowKind::Empty;
    }
    if [&code, &name, &first].into_iter().any(|text| is_sum(text)) {
        return RowKind::Sum;
    }
    if name == bare(clues.name_header) || name == "栏次" || first == "栏次" {
        return RowKind::HeaderAgain;
    }
    let note = is_note(&name)
        || is_note(&first)
        || (name.is_empty() && (code.is_empty() || is_sentence(&code)));
    match (name.is_empty() && code.is_empty(), clues.has_figures) {
        (_, false) if note => RowKind::Note,
        (true, true) => RowKind::Unnamed,
        _ => RowKind::Department,
    }
}

fn is_sum(text: &str) -> bool {
    ["合计", "小计", "总计"]
        .iter()
        .any(|word| text.ends_with(word))
        || ["平均", "平均值", "平均数", "合计数", "总和", "汇总", "累计"].contains(&text)
}

fn is_note(text: &str) -> bool {
    [
        "注",
        "备注",
        "说明",
        "填表说明",
        "填报说明",
        "制表",
        "审核人",
        "填表人",
        "填报日期",
        "单位负责人",
        "表格说明",
    ]
    .iter()
    .any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty()
                || *word != "注"
                || !rest.starts_with(|c: char| "册塑射重入解释音".contains(c))
        })
    })
}

/// A code is short; a sentence in its column is a note.
fn is_sentence(text: &str) -> bool {
    text.chars().count() > 20 || text.contains(['。', '；', ';', '，'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str, name: &str, has_figures: bool) -> RowKind {
        classify(&Clues {
            code,
            name,
            first: if code.is_empty() { name } else { code },
            name_header: "部门名称",
            has_figures,
            has_anything: has_figures || !code.is_empty() || !name.is_empty(),
        })
    }

    #[test]
    fn rows_under_a_header() {
        assert_eq!(kind("101", "示例市教育局", true), RowKind::Department);
        assert_eq!(kind("101", "示例市教育局", false), RowKind::Department);
        assert_eq!(kind("", "示例市统计局", true), RowKind::Department);
        assert_eq!(kind("", "示例市注册中心", false), RowKind::Department);
        assert_eq!(kind("102", "", true), RowKind::Department);
        assert_eq!(kind("", "合  计", true), RowKind::Sum);
        assert_eq!(kind("教育系统小计", "", true), RowKind::Sum);
        assert_eq!(kind("注：金额单位为万元", "", false), RowKind::Note);
        assert_eq!(kind("", "备注：以上为初步数", false), RowKind::Note);
        assert_eq!(kind("", "部门名称", false), RowKind::HeaderAgain);
        assert_eq!(kind("", "", true), RowKind::Unnamed);
        assert_eq!(kind("", "", false), RowKind::Empty);
    }
}
