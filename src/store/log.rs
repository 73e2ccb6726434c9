//! The event log: the open event, sealing it into a chain, and the tips of a scope.
//!
//! The open event grows in place while a record is being filled, in the transaction of the typed
//! row. It gets its number, parents, and hash when it is sealed. After a crash the next writer
//! seals what it finds as an event of its own.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::error::{Result, StoreError};
use super::event::{Body, Change, EventId, FORMAT, First, hex, unword, word};
use super::record::{self, Entry};
use super::register::{Aside, Head, Heads, Names, heads};
use super::since::is_answer;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// Who writes, from the opening of the file on: the source of chains.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    /// Random name of this opening.
    pub(super) name: [u8; 16],
    /// Id of the census.
    pub(super) census: Uuid,
    /// What the first event of each scope says.
    pub(super) first: First,
    /// Last number and event per scope.
    chains: HashMap<i64, (u64, EventId)>,
    row: Option<i64>,
}

/// When and by whom a change is made.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) actor: String,
    pub(super) clock: String,
    pub(super) ms: u64,
}

/// The event under way.
#[derive(Debug, Clone)]
pub(super) struct OpenEvent {
    /// The record it is about.
    pub(super) record: i64,
    /// When it was begun.
    pub(super) moment: Moment,
    /// Registers it sets, as words.
    pub(super) patch: BTreeMap<String, String>,
}

impl OpenEvent {
    /// Reads the open event of a file.
    pub(super) fn read(connection: &Connection) -> Result<Option<Self>> {
        let row = connection
            .prepare_cached("SELECT record, actor, clock, ms, patch FROM open_event")?
            .query_row([], |row| {
                let moment = Moment {
                    actor: row.get(1)?,
                    clock: row.get(2)?,
                    ms: row.get::<_, i64>(3)?.unsigned_abs(),
                };
                Ok((row.get(0)?, moment, row.get::<_, String>(4)?))
            })
            .optional()?;
        let Some((record, moment, patch)) = row else {
            return Ok(None);
        };
        let patch = serde_json::from_str(&patch)
            .map_err(|error| StoreError::Corrupt(format!("open event: {error}")))?;
        Ok(Some(Self {
            record,
            moment,
            patch,
        }))
    }

    /// Writes the open event back.
    pub(super) fn write(&self, connection: &Connection) -> Result<()> {
        let patch = serde_json::to_string(&self.patch)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        connection
            .prepare_cached(
                "INSERT INTO open_event (one, record, actor, clock, ms, patch)
                 VALUES (1, ?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (one) DO UPDATE SET record = excluded.record, actor = excluded.actor,
                     clock = excluded.clock, ms = excluded.ms, patch = excluded.patch",
            )?
            .execute(params![
                self.record,
                self.moment.actor,
                self.moment.clock,
                self.moment.ms.cast_signed(),
                patch
            ])?;
        Ok(())
    }

    /// Tells whether setting these answers here would overwrite a value typed before.
    pub(super) fn would_lose(&self, answers: &[(String, Answer)]) -> bool {
        answers
            .iter()
            .any(|(name, answer)| self.patch.get(name).is_some_and(|old| *old != word(answer)))
    }
}

impl Writer {
    /// Prepares a writer; it leaves no trace until its first event.
    pub(super) fn new(name: [u8; 16], census: Uuid, first: First) -> Self {
        Self {
            name,
            census,
            first,
            chains: HashMap::new(),
            row: None,
        }
    }

    /// Seals the open event, if there is one, and returns the record it was about.
    pub(super) fn seal(
        &mut self,
        connection: &Connection,
        names: &mut Names,
    ) -> Result<Option<i64>> {
        let Some(open) = OpenEvent::read(connection)? else {
            return Ok(None);
        };
        connection
            .prepare_cached("DELETE FROM open_event")?
            .execute([])?;
        let entry = record::entry(connection, open.record)?;
        self.append(connection, names, &entry, &open)?;
        Ok(Some(open.record))
    }

    /// Appends an event to the chain of the record's scope and moves the heads of the record.
    fn append(
        &mut self,
        connection: &Connection,
        names: &mut Names,
        entry: &Entry,
        open: &OpenEvent,
    ) -> Result<()> {
        let scope = record::entry(connection, entry.scope)?;
        let last = self.chains.get(&entry.scope).copied();
        let parents = match last {
            Some((_, predecessor)) => vec![predecessor],
            None => tips(connection, entry.scope)?,
        };
        let mut record_heads = heads(connection, entry.record.id)?;
        let mut items = BTreeMap::new();
        for (name, text) in &open.patch {
            let number = names.number(connection, name)?;
            let old = record_heads.0.get(&number).map_or(&[][..], Vec::as_slice);
            let replaces = old
                .iter()
                .map(|head| Ok(event_id(connection, head.event)?.to_string()))
                .collect::<Result<Vec<_>>>()?;
            items.insert(name.clone(), Change::new(&unword(text), replaces));
        }
        let body = Body {
            actor: open.moment.actor.clone(),
            census: self.census.to_string(),
            clock: open.moment.clock.clone(),
            first: last.is_none().then(|| self.first.clone()),
            items,
            kind: entry.record.kind.id().to_owned(),
            ms: open.moment.ms,
            parents: parents.iter().map(ToString::to_string).collect(),
            record: entry.uuid.to_string(),
            scope: scope.uuid.to_string(),
            seq: last.map_or(1, |(seq, _)| seq + 1),
            v: FORMAT,
            writer: hex(&self.name),
        };
        let (local, id) = self.insert(connection, entry, &body)?;
        self.chains.insert(entry.scope, (body.seq, id));
        move_tips(connection, entry.scope, &parents, id)?;
        for name in open.patch.keys() {
            let number = names.number(connection, name)?;
            advance(&mut record_heads, number, local);
        }
        save_heads(connection, entry.record.id, &record_heads)?;
        if open.patch.keys().any(|name| is_answer(name)) {
            note_change(connection, entry.record.id, &open.moment.clock)?;
        }
        settle_conflicts(connection, entry.record.id, open)?;
        forget_digests(connection, entry.record.id)
    }

    /// Appends the first event of a new record without moving the tips of its scope; the caller
    /// moves them from the parents that the first event of a batch returns to the last event.
    pub(super) fn begin(
        &mut self,
        connection: &Connection,
        (entry, scope): (&Entry, Uuid),
        moment: &Moment,
        answers: &[(String, Answer)],
    ) -> Result<(i64, EventId, Vec<EventId>)> {
        let last = self.chains.get(&entry.scope).copied();
        let parents = match last {
            Some((_, predecessor)) => vec![predecessor],
            None => tips(connection, entry.scope)?,
        };
        let changes = answers
            .iter()
            .map(|(name, answer)| (name.clone(), Change::new(answer, Vec::new())));
        let body = Body {
            actor: moment.actor.clone(),
            census: self.census.to_string(),
            clock: moment.clock.clone(),
            first: last.is_none().then(|| self.first.clone()),
            items: changes.collect(),
            kind: entry.record.kind.id().to_owned(),
            ms: moment.ms,
            parents: parents.iter().map(ToString::to_string).collect(),
            record: entry.uuid.to_string(),
            scope: scope.to_string(),
            seq: last.map_or(1, |(seq, _)| seq + 1),
            v: FORMAT,
            writer: hex(&self.name),
        };
        let (local, id) = self.insert(connection, entry, &body)?;
        self.chains.insert(entry.scope, (body.seq, id));
        Ok((local, id, parents))
    }

    fn insert(
        &mut self,
        connection: &Connection,
        entry: &Entry,
        body: &Body,
    ) -> Result<(i64, EventId)> {
        let bytes = body.encode()?;
        let id = EventId::of(&bytes);
        let writer = self.row(connection)?;
        connection
            .prepare_cached(
                "INSERT INTO event (id, scope, writer, seq, record, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                id.0.as_slice(),
                entry.scope,
                writer,
                body.seq.cast_signed(),
                entry.record.id,
                bytes
            ])?;
        Ok((connection.last_insert_rowid(), id))
    }

    fn row(&mut self, connection: &Connection) -> Result<i64> {
        if let Some(row) = self.row {
            return Ok(row);
        }
        connection
            .prepare_cached("INSERT INTO writer (name) VALUES (?1)")?
            .execute([self.name.as_slice()])?;
        let row = connection.last_insert_rowid();
        self.row = Some(row);
        Ok(row)
    }
}

/// Returns the id of a stored event.
pub(super) fn event_id(connection: &Connection, local: i64) -> Result<EventId> {
    let id: [u8; 16] = connection
        .prepare_cached("SELECT id FROM event WHERE local = ?1")?
        .query_row([local], |row| row.get(0))?;
    Ok(EventId(id))
}

/// Returns the tips of a scope, in the order of their ids.
fn tips(connection: &Connection, scope: i64) -> Result<Vec<EventId>> {
    let mut statement =
        connection.prepare_cached("SELECT event FROM tip WHERE scope = ?1 ORDER BY event")?;
    let ids = statement.query_map([scope], |row| row.get::<_, [u8; 16]>(0).map(EventId))?;
    Ok(ids.collect::<std::result::Result<_, _>>()?)
}

/// Makes a new event the tip in place of its parents.
pub(super) fn move_tips(
    connection: &Connection,
    scope: i64,
    parents: &[EventId],
    event: EventId,
) -> Result<()> {
    let mut remove =
        connection.prepare_cached("DELETE FROM tip WHERE scope = ?1 AND event = ?2")?;
    for parent in parents {
        remove.execute(params![scope, parent.0.as_slice()])?;
    }
    connection
        .prepare_cached("INSERT INTO tip (scope, event) VALUES (?1, ?2)")?
        .execute(params![scope, event.0.as_slice()])?;
    Ok(())
}

/// Makes an event the only head of a register.
fn advance(heads: &mut Heads, register: i64, event: i64) {
    let list = heads.0.entry(register).or_default();
    let generation = list
        .iter()
        .map(|head| head.generation)
        .max()
        .map_or(1, |most| most + 1);
    *list = vec![Head { event, generation }];
}

/// Writes the heads of a record.
pub(super) fn save_heads(connection: &Connection, record: i64, heads: &Heads) -> Result<()> {
    connection
        .prepare_cached("UPDATE record SET heads = ?2 WHERE id = ?1")?
        .execute(params![record, heads.pack()])?;
    Ok(())
}

/// Notes when the record was changed last, by the latest clock of all.
fn note_change(connection: &Connection, record: i64, clock: &str) -> Result<()> {
    connection
        .prepare_cached("UPDATE record SET changed = max(changed, ?2) WHERE id = ?1")?
        .execute(params![record, seconds(clock)])?;
    Ok(())
}

/// Returns the seconds of a time that a laptop believed; 0 where it is none.
pub(super) fn seconds(clock: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(clock).map_or(0, |time| time.timestamp().max(0))
}

/// A write replaces all heads, so whatever it sets is no conflict any more.
fn settle_conflicts(connection: &Connection, record: i64, open: &OpenEvent) -> Result<()> {
    let mut aside = Aside::read(connection, record)?;
    if aside.conflicts.is_empty() {
        return Ok(());
    }
    aside
        .conflicts
        .retain(|name, _| !open.patch.contains_key(name));
    aside.write(connection, record)
}

/// Clears what is kept of the content, its digests and ledgers, from a record up to the county.
/// Stops at the first unit with nothing to clear: then nothing above it keeps anything either.
pub(super) fn forget_digests(connection: &Connection, record: i64) -> Result<()> {
    let mut clear = connection.prepare_cached(
        "UPDATE record SET digest = NULL, ledger = NULL
         WHERE id = ?1 AND (digest IS NOT NULL OR ledger IS NOT NULL)",
    )?;
    let mut above = connection.prepare_cached("SELECT kind, parent FROM record WHERE id = ?1")?;
    let mut next = Some((Kind::Episode, record));
    while let Some((below, id)) = next {
        let n_cleared = clear.execute([id])?;
        let (kind, parent): (String, Option<i64>) =
            above.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let kind = kind.parse().unwrap_or(Kind::County);
        // Ledgers are kept from the group up, and a new record keeps nothing below one that does.
        let is_first_unit = below > Kind::Group;
        if n_cleared == 0 && !is_first_unit {
            break;
        }
        next = parent.map(|parent| (kind, parent));
    }
    Ok(())
}
