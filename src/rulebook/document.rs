//! A rule-book file as read: TOML with the place of every key and value, and the findings about it.
//!
//! [`Section`] hands out the fields of one table, notes what is missing or of the wrong kind, and at the
//! end reports the keys that nobody asked for.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tables::layout;
use super::toml_words::in_chinese;
use super::tree::Table;
use crate::visible_text::is_unseen;

pub use super::finding::{Finding, Findings, Level, Located, Place, Source, Span};

/// The name in `known` that is nearest to `name`, if any is near.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    nearest_by(0.5, name, known)
}

fn nearest_by<'k>(
    least: f64,
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    known
        .into_iter()
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(name, candidate),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= least)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Parses a source into its outermost table.
///
/// # Errors
/// Every place where the text is not TOML is reported; then there is no table.
pub fn parse<'d>(text: &'d str, source: &Arc<Source>, findings: &Findings) -> Option<DeTable<'d>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = Span {
            source: source.clone(),
            range: error.span().unwrap_or(0..0),
            cell: None,
        };
        let what = at.either("不是正确的 TOML", "工作簿的内容读不成规则");
        findings.error_with(
            &at,
            format!("{what}：{}", in_chinese(error.message())),
            "请检查引号、方括号、等号是否成对、是否用了全角符号",
        );
    }
    if !errors.is_empty() {
        return None;
    }
    Some(table.into_inner())
}

/// One TOML table being read.
pub struct Section<'d> {
    entries: &'d DeTable<'d>,
    /// Where the table stands.
    pub at: Span,
    findings: &'d Findings,
    /// The keys that are known.
    asked: RefCell<BTreeSet<&'d str>>,
}

impl<'d> Section<'d> {
    /// Starts to read a table.
    pub fn new(entries: &'d DeTable<'d>, at: Span, findings: &'d Findings) -> Section<'d> {
        Section {
            entries,
            at,
            findings,
            asked: RefCell::default(),
        }
    }

    /// Where findings about it go.
    pub fn findings(&self) -> &'d Findings {
        self.findings
    }

    /// Whether a key is there.
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Its keys and values, wherever they stand.
    pub(super) fn tree(&self) -> Table {
        Table::of(self.entries)
    }

    /// Where a key stands or would stand: the table, where only that is known.
    pub fn place_of(&self, key: &str) -> Span {
        let cells = self.at.source.cells.as_ref();
        let cell = cells.and_then(|cells| cells.of_key(&self.at.range, key));
        Span {
            cell: cell.cloned(),
            ..self.at.clone()
        }
    }

    /// What a key is called where the table stands.
    pub fn word<'k>(&self, key: &'k str) -> &'k str {
        let cells = self.at.source.cells.as_ref();
        let own = cells.and_then(|cells| cells.of_key(&self.at.range, key));
        match own
            .map(|cell| cell.header)
            .filter(|header| !header.is_empty())
        {
            Some(header) if !layout::is_head(header) => header,
            _ => self.at.word(key),
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span {
            source: self.at.source.clone(),
            range,
            cell: None,
        }
    }

    fn get(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.borrow_mut().insert(key);
        self.entries.get(key)
    }

    fn wrong_kind(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let at = self.span(value.span());
        let message = format!("“{}”应为{wanted}", self.word(key));
        self.findings.error(&at, message);
    }

    /// An optional text.
    pub fn text(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_kind(key, value, self.at.either("文字（写在引号里）", "文字"));
            return None;
        };
        self.refuse_unseen(key, text, value);
        Some(Located {
            value: text.to_string(),
            at: self.span(value.span()),
        })
    }

    /// A rule book's texts are shown on terminals and in sheets as they are.
    fn refuse_unseen(&self, key: &str, text: &str, value: &Spanned<DeValue<'_>>) {
        let breaks_line = |c| matches!(c, '\n' | '\r' | '\t');
        if text.contains(|c| is_unseen(c) && !breaks_line(c)) {
            self.findings.error(
                &self.span(value.span()),
                format!("“{}”里有看不见的字符，请删去", self.word(key)),
            );
        }
    }

    /// A text that must be there and not be blank.
    pub fn required_text(&self, key: &'static str) -> Option<Located<String>> {
        if !self.has(key) {
            self.absent(key);
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            let message = format!("“{}”不能为空", self.word(key));
            self.findings.error(&text.at, message);
            return None;
        }
        Some(text)
    }

    /// An optional number; a text such as `"10%"` will do.
    pub fn number(&self, key: &'static str) -> Option<Located<Decimal>> {
        let value = self.get(key)?;
        let number = number(value.get_ref());
        if number.is_none() {
            let wanted = "数字，或写在引号里的百分数（如 \"10%\"）";
            let wanted = self.at.either(wanted, "数字或百分数（如 10%）");
            self.wrong_kind(key, value, wanted);
        }
        Some(Located {
            value: number?,
            at: self.span(value.span()),
        })
    }

    /// A number that must be there.
    pub fn required_number(&self, key: &'static str) -> Option<Located<Decimal>> {
        if !self.has(key) {
            self.absent(key);
        }
        self.number(key)
    }

    /// An optional true or false, false where absent.
    pub fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_kind(key, value, self.at.either("true 或 false", "“是”，或空着"));
            false
        })
    }

    /// A list of texts, empty where absent.
    pub fn texts(&self, key: &'static str) -> Vec<Located<String>> {
        self.array(key)
            .filter_map(|value| match value.get_ref().as_str() {
                Some(text) => {
                    self.refuse_unseen(key, text, value);
                    Some(Located {
                        value: text.to_string(),
                        at: self.span(value.span()),
                    })
                }
                None => {
                    self.wrong_kind(key, value, "文字的列表");
                    None
                }
            })
            .collect()
    }

    /// A list of tables, empty where absent.
    pub fn tables(&self, key: &'static str) -> Vec<Section<'d>> {
        self.array(key)
            .filter_map(|value| self.as_table(key, value))
            .collect()
    }

    /// An optional table.
    pub fn table(&self, key: &'static str) -> Option<Section<'d>> {
        let value = self.get(key)?;
        self.as_table(key, value)
    }

    /// The entries of a table whose keys are names, each with a number: `{ "未公开" = 0 }`.
    pub fn named_numbers(&self, key: &'static str) -> Vec<(Located<String>, Decimal)> {
        let Some(value) = self.get(key) else {
            self.absent(key);
            return Vec::new();
        };
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong_kind(key, value, "由名称和数字组成的表");
            return Vec::new();
        };
        let mut numbers = Vec::new();
        for (name, value) in entries {
            match number(value.get_ref()) {
                Some(number) => numbers.push((
                    Located {
                        value: name.get_ref().to_string(),
                        at: self.span(name.span()),
                    },
                    number,
                )),
                None => self.wrong_kind(name.get_ref(), value, "数字"),
            }
        }
        numbers.sort_by_key(|(name, _)| name.at.range.start);
        numbers
    }

    /// A number above 0 that must be there.
    pub fn positive(&self, key: &'static str) -> Option<Located<Decimal>> {
        let number = self.required_number(key)?;
        if number.value <= Decimal::ZERO {
            let message = format!("“{}”应大于 0", self.word(key));
            self.findings.error(&number.at, message);
            return None;
        }
        Some(number)
    }

    /// An optional whole number within a range.
    pub fn whole(&self, key: &'static str, range: RangeInclusive<u32>) -> Option<Located<u32>> {
        let number = self.number(key)?;
        let whole = u32::try_from(number.value)
            .ok()
            .filter(|whole| number.value.fract().is_zero() && range.contains(whole));
        let Some(value) = whole else {
            let (least, most) = (range.start(), range.end());
            let message = format!("“{}”应为 {least} 到 {most} 的整数", self.word(key));
            self.findings.error(&number.at, message);
            return None;
        };
        Some(Located {
            value,
            at: number.at,
        })
    }

    fn array(&self, key: &'static str) -> impl Iterator<Item = &'d Spanned<DeValue<'d>>> {
        let array = self.get(key).and_then(|value| {
            let array = value.get_ref().as_array();
            if array.is_none() {
                self.wrong_kind(key, value, "列表");
            }
            array
        });
        array.into_iter().flat_map(|array| array.iter())
    }

    fn as_table(&self, key: &str, value: &'d Spanned<DeValue<'d>>) -> Option<Section<'d>> {
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong_kind(key, value, "表");
            return None;
        };
        Some(Section::new(
            entries,
            self.span(value.span()),
            self.findings,
        ))
    }

    /// Marks keys as known, though this table's values for them may not be read.
    pub fn know(&self, keys: &[&'static str]) {
        self.asked.borrow_mut().extend(keys);
    }

    /// Reports that a key is missing; where an unknown key is much like it, that is the place.
    pub fn absent(&self, key: &str) {
        if self.at.is_in_workbook() {
            let message = format!("“{}”没有填", self.word(key));
            self.findings.error(&self.place_of(key), message);
            return;
        }
        let message = format!("缺少“{key}”");
        let unknown = self.entries.keys().filter(|written| {
            let written: &str = written.get_ref();
            !self.asked.borrow().contains(written)
        });
        let near = nearest_by(0.6, key, unknown.map(|written| &**written.get_ref()));
        let Some(written) = self
            .entries
            .keys()
            .find(|written| near == Some(&**written.get_ref()))
        else {
            self.findings.error(&self.at, message);
            return;
        };
        let hint = format!("“{}”是不是“{key}”？", written.get_ref());
        self.findings
            .error_with(&self.span(written.span()), message, hint);
        self.asked.borrow_mut().insert(written.get_ref());
    }

    /// Reports that a list is missing or has nothing in it.
    pub fn empty(&self, key: &'static str) {
        match self.get(key) {
            None => self.absent(key),
            Some(value) if value.get_ref().as_array().is_some() => {
                let at = self.span(value.span());
                self.findings
                    .error(&at, format!("“{}”不能为空", self.word(key)));
            }
            // That it is no list was reported when it was read.
            Some(_) => {}
        }
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if asked.contains(name) {
                continue;
            }
            let known: Vec<&str> = asked.iter().copied().collect();
            let at = self.span(key.span());
            let what = at.either("不认识的键", "“其他”里有不认识的设置");
            self.findings
                .unknown(&at, format!("{what}“{name}”"), name, &known);
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(integer) => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::String(text) => {
            let points: Decimal = text.trim().strip_suffix('%')?.trim().parse().ok()?;
            points.checked_div(Decimal::ONE_HUNDRED)
        }
        _ => None,
    }
}
