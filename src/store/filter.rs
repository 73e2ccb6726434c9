//! What is looked for among everything open.

use super::finding::Finding;
use crate::instrument::Level;

/// What makes a unit a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Items of it are missing.
    Missing,
    /// Rules find something on it.
    Finding,
    /// Something of it was returned.
    Return,
    /// Its declaration is disputed, or it was signed, then changed.
    Standing,
    /// It has no result of the visit.
    Result,
    /// Nothing is listed below the unit, for this reason.
    Unit(&'static str),
    /// Nobody, or no stay, is listed below it, for this reason.
    People(&'static str),
}

impl Source {
    /// Reason of the unit itself; nothing where its items and findings are looked up.
    pub(super) const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Missing | Self::Finding | Self::Return | Self::Standing | Self::Result => None,
            Self::Unit(reason) | Self::People(reason) => Some(reason),
        }
    }
}

/// What is looked for among everything open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Villages that lack groups, groups that lack households, households without a result.
    pub units: bool,
    /// What was returned and not settled.
    pub returns: bool,
    /// Units whose declaration is disputed, and those that changed since they were signed.
    pub standings: bool,
    /// Households without a person and persons without a stay.
    pub persons: bool,
    /// Missing items.
    pub items: bool,
    /// Hard findings.
    pub hard: bool,
    /// Soft findings.
    pub soft: bool,
    /// Findings of this rule alone.
    pub rule: Option<String>,
}

impl Filter {
    /// Nothing at all; a start for what is chosen.
    pub const NONE: Self = Self {
        units: false,
        returns: false,
        standings: false,
        persons: false,
        items: false,
        hard: false,
        soft: false,
        rule: None,
    };
    /// Every gap, no finding.
    pub const GAPS: Self = Self {
        units: true,
        returns: true,
        standings: true,
        persons: true,
        items: true,
        ..Self::NONE
    };
    /// Everything open.
    pub const ALL: Self = Self {
        hard: true,
        soft: true,
        ..Self::GAPS
    };

    /// Says whether a source may hold something that is looked for.
    pub(super) const fn wants(&self, source: Source) -> bool {
        match source {
            Source::Missing => self.items,
            Source::Finding => self.hard || self.soft,
            Source::Return => self.returns,
            Source::Standing => self.standings,
            Source::Unit(_) | Source::Result => self.units,
            Source::People(_) => self.persons,
        }
    }

    pub(super) fn wants_finding(&self, finding: &Finding) -> bool {
        let is_level = match finding.level {
            Level::Hard => self.hard,
            Level::Soft => self.soft,
            Level::Note => false,
        };
        is_level && finding.is_open() && self.rule.as_ref().is_none_or(|rule| *rule == finding.rule)
    }
}
