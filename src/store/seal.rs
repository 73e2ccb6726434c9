//! Sign-offs: who answers for a unit, for which counts, and for which content.
//!
//! A sign-off is judged by the digest of the answers alone: a later change breaks it, the old
//! answer typed again makes it whole. Confirmations, threads, and a new edition of the
//! questionnaire do not touch it. Writing into a signed unit is never refused; whoever does it says
//! why, once.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::{SIGNED, UNSEALED};
use super::handshake::{is_signable, signer};
use super::range::end;
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::register::Aside;
use super::standing::Note;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// What is known of a unit when it is signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Units and items, by the names that `status` gives them.
    pub counts: BTreeMap<String, u64>,
    /// Soft findings and hints that nobody confirmed, by rule.
    pub soft_open: BTreeMap<String, u64>,
    /// Why a unit below counts although its own sign-off is broken, by UUID.
    pub accepted: BTreeMap<String, String>,
}

/// A sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Digest of the answers at and below the unit.
    pub answers: String,
    /// When, as the laptop believed.
    pub at: String,
    /// Who.
    pub by: String,
    /// Digest of the answers of each unit one level down, by UUID.
    pub children: BTreeMap<String, String>,
    /// Edition of the questionnaire.
    pub edition: u32,
    /// What was known.
    pub known: Counts,
    /// Id of the role in which it was signed.
    pub role: String,
}

impl SignOff {
    /// Returns what an unsealing refers to.
    fn basis(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}

/// How the sign-off of a unit stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Seal {
    /// Never signed.
    #[default]
    Unsigned,
    /// Signed, and nothing below changed since.
    Intact(Box<SignOff>),
    /// Signed, then changed or unsealed.
    Broken {
        /// The sign-off that was.
        sign_off: Box<SignOff>,
        /// Why it was unsealed, where somebody said so.
        unsealed: Option<Note>,
    },
}

impl Seal {
    /// Returns the sign-off, whole or broken.
    #[must_use]
    pub const fn sign_off(&self) -> Option<&SignOff> {
        match self {
            Self::Unsigned => None,
            Self::Intact(sign_off) | Self::Broken { sign_off, .. } => Some(sign_off),
        }
    }

    /// Stable word of the state.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::Intact(_) => "signed",
            Self::Broken { .. } => "changed",
        }
    }
}

/// How a sign-off stands, in short.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sealed {
    /// Never signed.
    #[default]
    No,
    /// Signed, and nothing below changed since.
    Intact,
    /// Signed, then changed or unsealed.
    Broken,
}

/// A unit whose sign-off stands.
#[derive(Debug)]
pub(super) struct SignedUnit {
    kind: Kind,
    path: String,
    households: u64,
    persons: u64,
}

/// How many units of an area are signed, and what is in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignedCounts {
    /// Townships with an intact sign-off.
    pub townships: u64,
    /// Villages with an intact sign-off.
    pub villages: u64,
    /// Groups with an intact sign-off.
    pub groups: u64,
    /// Households listed in these groups.
    pub households: u64,
    /// Persons listed in these groups.
    pub persons: u64,
}

impl SignedCounts {
    /// Counts the units at or below an area.
    pub(super) fn of(units: &[SignedUnit], area: &str) -> Self {
        let mut counts = Self::default();
        for unit in units.iter().filter(|unit| unit.path.starts_with(area)) {
            match unit.kind {
                Kind::Township => counts.townships += 1,
                Kind::Village => counts.villages += 1,
                _ => {
                    counts.groups += 1;
                    counts.households += unit.households;
                    counts.persons += unit.persons;
                }
            }
        }
        counts
    }
}

/// Brings the table of sign-offs in line with what is signed on a record.
pub(super) fn refresh(reader: &Reader, record: RecordRef, aside: &Aside) -> Result<()> {
    let Some(sign_off) = &aside.signed else {
        reader
            .conn
            .prepare_cached("DELETE FROM sign_off WHERE record = ?1")?
            .execute([record.id])?;
        return Ok(());
    };
    let answers = blake3::Hash::from_hex(&sign_off.answers)
        .map_err(|_| StoreError::Corrupt(format!("sign-off of record {}", record.id)))?;
    let basis = sign_off.basis();
    let is_unsealed = aside.unsealed.as_ref().is_some_and(|n| n.basis == basis);
    reader
        .conn
        .prepare_cached(
            "INSERT OR REPLACE INTO sign_off (record, answers, is_unsealed) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![
            record.id,
            answers.as_bytes().as_slice(),
            is_unsealed
        ])?;
    Ok(())
}

impl Reader {
    /// Returns how the sign-off of a unit stands.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn seal_of(&self, unit: RecordRef) -> Result<Seal> {
        let aside = Aside::read(&self.conn, unit.id)?;
        let Some(sign_off) = aside.signed else {
            return Ok(Seal::Unsigned);
        };
        let basis = sign_off.basis();
        let unsealed = aside.unsealed.filter(|note| note.basis == basis);
        if unsealed.is_none() && self.digest(unit)?.answers == sign_off.answers {
            return Ok(Seal::Intact(sign_off));
        }
        Ok(Seal::Broken { sign_off, unsealed })
    }

    /// Returns in short how the sign-off of a unit stands.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sealed(&self, unit: RecordRef) -> Result<Sealed> {
        let row: Option<(Vec<u8>, bool)> = self
            .conn
            .prepare_cached("SELECT answers, is_unsealed FROM sign_off WHERE record = ?1")?
            .query_row([unit.id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((answers, is_unsealed)) = row else {
            return Ok(Sealed::No);
        };
        let is_same = || Ok::<_, StoreError>(self.answers(unit)?.as_slice() == answers);
        Ok(if !is_unsealed && is_same()? {
            Sealed::Intact
        } else {
            Sealed::Broken
        })
    }

    /// Returns the innermost unit above a record, or itself, that is signed, and whether that
    /// sign-off still stands.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sealed_above(&self, record: RecordRef) -> Result<Option<(RecordRef, Sealed)>> {
        let above = record::ancestors(&self.conn, record)?;
        let line = above.into_iter().map(|entry| entry.record).rev();
        for unit in std::iter::once(record).chain(line) {
            let sealed = if is_signable(unit.kind) {
                self.sealed(unit)?
            } else {
                Sealed::No
            };
            if sealed != Sealed::No {
                return Ok(Some((unit, sealed)));
            }
        }
        Ok(None)
    }

    /// Lists the units at or below an area whose sign-off stands.
    pub(super) fn signed_units(&self, area: &str) -> Result<Vec<SignedUnit>> {
        let mut units = Vec::new();
        let open = self.open_path()?;
        for kind in [Kind::Township, Kind::Village, Kind::Group] {
            let sql = format!(
                "SELECT unit.id, unit.path, tally.households, tally.persons,
                     substr(record.digest, 1, 32) = sign_off.answers
                 FROM sign_off JOIN {} AS unit ON unit.id = sign_off.record
                 JOIN tally ON tally.record = unit.id JOIN record ON record.id = unit.id
                 WHERE unit.path >= ?1 AND unit.path < ?2 AND unit.live
                     AND NOT sign_off.is_unsealed",
                kind.table()
            );
            let end = end(area);
            let mut statement = self.conn.prepare_cached(&sql)?;
            let rows = statement.query_map([area, end.as_str()], |row| {
                let count = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
                let kept: Option<bool> = row.get(4)?;
                Ok((row.get(0)?, row.get(1)?, count(2)?, count(3)?, kept))
            })?;
            for row in rows {
                let (id, path, households, persons, kept) = row?;
                let kept = kept.filter(|_| !open.contains(&id));
                let is_intact = match kept {
                    Some(is_same) => is_same,
                    None => self.sealed(RecordRef { kind, id })? == Sealed::Intact,
                };
                if is_intact {
                    units.push(SignedUnit {
                        kind,
                        path,
                        households,
                        persons,
                    });
                }
            }
        }
        Ok(units)
    }

    /// Returns the digest of the answers of each unit one level down, by UUID.
    fn children_answers(&self, unit: RecordRef) -> Result<BTreeMap<String, String>> {
        let mut children = BTreeMap::new();
        if let Some(kind) = unit.kind.children().first() {
            for id in record::children(&self.conn, unit.id, *kind)? {
                let uuid = record::entry(&self.conn, id)?.uuid;
                let digest = self.digest(RecordRef { kind: *kind, id })?;
                children.insert(uuid.to_string(), digest.answers);
            }
        }
        Ok(children)
    }
}

impl Census {
    /// Signs a unit. Whether anything speaks against it is for the caller to look at.
    ///
    /// # Errors
    /// When such units are not signed, the role is too low, a broken sign-off was not unsealed with
    /// a reason, or the disk fails.
    pub fn sign_off(&mut self, unit: RecordRef, known: Counts) -> Result<SignOff> {
        if !is_signable(unit.kind) {
            return Err(StoreError::Unsignable(unit.kind.id()));
        }
        let least = signer(unit.kind);
        if self.actor.1 < least {
            return Err(StoreError::RoleNeeded(least));
        }
        self.leave()?;
        if let Seal::Broken { unsealed: None, .. } = self.seal_of(unit)? {
            return Err(StoreError::ReasonNeeded);
        }
        let moment = self.moment();
        let sign_off = SignOff {
            answers: self.keep_digest(unit)?.answers,
            at: moment.clock,
            by: moment.actor,
            children: self.children_answers(unit)?,
            edition: self.instrument.edition,
            known,
            role: self.actor.1.id().to_owned(),
        };
        let value = serde_json::to_string(&sign_off);
        let value = value.map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.transact(|census| {
            let signed = (SIGNED.to_owned(), Answer::Value(value));
            // What was said of the sign-off before is no word on this one.
            let unsealed = (UNSEALED.to_owned(), Answer::Cleared);
            census.change(unit, &[signed, unsealed], false)?;
            census.seal()
        })?;
        // The event above cleared the digests that every reader now compares.
        self.keep_digest(unit)?;
        Ok(sign_off)
    }

    /// Takes a sign-off back, or says why what was signed was changed. What is taken back counts no
    /// longer in what was signed above it either; and one reason serves every sign-off above that
    /// the change broke.
    ///
    /// # Errors
    /// When the unit is not signed, no reason is given, an intact sign-off is not the person's to
    /// take back, or the disk fails.
    pub fn unseal(&mut self, unit: RecordRef, reason: &str) -> Result<()> {
        self.leave()?;
        let seal = self.seal_of(unit)?;
        let is_intact = matches!(seal, Seal::Intact(_));
        let Some(sign_off) = seal.sign_off() else {
            return Err(StoreError::NotSigned(self.node(unit)?.path));
        };
        // Whoever changed something says why; only who may sign takes an intact one back.
        let least = signer(unit.kind);
        if is_intact && self.actor.1 < least {
            return Err(StoreError::RoleNeeded(least));
        }
        let mut notes = vec![(unit, self.note(reason, sign_off.basis())?)];
        for above in record::ancestors(&self.conn, unit)? {
            let seal = self.seal_of(above.record)?;
            let falls = match &seal {
                Seal::Intact(_) => is_intact,
                Seal::Broken { unsealed, .. } => unsealed.is_none(),
                Seal::Unsigned => false,
            };
            if let Some(sign_off) = seal.sign_off().filter(|_| falls) {
                notes.push((above.record, self.note(reason, sign_off.basis())?));
            }
        }
        self.transact(|census| {
            for (unit, note) in notes {
                let unsealed = (UNSEALED.to_owned(), note.answer());
                census.change(unit, &[unsealed], false)?;
            }
            census.seal()
        })
    }
}
