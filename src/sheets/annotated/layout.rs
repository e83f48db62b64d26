//! Which row and column holds what. Every formula asks here.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::{Evaluation, Extent, Part};
use crate::expr::Figures;
use crate::expr::excel::{PeerCells, RowRanges};
use crate::expr::peers::{PeerGroup, PeerRule, Standing};
use crate::intake::generated::numbered;
use crate::intake::{OutcomeRow, Record};
use crate::rulebook::RuleBook;
use crate::rulebook::outcomes::RowFigure;
use crate::sheets::reference;

/// The first row of departments in 评分结果, below title, note and four rows of header.
const SCORES_FIRST_ROW: u32 = 6;
/// The first row of departments in 排名, below title, note and header.
const RANKING_FIRST_ROW: u32 = 3;
/// The first column of subtotals in 排名.
pub const RANKING_SUBTOTALS: u16 = 5;
/// Up to so many departments each rank is RANK over all.
const MOST_RANKED_PLAINLY: u32 = 1_000;
/// The first row of 得分说明's table, below title, note and header.
const DETAILS_FIRST_ROW: u32 = 3;
/// The first row of 同类比较's table, below title, note and header.
const PEERS_FIRST_ROW: u32 = 3;

/// Where a group begins that is compared: which sheet of its name, and which row.
type Beginning = (usize, u32);

/// Tells groups apart: where each is kept.
fn which(group: &Arc<PeerGroup>) -> usize {
    Arc::as_ptr(group).addr()
}

/// Where each group begins, one below the other; where a sheet is full, in the next.
fn peers(evaluation: &Evaluation, rows: usize) -> Vec<HashMap<usize, Beginning>> {
    let mut next: Beginning = (1, PEERS_FIRST_ROW);
    let rules = evaluation.book.peers.iter().map(|rule| {
        let mut groups: HashMap<usize, Beginning> = HashMap::new();
        // One that is only another reading is scored by nobody.
        if evaluation.book.indicator_by(rule).is_none() {
            return groups;
        }
        for record in &evaluation.dataset.records {
            let standing = record.standing(rule);
            let Some(group) = standing.and_then(|standing| standing.group.as_ref()) else {
                continue;
            };
            groups.entry(which(group)).or_insert_with(|| {
                let count = group.members.len() as u32;
                if next.1 > PEERS_FIRST_ROW && (next.1 + count) as usize > rows {
                    next = (next.0 + 1, PEERS_FIRST_ROW);
                }
                let own = next;
                next.1 += count;
                own
            });
        }
        groups
    });
    rules.collect()
}

/// Where things are.
pub struct Layout {
    pub departments: u32,
    /// What the workbook shows.
    pub extent: Extent,
    indicators: u16,
    subtotals: u16,
    /// How many columns of 排名 show what the bureau recognizes: none where it adjusted nothing.
    recognized: u16,
    completion_column: Option<u16>,
    /// Where each group that is compared begins in 同类比较: by rule, the group and its beginning.
    peers: Vec<HashMap<usize, Beginning>>,
}

impl Layout {
    /// The layout of an evaluation's workbook.
    pub fn new(evaluation: &Evaluation, extent: &Extent) -> Layout {
        let completion_column = evaluation.dataset.outcomes.as_ref().map(|table| {
            let cells = table.sheet.rows.iter().flat_map(|row| row.cells.last());
            cells.map(|cell| cell.column + 1).max().unwrap_or_default()
        });
        Layout {
            departments: evaluation.cards.len() as u32,
            indicators: evaluation.book.indicators.len() as u16,
            subtotals: evaluation.book.framework.len() as u16,
            recognized: match evaluation.opinions.adjusted() {
                0 => 0,
                _ => 3,
            },
            completion_column,
            peers: peers(evaluation, extent.rows),
            extent: extent.clone(),
        }
    }

    // 评分结果

    pub const NAME: u16 = 1;
    pub const GROUP: u16 = 2;
    const FIRST_INDICATOR: u16 = 3;
    /// The header's rows: first level, second level, names, points.
    pub const LEVEL_ROWS: [u32; 4] = [2, 3, 4, 5];

    /// The first and last row of departments in 评分结果.
    pub fn score_rows(&self) -> (u32, u32) {
        (
            SCORES_FIRST_ROW,
            SCORES_FIRST_ROW + self.departments.max(1) - 1,
        )
    }

    /// The column of an indicator in 评分结果.
    pub fn indicator(&self, indicator: usize) -> u16 {
        Self::FIRST_INDICATOR + indicator as u16
    }

    /// The columns of all indicators.
    pub fn all_indicators(&self) -> Vec<u16> {
        (0..self.indicators)
            .map(|index| Self::FIRST_INDICATOR + index)
            .collect()
    }

    /// The columns of the indicators under a first-level indicator.
    pub fn indicators_under(&self, book: &RuleBook, first: &str) -> Vec<u16> {
        book.under(first)
            .map(|(index, _)| self.indicator(index))
            .collect()
    }

    /// The column of a first-level subtotal.
    pub fn subtotal(&self, first: usize) -> u16 {
        Self::FIRST_INDICATOR + self.indicators + first as u16
    }

    /// The column of the total.
    pub fn total(&self) -> u16 {
        Self::FIRST_INDICATOR + self.indicators + self.subtotals
    }

    /// The column of the grade.
    pub fn grade(&self) -> u16 {
        self.total() + 1
    }

    /// The column of the rank.
    pub fn rank(&self) -> u16 {
        self.total() + 2
    }

    /// Hidden: what points were lost on, or what is missing, as of scoring.
    pub fn losses(&self) -> u16 {
        self.total() + 3
    }

    /// Hidden: the total that a department is ranked by; empty where it is not ranked.
    pub fn ranked_total(&self) -> u16 {
        self.total() + 4
    }

    /// Hidden and last: 排序, the position in 排名.
    pub fn position(&self) -> u16 {
        self.total() + 5
    }

    /// A column of 评分结果 over all departments, as formulas of other sheets write it.
    pub fn scores_column(&self, column: u16) -> String {
        let (first, last) = self.score_rows();
        format!("评分结果!{}", reference::fixed(column, first, last))
    }

    // 排名

    /// The row of a position in 排名.
    pub fn ranking_row(&self, position: usize) -> u32 {
        RANKING_FIRST_ROW + position as u32
    }

    /// The column of what lost most in 排名, the last that is seen.
    pub fn ranking_losses(&self) -> u16 {
        RANKING_SUBTOTALS + self.subtotals + self.recognized
    }

    /// How many columns of 排名 show what the bureau recognizes.
    pub fn recognized_columns(&self) -> u16 {
        self.recognized
    }

    /// Whether 排名 tells that the order of scoring still holds. Of many departments ranks are then found along that
    /// order: RANK and COUNTIF of each over all would take minutes.
    pub fn follows_order(&self) -> bool {
        self.departments > MOST_RANKED_PLAINLY
            && self.extent.formulas
            && self.extent.has(Part::Ranking)
    }

    /// Hidden in 排名: the row of the department in 评分结果.
    pub fn ranking_place(&self) -> u16 {
        self.ranking_losses() + 1
    }

    /// Hidden in 排名: the totals in the order of scoring.
    pub fn ranking_totals(&self) -> u16 {
        self.ranking_place() + 1
    }

    /// Hidden in 排名: whether a position follows on the one above; below the table, whether all do.
    pub fn ranking_holds(&self) -> u16 {
        self.ranking_place() + 2
    }

    /// Hidden in 排名: the rank of a position where that order holds.
    pub fn ranking_rank(&self) -> u16 {
        self.ranking_place() + 3
    }

    /// The condition, for formulas in any sheet, that the order of scoring holds for all.
    pub fn order_holds(&self) -> String {
        let below = self.ranking_row(self.departments as usize);
        let holds = reference::fixed_cell(below, self.ranking_holds());
        format!("{}!{holds}=1", Part::Ranking.name())
    }

    // 得分说明

    /// The row of a department's indicator in 得分说明.
    pub fn detail_row(&self, department: usize, indicator: usize) -> u32 {
        DETAILS_FIRST_ROW + department as u32 * u32::from(self.indicators) + indicator as u32
    }

    // 同类比较

    /// Which sheet of 同类比较 a record's figure stands in, and its row there.
    pub fn peer_row(&self, rule: &PeerRule, record: &Record) -> Option<(usize, u32)> {
        let standing = record.standing(rule)?;
        let (sheet, first, _) = self.peer_rows(rule, standing)?;
        Some((sheet, first + standing.place as u32))
    }

    /// The sheet, the first and the last row of a standing's group.
    fn peer_rows(&self, rule: &PeerRule, standing: &Standing) -> Option<(usize, u32, u32)> {
        let group = standing.group.as_ref()?;
        let groups = self.peers.get(rule.id)?;
        let (sheet, first) = groups.get(&which(group))?;
        Some((*sheet, *first, *first + group.members.len() as u32 - 1))
    }

    /// Where a record's figure and those of its peers stand.
    pub fn peer_cells(&self, rule: &PeerRule, record: &Record) -> Option<PeerCells> {
        let standing = record.standing(rule)?;
        let (sheet, first, last) = self.peer_rows(rule, standing)?;
        let sheet = reference::sheet(&numbered(Part::Compared.name(), sheet));
        let own = first + standing.place as u32;
        Some(PeerCells {
            own: format!("{sheet}!{}", reference::fixed_cell(own, Self::PEER_FIGURE)),
            range: format!(
                "{sheet}!{}",
                reference::fixed(Self::PEER_FIGURE, first, last)
            ),
            count: (last - first + 1) as usize,
        })
    }

    const PEER_FIGURE: u16 = 3;

    // 个性化指标

    /// The column that is added to the outcomes sheet: how far each target was met.
    pub fn completion_column(&self) -> Option<u16> {
        self.completion_column
    }

    /// Where a record's outcome rows stand.
    pub fn outcome_ranges(&self, evaluation: &Evaluation, record: &Record) -> Option<RowRanges> {
        let table = evaluation.dataset.outcomes.as_ref()?;
        let completion = self.completion_column?;
        // Without a column of weights no completion counts as a number either.
        let weight = table.columns[RowFigure::Weight as usize].unwrap_or(completion);
        let sheet = reference::sheet(&table.sheet.name);
        let rows: Vec<u32> = record.outcomes.iter().map(|outcome| outcome.row).collect();
        let mut ranges = Vec::new();
        let mut rest = record.outcomes.as_slice();
        while let Some(first) = rest.first() {
            let own = &first.fields[RowFigure::Weight as usize];
            // A weight that does not speak for itself is read by a formula, the others as ranges.
            let run = if own.understood.is_some() {
                1
            } else {
                let plain = |outcome: &OutcomeRow| {
                    outcome.fields[RowFigure::Weight as usize]
                        .understood
                        .is_none()
                };
                rest.iter()
                    .zip(first.row..)
                    .take_while(|(outcome, row)| outcome.row == *row && plain(outcome))
                    .count()
            };
            let last = rest[run - 1].row;
            let range = |column| format!("{sheet}!{}", reference::fixed(column, first.row, last));
            let weights = match own.reading(&sheet).filter(|_| own.understood.is_some()) {
                Some(reading) => reading.number(),
                None => range(weight),
            };
            ranges.push((weights, range(completion)));
            rest = &rest[run..];
        }
        (!ranges.is_empty()).then_some(RowRanges {
            ranges,
            count: rows.len(),
        })
    }
}
