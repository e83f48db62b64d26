//! A figure held against those of one's peers: its rank among them, or its ratio to the best, the mean or the median.
//! Who the peers are and what their figures are was found out before ([`Standing`]); with that, the value is as pure as
//! any other.

use std::cmp::Reverse;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Expr, Lack, Variable};
use crate::decimal;

/// Figures are compared to so many decimals, as formulas compare them: two that differ by less are equal.
const COMPARED_PLACES: u32 = 10;
/// How many peers an explanation names.
const NAMED: usize = 8;

/// What a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Its rank: 1 is the best; equal ones share the better rank.
    Rank,
    /// Its rank as a share of how many there are.
    RankShare,
    /// Its ratio to the best: 1 is the best itself.
    Best,
    /// Its ratio to the mean; above 1 is better than the mean.
    Mean,
    /// Its ratio to the median.
    Median,
}

/// How a figure is held against those of one's peers.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerRule {
    /// Its place among all such rules of a rule book.
    pub id: usize,
    /// What is compared.
    pub measure: Expr,
    /// The column that says who belongs together; everybody where there is none.
    pub group: Option<Arc<Variable>>,
    /// What it is held against.
    pub compared: Compared,
    /// Whether more is better.
    pub more_is_better: bool,
    /// Whether nobody is compared while a peer's figure lacks; else that peer is left out, and told.
    pub holds: bool,
    /// Fewer figures than so many are not compared.
    pub at_least: usize,
}

/// One of those who are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its name.
    pub name: Arc<str>,
    /// Its figure; `None` where it lacks something.
    pub figure: Option<Decimal>,
}

/// Those who are compared with each other.
#[derive(Debug, PartialEq, Eq)]
pub struct PeerGroup {
    /// What they have in common: the name of their 主管部门; `None` where it is everybody.
    pub name: Option<Arc<str>>,
    /// In the order of the data.
    pub members: Vec<Peer>,
}

/// Where a record stands among its peers.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Those that it is compared with, and itself; `None` where nobody knows to whom it belongs.
    pub group: Option<Arc<PeerGroup>>,
    /// Its own place in the group.
    pub place: usize,
    /// Whether the department stands more than once, so that nobody knows which figure is its own.
    pub is_twice: bool,
}

/// A figure as it is compared.
pub fn compared(figure: Decimal) -> Decimal {
    decimal::round(figure, COMPARED_PLACES)
}

impl Compared {
    /// Whether it is a ratio rather than a count.
    pub fn is_ratio(self) -> bool {
        self != Compared::Rank
    }
}

impl Standing {
    fn others(&self) -> impl Iterator<Item = &Peer> {
        let members = self.group.iter().flat_map(|group| &group.members);
        let own = self.place;
        let others = members.enumerate().filter(move |(place, _)| *place != own);
        others.map(|(_, peer)| peer)
    }

    /// The figures of the others, as far as they are known.
    pub fn figures(&self) -> Vec<Decimal> {
        self.others().filter_map(|peer| peer.figure).collect()
    }

    /// The names of the others whose figures lack.
    fn lacking(&self) -> Vec<&str> {
        let lacking = self.others().filter(|peer| peer.figure.is_none());
        lacking.map(|peer| &*peer.name).collect()
    }
}

impl PeerRule {
    /// The value of an own figure beside those of the others.
    ///
    /// # Errors
    /// Nobody to compare with, peers whose figures lack, or a ratio to 0.
    pub fn value(&self, own: Decimal, standing: Option<&Standing>) -> Result<Decimal, Lack> {
        let standing =
            standing.ok_or_else(|| Lack::fault("这里没有其他部门的数据，不能与同类比较"))?;
        if standing.group.is_none() {
            return Err(match &self.group {
                Some(group) => Lack::of(group),
                None => Lack::fault("不知道与哪些部门比较"),
            });
        }
        if standing.is_twice {
            return Err(Lack::fault("部门重复，不知道以哪一行与同类比较"));
        }
        let lacking = standing.lacking();
        if self.holds && !lacking.is_empty() {
            let reason = format!("同类的{}缺少数据，还不能比较", named(&lacking));
            return Err(Lack::fault(reason));
        }
        let own = compared(own);
        let mut figures = standing.figures();
        figures.push(own);
        if figures.len() < self.at_least {
            return Err(Lack::fault(format!(
                "同类中有数据的部门只有 {} 个，不足 {} 个，不能比较",
                figures.len(),
                self.at_least
            )));
        }
        let count = Decimal::from(figures.len());
        let ratio = |of: Decimal| {
            let (over, under) = match self.more_is_better {
                true => (own, of),
                false => (of, own),
            };
            match under.is_zero() {
                true => Err(Lack::fault("与同类比较时除数为 0")),
                false => over
                    .checked_div(under)
                    .ok_or_else(|| Lack::fault("数值太大，无法精确计算")),
            }
        };
        match self.compared {
            Compared::Rank => Ok(self.rank(own, &figures)),
            Compared::RankShare => Ok(self.rank(own, &figures) / count),
            Compared::Best => ratio(self.best(&figures)),
            Compared::Mean => {
                let sum = figures
                    .iter()
                    .try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(*figure));
                let sum = sum.ok_or_else(|| Lack::fault("数值太大，无法精确计算"))?;
                ratio(sum / count)
            }
            Compared::Median => ratio(median(&mut figures)),
        }
    }

    fn is_better(&self, one: Decimal, other: Decimal) -> bool {
        match self.more_is_better {
            true => one > other,
            false => one < other,
        }
    }

    fn rank(&self, own: Decimal, figures: &[Decimal]) -> Decimal {
        let better = figures.iter().filter(|one| self.is_better(**one, own));
        Decimal::from(better.count() + 1)
    }

    fn best(&self, figures: &[Decimal]) -> Decimal {
        let figures = figures.iter().copied();
        let best = match self.more_is_better {
            true => figures.max(),
            false => figures.min(),
        };
        best.unwrap_or_default()
    }

    /// `全部 5 个部门中列第 2 名（甲局 98%、乙局 95%…）`, with figures as `figure` writes them.
    pub fn told(
        &self,
        value: Decimal,
        own: Decimal,
        standing: &Standing,
        figure: &dyn Fn(Decimal) -> String,
    ) -> String {
        let Some(group) = &standing.group else {
            return String::new();
        };
        let own = compared(own);
        let members = group.members.iter().enumerate();
        let known = members.filter_map(|(place, peer)| {
            let figure = match place == standing.place {
                true => Some(own),
                false => peer.figure,
            };
            Some((&*peer.name, figure?))
        });
        let mut known: Vec<(&str, Decimal)> = known.collect();
        match self.more_is_better {
            true => known.sort_by_key(|(_, figure)| Reverse(*figure)),
            false => known.sort_by_key(|(_, figure)| *figure),
        }
        let listed: Vec<String> = known
            .iter()
            .take(NAMED)
            .map(|(name, one)| format!("{name} {}", figure(*one)))
            .collect();
        let more = match known.len() > NAMED {
            true => format!("…共 {} 个", known.len()),
            false => String::new(),
        };
        let lacking = standing.lacking();
        let among = match (&group.name, lacking.is_empty()) {
            (Some(name), true) => format!("{name}的 {} 个部门", known.len()),
            (Some(name), false) => format!("{name}有数据的 {} 个部门", known.len()),
            (None, true) => format!("全部 {} 个部门", known.len()),
            (None, false) => format!("有数据的 {} 个部门", known.len()),
        };
        let mut figures: Vec<Decimal> = known.iter().map(|(_, figure)| *figure).collect();
        let count = Decimal::from(figures.len().max(1));
        let percent = decimal::percent(decimal::round(value, 6));
        let what = match self.compared {
            Compared::Rank => format!("列第 {} 名", value.normalize()),
            Compared::RankShare => {
                let rank = self.rank(own, &figures);
                format!("列第 {} 名，占 {percent}", rank.normalize())
            }
            Compared::Best => {
                format!("最好的是 {}，比值 {percent}", figure(self.best(&figures)))
            }
            Compared::Mean => {
                let mean = figures.iter().sum::<Decimal>() / count;
                format!("平均 {}，比值 {percent}", figure(mean))
            }
            Compared::Median => {
                format!("中位数 {}，比值 {percent}", figure(median(&mut figures)))
            }
        };
        let left_out = match lacking.is_empty() {
            true => String::new(),
            false => format!("；{}缺少数据，没有计入", named(&lacking)),
        };
        format!("{among}中{what}（{}{more}{left_out}）", listed.join("、"))
    }
}

fn median(figures: &mut [Decimal]) -> Decimal {
    figures.sort();
    let half = figures.len() / 2;
    let at = |place: usize| figures.get(place).copied().unwrap_or_default();
    match figures.len() % 2 {
        1 => at(half),
        _ => (at(half.saturating_sub(1)) + at(half)) / Decimal::TWO,
    }
}

fn named(names: &[&str]) -> String {
    let told: Vec<&str> = names.iter().take(NAMED).copied().collect();
    let more = match names.len() > NAMED {
        true => format!("等 {} 个部门", names.len()),
        false => String::new(),
    };
    format!("{}{more}", told.join("、"))
}
