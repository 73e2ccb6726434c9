//! Findings of the rules on one record, kept beside it as part of the projection.

use std::collections::BTreeMap;

use rusqlite::params;

use super::error::{Result, StoreError};
use super::project::is_live;
use super::reader::Reader;
use super::record::RecordRef;
use super::register::Aside;
use super::resting;
use super::standing::Standing;
use super::touched::Columns;
use crate::domain::kind::Kind;
use crate::instrument::statement::{RulePart, RuleQuery};
use crate::instrument::{Branch, Level};

/// What a rule found on a record, with its words in both languages of the instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable id of the rule.
    pub rule: String,
    /// How much it weighs.
    pub level: Level,
    /// The record it is about.
    pub record: RecordRef,
    /// Items it points at; the first takes the cursor.
    pub items: Vec<String>,
    /// Message in Chinese, values filled in.
    pub zh: String,
    /// Message in English, values filled in.
    pub en: String,
    /// Whether somebody settled it.
    pub standing: Standing,
    /// The values that its message says, by placeholder; no words, which may be mended.
    pub(super) figures: String,
}

impl Finding {
    /// Returns the item that takes the cursor; with the rule it names the finding on its record.
    #[must_use]
    pub fn cell(&self) -> &str {
        self.items.first().map_or("", String::as_str)
    }

    /// Says whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.level != Level::Note && self.standing == Standing::Open
    }
}

/// Findings as stored, by rule and first item.
pub(super) type Stored = BTreeMap<(String, String), Kept>;
/// Values for the placeholders of a message.
pub(super) type Fills = BTreeMap<String, String>;

/// What the table keeps of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) level: Level,
    pub(super) fills: Fills,
    /// Word of the standing.
    pub(super) standing: String,
}

/// Runs the rules on a record and stores what they find; of `changed` columns alone where these are
/// told. Returns whether anything changed.
pub(super) fn refresh(
    reader: &Reader,
    record: RecordRef,
    changed: Option<&Columns>,
) -> Result<bool> {
    let is_live = is_live(&reader.conn, record)?;
    let instrument = &reader.instrument;
    let chosen = changed.and_then(|changed| {
        let found = reader.touched.chosen(instrument, record.kind, changed);
        found.filter(|_| is_live)
    });
    if chosen.as_ref().is_some_and(|chosen| chosen.keys.is_empty()) {
        return Ok(false);
    }
    let mut stored = stored(reader, record)?;
    let mut found = Stored::new();
    if is_live {
        let all = &reader.prepared(record.kind).rules;
        let query = chosen.as_ref().map_or(all, |chosen| &chosen.query);
        found = run(reader, record, query)?;
    }
    if let Some(chosen) = &chosen {
        stored.retain(|key, _| chosen.keys.contains(key));
    }
    if !found.is_empty() {
        stand(reader, record, &mut found)?;
    }
    if found == stored {
        return Ok(false);
    }
    for (rule, cell) in stored
        .keys()
        .filter(|key| found.get(*key) != stored.get(*key))
    {
        reader
            .conn
            .prepare_cached("DELETE FROM finding WHERE record = ?1 AND rule = ?2 AND cell = ?3")?
            .execute(params![record.id, rule, cell])?;
    }
    for (key, kept) in found
        .iter()
        .filter(|(key, value)| stored.get(*key) != Some(value))
    {
        insert(reader, record, key, kept)?;
    }
    count(reader, record)?;
    Ok(true)
}

fn insert(reader: &Reader, record: RecordRef, key: &(String, String), kept: &Kept) -> Result<()> {
    let fills = encode(&kept.fills)?;
    reader
        .conn
        .prepare_cached(
            "INSERT INTO finding (record, rule, cell, level, fills, standing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            record.id,
            key.0,
            key.1,
            kept.level.word(),
            fills,
            kept.standing
        ])?;
    Ok(())
}

/// Runs all rules on new records of one kind, all of which count, and stores what they find. The
/// statement is prepared once, which for a long one is a good part of its cost.
pub(super) fn begin(reader: &Reader, kind: Kind, ids: &[i64]) -> Result<()> {
    let query = &reader.prepared(kind).rules;
    if query.columns.is_empty() {
        return Ok(());
    }
    let mut statement = reader.conn.prepare_cached(&query.sql)?;
    for id in ids {
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let found = raised_in(reader, row, query)?;
        drop(rows);
        let record = RecordRef { kind, id: *id };
        for (key, kept) in &found {
            insert(reader, record, key, kept)?;
        }
        if !found.is_empty() {
            count(reader, record)?;
        }
    }
    Ok(())
}

/// Stores how many findings the record has, by level and standing. Tells whether that differed.
pub(super) fn count(reader: &Reader, record: RecordRef) -> Result<bool> {
    let found = stored(reader, record)?;
    let count = |level: Level, is_open: bool| {
        let kept = found.values();
        let kept = kept.filter(|kept| kept.level == level);
        let kept = kept.filter(|kept| (kept.standing == Standing::Open.word()) == is_open);
        kept.count().try_into().unwrap_or(0_i64)
    };
    let sql = format!(
        "UPDATE {} SET hard = ?2, excepted = ?3, soft_open = ?4, soft_confirmed = ?5
         WHERE id = ?1 AND (hard <> ?2 OR excepted <> ?3 OR soft_open <> ?4
             OR soft_confirmed <> ?5)",
        record.kind.table()
    );
    let n_changed = reader.conn.prepare_cached(&sql)?.execute([
        record.id,
        count(Level::Hard, true),
        count(Level::Hard, false),
        count(Level::Soft, true),
        count(Level::Soft, false),
    ])?;
    Ok(n_changed > 0)
}

/// Looks up which findings somebody settled for the values that stand now.
fn stand(reader: &Reader, record: RecordRef, found: &mut Stored) -> Result<()> {
    let aside = Aside::read(&reader.conn, record.id)?;
    if aside.confirmed.is_empty() {
        return Ok(());
    }
    for ((rule, cell), kept) in found {
        if let Some(branch) = placed(reader, record, rule, cell, kept) {
            let basis = resting::basis(reader, record, branch)?;
            let standing = aside.standing(rule, cell, kept.level, &basis);
            standing.word().clone_into(&mut kept.standing);
        }
    }
    Ok(())
}

/// Returns the branch that raised a finding.
pub(super) fn placed<'a>(
    reader: &'a Reader,
    record: RecordRef,
    rule: &str,
    cell: &str,
    kept: &Kept,
) -> Option<&'a Branch> {
    let raised = |branch: &&Branch| {
        branch.kind == record.kind
            && branch.level == kept.level
            && branch.items.first().is_some_and(|item| item == cell)
    };
    let known = reader.instrument.rule(rule)?;
    let place = kept.fills.get(BRANCH).and_then(|place| place.parse().ok());
    let placed = place.and_then(|place: usize| known.branches.get(place));
    placed
        .filter(raised)
        .or_else(|| known.branches.iter().find(raised))
}

/// Returns the level of a stored finding and the hash of the values it rests on; nothing where it
/// is not raised.
pub(super) fn level_and_basis(
    reader: &Reader,
    record: RecordRef,
    rule: &str,
    cell: &str,
) -> Result<Option<(Level, String)>> {
    let stored = stored(reader, record)?;
    let Some(kept) = stored.get(&(rule.to_owned(), cell.to_owned())) else {
        return Ok(None);
    };
    let Some(branch) = placed(reader, record, rule, cell, kept) else {
        return Ok(None);
    };
    Ok(Some((kept.level, resting::basis(reader, record, branch)?)))
}

/// The fill that holds the place of the branch in its rule, where level and item do not tell.
pub(super) const BRANCH: &str = "branch";

/// Runs rules of the record's kind and returns those that are raised.
fn run(reader: &Reader, record: RecordRef, query: &RuleQuery) -> Result<Stored> {
    let mut found = Stored::new();
    if query.columns.is_empty() {
        return Ok(found);
    }
    let mut statement = reader.conn.prepare_cached(&query.sql)?;
    let mut rows = statement.query([record.id])?;
    if let Some(row) = rows.next()? {
        found = raised_in(reader, row, query)?;
    }
    Ok(found)
}

/// Reads what a row of a rule query says is raised.
fn raised_in(reader: &Reader, row: &rusqlite::Row<'_>, query: &RuleQuery) -> Result<Stored> {
    let mut found = Stored::new();
    let mut raised: Option<(String, String)> = None;
    for (place, column) in query.columns.iter().enumerate() {
        let Some((rule, branch)) = branch(reader, column.rule, column.branch) else {
            continue;
        };
        match &column.part {
            RulePart::Raised => {
                raised = None;
                if row.get::<_, Option<bool>>(place)?.unwrap_or(false) {
                    let cell = branch.items.first().cloned().unwrap_or_default();
                    let key = (rule.to_owned(), cell);
                    let mut fills = Fills::new();
                    if shares_level(reader, column.rule, branch) {
                        fills.insert(BRANCH.to_owned(), column.branch.to_string());
                    }
                    let standing = Standing::Open.word().to_owned();
                    let level = branch.level;
                    // Of two weights of one rule on one item the greater stands.
                    if found.get(&key).is_none_or(|kept| level < kept.level) {
                        let kept = Kept {
                            level,
                            fills,
                            standing,
                        };
                        found.insert(key.clone(), kept);
                        raised = Some(key);
                    }
                }
            }
            RulePart::Fill(name) => {
                if let Some(kept) = raised.as_ref().and_then(|key| found.get_mut(key)) {
                    kept.fills.insert(name.clone(), plain(row.get(place)?));
                }
            }
        }
    }
    Ok(found)
}

/// Says whether another branch of the rule raises the same level on the same item, so that the
/// two can be told apart by their place alone.
fn shares_level(reader: &Reader, rule: usize, branch: &Branch) -> bool {
    let branches = reader.instrument.rules.get(rule).map(|rule| &rule.branches);
    let alike = |other: &&Branch| {
        other.kind == branch.kind
            && other.level == branch.level
            && other.items.first() == branch.items.first()
    };
    branches.is_some_and(|branches| branches.iter().filter(alike).count() > 1)
}

fn branch(reader: &Reader, rule: usize, branch: usize) -> Option<(&str, &Branch)> {
    let rule = reader.instrument.rules.get(rule)?;
    Some((rule.id.as_str(), rule.branches.get(branch)?))
}

pub(super) fn stored(reader: &Reader, record: RecordRef) -> Result<Stored> {
    let mut statement = reader.conn.prepare_cached(
        "SELECT rule, cell, level, fills, standing FROM finding WHERE record = ?1",
    )?;
    let rows = statement.query_map([record.id], |row| {
        let (level, fills): (String, String) = (row.get(2)?, row.get(3)?);
        let kept = Kept {
            level: Level::parse(&level).unwrap_or(Level::Note),
            fills: serde_json::from_str(&fills).unwrap_or_default(),
            standing: row.get(4)?,
        };
        Ok(((row.get(0)?, row.get(1)?), kept))
    })?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

fn encode(fills: &Fills) -> Result<String> {
    serde_json::to_string(fills).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Writes a value as it stands in a message.
pub(super) fn plain(value: rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Null | Value::Blob(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
    }
}
