//! Floor 5: all rules over an area, afresh.
//!
//! Called by the `check` verb and by the worker of the screens; imports the store and the floors
//! above it.
//!
//! Invariants:
//! - Everything is worked out anew from the rows; what is stored says only how a finding stands.
//! - Findings come one at a time in walking order, a unit before what is in it; memory is bounded
//!   by one village and by what the rules that compare households find.
//! - The caller can stop it between any two villages and at every finding.
//! - It writes nothing into the file.

mod changes;
mod found;
mod hints;
mod judge;
mod report;
mod run;

pub use changes::{Changed, Hashes, changes};
pub use found::Found;
pub use hints::{Hints, hints};
pub use report::{Count, Report};
pub use run::{Progress, Step, run};
