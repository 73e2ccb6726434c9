//! A field-enumeration program for a rural labor census that proves nobody was missed.

pub mod base;
pub mod domain;
pub mod exchange;
pub mod instrument;
pub mod store;
pub mod tui;
pub mod wording;
