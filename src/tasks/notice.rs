//! What is to be said beside a result: how a file was read that could have been read otherwise.

use std::fmt;

use crate::address::column_letters;
use crate::encoding::Encoding;
use crate::visible_text::shown;
use crate::workbook::Delimited;

/// Something to be said beside a result. Displayed as a sentence.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A text was read in another encoding than editors write today.
    ReadAs {
        /// What the text is: 规则书, 别名文件.
        what: &'static str,
        /// What it is called.
        name: String,
        /// How it was read.
        encoding: Encoding,
    },
    /// The list of departments is plain text.
    RosterIsText {
        /// The list.
        file: String,
        /// How it was read.
        text: Delimited,
    },
    /// Rows of the list that were taken for titles, sums or notes.
    RosterLeftOut {
        /// The list.
        file: String,
        /// The rows, 0-based.
        rows: Vec<u32>,
    },
    /// Another sheet of the list's workbook lists departments that are not on the list.
    RosterElsewhere {
        /// The list.
        file: String,
        /// The other sheet.
        sheet: String,
        /// Who stands there only.
        names: Vec<String>,
    },
    /// Rows of the list that have a code and no name.
    RosterUnnamed {
        /// The list.
        file: String,
        /// The rows, 0-based.
        rows: Vec<u32>,
    },
    /// The list has no header.
    RosterHeadless {
        /// The list.
        file: String,
        /// The column of the names, 0-based.
        column: u16,
        /// The first department's row, 0-based, and name.
        first: (u32, String),
        /// How many there are.
        count: usize,
    },
    /// Last year's workbook has nothing of these departments.
    NothingOfLastYear {
        /// Their names.
        departments: Vec<String>,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::ReadAs {
                what,
                name,
                encoding,
            } => write!(f, "{what}“{}”按 {encoding} 编码读取", shown(name)),
            Notice::RosterIsText { file, text } => write!(f, "名单“{file}”是 CSV 文本：{text}"),
            Notice::RosterLeftOut { file, rows } => write!(
                f,
                "名单“{file}”的第 {} 行像是标题、小标题、合计或说明，没有当作部门，请核对",
                numbers(rows)
            ),
            Notice::RosterElsewhere { file, sheet, names } => write!(
                f,
                "名单“{file}”里还有工作表“{}”，其中 {} 个部门不在名单上，没有算进来：{}。也要的，请放到同一张表里重做",
                shown(sheet),
                names.len(),
                named(names)
            ),
            Notice::RosterUnnamed { file, rows } => write!(
                f,
                "名单“{file}”的第 {} 行只有编码，没有部门名称，先以编码作为名称，请补上名称后重做",
                numbers(rows)
            ),
            Notice::RosterHeadless {
                file,
                column,
                first: (row, name),
                count,
            } => write!(
                f,
                "名单“{file}”没有表头，把 {} 列从第 {} 行“{name}”起的 {count} 个名称都当作部门，请核对",
                column_letters(*column),
                row + 1,
            ),
            Notice::NothingOfLastYear { departments } => write!(
                f,
                "上年数据里没有这些部门，上年数一栏空着：{}",
                departments.join("、")
            ),
        }
    }
}

/// The first of some names.
fn named(names: &[String]) -> String {
    const MOST: usize = 5;
    let first: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let more = if names.len() > MOST { "等" } else { "" };
    format!("{}{more}", first.join("、"))
}

fn numbers(rows: &[u32]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
    rows.join("、")
}
