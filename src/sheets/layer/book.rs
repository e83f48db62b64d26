//! A workbook as it is written: what it says of itself, its sheets, its bytes. Nothing reads the clock: the same
//! input gives the same bytes.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::formats::Formats;
use super::splice::spliced;
use super::store::Store;
use super::stream::Stream;
use crate::rulebook::RuleBook;
use crate::sheets::reference::unused_name;
use crate::zip_origin;

/// A workbook.
pub struct Book {
    workbook: Workbook,
    names: Vec<String>,
    values: bool,
    /// Where streamed rows wait, where they are streamed.
    store: Option<Store>,
    /// Of the sheets that may be large, each with its number, counted from 1.
    streams: Vec<(usize, Stream)>,
    formats: Formats,
}

/// How the rows of a sheet are written.
#[derive(Default)]
pub struct Flow<'b> {
    /// Whether formulas become their values.
    pub values: bool,
    /// Where the rows of long tables go, if not through the writing library.
    pub streaming: Option<Streaming<'b>>,
}

/// Where streamed rows go.
pub struct Streaming<'b> {
    pub stream: &'b mut Stream,
    pub formats: &'b mut Formats,
}

/// A sheet that may be large, with how its rows are written.
pub struct Large<'b> {
    pub sheet: &'b mut Worksheet,
    pub flow: Flow<'b>,
}

impl Book {
    /// A workbook that a rule book led to.
    pub fn new(rules: &RuleBook, subject: &str) -> Result<Book, XlsxError> {
        Book::titled(&rules.name, u16::try_from(rules.year).ok(), subject)
    }

    /// A workbook of a title and a year.
    pub fn titled(title: &str, year: Option<u16>, subject: &str) -> Result<Book, XlsxError> {
        let year = year.unwrap_or(2021).clamp(1900, 9999);
        let properties = DocProperties::new()
            .set_title(title)
            .set_subject(subject)
            .set_author("jixiao")
            .set_creation_datetime(&ExcelDateTime::from_ymd(year, 12, 31)?);
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties);
        Ok(Book {
            workbook,
            names: Vec::new(),
            values: false,
            store: None,
            streams: Vec::new(),
            formats: Formats::default(),
        })
    }

    /// Adds a sheet behind the others.
    pub fn sheet(&mut self, name: &str) -> Result<&mut Worksheet, XlsxError> {
        let sheet = self.workbook.add_worksheet().set_name(name)?;
        self.names.push(name.to_string());
        // A formula whose result is the empty text shows nothing, not 0.
        sheet.set_formula_result_default("");
        Ok(sheet)
    }

    /// Writes values in the place of formulas, in all sheets that may be large.
    pub fn with_values(&mut self) {
        self.values = true;
    }

    /// Streams the rows of long tables, which wait in a store.
    pub fn with_streams(&mut self, store: Store) {
        self.store = Some(store);
    }

    /// Adds a sheet behind the others that may be large.
    pub fn large(&mut self, name: &str) -> Result<Large<'_>, XlsxError> {
        self.sheet(name)?;
        let number = self.names.len();
        if let Some(store) = &self.store {
            self.streams.push((number, Stream::kept_in(store)));
        }
        let formats = &mut self.formats;
        let stream = self.streams.last_mut().filter(|(own, _)| *own == number);
        Ok(Large {
            sheet: self.workbook.worksheet_from_index(number - 1)?,
            flow: Flow {
                values: self.values,
                streaming: stream.map(|(_, stream)| Streaming { stream, formats }),
            },
        })
    }

    /// Adds a sheet that may be large, called as the user wants it, or like it where that cannot be.
    pub fn large_like(&mut self, wanted: &str) -> Result<Large<'_>, XlsxError> {
        let name = unused_name(wanted, &self.names);
        self.large(&name)
    }

    /// What the sheets are called that are there.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Adds a sheet that is called as the user wants it, or like it where that cannot be.
    pub fn sheet_like(&mut self, wanted: &str) -> Result<&mut Worksheet, XlsxError> {
        let name = unused_name(wanted, &self.names);
        self.sheet(&name)
    }

    /// The names that [`sheet_like`](Book::sheet_like) will give to some sheets behind a `next` one.
    pub fn names_like<'w>(
        &self,
        next: &str,
        wanted: impl IntoIterator<Item = &'w str>,
    ) -> Vec<String> {
        let mut taken = self.names.clone();
        taken.push(next.to_string());
        let before = taken.len();
        for wanted in wanted {
            taken.push(unused_name(wanted, &taken));
        }
        taken.split_off(before)
    }

    /// The bytes, the same on every system.
    pub fn saved(self) -> Result<Vec<u8>, XlsxError> {
        let package = self.finished()?;
        let mut bytes = Vec::with_capacity(package.size());
        package.write_to(&mut bytes)?;
        Ok(bytes)
    }

    /// The workbook, ready to be written: large ones are then never held whole.
    pub fn finished(mut self) -> Result<Package, XlsxError> {
        let streams = self.streams.into_iter();
        let streams: Vec<(usize, Stream)> = streams
            .filter(|(_, stream)| !stream.segments.is_empty())
            .collect();
        if streams.is_empty() {
            let own = self.workbook.save_to_buffer().map(zip_origin::unified)?;
            return Ok(Package { own, streams });
        }
        // Before any that a sheet brings along: their numbers are then those that the streamed cells have.
        for format in self.formats.listed() {
            self.workbook.register_format(format);
        }
        let own = self.workbook.save_to_buffer()?;
        Ok(Package { own, streams })
    }
}

/// A workbook that is made and only to be written.
pub struct Package {
    /// What the writing library packed.
    own: Vec<u8>,
    /// The streamed rows of sheets.
    streams: Vec<(usize, Stream)>,
}

impl Package {
    /// Its bytes, about.
    fn size(&self) -> usize {
        let streamed: usize = self.streams.iter().map(|(_, stream)| stream.size()).sum();
        self.own.len() + streamed
    }

    /// Writes the bytes, the same on every system.
    ///
    /// # Errors
    /// The writer's.
    pub fn write_to(self, out: &mut dyn Write) -> io::Result<()> {
        match self.streams.is_empty() {
            true => out.write_all(&self.own),
            false => spliced(&self.own, self.streams, out),
        }
    }
}
