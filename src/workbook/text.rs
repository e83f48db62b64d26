//! Owns the texts of cells. A table says 是 and 否 a hundred thousand times: cells that say the same share one text.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The text of a cell, which costs a cell no more than a number does.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(Arc<String>);

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(Arc::new(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        text.to_string().into()
    }
}

impl Deref for Text {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// The longest text, in bytes, that is worth remembering, and how many.
const LONGEST: usize = 64;
const MOST: usize = 1 << 17;

/// The texts that were met in a sheet.
#[derive(Default)]
pub(super) struct Texts(HashSet<Text>);

impl Texts {
    /// A text, the same as before where it was met.
    pub(super) fn shared(&mut self, text: &str) -> Text {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new = Text::from(text);
        if text.len() <= LONGEST && self.0.len() < MOST {
            self.0.insert(new.clone());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_twice_is_kept_once() {
        let mut texts = Texts::default();
        let (one, other, again) = (texts.shared("是"), texts.shared("否"), texts.shared("是"));
        assert!(Arc::ptr_eq(&one.0, &again.0) && one == again && one != other);
        let long = "长".repeat(LONGEST);
        assert_eq!(texts.shared(&long), texts.shared(&long));
        assert_eq!(texts.0.len(), 2);
    }
}
