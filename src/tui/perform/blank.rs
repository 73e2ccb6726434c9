//! The blank form of a record that is not listed yet.
//!
//! Listing is rehearsed and taken back, so that the form shows number and presets as they will
//! be. The record is listed with its first answer; one Enter too many leaves nothing behind.

use crate::domain::kind::Kind;
use crate::store::{Census, RecordRef, StoreError, Window};
use crate::tui::effect::{Effect, Manner, Outcome, Then};

use super::reading::{form, forms, read};
use super::{Done, Failure, write};

/// Children that are looked through for the last one.
const SIBLINGS_MAX: usize = 999;

/// A record that is shown and not listed.
#[derive(Clone, Copy)]
pub(super) struct Blank {
    record: RecordRef,
    parent: RecordRef,
}

/// Shows the blank form of the next record under a parent.
pub(super) fn show(
    census: &mut Census,
    slot: &mut Option<Blank>,
    parent: RecordRef,
    kind: Kind,
) -> Done {
    let mut data = census.rehearse(|census| {
        let record = census.list(parent, kind, None)?;
        form(census, record)
    })?;
    data.unlisted = Some(parent);
    *slot = Some(Blank {
        record: data.form.record,
        parent,
    });
    Ok(Some(Outcome::Blank(Box::new(data))))
}

impl Blank {
    /// Says whether an effect works on the record that is not there yet.
    pub(super) fn concerns(self, effect: &Effect) -> bool {
        let on = match effect {
            Effect::Write { record, .. }
            | Effect::Dispose { record, .. }
            | Effect::Annotate { record, .. }
            | Effect::Draft { record, .. }
            | Effect::Neighbor { record, .. }
            | Effect::ReadNote(record)
            | Effect::NextGap { after: record, .. } => *record,
            Effect::Place(place) => place.record,
            _ => return false,
        };
        on == self.record
    }

    /// Carries out an effect on the record: what stores something lists it in the same step.
    pub(super) fn press(
        self,
        census: &mut Census,
        slot: &mut Option<Self>,
        effect: Effect,
    ) -> Done {
        if !Self::is_listed_by(&effect) {
            return self.attempt(census, slot, effect);
        }
        *slot = None;
        // Listed together with its first answer, or not at all.
        let done = census.transact(|census| {
            self.list(census)?;
            let stored = write(census, effect)?;
            self.tell(census, stored)
        });
        if done.is_err() {
            *slot = Some(self);
        }
        done
    }

    /// Says whether an effect stores something that a person gave.
    fn is_listed_by(effect: &Effect) -> bool {
        match effect {
            Effect::Write { .. } | Effect::Dispose { .. } => true,
            Effect::Draft { text, .. } => text.as_deref().is_some_and(|text| !text.is_empty()),
            Effect::Annotate { text, .. } => !text.trim().is_empty(),
            _ => false,
        }
    }

    /// Lists the record; its number in the file is the one that was rehearsed, because nothing
    /// was added since: whoever comes back to the form from elsewhere rehearses anew.
    fn list(self, census: &mut Census) -> Result<(), Failure> {
        let listed = census.list(self.parent, self.record.kind, None)?;
        if listed == self.record {
            return Ok(());
        }
        Err(StoreError::Corrupt("a rehearsed record".to_owned()).into())
    }

    /// Lets the form know that its record is listed, whatever listed it.
    fn tell(self, census: &Census, outcome: Option<Outcome>) -> Done {
        Ok(match outcome {
            Some(Outcome::Kept { at }) => Some(Outcome::Stored {
                data: Box::new(form(census, self.record)?),
                at,
                parked: 0,
                then: Then::Stay,
            }),
            other => other,
        })
    }

    /// Does what can be done without the record.
    fn attempt(self, census: &mut Census, slot: &mut Option<Self>, effect: Effect) -> Done {
        Ok(match effect {
            Effect::Neighbor { forward: false, .. } => {
                let window = Window::first(SIBLINGS_MAX);
                let siblings = census.children(self.parent, self.record.kind, &window)?;
                let Some(last) = siblings.last() else {
                    return Ok(Some(Outcome::NoNeighbor { forward: false }));
                };
                *slot = None;
                Some(forms(census, last.record, None, Manner::Replace)?)
            }
            Effect::Neighbor { forward, .. } => Some(Outcome::NoNeighbor { forward }),
            Effect::ReadNote(record) => Some(Outcome::Note {
                record,
                text: String::new(),
            }),
            Effect::NextGap { area, .. } => {
                let after = self.parent;
                return read(census, Effect::NextGap { area, after });
            }
            _ => None,
        })
    }
}
