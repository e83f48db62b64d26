//! `outcomes`: the outcome indicators that a department chose, weighted by their points; without any,
//! the points that a reviewer gave.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name};
use crate::expr::{Expr, Kind};
use crate::rulebook::document::Section;
use crate::rulebook::printed::Stated;
use crate::rulebook::wording::{self, Clause};

pub(super) const SHAPE: Shape = Shape {
    name: "outcomes",
    keys: &["points", "otherwise", "at_least_categories"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let least = table.whole("at_least_categories", 1..=99);
    let Some(outcomes) = context.outcomes else {
        if !context.has_outcomes {
            let text = "使用“outcomes”形式，要有 [outcomes] 规定个性化指标表";
            let workbook = "使用“个性化指标”形式，要在“表名”表里规定个性化指标的各列和方向";
            let message = table.at.either(text, workbook);
            context.findings.error(&table.at, message);
        }
        return None;
    };
    let listed = outcomes.categories.len();
    if let Some(least) = least.as_ref().filter(|least| least.value as usize > listed) {
        let message = format!(
            "{}只列出 {listed} 个类别，不可能达到 {} 个",
            least.at.either("[outcomes] ", "“说明”表里"),
            least.value
        );
        context.findings.error(&least.at, message);
    }
    let otherwise = match table.text("otherwise") {
        None => None,
        Some(name) => {
            let variable = context.metric(&name)?;
            if variable.kind != (Kind::Points { max: points }) {
                let points = points.normalize();
                let message = format!(
                    "“{}”应是满分为 {points} 的得分列（{}）",
                    name.value,
                    name.at.either("type = \"points\"", "类型应为“得分”")
                );
                context.findings.error(&name.at, message);
                return None;
            }
            Some(Box::new(Expr::Variable(variable)))
        }
    };
    let weight = &outcomes.columns.weight.name;
    let mut rule = format!(
        "{}得分 = Σ（{weight} × 完成比例）÷ Σ{weight} × {}",
        name(table),
        wording::points(points)
    );
    if let Some(Expr::Variable(otherwise)) = otherwise.as_deref() {
        rule.push_str(&format!("，没有填报的采用{}", otherwise.name));
    }
    let mut stated = vec![Stated::Bound(Decimal::ONE)];
    stated.extend(least.iter().map(|least| Stated::Points(least.value.into())));
    let rows = Expr::Rows {
        rows: outcomes.rule.clone(),
        points,
        otherwise,
    };
    let built = Built {
        least_categories: least.map(|least| least.value as usize),
        ..Built::new(rows, points)
    };
    Some(built.saying([Clause::whole(rule)]).stating(stated))
}
