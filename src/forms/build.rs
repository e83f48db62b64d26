//! The rows of a form, in the order in which a person meets them: who, the framework's levels with their
//! metrics, outcome indicators, declared scores, who filled it in.

use super::form::{Form, FormRow, Table};
use super::passport::Passport;
use crate::rulebook::metric::Role;
use crate::rulebook::outcomes::Outcomes;
use crate::rulebook::{Indicator, Metric, RuleBook};

impl<'b> Form<'b> {
    /// The form that a passport asks for.
    pub fn new(book: &'b RuleBook, passport: Passport) -> Form<'b> {
        let mut builder = Builder {
            book,
            rows: Vec::new(),
            parts: 0,
        };
        builder.head(&passport);
        builder.framework();
        builder.outcomes(passport.outcome_rows);
        builder.declared();
        builder.foot();
        Form {
            book,
            rows: builder.rows,
            passport,
        }
    }
}

struct Builder<'b> {
    book: &'b RuleBook,
    rows: Vec<FormRow<'b>>,
    /// How many parts there are so far.
    parts: usize,
}

impl<'b> Builder<'b> {
    fn head(&mut self, passport: &Passport) {
        self.rows = vec![
            FormRow::Title(format!("{} 年度部门整体支出绩效填报表", passport.year)),
            FormRow::Note(note(passport.round)),
            FormRow::Progress,
        ];
        for role in [Role::Code, Role::Name, Role::Group, Role::Year] {
            self.rows.extend(self.book.role(role).map(FormRow::Person));
        }
    }

    fn part(&mut self, title: &str) {
        self.parts += 1;
        let number = chinese(self.parts);
        self.rows.push(FormRow::Part(format!("{number}、{title}")));
    }

    /// The metrics under the framework's levels, each where it is first used.
    fn framework(&mut self) {
        let book = self.book;
        let mut placed: Vec<bool> = book.metrics.iter().map(|m| m.role.is_some()).collect();
        let mut number = 0;
        for first in &book.framework {
            let groups: Vec<(String, Vec<&Metric>)> = first
                .second
                .iter()
                .map(|second| {
                    let title = format!("{}（{} 分）", second.name, second.points.normalize());
                    (title, take(book, &first.name, &second.name, &mut placed))
                })
                .filter(|(_, metrics)| !metrics.is_empty())
                .collect();
            if groups.is_empty() {
                continue;
            }
            self.part(&format!(
                "{}（{} 分）",
                first.name,
                first.points.normalize()
            ));
            self.rows.push(FormRow::Headers(Table::Metrics));
            for (place, (title, metrics)) in groups.into_iter().enumerate() {
                let text = format!("（{}）{title}", chinese(place + 1));
                self.rows.push(FormRow::Group(text));
                self.metrics(metrics, &mut number);
            }
        }
        let others = book.metrics.iter().filter(|m| !placed[m.variable.id]);
        let others: Vec<&Metric> = others.collect();
        if !others.is_empty() {
            self.part("其他数据");
            self.rows.push(FormRow::Headers(Table::Metrics));
            self.metrics(others, &mut number);
        }
    }

    fn metrics(&mut self, metrics: Vec<&'b Metric>, number: &mut usize) {
        for metric in metrics {
            *number += 1;
            self.rows.push(FormRow::Metric {
                number: *number,
                metric,
            });
        }
    }

    fn outcomes(&mut self, count: usize) {
        let Some(rules) = &self.book.outcomes else {
            return;
        };
        self.part(&self.book.sheets.outcomes.name);
        self.rows
            .push(FormRow::Hint(outcome_hint(self.book, rules)));
        self.rows.push(FormRow::Headers(Table::Outcomes));
        self.rows.extend((0..count).map(FormRow::Outcome));
        self.rows.push(FormRow::OutcomeTotal(rules));
    }

    fn declared(&mut self) {
        let sheets = &self.book.sheets;
        self.part(&sheets.declared.name);
        self.rows.push(FormRow::Headers(Table::Declared));
        for (index, indicator) in self.book.indicators.iter().enumerate() {
            self.rows.push(FormRow::Declared { index, indicator });
        }
        self.rows
            .push(FormRow::DeclaredTotal(&sheets.declared_total.name));
        self.rows
            .push(FormRow::DeclaredGrade(&sheets.declared_grade.name));
    }

    fn foot(&mut self) {
        let book = self.book;
        self.part("填报单位");
        for role in [Role::Preparer, Role::Phone] {
            self.rows.extend(book.role(role).map(FormRow::Person));
        }
        self.rows.push(FormRow::Date);
        self.rows.push(FormRow::Seal);
        self.rows.push(FormRow::Source(format!(
            "规则书：{}，{} 版本 {}，校验码 {}",
            book.name,
            book.id,
            book.version,
            book.digest.chars().take(12).collect::<String>()
        )));
    }
}

/// How the form is to be filled in, and whether it is not for the first time.
fn note(round: u32) -> String {
    const NOTE: [&str; 3] = [
        "先核对部门名称和年度，再从上往下填有底色的单元格，其余不能改动。确实没有的填 0 或“否”，不要留空。",
        "每填一格，看右边的“检查”：√ 是对了，“请填写”是还没填，别的话请照着核对。",
        "下面一行写着“必填的都填了”“没有需要核对的地方”以后，保存，整个文件发回。",
    ];
    let lines = NOTE.iter().zip(1..);
    let lines: Vec<String> = lines
        .map(|(line, number)| format!("{number}. {line}"))
        .collect();
    let note = lines.join("\n");
    match round {
        0 | 1 => note,
        _ => format!("第 {round} 次填报。\n{note}"),
    }
}

/// What the indicators that outcomes are for say, and which columns each direction needs.
fn outcome_hint(book: &RuleBook, rules: &Outcomes) -> String {
    let measuring = book.indicators.iter();
    let measuring = measuring.filter(|indicator| indicator.expr.measures_rows());
    let mut told: Vec<String> = measuring
        .map(|indicator| indicator.criteria.clone())
        .collect();
    let directions = rules.directions.iter().map(|direction| {
        let columns: Vec<&str> = super::live::needed(rules, &direction.name)
            .into_iter()
            .map(|figure| rules.columns.of(figure).name.as_str())
            .collect();
        format!("{}的填{}", direction.name, columns.join("和"))
    });
    let directions: Vec<String> = directions.collect();
    told.push(format!(
        "{}：{}。",
        rules.columns.direction.name,
        directions.join("，")
    ));
    let measures: Vec<String> = rules.measures().collect();
    told.push(format!("\n{}。", measures.join("；")));
    told.concat()
}

/// The metrics that the indicators of a second level are the first to use.
fn take<'b>(book: &'b RuleBook, first: &str, second: &str, placed: &mut [bool]) -> Vec<&'b Metric> {
    let mut found = Vec::new();
    let under = |indicator: &&Indicator| indicator.under.0 == first && indicator.under.1 == second;
    for indicator in book.indicators.iter().filter(under) {
        let mut used = Vec::new();
        indicator.expr.variables(&mut |variable| {
            // Last year's figures are nothing to fill in.
            if !variable.is_last_year() {
                used.push(variable.id);
            }
        });
        // As the rule book lists them: a rate names its parts in the order of its formula.
        used.sort_unstable();
        for id in used {
            if !std::mem::replace(&mut placed[id], true) {
                found.push(&book.metrics[id]);
            }
        }
    }
    found
}

/// A number as headings have it.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match number {
        1..=10 => DIGITS[number - 1].into(),
        11..=19 => format!("十{}", DIGITS[number - 11]),
        _ => number.to_string(),
    }
}
