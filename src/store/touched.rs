//! Which rules of a kind rest on which columns, so that leaving a field runs those alone.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::domain::kind::Kind;
use crate::instrument::statement::{RuleQuery, rule_query_of};
use crate::instrument::{Branch, Instrument};

/// Places of a rule and of its branch in the catalog.
type Place = (usize, usize);

/// Statements written so far, by the rules they run.
type Written = HashMap<(Kind, BTreeSet<Place>), Arc<Chosen>>;

/// What changed: a column of the record itself or of another one that its rules read.
pub(super) type Columns = BTreeSet<(Kind, String)>;

/// Rules by what they rest on, and their statements once written.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Branches of a kind by the columns they read.
    readers: HashMap<(Kind, Kind, String), BTreeSet<Place>>,
    /// The branches that decide a finding together: of one rule, pointing at one item.
    together: HashMap<Place, Vec<Place>>,
    /// How many branches a kind has.
    counts: HashMap<Kind, usize>,
    queries: RefCell<Written>,
}

/// Some rules of a kind as one statement.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) query: RuleQuery,
    /// Rule and first item of the findings that it decides.
    pub(super) keys: BTreeSet<(String, String)>,
}

impl Touched {
    /// Notes what each rule reads.
    pub(super) fn new(instrument: &Instrument) -> Self {
        let mut touched = Self::default();
        for (rule, entry) in instrument.rules.iter().enumerate() {
            let mut together: BTreeMap<(Kind, &str), Vec<Place>> = BTreeMap::new();
            let branches = entry.branches.iter().enumerate();
            for (place, branch) in branches.filter(|(_, branch)| branch.is_stored()) {
                together
                    .entry((branch.kind, cell(branch)))
                    .or_default()
                    .push((rule, place));
                touched.note(branch, (rule, place));
            }
            for places in together.into_values() {
                for place in &places {
                    touched.together.insert(*place, places.clone());
                }
            }
        }
        touched
    }

    fn note(&mut self, branch: &Branch, place: Place) {
        *self.counts.entry(branch.kind).or_default() += 1;
        let conditions =
            std::iter::once(&branch.when).chain(branch.fills.iter().map(|fill| &fill.1));
        // A confirmation rests on what a derived column was made of, too.
        for read in conditions.flat_map(|when| when.reads.iter().chain(&when.inputs)) {
            self.readers
                .entry((branch.kind, read.kind, read.id.clone()))
                .or_default()
                .insert(place);
        }
    }

    /// Returns the rules of a kind that rest on what changed; nothing where these are so many that
    /// all of them may as well run.
    pub(super) fn chosen(
        &self,
        instrument: &Instrument,
        kind: Kind,
        changed: &Columns,
    ) -> Option<Arc<Chosen>> {
        let mut places = BTreeSet::new();
        for (of, column) in changed {
            let found = self.readers.get(&(kind, *of, column.clone()));
            for place in found.into_iter().flatten() {
                places.extend(self.together.get(place).into_iter().flatten().copied());
            }
        }
        let all = self.counts.get(&kind).copied().unwrap_or(0);
        if places.len() * 2 > all {
            return None;
        }
        let key = (kind, places);
        if let Some(known) = self.queries.borrow().get(&key) {
            return Some(Arc::clone(known));
        }
        let places = &key.1;
        let query = rule_query_of(instrument, kind, &|rule, branch| {
            places.contains(&(rule, branch))
        });
        let named = places.iter().filter_map(|(rule, branch)| {
            let rule = instrument.rules.get(*rule)?;
            let cell = cell(rule.branches.get(*branch)?);
            Some((rule.id.clone(), cell.to_owned()))
        });
        let keys = named.collect();
        let chosen = Arc::new(Chosen { query, keys });
        let mut queries = self.queries.borrow_mut();
        Some(Arc::clone(queries.entry(key).or_insert(chosen)))
    }
}

fn cell(branch: &Branch) -> &str {
    branch.items.first().map_or("", String::as_str)
}
