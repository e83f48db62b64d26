//! 新增撤并: departments that one year has and the next has not, that changed name or code, that could not
//! be matched; and what may be renames.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Source;
use crate::analysis::comparison::Fate;
use crate::analysis::comparison::following::Link;
use crate::intake::Record;
use crate::sheets::page::{self, Page};
use crate::sheets::style;

const LAST: u16 = 6;
const NOTE_WIDTH: f64 = 60.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let note = "部门按编码对应，编码对不上的按名称对应，别名文件写明的以别名文件为准。";
    page::title(sheet, "新增撤并", note, LAST, source.style)?;
    let widths = [14.0, 12.0, 12.0, 30.0, 12.0, 30.0, NOTE_WIDTH];
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, width)?;
    }
    let mut table = Table {
        sheet,
        source,
        row: 2,
    };
    table.fates()?;
    table.suggestions()?;
    let last = table.row - 1;
    sheet.set_freeze_panes(3, 0)?;
    page::set_up(sheet, &Page::landscape((0, 2), (last, LAST)))
}

struct Table<'a> {
    sheet: &'a mut Worksheet,
    source: &'a Source<'a>,
    row: u32,
}

impl Table<'_> {
    fn header(&mut self) -> Result<(), XlsxError> {
        let names = [
            "年度",
            "情况",
            "原编码",
            "原名称",
            "现编码",
            "现名称",
            "说明",
        ];
        for (column, text) in (0..).zip(names) {
            let format = &self.source.style.header;
            self.sheet
                .write_string_with_format(self.row, column, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn write(
        &mut self,
        step: usize,
        what: &str,
        old: Option<&Record>,
        new: Option<&Record>,
        note: &str,
    ) -> Result<(), XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        let code = |record: Option<&Record>| record.and_then(|record| record.code.clone());
        let name = |record: Option<&Record>| record.map(|record| record.name.clone());
        let texts = [
            (format!("{from} → {to}"), &style.center),
            (what.to_string(), &style.center),
            (code(old).unwrap_or_default(), &style.center),
            (name(old).unwrap_or_default(), &style.shrunk),
            (code(new).unwrap_or_default(), &style.center),
            (name(new).unwrap_or_default(), &style.shrunk),
            (note.to_string(), &style.wrapped),
        ];
        for (column, (text, format)) in (0..).zip(texts) {
            self.sheet
                .write_string_with_format(self.row, column, &text, format)?;
        }
        let height = style::height(note, NOTE_WIDTH).max(18.0);
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    fn fates(&mut self) -> Result<(), XlsxError> {
        let comparison = self.source.comparison;
        self.header()?;
        let before = self.row;
        for step in 0..comparison.steps.len() {
            for wanted in Fate::TOLD {
                for department in 0..comparison.departments.len() {
                    if comparison.fate(department, step) != Some(wanted) {
                        continue;
                    }
                    let records = [step, step + 1].map(|year| comparison.record(department, year));
                    let link = comparison.departments[department].links[step + 1];
                    let note = told(wanted, link);
                    self.write(step, wanted.label(), records[0], records[1], note)?;
                }
            }
        }
        if self.row == before {
            let format = &self.source.style.note;
            let text = "各年的部门相同，名称和编码都没有变。";
            self.sheet
                .write_string_with_format(self.row, 0, text, format)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn suggestions(&mut self) -> Result<(), XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        if comparison.suggestions.is_empty() {
            return Ok(());
        }
        self.sheet.set_row_height(self.row, 24)?;
        let title = "可能是更名的部门（只是提示，没有采用）";
        self.sheet
            .write_string_with_format(self.row, 0, title, &style.section)?;
        self.row += 1;
        self.header()?;
        for suggestion in &comparison.suggestions {
            let step = suggestion.step;
            let old = comparison.record(suggestion.old, step);
            let new = comparison.record(suggestion.new, step + 1);
            let note = "名称相近。如果是同一个部门，请把原名称和现名称写进别名文件，用 --aliases 指定后再对比一次";
            self.write(step, "可能更名", old, new, note)?;
        }
        Ok(())
    }
}

/// What is to be said of a fate.
fn told(fate: Fate, link: Option<Link>) -> &'static str {
    match (fate, link) {
        (Fate::New, _) => "上年没有这个部门，没有可比的数",
        (Fate::Returned, _) => "以前有，上年没有，没有可比的数",
        (Fate::Closed, _) => "今年没有这个部门，没有可比的数",
        (Fate::Renamed, Some(Link::Alias)) => "按别名文件对应",
        (Fate::Renamed, _) => "编码相同，名称不同；如果不是同一个部门，请改正编码",
        (Fate::Recoded, Some(Link::Alias)) => "按别名文件对应",
        (Fate::Recoded, _) => "名称相同，编码不同；如果不是同一个部门，请改正名称",
        (Fate::Unmatched, _) => {
            "同一年里有编码或名称相同的几行，不知道哪一行是它，没有对比；请改正后再对比"
        }
        (Fate::Kept, _) => "",
    }
}
