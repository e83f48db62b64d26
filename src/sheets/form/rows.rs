//! How each row of the form looks.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, Formula, Worksheet, XlsxError,
};

use super::checks::{self, Formulas};
use super::entry::{self, Question};
use super::look::{Look, WIDTHS, height, small_height};
use crate::address::Address;
use crate::decimal::trimmed;
use crate::forms::form::{OutcomeColumn, Row, Table, column};
use crate::forms::live::{FINE, Live, MISSING, SPARE};
use crate::forms::packs::Note;
use crate::forms::{Answers, Form, Item};
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::rulebook::{Indicator, Metric};

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

/// Writes every row.
pub fn write(
    sheet: &mut Worksheet,
    form: &Form,
    content: &Content,
    live: &Live,
    look: &Look,
) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let formulas = Formulas::new(form);
    let mut writer = Writer {
        sheet,
        form,
        content,
        live,
        look,
        formulas: &formulas,
        checks: Vec::new(),
    };
    for (at, row) in form.rows() {
        writer.row(at, row)?;
        if let Some(key) = form.key(row) {
            writer.sheet.write_string(at, column::KEY, key)?;
        }
    }
    let checks = std::mem::take(&mut writer.checks);
    colour_checks(sheet, &checks)
}

struct Writer<'w> {
    sheet: &'w mut Worksheet,
    form: &'w Form<'w>,
    content: &'w Content<'w>,
    live: &'w Live<'w>,
    look: &'w Look,
    formulas: &'w Formulas<'w>,
    /// The cells that check something.
    checks: Vec<Address>,
}

type Written = Result<(), XlsxError>;

impl Writer<'_> {
    fn row(&mut self, at: u32, row: &Row) -> Written {
        use column::*;
        let look = self.look;
        match row {
            Row::Title(text) => self.banner(at, text, &look.title, 34.0),
            Row::Note(text) => {
                let tall = height(text, WIDTHS[..9].iter().sum());
                self.banner(at, text, &look.note, tall)
            }
            Row::Progress => self.progress(at),
            Row::Person(metric) => self.person(at, row, metric),
            Row::Part(text) => self.banner(at, text, &look.part, 24.0),
            Row::Group(text) => self.banner(at, text, &look.group, 20.0),
            Row::Hint(text) => {
                let tall = small_height(text, WIDTHS[..9].iter().sum());
                self.banner(at, text, &look.help, tall)
            }
            Row::Headers(table) => self.headers(at, row, *table),
            Row::Metric { metric, .. } => self.metric(at, row, metric),
            Row::Outcome(number) => self.outcome(at, row, *number),
            Row::OutcomeTotal(rules) => self.outcome_total(at, row, rules),
            Row::Declared { index, indicator } => self.declared(at, row, *index, indicator),
            Row::DeclaredTotal(_) => self.declared_total(at, row),
            Row::DeclaredGrade(_) => self.declared_grade(at, row),
            Row::Date => self.date(at, row),
            Row::Seal => {
                self.sheet.set_row_height(at, 58)?;
                let texts = self.form.texts(row);
                self.over(at, NUMBER, UNIT, &texts[0].1, &look.seal)?;
                self.over(at, LAST_YEAR, LAST, &texts[1].1, &look.seal)
            }
            Row::Source(text) => {
                let tall = small_height(text, WIDTHS[..9].iter().sum());
                self.banner(at, text, &look.source, tall)
            }
        }
    }

    /// A text over some columns of a row.
    fn over(&mut self, at: u32, first: u16, last: u16, text: &str, format: &Format) -> Written {
        if first == last {
            self.sheet
                .write_string_with_format(at, first, text, format)?;
        } else {
            self.sheet.merge_range(at, first, at, last, text, format)?;
        }
        Ok(())
    }

    fn banner(&mut self, at: u32, text: &str, format: &Format, tall: f64) -> Written {
        self.sheet.set_row_height(at, tall)?;
        self.over(at, 0, column::LAST, text, format)
    }

    /// A formula with its result over some columns.
    fn formula(
        &mut self,
        at: u32,
        (first, last): (u16, u16),
        formula: String,
        result: String,
        format: &Format,
    ) -> Written {
        if first < last {
            self.sheet.merge_range(at, first, at, last, "", format)?;
        }
        let formula = Formula::new(formula).set_result(result);
        self.sheet
            .write_formula_with_format(at, first, formula, format)?;
        Ok(())
    }

    /// A check, which is coloured by what it says.
    fn check(&mut self, at: u32, columns: (u16, u16), formula: String, result: String) -> Written {
        self.checks.push(Address::new(at, columns.0));
        let format = self.look.check.clone();
        self.formula(at, columns, formula, result, &format)
    }

    fn check_columns(&self, table: Table) -> (u16, u16) {
        let last = match table {
            Table::Outcomes => column::LAST,
            Table::Metrics | Table::Declared => column::CHECK,
        };
        (self.form.check_column(table), last)
    }

    fn progress(&mut self, at: u32) -> Written {
        use column::*;
        self.sheet.set_row_height(at, 22)?;
        let (missing, wrong) = self.live.progress();
        let results = (
            match missing {
                0 => checks::NOTHING_MISSING.into(),
                _ => format!("还有 {missing} 项没有填写"),
            },
            match wrong {
                0 => checks::NOTHING_WRONG.into(),
                _ => format!("有 {wrong} 处需要核对，见“检查”栏"),
            },
        );
        let (missing, wrong) = self.formulas.progress();
        let format = self.look.progress.clone();
        self.formula(at, (NUMBER, ENTRY), missing, results.0, &format)?;
        self.formula(at, (UNIT, LAST), wrong, results.1, &format)
    }

    /// The texts of a row in their columns; help runs to the last column.
    fn texts(&mut self, at: u32, row: &Row) -> Written {
        use column::*;
        let look = self.look;
        for (place, text) in self.form.texts(row) {
            match place {
                NUMBER => self.over(at, NUMBER, NUMBER, &text, &look.number)?,
                UNIT => self.over(at, UNIT, UNIT, &text, &look.unit)?,
                HELP => self.over(at, HELP, LAST, &text, &look.help)?,
                place => self.over(at, place, place, &text, &look.label)?,
            }
        }
        Ok(())
    }

    /// The height that the label and the help of a row need.
    fn tall(&self, row: &Row) -> f64 {
        let help_width: f64 = WIDTHS[usize::from(column::HELP)..=usize::from(column::LAST)]
            .iter()
            .sum();
        let heights = self
            .form
            .texts(row)
            .into_iter()
            .map(|(place, text)| match place {
                column::HELP => small_height(&text, help_width),
                column::LABEL => height(&text, WIDTHS[1]),
                _ => 0.0,
            });
        heights.fold(21.0, f64::max).min(400.0)
    }

    fn person(&mut self, at: u32, row: &Row, metric: &Metric) -> Written {
        use column::*;
        let tall = self.tall(row);
        self.sheet.set_row_height(at, tall)?;
        let look = self.look;
        self.sheet.write_blank(at, NUMBER, &look.number)?;
        if self.form.is_given(metric) {
            let given = self.form.given(metric).unwrap_or_default();
            self.over(at, LABEL, LABEL, metric.name(), &look.label)?;
            return self.over(at, ENTRY, LAST, &given, &look.given);
        }
        self.texts(at, row)?;
        let format = entry::wide(&look.entry).set_num_format("@");
        self.sheet.merge_range(at, ENTRY, at, CHECK, "", &format)?;
        let question = Question::metric(metric.name(), metric.kind());
        let item = Item::Metric(metric.variable.id);
        self.entry(at, ENTRY, item, &question, &format)
    }

    fn date(&mut self, at: u32, row: &Row) -> Written {
        use column::*;
        let tall = self.tall(row);
        self.sheet.set_row_height(at, tall)?;
        self.texts(at, row)?;
        self.sheet.write_blank(at, NUMBER, &self.look.number)?;
        let format = entry::wide(&self.look.entry).set_num_format("yyyy-mm-dd");
        self.sheet.merge_range(at, ENTRY, at, CHECK, "", &format)?;
        Ok(())
    }

    fn headers(&mut self, at: u32, row: &Row, table: Table) -> Written {
        use column::*;
        self.sheet.set_row_height(at, 22)?;
        let (first_check, last_check) = self.check_columns(table);
        let header = self.look.header.clone();
        for (place, text) in self.form.texts(row) {
            let last = match (table, place) {
                (Table::Outcomes, place) => place,
                (_, place) if place == first_check => last_check,
                (_, HELP) => LAST,
                (_, place) => place,
            };
            self.over(at, place, last, &text, &header)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        at: u32,
        place: u16,
        item: Item,
        question: &Question,
        format: &Format,
    ) -> Written {
        let content = self.content;
        let about = |note: &&Note| note.items.contains(&item);
        let remarks: Vec<&Note> = content.notes.iter().filter(about).collect();
        let filled = content.answers.and_then(|answers| answers.get(item));
        let cell = Address::new(at, place);
        entry::write(self.sheet, cell, question, filled, &remarks, format)?;
        if let Some(validation) = question.validation()? {
            self.sheet
                .add_data_validation(at, place, at, place, &validation)?;
        }
        Ok(())
    }

    fn metric(&mut self, at: u32, row: &Row, metric: &Metric) -> Written {
        use column::*;
        let tall = self.tall(row);
        self.sheet.set_row_height(at, tall)?;
        self.texts(at, row)?;
        let item = Item::Metric(metric.variable.id);
        let question = Question::metric(metric.name(), metric.kind());
        let format = self.look.entry.clone();
        self.entry(at, ENTRY, item, &question, &format)?;
        if self.form.passport.last_year {
            let before = self.content.last_year.and_then(|answers| answers.get(item));
            let format = &self.look.last_year;
            entry::write_last_year(self.sheet, at, LAST_YEAR, before, format)?;
        }
        let (formula, result) = (self.formulas.metric(metric), self.live.metric(metric));
        self.check(at, self.check_columns(Table::Metrics), formula, result)
    }

    fn outcome(&mut self, at: u32, row: &Row, number: usize) -> Written {
        let Some(rules) = &self.form.book.outcomes else {
            return Ok(());
        };
        let title = self
            .content
            .answers
            .and_then(|answers| answers.get(Item::Outcome(number, OutcomeColumn::Title)));
        let title = title.map(|entry| entry.shown()).unwrap_or_default();
        self.sheet
            .set_row_height(at, height(&title, WIDTHS[1]).max(24.0))?;
        self.texts(at, row)?;
        let format = self.look.entry.clone();
        for wanted in OutcomeColumn::ALL {
            let question = Question::outcome(wanted, rules);
            let format = match wanted {
                OutcomeColumn::Title => entry::wide(&format),
                _ => format.clone(),
            };
            let item = Item::Outcome(number, wanted);
            self.entry(at, wanted.column(), item, &question, &format)?;
        }
        let (formula, result) = (
            self.formulas.outcome(at, rules),
            self.live.outcome(number, rules),
        );
        self.check(at, self.check_columns(Table::Outcomes), formula, result)
    }

    fn outcome_total(&mut self, at: u32, row: &Row, rules: &Outcomes) -> Written {
        self.sheet.set_row_height(at, 24)?;
        for place in 0..=column::LAST {
            self.sheet.write_blank(at, place, &self.look.label)?;
        }
        self.texts(at, row)?;
        let Some((sum, check)) = self.formulas.outcome_total(rules) else {
            return Ok(());
        };
        let weight = OutcomeColumn::Figure(RowFigure::Weight).column();
        let total = self.look.total.clone();
        let result = trimmed(self.live.weights(), 6);
        self.formula(at, (weight, weight), sum, result, &total)?;
        let result = self.live.outcome_total(rules);
        self.check(at, self.check_columns(Table::Outcomes), check, result)
    }

    fn declared(&mut self, at: u32, row: &Row, index: usize, indicator: &Indicator) -> Written {
        let tall = self.tall(row);
        self.sheet.set_row_height(at, tall)?;
        self.texts(at, row)?;
        let question = Question::declared(&indicator.name, indicator.points);
        let format = self.look.entry.clone();
        let item = Item::Declared(index);
        self.entry(at, column::ENTRY, item, &question, &format)?;
        let points = indicator.points;
        let (formula, result) = (
            self.formulas.declared(at, points),
            self.live.declared(index, points),
        );
        self.check(at, self.check_columns(Table::Declared), formula, result)
    }

    fn declared_total(&mut self, at: u32, row: &Row) -> Written {
        use column::*;
        self.sheet.set_row_height(at, 24)?;
        self.texts(at, row)?;
        for place in [NUMBER, UNIT] {
            self.sheet.write_blank(at, place, &self.look.number)?;
        }
        let Some((total, check)) = self.formulas.declared_total() else {
            return Ok(());
        };
        let (sum, count) = self.live.declared_sum();
        let (sum, told) = match count {
            0 => (String::new(), String::new()),
            _ => (
                trimmed(sum, 6),
                format!("已填 {count} 项，共 {} 项", self.form.book.indicators.len()),
            ),
        };
        let format = self.look.total.clone();
        self.formula(at, (ENTRY, ENTRY), total, sum, &format)?;
        let format = self
            .look
            .help
            .clone()
            .set_align(rust_xlsxwriter::FormatAlign::Center);
        self.formula(
            at,
            self.check_columns(Table::Declared),
            check,
            told,
            &format,
        )
    }

    fn declared_grade(&mut self, at: u32, row: &Row) -> Written {
        use column::*;
        self.sheet.set_row_height(at, 24)?;
        self.texts(at, row)?;
        for place in [NUMBER, UNIT] {
            self.sheet.write_blank(at, place, &self.look.number)?;
        }
        let (first, last) = self.check_columns(Table::Declared);
        let look = self.look;
        self.over(at, first, last, "", &look.help)?;
        let Some(formula) = self.formulas.declared_grade() else {
            return Ok(());
        };
        let book = self.form.book;
        let (sum, count) = self.live.declared_sum();
        let grade = match count == book.indicators.len() {
            true => book.grades.of(sum).name.clone(),
            false => String::new(),
        };
        let format = self.look.total.clone();
        self.formula(at, (ENTRY, ENTRY), formula, grade, &format)
    }
}

/// Colours the checks by what they say; what is neither of these is red as it stands.
fn colour_checks(sheet: &mut Worksheet, checks: &[Address]) -> Written {
    let (Some(first), Some(last)) = (checks.first(), checks.last()) else {
        return Ok(());
    };
    let ranges: Vec<String> = checks.iter().map(Address::to_string).collect();
    let ranges = ranges.join(" ");
    let green = Format::new().set_font_color(Color::RGB(0x548235));
    let grey = Format::new().set_font_color(Color::RGB(0x8C8C8C));
    let amber = Format::new().set_font_color(Color::RGB(0xBF6900));
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
