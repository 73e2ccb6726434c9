//! What changed since a unit was signed.

use std::collections::HashMap;

use rusqlite::params;

use super::error::Result;
use super::event::{Body, PARENT, SIGNED};
use super::reader::Reader;
use super::record::{self, RecordRef};
use crate::domain::kind::Kind;

/// A record that changed since a unit was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The record.
    pub record: RecordRef,
    /// Its code path.
    pub path: String,
    /// Items that were set, in order.
    pub items: Vec<String>,
    /// Who set the last of them.
    pub by: String,
    /// When, as the laptop believed.
    pub at: String,
}

impl Reader {
    /// Lists the records that changed since a unit was signed last, the latest change first. Empty
    /// where it is not signed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn changed_since(&self, unit: RecordRef) -> Result<Vec<Since>> {
        let Some(signed) = self.names.borrow_mut().find(&self.conn, SIGNED)? else {
            return Ok(Vec::new());
        };
        let heads = super::register::heads(&self.conn, unit.id)?;
        let Some(after) = heads.0.get(&signed).and_then(|heads| heads.last()) else {
            return Ok(Vec::new());
        };
        let path = self.bare_node(unit)?.path;
        // Everything in a village is in its scope; a township and the county hold several.
        let scope = match unit.kind {
            Kind::County | Kind::Township => None,
            _ => Some(record::entry(&self.conn, unit.id)?.scope),
        };
        let mut statement = self.conn.prepare_cached(
            "SELECT event.record, event.bytes FROM event
             WHERE event.local > ?1 AND (?2 IS NULL OR event.scope = ?2)
             ORDER BY event.local DESC",
        )?;
        let mut found: Vec<Since> = Vec::new();
        // Where each record stands among those found; none of one outside the unit.
        let mut places: HashMap<i64, Option<usize>> = HashMap::new();
        let mut rows = statement.query(params![after.event, scope])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if places.get(&id) == Some(&None) {
                continue;
            }
            let body = Body::decode(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            let items: Vec<&String> = body.items.keys().filter(|n| is_answer(n)).collect();
            if items.is_empty() {
                continue;
            }
            if let Some(Some(place)) = places.get(&id) {
                if let Some(known) = found.get_mut(*place) {
                    known.items.extend(items.into_iter().cloned());
                    known.items.sort();
                    known.items.dedup();
                }
                continue;
            }
            let record = record::entry(&self.conn, id)?.record;
            let at = self.bare_node(record)?.path;
            let is_inside = at.starts_with(&path);
            places.insert(id, is_inside.then_some(found.len()));
            if is_inside {
                found.push(Since {
                    record,
                    path: at,
                    items: items.into_iter().cloned().collect(),
                    by: body.actor,
                    at: body.clock,
                });
            }
        }
        Ok(found)
    }
}

/// Says whether a register holds an answer, or where the record stands.
pub(super) fn is_answer(register: &str) -> bool {
    !register.starts_with('@') || register == PARENT
}
