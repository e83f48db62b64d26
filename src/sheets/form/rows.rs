//! How each row of the form looks.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, Worksheet,
};

use super::entry::{self, Question};
use super::look::{Look, WIDTHS, height, small_height};
use crate::address::Address;
use crate::forms::form::{FormRow, OutcomeColumn, Table, column};
use crate::forms::formula::{Filled, Formula};
use crate::forms::live::{FINE, MISSING, SPARE};
use crate::forms::return_forms::Note;
use crate::forms::{Answers, Form, Item};
use crate::rulebook::outcomes::RowFigure;
use crate::rulebook::{Indicator, Metric};
use crate::sheets::layer::{Cell, DATE, Rows, Written, evenly};
use crate::sheets::palette;

/// What stands in a form besides its questions.
#[derive(Clone, Copy, Default)]
pub struct Content<'c> {
    /// What is filled in.
    pub answers: Option<&'c Answers>,
    /// Last year's figures.
    pub last_year: Option<&'c Answers>,
    /// What is wrong with what is filled in.
    pub notes: &'c [Note],
}

/// How high a page is, in points of the sheet: A4 within its margins at the scale that the columns' widths make, less
/// what printers do differently.
const PAGE_HEIGHT: f64 = 935.0;

/// All columns that are seen.
const ALL: (u16, u16) = (0, column::LAST);

/// Writes every row.
pub fn write(
    sheet: &mut Worksheet,
    form: &Form,
    content: &Content,
    filled: &Filled,
    look: &Look,
) -> Written {
    let mut writer = Writer {
        rows: Rows::from(sheet, 0),
        form,
        content,
        filled,
        look,
        checks: Vec::new(),
    };
    writer.rows.widths(&WIDTHS)?;
    let heights: Vec<f64> = form.rows.iter().map(|row| writer.tall(row)).collect();
    let breaks = breaks(&form.rows, &heights);
    if !breaks.is_empty() {
        writer.rows.sheet.set_page_breaks(&breaks)?;
    }
    for (row, height) in form.rows.iter().zip(&heights) {
        writer.rows.height(*height)?;
        writer.row(row)?;
        if let Some(key) = form.key(row) {
            let at = writer.rows.row();
            writer.rows.sheet.write_string(at, column::KEY, key)?;
        }
        writer.rows.next();
    }
    let checks = std::mem::take(&mut writer.checks);
    colour_checks(sheet, &checks)
}

/// The rows that begin a page, of pages that are all about as full.
fn breaks(rows: &[FormRow], heights: &[f64]) -> Vec<u32> {
    evenly(PAGE_HEIGHT, heights.iter().sum(), |page| {
        breaks_within(page, rows, heights)
    })
}

/// The rows that begin a page where pages are so high at most: each has so many as find room, and no heading stands last
/// on it.
fn breaks_within(page: f64, rows: &[FormRow], heights: &[f64]) -> Vec<u32> {
    let leads = |row: &FormRow| {
        matches!(
            row,
            FormRow::Part(_) | FormRow::Group(_) | FormRow::Hint(_) | FormRow::Headers(_)
        )
    };
    let (mut breaks, mut start, mut used) = (Vec::new(), 0, 0.0);
    for (place, height) in heights.iter().enumerate() {
        if used + height > page {
            let headings = rows[start..place].iter().rev().take_while(|row| leads(row));
            let first = place - headings.count();
            if first > start {
                (start, used) = (first, heights[first..place].iter().sum());
                breaks.push(first as u32);
            }
        }
        used += height;
    }
    breaks
}

struct Writer<'w> {
    rows: Rows<'w>,
    form: &'w Form<'w>,
    content: &'w Content<'w>,
    filled: &'w Filled<'w>,
    look: &'w Look,
    /// The cells that check something.
    checks: Vec<Address>,
}

impl<'w> Writer<'w> {
    fn row(&mut self, row: &FormRow<'w>) -> Written {
        use column::*;
        let look = self.look;
        match row {
            FormRow::Title(text) => self.rows.over(ALL, text, &look.title),
            FormRow::Note(text) => self.rows.over(ALL, text, &look.note),
            FormRow::Part(text) => self.rows.over(ALL, text, &look.part),
            FormRow::Group(text) => self.rows.over(ALL, text, &look.group),
            FormRow::Hint(text) => self.rows.over(ALL, text, &look.help),
            FormRow::Source(text) => self.rows.over(ALL, text, &look.source),
            FormRow::Progress => self.progress(),
            FormRow::Person(metric) => self.person(row, metric),
            FormRow::Headers(table) => self.headers(row, *table),
            FormRow::Metric { metric, .. } => self.metric(row, metric),
            FormRow::Outcome(number) => self.outcome(row, *number),
            FormRow::OutcomeTotal(_) => self.outcome_total(row),
            FormRow::Declared { index, indicator } => self.declared(row, *index, indicator),
            FormRow::DeclaredTotal(_) => self.declared_total(row),
            FormRow::DeclaredGrade(_) => self.declared_grade(row),
            FormRow::Date => self.date(row),
            FormRow::Seal => {
                let texts = self.form.texts(row);
                self.rows.over((NUMBER, UNIT), &texts[0].1, &look.seal)?;
                self.rows.over((LAST_YEAR, LAST), &texts[1].1, &look.seal)
            }
        }
    }

    /// How high a row is.
    fn tall(&self, row: &FormRow) -> f64 {
        let all = || WIDTHS[..9].iter().sum();
        match row {
            FormRow::Title(_) => 34.0,
            FormRow::Note(text) => height(text, all()),
            FormRow::Hint(text) | FormRow::Source(text) => small_height(text, all()),
            FormRow::Progress => 24.0,
            FormRow::Headers(_) => 22.0,
            FormRow::Part(_) => 24.0,
            FormRow::Group(_) => 20.0,
            FormRow::OutcomeTotal(_) | FormRow::DeclaredTotal(_) | FormRow::DeclaredGrade(_) => {
                24.0
            }
            FormRow::Outcome(number) => height(&self.title(*number), WIDTHS[1]).max(24.0),
            FormRow::Seal => 58.0,
            FormRow::Person(_)
            | FormRow::Metric { .. }
            | FormRow::Declared { .. }
            | FormRow::Date => self.as_texts_need(row),
        }
    }

    /// The height that the label and the help of a row need.
    fn as_texts_need(&self, row: &FormRow) -> f64 {
        let help = &WIDTHS[usize::from(column::HELP)..=usize::from(column::LAST)];
        let texts = self.form.texts(row).into_iter();
        let heights = texts.map(|(place, text)| match place {
            column::HELP => small_height(&text, help.iter().sum()),
            column::LABEL => height(&text, WIDTHS[1]),
            _ => 0.0,
        });
        heights.fold(21.0, f64::max).min(400.0)
    }

    /// What an outcome indicator is called.
    fn title(&self, number: usize) -> String {
        let item = Item::Outcome(number, OutcomeColumn::Title);
        let answers = self.content.answers;
        let title = answers.and_then(|answers| answers.get(item));
        title.map(|entry| entry.shown()).unwrap_or_default()
    }

    /// The check of a row, which is coloured by what it says.
    fn check(&mut self, row: &FormRow<'w>) -> Written {
        let Some((table, check)) = self.filled.check(row) else {
            return Ok(());
        };
        let columns = self.check_columns(table);
        self.checks.push(Address::new(self.rows.row(), columns.0));
        let check = self.calculated(&check);
        self.rows.over(columns, check, &self.look.check)
    }

    /// A formula with what it yields.
    fn calculated(&self, formula: &Formula) -> Cell<'static> {
        Cell::from(self.filled.value(formula)).by(self.filled.text(formula))
    }

    fn check_columns(&self, table: Table) -> (u16, u16) {
        let last = match table {
            Table::Outcomes => column::LAST,
            Table::Metrics | Table::Declared => column::CHECK,
        };
        (self.form.check_column(table), last)
    }

    fn progress(&mut self) -> Written {
        use column::*;
        let progress = self.filled.progress();
        let [missing, bar, wrong] = progress.map(|formula| self.calculated(&formula));
        let format = &self.look.progress;
        self.rows.over((NUMBER, ENTRY), missing, format)?;
        self.rows.over((UNIT, CHECK), bar, format)?;
        self.rows.over((HELP, LAST), wrong, format)
    }

    /// The texts of a row in their columns; help runs to the last column.
    fn texts(&mut self, row: &FormRow) -> Written {
        use column::*;
        let look = self.look;
        for (place, text) in self.form.texts(row) {
            match place {
                NUMBER => self.rows.put(NUMBER, text, &look.number)?,
                UNIT => self.rows.put(UNIT, text, &look.unit)?,
                HELP => self.rows.over((HELP, LAST), text, &look.help)?,
                place => self.rows.put(place, text, &look.label)?,
            }
        }
        Ok(())
    }

    fn person(&mut self, row: &FormRow, metric: &Metric) -> Written {
        use column::*;
        let look = self.look;
        self.rows.put(NUMBER, "", &look.number)?;
        if self.form.is_given(metric) {
            self.rows.put(LABEL, metric.name(), &look.label)?;
            return self
                .rows
                .over((ENTRY, LAST), self.form.given(metric), &look.given);
        }
        self.texts(row)?;
        let format = entry::wide(&look.entry).set_num_format("@");
        self.rows.over((ENTRY, CHECK), "", &format)?;
        let question = Question::metric(metric.name(), metric.kind());
        self.entry(ENTRY, Item::Metric(metric.variable.id), &question, &format)
    }

    fn date(&mut self, row: &FormRow) -> Written {
        use column::*;
        self.texts(row)?;
        self.rows.put(NUMBER, "", &self.look.number)?;
        let format = entry::wide(&self.look.entry).set_num_format(DATE);
        self.rows.over((ENTRY, CHECK), "", &format)
    }

    fn headers(&mut self, row: &FormRow, table: Table) -> Written {
        use column::*;
        let (first_check, last_check) = self.check_columns(table);
        for (place, text) in self.form.texts(row) {
            let last = match (table, place) {
                (Table::Outcomes, place) => place,
                (_, place) if place == first_check => last_check,
                (_, HELP) => LAST,
                (_, place) => place,
            };
            self.rows.over((place, last), text, &self.look.header)?;
        }
        Ok(())
    }

    fn entry(&mut self, place: u16, item: Item, question: &Question, format: &Format) -> Written {
        let content = self.content;
        let about = |note: &&Note| note.items.contains(&item);
        let remarks: Vec<&Note> = content.notes.iter().filter(about).collect();
        let filled = content.answers.and_then(|answers| answers.get(item));
        entry::write(&mut self.rows, place, question, filled, &remarks, format)?;
        if let Some(validation) = question.validation()? {
            let at = self.rows.row();
            let sheet = &mut self.rows.sheet;
            sheet.add_data_validation(at, place, at, place, &validation)?;
        }
        Ok(())
    }

    fn metric(&mut self, row: &FormRow<'w>, metric: &Metric) -> Written {
        use column::*;
        self.texts(row)?;
        let item = Item::Metric(metric.variable.id);
        let question = Question::metric(metric.name(), metric.kind());
        self.entry(ENTRY, item, &question, &self.look.entry)?;
        if self.form.passport.last_year {
            let before = self.content.last_year.and_then(|answers| answers.get(item));
            entry::write_last_year(&mut self.rows, LAST_YEAR, before, &self.look.last_year)?;
        }
        self.check(row)
    }

    fn outcome(&mut self, row: &FormRow<'w>, number: usize) -> Written {
        let Some(rules) = &self.form.book.outcomes else {
            return Ok(());
        };
        self.texts(row)?;
        let wide = entry::wide(&self.look.entry);
        for wanted in OutcomeColumn::ALL {
            let format = match wanted {
                OutcomeColumn::Title => &wide,
                _ => &self.look.entry,
            };
            let question = Question::outcome(wanted, rules);
            self.entry(
                wanted.column(),
                Item::Outcome(number, wanted),
                &question,
                format,
            )?;
        }
        self.check(row)
    }

    fn outcome_total(&mut self, row: &FormRow<'w>) -> Written {
        for place in 0..=column::LAST {
            self.rows.put(place, "", &self.look.label)?;
        }
        self.texts(row)?;
        let Some(weights) = self.filled.weights() else {
            return Ok(());
        };
        let weight = OutcomeColumn::Figure(RowFigure::Weight).column();
        let weights = self.calculated(&weights);
        self.rows.put(weight, weights, &self.look.total)?;
        self.check(row)
    }

    fn declared(&mut self, row: &FormRow<'w>, index: usize, indicator: &Indicator) -> Written {
        self.texts(row)?;
        let points = indicator.points;
        let question = Question::declared(&indicator.name, points);
        self.entry(
            column::ENTRY,
            Item::Declared(index),
            &question,
            &self.look.entry,
        )?;
        self.check(row)
    }

    /// The texts of a sum of declared scores; it has neither number nor unit.
    fn declared_sum(&mut self, row: &FormRow) -> Written {
        self.texts(row)?;
        self.rows.put(column::NUMBER, "", &self.look.number)?;
        self.rows.put(column::UNIT, "", &self.look.number)
    }

    fn declared_total(&mut self, row: &FormRow) -> Written {
        self.declared_sum(row)?;
        let Some([total, told, _]) = self.filled.declared() else {
            return Ok(());
        };
        let total = self.calculated(&total);
        self.rows.put(column::ENTRY, total, &self.look.total)?;
        let format = self.look.help.clone().set_align(FormatAlign::Center);
        let columns = self.check_columns(Table::Declared);
        let told = self.calculated(&told);
        self.rows.over(columns, told, &format)
    }

    fn declared_grade(&mut self, row: &FormRow) -> Written {
        self.declared_sum(row)?;
        let columns = self.check_columns(Table::Declared);
        self.rows.over(columns, "", &self.look.help)?;
        let Some([_, _, grade]) = self.filled.declared() else {
            return Ok(());
        };
        let grade = self.calculated(&grade);
        self.rows.put(column::ENTRY, grade, &self.look.total)
    }
}

/// Colours the checks by what they say; what is neither of these is red as it stands.
fn colour_checks(sheet: &mut Worksheet, checks: &[Address]) -> Written {
    let (Some(first), Some(last)) = (checks.first(), checks.last()) else {
        return Ok(());
    };
    let ranges: Vec<String> = checks.iter().map(Address::to_string).collect();
    let ranges = ranges.join(" ");
    let green = Format::new().set_font_color(Color::RGB(palette::GREEN));
    let grey = Format::new().set_font_color(Color::RGB(palette::GREY));
    let amber = Format::new().set_font_color(Color::RGB(palette::AMBER));
    for (text, format) in [(FINE, green), (SPARE, grey), (MISSING, amber)] {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(text))
            .set_multi_range(&ranges)
            .set_format(format);
        sheet.add_conditional_format(
            first.row,
            first.column.min(last.column),
            last.row,
            first.column.max(last.column),
            &rule,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_form_is_signed_is_never_alone_on_a_page() {
        for count in 21..200 {
            let mut rows = vec![FormRow::Date; count];
            rows.push(FormRow::Seal);
            let mut heights = vec![45.0; count];
            heights.push(58.0);
            let breaks = breaks(&rows, &heights);
            let fewest = breaks_within(PAGE_HEIGHT, &rows, &heights);
            assert_eq!(breaks.len(), fewest.len(), "{count} rows");
            let last = breaks.last().map_or(0, |first| *first as usize);
            assert!(rows.len() - last > 6, "{count} rows end with {last}");
        }
    }

    #[test]
    fn no_heading_is_the_last_on_a_page() {
        for count in 1..40 {
            let mut rows = vec![FormRow::Date; count];
            rows.push(FormRow::Part("二、".into()));
            rows.push(FormRow::Headers(Table::Declared));
            rows.extend(vec![FormRow::Date; 30]);
            let heights = vec![45.0; rows.len()];
            let breaks = breaks(&rows, &heights);
            let before = breaks.iter().map(|first| &rows[*first as usize - 1]);
            let mut headings = before.filter(|row| !matches!(row, FormRow::Date));
            assert!(headings.next().is_none(), "{count} rows before the heading");
        }
    }
}
