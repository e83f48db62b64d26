//! Why nothing was done, in the program's sentences. Where the command line's sentence names an option, this one names what the page
//! has in its place.

use jixiao::intake::IntakeError;
use jixiao::mistaken::Kind;
use jixiao::reports::TemplateError;
use jixiao::rulebook::{Finding, Place};
use jixiao::rulebook::library::LibraryError;
use jixiao::sheets::WriteError;
use jixiao::unseen::shown;
use jixiao::workbook::OpenError;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// Why nothing was done.
#[derive(Debug)]
pub enum Failure {
    Open(OpenError),
    Intake {
        file: String,
        cause: IntakeError,
    },
    /// A workbook of another kind.
    Mistaken {
        file: String,
        kind: Kind,
    },
    NotLastYear {
        file: String,
        last: u32,
        this: u32,
    },
    Library(LibraryError),
    FaultyRules {
        name: String,
        findings: Vec<Finding>,
    },
    Write(WriteError),
    Report(TemplateError),
    /// The rule book's report template is not built in, or does not suit it.
    Template {
        name: String,
        findings: Vec<Finding>,
    },
    Pack(zip::result::ZipError),
    /// The Worker was asked for what it has not.
    NothingScored,
    Request(serde_json::Error),
}

#[derive(Serialize)]
struct Told {
    sentence: String,
    details: Vec<String>,
}

impl Failure {
    fn told(&self) -> Told {
        let (sentence, details) = match self {
            Failure::Open(cause) => (cause.to_string(), Vec::new()),
            Failure::Intake {
                file,
                cause: IntakeError::SeveralYears { years },
            } => (
                format!(
                    "{file}：工作表里有 {} 几个年度的数据，请在“年度”里填写其中一个",
                    listed(years)
                ),
                Vec::new(),
            ),
            Failure::Intake { file, cause } => (format!("{file}：{cause}"), Vec::new()),
            Failure::Mistaken { file, kind } => (
                format!(
                    "“{file}”是{}，不是装有各部门数据的工作簿。{}",
                    kind.what(),
                    advice(*kind)
                ),
                Vec::new(),
            ),
            Failure::NotLastYear { file, last, this } => (
                format!(
                    "上年工作簿“{file}”是 {last} 年的，不早于要评的 {this} 年。请另选上年的工作簿"
                ),
                Vec::new(),
            ),
            Failure::Library(cause) => (cause.to_string(), Vec::new()),
            Failure::FaultyRules { name, findings } => (
                format!("规则书“{name}”有错误，改正后才能使用"),
                findings.iter().map(line).collect(),
            ),
            Failure::Write(cause) => (
                format!("生成工作簿失败：{cause}。请把这个提示连同输入文件一起反馈给我们"),
                Vec::new(),
            ),
            Failure::Report(cause) => (cause.to_string(), Vec::new()),
            Failure::Template { name, findings } => (
                format!("用不了报告模板“{name}”"),
                findings.iter().map(line).collect(),
            ),
            Failure::Pack(cause) => (format!("打包失败：{cause}"), Vec::new()),
            Failure::NothingScored => ("还没有评分结果，请先选择工作簿".into(), Vec::new()),
            Failure::Request(cause) => (format!("页面的请求不对：{cause}"), Vec::new()),
        };
        Told {
            sentence: shown(&sentence).to_string(),
            details: details.iter().map(|line| shown(line).to_string()).collect(),
        }
    }
}

/// What to do with a workbook of another kind.
fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::Form => "请先把各部门的填报表汇总成一个工作簿，再对汇总评分",
        Kind::Collected => "其中还没有采用任何部门的数据，请看“收集情况”里的原因，处理后重新汇总",
        Kind::RuleBook => "要按它评分，请在“规则书”里选择它",
        Kind::Ledger | Kind::Comparison | Kind::Scorecard => {
            "它是由数据生成的，请改用装有各部门数据的工作簿"
        }
        Kind::List(_) => "请补上各项数据后再评分",
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

fn listed(years: &[u32]) -> String {
    let years: Vec<String> = years.iter().map(u32::to_string).collect();
    years.join("、")
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> JsValue {
        JsValue::from_str(&serde_json::to_string(&failure.told()).unwrap_or_default())
    }
}

macro_rules! causes {
    ($($cause:ty => $variant:ident,)+) => {
        $(impl From<$cause> for Failure {
            fn from(cause: $cause) -> Failure {
                Failure::$variant(cause)
            }
        })+
    };
}

causes! {
    OpenError => Open,
    LibraryError => Library,
    WriteError => Write,
    TemplateError => Report,
    zip::result::ZipError => Pack,
    serde_json::Error => Request,
}
