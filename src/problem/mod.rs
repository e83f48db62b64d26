//! A problem: what is wrong with the data, where, how badly, and what to do about it.
//!
//! Problems are results. A bad cell costs one cell; the rest goes on, and the problem is carried into
//! the workbook, the terminal and the JSON. The codes are stable: [`Code`] is the one table of them, and
//! [`meaning`] says what each means.

pub mod grouped;
pub mod meaning;

use std::borrow::Cow;

use serde::Serialize;

use crate::address::Address;

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something could not be used or contradicts itself: it must be put right.
    Error,
    /// Something is probably wrong: a person should look.
    Warning,
    /// Something was understood other than literally: for the record.
    Info,
}

impl Severity {
    /// The word that users see.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Info => "提示",
        }
    }
}

/// A cell or, without an address, a whole sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The sheet, by the name that the annotated workbook gives it.
    pub sheet: String,
    /// The cell, if the problem has one.
    pub cell: Option<Address>,
}

/// Whom a problem concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Concerns {
    /// 部门编码, if it has one.
    pub code: Option<String>,
    /// 部门名称.
    pub name: String,
}

impl Place {
    /// A cell of a sheet or, without an address, the whole sheet.
    pub fn new(sheet: impl Into<String>, cell: Option<Address>) -> Place {
        Place {
            sheet: sheet.into(),
            cell,
        }
    }
}

/// One problem: the facts that others go by, and what is said of it, which nobody can read a fact out of: who needs
/// one more adds it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub severity: Severity,
    /// Its stable code, such as `V02` or, from a rule book's checks, `K101`.
    pub code: String,
    /// The department, if it concerns one.
    pub department: Option<Concerns>,
    /// Where it is.
    pub place: Place,
    /// The cells that are held against each other, where there are several: they end the message.
    pub cells: Vec<Place>,
    /// What is wrong, in one Chinese sentence, which does not name `cells`.
    sentence: String,
    /// What to do, in one Chinese sentence.
    pub advice: String,
}

impl Problem {
    /// A problem of a place, which concerns no department alone; the code is one of ours or a check's.
    pub fn new(
        severity: Severity,
        code: impl ToString,
        place: Place,
        sentence: impl Into<String>,
        advice: impl Into<String>,
    ) -> Problem {
        Problem {
            severity,
            code: code.to_string(),
            department: None,
            place,
            cells: Vec::new(),
            sentence: sentence.into(),
            advice: advice.into(),
        }
    }

    /// The same of a department.
    pub fn of(self, department: impl Into<Option<Concerns>>) -> Problem {
        Problem {
            department: department.into(),
            ..self
        }
    }

    /// The same of several cells that are held against each other: it stands at the first of them.
    pub fn over(self, cells: Vec<Place>) -> Problem {
        match cells.as_slice() {
            [] => self,
            [only] => Problem {
                place: only.clone(),
                ..self
            },
            [first, ..] => Problem {
                place: first.clone(),
                cells,
                ..self
            },
        }
    }

    /// Whether it is of one of the program's own codes.
    pub fn is(&self, code: Code) -> bool {
        self.code == code.as_str()
    }

    /// What is wrong, as users read it: `采购金额大于预算（T3、U4）`. A cell of another sheet is named with it.
    pub fn message(&self) -> Cow<'_, str> {
        self.message_with(|cell| {
            let at = cell.cell?;
            Some(match cell.sheet == self.place.sheet {
                true => at.to_string(),
                false => format!("{}!{at}", cell.sheet),
            })
        })
        .unwrap_or(Cow::Borrowed(&self.sentence))
    }

    /// The message where cells go by other names, such as those of a form; none where one of them has no name.
    pub fn message_with(&self, name: impl Fn(&Place) -> Option<String>) -> Option<Cow<'_, str>> {
        if self.cells.is_empty() {
            return Some(Cow::Borrowed(&self.sentence));
        }
        let names: Option<Vec<String>> = self.cells.iter().map(name).collect();
        let told = format!("{}（{}）", self.sentence, names?.join("、"));
        Some(Cow::Owned(told))
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $title:literal;)+) => {
        /// The codes of the problems that the program itself knows; a rule book's checks bring their own (K…).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The stable code.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)+ }
            }

            /// The program's own code that is written so; a check's is none.
            pub fn of(text: &str) -> Option<Code> {
                match text { $($code => Some(Code::$variant),)+ _ => None }
            }

            /// What it is about, in a few Chinese words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title,)+ }
            }
        }
    };
}

impl Code {
    /// Whether it tells of a form or a file, not of what was filled in.
    pub fn is_of_a_form(self) -> bool {
        self.as_str().starts_with(meaning::FORMS)
    }
}

codes! {
    /// A required column is not in the sheet.
    ColumnAbsent = "H01", "缺少列";
    /// Two columns claim to be the same.
    ColumnTwice = "H02", "列重复";
    /// A header that may be that of a column with a default, whose default then does not count.
    HeaderUnknown = "H03", "表头不认识";
    /// A column was converted from another unit of money.
    UnitConverted = "H04", "金额单位换算";
    /// How a column of percentages was understood.
    PercentColumn = "H05", "百分比列的理解";
    /// A sheet that looks like a known one was not used.
    SheetIgnored = "H06", "没有采用的工作表";
    /// The data sheet has another name and was found by its header.
    SheetByHeader = "H07", "按表头认定的工作表";
    /// A second header in the sheet, whose columns stand otherwise: what is under it is not read.
    HeaderOther = "H08", "另有表头";
    /// Columns of the input that nobody uses.
    ColumnUnused = "H09", "没有用到的列";
    /// A column that is what it is because a file of own headers says so.
    OwnHeader = "H10", "按对应文件认定的列";
    /// A file that is plain text, such as CSV, and how it was read.
    PlainText = "H11", "文本文件的读法";
    /// A row was left out: a sum, a note, a row of another year.
    RowSkipped = "R01", "未参加评分的行";
    /// A row has figures but no department.
    RowUnnamed = "R02", "有数据而无部门名称";
    /// A hidden row that counts.
    RowHidden = "R03", "隐藏行";
    /// The same department stands twice.
    Duplicate = "R04", "部门重复";
    /// A row of another sheet names a department that 基础数据 does not have.
    UnknownDepartment = "R05", "部门对不上";
    /// The year of a row cannot be told.
    YearUnclear = "R06", "年度不清";
    /// A required cell is blank.
    Blank = "V01", "缺数据";
    /// A cell cannot be read as what its column asks for.
    Unreadable = "V02", "无法识别";
    /// A number lies outside of what its column allows.
    OutOfRange = "V03", "超出范围";
    /// A formula has no stored result.
    NoStoredValue = "V04", "公式没有结果";
    /// A cell was understood other than literally.
    Understood = "V05", "按此理解";
    /// Figures that cannot be used together.
    Unusable = "V06", "数据不能使用";
    /// A figure that is there and was not used.
    Unused = "V07", "没有用到的数据";
    /// Money that is probably in a wrong unit, by its size.
    UnitSlip = "V08", "疑似单位错误";
    /// A text is longer than a cell of a spreadsheet holds.
    TextTooLong = "V10", "文字太长";
    /// A percentage is a hundred times too small, by its size.
    PercentSlip = "V11", "疑似百分数错误";
    /// A figure is many times last year's, or a small part of it.
    AgainstLastYear = "V12", "与上年相差悬殊";
    /// A figure is far from what the department's others suggest.
    FarFromOthers = "V13", "与其他数据不成比例";
    /// Many figures are those of another department.
    CopiedFigures = "V14", "与别的部门数据相同";
    /// Many figures are last year's.
    LastYearAgain = "V15", "与上年数据相同";
    /// All percentages are 100.
    AllHundred = "V16", "百分数全是 100%";
    /// The weights of a department's outcome indicators do not add up.
    OutcomeWeights = "G01", "个性化指标分值合计";
    /// A department's outcome indicators cover too few kinds of benefit.
    OutcomeCategories = "G02", "效益类别不足";
    /// A target and its result are in different units.
    OutcomeUnits = "G03", "目标值与完成值单位不一致";
    /// Figures of the year before are needed and not given.
    LastYearAbsent = "N01", "缺少上年数据";
    /// A department is not among last year's.
    LastYearUnmatched = "N02", "上年数据里没有的部门";
    /// The declared total is not the sum of the declared scores.
    DeclaredTotal = "Z01", "自评总分不等于各项之和";
    /// The declared grade does not follow from the declared total.
    DeclaredGrade = "Z02", "自评等级与总分不符";
    /// A declared score is above its indicator's points.
    DeclaredAbove = "Z03", "自评得分超过分值";
    /// A department has not sent its form back.
    FormMissing = "F01", "没有交表";
    /// A department sent forms back that say different things.
    FormTwice = "F02", "重复交表";
    /// A form of a department that is not on the roster.
    FormUnknown = "F03", "不在部门名单里";
    /// A form made by another rule book, or another edition of it.
    FormOtherRules = "F04", "规则书不符";
    /// A form that was changed so much that no cell of it is certain.
    FormUncertain = "F05", "填报表被改动，没有采用";
    /// A label that was changed, so that the value beside it is not certain.
    FormLabel = "F06", "标签被改动，这一格没有采用";
    /// A locked cell was changed; the values are certain all the same.
    FormText = "F07", "锁定的单元格有改动";
    /// Something stands where the form has no cell for it.
    FormElsewhere = "F08", "填报栏以外的内容";
    /// A file that is no form.
    NotAForm = "F09", "不是填报表";
    /// A file that cannot be read.
    FormUnreadable = "F10", "文件读不了";
    /// A second file with the same content.
    FormCopy = "F11", "相同的副本";
    /// Forms of several years were taken together.
    FormYear = "F12", "几份表的年度不同";
    /// A whole column or block of answers stands beside its place, or one that was put back came again as it was.
    FormPlace = "F13", "填写位置待核对";
    /// Cells to be filled in were merged.
    FormMerged = "F14", "填报栏被合并";
    /// A form of an earlier round, whose place a later one took.
    FormEarlier = "F15", "较早一次的表";
    /// An entry of last round's ledger is about a department or an indicator that there is not any more.
    LedgerUnknown = "T01", "上次台账的条目对不上";
    /// Two entries of last round's ledger are about the same department and indicator.
    LedgerTwice = "T02", "上次台账的条目重复";
    /// A column of last round's ledger was not carried over.
    LedgerColumn = "T03", "上次台账的列没有带过来";
    /// An entry of last round's ledger has a status that is none of those counted.
    LedgerStatus = "T04", "整改状态不是规定的几种";
    /// An opinion that needs a comment, or a recognized score that needs a reason, has none.
    OpinionReason = "A01", "复核意见缺说明";
    /// A recognized score that cannot be one.
    OpinionScore = "A02", "认定得分不能采用";
    /// A word that is none of those to choose from.
    OpinionWord = "A03", "复核意见不是规定的几种";
    /// Opinions that have no place any more.
    OpinionRest = "A04", "复核意见没有位置";
    /// The score was computed anew since the opinion was given.
    OpinionStale = "A05", "写意见以后核算得分变了";
    /// A disputed figure is of a department that there is not, or not once.
    DisputeDepartment = "D01", "争议数据的部门对不上";
    /// A disputed figure is of no metric of the data sheet.
    DisputeMetric = "D02", "争议数据的数据项对不上";
    /// A side's figure is not there or cannot be read.
    DisputeFigure = "D03", "争议数据的数读不出来";
    /// The same figure is disputed twice with other figures.
    DisputeTwice = "D04", "争议数据重复";
    /// Both figures are the same, or neither is the one that was scored.
    DisputeOther = "D05", "争议数据与采用的数不符";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_given_twice() {
        let mut codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Code::ALL.len());
    }
}
