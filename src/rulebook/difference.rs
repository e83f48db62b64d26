//! What changed between two rule books, cell by cell of their workbooks, and what each change does.
//!
//! Rows are told by what they are about: an indicator, an item's number, a metric, a code. Bands, choices' scores, vetoes
//! and the like belong to one item and change together; of bands it is told which values score otherwise.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::tables::layout::{self, SheetShape};
use super::tables::{Band, Filled, Grid, grids};
use super::tree::Table;
use crate::decimal;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The sheet of the rule workbook that it stands on.
    pub sheet: &'static str,
    /// What it is about: an indicator, a metric, a check's code.
    pub subject: String,
    /// Which part of it: a header; nothing where all of it is new or gone.
    pub what: String,
    /// What it was; `None` where it was not there.
    pub was: Option<String>,
    /// What it is; `None` where it is there no more.
    pub is: Option<String>,
    /// What it does.
    pub effect: Effect,
}

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

/// What changed from one rule book to another, in the order of the sheets.
pub fn changes(was: &Table, is: &Table) -> Vec<Change> {
    let (was, is) = (grids(was), grids(is));
    let mut changes = Vec::new();
    for shape in layout::SHEETS {
        let rows = |grids: &[Grid]| {
            let grid = grids.iter().find(|grid| grid.shape.name == shape.name);
            grid.map(|grid| things(grid, shape)).unwrap_or_default()
        };
        compare(shape, &rows(&was), &rows(&is), &mut changes);
    }
    changes
}

/// What rows are about, with the rows of each.
type Things = Vec<(String, Vec<Vec<(String, Filled)>>)>;

fn things(grid: &Grid, shape: &SheetShape) -> Things {
    let mut things: Things = Vec::new();
    let place = |key: &str| shape.columns.iter().position(|column| column.key == key);
    let (of, number) = (place("of").unwrap_or(0), place("number"));
    let of = match shape.name {
        name if name == layout::INDICATORS.name => place("name").unwrap_or(0),
        _ => of,
    };
    let several = |thing: &str| {
        let same = |row: &&Vec<Filled>| told(&row[of]).as_deref() == Some(thing);
        let rows = grid.rows.iter().filter(same);
        number.is_some_and(|number| {
            rows.clone()
                .any(|row| row[number] != Filled::Number(Decimal::ONE))
        })
    };
    // A level stands in its first row alone.
    let mut rows = grid.rows.clone();
    if shape.name == layout::INDICATORS.name {
        let mut above: Vec<Filled> = Vec::new();
        for row in &mut rows {
            for (own, above) in row.iter_mut().zip(&above) {
                if *own == Filled::Blank {
                    *own = above.clone();
                }
            }
            above = row[..4].to_vec();
        }
    }
    for row in &rows {
        let Some(thing) = told(&row[of]) else {
            continue;
        };
        let subject = match number.and_then(|number| told(&row[number])) {
            Some(number) if several(&thing) => format!("{thing}（第 {number} 项）"),
            _ => thing,
        };
        let cells = grid.columns.iter().zip(row).enumerate();
        let cells = cells.filter(|(place, _)| *place != of && Some(*place) != number);
        let cells = cells.map(|(_, (column, cell))| (column.header.to_string(), cell.clone()));
        let cells: Vec<(String, Filled)> = cells.collect();
        match things.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, rows)) => rows.push(cells),
            None => things.push((subject, vec![cells])),
        }
    }
    things
}

/// A cell as it is read.
fn told(cell: &Filled) -> Option<String> {
    match cell {
        Filled::Blank => None,
        Filled::Text(text) => Some(text.clone()),
        Filled::Number(number) => Some(number.normalize().to_string()),
        Filled::Percent(ratio) => Some(decimal::percent(*ratio)),
    }
}

fn compare(shape: &'static SheetShape, was: &Things, is: &Things, changes: &mut Vec<Change>) {
    let find = |things: &Things, subject: &str| {
        let found = things.iter().find(|(known, _)| known == subject);
        found.map(|(_, rows)| rows.clone())
    };
    let mut add = |subject: &str, what: &str, was: Option<String>, is: Option<String>, effect| {
        changes.push(Change {
            sheet: shape.name,
            subject: subject.into(),
            what: what.into(),
            was,
            is,
            effect,
        });
    };
    let many = [
        &layout::BANDS,
        &layout::PERIODS,
        &layout::DECIDED,
        &layout::CHOICES,
        &layout::READINGS,
        &layout::NAMES,
    ];
    let many = many.iter().any(|one| one.name == shape.name);
    for (subject, rows) in was {
        let Some(now) = find(is, subject) else {
            add(subject, "", Some(joined(rows)), None, effect(shape, ""));
            continue;
        };
        if many {
            if *rows != now {
                let shifts = (shape.name == layout::BANDS.name).then(|| shifts(rows, &now));
                let effect = shifts
                    .flatten()
                    .map_or_else(|| effect(shape, ""), Effect::Bands);
                add(
                    subject,
                    shape.name,
                    Some(joined(rows)),
                    Some(joined(&now)),
                    effect,
                );
            }
            continue;
        }
        let (Some(rows), Some(now)) = (rows.first(), now.first()) else {
            continue;
        };
        let headers: BTreeSet<(usize, &String)> = rows
            .iter()
            .chain(now)
            .map(|(header, _)| {
                let place =
                    |cells: &[(String, Filled)]| cells.iter().position(|(one, _)| one == header);
                (place(rows).or(place(now)).unwrap_or_default(), header)
            })
            .collect();
        for (_, header) in headers {
            let cell = |cells: &[(String, Filled)]| {
                let found = cells.iter().find(|(one, _)| one == header);
                found.map_or(Filled::Blank, |(_, cell)| cell.clone())
            };
            let (before, after) = (cell(rows), cell(now));
            // Level names are written once, and their points belong to them.
            if before == after {
                continue;
            }
            let points = header.ends_with("分值") || header == "总分";
            let effect = match (&before, &after) {
                (Filled::Number(was), Filled::Number(is)) if points => {
                    Effect::Points { was: *was, is: *is }
                }
                _ => effect(shape, header),
            };
            add(subject, header, told(&before), told(&after), effect);
        }
    }
    for (subject, rows) in is
        .iter()
        .filter(|(subject, _)| find(was, subject).is_none())
    {
        add(subject, "", None, Some(joined(rows)), effect(shape, ""));
    }
}

/// Rows in one line.
fn joined(rows: &[Vec<(String, Filled)>]) -> String {
    let rows = rows.iter().map(|cells| {
        let cells: Vec<String> = cells.iter().filter_map(|(_, cell)| told(cell)).collect();
        cells.join(" ")
    });
    let rows: Vec<String> = rows.collect();
    rows.join("；")
}

/// What a change of a column does.
fn effect(shape: &SheetShape, header: &str) -> Effect {
    match (shape.name, header) {
        ("说明", "总分" | "小数位数") | ("计分" | "分档" | "分期" | "没有对象" | "否决免考", _) => {
            Effect::Scores
        }
        ("说明", "个性化指标类别" | "个性化指标分值合计") => Effect::PointedOut,
        ("说明" | "读法", _) => Effect::Printed,
        ("指标", "指标说明" | "评分标准" | "改进建议") => Effect::Printed,
        ("指标", "别名") | ("数据项", "别名") | ("选项", _) | ("表名", _) => {
            Effect::Understood
        }
        ("数据项", "填报说明" | "佐证材料" | "单位") => Effect::Printed,
        ("数据项", "通常每一" | "通常不少于" | "通常不多于" | "可以不填") => {
            Effect::PointedOut
        }
        ("数据项", "") => Effect::Asked,
        ("勾稽", _) => Effect::PointedOut,
        ("等级", "颜色") => Effect::Printed,
        ("等级", _) => Effect::Grades,
        _ => Effect::Scores,
    }
}

/// Which values score otherwise; `None` where the rows are no bands of numbers.
fn shifts(was: &[Vec<(String, Filled)>], is: &[Vec<(String, Filled)>]) -> Option<Vec<Shift>> {
    let bands = |rows: &[Vec<(String, Filled)>]| {
        let cell = |row: &[(String, Filled)], header: &str| {
            let found = row.iter().find(|(one, _)| one == header);
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
