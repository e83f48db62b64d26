//! The form as plain data: one list of rows, from which the writer, the live checks and the reader learn
//! which cell holds what and which text belongs where.

use crate::address::Address;
use crate::expr::Kind;
use crate::rulebook::metric::Role;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::rulebook::{Indicator, Metric, RuleBook};

use super::passport::Passport;

/// The name of the sheet.
pub const SHEET: &str = "填报表";
/// How many outcome indicators a blank form has room for.
pub const OUTCOME_ROWS: usize = 12;

/// The columns of the form.
pub mod column {
    pub const NUMBER: u16 = 0;
    pub const LABEL: u16 = 1;
    pub const ENTRY: u16 = 2;
    pub const UNIT: u16 = 3;
    /// Last year's figure; where none is shown, the check begins here.
    pub const LAST_YEAR: u16 = 4;
    pub const CHECK: u16 = 5;
    pub const HELP: u16 = 6;
    /// The last column that shows.
    pub const LAST: u16 = 8;
    /// Hidden: what the row is for, so that it is known again wherever it was moved.
    pub const KEY: u16 = 9;
}

/// What a cell that is filled in is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A metric, by its place in the rule book.
    Metric(usize),
    /// A column of an outcome indicator, by the number of its row.
    Outcome(usize, OutcomeColumn),
    /// A declared score, by its indicator's place.
    Declared(usize),
    /// 填报日期.
    Date,
}

/// A column of the table of outcome indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutcomeColumn {
    Title,
    Category,
    Figure(RowFigure),
}

impl OutcomeColumn {
    /// Every column, as they stand side by side.
    pub const ALL: [OutcomeColumn; 7] = [
        OutcomeColumn::Title,
        OutcomeColumn::Category,
        OutcomeColumn::Figure(RowFigure::Direction),
        OutcomeColumn::Figure(RowFigure::Target),
        OutcomeColumn::Figure(RowFigure::Actual),
        OutcomeColumn::Figure(RowFigure::Weight),
        OutcomeColumn::Figure(RowFigure::Assessed),
    ];

    /// What the rule book calls it.
    pub fn name(self, rules: &Outcomes) -> &str {
        match self {
            OutcomeColumn::Title => &rules.columns.title.name,
            OutcomeColumn::Category => &rules.columns.category.name,
            OutcomeColumn::Figure(figure) => &rules.columns.of(figure).name,
        }
    }

    /// The form's column.
    pub fn column(self) -> u16 {
        let place = Self::ALL.iter().position(|known| *known == self);
        column::LABEL + place.unwrap_or_default() as u16
    }
}

/// What one row of the form is.
#[derive(Clone, Debug)]
pub enum Row<'b> {
    Title(String),
    Note(String),
    /// How much is still missing.
    Progress,
    /// 部门编码 and the like.
    Person(&'b Metric),
    /// A heading: a first-level indicator or another part of the form.
    Part(String),
    /// A second-level indicator.
    Group(String),
    /// How a table is to be filled in.
    Hint(String),
    Headers(Table),
    Metric {
        number: usize,
        metric: &'b Metric,
    },
    /// An outcome indicator, by its number from 0.
    Outcome(usize),
    OutcomeTotal(&'b Outcomes),
    Declared {
        index: usize,
        indicator: &'b Indicator,
    },
    DeclaredTotal(&'b str),
    DeclaredGrade(&'b str),
    Date,
    Seal,
    Source(String),
}

/// The tables of a form, each with headers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Metrics,
    Outcomes,
    Declared,
}

/// A form: a rule book's questions to somebody.
#[derive(Clone, Debug)]
pub struct Form<'b> {
    pub book: &'b RuleBook,
    pub passport: Passport,
    /// What each row of the sheet is, from the first on.
    pub rows: Vec<Row<'b>>,
}

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

    /// The rows with their places in the sheet.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &Row<'b>)> {
        (0..).zip(&self.rows)
    }

    /// Where the check of a row of a table stands: it takes the place of last year's figure where none is shown.
    pub fn check_column(&self, table: Table) -> u16 {
        match table {
            Table::Outcomes => column::LAST,
            Table::Metrics if self.passport.last_year => column::CHECK,
            Table::Metrics | Table::Declared => column::LAST_YEAR,
        }
    }

    /// The cells to be filled in.
    pub fn entries(&self) -> impl Iterator<Item = (Item, Address)> {
        self.rows()
            .flat_map(|(row, what)| self.entries_of(row, what))
    }

    /// The cell of an item.
    pub fn cell(&self, item: Item) -> Option<Address> {
        let mut entries = self.entries();
        entries.find_map(|(known, cell)| (known == item).then_some(cell))
    }

    /// The cells of a row that are filled in, if the row stands at `at`.
    pub fn entries_of(&self, at: u32, row: &Row) -> Vec<(Item, Address)> {
        let entry = |item| vec![(item, Address::new(at, column::ENTRY))];
        match row {
            Row::Person(metric) if self.is_given(metric) => Vec::new(),
            Row::Person(metric) | Row::Metric { metric, .. } => {
                entry(Item::Metric(metric.variable.id))
            }
            Row::Outcome(number) => OutcomeColumn::ALL
                .map(|column| {
                    let item = Item::Outcome(*number, column);
                    (item, Address::new(at, column.column()))
                })
                .to_vec(),
            Row::Declared { index, .. } => entry(Item::Declared(*index)),
            Row::Date => entry(Item::Date),
            _ => Vec::new(),
        }
    }

    /// Whether the form says itself who somebody is, so that it is not to be filled in.
    pub fn is_given(&self, metric: &Metric) -> bool {
        match metric.role {
            Some(Role::Year) => true,
            Some(Role::Code | Role::Name | Role::Group) => self.passport.who.is_some(),
            _ => false,
        }
    }

    /// What the form says itself of a department.
    pub fn given(&self, metric: &Metric) -> Option<String> {
        let who = self.passport.who.as_ref();
        match metric.role? {
            Role::Year => Some(self.passport.year.to_string()),
            Role::Code => who?.code.clone(),
            Role::Name => Some(who?.name.clone()),
            Role::Group => who?.group.clone(),
            Role::Preparer | Role::Phone => None,
        }
    }

    /// What an item is called.
    pub fn label(&self, item: Item) -> String {
        let part = |index: usize| self.book.metrics.get(index).map(|metric| metric.name());
        match item {
            Item::Metric(id) => part(id).unwrap_or_default().to_string(),
            Item::Outcome(number, column) => {
                let rules = self.book.outcomes.as_ref();
                let name = rules.map_or("", |rules| column.name(rules));
                format!("第 {} 项个性化指标的{name}", number + 1)
            }
            Item::Declared(index) => {
                let indicator = self.book.indicators.get(index);
                let name = indicator.map_or("", |indicator| &indicator.name);
                format!("“{name}”的自评得分")
            }
            Item::Date => "填报日期".into(),
        }
    }

    /// The texts of a row that are not to be changed, by column.
    pub fn texts(&self, row: &Row) -> Vec<(u16, String)> {
        use column::*;
        match row {
            Row::Title(text)
            | Row::Note(text)
            | Row::Part(text)
            | Row::Group(text)
            | Row::Hint(text)
            | Row::Source(text) => vec![(NUMBER, text.clone())],
            Row::Progress => Vec::new(),
            Row::Person(metric) if self.is_given(metric) => {
                let given = self.given(metric).unwrap_or_default();
                vec![(LABEL, metric.name().into()), (ENTRY, given)]
            }
            Row::Person(metric) => vec![(LABEL, metric.name().into()), (HELP, metric.help.clone())],
            Row::Headers(table) => self.headers(*table),
            Row::Metric { number, metric } => vec![
                (NUMBER, number.to_string()),
                (LABEL, metric.name().into()),
                (UNIT, unit(metric)),
                (HELP, help(metric)),
            ],
            Row::Outcome(number) => vec![(NUMBER, (number + 1).to_string())],
            Row::OutcomeTotal(rules) => {
                vec![(LABEL, format!("{}合计", rules.columns.weight.name))]
            }
            Row::Declared { index, indicator } => vec![
                (NUMBER, (index + 1).to_string()),
                (LABEL, indicator.name.clone()),
                (UNIT, indicator.points.normalize().to_string()),
                (HELP, indicator.criteria.clone()),
            ],
            Row::DeclaredTotal(name) => vec![
                (LABEL, format!("自评{name}")),
                (HELP, "由各项自评得分自动相加。".into()),
            ],
            Row::DeclaredGrade(name) => vec![
                (LABEL, format!("自评{name}")),
                (HELP, "各项都填了才有等级。".into()),
            ],
            Row::Date => vec![
                (LABEL, "填报日期".into()),
                (HELP, "填写本表的日期，如 2022-03-01。".into()),
            ],
            Row::Seal => vec![
                (NUMBER, "负责人（签字）：".into()),
                (LAST_YEAR, "单位（盖章）：".into()),
            ],
        }
    }

    fn headers(&self, table: Table) -> Vec<(u16, String)> {
        use column::*;
        let checked = [(self.check_column(table), "检查")];
        let own: Vec<(u16, &str)> = match (table, &self.book.outcomes) {
            (Table::Metrics, _) => {
                let last_year = self.passport.last_year.then_some((LAST_YEAR, "上年数"));
                [(LABEL, "数据项"), (ENTRY, "填报"), (UNIT, "单位")]
                    .into_iter()
                    .chain(last_year)
                    .chain(checked)
                    .chain([(HELP, "怎么填，附什么材料")])
                    .collect()
            }
            (Table::Outcomes, Some(rules)) => OutcomeColumn::ALL
                .map(|column| (column.column(), column.name(rules)))
                .into_iter()
                .chain(checked)
                .collect(),
            (Table::Outcomes, None) => Vec::new(),
            (Table::Declared, _) => [(LABEL, "三级指标"), (ENTRY, "自评得分"), (UNIT, "分值")]
                .into_iter()
                .chain(checked)
                .chain([(HELP, "评分标准")])
                .collect(),
        };
        std::iter::once((NUMBER, "序号"))
            .chain(own)
            .map(|(column, text)| (column, text.to_string()))
            .collect()
    }

    /// What the hidden column says of a row; `None` for rows that nobody fills in.
    pub fn key(&self, row: &Row) -> Option<String> {
        Some(match row {
            Row::Person(metric) | Row::Metric { metric, .. } => format!("数据|{}", metric.name()),
            Row::Outcome(number) => format!("个性化|{}", number + 1),
            Row::Declared { indicator, .. } => format!("自评|{}", indicator.name),
            Row::Date => "填报日期".into(),
            _ => return None,
        })
    }
}

/// What a metric is measured in, or how it is answered.
fn unit(metric: &Metric) -> String {
    match (&metric.unit, metric.kind()) {
        (Some(unit), _) => unit.clone(),
        (None, Kind::Percent { .. }) => "%".into(),
        (None, Kind::Points { .. }) => "分".into(),
        (None, Kind::YesNo { .. }) => "是/否".into(),
        (None, Kind::Choice { .. }) => "选一项".into(),
        (None, Kind::Amount { .. } | Kind::Count | Kind::Text) => String::new(),
    }
}

fn help(metric: &Metric) -> String {
    match &metric.evidence {
        Some(evidence) => format!("{}\n材料：{evidence}", metric.help),
        None => metric.help.clone(),
    }
}

struct Builder<'b> {
    book: &'b RuleBook,
    rows: Vec<Row<'b>>,
    /// How many parts there are so far.
    parts: usize,
}

impl<'b> Builder<'b> {
    fn head(&mut self, passport: &Passport) {
        self.rows = vec![
            Row::Title(format!("{} 年度部门整体支出绩效填报表", passport.year)),
            Row::Note(
                "请填写有底色的单元格，其余不能改动。确实没有的填 0 或“否”，不要留空。填好后保存，整个文件发回。"
                    .into(),
            ),
            Row::Progress,
        ];
        for role in [Role::Code, Role::Name, Role::Group, Role::Year] {
            self.rows.extend(self.book.role(role).map(Row::Person));
        }
    }

    fn part(&mut self, title: &str) {
        self.parts += 1;
        let number = chinese(self.parts);
        self.rows.push(Row::Part(format!("{number}、{title}")));
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
            self.rows.push(Row::Headers(Table::Metrics));
            for (place, (title, metrics)) in groups.into_iter().enumerate() {
                let text = format!("（{}）{title}", chinese(place + 1));
                self.rows.push(Row::Group(text));
                self.metrics(metrics, &mut number);
            }
        }
        let others = book.metrics.iter().filter(|m| !placed[m.variable.id]);
        let others: Vec<&Metric> = others.collect();
        if !others.is_empty() {
            self.part("其他数据");
            self.rows.push(Row::Headers(Table::Metrics));
            self.metrics(others, &mut number);
        }
    }

    fn metrics(&mut self, metrics: Vec<&'b Metric>, number: &mut usize) {
        for metric in metrics {
            *number += 1;
            self.rows.push(Row::Metric {
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
        self.rows.push(Row::Hint(outcome_hint(self.book, rules)));
        self.rows.push(Row::Headers(Table::Outcomes));
        self.rows.extend((0..count).map(Row::Outcome));
        self.rows.push(Row::OutcomeTotal(rules));
    }

    fn declared(&mut self) {
        let sheets = &self.book.sheets;
        self.part(&sheets.declared.name);
        self.rows.push(Row::Headers(Table::Declared));
        for (index, indicator) in self.book.indicators.iter().enumerate() {
            self.rows.push(Row::Declared { index, indicator });
        }
        self.rows
            .push(Row::DeclaredTotal(&sheets.declared_total.name));
        self.rows
            .push(Row::DeclaredGrade(&sheets.declared_grade.name));
    }

    fn foot(&mut self) {
        let book = self.book;
        self.part("填报单位");
        for role in [Role::Preparer, Role::Phone] {
            self.rows.extend(book.role(role).map(Row::Person));
        }
        self.rows.push(Row::Date);
        self.rows.push(Row::Seal);
        self.rows.push(Row::Source(format!(
            "规则书：{}，{} 版本 {}，校验码 {}",
            book.name,
            book.id,
            book.version,
            book.digest.chars().take(12).collect::<String>()
        )));
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
    told.concat()
}

/// The metrics that the indicators of a second level are the first to use.
fn take<'b>(book: &'b RuleBook, first: &str, second: &str, placed: &mut [bool]) -> Vec<&'b Metric> {
    let mut found = Vec::new();
    let under = |indicator: &&Indicator| indicator.under.0 == first && indicator.under.1 == second;
    for indicator in book.indicators.iter().filter(under) {
        let mut used = Vec::new();
        indicator
            .expr
            .variables(&mut |variable| used.push(variable.id));
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
