//! Departments over the years: the same code, else the same name; or as the user says. A department that
//! stands twice in a year is matched with none, for nobody can say which of the two it is.

use super::Year;
use crate::intake::Record;
use crate::intake::identity::{Alone, key};

/// A department that was renamed, as the user says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name or code that it had.
    pub old: String,
    /// The name or code that it has now.
    pub new: String,
}

/// One department over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// By year, its place among the year's records.
    pub places: Vec<Option<usize>>,
    /// By year, how it was found again; none where it was not, or for the first time.
    pub links: Vec<Option<Link>>,
}

/// How a department was found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// By an alias.
    Alias,
    /// By its code.
    Code,
    /// By its name.
    Name,
}

/// What became of a department from one year to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// It is there in both years, under the same code or name.
    Kept,
    /// Another name.
    Renamed,
    /// The same name under another code.
    Recoded,
    /// In the later year for the first time.
    New,
    /// In the later year again, after it was absent.
    Returned,
    /// No longer in the later year.
    Closed,
    /// It stands more than once in one of the years.
    Unmatched,
}

impl Continuity {
    /// Those that are told, in the order of telling: all but the usual one.
    pub const TOLD: [Continuity; 6] = [
        Continuity::New,
        Continuity::Returned,
        Continuity::Closed,
        Continuity::Renamed,
        Continuity::Recoded,
        Continuity::Unmatched,
    ];

    /// What users read.
    pub fn label(self) -> &'static str {
        match self {
            Continuity::Kept => "延续",
            Continuity::Renamed => "更名",
            Continuity::Recoded => "编码变更",
            Continuity::New => "新增",
            Continuity::Returned => "重新出现",
            Continuity::Closed => "撤并",
            Continuity::Unmatched => "无法对应",
        }
    }

    /// The word of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Continuity::Kept => "kept",
            Continuity::Renamed => "renamed",
            Continuity::Recoded => "recoded",
            Continuity::New => "new",
            Continuity::Returned => "returned",
            Continuity::Closed => "closed",
            Continuity::Unmatched => "unmatched",
        }
    }
}

/// What following the departments gave.
pub struct Followed {
    /// In the last year's order, then those that it no longer has.
    pub departments: Vec<Department>,
    /// Aliases that matched nothing, by place.
    pub unused_aliases: Vec<usize>,
}

/// Follows the departments over the years.
pub fn follow(years: &[&[Record]], aliases: &[Alias]) -> Followed {
    let mut following = Following {
        years,
        departments: Vec::new(),
        used: vec![false; aliases.len()],
    };
    for year in 0..years.len() {
        following.year(year, aliases);
    }
    let mut departments = following.departments;
    departments.sort_by_key(|department| {
        let places = department.places.iter().rev();
        let places = places.map(|place| place.unwrap_or(usize::MAX));
        places.collect::<Vec<usize>>()
    });
    Followed {
        departments,
        unused_aliases: (0..aliases.len())
            .filter(|alias| !following.used[*alias])
            .collect(),
    }
}

/// What departments are matched by.
type Property = fn(&Record) -> Option<&str>;

fn code(record: &Record) -> Option<&str> {
    record.code.as_deref()
}

fn name(record: &Record) -> Option<&str> {
    Some(&record.name)
}

struct Following<'r> {
    years: &'r [&'r [Record]],
    departments: Vec<Department>,
    used: Vec<bool>,
}

impl Following<'_> {
    /// Finds the departments of one more year among those known, or makes new ones.
    fn year(&mut self, year: usize, aliases: &[Alias]) {
        let mut open = Open::new(self.years[year]);
        for (place, alias) in aliases.iter().enumerate() {
            let known = self.known(year, name).get(&alias.old);
            let found = open.alone(name).get(&alias.new);
            if let (Some(department), Some(record)) = (known, found) {
                self.used[place] = true;
                open.taken[record] = true;
                self.link(department, year, record, Link::Alias);
            }
        }
        self.match_by(year, &mut open, code, Link::Code);
        self.match_by(year, &mut open, name, Link::Name);
        let new = (0..open.records.len()).filter(|record| !open.taken[*record]);
        let years = self.years.len();
        self.departments.extend(new.map(|record| {
            let mut places = vec![None; years];
            places[year] = Some(record);
            Department {
                places,
                links: vec![None; years],
            }
        }));
    }

    /// Matches what is the same by a property and has it alone, on both sides.
    fn match_by(&mut self, year: usize, open: &mut Open, property: Property, link: Link) {
        let (known, open_ones) = (self.known(year, property), open.alone(property));
        for (department, record) in known.pairs(&open_ones) {
            open.taken[record] = true;
            self.link(department, year, record, link);
        }
    }

    fn link(&mut self, department: usize, year: usize, record: usize, link: Link) {
        self.departments[department].places[year] = Some(record);
        self.departments[department].links[year] = Some(link);
    }

    /// The departments of earlier years that are not found in this year, by a property that one has alone.
    fn known(&self, year: usize, property: Property) -> Alone {
        let departments = self.departments.iter().enumerate();
        let open = departments.filter(|(_, department)| department.places[year].is_none());
        Alone::of(open.filter_map(|(index, department)| {
            let latest = (0..year).rev().find_map(|earlier| {
                department.places[earlier].map(|place| &self.years[earlier][place])
            })?;
            let property = property(latest).filter(|_| !latest.duplicate)?;
            Some((property, index))
        }))
    }
}

/// A year's records, of which some are matched.
struct Open<'r> {
    records: &'r [Record],
    taken: Vec<bool>,
}

impl<'r> Open<'r> {
    fn new(records: &'r [Record]) -> Open<'r> {
        Open {
            records,
            taken: vec![false; records.len()],
        }
    }

    /// Those that have a property alone.
    fn alone(&self, property: Property) -> Alone {
        let free = |index: &usize| !self.taken[*index] && !self.records[*index].duplicate;
        let free = (0..self.records.len()).filter(free);
        Alone::of(free.filter_map(|index| Some((property(&self.records[index])?, index))))
    }
}

/// What became of a department over a step; none where neither year has it.
pub fn fate(years: &[Year], department: &Department, step: usize) -> Option<Continuity> {
    let record = |year: usize| {
        department.places[year].map(|place| &years[year].evaluation.dataset.records[place])
    };
    let doubled_in = |year: usize, one: &Record| {
        let records = &years[year].evaluation.dataset.records;
        let same = |other: &Record| {
            key(&other.name) == key(&one.name) || (one.code.is_some() && other.code == one.code)
        };
        one.duplicate || records.iter().any(|other| other.duplicate && same(other))
    };
    match (record(step), record(step + 1)) {
        (None, None) => None,
        (Some(last), Some(this)) => Some(if key(&last.name) != key(&this.name) {
            Continuity::Renamed
        } else if matches!((&last.code, &this.code), (Some(last), Some(this)) if key(last) != key(this))
        {
            Continuity::Recoded
        } else {
            Continuity::Kept
        }),
        (Some(last), None) => Some(if doubled_in(step + 1, last) {
            Continuity::Unmatched
        } else {
            Continuity::Closed
        }),
        (None, Some(this)) => Some(if doubled_in(step, this) || this.duplicate {
            Continuity::Unmatched
        } else if department.places[..step].iter().any(Option::is_some) {
            Continuity::Returned
        } else {
            Continuity::New
        }),
    }
}
