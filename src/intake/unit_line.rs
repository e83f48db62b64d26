//! The unit of money that a line above or below the table gives: `单位：万元`.
//!
//! What such a line speaks of decides: the table (`本表金额单位为万元`), last year's figures, which are another
//! table's, or a part of the table (`采购合同单位：元`), where nobody can say which columns are meant.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::number::money_unit;
use super::report::Report;
use crate::address::Address;
use crate::problem::{Code, Severity};
use crate::rulebook::RuleBook;
use crate::visible_text::shortened;
use crate::workbook::{CellValue, Sheet};

/// The unit of all money, and the line that gives it.
pub(super) struct UnitLine {
    pub unit: String,
    pub at: Address,
}

/// The unit that a line such as `单位：万元` or a note such as `以元为单位` gives for all money; none where lines
/// disagree.
pub(super) fn unit_line(sheet: &Sheet, book: &RuleBook, report: &mut Report) -> Option<UnitLine> {
    let mut found: Option<UnitLine> = None;
    let mut of_parts = Vec::new();
    for (at, text) in lines(sheet) {
        let (whole, parts): (Vec<Named>, Vec<Named>) = named(text)
            .into_iter()
            .partition(|named| named.of == Of::Table);
        of_parts.extend(parts.into_iter().map(|named| (at, named)));
        let units: Vec<String> = whole.into_iter().map(|named| named.unit).collect();
        match (units.as_slice(), &found) {
            ([], _) => {}
            ([unit], None) => {
                let unit = unit.clone();
                found = Some(UnitLine { unit, at });
            }
            ([unit], Some(known)) if *unit == known.unit => {}
            ([unit], Some(known)) => {
                let message = format!(
                    "{} 写的金额单位是“{}”，这里又写“{unit}”，不知道哪些数是哪个单位，没有据此换算",
                    known.at, known.unit
                );
                let advice = "请统一成一个单位，或在各列表头里写明单位";
                tell(Severity::Error, at, message, advice, report);
                return None;
            }
            (several, _) => {
                let message = format!(
                    "“{}”写了几种金额单位（{}），没有据此换算",
                    shortened(text),
                    several.join("、")
                );
                let advice = "请在各列表头里写明单位";
                tell(Severity::Warning, at, message, advice, report);
            }
        }
    }
    let of_all = found.as_ref().map(|line| line.unit.as_str());
    // A part of the table is in another unit, and nobody can say which.
    for (at, named) in of_parts {
        if named.is_news(of_all, book) {
            let message = format!(
                "“{}”的单位写的是{}，不能确定指哪几列，没有据此换算",
                shortened(&named.subject),
                named.unit
            );
            let advice = "请在这几列的表头里写明单位；说的不是这张表的，请删去这句话";
            tell(Severity::Error, at, message, advice, report);
        }
    }
    found
}

fn tell(severity: Severity, at: Address, message: String, advice: &str, report: &mut Report) {
    report.add(
        severity,
        Code::UnitConverted,
        None,
        Some(at),
        message,
        advice,
    );
}

/// The texts that are titles, notes and the like.
fn lines(sheet: &Sheet) -> impl Iterator<Item = (Address, &str)> {
    /// Rows of more cells are departments or headers.
    const MOST_CELLS: usize = 3;
    let rows = sheet
        .rows
        .iter()
        .filter(|row| row.cells.len() <= MOST_CELLS);
    rows.flat_map(|row| {
        row.cells.iter().filter_map(|cell| match &cell.value {
            CellValue::Text(text) => Some((Address::new(row.index, cell.column), text.as_str())),
            _ => None,
        })
    })
}

/// A unit of money in a line.
struct Named {
    unit: String,
    of: Of,
    /// What it is the unit of, in the line's words.
    subject: String,
}

/// What a unit is said to be the unit of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// All money of the table.
    Table,
    /// Something in it, or of another table.
    Part,
}

impl Named {
    /// Whether figures would be read otherwise by it.
    fn is_news(&self, of_all: Option<&str>, book: &RuleBook) -> bool {
        let other = |known: Option<Decimal>| known.is_some() && known != money_unit(&self.unit);
        match of_all {
            Some(unit) => other(money_unit(unit)),
            None => {
                let mut asked = book
                    .metrics
                    .iter()
                    .filter_map(|metric| metric.unit.as_deref());
                asked.any(|unit| other(money_unit(unit)))
            }
        }
    }
}

/// The units of money that a line names, but for those of figures of the year before.
fn named(text: &str) -> Vec<Named> {
    const MARKERS: [&str; 3] = ["单位:", "单位为", "单位是"];
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let mut all = Vec::new();
    let mut before = "";
    for clause in folded.split(['。', ';', ',']) {
        // 不足1万元的，单位：元.
        let condition = Some(before).filter(|before| before.ends_with('的'));
        before = clause;
        let marker = MARKERS
            .iter()
            .filter_map(|marker| Some((clause.find(marker)?, marker.len())))
            .min();
        let (subject, listed) = if let Some((at, length)) = marker {
            let listed = &clause[at + length..];
            let end = listed.find(['(', ')', '】', ']']);
            (&clause[..at], &listed[..end.unwrap_or(listed.len())])
        } else {
            let named = clause.split_once('以').and_then(|(subject, rest)| {
                let (listed, _) = rest.split_once("为单位")?;
                Some((subject, listed))
            });
            let Some(named) = named else { continue };
            named
        };
        let subject = subject.rsplit([':', '(', ')', '[', '【', '】', '.']);
        let subject = subject.into_iter().next().unwrap_or_default();
        let subject = match condition {
            Some(condition) if subject.is_empty() => condition,
            _ => subject,
        };
        let Some(of) = Of::told(subject) else {
            continue;
        };
        all.extend(units(listed).map(|unit| Named {
            unit,
            of,
            subject: subject.to_string(),
        }));
    }
    all
}

/// The units of money in a list of units; `元/人` is none.
fn units(listed: &str) -> impl Iterator<Item = String> + '_ {
    let is_rate = |unit: &str| {
        let mut parts = unit.split('/');
        unit.contains('/') && parts.any(|part| money_unit(part).is_none())
    };
    listed
        .split(['、', '和', '或'])
        .filter(move |unit| !is_rate(unit))
        .flat_map(|unit| unit.split('/'))
        .map(|unit| unit.trim_start_matches("人民币").to_string())
        .filter(|unit| money_unit(unit).is_some())
}

impl Of {
    /// By the words before a unit; none where they are of another year's table.
    fn told(subject: &str) -> Option<Of> {
        const BEFORE: [&str; 5] = ["上年", "去年", "上一年", "往年", "以前年度"];
        /// Words that say no more than that it is the unit of the figures here.
        const ALL: [&str; 28] = [
            "本表",
            "此表",
            "该表",
            "全表",
            "表中",
            "表内",
            "以上",
            "以下",
            "下列",
            "金额",
            "数据",
            "数字",
            "数值",
            "各项",
            "各列",
            "所有",
            "全部",
            "计量",
            "货币",
            "资金",
            "统一",
            "人民币",
            "填报",
            "填列",
            "均",
            "都",
            "的",
            "注",
        ];
        if BEFORE.iter().any(|word| subject.contains(word)) {
            return None;
        }
        let numbered = |c: char| c.is_ascii_digit() || c == '、';
        let mut rest = subject.trim_start_matches(numbered).to_string();
        // 除另有说明外.
        if let (Some(from), Some(to)) = (rest.find('除'), rest.rfind('外'))
            && from < to
        {
            rest.replace_range(from..to + '外'.len_utf8(), "");
        }
        for word in ALL {
            rest = rest.replace(word, "");
        }
        // A title.
        Some(match rest.is_empty() || rest.ends_with('表') {
            true => Of::Table,
            false => Of::Part,
        })
    }
}
