//! Kinds of records and their tree.

use std::fmt;
use std::str::FromStr;

/// A kind of record; each has one table and one place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The whole census file.
    County,
    /// A township of the county.
    Township,
    /// An administrative village.
    Village,
    /// A villagers' group.
    Group,
    /// A household of a group.
    Household,
    /// A person of a household.
    Person,
    /// A stay of work away from home.
    Episode,
    /// A visit to a household.
    Visit,
    /// Somebody who works for the census.
    Staff,
}

/// A text that names no kind of record.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("no such kind of record")]
pub struct KindError;

impl Kind {
    /// Every kind, parents before children.
    pub const ALL: [Self; 9] = [
        Self::County,
        Self::Township,
        Self::Village,
        Self::Group,
        Self::Household,
        Self::Person,
        Self::Episode,
        Self::Visit,
        Self::Staff,
    ];

    /// Returns the stable id used in files and on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
            Self::Group => "group",
            Self::Household => "household",
            Self::Person => "person",
            Self::Episode => "episode",
            Self::Visit => "visit",
            Self::Staff => "staff",
        }
    }

    /// Returns the name of the table; `group` is a word of SQL and needs a longer one.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::Group => "villagers_group",
            other => other.id(),
        }
    }

    /// Returns the wording key of the kind's name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::County => "domain.kind.county",
            Self::Township => "domain.kind.township",
            Self::Village => "domain.kind.village",
            Self::Group => "domain.kind.group",
            Self::Household => "domain.kind.household",
            Self::Person => "domain.kind.person",
            Self::Episode => "domain.kind.episode",
            Self::Visit => "domain.kind.visit",
            Self::Staff => "domain.kind.staff",
        }
    }

    /// Returns the kind that holds this one; none for the county.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::County => None,
            Self::Township | Self::Staff => Some(Self::County),
            Self::Village => Some(Self::Township),
            Self::Group => Some(Self::Village),
            Self::Household => Some(Self::Group),
            Self::Person | Self::Visit => Some(Self::Household),
            Self::Episode => Some(Self::Person),
        }
    }

    /// Returns the kinds that this one holds, the next level of the tree first.
    #[must_use]
    pub const fn children(self) -> &'static [Self] {
        match self {
            Self::County => &[Self::Township, Self::Staff],
            Self::Township => &[Self::Village],
            Self::Village => &[Self::Group],
            Self::Group => &[Self::Household],
            Self::Household => &[Self::Person, Self::Visit],
            Self::Person => &[Self::Episode],
            Self::Episode | Self::Visit | Self::Staff => &[],
        }
    }

    /// Returns the item that numbers records of this kind within their parent.
    #[must_use]
    pub const fn number_item(self) -> Option<&'static str> {
        match self {
            Self::County | Self::Township | Self::Village => Some("code"),
            Self::Group => Some("number"),
            Self::Household => Some("hh_no"),
            Self::Person => Some("line_no"),
            Self::Episode => Some("episode_no"),
            Self::Visit | Self::Staff => None,
        }
    }

    /// Returns this kind and everything that holds it, the county first.
    #[must_use]
    pub fn ancestry(self) -> Vec<Self> {
        let mut line: Vec<Self> = std::iter::successors(Some(self), |kind| kind.parent()).collect();
        line.reverse();
        line
    }
}

impl FromStr for Kind {
    type Err = KindError;

    fn from_str(id: &str) -> Result<Self, KindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.id() == id)
            .ok_or(KindError)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}
