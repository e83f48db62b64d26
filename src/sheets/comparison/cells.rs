//! What the sheets of a comparison share: words for what is not there, the formats of changes, whose a row is.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet};

use crate::analysis::comparison::Attribution;
use crate::intake::Record;
use crate::sheets::formula::pattern;
use crate::sheets::layer::{Columns, STYLE, Written};
use crate::sheets::palette;
use crate::sheets::reference::cell;

/// What stands where a year has no such department.
pub const ABSENT: &str = "无";
/// What stands where a year's rules have no such indicator.
pub const NOT_ASKED: &str = "无此指标";
/// What stands where there is nothing to compare.
pub const NOTHING: &str = "—";
/// What stands where last year's figures have no score under this year's rules.
pub const NOT_SCORED: &str = "不能评";

/// What a change is made of.
pub const PARTS: [&str; 3] = ["规则影响", "表现影响", "不能拆分"];

/// The parts of a change, in the same order.
pub fn parts(split: Attribution) -> [Decimal; 3] {
    [split.rules, split.performance, split.undivided]
}

/// The formats that a comparison adds.
pub struct Formats {
    pub score: Format,
    pub total: Format,
    /// A change of scores, with an arrow.
    pub change: Format,
    /// The same, in bold on the colour of totals.
    pub total_change: Format,
    /// A part of a change, with its sign.
    pub part: Format,
    /// A change of ranks or counts, with an arrow.
    pub places: Format,
    /// A change of a share, with its sign.
    pub rate: Format,
}

impl Formats {
    /// The formats of scores with so many decimals.
    pub fn new(decimals: u32) -> Formats {
        let plain = pattern(decimals);
        let arrows = |plain: &str| format!("\"▲\" {plain};\"▼\" {plain};{plain};@");
        let signs = |plain: &str| format!("+{plain};-{plain};{plain};@");
        Formats {
            score: STYLE.score.clone().set_num_format(&plain),
            total: STYLE.total.clone().set_num_format(&plain),
            change: STYLE.score.clone().set_num_format(arrows(&plain)),
            total_change: STYLE.total.clone().set_num_format(arrows(&plain)),
            part: STYLE.score.clone().set_num_format(signs(&plain)),
            places: STYLE.integer.clone().set_num_format(arrows("0")),
            rate: STYLE.percent.clone().set_num_format(signs("0.00%")),
        }
    }
}

/// Adds the columns of who a department is: its code and its name.
pub fn identity<T: AsRef<Record>>(columns: &mut Columns<T>, width: f64) {
    columns
        .center("部门编码", 10.0, |row| {
            row.as_ref().code.as_deref().into()
        })
        .shrunk("部门名称", width, |row| (&row.as_ref().name).into());
}

/// Rises in green, falls in red, in a column of changes; texts compare as greater than any number.
pub fn colour_changes(sheet: &mut Worksheet, rows: (u32, u32), column: u16) -> Written {
    let at = cell(rows.0, column);
    for (comparison, color) in [(">", palette::GREEN), ("<", palette::RED)] {
        let rule = ConditionalFormatFormula::new()
            .set_rule(format!("=AND(ISNUMBER({at}),{at}{comparison}0)").as_str())
            .set_format(Format::new().set_font_color(Color::RGB(color)));
        sheet.add_conditional_format(rows.0, column, rows.1, column, &rule)?;
    }
    Ok(())
}

/// The formula of a difference that is there where both cells hold numbers.
pub fn difference(before: &str, after: &str, places: u32) -> String {
    format!(
        "IF(AND(ISNUMBER({before}),ISNUMBER({after})),ROUND({after}-{before},{places}),\"{NOTHING}\")"
    )
}
