//! The ledger of an area and of each unit one level down.

use super::error::Result;
use super::handshake::is_signable;
use super::ledger::Ledger;
use super::node::{Node, Window};
use super::node_state::NodeState;
use super::reader::Reader;
use super::record::RecordRef;
use super::seal::{SignedCounts, SignedUnit};
use super::tally::{Expected, Tally};
use crate::domain::kind::Kind;

/// Households that the groups of an area say they have; a colon is behind every digit.
const DECLARED: &str =
    "SELECT coalesce(sum(coalesce(declared_households, expected_households, 0)), 0)
    FROM villagers_group WHERE path >= ?1 AND path < ?2 AND live";

/// What `status` says of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaStatus {
    /// Code of the unit.
    pub area: String,
    /// Name of the unit.
    pub name: String,
    /// Level.
    pub level: Kind,
    /// State.
    pub state: NodeState,
    /// Code of its disposition.
    pub disposition: Option<String>,
    /// Year of the round.
    pub round: u16,
    /// What is expected; `None` where the frame says nothing.
    pub expected: Expected,
    /// Households that groups declare, or else that are expected of them, where they say so.
    pub declared: u64,
    /// Counts.
    pub tally: Tally,
    /// Who was ever listed, and what became of each.
    pub ledger: Ledger,
    /// Units at or below it whose sign-off stands.
    pub signed: SignedCounts,
    /// One level down, without children of their own.
    pub children: Vec<Self>,
}

impl Reader {
    /// Returns the ledger of the unit with an area code; the whole file without one.
    ///
    /// # Errors
    /// When there is no such unit.
    pub fn status(&self, area: Option<&str>) -> Result<AreaStatus> {
        let record = area.map_or(Ok(self.county), |area| self.area(area))?;
        self.status_of(record)
    }

    /// Returns the ledger of a unit and of each unit one level down.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn status_of(&self, record: RecordRef) -> Result<AreaStatus> {
        let node = self.node(record)?;
        let signed = self.signed_units(&node.path)?;
        let mut status = self.of_node(node, &signed)?;
        if let Some(kind) = record.kind.children().first() {
            let children = self.children(record, *kind, &Window::whole())?;
            status.children = children
                .into_iter()
                .map(|node| self.of_node(node, &signed))
                .collect::<Result<_>>()?;
        }
        self.expect(&mut status)?;
        Ok(status)
    }

    fn of_node(&self, node: Node, signed: &[SignedUnit]) -> Result<AreaStatus> {
        let has_ledger = is_signable(node.record.kind) || node.record.kind == Kind::Household;
        let ledger = if has_ledger {
            self.ledger(node.record)?
        } else {
            Ledger::default()
        };
        let declared: i64 = match node.record.kind {
            Kind::Household | Kind::Person | Kind::Episode | Kind::Visit | Kind::Staff => 0,
            _ => self
                .conn
                .prepare_cached(DECLARED)?
                .query_row([&node.path, &format!("{}:", node.path)], |row| row.get(0))?,
        };
        let name = match node.record.kind {
            Kind::Group if node.name.is_empty() => node.number,
            _ => node.name,
        };
        Ok(AreaStatus {
            declared: declared.unsigned_abs(),
            signed: SignedCounts::of(signed, &node.path),
            ledger,
            area: node.path,
            name,
            level: node.record.kind,
            state: node.state,
            disposition: node.disposition,
            round: self.round.year,
            expected: node.expected,
            tally: node.tally,
            children: Vec::new(),
        })
    }

    /// Expects of a county or township what all its children expect; one silent child makes it
    /// null, because a partial sum would read as a whole one.
    fn expect(&self, status: &mut AreaStatus) -> Result<()> {
        match status.level {
            Kind::County => {
                for child in &mut status.children {
                    let township = self.area(&child.area)?;
                    let villages = self.bare_children(township, Kind::Village)?;
                    let below: Vec<Expected> = villages.iter().map(|v| v.expected).collect();
                    child.expected = sum(child.tally.villages, &below);
                }
            }
            Kind::Township => {}
            _ => return Ok(()),
        }
        let below: Vec<Expected> = status.children.iter().map(|c| c.expected).collect();
        status.expected = sum(status.tally.villages, &below);
        Ok(())
    }
}

/// Sums what the children of a unit expect. The frame lists every village, so their number is
/// always known.
fn sum(n_villages: u64, below: &[Expected]) -> Expected {
    let is_known = !below.is_empty();
    let sum = |count: fn(&Expected) -> Option<u64>| {
        let sum = below.iter().map(count).sum::<Option<u64>>();
        sum.filter(|_| is_known)
    };
    Expected {
        villages: Some(n_villages),
        groups: sum(|e| e.groups),
        households: sum(|e| e.households),
        persons: sum(|e| e.persons),
    }
}
