//! The cells that are filled in: how they look, what they offer and what they refuse.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, Note,
    XlsxError,
};

use crate::expr::Kind;
use crate::forms::return_forms::Note as Remark;
use crate::forms::{Entry, OutcomeColumn};
use crate::intake::value::wanted;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::sheets::layer::{Cell, Rows, Written, number, own_format};
use crate::sheets::style;
use crate::workbook::CellValue;

/// What Excel takes as the list of a drop-down, in characters.
const LONGEST_LIST: usize = 255;
/// What Excel takes as an error message.
const LONGEST_MESSAGE: usize = 220;
const LONGEST_TITLE: usize = 30;

/// What a cell may hold.
pub struct Question<'q> {
    /// What is asked.
    pub name: &'q str,
    pub kind: Kind,
    /// Whether a unit or a text of its own may stand in it.
    pub free: bool,
    /// What shows while the cell is chosen.
    pub prompt: Option<String>,
}

impl<'q> Question<'q> {
    /// A metric.
    pub fn metric(name: &'q str, kind: &Kind) -> Question<'q> {
        Question {
            name,
            kind: kind.clone(),
            free: false,
            prompt: None,
        }
    }

    /// A column of an outcome indicator.
    pub fn outcome(column: OutcomeColumn, rules: &'q Outcomes) -> Question<'q> {
        let (kind, free) = match column {
            OutcomeColumn::Title => (Kind::Text, false),
            OutcomeColumn::Category => {
                let choices = rules.categories.iter().map(|known| known.as_str().into());
                let choices = choices.collect();
                (Kind::Choice { choices }, false)
            }
            OutcomeColumn::Figure(figure) => {
                let free = matches!(figure, RowFigure::Target | RowFigure::Actual);
                (rules.variable(figure).kind.clone(), free)
            }
        };
        // How a direction is measured belongs where it is chosen.
        let prompt = match column {
            OutcomeColumn::Figure(RowFigure::Direction) => {
                Some(rules.measures().collect::<Vec<_>>().join("\n"))
            }
            _ => None,
        };
        Question {
            name: column.name(rules),
            kind,
            free,
            prompt,
        }
    }

    /// A declared score.
    pub fn declared(name: &'q str, points: Decimal) -> Question<'q> {
        Question {
            name,
            // Unlike a reviewer's points it is always a number.
            kind: Kind::Percent { max: Some(points) },
            free: true,
            prompt: None,
        }
    }

    /// How a blank cell shows what will be typed into it.
    pub fn number_format(&self) -> &'static str {
        match self.kind {
            _ if self.free => "General",
            Kind::Percent { .. } => "0.00##%",
            Kind::Amount { .. } => "#,##0.00####",
            Kind::Text => "@",
            _ => "General",
        }
    }

    /// What the cell refuses, and what it says then.
    pub fn validation(&self) -> Result<Option<DataValidation>, XlsxError> {
        let empty = DataValidation::new();
        let validation = match &self.kind {
            Kind::Percent { max: Some(max) } if self.free => {
                empty.allow_decimal_number(DataValidationRule::Between(0.0, number(*max)))
            }
            Kind::Amount { .. } if self.free => return Ok(None),
            Kind::Text => return Ok(None),
            Kind::Amount { positive: true } => {
                empty.allow_decimal_number(DataValidationRule::GreaterThan(0.0))
            }
            Kind::Amount { positive: false } | Kind::Percent { max: None } => {
                empty.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            }
            Kind::Count => empty.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            Kind::Percent { max: Some(max) } => {
                empty.allow_decimal_number(DataValidationRule::Between(0.0, number(*max)))
            }
            Kind::YesNo { .. } | Kind::Points { .. } => empty.allow_list_strings(&["是", "否"])?,
            Kind::Choice { choices } => {
                let texts: Vec<&str> = choices.iter().map(|choice| &**choice).collect();
                let whole = texts.join(",");
                if whole.chars().count() > LONGEST_LIST
                    || texts.iter().any(|text| text.contains(','))
                {
                    return Ok(None);
                }
                empty.allow_list_strings(&texts)?
            }
        };
        if let Kind::Points { .. } = self.kind {
            // The list is an offer: points between are typed, and the check beside the cell looks at them.
            return Ok(Some(validation.show_error_message(false)));
        }
        let validation = match &self.prompt {
            Some(prompt) => validation
                .set_input_title(shortened(self.name, LONGEST_TITLE))?
                .set_input_message(shortened(prompt, LONGEST_MESSAGE))?,
            None => validation,
        };
        let validation = validation
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(shortened(self.name, LONGEST_TITLE))?
            .set_error_message(shortened(&self.refusal(), LONGEST_MESSAGE))?;
        Ok(Some(validation))
    }

    fn refusal(&self) -> String {
        let name = self.name;
        match &self.kind {
            Kind::Percent { max: Some(max) } if self.free => {
                format!(
                    "“{name}”满分 {0} 分，请填 0 到 {0} 的分数。",
                    max.normalize()
                )
            }
            Kind::Percent { .. } => {
                format!(
                    "“{name}”请填{}，连同 % 一起填，如 95%。",
                    wanted(&self.kind)
                )
            }
            Kind::Amount { .. } => format!(
                "“{name}”请填{}，只填数字，不写单位；没有的填 0。",
                wanted(&self.kind)
            ),
            Kind::Count => format!("“{name}”请填{}；没有的填 0。", wanted(&self.kind)),
            kind => format!("“{name}”请填{}，可从下拉列表中选。", wanted(kind)),
        }
    }
}

/// Writes an entry cell with what is filled in, as it was typed: a text stays a text, a number keeps the format
/// that tells what it is. Where something is wrong with it, it is coloured and noted.
pub fn write(
    rows: &mut Rows,
    column: u16,
    question: &Question,
    entry: Option<&Entry>,
    remarks: &[&Remark],
    format: &Format,
) -> Written {
    let own = entry.and_then(|entry| match (&entry.value, &question.kind) {
        (CellValue::Text(_) | CellValue::Error(_) | CellValue::NoStoredValue, _) => None,
        // A plain number in a percentage's cell must not become a percentage.
        (value, Kind::Percent { .. }) => {
            own_format(value, entry.format.as_deref()).or(Some("General"))
        }
        (value, _) => own_format(value, entry.format.as_deref()),
    });
    let mut format = format
        .clone()
        .set_num_format(own.unwrap_or(question.number_format()));
    if let Some(worst) = remarks.iter().map(|remark| remark.severity).min() {
        format = format.set_background_color(style::problem_fill(worst));
    }
    let mut cell: Cell = entry
        .map(|entry| Cell::typed(&entry.value, || entry.shown()))
        .into();
    if !remarks.is_empty() {
        cell = cell.noted(note(remarks));
    }
    rows.put(column, cell, &format)
}

/// Last year's figure, greyed.
pub fn write_last_year(
    rows: &mut Rows,
    column: u16,
    entry: Option<&Entry>,
    format: &Format,
) -> Written {
    let own = entry.and_then(|entry| entry.format.as_deref());
    let format = own.map_or(format.clone(), |own| format.clone().set_num_format(own));
    // A number in two lines is none; a word that is shrunk into one cannot be read.
    let (cell, format) = match entry.map(|entry| (entry, &entry.value)) {
        Some((entry, value @ CellValue::Number(_))) => {
            (Cell::typed(value, || entry.shown()), format.set_shrink())
        }
        Some((entry, _)) => (entry.shown().into(), format.set_text_wrap()),
        None => ("".into(), format),
    };
    rows.put(column, cell, &format)
}

/// The colour and the words beside a cell that something is wrong with.
pub fn note(remarks: &[&Remark]) -> Note {
    let told: Vec<String> = remarks
        .iter()
        .map(|remark| {
            format!(
                "{} {}：{}。{}",
                remark.severity.label(),
                remark.code,
                remark.message,
                remark.advice
            )
        })
        .collect();
    let text = told.join("\n");
    let lines = (style::width(&text) / 36 + 2 * told.len()).clamp(3, 14) as u32;
    Note::new(shortened(&text, 2_000))
        .add_author_prefix(false)
        .set_width(300)
        .set_height(lines * 18 + 12)
        .set_background_color(Color::RGB(0xFFFFE1))
}

fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// An entry that runs over several columns is read from its left.
pub fn wide(format: &Format) -> Format {
    format.clone().set_align(FormatAlign::Left).set_indent(1)
}
