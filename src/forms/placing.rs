//! Where each row of a form stands in a sheet that came back: by its mark; where what is seen was moved away
//! from the marks, by its label; all else beside its neighbours.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::form::{Form, FormRow, column};
use crate::address::Address;
use crate::intake::value::text_of;
use crate::rulebook::naming::plain;
use crate::workbook::Sheet;

/// How many rows must agree before they are taken for a whole that was moved.
pub(super) const LEAST: usize = 3;

/// The rows that carry each mark.
pub(super) type Marks = HashMap<String, Vec<u32>>;

/// Where the rows of a form stand.
pub(super) struct Places {
    /// In the order of the form's rows; `None` where it is not certain.
    pub rows: Vec<Option<u32>>,
    /// Rows that stand away from their marks, as if others had been put in or taken out.
    pub shift: Option<Shift>,
}

/// Rows whose visible cells stand so many rows below their marks.
pub(super) struct Shift {
    pub by: i64,
    /// The first row that is away from its mark, by the mark.
    pub from: u32,
    /// By their places among the form's rows.
    pub rows: BTreeSet<usize>,
}

/// Finds the marks of a form in a sheet.
pub(super) fn marks(sheet: &Sheet, form: &Form) -> Marks {
    let known: BTreeSet<String> = form.rows.iter().filter_map(|row| form.key(row)).collect();
    let mut marks = Marks::new();
    for row in &sheet.rows {
        let cell = row.cells.iter().find(|cell| cell.column == column::KEY);
        let text = cell.and_then(text_of);
        if let Some(text) = text.filter(|text| known.contains(&**text)) {
            marks.entry(text.to_string()).or_default().push(row.index);
        }
    }
    marks
}

impl Places {
    /// Places every row of a form.
    pub fn of(form: &Form, sheet: &Sheet, marks: &Marks) -> Places {
        let marked = |row: &FormRow| {
            let rows = marks.get(&form.key(row)?)?;
            (rows.len() == 1).then(|| rows[0])
        };
        let mut rows: Vec<Option<u32>> = form.rows.iter().map(marked).collect();
        let shift = Shift::find(form, sheet, &rows);
        if let Some(shift) = &shift {
            for index in &shift.rows {
                rows[*index] = rows[*index].and_then(|at| moved(at, shift.by));
            }
        }
        beside_neighbours(form, &mut rows);
        Places { rows, shift }
    }

    /// Whether a row stands away from its mark.
    pub fn is_shifted(&self, index: usize) -> bool {
        let shift = self.shift.as_ref();
        shift.is_some_and(|shift| shift.rows.contains(&index))
    }
}

impl Shift {
    /// The one distance at which most of the rows are found that do not stand at their marks.
    fn find(form: &Form, sheet: &Sheet, marked: &[Option<u32>]) -> Option<Shift> {
        let mut labels: HashMap<String, Vec<u32>> = HashMap::new();
        for row in &sheet.rows {
            if let Some(label) = text_at(sheet, row.index, column::LABEL) {
                labels.entry(plain(&label)).or_default().push(row.index);
            }
        }
        let rows = || form.rows.iter().zip(marked).enumerate();
        let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
        let mut astray = 0;
        for (_, (row, at)) in rows() {
            let (Some(at), Some(label)) = (at, label(form, row)) else {
                continue;
            };
            if stands(form, sheet, row, *at) {
                continue;
            }
            astray += 1;
            for found in labels.get(&plain(&label)).into_iter().flatten() {
                *votes.entry(i64::from(*found) - i64::from(*at)).or_default() += 1;
            }
        }
        let (by, count) = votes.into_iter().max_by_key(|(_, count)| *count)?;
        if by == 0 || count < LEAST || count * 2 < astray {
            return None;
        }
        let is_away = |row: &FormRow, at: u32| {
            let there = moved(at, by).is_some_and(|there| stands(form, sheet, row, there));
            there && !stands(form, sheet, row, at)
        };
        let away: Vec<(usize, u32)> = rows()
            .filter_map(|(index, (row, at))| {
                at.filter(|at| is_away(row, *at)).map(|at| (index, at))
            })
            .collect();
        Some(Shift {
            by,
            from: away.iter().map(|(_, at)| *at).min()?,
            rows: away.into_iter().map(|(index, _)| index).collect(),
        })
    }
}

fn moved(at: u32, by: i64) -> Option<u32> {
    u32::try_from(i64::from(at) + by).ok()
}

/// What is written beside the cell of a row.
fn label(form: &Form, row: &FormRow) -> Option<String> {
    match row {
        FormRow::Person(_) | FormRow::Metric { .. } | FormRow::Declared { .. } | FormRow::Date => {
            let texts = form.texts(row).into_iter();
            let mut labels = texts.filter(|(place, _)| *place == column::LABEL);
            labels.next().map(|(_, text)| text)
        }
        _ => None,
    }
}

/// Whether what a sheet shows in a row is this row of the form, as far as that decides what its cells mean.
fn stands(form: &Form, sheet: &Sheet, row: &FormRow, at: u32) -> bool {
    let deciding = |place: u16| match row {
        FormRow::Outcome(_) => place == column::NUMBER,
        _ => place == column::LABEL || decides(row, place),
    };
    form.texts(row)
        .into_iter()
        .filter(|(place, _)| deciding(*place))
        .all(|(place, text)| {
            let now = text_at(sheet, at, place).unwrap_or_default();
            plain(&now) == plain(&text)
        })
}

/// Whether a text of a row decides what its cell means.
pub(super) fn decides(row: &FormRow, place: u16) -> bool {
    match row {
        FormRow::Metric { .. } => place == column::LABEL || place == column::UNIT,
        FormRow::Person(_) | FormRow::Declared { .. } | FormRow::Date => place == column::LABEL,
        _ => false,
    }
}

fn text_at(sheet: &Sheet, row: u32, column: u16) -> Option<String> {
    let text = sheet.cell(Address::new(row, column)).and_then(text_of)?;
    Some(text.to_string())
}

/// Rows without marks stand beside the nearest row that has one, the next before the last.
fn beside_neighbours(form: &Form, places: &mut [Option<u32>]) {
    let beside = |place: &mut Option<u32>, row: &FormRow, neighbour: Option<u32>| {
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
}
