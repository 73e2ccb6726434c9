//! How far a unit is, told apart at every node.

use super::tally::{Expected, Tally};
use crate::domain::kind::Kind;

/// How far a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeState {
    /// Nothing was done below it.
    NotStarted,
    /// Something is still missing.
    InProgress,
    /// Nothing is missing.
    Complete,
    /// Signed, and nothing changed since.
    Signed,
    /// Something at or below it was returned and not settled.
    Returned,
    /// Signed, then changed or unsealed.
    Changed,
    /// Out of the count, with a disposition.
    Disposed,
}

impl NodeState {
    /// Stable word of the state.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Complete => "complete",
            Self::Signed => "signed",
            Self::Returned => "returned",
            Self::Changed => "signed_then_changed",
            Self::Disposed => "disposed",
        }
    }

    /// Says whether whoever fills in has something to do there.
    #[must_use]
    pub const fn is_to_do(self) -> bool {
        matches!(self, Self::NotStarted | Self::InProgress | Self::Returned)
    }
}

/// Works out how far a unit is, whether or not it is signed. `stays` is the number of items missing
/// of the stays of a person.
pub(super) fn state(
    (kind, is_live): (Kind, bool),
    tally: &Tally,
    expected: &Expected,
    stays: i64,
) -> NodeState {
    if tally.returns > 0 {
        return NodeState::Returned;
    }
    if !is_live {
        return NodeState::Disposed;
    }
    let has_all = |expected: Option<u64>, listed| expected.is_none_or(|n| n <= listed);
    let (is_complete, is_started) = match kind {
        Kind::County | Kind::Township => {
            let done = tally.villages > 0 && tally.villages == tally.villages_complete;
            (done, tally.groups > 0)
        }
        Kind::Village => (
            tally.villages_complete > 0 && has_all(expected.groups, tally.groups),
            tally.groups > 0,
        ),
        Kind::Group => (
            tally.groups_complete > 0 && has_all(expected.households, tally.households),
            tally.households > 0,
        ),
        Kind::Household => (
            tally.households_complete > 0,
            tally.persons > 0 || tally.answered > 0 || tally.households_disposed > 0,
        ),
        _ => (
            tally.missing == 0 && stays == 0,
            tally.answered + tally.reasoned > 0,
        ),
    };
    match (is_complete, is_started) {
        (true, _) => NodeState::Complete,
        (false, true) => NodeState::InProgress,
        (false, false) => NodeState::NotStarted,
    }
}
