//! The cells that were filled in, as they were typed: nothing here is understood yet.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::form::{Item, OutcomeColumn};
use crate::address::Address;
use crate::decimal;
use crate::intake::value::is_blank;
use crate::intake::{Dataset, Record};
use crate::rulebook::RuleBook;
use crate::rulebook::outcomes::RowFigure;
use crate::workbook::{Cell, CellValue, NumberFormat, Sheet, date_of};

/// What stands in one cell.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The value, as stored.
    pub value: CellValue,
    /// Its number format, where it has one.
    pub format: Option<NumberFormat>,
}

/// What a department filled in, by what the cell is for. A blank cell is not in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    entries: BTreeMap<Item, Entry>,
}

impl Entry {
    /// A text.
    pub fn text(text: impl Into<String>) -> Entry {
        let text: String = text.into();
        Entry {
            value: CellValue::Text(text.into()),
            format: None,
        }
    }

    /// A plain number.
    pub fn number(number: f64) -> Entry {
        Entry {
            value: CellValue::Number(number),
            format: None,
        }
    }

    /// What a cell holds; `None` where it counts as blank.
    pub fn of(cell: &Cell) -> Option<Entry> {
        (!is_blank(cell)).then(|| Entry {
            value: cell.value.clone(),
            format: cell.format.clone(),
        })
    }

    /// The entry as a cell of a column.
    pub fn cell(&self, column: u16) -> Cell {
        Cell {
            column,
            value: self.value.clone(),
            format: self.format.clone(),
            formula: false,
        }
    }

    /// Whether its number format shows it as a percentage.
    pub fn is_percent(&self) -> bool {
        self.cell(0).is_percent()
    }

    /// The entry as a person reads it, whole and with every digit: what a number and a text have in common that
    /// look alike.
    pub fn reading(&self) -> String {
        match &self.value {
            CellValue::Text(text) => crate::visible_text::visible(text),
            CellValue::Number(number) if self.is_percent() => decimal::from_f64(*number)
                .and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED))
                .map_or_else(|| self.shown(), |points| format!("{}%", points.normalize())),
            _ => self.shown(),
        }
    }

    /// The entry as a person sees it.
    pub fn shown(&self) -> String {
        match &self.value {
            CellValue::Text(text) => crate::visible_text::shortened(text),
            CellValue::Number(number) => match decimal::from_f64(*number) {
                Some(ratio) if self.is_percent() => decimal::percent(ratio),
                Some(number) => number.to_string(),
                None => number.to_string(),
            },
            CellValue::DateTime(days) => date_of(*days),
            CellValue::Bool(true) => "TRUE".into(),
            CellValue::Bool(false) => "FALSE".into(),
            CellValue::Error(error) => error.to_string(),
            CellValue::NoStoredValue => "（公式没有结果）".into(),
        }
    }
}

/// Two entries are the same if a reader would take them for the same. Of a format only matters whether it
/// makes a percentage of a number.
impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        let formats_matter = matches!(self.value, CellValue::Number(_));
        self.value == other.value && (!formats_matter || self.is_percent() == other.is_percent())
    }
}

/// The rows of outcome indicators, in the order in which they are kept.
#[derive(Clone, Debug)]
pub struct OutcomeOrder(Vec<usize>);

impl OutcomeOrder {
    /// An item with its row's place in the order.
    pub fn item(&self, item: Item) -> Item {
        match item {
            Item::Outcome(number, column) => {
                let place = self.0.iter().position(|known| *known == number);
                Item::Outcome(place.unwrap_or(number), column)
            }
            item => item,
        }
    }
}

impl Answers {
    /// What stands in an item's cell.
    pub fn get(&self, item: Item) -> Option<&Entry> {
        self.entries.get(&item)
    }

    /// Puts an entry in its place.
    pub fn set(&mut self, item: Item, entry: Entry) {
        self.entries.insert(item, entry);
    }

    /// Takes an entry out.
    pub fn remove(&mut self, item: Item) {
        self.entries.remove(&item);
    }

    /// Every entry, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Item, &Entry)> {
        self.entries.iter().map(|(item, entry)| (*item, entry))
    }

    /// How many rows the outcome indicators take.
    pub fn outcome_rows(&self) -> usize {
        self.outcome_numbers().last().map_or(0, |last| last + 1)
    }

    fn outcome_numbers(&self) -> BTreeSet<usize> {
        let number = |item: &Item| match item {
            Item::Outcome(number, _) => Some(*number),
            _ => None,
        };
        self.entries.keys().filter_map(number).collect()
    }

    /// The order of the outcome indicators without empty rows between them; those that only `others` have come
    /// behind.
    pub fn outcome_order(&self, others: &Answers) -> OutcomeOrder {
        let own = self.outcome_numbers();
        let behind = others.outcome_numbers();
        let behind = behind.difference(&own).copied();
        OutcomeOrder(own.iter().copied().chain(behind).collect())
    }

    /// The same with the outcome indicators in an order.
    pub fn ordered(self, order: &OutcomeOrder) -> Answers {
        let entries = self.entries.into_iter();
        Answers {
            entries: entries
                .map(|(item, entry)| (order.item(item), entry))
                .collect(),
        }
    }

    /// These, and where there is nothing those of another.
    pub fn or(mut self, other: &Answers) -> Answers {
        for (item, entry) in other.iter() {
            self.entries.entry(item).or_insert_with(|| entry.clone());
        }
        self
    }

    /// The same without who it is and which year: a form says those itself.
    pub fn own(mut self, book: &RuleBook) -> Answers {
        for metric in book.metrics.iter().filter(|metric| metric.is_identity()) {
            self.entries.remove(&Item::Metric(metric.variable.id));
        }
        self
    }

    /// What a department has in a workbook that was read: the raw cells, not what they were understood as.
    pub fn of_record(record: &Record, dataset: &Dataset) -> Answers {
        let cells = cells_of(record, dataset);
        let mut answers = Answers::default();
        for (item, sheet, address) in cells {
            if let Some(entry) = sheet.cell(address).and_then(Entry::of) {
                answers.set(item, entry);
            }
        }
        answers
    }
}

/// Where each item of a department stands in a workbook that was read.
pub fn cells_of<'d>(record: &Record, dataset: &'d Dataset) -> Vec<(Item, &'d Sheet, Address)> {
    let mut cells = Vec::new();
    for (id, field) in record.fields.iter().enumerate() {
        if let Some(address) = field.cell {
            cells.push((Item::Metric(id), &dataset.data.sheet, address));
        }
    }
    if let Some(table) = &dataset.outcomes {
        for (number, row) in record.outcomes.iter().enumerate() {
            let texts = [
                (OutcomeColumn::Title, row.title_cell),
                (OutcomeColumn::Category, row.category_cell),
            ];
            let figures = RowFigure::ALL.map(|figure| {
                let cell = row.fields[figure as usize].cell;
                (OutcomeColumn::Figure(figure), cell)
            });
            for (column, address) in texts.into_iter().chain(figures) {
                if let Some(address) = address {
                    cells.push((Item::Outcome(number, column), &table.sheet, address));
                }
            }
        }
    }
    if let (Some(table), Some(declared)) = (&dataset.declared, &record.declared) {
        for (index, field) in declared.scores.iter().enumerate() {
            if let Some(address) = field.cell {
                cells.push((Item::Declared(index), &table.sheet, address));
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_shown_as_dates() {
        for (days, shown) in [
            (44_197.0, "2021-01-01"),
            (44_620.0, "2022-02-28"),
            (44_621.0, "2022-03-01"),
            (36_585.0, "2000-02-29"),
            (44_561.75, "2021-12-31"),
        ] {
            let entry = Entry {
                value: CellValue::DateTime(days),
                format: None,
            };
            assert_eq!(entry.shown(), shown);
        }
    }

    #[test]
    fn empty_rows_between_outcome_indicators_are_closed_up() {
        let mut answers = Answers::default();
        answers.set(Item::Outcome(3, OutcomeColumn::Title), Entry::text("甲"));
        answers.set(Item::Outcome(7, OutcomeColumn::Title), Entry::text("乙"));
        let order = answers.outcome_order(&Answers::default());
        let closed = answers.ordered(&order);
        assert_eq!(closed.outcome_rows(), 2);
        assert!(closed.get(Item::Outcome(1, OutcomeColumn::Title)).is_some());
    }
}
