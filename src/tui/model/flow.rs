//! Where a form leads: which rows need something, which one is next, and when a household is done.
//!
//! The result of a visit is asked first, for the vacant and the refused, and offered as complete
//! at the end, for all others. Until then what only a completed household must have counts as
//! open too, or it would be missed at the door.

use crate::domain::kind::Kind;
use crate::instrument::{Instrument, Item, Level, Required};
use crate::store::{Cell, Finding, Node, Status};

use super::form::{FormPage, Row};

/// The item that holds the result of a visit.
pub const OUTCOME: &str = "disposition";
/// The codes of a household that was completed, by its own members and by somebody else.
const COMPLETE: (&str, &str) = ("11", "13");
/// The derived value that says whether persons must be listed, and how it says so.
const COMPLETED: (&str, &str) = ("completed", "1");

impl FormPage {
    /// Says whether the form is of a household whose visit has no result yet.
    #[must_use]
    pub fn awaits_outcome(&self, instrument: &Instrument) -> bool {
        let cells = 0..self.data.form.cells.len();
        self.record().kind == Kind::Household
            && cells.into_iter().any(|at| {
                let is_outcome = self.item_of(instrument, at).is_some_and(is_outcome);
                let cell = self.data.form.cells.get(at);
                is_outcome && cell.is_some_and(|cell| cell.status == Status::Missing)
            })
    }

    /// Returns the result that is offered at the end: complete, by whoever answered.
    #[must_use]
    pub const fn offered_outcome(&self) -> &'static str {
        if self.is_by_proxy() {
            COMPLETE.1
        } else {
            COMPLETE.0
        }
    }

    /// Says whether the form is of a household that was begun and has no result yet.
    #[must_use]
    pub fn is_begun(&self, instrument: &Instrument) -> bool {
        let given = |cell: &Cell| matches!(cell.status, Status::Answered | Status::Reasoned);
        let holds = !self.data.children.is_empty() || self.data.form.cells.iter().any(given);
        holds && self.awaits_outcome(instrument)
    }

    /// Counts rows that need something before the result of the visit can be "complete".
    #[must_use]
    pub fn open_before_outcome(&self, instrument: &Instrument) -> usize {
        let rows = 0..self.rows.len();
        rows.filter(|at| !self.is_outcome_row(instrument, *at))
            .filter(|at| self.lacks(instrument, *at))
            .count()
    }

    /// Finds the first row that needs something, else the first that can be edited.
    pub(super) fn first_open(&self, instrument: &Instrument) -> Option<usize> {
        let needs = |at: &usize| self.needs(instrument, *at);
        let lines = 0..self.rows.len();
        lines.clone().find(needs).or_else(|| {
            lines
                .into_iter()
                .find(|at| !matches!(self.rows.get(*at), Some(Row::Section(_))))
        })
    }

    /// Says whether a row has a gap, the end included while it offers the result of the visit.
    #[must_use]
    pub fn needs(&self, instrument: &Instrument, at: usize) -> bool {
        if self.rows.get(at) == Some(&Row::Done) {
            return self.is_begun(instrument) && self.open_before_outcome(instrument) == 0;
        }
        if self.is_outcome_row(instrument, at) && self.is_begun(instrument) {
            return false;
        }
        self.lacks(instrument, at)
    }

    /// Finds the next row with a gap after the one under edit, around the end.
    #[must_use]
    pub fn next_gap(&self, instrument: &Instrument) -> Option<usize> {
        let count = self.rows.len();
        (1..count)
            .map(|step| (self.at + step) % count)
            .find(|at| self.needs(instrument, *at))
    }

    /// Finds the next row below the one under edit on which a finding is open, be it soft.
    #[must_use]
    pub fn next_found(&self, instrument: &Instrument) -> Option<usize> {
        let is_found = |at: &usize| match self.rows.get(*at) {
            Some(Row::Item(cell)) => {
                let item = self.item_of(instrument, *cell);
                item.is_some_and(|item| self.findings_on(&item.id).any(Finding::is_open))
            }
            _ => false,
        };
        (self.at + 1..self.rows.len()).find(is_found)
    }

    /// Finds the row that Enter goes to.
    #[must_use]
    pub fn next_row(&self, instrument: &Instrument, from: usize) -> usize {
        let last = self.rows.len().saturating_sub(1);
        (from + 1..self.rows.len())
            .find(|at| match self.rows.get(*at) {
                Some(Row::Item(cell)) => self.data.form.cells.get(*cell).is_some_and(|cell| {
                    !matches!(
                        cell.status,
                        Status::Derived
                            | Status::Inherited
                            | Status::NotReached
                            | Status::Automatic
                            | Status::NotApplicable
                    )
                }),
                Some(Row::Child(_)) => self.needs(instrument, *at),
                Some(Row::Add(_)) => {
                    self.needs(instrument, *at) && !matches!(self.rows.get(from), Some(Row::Add(_)))
                }
                Some(Row::Done) => true,
                _ => false,
            })
            .unwrap_or(last)
    }

    /// Finds the next row in a direction that can be visited.
    #[must_use]
    pub fn step(&self, forward: bool) -> usize {
        let visitable = |at: &usize| !matches!(self.rows.get(*at), Some(Row::Section(_)) | None);
        let found = if forward {
            (self.at + 1..self.rows.len()).find(visitable)
        } else {
            (0..self.at).rev().find(visitable)
        };
        found.unwrap_or(self.at)
    }

    /// Says whether an item was returned and is not settled.
    #[must_use]
    pub fn is_returned(&self, item: &str) -> bool {
        let mut threads = self.data.threads.iter();
        threads.any(|thread| thread.item.as_deref() == Some(item))
    }

    /// Says whether something is missing or wrong on a row itself.
    fn lacks(&self, instrument: &Instrument, at: usize) -> bool {
        match self.rows.get(at) {
            Some(Row::Item(cell)) => {
                let (Some(shown), Some(item)) = (
                    self.data.form.cells.get(*cell),
                    self.item_of(instrument, *cell),
                ) else {
                    return false;
                };
                let mut found = self.findings_on(&item.id);
                shown.is_missing()
                    || found.any(|f| f.level == Level::Hard && f.is_open())
                    || (shown.status == Status::Empty
                        && rests_on_outcome(item)
                        && self.awaits_outcome(instrument))
            }
            Some(Row::Child(at)) => self.data.children.get(*at).is_some_and(is_open),
            Some(Row::Add(_)) => self.data.children.is_empty() && self.wants_children(instrument),
            _ => false,
        }
    }

    /// Says whether something must be listed below: not in a house that stands empty.
    fn wants_children(&self, instrument: &Instrument) -> bool {
        let (completed, yes) = COMPLETED;
        let derived = self.data.form.derived.get(completed);
        self.record().kind != Kind::Household
            || self.awaits_outcome(instrument)
            || derived.is_some_and(|held| held == yes)
    }

    fn is_outcome_row(&self, instrument: &Instrument, at: usize) -> bool {
        match self.rows.get(at) {
            Some(Row::Item(cell)) => self.item_of(instrument, *cell).is_some_and(is_outcome),
            _ => false,
        }
    }
}

fn is_outcome(item: &Item) -> bool {
    item.id == OUTCOME && item.kind == Kind::Household
}

/// Says whether an item is required by a condition that reads the result of the visit.
fn rests_on_outcome(item: &Item) -> bool {
    match &item.required {
        Required::When(condition) => condition
            .inputs
            .iter()
            .any(|read| read.kind == Kind::Household && read.id == OUTCOME),
        _ => false,
    }
}

fn is_open(node: &Node) -> bool {
    node.state.is_to_do()
}
