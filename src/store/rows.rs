//! Rows for files that leave the machine, streamed in the order of their codes.

use rusqlite::{Row, params};

use super::error::Result;
use super::reader::Reader;
use crate::domain::kind::Kind;

impl Reader {
    /// Returns the names of the columns that `rows` hands out for a kind.
    #[must_use]
    pub fn row_columns(&self, kind: Kind) -> Vec<String> {
        let fixed = ["path", "uuid", "live"].map(str::to_owned);
        let layout = self.layout(kind);
        let generated = layout.columns.iter().flat_map(|column| {
            let reason = column.is_item.then(|| format!("{}__reason", column.name));
            std::iter::once(column.name.clone()).chain(reason)
        });
        fixed.into_iter().chain(generated).collect()
    }

    /// Hands out the rows of a kind below an area, disposed ones included, by path.
    ///
    /// # Errors
    /// When the file cannot be read or `each` fails.
    pub fn rows(
        &self,
        kind: Kind,
        area: &str,
        each: &mut dyn FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let table = kind.table();
        let columns: Vec<String> = self
            .row_columns(kind)
            .iter()
            .map(|name| match name.as_str() {
                "uuid" => "record.uuid".to_owned(),
                name => format!("unit.\"{name}\""),
            })
            .collect();
        let sql = format!(
            "SELECT {} FROM {table} AS unit JOIN record ON record.id = unit.id
             WHERE unit.path >= ?1 AND unit.path < ?2 ORDER BY unit.path, unit.id",
            columns.join(", ")
        );
        let mut statement = self.conn.prepare(&sql)?;
        let mut rows = statement.query(params![area, format!("{area}:")])?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    /// Holds one state of the file for a long read, however much is typed meanwhile.
    ///
    /// # Errors
    /// When the file cannot be read or the work fails.
    pub fn at_one_moment<T, E: From<super::error::StoreError>>(
        &self,
        work: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        // Inside a transaction one state is held already.
        if !self.conn.is_autocommit() {
            return work();
        }
        let held = self
            .conn
            .unchecked_transaction()
            .map_err(super::error::StoreError::from)?;
        let done = work()?;
        drop(held);
        Ok(done)
    }
}
