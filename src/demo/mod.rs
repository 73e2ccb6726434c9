//! Floor 7: a population that is made up, to try the program on.
//!
//! Called by the `demo` verb and the benches. Everybody follows from a seed: the same plan gives
//! the same answers on any machine. Nobody is real: identity numbers have the sequence numbers 990
//! to 999, which no county reaches in a day of births.
//!
//! Invariants:
//! - Whole numbers only, and a stream of choices of its own for each household, so that a change in
//!   one household does not move the others.
//! - Without planted faults every record is complete and breaks no hard rule; soft findings are
//!   those of ordinary life.
//! - Lists of names, trades, and places are in `assets/demo`; shares and ages are here.

mod chance;
mod closing;
mod faults;
mod fill;
mod form;
mod home;
mod leaders;
mod life;
mod names;
mod number;
mod person;
mod plan;
mod roster;
mod sheets;
mod stay;
mod village;
mod words;
mod work;

pub use faults::Fault;
pub use fill::{Batch, Filled, Population, fill, frame_of, trainer};
pub use plan::Plan;
