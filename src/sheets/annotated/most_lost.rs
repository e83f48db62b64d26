//! The last column of 排名: what a department lost most, or has to hand in, in as many names as the column has room for.
//! So every row is as high as the others and no letter smaller.

use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::analysis::losses::largest;
use crate::decimal::trimmed;
use crate::sheets::style;

/// So many losses are named at most.
const NAMED: usize = 3;
/// A name is not cut shorter than so many letters where one fewer could be named instead.
const SHORT: usize = 10;
/// The narrowest that the column is, in characters.
const NARROWEST: f64 = 60.0;
/// What all columns take together: as many units as A4 on its side prints at eight points.
const PAGE: f64 = 186.0;
/// What a cell keeps free at its sides.
const PADDING: f64 = 2.0;

/// How wide the columns of 排名 are.
pub struct Widths {
    pub name: f64,
    pub group: f64,
    pub total: f64,
    /// A column of scores.
    pub score: f64,
    /// The last column.
    pub losses: f64,
}

/// How wide the rank and the grade are.
pub const NARROW: f64 = 6.0;

impl Widths {
    /// Those of a run.
    pub fn of(evaluation: &Evaluation, layout: &Layout) -> Widths {
        let records = &evaluation.dataset.records;
        let widest = |texts: &mut dyn Iterator<Item = &str>, least: f64, most: f64| {
            let width = texts.map(style::width).max().unwrap_or_default();
            (width as f64 + 3.0).clamp(least, most)
        };
        let mut names = records.iter().map(|record| record.name.as_str());
        let mut groups = records
            .iter()
            .map(|record| record.group.as_deref().unwrap_or(""));
        let (name, group) = (
            widest(&mut names, 14.0, 27.0),
            widest(&mut groups, 12.0, 23.0),
        );
        let recognized = layout.recognized_columns();
        let (total, score) = match recognized {
            0 => (13.0, 9.0),
            _ => (11.0, 8.5),
        };
        let scores = evaluation.book.framework.len() as f64 + f64::from(recognized);
        let others = name + group + total + 2.0 * NARROW + score * scores;
        Widths {
            name,
            group,
            total,
            score,
            losses: (PAGE - others).max(NARROWEST),
        }
    }
}

/// What a department lost most, or what is to be handed in first, in a column of this width.
pub fn told(evaluation: &Evaluation, department: usize, column: f64) -> String {
    let (card, book) = (&evaluation.cards[department], evaluation.book);
    let room = column - PADDING;
    if evaluation.dataset.records[department].duplicate {
        return "编码或名称与别的行重复，不参加排名".into();
    }
    if card.total.is_none() {
        return lacking(&card.lacking, room);
    }
    let losses = largest(card, book, NAMED);
    let losses: Vec<(&str, String)> = losses
        .iter()
        .map(|loss| {
            let name = book.indicators[loss.indicator].name.as_str();
            (name, trimmed(loss.lost, 2))
        })
        .collect();
    match losses.is_empty() {
        true => "没有失分".into(),
        false => lost(&losses, room),
    }
}

/// As many losses as there is room for, names cut, no more than they have to be, before one is left out.
fn lost(losses: &[(&str, String)], room: f64) -> String {
    let longest = losses.iter().map(|(name, _)| name.chars().count()).max();
    let longest = longest.unwrap_or(SHORT).max(SHORT);
    let fewer = (1..=losses.len()).rev();
    let tries = fewer.flat_map(|count| {
        let named = move |length: usize| {
            let parts = losses.iter().take(count);
            let parts = parts.map(|(name, lost)| format!("{} −{lost}", cut(name, length)));
            parts.collect::<Vec<String>>().join("；")
        };
        (SHORT..=longest).rev().map(named)
    });
    fitting(tries, room)
}

/// As many of what is lacking as there is room for.
fn lacking(names: &[String], room: f64) -> String {
    let fewer = (1..=names.len()).rev();
    let tries = fewer.map(|count| {
        let behind = match names.len() - count {
            0 => String::new(),
            _ => format!("等 {} 项", names.len()),
        };
        format!("待补正：{}{behind}", names[..count].join("、"))
    });
    fitting(tries, room)
}

/// The first that has room, else the beginning of the last.
fn fitting(tries: impl Iterator<Item = String>, room: f64) -> String {
    let mut last = String::new();
    for told in tries {
        if wide(&told) <= room {
            return told;
        }
        last = told;
    }
    let mut length = last.chars().count();
    while length > 1 && wide(&cut(&last, length)) > room {
        length -= 1;
    }
    cut(&last, length)
}

/// Some fonts of Chinese machines have these as wide as a Chinese letter.
fn wide(text: &str) -> f64 {
    let wider = text.matches(['−', '…']).count();
    (style::width(text) + wider) as f64
}

/// A text of so many letters at most.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let kept: String = text.chars().take(most - 1).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOSSES: [(&str, &str); 3] = [
        ("公众或服务对象满意度", "2"),
        ("管理制度健全性", "1.75"),
        ("社会效益、经济效益、生态效益及可持续影响等", "1.36"),
    ];

    fn lost_in(room: f64) -> String {
        let losses = LOSSES.map(|(name, lost)| (name, lost.to_string()));
        lost(&losses, room)
    }

    #[test]
    fn names_are_cut_before_one_is_left_out() {
        let whole = "公众或服务对象满意度 −2；管理制度健全性 −1.75；社会效益、经济效益、生态效益及可持续影响等 −1.36";
        assert_eq!(lost_in(100.0), whole);
        assert_eq!(
            lost_in(82.0),
            "公众或服务对象满意度 −2；管理制度健全性 −1.75；社会效益、经济效益、生态… −1.36"
        );
        assert_eq!(
            lost_in(50.0),
            "公众或服务对象满意度 −2；管理制度健全性 −1.75"
        );
        assert_eq!(lost_in(12.0), "公众或服务…");
    }

    #[test]
    fn what_is_left_out_of_the_lacking_is_counted() {
        let names = ["政府采购计划金额", "实际采购金额", "满意度"].map(String::from);
        assert_eq!(
            lacking(&names, 60.0),
            "待补正：政府采购计划金额、实际采购金额、满意度"
        );
        assert_eq!(
            lacking(&names, 45.0),
            "待补正：政府采购计划金额、实际采购金额等 3 项"
        );
        assert_eq!(lacking(&names, 40.0), "待补正：政府采购计划金额等 3 项");
    }

    /// Every text has room in its column, whatever the names.
    #[test]
    fn nothing_is_wider_than_its_room() {
        for room in 8..120 {
            assert!(wide(&lost_in(f64::from(room))) <= f64::from(room), "{room}");
        }
    }
}
