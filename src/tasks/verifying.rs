//! 核对: a result scored again from its own raw sheets, or from the input that is given, and held against what it says.

use super::{Audience, TaskError};
use crate::analysis::Evaluation;
use crate::problem::Code;
use crate::questions::seal::{OWN_VERSION, Seal};
use crate::questions::verify::{Verification, compare};
use crate::rulebook::RuleBook;
use crate::rulebook::library;
use crate::sheets;
use crate::workbook::{self, Bounds, Source, Workbook};

/// A result that was handed in, with what it says of the run that it comes from.
#[derive(Debug)]
pub struct Sealed {
    /// The result's file.
    pub file: String,
    /// What stands in it.
    pub workbook: Workbook,
    /// What it says of its run.
    pub seal: Seal,
}

/// What else was given, for the notes.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// The input that it was scored from.
    pub input: bool,
    /// Last year's workbook.
    pub last_year: bool,
}

impl Sealed {
    /// Reads a result.
    ///
    /// # Errors
    /// It cannot be read, or is no result.
    pub fn read(source: &Source, bounds: &Bounds) -> Result<Sealed, TaskError> {
        let workbook = workbook::read(source, bounds)?;
        let file = source.file_name();
        match Seal::read(&workbook) {
            Some(seal) => Ok(Sealed {
                file,
                workbook,
                seal,
            }),
            None => Err(TaskError::NoResult { file }),
        }
    }

    /// The id of the built-in rule book that it was scored by.
    ///
    /// # Errors
    /// The program has none of this id, or another one.
    pub fn built_in_rules(&self) -> Result<&str, TaskError> {
        let text = library::built_in(&self.seal.rules);
        let book = text.and_then(|text| library::load_text(&self.seal.rules, text).book);
        let found = match book {
            Some(book) if book.digest == self.seal.digest => return Ok(&self.seal.rules),
            Some(book) => format!("本程序内置的这本规则书校验码是 {}", book.digest),
            None => "本程序没有内置这本规则书".into(),
        };
        Err(TaskError::OtherRules {
            file: self.file.clone(),
            rules: self.seal.rules.clone(),
            wanted: self.seal.digest.clone(),
            found,
        })
    }

    /// Holds it against what scoring gives again.
    ///
    /// # Errors
    /// The workbook that it is held against could not be made.
    pub fn held_against(&self, evaluation: &Evaluation) -> Result<Verification, TaskError> {
        // What we wrote ourselves is within bounds that fit what we read.
        let written = Source::Bytes {
            name: self.file.clone(),
            bytes: sheets::annotated(evaluation)?.into(),
        };
        let wrote = workbook::read(&written, &Bounds::LARGE)?;
        Ok(compare(
            &wrote,
            &self.workbook,
            &evaluation.dataset,
            &self.seal,
        ))
    }

    /// What is to be known of the answer.
    pub fn notes(
        &self,
        book: &RuleBook,
        verification: &Verification,
        given: Given,
        to: Audience,
    ) -> Vec<String> {
        let seal = &self.seal;
        let typed = to == Audience::CommandLine;
        let mut notes = Vec::new();
        if seal.version != OWN_VERSION {
            notes.push(format!(
                "结果里写的程序版本是“{}”，本程序是“{OWN_VERSION}”：两版写出的文字可能不同，最好用当时的版本核对。",
                seal.version
            ));
        }
        if book.digest != seal.digest {
            notes.push(
                "所给规则书的校验码与结果里写明的不同：或者规则书不是当时的那一本，或者结果里的校验码被改过。"
                    .to_string(),
            );
        }
        if seal.data.is_empty() && !given.input {
            notes.push(format!(
                "结果里没有原始数据的校验码（较早的版本写出的）：原始数据有没有改动，请{}来核对。",
                match typed {
                    true => "用 --input 指定当时的输入",
                    false => "选择评分时用的工作簿",
                }
            ));
        }
        if verification.unstored > 0 {
            notes.push(format!(
                "有 {} 个公式在文件里没有保存结果，无法比较。请用 Excel 或 WPS 打开、保存一次再核对。",
                verification.unstored
            ));
        }
        let slip = Code::UnitSlip.as_str();
        let told_slip = |text: &str| text == slip || text.contains(&format!(" {slip} "));
        let mut changes = verification.changes.iter();
        if !given.last_year && changes.any(|one| told_slip(&one.was) || told_slip(&one.is)) {
            notes.push(match typed {
                true => format!(
                    "不同之处里有 {slip}（疑似单位错误）：如果评分时用了 --last-year，这里也请加上。"
                ),
                false => format!(
                    "不同之处里有 {slip}（疑似单位错误）：如果评分时选了上年的工作簿，这里也请选上。"
                ),
            });
        }
        notes
    }
}
