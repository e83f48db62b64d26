//! Years side by side: small rule books and tables, worked by hand.

/// The sample city's two years, end to end.
mod city;
/// `jixiao compare` as people run it: arguments, refusals, JSON, terminal.
mod command;
/// Departments over the years: codes, names, aliases, suggestions, gaps.
mod following;
/// Truths that hold for any two years.
mod properties;
/// The workbook: live formulas, recalculated from poisoned values; what its sheets say.
mod sheets;
/// The split of a change into rules and performance.
mod split;

use std::sync::OnceLock;

use jixiao::analysis::comparison::{Again, Alias, Basis, Year};
use jixiao::analysis::{Comparison, compare, evaluate};
use jixiao::decimal::fixed;
use jixiao::intake;
use jixiao::rulebook::{RuleBook, library};
use jixiao::scoring::Missing;
use jixiao::workbook::{self, Bounds, Row, Sheet, Workbook};

use crate::support::Cell;

/// A rule book of 100 points: what it asks (`实际采购金额:amount`) and its indicators with points and value.
pub fn rules(id: &str, metrics: &[&str], indicators: &[(&str, u32, &str)]) -> &'static RuleBook {
    let points: u32 = indicators.iter().map(|(_, points, _)| points).sum();
    let mut text = format!(
        "id = \"{id}\"\nname = \"规则 {id}\"\nversion = \"1\"\nyear = 2021\npoints = {points}\n\
         framework = [{{ name = \"一级\", points = {points}, second = [{{ name = \"二级\", points = {points} }}] }}]\n\
         [[grades]]\nname = \"优\"\nmin = 90\n[[grades]]\nname = \"良\"\nmin = 60\n[[grades]]\nname = \"差\"\nmin = 0\n\
         [sheets]\ndata = {{ name = \"基础数据\" }}\noutcomes = {{ name = \"个性化指标\" }}\n\
         declared = {{ name = \"自评得分\", total = \"总分\", grade = \"等级\" }}\n"
    );
    let roles = [
        ("部门编码", "text", "code"),
        ("部门名称", "text", "name"),
        ("主管部门", "text", "group"),
        ("年度", "count", "year"),
    ];
    for (name, kind, role) in roles {
        text += &format!(
            "[[metrics]]\nname = \"{name}\"\ntype = \"{kind}\"\nrole = \"{role}\"\noptional = true\n"
        );
    }
    for metric in metrics {
        let (name, kind) = metric.split_once(':').unwrap_or((metric, "amount"));
        text += &format!("[[metrics]]\nname = \"{name}\"\ntype = \"{kind}\"\n");
    }
    for (name, points, value) in indicators {
        text += &format!(
            "[[indicators]]\nname = \"{name}\"\nunder = [\"一级\", \"二级\"]\npoints = {points}\n\
             [[indicators.items]]\nshape = \"formula\"\npoints = {points}\nvalue = \"{value}\"\n"
        );
    }
    rules_of(id, &text)
}

/// A rule book from its text.
pub fn rules_of(id: &str, text: &str) -> &'static RuleBook {
    let loaded = library::load_text(id, text);
    let found: Vec<&String> = loaded.findings.iter().map(|one| &one.message).collect();
    let book = loaded.book.unwrap_or_else(|| panic!("{id}: {found:?}"));
    Box::leak(Box::new(book))
}

/// One year's workbook and its rules.
pub struct Table {
    pub year: u32,
    pub rules: &'static RuleBook,
    pub workbook: Workbook,
}

impl Table {
    /// A table of departments, `甲 80 60` below `部门名称 完成数 回复数`.
    pub fn new(year: u32, rules: &'static RuleBook, lines: &[&str]) -> Table {
        let rows = (0..).zip(lines).map(|(index, line)| {
            let cells = (0..).zip(line.split(' ').map(Cell::parse));
            Row {
                index,
                hidden: false,
                cells: cells
                    .filter_map(|(column, cell)| cell.held(column))
                    .collect(),
            }
        });
        let sheet = Sheet {
            name: "基础数据".into(),
            rows: rows.collect(),
            ..Sheet::default()
        };
        let workbook = Workbook {
            sheets: vec![sheet],
            text: None,
        };
        Table {
            year,
            rules,
            workbook,
        }
    }

    /// A workbook's bytes.
    pub fn of(year: u32, rules: &'static RuleBook, bytes: &[u8]) -> Table {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("年.xlsx");
        std::fs::write(&path, bytes).expect("the folder can be written");
        let workbook = workbook::open(&path, &Bounds::default()).expect("a workbook");
        Table {
            year,
            rules,
            workbook,
        }
    }
}

/// Years side by side, missing data held.
pub fn compared(tables: &[Table], aliases: &[(&str, &str)]) -> Comparison<'static> {
    compared_as(Missing::Hold, tables, aliases)
}

/// Years side by side.
pub fn compared_as(
    missing: Missing,
    tables: &[Table],
    aliases: &[(&str, &str)],
) -> Comparison<'static> {
    let years = tables.iter().map(|table| {
        let read = intake::read(table.workbook.clone(), table.rules, None);
        let (dataset, problems) = read.expect("something to score");
        Year {
            year: table.year,
            basis: Basis::Years,
            file: format!("{}.xlsx", table.year),
            evaluation: evaluate(dataset, table.rules, missing, problems, &|| {}),
        }
    });
    let again = tables
        .windows(2)
        .map(|pair| match pair[0].rules.digest == pair[1].rules.digest {
            true => Again::SameRules,
            false => Again::read(pair[0].workbook.clone(), None, pair[1].rules),
        });
    compare(years.collect(), again.collect(), &pairs(aliases))
}

/// Pairs of names as aliases.
pub fn pairs(aliases: &[(&str, &str)]) -> Vec<Alias> {
    let aliases = aliases.iter().map(|(old, new)| Alias {
        old: old.to_string(),
        new: new.to_string(),
    });
    aliases.collect()
}

/// The workbook of a comparison.
pub fn workbook_of(comparison: &Comparison) -> Vec<u8> {
    jixiao::sheets::comparison(comparison, &[]).expect("a workbook")
}

/// A department by the name that it last had.
pub fn department(comparison: &Comparison, name: &str) -> usize {
    let mut all = 0..comparison.departments.len();
    let found = all.find(|one| comparison.newest(*one).name == name);
    found.unwrap_or_else(|| panic!("no department {name}"))
}

/// The change of a department over the last step and its parts: `-5.00 = 规则 -2.00 + 表现 -3.00 + 0.00`.
pub fn told(comparison: &Comparison, name: &str) -> String {
    let step = comparison.steps.len() - 1;
    let department = department(comparison, name);
    let change = comparison.steps[step].changes[department].as_ref();
    let split = change.and_then(|change| change.split());
    match (comparison.change(department, step), split) {
        (Some(total), Some(split)) => format!(
            "{} = 规则 {} + 表现 {} + 不能拆分 {}",
            fixed(total, 2),
            fixed(split.rules, 2),
            fixed(split.performance, 2),
            fixed(split.undivided, 2)
        ),
        (None, None) => "不能对比".into(),
        other => panic!("a total and its parts go together: {other:?}"),
    }
}

/// The same of one indicator, and why it is not divided or what moved it.
pub fn indicator_told(comparison: &Comparison, name: &str, indicator: &str) -> String {
    let step = comparison.steps.len() - 1;
    let change = comparison.steps[step].changes[department(comparison, name)].as_ref();
    let change = change.expect("a department of both years");
    let found = change
        .indicators
        .iter()
        .find(|one| comparison.indicators[one.indicator].name == indicator);
    let found = found.unwrap_or_else(|| panic!("no indicator {indicator}"));
    let Some(split) = found.split else {
        return "不能对比".into();
    };
    let why = match (&found.reason, &found.mover) {
        (Some(reason), _) => reason.clone(),
        (None, Some(mover)) => mover.to_string(),
        (None, None) => String::new(),
    };
    format!(
        "规则 {} + 表现 {} + 不能拆分 {}；{why}",
        fixed(split.rules, 2),
        fixed(split.performance, 2),
        fixed(split.undivided, 2)
    )
}

/// Two metrics, each scored by its share of 100, of 60 and 40 points.
pub fn plain() -> &'static RuleBook {
    static BOOK: OnceLock<&RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let metrics = ["完成数", "回复数"];
        let indicators = [
            ("完成率", 60, "完成数 / 100 * 60"),
            ("回复率", 40, "回复数 / 100 * 40"),
        ];
        rules("plain", &metrics, &indicators)
    })
}

pub const HEADER: &str = "部门编码 部门名称 主管部门 完成数 回复数";

/// Three years, of which the middle one lacks 甲.
pub fn with_a_gap() -> [Table; 3] {
    let table = |year, lines: &[&str]| {
        let lines: Vec<&str> = std::iter::once(HEADER)
            .chain(lines.iter().copied())
            .collect();
        Table::new(year, plain(), &lines)
    };
    [
        table(2019, &["1 甲 局 80 50", "2 乙 局 80 50"]),
        table(2020, &["2 乙 局 70 50"]),
        table(2021, &["1 甲 局 60 50", "2 乙 局 60 50"]),
    ]
}
