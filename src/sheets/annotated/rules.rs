//! 评价规则: the rule book as a table, with its id, version and digest, the program's version, and how
//! the run was made.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::analysis::Evaluation;
use crate::intake::value::wanted;
use crate::intake::{DIGEST_LABEL, last_year};
use crate::questions::seal;
use crate::rulebook::RuleBook;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::number;
use crate::sheets::style::{self, Style};

const LAST: u16 = 8;
const WIDTHS: [f64; 9] = [12.0, 7.0, 12.0, 7.0, 20.0, 7.0, 44.0, 60.0, 48.0];

/// Writes the sheet; `data` are the sheets of raw data, each with its digest.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    data: &[(String, String)],
    style: &Style,
) -> Result<(), XlsxError> {
    let book = evaluation.book;
    page::title(sheet, "评价规则", &book.name, LAST, style)?;
    for (column, width) in WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let mut writer = Writer {
        sheet,
        style,
        row: 2,
    };
    writer.facts(evaluation, data)?;
    writer.indicators(book)?;
    writer.metrics(book)?;
    writer.checks(book)?;
    let last = writer.row - 1;
    sheet.set_freeze_panes(2, 0)?;
    page::set_up(sheet, &Page::landscape((0, 1), (last, LAST)))
}

struct Writer<'a> {
    sheet: &'a mut Worksheet,
    style: &'a Style,
    row: u32,
}

impl Writer<'_> {
    fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, 24)?;
        self.sheet
            .write_string_with_format(self.row, 0, title, &self.style.section)?;
        self.row += 1;
        Ok(())
    }

    /// A text over some columns.
    fn over(
        &mut self,
        first: u16,
        last: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if first == last {
            self.sheet
                .write_string_with_format(self.row, first, text, format)?;
        } else {
            self.sheet
                .merge_range(self.row, first, self.row, last, text, format)?;
        }
        Ok(())
    }

    fn facts(
        &mut self,
        evaluation: &Evaluation,
        data: &[(String, String)],
    ) -> Result<(), XlsxError> {
        let book = evaluation.book;
        let year = evaluation
            .dataset
            .year
            .map_or_else(|| "数据未注明".into(), |year| year.to_string());
        let grades: Vec<String> = book
            .grades
            .iter()
            .map(|grade| format!("{} ≥ {}", grade.name, grade.min))
            .collect();
        let mut facts = vec![
            (seal::RULES, book.id.clone()),
            ("规则书版本", book.version.clone()),
            (DIGEST_LABEL, book.digest.clone()),
            (ALTERED, altered(book)),
            ("规则来源", book.source.clone()),
            ("总分", book.points.to_string()),
            ("评分等级", grades.join("，")),
            (seal::YEAR, year),
            (
                seal::MISSING,
                format!(
                    "{}（--missing {}）",
                    evaluation.missing.label(),
                    evaluation.missing.as_str()
                ),
            ),
            (last_year::SHEET, last_year(evaluation)),
            (
                "小数位数",
                format!(
                    "每项指标四舍五入到 {} 位小数，只在指标得分上取一次",
                    book.decimals
                ),
            ),
            (
                seal::VERSION,
                format!("jixiao {}", env!("CARGO_PKG_VERSION")),
            ),
        ];
        facts.extend(
            data.iter()
                .map(|(name, digest)| (seal::DATA, seal::written(name, digest))),
        );
        facts.push((seal::PROBLEMS, seal::problems(&evaluation.problems)));
        // Only where there is something to say of them.
        let shown = |(name, fact): &(&str, String)| {
            ![last_year::SHEET, ALTERED].contains(name) || !fact.is_empty()
        };
        self.section("一、本次评分")?;
        for (name, fact) in facts.into_iter().filter(shown) {
            self.over(0, 1, name, &self.style.subheader)?;
            self.over(2, LAST, &fact, &self.style.wrapped)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn indicators(&mut self, book: &RuleBook) -> Result<(), XlsxError> {
        self.section("二、指标体系")?;
        let headers = [
            "一级指标",
            "分值",
            "二级指标",
            "分值",
            "三级指标",
            "分值",
            "指标说明",
            "评分标准",
            "解读与依据",
        ];
        for (column, header) in headers.into_iter().enumerate() {
            self.over(column as u16, column as u16, header, &self.style.header)?;
        }
        self.row += 1;
        let center = self.style.center.clone().set_text_wrap();
        for first in &book.framework {
            let rows = book.under(&first.name).count() as u32;
            self.level(0, rows, &first.name, first.points, &center)?;
            for second in &first.second {
                let under: Vec<_> = book
                    .under(&first.name)
                    .filter(|(_, indicator)| indicator.under.1 == second.name)
                    .map(|(_, indicator)| indicator)
                    .collect();
                self.level(2, under.len() as u32, &second.name, second.points, &center)?;
                for indicator in under {
                    let readings: Vec<String> = indicator
                        .readings
                        .iter()
                        .map(|reading| format!("{}（{}）", reading.reading, reading.evidence))
                        .collect();
                    let readings = readings.join("\n");
                    self.over(4, 4, &indicator.name, &self.style.wrapped)?;
                    self.sheet.write_number_with_format(
                        self.row,
                        5,
                        number(indicator.points),
                        &self.style.points,
                    )?;
                    for (column, text) in [
                        (6, &indicator.about),
                        (7, &indicator.criteria),
                        (8, &readings),
                    ] {
                        self.over(column, column, text, &self.style.wrapped)?;
                    }
                    let heights = [
                        (4, &indicator.name),
                        (6, &indicator.about),
                        (7, &indicator.criteria),
                        (8, &readings),
                    ]
                    .map(|(column, text)| style::height(text, WIDTHS[column]));
                    self.sheet
                        .set_row_height(self.row, heights.into_iter().fold(20.0, f64::max))?;
                    self.row += 1;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    /// A level's name and points over its rows.
    fn level(
        &mut self,
        column: u16,
        rows: u32,
        name: &str,
        points: rust_decimal::Decimal,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if rows == 0 {
            return Ok(());
        }
        let last = self.row + rows - 1;
        if rows > 1 {
            self.sheet
                .merge_range(self.row, column, last, column, name, format)?;
            self.sheet
                .merge_range(self.row, column + 1, last, column + 1, "", format)?;
        } else {
            self.sheet
                .write_string_with_format(self.row, column, name, format)?;
        }
        self.sheet
            .write_number_with_format(self.row, column + 1, number(points), format)?;
        Ok(())
    }

    fn metrics(&mut self, book: &RuleBook) -> Result<(), XlsxError> {
        self.section(&format!("三、“{}”的列", book.sheets.data.name))?;
        for (first, last, header) in [
            (0, 4, "列"),
            (5, 5, "单位"),
            (6, 6, "应填内容"),
            (7, 7, "说明"),
            (8, 8, "也可写作"),
        ] {
            self.over(first, last, header, &self.style.header)?;
        }
        self.row += 1;
        for metric in &book.metrics {
            let aliases = metric.aliases.join("、");
            let content = match (metric.role, metric.optional) {
                (Some(_), _) | (_, true) => "—".into(),
                _ => wanted(metric.kind()),
            };
            self.over(0, 4, metric.name(), &self.style.wrapped)?;
            self.over(
                5,
                5,
                metric.unit.as_deref().unwrap_or(""),
                &self.style.center,
            )?;
            for (column, text) in [(6, &content), (7, &metric.help), (8, &aliases)] {
                self.over(column, column, text, &self.style.wrapped)?;
            }
            let heights = [(6, &content), (7, &metric.help), (8, &aliases)]
                .map(|(column, text)| style::height(text, WIDTHS[column]));
            self.sheet
                .set_row_height(self.row, heights.into_iter().fold(18.0, f64::max))?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn checks(&mut self, book: &RuleBook) -> Result<(), XlsxError> {
        self.section("四、勾稽校验")?;
        for (first, last, header) in [
            (0, 0, "代码"),
            (1, 1, "程度"),
            (2, 6, "应当满足"),
            (7, 7, "不满足时"),
            (8, 8, "怎么办"),
        ] {
            self.over(first, last, header, &self.style.header)?;
        }
        self.row += 1;
        for check in &book.checks {
            let test = check.test.to_string().replace(['[', ']'], "");
            let message = check.title();
            self.over(0, 0, &check.code, &self.style.center)?;
            self.over(1, 1, check.severity.label(), &self.style.center)?;
            self.over(2, 6, &test, &self.style.wrapped)?;
            self.over(7, 7, &message, &self.style.wrapped)?;
            self.over(8, 8, &check.advice, &self.style.wrapped)?;
            let heights = [
                style::height(&test, 88.0),
                style::height(&message, WIDTHS[7]),
                style::height(&check.advice, WIDTHS[8]),
            ];
            self.sheet
                .set_row_height(self.row, heights.into_iter().fold(18.0, f64::max))?;
            self.row += 1;
        }
        Ok(())
    }
}

/// What stands before the remark on a rule book that passes for a built-in one.
const ALTERED: &str = "与内置规则书";

/// Whether the rule book passes for a built-in one and is another; else nothing.
fn altered(book: &RuleBook) -> String {
    match book.altered {
        true => format!(
            "内容与内置的 {} 版本 {} 不同，名称和版本相同；本次按所给文件的内容评分",
            book.id, book.version
        ),
        false => String::new(),
    }
}

/// Of which year the figures of the year before are; nothing where the rule book uses none.
fn last_year(evaluation: &Evaluation) -> String {
    match (
        &evaluation.dataset.last_year,
        evaluation.book.last_year.is_empty(),
    ) {
        (_, true) => String::new(),
        (None, false) => "没有提供".into(),
        (Some(last), false) => last.year.map_or_else(
            || "已提供，没有写明年度".into(),
            |year| format!("{year} 年"),
        ),
    }
}
