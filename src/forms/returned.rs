//! A form that came back: what was filled in, and where the form itself was changed.
//!
//! A row is known by the mark in its hidden column, wherever it was moved. Its value is taken only where the
//! label and the unit beside it are still those of the form: a cell whose question was rewritten does not
//! answer ours. Everything else that differs is told.

use std::collections::{BTreeSet, HashMap};

use super::answers::{Answers, Entry};
use super::form::{Form, Item, OutcomeColumn, Row, Table, column};
use super::passport::{self, NoPassport, Passport, Who};
use super::refusal::{Refusal, Refused};
use crate::address::Address;
use crate::intake::long_texts;
use crate::intake::value::{is_blank, text_of};
use crate::problem::{Code, Concerns, Place, Problem, Severity};
use crate::rulebook::metric::Role;
use crate::rulebook::naming::plain;
use crate::rulebook::outcomes::RowFigure;
use crate::rulebook::{Metric, RuleBook};
use crate::unseen::shortened;
use crate::workbook::{Sheet, Workbook};

/// The sheet that a form has in front that was sent back to be mended.
pub const RETURN_SHEET: &str = "退回说明";
/// How many cells of a kind are told one by one.
const MOST_TOLD: usize = 20;

/// A form that was read.
#[derive(Clone, Debug)]
pub struct Returned {
    pub who: Who,
    pub year: u32,
    pub answers: Answers,
    /// 填报日期, as written.
    pub date: Option<String>,
    /// Where the form itself was changed, without file or department.
    pub changes: Vec<Change>,
}

/// Something in a form that is not as it was handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub code: Code,
    pub severity: Severity,
    pub cell: Option<Address>,
    /// What was not taken because of it.
    pub lost: Vec<Item>,
    pub message: String,
    pub advice: String,
}

impl Change {
    /// The change as a problem of a department's file.
    pub fn problem(&self, who: &Who, file: &str) -> Problem {
        Problem {
            severity: self.severity,
            code: self.code.as_str().into(),
            department: Some(Concerns {
                code: who.code.clone(),
                name: who.name.clone(),
            }),
            place: Place {
                sheet: file.into(),
                cell: self.cell,
            },
            message: self.message.clone(),
            advice: self.advice.clone(),
        }
    }
}

/// Reads a workbook as a form of a rule book.
///
/// # Errors
/// It is no such form, or what is whose in it cannot be known for certain.
pub fn read(workbook: &Workbook, book: &RuleBook) -> Result<Returned, Box<Refused>> {
    let passport = Passport::of(workbook).map_err(|none| {
        Refused::unknown(match none {
            NoPassport::NotAForm if has_marks(workbook, book) => Refusal::NoPassport,
            NoPassport::NotAForm => Refusal::NotAForm,
            NoPassport::OtherEdition => Refusal::OtherEdition,
            NoPassport::Unreadable => Refusal::NoPassport,
        })
    })?;
    let refused = |why| {
        let who = passport.who.clone();
        Box::new(Refused { who, why })
    };
    if !passport.is_of(book) {
        return Err(refused(Refusal::OtherRules {
            rules: passport.rules.clone(),
            version: passport.version.clone(),
            digest: passport.digest.clone(),
        }));
    }
    let form = Form::new(book, passport.clone());
    let sheets: Vec<(&Sheet, Marks)> = workbook
        .sheets
        .iter()
        .map(|sheet| (sheet, marks(sheet, &form)))
        .filter(|(_, marks)| !marks.is_empty())
        .collect();
    let (sheet, marks) = match sheets.as_slice() {
        [] => return Err(refused(Refusal::Rearranged)),
        [only] => only,
        several => return Err(refused(Refusal::Several(several.len()))),
    };
    let mut reader = Reader::new(&form, sheet, marks);
    reader.rows();
    reader.elsewhere();
    reader.other_sheets(workbook);
    reader.long_texts();
    let who = reader.who().map_err(refused)?;
    Ok(Returned {
        who,
        year: passport.year,
        date: reader.answers.get(Item::Date).map(Entry::shown),
        answers: reader.own_answers(),
        changes: reader.changes,
    })
}

/// The rows that carry each mark.
type Marks = HashMap<String, Vec<u32>>;

fn marks(sheet: &Sheet, form: &Form) -> Marks {
    let known: BTreeSet<String> = form.rows.iter().filter_map(|row| form.key(row)).collect();
    let mut marks = Marks::new();
    for row in &sheet.rows {
        let cell = row.cells.iter().find(|cell| cell.column == column::KEY);
        if let Some(text) = cell
            .and_then(text_of)
            .filter(|text| known.contains(&**text))
        {
            marks.entry(text.to_string()).or_default().push(row.index);
        }
    }
    marks
}

/// Whether a workbook without a passport was a form: it has the marks of one.
fn has_marks(workbook: &Workbook, book: &RuleBook) -> bool {
    let form = Form::new(book, Passport::new(book, book.year, None));
    let mut sheets = workbook.sheets.iter();
    sheets.any(|sheet| !marks(sheet, &form).is_empty())
}

struct Reader<'a> {
    form: &'a Form<'a>,
    sheet: &'a Sheet,
    /// Where each row of the form stands now; `None` where that is not certain.
    places: Vec<Option<u32>>,
    /// The cells that belong to the form.
    own: BTreeSet<(u32, u16)>,
    answers: Answers,
    changes: Vec<Change>,
}

impl<'a> Reader<'a> {
    fn new(form: &'a Form<'a>, sheet: &'a Sheet, marks: &Marks) -> Reader<'a> {
        Reader {
            form,
            sheet,
            places: places(form, marks),
            own: BTreeSet::new(),
            answers: Answers::default(),
            changes: Vec::new(),
        }
    }

    fn rows(&mut self) {
        let form = self.form;
        let mut rewritten = Vec::new();
        for ((expected, row), place) in form.rows().zip(self.places.clone()) {
            let Some(at) = place else {
                self.lost_row(expected, row);
                continue;
            };
            self.own
                .extend(live(form, row).into_iter().map(|column| (at, column)));
            self.own.insert((at, column::KEY));
            if matches!(row, Row::Metric { .. }) && form.passport.last_year {
                self.own.insert((at, column::LAST_YEAR));
            }
            let changed = self.changed_texts(at, row);
            if let Row::Headers(Table::Outcomes) = row {
                rewritten.clone_from(&changed);
            }
            let uncertain: Vec<u16> = match row {
                // A column of the table is what its header says.
                Row::Outcome(_) => rewritten.iter().map(|(column, ..)| *column).collect(),
                _ if changed.iter().any(|(column, ..)| decides(row, *column)) => {
                    vec![column::ENTRY]
                }
                _ => Vec::new(),
            };
            self.entries(at, row, &uncertain);
            self.report_texts(at, row, changed);
            self.report_formulas(at, row);
        }
    }

    /// The texts of a row that are not as they were: column, then what stood there, then what does now.
    fn changed_texts(&mut self, at: u32, row: &Row) -> Vec<(u16, String, String)> {
        let mut changed = Vec::new();
        for (column, text) in self.form.texts(row) {
            self.own.insert((at, column));
            let now = self.text(at, column);
            if plain(&now) != plain(&text) {
                changed.push((column, text, now));
            }
        }
        changed
    }

    fn text(&self, row: u32, column: u16) -> String {
        let cell = self.sheet.cell(Address::new(row, column));
        cell.and_then(text_of)
            .map_or_else(String::new, |text| text.to_string())
    }

    /// Takes what was filled in, but not what stands in columns that are not certain.
    fn entries(&mut self, at: u32, row: &Row, uncertain: &[u16]) {
        let mut lost = Vec::new();
        for (item, cell) in self.form.entries_of(at, row) {
            self.own.insert((cell.row, cell.column));
            let Some(entry) = self.sheet.cell(cell).and_then(Entry::of) else {
                continue;
            };
            if uncertain.contains(&cell.column) {
                lost.push((item, cell, entry));
            } else {
                self.answers.set(item, entry);
            }
        }
        for (item, cell, entry) in lost {
            self.changes.push(Change {
                code: Code::FormLabel,
                severity: Severity::Error,
                cell: Some(cell),
                lost: vec![item],
                message: format!(
                    "“{}”的标签或单位被改动，填的“{}”没有采用",
                    self.form.label(item),
                    entry.shown()
                ),
                advice: "请在原来的填报表里按原来的标签和单位填写".into(),
            });
        }
    }

    fn report_texts(&mut self, at: u32, row: &Row, changed: Vec<(u16, String, String)>) {
        // Who the form is for is decided in `who`.
        let is_known = self.form.passport.who.is_some();
        let decided = match row {
            Row::Person(metric) => match metric.role {
                Some(Role::Code | Role::Name) => true,
                Some(Role::Group) => !is_known,
                _ => false,
            },
            _ => false,
        };
        for (column, before, now) in changed {
            if decided && column == column::ENTRY {
                continue;
            }
            self.changes.push(Change {
                code: Code::FormText,
                severity: Severity::Warning,
                cell: Some(Address::new(at, column)),
                lost: Vec::new(),
                message: format!(
                    "锁定的文字“{}”改成了“{}”",
                    shortened(&before),
                    shortened(&now)
                ),
                advice: "请不要改动表格本身；只填写有底色的单元格".into(),
            });
        }
    }

    fn report_formulas(&mut self, at: u32, row: &Row) {
        for column in live(self.form, row) {
            let cell = self.sheet.cell(Address::new(at, column));
            let Some(cell) = cell.filter(|cell| !cell.formula && !is_blank(cell)) else {
                continue;
            };
            let shown = text_of(cell).unwrap_or_default();
            self.changes.push(Change {
                code: Code::FormText,
                severity: Severity::Warning,
                cell: Some(Address::new(at, column)),
                lost: Vec::new(),
                message: format!("自动计算的单元格改成了“{}”", shortened(&shown)),
                advice: "不影响采用的数据；请不要改动公式".into(),
            });
        }
    }

    /// A row that is gone, or stands twice.
    fn lost_row(&mut self, expected: u32, row: &Row) {
        let items = self.form.entries_of(expected, row);
        let Some((item, _)) = items.first() else {
            return;
        };
        let what = match row {
            Row::Outcome(number) => format!("个性化指标第 {} 行", number + 1),
            _ => format!("“{}”一行", self.form.label(*item)),
        };
        self.changes.push(Change {
            code: Code::FormLabel,
            severity: Severity::Error,
            cell: None,
            lost: items.into_iter().map(|(item, _)| item).collect(),
            message: format!("{what}被删除，或出现了不止一次，没有采用"),
            advice: "请在原来的填报表里填写，不要增删行".into(),
        });
    }

    /// Texts longer than a cell holds, of which the beginning was taken.
    fn long_texts(&mut self) {
        for (at, length) in &self.sheet.cut {
            let (message, advice) = long_texts::told(*length);
            self.changes.push(Change {
                code: Code::TextTooLong,
                severity: Severity::Warning,
                cell: Some(*at),
                lost: Vec::new(),
                message,
                advice: advice.into(),
            });
        }
    }

    /// What was written outside of the form's cells.
    fn elsewhere(&mut self) {
        let mut found: Vec<(Address, String)> = Vec::new();
        for row in &self.sheet.rows {
            for cell in row.cells.iter().filter(|cell| !is_blank(cell)) {
                if !self.own.contains(&(row.index, cell.column)) {
                    let shown = Entry::of(cell).map_or_else(String::new, |entry| entry.shown());
                    found.push((Address::new(row.index, cell.column), shown));
                }
            }
        }
        let rest = found.len().saturating_sub(MOST_TOLD);
        for (at, shown) in found.into_iter().take(MOST_TOLD) {
            let message = format!("填报栏以外写了“{shown}”，没有收集");
            self.changes.push(elsewhere(Some(at), message));
        }
        if rest > 0 {
            let message = format!("填报栏以外还有 {rest} 个单元格有内容，没有收集");
            self.changes.push(elsewhere(None, message));
        }
    }

    fn other_sheets(&mut self, workbook: &Workbook) {
        for sheet in &workbook.sheets {
            let known = std::ptr::eq(sheet, self.sheet)
                || passport::is_passport(sheet)
                || sheet.name == RETURN_SHEET
                || sheet.rows.is_empty();
            if !known {
                let message = format!("另有工作表“{}”，没有收集", shortened(&sheet.name));
                self.changes.push(elsewhere(None, message));
            }
        }
    }

    /// Whose form it is: what it says hidden and what it shows must be the same.
    fn who(&self) -> Result<Who, Refusal> {
        let book = self.form.book;
        let shown = |role| {
            let metric = book.role(role)?;
            let wanted = |row: &Row| matches!(row, Row::Person(known) if known.role == metric.role);
            let (_, place) = self
                .form
                .rows
                .iter()
                .zip(&self.places)
                .find(|(row, _)| wanted(row))?;
            let text = self.text((*place)?, column::ENTRY);
            (!text.is_empty()).then_some(text)
        };
        let Some(given) = &self.form.passport.who else {
            let name = shown(Role::Name).ok_or_else(|| {
                let name = book.role(Role::Name).map_or("部门名称", Metric::name);
                Refusal::Nameless(name.into())
            })?;
            return Ok(Who {
                code: shown(Role::Code),
                name,
                group: shown(Role::Group),
            });
        };
        let own = [Some(&given.name), given.code.as_ref()];
        for (role, own) in [Role::Name, Role::Code].into_iter().zip(own) {
            let now = shown(role).unwrap_or_default();
            let own = own.map_or("", String::as_str);
            if book.role(role).is_some() && plain(&now) != plain(own) {
                return Err(Refusal::Renamed {
                    given: format!("{} {}", given.code.as_deref().unwrap_or(""), given.name)
                        .trim()
                        .to_string(),
                    shown: shortened(&now),
                });
            }
        }
        Ok(given.clone())
    }

    /// What was filled in, without who filled it in and when.
    fn own_answers(&self) -> Answers {
        let mut answers = self.answers.clone();
        answers.remove(Item::Date);
        answers.own(self.form.book).closed_up()
    }
}

fn elsewhere(cell: Option<Address>, message: String) -> Change {
    Change {
        code: Code::FormElsewhere,
        severity: Severity::Warning,
        cell,
        lost: Vec::new(),
        message,
        advice: "请看一看；要采用的内容请填到填报栏里".into(),
    }
}

/// Whether a text of a row decides what its cell means.
fn decides(row: &Row, column: u16) -> bool {
    match row {
        Row::Metric { .. } => column == column::LABEL || column == column::UNIT,
        Row::Person(_) | Row::Declared { .. } | Row::Date => column == column::LABEL,
        _ => false,
    }
}

/// Where each row stands: by its mark, or beside the nearest row that has one, the next before the last.
fn places(form: &Form, marks: &Marks) -> Vec<Option<u32>> {
    let marked = |row: &Row| {
        let rows = marks.get(&form.key(row)?)?;
        (rows.len() == 1).then(|| rows[0])
    };
    let mut places: Vec<Option<u32>> = form.rows.iter().map(marked).collect();
    let beside = |place: &mut Option<u32>, row: &Row, neighbour: Option<u32>| {
        if place.is_none() && form.key(row).is_none() {
            *place = neighbour;
        }
    };
    let mut below: Option<u32> = None;
    for (place, row) in places.iter_mut().zip(&form.rows).rev() {
        below = below.and_then(|below| below.checked_sub(1));
        beside(place, row, below);
        below = place.or(below);
    }
    let mut above: Option<u32> = None;
    for (place, row) in places.iter_mut().zip(&form.rows) {
        above = above.map(|above| above + 1);
        beside(place, row, above);
        above = place.or(above);
    }
    places
}

/// The columns of a row that calculate by themselves.
pub(super) fn live(form: &Form, row: &Row) -> Vec<u16> {
    let weight = OutcomeColumn::Figure(RowFigure::Weight).column();
    match row {
        Row::Progress => vec![column::NUMBER, column::UNIT],
        Row::Metric { .. } => vec![form.check_column(Table::Metrics)],
        Row::Outcome(_) => vec![form.check_column(Table::Outcomes)],
        Row::OutcomeTotal(_) => vec![weight, form.check_column(Table::Outcomes)],
        Row::Declared { .. } => vec![form.check_column(Table::Declared)],
        Row::DeclaredTotal(_) => vec![column::ENTRY, form.check_column(Table::Declared)],
        Row::DeclaredGrade(_) => vec![column::ENTRY],
        _ => Vec::new(),
    }
}
