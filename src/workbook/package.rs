//! Owns the parts of a zip package: holding its claims against the bounds,
//! finding parts whatever the case or slashes of their names, and reading them
//! with limits. Also the small XML helpers the
//! passes over those parts share.

use std::collections::HashMap;
use std::io::{self, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::bounds::{Bounds, Limit, UNPACKED_FREELY};
use super::error::{BeyondLimit, Fault};
use super::source::Stream;

/// The largest a part that is read whole may be once unpacked.
pub(super) const SMALL_PART_BYTES: u64 = 64 << 20;
/// A part that is packed as small as this cannot hold much: deflate does not do
/// better than 1 to 1032.
const HARMLESS_BYTES: u64 = 2 << 10;
/// The longest stretch without a `<`: a text or one tag. A cell holds at most
/// 32,767 characters.
const RUN_BYTES: usize = 16 << 20;

type Archive = ZipArchive<BufReader<Stream>>;

/// A zip package and where its parts are.
pub(super) struct Package {
    archive: Archive,
    index: HashMap<String, usize>,
}

/// A part being read as XML, with limits.
pub(super) type PartXml<'a> = Reader<BufReader<Guarded<Box<dyn Read + 'a>>>>;

impl Package {
    /// Reads the package's table of contents, and refuses it where that claims
    /// more than the bounds allow. What a part holds beyond its claim is damage, and
    /// so are two parts whose names differ by case or slashes only.
    pub(super) fn open(file: Stream, bounds: &Bounds) -> Result<Self, Fault> {
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| zip_fault(&e))?;
        check_claims(&mut archive, bounds)?;
        let mut index = HashMap::new();
        for at in 0..archive.len() {
            let Some(Ok(name)) = archive.name_for_index(at) else {
                continue;
            };
            let twice = index.insert(normal(&name), at).is_some();
            // We and calamine might each read another of the two.
            if twice && !name.ends_with('/') {
                return Err(Fault::damaged(format!("there are two parts {name:?}")));
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
        let claim = part.size();
        if claim > limit {
            return Err(Fault::TooLarge(Limit::UnpackedBytes(limit)));
        }
        Ok(Some(Guarded::new(Box::new(part) as Box<dyn Read>, claim)))
    }

    /// A part as XML; `None` if missing. Empty elements come as start and end,
    /// as calamine has them, so that passes see the same events.
    pub(super) fn xml(&mut self, name: &str, limit: u64) -> Result<Option<PartXml<'_>>, Fault> {
        Ok(self.read(name, limit)?.map(|mut bytes| {
            bytes.run_limit = Some(RUN_BYTES);
            xml_reader(bytes)
        }))
    }

    /// Counts the elements of an XML part that another reader will load whole,
    /// by their local name; `None` where the part is missing, or so small that it
    /// does not matter.
    pub(super) fn census(&mut self, name: &str, counted: &str) -> Result<Option<Census>, Fault> {
        if self.is_harmless(name)? {
            return Ok(None);
        }
        let Some(mut xml) = self.xml(name, SMALL_PART_BYTES)? else {
            return Ok(None);
        };
        let mut census = Census::default();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(element) => {
                    census.elements += 1;
                    census.counted += usize::from(element.local_name().as_ref() == counted);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        census.bytes = xml.into_inner().into_inner().taken();
        Ok(Some(census))
    }

    /// Whether a part is missing, or so small that whoever loads it cannot come to grief.
    fn is_harmless(&mut self, name: &str) -> Result<bool, Fault> {
        let Some(&at) = self.index.get(&normal(name)) else {
            return Ok(true);
        };
        let part = self.archive.by_index_raw(at).map_err(|e| zip_fault(&e))?;
        Ok(part.compressed_size() <= HARMLESS_BYTES)
    }
}

/// What is in a part.
#[derive(Debug, Default)]
pub(super) struct Census {
    /// Elements of any name.
    pub(super) elements: usize,
    /// Elements of the name that was asked for.
    pub(super) counted: usize,
    /// Bytes.
    pub(super) bytes: u64,
}

/// Holds the sizes that a package's table of contents claims against the bounds.
fn check_claims(archive: &mut Archive, bounds: &Bounds) -> Result<(), Fault> {
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|e| zip_fault(&e))?;
        let (size, packed) = (part.size(), part.compressed_size());
        unpacked = unpacked.saturating_add(size);
        if unpacked > bounds.unpacked_bytes {
            return Err(Fault::TooLarge(Limit::UnpackedBytes(bounds.unpacked_bytes)));
        }
        if size > UNPACKED_FREELY && size / packed.max(1) > bounds.ratio {
            return Err(Fault::TooLarge(Limit::Ratio(bounds.ratio)));
        }
    }
    Ok(())
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

/// Reads through, and fails beyond the number of bytes that a part claims or, if
/// asked, at a long stretch without a `<`.
pub(super) struct Guarded<R> {
    inner: R,
    claim: u64,
    left: u64,
    run: usize,
    run_limit: Option<usize>,
}

impl<R: Read> Guarded<R> {
    pub(super) fn new(inner: R, claim: u64) -> Self {
        Self {
            inner,
            claim,
            left: claim,
            run: 0,
            run_limit: None,
        }
    }

    /// How many bytes were read.
    fn taken(&self) -> u64 {
        self.claim - self.left
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => {
                let said = format!("a part holds more than the {} bytes it claims", self.claim);
                return Err(io::Error::other(said));
            }
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

/// The text of an entity: a character's number, or one of the five that XML knows. Others are never resolved.
pub(super) fn entity_text(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(&entity.xml10_content())
        .unwrap_or_default()
        .to_string()
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
        other => Fault::damaged(in_chinese(other)),
    }
}

/// What is wrong with a package, in the users' words: which of its tables does not agree helps nobody.
fn in_chinese(error: &ZipError) -> String {
    match error {
        ZipError::CompressionMethodNotSupported(id) => format!("用了不支持的压缩方式 {id}"),
        ZipError::UnsupportedArchive(_) => "用了不支持的压缩包功能".to_owned(),
        ZipError::FileNotFound => "压缩包里缺少应有的部分".to_owned(),
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            format!("读取压缩包时出错，{error}")
        }
        _ => "压缩包不完整或结构有误，多半是没有下载、复制完整".to_owned(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// XML as a part of a package would be read.
    pub(in super::super) fn xml(content: &str) -> PartXml<'_> {
        let bytes: Box<dyn Read> = Box::new(content.as_bytes());
        xml_reader(Guarded::new(bytes, u64::MAX))
    }

    #[test]
    fn stops_beyond_the_claim() {
        let mut within = Guarded::new(&b"12345"[..], 5);
        assert!(io::copy(&mut within, &mut io::sink()).is_ok());
        let mut beyond = Guarded::new(&b"123456"[..], 5);
        let error = io::copy(&mut beyond, &mut io::sink()).map_err(Fault::from_read);
        assert!(matches!(error, Err(Fault::Damaged { .. })));
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
