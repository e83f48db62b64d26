//! Why nothing was done, in the program's sentences; what the library says, it says for the page.

use jixiao::json::{self, Help};
use jixiao::rulebook::Finding;
use jixiao::rulebook::library::LibraryError;
use jixiao::sheets::WriteError;
use jixiao::tasks::{Audience, TaskError};
use wasm_bindgen::JsValue;

/// Why nothing was done.
#[derive(Debug)]
pub enum Failure {
    Task(TaskError),
    Library(LibraryError),
    FaultyRules {
        name: String,
        findings: Vec<Finding>,
    },
    Pack(zip::result::ZipError),
    /// No points that a judgement may be off by.
    Tolerance,
    /// The Worker was asked for what it has not.
    NothingThere,
    Request(serde_json::Error),
}

impl Failure {
    /// Its document.
    fn told(&self) -> String {
        let sentence = match self {
            Failure::Task(cause) => cause.told(Audience::Page),
            Failure::Library(cause) => cause.to_string(),
            Failure::FaultyRules { name, .. } => format!("规则书“{name}”有错误，改正后才能使用"),
            Failure::Pack(cause) => format!("打包失败：{cause}"),
            Failure::Tolerance => "评定上下的分数应是大于 0、不超过 100 的数".into(),
            Failure::NothingThere => "这一步要用的内容已经不在了，请重新选择文件".into(),
            Failure::Request(cause) => format!("页面的请求不对：{cause}"),
        };
        let findings = match self {
            Failure::FaultyRules { findings, .. } => findings.as_slice(),
            Failure::Task(cause) => cause.findings(),
            _ => &[],
        };
        let help = Help {
            headers: matches!(self, Failure::Task(cause) if cause.is_about_headers()),
            rules: matches!(self, Failure::FaultyRules { .. }),
        };
        serde_json::to_string(&json::failure(&sentence, findings, help)).unwrap_or_default()
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> JsValue {
        JsValue::from_str(&failure.told())
    }
}

macro_rules! causes {
    ($($cause:ty => $failure:expr,)+) => {
        $(impl From<$cause> for Failure {
            fn from(cause: $cause) -> Failure {
                $failure(cause.into())
            }
        })+
    };
}

causes! {
    TaskError => Failure::Task,
    jixiao::workbook::OpenError => Failure::Task,
    WriteError => Failure::Task,
    jixiao::reports::TemplateError => Failure::Task,
    LibraryError => Failure::Library,
    zip::result::ZipError => Failure::Pack,
    serde_json::Error => Failure::Request,
}
