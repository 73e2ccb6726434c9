//! The sign-off sheet: what somebody answers for with a signature and a stamp, on paper.
//!
//! Called by the screens and the `signoff` verb. A [`Sheet`] is plain data without a language; its
//! words are put together once, as parts of a page, and written as text and as HTML, so that both
//! say the same.
//!
//! Invariants:
//! - Every number is that of `status`; every list says how many there are, also where it is cut.
//! - Names appear, identity and telephone numbers never, not even where somebody typed one into a
//!   reason.
//! - A sheet that does not hold, as a draft or because something changed, says so in large letters.
//! - The text is at most 96 cells wide; the HTML needs nothing but itself.

mod below;
mod counts;
mod gather;
mod html;
mod lists;
mod page;
mod text;
mod words;
mod write;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::stance::Stance;
use crate::domain::kind::Kind;
use crate::instrument::{Label, Level};
use crate::store::{AreaStatus, GapCounts, Handshake, NodeState, Note, SignOff, ThreadState};

pub use gather::sheet;
pub use write::{SheetError, sheet_html, sheet_text, write_sheet};

/// The sign-off sheet of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The units from the county down to the one that is signed.
    pub place: Vec<Place>,
    /// Every status is as at this date.
    pub reference_date: NaiveDate,
    /// Edition of the questionnaire in use.
    pub edition: u32,
    /// Version of the program.
    pub version: &'static str,
    /// When it was made.
    pub printed: DateTime<FixedOffset>,
    /// Digest of the answers as they are now.
    pub digest: String,
    /// Who said what of the unit, and what blocks its sign-off.
    pub stance: Stance,
    /// Where the first place of each block is, in their order.
    pub blocked_at: Vec<Vec<Place>>,
    /// Counts and ledger.
    pub status: AreaStatus,
    /// What is lacking.
    pub gaps: GapCounts,
    /// What became of units, in words.
    pub results: Vec<ResultWord>,
    /// The units one level down.
    pub below: Vec<Below>,
    /// Soft findings and hints that nobody confirmed, by rule.
    pub open: Vec<OpenRule>,
    /// Findings that somebody settled.
    pub settled: Cut<Settled>,
    /// Households that were not reached, refused, or are not certain.
    pub unreached: Cut<Unreached>,
    /// Units below whose broken sign-off was accepted.
    pub accepted: Vec<AcceptedUnit>,
    /// Returned work that is not closed.
    pub returned: Cut<Returned>,
    /// What changed since it was signed, there or in an accepted unit below.
    pub changed: Cut<Changed>,
}

/// A unit on the way from the county to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Level.
    pub kind: Kind,
    /// Code or number as people read it.
    pub number: String,
    /// Name; may be empty.
    pub name: String,
}

/// What the code of a result means for units of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultWord {
    /// Kind of unit.
    pub kind: Kind,
    /// The code.
    pub code: String,
    /// What it means.
    pub label: Label,
}

/// A list of which a sheet shows the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut<T> {
    /// How many there are.
    pub total: u64,
    /// The first of them.
    pub first: Vec<T>,
}

impl<T> Default for Cut<T> {
    fn default() -> Self {
        Self {
            total: 0,
            first: Vec::new(),
        }
    }
}

impl<T> Cut<T> {
    /// Returns how many are not shown.
    #[must_use]
    pub fn hidden(&self) -> u64 {
        let shown = u64::try_from(self.first.len()).unwrap_or(u64::MAX);
        self.total.saturating_sub(shown)
    }
}

/// A unit one level down.
#[derive(Debug, Clone, PartialEq)]
pub struct Below {
    /// Its number and name.
    pub place: Place,
    /// Its counts.
    pub status: AreaStatus,
    /// Its declaration and the answer to it; none of a household.
    pub handshake: Option<Handshake>,
    /// Its sign-off, whole or broken; [`Below::state`] says which.
    pub signed: Option<Box<SignOff>>,
    /// How far it is.
    pub state: NodeState,
    /// Names of the people listed in a household.
    pub people: Vec<String>,
}

/// What a rule asks that nobody confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRule {
    /// The rule.
    pub rule: String,
    /// Name of a rule that hints at a gap; none of any other.
    pub hint: Option<Label>,
    /// How often.
    pub count: u64,
    /// How often when the unit was signed; none where it is not.
    pub when_signed: Option<u64>,
    /// The words of the first.
    pub words: Label,
    /// Where the first is.
    pub place: Vec<Place>,
}

/// A finding that somebody settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The rule.
    pub rule: String,
    /// Hard: an accepted exception; else a confirmation.
    pub level: Level,
    /// What was found.
    pub words: Label,
    /// Where.
    pub place: Vec<Place>,
    /// Who gave which reason.
    pub note: Note,
}

/// A household without the whole truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The household.
    pub place: Vec<Place>,
    /// Result of the visit.
    pub result: Label,
    /// How often somebody was there.
    pub visits: u32,
}

/// A unit below that counts although its own sign-off is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedUnit {
    /// The unit.
    pub place: Vec<Place>,
    /// Why.
    pub reason: String,
}

/// Work that went back and is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The record.
    pub place: Vec<Place>,
    /// The item; none: the whole record.
    pub item: Option<Label>,
    /// Whose turn it is.
    pub state: ThreadState,
    /// What was asked first.
    pub text: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: String,
}

/// A record that changed since the sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The record.
    pub place: Vec<Place>,
    /// The items; empty labels stand for a record that went elsewhere.
    pub items: Vec<Label>,
    /// Who set the last of them.
    pub by: String,
    /// When.
    pub at: String,
}
