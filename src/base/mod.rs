//! Floor 0: the plain services that every other floor stands on.
//!
//! Called by everything; imports nothing of the crate.
//!
//! Invariants:
//! - No word of the census appears here, only text, time, chance, files, and messages.
//! - [`clock::Clock`] is the only reader of time and [`random`] the only source of chance,
//!   so that a fixed clock and a seed make a whole run repeatable.
//! - Nothing here speaks to the user: a fault is a typed error that becomes a
//!   [`message::Message`], and the wording floor gives it a language.

pub mod clock;
pub mod files;
pub mod message;
pub mod random;
pub mod text;
