//! How a command line was typed: slips that the parser sees as something else, told as what they are.

use std::ffi::OsString;
use std::path::Path;

/// Dashes that input methods and word processors make of `-`.
const DASHES: [char; 8] = ['－', '—', '–', '−', '‒', '―', '﹣', '﹘'];
/// A file name is taken apart at this many spaces at most.
const MOST_PIECES: usize = 12;

/// An option that begins with a full-width or long dash, with how it should be typed.
pub fn wide_dash(arguments: &[OsString]) -> Option<(String, String)> {
    let texts = arguments.iter().skip(1).map(|text| text.to_string_lossy());
    let options = texts.take_while(|text| text != "--");
    options
        .filter(|text| !Path::new(&**text).exists())
        .find_map(|text| {
            let is_dash = |c: char| c == '-' || DASHES.contains(&c);
            let name = text.trim_start_matches(is_dash);
            let dashes = &text[..text.len() - name.len()];
            if name.is_empty() || !dashes.contains(DASHES) {
                return None;
            }
            let dashes = if name.chars().count() == 1 { "-" } else { "--" };
            Some((text.to_string(), format!("{dashes}{name}")))
        })
}

/// A file whose name has spaces, of which the command line made several arguments.
pub fn split_name(arguments: &[OsString]) -> Option<String> {
    let texts: Vec<_> = arguments.iter().skip(1).collect();
    let texts: Vec<_> = texts.iter().map(|text| text.to_string_lossy()).collect();
    (0..texts.len()).find_map(|first| {
        let last = texts.len().min(first + MOST_PIECES);
        let names = (first + 2..=last).map(|end| texts[first..end].join(" "));
        let mut files = names.filter(|name| Path::new(name).is_file());
        files.next()
    })
}

/// What is said of a file whose name has spaces.
pub fn quote_it(name: &str) -> String {
    format!("文件名“{name}”里有空格，请在两边加上引号：\"{name}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Vec<OsString> {
        words.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn dashes_of_any_width_are_put_right() {
        for (words, right) in [
            ("jixiao score 甲.xlsx －－force", Some("--force")),
            ("jixiao score 甲.xlsx ——force", Some("--force")),
            ("jixiao score 甲.xlsx —force", Some("--force")),
            ("jixiao score 甲.xlsx -－force", Some("--force")),
            ("jixiao score 甲.xlsx －o 乙.xlsx", Some("-o")),
            ("jixiao score 甲.xlsx --force -o 乙.xlsx", None),
            ("jixiao -- －甲.xlsx", None),
            ("jixiao score －", None),
        ] {
            let found = wide_dash(&typed(words)).map(|(_, right)| right);
            assert_eq!(found.as_deref(), right, "{words}");
        }
    }
}
