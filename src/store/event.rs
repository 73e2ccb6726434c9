//! The format of an event: the bytes that are stored, hashed, and shipped, and never re-encoded.
//!
//! JSON with sorted keys and every value as canonical text. The first sixteen bytes of the BLAKE3
//! hash of the bytes are the event's id. `(writer, scope, seq)` orders events and names gaps; it
//! never identifies one.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use super::error::{Result, StoreError};
use crate::domain::answer::{Answer, Reason};

/// Version of the format.
pub(super) const FORMAT: u8 = 1;
/// Register of the parent of a record.
pub(super) const PARENT: &str = "@parent";
/// Register of the note on a record; the note on an item adds `:item`.
pub(super) const NOTE: &str = "@note";
/// Begins the register of a confirmation; the rule and the item it points at follow.
pub(super) const CONFIRM: &str = "@confirm:";
/// Begins the register of a decision on somebody alike; the UUID of the other follows.
pub(super) const TWIN: &str = "@twin:";
/// Begins the register of a message of a thread; the ids of the thread and of the message follow.
pub(super) const RETURN: &str = "@return:";
/// Register of the declaration that nothing of a unit is missed.
pub(super) const DECLARED: &str = "@declared";
/// Register of the answer to a declaration.
pub(super) const ANSWERED: &str = "@answered";
/// Register of the sign-off of a unit.
pub(super) const SIGNED: &str = "@signed";
/// Register of the reason for which a sign-off was broken or taken back.
pub(super) const UNSEALED: &str = "@unsealed";

/// First sixteen bytes of the BLAKE3 hash of an event's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub [u8; 16]);

impl EventId {
    /// Computes the id of stored bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut id = [0; 16];
        blake3::Hasher::new()
            .update(bytes)
            .finalize_xof()
            .fill(&mut id);
        Self(id)
    }

    /// Reads an id from its 32 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        u128::from_str_radix(text, 16)
            .ok()
            .filter(|_| text.len() == 32)
            .map(|n| Self(n.to_be_bytes()))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One event. The fields stand in alphabetical order, because the keys of the bytes are sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Body {
    /// Who made the change.
    pub(super) actor: String,
    /// Id of the census: county and round.
    pub(super) census: String,
    /// Wall time that the laptop believed.
    pub(super) clock: String,
    /// Said once a writer and scope: device, edition, key, program, role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<First>,
    /// Registers that were set.
    pub(super) items: BTreeMap<String, Change>,
    /// Kind of the record.
    pub(super) kind: String,
    /// Milliseconds since the program started.
    pub(super) ms: u64,
    /// The predecessor in the chain, or the tips of the scope.
    pub(super) parents: Vec<String>,
    /// UUID of the record.
    pub(super) record: String,
    /// UUID of the scope.
    pub(super) scope: String,
    /// Number in the chain of writer and scope, from 1.
    pub(super) seq: u64,
    /// Version of this format.
    pub(super) v: u8,
    /// The writer, 32 hexadecimal digits.
    pub(super) writer: String,
}

/// What a writer says of itself in its first event of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct First {
    /// Device id.
    pub(super) device: String,
    /// Edition of the instrument.
    pub(super) edition: u32,
    /// Public key of the device.
    pub(super) key: String,
    /// Program and version.
    pub(super) program: String,
    /// Role of the actor.
    pub(super) role: String,
}

/// A register as one event sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    #[serde(default, skip_serializing_if = "is_false")]
    cleared: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Events that this one saw and replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) replaces: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Change {
    /// Makes the change that sets an answer.
    pub(super) fn new(answer: &Answer, replaces: Vec<String>) -> Self {
        let mut change = Self {
            cleared: false,
            reason: None,
            replaces,
            value: None,
        };
        match answer {
            Answer::Value(value) => change.value = Some(value.clone()),
            Answer::Reason(reason) => change.reason = Some(reason.id().to_owned()),
            Answer::Cleared => change.cleared = true,
        }
        change
    }

    /// Returns the answer that the change sets.
    pub(super) fn answer(&self) -> Result<Answer> {
        match (&self.value, &self.reason, self.cleared) {
            (Some(value), None, false) => Ok(Answer::Value(value.clone())),
            (None, Some(reason), false) => reason
                .parse::<Reason>()
                .map(Answer::Reason)
                .map_err(|_| StoreError::Corrupt(format!("reason {reason}"))),
            (None, None, true) => Ok(Answer::Cleared),
            _ => Err(StoreError::Corrupt(
                "a change that sets not exactly one answer".to_owned(),
            )),
        }
    }
}

impl Body {
    /// Encodes the event.
    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// Decodes stored bytes.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes).map_err(|error| StoreError::Corrupt(error.to_string()))
    }
}

/// Writes an answer as one word, for patches and side rows: `=value`, `~reason`, or nothing.
pub(super) fn word(answer: &Answer) -> String {
    match answer {
        Answer::Value(value) => format!("={value}"),
        Answer::Reason(reason) => format!("~{}", reason.id()),
        Answer::Cleared => String::new(),
    }
}

/// Reads an answer from its word.
pub(super) fn unword(text: &str) -> Answer {
    if let Some(value) = text.strip_prefix('=') {
        return Answer::Value(value.to_owned());
    }
    let reason = text.strip_prefix('~').and_then(|id| id.parse().ok());
    reason.map_or(Answer::Cleared, Answer::Reason)
}

/// Writes bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
