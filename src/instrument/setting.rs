//! Settings of a round: the thresholds that rules and tables read from the table `round`.

use super::item::Place;
use super::section::Label;

/// First round for which the later defaults hold.
pub const LATER_ROUNDS_FROM: i32 = 2020;

/// A threshold of the round.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Name, and the column of `round`.
    pub id: String,
    /// Whether it is a whole number; else it may have decimals.
    pub whole: bool,
    /// Default; none means no bound.
    pub default: Option<String>,
    /// Default of rounds from [`LATER_ROUNDS_FROM`] on, where it differs.
    pub default_later: Option<String>,
    /// What it is called.
    pub label: Label,
    /// Where it is written.
    pub place: Place,
}

impl Setting {
    /// Default for a round; none means no bound.
    #[must_use]
    pub fn default_for(&self, round: i32) -> Option<&str> {
        let later = self
            .default_later
            .as_deref()
            .filter(|_| round >= LATER_ROUNDS_FROM);
        later.or(self.default.as_deref())
    }
}
