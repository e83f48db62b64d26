//! Where each record stands among its peers, for rule books that compare departments: the first of two passes. Each
//! rule's figure is reckoned for every record, and every record is given those of its group; scoring is then as pure as
//! ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dataset::{Dataset, Record};
use crate::expr::peers::{Peer, PeerGroup, PeerRule, Standing, compared};
use crate::rulebook::RuleBook;
use crate::rulebook::naming::plain;

/// Gives every record its standing by every rule.
pub fn stand(dataset: &mut Dataset, book: &RuleBook) {
    for rule in &book.peers {
        let standings = standings(&dataset.records, rule);
        for (record, standing) in dataset.records.iter_mut().zip(standings) {
            record.standings.push(standing);
        }
    }
}

fn standings(records: &[Record], rule: &PeerRule) -> Vec<Standing> {
    /// The members of a group, what it is called, and where its members stand in the data.
    #[derive(Default)]
    struct Gathered {
        name: Option<Arc<str>>,
        members: Vec<Peer>,
    }
    let mut groups: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut places: Vec<Option<(String, usize)>> = Vec::new();
    for record in records {
        let name = record
            .group
            .as_deref()
            .filter(|name| !name.trim().is_empty());
        let key = match (&rule.group, name) {
            (None, _) => String::new(),
            (Some(_), Some(name)) => plain(name),
            (Some(_), None) => {
                places.push(None);
                continue;
            }
        };
        let group = groups.entry(key.clone()).or_default();
        if rule.group.is_some() && group.name.is_none() {
            group.name = name.map(Arc::from);
        }
        places.push(Some((key, group.members.len())));
        let figure = rule.measure.number(record).ok().map(compared);
        group.members.push(Peer {
            name: record.name.as_str().into(),
            // Of a department that stands twice nobody knows which figure counts.
            figure: figure.filter(|_| !record.duplicate),
        });
    }
    let groups: BTreeMap<String, Arc<PeerGroup>> = groups
        .into_iter()
        .map(|(key, Gathered { name, members })| {
            let group = PeerGroup::new(name, members, rule.more_is_better);
            (key, Arc::new(group))
        })
        .collect();
    let standing = |(place, record): (Option<(String, usize)>, &Record)| {
        let (group, place) = place
            .map(|(key, place)| (groups.get(&key).cloned(), place))
            .unwrap_or_default();
        Standing {
            group,
            place,
            is_twice: record.duplicate,
        }
    };
    places.into_iter().zip(records).map(standing).collect()
}
