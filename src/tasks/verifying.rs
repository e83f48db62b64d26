//! A result, verified: which rules it was scored by, what it is scored from again, and what is to be known of the answer.

use super::reading::Input;
use super::{Audience, TaskError};
use crate::analysis::{Evaluation, Extent, Part, evaluate};
use crate::intake::generated::first_name;
use crate::intake::opinions::{self, LastOpinion};
use crate::problem::Code;
use crate::questions::seal::{self, OWN_VERSION, Seal};
use crate::questions::verify::{Kind, Verification, compare};
use crate::rulebook::{RuleBook, library};
use crate::scoring::Missing;
use crate::sheets::{self, Paper};
use crate::workbook::{self, Bounds, Source, Workbook};

/// A result with what it says of its run.
pub struct Sealed {
    file: String,
    workbook: Workbook,
    /// What it says.
    pub seal: Seal,
}

/// A result that was held against what scoring gives again.
pub struct Verified<'b> {
    /// What scoring gives again.
    pub evaluation: Evaluation<'b>,
    /// What differs.
    pub verification: Verification,
    /// What is to be known of the answer.
    pub notes: Vec<String>,
}

impl Sealed {
    /// Opens a result.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn open(source: &Source, bounds: &Bounds) -> Result<Sealed, TaskError> {
        let workbook = workbook::read(source, bounds)?;
        let file = source.file_name();
        let seal =
            Seal::read(&workbook).ok_or_else(|| TaskError::NoResult { file: file.clone() })?;
        Ok(Sealed {
            file,
            workbook,
            seal,
        })
    }

    /// What missing data counted as.
    pub fn missing(&self) -> Missing {
        self.seal.missing.unwrap_or_default()
    }

    /// The rule book of the run by its name: the built-in one that the result names, or the one that is given. Where this
    /// has another digest, the digest in the result is one of the differences.
    ///
    /// # Errors
    /// None is given, and the one that is named is not built in, or is another by now.
    pub fn rules(&self, given: Option<&str>) -> Result<String, TaskError> {
        if let Some(name) = given {
            return Ok(name.into());
        }
        let seal = &self.seal;
        let own = library::built_in(&seal.rules)
            .and_then(|_| library::load(&seal.rules).ok())
            .and_then(|loaded| loaded.book);
        let found = match own {
            Some(book) if book.digest == seal.digest => return Ok(seal.rules.clone()),
            Some(book) => format!("本程序内置的这本规则书校验码是 {}", book.digest),
            None => "本程序没有内置这本规则书".to_string(),
        };
        Err(TaskError::OtherRules {
            file: self.file.clone(),
            rules: seal.rules.clone(),
            wanted: seal.digest.clone(),
            found,
        })
    }

    /// Scores again, from the result's own raw sheets or from the input of the run (`input.file` says which, `from_input`
    /// whether it is the latter), and compares; `to` is who reads the notes.
    ///
    /// # Errors
    /// The input cannot be read or used.
    pub fn verify<'b, Done: Fn() + Sync>(
        &self,
        book: &'b RuleBook,
        input: &Input,
        from_input: bool,
        to: Audience,
        counted: impl FnOnce(usize) -> Done,
    ) -> Result<Verified<'b>, TaskError> {
        if !from_input && !self.seal.extent.includes(Part::Raw) {
            return Err(TaskError::NoRawData {
                file: self.file.clone(),
            });
        }
        let (mut dataset, mut problems) = input.dataset(book)?;
        let written = opinions::read(&self.workbook, book, &mut Vec::new()).unwrap_or_default();
        // What the bureau wrote belongs to the result; what was written since is a difference.
        let opened = self.seal.opinions.is_some();
        dataset.opinions = match opened {
            true => written.clone(),
            false => Vec::new(),
        };
        problems.retain(|problem| !about_opinions(problem));
        let done = counted(dataset.records.len());
        let evaluation = evaluate(dataset, book, self.missing(), problems, &done);
        let extent = Extent::of(&self.seal.extent, &evaluation)?;
        let bytes = sheets::annotated_as(&evaluation, &extent, Paper::A3)?;
        // What we wrote ourselves is within bounds that fit what we read.
        let again = Source::Bytes {
            name: self.file.clone(),
            bytes: bytes.into(),
        };
        let wrote = workbook::read(&again, &Bounds::LARGE)?;
        let mut verification = compare(&wrote, &self.workbook, &evaluation.dataset, &self.seal);
        verification.opinions(&self.seal, &written);
        let given = (from_input, input.last_year.is_some());
        let notes = self.notes(&evaluation, given, &verification, &written, to);
        Ok(Verified {
            evaluation,
            verification,
            notes,
        })
    }

    /// What is to be known of the answer.
    fn notes(
        &self,
        evaluation: &Evaluation,
        (from_input, with_last_year): (bool, bool),
        verification: &Verification,
        written: &[LastOpinion],
        to: Audience,
    ) -> Vec<String> {
        let (seal, typed) = (&self.seal, to == Audience::CommandLine);
        let mut notes = Vec::new();
        if seal.version != OWN_VERSION {
            notes.push(format!(
                "结果里写的程序版本是“{}”，本程序是“{OWN_VERSION}”：两版写出的文字可能不同，最好用当时的版本核对。",
                seal.version
            ));
        }
        if evaluation.book.digest != seal.digest {
            notes.push(
                "所给规则书的校验码与结果里写明的不同：或者规则书不是当时的那一本，或者结果里的校验码被改过。"
                    .to_string(),
            );
        }
        if seal.data.is_empty() && !from_input {
            notes.push(format!(
                "结果里没有原始数据的校验码（较早的版本写出的）：原始数据有没有改动，请{}来核对。",
                match typed {
                    true => "用 --input 指定当时的输入",
                    false => "选择评分时用的工作簿",
                }
            ));
        }
        if !from_input && verification.data_changed() {
            notes.push(format!(
                "结果里的原始数据改过，这里又没有评分时用的工作簿：评分结果各处的“应为”是按改过的数据重新算的，不是评分时的结果。请{}，就能指出改的是哪一格。",
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
        let changes = verification.changes.iter();
        let filled_in = changes
            .filter(|change| change.kind == Kind::Opinion)
            .count();
        if seal.opinions.is_none() && !written.is_empty() && filled_in > 0 {
            notes.push(format!(
                "“{}”的黄格在写出以后填写过，共 {filled_in} 格，列在“复核意见”下；核算得分不受影响。",
                opinions::SHEET,
            ));
        }
        // The list says so in the column of codes.
        let listed = seal::listed(&self.workbook, seal, Code::UnitSlip);
        if !with_last_year && listed > evaluation.of_code(Code::UnitSlip).count() {
            notes.push(format!(
                "问题清单里的 {}（疑似单位错误）比重新评分得出的多：如果评分时{}。",
                Code::UnitSlip.as_str(),
                match typed {
                    true => "用了 --last-year，这里也请加上",
                    false => "选了上年的工作簿，这里也请选上",
                }
            ));
        }
        notes
    }
}

/// Whether a problem is about the sheet that opinions are written into: those are found again from what is taken.
fn about_opinions(problem: &crate::problem::Problem) -> bool {
    [opinions::SHEET, opinions::REST_SHEET].contains(&first_name(&problem.place.sheet))
}
