//! Finding a record: by the codes people read, by its number, or by the id it keeps for ever.

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::error::{Result, StoreError};
use super::reader::Reader;
use super::record::{self, RecordRef};
use crate::domain::kind::Kind;
use crate::domain::role::Role;

impl Reader {
    /// Returns the role of one of the staff by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn role_of(&self, person: &str) -> Result<Option<Role>> {
        let role: Option<String> = self
            .conn
            .prepare_cached("SELECT role FROM staff WHERE name = ?1 AND live")?
            .query_row([person], |row| row.get(0))
            .optional()?
            .flatten();
        Ok(role.and_then(|code| Role::ALL.into_iter().find(|role| role.code() == code)))
    }

    /// Finds a unit from the codes people read, from the township or the village down. The county
    /// may be left out, leading zeros too.
    ///
    /// # Errors
    /// When several live units answer to the path.
    pub fn resolve(&self, path: &[String]) -> Result<Option<RecordRef>> {
        let mut unit = self.county;
        for code in path {
            let Some(next) = self.step(unit, code)? else {
                return Ok(None);
            };
            unit = next;
        }
        Ok(Some(unit))
    }

    pub(super) fn step(&self, unit: RecordRef, code: &str) -> Result<Option<RecordRef>> {
        let digits: usize = code.len();
        if unit.kind == Kind::County && digits >= 9 {
            let kind = if digits == 9 {
                Kind::Township
            } else {
                Kind::Village
            };
            return self.live_one(kind, "path = ?1", rusqlite::params![code]);
        }
        if unit.kind == Kind::County && self.round.county_code == code {
            return Ok(Some(unit));
        }
        let Some(kind) = unit.kind.children().first().copied() else {
            return Ok(None);
        };
        let Some(item) = kind.number_item() else {
            return Ok(None);
        };
        if kind == Kind::Village {
            return self.live_one(kind, "path = ?1", rusqlite::params![code]);
        }
        let Ok(number) = code.parse::<i64>() else {
            return Ok(None);
        };
        let filter = format!("{item} = ?1 AND parent = ?2");
        self.live_one(kind, &filter, rusqlite::params![number, unit.id])
    }

    /// Finds the one live unit, or the one disposed unit, that a filter names.
    fn live_one(
        &self,
        kind: Kind,
        filter: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Option<RecordRef>> {
        let sql = format!(
            "SELECT id, live FROM {} WHERE {filter} ORDER BY live DESC LIMIT 2",
            kind.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found: Vec<(i64, bool)> = statement
            .query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<std::result::Result<_, _>>()?;
        match found.as_slice() {
            [] => Ok(None),
            [(id, _)] | [(id, true), (_, false)] => Ok(Some(RecordRef { kind, id: *id })),
            [(first, _), ..] => {
                let at = self.node(RecordRef { kind, id: *first })?.path;
                Err(StoreError::Ambiguous(at))
            }
        }
    }

    /// Finds the unit of an area code of 6, 9, 12, 14, 17, 19, or 21 digits.
    ///
    /// # Errors
    /// `NoSuchUnit` when no unit has that code.
    pub fn area(&self, code: &str) -> Result<RecordRef> {
        let no_such = || StoreError::NoSuchUnit(code.to_owned());
        let kind = match code.len() {
            6 => Kind::County,
            9 => Kind::Township,
            12 => Kind::Village,
            14 => Kind::Group,
            17 => Kind::Household,
            19 => Kind::Person,
            21 => Kind::Episode,
            _ => return Err(no_such()),
        };
        self.live_one(kind, "path = ?1", rusqlite::params![code])?
            .ok_or_else(no_such)
    }

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
