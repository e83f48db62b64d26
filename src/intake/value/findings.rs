//! What is said of a cell that cannot be used, or was understood in other words than its own.

use rust_decimal::Decimal;

use super::Reading;
use crate::decimal;
use crate::expr::told::number_of;
use crate::expr::{Figure, Kind};
use crate::intake::number;
use crate::intake::percent::{self, LARGEST_FRACTION};
use crate::problem::{Code, Severity};
use crate::visible_text::shortened;
use crate::workbook::{Cell, CellValue};

/// What reading a cell found.
#[derive(Clone, Debug)]
pub struct CellFinding {
    /// How much it weighs.
    pub severity: Severity,
    /// The code of the problem that it is.
    pub code: Code,
    /// What is wrong, without the column's name.
    pub message: String,
    /// What to do.
    pub advice: String,
}

impl CellFinding {
    pub(in crate::intake) fn error(
        code: Code,
        message: String,
        advice: impl Into<String>,
    ) -> CellFinding {
        CellFinding {
            severity: Severity::Error,
            code,
            message,
            advice: advice.into(),
        }
    }
}

/// What a column asks for, in words.
pub fn wanted(kind: &Kind) -> String {
    match kind {
        Kind::Text => "文字".into(),
        Kind::Amount { positive: true } => "大于 0 的金额".into(),
        Kind::Amount { positive: false } => "不小于 0 的数".into(),
        Kind::Count => "不小于 0 的整数".into(),
        Kind::Percent { max: Some(max) } => {
            format!("不小于 0、不超过 {} 的百分比", decimal::percent(*max))
        }
        Kind::Percent { max: None } => "不小于 0 的百分比".into(),
        Kind::Points { max } => format!("“是”“否”或 0 到 {} 的分数", max.normalize()),
        Kind::YesNo { .. } => "“是”或“否”".into(),
        Kind::Choice { choices } => {
            let choices: Vec<&str> = choices.iter().map(|choice| &**choice).collect();
            format!("“{}”之一", choices.join("”“"))
        }
    }
}

pub(super) fn unreadable(text: &str, kind: &Kind) -> CellFinding {
    let advice = match number::footnote_mark(text) {
        Some(mark) => format!("如果“{mark}”是注释的标记，请去掉，只填写{}", wanted(kind)),
        None => format!("请填写{}", wanted(kind)),
    };
    CellFinding::error(
        Code::Unreadable,
        format!("“{}”无法识别，按缺少数据处理", shortened(text)),
        advice,
    )
}

pub(super) fn foreign(text: &str) -> CellFinding {
    CellFinding::error(
        Code::Unreadable,
        format!("“{}”是外币，按缺少数据处理", shortened(text)),
        "请折算成人民币填写",
    )
}

pub(super) fn out_of_range(kind: &Kind, number: Decimal, cell: &Cell) -> CellFinding {
    let read = match kind {
        // With every decimal that it has: what is out of range by a hair must be seen to be.
        Kind::Percent { .. } => percent::exact(number),
        _ => number.normalize().to_string(),
    };
    let written = match &cell.value {
        CellValue::Text(text) => shortened(text),
        CellValue::Number(stored) if !cell.is_percent() => {
            decimal::from_f64(*stored).map_or_else(|| read.clone(), |stored| stored.to_string())
        }
        _ => read.clone(),
    };
    let meaning = match kind {
        Kind::Percent { .. } if written != read => format!("（即 {read}）"),
        _ => " ".into(),
    };
    let guess = match hundredth(kind, number) {
        Some(guess) => format!("，是不是 {}？", percent::exact(guess)),
        None => "，".into(),
    };
    CellFinding::error(
        Code::OutOfRange,
        format!("{written}{meaning}超出范围{guess}按缺少数据处理"),
        format!("请填写{}", wanted(kind)),
    )
}

/// What was probably meant where 49.15 was typed into a cell that shows it as 4915%.
fn hundredth(kind: &Kind, number: Decimal) -> Option<Decimal> {
    let guess = number / Decimal::ONE_HUNDRED;
    let is_percent = matches!(kind, Kind::Percent { .. });
    (is_percent && number > LARGEST_FRACTION && kind.allows(guess)).then_some(guess)
}

pub(super) fn understood(cell: &Cell, kind: &Kind, reading: &Reading) -> CellFinding {
    let raw = match &cell.value {
        CellValue::Text(text) => shortened(text),
        CellValue::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        CellValue::Number(number) => decimal::from_f64(*number).unwrap_or_default().to_string(),
        _ => String::new(),
    };
    let meaning = match &reading.figure {
        Figure::Number(number) => match reading.unit {
            Some(unit) => format!("{} {unit}", number_of(kind, *number)),
            None => number_of(kind, *number),
        },
        Figure::Truth(truth) => if *truth { "是" } else { "否" }.into(),
        Figure::Text(text) => text.to_string(),
        Figure::Blank | Figure::Unreadable => String::new(),
    };
    let why = match &reading.format_unit {
        Some(unit) => format!("（根据单元格格式里的单位“{unit}”）"),
        None => String::new(),
    };
    CellFinding {
        severity: Severity::Info,
        code: Code::Understood,
        message: format!("“{raw}”按 {meaning} 理解{why}"),
        advice: "请核对；如不符，请改为规范写法".into(),
    }
}
