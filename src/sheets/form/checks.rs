//! The live formulas of the form. They say what [`Live`](crate::forms::live::Live) says, in its words and in its order.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::expr::excel::{CellReading, Cells, literal, quoted};
use crate::expr::{Kind, Variable};
use crate::forms::form::{OutcomeColumn, Row, Table, column};
use crate::forms::live::{self, Blank, Excuse, FINE, MISSING, SPARE};
use crate::forms::{Form, Item};
use crate::intake::value::{NO, YES};
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::rulebook::{Metric, RuleBook};
use crate::sheets::reference;

/// Writes the formulas of one form.
pub struct Formulas<'f> {
    form: &'f Form<'f>,
    book: &'f RuleBook,
    /// The cells of the metrics that are filled in.
    cells: HashMap<usize, String>,
    outcomes: Option<Block>,
    declared: Option<Block>,
}

/// Rows of a kind that stand together.
#[derive(Clone, Copy)]
struct Block {
    first: u32,
    last: u32,
}

impl Block {
    fn of(form: &Form, is_member: impl Fn(&Row) -> bool) -> Option<Block> {
        let mut rows = form.rows().filter(|(_, row)| is_member(row));
        let first = rows.next()?.0;
        let last = rows.last().map_or(first, |(row, _)| row);
        Some(Block { first, last })
    }

    fn range(self, column: u16) -> String {
        reference::fixed(column, self.first, self.last)
    }
}

impl Cells for Formulas<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        // What was last year stands in no cell of the form.
        let own = Some(variable.id).filter(|_| !variable.is_last_year());
        Some(CellReading {
            reference: plainly(self.cells.get(&own?)?, &variable.kind),
            understood: Vec::new(),
            divisor: Decimal::ONE,
        })
    }
}

impl<'f> Formulas<'f> {
    pub fn new(form: &'f Form<'f>) -> Formulas<'f> {
        let cells = form.entries().filter_map(|(item, cell)| match item {
            Item::Metric(id) => Some((id, cell.to_string())),
            _ => None,
        });
        Formulas {
            form,
            book: form.book,
            cells: cells.collect(),
            outcomes: Block::of(form, |row| matches!(row, Row::Outcome(_))),
            declared: Block::of(form, |row| matches!(row, Row::Declared { .. })),
        }
    }

    /// The check beside a metric's cell.
    pub fn metric(&self, metric: &Metric) -> String {
        let Some(cell) = self.cells.get(&metric.variable.id) else {
            return quoted("");
        };
        let mut filled = quoted(FINE);
        for check in live::checks_of(metric, self.book).into_iter().rev() {
            let test = check.test.excel(self);
            let told = quoted(&live::conflict(check));
            filled = format!("IF(IFERROR({test},TRUE),{filled},{told})");
        }
        let unfit = quoted(&live::unfit(metric.kind()));
        let fits = fits(cell, metric.kind());
        let blank = self.blank(metric);
        format!("IF({cell}=\"\",{blank},IF({fits},{filled},{unfit}))")
    }

    fn blank(&self, metric: &Metric) -> String {
        let Blank::LackUnless(excuses) = live::blank(metric, self.book) else {
            return quoted(SPARE);
        };
        let mut formula = quoted(MISSING);
        for excuse in excuses.iter().rev() {
            let test = match (excuse, self.outcomes) {
                (Excuse::Condition(condition), _) => {
                    format!("IFERROR({},FALSE)", condition.excel(self))
                }
                (Excuse::Outcomes, Some(block)) => format!("{}>0", self.outcome_cells(block)),
                (Excuse::Outcomes, None) => continue,
            };
            formula = format!("IF({test},{},{formula})", quoted(SPARE));
        }
        formula
    }

    /// How many cells of the outcome indicators are filled in.
    fn outcome_cells(&self, block: Block) -> String {
        let (first, last) = (OutcomeColumn::ALL[0], OutcomeColumn::ALL[6]);
        format!(
            "COUNTA({}:{})",
            Address::new(block.first, first.column()).absolute(),
            Address::new(block.last, last.column()).absolute()
        )
    }

    /// The check beside an outcome indicator.
    pub fn outcome(&self, row: u32, rules: &Outcomes) -> String {
        let cell = |column: OutcomeColumn| reference::cell(row, column.column());
        let figure = |figure| cell(OutcomeColumn::Figure(figure));
        let one_of = |cell: String, texts: &mut dyn Iterator<Item = &str>| {
            let tests: Vec<String> = texts
                .map(|text| format!("{cell}={}", quoted(text)))
                .collect();
            format!("OR({})", tests.join(","))
        };
        let title = cell(OutcomeColumn::Title);
        let category = one_of(
            cell(OutcomeColumn::Category),
            &mut rules.categories.iter().map(String::as_str),
        );
        let directions = rules.directions.iter().map(|known| known.name.as_str());
        let direction = one_of(figure(RowFigure::Direction), &mut directions.clone());
        let weight = figure(RowFigure::Weight);
        let mut steps = vec![
            (OutcomeColumn::Title, format!("{title}=\"\"")),
            (OutcomeColumn::Category, format!("NOT({category})")),
            (
                OutcomeColumn::Figure(RowFigure::Direction),
                format!("NOT({direction})"),
            ),
            (
                OutcomeColumn::Figure(RowFigure::Weight),
                format!("NOT(ISNUMBER({weight}))"),
            ),
        ];
        for wanted in [RowFigure::Assessed, RowFigure::Target, RowFigure::Actual] {
            let mut needing = directions
                .clone()
                .filter(|direction| live::needed(rules, direction).contains(&wanted))
                .peekable();
            if needing.peek().is_none() {
                continue;
            }
            let applies = one_of(figure(RowFigure::Direction), &mut needing);
            let test = format!("AND({applies},NOT(ISNUMBER({})))", figure(wanted));
            steps.push((OutcomeColumn::Figure(wanted), test));
        }
        let mut formula = quoted(FINE);
        for (column, test) in steps.into_iter().rev() {
            let told = quoted(&live::lacks(column.name(rules)));
            formula = format!("IF({test},{told},{formula})");
        }
        let (first, last) = (OutcomeColumn::ALL[0], OutcomeColumn::ALL[6]);
        let whole = format!("{}:{}", cell(first), cell(last));
        format!("IF(COUNTA({whole})=0,\"\",{formula})")
    }

    /// The sum of the weights, and the check beside it.
    pub fn outcome_total(&self, rules: &Outcomes) -> Option<(String, String)> {
        let block = self.outcomes?;
        let weights = block.range(OutcomeColumn::Figure(RowFigure::Weight).column());
        let sum = format!("ROUND(SUM({weights}),6)");
        let mut check = quoted(FINE);
        if let Some(least) = self.book.least_categories {
            let column = block.range(OutcomeColumn::Category.column());
            let covered: Vec<String> = rules
                .categories
                .iter()
                .map(|category| format!("IF(COUNTIF({column},{})>0,1,0)", quoted(category)))
                .collect();
            let told = quoted(&live::few_categories(least));
            check = format!("IF({}<{least},{told},{check})", covered.join("+"));
        }
        if let Some(wanted) = rules.weights_total {
            let told = quoted(&live::weights_unequal(wanted));
            check = format!("IF({sum}<>{},{told},{check})", literal(wanted));
        }
        check = format!("IF(COUNT({weights})=0,\"\",{check})");
        Some((sum, check))
    }

    /// The check beside a declared score.
    pub fn declared(&self, row: u32, points: Decimal) -> String {
        let cell = reference::cell(row, column::ENTRY);
        let told = quoted(&live::beyond(points));
        let points = literal(points);
        format!(
            "IF({cell}=\"\",\"\",IF(AND(ISNUMBER({cell}),{cell}>=0,{cell}<={points}),{},{told}))",
            quoted(FINE)
        )
    }

    fn declared_scores(&self) -> Option<String> {
        let block = self.declared?;
        Some(block.range(column::ENTRY))
    }

    /// The declared total, and how many scores it is of.
    pub fn declared_total(&self) -> Option<(String, String)> {
        let scores = self.declared_scores()?;
        let count = self.book.indicators.len();
        Some((
            format!("IF(COUNT({scores})=0,\"\",ROUND(SUM({scores}),6))"),
            format!("IF(COUNT({scores})=0,\"\",\"已填 \"&COUNT({scores})&\" 项，共 {count} 项\")"),
        ))
    }

    /// The declared grade, once every score is there.
    pub fn declared_grade(&self) -> Option<String> {
        let scores = self.declared_scores()?;
        let mut grades = self.book.grades.iter().rev();
        let mut formula = quoted(&grades.next()?.name);
        for grade in grades {
            formula = format!(
                "IF(ROUND(SUM({scores}),6)>={},{},{formula})",
                literal(grade.min),
                quoted(&grade.name)
            );
        }
        let count = self.book.indicators.len();
        Some(format!("IF(COUNT({scores})<{count},\"\",{formula})"))
    }

    /// What is still missing, and what should be looked at.
    pub fn progress(&self) -> (String, String) {
        let missing = self.missing();
        let wrong = self.wrong();
        (
            format!(
                "IF({missing}=0,{},\"还有 \"&({missing})&\" 项没有填写\")",
                quoted(NOTHING_MISSING)
            ),
            format!(
                "IF({wrong}=0,{},\"有 \"&({wrong})&\" 处需要核对，见“检查”栏\")",
                quoted(NOTHING_WRONG)
            ),
        )
    }

    fn metric_checks(&self) -> Option<(String, usize)> {
        let is_metric = |row: &Row| matches!(row, Row::Metric { .. });
        let block = Block::of(self.form, is_metric)?;
        let count = self.form.rows.iter().filter(|row| is_metric(row)).count();
        Some((block.range(self.form.check_column(Table::Metrics)), count))
    }

    fn missing(&self) -> String {
        match self.metric_checks() {
            Some((range, _)) => format!("COUNTIF({range},{})", quoted(MISSING)),
            None => "0".into(),
        }
    }

    /// Metrics that are neither fine nor blank, outcome indicators that lack something, weights that do not
    /// add up, declared scores that cannot be.
    fn wrong(&self) -> String {
        let mut parts = Vec::new();
        if let Some((range, count)) = self.metric_checks() {
            let fine =
                [FINE, MISSING, SPARE].map(|text| format!("COUNTIF({range},{})", quoted(text)));
            parts.push(format!("{count}-{}", fine.join("-")));
        }
        if let (Some(block), Some(rules)) = (self.outcomes, &self.book.outcomes) {
            // The check of the weights stands right under those of the rows.
            let checks = reference::fixed(
                self.form.check_column(Table::Outcomes),
                block.first,
                block.last + 1,
            );
            let mut told: Vec<String> = OutcomeColumn::ALL
                .iter()
                .map(|column| live::lacks(column.name(rules)))
                .collect();
            told.extend(rules.weights_total.map(live::weights_unequal));
            told.extend(self.book.least_categories.map(live::few_categories));
            let counts = told
                .iter()
                .map(|text| format!("COUNTIF({checks},{})", quoted(text)));
            parts.extend(counts);
        }
        if let Some(block) = self.declared {
            let (scores, checks) = (
                block.range(column::ENTRY),
                block.range(self.form.check_column(Table::Declared)),
            );
            parts.push(format!(
                "COUNTA({scores})-COUNTIF({checks},{})",
                quoted(FINE)
            ));
        }
        parts.join("+")
    }
}

pub const NOTHING_MISSING: &str = "必填的都填了";
pub const NOTHING_WRONG: &str = "没有需要核对的地方";

/// Whether a cell holds what its kind asks for.
fn fits(cell: &str, kind: &Kind) -> String {
    let one_of = |texts: &mut dyn Iterator<Item = &str>| {
        let tests: Vec<String> = texts
            .map(|text| format!("{cell}={}", quoted(text)))
            .collect();
        tests.join(",")
    };
    match kind {
        Kind::Text => "TRUE".into(),
        Kind::Amount { positive: true } => format!("AND(ISNUMBER({cell}),{cell}>0)"),
        Kind::Amount { positive: false } | Kind::Percent { max: None } => {
            format!("AND(ISNUMBER({cell}),{cell}>=0)")
        }
        Kind::Count => format!("IF(ISNUMBER({cell}),AND({cell}>=0,INT({cell})={cell}),FALSE)"),
        Kind::Percent { max: Some(max) } => {
            format!("AND(ISNUMBER({cell}),{cell}>=0,{cell}<={})", literal(*max))
        }
        Kind::Points { max } => format!(
            "OR({},{},AND(ISNUMBER({cell}),{cell}>=0,{cell}<={}))",
            says(cell, true, false),
            says(cell, false, false),
            literal(*max)
        ),
        Kind::YesNo { .. } => format!("OR({},{})", says(cell, true, true), says(cell, false, true)),
        Kind::Choice { choices } => {
            let texts = one_of(&mut choices.iter().map(|choice| &**choice));
            format!("OR({texts})")
        }
    }
}

/// What stands between the words of a list; a cell that holds it says none of them.
const BETWEEN: &str = "|";
/// What people type beside a word without meaning anything by it.
const SPACES: [&str; 3] = ["\" \"", "\"\u{3000}\"", "\"\u{a0}\""];

/// Whether a cell says 是, or 否, in whatever form intake takes for it; a digit only where it is no points.
fn says(cell: &str, truth: bool, digits: bool) -> String {
    let (words, digit) = match truth {
        true => (&YES[..], "1"),
        false => (&NO[..], "0"),
    };
    let mut all: Vec<String> = words.iter().map(|word| word.to_string()).collect();
    all.extend(digits.then(|| digit.to_string()));
    let wide: Vec<String> = all.iter().map(|word| full_width(word)).collect();
    all.extend(wide);
    let mut seen: Vec<String> = Vec::new();
    all.retain(|word| {
        !seen.contains(word) && {
            seen.push(word.clone());
            true
        }
    });
    let list = format!("{BETWEEN}{}{BETWEEN}", all.join(BETWEEN));
    let bare = SPACES.iter().fold(cell.to_string(), |text, space| {
        format!("SUBSTITUTE({text},{space},\"\")")
    });
    let between = quoted(BETWEEN);
    format!(
        "AND(ISERROR(FIND({between},{cell})),ISNUMBER(FIND({between}&LOWER({bare})&{between},{})))",
        quoted(&list)
    )
}

/// A word in the wide forms of its letters and digits.
fn full_width(word: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        c => c,
    };
    word.chars().map(wide).collect()
}

/// A cell as formulas compare it: 是 and 否 in their plain form, whatever was typed for them.
fn plainly(cell: &str, kind: &Kind) -> String {
    let digits = match kind {
        Kind::YesNo { .. } => true,
        Kind::Points { .. } => false,
        _ => return cell.to_string(),
    };
    let other = match digits {
        true => quoted("?"),
        false => cell.to_string(),
    };
    format!(
        "IF({cell}=\"\",\"\",IF({},\"是\",IF({},\"否\",{other})))",
        says(cell, true, digits),
        says(cell, false, digits)
    )
}
