//! 表名: what the input's sheets and columns are called.

use super::{Reader, tables};
use crate::rulebook::tables::layout;
use crate::rulebook::tables::sheet::folded;
use crate::rulebook::tree::{Node, Value};

impl Reader<'_> {
    /// 表名; where the sheet is not there, the usual names.
    pub(super) fn names(&mut self) {
        let mut sheets = self.workbook.sheets.iter();
        if !sheets.any(|sheet| folded(&sheet.name) == layout::NAMES.name) {
            return self.usual_names();
        }
        let Some(rows) = self.rows(&layout::NAMES) else {
            return;
        };
        self.book.cells.push(("sheets", rows.start()));
        let mut seen: Vec<String> = Vec::new();
        for line in rows.lines() {
            let Some(purpose) = line.text("purpose", self.faults) else {
                self.faults
                    .error(&line.place("purpose"), "没有填是哪一张表、哪一列");
                continue;
            };
            if purpose != "direction" && seen.contains(&purpose) {
                let word = layout::word("purpose", &purpose);
                self.faults
                    .error(&line.place("purpose"), format!("“{word}”出现了两次"));
                continue;
            }
            let mut table = line.table(&["purpose"], self.faults);
            let cell = line.start();
            match purpose.split_once('.') {
                Some(("declared", column)) => {
                    let declared = self.book.table("sheets").table("declared");
                    for (from, to) in [
                        ("name", column.to_string()),
                        ("aliases", format!("{column}_aliases")),
                    ] {
                        if let Some(node) = table.take(from) {
                            declared.set(to, node);
                        }
                    }
                }
                Some((_, role)) => {
                    let role = Node {
                        value: Value::Text(role.into()),
                        cell: Some(line.place("purpose")),
                    };
                    table.set("role", role);
                    let node = tables(vec![(table, cell)]);
                    self.outcomes_list("columns", node);
                }
                None if purpose == "direction" => {
                    let node = tables(vec![(table, cell)]);
                    self.outcomes_list("directions", node);
                }
                None => {
                    let own = self.book.table("sheets").table(&purpose);
                    own.entries.extend(table.entries);
                    own.cells = table.cells;
                    let sheets = self.book.table("sheets");
                    if let Some(entry) =
                        sheets.entries.iter_mut().find(|entry| entry.key == purpose)
                    {
                        entry.node.cell = Some(cell);
                    }
                }
            }
            seen.push(purpose);
        }
    }

    fn outcomes_list(&mut self, key: &str, node: Node) {
        let Value::List(nodes) = node.value else {
            return;
        };
        let cell = nodes.first().and_then(|node| node.cell.clone());
        self.book.table("outcomes").list(key).extend(nodes);
        if let Some(entry) = self
            .book
            .entries
            .iter_mut()
            .find(|entry| entry.key == "outcomes")
            && entry.node.cell.is_none()
        {
            entry.node.cell = cell;
        }
    }

    fn usual_names(&mut self) {
        if self.book.get("sheets").is_some() {
            return;
        }
        let sheets = self.book.table("sheets");
        for (key, name) in [
            ("data", "基础数据"),
            ("outcomes", "个性化指标"),
            ("declared", "自评得分"),
        ] {
            sheets.table(key).set("name", Node::text(name));
        }
        let declared = sheets.table("declared");
        declared.set("total", Node::text("总分"));
        declared.set("grade", Node::text("等级"));
    }
}
