//! What changed since a unit was signed.

use super::error::Result;
use super::event::{Body, PARENT, SIGNED};
use super::reader::Reader;
use super::record::{self, RecordRef};

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
        let path = self.node(unit)?.path;
        let mut statement = self.conn.prepare_cached(
            "SELECT event.record, event.bytes FROM event WHERE event.local > ?1
             ORDER BY event.local DESC",
        )?;
        let mut found: Vec<Since> = Vec::new();
        let mut rows = statement.query([after.event])?;
        while let Some(row) = rows.next()? {
            let body = Body::decode(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            let items: Vec<&String> = body.items.keys().filter(|n| is_answer(n)).collect();
            if items.is_empty() {
                continue;
            }
            let record = record::entry(&self.conn, row.get(0)?)?.record;
            if let Some(known) = found.iter_mut().find(|known| known.record == record) {
                known.items.extend(items.into_iter().cloned());
                known.items.sort();
                known.items.dedup();
                continue;
            }
            let at = self.node(record)?.path;
            if at.starts_with(&path) {
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
