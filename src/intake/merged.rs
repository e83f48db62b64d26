//! Merged cells: whose text a covered cell has, and which figures stand for several rows or columns.

use std::collections::{HashMap, HashSet};

use super::value::{self, CellFinding, is_blank};
use crate::address::Address;
use crate::expr::Figure;
use crate::expr::excel::Literal;
use crate::intake::Field;
use crate::problem::{Code, Severity};
use crate::workbook::{Cell, Sheet};

/// Larger regions are backgrounds and titles, not a name beside several rows.
const LARGEST: u64 = 20_000;
/// No table has so many merged cells; the rest of the regions is passed over.
const MOST: u64 = 4_000_000;

/// The merged regions of a sheet.
pub(super) struct Merges {
    covered: HashMap<(u32, u16), usize>,
    regions: Vec<Region>,
}

struct Region {
    first: Address,
    last: Address,
    /// Whether one figure stands here for several rows or columns of figures.
    shared: bool,
}

impl Merges {
    /// The regions of a sheet whose header ends at a row, and whose figures stand in some columns.
    pub fn of(sheet: &Sheet, header_row: u32, figures: &HashSet<u16>) -> Merges {
        let mut merges = Merges {
            covered: HashMap::new(),
            regions: Vec::new(),
        };
        let filled: HashSet<(u32, u16)> = filled_cells(sheet).collect();
        let rows: HashSet<u32> = filled.iter().map(|(row, _)| *row).collect();
        let mut room = MOST;
        for (first, last) in &sheet.merges {
            let size =
                u64::from(last.row - first.row + 1) * u64::from(last.column - first.column + 1);
            if size > LARGEST || size > room {
                continue;
            }
            room -= size;
            let mut others = 0;
            let mut hidden = 0;
            for (row, column) in cells(*first, *last) {
                merges.covered.insert((row, column), merges.regions.len());
                let is_figure =
                    row > header_row && rows.contains(&row) && figures.contains(&column);
                if is_figure && (row, column) != (first.row, first.column) {
                    others += 1;
                    hidden += u32::from(filled.contains(&(row, column)));
                }
            }
            let starts_with_figure = first.row > header_row
                && figures.contains(&first.column)
                && filled.contains(&(first.row, first.column));
            merges.regions.push(Region {
                first: *first,
                last: *last,
                shared: starts_with_figure && others > 0 && hidden == 0,
            });
        }
        merges
    }

    /// The first cell of the region that covers a cell: its text is seen there, too.
    pub fn first(&self, row: u32, column: u16) -> Option<Address> {
        self.region(row, column).map(|region| region.first)
    }

    /// Refuses a figure that stands for several rows or columns: nobody can say what each has.
    pub fn refuse(
        &self,
        at: Address,
        cell: Option<&Cell>,
        field: &mut Field,
    ) -> Option<CellFinding> {
        let region = self
            .region(at.row, at.column)
            .filter(|region| region.shared)?;
        match cell.filter(|cell| !is_blank(cell)) {
            Some(cell) => value::refuse(field, cell),
            // The formula must not take the empty cell for a blank.
            None => {
                field.figure = Figure::Unreadable;
                field.understood = Some(Box::new((Literal::Text(String::new()), None)));
            }
        }
        Some(CellFinding {
            severity: Severity::Error,
            code: Code::Unusable,
            message: format!(
                "{}:{} 是合并单元格，一个数对着几行或几列，不知道各是多少，按缺少数据处理",
                region.first, region.last
            ),
            advice: "请取消合并，在每个单元格里分别填写".into(),
        })
    }

    fn region(&self, row: u32, column: u16) -> Option<&Region> {
        self.regions.get(*self.covered.get(&(row, column))?)
    }
}

fn cells(first: Address, last: Address) -> impl Iterator<Item = (u32, u16)> {
    (first.row..=last.row)
        .flat_map(move |row| (first.column..=last.column).map(move |column| (row, column)))
}

/// The cells that hold something to see, of a sheet that has merged regions at all.
fn filled_cells(sheet: &Sheet) -> impl Iterator<Item = (u32, u16)> {
    let rows = if sheet.merges.is_empty() {
        &[]
    } else {
        sheet.rows.as_slice()
    };
    rows.iter().flat_map(|row| {
        let filled = row.cells.iter().filter(|cell| !is_blank(cell));
        filled.map(|cell| (row.index, cell.column))
    })
}
