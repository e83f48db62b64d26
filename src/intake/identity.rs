//! Who is who: the same department within a sheet, and across sheets.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use super::dataset::Record;
use super::report::Report;
use crate::address::Address;
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::visible_text::shortened;

/// A name or code as it is compared: width and spaces do not matter.
pub fn key(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A department, as lists and forms name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// 部门编码, if it has one.
    pub code: Option<String>,
    /// 部门名称.
    pub name: String,
    /// 主管部门.
    pub group: Option<String>,
}

impl Who {
    /// Who a record is about.
    pub fn of(record: &Record) -> Who {
        Who {
            code: record.code.clone(),
            name: record.name.clone(),
            group: record.group.clone(),
        }
    }

    /// Whom a problem concerns.
    pub fn concerns(&self) -> Concerns {
        Concerns {
            code: self.code.clone(),
            name: self.name.clone(),
        }
    }
}

/// Places by a text; one that several have is nobody's.
#[derive(Default)]
pub struct Alone(HashMap<String, Option<usize>>);

impl Alone {
    /// Indexes places by what each has.
    pub fn of<'t>(all: impl Iterator<Item = (&'t str, usize)>) -> Alone {
        let mut alone = Alone::default();
        for (text, place) in all {
            let known = alone.0.entry(key(text));
            known.and_modify(|one| *one = None).or_insert(Some(place));
        }
        alone
    }

    /// The one that has it alone.
    pub fn get(&self, text: &str) -> Option<usize> {
        self.0.get(&key(text)).copied().flatten()
    }

    fn has(&self, text: &str) -> bool {
        self.0.contains_key(&key(text))
    }

    /// The pairs of those that have the same text alone, here and there.
    pub fn pairs(&self, other: &Alone) -> impl Iterator<Item = (usize, usize)> {
        let own = self.0.iter();
        own.filter_map(|(text, own)| Some(((*own)?, (*other.0.get(text)?)?)))
    }
}

/// Departments by code, else by name; none where several are the same.
pub struct Index {
    by_code: Alone,
    by_name: Alone,
    codeless: Vec<bool>,
}

impl Index {
    /// Indexes departments by their codes and names.
    pub fn new<'t>(all: impl Iterator<Item = (Option<&'t str>, &'t str)>) -> Index {
        let all: Vec<(Option<&str>, &str)> = all.collect();
        let places = || all.iter().enumerate();
        let codes = places().filter_map(|(place, (code, _))| Some(((*code)?, place)));
        Index {
            by_code: Alone::of(codes),
            by_name: Alone::of(places().map(|(place, (_, name))| (*name, place))),
            codeless: all.iter().map(|(code, _)| code.is_none()).collect(),
        }
    }

    /// By code, else by name, as years are compared.
    pub fn find(&self, code: Option<&str>, name: &str) -> Option<usize> {
        match code.filter(|code| self.by_code.has(code)) {
            Some(code) => self.by_code.get(code),
            None => self.by_name.get(name),
        }
    }

    /// By code where both have one, else by name.
    pub fn find_certain(&self, code: Option<&str>, name: &str) -> Option<usize> {
        let found = self.find(code, name)?;
        let by_code = code.is_some_and(|code| self.by_code.has(code));
        (by_code || code.is_none() || self.codeless[found]).then_some(found)
    }
}

/// The departments by code and by name.
pub struct Keys {
    by_code: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// The departments' names, as written.
    names: Vec<String>,
    /// Departments without a code.
    codeless: Vec<bool>,
    /// Departments that stand in the sheet with another year.
    other_years: Vec<Concerns>,
}

/// Whom a row of another sheet belongs to.
#[derive(Debug, PartialEq, Eq)]
pub enum Owner {
    /// These records: one, or all of a duplicate.
    Records(Vec<usize>),
    /// A department of a year that is not scored.
    OtherYear,
    /// No department, or more than one that are not the same.
    Unknown,
}

impl Keys {
    /// Indexes the departments.
    pub fn new(records: &[Record], other_years: &[Concerns]) -> Keys {
        let mut keys = Keys {
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            names: records.iter().map(|record| record.name.clone()).collect(),
            codeless: records.iter().map(|record| record.code.is_none()).collect(),
            other_years: other_years.to_vec(),
        };
        for (index, record) in records.iter().enumerate() {
            if let Some(code) = &record.code {
                keys.by_code.entry(key(code)).or_default().push(index);
            }
            keys.by_name
                .entry(key(&record.name))
                .or_default()
                .push(index);
        }
        keys
    }

    /// The name of the owners, where none of them is called so.
    pub fn other_name(&self, owners: &[usize], name: &str) -> Option<&str> {
        let names = || owners.iter().map(|owner| self.names[*owner].as_str());
        if names().any(|own| key(own) == key(name)) {
            return None;
        }
        names().next()
    }

    /// Finds the owner of a row by its code, else by its name.
    pub fn owner(&self, code: Option<&str>, name: Option<&str>) -> Owner {
        if let Some(found) = code.and_then(|code| self.by_code.get(&key(code))) {
            return Owner::Records(found.clone());
        }
        let named = name
            .and_then(|name| self.by_name.get(&key(name)))
            .cloned()
            .unwrap_or_default();
        // A code that no department has may still be a department's own, where it gave none in 基础数据.
        let possible: Vec<usize> = match code {
            Some(_) => named
                .into_iter()
                .filter(|index| self.codeless[*index])
                .collect(),
            None => named,
        };
        let same_department =
            possible.len() <= 1 || possible.iter().all(|index| self.codeless[*index]);
        if !possible.is_empty() && same_department {
            return Owner::Records(possible);
        }
        let elsewhere = self.other_years.iter().any(|other| match code {
            Some(code) => other.code.as_deref().map(key) == Some(key(code)),
            None => name.is_some_and(|name| key(name) == key(&other.name)),
        });
        if elsewhere {
            Owner::OtherYear
        } else {
            Owner::Unknown
        }
    }
}

/// Marks departments that stand more than once: each is scored, none is ranked, each is an error.
pub fn mark_duplicates(records: &mut [Record], sheet: &str, problems: &mut Vec<Problem>) {
    // A department without a code is the same as the first one of its name that has one.
    let mut codes_by_name: HashMap<String, String> = HashMap::new();
    for record in records.iter() {
        if let Some(code) = &record.code {
            codes_by_name
                .entry(key(&record.name))
                .or_insert_with(|| key(code));
        }
    }
    // In order, so that the same input gives the same list.
    let mut groups: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let name = key(&record.name);
        let code = record
            .code
            .as_deref()
            .map(key)
            .or_else(|| codes_by_name.get(&name).cloned());
        let group = match code {
            Some(code) => (true, code),
            None => (false, name),
        };
        groups.entry(group).or_default().push(index);
    }
    let mut report = Report { sheet, problems };
    for members in groups.values().filter(|members| members.len() > 1) {
        let rows: Vec<String> = members
            .iter()
            .map(|index| (records[*index].row + 1).to_string())
            .collect();
        let rows = rows.join("、");
        let first = &records[members[0]];
        let is_one_name = |index: &usize| key(&records[*index].name) == key(&first.name);
        let (message, advice) = match &first.code {
            Some(code) if !members.iter().all(is_one_name) => (
                format!(
                    "第 {rows} 行的部门名称不同，编码都是 {}，各自评分，均不参加排名",
                    shortened(code)
                ),
                "请核对编码；确实是同一个部门的，只保留一行，再评一次",
            ),
            _ => (
                format!("同一部门出现在第 {rows} 行，各自评分，均不参加排名"),
                "请核对后只保留一行，再评一次",
            ),
        };
        for index in members {
            let record = &mut records[*index];
            record.duplicate = true;
            report.add(
                Severity::Error,
                Code::Duplicate,
                Some(&record.concerns()),
                Some(Address::new(record.row, 0)),
                message.clone(),
                advice,
            );
        }
    }
}
