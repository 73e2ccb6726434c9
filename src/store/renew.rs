//! Bringing the tables up after the instrument changed.

use super::census::Census;
use super::error::Result;
use super::record::RecordRef;
use super::{finding, schema, tally};
use crate::domain::kind::Kind;

impl Census {
    /// Runs the rules again on the rows as they are: after the rules changed.
    pub(super) fn recheck_all(&mut self) -> Result<()> {
        self.transact(|census| {
            let reader = &census.reader;
            for kind in Kind::ALL {
                for id in reader.raised_or_kept(kind)? {
                    finding::refresh(reader, RecordRef { kind, id }, None)?;
                }
            }
            tally::recount_all(&reader.conn)?;
            schema::set_current(&reader.conn, &reader.instrument)
        })
    }

    /// Projects every record: after the instrument or a setting of the round changed.
    pub(super) fn reproject_all(&mut self) -> Result<()> {
        self.transact(|census| {
            for kind in Kind::ALL {
                let ids: Vec<i64> = census
                    .reader
                    .conn
                    .prepare("SELECT id FROM record WHERE kind = ?1 ORDER BY id")?
                    .query_map([kind.id()], |row| row.get(0))?
                    .collect::<std::result::Result<_, _>>()?;
                for id in ids {
                    census.project_again(RecordRef { kind, id })?;
                }
            }
            // Which dispositions take a unit out of the count may have changed.
            let forget = "UPDATE record SET ledger = NULL WHERE ledger IS NOT NULL";
            census.reader.conn.execute(forget, [])?;
            census.keep_ledgers()?;
            // Most rows are as they were, so nothing of them ran a rule.
            census.recheck_all()
        })
    }
}
