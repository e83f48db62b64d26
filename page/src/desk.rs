//! What lies on the desk: the evaluation that is shown, the one before it, and what is made of them.

use jixiao::analysis::Evaluation;
use jixiao::json;
use jixiao::scoring::Missing;
use jixiao::workbook::Bounds;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::NamedFile;
use crate::downloads;
use crate::failure::Failure;
use crate::read::{Dropped, Manner, evaluation};
use crate::rules;

/// What is asked for beside the files.
#[derive(Deserialize)]
struct Request {
    /// A built-in rule book's id, or the name of the file that is one.
    rules: String,
    missing: String,
    year: Option<u32>,
    large: bool,
    /// Whether the file takes the place of the one that is shown.
    corrects: bool,
}

/// The state of a page.
#[wasm_bindgen]
#[derive(Default)]
pub struct Desk {
    shown: Option<(String, Evaluation<'static>)>,
    before: Option<Evaluation<'static>>,
}

#[wasm_bindgen]
impl Desk {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Desk {
        Desk::default()
    }

    /// Scores a workbook: `request` as JSON, the file, the rule book's bytes where it is a file, last year's workbook. Gives the
    /// document of the result screen.
    ///
    /// # Errors
    /// There is nothing to score; what is shown stays.
    pub fn score(
        &mut self,
        request: &str,
        name: String,
        bytes: Vec<u8>,
        rules: Option<Vec<u8>>,
        last_name: Option<String>,
        last_bytes: Option<Vec<u8>>,
    ) -> Result<String, JsValue> {
        let file = Dropped {
            name,
            bytes: bytes.into(),
        };
        let last = last_name.zip(last_bytes).map(|(name, bytes)| Dropped {
            name,
            bytes: bytes.into(),
        });
        Ok(self.scored(request, &file, rules, last.as_ref())?)
    }

    /// What the file that is shown changed, as JSON; nothing where it took nobody's place.
    ///
    /// # Errors
    /// None that a page can cause.
    pub fn changes(&self) -> Result<Option<String>, JsValue> {
        let (Some(before), Some((_, shown))) = (&self.before, &self.shown) else {
            return Ok(None);
        };
        Ok(Some(written(&json::revision(before, shown))?))
    }

    /// A file to download.
    ///
    /// # Errors
    /// Nothing was scored, or a report's template does not suit the rule book.
    pub fn download(&self, what: &str) -> Result<NamedFile, JsValue> {
        let (stem, shown) = self.shown.as_ref().ok_or(Failure::NothingScored)?;
        Ok(downloads::make(what, stem, shown)?)
    }

    fn scored(
        &mut self,
        request: &str,
        file: &Dropped,
        rules: Option<Vec<u8>>,
        last: Option<&Dropped>,
    ) -> Result<String, Failure> {
        let request: Request = serde_json::from_str(request)?;
        let ways = Missing::ALL.into_iter();
        let manner = Manner {
            book: rules::load(&request.rules, rules)?,
            missing: ways
                .into_iter()
                .find(|way| way.as_str() == request.missing)
                .unwrap_or_default(),
            year: request.year,
            bounds: match request.large {
                true => &Bounds::LARGE,
                false => &Bounds::STANDARD,
            },
        };
        let evaluation = evaluation(file, last, &manner)?;
        let view = written(&json::view(&evaluation))?;
        let stem = std::path::Path::new(&file.name)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let before = self.shown.replace((stem, evaluation));
        self.before = before
            .filter(|_| request.corrects)
            .map(|(_, evaluation)| evaluation);
        Ok(view)
    }
}

fn written(document: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string(document)?)
}
