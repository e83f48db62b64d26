//! A metric: one column of the data sheet, what it may hold, and what it means.

use std::sync::Arc;

use super::document::{Located, Section, Span};
use super::latitude::Latitude;
use super::naming::plain;
use super::printed;
use super::usual::Usual;
use crate::expr::{Kind, Variable, Year};

/// One column of the data sheet.
#[derive(Clone, Debug)]
pub struct Metric {
    /// What expressions use; its id is the metric's place in the rule book.
    pub variable: Arc<Variable>,
    /// For columns that say who rather than how much.
    pub role: Option<Role>,
    /// Whether a blank is no lack (identity columns).
    pub optional: bool,
    /// Other headers that mean the same.
    pub aliases: Vec<String>,
    /// The unit of measure, such as 万元 or 人.
    pub unit: Option<String>,
    /// What is usual of it, where it is money.
    pub usual: Option<Usual>,
    /// What it means, for the person who fills it in.
    pub help: String,
    /// What evidence to attach.
    pub evidence: Option<String>,
    /// The listed texts of a choice with their aliases.
    pub choices: Vec<Choice>,
    /// How another figure is thought of, in questions about a score.
    pub latitude: Latitude,
    /// Where the rule book defines it.
    pub at: Span,
}

/// One text that a choice may be.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The text itself.
    pub name: Arc<str>,
    /// Other spellings that mean the same.
    pub aliases: Vec<String>,
    /// All of them, as [`plain`] compares them.
    spellings: Vec<String>,
}

impl Choice {
    /// A text that can be chosen, with its other spellings.
    pub fn new(name: &str, aliases: Vec<String>) -> Choice {
        let all = std::iter::once(name).chain(aliases.iter().map(String::as_str));
        Choice {
            spellings: all.map(plain).collect(),
            name: name.into(),
            aliases,
        }
    }

    /// The text and its other spellings, as the rule book writes them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name).chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether a text that [`plain`] gave is one of its spellings.
    pub fn is_spelled(&self, plain: &str) -> bool {
        self.spellings.iter().any(|own| own == plain)
    }
}

/// What an identity column says of the department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 部门编码: the key between sheets and years where present.
    Code,
    /// 部门名称.
    Name,
    /// 主管部门: what departments are grouped by.
    Group,
    /// 年度.
    Year,
    /// 填报人.
    Preparer,
    /// 联系电话.
    Phone,
}

impl Role {
    const ALL: [(&'static str, Role); 6] = [
        ("code", Role::Code),
        ("name", Role::Name),
        ("group", Role::Group),
        ("year", Role::Year),
        ("preparer", Role::Preparer),
        ("phone", Role::Phone),
    ];
}

impl Metric {
    /// The name: its header.
    pub fn name(&self) -> &str {
        &self.variable.name
    }

    /// What it may hold.
    pub fn kind(&self) -> &Kind {
        &self.variable.kind
    }

    /// Whether it says which department it is, or which year.
    pub fn is_identity(&self) -> bool {
        let identity = [Role::Code, Role::Name, Role::Group, Role::Year];
        self.role.is_some_and(|role| identity.contains(&role))
    }

    /// Reads a metric; `id` is its place.
    pub(super) fn read(id: usize, name: &Located<String>, table: &Section) -> Option<Metric> {
        let mut choices = Vec::new();
        let kind = read_kind(table, &mut choices)?;
        let usual = match kind {
            Kind::Amount { .. } => table.table("usual"),
            _ => None,
        };
        let role = read_role(table);
        let help = table.text("help");
        let most = match &kind {
            Kind::Points { max } => Some((*max, true)),
            Kind::Percent { max: Some(max) } => Some((*max, false)),
            _ => None,
        };
        if let (Some(help), Some((most, is_points))) = (&help, most) {
            printed::check_help(help, most, is_points, table.findings());
        }
        let latitude = Latitude::read(table, Some(&kind));
        let metric = Metric {
            variable: Arc::new(Variable {
                id,
                year: Year::This,
                name: name.value.as_str().into(),
                kind,
            }),
            role: role?,
            optional: table.flag("optional"),
            aliases: table
                .texts("aliases")
                .into_iter()
                .map(|alias| alias.value)
                .collect(),
            unit: table.text("unit").map(|unit| unit.value),
            usual: usual.and_then(|table| Usual::read(&table)),
            help: help.map(|help| help.value).unwrap_or_default(),
            evidence: table.text("evidence").map(|evidence| evidence.value),
            choices,
            latitude,
            at: name.at.clone(),
        };
        table.finish();
        Some(metric)
    }
}

/// The role, if there is one; `None` where it is not known.
fn read_role(table: &Section) -> Option<Option<Role>> {
    let Some(word) = table.text("role") else {
        return Some(None);
    };
    let found = Role::ALL.iter().find(|(known, _)| *known == word.value);
    if found.is_none() {
        let message = format!("不认识的“role”：{}", word.value);
        let words = Role::ALL.map(|(word, _)| word);
        table.findings().unknown(&word.at, message, &word, &words);
    }
    Some(Some(found?.1))
}

const TYPES: [&str; 7] = [
    "text", "amount", "count", "percent", "points", "yes_no", "choice",
];

fn read_kind(table: &Section, choices: &mut Vec<Choice>) -> Option<Kind> {
    let word = table.required_text("type")?;
    Some(match word.as_str() {
        "text" => Kind::Text,
        "amount" => Kind::Amount {
            positive: table.flag("positive"),
        },
        "count" => Kind::Count,
        "percent" => Kind::Percent {
            max: table.number("max").map(|max| max.value),
        },
        "points" => Kind::Points {
            max: table.positive("max")?.value,
        },
        "yes_no" => Kind::YesNo {
            default: table
                .text("default")
                .and_then(|default| match default.as_str() {
                    "是" => Some(true),
                    "否" => Some(false),
                    _ => {
                        table
                            .findings()
                            .error(&default.at, "“default”应为 \"是\" 或 \"否\"");
                        None
                    }
                }),
        },
        "choice" => {
            *choices = read_choices(table)?;
            Kind::Choice {
                choices: choices.iter().map(|choice| choice.name.clone()).collect(),
            }
        }
        other => {
            let message = format!("不认识的类型“{other}”");
            table.findings().unknown(&word.at, message, other, &TYPES);
            return None;
        }
    })
}

fn read_choices(table: &Section) -> Option<Vec<Choice>> {
    let findings = table.findings();
    let mut choices: Vec<Choice> = Vec::new();
    for row in table.tables("choices") {
        let Some(name) = row.required_text("name") else {
            continue;
        };
        let aliases = row.texts("aliases");
        row.finish();
        for text in std::iter::once(&name).chain(&aliases) {
            let text_plain = plain(text);
            let mut known = choices.iter();
            let other = known.find(|choice: &&Choice| choice.is_spelled(&text_plain));
            if let Some(other) = other {
                let message = format!("“{}”已经是选项“{}”", text.value, other.name);
                findings.error(&text.at, message);
            }
        }
        let aliases = aliases.into_iter().map(|alias| alias.value).collect();
        choices.push(Choice::new(&name.value, aliases));
    }
    if choices.is_empty() {
        let text = "choice 类型要有“choices”列出可选的内容";
        let workbook = "“选择”类的数据，要在“选项”表里列出可选的内容";
        findings.error(&table.at, table.at.either(text, workbook));
        return None;
    }
    Some(choices)
}
