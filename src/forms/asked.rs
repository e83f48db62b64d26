//! Who was asked, and whose a form is among them: by code and name, or where a file cannot be read by the name
//! that it was handed out under.

use unicode_normalization::UnicodeNormalization;

use super::passport::Who;
use crate::intake::identity::Index;

/// Who was asked, by code and by name.
pub(super) struct Asked<'r> {
    pub all: &'r [Who],
    index: Index,
}

impl<'r> Asked<'r> {
    pub fn new(all: &'r [Who]) -> Asked<'r> {
        let index = Index::new(all.iter().map(|who| (who.code.as_deref(), &*who.name)));
        Asked { all, index }
    }

    /// By code where both have one, else by name.
    pub fn place(&self, who: &Who) -> Option<usize> {
        self.index.find_certain(who.code.as_deref(), &who.name)
    }

    /// By a file's name that begins as the form was called when it was handed out: `101001-示例市教育局`.
    pub fn of_file(&self, file: &str) -> Option<usize> {
        let name = file.rsplit(['/', '\\']).next()?;
        let name = as_file_name(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let begins = |who: &Who| {
            let called = match &who.code {
                Some(code) => as_file_name(&format!("{code}-{}", who.name)),
                None => as_file_name(&who.name),
            };
            let rest = name.strip_prefix(called.as_str())?;
            let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
            (ends && !called.is_empty()).then_some(called.len())
        };
        let found = self.all.iter().enumerate();
        let found = found.filter_map(|(place, who)| Some((begins(who)?, place)));
        found
            .max_by_key(|(length, _)| *length)
            .map(|(_, place)| place)
    }
}

/// A name as files have it: without spaces and without what systems do not take.
fn as_file_name(text: &str) -> String {
    let plain = text.nfkc().filter(|c| !c.is_whitespace());
    plain
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_its_form_was_called() {
        let who = |code: &str, name: &str| Who {
            code: Some(code.into()),
            name: name.into(),
            group: None,
        };
        let all = [
            who("201", "甲中心"),
            who("202", "乙/局"),
            who("2", "甲中心"),
        ];
        let asked = Asked::new(&all);
        for (file, place) in [
            ("补交/201-甲中心.xlsx", Some(0)),
            ("201-甲中心-第2次.xlsx", Some(0)),
            ("201-甲中心 (1).xls", Some(0)),
            ("201-甲中心分部.xlsx", None),
            ("202-乙_局.xlsx", Some(1)),
            ("2-甲中心.xlsx", Some(2)),
            ("甲中心关于报送的通知.xlsx", None),
        ] {
            assert_eq!(asked.of_file(file), place, "{file}");
        }
    }
}
