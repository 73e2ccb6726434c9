//! Findings of the rules on one record, kept beside it as part of the projection.

use std::collections::BTreeMap;

use rusqlite::params;

use super::error::{Result, StoreError};
use super::project::is_live;
use super::reader::Reader;
use super::record::RecordRef;
use crate::instrument::statement::RulePart;
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
    /// Whether a person confirmed it with a reason.
    pub is_confirmed: bool,
}

/// A finding as stored: rule, first item, level, and fills.
type Stored = BTreeMap<(String, String), (String, Fills)>;
/// Values for the placeholders of a message.
type Fills = BTreeMap<String, String>;

/// Runs the rules on a record and stores what they find. Returns whether anything changed.
pub(super) fn refresh(reader: &Reader, record: RecordRef) -> Result<bool> {
    let found = if is_live(&reader.conn, record)? {
        run(reader, record)?
    } else {
        Stored::new()
    };
    let stored = stored(reader, record)?;
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
    for (key, (level, fills)) in found
        .iter()
        .filter(|(key, value)| stored.get(*key) != Some(value))
    {
        reader
            .conn
            .prepare_cached(
                "INSERT INTO finding (record, rule, cell, level, fills)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![record.id, key.0, key.1, level, encode(fills)?])?;
    }
    let count = |level: Level| {
        found
            .values()
            .filter(|(word, _)| word == level.word())
            .count()
            .try_into()
            .unwrap_or(0_i64)
    };
    let sql = format!(
        "UPDATE {} SET hard = ?2, soft_open = ?3 WHERE id = ?1",
        record.kind.table()
    );
    reader.conn.prepare_cached(&sql)?.execute([
        record.id,
        count(Level::Hard),
        count(Level::Soft),
    ])?;
    Ok(true)
}

/// The fill that holds the place of the branch in its rule, where level and item do not tell.
const BRANCH: &str = "branch";

/// Runs the rules of the record's kind and returns those that are raised.
fn run(reader: &Reader, record: RecordRef) -> Result<Stored> {
    let query = &reader.prepared(record.kind).rules;
    let mut found = Stored::new();
    if query.columns.is_empty() {
        return Ok(found);
    }
    let mut statement = reader.conn.prepare_cached(&query.sql)?;
    let mut rows = statement.query([record.id])?;
    let Some(row) = rows.next()? else {
        return Ok(found);
    };
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
                    found.insert(key.clone(), (branch.level.word().to_owned(), fills));
                    raised = Some(key);
                }
            }
            RulePart::Fill(name) => {
                if let Some((_, fills)) = raised.as_ref().and_then(|key| found.get_mut(key)) {
                    fills.insert(name.clone(), plain(row.get(place)?));
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

fn stored(reader: &Reader, record: RecordRef) -> Result<Stored> {
    let mut statement = reader
        .conn
        .prepare_cached("SELECT rule, cell, level, fills FROM finding WHERE record = ?1")?;
    let rows = statement.query_map([record.id], |row| {
        let fills: String = row.get(3)?;
        let fills = serde_json::from_str(&fills).unwrap_or_default();
        Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, fills)))
    })?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

fn encode(fills: &Fills) -> Result<String> {
    serde_json::to_string(fills).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn plain(value: rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Null | Value::Blob(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
    }
}

impl Reader {
    /// Returns the findings on a record, hard ones first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn findings(&self, record: RecordRef) -> Result<Vec<Finding>> {
        let mut findings: Vec<Finding> = stored(self, record)?
            .into_iter()
            .map(|((rule, cell), (level, fills))| self.worded(record, rule, &cell, &level, &fills))
            .collect();
        findings.sort_by_key(|finding| finding.level);
        Ok(findings)
    }
}

impl Reader {
    fn worded(
        &self,
        record: RecordRef,
        rule: String,
        cell: &str,
        level: &str,
        fills: &Fills,
    ) -> Finding {
        let level = Level::parse(level).unwrap_or(Level::Note);
        let raised = |branch: &&Branch| {
            branch.kind == record.kind
                && branch.level == level
                && branch.items.first().is_some_and(|item| item == cell)
        };
        let branch = self.instrument.rule(&rule).and_then(|known| {
            let place = fills.get(BRANCH).and_then(|place| place.parse().ok());
            let placed = place.and_then(|place: usize| known.branches.get(place));
            placed
                .filter(raised)
                .or_else(|| known.branches.iter().find(raised))
        });
        let say = |is_zh: bool| self.said(record, &rule, cell, branch, fills, is_zh);
        Finding {
            level,
            record,
            items: branch.map_or_else(|| vec![cell.to_owned()], |branch| branch.items.clone()),
            zh: say(true),
            en: say(false),
            is_confirmed: false,
            rule,
        }
    }

    /// Fills the message of a rule in one language.
    fn said(
        &self,
        record: RecordRef,
        rule: &str,
        cell: &str,
        branch: Option<&Branch>,
        fills: &Fills,
        is_zh: bool,
    ) -> String {
        let Some(branch) = branch else {
            return rule.to_owned();
        };
        let mut text = branch.message.pick(!is_zh).to_owned();
        for (name, value) in fills {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        if let Some(item) = self.instrument.item(record.kind, cell) {
            text = text.replace("{item}", item.label.pick(!is_zh));
        }
        let list = branch
            .list
            .as_ref()
            .and_then(|list| self.instrument.lists.get(list));
        if let Some(list) = list {
            text = text.replace("{list}", list.label.pick(!is_zh));
        }
        text
    }
}
