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

/// The columns of the form.
pub mod column {
    /// 序号.
    pub const NUMBER: u16 = 0;
    /// What is asked.
    pub const LABEL: u16 = 1;
    /// Where the answer goes.
    pub const ENTRY: u16 = 2;
    /// 计量单位.
    pub const UNIT: u16 = 3;
    /// Last year's figure; where none is shown, the check begins here.
    pub const LAST_YEAR: u16 = 4;
    /// What the form says of the answer while it is filled in.
    pub const CHECK: u16 = 5;
    /// How to fill it in.
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
    /// 指标名称.
    Title,
    /// 效益类别.
    Category,
    /// One of the figures of an outcome indicator.
    Figure(RowFigure),
}

impl OutcomeColumn {
    /// Every column, as they stand side by side in a form.
    pub const ALL: [OutcomeColumn; 7] = [
        OutcomeColumn::Title,
        OutcomeColumn::Category,
        OutcomeColumn::Figure(RowFigure::Direction),
        OutcomeColumn::Figure(RowFigure::Target),
        OutcomeColumn::Figure(RowFigure::Actual),
        OutcomeColumn::Figure(RowFigure::Weight),
        OutcomeColumn::Figure(RowFigure::Assessed),
    ];

    /// Every column, as they stand in the sheet of outcome indicators behind code and name.
    pub const IN_SHEET: [OutcomeColumn; 7] = [
        OutcomeColumn::Category,
        OutcomeColumn::Title,
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
pub enum FormRow<'b> {
    /// The form's title.
    Title(String),
    /// A note for whoever fills it in.
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
    /// The headers of a table.
    Headers(Table),
    /// A figure that is asked for.
    Metric {
        /// Its number among the figures, from 1.
        number: usize,
        /// The metric.
        metric: &'b Metric,
    },
    /// An outcome indicator, by its number from 0.
    Outcome(usize),
    /// The sum of the weights of outcome indicators.
    OutcomeTotal(&'b Outcomes),
    /// A score that the department declares.
    Declared {
        /// Its place among the rule book's indicators.
        index: usize,
        /// The indicator.
        indicator: &'b Indicator,
    },
    /// 自评总分, by the name of its column.
    DeclaredTotal(&'b str),
    /// 自评等级, by the name of its column.
    DeclaredGrade(&'b str),
    /// 填报日期.
    Date,
    /// Where the seal goes.
    Seal,
    /// What the form was made by.
    Source(String),
}

/// The tables of a form, each with headers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// The figures of the data sheet.
    Metrics,
    /// Outcome indicators.
    Outcomes,
    /// Declared scores.
    Declared,
}

/// A form: a rule book's questions to somebody.
#[derive(Clone, Debug)]
pub struct Form<'b> {
    /// The rules that ask.
    pub book: &'b RuleBook,
    /// What the form says of itself.
    pub passport: Passport,
    /// What each row of the sheet is, from the first on.
    pub rows: Vec<FormRow<'b>>,
}

impl<'b> Form<'b> {
    /// The rows with their places in the sheet.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &FormRow<'b>)> {
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
    pub fn entries_of(&self, at: u32, row: &FormRow) -> Vec<(Item, Address)> {
        let entry = |item| vec![(item, Address::new(at, column::ENTRY))];
        match row {
            FormRow::Person(metric) if self.is_given(metric) => Vec::new(),
            FormRow::Person(metric) | FormRow::Metric { metric, .. } => {
                entry(Item::Metric(metric.variable.id))
            }
            FormRow::Outcome(number) => OutcomeColumn::ALL
                .map(|column| {
                    let item = Item::Outcome(*number, column);
                    (item, Address::new(at, column.column()))
                })
                .to_vec(),
            FormRow::Declared { index, .. } => entry(Item::Declared(*index)),
            FormRow::Date => entry(Item::Date),
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
    pub fn texts(&self, row: &FormRow) -> Vec<(u16, String)> {
        use column::*;
        match row {
            FormRow::Title(text)
            | FormRow::Note(text)
            | FormRow::Part(text)
            | FormRow::Group(text)
            | FormRow::Hint(text)
            | FormRow::Source(text) => vec![(NUMBER, text.clone())],
            FormRow::Progress => Vec::new(),
            FormRow::Person(metric) if self.is_given(metric) => {
                let given = self.given(metric).unwrap_or_default();
                vec![(LABEL, metric.name().into()), (ENTRY, given)]
            }
            FormRow::Person(metric) => {
                vec![(LABEL, metric.name().into()), (HELP, metric.help.clone())]
            }
            FormRow::Headers(table) => self.headers(*table),
            FormRow::Metric { number, metric } => vec![
                (NUMBER, number.to_string()),
                (LABEL, metric.name().into()),
                (UNIT, unit(metric)),
                (HELP, help(metric)),
            ],
            FormRow::Outcome(number) => vec![(NUMBER, (number + 1).to_string())],
            FormRow::OutcomeTotal(rules) => {
                vec![(LABEL, format!("{}合计", rules.columns.weight.name))]
            }
            FormRow::Declared { index, indicator } => vec![
                (NUMBER, (index + 1).to_string()),
                (LABEL, indicator.name.clone()),
                (UNIT, indicator.points.normalize().to_string()),
                (HELP, indicator.criteria.clone()),
            ],
            FormRow::DeclaredTotal(name) => vec![
                (LABEL, format!("自评{name}")),
                (HELP, "由各项自评得分自动相加。".into()),
            ],
            FormRow::DeclaredGrade(name) => vec![
                (LABEL, format!("自评{name}")),
                (HELP, "各项都填了才有等级。".into()),
            ],
            FormRow::Date => vec![
                (LABEL, "填报日期".into()),
                (HELP, "填写本表的日期，如 2022-03-01。".into()),
            ],
            FormRow::Seal => vec![
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
    pub fn key(&self, row: &FormRow) -> Option<String> {
        Some(match row {
            FormRow::Person(metric) | FormRow::Metric { metric, .. } => {
                format!("数据|{}", metric.name())
            }
            FormRow::Outcome(number) => format!("个性化|{}", number + 1),
            FormRow::Declared { indicator, .. } => format!("自评|{}", indicator.name),
            FormRow::Date => "填报日期".into(),
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
