//! Which findings rest on which values: whose rules run again when a value changes, and which
//! values a confirmation holds for.
//!
//! A rule reads the row of its record and of what is above it. Where its SQL looks into a table by
//! a sub-select, it reads the records of that table in the household: those below its own, or those
//! beside it under one parent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::error::Result;
use super::finding;
use super::layout::read_row;
use super::project::{Changed, is_live};
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::touched::Columns;
use crate::domain::kind::Kind;
use crate::instrument::schema::COUNTED_NAME;
use crate::instrument::{Branch, Instrument, Read};

/// Rules on a kind of record that read a column of another record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dependent {
    kind: Kind,
    /// Whether the rule looks at the records beside the one that changed.
    is_beside: bool,
}

/// By the column that changed, whose rules read it.
pub(super) type Dependents = BTreeMap<(Kind, String), BTreeSet<Dependent>>;

/// Collects the rules that read columns of other records than their own.
pub(super) fn dependents(instrument: &Instrument) -> Dependents {
    let mut all = Dependents::new();
    let branches = instrument.rules.iter().flat_map(|rule| &rule.branches);
    for branch in branches.filter(|branch| branch.is_stored()) {
        // What a derived column was made of counts too: a confirmation rests on it; and what the
        // message says, which names persons.
        let said = branch.fills.iter().flat_map(|(_, fill)| &fill.reads);
        let own = branch.when.reads.iter().chain(&branch.when.inputs);
        for read in own.chain(said) {
            let is_beside = is_beside(branch, read.kind);
            if read.kind != branch.kind || is_beside {
                let key = (read.kind, read.id.clone());
                let kind = branch.kind;
                all.entry(key)
                    .or_default()
                    .insert(Dependent { kind, is_beside });
            }
        }
    }
    all
}

/// Says whether a rule looks at other records of a kind than its own record, those above it, and
/// those below it.
fn is_beside(branch: &Branch, kind: Kind) -> bool {
    let is_below = kind != branch.kind && kind.ancestry().contains(&branch.kind);
    !is_below && branch.when.looks_into(kind.table())
}

/// Runs the rules of other records in the household that read what changed of a record.
pub(super) fn refresh(reader: &Reader, record: RecordRef, changed: &Changed) -> Result<()> {
    if !record.kind.ancestry().contains(&Kind::Household) {
        return Ok(());
    }
    let mut wanted: BTreeMap<Dependent, Columns> = BTreeMap::new();
    for ((kind, column), dependents) in &reader.dependents {
        let is_hit = changed.place || changed.columns.iter().any(|name| name == column);
        if *kind == record.kind && is_hit {
            for dependent in dependents {
                let columns = wanted.entry(*dependent).or_default();
                columns.insert((*kind, column.clone()));
            }
        }
    }
    let mut records: BTreeMap<RecordRef, Columns> = BTreeMap::new();
    for (dependent, columns) in wanted {
        for other in around(reader, record, dependent)? {
            records
                .entry(other)
                .or_default()
                .extend(columns.iter().cloned());
        }
    }
    records.remove(&record);
    for (other, columns) in records {
        finding::refresh(reader, other, Some(&columns))?;
    }
    Ok(())
}

/// Returns the records whose rules read a record in a way.
fn around(reader: &Reader, record: RecordRef, dependent: Dependent) -> Result<Vec<RecordRef>> {
    let above = record::ancestors(&reader.conn, record)?;
    let found = above
        .iter()
        .find(|entry| entry.record.kind == dependent.kind);
    if let Some(entry) = found {
        return Ok(vec![entry.record]);
    }
    let top = match above.last() {
        Some(parent) if dependent.is_beside => parent.record,
        _ => record,
    };
    below(reader, top, dependent.kind)
}

/// Returns the records of a kind below a record.
fn below(reader: &Reader, record: RecordRef, kind: Kind) -> Result<Vec<RecordRef>> {
    if !kind.ancestry().contains(&record.kind) || record.kind == kind {
        return Ok(Vec::new());
    }
    let mut level = vec![record];
    while level.first().is_some_and(|first| first.kind != kind) {
        let mut next = Vec::new();
        for unit in level {
            let towards = unit
                .kind
                .children()
                .iter()
                .find(|below| **below == kind || kind.ancestry().contains(below));
            let Some(towards) = towards else { continue };
            let ids = record::children(&reader.conn, unit.id, *towards)?;
            next.extend(ids.into_iter().map(|id| RecordRef { kind: *towards, id }));
        }
        level = next;
    }
    Ok(level)
}

/// Hashes the values that a finding rests on: those of every item the rule reads, of the record
/// itself, of what is above it, and of the live records in the household that it looks at. The
/// order and the numbers of these are left out, so that a new line number wakes nothing. So is the
/// result of the visit unless the finding points at it: to complete a household wakes nothing.
pub(super) fn basis(reader: &Reader, record: RecordRef, branch: &Branch) -> Result<String> {
    let is_result =
        |read: &&Read| read.id == RESULT && !branch.items.iter().any(|item| item == RESULT);
    // Counts of what is below have no item to rest on; their value stands for them.
    let is_count = |read: &&Read| {
        let mut derived = reader.instrument.derived(read.kind).iter();
        read.id == COUNTED_NAME || derived.any(|own| own.id == read.id && own.aggregate)
    };
    let counts = branch.when.reads.iter().filter(is_count);
    let inputs = branch.when.inputs.iter().filter(|read| !is_result(read));
    let mut reads: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    for read in inputs.chain(counts) {
        reads.entry(read.kind).or_default().insert(&read.id);
    }
    let mut lines = Vec::new();
    for (kind, items) in reads {
        let items: Vec<&str> = items.into_iter().collect();
        for subject in subjects(reader, record, branch, kind)? {
            let mut line = line(reader, subject, &items)?;
            if items.contains(&COUNTED_NAME) {
                // Writing to a string cannot fail.
                let _ = write!(line, "\u{1}{}", missing(reader, subject)?);
            }
            lines.push(line);
        }
    }
    lines.sort();
    Ok(digest(lines.iter().map(String::as_str)))
}

/// The item that says how the visit to a household ended.
const RESULT: &str = "disposition";

/// Counts the missing items of a record.
fn missing(reader: &Reader, record: RecordRef) -> Result<i64> {
    let sql = format!("SELECT missing FROM {} WHERE id = ?1", record.kind.table());
    let mut statement = reader.conn.prepare_cached(&sql)?;
    Ok(statement.query_row([record.id], |row| row.get(0))?)
}

/// Hashes texts, in their order, to sixteen hexadecimal digits.
pub(super) fn digest<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

/// Returns the records of a kind whose values a rule on a record reads.
fn subjects(
    reader: &Reader,
    record: RecordRef,
    branch: &Branch,
    kind: Kind,
) -> Result<Vec<RecordRef>> {
    let above = record::ancestors(&reader.conn, record)?;
    if let Some(entry) = above.iter().find(|entry| entry.record.kind == kind) {
        if !is_beside(branch, kind) {
            return Ok(vec![entry.record]);
        }
    } else if kind == record.kind && !is_beside(branch, kind) {
        return Ok(vec![record]);
    }
    let top = match above.last() {
        Some(parent) if is_beside(branch, kind) => parent.record,
        _ => record,
    };
    let mut found = below(reader, top, kind)?;
    let mut live = Vec::with_capacity(found.len());
    for subject in found.drain(..) {
        if is_live(&reader.conn, subject)? {
            live.push(subject);
        }
    }
    Ok(live)
}

/// Writes the values of some items of a record.
pub(super) fn line(reader: &Reader, record: RecordRef, items: &[&str]) -> Result<String> {
    let layout = reader.layout(record.kind);
    let held = read_row(&reader.conn, layout, record.id)?;
    let mut line = record.kind.id().to_owned();
    for item in items {
        let held = layout.position(item).and_then(|index| held.get(index));
        let value = held.and_then(|held| held.value.as_deref()).unwrap_or("");
        let reason = held.and_then(|held| held.reason.as_deref()).unwrap_or("");
        // Writing to a string cannot fail.
        let _ = write!(line, "\u{1}{item}={value}~{reason}");
    }
    Ok(line)
}
