//! What a change does: to scores, of which values; to grades; or only to what is asked, understood or printed.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::things::{Cells, told};
use crate::decimal;
use crate::rulebook::tables::layout::SheetShape;
use crate::rulebook::tables::{Band, Filled};

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Scores may be others.
    Scores,
    /// Another full mark of an indicator, an item, a level or the whole.
    Points {
        /// What it was.
        was: Decimal,
        /// What it is.
        is: Decimal,
    },
    /// Rates within these bounds score otherwise, no others.
    Bands(Vec<Shift>),
    /// The same total may be of another grade.
    Grades,
    /// What departments are asked for.
    Asked,
    /// Which headers and spellings are understood.
    Understood,
    /// Which figures are pointed out; no score.
    PointedOut,
    /// What is answered when it is asked what else a score could be; no score.
    Questions,
    /// What is printed; no score.
    Printed,
}

/// Values that score otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// Where they begin, and whether with it; `None` from the lowest on.
    pub from: Option<(Decimal, bool)>,
    /// Where they end, and whether with it; `None` up to the highest.
    pub to: Option<(Decimal, bool)>,
    /// What they scored.
    pub was: Decimal,
    /// What they score.
    pub is: Decimal,
    /// Whether bounds are shown as percentages.
    pub percent: bool,
}

impl Effect {
    /// A stable word for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Effect::Scores => "scores",
            Effect::Points { .. } => "points",
            Effect::Bands(_) => "bands",
            Effect::Grades => "grades",
            Effect::Asked => "asked",
            Effect::Understood => "understood",
            Effect::PointedOut => "pointed_out",
            Effect::Questions => "questions",
            Effect::Printed => "printed",
        }
    }

    /// What it does, in a sentence.
    pub fn told(&self) -> String {
        match self {
            Effect::Scores => "用到它的部门得分可能不同".into(),
            Effect::Points { was, is } => {
                format!("满分由 {} 分变为 {} 分", was.normalize(), is.normalize())
            }
            Effect::Bands(shifts) if shifts.is_empty() => "得分不变".into(),
            Effect::Bands(shifts) => {
                let told: Vec<String> = shifts.iter().map(Shift::told).collect();
                told.join("；")
            }
            Effect::Grades => "总分不变，等级可能不同".into(),
            Effect::Asked => "要填的数据不同".into(),
            Effect::Understood => "得分不变，只影响表头和写法的识别".into(),
            Effect::PointedOut => "得分不变，只影响数据检查的提示".into(),
            Effect::Questions => "得分不变，只影响“疑问”（whatif）的回答".into(),
            Effect::Printed => "得分不变，只影响印出的文字".into(),
        }
    }
}

impl Shift {
    fn told(&self) -> String {
        let shown = |value: Decimal| match self.percent {
            true => decimal::percent(value),
            false => value.normalize().to_string(),
        };
        let from = self.from.map(|(value, within)| match within {
            true => format!("{} 及以上", shown(value)),
            false => format!("超过 {}", shown(value)),
        });
        let to = self.to.map(|(value, within)| match within {
            true => format!("不超过 {}", shown(value)),
            false => format!("不足 {}", shown(value)),
        });
        let one = self.from.is_some() && self.from == self.to;
        let range = match (from, to) {
            _ if one => {
                format!(
                    "等于 {}",
                    self.from
                        .map_or_else(String::new, |(value, _)| shown(value))
                )
            }
            (Some(from), Some(to)) => format!("{from}、{to}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "所有".into(),
        };
        let gap = if range.ends_with(|c: char| c.is_ascii()) {
            " "
        } else {
            ""
        };
        format!(
            "{range}{gap}的由 {} 分变为 {} 分",
            self.was.normalize(),
            self.is.normalize()
        )
    }
}
/// What a change of a column does.
pub(super) fn effect(shape: &SheetShape, header: &str) -> Effect {
    match (shape.name, header) {
        ("计分", "评分项") | ("没有对象", "说明" | "有发生时的说明") => {
            Effect::Printed
        }
        ("说明", "总分" | "小数位数") | ("计分" | "分档" | "分期" | "没有对象" | "否决免考", _) => {
            Effect::Scores
        }
        ("说明", "个性化指标类别" | "个性化指标分值合计") => Effect::PointedOut,
        ("说明" | "读法", _) => Effect::Printed,
        ("指标", "三级指标" | "指标说明" | "评分标准" | "改进建议") => {
            Effect::Printed
        }
        ("指标", "别名") | ("数据项", "名称" | "别名") | ("选项", _) | ("表名", _) => {
            Effect::Understood
        }
        ("数据项", "填报说明" | "佐证材料" | "单位") => Effect::Printed,
        ("数据项", "通常每一" | "通常不少于" | "通常不多于" | "可以不填") => {
            Effect::PointedOut
        }
        ("数据项", "不设想改变" | "只能往哪边变" | "一步多少" | "评定可差几分")
        | ("争议读法", _) => Effect::Questions,
        ("数据项", "") => Effect::Asked,
        ("勾稽", _) => Effect::PointedOut,
        ("等级", "颜色") => Effect::Printed,
        ("等级", _) => Effect::Grades,
        _ => Effect::Scores,
    }
}

/// Which values score otherwise; `None` where the rows are no bands of numbers.
pub(super) fn shifts(was: &[Cells], is: &[Cells]) -> Option<Vec<Shift>> {
    let bands = |rows: &[Cells]| {
        let cell = |row: &Cells, header: &str| {
            let found = row.iter().find(|(one, _)| *one == header);
            found.map(|(_, cell)| cell.clone())
        };
        let rows = rows.iter().map(|row| {
            let when = cell(row, "条件或选项").and_then(|cell| told(&cell))?;
            let Some(Filled::Number(points)) = cell(row, "得分") else {
                return None;
            };
            Some((when, points))
        });
        Band::all(&rows.collect::<Option<Vec<_>>>()?)
    };
    let (was, is) = (bands(was)?, bands(is)?);
    let edges: BTreeSet<Decimal> = was.iter().chain(&is).flat_map(Band::edges).collect();
    let edges: Vec<Decimal> = edges.into_iter().collect();
    let percent = was.iter().chain(&is).any(|band| band.percent);
    // Every edge, and a value between each and the next.
    let mut samples: Vec<(Decimal, Option<usize>)> = Vec::new();
    let first = *edges.first()?;
    samples.push((first - Decimal::ONE, None));
    for (place, edge) in edges.iter().enumerate() {
        samples.push((*edge, Some(place)));
        let next = edges.get(place + 1).copied();
        let between = next.map_or(edge + Decimal::ONE, |next| (edge + next) / Decimal::TWO);
        samples.push((between, None));
    }
    let score = |bands: &[Band], value| {
        let found = bands.iter().find(|band| band.holds(value));
        found.map(|band| band.points)
    };
    let mut shifts: Vec<Shift> = Vec::new();
    let mut open = false;
    for (place, (value, own)) in samples.iter().enumerate() {
        let (before, after) = (score(&was, *value)?, score(&is, *value)?);
        if before == after {
            open = false;
            continue;
        }
        // Even places lie between edges, odd ones on them.
        let to = match own {
            Some(edge) => Some((edges[*edge], true)),
            None => edges.get(place / 2).map(|edge| (*edge, false)),
        };
        let from = match own {
            Some(edge) => Some((edges[*edge], true)),
            None => (place / 2).checked_sub(1).map(|edge| (edges[edge], false)),
        };
        match shifts.last_mut() {
            Some(last) if open && (last.was, last.is) == (before, after) => last.to = to,
            _ => shifts.push(Shift {
                from,
                to,
                was: before,
                is: after,
                percent,
            }),
        }
        open = true;
    }
    Some(shifts)
}
