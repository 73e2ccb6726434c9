//! The list of everything that is open in an area.

use crate::domain::kind::Kind;
use crate::store::{Gap, GapCounts};

/// Gaps that are read at once.
pub const PAGE: usize = 100;
/// Gaps that are held at most; a county has hundreds of thousands.
pub const HELD_MAX: usize = 600;

/// What kind of gap is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// Every gap.
    #[default]
    All,
    /// Groups and households below which nothing is listed.
    Units,
    /// Persons: none listed, or anything missing of one or of a stay of one.
    Persons,
    /// Items.
    Items,
}

impl Class {
    /// Every class in the order of the arrow keys.
    pub const ALL: [Self; 4] = [Self::All, Self::Units, Self::Persons, Self::Items];

    /// Wording key of the name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "tui.missing.all",
            Self::Units => "tui.missing.units",
            Self::Persons => "tui.missing.persons",
            Self::Items => "tui.missing.items",
        }
    }

    /// Says whether a gap is of this class.
    #[must_use]
    pub fn holds(self, gap: &Gap) -> bool {
        match self {
            Self::All => true,
            Self::Units => matches!(gap.reason, "no_groups" | "no_households"),
            Self::Persons => {
                gap.reason == "no_persons"
                    || matches!(gap.record.kind, Kind::Person | Kind::Episode)
            }
            Self::Items => gap.is_item,
        }
    }
}

/// State of the list of gaps.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    /// Path of the area.
    pub area: String,
    /// Name of the area.
    pub name: String,
    /// Gaps held, of the chosen class.
    pub gaps: Vec<Gap>,
    /// Counts over the whole area.
    pub counts: GapCounts,
    /// The chosen class.
    pub class: Class,
    /// The selected gap.
    pub at: usize,
    /// Sort key of the last gap read.
    pub last: Option<String>,
    /// Whether every gap of the area was read.
    pub is_exhausted: bool,
    /// Gaps dropped from the front to stay within bounds.
    pub dropped: usize,
}

impl Missing {
    /// Begins with an area.
    #[must_use]
    pub fn new(area: String) -> Self {
        Self {
            area,
            ..Self::default()
        }
    }

    /// Begins the list anew, from its first gap.
    pub fn restart(&mut self) {
        self.gaps.clear();
        self.at = 0;
        self.last = None;
        self.is_exhausted = false;
        self.dropped = 0;
    }

    /// Takes gaps that were read.
    pub fn extend(&mut self, gaps: Vec<Gap>) {
        self.is_exhausted = gaps.len() < PAGE;
        self.last = gaps.last().map(|gap| gap.sort.clone()).or(self.last.take());
        let class = self.class;
        self.gaps
            .extend(gaps.into_iter().filter(|gap| class.holds(gap)));
        if let Some(over) = self
            .gaps
            .len()
            .checked_sub(HELD_MAX)
            .filter(|over| *over > 0)
        {
            self.gaps.drain(..over);
            self.at = self.at.saturating_sub(over);
            self.dropped += over;
        }
        self.at = self.at.min(self.gaps.len().saturating_sub(1));
    }
}
