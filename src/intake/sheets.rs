//! Which sheet is which: by its name, else by its header; and telling those that look like one of them and
//! are not used, so that no row is lost without a word.

use std::ops::Range;

use super::header;
use super::value::is_blank;
use super::{
    GENERATED_SHEETS, IntakeError, declared, departments, last_year, outcomes, side_sheet,
};
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::naming::{Named, plain};
use crate::rulebook::{Role, RuleBook};
use crate::visible_text::{is_unseen, shortened, visible};
use crate::workbook::Sheet;

/// The sheets of a workbook, told apart. Those that are used go by the names that the rule book gives them.
pub(super) struct Sheets {
    pub data: Sheet,
    pub outcomes: Option<Sheet>,
    pub declared: Option<Sheet>,
    pub last_year: Option<Sheet>,
    pub others: Vec<Sheet>,
}

/// Tells the sheets apart.
///
/// # Errors
/// None is named like the data sheet, and not exactly one has its header.
pub(super) fn tell_apart(
    mut sheets: Vec<Sheet>,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Result<Sheets, IntakeError> {
    let kinds = Kinds::of(book);
    let data = kinds
        .data
        .take_by_name(&mut sheets)
        .or_else(|| {
            let known = [&kinds.outcomes, &kinds.declared].map(|kind| kind.named);
            let is_other = |sheet: &Sheet| known.iter().any(|named| named.matches(&sheet.name));
            let place = only(&sheets, |sheet| {
                !is_other(sheet) && kinds.data.rows_in(sheet).is_some()
            })?;
            Some(kinds.data.take_found(&mut sheets, place, problems))
        })
        .ok_or_else(|| IntakeError::NoDataSheet {
            wanted: book.sheets.data.name.clone(),
            found: sheets.iter().map(|sheet| visible(&sheet.name)).collect(),
        })?;
    let outcomes_by_name = match book.outcomes {
        Some(_) => kinds.outcomes.take_by_name(&mut sheets),
        None => None,
    };
    let declared_by_name = kinds.declared.take_by_name(&mut sheets);
    let last_year = match book.last_year.is_empty() {
        true => None,
        false => take_last_year(&mut sheets),
    };
    let outcomes =
        outcomes_by_name.or_else(|| kinds.outcomes.take_by_header(&mut sheets, problems));
    let declared =
        declared_by_name.or_else(|| kinds.declared.take_by_header(&mut sheets, problems));
    let used = [true, outcomes.is_some(), declared.is_some()];
    let taken = [Some(&data), outcomes.as_ref(), declared.as_ref()];
    let taken = taken.into_iter().flatten().chain(&last_year);
    let taken: Vec<String> = taken.map(|sheet| sheet.name.clone()).collect();
    let (names, mut others) = with_own_names(sheets, taken);
    kinds.report_unused(&others, &names, used, problems);
    for (sheet, name) in others.iter_mut().zip(names) {
        sheet.name = name;
    }
    Ok(Sheets {
        data,
        outcomes,
        declared,
        last_year,
        others,
    })
}

/// The kinds of sheets that a rule book knows.
struct Kinds<'b> {
    data: Kind<'b>,
    outcomes: Kind<'b>,
    declared: Kind<'b>,
}

/// A kind of sheet: what it is called, and what its header names.
struct Kind<'b> {
    named: &'b Named,
    /// The plain spellings of its columns.
    wanted: Vec<Vec<String>>,
    /// The columns that say whose a row is; one of them must be there.
    who: Vec<usize>,
    /// The columns of which most must be there.
    own: Range<usize>,
}

impl<'b> Kinds<'b> {
    fn of(book: &'b RuleBook) -> Kinds<'b> {
        let side = |named, columns: Vec<Vec<String>>, own| Kind {
            named,
            wanted: side_sheet::spellings(&columns),
            who: (0..side_sheet::FIRST_OWN).collect(),
            own: side_sheet::FIRST_OWN..side_sheet::FIRST_OWN + own,
        };
        let outcomes = book
            .outcomes
            .as_ref()
            .map_or_else(Vec::new, outcomes::names);
        let own_outcomes = outcomes.len().saturating_sub(side_sheet::FIRST_OWN);
        let metrics = departments::wanted(book);
        let name = book.role(Role::Name).map(|metric| metric.variable.id);
        Kinds {
            data: Kind {
                named: &book.sheets.data,
                who: name.into_iter().collect(),
                own: 0..metrics.len(),
                wanted: metrics,
            },
            outcomes: side(&book.sheets.outcomes, outcomes, own_outcomes),
            declared: side(
                &book.sheets.declared,
                declared::names(book),
                book.indicators.len(),
            ),
        }
    }

    /// Reports the sheets that could have been one of ours and are not used.
    fn report_unused(
        &self,
        others: &[Sheet],
        names: &[String],
        used: [bool; 3],
        problems: &mut Vec<Problem>,
    ) {
        let kinds = [&self.data, &self.outcomes, &self.declared];
        for (sheet, name) in others.iter().zip(names) {
            let named = kinds
                .iter()
                .position(|kind| kind.named.matches(&sheet.name));
            let place = named.or_else(|| kinds.iter().position(|kind| kind.is_filled_in(sheet)));
            let Some(place) = place.filter(|_| named.is_some() || !is_ours(sheet)) else {
                continue;
            };
            let kind = kinds[place];
            let is_one_of_several = named.is_none() && !used[place];
            let rows = kind.rows_in(sheet).filter(|rows| *rows > 0);
            problems.push(Problem::new(
                match is_one_of_several {
                    true => Severity::Error,
                    false => Severity::Warning,
                },
                Code::SheetIgnored,
                Place::new(name, None),
                format!(
                    "{}工作表“{}”{}“{}”，{}，这一张{}没有采用",
                    if sheet.hidden { "隐藏的" } else { "" },
                    with_spaces(&sheet.name),
                    if named.is_some() {
                        "也像"
                    } else {
                        "的表头像"
                    },
                    kind.named.name,
                    if is_one_of_several {
                        "还有别的表也像，不知道该用哪一张"
                    } else {
                        "已另有采用的一张"
                    },
                    rows.map_or_else(String::new, |rows| format!("表头下面的 {rows} 行"))
                ),
                format!(
                    "请核对数据在哪一张表里；要用的请合并到“{}”一张表里，多余的一张请删除或改名",
                    kind.named.name
                ),
            ));
        }
    }
}

impl Kind<'_> {
    /// Takes the sheet of this name out of the list: the name itself before any alias.
    fn take_by_name(&self, sheets: &mut Vec<Sheet>) -> Option<Sheet> {
        let name = &self.named.name;
        let by = |is_it: &dyn Fn(&str) -> bool| sheets.iter().position(|sheet| is_it(&sheet.name));
        let place = by(&|own| own == name)
            .or_else(|| by(&|own| visible(own) == *name))
            .or_else(|| by(&|own| self.named.matches(own)))?;
        Some(self.take(sheets, place))
    }

    /// Takes the only sheet that is filled in under such a header.
    fn take_by_header(
        &self,
        sheets: &mut Vec<Sheet>,
        problems: &mut Vec<Problem>,
    ) -> Option<Sheet> {
        let place = only(sheets, |sheet| !is_ours(sheet) && self.is_filled_in(sheet))?;
        Some(self.take_found(sheets, place, problems))
    }

    /// Takes a sheet that was found by its header, and says so.
    fn take_found(
        &self,
        sheets: &mut Vec<Sheet>,
        place: usize,
        problems: &mut Vec<Problem>,
    ) -> Sheet {
        let wanted = &self.named.name;
        let found = with_spaces(&sheets[place].name);
        problems.push(Problem::new(
            Severity::Warning,
            Code::SheetByHeader,
            Place::new(wanted, None),
            format!("没有名为“{wanted}”的工作表，按表头采用了“{found}”"),
            format!("请核对；如果是这张表，请把它改名为“{wanted}”"),
        ));
        self.take(sheets, place)
    }

    /// From here on the sheet goes by the name that the annotated workbook gives it.
    fn take(&self, sheets: &mut Vec<Sheet>, place: usize) -> Sheet {
        let mut sheet = sheets.remove(place);
        sheet.name.clone_from(&self.named.name);
        sheet
    }

    /// How many rows are filled in under a header of this kind; `None` where there is no such header.
    fn rows_in(&self, sheet: &Sheet) -> Option<usize> {
        let header = header::find(sheet, &self.wanted)?;
        let is_there = |column: &usize| header.columns[*column].is_some();
        let own = self.own.clone().filter(is_there).count();
        if !self.who.iter().any(is_there) || own * 2 <= self.own.len() {
            return None;
        }
        let rows = sheet.rows.iter().filter(|row| row.index > header.last_row);
        Some(rows.filter(|row| !row.cells.iter().all(is_blank)).count())
    }

    fn is_filled_in(&self, sheet: &Sheet) -> bool {
        self.rows_in(sheet).is_some_and(|rows| rows > 0)
    }
}

/// The place of the only sheet that something is true of.
fn only(sheets: &[Sheet], is_it: impl Fn(&Sheet) -> bool) -> Option<usize> {
    let mut found = (0..sheets.len()).filter(|place| is_it(&sheets[*place]));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether a sheet has the name of one that the program writes, perhaps with the number that a second one
/// of the name is given, `(2)` or `（原1）`: such a sheet is neither looked into nor told of.
fn is_ours(sheet: &Sheet) -> bool {
    let name = plain(&sheet.name);
    let bare = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
        .filter(|(_, number)| number.chars().all(|c| c == '原' || c.is_ascii_digit()))
        .map_or(name.as_str(), |(name, _)| name);
    bare == last_year::SHEET || GENERATED_SHEETS.contains(&bare)
}

/// Takes the sheet of last year's figures out of the list.
fn take_last_year(sheets: &mut Vec<Sheet>) -> Option<Sheet> {
    let is_it = |sheet: &Sheet| plain(&sheet.name) == last_year::SHEET;
    let mut sheet = sheets.remove(sheets.iter().position(is_it)?);
    sheet.name = last_year::SHEET.to_string();
    Some(sheet)
}

/// The names that sheets have from here on: as they are seen, and each but once.
fn with_own_names(sheets: Vec<Sheet>, mut taken: Vec<String>) -> (Vec<String>, Vec<Sheet>) {
    let mut names = Vec::with_capacity(sheets.len());
    for sheet in &sheets {
        let seen = visible(&sheet.name);
        let numbered = (1..).map(|number| format!("{seen}（原{number}）"));
        let name = std::iter::once(seen.clone())
            .chain(numbered)
            .find(|name| !taken.contains(name))
            .unwrap_or_default();
        taken.push(name.clone());
        names.push(name);
    }
    (names, sheets)
}

/// A sheet's name in which the spaces and unseen characters that tell it from another can be seen.
fn with_spaces(name: &str) -> String {
    if visible(name) == name {
        return shortened(name);
    }
    let mut shown = String::new();
    for c in name.chars() {
        match c {
            c if c.is_whitespace() => shown.push_str("[空格]"),
            c if is_unseen(c) => shown.push_str("[不可见字符]"),
            c => shown.push(c),
        }
    }
    shortened(&shown)
}
