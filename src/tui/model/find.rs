//! Search by name, pinyin, household number, or end of the identity number.

use crate::store::Hit;

use super::line::Line;

/// Hits that are shown at most.
pub const HITS_MAX: usize = 50;

/// State of the search.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// What is typed.
    pub line: Line,
    /// The query that the hits answer.
    pub asked: String,
    /// What was found.
    pub hits: Vec<Hit>,
    /// The selected hit.
    pub at: usize,
}
