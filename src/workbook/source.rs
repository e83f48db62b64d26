//! Owns where a workbook's bytes come from. Readers ask for a stream as often as they need one: some go
//! over the file twice.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{Fault, LooksLike};

/// What a workbook is read from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file on disk, and the name that messages call it by.
    File {
        /// Such as the path itself, or the path in a folder that was given.
        name: String,
        /// Where it lies.
        path: PathBuf,
    },
    /// Bytes that are at hand already, and the name that messages call them by.
    Bytes {
        /// Such as the name of the file that was dropped on a page.
        name: String,
        /// The whole file.
        bytes: Arc<[u8]>,
    },
}

/// A stream over the whole of a source, at its beginning.
pub(super) type Stream = Box<dyn ReadSeek>;

pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

impl From<&Path> for Source {
    /// A file that messages call by its path.
    fn from(path: &Path) -> Source {
        Source::File {
            name: path.display().to_string(),
            path: path.into(),
        }
    }
}

impl Source {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Source::File { name, .. } | Source::Bytes { name, .. } => name.clone(),
        }
    }

    /// The last part of its name, without folders.
    pub fn file_name(&self) -> String {
        let name = match self {
            Source::File { path, .. } => path.as_path(),
            Source::Bytes { name, .. } => Path::new(name),
        };
        let name = name.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> Result<u64, Fault> {
        match self {
            Source::File { path, .. } => {
                let metadata = std::fs::metadata(path).map_err(Fault::Io)?;
                match metadata.is_dir() {
                    true => Err(Fault::NotAWorkbook(LooksLike::Folder)),
                    false => Ok(metadata.len()),
                }
            }
            Source::Bytes { bytes, .. } => Ok(bytes.len() as u64),
        }
    }

    pub(super) fn stream(&self) -> Result<Stream, Fault> {
        let stream: io::Result<Stream> = match self {
            Source::File { path, .. } => File::open(path).map(|file| Box::new(file) as Stream),
            Source::Bytes { bytes, .. } => Ok(Box::new(Cursor::new(bytes.clone()))),
        };
        stream.map_err(Fault::Io)
    }
}
