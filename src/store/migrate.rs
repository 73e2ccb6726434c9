//! Versions of the tables that are not generated from the instrument. Migrations are only added.

use rusqlite::Connection;

use super::error::Result;
use super::open::APPLICATION_ID;

/// Every migration from the first version on, in order.
const MIGRATIONS: [&str; 3] = [
    include_str!("../../assets/migrations/0001_event_store.sql"),
    include_str!("../../assets/migrations/0002_standing.sql"),
    include_str!("../../assets/migrations/0003_coverage.sql"),
];

/// Returns the version this program writes.
pub(super) fn newest() -> i32 {
    i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX)
}

/// Tells whether a file has the newest version.
pub(super) fn is_newest(connection: &Connection) -> Result<bool> {
    let found: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(found == newest())
}

/// Brings a file to the newest version, one transaction a step. Returns whether anything changed.
pub(super) fn migrate(connection: &mut Connection) -> Result<bool> {
    let found: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let from = usize::try_from(found).unwrap_or(0);
    for (number, sql) in MIGRATIONS.iter().enumerate().skip(from) {
        let step = connection.transaction()?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "application_id", APPLICATION_ID)?;
        step.pragma_update(
            None,
            "user_version",
            i32::try_from(number + 1).unwrap_or(i32::MAX),
        )?;
        step.commit()?;
    }
    Ok(from < MIGRATIONS.len())
}
