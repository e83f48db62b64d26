//! Stored values replaced by wrong ones.

use super::cells::formula_cells;
use super::package::Package;

/// What every stored number becomes.
pub const POISON_NUMBER: f64 = -987_654.25;
/// What every stored text becomes.
pub const POISON_TEXT: &str = "POISON";

/// The same workbook with a wrong value stored beside each formula: a number
/// becomes [`POISON_NUMBER`], a text [`POISON_TEXT`], an error `#NULL!`, TRUE
/// and FALSE change places; a formula without a stored value is given one.
pub fn poison(xlsx: &[u8]) -> Vec<u8> {
    let mut package = Package::open(xlsx);
    for sheet in package.sheets() {
        let poisoned = poison_sheet(package.text(&sheet.part));
        package.replace(&sheet.part, poisoned);
    }
    package.into_bytes()
}

/// The text of a worksheet part with the stored values poisoned.
fn poison_sheet(xml: &str) -> String {
    let mut poisoned = String::with_capacity(xml.len());
    let mut copied = 0;
    for cell in formula_cells(xml) {
        let value = match cell.kind.as_str() {
            "str" => POISON_TEXT.to_string(),
            "e" => "#NULL!".to_string(),
            "b" if cell.value.as_deref() == Some("1") => "0".to_string(),
            "b" => "1".to_string(),
            _ => POISON_NUMBER.to_string(),
        };
        poisoned.push_str(&xml[copied..cell.value_span.start]);
        poisoned.push_str("<v>");
        poisoned.push_str(&value);
        poisoned.push_str("</v>");
        copied = cell.value_span.end;
    }
    poisoned.push_str(&xml[copied..]);
    poisoned
}
