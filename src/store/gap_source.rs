//! Where gaps are looked for: the units in which something is open, merged in walking order.

use rusqlite::params;

use super::error::Result;
use super::filter::{Filter, Source};
use super::range::end;
use super::reader::Reader;
use super::record::RecordRef;
use crate::domain::kind::Kind;

/// A unit in which something is open, before its items are looked up.
pub(super) struct Candidate {
    pub(super) path: String,
    pub(super) record: RecordRef,
    pub(super) source: Source,
}

/// Where gaps are looked for, as conditions on a typed row. Those with an index come first: where
/// they end, the others need not look further.
const SOURCES: [(Kind, Source, &str); 26] = [
    (Kind::Group, Source::Missing, "unit.missing > 0"),
    (Kind::Household, Source::Missing, "unit.missing > 0"),
    (Kind::Person, Source::Missing, "unit.missing > 0"),
    (Kind::Episode, Source::Missing, "unit.missing > 0"),
    (Kind::County, Source::Return, RETURNED),
    (Kind::Township, Source::Return, RETURNED),
    (Kind::Village, Source::Return, RETURNED),
    (Kind::Group, Source::Return, RETURNED),
    (Kind::Household, Source::Return, RETURNED),
    (Kind::Person, Source::Return, RETURNED),
    (Kind::Episode, Source::Return, RETURNED),
    (Kind::Township, Source::Standing, STANDING),
    (Kind::Village, Source::Standing, STANDING),
    (Kind::Group, Source::Standing, STANDING),
    (Kind::Village, Source::Finding, FINDING),
    (Kind::Group, Source::Finding, FINDING),
    (Kind::Household, Source::Finding, FINDING),
    (Kind::Person, Source::Finding, FINDING),
    (Kind::Episode, Source::Finding, FINDING),
    (Kind::Village, Source::Unit("no_groups"), NO_GROUPS),
    (
        Kind::Village,
        Source::Unit("groups_missing"),
        GROUPS_MISSING,
    ),
    (Kind::Group, Source::Unit("no_households"), NO_HOUSEHOLDS),
    (
        Kind::Group,
        Source::Unit("households_missing"),
        HOUSEHOLDS_MISSING,
    ),
    (Kind::Household, Source::Result, NO_RESULT),
    (Kind::Household, Source::People("no_persons"), NO_PERSONS),
    (Kind::Person, Source::People("no_episodes"), NO_EPISODES),
];
/// Units of which somebody said something; what it comes to is worked out one by one.
const STANDING: &str = "EXISTS (SELECT 1 FROM record WHERE record.id = unit.id
        AND (record.aside LIKE '%\"answered\"%' OR record.aside LIKE '%\"signed\"%'))";
const RETURNED: &str = "unit.returns > 0";
/// Reason of a household without a result.
pub(super) const NO_RESULT_REASON: &str = "no_result";
const NO_RESULT: &str = "unit.disposition IS NULL";
const FINDING: &str = "unit.hard + unit.soft_open > 0";
/// Narrows the findings to one rule.
const OF_RULE: &str = "EXISTS (SELECT 1 FROM finding WHERE finding.record = unit.id
        AND finding.rule = ?4 AND finding.standing = 'open')";
pub(super) const NO_GROUPS: &str =
    "NOT EXISTS (SELECT 1 FROM villagers_group g WHERE g.parent = unit.id AND g.live)";
pub(super) const NO_HOUSEHOLDS: &str =
    "NOT EXISTS (SELECT 1 FROM household h WHERE h.parent = unit.id
        AND h.disposition IS NOT '48')
    AND unit.declared_households IS NOT 0";
/// A group of the frame that was taken out has its answer: it is not missed.
const GROUPS_MISSING: &str = "unit.expected_groups > (SELECT count(*) FROM villagers_group g
        WHERE g.parent = unit.id AND (g.live OR g.origin = '1'))
    AND EXISTS (SELECT 1 FROM villagers_group g WHERE g.parent = unit.id AND g.live)";
const HOUSEHOLDS_MISSING: &str = "coalesce(unit.declared_households, unit.expected_households)
        > (SELECT tally.households FROM tally WHERE tally.record = unit.id)
    AND EXISTS (SELECT 1 FROM household h WHERE h.parent = unit.id
        AND h.disposition IS NOT '48')";
const NO_PERSONS: &str = "unit.completed AND unit.live_persons = 0";
const NO_EPISODES: &str = "unit.went_out = '1'
    AND NOT EXISTS (SELECT 1 FROM episode e WHERE e.parent = unit.id AND e.live)";
/// Groups that each village still lacks.
pub(super) const GROUPS_LACKING: &str =
    "SELECT coalesce(sum(max(0, coalesce(unit.expected_groups, 0)
        - (SELECT count(*) FROM villagers_group g WHERE g.parent = unit.id
            AND (g.live OR g.origin = '1')))), 0)
    FROM village AS unit WHERE unit.path >= ?1 AND unit.path < ?2 AND unit.live";
/// Households that each group still lacks; one group too many does not make up for another.
pub(super) const UNLISTED: &str = "SELECT coalesce(sum(max(0,
        coalesce(unit.declared_households, unit.expected_households, 0)
            - coalesce(tally.households, 0))), 0)
    FROM villagers_group AS unit LEFT JOIN tally ON tally.record = unit.id
    WHERE unit.path >= ?1 AND unit.path < ?2 AND unit.live";

impl Reader {
    /// Counts the units of an area that are open for a reason, and returns the first in walking
    /// order. None where there is none, or where the reason is not one of units.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn places(&self, area: &str, reason: &str) -> Result<Option<(u64, RecordRef)>> {
        let is_of = |source: &Source| match source {
            Source::Result => reason == NO_RESULT_REASON,
            other => other.reason() == Some(reason),
        };
        let Some((kind, _, condition)) = SOURCES.iter().find(|(_, source, _)| is_of(source)) else {
            return Ok(None);
        };
        let from = format!(
            "FROM {} AS unit WHERE unit.path >= ?1 AND unit.path < ?2 AND unit.live
                AND {condition}",
            kind.table()
        );
        let sql = format!(
            "SELECT count(*), (SELECT unit.id {from} ORDER BY unit.path, unit.id LIMIT 1) {from}"
        );
        let end = end(area);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let (n, id): (i64, Option<i64>) =
            statement.query_row([area, end.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(id.map(|id| (n.unsigned_abs(), RecordRef { kind: *kind, id })))
    }

    /// Reads the next units with gaps of every source, merged in walking order and cut where the
    /// shortest source ends.
    pub(super) fn candidates(
        &self,
        area: &str,
        from: &str,
        limit: usize,
        filter: &Filter,
    ) -> Result<Vec<Candidate>> {
        let start = from.get(..PATH_WIDTH).unwrap_or(from).trim_end();
        let (start, start_id) = if start < area {
            (area, 0)
        } else {
            let id = from.get(PATH_WIDTH..PATH_WIDTH + ID_WIDTH);
            (start, id.and_then(|id| id.parse().ok()).unwrap_or(0_i64))
        };
        let mut cut: Option<String> = None;
        let mut end = end(area);
        let mut all = Vec::new();
        for (kind, source, condition) in SOURCES.iter().filter(|source| filter.wants(source.1)) {
            let rule = filter.rule.as_ref().filter(|_| *source == Source::Finding);
            let of_rule = rule.map_or("?4 IS NULL", |_| OF_RULE);
            // Work may be returned that is about a unit out of the count.
            let counts = if *source == Source::Return {
                "1"
            } else {
                "unit.live"
            };
            let sql = format!(
                "SELECT unit.path, unit.id FROM {} AS unit
                 WHERE (unit.path, unit.id) >= (?1, ?5) AND unit.path < ?2 AND {counts}
                     AND {condition} AND {of_rule}
                 ORDER BY unit.path, unit.id LIMIT ?3",
                kind.table()
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![start, end, wanted, rule, start_id], |row| {
                let record = RecordRef {
                    kind: *kind,
                    id: row.get(1)?,
                };
                Ok(Candidate {
                    path: row.get(0)?,
                    record,
                    source: *source,
                })
            })?;
            let found: Vec<Candidate> = rows.collect::<std::result::Result<_, _>>()?;
            if found.len() > limit
                && let Some(last) = found.last()
            {
                // A blank sorts before every digit: the path itself is in, what is below it is not.
                end = format!("{} ", last.path);
                let last = sort(&last.path, last.record, LAST_ITEM);
                cut = Some(cut.map_or(last.clone(), |cut| cut.min(last)));
            }
            all.extend(found);
        }
        all.retain(|candidate| {
            let place = sort_end(candidate);
            let is_read = cut.as_ref().is_none_or(|cut| place <= *cut);
            candidate.path < end && is_read && place.as_str() > from
        });
        all.sort_by_cached_key(sort_end);
        // A unit with something missing and something found wrong is looked up once.
        all.dedup_by_key(|candidate| sort_end(candidate));
        Ok(all)
    }
}

/// Columns that a path takes in a sort key.
const PATH_WIDTH: usize = 24;
/// Columns of a record's number in a sort key.
const ID_WIDTH: usize = 10;
/// Behind the last item of any record.
const LAST_ITEM: usize = 999;

/// Place of an item in the order of all gaps.
pub(super) fn sort(path: &str, record: RecordRef, item: usize) -> String {
    format!("{path:<PATH_WIDTH$}{:0ID_WIDTH$}{item:03}", record.id)
}

/// Place behind all items of a unit; units below which nothing is listed stand there.
pub(super) fn sort_end(candidate: &Candidate) -> String {
    let item = if candidate.source.reason().is_none() {
        LAST_ITEM - 1
    } else {
        LAST_ITEM
    };
    sort(&candidate.path, candidate.record, item)
}
