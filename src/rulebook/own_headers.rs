//! Headers of a table's own: a file (对应.toml) in which people say once which column of the rule book a header of theirs is. It adds
//! spellings for a run; what the columns hold is read, and told of, as ever.
//!
//! ```toml
//! [columns]
//! "三公经费/年初数" = "三公经费预算"
//! ```

use super::RuleBook;
use super::document::nearest;
use super::naming::{plain, split_unit};
use super::toml_words::in_chinese;
use crate::encoding::{self, NoText};

/// What stands between the texts of a header that has several, from the top down.
const LEVELS: char = '/';
const TABLE: &str = "columns";

/// A header, and the column that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnHeader {
    /// As it stands in the table, its texts from the top down with `/` between them.
    pub header: String,
    /// The metric's place in the rule book.
    pub metric: usize,
}

/// Headers that a table has of its own, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnHeaders(Vec<OwnHeader>);

/// Why such a file cannot be used. Displayed as the rest of a sentence.
#[derive(Debug, thiserror::Error)]
pub enum OwnHeadersError {
    /// It is no text.
    #[error("{0}。请用“UTF-8”编码另存")]
    NotText(NoText),
    /// It is not written as such a file is.
    #[error("第 {line} 行：{what}。每行应写：\"表里的表头\" = \"规则书里的列名\"")]
    NotToml {
        /// From 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// It has no such table.
    #[error("里面没有 [columns] 一节。[columns] 下面每行写：\"表里的表头\" = \"规则书里的列名\"")]
    NoTable,
    /// A header is blank, or what it stands for is no text.
    #[error("“{header}”一行不完整。每行应写：\"表里的表头\" = \"规则书里的列名\"")]
    Incomplete {
        /// The header.
        header: String,
    },
    /// The rule book has no such column.
    #[error("规则书里没有名为“{name}”的列（“{header}”一行）{}", .near.as_ref().map_or_else(String::new, |near| format!("，是不是“{near}”？")))]
    NoColumn {
        /// The header.
        header: String,
        /// What it should stand for.
        name: String,
        /// The nearest that there is.
        near: Option<String>,
    },
    /// The header is that of another column already.
    #[error(
        "“{header}”本来就是“{own}”的表头，不能当作“{name}”。如果规则书里的写法不对，请改规则书"
    )]
    OtherColumn {
        /// The header.
        header: String,
        /// What it means.
        own: String,
        /// What it should stand for.
        name: String,
    },
    /// Two headers that cannot be told apart stand for different columns.
    #[error("“{one}”和“{other}”写法相同，却对应不同的列。请只保留一行")]
    Twice {
        /// The earlier.
        one: String,
        /// The later.
        other: String,
    },
}

impl OwnHeaders {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, or says something that would leave open which column is which.
    pub fn read(bytes: &[u8], book: &RuleBook) -> Result<OwnHeaders, OwnHeadersError> {
        let (text, _) = encoding::decode(bytes).map_err(OwnHeadersError::NotText)?;
        let table: toml::Table = toml::from_str(&text).map_err(|error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = &text.as_bytes()[..start.min(text.len())];
            OwnHeadersError::NotToml {
                line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
                what: in_chinese(error.message()).into(),
            }
        })?;
        let Some(toml::Value::Table(columns)) = table.get(TABLE) else {
            return Err(OwnHeadersError::NoTable);
        };
        let pairs = columns.iter().map(|(header, name)| match name.as_str() {
            Some(name) => Ok((header.clone(), name.to_string())),
            None => Err(OwnHeadersError::Incomplete {
                header: header.clone(),
            }),
        });
        OwnHeaders::of(pairs.collect::<Result<Vec<_>, _>>()?, book)
    }

    /// Of headers and the names of the columns that they stand for.
    ///
    /// # Errors
    /// One of them would leave open which column is which.
    pub fn of(
        pairs: impl IntoIterator<Item = (String, String)>,
        book: &RuleBook,
    ) -> Result<OwnHeaders, OwnHeadersError> {
        let mut own: Vec<OwnHeader> = Vec::new();
        for (header, name) in pairs {
            if plain(&header).is_empty() {
                return Err(OwnHeadersError::Incomplete { header });
            }
            let mut metrics = book.metrics.iter();
            let Some(metric) = metrics.position(|metric| plain(metric.name()) == plain(&name))
            else {
                let names = book.metrics.iter().map(|metric| metric.name());
                let near = nearest(&name, names).map(String::from);
                return Err(OwnHeadersError::NoColumn { header, name, near });
            };
            let one = OwnHeader { header, metric };
            for (place, known) in book.metrics.iter().enumerate() {
                let spelled = known.aliases.iter().map(String::as_str);
                let mut spelled = std::iter::once(known.name()).chain(spelled);
                if place != metric && spelled.any(|known| one.spellings().contains(&plain(known))) {
                    return Err(OwnHeadersError::OtherColumn {
                        header: one.header,
                        own: known.name().to_string(),
                        name,
                    });
                }
            }
            let is_other = |known: &&OwnHeader| {
                let spelled = one.spellings();
                known.metric != metric && known.spellings().iter().any(|own| spelled.contains(own))
            };
            if let Some(known) = own.iter().find(is_other) {
                return Err(OwnHeadersError::Twice {
                    one: known.header.clone(),
                    other: one.header,
                });
            }
            own.push(one);
        }
        Ok(OwnHeaders(own))
    }

    /// The headers.
    pub fn all(&self) -> &[OwnHeader] {
        &self.0
    }

    /// As a file, to be kept.
    pub fn written(&self, book: &RuleBook) -> String {
        let mut text = String::from(
            "# 表头对应：等号左边是表里的表头，右边是规则书里的列名\n# 用法：jixiao score 数据.xlsx --columns 对应.toml\n\n[columns]\n",
        );
        for one in &self.0 {
            let name = book.metrics[one.metric].name();
            text += &format!("{} = {}\n", quoted(&one.header), quoted(name));
        }
        text
    }
}

impl OwnHeader {
    /// What it is searched for as: the whole of it, and its lowest texts together.
    fn spellings(&self) -> Vec<String> {
        let whole = plain(&self.header);
        let parts: Vec<String> = self.header.split(LEVELS).map(plain).collect();
        let lowest = parts[parts.len().saturating_sub(2)..].concat();
        let mut spellings = vec![whole, parts.concat(), lowest];
        spellings.retain(|spelling| !spelling.is_empty());
        spellings.dedup();
        spellings
    }

    /// Whether a cell of a header holds the lowest of its texts.
    pub fn ends_in(&self, text: &str) -> bool {
        let lowest = self.header.rsplit(LEVELS).next().unwrap_or_default();
        split_unit(lowest).0 == split_unit(text).0 || plain(&self.header) == plain(text)
    }
}

impl RuleBook {
    /// The same rules, which know the headers of a table.
    pub fn with_own_headers(mut self, own: OwnHeaders) -> RuleBook {
        for one in own.all() {
            let aliases = &mut self.metrics[one.metric].aliases;
            for spelling in one.spellings() {
                if !aliases.iter().any(|known| plain(known) == spelling) {
                    aliases.push(spelling);
                }
            }
        }
        self.own_headers = own;
        self
    }
}

/// A text as a key and a value of TOML: on one line, whatever is in it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04X}", c as u32),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
