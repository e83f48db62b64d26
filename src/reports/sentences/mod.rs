//! A report template as the sheet of a workbook, for people who know no template language: a sentence a row, of which
//! kind it is, and when it is written. `{总分}` in a sentence is a figure.
//!
//! The rows are read as the text of a template whose stretches know their cells, so that every check of templates is the
//! same for both, and a finding is at a cell.

use crate::address::Address;
use crate::rulebook::document::nearest;
use crate::rulebook::text::Cells;
use crate::rulebook::tree::SheetCell;
use crate::workbook::{CellValue, Sheet, Workbook};

use super::Template;
use super::template::GENERAL;

mod rows;

pub use rows::{Row, rows};

/// The sheet of sentences.
pub const SHEET: &str = "报告句子";
/// Its columns.
pub const HEADERS: [&str; 3] = ["种类", "内容", "什么时候写"];

/// Kinds of rows: the word, and what stands before and behind the sentence in a template.
const KINDS: [(&str, &str, &str); 13] = [
    ("大标题", "# ", ""),
    ("标题", "## ", ""),
    ("小标题", "### ", ""),
    ("细标题", "#### ", ""),
    ("题头", "> ", ""),
    ("正文", "", ""),
    ("每项指标", "{% for 项 in 指标表 %}\n", "\n{% endfor %}"),
    ("每项失分", "{% for 项 in 失分 %}\n", "\n{% endfor %}"),
    ("每项待定", "{% for 项 in 待定 %}\n", "\n{% endfor %}"),
    ("每项待补", "{% for 项 in 待补 %}\n", "\n{% endfor %}"),
    ("表", "[表：", "]"),
    ("图", "[图：", "]"),
    ("横页", "[横页]", ""),
];
/// When a row is written: the words, and the condition of a template.
const WHENS: [(&str, &str); 9] = [
    ("有总分", "总分.有"),
    ("总分待定", "not 总分.有"),
    ("有失分", "失分"),
    ("没有失分", "not 失分 and not 待定"),
    ("有待定的指标", "待定"),
    ("有待补的指标", "待补"),
    ("有个性化指标", "个性化指标"),
    ("没有个性化指标", "not 个性化指标"),
    ("有复核意见", "认定"),
];
/// What may stand in braces anywhere, and its name in a template.
const NAMES: [(&str, &str); 12] = [
    ("年度", "年度"),
    ("部门名称", "部门.名称"),
    ("部门编码", "部门.编码"),
    ("主管部门", "部门.主管部门"),
    ("填报人", "部门.填报人"),
    ("联系电话", "部门.联系电话"),
    ("总分", "总分"),
    ("等级", "等级"),
    ("失分合计", "失分合计"),
    ("待定的指标数", "待定 | length"),
    ("失分的指标数", "失分 | length"),
    ("复核意见", "认定"),
];
/// What may stand in braces in a row for each indicator.
const OF_ITEM: [(&str, &str); 11] = [
    ("序号", "loop.index"),
    ("名称", "项.名称"),
    ("分值", "项.分值"),
    ("得分", "项.得分"),
    ("失分", "项.失分"),
    ("依据", "项.依据"),
    ("建议", "项.建议"),
    ("说明", "项.说明"),
    ("标准", "项.标准"),
    ("核算情况", "核算情况(项)"),
    (
        "得分情况",
        "\"得 \" ~ 项.得分 ~ \" 分\" if 项.得分.有 else \"得分待定\"",
    ),
];
/// How an indicator was scored, in a sentence.
const HOW: &str = "核算情况";
/// What that says: a macro of the template that has it.
const HOW_TOLD: &str = "{% macro 核算情况(项) %}“{{ 项.名称 }}”指标分值 {{ 项.分值 }} 分，{% if 项.来源 == \"核算\" %}按评分标准核算得 {{ 项.得分 }} 分{% elif 项.得分.有 %}缺少数据，采用自评得分 {{ 项.得分 }} 分{% else %}缺少数据，得分待定{% endif %}{% if 项.失分.有 %}，失 {{ 项.失分 }} 分{% endif %}。{% endmacro %}\n";
/// What an indicator is asked for by its name: `{财务合规性的得分}`.
const OF_INDICATOR: [&str; 8] = [
    "得分", "分值", "失分", "依据", "建议", "说明", "标准", "来源",
];

/// The words of the drop-downs: kinds, and when.
pub fn words() -> (Vec<&'static str>, Vec<&'static str>) {
    (
        KINDS.iter().map(|(kind, ..)| *kind).collect(),
        WHENS.iter().map(|(when, _)| *when).collect(),
    )
}

/// What may stand in braces, each with what it is, for people who write sentences.
pub fn names() -> Vec<(String, &'static str)> {
    let braced = |name: &str| format!("{{{name}}}");
    let mut names: Vec<(String, &str)> = NAMES
        .iter()
        .map(|(name, _)| (braced(name), "任何一行都可以用"))
        .collect();
    let of_item = OF_ITEM.iter().map(|(name, _)| braced(name));
    names
        .extend(of_item.map(|name| (name, "只用在“每项指标”“每项失分”“每项待定”“每项待补”的行里")));
    names.extend([
        (
            "{政府采购计划金额}".to_string(),
            "数据项的名称：这项数据，带单位；没有填的印成【请填写：……】",
        ),
        (
            "{财务合规性的得分}".to_string(),
            "一项指标的得分；还可以写“的分值”“的失分”“的依据”“的建议”“的标准”",
        ),
        (
            "{财务合规性的核算情况}".to_string(),
            "一句话：分值多少、按评分标准核算得几分、失几分；缺数据的写明待定",
        ),
        (
            "{比率：实际采购金额 / 政府采购计划金额}".to_string(),
            "用数据算出的百分比，写法与 Excel 相同",
        ),
        (
            "{计算：政府采购计划金额 - 实际采购金额；万元}".to_string(),
            "用数据算出的数，分号后面是单位",
        ),
        (
            "【请填写：原因】".to_string(),
            "留给填报人写的地方，照样印出来",
        ),
    ]);
    names
}

/// What is wrong with a cell of a sheet of sentences.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cell}：{message}")]
pub struct Slip {
    /// Where.
    pub cell: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Reads a workbook's sentences as a template.
///
/// # Errors
/// Every cell that cannot be read.
pub fn template(workbook: &Workbook, name: &str) -> Result<Template, Vec<Slip>> {
    let named = |sheet: &&Sheet| sheet.name.trim() == SHEET;
    let Some(sheet) = workbook.sheets.iter().find(named) else {
        return Err(vec![Slip {
            cell: name.into(),
            message: format!(
                "没有工作表“{SHEET}”。可以用 jixiao rules template {GENERAL} -o 报告句子.xlsx 导出一份来改"
            ),
        }]);
    };
    let Some((header, columns)) = header(sheet) else {
        return Err(vec![Slip {
            cell: SHEET.into(),
            message: format!("找不到表头：{}", HEADERS.join("、")),
        }]);
    };
    let (mut text, mut cells, mut slips) = (HOW_TOLD.to_string(), Cells::default(), Vec::new());
    for row in sheet.rows.iter().filter(|row| row.index > header) {
        let cell = |column: u16| said(sheet, Address::new(row.index, column));
        let [kind, content, when] = columns.map(cell);
        if kind.is_empty() && content.is_empty() && when.is_empty() {
            continue;
        }
        let place = |column: usize| Address::new(row.index, columns[column]);
        let mut slip = |column: usize, message: String| {
            let cell = format!("{SHEET} {}", place(column));
            slips.push(Slip { cell, message });
        };
        let written = written(&kind, &content, &when);
        let written = written.map_err(|(column, why)| slip(column, why));
        let condition = condition(&when).map_err(|why| slip(2, why));
        let (Ok(written), Ok(condition)) = (written, condition) else {
            continue;
        };
        let start = text.len();
        if let Some(condition) = &condition {
            text.push_str(&format!("{{% if {condition} %}}\n"));
        }
        text.push_str(&written);
        text.push('\n');
        if condition.is_some() {
            text.push_str("{% endif %}\n");
        }
        let at = SheetCell {
            sheet: sheet.name.as_str().into(),
            at: place(1),
            header: HEADERS[1],
        };
        cells.add(start..text.len(), at);
    }
    match slips.is_empty() {
        true => Ok(Template {
            name: name.into(),
            text,
            cells: Some(cells),
        }),
        false => Err(slips),
    }
}

fn said(sheet: &Sheet, at: Address) -> String {
    match sheet.cell(at).map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.trim().to_string(),
        Some(CellValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The header's row, and where the columns are.
fn header(sheet: &Sheet) -> Option<(u32, [u16; 3])> {
    sheet.rows.iter().take(20).find_map(|row| {
        let find = |header: &str| {
            let mut cells = row.cells.iter();
            let found =
                cells.find(|cell| said(sheet, Address::new(row.index, cell.column)) == header);
            found.map(|cell| cell.column)
        };
        let [kind, content, when] = HEADERS.map(find);
        Some((row.index, [kind?, content?, when?]))
    })
}

/// A row as a line of a template, or which column is wrong and why.
fn written(kind: &str, content: &str, when: &str) -> Result<String, (usize, String)> {
    let Some((word, before, behind)) = KINDS.iter().find(|(word, ..)| *word == kind) else {
        let known = KINDS.map(|(word, ..)| word);
        let near =
            nearest(kind, known).map_or_else(String::new, |near| format!("，是不是“{near}”？"));
        let message = match kind {
            "" => format!("没有填种类，可以填：{}", known.join("、")),
            _ => format!("没有“{kind}”这一种{near}可以填：{}", known.join("、")),
        };
        return Err((0, message));
    };
    if *word == "横页" {
        return Ok(before.to_string());
    }
    if content.is_empty() {
        return Err((1, "没有填内容".into()));
    }
    if ["表", "图"].contains(word) {
        return Ok(format!("{before}{content}{behind}"));
    }
    if before.is_empty() && content.starts_with(['#', '>', '[', '|']) {
        return Err((1, "句子不能以 #、>、[ 或 | 开头；标题请在“种类”里选".into()));
    }
    let of_item = word.starts_with("每项");
    let line = content.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let mut filled = filled(&line, of_item).map_err(|message| (1, message))?;
    let under = parts(when).filter_map(|part| part.strip_prefix(UNDER));
    for level in under {
        let level = level.trim();
        if !of_item || level.is_empty() || level.contains(['"', '\\']) {
            let message = format!(
                "“{UNDER}效果性”这样的写法只用在“每项指标”“每项失分”“每项待定”“每项待补”的行里"
            );
            return Err((2, message));
        }
        filled = format!("{{% if \"{level}\" in [项.一级, 项.二级] %}}{filled}{{% endif %}}");
    }
    Ok(format!("{before}{filled}{behind}"))
}

/// What begins a condition on an indicator's levels.
const UNDER: &str = "属于";

/// The conditions of a cell, all of which must hold.
fn parts(when: &str) -> impl Iterator<Item = &str> {
    let parts = when.split(['；', ';']).map(str::trim);
    parts.filter(|part| !part.is_empty() && *part != "总是")
}

/// A sentence with what stands in braces as a template writes it.
fn filled(sentence: &str, of_item: bool) -> Result<String, String> {
    let mut told = String::new();
    let mut rest = sentence;
    while let Some(place) = rest.find(['{', '}', '｛', '｝']) {
        let (before, after) = rest.split_at(place);
        told.push_str(before);
        let Some(inner) = after.strip_prefix(['{', '｛']) else {
            return Err("多了一个右花括号 }".into());
        };
        let Some(end) = inner.find(['}', '｝', '{', '｛']) else {
            return Err(format!("“{after}”缺少右花括号 }}"));
        };
        let (name, behind) = inner.split_at(end);
        let Some(behind) = behind.strip_prefix(['}', '｝']) else {
            return Err("花括号里不能再有花括号；写 {名称} 即可".into());
        };
        told.push_str(&format!("{{{{ {} }}}}", named(name.trim(), of_item)?));
        rest = behind;
    }
    Ok(told + rest)
}

fn named(name: &str, of_item: bool) -> Result<String, String> {
    // A formula may hold a percentage.
    let formula = ["比率", "计算"].iter().any(|word| name.starts_with(word));
    let odd = name.contains(['"', '\\', '#', '\'']) || name.contains('%') && !formula;
    if name.is_empty() || odd {
        return Err(format!("看不懂“{{{name}}}”：花括号里写名称，例如 {{总分}}"));
    }
    let known = |list: &[(&str, &'static str)]| {
        let found = list.iter().find(|(known, _)| *known == name);
        found.map(|(_, meaning)| meaning.to_string())
    };
    if let Some(meaning) = known(&OF_ITEM) {
        return match of_item {
            true => Ok(meaning),
            false => Err(format!(
                "“{{{name}}}”只能用在“每项指标”“每项失分”“每项待定”“每项待补”的行里；一项指标的写成 {{指标名称的{name}}}"
            )),
        };
    }
    if let Some(meaning) = known(&NAMES) {
        return Ok(meaning);
    }
    let after = |word: &str| {
        name.strip_prefix(word)?
            .trim_start()
            .strip_prefix(['：', ':'])
    };
    if let Some(formula) = after("比率") {
        return Ok(format!("比率(\"{}\")", formula.trim()));
    }
    if let Some(formula) = after("计算") {
        return Ok(match formula.split_once(['；', ';']) {
            Some((formula, unit)) => format!("计算(\"{}\", \"{}\")", formula.trim(), unit.trim()),
            None => format!("计算(\"{}\")", formula.trim()),
        });
    }
    if let Some(indicator) = name
        .strip_suffix(HOW)
        .and_then(|name| name.strip_suffix('的'))
    {
        return Ok(format!("{HOW}(指标(\"{indicator}\"))"));
    }
    let of_indicator = OF_INDICATOR.iter().find_map(|part| {
        let indicator = name.strip_suffix(part)?.strip_suffix('的')?;
        Some(format!("指标(\"{indicator}\").{part}"))
    });
    if let Some(meaning) = of_indicator {
        return Ok(meaning);
    }
    Ok(
        match name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            true => format!("数据.{name}"),
            false => format!("数据[\"{name}\"]"),
        },
    )
}

/// When a row is written, as a template's condition; nothing where always.
fn condition(when: &str) -> Result<Option<String>, String> {
    let mut conditions = Vec::new();
    for part in parts(when).filter(|part| !part.starts_with(UNDER)) {
        let known = WHENS.iter().find(|(word, _)| *word == part);
        let condition = match known {
            Some((_, condition)) => condition.to_string(),
            None => of_metric(part).ok_or_else(|| unknown(part))?,
        };
        conditions.push(format!("({condition})"));
    }
    Ok((!conditions.is_empty()).then(|| conditions.join(" and ")))
}

/// 涉密部门是; 涉密部门否; 填了政府采购计划金额; 没有填政府采购计划金额; 重点工作总数为零; 重点工作总数不为零.
fn of_metric(part: &str) -> Option<String> {
    let figure = |name: &str| {
        let name = name.trim();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain.then(|| format!("数据.{name}"))
    };
    if let Some(name) = part.strip_prefix("填了") {
        return figure(name).map(|figure| format!("{figure}.有"));
    }
    if let Some(name) = part.strip_prefix("没有填") {
        return figure(name).map(|figure| format!("not {figure}.有"));
    }
    if let Some(name) = part.strip_suffix("不为零") {
        return figure(name).map(|figure| format!("not {figure}.为零"));
    }
    if let Some(name) = part.strip_suffix("为零") {
        return figure(name).map(|figure| format!("{figure}.为零"));
    }
    if let Some(name) = part.strip_suffix('是') {
        return figure(name).map(|figure| format!("{figure}.是"));
    }
    let name = part.strip_suffix('否')?;
    figure(name).map(|figure| format!("{figure}.有 and not {figure}.是"))
}

fn unknown(part: &str) -> String {
    let known = WHENS.map(|(word, _)| word);
    format!(
        "看不懂“{part}”，可以填：{}；或“涉密部门是”“涉密部门否”“填了政府采购计划金额”“没有填政府采购计划金额”“重点工作总数为零”“重点工作总数不为零”“属于效果性”这样的写法，几个条件之间用“；”；空着就是总是写",
        known.join("、")
    )
}
