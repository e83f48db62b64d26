//! `best_of`: items of which the best counts (择优). Items of an indicator that name the same group are scored each by
//! its own shape, and the group scores what its best scores.

use rust_decimal::Decimal;

use super::{Built, Context};
use crate::expr::{Expr, Item};
use crate::rulebook::wording::{self, Clause, Joint};

/// The items with those of a group put together, at the place of its first.
pub(in crate::rulebook) fn joined(items: Vec<Built>, context: &Context) -> Vec<Built> {
    let mut joined: Vec<Built> = Vec::new();
    let mut groups: Vec<(usize, Vec<Built>)> = Vec::new();
    for item in items {
        let Some(group) = &item.best_of else {
            joined.push(item);
            continue;
        };
        let same = |(_, known): &&mut (usize, Vec<Built>)| {
            let first = known.first().and_then(|one| one.best_of.as_ref());
            first.is_some_and(|first| first.value == group.value)
        };
        match groups.iter_mut().find(same) {
            Some((_, known)) => known.push(item),
            None => {
                // A place holder; the group is built when all of it is known.
                groups.push((joined.len(), vec![item]));
                joined.push(Built::new(Expr::literal(Decimal::ZERO), Decimal::ZERO));
            }
        }
    }
    for (place, group) in groups {
        joined[place] = best(group, context);
    }
    joined
}

fn best(group: Vec<Built>, context: &Context) -> Built {
    if let [only] = group.as_slice()
        && let Some(name) = &only.best_of
    {
        let message = format!("择优的“{}”只有这一个评分项，没有可比的", name.value);
        let hint = "几个评分项写同一个名称，取其中得分最高的";
        context.findings.error_with(&name.at, message, hint);
    }
    let name = group.first().and_then(|one| one.best_of.as_ref());
    let name = name.map(|name| name.value.clone()).unwrap_or_default();
    let points = group.iter().map(|one| one.points).max().unwrap_or_default();
    let told: Vec<String> = group
        .iter()
        .enumerate()
        .map(|(place, one)| format!("（{}）{}", place + 1, wording::phrase(&one.clauses)))
        .collect();
    let rule = format!("按下列算法取得分最高的：{}", told.join("；"));
    let stated = group.iter().flat_map(|one| one.stated.iter().copied());
    let built = Built {
        stated: stated.collect(),
        may_exceed: group.iter().any(|one| one.may_exceed),
        least_categories: group.iter().find_map(|one| one.least_categories),
        label: Some(name.as_str().into()),
        ..Built::new(Expr::literal(Decimal::ZERO), points)
    };
    let items = group.into_iter().enumerate().map(|(place, one)| Item {
        label: Some(
            one.label
                .unwrap_or_else(|| format!("算法 {}", place + 1).into()),
        ),
        expr: one.expr,
    });
    Built {
        expr: Expr::Best(items.collect()),
        ..built.saying([Clause::new(name, Joint::Colon, rule)])
    }
}
