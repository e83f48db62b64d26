//! Values as they stand in cells, and back.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use toml::de::DeTable;
use unicode_normalization::UnicodeNormalization;

use super::layout::Holds;
use super::rows::Filled;
use crate::decimal;
use crate::rulebook::tree::{Node, Table, Value, plain_percent};
use crate::workbook::{Cell, CellValue};

/// A value as a cell of such a column; `None` where it cannot be said there.
pub fn filled(node: &Node, holds: Holds) -> Option<Filled> {
    match (&node.value, holds) {
        (Value::Text(text), Holds::Text) => Some(text_cell(text)),
        (Value::Number(number), Holds::Number) => number_cell(*number).map(Filled::Number),
        (Value::Text(text), Holds::Number) => {
            let percent = plain_percent(text);
            let points: Decimal = percent.strip_suffix('%')?.parse().ok()?;
            number_cell(points.checked_div(Decimal::ONE_HUNDRED)?).map(Filled::Percent)
        }
        (Value::Flag(flag), Holds::Flag) => Some(match flag {
            true => Filled::Text("是".into()),
            false => Filled::Blank,
        }),
        (Value::Text(text), Holds::Word(words)) => {
            let known = words.iter().find(|(known, _)| known == text);
            Some(text_cell(known.map_or(text.as_str(), |(_, word)| word)))
        }
        (Value::List(list), Holds::Texts) => {
            let texts: Option<Vec<&str>> = list.iter().map(Node::as_text).collect();
            Some(text_cell(&joined(&texts?)))
        }
        _ => None,
    }
}

fn text_cell(text: &str) -> Filled {
    match text.trim().is_empty() {
        true => Filled::Blank,
        false => Filled::Text(text.into()),
    }
}

/// A number that a cell holds exactly.
fn number_cell(number: Decimal) -> Option<Decimal> {
    let stored = decimal::from_f64(number.to_f64()?)?;
    (stored == number).then_some(number)
}

/// What a cell of such a column says; `None` where it is as good as blank.
///
/// # Errors
/// A sentence where the cell cannot be taken for what the column holds.
pub fn value(cell: &Cell, holds: Holds) -> Result<Option<Value>, String> {
    let text = match &cell.value {
        CellValue::Number(number) => return of_number(*number, cell.is_percent(), holds),
        CellValue::Bool(flag) => match holds {
            Holds::Flag => return Ok(Some(Value::Flag(*flag))),
            _ => if *flag { "是" } else { "否" }.to_string(),
        },
        CellValue::Text(text) => text.trim().to_string(),
        CellValue::DateTime(_) => {
            return Err("这一格成了日期，请把单元格格式改为“文本”后重新填写".into());
        }
        CellValue::Error(error) => return Err(format!("公式算出的是 {error}，请改正")),
        CellValue::NoStoredValue => {
            return Err("公式没有算出的结果，请在 Excel 或 WPS 里打开并保存一次".into());
        }
    };
    if text.is_empty() {
        return Ok(None);
    }
    of_text(text, holds)
}

fn of_number(number: f64, is_percent: bool, holds: Holds) -> Result<Option<Value>, String> {
    let number = decimal::from_f64(number).ok_or("数字太大")?;
    let percent = || {
        let points = number.checked_mul(Decimal::ONE_HUNDRED);
        points.map(|points| format!("{}%", points.normalize()))
    };
    let text = match is_percent {
        true => percent().ok_or("数字太大")?,
        false => number.normalize().to_string(),
    };
    match holds {
        Holds::Number if !is_percent => Ok(Some(Value::Number(number))),
        Holds::Number => Ok(Some(Value::Text(text))),
        _ => of_text(text, holds),
    }
}

fn of_text(text: String, holds: Holds) -> Result<Option<Value>, String> {
    let value = match holds {
        Holds::Text | Holds::Remark => Value::Text(text),
        Holds::Number => {
            let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
            // 3分 in a column of points.
            let folded = folded.strip_suffix('分').unwrap_or(&folded);
            let percent = folded
                .strip_suffix('%')
                .map(|number| number.parse::<Decimal>());
            match (percent, folded.parse::<Decimal>()) {
                (Some(Ok(_)), _) => Value::Text(plain_percent(folded)),
                (None, Ok(number)) => Value::Number(number),
                _ => {
                    return Err(format!(
                        "“{text}”不是数字，只填数字或百分数（例如 10%），不带单位"
                    ));
                }
            }
        }
        Holds::Flag => match text.as_str() {
            "是" => Value::Flag(true),
            "否" => Value::Flag(false),
            _ => return Err(format!("“{text}”应为“是”，或空着")),
        },
        Holds::Word(words) => {
            let Some((known, _)) = words.iter().find(|(_, word)| *word == text) else {
                let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
                return Err(format!("没有“{text}”这一种，可以填：{}", words.join("、")));
            };
            Value::Text(known.to_string())
        }
        Holds::Texts => {
            let texts = split(&text).ok_or("引号不成对")?;
            Value::List(texts.into_iter().map(Node::text).collect())
        }
        Holds::Measure | Holds::Rest => Value::Text(text),
    };
    Ok(Some(value))
}

/// Keys as they stand in a TOML file, of a cell that kept them.
pub fn rest(text: &str) -> Option<Table> {
    let text = format!("rest = {{ {text} }}");
    let table = DeTable::parse(&text).ok()?.into_inner();
    let rest = table.get("rest")?.get_ref();
    rest.as_table().map(Table::of)
}

fn parts(c: char) -> bool {
    matches!(c, '；' | ';' | '\n' | '\r')
}

/// Texts in one cell: `甲；乙`. One that has such a sign itself stands in quotation marks.
pub fn joined(texts: &[&str]) -> String {
    let told = texts.iter().map(|text| {
        let is_plain = !text.is_empty()
            && text.trim() == *text
            && !text.contains(parts)
            && !text.starts_with('"');
        match is_plain {
            true => text.to_string(),
            false => format!("\"{}\"", text.replace('"', "\"\"")),
        }
    });
    let told: Vec<String> = told.collect();
    told.join("；")
}

/// The texts of a cell; `None` where a quotation mark has no twin.
pub fn split(text: &str) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut end = 0;
            loop {
                end += quoted[end..].find('"')?;
                match quoted[end + 1..].starts_with('"') {
                    true => end += 2,
                    false => break,
                }
            }
            texts.push(quoted[..end].replace("\"\"", "\""));
            rest = quoted[end + 1..].trim_start_matches(|c: char| parts(c) || c == ' ');
            continue;
        }
        let (one, more) = rest.split_once(parts).unwrap_or((rest, ""));
        if !one.trim().is_empty() {
            texts.push(one.trim().to_string());
        }
        rest = more.trim_start();
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_one_cell_come_back() {
        for texts in [
            vec!["甲", "乙、丙"],
            vec!["有；号", "\"引\"号", "末"],
            vec!["两\n行", " 空格 ", ""],
            vec!["“三公”经费", "a;b"],
        ] {
            assert_eq!(split(&joined(&texts)).unwrap(), texts);
        }
        assert_eq!(split("甲； 乙 ;\n丙；").unwrap(), ["甲", "乙", "丙"]);
        assert_eq!(split("\"甲"), None);
    }
}
