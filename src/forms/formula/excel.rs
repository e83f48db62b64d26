//! What Excel calculates: the second reading of a form's formulas.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::typed::{BEHIND, BESIDE, SPACES, bare};
use super::{
    Amount, EMPTY, FULL, Filled, Formula, MOST_POINTS, OutcomeFigures, PLACES, Range, SQUARES,
    Test, own,
};
use crate::address::Address;
use crate::expr::excel::{CellReading, Cells, LONGEST_FORMULA, literal, quoted};
use crate::expr::{Kind, Variable};
use crate::forms::form::{FormRow, Item, Table};
use crate::intake::outcome_units::LEAST_RATIO;
use crate::intake::percent::LARGEST_FRACTION;
use crate::intake::value::{NO, YES};
use crate::rulebook::metric::Choice;

impl Filled<'_> {
    /// The formula, without the leading `=`. Where it would be longer than a cell takes, texts count for no numbers in it.
    pub fn text(&self, formula: &Formula) -> String {
        let whole = self.written(formula);
        if whole.chars().count() <= LONGEST_FORMULA {
            return whole;
        }
        self.is_short.set(true);
        let short = self.written(formula);
        self.is_short.set(false);
        short
    }

    fn written(&self, formula: &Formula) -> String {
        match formula {
            Formula::Text(text) => quoted(text),
            Formula::Number(amount) => self.amount_text(amount),
            Formula::Counted(before, amount, after) => {
                let amount = match amount {
                    Amount::Numbers(_) => self.amount_text(amount),
                    _ => format!("({})", self.amount_text(amount)),
                };
                format!("{}&{amount}&{}", quoted(before), quoted(after))
            }
            Formula::Bar(left, all) => {
                let done = format!("MAX({all}-({}),0)", self.amount_text(left));
                let full = format!("INT({SQUARES}*{done}/{})", (*all).max(1));
                let (filled, empty) = (FULL.repeat(SQUARES), EMPTY.repeat(SQUARES));
                format!(
                    "LEFT({},{full})&LEFT({},{SQUARES}-{full})&\" 已填 \"&{done}&\"／{all}\"",
                    quoted(&filled),
                    quoted(&empty)
                )
            }
            Formula::If(test, then, otherwise) => format!(
                "IF({},{},{})",
                self.test_text(test),
                self.written(then),
                self.written(otherwise)
            ),
        }
    }

    fn test_text(&self, test: &Test) -> String {
        let list = |tests: &[Test]| {
            let tests: Vec<String> = tests.iter().map(|test| self.test_text(test)).collect();
            tests.join(",")
        };
        match test {
            Test::Always => "TRUE".into(),
            Test::Blank(item) => format!("TRIM({})=\"\"", self.cell_text(*item)),
            Test::OneOf(item, texts) => one_of(&self.cell_text(*item), texts.iter().copied()),
            Test::Named(item, texts) => {
                let cell = trimmed_text(&self.cell_text(*item));
                let tests = texts.iter().map(|text| format!("{cell}={}", quoted(text)));
                format!("OR({})", tests.collect::<Vec<_>>().join(","))
            }
            Test::Text(item) => format!("ISTEXT({})", self.cell_text(*item)),
            Test::Means(item, truth, digits) => means(&self.cell_text(*item), *truth, *digits),
            Test::Number(item) => format!("ISNUMBER({})", self.number_text(*item)),
            Test::Within(item, most) => {
                let cell = self.number_text(*item);
                let most = most.map(|most| format!(",{cell}<={}", literal(most)));
                format!(
                    "AND(ISNUMBER({cell}),{cell}>=0{})",
                    most.unwrap_or_default()
                )
            }
            Test::Positive(item) => {
                let cell = self.number_text(*item);
                format!("AND(ISNUMBER({cell}),{cell}>0)")
            }
            Test::Whole(item) => {
                let cell = self.number_text(*item);
                format!("IF(ISNUMBER({cell}),AND({cell}>=0,INT({cell})={cell}),FALSE)")
            }
            Test::Worded(item) => {
                let cell = self.cell_text(*item);
                let text = format!("SUBSTITUTE(TRIM({cell}),\"人次\",\"人\")");
                let whole = format!("ISNUMBER(VALUE({text}&\"E0\"))");
                let counted = format!(
                    "AND(ISNUMBER(FIND(RIGHT({text}),{})),ISNUMBER(VALUE(LEFT({text},LEN({text})-1)&\"E0\")))",
                    quoted(BEHIND)
                );
                format!("AND(ISTEXT({cell}),LEFT({text})<>\"-\",OR({whole},{counted}))")
            }
            Test::Share(item) => {
                let cell = self.cell_text(*item);
                let last = format!("RIGHT(TRIM({cell}))");
                format!("AND(ISTEXT({cell}),OR({last}=\"%\",{last}=\"％\"))")
            }
            Test::Tiny(item, most) => {
                let cell = self.cell_text(*item);
                format!("AND(ISNUMBER({cell}),{cell}>0,{cell}<={})", literal(*most))
            }
            Test::Mixed(one, other) => {
                let (one, other) = (self.cell_text(*one), self.cell_text(*other));
                let (least, most) = (format!("MIN({one},{other})"), format!("MAX({one},{other})"));
                let fraction = literal(LARGEST_FRACTION);
                format!(
                    "AND(ISNUMBER({one}),ISNUMBER({other}),{least}>0,{least}<={fraction},{most}>{fraction},\
                     {most}<={},ROUND({most}-{least}*{},{PLACES})>0)",
                    literal(MOST_POINTS),
                    literal(LEAST_RATIO)
                )
            }
            Test::Measured(row, completion) => {
                format!(
                    "ISNUMBER({})",
                    completion.excel(&OutcomeFigures(self, *row))
                )
            }
            Test::Condition(condition, unknown) => format!(
                "IFERROR({},{})",
                condition.excel(self),
                if *unknown { "TRUE" } else { "FALSE" }
            ),
            Test::Compare(amount, comparison, with) => format!(
                "{}{}{}",
                self.amount_text(amount),
                comparison.symbol(),
                literal(*with)
            ),
            Test::Not(test) => format!("NOT({})", self.test_text(test)),
            Test::And(tests) => format!("AND({})", list(tests)),
            Test::Or(tests) => format!("OR({})", list(tests)),
        }
    }

    fn amount_text(&self, amount: &Amount) -> String {
        let range = |range: &Range| self.range_text(*range);
        match amount {
            Amount::Filled(cells) => format!("COUNTA({})", range(cells)),
            Amount::Numbers(cells) => format!("COUNT({})", range(cells)),
            Amount::Sum(cells) => format!("ROUND(SUM({}),6)", range(cells)),
            Amount::Covered(cells, texts) => {
                let cells = range(cells);
                let count = |text: String| format!("COUNTIF({cells},{})", quoted(&text));
                let stands = |text: &&str| {
                    let beside = BESIDE
                        .into_iter()
                        .flat_map(|space| [format!("*{space}{text}*"), format!("*{text}{space}*")]);
                    let all = std::iter::once(text.to_string()).chain(beside);
                    let all: Vec<String> = all.map(count).collect();
                    format!("IF({}>0,1,0)", all.join("+"))
                };
                texts.iter().map(stands).collect::<Vec<_>>().join("+")
            }
            Amount::Saying(table, text) => match self.checks_text(*table).as_str() {
                "" => "0".into(),
                checks => format!("COUNTIF({checks},{})", quoted(text)),
            },
            Amount::Known(number) => number.to_string(),
            Amount::Total(parts) => {
                let parts = parts.iter().enumerate().map(|(index, (adds, part))| {
                    let sign = match (index, adds) {
                        (0, true) => "",
                        (_, true) => "+",
                        (_, false) => "-",
                    };
                    format!("{sign}{}", self.amount_text(part))
                });
                parts.collect()
            }
        }
    }

    fn cell_text(&self, item: Item) -> String {
        let cell = self.cells.get(&item);
        cell.map_or_else(|| quoted(""), Address::to_string)
    }

    /// The number in a cell: a metric's may be written as a text that collecting takes for one.
    fn number_text(&self, item: Item) -> String {
        let cell = self.cell_text(item);
        match self.kind(item).filter(|_| !self.is_short.get()) {
            Some(kind) => numeral(&cell, kind),
            None => cell,
        }
    }

    /// From the first to the last cell of a range; one that is not whole rows stays put when it is copied.
    fn range_text(&self, range: Range) -> String {
        let cells = self.cells.iter().filter(|(item, _)| range.has(**item));
        let cells = cells.map(|(_, cell)| *cell);
        let written: fn(Address) -> String = match range {
            Range::Outcome(_) => Address::a1,
            _ => Address::absolute,
        };
        between(cells, written)
    }

    /// The checks of a table.
    fn checks_text(&self, table: Table) -> String {
        let rows = self.form.rows();
        let rows = rows.filter(|(_, row)| {
            matches!(
                (table, row),
                (Table::Metrics, FormRow::Metric { .. })
                    | (
                        Table::Outcomes,
                        FormRow::Outcome(_) | FormRow::OutcomeTotal(_)
                    )
                    | (Table::Declared, FormRow::Declared { .. })
            )
        });
        let column = self.form.check_column(table);
        let cells = rows.map(|(row, _)| Address::new(row, column));
        between(cells, Address::absolute)
    }
}

/// The range from the first to the last of some cells.
fn between(cells: impl Iterator<Item = Address>, written: fn(Address) -> String) -> String {
    let cells: BTreeSet<Address> = cells.collect();
    let ends = [cells.first(), cells.last()];
    let ends: Vec<String> = ends.into_iter().flatten().copied().map(written).collect();
    ends.join(":")
}

impl Cells for Filled<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let item = own(variable)?;
        let cell = self.cells.get(&item)?.to_string();
        let choices = self
            .metric_of(item)
            .map_or(&[][..], |metric| &metric.choices);
        Some(CellReading {
            reference: match &variable.kind {
                Kind::Amount { .. } | Kind::Count | Kind::Percent { .. } => self.number_text(item),
                kind => plainly(cell, kind, choices),
            },
            understood: Vec::new(),
            divisor: Decimal::ONE,
        })
    }
}

impl Cells for OutcomeFigures<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let cell = self.0.cells.get(&self.item(variable)?)?.to_string();
        Some(CellReading {
            reference: match variable.kind {
                Kind::Choice { .. } => trimmed_text(&cell),
                _ => cell,
            },
            understood: Vec::new(),
            divisor: Decimal::ONE,
        })
    }
}

/// What stands between the words of a list; a cell that holds it says none of them.
const BETWEEN: &str = "|";
/// A cell's text without spaces.
fn bare_text(cell: &str) -> String {
    SPACES.iter().fold(cell.to_string(), |text, space| {
        format!("SUBSTITUTE({text},\"{space}\",\"\")")
    })
}

/// Whether a cell holds one of some texts, whatever spaces stand in it.
fn one_of<'t>(cell: &str, texts: impl Iterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.map(|text| bare(text).to_lowercase()).collect();
    let list = format!("{BETWEEN}{}{BETWEEN}", texts.join(BETWEEN));
    in_list(cell, &list)
}

/// Whether what a cell says stands in a list of words in small letters, whatever spaces stand in it.
fn in_list(cell: &str, list: &str) -> String {
    let (bare, between) = (bare_text(cell), quoted(BETWEEN));
    format!(
        "AND(ISERROR(FIND({between},{cell})),ISNUMBER(FIND({between}&LOWER({bare})&{between},{})))",
        quoted(list)
    )
}

/// A cell's text without spaces around it.
fn trimmed_text(cell: &str) -> String {
    format!("TRIM(SUBSTITUTE({cell},\"\u{3000}\",\" \"))")
}

/// A cell as formulas compare it: the name of the choice that it makes, whatever was typed for it.
fn chosen(cell: String, choices: &[Choice]) -> String {
    choices.iter().rev().fold(cell.clone(), |rest, choice| {
        let test = one_of(&cell, choice.all());
        format!("IF({test},{},{rest})", quoted(&choice.name))
    })
}

/// A cell as a number, also where a text says it; any other text stays.
///
/// The exponent that is put behind lets nothing pass for a number that is a date, a time or a sum in words.
fn numeral(cell: &str, kind: &Kind) -> String {
    let text = match kind {
        Kind::Percent { .. } => {
            let text = format!("SUBSTITUTE(SUBSTITUTE(TRIM({cell}),\"％\",\"%\"),\" %\",\"%\")");
            format!("IF(RIGHT({text})=\"%\",SUBSTITUTE({text},\"%\",\"E-2\"),{text}&\"E0\")")
        }
        Kind::Amount { .. } | Kind::Count | Kind::Points { .. } => {
            format!("TRIM({cell})&\"E0\"")
        }
        Kind::Text | Kind::YesNo { .. } | Kind::Choice { .. } => return cell.to_string(),
    };
    format!("IF(ISTEXT({cell}),IFERROR(VALUE({text}),{cell}),{cell})")
}

/// Whether a cell says 是, or 否.
fn means(cell: &str, truth: bool, digits: bool) -> String {
    let (words, digit) = match truth {
        true => (&YES[..], "1"),
        false => (&NO[..], "0"),
    };
    let mut all: Vec<String> = words.iter().map(|word| word.to_string()).collect();
    all.extend(digits.then(|| digit.to_string()));
    let wide: Vec<String> = all.iter().map(|word| full_width(word)).collect();
    for word in wide {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    let list = format!("{BETWEEN}{}{BETWEEN}", all.join(BETWEEN));
    in_list(cell, &list)
}

/// A word in the wide forms of its letters and digits.
fn full_width(word: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        c => c,
    };
    word.chars().map(wide).collect()
}

/// A cell as formulas compare it: 是, 否, choices and numbers in their plain form, whatever was typed for them.
fn plainly(cell: String, kind: &Kind, choices: &[Choice]) -> String {
    let (digits, other) = match kind {
        Kind::YesNo { .. } => (true, quoted("?")),
        Kind::Points { .. } => (false, numeral(&cell, kind)),
        Kind::Choice { .. } => return chosen(cell, choices),
        _ => return cell,
    };
    format!(
        "IF({cell}=\"\",\"\",IF({},\"是\",IF({},\"否\",{other})))",
        means(&cell, true, digits),
        means(&cell, false, digits)
    )
}
