//! What is open in an area: every missing item, every unit below which nothing is listed, and every
//! finding that nobody settled, in the order in which an enumerator walks. Uncapped, a page at a
//! time.

use super::error::{Result, StoreError};
use super::filter::Filter;
use super::finding::Finding;
use super::gap_source::{Candidate, NO_RESULT_REASON, sort, sort_end};
use super::gap_source::{GROUPS_LACKING, NO_GROUPS, NO_HOUSEHOLDS, UNLISTED};
use super::handshake::{Handshake, is_signable};
use super::node::Node;
use super::node_state::NodeState;
use super::range::end;
use super::reader::Reader;
use super::record::RecordRef;
use super::seal::Sealed;
use super::thread::{Thread, ThreadState};
use crate::domain::kind::Kind;
use crate::instrument::Item;

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
    /// Why it is open: `missing`, `no_groups`, `groups_missing`, `no_households`,
    /// `households_missing`, `no_result`, `no_persons`, `no_episodes`, the state of a thread or of
    /// a unit, or the level of a finding.
    pub reason: &'static str,
    /// The finding, where it is one.
    pub finding: Option<Finding>,
    /// The thread, where something was returned.
    pub thread: Option<Thread>,
    /// Units expected and units listed one level down, where some are not listed.
    pub lacks: Option<(u64, u64)>,
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
    /// Groups that the frame gives a village and that are not listed.
    pub groups_missing: u64,
    /// Threads that are not closed.
    pub returns: u64,
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
        // What only a reviewer can settle is no next step of whoever fills in.
        let filter = Filter {
            standings: false,
            ..Filter::ALL
        };
        let next = self.openings(area, from.as_deref(), 2, &filter)?;
        let mut next = next.into_iter();
        let (Some(first), second) = (next.next(), next.next()) else {
            return Ok(None);
        };
        // The result is asked last of a household in which something else is still open.
        let household = self.bare_node(first.record)?.path;
        let goes_on = |gap: &Gap| {
            Ok::<_, StoreError>(self.bare_node(gap.record)?.path.starts_with(&household))
        };
        match second {
            Some(second) if first.reason == NO_RESULT_REASON && goes_on(&second)? => {
                Ok(Some(second))
            }
            _ => Ok(Some(first)),
        }
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
            let end = end(&node.path);
            let n: i64 = self
                .conn
                .prepare_cached(&sql)?
                .query_row([node.path.as_str(), end.as_str()], |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        let tally = node.tally;
        let end = end(&node.path);
        let lacking = |sql: &str| -> Result<u64> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let n: i64 = statement.query_row([&node.path, &end], |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        Ok(GapCounts {
            unlisted: lacking(UNLISTED)?,
            groups_missing: lacking(GROUPS_LACKING)?,
            returns: tally.returns,
            villages: count(Kind::Village, NO_GROUPS)?,
            groups: count(Kind::Group, NO_HOUSEHOLDS)?,
            households: tally.households.saturating_sub(tally.households_disposed),
            persons: tally.persons.saturating_sub(tally.persons_complete),
            items: tally.missing,
            hard: tally.hard,
            soft: tally.soft_open,
        })
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
        let names: Vec<String> = below_county().map(|node| node.name.clone()).collect();
        let gap = |reason, sort, item| Gap {
            is_item: reason == MISSING,
            record: candidate.record,
            path: path.clone(),
            names: names.clone(),
            sort,
            item,
            reason,
            finding: None,
            thread: None,
            lacks: None,
        };
        if let Some(reason) = candidate.source.reason() {
            let lacks = trail.last().map(|node| self.lacks(node)).transpose()?;
            let lacks = lacks.flatten();
            let of = gap(reason, sort_end(candidate), None);
            gaps.push(Gap { lacks, ..of });
            return Ok(());
        }
        let place = |item| sort(&candidate.path, candidate.record, item);
        let items = self.instrument.items(candidate.record.kind);
        let mut found = Vec::new();
        let result = trail.last().and_then(|node| node.disposition.as_ref());
        let is_household = candidate.record.kind == Kind::Household;
        let cells = self.cells(candidate.record)?;
        for cell in cells.iter().filter(|cell| cell.is_missing()) {
            let item = items.get(cell.item).map(|item| item.id.clone());
            found.push(gap(MISSING, place(cell.item), item));
        }
        // The result may be missing as an item too; it is one gap all the same.
        let is_result = |gap: &Gap| gap.item.as_deref() == Some(DISPOSITION);
        let is_told = filter.items && found.iter().any(is_result);
        found.retain(|_| filter.items);
        if filter.units && is_household && result.is_none() && !is_told {
            let item = Some(DISPOSITION.to_owned());
            found.push(gap(NO_RESULT_REASON, place(0), item));
        }
        if filter.standings && is_signable(candidate.record.kind) {
            let reason = self.shaken(candidate.record)?;
            found.extend(reason.map(|reason| gap(reason, place(0), None)));
        }
        if filter.returns {
            self.expand_threads(candidate, &gap, &mut found)?;
        }
        self.expand_findings((candidate, filter), &gap, &mut found)?;
        found.sort_by(|a, b| a.sort.cmp(&b.sort));
        gaps.extend(found.into_iter().filter(|gap| gap.sort.as_str() > from));
        Ok(())
    }

    /// Says whether the declaration of a unit is disputed, or the unit was signed, then changed.
    fn shaken(&self, unit: RecordRef) -> Result<Option<&'static str>> {
        if self.sealed(unit)? == Sealed::Broken {
            return Ok(Some(NodeState::Changed.word()));
        }
        let handshake = self.handshake(unit)?;
        Ok(matches!(handshake, Handshake::Disputed(..)).then_some(handshake.word()))
    }

    /// Counts the units that a village or group is expected to have, and those listed. A group of
    /// the frame that was taken out has its answer: it is not missed.
    fn lacks(&self, node: &Node) -> Result<Option<(u64, u64)>> {
        let (expected, listed) = match node.record.kind {
            Kind::Village => {
                let listed: i64 = self
                    .conn
                    .prepare_cached(
                        "SELECT count(*) FROM villagers_group AS g
                         WHERE g.parent = ?1 AND (g.live OR g.origin = '1')",
                    )?
                    .query_row([node.record.id], |row| row.get(0))?;
                (node.expected.groups, listed.unsigned_abs())
            }
            Kind::Group => (node.expected.households, node.tally.households),
            _ => (None, 0),
        };
        let expected = expected.filter(|expected| *expected > listed);
        Ok(expected.map(|expected| (expected, listed)))
    }

    /// Adds the findings on a record that are looked for.
    fn expand_findings(
        &self,
        (candidate, filter): (&Candidate, &Filter),
        gap: &dyn Fn(&'static str, String, Option<String>) -> Gap,
        found: &mut Vec<Gap>,
    ) -> Result<()> {
        if !(filter.hard || filter.soft) {
            return Ok(());
        }
        let items = self.instrument.items(candidate.record.kind);
        for finding in self.findings(candidate.record)? {
            if filter.wants_finding(&finding) {
                let at = items.iter().position(|item| item.id == finding.cell());
                let place = sort(&candidate.path, candidate.record, at.unwrap_or(0));
                let of = gap(
                    finding.level.word(),
                    place + &finding.rule,
                    Some(finding.cell().to_owned()),
                );
                found.push(Gap {
                    finding: Some(finding),
                    ..of
                });
            }
        }
        Ok(())
    }

    /// Adds the threads on a record that are not closed.
    fn expand_threads(
        &self,
        candidate: &Candidate,
        gap: &dyn Fn(&'static str, String, Option<String>) -> Gap,
        found: &mut Vec<Gap>,
    ) -> Result<()> {
        let items = self.instrument.items(candidate.record.kind);
        for thread in self.threads(candidate.record)? {
            let is_of = |item: &Item| Some(&item.id) == thread.item.as_ref();
            let at = items.iter().position(is_of).unwrap_or(0);
            let place = sort(&candidate.path, candidate.record, at);
            if thread.state != ThreadState::Closed {
                let of = gap(
                    thread.state.word(),
                    place + BEFORE_RULES + &thread.id,
                    thread.item.clone(),
                );
                found.push(Gap {
                    thread: Some(thread),
                    ..of
                });
            }
        }
        Ok(())
    }
}

/// Sorts behind a missing item and before every rule on it.
const BEFORE_RULES: &str = "!";
/// The item that holds the result of the visit.
const DISPOSITION: &str = "disposition";
/// Reason of a missing item.
const MISSING: &str = "missing";
/// Sorts behind every rule on an item.
const BEHIND: &str = "~";
