//! From the answers of a record to its typed row: what applies, what is parked, what is derived.
//!
//! A pure function of the record's own answers, its ancestors, its children's aggregates, and the
//! instrument. Not of arrival order, clock, or device. Universes read earlier items only, so
//! passing over the items again and again until nothing changes ends after a few rounds.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::asked::asked;
use super::complete::count;
use super::error::{Result, StoreError};
use super::layout::{Held, Layout, read_row, write_row};
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::register::Aside;
use super::state::State;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::instrument::schema::COUNTED_NAME;
use crate::instrument::universe::Applicability;

/// Own answers of a record, by item; those taken back are not among them.
pub(super) type Own = BTreeMap<String, Answer>;

/// What a projection changed, so that others who read it can follow.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Items and derived columns with a new value in force.
    pub(super) columns: Vec<String>,
    /// Whether the record went in or out of the count, or its path changed.
    pub(super) place: bool,
}

/// How often the items are passed over before the instrument is declared circular.
pub(super) const PASSES_MAX: usize = 100;

/// Reads the own answers of a record from its typed row and its side row.
///
/// `answered` tells for each item that can be derived whether it has an answer of its own.
pub(super) fn own_answers(
    reader: &Reader,
    record: RecordRef,
    aside: &Aside,
    answered: &dyn Fn(&str) -> Result<bool>,
) -> Result<Own> {
    let layout = reader.layout(record.kind);
    let held = read_row(&reader.conn, layout, record.id)?;
    let mut own = Own::new();
    for (item, held) in reader.instrument.items(record.kind).iter().zip(held) {
        let answer = match (aside.parked.get(&item.id), held) {
            (Some(word), _) => super::event::unword(word),
            (
                None,
                Held {
                    value: Some(value), ..
                },
            ) => {
                if item.derive.is_some() && !answered(&item.id)? {
                    continue;
                }
                Answer::Value(value)
            }
            (
                None,
                Held {
                    reason: Some(reason),
                    ..
                },
            ) => {
                // A reason may be taken over from a gate; then it is not an answer of this item.
                if !answered(&item.id)? {
                    continue;
                }
                super::event::unword(&format!("~{reason}"))
            }
            (None, _) => continue,
        };
        own.insert(item.id.clone(), answer);
    }
    Ok(own)
}

/// Brings the typed row of a record in line with its own answers. `is_moved` says that its number,
/// parent, or disposition may have changed, or something above it.
pub(super) fn project(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    aside: &mut Aside,
    is_moved: bool,
) -> Result<Changed> {
    let layout = reader.layout(record.kind);
    let mut changed = if is_moved {
        place(reader, record, own)?
    } else {
        Changed::default()
    };
    let mut held = read_row(&reader.conn, layout, record.id)?;
    // What was typed most likely applies; taking that for granted saves a pass.
    let hoped = hoped(reader, record, own, aside, &held);
    note(
        &mut changed,
        layout,
        write_differing(reader, record, &held, &hoped)?,
    );
    held = hoped;
    let mut passes = 0;
    let state = loop {
        let state = State::read(reader, record)?;
        let wanted = wanted(reader, record, own, &state, &held)?;
        let differing = write_differing(reader, record, &held, &wanted)?;
        if differing.is_empty() {
            break state;
        }
        passes += 1;
        if passes > PASSES_MAX {
            return Err(StoreError::Corrupt(format!(
                "record {} never settles",
                record.id
            )));
        }
        note(&mut changed, layout, differing);
        held = wanted;
    };
    park(reader, record, own, &state, aside);
    if count(reader, record, own, &state, &held)? {
        changed.columns.push(COUNTED_NAME.to_owned());
    }
    Ok(changed)
}

/// Returns the row as it will be if every answer that was not parked applies.
fn hoped(reader: &Reader, record: RecordRef, own: &Own, aside: &Aside, held: &[Held]) -> Vec<Held> {
    let mut hoped = held.to_vec();
    for (item, held) in reader.instrument.items(record.kind).iter().zip(&mut hoped) {
        match own.get(&item.id) {
            Some(answer) if !aside.parked.contains_key(&item.id) => *held = Held::of(answer),
            None if aside.cleared.contains(&item.id) && item.derive.is_none() => {
                *held = Held::default();
            }
            _ => {}
        }
    }
    hoped
}

/// Writes the columns that differ and returns which.
pub(super) fn write_differing(
    reader: &Reader,
    record: RecordRef,
    held: &[Held],
    wanted: &[Held],
) -> Result<Vec<usize>> {
    let layout = reader.layout(record.kind);
    let differing: Vec<usize> = (0..layout.columns.len())
        .filter(|index| held.get(*index) != wanted.get(*index))
        .collect();
    if !differing.is_empty() {
        write_row(&reader.conn, layout, record.id, &differing, wanted)?;
    }
    Ok(differing)
}

/// Notes which columns changed.
pub(super) fn note(changed: &mut Changed, layout: &Layout, differing: Vec<usize>) {
    for column in differing
        .into_iter()
        .filter_map(|index| layout.columns.get(index))
    {
        if !changed.columns.contains(&column.name) {
            changed.columns.push(column.name.clone());
        }
    }
}

/// Sets path, parent, and whether the record counts.
fn place(reader: &Reader, record: RecordRef, own: &Own) -> Result<Changed> {
    let entry = record::entry(&reader.conn, record.id)?;
    let (above_path, above_live) = match entry.parent {
        None => (String::new(), true),
        Some(parent) => {
            let kind = record::entry(&reader.conn, parent)?.record.kind;
            let sql = format!("SELECT path, live FROM {} WHERE id = ?1", kind.table());
            reader
                .conn
                .prepare_cached(&sql)?
                .query_row([parent], |row| Ok((row.get(0)?, row.get(1)?)))?
        }
    };
    let number = record
        .kind
        .number_item()
        .and_then(|item| match own.get(item) {
            Some(Answer::Value(value)) => Some(value.as_str()),
            _ => None,
        });
    let path = path_of(record.kind, &above_path, number.unwrap_or_default());
    let is_live =
        above_live && !is_out(reader, record.kind, own) && is_asked(reader, record, entry.parent)?;
    let sql = format!(
        "UPDATE {} SET parent = ?2, path = ?3, live = ?4
         WHERE id = ?1 AND (parent IS NOT ?2 OR path <> ?3 OR live <> ?4)",
        record.kind.table(),
    );
    let n_changed = reader
        .conn
        .prepare_cached(&sql)?
        .execute(rusqlite::params![record.id, entry.parent, path, is_live])?;
    Ok(Changed {
        columns: Vec::new(),
        place: n_changed > 0,
    })
}

/// Tells whether a record is asked at all: a stay only of somebody who went out.
fn is_asked(reader: &Reader, record: RecordRef, parent: Option<i64>) -> Result<bool> {
    if reader.instrument.kind_universe(record.kind).is_none() {
        return Ok(true);
    }
    // The state query joins the ancestors, so the row must know its parent first.
    let sql = format!(
        "UPDATE {} SET parent = ?2 WHERE id = ?1",
        record.kind.table()
    );
    reader
        .conn
        .prepare_cached(&sql)?
        .execute((record.id, parent))?;
    Ok(State::read(reader, record)?.record() == Some(true))
}

/// Returns the code path of a record, as in the key of `domain::division`.
pub(super) fn path_of(kind: Kind, above: &str, number: &str) -> String {
    match kind {
        Kind::County | Kind::Township | Kind::Village => number.to_owned(),
        Kind::Household => format!("{above}{number:0>3}"),
        Kind::Group | Kind::Person | Kind::Episode => format!("{above}{number:0>2}"),
        Kind::Visit | Kind::Staff => above.to_owned(),
    }
}

/// Tells whether a disposition takes the record out of the count.
pub(super) fn is_out(reader: &Reader, kind: Kind, own: &Own) -> bool {
    let Some(Answer::Value(code)) = own.get("disposition") else {
        return false;
    };
    reader
        .instrument
        .item(kind, "disposition")
        .is_some_and(|item| {
            item.item_type
                .list()
                .and_then(|list| reader.instrument.lists.get(list))
                .and_then(|list| list.code(code))
                .is_some_and(|row| row.out)
        })
}

/// Works out what each column should hold under the present truth values.
pub(super) fn wanted(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    state: &State,
    held: &[Held],
) -> Result<Vec<Held>> {
    let items = reader.instrument.items(record.kind);
    let mut wanted = Vec::with_capacity(held.len());
    let asked = asked(reader, record, state, held)?;
    for (index, (item, asked)) in items.iter().zip(asked).enumerate() {
        wanted.push(match (asked, own.get(&item.id)) {
            (Applicability::Asked, Some(answer)) => Held::of(answer),
            (Applicability::Asked, None) => Held {
                value: state.derived_item(index),
                reason: None,
            },
            (Applicability::Follows { reason, .. }, _) => Held::of(&Answer::Reason(reason)),
            (Applicability::NotApplicable | Applicability::NotReached, _) => Held::default(),
        });
    }
    for index in 0..reader.instrument.derived(record.kind).len() {
        wanted.push(Held {
            value: state.derived_column(index),
            reason: None,
        });
    }
    Ok(wanted)
}

/// Notes which own answers do not apply now.
pub(super) fn park(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    state: &State,
    aside: &mut Aside,
) {
    aside.parked.clear();
    for (index, item) in reader.instrument.items(record.kind).iter().enumerate() {
        if state.universe(index) != Some(true)
            && let Some(answer) = own.get(&item.id)
        {
            aside
                .parked
                .insert(item.id.clone(), super::event::word(answer));
        }
    }
}

/// Tells whether a record is in the count.
pub(super) fn is_live(connection: &Connection, record: RecordRef) -> Result<bool> {
    let sql = format!("SELECT live FROM {} WHERE id = ?1", record.kind.table());
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([record.id], |row| row.get(0))?)
}
