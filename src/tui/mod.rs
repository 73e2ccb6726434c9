//! Floor 8: the screens. Keys in, frames out, and the census between them.
//!
//! Called by the command line without a verb; imports every floor before it.
//!
//! Invariants:
//! - [`update`] turns an [`event::Event`] into plain state and [`effect::Effect`]s; it does no
//!   input or output and knows no ratatui. [`view`] draws plain state and can ask nothing.
//! - `perform` alone speaks to the store; `run` alone owns threads, time, and the terminal.
//! - [`command::COMMANDS`] is the one list of what keys do: footer, help, palette, and README
//!   come from it, and each command has a key that no input method swallows.
//! - Meanings become styles in [`theme`] and marks in [`glyph`]; words live in `assets/wording`.
//! - Nothing is drawn while nothing changes, and the hardware cursor is always at the focus.

pub mod command;
pub mod data;
pub mod deed;
mod driver;
pub mod effect;
mod error;
pub mod event;
pub mod glyph;
pub mod keymap;
pub mod model;
mod perform;
mod run;
pub mod seam;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod widget;
mod worker;

pub use error::TuiError;
pub use run::{Options, run};
