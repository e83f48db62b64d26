//! Owns telling what a file is, by its content: the extension is often wrong.

use std::io::Read;

use super::bounds::{Bounds, Limit};
use super::cfb::CompoundFile;
use super::error::{Fault, LooksLike};
use super::package::{Package, SMALL_PART_BYTES};
use super::source::{Source, Stream};
use super::xlsx_parts;

/// How a workbook is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// xlsx, xlsm and their templates.
    Xlsx,
    Xlsb,
    /// xls, and et of WPS.
    Xls,
    Ods,
    /// A table as plain text, such as CSV.
    Text,
}

/// What the file is, or what it is instead.
pub(super) fn of(source: &Source, bounds: &Bounds) -> Result<Kind, Fault> {
    let mut head = Vec::with_capacity(4096);
    source
        .stream()?
        .take(4096)
        .read_to_end(&mut head)
        .map_err(Fault::Io)?;
    if head.starts_with(b"PK\x03\x04") {
        return of_package(source.stream()?, bounds);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return of_compound_file(source, bounds);
    }
    of_anything_else(&head).map_err(Fault::NotAWorkbook)
}

fn of_package(file: Stream, bounds: &Bounds) -> Result<Kind, Fault> {
    let mut package = Package::open(file, bounds)?;
    if let Some(mut part) = package.read("mimetype", SMALL_PART_BYTES)? {
        let mut mimetype = Vec::new();
        part.by_ref()
            .take(256)
            .read_to_end(&mut mimetype)
            .map_err(Fault::from_read)?;
        if mimetype.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            return Ok(Kind::Ods);
        }
        if mimetype.starts_with(b"application/vnd.oasis.opendocument") {
            return Err(Fault::NotAWorkbook(LooksLike::OtherOffice));
        }
    }
    let Some(workbook) = xlsx_parts::workbook_part(&mut package)? else {
        return Err(Fault::NotAWorkbook(LooksLike::Archive));
    };
    let lower = workbook.to_ascii_lowercase();
    if lower.starts_with("word/") || lower.starts_with("ppt/") {
        Err(Fault::NotAWorkbook(LooksLike::OtherOffice))
    } else if lower.ends_with(".bin") {
        Ok(Kind::Xlsb)
    } else {
        Ok(Kind::Xlsx)
    }
}

fn of_compound_file(source: &Source, bounds: &Bounds) -> Result<Kind, Fault> {
    // Such a file is read whole, by us and by calamine, each keeping a second copy.
    let most = bounds.memory as u64 / 4;
    if source.len()? > most {
        return Err(Fault::TooLarge(Limit::FileBytes(most)));
    }
    let compound = CompoundFile::open(source)?;
    if compound.has("EncryptedPackage") {
        Err(Fault::Encrypted)
    } else if compound.has("Workbook") || compound.has("Book") {
        Ok(Kind::Xls)
    } else {
        Err(Fault::NotAWorkbook(LooksLike::OtherOffice))
    }
}

fn of_anything_else(head: &[u8]) -> Result<Kind, LooksLike> {
    if head.is_empty() {
        return Err(LooksLike::Empty);
    }
    for (start, looks_like) in [
        (&b"%PDF"[..], LooksLike::Pdf),
        (b"\x89PNG", LooksLike::Picture),
        (b"\xFF\xD8\xFF", LooksLike::Picture),
        (b"GIF8", LooksLike::Picture),
        (b"PK", LooksLike::Archive),
        (b"Rar!", LooksLike::Archive),
        (b"7z\xBC\xAF", LooksLike::Archive),
        (b"\x1F\x8B", LooksLike::Archive),
        (b"\x09\x00\x04\x00", LooksLike::OldExcel),
        (b"\x09\x02\x06\x00", LooksLike::OldExcel),
        (b"\x09\x04\x06\x00", LooksLike::OldExcel),
        (b"\x09\x08", LooksLike::OldExcel),
        (b"{\\rtf", LooksLike::OtherOffice),
    ] {
        if head.starts_with(start) {
            return Err(looks_like);
        }
    }
    let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    // Dropping the zeros of UTF-16 leaves its ASCII, which is all that is asked.
    let ascii: String = head
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(|&byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let start = ascii.trim_start();
    if start.starts_with('<') || start.starts_with("mime-version") {
        let spreadsheet = [
            "urn:schemas-microsoft-com:office:spreadsheet",
            "urn:oasis:names:tc:opendocument",
        ];
        if spreadsheet.iter().any(|mark| ascii.contains(mark)) && !ascii.contains("<html") {
            return Err(LooksLike::XmlSpreadsheet);
        }
        if [
            "<html",
            "<table",
            "<!doctype html",
            "<meta",
            "<head",
            "<body",
            "<div",
            "<style",
        ]
        .iter()
        .any(|tag| ascii.contains(tag))
        {
            return Err(LooksLike::WebPage);
        }
    }
    // Any encoding of Chinese text goes without control characters.
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if utf16 || !head.iter().any(control) {
        Ok(Kind::Text)
    } else {
        Err(LooksLike::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_no_workbook() {
        for text in [
            "单位,金额\n甲,1\n".as_bytes(),
            // GBK: 单位
            b"\xB5\xA5\xCE\xBB,1\r\n",
            b"\xFF\xFEa\0\t\0b\0",
        ] {
            assert_eq!(of_anything_else(text), Ok(Kind::Text), "{text:?}");
        }
        for (head, expected) in [
            (&b""[..], LooksLike::Empty),
            (b"\xEF\xBB\xBF<html><table>", LooksLike::WebPage),
            (b"\r\n<TABLE border=1>", LooksLike::WebPage),
            (b"MIME-Version: 1.0\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", LooksLike::WebPage),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                LooksLike::XmlSpreadsheet,
            ),
            (b"%PDF-1.7", LooksLike::Pdf),
            (b"\x09\x08\x10\x00", LooksLike::OldExcel),
            (b"\x01\x02\x03", LooksLike::Unknown),
        ] {
            assert_eq!(of_anything_else(head), Err(expected), "{head:?}");
        }
    }
}
