//! Signing a unit.

use std::collections::BTreeMap;

use super::block::Block;
use super::stance::{Stance, stance_with};
use crate::base::message::Message;
use crate::store::{Census, Counts, RecordRef, Result, Sealed, SignOff, StoreError, signer};

/// Units below whose own sign-off is broken and that count all the same, each with the reason.
pub type Accepted = BTreeMap<RecordRef, String>;

/// Why a unit was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// Something at or below it is unexplained.
    #[error("{} kinds of things speak against it", .0.len())]
    Blocked(Vec<Block>),
    /// A broken unit was accepted without a reason.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SignError {
    /// Returns the sentences that tell a person what happened and what to do.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        match self {
            Self::Blocked(blocks) => {
                let each = blocks.iter().map(Block::message);
                std::iter::once(Message::new("coverage.blocked"))
                    .chain(each)
                    .collect()
            }
            Self::ReasonNeeded => vec![Message::new("store.reason_needed")],
            Self::Store(error) => vec![error.message()],
        }
    }
}

/// Signs a unit in the name of whoever is at the keyboard, if nothing speaks against it.
///
/// # Errors
/// When the role is too low, something blocks it, a unit below is accepted without a reason, or the
/// disk fails.
pub fn sign(
    census: &mut Census,
    unit: RecordRef,
    accepted: &Accepted,
) -> std::result::Result<SignOff, SignError> {
    let least = signer(unit.kind);
    if census.person().1 < least {
        return Err(StoreError::RoleNeeded(least).into());
    }
    if accepted.values().any(|reason| reason.trim().is_empty()) {
        return Err(SignError::ReasonNeeded);
    }
    census.leave()?;
    // Only a unit right below can be accepted, and only one that changed needs it.
    let mut needed = Accepted::new();
    for (child, reason) in accepted {
        let is_below = census.node(*child)?.parent == Some(unit);
        if is_below && census.sealed(*child)? == Sealed::Broken {
            needed.insert(*child, reason.clone());
        }
    }
    let accepted = &needed;
    let stance = stance_with(census, unit, accepted)?;
    if !stance.blocks.is_empty() {
        return Err(SignError::Blocked(stance.blocks));
    }
    let known = known(census, &stance, accepted)?;
    Ok(census.sign_off(unit, known)?)
}

/// Gathers what is known of the unit: what the sheet and later readers see of it.
fn known(census: &Census, stance: &Stance, accepted: &Accepted) -> Result<Counts> {
    let status = census.status_of(stance.unit)?;
    let tally = status.tally;
    let mut counts = BTreeMap::new();
    let mut put = |name: &str, n: u64| counts.insert(name.to_owned(), n);
    for (kind, balance) in status.ledger.levels() {
        put(&format!("{}_prelisted", kind.id()), balance.prelisted);
        put(&format!("{}_added", kind.id()), balance.added);
        for (code, n) in &balance.dispositions {
            put(&format!("{}_disposition_{code}", kind.id()), *n);
        }
    }
    put("households_listed", tally.households);
    put("households_complete", tally.households_complete);
    put("persons_listed", tally.persons);
    put("persons_complete", tally.persons_complete);
    put("items_applicable", tally.applicable);
    put("items_answered", tally.answered);
    put("items_reasoned", tally.reasoned);
    put("soft_confirmed", stance.soft_confirmed);
    put("excepted", stance.excepted);
    if let Some(declared) = stance.handshake.declaration() {
        put("households_declared", declared.households);
        put("persons_declared", declared.persons);
    }
    let accepted = accepted.iter().map(|(unit, reason)| {
        let uuid = census.uuid(*unit)?;
        Ok((uuid.to_string(), reason.clone()))
    });
    Ok(Counts {
        counts,
        soft_open: stance.soft_open.clone(),
        accepted: accepted.collect::<Result<_>>()?,
    })
}
