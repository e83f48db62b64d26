//! One cell, read as what its column asks for: a figure, or a finding and a missing figure.

mod displayed;
mod findings;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::dataset::Field;
use super::number::{self, Unit};
use super::percent::{self, Way};
use crate::address::Address;
use crate::decimal;
use crate::expr::excel::{Literal, Understood};
use crate::expr::{Figure, Kind};
use crate::problem::Code;
use crate::rulebook::metric::Choice;
use crate::visible_text::{self, visible};
use crate::workbook::{Cell, CellValue};

pub use findings::{CellFinding, wanted};

/// The longest text that is taken for a figure; a formula can quote no more than 255 characters.
const LONGEST_FIGURE: usize = 100;

/// How a column is to be read.
#[derive(Clone, Debug)]
pub struct ColumnSense {
    /// What its plain numbers are divided by.
    pub divisor: Decimal,
    /// The units that its texts may have.
    pub units: Units,
    /// How its plain numbers are written, where they are percentages.
    pub way: Way,
}

/// The units that the texts of a column may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Those of its kind: % for a percentage, 人 or 项 for a count, 分 for points.
    OfKind,
    /// Money; one unit of the metric is so much 元.
    Money(Decimal),
    /// Any: outcome indicators are in units of their own.
    Any,
    /// 分 only.
    Points,
}

impl ColumnSense {
    /// A column whose numbers are what they say.
    pub fn plain(units: Units) -> ColumnSense {
        ColumnSense {
            divisor: Decimal::ONE,
            units,
            way: Way::Fractions,
        }
    }
}

/// Reads one cell of a column.
pub fn read(
    cell: Option<&Cell>,
    address: Address,
    kind: &Kind,
    choices: &[Choice],
    sense: &ColumnSense,
) -> (Field, Option<CellFinding>) {
    let mut field = Field {
        figure: Figure::Blank,
        cell: Some(address),
        understood: None,
        divisor: sense.divisor,
    };
    let Some(cell) = cell.filter(|cell| !is_blank(cell)) else {
        return (field, None);
    };
    match understand(cell, kind, choices, sense) {
        Ok(reading) => {
            if let Some(divisor) = reading.divisor {
                field.divisor = divisor;
            }
            let out_of_range = match reading.figure {
                Figure::Number(number) if !kind.allows(number) => Some(number),
                _ => None,
            };
            if let Some(number) = out_of_range {
                field.figure = Figure::Unreadable;
                field.understood = literal(cell)
                    .filter(|_| reading.differs)
                    .map(|literal| Box::new((literal, None)));
                return (field, Some(findings::out_of_range(kind, number, cell)));
            }
            let finding = reading
                .differs
                .then(|| findings::understood(cell, kind, &reading));
            field.understood = literal(cell)
                .filter(|_| reading.differs)
                .map(|literal| Box::new((literal, meaning(&reading.figure))));
            field.figure = reading.figure;
            (field, finding)
        }
        Err(finding) => {
            field.figure = Figure::Unreadable;
            field.understood = literal(cell)
                .filter(|_| displayed::leftover(cell, sense).is_none())
                .map(|literal| Box::new((literal, None)));
            // A number that no decimal holds, or of which only the noise is left, cannot be quoted in a formula
            // either: the formula is not given the cell. 是 and 否 it is not, in the formula, too.
            let unquoted = matches!(cell.value, CellValue::Number(_)) && field.understood.is_none();
            if unquoted && !matches!(kind, Kind::YesNo { .. }) {
                field.cell = None;
            }
            (field, Some(finding))
        }
    }
}

/// Marks a figure that was read as one that cannot be used after all.
pub(super) fn refuse(field: &mut Field, cell: &Cell) {
    field.figure = Figure::Unreadable;
    field.understood = literal(cell).map(|literal| Box::new((literal, None)));
}

/// Whether a cell counts as not filled in.
pub fn is_blank(cell: &Cell) -> bool {
    matches!(&cell.value, CellValue::Text(text) if visible_text::is_blank(text))
}

/// A figure, and whether the cell says it in other words than its own.
struct Reading {
    figure: Figure,
    differs: bool,
    /// Where this cell is read otherwise than its column.
    divisor: Option<Decimal>,
    /// The unit of money that the figure is in.
    unit: Option<&'static str>,
    /// The unit that the number format writes, where that decided.
    format_unit: Option<String>,
}

impl Reading {
    fn plain(figure: Figure) -> Reading {
        Reading {
            figure,
            differs: false,
            divisor: None,
            unit: None,
            format_unit: None,
        }
    }

    fn understood(figure: Figure) -> Reading {
        Reading {
            differs: true,
            ..Reading::plain(figure)
        }
    }
}

fn understand(
    cell: &Cell,
    kind: &Kind,
    choices: &[Choice],
    sense: &ColumnSense,
) -> Result<Reading, CellFinding> {
    match &cell.value {
        CellValue::NoStoredValue => Err(CellFinding::error(
            Code::NoStoredValue,
            "公式没有保存计算结果，按缺少数据处理".into(),
            "请用 Excel 或 WPS 打开文件，等计算完成后保存，再重新运行",
        )),
        CellValue::Error(error) => Err(CellFinding::error(
            Code::Unreadable,
            format!("单元格是错误值 {error}，按缺少数据处理"),
            "请改正公式或直接填写数值",
        )),
        CellValue::DateTime(_) => Err(CellFinding::error(
            Code::Unreadable,
            format!("单元格是日期，应为{}；按缺少数据处理", wanted(kind)),
            "请把单元格格式改为“常规”，再重新填写",
        )),
        CellValue::Bool(truth) => match kind {
            Kind::YesNo { .. } => Ok(Reading::understood(Figure::Truth(*truth))),
            Kind::Points { max } => Ok(Reading::understood(Figure::Number(if *truth {
                *max
            } else {
                Decimal::ZERO
            }))),
            _ => Err(findings::unreadable(
                if *truth { "TRUE" } else { "FALSE" },
                kind,
            )),
        },
        CellValue::Number(number) => of_number(*number, cell, kind, choices, sense),
        CellValue::Text(text) if text.chars().count() > LONGEST_FIGURE && *kind != Kind::Text => {
            Err(findings::unreadable(text, kind))
        }
        CellValue::Text(text) => of_text(text, kind, choices, sense),
    }
}

fn of_number(
    number: f64,
    cell: &Cell,
    kind: &Kind,
    choices: &[Choice],
    sense: &ColumnSense,
) -> Result<Reading, CellFinding> {
    if let Some(finding) = displayed::leftover(cell, sense) {
        return Err(finding);
    }
    let Some(number) = decimal::from_f64(number) else {
        return Err(findings::unreadable(&format!("{number:e}"), kind));
    };
    let format_unit = displayed::unit_shown(cell, number, kind, sense.units)?;
    match kind {
        Kind::YesNo { .. } => match () {
            () if number == Decimal::ONE => Ok(Reading::understood(Figure::Truth(true))),
            () if number.is_zero() => Ok(Reading::understood(Figure::Truth(false))),
            () => Err(findings::unreadable(&number.to_string(), kind)),
        },
        Kind::Choice { .. } => of_text(&number.to_string(), kind, choices, sense),
        Kind::Text => Ok(Reading::plain(Figure::Text(number.to_string().into()))),
        Kind::Percent { .. } if cell.is_percent() => Ok(Reading {
            divisor: Some(Decimal::ONE),
            ..Reading::plain(Figure::Number(number))
        }),
        Kind::Percent { .. } if writes_percent(cell) => {
            let ratio = divided(number, Decimal::ONE_HUNDRED, kind)?;
            Ok(Reading {
                divisor: Some(Decimal::ONE_HUNDRED),
                ..Reading::understood(Figure::Number(ratio))
            })
        }
        Kind::Percent { .. } => Ok(Reading::plain(Figure::Number(percent::ratio(
            number, kind, sense.way,
        )?))),
        // The cell shows 100% where 1 is stored: no telling which was meant.
        _ if cell.is_percent() && sense.units != Units::Any => {
            Err(findings::unreadable(&decimal::percent(number), kind))
        }
        Kind::Amount { .. } => {
            let by_format = match (sense.units, format_unit) {
                (Units::Money(base), Some(unit)) => Some((base / unit.yuan, unit.word)),
                _ => None,
            };
            match by_format.filter(|(divisor, _)| *divisor != sense.divisor) {
                Some((divisor, word)) => Ok(Reading {
                    divisor: Some(divisor),
                    unit: unit_of_figures(sense),
                    format_unit: Some(word),
                    ..Reading::understood(Figure::Number(divided(number, divisor, kind)?))
                }),
                None => Ok(Reading::plain(Figure::Number(divided(
                    number,
                    sense.divisor,
                    kind,
                )?))),
            }
        }
        _ => Ok(Reading::plain(Figure::Number(divided(
            number,
            sense.divisor,
            kind,
        )?))),
    }
}

fn of_text(
    text: &str,
    kind: &Kind,
    choices: &[Choice],
    sense: &ColumnSense,
) -> Result<Reading, CellFinding> {
    match kind {
        Kind::Text => {
            let name: String = text.trim().chars().take(LONGEST_NAME).collect();
            Ok(Reading::plain(Figure::Text(name.into())))
        }
        Kind::YesNo { .. } => match yes_or_no(text, true) {
            Some(truth) if matches!(text, "是" | "否") => {
                Ok(Reading::plain(Figure::Truth(truth)))
            }
            Some(truth) => Ok(Reading::understood(Figure::Truth(truth))),
            None => Err(findings::unreadable(text, kind)),
        },
        Kind::Choice { .. } => {
            let plain = crate::rulebook::naming::plain(text);
            let chosen = choices.iter().find(|choice| choice.is_spelled(&plain));
            match chosen {
                Some(choice) if *choice.name == *text => {
                    Ok(Reading::plain(Figure::Text(choice.name.clone())))
                }
                Some(choice) => Ok(Reading::understood(Figure::Text(choice.name.clone()))),
                None => Err(findings::unreadable(text, kind)),
            }
        }
        Kind::Points { max } => match yes_or_no(text, false) {
            Some(truth) => {
                let figure = Figure::Number(if truth { *max } else { Decimal::ZERO });
                Ok(if matches!(text, "是" | "否") {
                    Reading::plain(figure)
                } else {
                    Reading::understood(figure)
                })
            }
            None => written(text, kind, sense),
        },
        Kind::Amount { .. } | Kind::Count | Kind::Percent { .. } => written(text, kind, sense),
    }
}

/// A number written as text, with a unit that its column can have.
fn written(text: &str, kind: &Kind, sense: &ColumnSense) -> Result<Reading, CellFinding> {
    let Some(written) = number::read(text) else {
        return Err(match sense.units {
            Units::Money(_) if number::is_foreign(text) => findings::foreign(text),
            _ => findings::unreadable(text, kind),
        });
    };
    let number = written.number;
    let mut unit = unit_of_figures(sense);
    let number = match (written.unit, kind) {
        (Unit::None, Kind::Percent { .. }) => percent::ratio(number, kind, sense.way)?,
        (Unit::None, _) => divided(number, sense.divisor, kind)?,
        (Unit::Percent, Kind::Percent { .. }) => divided(number, Decimal::ONE_HUNDRED, kind)?,
        (Unit::Money(factor), Kind::Amount { .. }) => {
            let base = match sense.units {
                Units::Money(base) => base,
                Units::Any => Decimal::from(10_000),
                Units::OfKind | Units::Points => return Err(findings::unreadable(text, kind)),
            };
            unit = number::money_unit_of(base);
            let yuan = number
                .checked_mul(factor)
                .ok_or_else(|| findings::unreadable(text, kind))?;
            divided(yuan, base, kind)?
        }
        (Unit::Percent, Kind::Amount { .. }) if sense.units == Units::Any => {
            divided(number, Decimal::ONE_HUNDRED, kind)?
        }
        (Unit::Counter(_), Kind::Amount { .. }) if sense.units == Units::Any => number,
        (Unit::Counter(_), Kind::Count) => number,
        (Unit::Counter(word), Kind::Points { .. }) if word == "分" => number,
        (Unit::Counter(word), _) if word == "分" && sense.units == Units::Points => number,
        _ => return Err(findings::unreadable(text, kind)),
    };
    Ok(Reading {
        unit,
        ..Reading::understood(Figure::Number(number))
    })
}

/// The unit of the figures of a column of money.
fn unit_of_figures(sense: &ColumnSense) -> Option<&'static str> {
    match sense.units {
        Units::Money(base) => number::money_unit_of(base),
        Units::OfKind | Units::Any | Units::Points => None,
    }
}

fn divided(number: Decimal, divisor: Decimal, kind: &Kind) -> Result<Decimal, CellFinding> {
    if divisor == Decimal::ONE {
        return Ok(number.normalize());
    }
    number
        .checked_div(divisor)
        .map(|number| number.normalize())
        .ok_or_else(|| findings::unreadable(&number.to_string(), kind))
}

/// What people write for 是, in small letters.
pub const YES: [&str; 9] = ["是", "√", "✓", "✔", "☑", "y", "yes", "有", "true"];
/// What people write for 否, in small letters.
pub const NO: [&str; 10] = ["否", "×", "✗", "✘", "☒", "x", "n", "no", "无", "false"];

/// 是 and 否 in the forms that people use. A digit is 是 or 否 only where it cannot be points.
pub fn yes_or_no(text: &str, digits: bool) -> Option<bool> {
    match text {
        "是" => return Some(true),
        "否" => return Some(false),
        _ => {}
    }
    let folded: String = number::fold(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .flat_map(char::to_lowercase)
        .collect();
    match folded.as_str() {
        "1" if digits => Some(true),
        "0" if digits => Some(false),
        word if YES.contains(&word) => Some(true),
        word if NO.contains(&word) => Some(false),
        _ => None,
    }
}

/// Whether the number format writes a % behind the number as it is, `0.00"%"`: 95 shows as 95%.
pub(super) fn writes_percent(cell: &Cell) -> bool {
    !cell.is_percent()
        && cell
            .format
            .as_deref()
            .is_some_and(|format| format.contains('%'))
}

/// Whether people see the number that the file holds, whatever is written beside it.
pub(super) fn is_shown_as_stored(cell: &Cell, number: Decimal, kind: &Kind, units: Units) -> bool {
    displayed::unit_shown(cell, number, kind, units).is_ok()
}

fn literal(cell: &Cell) -> Option<Literal> {
    match &cell.value {
        CellValue::Text(text) if text.chars().count() <= LONGEST_FIGURE => {
            Some(Literal::Text(text.to_string()))
        }
        CellValue::Number(number) | CellValue::DateTime(number) => {
            decimal::from_f64(*number).map(Literal::Number)
        }
        CellValue::Bool(truth) => Some(Literal::Truth(*truth)),
        _ => None,
    }
}

fn meaning(figure: &Figure) -> Option<Understood> {
    match figure {
        Figure::Number(number) => Some(Understood::Number(*number)),
        Figure::Truth(truth) => Some(Understood::Truth(*truth)),
        Figure::Text(text) => Some(Understood::Text(text.clone())),
        Figure::Blank | Figure::Unreadable => None,
    }
}

/// The longest name; of a longer text the beginning is the name, so that it can stand among other words in a cell.
pub const LONGEST_NAME: usize = 1_000;

/// A text as a name, as it is seen.
fn name_of(text: &str) -> String {
    let seen = visible(text);
    match seen.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => seen[..end].to_string(),
        None => seen,
    }
}

/// A name or a code as text: what a person sees in the cell.
pub fn text_of(cell: &Cell) -> Option<Arc<str>> {
    let text = match &cell.value {
        CellValue::Text(text) => name_of(text),
        CellValue::Number(number) => decimal::from_f64(*number)?.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then(|| text.into())
}
