//! Where the pages of a form end: as few pages as can be, all about as full, and of the places where they may end those
//! that part least of what belongs together.

use crate::forms::form::FormRow;

/// How high a page is, in points of the sheet: A4 within its margins at the scale that the columns' widths make, less
/// what printers do differently.
const PAGE_HEIGHT: f64 = 935.0;
/// What it costs to break a table within so many rows of where it begins or ends, and how many those are.
const NEAR_AN_END: (f64, usize) = (0.12, 3);
/// The same of the metrics of a second level: none stands alone, parted from the others and from their heading.
const NEAR_AN_END_OF_A_GROUP: (f64, usize) = (0.12, 2);
/// What it costs to break within a table that no other heading parts.
const WITHIN_A_TABLE: f64 = 0.2;
/// What it costs to break within the metrics of a second level.
const WITHIN_A_GROUP: f64 = 0.08;
/// How much of a page stays free at most where that keeps things together, but for the last one.
const FREE: f64 = 0.34;

/// The rows that begin a page, but for the first.
pub fn breaks(rows: &[FormRow], heights: &[f64]) -> Vec<u32> {
    let places: Vec<Option<f64>> = (0..rows.len()).map(|row| cost(rows, row)).collect();
    let fewest = fewest(&places, heights);
    let even = heights.iter().sum::<f64>() / fewest as f64;
    // The best way to fill so many pages with the rows before a place, and where the last of them begins.
    let mut best: Vec<Option<(f64, Vec<u32>)>> = vec![None; rows.len() + 1];
    best[0] = Some((0.0, Vec::new()));
    for page in 1..=fewest {
        let is_last = page == fewest;
        let mut next: Vec<Option<(f64, Vec<u32>)>> = vec![None; rows.len() + 1];
        for (start, (before, begun)) in best
            .iter()
            .enumerate()
            .filter_map(|(start, best)| Some((start, best.as_ref()?)))
        {
            let mut used = 0.0;
            for end in start + 1..=rows.len() {
                used += heights[end - 1];
                if used > PAGE_HEIGHT && end > start + 1 {
                    break;
                }
                let ends = match end == rows.len() {
                    true => is_last.then_some(0.0),
                    false => places[end].filter(|_| !is_last),
                };
                let Some(parted) = ends else { continue };
                let empty = match used < PAGE_HEIGHT * (1.0 - FREE) && !is_last {
                    true => 1.0,
                    false => 0.0,
                };
                let cost = before + parted + empty + ((used - even) / even).powi(2);
                if next[end].as_ref().is_none_or(|(known, _)| cost < *known) {
                    let mut begun = begun.clone();
                    begun.extend((start > 0).then_some(start as u32));
                    next[end] = Some((cost, begun));
                }
            }
        }
        best = next;
    }
    let last = best.pop().flatten();
    last.map_or_else(Vec::new, |(_, begun)| begun)
}

/// How many pages there are at least: each takes as many rows as find room.
fn fewest(places: &[Option<f64>], heights: &[f64]) -> usize {
    let (mut pages, mut start) = (1, 0);
    while start < places.len() {
        let mut used = 0.0;
        let room = (start..places.len()).take_while(|row| {
            used += heights[*row];
            used <= PAGE_HEIGHT || *row == start
        });
        let end = start + room.count();
        if end == places.len() {
            break;
        }
        let fits = (start + 1..=end).rev().find(|row| places[*row].is_some());
        start = fits.unwrap_or(end);
        pages += 1;
    }
    pages
}

/// What it costs to begin a page with a row; `None` where a heading would be the last on the page before.
fn cost(rows: &[FormRow], row: usize) -> Option<f64> {
    let leads = |row: &FormRow| {
        matches!(
            row,
            FormRow::Part(_) | FormRow::Group(_) | FormRow::Hint(_) | FormRow::Headers(_)
        )
    };
    let before = rows.get(row.checked_sub(1)?)?;
    if leads(before) {
        return None;
    }
    Some(match &rows[row] {
        FormRow::Part(_) | FormRow::Group(_) => 0.0,
        FormRow::Metric { .. } => WITHIN_A_GROUP + near_an_end(rows, row),
        _ => WITHIN_A_TABLE + near_an_end(rows, row),
    })
}

/// What it costs that the first or last rows of a table, or of a group in it, would stand alone.
fn near_an_end(rows: &[FormRow], row: usize) -> f64 {
    let ends_table = |row: &FormRow| matches!(row, FormRow::Headers(_) | FormRow::Part(_));
    let ends_group = |row: &FormRow| ends_table(row) || matches!(row, FormRow::Group(_));
    let near = |near: usize, is_end: &dyn Fn(&FormRow) -> bool| {
        let before = rows[..row].iter().rev().take_while(|row| !is_end(row));
        let behind = rows[row..].iter().take_while(|row| !is_end(row));
        before.take(near).count() < near || behind.take(near).count() < near
    };
    let (of_table, of_group) = (NEAR_AN_END, NEAR_AN_END_OF_A_GROUP);
    match () {
        () if near(of_table.1, &ends_table) => of_table.0,
        () if near(of_group.1, &ends_group) => of_group.0,
        () => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::form::Table;

    #[test]
    fn where_the_form_is_signed_is_never_alone_on_a_page() {
        for count in 21..200 {
            let mut rows = vec![FormRow::Date; count];
            rows.push(FormRow::Seal);
            let mut heights = vec![45.0; count];
            heights.push(58.0);
            let breaks = breaks(&rows, &heights);
            let full: f64 = PAGE_HEIGHT / 45.0;
            let least = (count as f64 + 58.0 / 45.0) / full.floor();
            assert!(breaks.len() <= least as usize, "{count} rows");
            let last = breaks.last().map_or(0, |first| *first as usize);
            assert!(rows.len() - last > 4, "{count} rows end with {last}");
        }
    }

    #[test]
    fn no_row_of_a_group_begins_or_ends_a_page_alone() {
        for count in 2..9 {
            let mut rows = vec![
                FormRow::Part("一、".into()),
                FormRow::Headers(Table::Metrics),
            ];
            for _ in 0..12 {
                rows.push(FormRow::Group("（一）".into()));
                rows.extend(vec![FormRow::Date; count]);
            }
            let heights = vec![45.0; rows.len()];
            let is_alone = |first: usize| {
                let group = |row: &FormRow| matches!(row, FormRow::Group(_));
                let behind = rows[first..].iter().take_while(|row| !group(row)).count();
                let before = rows[..first].iter().rev();
                let before = before.take_while(|row| !group(row)).count();
                behind > 0 && (behind < 2 || before < 2)
            };
            for first in breaks(&rows, &heights) {
                assert!(
                    !is_alone(first as usize),
                    "{count} rows a group, page at {first}"
                );
            }
        }
    }

    #[test]
    fn no_heading_is_the_last_on_a_page() {
        for count in 1..40 {
            let mut rows = vec![FormRow::Date; count];
            rows.push(FormRow::Part("二、".into()));
            rows.push(FormRow::Headers(Table::Declared));
            rows.extend(vec![FormRow::Date; 30]);
            let heights = vec![45.0; rows.len()];
            let breaks = breaks(&rows, &heights);
            let before = breaks.iter().map(|first| &rows[*first as usize - 1]);
            let mut headings = before.filter(|row| !matches!(row, FormRow::Date));
            assert!(headings.next().is_none(), "{count} rows before the heading");
        }
    }
}
