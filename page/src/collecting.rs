//! 收填报表: forms that came back, in; the bureau's workbook, what became of every file, and what goes back, out.

use jixiao::json;
use jixiao::sheets;
use jixiao::tasks::collecting::{self, Collected};
use jixiao::tasks::{TaskError, papers, roster};
use jixiao::workbook::Bounds;
use serde::Deserialize;

use crate::desk::written;
use crate::downloads::{Made, folder};
use crate::failure::Failure;
use crate::rules::{self, Rules};
use crate::tray::Tray;
use crate::{NamedFile, counting, tell_progress};

/// What the command line's examples call it.
const NAME: &str = "汇总.xlsx";

#[derive(Deserialize)]
pub struct Request {
    #[serde(flatten)]
    rules: Rules,
    /// The files that are taken where a department sent several, by the names that users know.
    prefer: Vec<String>,
}

/// Forms that were taken back.
pub struct Collecting {
    collected: Collected<'static>,
    notices: Vec<String>,
    files: usize,
}

impl Collecting {
    /// Reads the forms.
    pub fn new(request: &Request, tray: &Tray) -> Result<Collecting, Failure> {
        tell_progress("解压", 0, 0);
        let files = tray.forms("forms")?;
        if files.is_empty() {
            return Err(TaskError::NothingToCollect.into());
        }
        let book = rules::load(&request.rules, tray)?;
        let bounds = Bounds::default();
        let mut notices = Vec::new();
        let departments = match tray.source("departments") {
            Some(list) => {
                let tell = |notice: jixiao::tasks::Notice| notices.push(notice.to_string());
                Some(roster::read(&list, book, &bounds, tell)?)
            }
            None => None,
        };
        let names = || files.iter().map(|file| file.name.as_str());
        let preferred = request.prefer.iter().map(|wanted| {
            let file = wanted.clone();
            collecting::place_of(names(), wanted).ok_or(TaskError::PreferElsewhere { file })
        });
        let preferred: Vec<usize> = preferred.collect::<Result<_, TaskError>>()?;
        let received = collecting::receive(&files, book, &bounds, counting("读取", files.len()));
        let against = tray.source("against");
        let collected = Collected::new(
            received,
            departments.as_deref(),
            &preferred,
            against.as_ref().map(|source| (source, &bounds)),
            book,
        )?;
        Ok(Collecting {
            collected,
            notices,
            files: files.len(),
        })
    }

    /// The document of the screen.
    pub fn view(&self) -> Result<String, Failure> {
        let Collected {
            collection,
            changed,
            problems,
            other_rules,
            ..
        } = &self.collected;
        written(&json::collected(&json::Collected {
            files: self.files,
            collection,
            changed: changed.as_deref(),
            problems,
            notices: &self.notices,
            other_rules: other_rules.iter().map(|(id, _)| id.as_str()).collect(),
        }))
    }

    /// A file to download.
    pub fn download(&self, what: &str) -> Result<NamedFile, Failure> {
        match what {
            "book" => {
                tell_progress("写汇总", 0, 0);
                Ok(NamedFile {
                    name: NAME.into(),
                    bytes: self.collected.workbook()?,
                })
            }
            "returns" => {
                let packs = self.collected.packs(NAME)?;
                let names = packs.iter().map(papers::pack_name).collect();
                let write = |index: usize| Ok(sheets::return_pack(&packs[index])?);
                Made::Folder(folder("写退回的表", names, "xlsx", write)?).named("退回", "退回")
            }
            _ => Err(Failure::NothingThere),
        }
    }
}
