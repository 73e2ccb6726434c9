//! Floor 2: the values of the census and what must be true of each by itself.
//!
//! Called by every floor above. Imports base and wording; no files, no SQL, no serde.
//!
//! Invariants:
//! - A value is canonical text; whatever a person types goes through one function here that
//!   either makes it canonical or says what is wrong.
//! - A hard fault is impossible in truth. Whatever may be true, however odd, is only reported.
//! - Dates are compared with the reference date that is passed in, never with today.

pub mod answer;
pub mod calendar;
pub mod check_character;
pub mod county;
pub mod division;
pub mod frame;
pub mod frame_builder;
pub mod identity;
pub mod identity_guess;
pub mod kind;
pub mod name;
pub mod phone;
pub mod prelist;
pub mod role;
