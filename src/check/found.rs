//! A finding and its place; the order in which findings are told.

use std::collections::BTreeMap;

use crate::domain::kind::Kind;
use crate::instrument::Instrument;
use crate::store::{Finding, Subject};

/// A finding of a check, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// On which record.
    pub at: Subject,
}

impl Found {
    /// Returns the codes of the record as people write them, from the township down: the group
    /// with two digits, the household with three.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        let path = &self.at.path;
        let whole = [TOWNSHIP, VILLAGE].into_iter();
        let whole = whole.filter_map(|end| path.get(..end)).map(str::to_owned);
        let parts = [(VILLAGE, GROUP), (GROUP, HOUSEHOLD)].into_iter();
        let parts = parts.filter_map(|(from, to)| path.get(from..to));
        let lines = [(HOUSEHOLD, PERSON), (PERSON, EPISODE)].into_iter();
        let lines = lines.filter_map(|(from, to)| path.get(from..to));
        let lines = lines.map(|line| line.trim_start_matches('0').to_owned());
        whole.chain(parts.map(str::to_owned)).chain(lines).collect()
    }
}

/// Digits of a path down to each kind.
const TOWNSHIP: usize = 9;
const VILLAGE: usize = 12;
const GROUP: usize = 14;
const HOUSEHOLD: usize = 17;
const PERSON: usize = 19;
const EPISODE: usize = 21;

/// Brings findings into walking order: by unit, then by item, then by weight.
pub(super) fn sort(instrument: &Instrument, found: &mut [Found]) {
    let mut places: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for kind in Kind::ALL {
        let items = instrument.items(kind).iter().enumerate();
        places.extend(items.map(|(place, item)| ((kind, item.id.as_str()), place)));
    }
    found.sort_by_cached_key(|found| {
        let finding = &found.finding;
        let record = found.at.record;
        let place = places.get(&(record.kind, finding.cell())).copied();
        (
            found.at.path.clone(),
            record.id,
            place,
            finding.level,
            finding.rule.clone(),
        )
    });
}
