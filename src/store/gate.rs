//! The items that a universe rests on, and what follows when one of them is not known.

use super::error::Result;
use super::layout::{Held, read_row};
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::state::State;
use crate::domain::kind::Kind;
use crate::instrument::{Item, Read};

/// Returns the reason that an item takes over from the items its universe rests on: none while any
/// of these is still missing.
pub(super) fn inherited(
    reader: &Reader,
    record: RecordRef,
    item: &Item,
    state: &State,
    held: &[Held],
) -> Result<Option<String>> {
    let mut reason = None;
    for cell in gates(reader, record, item, state, held)? {
        if cell.value.is_some() {
            continue;
        }
        match cell.reason {
            Some(found) => reason = reason.or(Some(found)),
            None if cell.applies => return Ok(None),
            None => {}
        }
    }
    Ok(reason)
}

/// An item that a universe rests on, as it stands now.
struct Gate {
    value: Option<String>,
    reason: Option<String>,
    applies: bool,
}

/// Reads the items that the universe of an item rests on.
fn gates(
    reader: &Reader,
    record: RecordRef,
    item: &Item,
    state: &State,
    held: &[Held],
) -> Result<Vec<Gate>> {
    let Some(universe) = &item.universe else {
        return Ok(Vec::new());
    };
    let mut gates = Vec::new();
    for Read { kind, id } in &universe.inputs {
        if *kind != record.kind {
            gates.extend(gate_above(reader, record, *kind, id)?);
            continue;
        }
        let Some(index) = reader.layout(*kind).position(id) else {
            continue;
        };
        let Some(cell) = held.get(index) else {
            continue;
        };
        gates.push(Gate {
            value: cell.value.clone(),
            reason: cell.reason.clone(),
            applies: state.universe(index) != Some(false),
        });
    }
    Ok(gates)
}

/// Reads an item of an ancestor that a universe rests on.
fn gate_above(reader: &Reader, record: RecordRef, kind: Kind, id: &str) -> Result<Option<Gate>> {
    let ancestors = record::ancestors(&reader.conn, record)?;
    let Some(above) = ancestors.iter().find(|entry| entry.record.kind == kind) else {
        return Ok(None);
    };
    let layout = reader.layout(kind);
    let Some(index) = layout.position(id) else {
        return Ok(None);
    };
    let held = read_row(&reader.conn, layout, above.record.id)?;
    let state = State::read(reader, above.record)?;
    Ok(held.get(index).map(|cell| Gate {
        value: cell.value.clone(),
        reason: cell.reason.clone(),
        applies: state.universe(index) != Some(false),
    }))
}

/// Tells whether an item waits for an answer that its universe rests on.
pub(super) fn rests_on_missing(
    reader: &Reader,
    record: RecordRef,
    item: &Item,
    state: &State,
    held: &[Held],
) -> Result<bool> {
    Ok(gates(reader, record, item, state, held)?
        .iter()
        .any(|gate| gate.applies && gate.value.is_none() && gate.reason.is_none()))
}
