//! 差距与余量 in sentences: typed before, worded here, for the terminal and for sheets.

use rust_decimal::Decimal;

use super::{Answer, Direction, Headroom, OtherFigure, Side, Silence};
use crate::decimal::{fixed, trimmed};
use crate::rulebook::RuleBook;

/// What it is for, and what not.
pub const PURPOSE: &str =
    "只供预判和核对争议：已经发生的数据是事实，不能为了得分去改；要更正的数据须有依据。";

/// Distances below this are marked: they are within the reach of one judgement.
pub const NEAR: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// A figure and what it would have to be.
pub fn change(change: &OtherFigure) -> String {
    let cell = change.cell.map(|cell| match change.in_outcomes {
        true => format!("（个性化指标 {cell}）"),
        false => format!("（{cell}）"),
    });
    let from = match change.from.as_str() {
        "" => "未填",
        from => from,
    };
    let cell = cell.unwrap_or_default();
    format!("{}{cell}如为 {}（现为 {from}）", change.metric, change.to)
}

/// An answer with the total that it gives.
pub fn answer(answer: &Answer, book: &RuleBook) -> String {
    let changes: Vec<String> = answer.changes.iter().map(change).collect();
    let total = fixed(answer.total, book.decimals);
    format!(
        "{}，即为 {total} 分，{}",
        changes.join("，并且"),
        answer.grade
    )
}

/// How far it is in a direction; the sentence of a department without a total is that of [`silence`].
pub fn distance(side: &Side, direction: Direction) -> Option<String> {
    let (grade, points) = (side.grade.as_ref()?, side.points?);
    let points = trimmed(points, 4);
    Some(match direction {
        Direction::Up => format!("再得 {points} 分即为{grade}"),
        Direction::Down if points == "0" => format!("正在下限上，少一点即为{grade}"),
        Direction::Down => format!("比本等级的下限多 {points} 分，再少就是{grade}"),
    })
}

/// Why there is no answer in a direction.
pub fn silence(side: &Side, direction: Direction) -> Option<&'static str> {
    Some(match (side.silence?, direction) {
        (Silence::Unscored, _) => "没有总分：先补正所缺的数据",
        (Silence::NoGrade, Direction::Up) => "已是最高等级",
        (Silence::NoGrade, Direction::Down) => "已是最低等级",
        (Silence::OutOfReach, Direction::Up) => "改一个或两个数都达不到",
        (Silence::OutOfReach, Direction::Down) => "改任何一个数都不会降等",
    })
}

/// A department's way up and down, a line each; one line where it has no total.
pub fn lines(headroom: &Headroom, book: &RuleBook) -> Vec<String> {
    if headroom.up.silence == Some(Silence::Unscored) {
        return silence(&headroom.up, Direction::Up)
            .map(String::from)
            .into_iter()
            .collect();
    }
    let sides = [
        (&headroom.up, Direction::Up),
        (&headroom.down, Direction::Down),
    ];
    let lines = sides.into_iter().map(|(side, direction)| {
        let first = side.answers.first().map(|one| answer(one, book));
        let silence = silence(side, direction).map(String::from);
        let said = first.or(silence).unwrap_or_default();
        match distance(side, direction) {
            Some(distance) => format!("{distance}：{said}"),
            None => said,
        }
    });
    lines.collect()
}
