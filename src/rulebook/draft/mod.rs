//! A draft of a rule book, read from an authority's table of indicators.
//!
//! * [`table`] takes the levels, points and texts as they stand, also where cells are merged; [`markup`] leaves out what a
//!   converter put into the texts;
//! * [`words`] reads what scoring texts of a known kind say, by way of [`clauses`] and [`pieces`]; [`proposal`] is what
//!   comes of it;
//! * here they become a rule book's tree: every item is a proposal with the words that it was read from, and none scores
//!   before somebody has confirmed it.

mod clauses;
mod markup;
mod pieces;
mod proposal;
mod table;
mod words;

use rust_decimal::Decimal;

use super::tree::{Node, Table, Value};
use crate::workbook::Workbook;
pub use proposal::{Proposal, Rate, Shape};
pub use table::{Indicator, NoTable};
pub use words::propose;

/// What a draft is made of, for telling how it went.
#[derive(Debug)]
pub struct Draft {
    /// The rule book's tree.
    pub tree: Table,
    /// The indicators with what was proposed for each.
    pub indicators: Vec<(Indicator, Vec<Proposal>)>,
    /// Rows of the table, from 1, that could not be read as an indicator.
    pub skipped: Vec<u32>,
    /// Rows, from 1, whose cells stood one column beside their own and were read there.
    pub moved: Vec<u32>,
}

/// Drafts a rule book from the first sheet that holds a table of indicators.
///
/// # Errors
/// No sheet has a header with three levels of indicators.
pub fn draft(workbook: &Workbook) -> Result<Draft, NoTable> {
    let read = table::read(workbook)?;
    let indicators: Vec<(Indicator, Vec<Proposal>)> = read
        .indicators
        .into_iter()
        .map(|one| {
            let proposals = propose(&one.criteria, &one.name, one.points);
            (one, proposals)
        })
        .collect();
    Ok(Draft {
        tree: tree(&indicators),
        indicators,
        skipped: read.skipped,
        moved: read.moved,
    })
}

fn number(number: Decimal) -> Node {
    Node::new(Value::Number(number))
}

fn list(tables: Vec<Table>) -> Node {
    let nodes = tables
        .into_iter()
        .map(|table| Node::new(Value::Table(table)));
    Node::new(Value::List(nodes.collect()))
}

fn table(entries: Vec<(&str, Node)>) -> Table {
    let mut table = Table::default();
    for (key, node) in entries {
        table.set(key, node);
    }
    table
}

fn tree(indicators: &[(Indicator, Vec<Proposal>)]) -> Table {
    let mut metrics = Metrics::default();
    let own = indicators.iter().map(|(indicator, proposals)| {
        let items = proposals
            .iter()
            .map(|proposal| item(proposal, &mut metrics));
        let items: Vec<Table> = items.collect();
        let under = [&indicator.first, &indicator.second].map(Node::text);
        let mut own = table(vec![
            ("name", Node::text(&indicator.name)),
            ("under", Node::new(Value::List(under.into()))),
            ("points", number(indicator.points)),
            ("about", Node::text(&indicator.about)),
            (
                "criteria",
                Node::text(indicator.criteria.replace(['{', '}'], "")),
            ),
        ]);
        if !items.is_empty() {
            own.set("items", list(items));
        }
        own
    });
    let own: Vec<Table> = own.collect();
    let full: Decimal = indicators.iter().map(|(one, _)| one.points).sum();
    let mut book = table(vec![
        ("id", Node::text("draft")),
        ("name", Node::text("规则书草稿（各评分项待确认）")),
        ("version", Node::text("0.1")),
        ("points", number(full)),
        (
            "source",
            Node::text("由指标表起草，计分方式是程序提出的，须逐项核对。"),
        ),
    ]);
    let grades = [
        ("优", 90, "C6EFCE"),
        ("良", 80, "DDEBF7"),
        ("中", 60, "FFF2CC"),
        ("差", 0, "F8CBAD"),
    ];
    let grades = grades.map(|(name, share, color)| {
        let min = full * Decimal::from(share) / Decimal::ONE_HUNDRED;
        table(vec![
            ("name", Node::text(name)),
            ("min", number(min)),
            ("color", Node::text(color)),
        ])
    });
    book.set("grades", list(grades.into()));
    book.set("framework", list(framework(indicators)));
    book.set("metrics", list(metrics.tables));
    book.set("indicators", list(own));
    book
}

/// The two upper levels; points that the table does not give are those of what stands under them.
fn framework(indicators: &[(Indicator, Vec<Proposal>)]) -> Vec<Table> {
    let mut first: Vec<&str> = Vec::new();
    for (one, _) in indicators {
        if !first.contains(&one.first.as_str()) {
            first.push(&one.first);
        }
    }
    let sum =
        |all: &mut dyn Iterator<Item = &Indicator>| -> Decimal { all.map(|one| one.points).sum() };
    let all = || indicators.iter().map(|(one, _)| one);
    let tables = first.into_iter().map(|first| {
        let mut names: Vec<&str> = Vec::new();
        for one in all().filter(|one| one.first == first) {
            if !names.contains(&one.second.as_str()) {
                names.push(&one.second);
            }
        }
        let second = names.into_iter().map(|second| {
            let own = || all().filter(move |one| one.first == first && one.second == second);
            let points = own().find_map(|one| one.second_points);
            let points = points.unwrap_or_else(|| sum(&mut own()));
            table(vec![
                ("name", Node::text(second)),
                ("points", number(points)),
            ])
        });
        let second: Vec<Table> = second.collect();
        let own = || all().filter(move |one| one.first == first);
        let points = own().find_map(|one| one.first_points);
        let points = points.unwrap_or_else(|| sum(&mut own()));
        table(vec![
            ("name", Node::text(first)),
            ("points", number(points)),
            ("second", list(second)),
        ])
    });
    tables.collect()
}

/// The metrics that proposals name, each once.
struct Metrics {
    tables: Vec<Table>,
    names: Vec<String>,
}

impl Default for Metrics {
    /// Who the figures are of.
    fn default() -> Metrics {
        let name = table(vec![
            ("name", Node::text("部门名称")),
            ("type", Node::text("text")),
            ("role", Node::text("name")),
            ("help", Node::text("填部门或单位的全称。")),
        ]);
        let year = table(vec![
            ("name", Node::text("年度")),
            ("type", Node::text("count")),
            ("role", Node::text("year")),
            ("help", Node::text("填被评价的年度，四位数字。")),
        ]);
        Metrics {
            tables: vec![name, year],
            names: vec!["部门名称".into(), "年度".into()],
        }
    }
}

impl Metrics {
    /// A metric that may be there already.
    fn shared(&mut self, name: &str, kind: &str) -> String {
        if !self.names.iter().any(|known| known == name) {
            self.add(name, kind, Vec::new());
        }
        written(name)
    }

    /// A metric of its own: a name that is taken gets a number.
    fn own(&mut self, name: &str, kind: &str, more: Vec<(&str, Node)>) -> String {
        let taken = |name: &String| self.names.contains(name);
        let mut names =
            std::iter::once(name.to_string()).chain((2..).map(|n| format!("{name}{n}")));
        let free = names.find(|name| !taken(name)).unwrap_or_default();
        self.add(&free, kind, more);
        free
    }

    fn add(&mut self, name: &str, kind: &str, more: Vec<(&str, Node)>) {
        let mut entries = vec![("name", Node::text(name)), ("type", Node::text(kind))];
        entries.extend(more);
        self.names.push(name.to_string());
        self.tables.push(table(entries));
    }
}

/// A name as expressions write it.
fn written(name: &str) -> String {
    match name.chars().all(char::is_alphanumeric) && !name.starts_with(|c: char| c.is_ascii_digit())
    {
        true => name.to_string(),
        false => format!("[{name}]"),
    }
}

/// Whether a figure of this name is a number of people or things, or an amount.
fn kind(name: &str) -> &'static str {
    let counted = [
        "人数",
        "编制",
        "件数",
        "个数",
        "项数",
        "次数",
        "户数",
        "项目数",
        "总数",
        "数量",
    ];
    let money = ["金额", "经费", "资金", "资产", "支出", "预算"];
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match has(&counted) && !has(&money) {
        true => "count",
        false => "amount",
    }
}

fn rate(rate: &Rate, metrics: &mut Metrics) -> String {
    match rate {
        Rate::Share { part, whole } => {
            let (part, whole) = (
                metrics.shared(part, kind(part)),
                metrics.shared(whole, kind(whole)),
            );
            format!("{part} / {whole}")
        }
        Rate::Given(name) => metrics.shared(name, "percent"),
        Rate::Count(name) => metrics.shared(name, "count"),
    }
}

fn item(proposal: &Proposal, metrics: &mut Metrics) -> Table {
    let percent =
        |value: Decimal| Node::text(format!("{}%", (value * Decimal::ONE_HUNDRED).normalize()));
    let points = || number(proposal.points);
    let mut entries = match &proposal.shape {
        Shape::Points { name } => {
            let name = metrics.own(name, "points", vec![("max", points())]);
            let metrics = Node::new(Value::List(vec![Node::text(name)]));
            vec![("shape", Node::text("points")), ("metrics", metrics)]
        }
        Shape::Bands { rate: own, bands } => {
            let own = rate(own, metrics);
            let bands = bands.iter().map(|(when, points)| {
                table(vec![
                    ("when", Node::text(when)),
                    ("points", number(*points)),
                ])
            });
            let bands = list(bands.collect());
            vec![
                ("shape", Node::text("bands")),
                ("rate", Node::text(own)),
                ("bands", bands),
            ]
        }
        Shape::Proportional {
            rate: own,
            zero_above,
        } => {
            let own = rate(own, metrics);
            let mut entries = vec![
                ("shape", Node::text("proportional")),
                ("rate", Node::text(own)),
                ("points", points()),
            ];
            entries.extend(zero_above.then(|| ("above", Node::text("zero"))));
            entries
        }
        Shape::Pass { name, bound } => {
            let name = metrics.shared(name, "percent");
            let bound = format!("{}%", (*bound * Decimal::ONE_HUNDRED).normalize());
            let test = Node::text(format!("{name} >= {bound}"));
            vec![
                ("shape", Node::text("pass")),
                ("test", test),
                ("points", points()),
            ]
        }
        Shape::Deduction {
            rate: own,
            over,
            under,
            per,
            each,
        } => {
            let own = rate(own, metrics);
            let mut entries = vec![
                ("shape", Node::text("deduction")),
                ("measure", Node::text(own)),
                ("points", points()),
                ("each", number(*each)),
            ];
            entries.extend(over.map(|over| ("over", percent(over))));
            entries.extend(under.map(|under| ("under", percent(under))));
            entries.extend(per.map(|per| ("per", percent(per))));
            entries
        }
        Shape::Choice { name, scores } => {
            let choices = scores
                .iter()
                .map(|(text, _)| table(vec![("name", Node::text(text))]));
            let choices = list(choices.collect());
            let name = metrics.own(name, "choice", vec![("choices", choices)]);
            let mut own = Table::default();
            for (text, points) in scores {
                own.set(text.as_str(), number(*points));
            }
            let scores = Node::new(Value::Table(own));
            vec![
                ("shape", Node::text("choice")),
                ("metric", Node::text(name)),
                ("scores", scores),
            ]
        }
        Shape::Periods { periods, mean } => {
            let periods = periods.iter().map(|(name, schedule, points)| {
                let progress = metrics.shared(name, "percent");
                table(vec![
                    ("progress", Node::text(progress)),
                    ("schedule", percent(*schedule)),
                    ("points", number(*points)),
                ])
            });
            let periods = list(periods.collect());
            let mut entries = vec![("shape", Node::text("periods")), ("periods", periods)];
            entries.extend(mean.map(|mean| ("mean_points", number(mean))));
            entries
        }
    };
    entries.push(("read_from", Node::text(&proposal.words)));
    table(entries)
}
