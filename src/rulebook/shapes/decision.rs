//! What decides instead of the figures: a veto, of an item or an indicator, and an exemption.

use std::sync::Arc;

use super::Context;
use crate::expr::Expr;
use crate::rulebook::document::Section;

/// A veto's or an exemption's conditions with their notes; `None` where one could not be read.
pub(in crate::rulebook) fn conditions(
    table: &Section,
    key: &'static str,
    context: &Context,
) -> Option<Vec<(Expr, Arc<str>)>> {
    let conditions: Vec<Option<(Expr, Arc<str>)>> = table
        .tables(key)
        .iter()
        .map(|row| {
            let (when, note) = (row.required_text("when"), row.required_text("note"));
            row.finish();
            let expr = context.condition(&when?)?;
            Some((expr, note?.value.as_str().into()))
        })
        .collect();
    conditions.into_iter().collect()
}

/// `then` where a condition certainly holds; without conditions, just `otherwise`.
pub(in crate::rulebook) fn decide(
    conditions: Vec<(Expr, Arc<str>)>,
    then: Expr,
    otherwise: Expr,
) -> Expr {
    if conditions.is_empty() {
        return otherwise;
    }
    Expr::Decide {
        conditions,
        then: Box::new(then),
        otherwise: Box::new(otherwise),
    }
}
