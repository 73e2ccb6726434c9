//! Answers and the reasons for having none.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Why an item has no value although it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The respondent refused.
    Refused,
    /// The respondent does not know.
    Unknown,
    /// The proxy who answers does not know.
    Proxy,
    /// There is none, such as no telephone.
    None,
}

/// A text that names no reason.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no such reason")]
pub struct ReasonError;

impl Reason {
    /// Every reason, in the order of the picker.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Unknown, Self::Proxy, Self::None];

    /// Returns the stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Proxy => "proxy",
            Self::None => "none",
        }
    }

    /// Returns the wording key of the reason's name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Refused => "domain.reason.refused",
            Self::Unknown => "domain.reason.unknown",
            Self::Proxy => "domain.reason.proxy",
            Self::None => "domain.reason.none",
        }
    }
}

impl FromStr for Reason {
    type Err = ReasonError;

    fn from_str(id: &str) -> Result<Self, ReasonError> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.id() == id)
            .ok_or(ReasonError)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

/// What was put into one item of one record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// A value as canonical text.
    Value(String),
    /// The reason why there is no value; it counts as answered.
    Reason(Reason),
    /// The item was emptied; alone the same as never answered.
    Cleared,
}

impl Answer {
    /// Returns the value, if there is one.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Value(value) => Some(value),
            Self::Reason(_) | Self::Cleared => None,
        }
    }

    /// Returns the reason, if that is the answer.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::Reason(reason) => Some(*reason),
            Self::Value(_) | Self::Cleared => None,
        }
    }
}
