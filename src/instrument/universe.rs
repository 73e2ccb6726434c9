//! Who is asked what, where the answer may be "not known yet".

use crate::domain::answer::Reason;

use super::item::{Condition, Read};

/// State of one item that a universe rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It has a value.
    Value,
    /// It is asked, or not reached yet, and has neither value nor reason.
    Missing,
    /// It has a reason instead of a value, its own or one that it follows.
    Reason(Reason),
    /// It is not asked of this record.
    NotApplicable,
}

/// Whether an item is asked of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Asked.
    Asked,
    /// Not asked; an answer that stands there is parked.
    NotApplicable,
    /// Rests on an item that is still missing; that one is the gap, not this.
    NotReached,
    /// Rests on an item that has a reason; counts as asked and answered with that reason.
    Follows {
        /// The reason taken over.
        reason: Reason,
        /// The item whose reason it is.
        from: Read,
    },
}

/// Reads the truth value of a universe; for "not known" the items it rests on decide.
///
/// `input` tells the state of an item that is NULL in the tables or not.
#[must_use]
pub fn applicability(
    universe: &Condition,
    truth: Option<bool>,
    input: impl Fn(&Read) -> Input,
) -> Applicability {
    match truth {
        Some(true) => return Applicability::Asked,
        Some(false) => return Applicability::NotApplicable,
        None => {}
    }
    let states: Vec<(&Read, Input)> = universe
        .inputs
        .iter()
        .map(|read| (read, input(read)))
        .collect();
    if states.iter().any(|(_, state)| *state == Input::Missing) {
        return Applicability::NotReached;
    }
    let reasoned = states.into_iter().find_map(|(read, state)| match state {
        Input::Reason(reason) => Some((read, reason)),
        _ => None,
    });
    reasoned.map_or(Applicability::NotApplicable, |(from, reason)| {
        Applicability::Follows {
            reason,
            from: from.clone(),
        }
    })
}
