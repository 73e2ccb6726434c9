//! Households by the result of their visit.

use rusqlite::params_from_iter;

use super::error::Result;
use super::range::end;
use super::reader::Reader;
use super::record::RecordRef;
use crate::domain::kind::Kind;

impl Reader {
    /// Lists the households of an area with one of some results, in walking order: how many there
    /// are, and the first of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn households_with(
        &self,
        area: &str,
        results: &[&str],
        limit: usize,
    ) -> Result<(u64, Vec<RecordRef>)> {
        let places = vec!["?"; results.len()].join(", ");
        let sql = format!(
            "SELECT id FROM household WHERE path >= ? AND path < ? AND live
                AND disposition IN ({places}) ORDER BY path, id"
        );
        let end = end(area);
        let range = [area, end.as_str()].into_iter();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(range.chain(results.iter().copied())))?;
        let (mut n_found, mut first) = (0, Vec::new());
        while let Some(row) = rows.next()? {
            n_found += 1;
            if first.len() < limit {
                let id = row.get(0)?;
                let kind = Kind::Household;
                first.push(RecordRef { kind, id });
            }
        }
        Ok((n_found, first))
    }
}
