//! Forms that came back packed: a zip, unpacked within bounds. Windows packs file names in the encoding of the system, GBK.

use std::fmt;
use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;

use super::collecting::FormFile;
use crate::encoding;
use crate::workbook::Source;

/// So many files may be in it.
const MOST_FILES: usize = 20_000;
/// So many bytes may one file have, and all of them.
const MOST_BYTES: u64 = 50 << 20;
const MOST_BYTES_OF_ALL: u64 = 600 << 20;

/// Why an archive cannot be unpacked. Displayed as the rest of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    /// It is damaged, or no zip.
    Damaged,
    /// It wants a password.
    Encrypted,
    /// It holds more than is unpacked.
    TooLarge,
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ArchiveError::Damaged => {
                "已损坏或不是 zip 格式，无法解压。请用系统自带的压缩功能重新打包，或直接选择文件夹"
            }
            ArchiveError::Encrypted => "设有密码，无法解压。请先解压，再选择里面的文件或文件夹",
            ArchiveError::TooLarge => "的内容过大，没有解压。请先解压，再选择里面的文件夹",
        })
    }
}

/// Whether these bytes are a zip by their content and not a workbook by their name.
pub fn is_archive(name: &str, bytes: &[u8]) -> bool {
    name.to_lowercase().ends_with(".zip") && bytes.starts_with(b"PK")
}

/// The files in an archive; folders, and what macOS adds for itself, are none.
///
/// # Errors
/// It cannot be unpacked, or holds too much.
pub fn unpacked(bytes: &[u8]) -> Result<Vec<FormFile>, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveError::Damaged)?;
    if archive.len() > MOST_FILES {
        return Err(ArchiveError::TooLarge);
    }
    let (mut files, mut left) = (Vec::new(), MOST_BYTES_OF_ALL);
    for index in 0..archive.len() {
        let raw = archive
            .by_index_raw(index)
            .map_err(|_| ArchiveError::Damaged)?;
        let encrypted = raw.encrypted();
        let is_folder = raw.is_dir();
        let name = decoded(raw.name_raw());
        drop(raw);
        if is_folder || name.starts_with("__MACOSX/") {
            continue;
        }
        if encrypted {
            return Err(ArchiveError::Encrypted);
        }
        let file = archive.by_index(index).map_err(|_| ArchiveError::Damaged)?;
        let most = MOST_BYTES.min(left);
        let mut content = Vec::new();
        let read = file.take(most + 1).read_to_end(&mut content);
        read.map_err(|_| ArchiveError::Damaged)?;
        if content.len() as u64 > most {
            return Err(ArchiveError::TooLarge);
        }
        left -= content.len() as u64;
        files.push(FormFile {
            source: Source::Bytes {
                name: name.clone(),
                bytes: Arc::from(content),
            },
            name,
        });
    }
    Ok(files)
}

/// A name as whoever packed it wrote it.
fn decoded(raw: &[u8]) -> String {
    let name = match encoding::decode(raw) {
        Ok((name, _)) => name,
        Err(_) => String::from_utf8_lossy(raw).into_owned(),
    };
    name.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            match name.ends_with('/') {
                true => zip
                    .add_directory(*name, SimpleFileOptions::default())
                    .unwrap(),
                false => {
                    zip.start_file(*name, SimpleFileOptions::default()).unwrap();
                    zip.write_all(bytes).unwrap();
                }
            }
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn files_come_with_their_folders_and_nothing_else_does() {
        let bytes = packed(&[
            ("交回/", Vec::new()),
            ("交回/甲.xlsx", b"a".to_vec()),
            ("__MACOSX/交回/._甲.xlsx", b"b".to_vec()),
            ("乙.xlsx", b"c".to_vec()),
        ]);
        let names: Vec<String> = unpacked(&bytes)
            .unwrap()
            .into_iter()
            .map(|file| file.name)
            .collect();
        assert_eq!(names, ["交回/甲.xlsx", "乙.xlsx"]);
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_and_what_is_damaged_told() {
        let bomb = packed(&[("大.xlsx", vec![0; (MOST_BYTES + 1) as usize])]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(unpacked(&bomb).unwrap_err(), ArchiveError::TooLarge);
        assert_eq!(unpacked(b"PK\x03\x04").unwrap_err(), ArchiveError::Damaged);
    }
}
