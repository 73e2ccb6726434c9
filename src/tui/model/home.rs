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
    /// Hard findings and soft ones.
    Findings,
    /// All gaps.
    Missing,
    /// Completeness.
    Review,
    /// Export and copies.
    Exchange,
}

impl Lead {
    /// Every line in order.
    pub const ALL: [Self; 6] = [
        Self::Next,
        Self::Walk,
        Self::Missing,
        Self::Findings,
        Self::Review,
        Self::Exchange,
    ];
}
