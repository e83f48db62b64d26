//! `periods`: progress against schedule at the end of several periods, and their mean. A period may run
//! ahead of its schedule; only the indicator's points hold the sum.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, items, times};
use crate::decimal;
use crate::expr::{Expr, Function, Operator, Style};
use crate::rulebook::document::Section;
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "periods",
    keys: &["periods", "mean_points"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let mean_points = match table.has("mean_points") {
        true => table.positive("mean_points")?.value,
        false => Decimal::ZERO,
    };
    let mut most = mean_points;
    let mut rates = Vec::new();
    let mut parts = Vec::new();
    let mut clauses = Vec::new();
    let mut stated = vec![Stated::Points(mean_points)];
    let periods = table.tables("periods");
    for period in &periods {
        let progress = period.required_text("progress")?;
        let schedule = period.positive("schedule")?.value;
        let points = period.positive("points")?.value;
        period.finish();
        let measured = context.number(&progress)?;
        let scheduled = decimal::percent(schedule);
        clauses.push(Clause::new(
            format!("{} ÷ {scheduled}", wording::factor(&measured)),
            Joint::Each,
            format!("× {}", wording::points(points)),
        ));
        stated.extend([Stated::Points(points), Stated::Bound(schedule)]);
        stated.extend(literals(&measured));
        let rate = Expr::arithmetic(
            Operator::Divide,
            measured,
            Expr::Number {
                value: schedule,
                percent: true,
            },
        );
        most += points;
        rates.push(Expr::Part(Box::new(rate.clone())));
        parts.push((
            Some(progress.value.as_str().into()),
            times(Expr::shown(rate), points),
        ));
    }
    if periods.is_empty() {
        table.empty("periods");
        return None;
    }
    if mean_points > Decimal::ZERO {
        clauses.push(Clause::whole(format!(
            "以上 {} 个比率的平均值 × {}",
            periods.len(),
            wording::points(mean_points)
        )));
        let mean = Expr::Shown {
            expr: Box::new(Expr::Call(Function::Average, rates)),
            label: Some("平均".into()),
            style: Style::Percent,
        };
        parts.push((None, times(mean, mean_points)));
    }
    let built = Built {
        may_exceed: true,
        ..Built::new(items(parts), most)
    };
    Some(built.saying(clauses).stating(stated))
}
