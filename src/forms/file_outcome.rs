//! What became of a file: its line in 收集情况, with why and what to do.

use super::answers::Entry;
use super::passport::Who;
use super::refusal::{Refusal, Refused};
use super::returned::Returned;
use crate::problem::{Code, Place, Problem, Severity};

/// What became of a file, or of a department that sent none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The department sent none.
    Missing,
    /// The department sent several that differ; none was taken.
    Twice,
    /// It is of a department that is not on the roster.
    Unknown,
    /// It was made by other rules, or another edition of these.
    OtherRules,
    /// It was changed so much that nothing of it is certain.
    Uncertain,
    /// It cannot be read.
    Unreadable,
    /// It is no form.
    NotAForm,
    /// It was taken, except what was changed.
    TakenChanged,
    /// It was taken.
    Taken,
    /// A later round's form took its place.
    Earlier,
    /// It is the same as another.
    Copy,
}

impl Status {
    /// Every status, what needs doing first.
    pub const ALL: [Status; 11] = [
        Status::Missing,
        Status::Twice,
        Status::Unknown,
        Status::OtherRules,
        Status::Uncertain,
        Status::Unreadable,
        Status::NotAForm,
        Status::TakenChanged,
        Status::Taken,
        Status::Earlier,
        Status::Copy,
    ];

    /// Whether the figures of such a form were taken.
    pub fn is_taken(self) -> bool {
        matches!(self, Status::Taken | Status::TakenChanged)
    }

    /// What users read.
    pub fn label(self) -> &'static str {
        match self {
            Status::Missing => "没有交",
            Status::Twice => "重复，没有采用",
            Status::Unknown => "不在名单里",
            Status::OtherRules => "规则书不符",
            Status::Uncertain => "被改动，没有采用",
            Status::Unreadable => "读不了",
            Status::NotAForm => "不是填报表",
            Status::TakenChanged => "已采用，有改动",
            Status::Taken => "已采用",
            Status::Earlier => "较早的一次",
            Status::Copy => "相同的副本",
        }
    }

    /// How much it weighs.
    pub fn severity(self) -> Severity {
        match self {
            Status::Taken | Status::Earlier | Status::Copy => Severity::Info,
            Status::TakenChanged | Status::NotAForm => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// One line of 收集情况.
#[derive(Clone, Debug)]
pub struct FileOutcome {
    /// What became of it.
    pub status: Status,
    /// The file; none for a department that sent none.
    pub file: Option<String>,
    /// Whose it is, as far as that is known.
    pub who: Option<Who>,
    /// 填报日期, as written in it.
    pub date: Option<String>,
    /// The name that stands on it in the place of the department's own, where that is why it was not taken.
    pub renamed_to: Option<String>,
    /// Why, and what to do.
    pub problems: Vec<Problem>,
    /// What is wrong with what was filled in, of a form that was taken.
    pub to_mend: ToMend,
}

/// How much of what was filled in has to be mended, or looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToMend {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl ToMend {
    /// As people read it; `None` where there is nothing.
    pub fn told(self) -> Option<String> {
        let parts = [(self.errors, "错误"), (self.warnings, "警告")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{word} {count} 处"))
            .collect();
        (!parts.is_empty()).then(|| parts.join("，"))
    }
}

fn problem(
    (severity, code): (Severity, Code),
    who: Option<&Who>,
    file: &str,
    message: impl Into<String>,
    advice: &str,
) -> Problem {
    Problem::new(severity, code, Place::new(file, None), message, advice).of(who.map(Who::concerns))
}

/// Of a form that was taken together with forms of other years.
pub(super) fn other_year(who: &Who, file: &str, year: u32, years: &str) -> Problem {
    problem(
        (Severity::Error, Code::FormYear),
        Some(who),
        file,
        format!("这份表是 {year} 年度的，一起收集的表有 {years} 几个年度"),
        "请核对年度；几个年度的表请分开收集",
    )
}

/// Of a file that is not taken.
pub(super) fn refused(file: String, refused: Refused) -> FileOutcome {
    use Severity::{Error, Warning};
    let (status, weight, advice) = match &refused.why {
        Refusal::Unreadable(_) => (
            Status::Unreadable,
            (Error, Code::FormUnreadable),
            "请照提示处理，或请部门重新发来",
        ),
        Refusal::NotAForm | Refusal::NotAWorkbook(_) => (
            Status::NotAForm,
            (Warning, Code::NotAForm),
            "如果里面有部门填报的数据，请部门改填下发的填报表",
        ),
        Refusal::OtherRules { .. } => (
            Status::OtherRules,
            (Error, Code::FormOtherRules),
            "请选下发时用的规则书（命令行用 --rules），或重新下发填报表",
        ),
        Refusal::OtherEdition => (
            Status::OtherRules,
            (Error, Code::FormOtherRules),
            "请用下发时用的程序收集，或重新下发填报表",
        ),
        Refusal::NoPassport
        | Refusal::Several(_)
        | Refusal::Rearranged
        | Refusal::Renamed { .. }
        | Refusal::OtherYear { .. }
        | Refusal::Nameless(_) => (
            Status::Uncertain,
            (Error, Code::FormUncertain),
            "请部门在下发的原表里填写，重新发来",
        ),
    };
    // What carries no round was not read: whose it is can only be known by the file's name.
    let by_name = refused.who.is_some() && refused.round.is_none();
    let told = match by_name {
        true => format!("{}（按文件名认定是这个部门的）", refused.why),
        false => refused.why.to_string(),
    };
    let why = problem(weight, refused.who.as_ref(), &file, told, advice);
    let renamed_to = match refused.why {
        Refusal::Renamed { shown, is_name, .. } => is_name.then_some(shown),
        _ => None,
    };
    FileOutcome {
        status,
        who: refused.who,
        date: None,
        renamed_to,
        problems: vec![why],
        to_mend: ToMend::default(),
        file: Some(file),
    }
}

/// Of a department that was not asked.
pub(super) fn unknown(file: String, returned: &Returned) -> FileOutcome {
    let who = &returned.who;
    let why = problem(
        (Severity::Error, Code::FormUnknown),
        Some(who),
        &file,
        "部门名单里没有这个部门，没有采用",
        "请核对部门编码和名称；确实应当收集的，请补进名单",
    );
    FileOutcome {
        status: Status::Unknown,
        who: Some(who.clone()),
        date: returned.date.as_ref().map(Entry::shown),
        renamed_to: None,
        problems: vec![why],
        to_mend: ToMend::default(),
        file: Some(file),
    }
}

/// Of a department that sent nothing that can be taken.
pub(super) fn missing(who: &Who) -> FileOutcome {
    let why = problem(
        (Severity::Error, Code::FormMissing),
        Some(who),
        "",
        "没有收到填报表",
        "请催交；如果已经交来，请看本表里没有认出是哪个部门的文件",
    );
    FileOutcome {
        status: Status::Missing,
        file: None,
        who: Some(who.clone()),
        date: None,
        renamed_to: None,
        problems: vec![why],
        to_mend: ToMend::default(),
    }
}

/// Of one of several forms that differ.
pub(super) fn twice(file: String, returned: Returned, files: &[String]) -> FileOutcome {
    let others: Vec<&str> = files
        .iter()
        .filter(|other| **other != file)
        .map(String::as_str)
        .collect();
    let why = problem(
        (Severity::Error, Code::FormTwice),
        Some(&returned.who),
        &file,
        format!(
            "同一部门还交了“{}”，内容不同，都没有采用",
            others.join("”“")
        ),
        "请问清以哪一份为准，再采用那一份（命令行用 --prefer）",
    );
    FileOutcome {
        status: Status::Twice,
        who: Some(returned.who),
        date: returned.date.as_ref().map(Entry::shown),
        renamed_to: None,
        problems: vec![why],
        to_mend: ToMend::default(),
        file: Some(file),
    }
}

/// A file beside the one that was taken: the same, or one that another was preferred to.
pub(super) fn passed_over(
    file: String,
    returned: Returned,
    is_same: bool,
    taken: &str,
) -> FileOutcome {
    let (status, weight, message, advice) = match is_same {
        true => (
            Status::Copy,
            (Severity::Info, Code::FormCopy),
            format!("与“{taken}”内容相同，只采用那一份"),
            "不用处理",
        ),
        false => (
            Status::Twice,
            (Severity::Warning, Code::FormTwice),
            format!("内容与“{taken}”不同，已按您的选择采用那一份"),
            "请确认选对了",
        ),
    };
    let why = problem(weight, Some(&returned.who), &file, message, advice);
    FileOutcome {
        status,
        who: Some(returned.who),
        date: returned.date.as_ref().map(Entry::shown),
        renamed_to: None,
        problems: vec![why],
        to_mend: ToMend::default(),
        file: Some(file),
    }
}

/// A form of an earlier round than the one that decides.
pub(super) fn earlier(file: String, returned: Returned, round: u32, later: &str) -> FileOutcome {
    let why = problem(
        (Severity::Info, Code::FormEarlier),
        Some(&returned.who),
        &file,
        format!(
            "这是第 {} 次的表，由第 {round} 次的“{later}”代替",
            returned.round
        ),
        "不用处理；要用这一份，请改选它（命令行用 --prefer）",
    );
    FileOutcome {
        status: Status::Earlier,
        who: Some(returned.who),
        date: returned.date.as_ref().map(Entry::shown),
        renamed_to: None,
        problems: vec![why],
        to_mend: ToMend::default(),
        file: Some(file),
    }
}
