//! The handshake on a unit: somebody declares that nothing of it is missed, somebody else who
//! reviews agrees or disputes.
//!
//! A declaration holds while as many units are listed one level down as when it was made; an answer
//! holds for the declaration that it answers.

use serde::{Deserialize, Serialize};

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::{ANSWERED, DECLARED};
use super::reader::Reader;
use super::record::RecordRef;
use super::register::Aside;
use super::standing::Note;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::domain::role::Role;

/// Word of an answer that agrees; any other is the reason of a dispute.
const AGREED: &str = "";

/// That nothing of a unit is missed, as somebody declared it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// When, as the laptop believed.
    pub at: String,
    /// Who.
    pub by: String,
    /// Households that there are, as declared.
    pub households: u64,
    /// Units listed one level down when it was declared.
    pub listed: u64,
    /// Persons that there are, as declared.
    pub persons: u64,
    /// Id of the role in which it was declared.
    pub role: String,
}

/// How far a unit is on the way to being exhausted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handshake {
    /// Nobody declared anything.
    None,
    /// Units were listed or taken out since it was declared.
    Outdated(Declaration),
    /// Declared; nobody answered.
    Declared(Declaration),
    /// The reviewer knows better, for the reason given.
    Disputed(Declaration, Note),
    /// Both say so.
    Agreed(Declaration, Note),
}

impl Handshake {
    /// Returns the declaration, where there is one.
    #[must_use]
    pub const fn declaration(&self) -> Option<&Declaration> {
        match self {
            Self::None => None,
            Self::Outdated(declared)
            | Self::Declared(declared)
            | Self::Disputed(declared, _)
            | Self::Agreed(declared, _) => Some(declared),
        }
    }

    /// Stable word of the state.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Outdated(_) => "outdated",
            Self::Declared(_) => "declared",
            Self::Disputed(..) => "disputed",
            Self::Agreed(..) => "agreed",
        }
    }
}

/// Returns the least role that agrees to a declaration on a unit and signs it.
#[must_use]
pub const fn signer(kind: Kind) -> Role {
    match kind {
        Kind::County => Role::County,
        Kind::Township => Role::Township,
        _ => Role::VillagePoint,
    }
}

/// Says whether units of a kind are declared and signed.
#[must_use]
pub const fn is_signable(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::County | Kind::Township | Kind::Village | Kind::Group
    )
}

impl Reader {
    /// Returns how far a unit is on the way to being exhausted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn handshake(&self, unit: RecordRef) -> Result<Handshake> {
        let aside = Aside::read(&self.conn, unit.id)?;
        let Some(declared) = aside.declared else {
            return Ok(Handshake::None);
        };
        let basis = basis(&declared);
        if self.listed_below(unit)? != declared.listed {
            return Ok(Handshake::Outdated(declared));
        }
        Ok(
            match aside.answered.filter(|answer| answer.basis == basis) {
                None => Handshake::Declared(declared),
                Some(answer) if answer.reason == AGREED => Handshake::Agreed(declared, answer),
                Some(answer) => Handshake::Disputed(declared, answer),
            },
        )
    }

    /// Counts the units one level down that are part of the count.
    fn listed_below(&self, unit: RecordRef) -> Result<u64> {
        let tally = self.bare_node(unit)?.tally;
        Ok(match unit.kind {
            Kind::Group => tally.households,
            Kind::Village => tally.groups - tally.groups_disposed,
            _ => tally.villages,
        })
    }
}

impl Census {
    /// Declares that nothing of a unit is missed, with the households and persons that there are.
    /// A group keeps both as the numbers declared of it.
    ///
    /// # Errors
    /// When such units are not declared, or the disk fails.
    pub fn declare(&mut self, unit: RecordRef, households: u64, persons: u64) -> Result<()> {
        if !is_signable(unit.kind) {
            return Err(StoreError::Unsignable(unit.kind.id()));
        }
        self.leave()?;
        let moment = self.moment();
        let declaration = Declaration {
            at: moment.clock,
            by: moment.actor,
            households,
            listed: self.listed_below(unit)?,
            persons,
            role: self.actor.1.id().to_owned(),
        };
        let value = serde_json::to_string(&declaration);
        let value = value.map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let mut answers = vec![(DECLARED.to_owned(), Answer::Value(value))];
        if unit.kind == Kind::Group {
            for (item, n) in [
                ("declared_households", households),
                ("declared_persons", persons),
            ] {
                let answer = Answer::Value(n.to_string());
                self.canonicalize(unit.kind, item, &answer, &mut answers)?;
            }
        }
        // One event, and nothing of it is undone by itself: it is declared again.
        self.transact(|census| {
            census.change(unit, &answers, false)?;
            census.seal()
        })
    }

    /// Agrees that nothing of a unit is missed.
    ///
    /// # Errors
    /// When nothing is declared that still holds, the same person declared it, the role is too low,
    /// or the disk fails.
    pub fn agree(&mut self, unit: RecordRef) -> Result<()> {
        self.answer(unit, AGREED)
    }

    /// Disputes that nothing of a unit is missed, and says why.
    ///
    /// # Errors
    /// As [`Census::agree`], and when no reason is given.
    pub fn dispute(&mut self, unit: RecordRef, reason: &str) -> Result<()> {
        let reason = crate::base::text::tidy_text(reason);
        if reason.is_empty() {
            return Err(StoreError::ReasonNeeded);
        }
        self.answer(unit, &reason)
    }

    fn answer(&mut self, unit: RecordRef, reason: &str) -> Result<()> {
        self.leave()?;
        let least = signer(unit.kind);
        if self.actor.1 < least {
            return Err(StoreError::RoleNeeded(least));
        }
        let handshake = self.handshake(unit)?;
        let declared = match &handshake {
            Handshake::None | Handshake::Outdated(_) => None,
            other => other.declaration(),
        };
        let Some(declared) = declared else {
            return Err(StoreError::NotDeclared(self.node(unit)?.path));
        };
        if declared.by == self.actor.0 {
            return Err(StoreError::OtherPersonNeeded(declared.by.clone()));
        }
        let moment = self.moment();
        let note = Note {
            at: moment.clock,
            basis: basis(declared),
            by: moment.actor,
            reason: reason.to_owned(),
            role: self.actor.1.id().to_owned(),
        };
        self.transact(|census| {
            let answered = (ANSWERED.to_owned(), note.answer());
            census.change(unit, &[answered], false)?;
            census.seal()
        })
    }
}

/// Hashes a declaration, so that an answer is known to be one to it.
fn basis(declared: &Declaration) -> String {
    let text = serde_json::to_string(declared).unwrap_or_default();
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
