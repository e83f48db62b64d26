//! 升降榜: the departments that rose and fell most, each with the three indicators that explain it.

use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use super::Source;
use super::cells::{NOTHING, PARTS, colour_changes, difference, parts};
use super::charts;
use crate::analysis::comparison::Attribution;
use crate::analysis::comparison::cause::CAUSES;
use crate::expr::excel::quoted;
use crate::sheets::layer::{Cell, Columns, Page, Rows, STYLE, Written, or};
use crate::sheets::reference::cell;

/// How many departments stand on each list.
const MOST: usize = 10;
/// Title and note.
const HEAD: u32 = 2;
const NAME: u16 = 0;
const CHANGE: u16 = 3;
const WIDTH: f64 = 8.5;
const CAUSE_NAMES: [&str; CAUSES] = ["影响最大的指标", "其次", "再次"];
const CAUSE_WIDTH: f64 = 36.0;
/// So many departments on two lists find room on one page.
const MOST_ON_A_PAGE: usize = 12;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let comparison = source.comparison;
    let last_column = columns(source, 0).last();
    let note = "两年都有总分的部门中，总分上升和下降最多的，以及影响最大的三项指标。名单和原因是对比时写下的，分数随各年得分自动重算。";
    let mut rows = Rows::titled(sheet, "升降榜", note, last_column)?;
    columns(source, 0).set_widths(rows.sheet)?;
    let (mut drawn, mut breaks) = (Vec::new(), Vec::new());
    for step in (0..comparison.steps.len()).rev() {
        let order = comparison.by_change(step);
        let of = |one: &usize| comparison.change(*one, step).unwrap_or_default();
        let rise = |one: &usize| of(one) > Decimal::ZERO;
        let fall = |one: &usize| of(one) < Decimal::ZERO;
        let rises: Vec<usize> = order.iter().copied().filter(rise).take(MOST).collect();
        let falls: Vec<usize> = order
            .iter()
            .rev()
            .copied()
            .filter(fall)
            .take(MOST)
            .collect();
        let is_long = rises.len() + falls.len() > MOST_ON_A_PAGE;
        for (what, departments, row) in [("上升", rises, 2), ("下降", falls, 18)] {
            // A list that went on would do so without its header.
            if is_long && rows.row() > HEAD {
                breaks.push(rows.row());
            }
            rows.section(&format!("{} {what}最多的部门", source.between(step)))?;
            if departments.is_empty() {
                rows.put(0, "没有这样的部门。", &STYLE.note)?;
                rows.next();
            } else {
                let departments = departments
                    .into_iter()
                    .map(|one| Row::new(source, step, one));
                let table = rows.table(&columns(source, step), departments)?;
                let list = (table.first, table.last);
                colour_changes(rows.sheet, list, CHANGE)?;
                if step + 1 == comparison.steps.len() {
                    drawn.push((what, list, row));
                }
            }
            rows.next();
        }
    }
    let last = rows.row().max(3) - 1;
    for (what, list, row) in drawn {
        charts::movers(sheet, what, list, (NAME, CHANGE), (row, last_column + 2))?;
    }
    if !breaks.is_empty() {
        sheet.set_page_breaks(&breaks)?;
    }
    sheet.set_freeze_panes(HEAD, 1)?;
    Page::landscape((0, 1), (last, last_column)).set_up(sheet)
}

/// A department on a list.
struct Row<'a> {
    source: &'a Source<'a>,
    step: usize,
    department: usize,
    split: Attribution,
    /// The indicators that explain it, the first first.
    causes: Vec<String>,
}

impl<'a> Row<'a> {
    fn new(source: &'a Source, step: usize, department: usize) -> Row<'a> {
        let comparison = source.comparison;
        let causes = comparison.causes(department, step).into_iter();
        Row {
            source,
            step,
            department,
            split: source.split(department, step).unwrap_or_default(),
            causes: causes.map(|cause| comparison.told(cause)).collect(),
        }
    }

    fn total(&self, year: usize) -> Cell<'a> {
        let (comparison, layout) = (self.source.comparison, self.source.layout);
        let card = comparison.card(self.department, year);
        or(card.and_then(|card| card.total), NOTHING).by(layout.score_cell(
            year,
            self.department,
            layout.total(year),
        ))
    }

    fn change(&self, at: u32) -> Cell<'a> {
        let places = self.source.comparison.decimals();
        let totals = (cell(at, CHANGE - 2), cell(at, CHANGE - 1));
        Cell::from(self.split.change()).by(difference(&totals.0, &totals.1, places))
    }

    fn part(&self, part: usize) -> Cell<'a> {
        let sum = self.source.part_sum(self.department, self.step, part);
        Cell::from(parts(self.split)[part]).by(sum.unwrap_or_else(|| quoted(NOTHING)))
    }

    fn cause(&self, place: usize) -> Cell<'_> {
        self.causes.get(place).into()
    }
}

fn columns<'a>(source: &'a Source, step: usize) -> Columns<'a, Row<'a>> {
    let formats = source.formats;
    let mut columns = Columns::<Row>::new();
    columns.shrunk("部门名称", 26.0, |row| {
        (&row.source.comparison.newest(row.department).name).into()
    });
    for year in [step, step + 1] {
        columns.add(source.year(year), WIDTH, &formats.score, move |row| {
            row.total(year)
        });
    }
    columns.live("变动", WIDTH, &formats.total_change, |row, at| {
        row.change(at)
    });
    for (part, name) in (0..).zip(PARTS) {
        columns.add(name, WIDTH, &formats.part, move |row| row.part(part));
    }
    for (place, name) in CAUSE_NAMES.into_iter().enumerate() {
        columns.wrapped(name, CAUSE_WIDTH, move |row| row.cause(place));
    }
    columns.least(20.0);
    columns
}
