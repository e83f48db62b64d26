//! 分档: the rows of an item as its bands, or as what its choices score.

use super::{Item, Reader, tables};
use crate::rulebook::tables::edges;
use crate::rulebook::tree::{Entry, Node, SheetCell, Table, Value};

/// A row of 分档.
pub(super) struct Band {
    pub when: Option<Node>,
    pub table: Table,
    pub cell: SheetCell,
}

impl Reader<'_> {
    /// What an item's bands, or its choices, score.
    pub(super) fn take_bands(&self, item: &mut Item, bands: Vec<Band>) {
        if bands.is_empty() {
            return;
        }
        if item.shape == "choice" {
            return self.take_scores(item, bands);
        }
        if item.shape == "cases" {
            return self.take_cases(item, bands);
        }
        let whens: Option<Vec<String>> = bands
            .iter()
            .map(|band| Some(band.when.as_ref()?.as_text()?.to_string()))
            .collect();
        let full = match whens.as_deref().map(edges::full) {
            Some(Ok(full)) => full.into_iter().map(Some).collect(),
            Some(Err(place)) => {
                let whens = whens.unwrap_or_default();
                let rest = whens[place].trim() == edges::OTHERWISE;
                let message = match rest {
                    true => "“其余”只能写在最后一档".to_string(),
                    false => format!(
                        "最后一档写“其余”时，前面每一档只写同一边的界限，看不懂“{}”",
                        whens[place]
                    ),
                };
                self.faults.error_with(
                    &bands[place].cell,
                    message,
                    "例如 >= 90%、>= 75%、>= 60%、其余。“以上”“以下”要写清含不含这个数：含的写 >=、<=，不含的写 >、<",
                );
                return;
            }
            None => vec![None; bands.len()],
        };
        let rows = bands.into_iter().zip(full).map(|(band, when)| {
            let mut table = band.table;
            table.cells.push(("when", band.cell.clone()));
            if let Some(mut node) = band.when {
                if let Some(when) = when {
                    node.value = Value::Text(when);
                }
                table.set("when", node);
            }
            (table, band.cell)
        });
        let rows = tables(rows.collect());
        item.table.set("bands", rows);
    }

    /// Cases one after the other; 其余 has no condition.
    fn take_cases(&self, item: &mut Item, bands: Vec<Band>) {
        let rows = bands.into_iter().map(|band| {
            let mut table = band.table;
            table.cells.push(("when", band.cell.clone()));
            let told = band.when.as_ref().and_then(Node::as_text);
            let is_rest = told.is_some_and(|told| told.trim() == edges::OTHERWISE);
            if told.is_none() {
                self.faults
                    .error(&band.cell, "没有填条件；最后一行写“其余”");
            }
            if let Some(when) = band.when.filter(|_| !is_rest) {
                table.set("when", when);
            }
            (table, band.cell)
        });
        let rows = tables(rows.collect());
        item.table.set("cases", rows);
    }

    fn take_scores(&self, item: &mut Item, bands: Vec<Band>) {
        let mut scores = Table::default();
        for band in bands {
            let Some(choice) = band
                .when
                .as_ref()
                .and_then(Node::as_text)
                .map(str::to_string)
            else {
                self.faults.error(&band.cell, "没有填是哪一个选项");
                continue;
            };
            if scores.get(&choice).is_some() {
                self.faults
                    .error(&band.cell, format!("选项“{choice}”列了两次"));
                continue;
            }
            let Some(points) = band.table.get("points").cloned() else {
                self.faults
                    .error(&band.cell, format!("选项“{choice}”没有填得分"));
                continue;
            };
            scores.entries.push(Entry {
                key: choice,
                key_cell: Some(band.cell),
                node: points,
            });
        }
        item.table.set("scores", Node::new(Value::Table(scores)));
    }
}
