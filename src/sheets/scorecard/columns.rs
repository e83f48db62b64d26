//! Which columns a score table has, how wide they are, and how much it is scaled to fit the paper.

use super::Extras;

/// The columns of the three levels, a name and its points each.
pub const LEVELS: [(u16, u16); 3] = [(0, 1), (2, 3), (4, 5)];
/// 指标说明.
pub const ABOUT: u16 = 6;
/// 参考评分标准.
pub const CRITERIA: u16 = 7;

const NAME_WIDTHS: [f64; 3] = [9.5, 9.5, 15.0];
const POINTS_WIDTH: f64 = 5.5;
const SCORE_WIDTH: f64 = 8.0;
/// What all columns take together.
const TABLE_WIDTH: f64 = 170.0;
/// What A4 across leaves between the margins, in points.
const PAPER_WIDTH: f64 = 777.0;
/// Fonts differ a little from machine to machine; the last column must not move to a page of its own.
const SLACK: f64 = 0.97;

/// The columns of one kind of score table.
pub struct CardColumns {
    /// 自评得分, where it is wanted.
    pub declared: Option<u16>,
    /// 分数.
    pub score: u16,
    /// 差异, beside the declared score.
    pub difference: Option<u16>,
    /// 得分依据, where it is wanted.
    pub reason: Option<u16>,
    /// By column.
    pub widths: Vec<f64>,
}

impl CardColumns {
    /// The columns with these extras.
    pub fn new(extras: Extras) -> CardColumns {
        let first = CRITERIA + 1;
        let (declared, score, difference) = match extras.declared {
            true => (Some(first), first + 1, Some(first + 2)),
            false => (None, first, None),
        };
        let last_score = difference.unwrap_or(score);
        let reason = extras.reasons.then_some(last_score + 1);
        let mut widths: Vec<f64> = NAME_WIDTHS
            .iter()
            .flat_map(|name| [*name, POINTS_WIDTH])
            .collect();
        let scores = f64::from(last_score - CRITERIA) * SCORE_WIDTH;
        let texts = TABLE_WIDTH - scores - widths.iter().sum::<f64>();
        let shares: &[f64] = match reason {
            Some(_) => &[0.24, 0.38, 0.38],
            None => &[0.36, 0.64],
        };
        let mut texts = shares.iter().map(|share| (texts * share).floor());
        widths.extend(texts.by_ref().take(2));
        widths.extend((CRITERIA..last_score).map(|_| SCORE_WIDTH));
        widths.extend(texts);
        CardColumns {
            declared,
            score,
            difference,
            reason,
            widths,
        }
    }

    /// The last column.
    pub fn last(&self) -> u16 {
        self.reason.or(self.difference).unwrap_or(self.score)
    }

    /// The width of a column.
    pub fn width(&self, column: u16) -> f64 {
        self.widths.get(usize::from(column)).copied().unwrap_or(8.0)
    }

    /// The width of some neighbouring columns.
    pub fn width_of(&self, first: u16, last: u16) -> f64 {
        (first..=last).map(|column| self.width(column)).sum()
    }

    /// The columns of the texts: 指标说明, 参考评分标准 and, where wanted, 得分依据.
    pub fn texts(&self) -> Vec<u16> {
        [ABOUT, CRITERIA].into_iter().chain(self.reason).collect()
    }

    /// How much the table is scaled to be as wide as the paper, in percent.
    pub fn scale(&self) -> u16 {
        // A character is seven pixels, a column five more; a pixel is three quarters of a point.
        let points: f64 = self
            .widths
            .iter()
            .map(|width| (width * 7.0 + 5.0) * 0.75)
            .sum();
        (PAPER_WIDTH * SLACK / points * 100.0)
            .floor()
            .clamp(10.0, 100.0) as u16
    }
}
