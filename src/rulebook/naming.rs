//! What the input's sheets and columns are called: names and aliases, and how two spellings are compared.

use unicode_normalization::UnicodeNormalization;

use super::document::Section;
use crate::visible_text::is_unseen;

/// A name and the other names that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name that outputs use.
    pub name: String,
    /// What inputs may say instead.
    pub aliases: Vec<String>,
}

impl Named {
    /// Whether a text is the name or an alias, as [`plain`] compares them.
    pub fn matches(&self, text: &str) -> bool {
        let text = plain(text);
        self.all().any(|name| plain(name) == text)
    }

    /// The name, then the aliases.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    pub(super) fn read(table: &Section) -> Option<Named> {
        Some(Named {
            name: table.required_text("name")?.value,
            aliases: aliases(table, "aliases"),
        })
    }
}

fn aliases(table: &Section, key: &'static str) -> Vec<String> {
    table
        .texts(key)
        .into_iter()
        .map(|alias| alias.value)
        .collect()
}

/// What the input's sheets are called.
#[derive(Clone, Debug)]
pub struct SheetNames {
    /// 基础数据.
    pub data: Named,
    /// 个性化指标.
    pub outcomes: Named,
    /// 自评得分.
    pub declared: Named,
    /// The declared total's column in it.
    pub declared_total: Named,
    /// The declared grade's column in it.
    pub declared_grade: Named,
}

impl SheetNames {
    pub(super) fn read(table: &Section) -> Option<SheetNames> {
        let sheet = |key: &'static str| {
            let named = table.table(key);
            if named.is_none() {
                table.absent(key);
            }
            named
        };
        let (data, outcomes, declared) = (sheet("data")?, sheet("outcomes")?, sheet("declared")?);
        let column = |key: &'static str, others: &'static str| {
            Some(Named {
                name: declared.required_text(key)?.value,
                aliases: aliases(&declared, others),
            })
        };
        let names = SheetNames {
            data: Named::read(&data)?,
            outcomes: Named::read(&outcomes)?,
            declared: Named::read(&declared)?,
            declared_total: column("total", "total_aliases")?,
            declared_grade: column("grade", "grade_aliases")?,
        };
        for part in [&data, &outcomes, &declared, table] {
            part.finish();
        }
        lint_sheets([
            (&names.data, &data),
            (&names.outcomes, &outcomes),
            (&names.declared, &declared),
        ]);
        Some(names)
    }
}

/// Names that a spreadsheet allows, and no name for two sheets.
fn lint_sheets(sheets: [(&Named, &Section); 3]) {
    for (place, (sheet, table)) in sheets.iter().enumerate() {
        let Some(at) = table.text("name").map(|name| name.at) else {
            continue;
        };
        let odd = |c| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        if sheet.name.chars().count() > 31 || sheet.name.contains(odd) {
            let message = format!("“{}”不能作工作表的名称", sheet.name);
            let hint = "最多 31 个字，不能有 [ ] : * ? / \\ '";
            table.findings().error_with(&at, message, hint);
        }
        for (other, _) in &sheets[..place] {
            if let Some(name) = sheet.all().find(|name| other.matches(name)) {
                let message = format!("“{name}”已经是工作表“{}”的名称", other.name);
                table.findings().error(&at, message);
            }
        }
    }
}

/// A spelling with what does not matter taken away: full-width forms, spaces, line breaks, quotation
/// marks and a unit in brackets at the end.
///
/// ```
/// # use jixiao::rulebook::naming::plain;
/// assert_eq!(plain("实际采购\n金额（万元）"), plain("实际采购金额"));
/// ```
pub fn plain(text: &str) -> String {
    let (name, _) = split_unit(text);
    name
}

/// A header's name, and the text of the brackets at its end, if they hold a unit.
pub fn split_unit(text: &str) -> (String, Option<String>) {
    let folded: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !is_unseen(*c) && !is_quotation_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let trimmed = folded.trim_start_matches('*').trim_end_matches(['*', ':']);
    for (open, close) in [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')] {
        let Some(inner) = trimmed.strip_suffix(close) else {
            continue;
        };
        let Some((name, unit)) = inner.rsplit_once(open) else {
            continue;
        };
        if let Some(unit) = unit_said(unit).filter(|_| !name.is_empty()) {
            return (name.to_string(), Some(unit));
        }
    }
    // 三公经费预算 单位:元
    if let Some((name, unit)) = trimmed.rsplit_once("单位:")
        && !name.is_empty()
        && is_unit(unit)
    {
        let name = name.trim_end_matches(['/', '_', '-', ',']);
        return (name.to_string(), Some(unit.to_string()));
    }
    for unit in ["万元", "%"] {
        if let Some(name) = trimmed.strip_suffix(unit).filter(|name| !name.is_empty()) {
            let name = name.trim_end_matches(['/', '_', '-', ',']);
            return (name.to_string(), Some(unit.to_string()));
        }
    }
    (trimmed.to_string(), None)
}

/// The quotation marks that 三公 is written with.
fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’')
}

/// The unit, where a text is nothing but one, with or without brackets.
pub fn unit_alone(text: &str) -> Option<String> {
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let unit = folded.trim_matches(['(', ')']).trim_start_matches("单位:");
    is_unit(unit).then(|| unit.to_string())
}

/// The unit that brackets say: alone, or with words that only say how it is written.
fn unit_said(text: &str) -> Option<String> {
    let mut unit = None;
    for part in text.split([',', ';', '、', ':']) {
        let part = part.trim_start_matches("人民币");
        let is_manner = part.starts_with("保留") && part.ends_with("小数");
        match part {
            "" | "单位" | "金额单位" | "币种" => {}
            _ if is_manner => {}
            _ if unit.is_none() && is_unit(part) => unit = Some(part.to_string()),
            _ => return None,
        }
    }
    unit
}

/// What stands in brackets behind a header without being part of its name.
fn is_unit(text: &str) -> bool {
    const UNITS: [&str; 20] = [
        "元",
        "千元",
        "万元",
        "百万元",
        "亿元",
        "人民币万元",
        "人民币元",
        "%",
        "百分比",
        "人",
        "名",
        "项",
        "个",
        "件",
        "次",
        "分",
        "是/否",
        "年",
        "是否",
        "单选",
    ];
    UNITS.contains(&text)
        || text.starts_with("是/否")
        || text
            .strip_suffix('分')
            .is_some_and(|n| n.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_mean_the_same() {
        for text in [
            "三公经费预算",
            "“三公”经费预算",
            "三公经费预算（万元）",
            "三公经费预算(单位：万元)",
            " 三公经费\n预算 ",
            "三公经费预算［元］",
            "*三公经费预算",
            "三公经费预算：",
            "三公经费预算（人民币：万元）",
            "三公经费预算（人民币万元）",
            "三公经费预算（万元，保留两位小数）",
            "三公经费预算\n单位：元",
        ] {
            assert_eq!(plain(text), "三公经费预算", "{text}");
        }
        assert_eq!(
            split_unit("一季度末支出进度%"),
            ("一季度末支出进度".into(), Some("%".into()))
        );
        assert_eq!(
            split_unit("采购政策功能落实（1分）").1.as_deref(),
            Some("1分")
        );
    }

    #[test]
    fn brackets_that_are_part_of_a_name_stay() {
        assert_eq!(plain("专项（一）"), "专项(一)");
        assert_eq!(plain("三公经费预算（年初）"), "三公经费预算(年初)");
        assert_eq!(
            plain("三公经费预算（含结转，万元）"),
            "三公经费预算(含结转,万元)"
        );
    }
}
