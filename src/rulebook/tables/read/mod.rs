//! A workbook's rows as a rule book's tree. What rows refer to (an indicator, an item, a metric) is looked up here;
//! whether the rules make sense is for the checks that every rule book goes through.

mod bands;
mod items;
mod levels;
mod names;

use std::sync::Arc;

use bands::Band;
use levels::FoundLevels;

use super::layout::{self, HEAD_LINES, Holds, INDICATORS, ITEMS, METRICS, REST};
use super::sheet::{Faults, Line, Rows, add, folded, set};
use super::{cells, layout::SheetShape};
use crate::address::Address;
use crate::rulebook::document::nearest;
use crate::rulebook::finding::{Findings, Source, Span};
use crate::rulebook::tree::{Node, SheetCell, Table, Value};
use crate::workbook::Workbook;

/// A sheet that only says how the workbook is used.
pub const GUIDE_SHEET: &str = "怎么用";
/// The sheet of findings in a copy with the cells marked.
pub const FINDINGS_SHEET: &str = "问题清单";

/// Whether a workbook means to be a rule book.
pub fn is_rules(workbook: &Workbook) -> bool {
    let has = |shape: &SheetShape| {
        let mut names = workbook.sheets.iter().map(|sheet| folded(&sheet.name));
        names.any(|name| name == shape.name)
    };
    [&INDICATORS, &ITEMS, &METRICS]
        .into_iter()
        .filter(|shape| has(shape))
        .count()
        >= 2
}

/// Reads a workbook; `None` where its rows could not be taken for a rule book's.
pub fn read(workbook: &Workbook, source: &Arc<Source>, findings: &Findings) -> Option<Table> {
    let faults = Faults {
        source,
        findings,
        found: std::cell::Cell::new(false),
    };
    let mut reader = Reader {
        faults: &faults,
        workbook,
        book: Table::default(),
        indicators: Vec::new(),
        metrics: Vec::new(),
        told: Default::default(),
    };
    reader.other_sheets();
    reader.head();
    reader.levels_and_indicators();
    reader.metrics();
    reader.alternatives();
    reader.items();
    reader.readings();
    for (key, shape) in [("checks", &layout::CHECKS), ("grades", &layout::GRADES)] {
        reader.plain(key, shape);
    }
    reader.names();
    reader.finish()
}

struct Reader<'r> {
    faults: &'r Faults<'r>,
    workbook: &'r Workbook,
    book: Table,
    indicators: Vec<Named>,
    metrics: Vec<Named>,
    /// Names that refer to nothing: each is told once.
    told: std::cell::RefCell<Vec<String>>,
}

/// A thing that other sheets refer to by name.
struct Named {
    name: String,
    table: Table,
    cell: SheetCell,
    items: Vec<Item>,
    /// Other readings, of an indicator.
    alternatives: Vec<Named>,
}

impl Named {
    /// With its items in place.
    fn whole(mut self, reader: &Reader) -> (Table, SheetCell) {
        let mut items = Vec::new();
        for mut item in self.items {
            let bands = std::mem::take(&mut item.bands);
            reader.take_bands(&mut item, bands);
            items.push((item.table, item.cell));
        }
        if !items.is_empty() {
            self.table.set("items", tables(items));
        }
        let others = self.alternatives.into_iter();
        let others: Vec<(Table, SheetCell)> = others.map(|one| one.whole(reader)).collect();
        if !others.is_empty() {
            self.table.set("alternatives", tables(others));
        }
        (self.table, self.cell)
    }
}

/// An item while it is put together.
struct Item {
    number: u32,
    shape: String,
    table: Table,
    cell: SheetCell,
    bands: Vec<Band>,
}

fn tables(nodes: Vec<(Table, SheetCell)>) -> Node {
    let list = nodes.into_iter().map(|(table, cell)| Node {
        value: Value::Table(table),
        cell: Some(cell),
    });
    Node::new(Value::List(list.collect()))
}

impl<'r> Reader<'r> {
    fn rows(&self, shape: &'static SheetShape) -> Option<Rows<'r>> {
        Rows::find(self.workbook, shape, self.faults)
    }

    /// Sheets that are missing, and those that are none of a rule book.
    fn other_sheets(&self) {
        let known: Vec<&str> = layout::SHEETS.iter().map(|shape| shape.name).collect();
        let present: Vec<String> = self
            .workbook
            .sheets
            .iter()
            .map(|sheet| folded(&sheet.name))
            .collect();
        for sheet in self
            .workbook
            .sheets
            .iter()
            .filter(|sheet| !sheet.rows.is_empty())
        {
            let name = folded(&sheet.name);
            if known.contains(&name.as_str())
                || [GUIDE_SHEET, FINDINGS_SHEET].contains(&name.as_str())
            {
                continue;
            }
            let at = SheetCell {
                sheet: sheet.name.as_str().into(),
                at: Address::new(0, 0),
                header: "",
            };
            let free = known
                .iter()
                .copied()
                .filter(|known| !present.iter().any(|one| one == known));
            match nearest(&name, free) {
                Some(near) => {
                    let message = format!("规则书没有工作表“{}”", sheet.name);
                    self.faults
                        .error_with(&at, message, format!("是不是“{near}”？"));
                }
                None => {
                    let message = format!("工作表“{}”不是规则书的一部分，没有读", sheet.name);
                    self.faults
                        .findings
                        .warning(&self.faults.span(&at), message);
                }
            }
        }
        for shape in layout::SHEETS.iter().filter(|shape| !shape.optional) {
            if !present.iter().any(|name| name == shape.name) {
                self.faults.found.set(true);
                let whole = Span {
                    source: self.faults.source.clone(),
                    range: 0..0,
                    cell: None,
                };
                self.faults
                    .findings
                    .error(&whole, format!("缺少工作表“{}”", shape.name));
            }
        }
    }

    /// 说明.
    fn head(&mut self) {
        let Some(rows) = self.rows(&layout::HEAD) else {
            return;
        };
        for line in HEAD_LINES.iter().filter(|line| !line.key.contains('.')) {
            self.book.cells.push((line.key, rows.start()));
        }
        let mut seen: Vec<String> = Vec::new();
        for line in rows.lines() {
            let Some(Value::Text(item)) =
                line.nth(0, Holds::Text, self.faults).map(|node| node.value)
            else {
                continue;
            };
            let (item, at) = (folded(&item), line.nth_place(0));
            if seen.contains(&item) {
                self.faults.error(&at, format!("项目“{item}”出现了两次"));
                continue;
            }
            let place = line.nth_place(1);
            if item == REST.header {
                let kept = line.nth(1, Holds::Rest, self.faults);
                let text = kept.as_ref().and_then(Node::as_text).unwrap_or_default();
                match cells::rest(text) {
                    Some(rest) => add(&mut self.book, rest, &place, self.faults),
                    None => self.faults.error(&place, "看不懂“其他”里的内容"),
                }
            } else if let Some(own) = HEAD_LINES.iter().find(|own| own.header == item) {
                let node = line.nth(1, own.holds, self.faults);
                self.book.cells.retain(|(key, _)| *key != own.key);
                set(&mut self.book, own.key, node, &place);
            } else {
                let known: Vec<&str> = HEAD_LINES.iter().map(|own| own.header).collect();
                let message = format!("“说明”里没有项目“{item}”");
                self.faults.unknown(&at, message, &item, &known);
            }
            seen.push(item);
        }
    }

    /// 指标: levels where they first appear, and indicators.
    fn levels_and_indicators(&mut self) {
        let Some(rows) = self.rows(&INDICATORS) else {
            return;
        };
        self.book.cells.push(("framework", rows.start()));
        let mut levels = FoundLevels::default();
        for line in rows.lines() {
            let under = levels.line(&line, self.faults);
            let own = ["first", "first.points", "second", "second.points"];
            let mut table = line.table(&own, self.faults);
            if table.entries.is_empty() {
                // The row only says levels.
                continue;
            }
            if let Some((first, second)) = under
                && table.get("under").is_none()
            {
                let list = Value::List(vec![first, second]);
                let cell = Some(line.place("second"));
                table.set("under", Node { value: list, cell });
            }
            self.named(&line, table, "三级指标", |reader| {
                &mut reader.indicators
            });
        }
        // One that does not fit into columns stands whole in 其他.
        if let Some(framework) = levels.node()
            && self.book.get("framework").is_none()
        {
            self.book.set("framework", framework);
        }
    }

    /// Adds a thing that other sheets refer to.
    fn named(
        &mut self,
        line: &Line,
        table: Table,
        what: &str,
        list: impl for<'a> Fn(&'a mut Reader<'r>) -> &'a mut Vec<Named>,
    ) {
        let Some(name) = table.text("name").map(str::to_string) else {
            let message = format!("这一行没有填{what}的名称");
            self.faults.error(&line.place("name"), message);
            return;
        };
        if list(self).iter().any(|known| known.name == name) {
            let message = format!("{what}“{name}”出现了两次");
            self.faults.error(&line.place("name"), message);
            return;
        }
        let cell = line.start();
        list(self).push(Named {
            name,
            table,
            cell,
            items: Vec::new(),
            alternatives: Vec::new(),
        });
    }

    /// 数据项 and their 选项.
    fn metrics(&mut self) {
        let Some(rows) = self.rows(&METRICS) else {
            return;
        };
        self.book.cells.push(("metrics", rows.start()));
        for line in rows.lines() {
            let table = line.table(&[], self.faults);
            self.named(&line, table, "数据项", |reader| &mut reader.metrics);
        }
        let Some(rows) = self.rows(&layout::CHOICES) else {
            return;
        };
        let mut last = None;
        for line in rows.lines() {
            let place = self.refers(&line, "数据项", &self.metrics, last);
            last = place;
            if let Some(place) = place {
                let table = line.table(&["of"], self.faults);
                let choices = self.metrics[place].table.list("choices");
                choices.push(line.thing(table));
            }
        }
    }

    /// The place of the thing that a row belongs to; a blank cell means the same as the row above.
    fn refers(
        &self,
        line: &Line,
        what: &str,
        things: &[Named],
        above: Option<usize>,
    ) -> Option<usize> {
        let at = line.place("of");
        let Some(name) = line.text("of", self.faults) else {
            if above.is_none() {
                let message = format!("没有填是哪一个{what}");
                self.faults.error(&at, message);
            }
            return above;
        };
        let place = things.iter().position(|thing| thing.name == name);
        if place.is_none() && !self.told.borrow().contains(&name) {
            let message = format!("没有名为“{name}”的{what}");
            let hint = match nearest(&name, things.iter().map(|thing| thing.name.as_str())) {
                Some(near) => format!("是不是“{near}”？改了名称的，其他工作表里的也要改"),
                None => "改了名称的，其他工作表里的也要改".into(),
            };
            self.faults.error_with(&at, message, hint);
            self.told.borrow_mut().push(name);
        }
        place
    }

    fn readings(&mut self) {
        let Some(rows) = self.rows(&layout::READINGS) else {
            return;
        };
        for line in rows.lines() {
            let Some(place) = self.refers(&line, "三级指标", &self.indicators, None) else {
                continue;
            };
            let table = line.table(&["of"], self.faults);
            self.indicators[place]
                .table
                .list("readings")
                .push(line.thing(table));
        }
    }

    /// 争议读法: how else indicators could be read; their items are rows of other sheets.
    fn alternatives(&mut self) {
        let Some(rows) = self.rows(&layout::ALTERNATIVES) else {
            return;
        };
        for line in rows.lines() {
            let Some(place) = self.refers(&line, "三级指标", &self.indicators, None) else {
                continue;
            };
            let table = line.table(&["of"], self.faults);
            let Some(name) = table.text("name").map(str::to_string) else {
                let message = "没有填“读法名称”";
                self.faults.error(&line.place("name"), message);
                continue;
            };
            let known = &mut self.indicators[place].alternatives;
            if known.iter().any(|known| known.name == name) {
                let message = format!("同一指标的读法“{name}”出现了两次");
                self.faults.error(&line.place("name"), message);
                continue;
            }
            let cell = line.start();
            known.push(Named {
                name,
                table,
                cell,
                items: Vec::new(),
                alternatives: Vec::new(),
            });
        }
    }

    fn plain(&mut self, key: &'static str, shape: &'static SheetShape) {
        let Some(rows) = self.rows(shape) else {
            return;
        };
        self.book.cells.push((key, rows.start()));
        let lines = rows
            .lines()
            .map(|line| (line.table(&[], self.faults), line.start()));
        let lines: Vec<(Table, SheetCell)> = lines.collect();
        if !lines.is_empty() {
            self.book.set(key, tables(lines));
        }
    }

    /// The whole, where nothing kept it from being read.
    fn finish(mut self) -> Option<Table> {
        let indicators = std::mem::take(&mut self.indicators).into_iter();
        let indicators: Vec<(Table, SheetCell)> = indicators.map(|one| one.whole(&self)).collect();
        let metrics = self
            .metrics
            .into_iter()
            .map(|metric| (metric.table, metric.cell));
        let metrics: Vec<(Table, SheetCell)> = metrics.collect();
        for (key, list) in [("metrics", metrics), ("indicators", indicators)] {
            if !list.is_empty() {
                self.book.set(key, tables(list));
            }
        }
        (!self.faults.found.get()).then_some(self.book)
    }
}
