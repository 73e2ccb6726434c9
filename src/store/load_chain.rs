//! The events of records that are loaded in bulk, and where the records are put.

use std::collections::BTreeMap;

use rusqlite::params;
use uuid::Uuid;

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::EventId;
use super::log::{self, Moment};
use super::record::{self, RecordRef};
use super::register::{Head, Heads};
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// What one call of `load` does to the scope of its records.
pub(super) struct Chain {
    pub(super) moment: Moment,
    /// Tips that the first event replaced.
    pub(super) replaced: Vec<EventId>,
    pub(super) last: Option<EventId>,
    pub(super) next_event: i64,
    /// Records that count, on which the rules are run when all are there.
    pub(super) live: BTreeMap<Kind, Vec<i64>>,
}

/// Where a record is put.
pub(super) struct Above {
    pub(super) entry: record::Entry,
    pub(super) scope: Uuid,
    pub(super) path: String,
    pub(super) is_live: bool,
    pub(super) place: Option<usize>,
}

impl Census {
    pub(super) fn above(&self, parent: RecordRef) -> Result<Above> {
        let sql = format!(
            "SELECT path, live FROM {} WHERE id = ?1",
            parent.kind.table()
        );
        let (path, is_live) = self
            .conn
            .prepare_cached(&sql)?
            .query_row([parent.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let entry = record::entry(&self.conn, parent.id)?;
        Ok(Above {
            scope: record::entry(&self.conn, entry.scope)?.uuid,
            entry,
            path,
            is_live,
            place: None,
        })
    }

    pub(super) fn next_event(&self) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached("SELECT coalesce(max(local), 0) + 1 FROM event")?
            .query_row([], |row| row.get(0))?)
    }

    /// Adds the record with its heads and its one event.
    pub(super) fn lay_event(
        &mut self,
        above: &Above,
        (uuid, kind): (Uuid, Kind),
        registers: &[(String, Answer)],
        chain: &mut Chain,
    ) -> Result<record::Entry> {
        let mut heads = Heads::default();
        let names = &mut *self.reader.names.borrow_mut();
        for (name, _) in registers {
            let head = Head {
                event: chain.next_event,
                generation: 1,
            };
            heads
                .0
                .insert(names.number(&self.reader.conn, name)?, vec![head]);
        }
        let (parent, scope) = (above.entry.record.id, above.entry.scope);
        self.reader
            .conn
            .prepare_cached(
                "INSERT INTO record (uuid, kind, parent, scope, heads, changed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                uuid.as_bytes().as_slice(),
                kind.id(),
                parent,
                scope,
                heads.pack(),
                log::seconds(&chain.moment.clock)
            ])?;
        let id = self.reader.conn.last_insert_rowid();
        let entry = record::Entry {
            record: RecordRef { kind, id },
            uuid,
            parent: Some(parent),
            scope,
        };
        let conn = &self.reader.conn;
        let (local, event, parents) =
            self.writer
                .begin(conn, (&entry, above.scope), &chain.moment, registers)?;
        if local != chain.next_event {
            return Err(StoreError::Corrupt(format!("event {local} out of turn")));
        }
        if chain.last.is_none() {
            chain.replaced = parents;
        }
        chain.last = Some(event);
        chain.next_event += 1;
        Ok(entry)
    }

    /// Makes the last event the tip of its scope.
    pub(super) fn close_chain(&self, above: &Above, chain: &Chain) -> Result<()> {
        let Some(last) = chain.last else {
            return Ok(());
        };
        log::move_tips(&self.conn, above.entry.scope, &chain.replaced, last)?;
        log::forget_digests(&self.conn, above.entry.record.id)
    }
}
