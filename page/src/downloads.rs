//! The files to download: the bytes and names that the command line writes; where it writes a folder, a zip of its files.

use std::io::{Cursor, Write};

use jixiao::file_names::{beside, different};
use jixiao::forms::return_forms::packs;
use jixiao::reports::{self, DepartmentReports, Template, lint, template};
use jixiao::rulebook::Finding;
use jixiao::sheets;
use jixiao::sheets::scorecard::Extras;
use jixiao::tasks::{TaskError, comparing, papers};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::failure::Failure;
use crate::scoring::Scored;
use crate::{NamedFile, tell_progress};

/// A file or the files of a folder.
pub enum Made {
    File(Vec<u8>),
    Folder(Vec<(String, Vec<u8>)>),
}

impl Made {
    /// As what is downloaded: the file under its name, the folder as a zip under the folder's.
    pub fn named(self, file: &str, folder: &str) -> Result<NamedFile, Failure> {
        Ok(match self {
            Made::File(bytes) => NamedFile {
                name: file.into(),
                bytes,
            },
            Made::Folder(files) => NamedFile {
                name: format!("{folder}.zip"),
                bytes: zipped(files)?,
            },
        })
    }
}

/// Everything that "all" is, in order: what is asked for, and what its file or folder is called.
const ALL: [(&str, &str); 7] = [
    ("result", "评分结果.xlsx"),
    ("scorecards", "评分表"),
    ("ledger", "整改台账.xlsx"),
    ("reports", "自评报告"),
    ("bureau", "汇总报告.docx"),
    ("problems", "问题清单.xlsx"),
    ("returns", "退回"),
];

/// What is asked for alone.
const ALONE: [(&str, &str); 3] = [
    ("scorecards-book", "评分表.xlsx"),
    ("whatif", "疑问.xlsx"),
    ("years", "年度对比.xlsx"),
];

/// Makes what is asked for.
pub fn make(what: &str, scored: &Scored) -> Result<NamedFile, Failure> {
    let stem = &scored.stem;
    if what == "all" {
        let mut files = Vec::new();
        for (what, ending) in ALL {
            match made(what, scored)? {
                Made::File(bytes) => files.push((beside(stem, ending), bytes)),
                Made::Folder(inside) => {
                    let folder = beside(stem, ending);
                    let inside = inside.into_iter();
                    files.extend(inside.map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
                }
            }
        }
        return Made::Folder(files).named("", &beside(stem, "全部"));
    }
    let endings = ALL.iter().chain(&ALONE);
    let mut known = endings.filter(|(known, _)| *known == what);
    let (_, ending) = known.next().ok_or(Failure::NothingThere)?;
    let name = beside(stem, ending);
    made(what, scored)?.named(&name, &name)
}

fn made(what: &str, scored: &Scored) -> Result<Made, Failure> {
    let evaluation = &scored.evaluation;
    let everybody: Vec<usize> = (0..evaluation.cards.len()).collect();
    let extras = Extras {
        reasons: true,
        declared: false,
    };
    let called = |ending: &str| -> Vec<String> {
        let records = evaluation.dataset.records.iter();
        records
            .map(|record| papers::name_of(record, ending))
            .collect()
    };
    Ok(match what {
        "result" => {
            tell_progress("写评分结果", 0, 0);
            Made::File(sheets::annotated(evaluation)?)
        }
        "scorecards" => Made::Folder(folder(
            "写评分表",
            called("评分表"),
            "xlsx",
            |index| Ok(sheets::scorecards(evaluation, &[index], extras)?),
        )?),
        "scorecards-book" => {
            tell_progress("写评分表", 0, 0);
            Made::File(sheets::scorecards(evaluation, &everybody, extras)?)
        }
        "ledger" => {
            tell_progress("写整改台账", 0, 0);
            let (ledger, _) = scored.ledger()?;
            Made::File(sheets::ledger(evaluation, &everybody, &ledger)?)
        }
        "reports" => {
            let template = sound(papers::template_of(evaluation.book), |template| {
                lint::department(template, evaluation.book)
            })?;
            let reports = DepartmentReports::new(evaluation, &template)?;
            let write = |index: usize| Ok(reports.write(index)?);
            Made::Folder(folder("写自评报告", called("自评报告"), "docx", write)?)
        }
        "bureau" => {
            tell_progress("写汇总报告", 0, 0);
            let template = sound(template::BUREAU, lint::bureau)?;
            Made::File(reports::bureau(evaluation, &template)?)
        }
        "whatif" => Made::File(scored.answers.workbook(evaluation)?),
        "years" => {
            let comparison = scored.compared()?;
            tell_progress("写年度对比", 0, 0);
            Made::File(comparing::workbook(comparison, scored.aliases())?)
        }
        "problems" => {
            tell_progress("写问题清单", 0, 0);
            Made::File(papers::problem_list(evaluation)?)
        }
        "returns" => {
            let (dataset, problems) = (&evaluation.dataset, &evaluation.problems);
            let packs = packs(dataset, problems, &[], evaluation.book);
            let names = packs.iter().map(papers::pack_name).collect();
            Made::Folder(folder("写退回的表", names, "xlsx", |index| {
                Ok(sheets::return_pack(&packs[index])?)
            })?)
        }
        _ => return Err(Failure::NothingThere),
    })
}

/// A built-in template without faults.
fn sound(name: &str, lint: impl Fn(&Template) -> Vec<Finding>) -> Result<Template, Failure> {
    let template = papers::built_in(name)?;
    let findings = lint(&template);
    let name = name.into();
    match findings.is_empty() {
        true => Ok(template),
        false => Err(TaskError::Template { name, findings }.into()),
    }
}

/// A file for each name.
pub fn folder(
    stage: &str,
    names: Vec<String>,
    extension: &str,
    make: impl Fn(usize) -> Result<Vec<u8>, Failure>,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let count = names.len() as u32;
    let mut files = Vec::new();
    for (index, name) in different(names).enumerate() {
        tell_progress(stage, index as u32, count);
        files.push((format!("{name}.{extension}"), make(index)?));
    }
    Ok(files)
}

/// A zip of files that are packed themselves.
fn zipped(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, Failure> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        zip.start_file(name, options)?;
        zip.write_all(&bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}
