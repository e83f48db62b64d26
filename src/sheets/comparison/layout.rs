//! Which row and column holds what. Every formula asks here. Sheets that people sort refer to other sheets by
//! fixed cells, and no sheet refers to a row of theirs.

use crate::analysis::Comparison;
use crate::sheets::reference;

/// The first sheet, which tells a workbook of a comparison.
pub const OVERVIEW: &str = "年度对比总表";
pub const MOVERS: &str = "升降榜";
pub const INDICATORS: &str = "指标对比";
pub const FIGURES: &str = "原始数据同比";
pub const GRADES: &str = "等级变动";
pub const GROUPS: &str = "主管部门对比";
pub const TREND: &str = "走势";
pub const FATES: &str = "新增撤并";
pub const RULES: &str = "规则变化";
pub const NOTES: &str = "对比说明";

/// Below title, note and two rows of header.
pub const FIRST_ROW: u32 = 4;
/// The two rows of header.
pub const HEADER_ROWS: (u32, u32) = (2, 3);
/// The last row that a sheet can have.
const LAST_ROW: usize = 1_048_575;

pub const NAME: u16 = 1;
/// In the overview and the years' scores.
pub const GROUP: u16 = 2;
/// The first column behind them.
const FIRST: u16 = 3;
/// The columns of a step in the overview: change, rules, performance, undivided.
const PARTS: u16 = 4;
/// The columns of a step in 指标对比: change, its rate, rules, performance, undivided, why.
const DETAILS: u16 = 6;

/// Where things are.
pub struct Layout {
    /// As names of sheets say them.
    years: Vec<String>,
    /// Whether it is one year by two rule books.
    same_year: bool,
    /// By year, how many indicators it has.
    indicators: Vec<u16>,
    /// By step.
    same_rules: Vec<bool>,
    /// The departments in the overview's order.
    pub order: Vec<usize>,
    /// By department, its place in that order.
    positions: Vec<u32>,
    /// The departments in 指标对比 and 原始数据同比, in the overview's order.
    pub compared: Vec<usize>,
    /// By department, its place among those.
    compared_places: Vec<Option<u32>>,
    /// How many indicators each of them has there.
    threads: u32,
}

impl Layout {
    /// The layout of a comparison's workbook; none where a sheet would have too many rows.
    pub fn new(comparison: &Comparison) -> Option<Layout> {
        let order = comparison.by_change(comparison.steps.len() - 1);
        let mut positions = vec![0; order.len()];
        for (position, department) in (0..).zip(&order) {
            positions[*department] = position;
        }
        let in_two_years = |department: &usize| {
            let places = &comparison.departments[*department].places;
            places.iter().flatten().count() > 1
        };
        let compared: Vec<usize> = order.iter().copied().filter(in_two_years).collect();
        let mut compared_places = vec![None; order.len()];
        for (place, department) in (0..).zip(&compared) {
            compared_places[*department] = Some(place);
        }
        let rows = compared.len().checked_mul(comparison.indicators.len())?;
        let most = rows.max(order.len()) + FIRST_ROW as usize;
        (most <= LAST_ROW).then(|| Layout {
            years: comparison.years.iter().map(|year| year.short()).collect(),
            same_year: comparison.is_same_year(),
            indicators: comparison
                .years
                .iter()
                .map(|year| year.evaluation.book.indicators.len() as u16)
                .collect(),
            same_rules: comparison
                .steps
                .iter()
                .map(|step| step.rescored.has_same_rules())
                .collect(),
            order,
            positions,
            compared,
            compared_places,
            threads: comparison.indicators.len() as u32,
        })
    }

    fn count(&self) -> u16 {
        self.years.len() as u16
    }

    fn steps(&self) -> u16 {
        self.count() - 1
    }

    // The years' scores: the departments in the comparison's order, in the same row on each.

    /// The name of a year's sheet of scores.
    pub fn scores_name(&self, year: usize) -> String {
        match self.same_year {
            true => format!("{}得分", self.years[year]),
            false => format!("{}年得分", self.years[year]),
        }
    }

    /// The name of the sheet of a step's earlier figures under its later rules.
    pub fn again_name(&self, step: usize) -> String {
        match self.same_year {
            true => "同一数据按现规则".into(),
            false => format!("{}数据按{}规则", self.years[step], self.years[step + 1]),
        }
    }

    /// The row of a department on each of these sheets.
    pub fn score_row(&self, department: usize) -> u32 {
        FIRST_ROW + department as u32
    }

    /// The column of an indicator on each of these sheets.
    pub fn indicator(&self, indicator: usize) -> u16 {
        FIRST + indicator as u16
    }

    /// The first and the last indicator's column of a year.
    pub fn indicator_columns(&self, year: usize) -> (u16, u16) {
        (FIRST, FIRST + self.indicators[year].max(1) - 1)
    }

    pub fn total(&self, year: usize) -> u16 {
        FIRST + self.indicators[year]
    }

    pub fn grade(&self, year: usize) -> u16 {
        self.total(year) + 1
    }

    pub fn rank(&self, year: usize) -> u16 {
        self.total(year) + 2
    }

    /// A cell of a year's scores, as other sheets refer to it.
    pub fn score_cell(&self, year: usize, department: usize, column: u16) -> String {
        let sheet = reference::sheet(&self.scores_name(year));
        let at = reference::fixed_cell(self.score_row(department), column);
        format!("{sheet}!{at}")
    }

    /// The cell of an earlier figure's score under later rules; with the same rules it is the earlier score.
    pub fn again_cell(&self, step: usize, department: usize, indicator: usize) -> String {
        if self.same_rules[step] {
            return self.score_cell(step, department, self.indicator(indicator));
        }
        let sheet = reference::sheet(&self.again_name(step));
        let at = reference::fixed_cell(self.score_row(department), self.indicator(indicator));
        format!("{sheet}!{at}")
    }

    // 年度对比总表

    /// The row of a department in the overview.
    pub fn overview_row(&self, department: usize) -> u32 {
        FIRST_ROW + self.positions[department]
    }

    /// The first and the last row of departments in the overview.
    pub fn overview_rows(&self) -> (u32, u32) {
        let last = FIRST_ROW + (self.order.len() as u32).max(1) - 1;
        (FIRST_ROW, last)
    }

    pub fn overview_total(&self, year: usize) -> u16 {
        FIRST + year as u16
    }

    /// The column of lines over the years; between two years there is nothing to draw that the change does not say.
    pub fn sparkline(&self) -> Option<u16> {
        (self.years.len() > 2).then_some(FIRST + self.count())
    }

    /// The column of a step's change; its parts stand behind it.
    pub fn overview_change(&self, step: usize) -> u16 {
        FIRST + self.count() + u16::from(self.sparkline().is_some()) + PARTS * step as u16
    }

    pub fn overview_grade(&self, year: usize) -> u16 {
        self.overview_change(self.years.len() - 1) + year as u16
    }

    pub fn overview_rank(&self, year: usize) -> u16 {
        self.overview_grade(self.years.len()) + year as u16
    }

    pub fn rank_change(&self, step: usize) -> u16 {
        self.overview_rank(self.years.len()) + step as u16
    }

    pub fn remark(&self) -> u16 {
        self.rank_change(0) + self.steps()
    }

    /// Hidden, and apart from what is printed: a year's total where there is one, else nothing, for charts.
    pub fn plotted(&self, year: usize) -> u16 {
        self.remark() + 2 + year as u16
    }

    /// A column of the overview over all departments, as formulas of other sheets write it.
    pub fn overview_column(&self, column: u16) -> String {
        let (first, last) = self.overview_rows();
        format!("{OVERVIEW}!{}", reference::fixed(column, first, last))
    }

    // 指标对比: each compared department's indicators in rows below each other.

    /// The row of a department's indicator.
    pub fn detail_row(&self, department: usize, thread: usize) -> Option<u32> {
        let place = self.compared_places[department]?;
        Some(FIRST_ROW + place * self.threads + thread as u32)
    }

    /// The columns of a year's points and score.
    pub fn detail_points(&self, year: usize) -> u16 {
        FIRST + 2 * year as u16
    }

    pub fn detail_score(&self, year: usize) -> u16 {
        self.detail_points(year) + 1
    }

    /// The column of a step's change; rate, rules, performance, undivided and reason stand behind it.
    pub fn detail_change(&self, step: usize) -> u16 {
        self.detail_points(self.years.len()) + DETAILS * step as u16
    }

    /// The sum over a department's rows in a column of 指标对比.
    pub fn detail_sum(&self, department: usize, column: u16, places: u32) -> Option<String> {
        let first = self.detail_row(department, 0)?;
        let last = first + self.threads.max(1) - 1;
        let range = reference::fixed(column, first, last);
        Some(format!("ROUND(SUM({INDICATORS}!{range}),{places})"))
    }

    // 原始数据同比

    /// The column of a year's figure, behind department, metric and unit.
    pub fn figure(&self, year: usize) -> u16 {
        FIRST + 1 + year as u16
    }

    /// How many rows of figures the sheet holds.
    pub const fn most_figures() -> usize {
        LAST_ROW - FIRST_ROW as usize
    }
}
