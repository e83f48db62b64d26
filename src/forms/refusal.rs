//! Why nothing of a file is taken.

use std::sync::Arc;

use super::passport::Who;
use crate::workbook::Sheet;

/// Why nothing of a file is taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// It is named as a workbook and cannot be read, for the reason given.
    #[error("{0}")]
    Unreadable(String),
    /// It is something else, as the sentence says.
    #[error("{0}")]
    NotAWorkbook(String),
    /// It is a workbook, and no form.
    #[error("不是本程序下发的填报表")]
    NotAForm,
    /// It was made by an edition of the program that lays forms out otherwise.
    #[error("是另一版本程序的填报表")]
    OtherEdition,
    /// It was made by other rules.
    #[error(
        "填报表用的是规则书 {rules} 版本 {version}（校验码 {}），现在用的不是这一本",
        digest.chars().take(12).collect::<String>()
    )]
    OtherRules {
        /// The rule book's id.
        rules: String,
        /// Its version.
        version: String,
        /// Its digest, in hexadecimal.
        digest: String,
    },
    /// It has lost what it says of itself.
    #[error("隐藏的表单信息被改动，无法识别")]
    NoPassport,
    /// There are so many forms in it.
    #[error("有 {0} 张填报表，不知道以哪一张为准")]
    Several(usize),
    /// It has lost the marks of its rows or columns.
    #[error("插入、删除过列，或隐藏的行标记不见了，无法确定哪一格是哪一项")]
    Rearranged,
    /// Another department stands on it than it was given to.
    #[error("表是下发给“{given}”的，表上的部门改成了“{shown}”，无法确定是哪个部门的")]
    Renamed {
        /// Whom it was given to.
        given: String,
        /// What stands on it.
        shown: String,
        /// Whether that is the name, not the code.
        is_name: bool,
    },
    /// Another year stands on it than it was given for.
    #[error("表是 {given} 年度的，表上的年度改成了“{shown}”，无法确定是哪一年的数据")]
    OtherYear {
        /// The year that it was given for.
        given: u32,
        /// What stands on it.
        shown: String,
    },
    /// What says whose it is was left blank: the label.
    #[error("没有填“{0}”，无法确定是哪个部门的")]
    Nameless(String),
}

/// A file that is not taken, and what is known of it all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Whose it is, as far as that is known.
    pub who: Option<Who>,
    /// The year that it is of.
    pub year: Option<u32>,
    /// The how-manieth time the department filled it in.
    pub round: Option<u32>,
    /// What was filled in, where it can be read at all.
    pub sheet: Option<Arc<Sheet>>,
    /// Why it is not taken.
    pub why: Refusal,
}

impl Refused {
    /// A file that nothing is known of.
    pub fn of(why: Refusal) -> Refused {
        Refused {
            who: None,
            year: None,
            round: None,
            sheet: None,
            why,
        }
    }

    /// A file that nothing is known of.
    pub fn unknown(why: Refusal) -> Box<Refused> {
        Box::new(Refused::of(why))
    }
}
