//! Rules as data: what is raised, on what, in which words.

use crate::domain::kind::Kind;

use super::item::{Condition, Place};
use super::section::Label;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Impossible in truth: blocks the sign-off.
    Hard,
    /// Odd: asks for a confirmation with a reason.
    Soft,
    /// Worth seeing: asks for nothing.
    Note,
}

impl Level {
    /// Reads the word used in data and in files.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "hard" => Some(Self::Hard),
            "soft" => Some(Self::Soft),
            "note" => Some(Self::Note),
            _ => None,
        }
    }

    /// Word used in data and in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::Note => "note",
        }
    }
}

/// What upholds a rule that no expression raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforced {
    /// Answers outside their universe are parked.
    Universe,
    /// Gaps are listed and counted.
    Completeness,
    /// The ledger of units.
    Ledger,
    /// Packages in and out.
    Exchange,
}

impl Enforced {
    /// Reads the word used in data.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "universe" => Some(Self::Universe),
            "completeness" => Some(Self::Completeness),
            "ledger" => Some(Self::Ledger),
            "exchange" => Some(Self::Exchange),
            _ => None,
        }
    }
}

/// One expression of a rule, on one kind of record and, expanded, on one item.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Kind of record on which it is evaluated.
    pub kind: Kind,
    /// Items the finding points at; the first takes the cursor.
    pub items: Vec<String>,
    /// Raises the finding where it is true.
    pub when: Condition,
    /// Weight here.
    pub level: Level,
    /// Words here, with `{item}`, `{list}`, and the names of the fills as placeholders.
    pub message: Label,
    /// SQL for each further placeholder, by name.
    pub fills: Vec<(String, Condition)>,
    /// Code list for `{list}` in the message.
    pub list: Option<String>,
    /// The unit that holds everything it compares: it is evaluated when an area of that kind or
    /// above is checked. None: on leaving a field, and the finding is stored.
    pub scope: Option<Kind>,
    /// Narrows the rows that are tried when an area is checked; never makes a finding.
    pub among: Option<Condition>,
}

impl Branch {
    /// Says whether it is evaluated on leaving a field, and its finding kept beside the record.
    #[must_use]
    pub const fn is_stored(&self) -> bool {
        self.scope.is_none()
    }
}

/// Items whose gaps a rule of completeness tells in words of its own.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Kind of record.
    pub kind: Kind,
    /// The items.
    pub items: Vec<String>,
    /// Where it holds; none means everywhere.
    pub when: Option<Condition>,
}

/// What is told of a rule that hints at a gap which no single form can show.
#[derive(Clone, Debug)]
pub struct Hint {
    /// A short name.
    pub title: Label,
    /// What it may mean in the village, and what to do.
    pub why: Label,
}

/// A rule of the catalog.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable, readable name.
    pub id: String,
    /// Weight unless a branch says otherwise.
    pub level: Level,
    /// Words unless a branch says otherwise.
    pub message: Label,
    /// What upholds it beside its branches, or in their place.
    pub enforced_by: Option<Enforced>,
    /// Its expressions, expanded over the items they hold for.
    pub branches: Vec<Branch>,
    /// Gaps that it tells in place of the rule on missing items.
    pub claims: Vec<Claim>,
    /// Name and explanation of a hint; none for any other rule.
    pub hint: Option<Hint>,
    /// Where it is written.
    pub place: Place,
}

impl Rule {
    /// Says whether it hints at a gap that no single form can show.
    #[must_use]
    pub const fn is_hint(&self) -> bool {
        self.hint.is_some()
    }

    /// Says whether it only tells what is missing, in words of its own.
    #[must_use]
    pub fn tells_gaps(&self) -> bool {
        self.enforced_by == Some(Enforced::Completeness) && self.branches.is_empty()
    }
}
