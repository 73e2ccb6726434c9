//! What is kept of the content so that nobody works it out twice: digests and ledgers. Both only
//! repeat what the rows say.

use std::collections::BTreeMap;

use super::census::Census;
use super::error::Result;
use super::record::RecordRef;

/// Sign-offs that are looked after in one pause.
const SIGNED_MAX: usize = 8;
/// Kinds whose digests and ledgers are compared.
const UNITS: &str = "('county', 'township', 'village', 'group')";

/// Kept digest and ledger of each unit from the group up.
type Kept = BTreeMap<i64, (Option<Vec<u8>>, Option<String>)>;

impl Census {
    /// Keeps the digests of signed units that changed, so that the next look at them is short.
    pub(super) fn keep_signed(&mut self) -> Result<()> {
        let sql = format!(
            "SELECT record.id, record.kind FROM sign_off JOIN record ON record.id = sign_off.record
             WHERE record.digest IS NULL ORDER BY record.id DESC LIMIT {SIGNED_MAX}"
        );
        let units: Vec<(i64, String)> = self
            .conn
            .prepare_cached(&sql)?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<std::result::Result<_, _>>()?;
        let open = self.open_path()?;
        for (id, kind) in units {
            if let Some(kind) = kind.parse().ok().filter(|_| !open.contains(&id)) {
                self.keep_digest(RecordRef { kind, id })?;
            }
        }
        Ok(())
    }

    /// Works out anew what is kept of units, inside the transaction of a rebuild, and returns those
    /// of which something else was kept.
    pub(super) fn renew_kept(&mut self) -> Result<Vec<i64>> {
        let before = self.kept()?;
        self.conn.execute(
            "UPDATE record SET digest = NULL, ledger = NULL
             WHERE digest IS NOT NULL OR ledger IS NOT NULL",
            [],
        )?;
        self.keep_ledgers()?;
        for (id, (digest, _)) in &before {
            if digest.is_some() {
                let record = super::record::entry(&self.conn, *id)?.record;
                self.keep_digest(record)?;
            }
        }
        let after = self.kept()?;
        let differs = |(id, (digest, ledger)): (&i64, &(Option<Vec<u8>>, Option<String>))| {
            let now = after.get(id);
            let is_other = |old: bool, same: bool| old && !same;
            is_other(digest.is_some(), now.is_some_and(|now| now.0 == *digest))
                || is_other(ledger.is_some(), now.is_some_and(|now| now.1 == *ledger))
        };
        Ok(before
            .iter()
            .filter(|kept| differs(*kept))
            .map(|(id, _)| *id)
            .collect())
    }

    fn kept(&self) -> Result<Kept> {
        let sql = format!(
            "SELECT id, digest, ledger FROM record
             WHERE kind IN {UNITS} AND (digest IS NOT NULL OR ledger IS NOT NULL)"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}
