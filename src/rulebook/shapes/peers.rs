//! `peers`: a figure held against those of the other departments (同类比较): its rank among all or among those of the
//! same 主管部门, or its ratio to the best, the mean or the median; by bands, or in proportion to the ratio.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Built, Context, Shape, bands, times, titled};
use crate::expr::peers::{Compared, PeerRule};
use crate::expr::{Expr, Function, Variable};
use crate::rulebook::document::Section;
use crate::rulebook::metric::Role;
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "peers",
    keys: &[
        "measure", "compare", "better", "among", "lacking", "at_least", "points", "bands",
    ],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let text = table.required_text("measure");
    let compared = word(
        table,
        "compare",
        &[
            ("rank", Compared::Rank),
            ("rank_share", Compared::RankShare),
            ("best", Compared::Best),
            ("mean", Compared::Mean),
            ("median", Compared::Median),
        ],
    );
    let better = word(table, "better", &[("high", true), ("low", false)]);
    let among = word(table, "among", &[("all", false), ("group", true)]);
    let holds = word(table, "lacking", &[("hold", true), ("leave_out", false)]);
    let at_least = match table.has("at_least") {
        true => table.whole("at_least", 1..=9_999)?.value,
        false => 2,
    };
    let text = text?;
    let measure = context.number(&text)?;
    let (compared, among) = (compared?, among?);
    if compared.is_ratio() && compared != Compared::RankShare && measure.may_be_negative() {
        let message = format!("“{}”可能为负，负数之间的比值没有意义", text.value);
        let hint = "请按名次比较";
        context.findings.error_with(&text.at, message, hint);
        return None;
    }
    let rule = PeerRule {
        id: context.peers.borrow().len(),
        group: match among {
            true => Some(group(table, context)?),
            false => None,
        },
        measure,
        compared,
        more_is_better: better?,
        holds: holds?,
        at_least: at_least as usize,
    };
    let rule = Arc::new(rule);
    context.peers.borrow_mut().push(rule.clone());
    let subject = titled(table, words(&rule));
    let mut stated = literals(&rule.measure);
    stated.extend([Stated::Points(at_least.into()), Stated::Bound(Decimal::ONE)]);
    let rate = Expr::Peers(rule.clone());
    if table.has("bands") || table.has("points") && !by_ratio(&rule) {
        if table.has("points") {
            let at = table.place_of("points");
            let message = match table.has("bands") {
                true => "有分档的由各档得分，不再填分值",
                false => "名次要分档计分：规定第几名得几分",
            };
            context.findings.error(&at, message);
        }
        let over = bands::over(table, &rate, rate.clone(), context)?;
        let clause = Clause::new(subject, Joint::Colon, over.told);
        stated.extend(over.stated);
        return Some(
            Built::new(over.expr, over.most)
                .saying([clause])
                .stating(stated),
        );
    }
    let points = match by_ratio(&rule) {
        true => table.positive("points")?.value,
        false => {
            table.empty("bands");
            return None;
        }
    };
    let most = wording::points(points);
    let rule = format!("得分 = 比值 × {most}，最多 {most}");
    let clause = Clause::new(subject, Joint::Colon, rule);
    let held = Expr::Call(Function::Min, vec![Expr::literal(Decimal::ONE), rate]);
    Some(
        Built::new(times(held, points), points)
            .saying([clause])
            .stating(stated),
    )
}

/// Whether points can be in proportion: a better figure has a greater ratio.
fn by_ratio(rule: &PeerRule) -> bool {
    matches!(
        rule.compared,
        Compared::Best | Compared::Mean | Compared::Median
    )
}

/// What one of a closed list of words means.
fn word<T: Copy>(table: &Section, key: &'static str, words: &[(&str, T)]) -> Option<T> {
    if !table.has(key) {
        table.absent(key);
        return None;
    }
    let text = table.text(key)?;
    let found = words.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let known: Vec<String> = words
            .iter()
            .map(|(word, _)| format!("\"{word}\""))
            .collect();
        let message = format!("“{}”应为 {}", text.at.word(key), known.join("、"));
        table.findings().error(&text.at, message);
    }
    found.map(|(_, meaning)| *meaning)
}

/// The column that says to whom a department belongs.
fn group(table: &Section, context: &Context) -> Option<Arc<Variable>> {
    let mut metrics = context.metrics.iter();
    let found = metrics.find(|metric| metric.role == Some(Role::Group));
    if found.is_none() {
        let at = table.place_of("among");
        let message = "要与同一主管部门的比较，数据里要有说明主管部门的一列";
        let hint = at.either(
            "在 [[metrics]] 里加 role = \"group\" 的一列",
            "在“数据项”表里加一项，“身份”选“主管部门”",
        );
        context.findings.error_with(&at, message, hint);
    }
    Some(found?.variable.clone())
}

/// `办结率（办结数 ÷ 交办数）在全部部门中的名次，越高越好`.
fn words(rule: &PeerRule) -> String {
    let measured = wording::formula(&rule.measure);
    let among = match rule.group {
        Some(_) => "同一主管部门的部门",
        None => "全部部门",
    };
    let better = match rule.more_is_better {
        true => "越高越好",
        false => "越低越好",
    };
    let what = match (rule.compared, rule.more_is_better) {
        (Compared::Rank, _) => "在{}中的名次".replace("{}", among),
        (Compared::RankShare, _) => "在{}中的名次 ÷ 部门数".replace("{}", among),
        (Compared::Best, true) => "÷ {}中最高的".replace("{}", among),
        (Compared::Best, false) => "，以{}中最低的 ÷ 它".replace("{}", among),
        (Compared::Mean, true) => "÷ {}的平均数".replace("{}", among),
        (Compared::Mean, false) => "，以{}的平均数 ÷ 它".replace("{}", among),
        (Compared::Median, true) => "÷ {}的中位数".replace("{}", among),
        (Compared::Median, false) => "，以{}的中位数 ÷ 它".replace("{}", among),
    };
    let lacking = match rule.holds {
        true => "同类有缺数据的待定",
        false => "缺数据的不计入",
    };
    let space = if what.starts_with('，') { "" } else { " " };
    format!("{measured}{space}{what}（{better}，{lacking}）")
}
