//! Taking back the last change: always a new event, never a deletion.

use super::census::Census;
use super::error::Result;
use super::record::RecordRef;
use crate::domain::answer::Answer;

/// Code of `list_row_disposition` for a unit that was listed by mistake.
pub(super) const LISTED_IN_ERROR: &str = "1";
/// Code of `list_disposition` for a household that was listed by mistake. The counts leave such a
/// household out, because nobody lives behind it.
pub(super) const HOUSEHOLD_LISTED_IN_ERROR: &str = "48";

/// One change that can be taken back.
#[derive(Debug, Clone)]
pub(super) struct Step {
    record: RecordRef,
    /// The item, or nothing for a listing.
    item: Option<String>,
    was: Answer,
    now: Answer,
    /// Registers that were set by the same answer, with what they held.
    along: Vec<(String, Answer)>,
}

impl Step {
    /// A register that was changed.
    pub(super) fn changed(record: RecordRef, item: &str, was: Answer, now: Answer) -> Self {
        Self {
            record,
            item: Some(item.to_owned()),
            was,
            now,
            along: Vec::new(),
        }
    }

    /// Adds a register that the same answer set.
    pub(super) fn along(&mut self, item: &str, was: Answer) {
        self.along.push((item.to_owned(), was));
    }

    /// A unit that was listed.
    pub(super) const fn listed(record: RecordRef) -> Self {
        Self {
            record,
            item: None,
            was: Answer::Cleared,
            now: Answer::Cleared,
            along: Vec::new(),
        }
    }

    fn undone(&self) -> Undone {
        Undone {
            record: self.record,
            item: self.item.clone(),
            from: self.now.clone(),
            to: self.was.clone(),
        }
    }
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The record concerned.
    pub record: RecordRef,
    /// The item, or nothing when a listing was taken back.
    pub item: Option<String>,
    /// What it held.
    pub from: Answer,
    /// What it holds again.
    pub to: Answer,
}

impl Census {
    /// Returns what [`Census::undo`] would take back, without doing it.
    #[must_use]
    pub fn last_change(&self) -> Option<Undone> {
        self.undo.last().map(Step::undone)
    }

    /// Counts the changes of this sitting that can be taken back.
    #[must_use]
    pub const fn n_changes(&self) -> usize {
        self.undo.len()
    }

    /// Takes back the last change of this sitting. Returns nothing when there is none.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn undo(&mut self) -> Result<Option<Undone>> {
        let Some(step) = self.undo.last().cloned() else {
            return Ok(None);
        };
        let change = match &step.item {
            Some(item) => (item.clone(), step.was.clone()),
            None if step.record.kind == crate::domain::kind::Kind::Household => (
                "disposition".to_owned(),
                Answer::Value(HOUSEHOLD_LISTED_IN_ERROR.to_owned()),
            ),
            None => (
                "disposition".to_owned(),
                Answer::Value(LISTED_IN_ERROR.to_owned()),
            ),
        };
        let mut changes = vec![change];
        changes.extend(step.along.iter().cloned());
        self.transact(|census| {
            census.change(step.record, &changes, false)?;
            if step.item.is_none() {
                census.seal()?;
            }
            Ok::<_, super::error::StoreError>(())
        })?;
        self.undo.pop();
        Ok(Some(step.undone()))
    }
}
