//! Many files into one folder: nothing overwritten by accident, nothing outside the folder.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::outcome::Failure;
use super::output::{is_same, told, write_whole};
use crate::file_names::different;
use crate::forms::return_forms::Pack;
use crate::sheets;
use crate::tasks::papers;

/// A folder with the files that are to be in it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    files: Vec<PathBuf>,
}

impl Folder {
    /// A folder, made if it is not there, for files of these names; the names are made safe and different.
    ///
    /// # Errors
    /// The path is a file, the folder cannot be made, a file is one of the inputs, or it is there already
    /// and `force` is not given.
    pub fn prepare(
        path: &Path,
        names: impl IntoIterator<Item = String>,
        extension: &str,
        inputs: &[&Path],
        force: bool,
    ) -> Result<Folder, Failure> {
        if path.exists() && !path.is_dir() {
            return Err(Failure::NotFolder { path: path.into() });
        }
        let files: Vec<PathBuf> = different(names)
            .map(|name| path.join(format!("{name}.{extension}")))
            .collect();
        let is_input = |file: &&PathBuf| inputs.iter().any(|input| is_same(file, input));
        if let Some(file) = files.iter().find(is_input) {
            return Err(Failure::OverInput { path: file.clone() });
        }
        let there: Vec<&PathBuf> = files
            .iter()
            .filter(|file| file.symlink_metadata().is_ok())
            .collect();
        if let (Some(first), false) = (there.first(), force) {
            return Err(Failure::ManyExist {
                folder: path.into(),
                count: there.len(),
                first: super::outcome::file_name(first),
            });
        }
        std::fs::create_dir_all(path).map_err(|cause| Failure::Write {
            path: path.into(),
            cause: told(&cause),
        })?;
        Ok(Folder {
            path: path.into(),
            files,
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes and writes every file, in parallel, each whole or not at all; `done` is called after each.
    ///
    /// # Errors
    /// The first file that could not be made or written; those written before stay.
    pub fn write(
        &self,
        make: impl Fn(usize) -> Result<Vec<u8>, Failure> + Sync,
        done: impl Fn() + Sync,
    ) -> Result<(), Failure> {
        self.files
            .par_iter()
            .enumerate()
            .try_for_each(|(index, file)| {
                write_whole(file, &make(index)?)?;
                done();
                Ok(())
            })
    }
}

/// Writes what goes back to the departments, and says how many.
pub fn write_packs(
    path: &Path,
    packs: &[Pack],
    inputs: &[&Path],
    force: bool,
) -> Result<usize, Failure> {
    let names = packs.iter().map(papers::pack_name);
    let folder = Folder::prepare(path, names, "xlsx", inputs, force)?;
    folder.write(|index| Ok(sheets::return_pack(&packs[index])?), || {})?;
    Ok(packs.len())
}
