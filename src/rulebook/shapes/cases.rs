//! `cases`: points by the first of several conditions that holds (分情况), over as many figures as they need; the last
//! one is what remains.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name, nothing_to_measure};
use crate::expr::Expr;
use crate::rulebook::document::{Located, Section};
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "cases",
    keys: &["cases", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let rows = table.tables("cases");
    if rows.is_empty() {
        table.empty("cases");
        return None;
    }
    if rows.len() == 1 {
        let message = "只有“其余”一种情况，结果永远不变";
        context.findings.error(&rows[0].at, message);
        return None;
    }
    // Every case is read, so that all that is wrong is found at once.
    let last = rows.len() - 1;
    let rows: Vec<Option<Case>> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| Case::read(row, place == last, context))
        .collect();
    let rows: Vec<Case> = rows.into_iter().collect::<Option<_>>()?;
    lint(&rows, context);
    let most = rows.iter().map(|row| row.points).max().unwrap_or_default();
    let told: Vec<String> = rows.iter().map(Case::words).collect();
    let rule = told.join("，否则");
    let clause = match name(table) {
        none if none.is_empty() => Clause::whole(rule),
        name => Clause::new(name, Joint::Colon, rule),
    };
    let stated: Vec<Stated> = rows.iter().flat_map(Case::stated).collect();
    let expr = rows.into_iter().rev().fold(None, Case::before)?;
    let built = Built::new(nothing_to_measure::wrap(table, context, most, expr)?, most);
    Some(built.saying([clause]).stating(stated))
}

/// One case.
struct Case {
    /// When it holds; the last one has none.
    when: Option<(Located<String>, Expr)>,
    points: Decimal,
}

impl Case {
    fn read(table: &Section, is_last: bool, context: &Context) -> Option<Case> {
        let when = match (table.has("when"), is_last) {
            (true, true) => {
                let when = table.text("when")?;
                let message = "最后一种情况是其余的，不写条件：不满足前面各条件的得几分，要有规定";
                let hint = when.at.either(
                    "最后加一行 { points = 0 }，不写 when",
                    "最后加一行，条件写“其余”",
                );
                context.findings.error_with(&when.at, message, hint);
                None
            }
            (false, true) => Some(None),
            (_, false) => {
                let when = table.required_text("when");
                let when = when.and_then(|when| Some((context.condition(&when)?, when)));
                when.map(|(expr, when)| Some((when, expr)))
            }
        };
        let points = table.required_number("points");
        table.finish();
        let points = points?;
        if points.value < Decimal::ZERO {
            context.findings.error(&points.at, "一种情况的得分不能为负");
        }
        Some(Case {
            when: when?,
            points: points.value,
        })
    }

    /// What is otherwise, behind this case.
    fn before(otherwise: Option<Expr>, case: Case) -> Option<Expr> {
        let points = Expr::literal(case.points);
        match (case.when, otherwise) {
            (Some((_, when)), Some(otherwise)) => Some(Expr::choose(when, points, otherwise)),
            _ => Some(points),
        }
    }

    /// `满足“年末结余 = 0”得 3 分`.
    fn words(&self) -> String {
        let points = wording::points(self.points);
        match &self.when {
            Some((_, when)) => format!("满足“{}”得 {points}", wording::formula(when)),
            None => format!("得 {points}"),
        }
    }

    fn stated(&self) -> Vec<Stated> {
        let bounds = self.when.iter().flat_map(|(_, when)| literals(when));
        bounds.chain([Stated::Points(self.points)]).collect()
    }
}

/// A case behind one with the same condition is never reached.
fn lint(rows: &[Case], context: &Context) {
    for (place, case) in rows.iter().enumerate() {
        let Some((text, when)) = &case.when else {
            continue;
        };
        let same = |earlier: &Case| {
            let earlier = earlier.when.as_ref();
            earlier.is_some_and(|(_, earlier)| earlier == when)
        };
        if rows[..place].iter().any(same) {
            let message = format!("“{}”前面已经有了，这一种情况永远走不到", text.value);
            context.findings.error(&text.at, message);
        }
    }
}
