//! What a scoring text of a known kind says: `（1分）`, `≥90%的，得1分`, `每超出一个百分点扣0.1分`, `A/B×1分`, `一项扣1分`.
//! Whatever is not understood is judgement points. Nothing here scores: each is a proposal with the words beside it.

use rust_decimal::Decimal;

use super::clauses::{Clause, clauses};
use super::pieces::{
    amount, bound_behind, bound_ratio, in_brackets, interval, named, number_behind, points_after,
    share,
};
use super::proposal::{Proposal, Rate, Shape};

/// Proposes items for a scoring text of an indicator of so many points.
pub fn propose(text: &str, name: &str, points: Decimal) -> Vec<Proposal> {
    let mut reader = Reader {
        name,
        full: points,
        items: Vec::new(),
        formulas: Vec::new(),
        about: String::new(),
        bands: Vec::new(),
        choice: None,
    };
    let clauses = clauses(text);
    let mut point = 0;
    for clause in &clauses {
        if clause.point != point {
            // Bands may go on over points; the texts of a choice do not.
            reader.end_choice();
            point = clause.point;
        }
        reader.clause(clause);
    }
    reader.end_choice();
    reader.end_bands();
    let mut items: Vec<Proposal> = reader.items.into_iter().map(|(_, item)| item).collect();
    if items.is_empty() {
        items.push(Proposal {
            shape: Shape::Points {
                name: format!("{}评定分", named(name)),
            },
            points,
            words: text.trim().to_string(),
        });
    }
    items
}

/// A choice whose texts are being read.
struct Choice {
    point: usize,
    name: String,
    scores: Vec<(String, Decimal)>,
    words: String,
}

struct Reader<'n> {
    name: &'n str,
    full: Decimal,
    items: Vec<(usize, Proposal)>,
    /// Rates by the names that the text gives them.
    formulas: Vec<(String, Rate)>,
    /// What the bands that are being read are of.
    about: String,
    bands: Vec<(String, Decimal, String)>,
    choice: Option<Choice>,
}

impl Reader<'_> {
    fn clause(&mut self, clause: &Clause) {
        let text = clause.text.replace(char::is_whitespace, "");
        if self.formula(clause, &text) {
            return;
        }
        if let (Some((name, when)), Some(points)) = (interval(&text), points_after(&text, "得")) {
            if !self.bands.is_empty() && named(&name) != self.about {
                self.end_bands();
            }
            self.about = named(&name);
            self.bands.push((when, points, clause.text.clone()));
            return;
        }
        if self.deduction(clause, &text) {
            return;
        }
        let zero = text.contains("得0分") && (text.contains("大于") || text.contains("超过"));
        if zero
            && let Some((_, last)) = self.items.last_mut()
            && let Shape::Proportional { zero_above, .. } = &mut last.shape
        {
            *zero_above = true;
            last.words = format!("{};{}", last.words, clause.text);
            return;
        }
        if clause.inner
            && let Some(Choice { scores, words, .. }) = &mut self.choice
            && let Some(points) = points_after(&text, "得")
        {
            let told = text
                .split([',', '得'])
                .next()
                .unwrap_or_default()
                .trim_end_matches('的');
            scores.push((named(told), points));
            words.push_str(&format!(";{}", clause.text));
            return;
        }
        if let Some((name, points)) = in_brackets(&text) {
            self.end_choice();
            self.pointed(clause, &text, name, points);
        }
    }

    /// A point with its points in brackets: to be chosen, to be reached, or to be judged.
    fn pointed(&mut self, clause: &Clause, text: &str, name: &str, points: Decimal) {
        if text.contains("分档") && !clause.inner {
            self.choice = Some(Choice {
                point: clause.point,
                name: named(name),
                scores: Vec::new(),
                words: clause.text.clone(),
            });
            return;
        }
        let reached = name.split_once("达").and_then(|(what, bound)| {
            let percent = &bound[..=bound.find('%')?];
            Some((what, amount(percent.trim_start_matches('到'))?.0))
        });
        let shape = match reached {
            Some((what, bound)) => Shape::Pass {
                name: named(what),
                bound,
            },
            None => Shape::Points { name: named(name) },
        };
        self.add(clause.point, shape, points, &clause.text);
    }

    fn add(&mut self, point: usize, shape: Shape, points: Decimal, words: &str) {
        let proposal = Proposal {
            shape,
            points,
            words: words.to_string(),
        };
        self.items.push((point, proposal));
    }

    /// A computed item takes the place of judgement points that only say its full mark.
    fn add_computed(&mut self, point: usize, shape: Shape, points: Decimal, words: &str) {
        let mut words = words.to_string();
        let sum: Decimal = self.items.iter().map(|(_, item)| item.points).sum();
        if let Some((own, last)) = self.items.last()
            && matches!(last.shape, Shape::Points { .. })
            && last.points == points
            && (*own == point || sum + points > self.full)
        {
            words = format!("{};{words}", last.words);
            self.items.pop();
        }
        self.add(point, shape, points, &words);
    }

    /// `X=A/B*100%`, or `…得分=rate*1分`.
    fn formula(&mut self, clause: &Clause, text: &str) -> bool {
        let Some((left, right)) = text
            .split_once('=')
            .filter(|(left, _)| !left.ends_with(['<', '>']))
        else {
            return false;
        };
        // Several may stand in one clause, one behind the other.
        let (right, more) = match right.find("分").filter(|_| left.ends_with("得分")) {
            Some(end) => right.split_at(end + "分".len()),
            None => match right.find("100%") {
                Some(end) => right.split_at(end + "100%".len()),
                None => (right, ""),
            },
        };
        let more = Clause {
            point: clause.point,
            inner: clause.inner,
            text: more.to_string(),
        };
        let factor = right
            .strip_suffix('分')
            .and_then(|right| right.rsplit_once('*'));
        let factor =
            factor.and_then(|(rate, points)| Some((rate, points.parse::<Decimal>().ok()?)));
        match factor {
            Some((rate, points)) => self.scored_rate(clause, rate, points),
            None => match share(right) {
                Some(rate) => {
                    let name = named(left);
                    // A rate that was named before its formula came.
                    for (_, item) in &mut self.items {
                        if let Shape::Proportional { rate: own, .. } = &mut item.shape
                            && *own == Rate::Given(name.clone())
                        {
                            *own = rate.clone();
                        }
                    }
                    self.end_bands();
                    self.formulas.push((name, rate));
                }
                None => return false,
            },
        }
        if !more.text.is_empty() {
            self.clause(&more);
        }
        true
    }

    fn scored_rate(&mut self, clause: &Clause, rate: &str, points: Decimal) {
        let schedule = rate.contains("序时").then(|| {
            let inner = rate.trim_matches(['(', ')']);
            let (progress, schedule) = inner.split_once('/')?;
            let start = schedule.find(|c: char| c.is_ascii_digit())?;
            Some((named(progress), amount(&schedule[start..])?.0))
        });
        if let Some(Some((progress, schedule))) = schedule {
            if let Some((_, last)) = self.items.last_mut()
                && let Shape::Periods { periods, .. } = &mut last.shape
            {
                periods.push((progress, schedule, points));
                last.points += points;
                last.words = format!("{};{}", last.words, clause.text);
                return;
            }
            let shape = Shape::Periods {
                periods: vec![(progress, schedule, points)],
                mean: None,
            };
            return self.add(clause.point, shape, points, &clause.text);
        }
        if rate.contains("平均")
            && let Some((_, last)) = self.items.last_mut()
            && let Shape::Periods { mean, .. } = &mut last.shape
        {
            *mean = Some(points);
            last.points += points;
            last.words = format!("{};{}", last.words, clause.text);
            return;
        }
        let rate = share(rate).unwrap_or_else(|| {
            let name = named(rate);
            let known = self.formulas.iter().find(|(known, _)| *known == name);
            known.map_or(Rate::Given(name), |(_, rate)| rate.clone())
        });
        let shape = Shape::Proportional {
            rate,
            zero_above: false,
        };
        self.add_computed(clause.point, shape, points, &clause.text);
    }

    /// `一项…扣1分`, `超出10%的,超出一个百分点扣0.1分`.
    fn deduction(&mut self, clause: &Clause, text: &str) -> bool {
        let Some(each) = points_after(text, "扣") else {
            // `…10%以内的,得1分` begins one.
            let within = text.contains("以内") && points_after(text, "得").is_some();
            if within {
                let bound = text.split("以内").next().and_then(bound_behind);
                if let (Some(bound), Some(points)) = (bound, points_after(text, "得")) {
                    self.bands
                        .push((format!("<= {bound}"), points, clause.text.clone()));
                    let within = text.split("以内").next().unwrap_or_default();
                    let is_bound = |c: char| c.is_ascii_digit() || "%.".contains(c);
                    let figures = within.trim_end_matches(is_bound);
                    self.about = named(figures);
                    // 甲在本单位乙10%以内: the share of 甲 in 乙.
                    if let Some((part, whole)) = figures.split_once('在') {
                        let whole = whole.trim_start_matches("本单位");
                        let (part, whole) = (named(part), named(whole));
                        let share = Rate::Share { part, whole };
                        self.formulas.push((self.about.clone(), share));
                    }
                    return true;
                }
            }
            return false;
        };
        let before = text.split('扣').next().unwrap_or_default();
        if before.contains("百分点") || before.contains('%') {
            let per = before
                .split("百分点")
                .next()
                .map(|text| text.trim_end_matches('个'))
                .and_then(number_behind);
            let per = match before.contains("百分点") {
                true => per.unwrap_or(Decimal::ONE) / Decimal::ONE_HUNDRED,
                false => before
                    .rfind('%')
                    .and_then(|end| bound_behind(&before[..end]))
                    .map_or(Decimal::ONE, |bound| bound_ratio(&bound)),
            };
            let shortfall = before.contains('低') || before.contains('少') || before.contains('短');
            let started = self.bands.pop();
            let bound = started.as_ref().and_then(|(when, _, _)| {
                let bound = when.trim_start_matches(['<', '>', '=', ' ']);
                amount(bound).map(|(bound, _)| bound)
            });
            let points = started.as_ref().map_or(self.full, |(_, points, _)| *points);
            let words = match &started {
                Some((_, _, words)) => format!("{words};{}", clause.text),
                None => clause.text.clone(),
            };
            let rate = self.rate();
            self.bands.clear();
            let bound = bound.unwrap_or(if shortfall {
                Decimal::ONE
            } else {
                Decimal::ZERO
            });
            let shape = Shape::Deduction {
                rate,
                over: (!shortfall).then_some(bound),
                under: shortfall.then_some(bound),
                per: Some(per),
                each,
            };
            self.add_computed(clause.point, shape, points, &words);
            return true;
        }
        if !before.contains(['项', '次', '个', '处', '件']) {
            return false;
        }
        let shape = Shape::Deduction {
            rate: Rate::Count(format!("{}扣分项数", named(self.name))),
            over: None,
            under: None,
            per: None,
            each,
        };
        self.add_computed(clause.point, shape, self.full, &clause.text);
        true
    }

    /// What bands or a deduction are of: the formula of that name, the only formula, or a percentage.
    fn rate(&self) -> Rate {
        let known = self.formulas.iter().find(|(known, _)| *known == self.about);
        let single = self.formulas.last().filter(|_| self.formulas.len() == 1);
        let name = match self.about.as_str() {
            "" | "比率" | "比例" => named(self.name),
            name => name.to_string(),
        };
        known
            .or(single)
            .map_or(Rate::Given(name), |(_, rate)| rate.clone())
    }

    fn end_bands(&mut self) {
        if self.bands.is_empty() {
            return;
        }
        let rate = self.rate();
        let bands = std::mem::take(&mut self.bands);
        let points = bands
            .iter()
            .map(|(_, points, _)| *points)
            .max()
            .unwrap_or_default();
        let words: Vec<&str> = bands.iter().map(|(_, _, words)| words.as_str()).collect();
        let words = words.join(";");
        let bands = bands
            .into_iter()
            .map(|(when, points, _)| (when, points))
            .collect();
        self.add(usize::MAX, Shape::Bands { rate, bands }, points, &words);
        self.about.clear();
    }

    fn end_choice(&mut self) {
        let Some(choice) = self.choice.take() else {
            return;
        };
        let Choice {
            point,
            name,
            scores,
            words,
        } = choice;
        let points = scores
            .iter()
            .map(|(_, points)| *points)
            .max()
            .unwrap_or_default();
        if scores.len() > 1 {
            self.add(point, Shape::Choice { name, scores }, points, &words);
        }
    }
}
