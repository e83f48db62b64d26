//! What is said of columns that nobody uses, and of wanted ones that are not there.

use super::{Absent, Because, Need, Suspect, Unmatched, Unused};
use crate::address::{Address, column_letters};
use crate::intake::report::Report;
use crate::problem::{Code, Severity};
use crate::visible_text::shortened;

/// How many columns are named in a sentence; the rest is counted.
const MOST_NAMED: usize = 80;

/// What a problem says: the message and the advice.
pub struct Words {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: String,
}

/// Which columns are lacking: 缺少“满意度”一列.
pub fn lacking(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [only] => format!("缺少“{only}”一列"),
        several => format!("缺少 {} 列：“{}”", several.len(), several.join("”“")),
    }
}

impl Unmatched {
    /// Your columns and the wanted ones that they probably mean; empty where there are no unused ones.
    pub fn mapping(&self) -> String {
        if self.unused.is_empty() {
            return String::new();
        }
        let (like, others): (Vec<&Unused>, Vec<&Unused>) =
            self.unused.iter().partition(|unused| unused.is_searched());
        let pair = |unused: &Unused| {
            let suggestion = unused.suggestion.as_ref();
            let name = suggestion.map_or("", |suggestion| suggestion.name.as_str());
            format!("{}→“{name}”", unused.told())
        };
        let pairs = cut(like.into_iter().map(pair).collect()).join("；");
        let others = cut(others.into_iter().map(Unused::told).collect()).join("、");
        match (pairs.as_str(), others.as_str()) {
            (pairs, "") => format!("您的列 → 规定的列（建议）：{pairs}"),
            ("", others) => format!("没有用到的列与缺的列都不相近：{others}"),
            (pairs, others) => {
                format!("您的列 → 规定的列（建议）：{pairs}；与缺的列都不相近的：{others}")
            }
        }
    }

    /// How to put missing columns right.
    pub fn advice(&self, several: bool) -> String {
        let them = if several { "这几列" } else { "这一列" };
        let rename = format!("请补上{them}；如果已有而叫别的名称，请改为规定的名称");
        match self.unused.is_empty() {
            true => rename,
            false if !self.unused.iter().any(Unused::is_searched) => {
                format!("{rename}。{}", self.mapping())
            }
            false => format!(
                "{}。建议对的，请照此改正表头；没有对应的，请补上{them}",
                self.mapping()
            ),
        }
    }

    /// Where the unused columns begin, for a place: the first that may be one that is looked for.
    pub fn first_unused(&self) -> Option<Address> {
        let mut unused = self.unused.iter();
        let searched = unused.find(|unused| unused.is_searched());
        searched
            .or(self.unused.first())
            .and_then(|unused| unused.header)
    }

    /// The line that tells every unused column, if there are any, and how much it weighs.
    pub fn unused_told(&self) -> Option<(Severity, Words)> {
        let count = match self.unused.len() {
            0 => return None,
            count => count,
        };
        let is_searched = |unused: &Unused| unused.is_searched() && !self.is_suspect(unused);
        let told = |unused: &Unused| {
            let like = unused.suggestion.as_ref().map(|like| match like.is_found {
                true => format!("，像“{}”，而这一列已经有了", like.name),
                false => format!("，像“{}”", like.name),
            });
            let doubt = self
                .is_suspect(unused)
                .then(|| format!("，另见 {}", Code::HeaderUnknown));
            unused.told_with(&[like, doubt].map(Option::unwrap_or_default).concat())
        };
        let named = cut(self.unused.iter().map(told).collect());
        let message = format!("有 {count} 列没有用到：{}", named.join("、"));
        Some(match self.unused.iter().any(is_searched) {
            true => (
                Severity::Warning,
                Words {
                    message,
                    advice: "像的就是那一列的，请照此改正表头；不是的可以留着，不影响得分".into(),
                },
            ),
            false => (
                Severity::Info,
                Words {
                    message,
                    advice: "请核对；不用的列可以留着，不影响得分".into(),
                },
            ),
        })
    }

    /// Whether an unused column may be one with a default, which is an error of its own.
    fn is_suspect(&self, unused: &Unused) -> bool {
        let mut suspects = self.absent.iter().flat_map(|absent| &absent.suspects);
        suspects.any(|suspect| self.unused[suspect.unused].column == unused.column)
    }

    /// Which of the absent columns nobody lacks, and what counts instead; `is_told` says of which more is said
    /// elsewhere.
    pub fn spared_told(&self, is_told: impl Fn(&Absent) -> bool) -> Option<Words> {
        let spared: Vec<&Absent> = self
            .absent
            .iter()
            .filter(|absent| absent.suspects.is_empty() && !is_told(absent))
            .collect();
        if spared.is_empty() {
            return None;
        }
        let of = |is_it: &dyn Fn(Need) -> bool, what: &str| {
            let names: Vec<&str> = spared
                .iter()
                .filter(|absent| is_it(absent.need))
                .map(|absent| absent.name.as_str())
                .collect();
            (!names.is_empty()).then(|| format!("“{}”（{what}）", names.join("”“")))
        };
        let parts = [
            of(&|need| need == Need::Default(true), "按默认值“是”计"),
            of(&|need| need == Need::Default(false), "按默认值“否”计"),
            of(&|need| need == Need::Required, "没有用到"),
            of(&|need| need == Need::Optional, "可以没有"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        Some(Words {
            message: format!("没有找到的列：{}", parts.join("；")),
            advice: "请核对；如果已有而叫别的名称，请改为规定的名称".into(),
        })
    }

    /// Reports the defaults that do not count because an unused column may be the one that was meant: those that
    /// concern the run.
    pub(in crate::intake) fn report_doubts(
        &self,
        concerns: impl Fn(usize) -> bool,
        report: &mut Report,
    ) {
        let is_doubtful = |absent: &&Absent| !absent.suspects.is_empty() && concerns(absent.wanted);
        let doubtful: Vec<&Absent> = self.absent.iter().filter(is_doubtful).collect();
        let is_by_header = |absent: &&&Absent| {
            let mut suspects = absent.suspects.iter();
            suspects.any(|suspect| suspect.because == Because::Header)
        };
        for absent in doubtful.iter().filter(is_by_header) {
            self.report_doubt(&[*absent], "与它相近", report);
        }
        let by_values: Vec<&Absent> = doubtful
            .iter()
            .filter(|absent| !is_by_header(absent))
            .copied()
            .collect();
        if !by_values.is_empty() {
            self.report_doubt(&by_values, "填的是“是”“否”", report);
        }
    }

    /// Reports columns with a default that the same unused columns may be.
    fn report_doubt(&self, absent: &[&Absent], why: &str, report: &mut Report) {
        let [first, ..] = absent else { return };
        let names: Vec<&str> = absent.iter().map(|absent| absent.name.as_str()).collect();
        let names = format!("“{}”", names.join("”“"));
        let column = |suspect: &Suspect| &self.unused[suspect.unused];
        let suspects = cut(first
            .suspects
            .iter()
            .map(|suspect| column(suspect).told())
            .collect());
        report.add(
            Severity::Error,
            Code::HeaderUnknown,
            None,
            first.suspects.first().and_then(|suspect| column(suspect).header),
            format!(
                "没有找到{names}，而没有用到的列{}{why}，不知道是不是它；没有按默认值计，按缺少数据处理",
                suspects.join("、"),
            ),
            format!(
                "如果是，请把表头改为规定的名称；如果不是，请补上{names}列，可以空着，空着按默认值计"
            ),
        );
    }

    /// Reports every unused column in one line, and the absent ones that nobody lacks.
    pub(in crate::intake) fn report(
        &self,
        is_told: impl Fn(&Absent) -> bool,
        is_mapped: bool,
        report: &mut Report,
    ) {
        if let Some(words) = self.spared_told(is_told) {
            let (severity, code) = (Severity::Info, Code::ColumnAbsent);
            report.add(severity, code, None, None, words.message, words.advice);
        }
        let unused = self.unused_told().filter(|_| !is_mapped);
        if let Some((severity, words)) = unused {
            let (code, at) = (Code::ColumnUnused, self.first_unused());
            report.add(severity, code, None, at, words.message, words.advice);
        }
    }
}

impl Unused {
    /// Its header as one text: 三公经费/年初预算; empty where it has none.
    pub fn text(&self) -> String {
        self.texts.join("/")
    }

    /// Its header, quoted, with its cell.
    fn told(&self) -> String {
        self.told_with("")
    }

    fn told_with(&self, more: &str) -> String {
        match self.header {
            Some(at) => format!("“{}”（{at}{more}）", shortened(&self.text())),
            None => format!("没有表头的 {} 列{more}", column_letters(self.column)),
        }
    }

    /// Whether it is like a column that is looked for.
    fn is_searched(&self) -> bool {
        let suggestion = self.suggestion.as_ref();
        suggestion.is_some_and(|suggestion| !suggestion.is_found)
    }
}

/// No more than so many columns, and how many there are besides.
fn cut(mut told: Vec<String>) -> Vec<String> {
    let rest = told.len().saturating_sub(MOST_NAMED);
    if rest > 0 {
        told.truncate(MOST_NAMED);
        told.push(format!("另有 {rest} 列"));
    }
    told
}
