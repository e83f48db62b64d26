//! The files to download: the bytes and names that the command line writes; where it writes a folder, a zip of its files.

use std::io::{Cursor, Write};

use jixiao::analysis::Evaluation;
use jixiao::analysis::ledger::ledger;
use jixiao::file_names::{beside, different, stem};
use jixiao::forms::packs::packs;
use jixiao::intake::Record;
use jixiao::reports::{self, DepartmentReports, Template, lint, template};
use jixiao::rulebook::Finding;
use jixiao::sheets;
use jixiao::sheets::scorecard::Extras;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::failure::Failure;
use crate::{NamedFile, tell_progress};

/// A file or the files of a folder, as yet without the input's name before theirs.
enum Made {
    File(Vec<u8>),
    Folder(Vec<(String, Vec<u8>)>),
}

/// Everything that "all" is, in order: what is asked for, and what its file or folder is called.
const ALL: [(&str, &str); 6] = [
    ("result", "评分结果.xlsx"),
    ("scorecards", "评分表"),
    ("ledger", "整改台账.xlsx"),
    ("reports", "自评报告"),
    ("bureau", "汇总报告.docx"),
    ("returns", "退回"),
];

/// Makes what is asked for.
pub fn make(what: &str, stem: &str, evaluation: &Evaluation) -> Result<NamedFile, Failure> {
    if what == "all" {
        let mut files = Vec::new();
        for (what, ending) in ALL {
            match made(what, evaluation)? {
                Made::File(bytes) => files.push((beside(stem, ending), bytes)),
                Made::Folder(inside) => {
                    let folder = beside(stem, ending);
                    let inside = inside.into_iter();
                    files.extend(inside.map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
                }
            }
        }
        return Ok(NamedFile {
            name: beside(stem, "全部.zip"),
            bytes: zipped(files)?,
        });
    }
    let ending = ALL
        .iter()
        .find(|(known, _)| *known == what)
        .map_or("评分表.xlsx", |(_, ending)| ending);
    Ok(match made(what, evaluation)? {
        Made::File(bytes) => NamedFile {
            name: beside(stem, ending),
            bytes,
        },
        Made::Folder(files) => NamedFile {
            name: beside(stem, &format!("{ending}.zip")),
            bytes: zipped(files)?,
        },
    })
}

fn made(what: &str, evaluation: &Evaluation) -> Result<Made, Failure> {
    let everybody: Vec<usize> = (0..evaluation.cards.len()).collect();
    let extras = Extras {
        reasons: true,
        declared: false,
    };
    let called = |index: &usize, ending: &str| {
        let Record { code, name, .. } = &evaluation.dataset.records[*index];
        format!("{}-{ending}", stem(code.as_deref(), name))
    };
    Ok(match what {
        "result" => {
            tell_progress("写评分结果", 0, 0);
            Made::File(sheets::annotated(evaluation)?)
        }
        "scorecards" => {
            let names = everybody.iter().map(|index| called(index, "评分表"));
            folder("写评分表", names.collect(), "xlsx", |index| {
                Ok(sheets::scorecards(evaluation, &[index], extras)?)
            })?
        }
        "scorecards-book" => {
            tell_progress("写评分表", 0, 0);
            Made::File(sheets::scorecards(evaluation, &everybody, extras)?)
        }
        "ledger" => {
            tell_progress("写整改台账", 0, 0);
            let (ledger, _) = ledger(evaluation, &everybody, None, &[]);
            Made::File(sheets::ledger(evaluation, &everybody, &ledger)?)
        }
        "reports" => {
            let template = sound(
                evaluation
                    .book
                    .report
                    .as_deref()
                    .unwrap_or(template::GENERAL),
                |template| lint::department(template, evaluation.book),
            )?;
            let reports = DepartmentReports::new(evaluation, &template)?;
            let names = everybody.iter().map(|index| called(index, "自评报告"));
            folder("写自评报告", names.collect(), "docx", |index| {
                Ok(reports.write(index)?)
            })?
        }
        "bureau" => {
            tell_progress("写汇总报告", 0, 0);
            let template = sound(template::BUREAU, lint::bureau)?;
            Made::File(reports::bureau(evaluation, &template)?)
        }
        "returns" => {
            let packs = packs(
                &evaluation.dataset,
                &evaluation.problems,
                &[],
                evaluation.book,
            );
            let names = packs.iter().map(|pack| {
                let who = pack.concerns();
                format!(
                    "{}-第{}次",
                    stem(who.code.as_deref(), &who.name),
                    pack.form.passport.round
                )
            });
            folder("写退回的表", names.collect(), "xlsx", |index| {
                Ok(sheets::return_pack(&packs[index])?)
            })?
        }
        _ => return Err(Failure::NothingScored),
    })
}

/// A built-in template without faults.
fn sound(name: &str, lint: impl Fn(&Template) -> Vec<Finding>) -> Result<Template, Failure> {
    let template = Template::built_in(name);
    let findings = template.as_ref().map(lint).unwrap_or_default();
    match template {
        Some(template) if findings.is_empty() => Ok(template),
        _ => Err(Failure::Template {
            name: name.into(),
            findings,
        }),
    }
}

/// A file for each name.
fn folder(
    stage: &str,
    names: Vec<String>,
    extension: &str,
    make: impl Fn(usize) -> Result<Vec<u8>, Failure>,
) -> Result<Made, Failure> {
    let count = names.len() as u32;
    let mut files = Vec::new();
    for (index, name) in different(names).enumerate() {
        tell_progress(stage, index as u32, count);
        files.push((format!("{name}.{extension}"), make(index)?));
    }
    Ok(Made::Folder(files))
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
