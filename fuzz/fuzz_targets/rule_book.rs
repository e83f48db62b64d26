//! Rule books: any text, and the built-in one with lines changed.

#![no_main]

use arbitrary::Arbitrary;
use jixiao::rulebook::{FindingLevel, library};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Text<'a> {
    Whole(&'a str),
    Extends(&'a str),
    Edited(Vec<Edit<'a>>),
}

#[derive(Arbitrary, Debug)]
enum Edit<'a> {
    Drop(u16),
    Replace(u16, &'a str),
    Insert(u16, &'a str),
    Repeat(u16),
    Swap(u16, u16),
    /// What stands behind the `=` of a line.
    Value(u16, &'a str),
}

fn edited(edits: &[Edit]) -> String {
    let text = library::built_in(library::BUILT_IN[0].0).expect("a built-in rule book");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for edit in edits {
        let count = lines.len();
        if count == 0 {
            break;
        }
        let at = |place: &u16| usize::from(*place) % count;
        match edit {
            Edit::Drop(place) => drop(lines.remove(at(place))),
            Edit::Replace(place, text) => lines[at(place)] = (*text).to_owned(),
            Edit::Insert(place, text) => lines.insert(at(place), (*text).to_owned()),
            Edit::Repeat(place) => lines.insert(at(place), lines[at(place)].clone()),
            Edit::Swap(one, other) => lines.swap(at(one), at(other)),
            Edit::Value(place, text) => {
                let line = &mut lines[at(place)];
                if let Some((key, _)) = line.split_once('=') {
                    *line = format!("{key}= {text}");
                }
            }
        }
    }
    lines.join("\n")
}

fuzz_target!(|text: Text| {
    let text = match text {
        Text::Whole(text) => text.to_owned(),
        Text::Extends(text) => format!("extends = \"{}\"\n{text}", library::BUILT_IN[0].0),
        Text::Edited(edits) => edited(&edits),
    };
    let loaded = library::load_text("模糊.toml", &text);
    let errors = loaded.findings.iter().filter(|one| one.level == FindingLevel::Error);
    assert_eq!(loaded.book.is_some(), errors.count() == 0);
    for finding in &loaded.findings {
        let _ = finding.at.line_column();
    }
});
