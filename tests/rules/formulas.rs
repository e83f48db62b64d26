//! The formulas of whole indicators: a spreadsheet takes them, only uses functions that every spreadsheet
//! has, and an engine that shares no code with ours gets the exact score from them, or an error where the
//! record lacks something.

use std::collections::BTreeSet;
use std::path::Path;

use ironcalc::base::Model;
use ironcalc::base::cell::CellValue;
use jixiao::expr::excel::{CellReading, Cells, DEEPEST_FORMULA, LONGEST_FORMULA, depth};
use jixiao::expr::{Figure, Figures, Kind, Variable};
use jixiao::rulebook::{Metric, RuleBook, library};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What Excel 2010, WPS and LibreOffice agree on.
const COMMON: [&str; 17] = [
    "ABS",
    "AND",
    "AVERAGE",
    "FALSE",
    "IF",
    "IFERROR",
    "INT",
    "ISERROR",
    "ISNUMBER",
    "MAX",
    "MIN",
    "NA",
    "NOT",
    "OR",
    "ROUND",
    "SUM",
    "SUMPRODUCT",
];

fn books() -> Vec<RuleBook> {
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good/其他地区.toml");
    ["shenzhen-2021", "shenzhen-2021a", other.to_str().unwrap()]
        .map(|id| library::load(id).unwrap().book.unwrap())
        .into()
}

/// Plain cells of one row, a column for each metric.
struct Row {
    number: usize,
    sheet: &'static str,
    lacking_as_zero: bool,
}

impl Cells for Row {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        Some(CellReading {
            reference: format!("{}{}{}", self.sheet, column(variable.id), self.number),
            understood: Vec::new(),
            divisor: Decimal::ONE,
        })
    }

    fn lacking_as_zero(&self) -> bool {
        self.lacking_as_zero
    }
}

/// A column's letters, from 0 on.
fn column(index: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
    match index / 26 {
        0 => letter(index).to_string(),
        more => format!("{}{}", letter(more - 1), letter(index % 26)),
    }
}

#[test]
fn a_spreadsheet_takes_every_formula() {
    for book in books() {
        for lacking_as_zero in [false, true] {
            let row = Row {
                number: 99_999,
                sheet: "基础数据!$",
                lacking_as_zero,
            };
            for indicator in &book.indicators {
                let formula = indicator.expr.excel(&row);
                let length = formula.chars().count();
                let name = &indicator.name;
                assert!(length < LONGEST_FORMULA, "{name}: {length} characters");
                assert!(
                    depth(&formula) < DEEPEST_FORMULA,
                    "{name}: {}",
                    depth(&formula)
                );
            }
        }
    }
}

#[test]
fn only_functions_that_every_spreadsheet_has() {
    let row = Row {
        number: 2,
        sheet: "基础数据!",
        lacking_as_zero: true,
    };
    for book in books() {
        for indicator in &book.indicators {
            let formula = indicator.expr.excel(&row);
            let unknown: BTreeSet<&str> = functions(&formula)
                .filter(|function| !COMMON.contains(function))
                .collect();
            assert_eq!(unknown, BTreeSet::new(), "{}: {formula}", indicator.name);
        }
    }
}

/// The words before brackets.
fn functions(formula: &str) -> impl Iterator<Item = &str> {
    formula.split('(').filter_map(|before| {
        let start = before
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |last| {
                last + before[last..].chars().next().unwrap().len_utf8()
            });
        Some(&before[start..]).filter(|word| !word.is_empty())
    })
}

#[test]
fn depth_counts_brackets_outside_of_quotes() {
    assert_eq!(depth("1+2"), 0);
    assert_eq!(depth("IF(AND(A1,B1),(1),2)"), 2);
    assert_eq!(depth("IF(A1=\"((((\",'((a'!B1,2)"), 1);
}

/// A small source of chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What a cell holds: text, or a number.
enum Content {
    Text(String),
    Number(Decimal),
}

/// A cell for a metric, and the figure that it is.
fn filled(metric: &Metric, chance: &mut Chance) -> (Content, Figure) {
    let number = |text: &&str| {
        let number: Decimal = text.parse().unwrap();
        (Content::Number(number), Figure::Number(number))
    };
    let text = |text: &str, figure| (Content::Text(text.into()), figure);
    match chance.below(20) {
        0 | 1 => return text("", Figure::Blank),
        2 if *metric.kind() != Kind::Text => return text("不详", Figure::Unreadable),
        _ => {}
    }
    match metric.kind() {
        Kind::Text => text("某局", Figure::Text("某局".into())),
        Kind::Amount { positive: true } => number(chance.one_of(&["80", "100", "1000", "12.5"])),
        Kind::Amount { positive: false } => number(chance.one_of(&[
            "0", "0", "1", "2.5", "10", "10.25", "75", "80", "90", "99.99", "100", "150",
        ])),
        Kind::Count => number(chance.one_of(&["0", "0", "1", "2", "3", "5", "19", "20", "40"])),
        Kind::Percent { max } => {
            let percents = [
                "0", "0.1509", "0.25", "0.5", "0.6", "0.75", "0.8", "0.85", "0.9", "0.928", "0.95",
                "1", "1.2",
            ];
            let allowed = if max.is_some() {
                percents.len() - 1
            } else {
                percents.len()
            };
            number(chance.one_of(&percents[..allowed]))
        }
        Kind::Points { max } => match chance.below(3) {
            0 => text("是", Figure::Number(*max)),
            1 => text("否", Figure::Number(Decimal::ZERO)),
            _ => number(&&*(*max * Decimal::new(75, 2)).normalize().to_string()),
        },
        Kind::YesNo { .. } => match chance.below(3) {
            0 => text("是", Figure::Truth(true)),
            _ => text("否", Figure::Truth(false)),
        },
        Kind::Choice { choices } => {
            let choice = chance.one_of(choices);
            text(choice, Figure::Text(choice.clone()))
        }
    }
}

struct Record {
    figures: Vec<Figure>,
    lacking_as_zero: bool,
}

impl Figures for Record {
    fn figure(&self, variable: &Variable) -> Figure {
        self.figures[variable.id].clone()
    }

    fn lacking_as_zero(&self) -> bool {
        self.lacking_as_zero
    }
}

const ROWS: usize = 40;

#[test]
fn another_engine_gets_the_exact_scores() {
    for (seed, book) in (1..).zip(books()) {
        for lacking_as_zero in [false, true] {
            let mut chance = Chance(seed * 7_919);
            let mut model = Model::new_empty("model", "en", "UTC", "en").unwrap();
            let mut expected = Vec::new();
            for number in 1..=ROWS {
                let mut figures = Vec::new();
                for (place, metric) in (1..).zip(&book.metrics) {
                    let (content, figure) = filled(metric, &mut chance);
                    figures.push(figure);
                    let row = i32::try_from(number).unwrap();
                    match content {
                        Content::Text(text) if text.is_empty() => Ok(()),
                        Content::Text(text) => model.update_cell_with_text(0, row, place, &text),
                        Content::Number(number) => {
                            let number = number.to_f64().unwrap();
                            model.update_cell_with_number(0, row, place, number)
                        }
                    }
                    .unwrap();
                }
                let cells = Row {
                    number,
                    sheet: "",
                    lacking_as_zero,
                };
                let record = Record {
                    figures,
                    lacking_as_zero,
                };
                for (place, indicator) in (200..).zip(&book.indicators) {
                    let formula = indicator.expr.excel(&cells);
                    let row = i32::try_from(number).unwrap();
                    model
                        .update_cell_with_formula(0, row, place, format!("={formula}"))
                        .unwrap();
                    let score = indicator.expr.number(&record).ok();
                    expected.push((row, place, score, &indicator.name, formula));
                }
            }
            model.evaluate();
            for (row, place, score, name, formula) in expected {
                let found = match model.get_cell_value_by_index(0, row, place).unwrap() {
                    CellValue::Number(number) => Some(number),
                    _ => None,
                };
                let same = match (score.and_then(|score| score.to_f64()), found) {
                    (Some(score), Some(found)) => (score - found).abs() < 1e-9,
                    (None, None) => true,
                    _ => false,
                };
                assert!(
                    same,
                    "{name}, row {row}: {score:?}, not {found:?}\n{formula}"
                );
            }
        }
    }
}
