//! What `verify` found, on the terminal.

use std::io::{self, Write};

use console::style;

use crate::analysis::Evaluation;
use crate::json::Verified;
use crate::questions::verify::{Difference, Kind, What};
use crate::visible_text::visible;

/// So many differences of a kind are told; the others are in the JSON.
const TOLD: usize = 20;
/// The longest text that is shown of a cell.
const LONGEST: usize = 60;

/// The summary of `verify`.
pub fn verification(verified: &Verified, evaluation: &Evaluation) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let found = verified.verification;
    writeln!(out, "{}", style(visible(verified.file)).bold())?;
    writeln!(
        out,
        "规则书 {} 版本 {}；缺数据时：{}；{} 个部门，比较了 {} 个单元格",
        verified.book.id,
        verified.book.version,
        verified.missing.label(),
        evaluation.cards.len(),
        found.compared
    )?;
    match verified.input {
        Some(input) => writeln!(out, "原始数据：与“{}”逐格核对", visible(input))?,
        None => writeln!(out, "原始数据：用评分时写下的校验码核对")?,
    }
    writeln!(out)?;
    for note in verified.notes {
        writeln!(out, "{}{note}", style("注意：").yellow().bold())?;
    }
    if found.is_same() {
        return writeln!(
            out,
            "{}，与重新评分的结果逐格相同。",
            style("没有发现改动").green().bold()
        );
    }
    writeln!(
        out,
        "{}",
        style(format!("与重新评分的结果有 {} 处不同", found.changes.len()))
            .red()
            .bold()
    )?;
    for kind in [Kind::Data, Kind::Result, Kind::Opinion, Kind::Text] {
        let changes: Vec<&Difference> = found.changes.iter().filter(|it| it.kind == kind).collect();
        if changes.is_empty() {
            continue;
        }
        writeln!(
            out,
            "{}",
            style(format!("{}（{} 处）", kind.label(), changes.len())).bold()
        )?;
        for change in changes.iter().take(TOLD) {
            writeln!(out, "  {}", told(change))?;
        }
        if changes.len() > TOLD {
            let more = changes.len() - TOLD;
            writeln!(out, "  …其余 {more} 处见 --format json")?;
        }
    }
    Ok(())
}

fn told(change: &Difference) -> String {
    let place = match change.cell {
        Some(cell) => format!("{}!{cell}", visible(&change.sheet)),
        None => visible(&change.sheet),
    };
    let about = match change.about.is_empty() {
        true => String::new(),
        false => format!("（{}）", short(&change.about)),
    };
    let (was, is) = (short(&change.was), short(&change.is));
    // What was written later is no mistake: there is nothing that should stand there instead.
    if change.kind == Kind::Opinion && change.what == What::Value {
        return match (was.is_empty(), is.is_empty()) {
            (true, _) => format!("{place}{about}：填写了“{is}”"),
            (false, true) => format!("{place}{about}：清空了，原为“{was}”"),
            (false, false) => format!("{place}{about}：原为“{was}”，改成了“{is}”"),
        };
    }
    match change.what {
        What::Value => format!(
            "{place}{about}：应为 {}，现为 {}",
            filled(&was),
            filled(&is)
        ),
        What::Fixed => format!("{place}{about}：公式没有了，改成了固定的 {}", filled(&is)),
        What::Calculated => format!(
            "{place}{about}：固定的内容改成了公式，结果是 {}",
            filled(&is)
        ),
        What::RowGone if change.cell.is_none() => format!("{place}：部门“{was}”的一行没有了"),
        What::RowGone => format!("{place} 一整行没有了：{was}"),
        What::RowNew => format!("{place} 多出一行：{is}"),
        What::SheetGone => format!("{place}：整张表没有了（或改了名）"),
        What::SheetNew => format!("{place}：多出一张表"),
        What::Digest => match change.kind {
            Kind::Opinion => format!("{place}：写出以后填写或改过黄格（或“以往意见”），校验码不符"),
            _ => format!(
                "{place}：数据有改动，校验码不符。校验码是整张表的，说不出是哪一格；要知道是哪一格，请用 --input 指定评分时的输入"
            ),
        },
    }
}

fn short(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn filled(text: &str) -> &str {
    match text {
        "" => "（空白）",
        text => text,
    }
}
