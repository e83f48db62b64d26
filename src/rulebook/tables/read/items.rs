//! 计分, and what other sheets say of its items: bands, periods, what is scored where there is nothing to measure,
//! vetoes. A row belongs to the indicator as it is read, or to another reading of it.

use rust_decimal::prelude::ToPrimitive;

use super::bands::Band;
use super::{Item, Reader};
use crate::rulebook::document::nearest;
use crate::rulebook::tables::cells;
use crate::rulebook::tables::layout::{self, CONFIRMED, ITEMS, SheetShape, measured_by};
use crate::rulebook::tables::sheet::{Faults, Line};
use crate::rulebook::tree::{Node, Table, Value};

/// Columns that say whose a row is.
const WHOSE: [&str; 3] = ["of", "number", "alternative"];

/// Whose items: an indicator's place, and that of one of its other readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    indicator: usize,
    alternative: Option<usize>,
}

/// One item: its owner, and its place among the owner's.
type Place = (Owner, usize);

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

    /// Whose items a row is about. Where the indicator is blank the row goes on with the one above.
    fn owner(&self, line: &Line, above: Option<Owner>) -> Option<Owner> {
        let whose = above.map(|above| above.indicator);
        let indicator = self.refers(line, "三级指标", &self.indicators, whose)?;
        let Some(name) = line.text("alternative", self.faults) else {
            let goes_on = line.text("of", self.faults).is_none();
            return match above.filter(|_| goes_on) {
                Some(above) => Some(above),
                None => Some(Owner {
                    indicator,
                    alternative: None,
                }),
            };
        };
        let own = &self.indicators[indicator];
        let known = own.alternatives.iter();
        let place = known.clone().position(|known| known.name == name);
        if place.is_none() {
            let message = format!("“争议读法”表里，“{}”没有名为“{name}”的读法", own.name);
            let hint = match nearest(&name, known.map(|known| known.name.as_str())) {
                Some(near) => format!("是不是“{near}”？"),
                None => "请先在“争议读法”表里加一行；规则本身的评分项，这一格空着".into(),
            };
            self.faults
                .error_with(&line.place("alternative"), message, hint);
        }
        Some(Owner {
            indicator,
            alternative: Some(place?),
        })
    }

    fn items_of(&self, owner: Owner) -> &[Item] {
        let indicator = &self.indicators[owner.indicator];
        match owner.alternative {
            Some(place) => &indicator.alternatives[place].items,
            None => &indicator.items,
        }
    }

    fn items_of_mut(&mut self, owner: Owner) -> &mut Vec<Item> {
        let indicator = &mut self.indicators[owner.indicator];
        match owner.alternative {
            Some(place) => &mut indicator.alternatives[place].items,
            None => &mut indicator.items,
        }
    }

    /// What an owner's items are called in messages.
    fn called(&self, owner: Owner) -> String {
        let indicator = &self.indicators[owner.indicator];
        match owner.alternative {
            Some(place) => format!(
                "“{}”的读法“{}”",
                indicator.name, indicator.alternatives[place].name
            ),
            None => format!("“{}”", indicator.name),
        }
    }

    /// 计分, and what other sheets say of its items.
    pub(super) fn items(&mut self) {
        let Some(rows) = self.rows(&ITEMS) else {
            return;
        };
        let must_confirm = rows.has(CONFIRMED.key);
        for line in rows.lines() {
            let Some(owner) = self.owner(&line, None) else {
                continue;
            };
            let number = self.number(&line);
            let items = self.items_of(owner);
            let number = number.unwrap_or(items.len() as u32 + 1);
            if items.iter().any(|item| item.number == number) {
                let called = self.called(owner);
                let message = format!("{called}的第 {number} 个评分项出现了两次");
                let hint = "一个指标有几个评分项的，“项号”依次填 1、2、3";
                self.faults.error_with(&line.place("number"), message, hint);
                continue;
            }
            let but = ["of", "number", "alternative", "measured", CONFIRMED.key];
            let mut table = line.table(&but, self.faults);
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
            self.items_of_mut(owner).push(Item {
                number,
                shape,
                table,
                cell,
                bands: Vec::new(),
            });
        }
        let when = ["of", "number", "alternative", "when"];
        self.of_items(&layout::BANDS, &when, |item, line, table, faults| {
            let cell = line.place("when");
            let mut when = line.value("when", faults);
            if let Some(when) = &mut when {
                when.cell = Some(cell.clone());
            }
            item.bands.push(Band { when, table, cell });
        });
        self.of_items(&layout::PERIODS, &WHOSE, |item, line, table, _| {
            item.table.list("periods").push(line.thing(table));
        });
        self.nothing();
        self.decided();
    }

    /// The rows of a sheet where several in a row belong to one item.
    fn of_items(
        &mut self,
        shape: &'static SheetShape,
        but: &[&str],
        take: impl Fn(&mut Item, &Line, Table, &Faults),
    ) {
        let Some(rows) = self.rows(shape) else {
            return;
        };
        let mut above = None;
        for line in rows.lines() {
            above = self.item(&line, above);
            let Some((owner, place)) = above else {
                continue;
            };
            let table = line.table(but, self.faults);
            let faults = self.faults;
            take(&mut self.items_of_mut(owner)[place], &line, table, faults);
        }
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
    fn item(&self, line: &Line, above: Option<Place>) -> Option<Place> {
        let owner = self.owner(line, above.map(|(owner, _)| owner))?;
        let items = self.items_of(owner);
        let same = above.filter(|(above, _)| *above == owner);
        match self.number(line) {
            None if line.text("of", self.faults).is_none() && same.is_some() => same,
            None if items.len() == 1 => Some((owner, 0)),
            None => {
                let called = self.called(owner);
                let message = match items.len() {
                    0 => format!("“计分”表里没有{called}的评分项"),
                    _ => format!("{called}有几个评分项，请在“项号”里填是第几个"),
                };
                self.faults.error(&line.place("number"), message);
                None
            }
            Some(number) => {
                let found = items.iter().position(|item| item.number == number);
                if found.is_none() {
                    let called = self.called(owner);
                    let message = format!("“计分”表里没有{called}的第 {number} 个评分项");
                    self.faults.error(&line.place("number"), message);
                }
                Some((owner, found?))
            }
        }
    }

    fn nothing(&mut self) {
        let Some(rows) = self.rows(&layout::NOTHING) else {
            return;
        };
        for line in rows.lines() {
            let Some((owner, place)) = self.item(&line, None) else {
                continue;
            };
            let rule = line.table(&WHOSE, self.faults);
            let table = &mut self.items_of_mut(owner)[place].table;
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
            let Some(owner) = self.owner(&line, None) else {
                continue;
            };
            let item = match line.value("number", self.faults) {
                None if owner.alternative.is_some() => {
                    let message = "否决和免考整个指标的规定，换一种读法也不变；只否决这种读法的一个评分项的，请填“项号”";
                    self.faults.error(&line.place("number"), message);
                    continue;
                }
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
            let rule = line.table(&["of", "number", "alternative", "kind"], self.faults);
            let node = line.thing(rule);
            let table = match item {
                Some(item) => &mut self.items_of_mut(owner)[item].table,
                None => &mut self.indicators[owner.indicator].table,
            };
            table.list(&kind).push(node);
        }
    }
}
