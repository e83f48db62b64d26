//! Reports to hand in, as Word documents: a department's self-evaluation report, and the supervising bureau's
//! summary.
//!
//! ```text
//! Evaluation ─ facts ─▶ names for templates ─ template ─▶ text with markup ─ markup ─▶ blocks ─ word ─▶ bytes
//!                                                             tables, charts ──────────▲
//! ```
//!
//! * [`template`]: the sentences, in files that a bureau may change; [`lint`] holds them against a rule book;
//! * [`facts`] is what a department's template may name, [`overview`] what the bureau's may; [`datum`] is one
//!   figure among them, which asks to be filled in where it is missing;
//! * [`markup`] reads the rendered text into [`block`]s: headings, paragraphs, tables, charts;
//! * [`tables`] are the tables, [`charts`] the charts that a template can call for;
//! * [`word`] is the only place that knows what a Word document is made of.
//!
//! Nothing is praised and nothing achieved here: what only the department knows stands as 【请填写：…】.

mod block;
mod charts;
mod datum;
mod facts;
pub mod lint;
mod markup;
mod overview;
pub mod sentences;
mod tables;
pub mod template;
mod word;

pub use template::{Template, TemplateError};

use crate::analysis::Evaluation;
use crate::analysis::opinions::told;

/// Writes departments' reports, each as a Word document.
pub struct DepartmentReports<'e> {
    evaluation: &'e Evaluation<'e>,
    template: template::Prepared,
    book: facts::Book,
}

impl<'e> DepartmentReports<'e> {
    /// Prepares a template for a run.
    ///
    /// # Errors
    /// The template does not parse.
    pub fn new(
        evaluation: &'e Evaluation,
        template: &Template,
    ) -> Result<DepartmentReports<'e>, TemplateError> {
        Ok(DepartmentReports {
            evaluation,
            template: template.prepare()?,
            book: facts::Book::new(evaluation.book),
        })
    }

    /// The report of a department, by its place in the dataset.
    ///
    /// # Errors
    /// The template asks for something that there is not.
    pub fn write(&self, department: usize) -> Result<Vec<u8>, TemplateError> {
        let (record, card) = (
            &self.evaluation.dataset.records[department],
            &self.evaluation.cards[department],
        );
        let year = self.evaluation.dataset.year;
        let recognized = facts::Recognition {
            told: &told::recognized(self.evaluation, department),
            scores: &self.evaluation.opinions.recognized[department].scores,
        };
        let text = self.template.render(facts::department(
            record, card, year, recognized, &self.book,
        ))?;
        let blocks = markup::blocks(&text, &mut |call| match call {
            markup::Call::Table(name) => tables::of_department(name, department, self.evaluation),
            markup::Call::Chart(_) => None,
        });
        let blocks = blocks.map_err(|error| self.template.misused(error))?;
        word::document(&blocks, self.evaluation.book)
            .map_err(|error| self.template.unwritten(error))
    }
}

/// The supervising bureau's summary report as a Word document.
///
/// # Errors
/// The template does not parse, or asks for something that there is not.
pub fn bureau(evaluation: &Evaluation, template: &Template) -> Result<Vec<u8>, TemplateError> {
    let template = template.prepare()?;
    let text = template.render(overview::bureau(evaluation))?;
    let blocks = markup::blocks(&text, &mut |call| match call {
        markup::Call::Table(name) => tables::of_bureau(name, evaluation),
        markup::Call::Chart(name) => charts::chart(name, evaluation),
    });
    let blocks = blocks.map_err(|error| template.misused(error))?;
    word::document(&blocks, evaluation.book).map_err(|error| template.unwritten(error))
}
