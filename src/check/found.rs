//! A finding and its place; the order in which findings are told.

use std::collections::BTreeMap;

use crate::domain::division::codes;
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
        codes(&self.at.path)
    }
}

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
