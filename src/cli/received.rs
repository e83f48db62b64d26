//! The files that came in: every file under the folders that were named.

use std::path::{Path, PathBuf};

use super::outcome::Failure;
use super::output::{is_same, told};
use crate::tasks::TaskError;
use crate::tasks::collecting::{FormFile, place_of};
use crate::workbook::Source;

/// The files under some folders, in order; a path that is a file stands for itself.
#[derive(Debug)]
pub struct Files {
    paths: Vec<PathBuf>,
    /// The same for the library: called as users call them, by the path in the folder where there is but one folder.
    forms: Vec<FormFile>,
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
            return Err(TaskError::NothingToCollect.into());
        }
        paths.sort();
        paths.dedup();
        let base = match folders {
            [only] if only.is_dir() => Some(only),
            _ => None,
        };
        let form = |path: &PathBuf| {
            let inner = base.and_then(|base| path.strip_prefix(base).ok());
            let name = inner.unwrap_or(path).display().to_string();
            let name = name.replace('\\', "/");
            FormFile {
                source: Source::File {
                    name: name.clone(),
                    path: path.clone(),
                },
                name,
            }
        };
        Ok(Files {
            forms: paths.iter().map(form).collect(),
            paths,
        })
    }

    /// As the library takes them.
    pub fn forms(&self) -> &[FormFile] {
        &self.forms
    }

    /// The files' paths.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The place of a file: by its path, or by the name that users know.
    ///
    /// # Errors
    /// It is not among them.
    pub fn place_of(&self, wanted: &Path) -> Result<usize, Failure> {
        let name = wanted.display().to_string();
        let names = || self.forms.iter().map(|form| form.name.as_str());
        let mut paths = self.paths.iter();
        let place = paths.position(|file| is_same(file, wanted));
        let place = place.or_else(|| place_of(names(), &name));
        Ok(place.ok_or(TaskError::PreferElsewhere { file: name })?)
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
