//! 争议数据: figures that two sides state otherwise, a row each, with the department, the metric and both figures. Scoring
//! does not look at them; they are for questions about a score.

use std::collections::HashMap;

use super::dataset::Dataset;
use super::header;
use super::identity::{Keys, Owner};
use super::number;
use super::percent::Way;
use super::report::Report;
use super::side_sheet::{SideSheet, spellings};
use super::value::{self, ColumnSense, Units, is_blank, text_of};
use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::document::nearest;
use crate::rulebook::naming::plain;
use crate::rulebook::{Metric, Role, RuleBook};
use crate::visible_text::shortened;
use crate::workbook::{Row, Sheet};

/// What the sheet is called.
pub const SHEET: &str = "争议数据";

/// The headers of its own columns, behind those of the department, each with its aliases.
const OWN: [&[&str]; 4] = [
    &[METRIC, "指标数据", "数据名称", "争议项", "项目", "指标"],
    &[
        "数据A",
        "A",
        "数据甲",
        "甲",
        "部门的数",
        "部门数据",
        "部门填报",
        "填报数",
    ],
    &[
        "数据B",
        "B",
        "数据乙",
        "乙",
        "核查的数",
        "核查数",
        "复核数",
        "核定数",
    ],
    &["说明", "备注", "理由", "来源"],
];
/// The header of what is disputed.
const METRIC: &str = "数据项";
/// The two sides, as they are told.
pub const SIDES: [&str; 2] = ["数据A", "数据B"];
/// The places of the columns.
const CODE: usize = 0;
const NAME: usize = 1;
const WHAT: usize = 2;
const FIRST_SIDE: usize = 3;
const NOTE: usize = 5;

/// A figure that two sides state otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// The department, by its place.
    pub department: usize,
    /// The metric, by its place in the rule book.
    pub metric: usize,
    /// What each side says.
    pub sides: [Figure; 2],
    /// What stands beside them.
    pub note: Option<String>,
    /// The sheet that it stands in.
    pub sheet: String,
    /// Its row there, 0-based.
    pub row: u32,
}

/// The sheets of disputes among some: those of the name or, where `by_header` says so and none is called so, those with
/// such a header.
pub fn sheets<'s>(sheets: &'s [Sheet], book: &RuleBook, by_header: bool) -> Vec<&'s Sheet> {
    let named: Vec<&Sheet> = sheets
        .iter()
        .filter(|sheet| plain(&sheet.name) == SHEET)
        .collect();
    if !named.is_empty() || !by_header {
        return named;
    }
    let wanted = spellings(&names(book));
    let has_header = |sheet: &&Sheet| {
        header::find(sheet, &wanted).is_some_and(|header| {
            let own = &header.columns[WHAT..NOTE];
            own.iter().all(Option::is_some)
        })
    };
    sheets.iter().filter(has_header).collect()
}

/// Reads the disputes; what cannot be used is told.
pub fn read(
    sheets: &[&Sheet],
    dataset: &Dataset,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Vec<Dispute> {
    let names = names(book);
    let mut disputes = Vec::new();
    for sheet in sheets {
        let mut report = Report {
            sheet: &sheet.name,
            problems,
        };
        let data = &book.sheets.data.name;
        if let Some(side) = SideSheet::find(sheet, &names, data, &mut report) {
            let reader = Reader {
                sheet,
                side,
                dataset,
                book,
                keys: Keys::new(&dataset.records, &[]),
            };
            disputes.extend(reader.disputes(&mut report));
        }
    }
    without_contradictions(disputes, dataset, book, problems)
}

/// The headers: code, name, then the sheet's own; each with its aliases.
fn names(book: &RuleBook) -> Vec<Vec<String>> {
    let identity = [Role::Code, Role::Name].map(|role| {
        book.role(role).map_or_else(Vec::new, |metric| {
            let name = metric.name().to_string();
            std::iter::once(name)
                .chain(metric.aliases.clone())
                .collect()
        })
    });
    let own = OWN.map(|names| names.iter().map(ToString::to_string).collect());
    identity.into_iter().chain(own).collect()
}

struct Reader<'a> {
    sheet: &'a Sheet,
    side: SideSheet<'a>,
    dataset: &'a Dataset,
    book: &'a RuleBook,
    keys: Keys,
}

impl<'a> Reader<'a> {
    fn disputes(&self, report: &mut Report) -> Vec<Dispute> {
        let last = self.side.header.last_row;
        let below = self.sheet.rows.iter().filter(|row| row.index > last);
        let filled = below.filter(|row| !row.cells.iter().all(is_blank));
        filled.filter_map(|row| self.dispute(row, report)).collect()
    }

    fn dispute(&self, row: &'a Row, report: &mut Report) -> Option<Dispute> {
        let text = |column| self.side.text(row, column).map(|text| text.to_string());
        let (code, name, what) = (text(CODE), text(NAME), text(WHAT));
        let is_empty = |column| self.side.cell(row, column).is_none_or(is_blank);
        if what.is_none() && (FIRST_SIDE..NOTE).all(is_empty) {
            report.skipped_row(row, "不是争议数据，没有采用");
            return None;
        }
        let department = match self.keys.owner(code.as_deref(), name.as_deref()) {
            Owner::Records(owners) if owners.len() == 1 => owners[0],
            owner => {
                let who = [code, name];
                let who: Vec<&str> = who.iter().flatten().map(String::as_str).collect();
                self.report_department(&who.join(" "), &owner, row, report);
                return None;
            }
        };
        let metric = self.metric(what.as_deref(), department, row, report)?;
        let sides = [0, 1].map(|side| self.figure(row, side, metric, department, report));
        let [Some(first), Some(second)] = sides else {
            return None;
        };
        let dispute = Dispute {
            department,
            metric: metric.variable.id,
            sides: [first, second],
            note: text(NOTE),
            sheet: self.sheet.name.clone(),
            row: row.index,
        };
        self.report_neither(&dispute, metric, row, report);
        Some(dispute)
    }

    /// The metric that is meant: one of this year's figures of the data sheet.
    fn metric(
        &self,
        what: Option<&str>,
        department: usize,
        row: &Row,
        report: &mut Report,
    ) -> Option<&'a Metric> {
        let metrics = || self.book.metrics.iter().filter(|one| one.role.is_none());
        let wanted = plain(what.unwrap_or_default());
        let is_it = |metric: &&Metric| {
            let own = std::iter::once(metric.name());
            let mut all = own.chain(metric.aliases.iter().map(String::as_str));
            all.any(|name| plain(name) == wanted)
        };
        if let Some(found) = metrics().find(is_it) {
            return Some(found);
        }
        let data = &self.book.sheets.data.name;
        let near = what.and_then(|what| nearest(what, metrics().map(Metric::name)));
        let (message, advice) = match (what, near) {
            (None, _) => (
                "没有写是哪一项数据，这一行没有采用".into(),
                format!("请填“{METRIC}”，写{data}表头里的名称"),
            ),
            (Some(what), Some(near)) => (
                format!("{data}里没有“{}”这项数据，这一行没有采用", shortened(what)),
                format!("是不是“{near}”？请写{data}表头里的名称"),
            ),
            (Some(what), None) => (
                format!("{data}里没有“{}”这项数据，这一行没有采用", shortened(what)),
                format!("请写{data}表头里的名称；个性化指标和自评得分不在这里设想"),
            ),
        };
        report.add(
            Severity::Error,
            Code::DisputeMetric,
            Some(&self.dataset.records[department].concerns()),
            self.side.address(row, WHAT),
            message,
            advice,
        );
        None
    }

    /// One side's figure; one that is not there or cannot be read is told.
    fn figure(
        &self,
        row: &'a Row,
        side: usize,
        metric: &Metric,
        department: usize,
        report: &mut Report,
    ) -> Option<Figure> {
        let column = FIRST_SIDE + side;
        let concerns = self.dataset.records[department].concerns();
        let address = self.side.address(row, column);
        let mut refused = |message: String, advice: String| {
            report.add(
                Severity::Error,
                Code::DisputeFigure,
                Some(&concerns),
                address.or(Some(Address::new(row.index, 0))),
                message,
                advice,
            );
        };
        let label = SIDES[side];
        let name = metric.name();
        let at = address.unwrap_or(Address::new(row.index, 0));
        let cell = self.side.seen(row, column);
        let (field, finding) =
            value::read(cell, at, metric.kind(), &metric.choices, &sense(metric));
        match (field.figure, finding) {
            (Figure::Blank, _) => {
                refused(
                    format!("“{label}”没有填，“{name}”的争议没有采用"),
                    "两个数都要填；一方没有数的，不算争议".into(),
                );
                None
            }
            (Figure::Unreadable, Some(finding)) if finding.code == Code::PercentColumn => {
                let typed = cell.and_then(text_of).unwrap_or_default();
                refused(
                    format!("“{label}”的 {typed} 没有写明是百分数还是小数，“{name}”的争议没有采用"),
                    "请连同 % 一起写明，如 85%".into(),
                );
                None
            }
            (Figure::Unreadable, finding) => {
                let (message, advice) = finding.map_or_else(
                    || ("无法识别".into(), "请改正".into()),
                    |finding| (finding.message, finding.advice),
                );
                refused(
                    format!("“{label}”：{message}；“{name}”的争议没有采用"),
                    advice,
                );
                None
            }
            (figure, _) => Some(figure),
        }
    }

    fn report_department(&self, who: &str, owner: &Owner, row: &Row, report: &mut Report) {
        let data = &self.book.sheets.data.name;
        let message = match (who, owner) {
            ("", _) => "没有写是哪个部门，这一行没有采用".to_string(),
            (who, Owner::Records(_)) => format!(
                "“{}”在{data}里不止一行，不知道是哪一行，这一行没有采用",
                shortened(who)
            ),
            (who, _) => format!("“{}”与{data}里的部门对不上，这一行没有采用", shortened(who)),
        };
        report.add(
            Severity::Error,
            Code::DisputeDepartment,
            None,
            Some(Address::new(row.index, 0)),
            message,
            format!("请核对部门编码和名称，使其与{data}一致"),
        );
    }

    /// Two figures of which none is the one that was scored, or that are the same.
    fn report_neither(&self, dispute: &Dispute, metric: &Metric, row: &Row, report: &mut Report) {
        let record = &self.dataset.records[dispute.department];
        let own = &record.fields[dispute.metric].figure;
        let [first, second] = &dispute.sides;
        let message = match () {
            () if first == second => format!("“{}”的两个数相同，不是争议", metric.name()),
            () if own != first && own != second => format!(
                "“{}”的两个数都不是{}里采用的数，请看清比的是什么",
                metric.name(),
                self.book.sheets.data.name
            ),
            () => return,
        };
        report.add(
            Severity::Warning,
            Code::DisputeOther,
            Some(&record.concerns()),
            self.side.address(row, FIRST_SIDE),
            message,
            "请核对",
        );
    }
}

/// How a figure is read that stands alone: a percentage must say that it is one.
fn sense(metric: &Metric) -> ColumnSense {
    let money = metric.unit.as_deref().and_then(number::money_unit);
    let units = match (metric.kind(), money) {
        (Kind::Amount { .. }, Some(base)) => Units::Money(base),
        _ => Units::OfKind,
    };
    ColumnSense {
        way: Way::Unclear,
        ..ColumnSense::plain(units)
    }
}

/// Two rows about one figure: the same again counts once, others not at all.
fn without_contradictions(
    disputes: Vec<Dispute>,
    dataset: &Dataset,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Vec<Dispute> {
    let mut by_figure: HashMap<(usize, usize), Vec<&Dispute>> = HashMap::new();
    for one in &disputes {
        let of = by_figure.entry((one.department, one.metric)).or_default();
        of.push(one);
    }
    let mut kept = Vec::new();
    for one in &disputes {
        let of = &by_figure[&(one.department, one.metric)];
        if of.iter().all(|other| other.sides == one.sides) {
            if std::ptr::eq(of[0], one) {
                kept.push(one.clone());
            }
            continue;
        }
        Report {
            sheet: &one.sheet,
            problems,
        }
        .add(
            Severity::Error,
            Code::DisputeTwice,
            Some(&dataset.records[one.department].concerns()),
            Some(Address::new(one.row, 0)),
            format!(
                "“{}”的争议写了 {} 行而数不同，都没有采用",
                book.metrics[one.metric].name(),
                of.len()
            ),
            "请只保留一行",
        );
    }
    kept
}
