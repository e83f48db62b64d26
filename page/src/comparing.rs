//! 两年对比: workbooks of two or more years in, the years side by side out.

use jixiao::analysis::Comparison;
use jixiao::analysis::comparison::Alias;
use jixiao::file_names::beside;
use jixiao::json;
use jixiao::tasks::comparing::{self, Books, YearFile, Years};
use jixiao::workbook::Bounds;
use serde::Deserialize;

use crate::desk::written;
use crate::failure::Failure;
use crate::rules::{self, Rules};
use crate::scoring::{missing, renamed, stem};
use crate::tray::Tray;
use crate::{NamedFile, tell_progress};

#[derive(Deserialize)]
pub struct Request {
    #[serde(flatten)]
    rules: Rules,
    missing: String,
    /// By file: which of its years is meant, where the user said one.
    years: Vec<Option<u32>>,
    /// By file: a rule book of its own, where the user chose one; such a file needs its year. One that is a file is on the tray, for
    /// the purpose `rules-of-` and the place.
    books: Vec<Option<String>>,
}

/// Years side by side.
pub struct Comparing {
    comparison: Comparison<'static>,
    aliases: Vec<Alias>,
    stem: String,
}

impl Comparing {
    /// Reads and compares the workbooks.
    pub fn new(request: &Request, tray: &Tray) -> Result<Comparing, Failure> {
        tell_progress("读取", 0, 0);
        let general = rules::load(&request.rules, tray)?;
        let mut by_year = Vec::new();
        for (place, (year, id)) in request.years.iter().zip(&request.books).enumerate() {
            if let (Some(year), Some(id)) = (year, id) {
                let own = rules::named(id, &format!("rules-of-{place}"), tray)?;
                by_year.push((*year, own));
            }
        }
        let years = request.years.iter().copied().chain(std::iter::repeat(None));
        let sources = tray.sources("years").into_iter();
        let files = sources.zip(years);
        let files = files.map(|(source, year)| YearFile {
            source,
            year,
            bounds: Bounds::default(),
        });
        let years = Years::read(files.collect(), &Books { general, by_year })?;
        let stem = stem(&years.latest().file_name());
        let aliases = renamed(tray)?;
        tell_progress("对比", 0, 0);
        let comparison = years.compare(missing(&request.missing), &aliases)?;
        Ok(Comparing {
            comparison,
            aliases,
            stem,
        })
    }

    /// The document of the screen.
    pub fn view(&self) -> Result<String, Failure> {
        written(&json::comparison_view(&self.comparison, &self.aliases))
    }

    /// A file to download: the workbook.
    pub fn download(&self) -> Result<NamedFile, Failure> {
        tell_progress("写年度对比", 0, 0);
        Ok(NamedFile {
            name: beside(&self.stem, "年度对比.xlsx"),
            bytes: comparing::workbook(&self.comparison, &self.aliases)?,
        })
    }
}
