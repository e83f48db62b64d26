//! Owns a number format as cells have it: its code, shared by all cells that it shows, and what it says, read once for all
//! of them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rust_decimal::Decimal;

use super::format::is_percent_format;
use super::section::{self, Part, Section};

/// A number format code; as a text it is the code.
#[derive(Clone)]
pub struct NumberFormat(Arc<Known>);

struct Known {
    code: Box<str>,
    is_percent: bool,
    /// Its sections, once a number asked for them.
    parts: OnceLock<Vec<Part>>,
}

impl NumberFormat {
    /// Whether it shows a percentage.
    pub fn is_percent(&self) -> bool {
        self.0.is_percent
    }

    /// The section that a number is shown by; `None` where that cannot be told and matters.
    pub fn section(&self, number: Decimal) -> Option<&Section> {
        let parts = self.0.parts.get_or_init(|| section::parts(&self.0.code));
        section::section_for(parts, number)
    }
}

impl From<&str> for NumberFormat {
    fn from(code: &str) -> NumberFormat {
        NumberFormat(Arc::new(Known {
            is_percent: is_percent_format(code),
            code: code.into(),
            parts: OnceLock::new(),
        }))
    }
}

impl Deref for NumberFormat {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.code
    }
}

impl PartialEq for NumberFormat {
    fn eq(&self, other: &NumberFormat) -> bool {
        **self == **other
    }
}

impl Eq for NumberFormat {}

impl Hash for NumberFormat {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for NumberFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
