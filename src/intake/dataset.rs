//! What intake yields: typed records, and the sheets that they came from.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::opinions::LastOpinion;
use super::unmatched::Unmatched;
use crate::address::Address;
use crate::expr::excel::{CellReading, Literal, Understood};
use crate::expr::peers::{PeerRule, Standing};
use crate::expr::{Figure, FigureId, Figures, Variable, Year};
use crate::problem::Concerns;
use crate::visible_text::shortened;
use crate::workbook::Sheet;

/// Everything read from one workbook.
#[derive(Debug)]
pub struct Dataset {
    /// 基础数据; its columns are by metric.
    pub data: Table,
    /// 个性化指标, where given; its columns are by [`RowFigure`](crate::rulebook::outcomes::RowFigure).
    pub outcomes: Option<Table>,
    /// 自评得分, where given; its columns are by indicator, then total and grade.
    pub declared: Option<Table>,
    /// 上年数据, where the rule book uses figures of the year before and they are given.
    pub last_year: Option<LastYear>,
    /// What the bureau wrote beside an earlier run's scores.
    pub opinions: Vec<LastOpinion>,
    /// The input's other sheets.
    pub others: Vec<Sheet>,
    /// The departments, in the input's order.
    pub records: Vec<Record>,
    /// 年度, where the data say one.
    pub year: Option<u32>,
}

impl Dataset {
    /// The tables that were read, in the order of their sheets.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let last_year = self.last_year.as_ref().map(|last| &last.table);
        let others = [self.outcomes.as_ref(), self.declared.as_ref(), last_year];
        std::iter::once(&self.data).chain(others.into_iter().flatten())
    }
}

/// A sheet with its header found.
#[derive(Debug)]
pub struct Table {
    /// The sheet, under the name that the annotated workbook gives it.
    pub sheet: Sheet,
    /// The last row of the header, 0-based.
    pub header_row: u32,
    /// Which column holds what.
    pub columns: Vec<Option<u16>>,
    /// The columns that nobody uses, and those that were not found.
    pub unmatched: Unmatched,
}

/// The sheet of last year's figures, read.
#[derive(Debug)]
pub struct LastYear {
    /// Its columns are by metric.
    pub table: Table,
    /// The year that its figures are of, where it says one.
    pub year: Option<u32>,
}

/// One cell, read.
#[derive(Clone, Debug)]
pub struct Field {
    /// What was read.
    pub figure: Figure,
    /// Where it stands; `None` where there is no such column.
    pub cell: Option<Address>,
    /// What the cell holds, where it does not speak for itself, and what it was understood as.
    pub understood: Option<Box<(Literal, Option<Understood>)>>,
    /// What a plain number in the cell is divided by.
    pub divisor: Decimal,
}

/// A field of a column that is not there.
static ABSENT: Field = Field {
    figure: Figure::Blank,
    cell: None,
    understood: None,
    divisor: Decimal::ONE,
};

impl Field {
    /// A field of a column that is not there.
    pub fn absent() -> Field {
        ABSENT.clone()
    }

    /// How a formula reads the cell, on a sheet of this (quoted) name.
    pub fn reading(&self, sheet: &str) -> Option<CellReading> {
        Some(CellReading {
            reference: format!("{sheet}!{}", self.cell?),
            understood: self.understood.iter().map(|own| (**own).clone()).collect(),
            divisor: self.divisor,
        })
    }
}

/// One department.
#[derive(Debug)]
pub struct Record {
    /// Its row in the data sheet, 0-based.
    pub row: u32,
    /// 部门编码, if it has one.
    pub code: Option<String>,
    /// 部门名称.
    pub name: String,
    /// 主管部门.
    pub group: Option<String>,
    /// The same department stands in another row, too.
    pub duplicate: bool,
    /// By metric.
    pub fields: Vec<Field>,
    /// Its outcome indicators, in the order of their sheet.
    pub outcomes: Vec<OutcomeRow>,
    /// What it declared for itself, if anything.
    pub declared: Option<Declared>,
    /// Its figures of the year before.
    pub before: Before,
    /// Where it stands among its peers, by the rule book's rules for that.
    pub standings: Vec<Standing>,
}

/// A department's figures of the year before, where the rule book uses any.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// Which year they are of, where they are there and say it.
    pub year: Option<u32>,
    /// By metric; empty where there are none.
    pub fields: Vec<Field>,
}

impl Record {
    /// One of its figures; one of a column that is not there is blank.
    pub fn field(&self, id: FigureId) -> &Field {
        let fields = match id.year {
            Year::This => &self.fields,
            Year::Last => &self.before.fields,
        };
        fields.get(id.place).unwrap_or(&ABSENT)
    }

    /// Whom a problem concerns.
    pub fn concerns(&self) -> Concerns {
        Concerns {
            code: self.code.clone(),
            name: self.name.clone(),
        }
    }
}

impl Figures for Record {
    fn figure(&self, variable: &Variable) -> Figure {
        self.field(variable.figure_id()).figure.clone()
    }

    fn rows(&self) -> Vec<&dyn Figures> {
        self.outcomes
            .iter()
            .map(|row| row as &dyn Figures)
            .collect()
    }

    fn standing(&self, rule: &PeerRule) -> Option<&Standing> {
        self.standings.get(rule.id)
    }
}

/// One outcome indicator.
#[derive(Debug)]
pub struct OutcomeRow {
    /// Its row in its sheet, 0-based.
    pub row: u32,
    /// 指标名称.
    pub title: String,
    /// 效益类别, where it is one of the listed ones.
    pub category: Option<Arc<str>>,
    /// Where 指标名称 stands, if there is such a column.
    pub title_cell: Option<Address>,
    /// Where 效益类别 stands, if there is such a column.
    pub category_cell: Option<Address>,
    /// By [`RowFigure`](crate::rulebook::outcomes::RowFigure).
    pub fields: Vec<Field>,
}

impl Figures for OutcomeRow {
    fn figure(&self, variable: &Variable) -> Figure {
        self.fields
            .get(variable.id)
            .map_or(Figure::Blank, |field| field.figure.clone())
    }

    fn title(&self) -> Option<String> {
        let title = shortened(&self.title);
        (!title.is_empty()).then_some(title)
    }
}

/// What a department declared for itself.
#[derive(Debug)]
pub struct Declared {
    /// Its row in its sheet, 0-based.
    pub row: u32,
    /// By indicator.
    pub scores: Vec<Field>,
    /// 自评总分.
    pub total: Field,
    /// The declared grade, as written.
    pub grade: Option<String>,
}

impl Declared {
    /// The declared score of an indicator.
    pub fn score(&self, indicator: usize) -> Option<Decimal> {
        self.scores.get(indicator).and_then(Field::number)
    }
}

impl Field {
    /// The number that was read, if any.
    pub fn number(&self) -> Option<Decimal> {
        match self.figure {
            Figure::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The text that was read, if any.
    pub fn text(&self) -> Option<String> {
        match &self.figure {
            Figure::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }
}
