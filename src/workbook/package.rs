//! Owns the parts of a zip package: finding them whatever the case or slashes
//! of their names, and reading them with limits. Also the small XML helpers the
//! passes over those parts share.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use zip::ZipArchive;
use zip::result::ZipError;

use super::bounds::Limit;
use super::error::{BeyondLimit, Fault};

/// The largest a sheet, or ods content, may be once unpacked.
pub(super) const SHEET_BYTES: u64 = 8 << 30;
/// The largest any other part that is read whole may be once unpacked.
pub(super) const SMALL_PART_BYTES: u64 = 64 << 20;
/// The longest stretch without a `<`: a text or one tag. A cell holds at most
/// 32,767 characters.
const RUN_BYTES: usize = 16 << 20;

/// A zip package and where its parts are.
pub(super) struct Package {
    archive: ZipArchive<BufReader<File>>,
    index: HashMap<String, usize>,
}

/// A part being read as XML, with limits.
pub(super) type PartXml<'a> = Reader<BufReader<Guarded<Box<dyn Read + 'a>>>>;

impl Package {
    /// Reads the package's table of contents.
    pub(super) fn open(file: File) -> Result<Self, Fault> {
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|e| zip_fault(&e))?;
        let mut index = HashMap::new();
        for at in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(at) {
                index.insert(normal(&name), at);
            }
        }
        Ok(Self { archive, index })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.index.contains_key(&normal(name))
    }

    /// A part as bytes, cut off with an error beyond `limit`; `None` if missing.
    pub(super) fn read(&mut self, name: &str, limit: u64) -> Result<Option<PartBytes<'_>>, Fault> {
        let Some(&at) = self.index.get(&normal(name)) else {
            return Ok(None);
        };
        let part = self.archive.by_index(at).map_err(|e| zip_fault(&e))?;
        Ok(Some(Guarded::new(Box::new(part) as Box<dyn Read>, limit)))
    }

    /// A part as XML; `None` if missing. Empty elements come as start and end,
    /// as calamine has them, so that passes see the same events.
    pub(super) fn xml(&mut self, name: &str, limit: u64) -> Result<Option<PartXml<'_>>, Fault> {
        Ok(self.read(name, limit)?.map(|mut bytes| {
            bytes.run_limit = Some(RUN_BYTES);
            xml_reader(bytes)
        }))
    }

    /// Makes sure that a part which another reader will load whole stays within
    /// `limit`, without keeping it. Skipped where the packed size says so already:
    /// deflate cannot do better than about 1 to 1032.
    pub(super) fn check(&mut self, name: &str, limit: u64) -> Result<(), Fault> {
        let Some(&at) = self.index.get(&normal(name)) else {
            return Ok(());
        };
        let packed = self
            .archive
            .by_index_raw(at)
            .map_err(|e| zip_fault(&e))?
            .compressed_size();
        if packed.saturating_mul(1100) <= limit.min(SMALL_PART_BYTES) {
            return Ok(());
        }
        if let Some(mut bytes) = self.read(name, limit)? {
            bytes.run_limit = Some(RUN_BYTES);
            io::copy(&mut bytes, &mut io::sink()).map_err(Fault::from_read)?;
        }
        Ok(())
    }
}

fn xml_reader(bytes: PartBytes<'_>) -> PartXml<'_> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, bytes));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    reader
}

/// A part as bytes, with limits.
pub(super) type PartBytes<'a> = Guarded<Box<dyn Read + 'a>>;

/// Reads through, and fails beyond a number of bytes in all or, if asked, in
/// one stretch without a `<`.
pub(super) struct Guarded<R> {
    inner: R,
    limit: u64,
    left: u64,
    run: usize,
    run_limit: Option<usize>,
}

impl<R: Read> Guarded<R> {
    pub(super) fn new(inner: R, limit: u64) -> Self {
        Self {
            inner,
            limit,
            left: limit,
            run: 0,
            run_limit: None,
        }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other(BeyondLimit(Limit::PartBytes(self.limit)))),
        }
        if let Some(most) = self.run_limit {
            let read = buffer.get(..count).unwrap_or_default();
            // Only the last tag of a block matters: the block is smaller than the limit.
            match read.iter().rposition(|&byte| byte == b'<') {
                Some(at) => self.run = count - at,
                None => self.run += count,
            }
            if self.run > most {
                return Err(io::Error::other(BeyondLimit(Limit::OneText(most))));
            }
        }
        Ok(count)
    }
}

/// An attribute's value by local name, entities resolved.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(
            |attribute| match quick_xml::escape::unescape(&attribute.value) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.into_owned(),
            },
        )
}

/// Whether an XML boolean says yes.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

fn normal(name: &str) -> String {
    let name = name.strip_prefix('/').unwrap_or(name);
    name.replace('\\', "/").to_ascii_lowercase()
}

fn zip_fault(error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// XML as a part of a package would be read.
    pub(in super::super) fn xml(content: &str) -> PartXml<'_> {
        let bytes: Box<dyn Read> = Box::new(content.as_bytes());
        xml_reader(Guarded::new(bytes, SHEET_BYTES))
    }

    #[test]
    fn stops_beyond_the_limit() {
        let mut within = Guarded::new(&b"12345"[..], 5);
        assert!(io::copy(&mut within, &mut io::sink()).is_ok());
        let mut beyond = Guarded::new(&b"123456"[..], 5);
        let error = io::copy(&mut beyond, &mut io::sink()).map_err(Fault::from_read);
        assert!(matches!(error, Err(Fault::TooLarge(Limit::PartBytes(5)))));
    }

    #[test]
    fn stops_at_one_long_text() {
        let mut guarded = Guarded::new(&b"<a>short</a><b>rather long</b>"[..], 100);
        guarded.run_limit = Some(8);
        let mut buffer = [0_u8; 4];
        let error = loop {
            match guarded.read(&mut buffer) {
                Ok(0) => break None,
                Ok(_) => {}
                Err(error) => break Some(Fault::from_read(error)),
            }
        };
        assert!(matches!(error, Some(Fault::TooLarge(Limit::OneText(8)))));
    }

    #[test]
    fn names_are_compared_plainly() {
        assert_eq!(
            normal("/xl\\Worksheets/Sheet1.XML"),
            "xl/worksheets/sheet1.xml"
        );
    }
}
