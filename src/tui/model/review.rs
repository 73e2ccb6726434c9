//! Completeness of an area and its children.

use crate::store::AreaStatus;

/// State of the review.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// Areas drilled through, the one shown last.
    pub trail: Vec<String>,
    /// Counts; none until they are read.
    pub status: Option<AreaStatus>,
    /// The selected child.
    pub at: usize,
}

impl Review {
    /// Begins with an area.
    #[must_use]
    pub fn new(area: String) -> Self {
        Self {
            trail: vec![area],
            ..Self::default()
        }
    }

    /// Returns the path of the area that is shown.
    #[must_use]
    pub fn area(&self) -> String {
        self.trail.last().cloned().unwrap_or_default()
    }
}
