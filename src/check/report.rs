//! What a check counts beside the findings themselves.

use std::collections::BTreeMap;

use super::found::Found;
use crate::instrument::Level;

/// Findings of one rule, village, or enumerator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Hard ones that are open.
    pub hard: u64,
    /// Soft ones that are open.
    pub soft: u64,
    /// Notes.
    pub note: u64,
    /// Hard ones accepted as exceptions and soft ones confirmed.
    pub settled: u64,
}

impl Count {
    /// Counts one more finding.
    pub(super) const fn add(&mut self, level: Level, is_open: bool) {
        match (level, is_open) {
            (Level::Note, _) => self.note += 1,
            (Level::Hard, true) => self.hard += 1,
            (Level::Soft, true) => self.soft += 1,
            (_, false) => self.settled += 1,
        }
    }

    /// Returns how many there are in all.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.hard + self.soft + self.note + self.settled
    }
}

/// What a check came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// All findings.
    pub all: Count,
    /// By rule.
    pub by_rule: BTreeMap<String, Count>,
    /// By code of the village; those of townships and the county under their own codes.
    pub by_village: BTreeMap<String, Count>,
    /// By who filled the household in; of units above the household, and where nobody did, under
    /// the empty name.
    pub by_enumerator: BTreeMap<String, Count>,
    /// Whether the caller stopped it, so that the counts are of a part.
    pub is_stopped: bool,
}

/// Digits of the code of a village.
const VILLAGE_DIGITS: usize = 12;

impl Report {
    pub(super) fn add(&mut self, found: &Found) {
        let finding = &found.finding;
        let village = found.at.path.get(..VILLAGE_DIGITS);
        let village = village.unwrap_or(&found.at.path);
        let counts = [
            &mut self.all,
            count(&mut self.by_rule, &finding.rule),
            count(&mut self.by_village, village),
            count(&mut self.by_enumerator, &found.at.enumerator),
        ];
        for count in counts {
            count.add(finding.level, finding.is_open());
        }
    }
}

/// Finds the count of a name; the name is copied only the first time.
fn count<'a>(counts: &'a mut BTreeMap<String, Count>, name: &str) -> &'a mut Count {
    if !counts.contains_key(name) {
        counts.insert(name.to_owned(), Count::default());
    }
    counts.entry(name.to_owned()).or_default()
}
