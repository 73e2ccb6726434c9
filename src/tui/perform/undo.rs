//! Taking the last change back.

use crate::store::{Census, RecordRef, StoreError};
use crate::tui::effect::{Change, Manner, Outcome};

use super::reading::forms;

/// Takes the last change back, or only shows its record where another one is on screen: what
/// nobody sees is not changed.
pub(super) fn undo(census: &mut Census, shown: Option<RecordRef>) -> Result<Outcome, StoreError> {
    let Some(undone) = census.last_change() else {
        return Ok(Outcome::Undone(None));
    };
    let record = undone.record;
    let item = undone.item.clone();
    let mut trail = census.trail(record)?;
    trail.push(census.node(record)?);
    let change = Box::new(Change { undone, trail });
    if shown == Some(record) {
        census.undo()?;
        return Ok(Outcome::Undone(Some(change)));
    }
    let forms = match forms(census, record, item, Manner::Chain)? {
        Outcome::Forms { forms, .. } => forms,
        _ => Vec::new(),
    };
    Ok(Outcome::UndoOffered { change, forms })
}
