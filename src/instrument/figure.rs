//! Figures: numbers of a unit that area rules read, worked out when an area is checked.

use crate::domain::kind::Kind;

use super::item::{Condition, Place};
use super::rule::Level;
use super::section::Label;

/// Kinds of units that have figures, the smallest first.
pub const UNITS: [Kind; 4] = [Kind::Group, Kind::Village, Kind::Township, Kind::County];

/// Where a figure comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The sum of a number over the live records of a kind, added up from the groups.
    Sum {
        /// Kind of record.
        over: Kind,
        /// The number of one record; NULL counts as nothing.
        value: Condition,
    },
    /// Rows of a unit's code and its number, for what does not add up. `{from}` and `{to}` stand
    /// for the bounds of the paths of the area.
    Select(Condition),
    /// Open findings of a level on records of completed households, counted by the check itself.
    Findings(Level),
}

/// A number of a unit.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Name, and the column of `figure`.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// Where it comes from.
    pub source: Source,
    /// Where it is written.
    pub place: Place,
}

impl Figure {
    /// The SQL that it rests on, with its kind; none where the check counts by itself.
    pub(super) const fn condition(&self) -> Option<&Condition> {
        match &self.source {
            Source::Sum { value, .. } => Some(value),
            Source::Select(select) => Some(select),
            Source::Findings(_) => None,
        }
    }
}
