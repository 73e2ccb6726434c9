//! The first page: how far, what is next, is it safe.

use crate::tui::effect::HomeData;

/// State of the first page.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// What it shows; none until it is read.
    pub data: Option<HomeData>,
    /// The line that Enter follows.
    pub at: usize,
}

/// What the lines of the first page lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// The next gap, or the tree where there is none.
    Next,
    /// Returned work.
    Returned,
    /// Everything open.
    Missing,
    /// Hard findings.
    Findings,
    /// Soft findings that nobody confirmed.
    Confirm,
    /// People who may be the same person.
    Twins,
    /// Hints at gaps that no single form can show.
    Hints,
    /// Completeness, and who answers for it.
    Review,
    /// Export and copies.
    Exchange,
    /// The tree.
    Walk,
}

impl Lead {
    /// Every line in order. The order never changes, so that the digits can be learned.
    pub const ALL: [Self; 10] = [
        Self::Next,
        Self::Returned,
        Self::Missing,
        Self::Findings,
        Self::Confirm,
        Self::Twins,
        Self::Hints,
        Self::Review,
        Self::Exchange,
        Self::Walk,
    ];

    /// Returns the digit of a line: they count from 1, the last is 0.
    #[must_use]
    pub const fn digit(at: usize) -> usize {
        (at + 1) % Self::ALL.len()
    }

    /// Returns the line of a digit.
    #[must_use]
    pub const fn of_digit(digit: usize) -> usize {
        (digit + Self::ALL.len() - 1) % Self::ALL.len()
    }
}
