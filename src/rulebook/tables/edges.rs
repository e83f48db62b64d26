//! Bands by one edge each: `>= 90%`, `>= 75%`, 其余. A bound then stands in one cell, and moving it takes one change;
//! a rule book has it twice, where one band ends and where the next begins.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

/// What the last band is called that holds all the rest.
pub const OTHERWISE: &str = "其余";

const SIGNS: [(&str, &str); 5] = [
    (">=", "<"),
    ("<=", ">"),
    (">", "<="),
    ("<", ">="),
    ("=", ""),
];

/// `>= 90%`: a sign and a number.
#[derive(Clone, Debug, PartialEq)]
struct Edge {
    sign: &'static str,
    value: String,
}

impl Edge {
    fn parse(text: &str) -> Option<Edge> {
        let text = text.trim();
        let (sign, rest) = SIGNS
            .iter()
            .find_map(|(sign, _)| Some((*sign, text.strip_prefix(sign)?.trim())))?;
        let (number, percent) = match rest.strip_suffix('%') {
            Some(number) => (number.trim(), "%"),
            None => (rest, ""),
        };
        let number: Decimal = number.parse().ok()?;
        Some(Edge {
            sign,
            value: format!("{}{percent}", number.normalize()),
        })
    }

    fn complement(&self) -> Option<Edge> {
        let (_, other) = SIGNS.iter().find(|(sign, _)| *sign == self.sign)?;
        let value = self.value.clone();
        (!other.is_empty()).then_some(Edge { sign: other, value })
    }

    /// Whether it says where a band begins rather than where it ends.
    fn is_lower(&self) -> Option<bool> {
        match self.sign {
            "=" => None,
            sign => Some(sign.starts_with('>')),
        }
    }

    fn told(&self) -> String {
        format!("{} {}", self.sign, self.value)
    }
}

/// A condition's edges; `None` where it is none of numbers.
fn edges(when: &str) -> Option<Vec<Edge>> {
    when.split([',', '，']).map(Edge::parse).collect()
}

/// A condition in one spelling: `>=90%` as `>= 90%`. Any other text as it is.
pub fn plain(when: &str) -> String {
    match edges(when) {
        Some(edges) => listed(&edges),
        None => when.to_string(),
    }
}

fn listed(edges: &[Edge]) -> String {
    let told: Vec<String> = edges.iter().map(Edge::told).collect();
    told.join(", ")
}

/// A condition as people type it: `≥90%`, `等于 0`.
pub fn typed(when: &str) -> String {
    let folded: String = when.nfkc().collect();
    let signs = [
        ("≥", ">="),
        ("≤", "<="),
        ("不低于", ">="),
        ("不少于", ">="),
        ("不高于", "<="),
        ("不超过", "<="),
        ("等于", "="),
        ("大于=", ">="),
        ("小于=", "<="),
        ("大于", ">"),
        ("高于", ">"),
        ("超过", ">"),
        ("小于", "<"),
        ("低于", "<"),
        ("不足", "<"),
        ("且", ","),
        ("、", ","),
    ];
    let told = signs
        .iter()
        .fold(folded, |text, (typed, sign)| text.replace(typed, sign));
    match edges(&told) {
        Some(edges) => listed(&edges),
        None => when.trim().to_string(),
    }
}

/// Bands by one edge each, where that says the same.
pub fn short(whens: &[&str]) -> Option<Vec<String>> {
    let bands: Vec<Vec<Edge>> = whens
        .iter()
        .map(|when| edges(when))
        .collect::<Option<_>>()?;
    let (last, others) = bands.split_last()?;
    let [first] = others.first()?.as_slice() else {
        return None;
    };
    let lower = first.is_lower()?;
    let own = |band: &Vec<Edge>| {
        let edge = band.iter().find(|edge| edge.is_lower() == Some(lower));
        edge.cloned()
    };
    let kept: Vec<Edge> = others.iter().map(own).collect::<Option<_>>()?;
    let mut all = between(&kept);
    all.push(vec![kept.last()?.complement()?]);
    let (same_last, same) = all.split_last()?;
    if same != others || same_last != last {
        return None;
    }
    let told = kept.iter().map(Edge::told);
    Some(told.chain([OTHERWISE.to_string()]).collect())
}

/// Each with the complement of the one before.
fn between(edges: &[Edge]) -> Vec<Vec<Edge>> {
    let before = std::iter::once(None).chain(edges.iter().map(Edge::complement));
    let bands = edges.iter().zip(before).map(|(edge, before)| {
        let lower = edge.is_lower() == Some(true);
        match before {
            None => vec![edge.clone()],
            Some(before) if lower => vec![edge.clone(), before],
            Some(before) => vec![before, edge.clone()],
        }
    });
    bands.collect()
}

/// Bands with both edges, of what cells say: where each but the last has one edge on the same side, and the last is
/// the rest. Others are left as they are.
///
/// # Errors
/// The place of a band that 其余 cannot follow, or of 其余 where it is not the last.
pub fn full(whens: &[String]) -> Result<Vec<String>, usize> {
    let rest = whens.iter().position(|when| when.trim() == OTHERWISE);
    let as_written = || Ok(whens.iter().map(|when| typed(when)).collect());
    let others = whens.len().saturating_sub(1);
    if let Some(rest) = rest
        && (rest != others || others == 0)
    {
        return Err(rest);
    }
    let mut kept: Vec<Edge> = Vec::new();
    for (place, when) in whens[..others].iter().enumerate() {
        let one = edges(&typed(when)).filter(|edges| edges.len() == 1);
        let Some(edge) = one.and_then(|mut edges| edges.pop()) else {
            return match rest {
                Some(_) => Err(place),
                None => as_written(),
            };
        };
        let side = edge.is_lower();
        if side.is_none() || kept.first().is_some_and(|first| first.is_lower() != side) {
            return match rest {
                Some(_) => Err(place),
                None => as_written(),
            };
        }
        kept.push(edge);
    }
    let Some(complement) = kept.last().and_then(Edge::complement) else {
        return as_written();
    };
    if rest.is_none() && edges(&typed(&whens[others])) != Some(vec![complement.clone()]) {
        return as_written();
    }
    let bands = between(&kept).into_iter().chain([vec![complement]]);
    Ok(bands.map(|band| listed(&band)).collect())
}

/// A band with what it scores.
#[derive(Clone, Debug)]
pub struct Band {
    edges: Vec<(&'static str, Decimal)>,
    /// What it scores.
    pub points: Decimal,
    /// Whether its bounds are percentages.
    pub percent: bool,
}

impl Band {
    /// The bands of cells, each with its points; `None` where they are none of numbers.
    pub fn all(rows: &[(String, Decimal)]) -> Option<Vec<Band>> {
        let whens: Vec<String> = rows.iter().map(|(when, _)| when.clone()).collect();
        let full = full(&whens).ok()?;
        let bands = full.iter().zip(rows).map(|(when, (_, points))| {
            let edges = edges(when)?;
            let percent = edges.iter().any(|edge| edge.value.ends_with('%'));
            let bounds = edges.iter().map(|edge| {
                let value: Decimal = match edge.value.strip_suffix('%') {
                    Some(points) => points.parse::<Decimal>().ok()? / Decimal::ONE_HUNDRED,
                    None => edge.value.parse().ok()?,
                };
                Some((edge.sign, value))
            });
            Some(Band {
                edges: bounds.collect::<Option<_>>()?,
                points: *points,
                percent,
            })
        });
        bands.collect()
    }

    /// Its bounds.
    pub fn edges(&self) -> impl Iterator<Item = Decimal> + '_ {
        self.edges.iter().map(|(_, value)| *value)
    }

    /// Whether a value falls into it.
    pub fn holds(&self, value: Decimal) -> bool {
        self.edges.iter().all(|(sign, bound)| match *sign {
            ">=" => value >= *bound,
            "<=" => value <= *bound,
            ">" => value > *bound,
            "<" => value < *bound,
            _ => value == *bound,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_by_one_edge_say_the_same() {
        for (both, one) in [
            (
                vec![">= 90%", ">= 75%, < 90%", ">= 60%, < 75%", "< 60%"],
                vec![">= 90%", ">= 75%", ">= 60%", "其余"],
            ),
            (
                vec!["< 5%", ">= 5%, <= 10%", "> 10%"],
                vec!["< 5%", "<= 10%", "其余"],
            ),
            (vec!["<= 100%", "> 100%"], vec!["<= 100%", "其余"]),
        ] {
            let short = short(&both).unwrap();
            assert_eq!(short, one);
            assert_eq!(full(&short).unwrap(), both);
        }
    }

    #[test]
    fn what_one_edge_does_not_say_is_kept() {
        for whens in [
            // A gap, both edges on the last, the order of edges, an equality.
            vec![">= 90%", ">= 75%, < 80%", "< 75%"],
            vec![">= 90%", ">= 0, < 90%"],
            vec![">= 90%", "< 90%, >= 75%", "< 75%"],
            vec!["= 0", "> 0, <= 10%", "> 10%"],
        ] {
            assert_eq!(short(&whens), None, "{whens:?}");
            let as_cells: Vec<String> = whens.iter().map(ToString::to_string).collect();
            assert_eq!(full(&as_cells).unwrap(), whens);
        }
    }

    #[test]
    fn bands_as_people_type_them() {
        let typed =
            |whens: &[&str]| full(&whens.iter().map(ToString::to_string).collect::<Vec<_>>());
        let both = vec![">= 95%", ">= 80%, < 95%", "< 80%"];
        assert_eq!(typed(&["≥95%", "≥ 80％", "＜80%"]).unwrap(), both);
        assert_eq!(typed(&["≥95%", "≥80%", "其余"]).unwrap(), both);
        assert_eq!(typed(&["其余", "≥80%"]), Err(0));
        assert_eq!(typed(&["≥95%", "≥80%, <95%", "其余"]), Err(1));
        assert_eq!(typed(&["其余"]), Err(0));
    }
}
