//! Cells that were typed over in the page.

use jixiao::address::Address;
use jixiao::tasks::correction::Correction;
use serde::Deserialize;

/// One of them, as it was typed.
#[derive(Deserialize)]
pub struct CorrectionRequest {
    sheet: String,
    cell: String,
    text: String,
}

/// All of them, those that name no cell left out.
pub fn all(typed: &[CorrectionRequest]) -> Vec<Correction> {
    let corrections = typed.iter().filter_map(|one| {
        Some(Correction {
            sheet: one.sheet.clone(),
            cell: Address::parse_a1(&one.cell)?,
            text: one.text.clone(),
        })
    });
    corrections.collect()
}
