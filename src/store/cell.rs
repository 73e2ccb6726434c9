//! What one item of one record is: answered, missing, not asked yet, or not applicable.

use crate::domain::answer::{Answer, Reason};

/// Why a cell is filled or empty. An empty cell always knows why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Has an answer of its own.
    Answered,
    /// Has a reason in place of an answer.
    Reasoned,
    /// Takes over the reason of the item that its universe rests on.
    Inherited,
    /// Worked out from other items.
    Derived,
    /// Shows a preset that nobody confirmed yet; counts as missing where it is required.
    Preset,
    /// Required and empty.
    Missing,
    /// Optional and empty.
    Empty,
    /// Its universe rests on an item that is still missing.
    NotReached,
    /// Outside its universe.
    NotApplicable,
    /// Filled by the program.
    Automatic,
}

/// One item of a record as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Index in the items of the record's kind.
    pub item: usize,
    /// Why it is filled or empty.
    pub status: Status,
    /// Whether an answer must be given where it applies.
    pub is_required: bool,
    /// The value in force, derived or preset values included.
    pub value: Option<String>,
    /// The reason in force.
    pub reason: Option<Reason>,
    /// An answer that does not apply now and comes back when it does.
    pub parked: Option<Answer>,
    /// The note on the item.
    pub note: Option<String>,
    /// Text that was typed and not yet stored.
    pub draft: Option<String>,
    /// Whether several laptops gave different answers.
    pub in_conflict: bool,
}

impl Cell {
    /// Tells whether the cell is an open gap.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.status, Status::Missing)
            || (matches!(self.status, Status::Preset) && self.is_required)
    }
}
