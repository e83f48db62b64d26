//! How each row of the form looks.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, Worksheet,
};

use super::entry::{self, Question};
use super::look::{Look, WIDTHS, WIDTHS_WITH_LAST_YEAR, height, small_height};
use super::pages::breaks;
use crate::address::Address;
use crate::forms::form::{FormRow, OutcomeColumn, Table, column};
use crate::forms::formula::{Filled, Formula};
use crate::forms::live::{FINE, MISSING, SPARE};
use crate::forms::return_forms::Note;
use crate::forms::{Answers, Form, Item};
use crate::rulebook::outcomes::RowFigure;
use crate::rulebook::{Indicator, Metric};
use crate::sheets::layer::{Cell, DATE, Rows, Written, own_format};
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

/// The highest row, in points: Excel takes 409.
const HIGHEST: f64 = 400.0;

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
        widths: match form.passport.last_year {
            true => &WIDTHS_WITH_LAST_YEAR,
            false => &WIDTHS,
        },
        checks: Vec::new(),
    };
    writer.rows.widths(writer.widths)?;
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

struct Writer<'w> {
    rows: Rows<'w>,
    form: &'w Form<'w>,
    content: &'w Content<'w>,
    filled: &'w Filled<'w>,
    look: &'w Look,
    /// How wide the columns are.
    widths: &'static [f64],
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
    fn tall(&self, row: &FormRow<'w>) -> f64 {
        let all = self.wide(ALL);
        match row {
            FormRow::Title(_) => 34.0,
            FormRow::Note(text) => height(text, all),
            FormRow::Hint(text) | FormRow::Source(text) => small_height(text, all),
            FormRow::Progress => 24.0,
            FormRow::Headers(_) => 22.0,
            FormRow::Part(_) => 24.0,
            FormRow::Group(_) => 20.0,
            FormRow::OutcomeTotal(_) | FormRow::DeclaredTotal(_) | FormRow::DeclaredGrade(_) => {
                24.0
            }
            FormRow::Outcome(number) => self.as_title_needs(*number),
            FormRow::Seal => 58.0,
            FormRow::Person(_)
            | FormRow::Metric { .. }
            | FormRow::Declared { .. }
            | FormRow::Date => self.as_texts_need(row),
        }
    }

    /// The widths of some columns.
    fn wide(&self, (first, last): (u16, u16)) -> &'static [f64] {
        &self.widths[usize::from(first)..=usize::from(last)]
    }

    /// The height that the label, the help and whatever the check may say of a row need.
    fn as_texts_need(&self, row: &FormRow<'w>) -> f64 {
        let label = self.wide((column::LABEL, column::LABEL));
        let texts = self.form.texts(row).into_iter();
        let heights = texts.map(|(place, text)| match place {
            column::HELP => small_height(&text, self.wide((column::HELP, column::LAST))),
            column::LABEL => height(&text, label),
            _ => 0.0,
        });
        let least = heights.fold(21.0, f64::max);
        let Some((table, check)) = self.filled.check(row) else {
            return least.min(HIGHEST);
        };
        let columns = self.wide(self.check_columns(table));
        let checks = check.texts().into_iter();
        let checks = checks.map(|text| small_height(text, columns));
        checks.fold(least, f64::max).min(HIGHEST)
    }

    /// The height that the name of an outcome indicator needs: two lines where it is yet to be filled in.
    fn as_title_needs(&self, number: usize) -> f64 {
        const TWO_LINES: f64 = 35.0;
        const ONE_LINE: f64 = 24.0;
        match self.title(number) {
            Some(title) => height(&title, self.wide((column::LABEL, column::LABEL))).max(ONE_LINE),
            None => TWO_LINES,
        }
    }

    /// What an outcome indicator is called.
    fn title(&self, number: usize) -> Option<String> {
        let item = Item::Outcome(number, OutcomeColumn::Title);
        let answers = self.content.answers;
        let title = answers.and_then(|answers| answers.get(item));
        title.map(|entry| entry.shown())
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
        let answers = self.content.answers;
        let filled = answers.and_then(|answers| answers.get(Item::Date));
        let own = filled.and_then(|entry| own_format(&entry.value, entry.format.as_deref()));
        let format = entry::wide(&self.look.entry).set_num_format(own.unwrap_or(DATE));
        let cell: Cell = filled
            .map(|entry| Cell::typed(&entry.value, || entry.shown()))
            .into();
        self.rows.over((ENTRY, CHECK), cell, &format)
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
