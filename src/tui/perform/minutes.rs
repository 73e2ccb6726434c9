//! How long the forms of a household were open and worked on.

use crate::store::{Census, RecordRef, StoreError};

/// A pause longer than this counts for nothing: somebody went to make tea.
const PAUSE_MILLIS_MAX: u64 = 5 * 60 * 1000;
/// Milliseconds of a tenth of a minute, the unit in which minutes are kept.
const TENTH_MILLIS: u64 = 6_000;

/// The household that is worked on.
#[derive(Clone, Copy)]
pub(super) struct Minutes {
    household: RecordRef,
    worked_millis: u64,
    last_millis: u64,
    /// Changes of this sitting when it began.
    n_changes: usize,
}

impl Minutes {
    /// Begins with a household at a moment.
    pub(super) const fn begin(household: RecordRef, now_millis: u64, n_changes: usize) -> Self {
        Self {
            household,
            worked_millis: 0,
            last_millis: now_millis,
            n_changes,
        }
    }

    /// Says whether it is this household that is worked on.
    pub(super) fn is_of(self, household: Option<RecordRef>) -> bool {
        household == Some(self.household)
    }

    /// Counts the time since the last key, unless it was a pause.
    pub(super) const fn go_on(&mut self, now_millis: u64) {
        let passed = now_millis.saturating_sub(self.last_millis);
        if passed <= PAUSE_MILLIS_MAX {
            self.worked_millis += passed;
        }
        self.last_millis = now_millis;
    }

    /// Adds what was counted to what the household had before; who only read was not interviewing.
    pub(super) fn store(self, census: &mut Census) -> Result<(), StoreError> {
        let tenths = self.worked_millis / TENTH_MILLIS;
        if tenths == 0 || census.n_changes() == self.n_changes {
            return Ok(());
        }
        census.add_form_tenths(self.household, tenths)
    }
}
