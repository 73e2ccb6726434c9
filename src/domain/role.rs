//! Roles of the staff.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// What somebody may do, from the doorstep upward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Fills in households.
    Enumerator,
    /// Reviews a village and signs its groups.
    VillagePoint,
    /// Reviews a township and merges its villages.
    Township,
    /// Keeps the county file and its settings.
    County,
}

/// A text that names no role.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no such role")]
pub struct RoleError;

impl Role {
    /// Every role, the nearest to the household first.
    pub const ALL: [Self; 4] = [
        Self::Enumerator,
        Self::VillagePoint,
        Self::Township,
        Self::County,
    ];

    /// Returns the stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Enumerator => "enumerator",
            Self::VillagePoint => "village",
            Self::Township => "township",
            Self::County => "county",
        }
    }

    /// Returns the code of the role in the list of the questionnaire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enumerator => "1",
            Self::VillagePoint => "2",
            Self::Township => "3",
            Self::County => "4",
        }
    }

    /// Returns the wording key of the role's name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Enumerator => "domain.role.enumerator",
            Self::VillagePoint => "domain.role.village",
            Self::Township => "domain.role.township",
            Self::County => "domain.role.county",
        }
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(id: &str) -> Result<Self, RoleError> {
        Self::ALL
            .into_iter()
            .find(|role| role.id() == id)
            .ok_or(RoleError)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}
