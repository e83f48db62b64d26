//! 计分, and what other sheets say of its items: bands, periods, what is scored where there is nothing to measure,
//! vetoes.

use rust_decimal::prelude::ToPrimitive;

use super::bands::Band;
use super::{Item, Reader};
use crate::rulebook::tables::cells;
use crate::rulebook::tables::layout::{self, CONFIRMED, ITEMS, measured_by};
use crate::rulebook::tables::sheet::Line;
use crate::rulebook::tree::{Node, Table, Value};

impl Reader<'_> {
    /// A row's item number, if it has one.
    fn number(&self, line: &Line) -> Option<u32> {
        let Value::Number(number) = line.value("number", self.faults)?.value else {
            self.faults
                .error(&line.place("number"), "“项号”应为 1、2、3 这样的整数");
            return None;
        };
        let whole = number.to_u32().filter(|_| number.fract().is_zero());
        if whole.is_none() {
            self.faults
                .error(&line.place("number"), "“项号”应为 1、2、3 这样的整数");
        }
        whole
    }

    /// 计分, and what other sheets say of its items.
    pub(super) fn items(&mut self) {
        let Some(rows) = self.rows(&ITEMS) else {
            return;
        };
        let must_confirm = rows.has(CONFIRMED.key);
        for line in rows.lines() {
            let Some(place) = self.refers(&line, "三级指标", &self.indicators, None) else {
                continue;
            };
            let number = self.number(&line);
            let items = &self.indicators[place].items;
            let number = number.unwrap_or(items.len() as u32 + 1);
            if items.iter().any(|item| item.number == number) {
                let name = &self.indicators[place].name;
                let message = format!("“{name}”的第 {number} 个评分项出现了两次");
                self.faults.error(&line.place("number"), message);
                continue;
            }
            let mut table = line.table(&["of", "number", "measured", CONFIRMED.key], self.faults);
            let shape = table.text("shape").unwrap_or_default().to_string();
            self.measure(&line, &shape, &mut table);
            if must_confirm && line.text(CONFIRMED.key, self.faults).as_deref() != Some("yes") {
                // The rest is looked at all the same.
                self.faults.findings.error_with(
                    &self.faults.span(&line.place(CONFIRMED.key)),
                    "这个评分项是草稿提出的，还没有确认，不能评分",
                    "请对照“依据的文字”核对这一行，改好后在“已确认”里填“是”",
                );
            }
            let cell = line.start();
            self.indicators[place].items.push(Item {
                number,
                shape,
                table,
                cell,
                bands: Vec::new(),
            });
        }
        self.bands();
        self.periods();
        self.nothing();
        self.decided();
    }

    /// What an item measures, under the key that its shape has for it.
    fn measure(&self, line: &Line, shape: &str, table: &mut Table) {
        let cell = line.place("measured");
        let key = measured_by(shape);
        let node = line.value("measured", self.faults);
        if key.is_empty() {
            if node.is_some() && !shape.is_empty() {
                let shape = layout::word("shape", shape);
                let message = format!("“{shape}”不用“计算式”，这一格应空着");
                self.faults.error(&cell, message);
            }
            return;
        }
        table.cells.push((key, cell.clone()));
        let Some(node) = node else {
            return;
        };
        let node = match (&node.value, key) {
            (Value::Text(text), "metrics") => match cells::split(text) {
                Some(names) => {
                    let named = |name| Node {
                        value: Value::Text(name),
                        cell: Some(cell.clone()),
                    };
                    let list = names.into_iter().map(named).collect();
                    Node {
                        value: Value::List(list),
                        ..node
                    }
                }
                None => return self.faults.error(&cell, "引号不成对"),
            },
            _ => node,
        };
        table.set(key, node);
    }

    /// The item that a row of another sheet belongs to.
    fn item(&self, line: &Line, above: Option<(usize, usize)>) -> Option<(usize, usize)> {
        let place = self.refers(
            line,
            "三级指标",
            &self.indicators,
            above.map(|(place, _)| place),
        )?;
        let indicator = &self.indicators[place];
        let number = self.number(line);
        let same = line.text("of", self.faults).is_none();
        match number {
            None if same && above.is_some() => above,
            None if indicator.items.len() == 1 => Some((place, 0)),
            None => {
                let message = match indicator.items.len() {
                    0 => format!("“计分”表里没有“{}”的评分项", indicator.name),
                    _ => format!("“{}”有几个评分项，请在“项号”里填是第几个", indicator.name),
                };
                self.faults.error(&line.place("number"), message);
                None
            }
            Some(number) => {
                let found = indicator
                    .items
                    .iter()
                    .position(|item| item.number == number);
                if found.is_none() {
                    let message =
                        format!("“计分”表里没有“{}”的第 {number} 个评分项", indicator.name);
                    self.faults.error(&line.place("number"), message);
                }
                Some((place, found?))
            }
        }
    }

    fn bands(&mut self) {
        let Some(rows) = self.rows(&layout::BANDS) else {
            return;
        };
        let mut above = None;
        for line in rows.lines() {
            above = self.item(&line, above);
            let Some((indicator, item)) = above else {
                continue;
            };
            let table = line.table(&["of", "number", "when"], self.faults);
            let mut when = line.value("when", self.faults);
            if let Some(when) = &mut when {
                when.cell = Some(line.place("when"));
            }
            let cell = line.place("when");
            self.indicators[indicator].items[item]
                .bands
                .push(Band { when, table, cell });
        }
    }

    fn periods(&mut self) {
        let Some(rows) = self.rows(&layout::PERIODS) else {
            return;
        };
        let mut above = None;
        for line in rows.lines() {
            above = self.item(&line, above);
            let Some((indicator, item)) = above else {
                continue;
            };
            let table = line.table(&["of", "number"], self.faults);
            let periods = self.indicators[indicator].items[item].table.list("periods");
            periods.push(line.thing(table));
        }
    }

    fn nothing(&mut self) {
        let Some(rows) = self.rows(&layout::NOTHING) else {
            return;
        };
        for line in rows.lines() {
            let Some((indicator, item)) = self.item(&line, None) else {
                continue;
            };
            let rule = line.table(&["of", "number"], self.faults);
            let table = &mut self.indicators[indicator].items[item].table;
            if table.get("nothing").is_some() {
                self.faults.error(&line.start(), "同一个评分项只能有一行");
                continue;
            }
            let node = line.thing(rule);
            table.set("nothing", node);
        }
    }

    fn decided(&mut self) {
        let Some(rows) = self.rows(&layout::DECIDED) else {
            return;
        };
        for line in rows.lines() {
            let Some(place) = self.refers(&line, "三级指标", &self.indicators, None) else {
                continue;
            };
            let item = match line.value("number", self.faults) {
                None => None,
                Some(_) => match self.item(&line, None) {
                    Some((_, item)) => Some(item),
                    None => continue,
                },
            };
            let Some(kind) = line.text("kind", self.faults) else {
                self.faults.error(&line.place("kind"), "请填“否决”或“免考”");
                continue;
            };
            if item.is_some() && kind != "veto" {
                let message = "一个评分项只能否决；免考是整个指标的，“项号”应空着";
                self.faults.error(&line.place("number"), message);
                continue;
            }
            let rule = line.table(&["of", "number", "kind"], self.faults);
            let indicator = &mut self.indicators[place];
            let table = match item {
                Some(item) => &mut indicator.items[item].table,
                None => &mut indicator.table,
            };
            table.list(&kind).push(line.thing(rule));
        }
    }
}
