//! 对比说明: what was compared by which rules, what the rules changed, and how to read the rest.

use rust_xlsxwriter::Worksheet;

use super::Source;
use crate::decimal::trimmed;
use crate::problem::{Code, Severity};
use crate::sheets::layer::{Page, Rows, STYLE, Written};
use crate::sheets::style;

const WIDTHS: [f64; 2] = [22.0, 110.0];

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let mut rows = Rows::titled(sheet, "对比说明", "本次对比的文件、规则和方法。", 1)?;
    rows.widths(&WIDTHS)?;
    for (label, text) in lines(source) {
        rows.put(0, label, &STYLE.wrapped)?;
        rows.put(1, &text, &STYLE.wrapped)?;
        rows.height(style::height(&text, WIDTHS[1] - 8.0).max(20.0))?;
        rows.next();
    }
    let last = rows.row() - 1;
    Page::landscape((0, 1), (last, 1)).set_up(sheet)
}

fn lines(source: &Source) -> Vec<(String, String)> {
    let comparison = source.comparison;
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut say = |label: &str, text: String| lines.push((label.to_string(), text));
    say("程序版本", env!("CARGO_PKG_VERSION").to_string());
    for year in &comparison.years {
        let (evaluation, book) = (&year.evaluation, year.evaluation.book);
        say(
            &year.told(),
            format!(
                "文件“{}”，{} 个部门，数据里有错误 {} 处、警告 {} 处；规则书：{}（{} 版本 {}，校验码 {}）",
                year.file,
                evaluation.cards.len(),
                evaluation.count(Severity::Error),
                evaluation.count(Severity::Warning),
                book.name,
                book.id,
                book.version,
                book.digest
            ),
        );
    }
    for year in &comparison.years {
        for slip in year.evaluation.of_code(Code::UnitSlip) {
            let who = slip.department.as_ref();
            let who = who.map_or_else(String::new, |who| format!("{} ", who.name));
            let label = format!("{}（{}）", Code::UnitSlip.title(), year.told());
            say(&label, format!("{who}{}。{}", slip.message(), slip.advice));
        }
    }
    say(
        "缺数据时",
        comparison.latest().evaluation.missing.label().to_string(),
    );
    for step in 0..comparison.steps.len() {
        let label = format!("规则变化 {}", source.between(step));
        say(&label, rule_changes(source, step));
    }
    if comparison.is_same_year() {
        say("对比的是什么", "同一年度的同一份数据，按两本规则书各评一次。数据相同，所以总分的变动都是规则影响，表现影响为 0；下面说的“上年”是原规则，“今年”是现规则。".into());
    }
    say("规则影响", "把上年的数据按今年的规则书重新评分，减去上年的得分：数据相同，只有规则不同。今年新增的指标，上年按 0 分算起；今年取消的指标，上年的得分算作规则影响。".into());
    say(
        "表现影响",
        "今年的得分，减去上年的数据按今年的规则得的分：规则相同，只有数据不同。".into(),
    );
    say("不能拆分", "今年的规则需要、上年没有填报的数据，不能编造。这样的指标不拆成规则和表现，变动全部列在“不能拆分”，“指标对比”写明原因。三部分之和总等于变动。".into());
    say("变动最大的数据", "只把一项数据换成今年的、其余用上年的，看得分动多少；朝变动的方向动得最多的，就是变动最大的数据。单独一项都不动得分的，列自身变化幅度最大的一项。".into());
    say("缺总分的部门", "有一年没有总分（待定）的部门，总分的变动和拆分都是“—”，不作推算；两年都评了分的指标照常对比。".into());
    for alias in source.aliases {
        say("别名", format!("{} → {}", alias.old, alias.new));
    }
    for unused in &comparison.unused_aliases {
        let alias = &source.aliases[*unused];
        let text = format!(
            "{} → {}：没有找到这样的两个部门，没有用上",
            alias.old, alias.new
        );
        say("没有用上的别名", text);
    }
    lines
}

/// What changed in the rules, indicator by indicator.
fn rule_changes(source: &Source, step: usize) -> String {
    let comparison = source.comparison;
    if comparison.steps[step].rescored.has_same_rules() {
        return "两年用同一本规则书，没有变化。".into();
    }
    let books = [step, step + 1].map(|year| comparison.years[year].evaluation.book);
    let mut parts = Vec::new();
    for thread in &comparison.indicators {
        let name = &thread.name;
        let indicators = (
            thread.places[step].map(|place| &books[0].indicators[place]),
            thread.places[step + 1].map(|place| &books[1].indicators[place]),
        );
        match indicators {
            (Some(old), Some(new)) => {
                let mut what = Vec::new();
                if old.name != new.name {
                    what.push(format!("原名“{}”", old.name));
                }
                if old.points != new.points {
                    let points = (trimmed(old.points, 2), trimmed(new.points, 2));
                    what.push(format!("分值 {} → {}", points.0, points.1));
                }
                if old.criteria != new.criteria {
                    what.push("评分标准的文字有变".into());
                }
                if !what.is_empty() {
                    parts.push(format!("{name}（{}）", what.join("，")));
                }
            }
            (None, Some(new)) => {
                parts.push(format!("新增 {name}（{} 分）", trimmed(new.points, 2)))
            }
            (Some(old), None) => {
                parts.push(format!("取消 {name}（{} 分）", trimmed(old.points, 2)))
            }
            (None, None) => {}
        }
    }
    match parts.is_empty() {
        true => "指标、分值和评分标准的文字都没有变。".into(),
        false => parts.join("；"),
    }
}
