//! Where the enumerator was: kept on this laptop, so that the next start goes on there.

use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

use super::census::Census;
use super::error::Result;
use super::log::OpenEvent;
use super::reader::Reader;
use super::record::{self, RecordRef};

/// Keys of the local table.
const PLACE: &str = "place";
const BACKUP: &str = "last_backup";

/// A record and, in it, an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The record.
    pub record: RecordRef,
    /// The item, when the form was open.
    pub item: Option<String>,
}

impl Census {
    /// Remembers where the enumerator is.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn set_place(&mut self, place: &Place) -> Result<()> {
        let uuid = record::entry(&self.conn, place.record.id)?.uuid;
        let item = place.item.as_deref().unwrap_or_default();
        self.set_local(PLACE, &format!("{uuid} {item}"))
    }

    /// Seals what a crash or a copy left open, as an event of this writer.
    pub(super) fn adopt(&mut self) -> Result<()> {
        let Some(open) = OpenEvent::read(&self.reader.conn)? else {
            return Ok(());
        };
        let record = record::entry(&self.reader.conn, open.record)?.record;
        self.leave()?;
        // The place is noted when typing pauses; who was stopped before that goes on in the record
        // that was being filled.
        if self.place()?.is_none_or(|place| place.record != record) {
            self.set_place(&Place { record, item: None })?;
        }
        Ok(())
    }

    /// Remembers that a verified copy was made now.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn note_backup(&self) -> Result<()> {
        self.set_local(BACKUP, &self.clock().now().to_rfc3339())
    }
}

impl Reader {
    /// Returns where the enumerator was, if that unit is still there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place(&self) -> Result<Option<Place>> {
        let Some(text) = self.local(PLACE)? else {
            return Ok(None);
        };
        let (uuid, item) = text.split_once(' ').unwrap_or((&text, ""));
        let Ok(uuid) = uuid.parse::<Uuid>() else {
            return Ok(None);
        };
        let item = Some(item)
            .filter(|item| !item.is_empty())
            .map(str::to_owned);
        Ok(record::by_uuid(&self.conn, uuid)?.map(|entry| Place {
            record: entry.record,
            item,
        }))
    }

    /// Returns when the last verified copy was made, by the clock of this laptop.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_backup(&self) -> Result<Option<DateTime<FixedOffset>>> {
        Ok(self
            .local(BACKUP)?
            .and_then(|text| DateTime::parse_from_rfc3339(&text).ok()))
    }

    /// Counts the households disposed and the persons in them on a day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn done_on(&self, date: &str) -> Result<(u64, u64)> {
        let sql = "SELECT count(*), coalesce(sum(live_persons), 0) FROM household
             WHERE visit_date = ?1 AND live AND disposition IS NOT NULL";
        let (households, persons): (i64, i64) = self
            .conn
            .prepare_cached(sql)?
            .query_row([date], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((households.unsigned_abs(), persons.unsigned_abs()))
    }
}
