//! What people said of a finding: a soft one is confirmed with a reason, a hard one accepted as a
//! verified exception.
//!
//! It holds for the values that the finding rests on, not for the event that set them: the same
//! value typed again leaves it at rest, another one wakes it, and the old one lets it rest again.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::{ANSWERED, CONFIRM, DECLARED, RETURN, SIGNED, TWIN, UNSEALED};
use super::finding::{self, Finding};
use super::reader::Reader;
use super::record::RecordRef;
use super::register::Aside;
use super::resting;
use super::thread::Message;
use super::twin::{self, Why};
use crate::base::text::tidy_text;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::domain::role::Role;
use crate::instrument::{Branch, Level};

/// What somebody said, and who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When, as the laptop believed.
    pub at: String,
    /// Hash of the values it was said of.
    pub(super) basis: String,
    /// Who.
    pub by: String,
    /// The reason, chosen or typed; of a decision its word.
    pub reason: String,
    /// Id of the role in which it was said.
    pub role: String,
}

impl Note {
    /// Returns the answer that its register holds.
    pub(super) fn answer(&self) -> Answer {
        json(self)
    }

    /// Returns the role in which it was said.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }

    /// Says whether somebody who may accept exceptions said it.
    pub(super) fn is_of_reviewer(&self) -> bool {
        self.role().is_some_and(|role| role > Role::Enumerator)
    }
}

/// Returns the answer that holds something as JSON.
fn json(held: &impl Serialize) -> Answer {
    // Plain data of texts and numbers always has a JSON form.
    serde_json::to_string(held).map_or(Answer::Cleared, Answer::Value)
}

/// Reads what an answer holds as JSON.
fn read<T: DeserializeOwned>(answer: &Answer) -> Option<T> {
    answer
        .value()
        .and_then(|text| serde_json::from_str(text).ok())
}

/// How a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody settled it, or a value it rests on changed since.
    Open,
    /// A soft one, confirmed with a reason.
    Confirmed(Note),
    /// A hard one, accepted as a verified exception.
    Excepted(Note),
}

impl Standing {
    /// Word in the table of findings.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed(_) => "confirmed",
            Self::Excepted(_) => "excepted",
        }
    }
}

impl Aside {
    /// Returns the notes, and what was said of findings and look-alikes, without who and when.
    pub(super) fn said(&self) -> BTreeMap<String, String> {
        let mut said = self.notes.clone();
        let text = |note: &Note| format!("{} {}", note.basis, note.reason);
        let confirmed = self.confirmed.iter();
        said.extend(confirmed.map(|(name, note)| (format!("{CONFIRM}{name}"), text(note))));
        let twins = self.twins.iter();
        said.extend(twins.map(|(name, note)| (format!("{TWIN}{name}"), text(note))));
        // Ids of messages differ from laptop to laptop; what was said does not.
        let mut messages: Vec<String> = self.threads.values().map(Message::content).collect();
        messages.sort_unstable();
        let messages = messages.into_iter().enumerate();
        said.extend(messages.map(|(place, text)| (format!("{RETURN}{place}"), text)));
        if let Some(declared) = &self.declared {
            let text = format!("{} {}", declared.households, declared.persons);
            said.insert(DECLARED.to_owned(), text);
        }
        if let Some(answered) = &self.answered {
            said.insert(ANSWERED.to_owned(), answered.reason.clone());
        }
        said
    }

    /// Returns what a register of the side row holds that is set by name.
    pub(super) fn held(&self, register: &str) -> Option<Answer> {
        let note = match register {
            DECLARED => return self.declared.as_ref().map(json),
            SIGNED => return self.signed.as_ref().map(json),
            ANSWERED => self.answered.as_ref(),
            UNSEALED => self.unsealed.as_ref(),
            _ if register.starts_with(RETURN) => {
                return self.threads.get(register.strip_prefix(RETURN)?).map(json);
            }
            _ if register.starts_with(CONFIRM) => {
                self.confirmed.get(register.strip_prefix(CONFIRM)?)
            }
            _ => self.twins.get(register.strip_prefix(TWIN)?),
        };
        note.map(Note::answer)
    }

    /// Sets or takes back what a register of the side row holds.
    pub(super) fn hold(&mut self, register: &str, answer: &Answer) {
        match register {
            DECLARED => return self.declared = read(answer),
            ANSWERED => return self.answered = read(answer),
            SIGNED => return self.signed = read(answer),
            UNSEALED => return self.unsealed = read(answer),
            _ => {}
        }
        if let Some(name) = register.strip_prefix(RETURN) {
            if let Some(message) = read(answer) {
                self.threads.insert(name.to_owned(), message);
            }
            return;
        }
        let (notes, name) = if let Some(finding) = register.strip_prefix(CONFIRM) {
            (&mut self.confirmed, finding)
        } else if let Some(other) = register.strip_prefix(TWIN) {
            (&mut self.twins, other)
        } else {
            return;
        };
        match read(answer) {
            Some(note) => notes.insert(name.to_owned(), note),
            None => notes.remove(name),
        };
    }

    /// Returns how a finding stands that is stored with a word for it.
    pub(super) fn as_stored(&self, rule: &str, cell: &str, word: &str) -> Standing {
        let note = self.confirmed.get(&name(rule, cell)).cloned();
        let all = note.map(|note| [Standing::Confirmed(note.clone()), Standing::Excepted(note)]);
        let found = all
            .into_iter()
            .flatten()
            .find(|standing| standing.word() == word);
        found.unwrap_or(Standing::Open)
    }

    /// Returns how a finding stands whose values hash to a basis.
    pub(super) fn standing(&self, rule: &str, cell: &str, level: Level, basis: &str) -> Standing {
        let note = self.confirmed.get(&name(rule, cell));
        match (note.filter(|note| note.basis == basis), level) {
            (Some(note), Level::Hard) if note.is_of_reviewer() => Standing::Excepted(note.clone()),
            (None, _) | (Some(_), Level::Hard) => Standing::Open,
            (Some(note), Level::Soft | Level::Note) => Standing::Confirmed(note.clone()),
        }
    }
}

/// What a confirmation is called among those of its record.
pub(super) fn name(rule: &str, cell: &str) -> String {
    format!("{rule}:{cell}")
}

impl Reader {
    /// Returns how a finding stands that is not stored but was worked out when asked for: of a
    /// unit above the household, or one that compares people of several households.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn standing_asked(&self, finding: &Finding) -> Result<Standing> {
        let aside = Aside::read(&self.conn, finding.record.id)?;
        if let Some(why) = self.likeness_of(finding)
            && let Some(note) = self.all_told_apart(finding.record, why)?
        {
            match finding.level {
                Level::Hard if note.is_of_reviewer() => return Ok(Standing::Excepted(note)),
                Level::Hard => {}
                Level::Soft | Level::Note => return Ok(Standing::Confirmed(note)),
            }
        }
        if aside.confirmed.is_empty() {
            return Ok(Standing::Open);
        }
        let basis = self.basis_asked(finding)?;
        Ok(aside.standing(&finding.rule, finding.cell(), finding.level, &basis))
    }

    /// Returns what somebody said last of a finding, even if the values it rests on changed since.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn said_before(&self, finding: &Finding) -> Result<Option<Note>> {
        let aside = Aside::read(&self.conn, finding.record.id)?;
        let said = aside.confirmed.get(&name(&finding.rule, finding.cell()));
        Ok(said.cloned())
    }

    /// Says in what way a finding compares a person with others, where it does: deciding on these
    /// settles it.
    fn likeness_of(&self, finding: &Finding) -> Option<Why> {
        let rule = self.instrument.rule(&finding.rule)?;
        let is_wide = |branch: &Branch| branch.scope.is_some_and(|scope| scope < Kind::Household);
        if finding.record.kind != Kind::Person || !rule.branches.iter().any(is_wide) {
            return None;
        }
        match finding.cell() {
            "id_number" => Some(Why::Number),
            "name" => finding
                .items
                .iter()
                .all(|item| twin::ITEMS.contains(&item.as_str()))
                .then_some(Why::Alike),
            _ => None,
        }
    }

    /// Hashes the figures of the message and the values of the items that the finding points at.
    fn basis_asked(&self, finding: &Finding) -> Result<String> {
        let items: Vec<&str> = finding.items.iter().map(String::as_str).collect();
        let values = resting::line(self, finding.record, &items)?;
        Ok(resting::digest(
            [finding.figures.as_str(), values.as_str()].into_iter(),
        ))
    }
}

impl Census {
    /// Settles a stored finding with a reason: confirms a soft one, accepts a hard one as a
    /// verified exception.
    ///
    /// # Errors
    /// When the finding is not raised, the reason is empty, a hard one is not accepted by a
    /// reviewer, or the disk fails.
    pub fn confirm(
        &mut self,
        record: RecordRef,
        rule: &str,
        cell: &str,
        reason: &str,
    ) -> Result<()> {
        let (level, basis) = finding::level_and_basis(&self.reader, record, rule, cell)?
            .ok_or_else(|| StoreError::NotRaised(rule.to_owned()))?;
        self.sign(record, (rule, cell, level), reason, basis)
    }

    /// Settles a finding that was worked out when asked for, as [`Census::confirm`] does.
    ///
    /// # Errors
    /// As `confirm`.
    pub fn confirm_asked(&mut self, finding: &Finding, reason: &str) -> Result<()> {
        let basis = self.reader.basis_asked(finding)?;
        let of = (finding.rule.as_str(), finding.cell(), finding.level);
        self.sign(finding.record, of, reason, basis)
    }

    /// Opens a settled finding again.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn reopen(&mut self, record: RecordRef, rule: &str, cell: &str) -> Result<()> {
        let register = format!("{CONFIRM}{}", name(rule, cell));
        self.transact(|census| census.change(record, &[(register, Answer::Cleared)], false))?;
        Ok(())
    }

    fn sign(
        &mut self,
        record: RecordRef,
        (rule, cell, level): (&str, &str, Level),
        reason: &str,
        basis: String,
    ) -> Result<()> {
        if level == Level::Note {
            return Err(StoreError::NotRaised(rule.to_owned()));
        }
        if level == Level::Hard && self.actor.1 == Role::Enumerator {
            return Err(StoreError::ReviewerNeeded(rule.to_owned()));
        }
        let note = self.note(reason, basis)?;
        let register = format!("{CONFIRM}{}", name(rule, cell));
        self.transact(|census| census.change(record, &[(register, note.answer())], false))?;
        Ok(())
    }

    /// Notes what is said now by whoever is at the keyboard.
    pub(super) fn note(&self, reason: &str, basis: String) -> Result<Note> {
        let reason = tidy_text(reason);
        if reason.is_empty() {
            return Err(StoreError::ReasonNeeded);
        }
        let moment = self.moment();
        Ok(Note {
            at: moment.clock,
            basis,
            by: moment.actor,
            reason,
            role: self.actor.1.id().to_owned(),
        })
    }
}
