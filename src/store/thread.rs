//! Threads of returned work: a reviewer asks about a record or one of its items, whoever is in the
//! field answers, a reviewer closes.
//!
//! Each message is a register of its own that is set once, so two laptops that write at the same
//! time both keep what they wrote. A message names the messages that were there when it was
//! written: a closing holds only while it saw everything else that was said.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::RETURN;
use super::range::end;
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::register::Aside;
use crate::base::text::tidy_text;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::domain::role::Role;

/// One message of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// When, as the laptop believed.
    pub at: String,
    /// Who.
    pub by: String,
    /// Whether it closes the thread.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closes: bool,
    /// The item it is about; none: the whole record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Id of the role in which it was said.
    pub role: String,
    /// Ids of the messages that were there before it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) seen: BTreeSet<String>,
    /// What was said; may be empty where it only closes.
    pub text: String,
}

impl Message {
    /// Returns the role in which it was said.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }

    /// Returns what was said, without who and when.
    pub(super) fn content(&self) -> String {
        let item = self.item.as_deref().unwrap_or_default();
        format!("{item} {} {}", self.closes, self.text)
    }

    /// Says whether somebody who reviews said it, rather than somebody in the field.
    #[must_use]
    pub fn is_of_reviewer(&self) -> bool {
        self.role().is_some_and(|role| role > Role::Enumerator)
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadState {
    /// The field must answer.
    Asked,
    /// The reviewer must look and close.
    Answered,
    /// Nobody need do anything.
    Closed,
}

impl ThreadState {
    /// Word in tables and files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    fn of_word(word: &str) -> Self {
        [Self::Asked, Self::Answered]
            .into_iter()
            .find(|state| state.word() == word)
            .unwrap_or(Self::Closed)
    }
}

/// A thread on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its id for ever.
    pub id: String,
    /// The record it is about.
    pub record: RecordRef,
    /// The item it is about; none: the whole record.
    pub item: Option<String>,
    /// Whose turn it is.
    pub state: ThreadState,
    /// Its messages, the earliest first.
    pub messages: Vec<Message>,
}

/// A thread in a list, without its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id for ever.
    pub id: String,
    /// The record it is about.
    pub record: RecordRef,
    /// Code path of the record.
    pub path: String,
    /// Whose turn it is.
    pub state: ThreadState,
}

/// Messages of the threads of a record, by `thread:message`.
pub(super) type Messages = BTreeMap<String, Message>;

/// Sorts the messages of a record into threads.
fn threads(record: RecordRef, messages: &Messages) -> Vec<Thread> {
    let mut all: BTreeMap<&str, BTreeMap<&str, &Message>> = BTreeMap::new();
    for (name, message) in messages {
        if let Some((thread, id)) = name.split_once(':') {
            all.entry(thread).or_default().insert(id, message);
        }
    }
    let threads = all.into_iter().map(|(id, messages)| {
        let state = state(&messages);
        // A message saw more than each of those that it saw, so this order never turns them round.
        let mut ordered: Vec<(&str, &Message)> = messages.into_iter().collect();
        ordered.sort_by_key(|(id, message)| (message.seen.len(), &message.at, *id));
        Thread {
            id: id.to_owned(),
            record,
            item: ordered.first().and_then(|(_, first)| first.item.clone()),
            state,
            messages: ordered.into_iter().map(|(_, m)| m.clone()).collect(),
        }
    });
    threads.collect()
}

/// Works out whose turn it is.
fn state(messages: &BTreeMap<&str, &Message>) -> ThreadState {
    let said = || messages.iter().filter(|(_, message)| !message.closes);
    let mut closings = messages.values().filter(|message| message.closes);
    if closings.any(|closing| said().all(|(id, _)| closing.seen.contains(*id))) {
        return ThreadState::Closed;
    }
    let is_last = |id: &str| !said().any(|(_, later)| later.seen.contains(id));
    let mut last = said().filter(|(id, _)| is_last(id));
    // Whoever stands as high as the one who began asks; everybody below him answers.
    let first = said().min_by_key(|(id, message)| (message.seen.len(), &message.at, *id));
    let asks = first.and_then(|(_, message)| message.role());
    if last.any(|(_, message)| message.role() >= asks) {
        ThreadState::Asked
    } else {
        ThreadState::Answered
    }
}

/// Brings the table of threads in line with the messages of a record. Returns whether the number
/// of open ones changed.
pub(super) fn refresh(reader: &Reader, record: RecordRef, aside: &Aside) -> Result<bool> {
    let threads = threads(record, &aside.threads);
    reader
        .conn
        .prepare_cached("DELETE FROM thread WHERE record = ?1")?
        .execute([record.id])?;
    let mut insert = reader
        .conn
        .prepare_cached("INSERT INTO thread (record, id, item, state) VALUES (?1, ?2, ?3, ?4)")?;
    for thread in &threads {
        insert.execute(params![
            record.id,
            thread.id,
            thread.item,
            thread.state.word()
        ])?;
    }
    let is_open = |thread: &&Thread| thread.state != ThreadState::Closed;
    let n_open = i64::try_from(threads.iter().filter(is_open).count()).unwrap_or(i64::MAX);
    let sql = format!(
        "UPDATE {} SET returns = ?2 WHERE id = ?1 AND returns <> ?2",
        record.kind.table()
    );
    let n_changed = reader
        .conn
        .prepare_cached(&sql)?
        .execute([record.id, n_open])?;
    Ok(n_changed > 0)
}

impl Reader {
    /// Returns the threads on a record, in the order in which they were begun.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn threads(&self, record: RecordRef) -> Result<Vec<Thread>> {
        let aside = Aside::read(&self.conn, record.id)?;
        let mut threads = threads(record, &aside.threads);
        threads.sort_by(|a, b| {
            let begun = |thread: &Thread| thread.messages.first().map(|first| first.at.clone());
            (begun(a), &a.id).cmp(&(begun(b), &b.id))
        });
        Ok(threads)
    }

    /// Finds a thread by its id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn thread(&self, id: &str) -> Result<Option<Thread>> {
        let record: Option<i64> = self
            .conn
            .prepare_cached("SELECT record FROM thread WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(record) = record else {
            return Ok(None);
        };
        let record = record::entry(&self.conn, record)?.record;
        let mut threads = self.threads(record)?.into_iter();
        Ok(threads.find(|thread| thread.id == id))
    }

    /// Lists the threads at and below a unit that are in a state, in walking order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn threads_below(&self, area: &str, state: ThreadState) -> Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for kind in Kind::ALL {
            // Records whose threads are all closed count none as open; all others have an index.
            let is_open = match state {
                ThreadState::Closed => "unit.returns >= 0",
                _ => "unit.returns > 0",
            };
            let sql = format!(
                "SELECT thread.id, thread.record, unit.path, thread.state
                 FROM {} AS unit JOIN thread ON thread.record = unit.id
                 WHERE unit.path >= ?1 AND unit.path < ?2 AND {is_open}
                     AND thread.state = ?3",
                kind.table()
            );
            let end = end(area);
            let mut statement = self.conn.prepare_cached(&sql)?;
            let rows = statement.query_map(params![area, end, state.word()], |row| {
                Ok(Listed {
                    id: row.get(0)?,
                    record: RecordRef {
                        kind,
                        id: row.get(1)?,
                    },
                    path: row.get(2)?,
                    state: ThreadState::of_word(&row.get::<_, String>(3)?),
                })
            })?;
            for row in rows {
                listed.push(row?);
            }
        }
        listed.sort_by(|a, b| (&a.path, a.record, &a.id).cmp(&(&b.path, b.record, &b.id)));
        Ok(listed)
    }
}

impl Census {
    /// Returns a record, or one of its items, to the field with a question. Returns the id of the
    /// thread.
    ///
    /// # Errors
    /// When the question is empty, whoever asks is no reviewer, or the disk fails.
    pub fn return_with(
        &mut self,
        record: RecordRef,
        item: Option<&str>,
        text: &str,
    ) -> Result<String> {
        if self.actor.1 == Role::Enumerator {
            return Err(StoreError::RoleNeeded(Role::VillagePoint));
        }
        if matches!(record.kind, Kind::Visit | Kind::Staff) {
            return Err(StoreError::NoSuchUnit(record.id.to_string()));
        }
        if let Some(item) = item
            && self.instrument.item(record.kind, item).is_none()
        {
            return Err(StoreError::NoSuchItem {
                kind: record.kind.id(),
                item: item.to_owned(),
            });
        }
        let thread = self.tools.randomness.uuid_v7(&self.tools.clock.now());
        let thread = thread.simple().to_string();
        self.say(record, &thread, text, (item, false))?;
        Ok(thread)
    }

    /// Adds an answer, or a further question, to a thread.
    ///
    /// # Errors
    /// When the text is empty, there is no such thread, or the disk fails.
    pub fn reply(&mut self, record: RecordRef, thread: &str, text: &str) -> Result<()> {
        self.known(record, thread)?;
        self.say(record, thread, text, (None, false))
    }

    /// Closes a thread; a word on it may be left out.
    ///
    /// # Errors
    /// When there is no such thread, whoever closes is no reviewer, or the disk fails.
    pub fn close_thread(&mut self, record: RecordRef, thread: &str, text: &str) -> Result<()> {
        if self.actor.1 == Role::Enumerator {
            return Err(StoreError::RoleNeeded(Role::VillagePoint));
        }
        self.known(record, thread)?;
        self.say(record, thread, text, (None, true))
    }

    fn known(&self, record: RecordRef, thread: &str) -> Result<()> {
        let mut threads = self.threads(record)?.into_iter();
        if threads.any(|known| known.id == thread) {
            return Ok(());
        }
        Err(StoreError::NoSuchThread(thread.to_owned()))
    }

    fn say(
        &mut self,
        record: RecordRef,
        thread: &str,
        text: &str,
        (item, closes): (Option<&str>, bool),
    ) -> Result<()> {
        let text = tidy_text(text);
        if text.is_empty() && !closes {
            return Err(StoreError::ReasonNeeded);
        }
        let aside = Aside::read(&self.conn, record.id)?;
        let moment = self.moment();
        let seen = aside.threads.keys();
        let seen = seen.filter_map(|name| name.split_once(':').filter(|(t, _)| *t == thread));
        let message = Message {
            at: moment.clock,
            by: moment.actor,
            closes,
            item: item.map(str::to_owned),
            role: self.actor.1.id().to_owned(),
            seen: seen.map(|(_, id)| id.to_owned()).collect(),
            text,
        };
        let id = self.tools.randomness.uuid_v7(&self.tools.clock.now());
        let register = format!("{RETURN}{thread}:{}", id.simple());
        let value = serde_json::to_string(&message);
        let value = value.map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.transact(|census| {
            census.change(record, &[(register, Answer::Value(value))], false)?;
            census.seal()
        })
    }
}
