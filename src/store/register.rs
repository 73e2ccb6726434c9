//! Registers and their heads: the events of a register that no known event replaced.
//!
//! One head: that is the answer. Several with one answer: merged. Several with different answers: a
//! conflict, of which the provisional answer is the one with most generations behind it, then the
//! one of the greatest event id. No clock decides: else the laptop of 2031 would win.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::error::{Result, StoreError};
use super::event::EventId;
use super::handshake::Declaration;
use super::seal::SignOff;
use super::standing::Note;
use super::thread::Messages;
use crate::domain::answer::Answer;

/// One head of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Local number of the event.
    pub(super) event: i64,
    /// One more than the most generations among those it replaced.
    pub(super) generation: u32,
}

/// The heads of one record, by the number of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heads(pub(super) BTreeMap<i64, Vec<Head>>);

impl Heads {
    /// Packs the heads as variable-length numbers.
    pub(super) fn pack(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 6);
        for (register, heads) in &self.0 {
            put(&mut bytes, register.unsigned_abs());
            put(&mut bytes, heads.len() as u64);
            for head in heads {
                put(&mut bytes, head.event.unsigned_abs());
                put(&mut bytes, u64::from(head.generation));
            }
        }
        bytes
    }

    /// Unpacks what `pack` made.
    pub(super) fn unpack(bytes: &[u8]) -> Result<Self> {
        let broken = || StoreError::Corrupt("heads of a record".to_owned());
        let mut rest = bytes;
        let mut heads = BTreeMap::new();
        while !rest.is_empty() {
            let mut next = || take(&mut rest).ok_or_else(broken);
            let register = next()?.cast_signed();
            let count = next()?;
            let mut list = Vec::new();
            for _ in 0..count {
                let event = next()?.cast_signed();
                let generation = u32::try_from(next()?).map_err(|_| broken())?;
                list.push(Head { event, generation });
            }
            heads.insert(register, list);
        }
        Ok(Self(heads))
    }
}

/// Appends a number, seven bits a byte.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(low_bits(number) | 0x80);
        number >>= 7;
    }
    bytes.push(low_bits(number));
}

/// Returns the seven lowest bits.
#[allow(clippy::cast_possible_truncation, reason = "seven bits fit into eight")]
const fn low_bits(number: u64) -> u8 {
    (number & 0x7f) as u8
}

/// Takes a number from the front.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// An answer that one head gives, with what decides between several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) answer: Answer,
    pub(super) generation: u32,
    pub(super) id: EventId,
}

/// Returns the provisional answer of the heads of a register.
pub(super) fn provisional(candidates: &[Candidate]) -> Option<&Answer> {
    candidates
        .iter()
        .max_by_key(|c| (c.generation, c.id))
        .map(|c| &c.answer)
}

/// Tells whether the heads of a register give more than one answer.
pub(super) fn differ(candidates: &[Candidate]) -> bool {
    candidates
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.answer != b.answer))
}

/// What is kept beside the typed row of a record. Answers are words of `event::word`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Aside {
    /// Registers whose answer was taken back.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) cleared: BTreeSet<String>,
    /// Registers with several answers: all of them, the provisional one included.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) conflicts: BTreeMap<String, BTreeSet<String>>,
    /// Notes, by item; the empty name is the note on the record.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) notes: BTreeMap<String, String>,
    /// Answers that do not apply now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) parked: BTreeMap<String, String>,
    /// Findings that somebody confirmed or accepted, by `RULE:cell`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) confirmed: BTreeMap<String, Note>,
    /// What was decided of somebody who looks like this person, by the other's UUID.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) twins: BTreeMap<String, Note>,
    /// Messages of the threads on this record, by `thread:message`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) threads: Messages,
    /// That nothing of this unit is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) declared: Option<Declaration>,
    /// What was answered to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answered: Option<Note>,
    /// The sign-off of this unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signed: Option<Box<SignOff>>,
    /// Why the sign-off was taken back, or what was signed was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unsealed: Option<Note>,
}

impl Aside {
    /// Reads the side row of a record.
    pub(super) fn read(connection: &Connection, record: i64) -> Result<Self> {
        let text: Option<String> = connection
            .prepare_cached("SELECT aside FROM record WHERE id = ?1")?
            .query_row([record], |row| row.get(0))?;
        text.map_or_else(
            || Ok(Self::default()),
            |text| serde_json::from_str(&text).map_err(|e| StoreError::Corrupt(e.to_string())),
        )
    }

    /// Writes the side row of a record.
    pub(super) fn write(&self, connection: &Connection, record: i64) -> Result<()> {
        let text = if *self == Self::default() {
            None
        } else {
            Some(serde_json::to_string(self).map_err(|e| StoreError::Corrupt(e.to_string()))?)
        };
        connection
            .prepare_cached("UPDATE record SET aside = ?2 WHERE id = ?1")?
            .execute(params![record, text])?;
        Ok(())
    }
}

/// Reads the heads of a record.
pub(super) fn heads(connection: &Connection, record: i64) -> Result<Heads> {
    let packed: Vec<u8> = connection
        .prepare_cached("SELECT heads FROM record WHERE id = ?1")?
        .query_row([record], |row| row.get(0))?;
    Heads::unpack(&packed)
}

/// Numbers of register names in this file, remembered once read.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<String, i64>,
}

impl Names {
    /// Returns the number of a name, adding it when it is new.
    pub(super) fn number(&mut self, connection: &Connection, name: &str) -> Result<i64> {
        if let Some(number) = self.find(connection, name)? {
            return Ok(number);
        }
        connection
            .prepare_cached("INSERT INTO register (name) VALUES (?1)")?
            .execute([name])?;
        Ok(self.keep(connection.last_insert_rowid(), name))
    }

    /// Returns the number of a name that was used before.
    pub(super) fn find(&mut self, connection: &Connection, name: &str) -> Result<Option<i64>> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(Some(*number));
        }
        let number = connection
            .prepare_cached("SELECT number FROM register WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(number.map(|number| self.keep(number, name)))
    }

    /// Forgets everything: after a rollback a remembered number may not exist.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    fn keep(&mut self, number: i64, name: &str) -> i64 {
        self.numbers.insert(name.to_owned(), number);
        number
    }
}
