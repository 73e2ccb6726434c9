//! Which items of a record are asked, and what follows where that is not known yet.

use super::error::Result;
use super::layout::{Held, read_row};
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::state::State;
use crate::instrument::universe::{Applicability, Input, applicability};
use crate::instrument::{Condition, Read};

/// Says of each item of a record, in asking order, whether it is asked.
pub(super) fn asked(
    reader: &Reader,
    record: RecordRef,
    state: &State,
    held: &[Held],
) -> Result<Vec<Applicability>> {
    let items = reader.instrument.items(record.kind);
    let mut found = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let truth = state.universe(index);
        found.push(match (truth, &item.universe) {
            (Some(true), _) => Applicability::Asked,
            (None, Some(universe)) => {
                let inputs = inputs(reader, record, universe, held, &found)?;
                applicability(universe, truth, |read| {
                    let known = inputs.iter().find(|(other, _)| *other == read);
                    known.map_or(Input::NotApplicable, |(_, input)| *input)
                })
            }
            // Of a record that is not asked as a whole, no item is.
            (Some(false) | None, _) => Applicability::NotApplicable,
        });
    }
    Ok(found)
}

/// Reads the items that a universe rests on; those of the same record stand before it, so that it
/// is known of them whether they are asked.
fn inputs<'a>(
    reader: &Reader,
    record: RecordRef,
    universe: &'a Condition,
    held: &[Held],
    before: &[Applicability],
) -> Result<Vec<(&'a Read, Input)>> {
    universe
        .inputs
        .iter()
        .map(|read| {
            let input = if read.kind == record.kind {
                input(reader, read, held, before)
            } else {
                input_above(reader, record, read)?
            };
            Ok((read, input))
        })
        .collect()
}

fn input(reader: &Reader, read: &Read, held: &[Held], asked: &[Applicability]) -> Input {
    let index = reader.layout(read.kind).position(&read.id);
    let Some(cell) = index.and_then(|index| held.get(index)) else {
        return Input::NotApplicable;
    };
    if cell.value.is_some() {
        return Input::Value;
    }
    if let Some(reason) = cell.reason.as_ref().and_then(|reason| reason.parse().ok()) {
        return Input::Reason(reason);
    }
    match index.and_then(|index| asked.get(index)) {
        Some(Applicability::NotApplicable) => Input::NotApplicable,
        Some(Applicability::Follows { reason, .. }) => Input::Reason(*reason),
        Some(Applicability::Asked | Applicability::NotReached) | None => Input::Missing,
    }
}

/// Reads an item of an ancestor that a universe rests on.
fn input_above(reader: &Reader, record: RecordRef, read: &Read) -> Result<Input> {
    let ancestors = record::ancestors(&reader.conn, record)?;
    let Some(above) = ancestors
        .iter()
        .find(|entry| entry.record.kind == read.kind)
    else {
        return Ok(Input::NotApplicable);
    };
    let held = read_row(&reader.conn, reader.layout(read.kind), above.record.id)?;
    let state = State::read(reader, above.record)?;
    let asked = asked(reader, above.record, &state, &held)?;
    Ok(input(reader, read, &held, &asked))
}
