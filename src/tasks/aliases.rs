//! The file of renamed departments: a pair of names a line, in a text or in the first two columns of a
//! workbook's first sheet.

use std::path::Path;
use std::sync::Arc;

use super::{Notice, TaskError};
use crate::analysis::comparison::Alias;
use crate::encoding;
use crate::workbook::{self, Bounds, CellValue, Source};

/// What may stand between the two names.
const SEPARATORS: [char; 7] = [',', '，', '\t', '→', '=', '；', ';'];
/// How the two columns may be headed.
const HEADERS: [&str; 5] = ["原名称", "旧名称", "原部门名称", "旧部门名称", "上年名称"];

/// Whether a file of this name is a text rather than a workbook.
pub fn is_text(name: &str) -> bool {
    Path::new(name).extension().is_none_or(|extension| {
        ["txt", "csv", "tsv"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Reads the pairs, old name first; `tell` hears of an encoding that editors do not write today.
///
/// # Errors
/// The bytes cannot be read, or a line is no pair of names.
pub fn read(
    name: &str,
    bytes: Arc<[u8]>,
    tell: impl FnOnce(Notice),
) -> Result<Vec<Alias>, TaskError> {
    let lines = match is_text(name) {
        true => of_text(name, &bytes, tell)?,
        false => of_workbook(&Source::Bytes {
            name: name.into(),
            bytes,
        })?,
    };
    let mut aliases = Vec::new();
    for (number, names) in lines {
        let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        match names.as_slice() {
            [] | [""] => {}
            [first, ..] if first.starts_with('#') => {}
            [first, ..] if aliases.is_empty() && HEADERS.contains(first) => {}
            [old, new] if !old.is_empty() && !new.is_empty() => aliases.push(Alias {
                old: old.to_string(),
                new: new.to_string(),
            }),
            _ => {
                return Err(TaskError::Aliases {
                    file: name.into(),
                    line: number,
                });
            }
        }
    }
    Ok(aliases)
}

/// The file that [`read`] reads, as spreadsheet programs open it.
///
/// # Errors
/// A name holds what stands between names.
pub fn written<'n>(
    pairs: impl IntoIterator<Item = (&'n str, &'n str)>,
) -> Result<String, TaskError> {
    let mut text = format!("\u{feff}{},{}\r\n", HEADERS[0], "现名称");
    for (old, new) in pairs {
        for name in [old, new] {
            if name.contains(SEPARATORS) || name.contains(['"', '\n', '\r']) {
                return Err(TaskError::AliasNotWritten { name: name.into() });
            }
        }
        text.push_str(&format!("{old},{new}\r\n"));
    }
    Ok(text)
}

type Lines = Vec<(usize, Vec<String>)>;

fn of_text(name: &str, bytes: &[u8], tell: impl FnOnce(Notice)) -> Result<Lines, TaskError> {
    let (text, encoding) =
        encoding::decode(bytes).map_err(|cause| TaskError::AliasesUnreadable {
            file: name.into(),
            cause: format!("{cause}。请用“UTF-8”编码另存"),
        })?;
    if !encoding.is_utf8() {
        let file = Path::new(name).file_name().unwrap_or_default();
        tell(Notice::ReadAs {
            what: "别名文件",
            name: file.to_string_lossy().into_owned(),
            encoding,
        });
    }
    Ok((1..)
        .zip(text.lines())
        .map(|(number, line)| {
            let names = line
                .split(SEPARATORS)
                .map(|name| name.trim_matches(['"', ' ']));
            let mut names: Vec<String> = names.map(String::from).collect();
            while names.len() > 1 && names.last().is_some_and(String::is_empty) {
                names.pop();
            }
            (number, names)
        })
        .collect())
}

fn of_workbook(source: &Source) -> Result<Lines, TaskError> {
    let workbook = workbook::read(source, &Bounds::default())?;
    let rows = workbook
        .sheets
        .into_iter()
        .take(1)
        .flat_map(|sheet| sheet.rows);
    Ok(rows
        .map(|row| {
            let cells = row.cells.iter().filter(|cell| cell.column < 2);
            let names = cells.filter_map(|cell| match &cell.value {
                CellValue::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
                _ => None,
            });
            (row.index as usize + 1, names.collect())
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Vec<Alias>, TaskError> {
        read("更名.csv", text.as_bytes().into(), |_| {})
    }

    #[test]
    fn what_is_written_reads_back() {
        let pairs = [("甲局", "甲委"), ("乙 所", "乙院")];
        let text = written(pairs).expect("plain names");
        let read: Vec<Alias> = read("更名.csv", text.as_bytes().into(), |_| {}).expect("pairs");
        let read: Vec<(&str, &str)> = read.iter().map(|one| (&*one.old, &*one.new)).collect();
        assert_eq!(read, pairs);
        assert!(written([("甲，乙局", "丙局")]).is_err());
    }

    #[test]
    fn a_pair_a_line_with_any_usual_sign_between() {
        let text = "\u{feff}原名称,现名称\n甲,乙\n\n# 说明\n丙 → 丁\n\"戊\",\"己\"\r\n庚=辛,,\n";
        let pairs: Vec<(String, String)> = of(text)
            .unwrap()
            .into_iter()
            .map(|alias| (alias.old, alias.new))
            .collect();
        let expected = [("甲", "乙"), ("丙", "丁"), ("戊", "己"), ("庚", "辛")];
        assert_eq!(
            pairs,
            expected.map(|(old, new)| (old.to_string(), new.to_string()))
        );
    }

    #[test]
    fn a_line_that_is_no_pair_is_told_with_its_number() {
        let error = of("甲,乙\n丙\n").unwrap_err();
        assert!(
            matches!(error, TaskError::Aliases { line: 2, .. }),
            "{error:?}"
        );
    }
}
