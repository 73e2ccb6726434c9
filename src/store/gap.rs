//! What is open in an area: every missing item, every unit below which nothing is listed, and every
//! finding that nobody settled, in the order in which an enumerator walks. Uncapped, a page at a
//! time.

use rusqlite::params;

use super::error::Result;
use super::filter::{Filter, Source};
use super::finding::Finding;
use super::node::Node;
use super::reader::Reader;
use super::record::RecordRef;
use crate::domain::kind::Kind;

/// One open gap or finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// `Item` of the record, or the unit itself.
    pub is_item: bool,
    /// The record to go to.
    pub record: RecordRef,
    /// Codes as people read them, from the township down.
    pub path: Vec<String>,
    /// Names along the way, from the township down.
    pub names: Vec<String>,
    /// Place in the order of all gaps; pass it back to read on.
    pub sort: String,
    /// The missing item, or the first that the finding points at.
    pub item: Option<String>,
    /// Why it is open: `missing`, `no_groups`, `no_households`, `no_persons`, `no_episodes`, or the
    /// level of the finding.
    pub reason: &'static str,
    /// The finding, where it is one.
    pub finding: Option<Finding>,
}

/// How many gaps an area has, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GapCounts {
    /// Villages without a group.
    pub villages: u64,
    /// Groups without a household.
    pub groups: u64,
    /// Households that are declared, or else expected, of a group and not listed in it.
    pub unlisted: u64,
    /// Households without a result of the visit.
    pub households: u64,
    /// Persons with something missing.
    pub persons: u64,
    /// Missing items.
    pub items: u64,
    /// Hard findings.
    pub hard: u64,
    /// Soft findings nobody confirmed.
    pub soft: u64,
}

/// A unit in which something is open, before its items are looked up.
struct Candidate {
    path: String,
    record: RecordRef,
    source: Source,
}

/// Where gaps are looked for, as conditions on a typed row. Those with an index come first: where
/// they end, the others need not look further.
const SOURCES: [(Kind, Source, &str); 13] = [
    (Kind::Group, Source::Missing, "unit.missing > 0"),
    (Kind::Household, Source::Missing, "unit.missing > 0"),
    (Kind::Person, Source::Missing, "unit.missing > 0"),
    (Kind::Episode, Source::Missing, "unit.missing > 0"),
    (Kind::Village, Source::Finding, FINDING),
    (Kind::Group, Source::Finding, FINDING),
    (Kind::Household, Source::Finding, FINDING),
    (Kind::Person, Source::Finding, FINDING),
    (Kind::Episode, Source::Finding, FINDING),
    (Kind::Village, Source::Unit("no_groups"), NO_GROUPS),
    (Kind::Group, Source::Unit("no_households"), NO_HOUSEHOLDS),
    (Kind::Household, Source::People("no_persons"), NO_PERSONS),
    (Kind::Person, Source::People("no_episodes"), NO_EPISODES),
];
const FINDING: &str = "unit.hard + unit.soft_open > 0";
/// Narrows the findings to one rule.
const OF_RULE: &str = "EXISTS (SELECT 1 FROM finding WHERE finding.record = unit.id
        AND finding.rule = ?4 AND finding.standing = 'open')";
const NO_GROUPS: &str =
    "NOT EXISTS (SELECT 1 FROM villagers_group g WHERE g.parent = unit.id AND g.live)";
const NO_HOUSEHOLDS: &str = "NOT EXISTS (SELECT 1 FROM household h WHERE h.parent = unit.id
        AND h.disposition IS NOT '48')
    AND unit.declared_households IS NOT 0";
const NO_PERSONS: &str = "unit.completed AND unit.live_persons = 0";
const NO_EPISODES: &str = "unit.went_out = '1'
    AND NOT EXISTS (SELECT 1 FROM episode e WHERE e.parent = unit.id AND e.live)";
/// Households that each group still lacks; one group too many does not make up for another.
const UNLISTED: &str = "SELECT coalesce(sum(max(0,
        coalesce(unit.declared_households, unit.expected_households, 0)
            - coalesce(tally.households, 0))), 0)
    FROM villagers_group AS unit LEFT JOIN tally ON tally.record = unit.id
    WHERE unit.path >= ?1 AND unit.path < ?2 AND unit.live";
/// Behind every digit, so that it closes the range of a path prefix.
const PATH_END: char = ':';

impl Reader {
    /// Returns the next gaps of an area, in walking order, after a given place in that order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gaps(&self, area: &str, after: Option<&str>, limit: usize) -> Result<Vec<Gap>> {
        self.openings(area, after, limit, &Filter::GAPS)
    }

    /// Returns what is open next in an area, in walking order, after a given place in that order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn openings(
        &self,
        area: &str,
        after: Option<&str>,
        limit: usize,
        filter: &Filter,
    ) -> Result<Vec<Gap>> {
        let mut gaps = Vec::new();
        let mut from = after.unwrap_or_default().to_owned();
        while gaps.len() < limit {
            let candidates = self.candidates(area, &from, limit, filter)?;
            let Some(last) = candidates.last() else { break };
            let next = sort_end(last);
            for candidate in candidates {
                self.expand(&candidate, &from, filter, &mut gaps)?;
                if gaps.len() >= limit {
                    break;
                }
            }
            from = next;
        }
        gaps.truncate(limit);
        Ok(gaps)
    }

    /// Returns what is open next behind an item of a record, or first in the area.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_gap(
        &self,
        area: &str,
        after: Option<(RecordRef, Option<&str>)>,
    ) -> Result<Option<Gap>> {
        let from = match after {
            None => None,
            Some((record, item)) => {
                let path = self.node(record)?.path;
                let index = item.and_then(|item| {
                    self.instrument
                        .items(record.kind)
                        .iter()
                        .position(|known| known.id == item)
                });
                // Behind everything on the item, be it missing or found wrong.
                item.map(|_| sort(&path, record, index.unwrap_or(0)) + BEHIND)
                    .or_else(|| Some(sort(&path, record, 0)))
            }
        };
        let next = self.openings(area, from.as_deref(), 1, &Filter::ALL)?;
        Ok(next.into_iter().next())
    }

    /// Counts the gaps of a unit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gap_counts(&self, area: RecordRef) -> Result<GapCounts> {
        let node = self.node(area)?;
        let count = |kind: Kind, condition: &str| -> Result<u64> {
            let sql = format!(
                "SELECT count(*) FROM {} AS unit
                 WHERE unit.path >= ?1 AND unit.path < ?2 AND unit.live AND {condition}",
                kind.table()
            );
            let end = format!("{}{PATH_END}", node.path);
            let n: i64 = self
                .conn
                .prepare_cached(&sql)?
                .query_row([node.path.as_str(), end.as_str()], |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        let tally = node.tally;
        let end = format!("{}{PATH_END}", node.path);
        let unlisted: i64 = self
            .conn
            .prepare_cached(UNLISTED)?
            .query_row([node.path.as_str(), end.as_str()], |row| row.get(0))?;
        Ok(GapCounts {
            unlisted: unlisted.unsigned_abs(),
            villages: count(Kind::Village, NO_GROUPS)?,
            groups: count(Kind::Group, NO_HOUSEHOLDS)?,
            households: tally.households.saturating_sub(tally.households_disposed),
            persons: tally.persons.saturating_sub(tally.persons_complete),
            items: tally.missing,
            hard: tally.hard,
            soft: tally.soft_open,
        })
    }

    /// Reads the next units with gaps of every source, merged in walking order and cut where the
    /// shortest source ends.
    fn candidates(
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
        let mut end = format!("{area}{PATH_END}");
        let mut all = Vec::new();
        for (kind, source, condition) in SOURCES.iter().filter(|source| filter.wants(source.1)) {
            let rule = filter.rule.as_ref().filter(|_| *source == Source::Finding);
            let of_rule = rule.map_or("?4 IS NULL", |_| OF_RULE);
            let sql = format!(
                "SELECT unit.path, unit.id FROM {} AS unit
                 WHERE (unit.path, unit.id) >= (?1, ?5) AND unit.path < ?2 AND unit.live
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

    fn expand(
        &self,
        candidate: &Candidate,
        from: &str,
        filter: &Filter,
        gaps: &mut Vec<Gap>,
    ) -> Result<()> {
        let mut trail = self.trail(candidate.record)?;
        trail.push(self.node(candidate.record)?);
        let below_county = || trail.iter().filter(|node| node.record.kind != Kind::County);
        let path: Vec<String> = below_county().map(|node| node.number.clone()).collect();
        let names: Vec<String> = below_county()
            .map(|node: &Node| node.name.clone())
            .collect();
        let gap = |reason, sort, item| Gap {
            is_item: reason == MISSING,
            record: candidate.record,
            path: path.clone(),
            names: names.clone(),
            sort,
            item,
            reason,
            finding: None,
        };
        if let Some(reason) = candidate.source.reason() {
            gaps.push(gap(reason, sort_end(candidate), None));
            return Ok(());
        }
        let place = |item| sort(&candidate.path, candidate.record, item);
        let items = self.instrument.items(candidate.record.kind);
        let mut found = Vec::new();
        if filter.items {
            for cell in self.cells(candidate.record)? {
                if cell.is_missing() {
                    let item = items.get(cell.item).map(|item| item.id.clone());
                    found.push(gap(MISSING, place(cell.item), item));
                }
            }
        }
        if filter.hard || filter.soft {
            let findings = self.findings(candidate.record)?;
            for finding in findings.into_iter().filter(|f| filter.wants_finding(f)) {
                let at = items.iter().position(|item| item.id == finding.cell());
                let sort = place(at.unwrap_or(0)) + &finding.rule;
                let item = Some(finding.cell().to_owned());
                found.push(Gap {
                    finding: Some(finding.clone()),
                    ..gap(finding.level.word(), sort, item)
                });
            }
        }
        found.sort_by(|a, b| a.sort.cmp(&b.sort));
        gaps.extend(found.into_iter().filter(|gap| gap.sort.as_str() > from));
        Ok(())
    }
}

/// Reason of a missing item.
const MISSING: &str = "missing";
/// Columns that a path takes in a sort key.
const PATH_WIDTH: usize = 24;
/// Sorts behind every rule on an item.
const BEHIND: &str = "~";
/// Columns of a record's number in a sort key.
const ID_WIDTH: usize = 10;
/// Behind the last item of any record.
const LAST_ITEM: usize = 999;

/// Place of an item in the order of all gaps.
fn sort(path: &str, record: RecordRef, item: usize) -> String {
    format!("{path:<PATH_WIDTH$}{:0ID_WIDTH$}{item:03}", record.id)
}

/// Place behind all items of a unit; units below which nothing is listed stand there.
fn sort_end(candidate: &Candidate) -> String {
    let item = if candidate.source.reason().is_none() {
        LAST_ITEM - 1
    } else {
        LAST_ITEM
    };
    sort(&candidate.path, candidate.record, item)
}
