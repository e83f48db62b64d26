//! An alternative: the same indicator under another reading of the regulation, in the rule book's own shapes. Nothing
//! is scored by it; it answers who would stand where if the rule were read so.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Section, Span};
use super::indicator::{Decided, lint_points, whole};
use super::shapes::{self, Built, Context, best_of};
use crate::expr::{Expr, RowRule};

/// An indicator under another reading.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What it is called, in a few words.
    pub name: String,
    /// What speaks for reading it so.
    pub reason: String,
    /// The evidence that settles that it is not read so, where there is some.
    pub settled: Option<String>,
    /// The score, read so.
    pub expr: Expr,
    /// Where it is defined.
    pub at: Span,
}

/// What an alternative is another reading of.
pub(super) struct Of<'i> {
    pub points: Decimal,
    pub decided: &'i Decided,
    /// The indicator's own items, for an alternative that reads only the rows otherwise.
    pub items: &'i [Expr],
}

impl Alternative {
    /// Reads the alternatives of an indicator; those that cannot be read are found fault with and left out.
    pub(super) fn all(table: &Section, of: &Of, context: &Context) -> Vec<Alternative> {
        let rows = table.tables("alternatives");
        let read: Vec<Option<Alternative>> = rows
            .iter()
            .map(|row| Alternative::read(row, of, context))
            .collect();
        read.into_iter().flatten().collect()
    }

    fn read(table: &Section, of: &Of, context: &Context) -> Option<Alternative> {
        let (name, reason) = (table.required_text("name"), table.required_text("reason"));
        let settled = table.text("settled").map(|settled| settled.value);
        let uncapped = table.flag("rows_uncapped");
        let rows = table.tables("items");
        let own = uncapped && rows.is_empty();
        let items: Vec<Option<Built>> = match own {
            true => {
                let whole = |expr: &Expr| Some(Built::again(expr.clone(), of.points));
                of.items.iter().map(whole).collect()
            }
            false => rows.iter().map(|row| shapes::build(row, context)).collect(),
        };
        table.finish();
        let (name, reason) = (name?, reason?);
        if rows.is_empty() && !own {
            let text = "没有评分项 items";
            let workbook = "在“计分”表里没有评分项";
            let lacks = table.at.either(text, workbook);
            let message = format!("争议读法“{}”{lacks}", name.value);
            let text = "写上 items；只是个性化指标的单项不封顶的，写 rows_uncapped = true";
            let workbook = "请在“计分”表加它的评分项，在“争议读法”一列写它的名称";
            let hint = table.at.either(text, workbook);
            context.findings.error_with(&table.at, message, hint);
            return None;
        }
        let items: Vec<Built> = items.into_iter().collect::<Option<_>>()?;
        let mut items = best_of::joined(items, context);
        if !own {
            lint_points(&name, of.points, &table.at, &items, context);
        }
        if uncapped {
            let rule = &context.outcomes?.uncapped;
            for item in &mut items {
                let expr = std::mem::replace(&mut item.expr, Expr::literal(Decimal::ZERO));
                item.expr = with_rule(expr, rule);
                item.may_exceed = true;
            }
        }
        Some(Alternative {
            name: name.value,
            reason: reason.value,
            settled,
            expr: whole(of.decided.clone(), of.points, items, context.decimals),
            at: table.at.clone(),
        })
    }
}

/// An item whose rows are measured by another rule.
fn with_rule(expr: Expr, rule: &Arc<RowRule>) -> Expr {
    match expr {
        Expr::Part(inner) => Expr::Part(Box::new(with_rule(*inner, rule))),
        Expr::Rows {
            points, otherwise, ..
        } => Expr::Rows {
            rows: rule.clone(),
            points,
            otherwise,
        },
        other => other,
    }
}
