//! Report templates: the sentences of a report with gaps for names and figures, in minijinja's language. They
//! are files that a bureau may change; what a template may name is in [`facts`](super::facts) and
//! [`overview`](super::overview).

use std::ops::Range;

use minijinja::value::Value;
use minijinja::{Environment, ErrorKind, Output, State, UndefinedBehavior};

use super::markup::{GUARD, UnknownCall};
use crate::rulebook::text::Cells;

/// The departments' template for any rule book.
pub const GENERAL: &str = "general";
/// The supervising bureau's template.
pub const BUREAU: &str = "bureau";

/// The templates in the program, by name.
pub const BUILT_IN: [(&str, &str); 3] = [
    (
        "shenzhen-2021",
        include_str!("../../templates/reports/shenzhen-2021.md"),
    ),
    (GENERAL, include_str!("../../templates/reports/general.md")),
    (BUREAU, include_str!("../../templates/reports/bureau.md")),
];

/// A template's text and what it is called.
#[derive(Clone, Debug)]
pub struct Template {
    /// What messages call it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Which cells the text came from, where it is a sheet of [`sentences`](super::sentences).
    pub cells: Option<Cells>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("报告模板“{name}”{}{message}", told_place(*line, cell.as_deref()))]
pub struct TemplateError {
    /// The template.
    pub name: String,
    /// Counted from 1.
    pub line: Option<usize>,
    /// The cell, where it is a sheet of sentences.
    pub cell: Option<String>,
    /// Byte offsets into the text, where they are known.
    pub range: Option<std::ops::Range<usize>>,
    /// What is wrong, in a Chinese sentence.
    pub message: String,
}

fn told_place(line: Option<usize>, cell: Option<&str>) -> String {
    match (cell, line) {
        (Some(cell), _) => format!(" {cell}："),
        (None, Some(line)) => format!("第 {line} 行："),
        (None, None) => "：".into(),
    }
}

/// A template that parses.
pub struct Prepared {
    environment: Environment<'static>,
    template: Template,
}

impl Template {
    /// A built-in template.
    pub fn built_in(name: &str) -> Option<Template> {
        let (name, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Template {
            name: name.to_string(),
            text: text.to_string(),
            cells: None,
        })
    }

    /// Makes it ready to render.
    ///
    /// # Errors
    /// It does not parse.
    pub fn prepare(&self) -> Result<Prepared, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(guarded);
        environment.add_filter("汉字", chinese_number);
        environment
            .add_template_owned(self.name.clone(), self.text.clone())
            .map_err(|error| self.error(&error))?;
        Ok(Prepared {
            environment,
            template: self.clone(),
        })
    }

    fn error(&self, error: &minijinja::Error) -> TemplateError {
        self.told_at(error.line(), error.range(), told(error))
    }

    /// What is wrong at a place: a line, or the cell that it came from.
    fn told_at(
        &self,
        line: Option<usize>,
        range: Option<Range<usize>>,
        message: String,
    ) -> TemplateError {
        let cell = self.cells.as_ref().and_then(|cells| {
            let of_line = line.map(|line| {
                let starts = self.text.match_indices('\n').map(|(at, _)| at + 1);
                let start = [0].into_iter().chain(starts).nth(line.saturating_sub(1));
                start.unwrap_or(0)..start.unwrap_or(0)
            });
            cells.of(&range.clone().or(of_line)?)
        });
        TemplateError {
            name: self.name.clone(),
            line: line.filter(|_| self.cells.is_none()),
            cell: cell.map(|cell| format!("{} {}", cell.sheet, cell.at)),
            message,
            range,
        }
    }
}

impl Prepared {
    /// The text with its gaps filled.
    ///
    /// # Errors
    /// It names something that is not there.
    pub fn render(&self, facts: Value) -> Result<String, TemplateError> {
        let rendered = self
            .environment
            .get_template(&self.template.name)
            .and_then(|template| template.render(facts));
        rendered.map_err(|error| self.template.error(&error))
    }

    /// The names that it uses and does not itself make: `数据.某项`, `部门`.
    pub fn names(&self) -> Vec<String> {
        let template = self.environment.get_template(&self.template.name);
        let names = template.map(|template| template.undeclared_variables(true));
        let mut names: Vec<String> = names.unwrap_or_default().into_iter().collect();
        names.sort();
        names
    }

    /// A call for a table or chart that there is not.
    pub fn misused(&self, call: UnknownCall) -> TemplateError {
        let start = self.template.text.find(&call.0);
        self.template.told_at(
            start.map(|start| self.template.text[..start].matches('\n').count() + 1),
            start.map(|start| start..start + call.0.len()),
            format!("没有“{}”这样的表或图", call.0.trim_matches(['[', ']'])),
        )
    }

    /// The Word document could not be made.
    pub fn unwritten(&self, cause: String) -> TemplateError {
        TemplateError {
            name: self.template.name.clone(),
            line: None,
            cell: None,
            range: None,
            message: format!("生成 Word 文档失败：{cause}"),
        }
    }
}

/// Writes a value on one line and guarded, so that no text from data is taken for markup.
fn guarded(out: &mut Output, _: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    let text: String = value
        .to_string()
        .chars()
        .filter(|c| *c != GUARD)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let guard = GUARD.to_string();
    for part in [&guard, &text, &guard] {
        out.write_str(part).map_err(|_| ErrorKind::WriteFailure)?;
    }
    Ok(())
}

/// A number below 100 in Chinese, as headings count.
fn chinese_number(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: u32| DIGITS.get(number as usize).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, 0) | (10.., _) => number.to_string(),
        (0, ones) => digit(ones).into(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// What minijinja says, in Chinese.
fn told(error: &minijinja::Error) -> String {
    let detail = error.detail().unwrap_or_default();
    let own = !detail.is_ascii();
    let what = match error.kind() {
        _ if own && error.kind() == ErrorKind::InvalidOperation => return detail.into(),
        ErrorKind::SyntaxError => "写法有错误",
        ErrorKind::UndefinedError => "用了没有的名称",
        ErrorKind::UnknownFilter => "没有这样的过滤器",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "没有这样的函数",
        ErrorKind::UnknownTest => "没有这样的判断",
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => "函数的参数个数不对",
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => "不能引用别的模板",
        _ => "不能这样用",
    };
    match detail {
        "" => what.into(),
        detail => format!("{what}（{detail}）"),
    }
}

/// An error of a function that templates call.
pub fn misuse(message: String) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_in_chinese() {
        let numbers = [0, 1, 9, 10, 11, 20, 21, 99, 100].map(chinese_number);
        assert_eq!(
            numbers,
            [
                "0",
                "一",
                "九",
                "十",
                "十一",
                "二十",
                "二十一",
                "九十九",
                "100"
            ]
        );
    }

    #[test]
    fn an_unknown_name_is_told_with_its_line() {
        let template = Template {
            name: "某模板".into(),
            text: "第一行\n{{ 没有 }}".into(),
            cells: None,
        };
        let error = template
            .prepare()
            .unwrap()
            .render(Value::from_pairs([("有", 1)]))
            .unwrap_err();
        assert_eq!(error.line, Some(2));
        assert!(
            error
                .to_string()
                .starts_with("报告模板“某模板”第 2 行：用了没有的名称"),
            "{error}"
        );
    }

    #[test]
    fn a_value_stays_on_its_line() {
        let template = Template {
            name: "某模板".into(),
            text: "{{ 名称 }}".into(),
            cells: None,
        };
        let facts = Value::from_pairs([("名称", "甲\n## 乙")]);
        let text = template.prepare().unwrap().render(facts).unwrap();
        assert_eq!(text, format!("{GUARD}甲 ## 乙{GUARD}"));
    }
}
