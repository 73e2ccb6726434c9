//! How complete a record is: why each item is filled or empty, and how many are missing.

use super::asked::asked;
use super::cell::Status;
use super::error::Result;
use super::layout::Held;
use super::project::{Own, is_live};
use super::reader::Reader;
use super::record::RecordRef;
use super::state::State;
use crate::domain::answer::Answer;
use crate::instrument::Required;
use crate::instrument::universe::Applicability;

/// Works out why each item of a record is filled or empty.
pub(super) fn statuses(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    state: &State,
    held: &[Held],
) -> Result<Vec<(Status, bool)>> {
    let asked = asked(reader, record, state, held)?;
    let mut statuses = Vec::with_capacity(asked.len());
    for (index, (item, asked)) in reader
        .instrument
        .items(record.kind)
        .iter()
        .zip(asked)
        .enumerate()
    {
        let is_required = match item.required {
            Required::Always => true,
            Required::When(_) => state.required(index) == Some(true),
            Required::Never | Required::Auto => false,
        };
        let has_value = held.get(index).is_some_and(|cell| cell.value.is_some());
        let status = match (asked, own.get(&item.id)) {
            _ if item.retired => Status::NotApplicable,
            (Applicability::NotApplicable, _) => Status::NotApplicable,
            (Applicability::NotReached, _) => Status::NotReached,
            (Applicability::Follows { .. }, _) => Status::Inherited,
            (Applicability::Asked, _) if item.is_auto() => Status::Automatic,
            (Applicability::Asked, Some(Answer::Value(_))) => Status::Answered,
            (Applicability::Asked, Some(Answer::Reason(_))) => Status::Reasoned,
            (Applicability::Asked, _) if has_value => Status::Derived,
            (Applicability::Asked, _) if state.preset(index).is_some() => Status::Preset,
            (Applicability::Asked, _) if is_required => Status::Missing,
            (Applicability::Asked, _) => Status::Empty,
        };
        statuses.push((status, is_required));
    }
    Ok(statuses)
}

/// Stores how many items of the record apply, are answered, have a reason, or are missing. Returns
/// whether any of these changed.
pub(super) fn count(
    reader: &Reader,
    record: RecordRef,
    own: &Own,
    state: &State,
    held: &[Held],
) -> Result<bool> {
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
    let n_changed = reader.conn.prepare_cached(&sql)?.execute([
        record.id,
        answered + reasoned + missing,
        answered,
        reasoned,
        missing,
    ])?;
    Ok(n_changed > 0)
}
