//! 汇总: how many entries stand where, by status and by department. Live: it follows what people fill in.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet};

use super::{Content, HEADER_HEIGHT, HEADER_ROW, SPARE_ROWS, entries, follow_up, pending};
use crate::intake::ledger::{FollowUp, LOSSES_SHEET, LOST, PENDING_SHEET, STATUS};
use crate::sheets::formula;
use crate::sheets::layer::{Cell, Columns, Page, Rows, STYLE, Written};
use crate::sheets::reference::{cell, fixed, fixed_column, range, sheet as quoted_sheet};

const COUNT: u16 = 2;
const LOST_COLUMN: u16 = 3;
/// The first status of the table by department; in the table by status, the pending ones.
const STATUSES: u16 = 4;
/// Behind the statuses those with another or none, in the table by department.
const OTHERS: u16 = STATUSES + follow_up::STATUSES.len() as u16;
const LAST: u16 = OTHERS + 1;
/// The column of the indicator, on both sheets.
const INDICATOR: u16 = 4;
const ROW_HEIGHT: f64 = 20.0;
const OTHER: &str = "其他或未填";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Written {
    let mut note = "随“整改台账”和“待补数据”里填写的内容自动更新。".to_string();
    if !content.ledger.past.is_empty() {
        note += &format!(
            "“以往条目”另有 {} 条，不在其中。",
            content.ledger.past.len()
        );
    }
    let mut rows = Rows::titled(sheet, &content.title("问题整改汇总"), &note, LAST)?;
    let totals = Totals::new(content);
    rows.table(&totals.by_status(), Which::all())?;
    rows.next();
    let columns = totals.by_department();
    let table = rows.table(&columns, totals.departments())?;
    sheet.set_freeze_panes(HEADER_ROW, 0)?;
    // Without a department the header is the last row.
    let last = if content.departments.is_empty() {
        table.header.1
    } else {
        table.last
    };
    Page::portrait(table.header, (last, LAST)).set_up(sheet)
}

/// The ranges that formulas count in, and what they find there now.
struct Totals<'p> {
    content: &'p Content<'p>,
    entries: Ranges,
    /// Where there are indicators without a score.
    pending: Option<Ranges>,
    score: Format,
}

/// The columns of one sheet, with its name, over all its rows and some spare ones.
struct Ranges {
    code: String,
    name: String,
    indicator: String,
    status: String,
    lost: String,
    counted: HashMap<Department, Vec<Counted>>,
}

/// What one entry counts as.
struct Counted {
    status: String,
    lost: Decimal,
}

/// A department's code and name.
type Department = (Option<String>, String);

/// How many of some entries there are, and what they lost.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: usize,
    lost: Decimal,
}

impl<'c> FromIterator<&'c Counted> for Sum {
    fn from_iter<I: IntoIterator<Item = &'c Counted>>(counted: I) -> Sum {
        counted.into_iter().fold(Sum::default(), |sum, one| Sum {
            count: sum.count + 1,
            lost: sum.lost + one.lost,
        })
    }
}

impl Ranges {
    fn new(sheet: &str, rows: (u32, u32), hand: u16) -> Ranges {
        let of = |column: u16| {
            let range = fixed(column, rows.0, rows.1 + SPARE_ROWS);
            format!("{}!{range}", quoted_sheet(sheet))
        };
        Ranges {
            code: of(entries::CODE),
            name: of(entries::NAME),
            indicator: of(INDICATOR),
            status: of(hand + follow_up::STATUS_PLACE),
            lost: of(entries::LOST_COLUMN),
            counted: HashMap::new(),
        }
    }

    fn add(&mut self, department: Department, hand: &FollowUp, lost: Decimal) {
        let counted = Counted {
            status: status(hand),
            lost,
        };
        self.counted.entry(department).or_default().push(counted);
    }

    /// Those of a department that are wanted.
    fn of(&self, whose: &Department, is_wanted: impl Fn(&Counted) -> bool) -> Sum {
        let own = self.counted.get(whose).into_iter().flatten();
        own.filter(|one| is_wanted(one)).collect()
    }

    /// Those of all departments that are wanted.
    fn of_all(&self, is_wanted: impl Fn(&Counted) -> bool) -> Sum {
        let all = self.counted.values().flatten();
        all.filter(|one| is_wanted(one)).collect()
    }

    /// The criteria that a row of the table by department counts by: its name and, where it has one, its code.
    fn criteria(&self, at: u32, department: &Department) -> String {
        let name = format!("{},\"=\"&{}", self.name, fixed_column(at, 1));
        match department.0.is_some() {
            true => format!("{name},{},\"=\"&{}", self.code, fixed_column(at, 0)),
            false => name,
        }
    }
}

impl<'p> Totals<'p> {
    fn new(content: &'p Content<'p>) -> Totals<'p> {
        let ledger = content.ledger;
        let rows = (entries::FIRST, entries::last_row(content));
        let mut lost = Ranges::new(LOSSES_SHEET, rows, entries::HAND);
        for one in &ledger.entries {
            lost.add(whose(content, one.department), &one.hand, one.loss.lost);
        }
        let rows = (pending::FIRST, pending::last_row(content));
        let mut wanting = Ranges::new(PENDING_SHEET, rows, pending::HAND);
        for one in &ledger.pending {
            wanting.add(whose(content, one.department), &one.hand, Decimal::ZERO);
        }
        let pattern = formula::pattern(content.book().decimals);
        Totals {
            entries: lost,
            pending: (!ledger.pending.is_empty()).then_some(wanting),
            score: STYLE.score.clone().set_num_format(pattern),
            content,
        }
    }

    /// What was lost, as cells show it.
    fn lost<'c>(&self, sum: Sum, formula: &str) -> Cell<'c> {
        let decimals = self.content.book().decimals;
        Cell::from(sum.lost).by(format!("ROUND({formula},{decimals})"))
    }

    /// The table by status.
    fn by_status(&self) -> Columns<'_, Which> {
        let mut columns = Columns::<Which>::new();
        columns
            .center(STATUS, 0.0, |which| match which {
                Which::Status(status) => (*status).into(),
                Which::Other => OTHER.into(),
                Which::All => Cell::from("合计").with(&STYLE.grade),
            })
            .spanning(2)
            .live("条数", 8.0, &STYLE.integer, |which, at| {
                which.count(&self.entries, at, COUNT)
            })
            .live(LOST, 9.0, &self.score, |which, at| {
                let Ranges { lost, status, .. } = &self.entries;
                let formula = match which {
                    Which::Status(_) => format!("SUMIFS({lost},{status},{})", fixed_column(at, 0)),
                    Which::Other => rest(at, LOST_COLUMN),
                    Which::All => format!("SUM({lost})"),
                };
                self.lost(self.entries.of_all(|one| which.has(one)), &formula)
            });
        if let Some(pending) = &self.pending {
            columns.live(PENDING_SHEET, 9.5, &STYLE.integer, |which, at| {
                which.count(pending, at, STATUSES)
            });
        }
        columns.header_height(0, 24.0).least(ROW_HEIGHT);
        columns
    }

    /// The table by department.
    fn by_department(&self) -> Columns<'_, Department> {
        let [code, name, _] = self.content.identity_headers();
        let (entries, pending) = (&self.entries, &self.pending);
        let mut columns = Columns::<Department>::new();
        columns
            .center(code, 11.0, |whose| whose.0.as_ref().into())
            .wrapped(name, 30.0, |whose| (&whose.1).into())
            .live("条数", 8.0, &STYLE.integer, |whose, at| {
                let sum = entries.of(whose, |_| true);
                Cell::from(sum.count).by(format!("COUNTIFS({})", entries.criteria(at, whose)))
            })
            .live(LOST, 9.0, &self.score, |whose, at| {
                let criteria = entries.criteria(at, whose);
                let sum = entries.of(whose, |_| true);
                self.lost(sum, &format!("SUMIFS({},{criteria})", entries.lost))
            });
        for status in follow_up::STATUSES {
            columns.live(status, 9.5, &STYLE.integer, move |whose, at| {
                let criteria = entries.criteria(at, whose);
                let sum = entries.of(whose, |one| one.status == status);
                let formula = format!("COUNTIFS({criteria},{},\"{status}\")", entries.status);
                Cell::from(sum.count).by(formula)
            });
        }
        columns
            .live(OTHER, 10.5, &STYLE.integer, |whose, at| {
                let sum = entries.of(whose, |one| !follow_up::STATUSES.contains(&&*one.status));
                let statuses = range(at, STATUSES, at, OTHERS - 1);
                Cell::from(sum.count).by(format!("{}-SUM({statuses})", cell(at, COUNT)))
            })
            .live(
                PENDING_SHEET,
                10.0,
                &STYLE.integer,
                |whose, at| match pending {
                    Some(pending) => {
                        let sum = pending.of(whose, |_| true);
                        Cell::from(sum.count)
                            .by(format!("COUNTIFS({})", pending.criteria(at, whose)))
                    }
                    None => 0_usize.into(),
                },
            )
            .header_height(0, HEADER_HEIGHT)
            .least(ROW_HEIGHT);
        columns
    }

    /// The departments, each once, in order.
    fn departments(&self) -> impl Iterator<Item = Department> {
        let mut seen = HashSet::new();
        let departments = self.content.departments.iter();
        let named = departments.map(|department| whose(self.content, *department));
        named.filter(move |department| seen.insert(department.clone()))
    }
}

/// A row of the table by status: one of them, what has none of them, and all.
enum Which {
    Status(&'static str),
    Other,
    All,
}

impl Which {
    fn all() -> impl Iterator<Item = Which> {
        let statuses = follow_up::STATUSES.into_iter().map(Which::Status);
        statuses.chain([Which::Other, Which::All])
    }

    fn has(&self, counted: &Counted) -> bool {
        match self {
            Which::Status(status) => counted.status == *status,
            Which::Other => !follow_up::STATUSES.contains(&counted.status.as_str()),
            Which::All => true,
        }
    }

    /// How many of some entries it has, in a row and column of the table.
    fn count<'c>(&self, of: &Ranges, at: u32, column: u16) -> Cell<'c> {
        Cell::from(of.of_all(|one| self.has(one)).count).by(match self {
            Which::Status(_) => format!("COUNTIF({},{})", of.status, fixed_column(at, 0)),
            Which::Other => rest(at, column),
            Which::All => format!("COUNTA({})", of.indicator),
        })
    }
}

/// What the statuses, which stand above, leave of all, which stands below.
fn rest(at: u32, column: u16) -> String {
    let first = at - follow_up::STATUSES.len() as u32;
    let statuses = range(first, column, at - 1, column);
    format!("{}-SUM({statuses})", cell(at + 1, column))
}

fn whose(content: &Content, department: usize) -> Department {
    let record = content.record(department);
    (record.code.clone(), record.name.clone())
}

/// The status that stands in an entry's cell, as a formula compares it.
fn status(hand: &FollowUp) -> String {
    let status = hand.status.as_ref().map(|status| status.text());
    status.unwrap_or(follow_up::STATUSES[0]).to_string()
}
