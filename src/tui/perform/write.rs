//! What the screens store.

use crate::store::{Cell, Census, RecordRef, StoreError};
use crate::tui::effect::{Effect, Outcome, Then};

use super::reading::form;
use super::undo::undo;
use super::{Done, at};

pub(super) fn write(census: &mut Census, effect: Effect) -> Done {
    Ok(Some(match effect {
        Effect::Write {
            record,
            answers,
            then,
        } => {
            let before = parked(census, record)?;
            census.apply(record, &answers)?;
            stored(census, record, before, then)?
        }
        Effect::Dispose {
            record,
            code,
            remark,
            then,
        } => {
            let before = parked(census, record)?;
            census.dispose(record, &code, remark.as_deref())?;
            stored(census, record, before, then)?
        }
        Effect::Annotate { record, item, text } => {
            census.annotate(record, item.as_deref(), &text)?;
            let data = Box::new(form(census, record)?);
            Outcome::Stored {
                data,
                at: at(census),
                parked: 0,
                then: Then::Stay,
            }
        }
        Effect::Draft { record, item, text } => {
            census.save_draft(record, &item, text.as_deref())?;
            Outcome::Kept { at: at(census) }
        }
        Effect::Undo { shown } => undo(census, shown)?,
        _ => return Ok(None),
    }))
}

/// Does what no page waits for.
pub(super) fn keep(census: &mut Census, effect: Effect) -> Done {
    match effect {
        Effect::Remember { key, value } => census.set_local(key, &value)?,
        Effect::Place(place) => census.set_place(&place)?,
        Effect::Leave => census.leave()?,
        Effect::Rest => census.rest()?,
        Effect::NoteBackup => census.note_backup()?,
        _ => {}
    }
    Ok(None)
}

/// Shows a record as it is stored, and how many more of its answers are put aside than before.
fn stored(
    census: &Census,
    record: RecordRef,
    before: usize,
    then: Then,
) -> Result<Outcome, StoreError> {
    let data = Box::new(form(census, record)?);
    let parked = parked_in(&data.form.cells).saturating_sub(before);
    Ok(Outcome::Stored {
        data,
        at: at(census),
        parked,
        then,
    })
}

/// Counts answers of a record that are put aside.
fn parked(census: &Census, record: RecordRef) -> Result<usize, StoreError> {
    Ok(parked_in(&census.cells(record)?))
}

fn parked_in(cells: &[Cell]) -> usize {
    cells.iter().filter(|cell| cell.parked.is_some()).count()
}
