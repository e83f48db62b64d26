//! What people fill in on 自评复核, and 以往意见: what was written once and has no place there any more.

use std::sync::LazyLock;

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet};

use crate::analysis::Evaluation;
use crate::analysis::opinions::Rest;
use crate::intake::opinions::{
    ADJUSTED, COMMENT, COMPUTED, Computed, EVIDENCE, FATE, INDICATOR, OPINION, OPINIONS, REASON,
    REST_SHEET,
};
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written};
use crate::sheets::palette;
use crate::sheets::reference::fixed_column;

/// Of more departments the recognized totals are not reckoned live: every one looks at all rows.
pub const MOST_LIVE: usize = 1_000;

/// The formats of what people fill in, and of what only formulas read.
pub struct Formats {
    pub center: Format,
    pub text: Format,
    pub score: Format,
    /// Of hidden columns: some programs print signs of a number that its column is too narrow for.
    pub unseen: Format,
}

/// The formats of what people fill in.
pub static FORMATS: LazyLock<Formats> = LazyLock::new(|| {
    let filled = |format: &Format| {
        format
            .clone()
            .set_background_color(Color::RGB(palette::ENTRY))
    };
    Formats {
        center: filled(&STYLE.center),
        text: filled(&STYLE.wrapped),
        score: filled(&STYLE.score),
        unseen: Format::new().set_num_format(";;;"),
    }
});

/// Marks a comment or a reason that must be written and is not, from the first column that is filled in.
pub fn mark_missing(sheet: &mut Worksheet, (first, last): (u32, u32), hand: u16) -> Written {
    let at = |column: u16| fixed_column(first, hand + column);
    let [_, doubtful, back] = OPINIONS;
    let rules = [
        (
            hand + 1,
            format!(
                "=AND(OR({0}=\"{doubtful}\",{0}=\"{back}\"),{1}=\"\")",
                at(0),
                at(1)
            ),
        ),
        (hand + 4, format!("=AND({}<>\"\",{}=\"\")", at(3), at(4))),
    ];
    for (column, rule) in rules {
        let lacking = ConditionalFormatFormula::new()
            .set_rule(rule.as_str())
            .set_format(Format::new().set_background_color(Color::RGB(palette::BAD)));
        sheet.add_conditional_format(first, column, last, column, &lacking)?;
    }
    Ok(())
}

/// Writes 以往意见.
pub fn write_rest(sheet: &mut Worksheet, evaluation: &Evaluation) -> Written {
    let mut columns = Columns::<&Rest>::new();
    columns
        .center("部门编码", 10.0, |rest| {
            rest.opinion.code.as_deref().into()
        })
        .wrapped("部门名称", 24.0, |rest| {
            rest.opinion.name.as_deref().into()
        })
        .wrapped(INDICATOR, 22.0, |rest| {
            rest.opinion.indicator.as_deref().into()
        })
        .wrapped(FATE, 24.0, |rest| rest.fate.label().into())
        .score(COMPUTED, 9.0, |rest| match rest.opinion.computed {
            Some(Computed::Score(score)) => score.into(),
            Some(Computed::Pending) => PENDING.into(),
            None => "".into(),
        })
        .center(OPINION, 9.0, |rest| {
            Cell::by_hand(&rest.opinion.remarks.opinion)
        })
        .wrapped(COMMENT, 36.0, |rest| {
            Cell::by_hand(&rest.opinion.remarks.comment)
        })
        .center(EVIDENCE, 9.0, |rest| {
            Cell::by_hand(&rest.opinion.remarks.evidence)
        })
        .score(ADJUSTED, 9.0, |rest| {
            Cell::by_hand(&rest.opinion.remarks.adjusted)
        })
        .wrapped(REASON, 36.0, |rest| {
            Cell::by_hand(&rest.opinion.remarks.reason)
        })
        .header_height(0, 24.0);
    let note = "以前写的复核意见，在这次的数据里没有位置，原样留在这里，不影响认定得分。仍要采用的，请在“自评复核”里补填，再把这里的一行删去。";
    let mut rows = Rows::titled(sheet, REST_SHEET, note, columns.last())?;
    let table = rows.table(&columns, &evaluation.opinions.rest)?;
    table.finish(sheet, 2)
}
