//! The description of a rule book's sheets: headers, the keys that they stand for, what may be filled in, and the
//! notes that say so. A file for each kind of sheet; here is what they have in common, and what is asked of them.

mod book;
mod indicators;
mod items;
mod metrics;
mod words;

use std::borrow::Cow;

pub use book::{CHECKS, GRADES, HEAD, HEAD_LINES, NAMES};
pub use indicators::{ALTERNATIVES, INDICATORS, READINGS};
pub use items::{BANDS, DECIDED, ITEMS, NOTHING, PERIODS};
pub use metrics::{CHOICES, METRICS};
pub use words::{PURPOSES, SHAPES};

use Holds::{Measure, Remark, Word};

/// What a column's cells hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A number; a percentage is one that is shown as such.
    Number,
    /// Several texts with `；` between them.
    Texts,
    /// 是, or nothing.
    Flag,
    /// One of a list: what the rule book says, and what the cell says.
    Word(&'static [(&'static str, &'static str)]),
    /// What an item measures: its key is told by its shape.
    Measure,
    /// Keys that have no column, as they stand in a TOML file.
    Rest,
    /// Nothing of the rule book: remarks, the words that a proposal was read from.
    Remark,
}

/// One column.
#[derive(Debug)]
pub struct Column {
    /// The key that it holds; `usual.per` is one inside another.
    pub key: &'static str,
    /// Its header.
    pub header: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Its width.
    pub width: f64,
    /// What the note on its header says.
    pub note: &'static str,
}

/// One sheet.
#[derive(Debug)]
pub struct SheetShape {
    /// Its name.
    pub name: &'static str,
    /// What stands under its title.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Whether a rule book can do without.
    pub optional: bool,
    /// Columns that are seldom used: they stand behind the others, folded in where a rule book does not use them.
    pub more: &'static [Column],
}

const fn column(
    key: &'static str,
    header: &'static str,
    holds: Holds,
    width: f64,
    note: &'static str,
) -> Column {
    Column {
        key,
        header,
        holds,
        width,
        note,
    }
}

/// Whether a proposal of a draft was accepted.
pub const CONFIRMED: Column = column(
    "confirmed",
    "已确认",
    Word(&[("yes", "是"), ("no", "否")]),
    8.0,
    "草稿提出的计分要先核对：对照“依据的文字”，改好后填“是”。没有填“是”的不能评分。",
);
/// The words that a proposal was read from.
pub const READ_FROM: Column = column(
    "read_from",
    "依据的文字",
    Remark,
    50.0,
    "这一行是从评分标准的哪一句读出来的，供核对；程序不读。",
);
/// Keys that have no column.
pub const REST: Column = column(
    "rest",
    "其他",
    Holds::Rest,
    30.0,
    "没有专门一列的设置，照原样保留；一般不要改。",
);
const REMARK: Column = column("remark", "备注", Remark, 30.0, "自己的备注，程序不读。");
/// The columns that a sheet may have beside its own.
pub const EXTRA: [&Column; 4] = [&CONFIRMED, &READ_FROM, &REST, &REMARK];

/// Every sheet, in order.
pub const SHEETS: [&SheetShape; 14] = [
    &HEAD,
    &INDICATORS,
    &METRICS,
    &ITEMS,
    &BANDS,
    &PERIODS,
    &NOTHING,
    &DECIDED,
    &CHOICES,
    &CHECKS,
    &GRADES,
    &READINGS,
    &ALTERNATIVES,
    &NAMES,
];

/// The key of what a shape measures; empty where it measures nothing by itself.
pub fn measured_by(shape: &str) -> &'static str {
    let found = SHAPES.iter().find(|(name, _, _)| *name == shape);
    found.map_or("", |(_, _, key)| key)
}

/// Keys that are sheets of their own, or rows of one.
const SHEET_WORDS: [(&str, &str); 12] = [
    ("cases", "分档"),
    ("bands", "分档"),
    ("scores", "分档"),
    ("periods", "分期"),
    ("choices", "选项"),
    ("items", "计分"),
    ("alternatives", "争议读法"),
    ("metrics", "数据项"),
    ("indicators", "指标"),
    ("framework", "指标"),
    ("grades", "等级"),
    ("directions", "个性化·方向的取值"),
];

/// What a key of the rule book is called on a sheet.
pub fn header(sheet: &str, key: &str) -> Option<&'static str> {
    let own = own_header(sheet, key);
    own.or_else(|| {
        let found = SHEET_WORDS.iter().find(|(known, _)| *known == key);
        found.map(|(_, word)| *word)
    })
}

fn own_header(sheet: &str, key: &str) -> Option<&'static str> {
    if sheet == HEAD.name {
        let line = HEAD_LINES.iter();
        let mut lines = line.filter(|line| line.key.rsplit('.').next() == Some(key));
        return lines.next().map(|line| line.header);
    }
    let shape = SHEETS.iter().find(|shape| shape.name == sheet)?;
    let is_measure = SHAPES.iter().any(|(_, _, measured)| *measured == key);
    let columns = shape.columns.iter().chain(shape.more).chain(EXTRA);
    let exact = columns.clone().find(|column| column.key == key);
    let inner = columns
        .clone()
        .find(|column| column.key.rsplit('.').next() == Some(key));
    let measure = columns
        .clone()
        .find(|column| column.holds == Measure && is_measure);
    let found = exact.or(inner).or(measure);
    found.map(|column| column.header)
}

/// Whether a header is one of 说明, where lines are named and columns are not.
pub fn is_head(header: &str) -> bool {
    HEAD.columns.iter().any(|column| column.header == header)
}

/// What a value of a closed list is called on sheets.
pub fn word<'v>(key: &str, value: &'v str) -> Cow<'v, str> {
    let columns = SHEETS
        .iter()
        .flat_map(|sheet| sheet.columns.iter().chain(sheet.more));
    let lists = columns.filter(|column| column.key == key);
    for column in lists {
        if let Word(words) = column.holds
            && let Some((_, word)) = words.iter().find(|(known, _)| *known == value)
        {
            return Cow::Borrowed(word);
        }
    }
    Cow::Borrowed(value)
}
