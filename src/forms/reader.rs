//! Reading the sheet of a form, row by row: what is taken, what is set aside because its place is not certain,
//! and every other change.

mod result;

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Answers, Entry};
use super::form::{Form, FormRow, Item, OutcomeColumn, Table, column};
use super::misplaced::{self, Stray};
use super::passport;
use super::placing::{Marks, Places, decides};
use super::returned::{FormChange, ORIGINAL_SHEET, RETURN_SHEET, live};
use super::slipped;
use crate::address::Address;
use crate::intake::long_texts;
use crate::intake::value::{is_blank, text_of};
use crate::problem::{Code, Severity};
use crate::rulebook::metric::Role;
use crate::rulebook::naming::plain;
use crate::visible_text::shortened;
use crate::workbook::{CellValue, Sheet, Workbook};

/// How many cells of a kind are told one by one.
const MOST_TOLD: usize = 20;

pub(super) struct Reader<'a> {
    form: &'a Form<'a>,
    sheet: &'a Sheet,
    places: Places,
    /// The cells that belong to the form.
    own: BTreeSet<(u32, u16)>,
    /// Where each item's own cell is.
    cells: BTreeMap<Item, Address>,
    /// What stands in merged cells, and so is nobody's.
    merged: BTreeSet<Item>,
    /// By how many columns the outcome indicators stand aside.
    aside: Option<i32>,
    answers: Answers,
    doubtful: Answers,
    /// Last year's figures, as the form shows them.
    last_year: Answers,
    /// Answers in cells that do not ask for them.
    strays: Vec<Stray>,
    /// What concerns many cells together: told first.
    whole: Vec<FormChange>,
    changes: Vec<FormChange>,
}

impl<'a> Reader<'a> {
    /// Over a sheet with the marks of the form.
    pub fn new(form: &'a Form<'a>, sheet: &'a Sheet, marks: &Marks) -> Reader<'a> {
        let places = Places::of(form, sheet, marks);
        let placed = || form.rows.iter().zip(&places.rows);
        let cells: BTreeMap<Item, Address> = placed()
            .filter_map(|(row, at)| Some(form.entries_of((*at)?, row)))
            .flatten()
            .collect();
        let mut whole = Vec::new();
        let mut merged = BTreeSet::new();
        for (items, change) in misplaced::merged(sheet, &cells, form) {
            merged.extend(items);
            whole.push(change);
        }
        let outcomes: Vec<u32> = placed()
            .filter(|(row, _)| matches!(row, FormRow::Outcome(_)))
            .filter_map(|(_, at)| *at)
            .collect();
        let rules = form.book.outcomes.as_ref();
        let aside = rules.and_then(|rules| misplaced::outcomes_aside(sheet, rules, &outcomes));
        let keys = marks.values().flatten().map(|at| (*at, column::KEY));
        Reader {
            form,
            sheet,
            own: keys.collect(),
            places,
            cells,
            merged,
            aside,
            answers: Answers::default(),
            doubtful: Answers::default(),
            last_year: Answers::default(),
            strays: Vec::new(),
            whole,
            changes: Vec::new(),
        }
    }

    /// Reads the sheet, and looks through the rest of the workbook.
    pub fn read(&mut self, workbook: &Workbook) {
        self.rows();
        self.slipped();
        self.misplaced();
        self.confirmed();
        self.elsewhere();
        self.other_sheets(workbook);
        self.long_texts();
    }

    fn rows(&mut self) {
        let form = self.form;
        let mut rewritten = Vec::new();
        let places = self.places.rows.clone();
        for (index, ((expected, row), place)) in form.rows().zip(places).enumerate() {
            let Some(at) = place else {
                self.lost_row(expected, row);
                continue;
            };
            self.own
                .extend(live(form, row).into_iter().map(|column| (at, column)));
            if let FormRow::Metric { metric, .. } = row
                && form.passport.last_year
            {
                self.own.insert((at, column::LAST_YEAR));
                self.keep_last_year(at, Item::Metric(metric.variable.id));
            }
            let mut changed = self.changed_texts(at, row);
            if let FormRow::Headers(Table::Outcomes) = row {
                rewritten.clone_from(&changed);
            }
            if let (FormRow::Outcome(number), Some(by)) = (row, self.aside) {
                self.outcome_aside(at, *number, by);
                continue;
            }
            let stray = self.stray(at, row);
            let uncertain: Vec<u16> = match row {
                // A column of the table is what its header says.
                FormRow::Outcome(_) => rewritten.iter().map(|(column, ..)| *column).collect(),
                _ if changed.iter().any(|(column, ..)| decides(row, *column)) => {
                    vec![column::ENTRY]
                }
                _ => Vec::new(),
            };
            self.entries(at, row, &uncertain, self.places.is_shifted(index));
            changed.retain(|(column, ..)| Some(*column) != stray);
            self.report_texts(at, row, changed);
            self.report_formulas(at, row, stray);
        }
    }

    /// Answers a row too low: nothing that may be one is taken.
    fn slipped(&mut self) {
        let place = |item: Item| {
            let known = !self.merged.contains(&item) && self.doubtful.get(item).is_none();
            self.cells.get(&item).copied().filter(|_| known)
        };
        for slip in slipped::find(self.form, place, &self.answers) {
            self.whole.push(slip.change);
            for (from, to, entry) in slip.moves {
                self.answers.remove(from);
                self.doubtful.set(to, entry);
            }
        }
    }

    /// The column of a row in which an answer stands that has no place there.
    fn stray(&mut self, at: u32, row: &FormRow) -> Option<u16> {
        let own = self.sheet.cell(Address::new(at, column::ENTRY));
        if own.is_some_and(|cell| !is_blank(cell)) {
            return None;
        }
        let stray = misplaced::beside(self.form, self.sheet, row, at)?;
        if self.merged.contains(&stray.item) {
            return None;
        }
        let place = stray.found.column;
        self.own.insert((at, place));
        if stray.entry.value != CellValue::NoStoredValue {
            self.doubtful.set(stray.item, stray.entry.clone());
        }
        self.strays.push(stray);
        Some(place)
    }

    /// An outcome indicator whose cells stand aside.
    fn outcome_aside(&mut self, at: u32, number: usize, by: i32) {
        let cells = self.form.check_column(Table::Outcomes);
        self.own.extend((0..=cells).map(|column| (at, column)));
        for wanted in OutcomeColumn::ALL {
            let found = misplaced::aside(wanted.column(), by);
            let cell = found.and_then(|column| self.sheet.cell(Address::new(at, column)));
            // The last column's neighbour is the check, unless something was typed over it.
            let typed = cell.filter(|cell| !cell.formula && !is_blank(cell));
            if let Some(entry) = typed.and_then(Entry::of) {
                self.doubtful.set(Item::Outcome(number, wanted), entry);
            }
        }
    }

    /// Tells what stands in a wrong place as a whole.
    fn misplaced(&mut self) {
        let mut whole = misplaced::tell(&self.strays, self.form);
        let held = |of: &dyn Fn(Item) -> bool| -> Vec<Item> {
            let items = self.doubtful.iter().map(|(item, _)| item);
            let mut items: Vec<Item> = items.filter(|item| of(*item)).collect();
            // As they stand in the form.
            items.sort_by_key(|item| self.cells.get(item));
            items
        };
        if let Some(by) = self.aside {
            let items = held(&|item| matches!(item, Item::Outcome(..)));
            let moved = |at: &Address| Some(Address::new(at.row, misplaced::aside(at.column, by)?));
            let own = items.iter().filter_map(|item| self.cells.get(item));
            let cells = own.filter_map(moved).collect();
            whole.push(misplaced::tell_aside(self.form, by, cells, items));
        }
        if let Some(shift) = &self.places.shift {
            let rows: Vec<&FormRow> = shift
                .rows
                .iter()
                .filter_map(|index| self.form.rows.get(*index))
                .collect();
            let of_them = |item: Item| {
                let mut all = rows.iter().flat_map(|row| self.form.entries_of(0, row));
                all.any(|(known, _)| known == item)
            };
            let items = held(&of_them);
            whole.push(misplaced::tell_shift(shift.by, shift.from, items));
        }
        // What concerns a whole column comes before what concerns one cell.
        whole.sort_by_key(|change| change.code != Code::FormPlace);
        whole.append(&mut self.whole);
        whole.append(&mut self.changes);
        self.changes = whole;
    }

    /// Tells what was put back to be looked at and came again as it was.
    fn confirmed(&mut self) {
        for known in &self.form.passport.doubtful {
            let mut entries = self.form.entries();
            let Some((item, _)) = entries.find(|(_, cell)| *cell == known.cell) else {
                continue;
            };
            let same = |entry: &&Entry| entry.shown() == known.shown;
            let Some(entry) = self.answers.get(item).filter(same) else {
                continue;
            };
            self.changes.push(FormChange {
                code: Code::FormPlace,
                severity: Severity::Warning,
                cell: self.cells.get(&item).copied(),
                others: Vec::new(),
                items: vec![item],
                message: format!(
                    "“{}”上次交来时位置或标签不对，退回后没有改动，已按填的“{}”采用",
                    self.form.label(item),
                    entry.shown()
                ),
                advice: "请向部门确认这个数".into(),
            });
        }
    }

    /// The texts of a row that are not as they were: column, then what stood there, then what does now.
    fn changed_texts(&mut self, at: u32, row: &FormRow) -> Vec<(u16, String, String)> {
        let mut changed = Vec::new();
        for (column, text) in self.form.texts(row) {
            self.own.insert((at, column));
            let now = self.text(at, column);
            // What a note says decides nothing, and one edition may say it otherwise than another.
            if !matches!(row, FormRow::Note(_)) && plain(&now) != plain(&text) {
                changed.push((column, text, now));
            }
        }
        changed
    }

    /// What a row shows in its entry cell.
    pub fn text_of(&self, row: &FormRow) -> Option<String> {
        let index = self
            .form
            .rows
            .iter()
            .position(|known| std::ptr::eq(known, row))?;
        let at = (*self.places.rows.get(index)?)?;
        let column = match row {
            FormRow::Title(_) => column::NUMBER,
            _ => column::ENTRY,
        };
        Some(self.text(at, column))
    }

    fn text(&self, row: u32, column: u16) -> String {
        let cell = self.sheet.cell(Address::new(row, column));
        cell.and_then(text_of)
            .map_or_else(String::new, |text| text.to_string())
    }

    /// Takes what was filled in, but not what stands in columns, or a row, that are not certain.
    fn entries(&mut self, at: u32, row: &FormRow, uncertain: &[u16], shifted: bool) {
        for (item, cell) in self.form.entries_of(at, row) {
            self.own.insert((cell.row, cell.column));
            let Some(entry) = self.sheet.cell(cell).and_then(Entry::of) else {
                continue;
            };
            if entry.value == CellValue::NoStoredValue {
                self.no_result(item, cell);
            } else if shifted || self.merged.contains(&item) {
                self.doubtful.set(item, entry);
            } else if uncertain.contains(&cell.column) {
                self.relabelled(item, cell, entry);
            } else {
                self.answers.set(item, entry);
            }
        }
    }

    fn relabelled(&mut self, item: Item, cell: Address, entry: Entry) {
        self.changes.push(FormChange {
            code: Code::FormLabel,
            severity: Severity::Error,
            cell: Some(cell),
            others: Vec::new(),
            items: vec![item],
            message: format!(
                "“{}”的标签或单位被改动，填的“{}”没有采用",
                self.form.label(item),
                entry.shown()
            ),
            advice: "退回的表里标签和单位已恢复，请部门按原来的标签和单位核对这个数，发回".into(),
        });
        self.doubtful.set(item, entry);
    }

    fn no_result(&mut self, item: Item, cell: Address) {
        self.changes.push(FormChange {
            code: Code::NoStoredValue,
            severity: Severity::Error,
            cell: Some(cell),
            others: Vec::new(),
            items: vec![item],
            message: format!(
                "“{}”填的是公式，没有保存计算结果，没有采用",
                self.form.label(item)
            ),
            advice: "请部门用 Excel 或 WPS 打开，等计算完成后保存再发来，或直接填数".into(),
        });
    }

    fn report_texts(&mut self, at: u32, row: &FormRow, changed: Vec<(u16, String, String)>) {
        // Who the form is for, and of which year, is decided in `whose`.
        let is_known = self.form.passport.who.is_some();
        let decided = match row {
            FormRow::Person(metric) => match metric.role {
                Some(Role::Code | Role::Name) => true,
                Some(Role::Group) => !is_known,
                Some(Role::Year) => true,
                _ => false,
            },
            _ => false,
        };
        for (column, before, now) in changed {
            if decided && column == column::ENTRY {
                continue;
            }
            self.changes.push(FormChange {
                code: Code::FormText,
                severity: Severity::Warning,
                cell: Some(Address::new(at, column)),
                others: Vec::new(),
                items: Vec::new(),
                message: format!(
                    "锁定的文字“{}”改成了“{}”",
                    shortened(&before),
                    shortened(&now)
                ),
                advice: "请不要改动表格本身；只填写有底色的单元格".into(),
            });
        }
    }

    fn report_formulas(&mut self, at: u32, row: &FormRow, stray: Option<u16>) {
        let calculated = live(self.form, row).into_iter();
        for column in calculated.filter(|column| Some(*column) != stray) {
            let cell = self.sheet.cell(Address::new(at, column));
            let Some(cell) = cell.filter(|cell| !cell.formula && !is_blank(cell)) else {
                continue;
            };
            let shown = text_of(cell).unwrap_or_default();
            self.changes.push(FormChange {
                code: Code::FormText,
                severity: Severity::Warning,
                cell: Some(Address::new(at, column)),
                others: Vec::new(),
                items: Vec::new(),
                message: format!("自动计算的单元格改成了“{}”", shortened(&shown)),
                advice: "不影响采用的数据；请不要改动公式".into(),
            });
        }
    }

    /// A row that is gone, or stands twice.
    fn lost_row(&mut self, expected: u32, row: &FormRow) {
        let items = self.form.entries_of(expected, row);
        let Some((item, _)) = items.first() else {
            return;
        };
        let what = match row {
            FormRow::Outcome(number) => format!("个性化指标第 {} 行", number + 1),
            _ => format!("“{}”一行", self.form.label(*item)),
        };
        self.changes.push(FormChange {
            code: Code::FormLabel,
            severity: Severity::Error,
            cell: None,
            others: Vec::new(),
            items: items.into_iter().map(|(item, _)| item).collect(),
            message: format!("{what}被删除，或出现了不止一次，没有采用"),
            advice: "请在原来的填报表里填写，不要增删行".into(),
        });
    }

    /// Texts longer than a cell holds, of which the beginning was taken.
    fn long_texts(&mut self) {
        for (at, length) in &self.sheet.cut {
            let (message, advice) = long_texts::told(*length);
            self.changes.push(FormChange {
                code: Code::TextTooLong,
                severity: Severity::Warning,
                cell: Some(*at),
                items: Vec::new(),
                others: Vec::new(),
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
                || sheet.name == ORIGINAL_SHEET
                || sheet.rows.is_empty();
            if !known {
                let message = format!("另有工作表“{}”，没有收集", shortened(&sheet.name));
                self.changes.push(elsewhere(None, message));
            }
        }
    }
}

fn elsewhere(cell: Option<Address>, message: String) -> FormChange {
    FormChange {
        code: Code::FormElsewhere,
        severity: Severity::Warning,
        cell,
        others: Vec::new(),
        items: Vec::new(),
        message,
        advice: "请看一看；要采用的内容请填到填报栏里".into(),
    }
}
