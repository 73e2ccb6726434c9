//! Records by the id that they keep for ever, and by their number.

use uuid::Uuid;

use super::error::Result;
use super::reader::Reader;
use super::record::{self, RecordRef};

impl Reader {
    /// Returns the id that a record keeps for ever.
    ///
    /// # Errors
    ///
    /// When there is no such record.
    pub fn uuid(&self, record: RecordRef) -> Result<Uuid> {
        Ok(record::entry(&self.conn, record.id)?.uuid)
    }

    /// Finds the record with an id.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn record_of(&self, uuid: Uuid) -> Result<Option<RecordRef>> {
        Ok(record::by_uuid(&self.conn, uuid)?.map(|entry| entry.record))
    }

    /// Finds a unit by its number under its parent; leading zeros do not matter.
    ///
    /// # Errors
    ///
    /// When several live units answer to the number.
    pub fn child(&self, parent: RecordRef, number: &str) -> Result<Option<RecordRef>> {
        self.step(parent, number)
    }

    /// Counts the sealed events.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn event_count(&self) -> Result<u64> {
        // Events are numbered as they come and never removed, so the last number is the count.
        let count: i64 = self
            .conn
            .prepare_cached("SELECT coalesce(max(local), 0) FROM event")?
            .query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}
