//! The hash that tells one edition of the questionnaire from another.

use crate::domain::kind::Kind;

use super::questionnaire::Instrument;
use super::rule::Rule;

/// Hashes what decides the meaning of stored answers: items, types, codes, and universes.
/// Labels, help, rules, and settings are left out, because they may be mended in the field.
#[must_use]
pub fn hash(instrument: &Instrument) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut lists = Vec::new();
    for kind in Kind::ALL {
        put(&mut hasher, kind.id());
        put(
            &mut hasher,
            instrument
                .kind_universe(kind)
                .map_or("", |universe| &universe.sql),
        );
        for item in instrument.items(kind) {
            put(&mut hasher, &item.id);
            put(&mut hasher, &item.item_type.describe());
            put(
                &mut hasher,
                item.universe.as_ref().map_or("", |universe| &universe.sql),
            );
            lists.extend(item.item_type.list().map(str::to_owned));
        }
        for derived in instrument.derived(kind) {
            put(&mut hasher, &derived.id);
            put(&mut hasher, &derived.value.sql);
        }
        put(&mut hasher, "");
    }
    lists.sort();
    lists.dedup();
    for list in lists.iter().filter_map(|id| instrument.lists.get(id)) {
        put(&mut hasher, &list.id);
        for row in &list.rows {
            put(&mut hasher, &row.code);
        }
        put(&mut hasher, "");
    }
    *hasher.finalize().as_bytes()
}

/// Hashes what a rule raises: its weight and expressions, not its words. `check` tells by it which
/// rules changed since the last run.
#[must_use]
pub fn rule_hash(rule: &Rule) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    put(&mut hasher, &rule.id);
    for branch in &rule.branches {
        put(&mut hasher, branch.level.word());
        put(&mut hasher, branch.kind.id());
        put(&mut hasher, &branch.items.join(";"));
        put(&mut hasher, branch.scope.map_or("", Kind::id));
        put(&mut hasher, &branch.when.sql);
        for (name, fill) in &branch.fills {
            put(&mut hasher, name);
            put(&mut hasher, &fill.sql);
        }
        put(&mut hasher, "");
    }
    for claim in &rule.claims {
        put(&mut hasher, claim.kind.id());
        put(&mut hasher, &claim.items.join(";"));
        put(
            &mut hasher,
            claim.when.as_ref().map_or("", |when| &when.sql),
        );
    }
    *hasher.finalize().as_bytes()
}

/// Each text goes in with its length, so that no two sequences of texts look alike.
fn put(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(text.as_bytes());
}
