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
    /// The tree.
    Walk,
    /// Hard findings.
    Findings,
    /// Soft findings that nobody confirmed.
    Confirm,
    /// People who may be the same person.
    Twins,
    /// Everything open.
    Missing,
    /// Completeness.
    Review,
    /// Export and copies.
    Exchange,
}

impl Lead {
    /// Every line in order.
    pub const ALL: [Self; 8] = [
        Self::Next,
        Self::Walk,
        Self::Missing,
        Self::Findings,
        Self::Confirm,
        Self::Twins,
        Self::Review,
        Self::Exchange,
    ];
}
