//! Records: what they are called inside a file and for ever.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::error::{Result, StoreError};
use crate::domain::kind::Kind;

/// A record of the open file. The number is local to the file; the UUID is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordRef {
    /// Kind of record.
    pub kind: Kind,
    /// Number in this file.
    pub id: i64,
}

/// Everything under which ids are derived from names.
const SPACE: Uuid = Uuid::from_u128(0x6c63_656e_2d6c_5f61_9f42_6f72_5f63_656e);

/// Returns the id of a census: one county in one round.
pub(super) fn census_id(county_code: &str, round: u16) -> Uuid {
    Uuid::new_v5(&SPACE, format!("{county_code}/{round}").as_bytes())
}

/// Returns the id of a demonstration of a census, another one for each seed.
pub(super) fn demo_id(seed: u64, county_code: &str, round: u16) -> Uuid {
    Uuid::new_v5(
        &SPACE,
        format!("demo/{seed}/{county_code}/{round}").as_bytes(),
    )
}

/// Returns the id of a county, township, or village, from its code as imported, or of staff by
/// name.
pub(super) fn named_id(census: Uuid, kind: Kind, name: &str) -> Uuid {
    Uuid::new_v5(&census, format!("{}/{name}", kind.id()).as_bytes())
}

/// Returns the id of a group from its village and its number at listing, so that two laptops that
/// list one group apart end with one group.
pub(super) fn group_id(village: Uuid, number: &str) -> Uuid {
    let number = number.trim_start_matches('0');
    Uuid::new_v5(&village, format!("group/{number}").as_bytes())
}

/// Returns the id of a household or person from the file that pre-lists it and its line there, so
/// that two laptops that take in one register end with one roster.
pub(super) fn line_id(file: &[u8; 32], kind: Kind, line: u64) -> Uuid {
    let file = Uuid::new_v5(&SPACE, file);
    Uuid::new_v5(&file, format!("{}/{line}", kind.id()).as_bytes())
}

/// What the record table says of a record, without its heads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) record: RecordRef,
    pub(super) uuid: Uuid,
    pub(super) parent: Option<i64>,
    pub(super) scope: i64,
}

/// Reads the entry of a record.
pub(super) fn entry(connection: &Connection, id: i64) -> Result<Entry> {
    connection
        .prepare_cached("SELECT id, uuid, kind, parent, scope FROM record WHERE id = ?1")?
        .query_row([id], entry_of)
        .optional()?
        .ok_or_else(|| StoreError::NoSuchUnit(id.to_string()))
}

/// Finds a record by its UUID.
pub(super) fn by_uuid(connection: &Connection, uuid: Uuid) -> Result<Option<Entry>> {
    Ok(connection
        .prepare_cached("SELECT id, uuid, kind, parent, scope FROM record WHERE uuid = ?1")?
        .query_row([uuid.as_bytes().as_slice()], entry_of)
        .optional()?)
}

fn entry_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    let uuid: [u8; 16] = row.get(1)?;
    let kind: String = row.get(2)?;
    let id = row.get(0)?;
    let kind = kind.parse().map_err(|_| rusqlite::Error::InvalidQuery)?;
    Ok(Entry {
        record: RecordRef { kind, id },
        uuid: Uuid::from_bytes(uuid),
        parent: row.get(3)?,
        scope: row.get::<_, Option<i64>>(4)?.unwrap_or(id),
    })
}

/// Adds a record and returns its number. A record of its own scope is given none.
pub(super) fn add(
    connection: &Connection,
    uuid: Uuid,
    kind: Kind,
    parent: Option<i64>,
    scope: Option<i64>,
) -> Result<RecordRef> {
    connection
        .prepare_cached("INSERT INTO record (uuid, kind, parent, scope) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            uuid.as_bytes().as_slice(),
            kind.id(),
            parent,
            scope
        ])?;
    Ok(RecordRef {
        kind,
        id: connection.last_insert_rowid(),
    })
}

/// Returns the records from the county down to the parent of a record.
pub(super) fn ancestors(connection: &Connection, record: RecordRef) -> Result<Vec<Entry>> {
    let mut chain = Vec::new();
    let mut next = entry(connection, record.id)?.parent;
    while let Some(id) = next {
        let above = entry(connection, id)?;
        next = above.parent;
        chain.push(above);
        if chain.len() > Kind::ALL.len() {
            return Err(StoreError::Corrupt(format!(
                "ring above record {}",
                record.id
            )));
        }
    }
    chain.reverse();
    Ok(chain)
}

/// Returns the children of a record, of one kind, in the order of listing.
pub(super) fn children(connection: &Connection, parent: i64, kind: Kind) -> Result<Vec<i64>> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM record WHERE parent = ?1 AND kind = ?2 ORDER BY id")?;
    let ids = statement.query_map(params![parent, kind.id()], |row| row.get(0))?;
    Ok(ids.collect::<std::result::Result<_, _>>()?)
}
