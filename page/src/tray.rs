//! Files on their way in: each with what it is for, such as the workbook, last year's, a rule book, or one of many forms.

use std::sync::Arc;

use jixiao::tasks::archive;
use jixiao::tasks::collecting::{FormFile, in_order};
use jixiao::workbook::Source;
use wasm_bindgen::prelude::*;

use crate::failure::Failure;

/// Files with what each is for.
#[wasm_bindgen]
#[derive(Default)]
pub struct Tray {
    files: Vec<(String, String, Arc<[u8]>)>,
}

#[wasm_bindgen]
impl Tray {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Tray {
        Tray::default()
    }

    /// Puts a file on it.
    pub fn add(&mut self, purpose: &str, name: String, bytes: Vec<u8>) {
        self.files.push((purpose.into(), name, bytes.into()));
    }
}

impl Tray {
    /// The file for a purpose, with its name.
    pub fn file(&self, purpose: &str) -> Option<(String, Arc<[u8]>)> {
        let mut files = self.files.iter();
        let found = files.find(|(its, ..)| its == purpose);
        found.map(|(_, name, bytes)| (name.clone(), bytes.clone()))
    }

    /// The same as what is read from.
    pub fn source(&self, purpose: &str) -> Option<Source> {
        let (name, bytes) = self.file(purpose)?;
        Some(Source::Bytes { name, bytes })
    }

    /// All files for a purpose, in the order in which they were put on.
    pub fn sources(&self, purpose: &str) -> Vec<Source> {
        let files = self.files.iter().filter(|(its, ..)| its == purpose);
        let sources = files.map(|(_, name, bytes)| Source::Bytes {
            name: name.clone(),
            bytes: bytes.clone(),
        });
        sources.collect()
    }

    /// All files for a purpose as forms, what is packed unpacked, in the order in which the command line reads a folder.
    pub fn forms(&self, purpose: &str) -> Result<Vec<FormFile>, Failure> {
        let mut forms = Vec::new();
        for (_, name, bytes) in self.files.iter().filter(|(its, ..)| its == purpose) {
            match archive::is_archive(name, bytes) {
                true => forms.extend(archive::unpacked(bytes).map_err(|cause| {
                    jixiao::tasks::TaskError::Archive {
                        file: name.clone(),
                        cause,
                    }
                })?),
                false => forms.push(FormFile {
                    name: name.clone(),
                    source: Source::Bytes {
                        name: name.clone(),
                        bytes: bytes.clone(),
                    },
                }),
            }
        }
        in_order(&mut forms);
        Ok(forms)
    }
}
