//! Running the rules over an area: the rows that break them, and the figures of units.
//!
//! Nothing is stored. Figures stand in a temporary table of the connection while an area is
//! checked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use uuid::Uuid;

use super::error::Result;
use super::finding::{Fills, Finding, plain};
use super::range::end;
use super::reader::Reader;
use super::record::RecordRef;
use super::standing::Standing;
use super::worded::figures;
use crate::domain::kind::Kind;
use crate::instrument::figure::UNITS;
use crate::instrument::scan::{FigureQuery, Said, Scan};
use crate::instrument::{Branch, Condition, Item, Rule, schema};

/// A record that breaks rules, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The record.
    pub at: Subject,
    /// Whether somebody settled a finding that is stored with it.
    pub is_settled: bool,
    /// What it breaks: places of the rule and of its branch.
    pub raised: Vec<(usize, usize)>,
}

/// A record that is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The record.
    pub record: RecordRef,
    /// Code path, from the county down.
    pub path: String,
    /// Its id for ever.
    pub uuid: Uuid,
    /// Who filled its household in; empty where nobody did or there is none.
    pub enumerator: String,
    /// Whether its household is completed.
    pub is_completed: bool,
}

/// Digits of the codes of the units above a group.
const ABOVE_DIGITS: [usize; 3] = [6, 9, 12];

/// Figures of the units of an area.
#[derive(Debug, Default)]
pub struct Figures {
    /// Numbers by path and figure.
    units: HashMap<String, BTreeMap<String, f64>>,
    /// Figures that are 0 and not unknown where nothing was counted.
    sums: BTreeSet<String>,
}

impl Reader {
    /// Hands out the records of an area that a scan finds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn scan(&self, scan: &Scan, area: &str, each: &mut dyn FnMut(Breach)) -> Result<()> {
        let mut statement = self.conn.prepare_cached(&scan.sql)?;
        let mut rows = statement.query([area, &end(area)])?;
        while let Some(row) = rows.next()? {
            each(breach(scan, row)?);
        }
        Ok(())
    }

    /// Returns the records of completed households of an area in which something is missing.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn incomplete(&self, area: &str) -> Result<Vec<Subject>> {
        let mut found = Vec::new();
        let joins = [
            (Kind::Household, ""),
            (
                Kind::Person,
                "JOIN household ON household.id = person.parent",
            ),
            (
                Kind::Episode,
                "JOIN person ON person.id = episode.parent
                 JOIN household ON household.id = person.parent",
            ),
        ];
        for (kind, join) in joins {
            let table = kind.table();
            let sql = format!(
                "SELECT {table}.id, {table}.path,
                    (SELECT record.uuid FROM record WHERE record.id = {table}.id),
                    household.enumerator, 1
                 FROM {table} {join}
                 WHERE {table}.path >= ?1 AND {table}.path < ?2 AND {table}.missing > 0
                    AND {table}.live AND household.completed"
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            let rows = statement.query_map([area, &end(area)], |row| subject(kind, row))?;
            found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        Ok(found)
    }

    /// Says whether a condition holds for a record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn holds(&self, condition: &Condition, record: RecordRef) -> Result<bool> {
        let sql = format!(
            "SELECT NOT NOT ({}) {} WHERE {}.id = ?1",
            condition.sql,
            schema::context(record.kind),
            record.kind.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let held: Option<Option<bool>> = statement
            .query_row([record.id], |row| row.get(0))
            .optional()?;
        Ok(held.flatten().unwrap_or(false))
    }

    /// Says a finding on a record, open until its standing is looked up; `said` looks up the values
    /// of its message.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn finding_of(
        &self,
        record: RecordRef,
        rule: &Rule,
        branch: &Branch,
        said: Option<&Said>,
    ) -> Result<Finding> {
        let fills = said.map_or_else(|| Ok(Fills::new()), |said| self.fills(record, said))?;
        let cell = branch.items.first().map_or("", String::as_str);
        let say = |is_zh: bool| self.said(record, &rule.id, cell, Some(branch), &fills, is_zh);
        Ok(Finding {
            rule: rule.id.clone(),
            level: branch.level,
            record,
            items: branch.items.clone(),
            zh: say(true),
            en: say(false),
            standing: Standing::Open,
            figures: figures(&fills),
        })
    }

    fn fills(&self, record: RecordRef, said: &Said) -> Result<Fills> {
        let mut statement = self.conn.prepare_cached(&said.sql)?;
        let mut rows = statement.query([record.id])?;
        let mut fills = Fills::new();
        if let Some(row) = rows.next()? {
            for (place, name) in said.names.iter().enumerate() {
                fills.insert(name.clone(), plain(row.get(place)?));
            }
        }
        Ok(fills)
    }

    /// Says the finding of a rule of completeness on a missing item.
    #[must_use]
    pub fn gap_finding(&self, record: RecordRef, rule: &Rule, item: &Item) -> Finding {
        let say = |is_en: bool| {
            let text = rule.message.pick(is_en);
            text.replace("{item}", item.label.pick(is_en))
        };
        Finding {
            rule: rule.id.clone(),
            level: rule.level,
            record,
            items: vec![item.id.clone()],
            zh: say(false),
            en: say(true),
            standing: Standing::Open,
            figures: String::new(),
        }
    }

    /// Returns the live units of a kind in an area, by path.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn units(&self, kind: Kind, area: &str) -> Result<Vec<(RecordRef, String)>> {
        let sql = format!(
            "SELECT id, path FROM {} WHERE path >= ?1 AND path < ?2 AND live ORDER BY path, id",
            kind.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([area, &end(area)], |row| {
            let id = row.get(0)?;
            Ok((RecordRef { kind, id }, row.get(1)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds the numbers that a query gives for an area.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn add_figures(&self, query: &FigureQuery, area: &str, to: &mut Figures) -> Result<()> {
        let mut statement = self.conn.prepare_cached(&query.sql)?;
        let mut rows = statement.query([area, &end(area)])?;
        if query.is_sum {
            to.sums.extend(query.figures.iter().cloned());
        }
        while let Some(row) = rows.next()? {
            let code: String = row.get(0)?;
            let mut units = vec![code.as_str()];
            if query.is_sum {
                units.extend(ABOVE_DIGITS.iter().filter_map(|digits| code.get(..*digits)));
            }
            for (place, figure) in query.figures.iter().enumerate() {
                let Some(number) = row.get::<_, Option<f64>>(place + 1)? else {
                    continue;
                };
                for unit in &units {
                    let of = to.units.entry((*unit).to_owned()).or_default();
                    *of.entry(figure.clone()).or_default() += number;
                }
            }
        }
        Ok(())
    }

    /// Puts the figures of all units of an area in the place where rules read them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn set_figures(&self, figures: &Figures, area: &str) -> Result<()> {
        let known = &self.instrument.figures;
        let marks = vec!["?"; known.len() + 1].join(", ");
        let insert = format!("INSERT OR REPLACE INTO {} VALUES ({marks})", schema::FIGURE);
        let mut units = Vec::new();
        for kind in UNITS {
            units.extend(self.units(kind, area)?);
        }
        let conn = &self.conn;
        conn.execute_batch(&format!("DROP TABLE IF EXISTS temp.{}", schema::FIGURE))?;
        conn.execute_batch(&schema::create_figures(&self.instrument))?;
        let mut insert = conn.prepare(&insert)?;
        for (record, path) in units {
            let own = figures.units.get(&path);
            let numbers = known.iter().map(|figure| {
                let number = own.and_then(|own| own.get(&figure.id)).copied();
                let zero = figures.sums.contains(&figure.id).then_some(0.0);
                number.or(zero).map_or(Value::Null, Value::Real)
            });
            let values = std::iter::once(Value::Integer(record.id)).chain(numbers);
            insert.execute(params_from_iter(values))?;
        }
        Ok(())
    }

    /// Puts one figure of a unit in the place where rules read it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn set_figure(&self, unit: RecordRef, figure: &str, number: u64) -> Result<()> {
        let table = schema::FIGURE;
        let sql = format!("UPDATE {table} SET \"{figure}\" = ?2 WHERE record = ?1");
        let mut update = self.conn.prepare_cached(&sql)?;
        update.execute(params![unit.id, number.cast_signed()])?;
        Ok(())
    }

    /// Lets work write the table of figures: a connection that reads may not even do that. The
    /// switch makes every statement be prepared anew, so that it is turned once a check.
    ///
    /// # Errors
    /// When the file cannot be read or the work fails.
    pub fn with_figures<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let is_reading: bool = self
            .conn
            .pragma_query_value(None, "query_only", |row| row.get(0))?;
        self.conn.pragma_update(None, "query_only", false)?;
        let done = work();
        self.conn.pragma_update(None, "query_only", is_reading)?;
        done
    }
}

fn subject(kind: Kind, row: &Row<'_>) -> rusqlite::Result<Subject> {
    let id = row.get(0)?;
    let uuid: [u8; 16] = row.get(2)?;
    Ok(Subject {
        record: RecordRef { kind, id },
        path: row.get(1)?,
        uuid: Uuid::from_bytes(uuid),
        enumerator: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        is_completed: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
    })
}

fn breach(scan: &Scan, row: &Row<'_>) -> rusqlite::Result<Breach> {
    let mut raised = Vec::new();
    for (place, column) in scan.columns.iter().enumerate() {
        if row.get(place + Scan::FIXED)? {
            raised.push(*column);
        }
    }
    Ok(Breach {
        at: subject(scan.kind, row)?,
        is_settled: row.get::<_, i64>(5)? > 0,
        raised,
    })
}
