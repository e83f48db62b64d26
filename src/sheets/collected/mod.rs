//! The bureau workbook that collected forms become: one file a sheet.
//!
//! | file | sheet |
//! |---|---|
//! | [`status`] | 收集情况 |
//! | [`changes`] | 变动情况, where there is an earlier round to compare with |
//! | [`records`] | 基础数据, 个性化指标, 自评得分, as they were typed |

mod changes;
mod records;
mod status;

use rust_xlsxwriter::XlsxError;

use crate::forms::changes::Changed;
use crate::forms::matching::Collection;
use crate::intake::COLLECTING_SHEETS;
use crate::rulebook::RuleBook;
use crate::sheets::layer::Book;

/// What became of every file.
pub const STATUS_SHEET: &str = COLLECTING_SHEETS[0];
/// What changed since the last round.
pub const CHANGES_SHEET: &str = COLLECTING_SHEETS[1];

/// The workbook's bytes; `sheets` are those of what was collected.
///
/// # Errors
/// The writing library refuses something, which a tested workbook never makes it do.
pub fn collected(
    rules: &RuleBook,
    sheets: &crate::workbook::Workbook,
    collection: &Collection,
    changed: Option<&[Changed]>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new(rules, "部门整体支出绩效填报汇总")?;
    status::write(book.sheet(STATUS_SHEET)?, collection, rules)?;
    if let Some(changed) = changed {
        changes::write(book.sheet(CHANGES_SHEET)?, changed)?;
    }
    for typed in &sheets.sheets {
        records::write(book.sheet(&typed.name)?, typed)?;
    }
    book.saved()
}
