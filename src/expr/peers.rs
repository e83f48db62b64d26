//! A figure held against those of one's peers: its rank among them, or its ratio to the best, the mean or the median.
//! Who the peers are and what their figures are was found out before ([`Standing`]); with that, the value is as pure as
//! any other.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Expr, Lack, Variable};
use crate::decimal;

/// Figures are compared to so many decimals, as formulas compare them: two that differ by less are equal.
const COMPARED_PLACES: u32 = 10;
/// Sums of less than so much are exact to all compared places, in whatever order they are made.
const EXACT_SUM: Decimal = Decimal::from_parts(1_569_325_056, 23_283_064, 0, false, 0);
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

/// Those who are compared with each other. What is asked of all is gathered once, so that a large group takes no longer than
/// its members.
#[derive(Debug, PartialEq, Eq)]
pub struct PeerGroup {
    /// What they have in common: the name of their 主管部门; `None` where it is everybody.
    pub name: Option<Arc<str>>,
    /// In the order of the data.
    pub members: Vec<Peer>,
    /// The known figures with their places, the best first, equal ones in the order of the data.
    order: Vec<(Decimal, usize)>,
    /// The places of those whose figures lack.
    lacking: Vec<usize>,
    /// The sum, where no order of adding up can change it.
    sum: Option<Decimal>,
}

impl PeerGroup {
    /// A group whose members stand in the order of the data.
    pub fn new(name: Option<Arc<str>>, members: Vec<Peer>, more_is_better: bool) -> PeerGroup {
        let placed = || members.iter().enumerate();
        let known = placed().filter_map(|(place, peer)| Some((peer.figure?, place)));
        let mut order: Vec<(Decimal, usize)> = known.collect();
        order.sort_by(|one, other| better_first(more_is_better, one, other));
        let lacking = placed().filter(|(_, peer)| peer.figure.is_none());
        let lacking = lacking.map(|(place, _)| place).collect();
        let sizes = order.iter().map(|(figure, _)| figure.abs());
        let is_exact = checked_sum(sizes).is_some_and(|size| size < EXACT_SUM);
        let sum = is_exact.then(|| order.iter().map(|(figure, _)| *figure).sum());
        PeerGroup {
            name,
            members,
            order,
            lacking,
            sum,
        }
    }

    /// Those that the member at a place is compared with, and itself, with this figure in the place of its own.
    fn among(&self, place: usize, own: Decimal, more_is_better: bool) -> Among<'_> {
        let before = |one: &(Decimal, usize), other: &(Decimal, usize)| {
            better_first(more_is_better, one, other).is_lt()
        };
        let stored = self.members.get(place).and_then(|peer| peer.figure);
        let own_place = |figure| {
            self.order
                .partition_point(|one| before(one, &(figure, place)))
        };
        let removed = stored.map(own_place);
        let at = own_place(own);
        Among {
            group: self,
            at: at - usize::from(removed.is_some_and(|removed| removed < at)),
            removed,
            own: (own, place),
        }
    }
}

fn better_first(
    more_is_better: bool,
    one: &(Decimal, usize),
    other: &(Decimal, usize),
) -> std::cmp::Ordering {
    let figures = match more_is_better {
        true => other.0.cmp(&one.0),
        false => one.0.cmp(&other.0),
    };
    figures.then(one.1.cmp(&other.1))
}

fn checked_sum(mut figures: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    figures.try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure))
}

/// The known figures of a group, the best first, with one member's own in the place of what the group knows of it.
struct Among<'g> {
    group: &'g PeerGroup,
    /// Where the group's own order has the member.
    removed: Option<usize>,
    /// Where it stands with its figure.
    at: usize,
    own: (Decimal, usize),
}

impl Among<'_> {
    fn len(&self) -> usize {
        self.group.order.len() - usize::from(self.removed.is_some()) + 1
    }

    fn get(&self, place: usize) -> (Decimal, usize) {
        if place == self.at {
            return self.own;
        }
        let among_others = place - usize::from(place > self.at);
        let skipped = self.removed.is_some_and(|removed| among_others >= removed);
        let known = self.group.order.get(among_others + usize::from(skipped));
        known.copied().unwrap_or(self.own)
    }

    fn best(&self) -> Decimal {
        self.get(0).0
    }

    /// Equal ones share the better rank.
    fn rank(&self) -> Decimal {
        let own = self.own.0;
        // Equal figures stand together: the first of them is found by halves, before the own place.
        let (mut low, mut high) = (0, self.at);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).0 == own {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Decimal::from(low + 1)
    }

    fn median(&self) -> Decimal {
        let (len, half) = (self.len(), self.len() / 2);
        match len % 2 {
            1 => self.get(half).0,
            _ => (self.get(half.saturating_sub(1)).0 + self.get(half).0) / Decimal::TWO,
        }
    }

    /// Nothing where it is too large to be added up.
    fn sum(&self) -> Option<Decimal> {
        let (own, place) = self.own;
        let stored = self.group.members.get(place).and_then(|peer| peer.figure);
        if let Some(sum) = self.group.sum.filter(|_| own.abs() < EXACT_SUM) {
            return Some(sum - stored.unwrap_or_default() + own);
        }
        let members = self.group.members.iter().enumerate();
        let others = members.filter(|(other, _)| *other != place);
        checked_sum(others.filter_map(|(_, peer)| peer.figure).chain([own]))
    }
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
    /// The figures of the others, as far as they are known.
    pub fn figures(&self) -> Vec<Decimal> {
        let members = self.group.iter().flat_map(|group| &group.members);
        let others = members.enumerate();
        let others = others.filter(|(place, _)| *place != self.place);
        others.filter_map(|(_, peer)| peer.figure).collect()
    }
}

impl PeerGroup {
    /// How many of the others' figures lack.
    fn lacking(&self, own: usize) -> usize {
        self.lacking.len() - usize::from(self.lacking.binary_search(&own).is_ok())
    }

    /// Who the others are whose figures lack, as far as they are named.
    fn named_lacking(&self, own: usize) -> String {
        let places = self.lacking.iter().filter(|place| **place != own);
        let names = places.filter_map(|place| self.members.get(*place));
        let told: Vec<&str> = names.take(NAMED).map(|peer| &*peer.name).collect();
        let more = match self.lacking(own) {
            all if all > NAMED => format!("等 {all} 个部门"),
            _ => String::new(),
        };
        format!("{}{more}", told.join("、"))
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
        let Some(group) = &standing.group else {
            return Err(match &self.group {
                Some(group) => Lack::of(group),
                None => Lack::fault("不知道与哪些部门比较"),
            });
        };
        if standing.is_twice {
            return Err(Lack::fault("部门或编码重复，不知道以哪一行与同类比较"));
        }
        if self.holds && group.lacking(standing.place) > 0 {
            let lacking = group.named_lacking(standing.place);
            let reason = format!("同类的{lacking}缺少数据，还不能比较");
            return Err(Lack::fault(reason));
        }
        let own = compared(own);
        let among = group.among(standing.place, own, self.more_is_better);
        if among.len() < self.at_least {
            return Err(Lack::fault(format!(
                "同类中有数据的部门只有 {} 个，不足 {} 个，不能比较",
                among.len(),
                self.at_least
            )));
        }
        let count = Decimal::from(among.len());
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
            Compared::Rank => Ok(among.rank()),
            Compared::RankShare => Ok(among.rank() / count),
            Compared::Best => ratio(among.best()),
            Compared::Mean => {
                let sum = among.sum();
                let sum = sum.ok_or_else(|| Lack::fault("数值太大，无法精确计算"))?;
                ratio(sum / count)
            }
            Compared::Median => ratio(among.median()),
        }
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
        let among = group.among(standing.place, compared(own), self.more_is_better);
        let known = among.len();
        let first = (0..known.min(NAMED)).map(|place| among.get(place));
        let listed: Vec<String> = first
            .filter_map(|(one, place)| {
                let name = &group.members.get(place)?.name;
                Some(format!("{name} {}", figure(one)))
            })
            .collect();
        let more = match known > NAMED {
            true => format!("…共 {known} 个"),
            false => String::new(),
        };
        let is_whole = group.lacking(standing.place) == 0;
        let whom = match (&group.name, is_whole) {
            (Some(name), true) => format!("{name}的 {known} 个部门"),
            (Some(name), false) => format!("{name}有数据的 {known} 个部门"),
            (None, true) => format!("全部 {known} 个部门"),
            (None, false) => format!("有数据的 {known} 个部门"),
        };
        let count = Decimal::from(known);
        let percent = decimal::percent(decimal::round(value, 6));
        let what = match self.compared {
            Compared::Rank => format!("列第 {} 名", value.normalize()),
            Compared::RankShare => {
                format!("列第 {} 名，占 {percent}", among.rank().normalize())
            }
            Compared::Best => format!("最好的是 {}，比值 {percent}", figure(among.best())),
            Compared::Mean => {
                let mean = among.sum().unwrap_or_default() / count;
                format!("平均 {}，比值 {percent}", figure(mean))
            }
            Compared::Median => {
                format!("中位数 {}，比值 {percent}", figure(among.median()))
            }
        };
        let left_out = match is_whole {
            true => String::new(),
            false => {
                let lacking = group.named_lacking(standing.place);
                format!("；{lacking}缺少数据，没有计入")
            }
        };
        format!("{whom}中{what}（{}{more}{left_out}）", listed.join("、"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every figure of a small range in every place, with every figure of one's own, beside what a plain list gives.
    #[test]
    fn what_was_gathered_once_gives_what_a_plain_list_gives() {
        let figure = |number: u32| match number % 5 {
            4 => None,
            some => Some(Decimal::from(some) - Decimal::ONE),
        };
        let mut compared = 0;
        for (code, more_is_better) in (0..625).flat_map(|code| [(code, true), (code, false)]) {
            let figures = [code, code / 5, code / 25, code / 125].map(figure);
            let members = figures.map(|figure| Peer {
                name: "甲".into(),
                figure,
            });
            let group = PeerGroup::new(None, members.to_vec(), more_is_better);
            for (place, own) in (0..4).flat_map(|place| (0..4).map(move |own| (place, own))) {
                let own = Decimal::from(own) - Decimal::ONE;
                let mut plain: Vec<(Decimal, usize)> = (0..4)
                    .filter_map(|one| match one == place {
                        true => Some((own, one)),
                        false => Some((figures[one]?, one)),
                    })
                    .collect();
                let sum: Decimal = plain.iter().map(|(figure, _)| *figure).sum();
                plain.sort_by(|one, other| better_first(more_is_better, one, other));
                let among = group.among(place, own, more_is_better);
                let listed: Vec<_> = (0..among.len()).map(|at| among.get(at)).collect();
                assert_eq!(listed, plain);
                let rank = plain.iter().position(|(figure, _)| *figure == own);
                assert_eq!(among.rank(), Decimal::from(rank.unwrap() + 1));
                assert_eq!(among.sum(), Some(sum));
                let half = plain.len() / 2;
                let median = match plain.len() % 2 {
                    1 => plain[half].0,
                    _ => (plain[half - 1].0 + plain[half].0) / Decimal::TWO,
                };
                assert_eq!(among.median(), median);
                compared += 1;
            }
        }
        assert_eq!(compared, 625 * 2 * 16);
    }
}
