//! The list of everything that is open in an area.

use crate::domain::kind::Kind;
use crate::store::{Filter, Gap, GapCounts, ThreadState};
use crate::tui::effect::Effect;

/// Gaps that are read at once.
pub const PAGE: usize = 100;
/// Gaps that are held at most; a county has hundreds of thousands.
pub const HELD_MAX: usize = 600;

/// What kind of gap is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// Everything that is open.
    #[default]
    All,
    /// Hard findings.
    Hard,
    /// Soft findings nobody confirmed.
    Soft,
    /// Groups and households below which nothing is listed.
    Units,
    /// Persons: none listed, or anything missing of one or of a stay of one.
    Persons,
    /// Items.
    Items,
    /// What was returned and not settled.
    Returns,
    /// Hints at gaps that no single form can show.
    Hints,
}

impl Class {
    /// Every class in the order of the arrow keys.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Hard,
        Self::Soft,
        Self::Units,
        Self::Persons,
        Self::Items,
        Self::Returns,
        Self::Hints,
    ];

    /// Wording key of the name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "tui.missing.all",
            Self::Hard => "tui.missing.hard",
            Self::Soft => "tui.missing.soft",
            Self::Units => "tui.missing.units",
            Self::Persons => "tui.missing.persons",
            Self::Items => "tui.missing.items",
            Self::Returns => "tui.missing.returns",
            Self::Hints => "tui.missing.hints",
        }
    }

    /// Returns what the store is to look for.
    #[must_use]
    pub const fn filter(self) -> Filter {
        let mut filter = Filter::NONE;
        match self {
            Self::All => return Filter::ALL,
            Self::Hard => filter.hard = true,
            Self::Soft => filter.soft = true,
            Self::Units => filter.units = true,
            Self::Persons => {
                filter.persons = true;
                filter.items = true;
            }
            Self::Items => filter.items = true,
            Self::Returns => filter.returns = true,
            // They are worked out when asked, and not looked for in the store.
            Self::Hints => {}
        }
        filter
    }

    /// Says whether something that was looked for is of this class.
    #[must_use]
    pub fn holds(self, gap: &Gap) -> bool {
        let is_of_person = matches!(gap.record.kind, Kind::Person | Kind::Episode);
        self != Self::Persons || is_of_person || gap.reason == "no_persons"
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
    /// The rule whose findings alone are shown.
    pub rule: Option<String>,
    /// The selected gap.
    pub at: usize,
    /// Place behind the last gap read.
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

    /// Returns what the store is to look for.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let Some(rule) = &self.rule else {
            return self.class.filter();
        };
        Filter {
            hard: true,
            soft: true,
            rule: Some(rule.clone()),
            ..Filter::NONE
        }
    }

    /// Says whether hints are shown.
    #[must_use]
    pub fn shows_hints(&self) -> bool {
        self.class == Class::Hints && self.rule.is_none()
    }

    /// Asks for the list from a place in it on.
    #[must_use]
    pub fn ask(&self, after: Option<String>) -> Effect {
        if self.shows_hints() {
            return Effect::Hints {
                area: self.area.clone(),
                after,
                around: None,
            };
        }
        Effect::Gaps {
            area: self.area.clone(),
            after,
            filter: self.filter(),
        }
    }

    /// Asks for what may have changed: of hints the village of the selected one.
    #[must_use]
    pub fn ask_again(&self) -> Effect {
        let selected = self.gaps.get(self.at).filter(|_| self.shows_hints());
        let Some(selected) = selected else {
            return self.ask(None);
        };
        Effect::Hints {
            area: self.area.clone(),
            after: None,
            around: Some(selected.record),
        }
    }

    /// Takes the hints of a village that was read anew.
    pub fn replace(&mut self, village: &[String], gaps: Vec<Gap>) {
        let is_there = |gap: &Gap| gap.path.starts_with(village);
        let place = self.gaps.iter().position(is_there);
        self.gaps.retain(|gap| !is_there(gap));
        let place = place.unwrap_or(0).min(self.gaps.len());
        self.gaps.splice(place..place, gaps);
        self.at = self.at.min(self.gaps.len().saturating_sub(1));
    }

    /// Puts what waits for whoever works first, where returned work alone is shown: what is asked
    /// for the field, what is answered for a reviewer.
    pub fn put_own_first(&mut self, is_reviewer: bool) {
        let own = if is_reviewer {
            ThreadState::Answered
        } else {
            ThreadState::Asked
        };
        if self.class == Class::Returns && self.rule.is_none() {
            let is_other = |gap: &Gap| gap.thread.as_ref().is_some_and(|t| t.state != own);
            self.gaps.sort_by_key(is_other);
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

    /// Takes gaps that were read, and the place where the next ones begin.
    pub fn extend(&mut self, gaps: Vec<Gap>, next: Option<String>) {
        self.is_exhausted = next.is_none();
        self.last = next;
        let class = self.class;
        let gaps = gaps.into_iter().filter(|gap| class.holds(gap));
        self.gaps.extend(gaps);
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
