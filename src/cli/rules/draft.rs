//! `rules draft`: a rule book to be confirmed, from an authority's table.

use std::io::Write;
use std::path::Path;

use super::written;
use crate::cli::input::source;
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output::{may_write, must_be_xlsx};
use crate::rulebook::draft::{self, Shape};
use crate::sheets;
use crate::workbook::{self, Bounds};

/// Drafts a rule book.
pub fn draft(table: &Path, output: &Path, force: bool) -> Result<Outcome, Failure> {
    must_be_xlsx(output)?;
    may_write(output, Some(table), force)?;
    let workbook = workbook::read_tables(&source(table), &Bounds::STANDARD)?;
    let draft = draft::draft(&workbook).map_err(|cause| Failure::NoIndicatorTable {
        file: table.display().to_string(),
        cause,
    })?;
    let bytes = sheets::rules(&draft.tree)?;
    let items = draft.indicators.iter().flat_map(|(_, items)| items);
    let (judged, computed): (Vec<_>, Vec<_>) =
        items.partition(|item| matches!(item.shape, Shape::Points { .. }));
    let told = format!(
        "{} 个三级指标，提出 {} 个评分项：{} 个能按数据计算，{} 个由人评定。",
        draft.indicators.len(),
        judged.len() + computed.len(),
        computed.len(),
        judged.len()
    );
    let outcome = written(&bytes, output, Some(table), force)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{told}")?;
    writeln!(
        out,
        "这是草稿：请在“计分”表里对照“依据的文字”逐行核对，改好后在“已确认”里填“是”，在“说明”表里填编号和年度，再用 jixiao rules check 检查。"
    )?;
    let listed = |rows: &[u32]| {
        let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
        rows.join("、")
    };
    if !draft.moved.is_empty() {
        writeln!(
            out,
            "指标表的第 {} 行各格错开了一列，已按错开的位置读，请对照原表核对名称、分值和评分标准。",
            listed(&draft.moved)
        )?;
    }
    if draft.skipped.is_empty() {
        return Ok(outcome);
    }
    writeln!(
        out,
        "指标表的第 {} 行没有读成指标（缺少名称、分值或上级指标，或不知道是哪个指标的文字），请核对原表，漏了的补进草稿。",
        listed(&draft.skipped)
    )?;
    Ok(Outcome::DoneWithErrors)
}
