//! Floor 6: is everybody in? What speaks against signing a unit, and the sign-off itself.
//!
//! Called by the screens and the verbs; imports the checks, the store, and the floors above them.
//!
//! Invariants:
//! - Whatever is unexplained at or below a unit blocks its sign-off and is told with a place to go
//!   to: gaps, hard findings, returned work, units below that nobody signed, and a declaration
//!   that nobody else agreed to.
//! - Soft findings never block. How many are open is part of what is signed.
//! - Nothing is signed for somebody else: the role and the two persons of the handshake are looked
//!   at by the store.

mod block;
pub mod sheet;
mod sign;
mod stance;

pub use block::{Block, Why};
pub use sheet::{Sheet, SheetError, sheet, sheet_html, sheet_text, write_sheet};
pub use sign::{Accepted, SignError, sign};
pub use stance::{Stance, stance, stance_while};
