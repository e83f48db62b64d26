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
    /// What heads the departments under it; see `headings`.
    Heading,
    /// A made-up department that shows how to fill in the form.
    Example,
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
    let (code, name, first) = (bare(clues.code), bare(clues.name), bare(clues.first));
    if !clues.has_anything {
        return RowKind::Empty;
    }
    if [&code, &name, &first].into_iter().any(|text| is_sum(text)) {
        return RowKind::Sum;
    }
    let of_form = |text: &str| ["栏次", "满分", "分值", "参考分值"].contains(&text);
    if name == bare(clues.name_header) || of_form(&name) || of_form(&first) {
        return RowKind::HeaderAgain;
    }
    if is_example(clues.name.trim()) {
        return RowKind::Example;
    }
    if is_instruction(clues.name.trim()) {
        return RowKind::Note;
    }
    let unnamed = name.is_empty() && code.is_empty();
    let note = [clues.name, clues.first].into_iter().any(is_note)
        || (name.is_empty() && (code.is_empty() || is_sentence(&code) || is_note(clues.code)));
    match (unnamed, clues.has_figures) {
        (_, false) if note => RowKind::Note,
        (true, true) => RowKind::Unnamed,
        _ => RowKind::Department,
    }
}

/// Whether the cells of a row are column numbers, `1 2 3 …`, as forms have them under the header.
pub fn is_numbering(texts: impl Iterator<Item = impl AsRef<str>>) -> bool {
    const LEAST: usize = 5;
    let mut previous: Option<u32> = None;
    let mut run = 0;
    for text in texts {
        let text = text.as_ref().trim_matches(['(', ')', '（', '）', ' ']);
        match (text.parse::<u32>(), previous) {
            (Ok(number), None) if number <= 9 => run += 1,
            (Ok(number), Some(before)) if number == before + 1 => run += 1,
            (Err(_), None) if ["甲", "乙", "丙", "丁", "戊", "栏次", "—"].contains(&text) =>
            {
                continue;
            }
            _ => return false,
        }
        previous = text.parse().ok();
    }
    run >= LEAST
}

/// A text without spaces and the punctuation that goes with sums and headers.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：' | '、' | '*'))
        .collect()
}

/// 合计, 教育系统小计, 总计（20 家）, and the other lines that sum up or single out.
fn is_sum(text: &str) -> bool {
    const SUMS: [&str; 4] = ["合计", "小计", "总计", "共计"];
    const ALONE: [&str; 10] = [
        "平均",
        "平均值",
        "平均数",
        "总和",
        "汇总",
        "累计",
        "最大值",
        "最小值",
        "最高",
        "最低",
    ];
    // 小计量所 and 总计算中心 are departments.
    const BEHIND: [&str; 6] = ["数", "额", "金额", "行", "栏", "人数"];
    let without_brackets = text.split(['(', '（']).next().unwrap_or(text);
    let begins = |word: &str| {
        without_brackets.strip_prefix(word).is_some_and(|rest| {
            let counts = rest.starts_with(|c: char| !c.is_alphabetic() || c.is_ascii_digit());
            rest.is_empty() || counts || BEHIND.contains(&rest)
        })
    };
    SUMS.iter()
        .any(|word| begins(word) || without_brackets.ends_with(word))
        || ALONE.contains(&without_brackets)
        || text.starts_with("其中")
}

/// 示例, XX局（示例）: a department that nobody is.
fn is_example(name: &str) -> bool {
    const ALONE: [&str; 5] = ["示例", "样例", "范例", "填写示例", "填报示例"];
    const NOBODY: [&str; 7] = ["XX", "xx", "ＸＸ", "××", "某某", "例：", "例:"];
    const MARKED: [&str; 4] = ["（示例）", "(示例)", "（样例）", "(样例)"];
    ALONE.contains(&name)
        || NOBODY.iter().any(|nobody| name.starts_with(nobody))
        || MARKED
            .iter()
            .any(|mark| name.ends_with(mark) || name.starts_with(mark))
}

/// 填写全称, 必填: a line under the header that says how to fill in the columns.
fn is_instruction(name: &str) -> bool {
    const BEGINNINGS: [&str; 5] = ["填写", "请填", "填全称", "必填", "选填"];
    BEGINNINGS.iter().any(|word| name.starts_with(word))
}

/// A line of words in the name column: a note, a signature, a date. No department is named like that.
fn is_note(text: &str) -> bool {
    const BEGINNINGS: [&str; 11] = [
        "续表",
        "续上表",
        "接上表",
        "备注",
        "说明",
        "填表说明",
        "填报说明",
        "制表",
        "数据来源",
        "资料来源",
        "表格说明",
    ];
    let text = text.trim();
    let is_bracketed = text.starts_with(['(', '（']) && text.ends_with([')', '）']);
    let is_remark = text
        .strip_prefix('注')
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let is_date = text.contains('年') && text.ends_with('日');
    BEGINNINGS.iter().any(|word| text.starts_with(word))
        || text.contains([':', '：', '。', '；'])
        || text.starts_with(['※', '*'])
        || is_bracketed
        || is_remark
        || is_date
        || !text.is_empty() && !text.contains(char::is_alphanumeric)
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
    fn rows_of_column_numbers() {
        assert!(is_numbering(["1", "2", "3", "4", "5", "6"].into_iter()));
        assert!(is_numbering(
            ["甲", "乙", "1", "2", "3", "4", "5"].into_iter()
        ));
        assert!(!is_numbering(
            ["101", "示例市教育局", "2021", "1", "1"].into_iter()
        ));
        assert!(!is_numbering(["1", "2", "3"].into_iter()));
        assert!(!is_numbering(["1", "1", "1", "1", "1", "1"].into_iter()));
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
        for sum in [
            "合计（20家）",
            "小计(甲局)",
            "总计20个部门",
            "共计",
            "最大值",
            "其中：市本级",
        ] {
            assert_eq!(kind("", sum, true), RowKind::Sum, "{sum}");
        }
        for note in [
            "审核：李四",
            "（续表）",
            "续表",
            "填写全称",
            "必填",
            "2022年3月1日",
            "数据来源：决算",
            "※ 说明",
            "主管部门（盖章）：",
        ] {
            assert_eq!(kind("", note, false), RowKind::Note, "{note}");
        }
        for department in ["（筹）示例市新局", "小计量所", "总计算中心", "合计量测试院"]
        {
            assert_eq!(
                kind("", department, false),
                RowKind::Department,
                "{department}"
            );
        }
        for example in ["示例", "XX局（示例）", "××局", "某某局", "例：教育局"] {
            assert_eq!(kind("000", example, true), RowKind::Example, "{example}");
        }
        assert_eq!(kind("", "示例市教育局", true), RowKind::Department);
        assert_eq!(kind("", "部门名称", false), RowKind::HeaderAgain);
        assert_eq!(kind("", "", true), RowKind::Unnamed);
        assert_eq!(kind("", "", false), RowKind::Empty);
    }
}
