//! The files that came in: every file under the folders, read as a form, in parallel.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::outcome::Failure;
use super::output::told;
use crate::forms::matching::Received;
use crate::forms::refusal::{Refusal, Refused};
use crate::forms::returned;
use crate::mistaken::Kind;
use crate::rulebook::RuleBook;
use crate::workbook::{self, Bounds, LooksLike, OpenError, Source};

/// The files under some folders, in order; a path that is a file stands for itself.
#[derive(Debug)]
pub struct Files {
    paths: Vec<PathBuf>,
    /// What users call each of them: its path in the folder, where there is but one folder.
    names: Vec<String>,
}

impl Files {
    /// Finds every file.
    ///
    /// # Errors
    /// There is none, or a folder cannot be read: what is in it would be missing silently.
    pub fn under(folders: &[PathBuf]) -> Result<Files, Failure> {
        let mut paths = Vec::new();
        for folder in folders {
            walk(folder, &mut paths)?;
        }
        if paths.is_empty() {
            return Err(Failure::NothingToCollect);
        }
        paths.sort();
        paths.dedup();
        let base = match folders {
            [only] if only.is_dir() => Some(only),
            _ => None,
        };
        let name = |path: &PathBuf| {
            let inner = base.and_then(|base| path.strip_prefix(base).ok());
            inner
                .unwrap_or(path)
                .display()
                .to_string()
                .replace('\\', "/")
        };
        Ok(Files {
            names: paths.iter().map(name).collect(),
            paths,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// The files' paths.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The place of the file that users know by a name.
    pub fn place_of(&self, name: &Path) -> Option<usize> {
        let name = name.display().to_string().replace('\\', "/");
        let name = name.strip_prefix("./").unwrap_or(&name);
        self.names.iter().position(|known| known == name)
    }

    /// Reads every file as a form; `done` is called after each.
    pub fn read(&self, book: &RuleBook, done: impl Fn() + Sync) -> Vec<Received> {
        self.paths
            .par_iter()
            .zip(&self.names)
            .map(|(path, name)| {
                let source = Source::File {
                    name: name.clone(),
                    path: path.clone(),
                };
                let content = workbook::read(&source, &Bounds::default())
                    .map_err(|error| Refused::unknown(refusal(&error, path)))
                    .and_then(|workbook| {
                        let read = returned::read(&workbook, book);
                        read.map_err(|refused| match Kind::of(workbook, path, book) {
                            Some(kind) if refused.why == Refusal::NotAForm => {
                                let what = kind.what();
                                Refused::unknown(Refusal::NotAWorkbook(format!(
                                    "是{what}，不是填报表"
                                )))
                            }
                            _ => refused,
                        })
                    });
                done();
                Received {
                    file: name.clone(),
                    content,
                }
            })
            .collect()
    }
}

/// Why a file cannot be read. One that is named as a workbook may be a form; any other is none.
fn refusal(error: &OpenError, path: &Path) -> Refusal {
    const WORKBOOKS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ett", "ods"];
    let lock_file = matches!(
        error,
        OpenError::NotAWorkbook {
            looks_like: LooksLike::LockFile,
            ..
        }
    );
    let told = error.to_string();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let named_so = WORKBOOKS.contains(&extension.to_lowercase().as_str());
    if named_so && !lock_file {
        Refusal::Unreadable(told)
    } else {
        Refusal::NotAWorkbook(told)
    }
}

/// Adds the files of a folder and of those in it. Links to folders are not followed: they may lead in circles.
fn walk(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failure = |cause: std::io::Error| Failure::ReadFolder {
        path: path.into(),
        cause: told(&cause),
    };
    if !path.is_dir() {
        std::fs::metadata(path).map_err(failure)?;
        found.push(path.into());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        if entry.file_type().map_err(failure)?.is_dir() {
            walk(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}
