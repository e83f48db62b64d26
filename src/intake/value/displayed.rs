//! A number as its number format shows it: the unit that the format writes behind it, and whether people
//! see another figure than the file holds.

use rust_decimal::Decimal;

use super::{CellFinding, ColumnSense, Units};
use crate::decimal;
use crate::expr::Kind;
use crate::intake::number;
use crate::problem::Code;
use crate::visible_text::shortened;
use crate::workbook::{Cell, CellValue, Section};

/// 0.005 元: no money is less.
const HALF_A_FEN: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
/// 0.000000001: less than any ratio or count that is measured.
const LEAST: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// Whether a number is what a formula leaves that should have given 0, such as 0.1 + 0.2 − 0.3: it shows as 0 and is not.
pub fn leftover(cell: &Cell, sense: &ColumnSense) -> Option<CellFinding> {
    let CellValue::Number(number) = cell.value else {
        return None;
    };
    // 0 is 0, and a whole is no remainder: half a fen is less in every unit of money.
    if number == 0.0 || number.abs() >= 1.0 {
        return None;
    }
    let least = match sense.units {
        Units::Money(yuan) => (HALF_A_FEN * sense.divisor)
            .checked_div(yuan)
            .unwrap_or(LEAST),
        _ => LEAST,
    };
    let left = decimal::from_f64(number.abs()).is_none_or(|size| size < least);
    left.then(|| {
        CellFinding::error(
            Code::Unreadable,
            format!("存的是 {number:e}，多半是公式相减的尾差，不知道是不是 0，按缺少数据处理"),
            "应当是 0 的，请改填 0，或给公式套上 ROUND，如 =ROUND(原公式,6)",
        )
    })
}

/// The unit of money that a number format writes beside a number.
pub struct FormatUnit {
    /// As it is written: `元`.
    pub word: String,
    /// How much 元 one of the stored number is. `0!.0,"万"` shows 元 as 万: the stored number is in 元.
    pub yuan: Decimal,
}

/// What the format of a cell says about its number; an error where what is seen is not what is stored.
pub fn unit_shown(
    cell: &Cell,
    number: Decimal,
    kind: &Kind,
    units: Units,
) -> Result<Option<FormatUnit>, CellFinding> {
    let Some(format) = &cell.format else {
        return Ok(None);
    };
    let section = format
        .section(number)
        .ok_or_else(|| several_sections(number))?;
    if section.is_bare() {
        return Ok(None);
    }
    let money = matches!(units, Units::Money(_));
    let texts = [&section.before, &section.within, &section.after];
    if money && let Some(sign) = texts.iter().find(|text| number::is_foreign(text)) {
        return Err(foreign(number, sign));
    }
    if money && let Some((word, yuan)) = unit_beside(section) {
        let yuan = 10_i64
            .checked_pow(section.places_off)
            .map(|shrunk| yuan / Decimal::from(shrunk))
            .filter(|yuan| number::money_unit_of(*yuan).is_some())
            .ok_or_else(|| shrunk(number))?;
        return Ok(Some(FormatUnit { word, yuan }));
    }
    if section.places_off > 0 {
        return Err(shrunk(number));
    }
    let any_unit = units == Units::Any || *kind == Kind::Text;
    if writes_digits(section) || (!any_unit && texts.iter().any(|text| is_doubtful(text))) {
        return Err(written_beside(number, &texts.map(String::as_str).concat()));
    }
    Ok(None)
}

/// The unit of money before or behind the digits, where nothing else stands there.
fn unit_beside(section: &Section) -> Option<(String, Decimal)> {
    let (before, after) = (undecorated(&section.before), undecorated(&section.after));
    let word = match (before.as_str(), after.as_str()) {
        ("", word) | (word, "") => word,
        _ => return None,
    };
    let yuan = number::money_unit(word).filter(|_| !is_doubtful(&section.within))?;
    Some((word.to_string(), yuan))
}

/// A text without signs, brackets and the mark of our own money.
fn undecorated(text: &str) -> String {
    let folded = number::fold(text);
    let bare = folded.trim_matches(['-', '+', '(', ')']);
    let bare = number::without_currency(bare);
    bare.trim_matches(['-', '+', '(', ')']).to_string()
}

/// Whether digits of the format's own make the number look like another.
fn writes_digits(section: &Section) -> bool {
    let digit = |c: char| c.is_numeric();
    section.before.ends_with(digit)
        || section.within.contains(digit)
        || section.after.starts_with(digit)
}

/// Whether a text says by how much to multiply, or what money it is, without being a unit that is known.
fn is_doubtful(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric() || matches!(c, '万' | '亿' | '千' | '百' | '元'))
}

fn shrunk(number: Decimal) -> CellFinding {
    refused(format!("单元格的数字格式把 {number} 缩小显示"))
}

fn several_sections(number: Decimal) -> CellFinding {
    refused(format!(
        "单元格的数字格式按数的大小有几种写法，看不出 {number} 用哪一种"
    ))
}

fn written_beside(number: Decimal, text: &str) -> CellFinding {
    refused(format!(
        "单元格的数字格式在 {number} 的旁边显示“{}”",
        shortened(text)
    ))
}

fn refused(what: String) -> CellFinding {
    CellFinding::error(
        Code::Unreadable,
        format!("{what}，不知道应按存的数还是按显示的数，按缺少数据处理"),
        "请把单元格格式改为“常规”，核对数值后重新填写",
    )
}

fn foreign(number: Decimal, sign: &str) -> CellFinding {
    CellFinding::error(
        Code::Unreadable,
        format!(
            "单元格的数字格式给 {number} 加了外币符号“{}”，按缺少数据处理",
            shortened(sign)
        ),
        "请折算成人民币填写；本来就是人民币的，请把单元格格式改为“常规”",
    )
}
