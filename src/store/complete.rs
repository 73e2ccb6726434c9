//! How complete a record is: why each item is filled or empty, and how many are missing.

use super::cell::Status;
use super::error::Result;
use super::gate::rests_on_missing;
use super::layout::Held;
use super::project::{Own, is_live};
use super::reader::Reader;
use super::record::RecordRef;
use super::state::State;
use crate::domain::answer::Answer;
use crate::instrument::Required;

/// Works out why each item of a record is filled or empty.
pub(super) fn statuses(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    state: &State,
    held: &[Held],
) -> Result<Vec<(Status, bool)>> {
    let mut statuses = Vec::new();
    for (index, item) in reader.instrument.items(record.kind).iter().enumerate() {
        let is_required = match item.required {
            Required::Always => true,
            Required::When(_) => state.required(index) == Some(true),
            Required::Never | Required::Auto => false,
        };
        let cell = held.get(index).cloned().unwrap_or_default();
        let status = match (state.universe(index), own.get(&item.id)) {
            _ if item.retired => Status::NotApplicable,
            (Some(true), _) if item.is_auto() => Status::Automatic,
            (Some(true), Some(Answer::Value(_))) => Status::Answered,
            (Some(true), Some(Answer::Reason(_))) => Status::Reasoned,
            (Some(true), _) if cell.value.is_some() => Status::Derived,
            (Some(true), _) if state.preset(index).is_some() => Status::Preset,
            (Some(true), _) if is_required => Status::Missing,
            (Some(true), _) => Status::Empty,
            (None, _) if cell.reason.is_some() => Status::Inherited,
            (None, _) if rests_on_missing(reader, record, item, state, held)? => Status::NotReached,
            _ => Status::NotApplicable,
        };
        statuses.push((status, is_required));
    }
    Ok(statuses)
}

/// Stores how many items of the record apply, are answered, have a reason, or are missing.
pub(super) fn count(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    state: &State,
    held: &[Held],
) -> Result<()> {
    let mut counts = [0_i64; 3];
    let is_live = is_live(&reader.conn, record)?;
    for (status, is_required) in statuses(reader, record, own, state, held)? {
        let place = match status {
            Status::Inherited => 1,
            _ if !is_required => continue,
            Status::Answered | Status::Derived => 0,
            Status::Reasoned => 1,
            Status::Missing | Status::Preset => 2,
            _ => continue,
        };
        if let Some(count) = counts.get_mut(place).filter(|_| is_live) {
            *count += 1;
        }
    }
    let [answered, reasoned, missing] = counts;
    let sql = format!(
        "UPDATE {} SET applicable = ?2, answered = ?3, reasoned = ?4, missing = ?5
         WHERE id = ?1 AND (answered <> ?3 OR reasoned <> ?4 OR missing <> ?5)",
        record.kind.table(),
    );
    reader.conn.prepare_cached(&sql)?.execute([
        record.id,
        answered + reasoned + missing,
        answered,
        reasoned,
        missing,
    ])?;
    Ok(())
}
