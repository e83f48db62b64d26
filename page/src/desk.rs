//! What lies on the desk, a door each: what was scored, the forms that are made, those that came back, years side by side. A request
//! says what is asked for as JSON, a tray holds the files; what comes back is the document that a screen shows.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::NamedFile;
use crate::collecting::Collecting;
use crate::comparing::Comparing;
use crate::failure::Failure;
use crate::forms::Forms;
use crate::headers;
use crate::rules::{self, HandedIn};
use crate::scoring::Scored;
use crate::tray::Tray;
use crate::{aliases, verifying};

/// The state of a page.
#[wasm_bindgen]
#[derive(Default)]
pub struct Desk {
    scored: Option<Scored>,
    forms: Option<Forms>,
    collected: Option<Collecting>,
    compared: Option<Comparing>,
    handed_in: Option<HandedIn>,
}

#[wasm_bindgen]
impl Desk {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Desk {
        Desk::default()
    }

    /// Does what is asked for; gives a document.
    ///
    /// # Errors
    /// It cannot be done; what lies on the desk stays.
    pub fn run(&mut self, task: &str, request: &str, tray: Tray) -> Result<String, JsValue> {
        Ok(self.done(task, request, &tray)?)
    }

    /// A file to download, of what a task put on the desk.
    ///
    /// # Errors
    /// There is nothing to make it of, or it cannot be made.
    pub fn download(&mut self, task: &str, what: &str) -> Result<NamedFile, JsValue> {
        Ok(self.made(task, what)?)
    }

    /// Takes away what a task put on the desk, to give back the memory.
    pub fn clear(&mut self, task: &str) {
        match task {
            "score" => self.scored = None,
            "forms" => self.forms = None,
            "collect" => self.collected = None,
            "compare" => self.compared = None,
            "rules" => self.handed_in = None,
            _ => {}
        }
    }
}

impl Desk {
    fn done(&mut self, task: &str, request: &str, tray: &Tray) -> Result<String, Failure> {
        match task {
            "score" => Scored::run(&parsed(request)?, tray, &mut self.scored),
            "ledger" => self.scored()?.with_last_ledger(tray),
            "figures" => self.scored()?.figures(&parsed(request)?),
            "trial" => self.scored()?.trial(&parsed(request)?),
            "question" => self.scored()?.question(&parsed(request)?, tray),
            "last-year" => self.scored()?.last_year(),
            "rules" => {
                let request = parsed(request)?;
                let handed_in = HandedIn::new(&request, tray)?;
                self.handed_in.insert(handed_in).view(&request)
            }
            "verify" => verifying::verify(&parsed(request)?, tray),
            "aliases-file" => aliases::file(&parsed(request)?, tray),
            "forms" => {
                let forms = self.forms.insert(Forms::new(&parsed(request)?, tray)?);
                forms.view()
            }
            "collect" => {
                let fresh = Collecting::new(&parsed(request)?, tray)?;
                self.collected.insert(fresh).view()
            }
            "compare" => {
                let fresh = Comparing::new(&parsed(request)?, tray)?;
                self.compared.insert(fresh).view()
            }
            "headers" => headers::survey(&parsed(request)?, tray),
            "headers-file" => headers::file(&parsed(request)?, tray),
            _ => Err(Failure::NothingThere),
        }
    }

    fn scored(&mut self) -> Result<&mut Scored, Failure> {
        self.scored.as_mut().ok_or(Failure::NothingThere)
    }

    fn made(&mut self, task: &str, what: &str) -> Result<NamedFile, Failure> {
        let nothing = || Failure::NothingThere;
        match task {
            "score" => self.scored.as_ref().ok_or_else(nothing)?.download(what),
            "forms" => self.forms.as_ref().ok_or_else(nothing)?.download(what),
            "collect" => self.collected.as_ref().ok_or_else(nothing)?.download(what),
            "compare" => self.compared.as_ref().ok_or_else(nothing)?.download(),
            "rules" => self.handed_in.as_ref().ok_or_else(nothing)?.download(what),
            "built-in" => rules::export(what),
            _ => Err(nothing()),
        }
    }
}

fn parsed<Request: DeserializeOwned>(request: &str) -> Result<Request, Failure> {
    Ok(serde_json::from_str(request)?)
}

/// A document as JSON.
pub fn written(document: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string(document)?)
}
