//! Plain state by screen: what is open, what is selected, what is being typed.
//!
//! Changed by `update` alone, drawn by `view` alone; holds no connection and no terminal.

pub mod app;
pub mod check;
pub mod concern;
pub mod exchange;
pub mod find;
pub mod flow;
pub mod form;
pub mod guess;
pub mod home;
pub mod kept;
pub mod line;
pub mod look;
pub mod missing;
pub mod names;
pub mod opening;
pub mod overlay;
pub mod prelist;
pub mod question;
pub mod review;
mod rows;
pub mod setup;
pub mod unit;
pub mod unlock;
pub mod walk;

pub use app::{App, Appearance, COLUMNS_MIN, ROWS_MIN, Said, Screen, Tone};
