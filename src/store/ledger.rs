//! The ledger of a unit: what was on a register before the walk, what was found in the field, and
//! what became of each. It closes when the two sides come to the same.
//!
//! The sides are counted apart: who was ever listed by the table of records, what became of them by
//! the typed rows. Worked out when asked and kept for groups and above; a write clears it up the
//! path, like the digest.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::census::Census;
use super::error::{Result, StoreError};
use super::log::OpenEvent;
use super::reader::Reader;
use super::record::{self, RecordRef};
use crate::domain::kind::Kind;

/// Stands for a unit that has no disposition.
pub const OPEN: &str = "open";
/// Stands for a unit that went out of the count together with the one above it.
pub const ALONG: &str = "with_parent";

/// Both sides of the ledger for one level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Units of the frame or of a register.
    pub prelisted: u64,
    /// Units found in the field.
    pub added: u64,
    /// Units by disposition; [`OPEN`] without one, [`ALONG`] out with the unit above.
    pub dispositions: BTreeMap<String, u64>,
}

impl Balance {
    /// Returns the units that were ever listed.
    #[must_use]
    pub const fn listed(&self) -> u64 {
        self.prelisted + self.added
    }

    /// Returns the units listed less the sum of the dispositions: 0, or the file contradicts
    /// itself.
    #[must_use]
    pub fn difference(&self) -> i64 {
        let disposed: u64 = self.dispositions.values().sum();
        self.listed().cast_signed() - disposed.cast_signed()
    }

    fn of(prelisted: u64, added: u64, disposition: &str) -> Self {
        Self {
            prelisted,
            added,
            dispositions: BTreeMap::from([(disposition.to_owned(), prelisted + added)]),
        }
    }

    fn add(&mut self, other: &Self) {
        self.prelisted += other.prelisted;
        self.added += other.added;
        for (code, n) in &other.dispositions {
            *self.dispositions.entry(code.clone()).or_default() += n;
        }
    }
}

/// The ledger of a unit, by the level of what is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Villages, all of them of the frame.
    pub villages: Balance,
    /// Groups.
    pub groups: Balance,
    /// Households.
    pub households: Balance,
    /// Persons.
    pub persons: Balance,
}

impl Ledger {
    /// Returns each level with its id, the outermost first.
    #[must_use]
    pub const fn levels(&self) -> [(Kind, &Balance); 4] {
        [
            (Kind::Village, &self.villages),
            (Kind::Group, &self.groups),
            (Kind::Household, &self.households),
            (Kind::Person, &self.persons),
        ]
    }

    fn add(&mut self, other: &Self) {
        self.villages.add(&other.villages);
        self.groups.add(&other.groups);
        self.households.add(&other.households);
        self.persons.add(&other.persons);
    }
}

/// Households by origin and disposition; which ones is added.
const HOUSEHOLDS: &str = "SELECT coalesce(unit.origin IS '1', 0),
        iif(above.live, coalesce(unit.disposition, 'open'), 'with_parent'), count(*)
    FROM household AS unit JOIN villagers_group AS above ON above.id = unit.parent";
/// Persons by origin and disposition; whose is added.
const PERSONS: &str = "SELECT coalesce(unit.origin IS '1', 0),
        coalesce(unit.disposition, iif(above.live, 'open', 'with_parent')), count(*)
    FROM household AS above JOIN person AS unit ON unit.parent = above.id";
/// Records of households and of persons; whose is added.
const RECORDS: &str = "SELECT count(*), coalesce(sum((SELECT count(*) FROM record AS below
        WHERE below.parent = unit.id AND below.kind = 'person')), 0)
    FROM record AS unit WHERE unit.kind = 'household'";

impl Reader {
    /// Returns the ledger of a household or of a unit above it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ledger(&self, unit: RecordRef) -> Result<Ledger> {
        let open = self.open_path()?;
        self.ledger_of(unit, &open, false)
    }

    fn ledger_of(&self, unit: RecordRef, open: &BTreeSet<i64>, keep: bool) -> Result<Ledger> {
        let kept: Option<String> = self
            .conn
            .prepare_cached("SELECT ledger FROM record WHERE id = ?1")?
            .query_row([unit.id], |row| row.get(0))?;
        if let Some(text) = kept.filter(|_| !open.contains(&unit.id)) {
            return serde_json::from_str(&text).map_err(|e| StoreError::Corrupt(e.to_string()));
        }
        let mut ledger = match unit.kind {
            Kind::Group => self.group_ledger(unit)?,
            Kind::Household => self.homes_ledger(("unit.id", "above.id"), unit)?,
            Kind::Village => Ledger {
                villages: Balance::of(1, 0, OPEN),
                ..Ledger::default()
            },
            _ => Ledger::default(),
        };
        if let Some(kind) = unit
            .kind
            .children()
            .first()
            .filter(|_| is_above_group(unit))
        {
            for id in record::children(&self.conn, unit.id, *kind)? {
                ledger.add(&self.ledger_of(RecordRef { kind: *kind, id }, open, keep)?);
            }
        }
        if keep && unit.kind != Kind::Household && !open.contains(&unit.id) {
            let text = serde_json::to_string(&ledger);
            let text = text.map_err(|error| StoreError::Corrupt(error.to_string()))?;
            self.conn
                .prepare_cached("UPDATE record SET ledger = ?2 WHERE id = ?1")?
                .execute(params![unit.id, text])?;
        }
        Ok(ledger)
    }

    fn group_ledger(&self, group: RecordRef) -> Result<Ledger> {
        let (is_prelisted, disposition): (bool, String) = self
            .conn
            .prepare_cached(
                "SELECT coalesce(origin IS '1', 0), coalesce(disposition, 'open')
                 FROM villagers_group WHERE id = ?1",
            )?
            .query_row([group.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let n_prelisted = u64::from(is_prelisted);
        Ok(Ledger {
            groups: Balance::of(n_prelisted, 1 - n_prelisted, &disposition),
            ..self.homes_ledger(("unit.parent", "above.parent"), group)?
        })
    }

    /// Counts the households, and their persons, of which a column of each is the unit.
    fn homes_ledger(&self, (own, above): (&str, &str), unit: RecordRef) -> Result<Ledger> {
        let mut ledger = Ledger {
            households: self.by_disposition((HOUSEHOLDS, own), unit)?,
            persons: self.by_disposition((PERSONS, above), unit)?,
            ..Ledger::default()
        };
        let sql = format!("{RECORDS} AND {own} = ?1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let (households, persons): (i64, i64) =
            statement.query_row([unit.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (balance, n_records) in [
            (&mut ledger.households, households),
            (&mut ledger.persons, persons),
        ] {
            let n_records = n_records.unsigned_abs();
            balance.added = n_records.saturating_sub(balance.prelisted);
        }
        Ok(ledger)
    }

    /// Counts typed rows by disposition, and those that were prelisted.
    fn by_disposition(&self, (sql, column): (&str, &str), unit: RecordRef) -> Result<Balance> {
        let mut balance = Balance::default();
        let sql = format!("{sql} WHERE {column} = ?1 GROUP BY 1, 2");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([unit.id])?;
        while let Some(row) = rows.next()? {
            let n_rows = row.get::<_, i64>(2)?.unsigned_abs();
            if row.get(0)? {
                balance.prelisted += n_rows;
            }
            *balance.dispositions.entry(row.get(1)?).or_default() += n_rows;
        }
        Ok(balance)
    }

    /// Returns the record of the open event and everything above it: what is kept of these does not
    /// know the open event.
    pub(super) fn open_path(&self) -> Result<BTreeSet<i64>> {
        let Some(open) = OpenEvent::read(&self.conn)? else {
            return Ok(BTreeSet::new());
        };
        let entry = record::entry(&self.conn, open.record)?;
        let above = record::ancestors(&self.conn, entry.record)?;
        let above = above.into_iter().map(|entry| entry.record.id);
        Ok(above.chain([open.record]).collect())
    }
}

impl Census {
    /// Works out and keeps the ledgers of all units, so that a reader beside finds them.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_ledgers(&mut self) -> Result<()> {
        self.transact(|census| {
            let open = census.open_path()?;
            census.ledger_of(census.county, &open, true)?;
            Ok(())
        })
    }
}

const fn is_above_group(unit: RecordRef) -> bool {
    matches!(unit.kind, Kind::County | Kind::Township | Kind::Village)
}
