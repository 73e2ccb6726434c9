//! What speaks against signing a unit.

use crate::base::message::Message;
use crate::store::RecordRef;

/// One kind of thing that blocks, how often it occurs, and where to go first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub why: Why,
    /// In how many places.
    pub count: u64,
    /// The first of them.
    pub record: RecordRef,
    /// Its code path.
    pub path: String,
    /// The item there, where it is about one.
    pub item: Option<String>,
}

impl Block {
    /// Returns the sentence that tells a person what blocks.
    #[must_use]
    pub fn message(&self) -> Message {
        Message::new(self.why.key())
            .with("count", self.count)
            .with("unit", &self.path)
    }
}

/// What blocks a sign-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Villages without a group.
    NoGroups,
    /// Villages that lack groups of the frame.
    GroupsMissing,
    /// Groups without a household that are not declared empty.
    NoHouseholds,
    /// Groups that lack declared or expected households.
    HouseholdsMissing,
    /// Households without a result of the visit.
    NoResult,
    /// Completed households without a person.
    NoPersons,
    /// Migrants without a stay.
    NoEpisodes,
    /// Items with neither an answer nor a reason.
    Missing,
    /// Hard findings that nobody accepted.
    Hard,
    /// Returned work that is not closed.
    Returns,
    /// Units below that are not signed.
    Unsigned,
    /// Units below that changed since they were signed.
    Broken,
    /// Nobody declared that nothing is missed.
    NotDeclared,
    /// Units were listed or taken out since that was declared.
    Outdated,
    /// Nobody else agreed to it yet.
    NotAnswered,
    /// Somebody disputed it.
    Disputed,
    /// The unit was signed, then changed, and nobody said why.
    Unexplained,
}

impl Why {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 17] = [
        Self::NoGroups,
        Self::GroupsMissing,
        Self::NoHouseholds,
        Self::HouseholdsMissing,
        Self::NoResult,
        Self::NoPersons,
        Self::NoEpisodes,
        Self::Missing,
        Self::Hard,
        Self::Returns,
        Self::Unsigned,
        Self::Broken,
        Self::NotDeclared,
        Self::Outdated,
        Self::NotAnswered,
        Self::Disputed,
        Self::Unexplained,
    ];

    /// Stable word; where it is a gap, the reason that `gaps` gives.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoGroups => "no_groups",
            Self::GroupsMissing => "groups_missing",
            Self::NoHouseholds => "no_households",
            Self::HouseholdsMissing => "households_missing",
            Self::NoResult => "no_result",
            Self::NoPersons => "no_persons",
            Self::NoEpisodes => "no_episodes",
            Self::Missing => "missing",
            Self::Hard => "hard",
            Self::Returns => "returns",
            Self::Unsigned => "unsigned",
            Self::Broken => "broken",
            Self::NotDeclared => "not_declared",
            Self::Outdated => "outdated",
            Self::NotAnswered => "not_answered",
            Self::Disputed => "disputed",
            Self::Unexplained => "unexplained",
        }
    }

    /// Wording key; its sentence takes `{count}`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoGroups => "coverage.no_groups",
            Self::GroupsMissing => "coverage.groups_missing",
            Self::NoHouseholds => "coverage.no_households",
            Self::HouseholdsMissing => "coverage.households_missing",
            Self::NoResult => "coverage.no_result",
            Self::NoPersons => "coverage.no_persons",
            Self::NoEpisodes => "coverage.no_episodes",
            Self::Missing => "coverage.missing",
            Self::Hard => "coverage.hard",
            Self::Returns => "coverage.returns",
            Self::Unsigned => "coverage.unsigned",
            Self::Broken => "coverage.broken",
            Self::NotDeclared => "coverage.not_declared",
            Self::Outdated => "coverage.outdated",
            Self::NotAnswered => "coverage.not_answered",
            Self::Disputed => "coverage.disputed",
            Self::Unexplained => "coverage.unexplained",
        }
    }
}
