//! "Version made by" in a zip package's directory: it names the system on which the package was written, so that
//! the same workbook would differ between Windows and Linux. Every package says the same here.

/// The system that packages say they were made on: Unix, whose permissions the entries have.
const UNIX: u8 = 3;
const END: &[u8] = b"PK\x05\x06";
const END_SIZE: usize = 22;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_SIZE: usize = 46;

/// The package with the same origin on every system; bytes that are no zip package stay as they are.
pub fn unified(mut bytes: Vec<u8>) -> Vec<u8> {
    for at in systems(&bytes).unwrap_or_default() {
        bytes[at] = UNIX;
    }
    bytes
}

/// Where each entry of the directory names its system; `None` where there is no directory that holds together.
fn systems(bytes: &[u8]) -> Option<Vec<usize>> {
    let end = (0..=bytes.len().checked_sub(END_SIZE)?)
        .rev()
        .take(usize::from(u16::MAX) + 1)
        .find(|at| bytes[*at..].starts_with(END))?;
    let entries = number(bytes, end + 10, 2)?;
    let mut at = number(bytes, end + 16, 4)?;
    let mut systems = Vec::new();
    for _ in 0..entries {
        if !bytes.get(at..)?.starts_with(ENTRY) {
            return None;
        }
        let [name, extra, comment] = [28, 30, 32].map(|offset| number(bytes, at + offset, 2));
        systems.push(at + 5);
        at += ENTRY_SIZE + name? + extra? + comment?;
    }
    (at <= end).then_some(systems)
}

/// A little-endian number of so many bytes.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(size)?)?.iter().rev();
    Some(digits.fold(0, |number, digit| number << 8 | usize::from(*digit)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;
    use zip::{DateTime, System, ZipWriter};

    use super::*;

    fn package(system: System) -> Vec<u8> {
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o600)
            .system(system);
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["[Content_Types].xml", "xl/工作簿.xml"] {
            package.start_file(name, options).expect("an entry");
            package.write_all(name.as_bytes()).expect("its content");
        }
        package.finish().expect("a package").into_inner()
    }

    #[test]
    fn a_package_is_the_same_wherever_it_was_written() {
        let (windows, unix) = (package(System::Dos), package(System::Unix));
        assert_ne!(windows, unix);
        assert_eq!(unified(windows), unix);
        assert_eq!(unified(unix.clone()), unix);
    }

    #[test]
    fn what_is_no_package_stays_as_it_is() {
        let package = package(System::Dos);
        let cut = &package[..package.len() - 30];
        let lying = [&package[..40], &package[package.len() - 22..]].concat();
        for bytes in [b"".as_slice(), b"PK", b"# \xe8\xa7\x84", cut, &lying] {
            assert_eq!(unified(bytes.to_vec()), bytes);
        }
    }
}
