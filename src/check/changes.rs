//! Which rules changed since the last check, by what they raise.

use std::collections::BTreeMap;

use crate::instrument::Instrument;
use crate::instrument::hash::rule_hash;

/// The hash of each rule, and what it found when it was last run.
pub type Hashes = BTreeMap<String, (String, u64)>;

/// How a rule differs from the last run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Id of the rule.
    pub rule: String,
    /// Findings of the last run; nothing for a new rule.
    pub before: Option<u64>,
    /// Findings of this run; nothing for a rule that is gone.
    pub now: Option<u64>,
}

/// Compares the rules with those of the last run. Returns the hashes to keep, and the rules that
/// are new, changed, or gone, in the order of their ids.
#[must_use]
pub fn changes(
    instrument: &Instrument,
    last: &Hashes,
    found: impl Fn(&str) -> u64,
) -> (Hashes, Vec<Changed>) {
    let rules = instrument.rules.iter();
    let now: Hashes = rules
        .map(|rule| {
            let hash = blake3::Hash::from(rule_hash(rule)).to_hex();
            let short = hash.chars().take(16).collect();
            (rule.id.clone(), (short, found(&rule.id)))
        })
        .collect();
    let mut changed = Vec::new();
    for (rule, (hash, n_found)) in &now {
        let before = last.get(rule);
        if before.is_none_or(|(last, _)| last != hash) {
            changed.push(Changed {
                rule: rule.clone(),
                before: before.map(|(_, n_found)| *n_found),
                now: Some(*n_found),
            });
        }
    }
    let gone = last.iter().filter(|(rule, _)| !now.contains_key(*rule));
    changed.extend(gone.map(|(rule, (_, n_found))| Changed {
        rule: rule.clone(),
        before: Some(*n_found),
        now: None,
    }));
    changed.sort_by(|a, b| a.rule.cmp(&b.rule));
    (now, changed)
}
