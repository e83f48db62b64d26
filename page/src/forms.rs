//! 发填报表: a list of departments in, forms out.

use jixiao::forms::Who;
use jixiao::json;
use jixiao::rulebook::RuleBook;
use jixiao::tasks::forms_out::{self, FormsOut};
use jixiao::tasks::{reading, roster};
use jixiao::workbook::Bounds;
use serde::Deserialize;

use crate::desk::written;
use crate::downloads::{Made, folder};
use crate::failure::Failure;
use crate::rules::{self, Rules};
use crate::tray::Tray;
use crate::{NamedFile, tell_progress};

#[derive(Deserialize)]
pub struct Request {
    #[serde(flatten)]
    rules: Rules,
    year: Option<u32>,
}

/// The forms of a list of departments.
pub struct Forms {
    book: &'static RuleBook,
    year: u32,
    departments: Vec<Who>,
    forms: FormsOut<'static>,
    notices: Vec<String>,
}

impl Forms {
    /// Reads the list, where there is one, and last year's workbook.
    pub fn new(request: &Request, tray: &Tray) -> Result<Forms, Failure> {
        tell_progress("读取名单", 0, 0);
        let book = rules::load(&request.rules, tray)?;
        let year = forms_out::year_of(request.year, book)?;
        let mut notices = Vec::new();
        let departments = match tray.source("departments") {
            Some(list) => {
                let tell = |notice: jixiao::tasks::Notice| notices.push(notice.to_string());
                roster::read(&list, book, &Bounds::default(), tell)?
            }
            None => Vec::new(),
        };
        let last = match tray.source("last") {
            Some(source) => {
                let bounds = Bounds::default();
                Some(reading::last_year(&source, book, Some(year), &bounds)?)
            }
            None => None,
        };
        let forms = FormsOut::new(book, year, departments.clone(), last);
        notices.extend(forms.notices().iter().map(ToString::to_string));
        Ok(Forms {
            book,
            year,
            departments,
            forms,
            notices,
        })
    }

    /// The document of the screen.
    pub fn view(&self) -> Result<String, Failure> {
        written(&json::roster(
            self.year,
            &self.departments,
            self.notices.clone(),
        ))
    }

    /// A file to download.
    pub fn download(&self, what: &str) -> Result<NamedFile, Failure> {
        tell_progress("制表", 0, 0);
        let file = |name: &str, bytes| {
            Ok(NamedFile {
                name: name.into(),
                bytes,
            })
        };
        match what {
            "forms" => {
                let names = self.forms.names().collect();
                let made = folder("制表", names, "xlsx", |index| {
                    Ok(self.forms.write(index)?)
                })?;
                Made::Folder(made).named("填报表.xlsx", "填报表")
            }
            "wide" => file(
                "汇总填报.xlsx",
                forms_out::wide(self.book, self.year, &self.departments)?,
            ),
            "blank" => file("空白填报表.xlsx", forms_out::blank(self.book, self.year)?),
            _ => Err(Failure::NothingThere),
        }
    }
}
