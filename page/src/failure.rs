//! Why nothing was done, in the program's sentences; what the library says, it says for the page.

use jixiao::rulebook::{Finding, Place};
use jixiao::rulebook::library::LibraryError;
use jixiao::sheets::WriteError;
use jixiao::tasks::{Audience, TaskError};
use jixiao::unseen::shown;
use serde::Serialize;
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
    /// The Worker was asked for what it has not.
    NothingThere,
    Request(serde_json::Error),
}

#[derive(Serialize)]
struct Told {
    sentence: String,
    details: Vec<String>,
    /// Whether somebody who says which column is which may help.
    headers: bool,
}

impl Failure {
    fn told(&self) -> Told {
        let sentence = match self {
            Failure::Task(cause) => cause.told(Audience::Page),
            Failure::Library(cause) => cause.to_string(),
            Failure::FaultyRules { name, .. } => format!("规则书“{name}”有错误，改正后才能使用"),
            Failure::Pack(cause) => format!("打包失败：{cause}"),
            Failure::NothingThere => "这一步要用的内容已经不在了，请重新选择文件".into(),
            Failure::Request(cause) => format!("页面的请求不对：{cause}"),
        };
        let findings = match self {
            Failure::FaultyRules { findings, .. } => findings.as_slice(),
            Failure::Task(cause) => cause.findings(),
            _ => &[],
        };
        Told {
            sentence: shown(&sentence).to_string(),
            details: findings
                .iter()
                .map(|one| shown(&line(one)).to_string())
                .collect(),
            headers: matches!(self, Failure::Task(cause) if cause.is_about_headers()),
        }
    }
}

fn line(finding: &Finding) -> String {
    let hint = finding.hint.as_deref();
    let hint = hint.map_or_else(String::new, |hint| format!("（{hint}）"));
    let place = match finding.at.place() {
        Place::Text(line, _) => format!("第 {line} 行"),
        Place::Cell(cell) => format!("“{}”表 {}", cell.sheet, cell.at),
        Place::Workbook => "工作簿".into(),
    };
    format!("{place}：{}{hint}", finding.message)
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> JsValue {
        JsValue::from_str(&serde_json::to_string(&failure.told()).unwrap_or_default())
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
