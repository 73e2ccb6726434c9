//! Finding a unit by what people type: name, pinyin, number, or tail of the identity number.
//!
//! One row a key in a B-tree, looked up by prefix, so that each keystroke costs microseconds.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::layout::read_row;
use super::project::Changed;
use super::reader::Reader;
use super::record::RecordRef;
use crate::base::text::{fold_variants, fold_width, initials_of, keys, matches};
use crate::domain::identity;
use crate::domain::kind::Kind;

/// Begins the keys of identity numbers, which are kept backwards: people remember the tail.
const TAIL: char = '#';
/// Begins the keys of household numbers.
const NUMBER: char = '@';
/// Fewest characters of an identity number that are looked up.
const TAIL_MIN: usize = 4;

/// Most names that are compared for one guess at their first letters, so that a key costs little.
const MIXED_MAX: usize = 150;

/// A unit that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub record: RecordRef,
    /// Its name.
    pub name: String,
    /// Its number under its parent.
    pub number: String,
    /// Its code path.
    pub path: String,
    /// Names of what is above it, from the township down.
    pub place: Vec<String>,
    /// The identity number with its middle hidden.
    pub masked_id: Option<String>,
}

/// Items from which a kind is found.
pub(super) const fn items(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Township | Kind::Village | Kind::Group => &["name"],
        Kind::Household => &["hh_no", "head_name"],
        Kind::Person => &["name", "id_number"],
        _ => &[],
    }
}

/// Renews the keys of a record when an item changed from which it is found.
pub(super) fn refresh(reader: &Reader, record: RecordRef, changed: &Changed) -> Result<()> {
    let sources = items(record.kind);
    if !changed
        .columns
        .iter()
        .any(|column| sources.contains(&column.as_str()))
    {
        return Ok(());
    }
    rewrite(reader, record)?;
    Ok(())
}

/// Brings the keys of a record up; tells whether any differed.
pub(super) fn rewrite(reader: &Reader, record: RecordRef) -> Result<bool> {
    let layout = reader.layout(record.kind);
    let held = read_row(&reader.conn, layout, record.id)?;
    let mut keys = BTreeSet::new();
    for item in items(record.kind) {
        let value = layout
            .position(item)
            .and_then(|index| held.get(index))
            .and_then(|held| held.value.as_deref());
        if let Some(value) = value {
            keys.extend(keys_of(item, value));
        }
    }
    let stored: BTreeSet<String> = reader
        .conn
        .prepare_cached("SELECT key FROM search WHERE record = ?1")?
        .query_map([record.id], |row| row.get(0))?
        .collect::<std::result::Result<_, _>>()?;
    let mut delete = reader
        .conn
        .prepare_cached("DELETE FROM search WHERE key = ?1 AND record = ?2")?;
    for key in stored.difference(&keys) {
        delete.execute(params![key, record.id])?;
    }
    let mut insert = reader
        .conn
        .prepare_cached("INSERT INTO search (key, record) VALUES (?1, ?2)")?;
    for key in keys.difference(&stored) {
        insert.execute(params![key, record.id])?;
    }
    Ok(stored != keys)
}

pub(super) fn keys_of(item: &str, value: &str) -> Vec<String> {
    match item {
        "id_number" => vec![backwards(value)],
        "hh_no" => vec![format!("{NUMBER}{value:0>3}")],
        _ => {
            let folded = fold_variants(value).to_lowercase();
            // Each tail of a name, so that the given name or the middle of a village name finds it.
            let tails = folded.char_indices().filter_map(|(at, _)| folded.get(at..));
            let mut all: Vec<String> = tails.map(str::to_owned).collect();
            all.extend(keys(value));
            all
        }
    }
}

fn backwards(number: &str) -> String {
    std::iter::once(TAIL)
        .chain(number.to_uppercase().chars().rev())
        .collect()
}

impl Reader {
    /// Finds units by name, pinyin initials or full pinyin, household number, tail of an identity
    /// number, or code path. Live units before disposed ones.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn find(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let query = fold_width(query).trim().to_lowercase();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let is_number =
            query.chars().all(|c| c.is_ascii_digit() || c == 'x') && !query.starts_with('x');
        if is_number {
            self.by_digits(&query, limit, &mut found)?;
        } else {
            self.by_key(&fold_variants(&query), limit, &mut found)?;
            if found.is_empty() && query.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.by_mixed(&query, &mut found)?;
            }
        }
        found.truncate(limit);
        found.into_iter().map(|record| self.hit(record)).collect()
    }

    fn by_digits(&self, digits: &str, limit: usize, found: &mut Vec<RecordRef>) -> Result<()> {
        if digits.len() <= 3 {
            self.by_key(&format!("{NUMBER}{digits:0>3}"), limit, found)?;
        }
        if digits.len() >= TAIL_MIN {
            self.by_key(&backwards(digits), limit, found)?;
        }
        // A whole identity number typed from its beginning is found by its end.
        if found.is_empty()
            && let Ok(record) = self.area(digits)
        {
            found.push(record);
        }
        Ok(())
    }

    fn by_key(&self, prefix: &str, limit: usize, found: &mut Vec<RecordRef>) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT record.id, record.kind FROM search
             JOIN record ON record.id = search.record
             WHERE search.key >= ?1 AND search.key < ?2 LIMIT ?3",
        )?;
        // The greatest character closes the range of the prefix.
        let end = format!("{prefix}{}", char::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![prefix, end, limit])?;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(1)?;
            if let Ok(kind) = kind.parse() {
                let record = RecordRef {
                    kind,
                    id: row.get(0)?,
                };
                if !found.contains(&record) {
                    found.push(record);
                }
            }
        }
        Ok(())
    }

    /// Finds names of which some characters are typed in full and others by their first letters.
    fn by_mixed(&self, query: &str, found: &mut Vec<RecordRef>) -> Result<()> {
        for initials in initials_of(query) {
            let mut tried = Vec::new();
            self.by_key(&initials, MIXED_MAX, &mut tried)?;
            for record in tried {
                let is_fitting = matches(query, &self.node(record)?.name);
                if is_fitting && !found.contains(&record) {
                    found.push(record);
                }
            }
        }
        Ok(())
    }

    pub(super) fn hit(&self, record: RecordRef) -> Result<Hit> {
        let node = self.node(record)?;
        let place = self
            .trail(record)?
            .into_iter()
            .filter(|above| above.record.kind != Kind::County)
            .map(|above| {
                if above.name.is_empty() {
                    above.number
                } else {
                    above.name
                }
            })
            .collect();
        let number: Option<String> = match record.kind {
            Kind::Person => self
                .conn
                .prepare_cached("SELECT id_number FROM person WHERE id = ?1")?
                .query_row([record.id], |row| row.get(0))
                .optional()?
                .flatten(),
            _ => None,
        };
        Ok(Hit {
            record,
            name: node.name,
            number: node.number,
            path: node.path,
            place,
            masked_id: number.map(|number| identity::mask(&number)),
        })
    }
}
