//! 有 and 无 under a header that denies something: 有 under 缺少证明材料 is 是 to the program, and “there are some” to
//! whoever typed it. A person has to look.

use super::value::CellFinding;
use crate::problem::{Code, Severity};
use crate::workbook::{Cell, CellValue};

/// How such headers begin.
const DENYING: [&str; 6] = ["缺少", "缺乏", "没有", "未", "无", "不"];

/// What was found in a cell, as a warning where 有 or 无 was understood under such a header.
pub(super) fn doubted(finding: CellFinding, name: &str, cell: Option<&Cell>) -> CellFinding {
    let typed = match cell.map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.trim(),
        _ => return finding,
    };
    let denies = DENYING.iter().any(|word| name.starts_with(word));
    let (understood, otherwise) = match typed {
        "有" => ("是", "否"),
        "无" => ("否", "是"),
        _ => return finding,
    };
    if !denies || finding.code != Code::Understood {
        return finding;
    }
    CellFinding {
        severity: Severity::Warning,
        code: finding.code,
        message: format!(
            "“{typed}”按 {understood} 理解，也就是{}“{name}”",
            if typed == "有" { "" } else { "没有" }
        ),
        advice: format!("请核对；如果填的意思相反，请改填“{otherwise}”"),
    }
}
