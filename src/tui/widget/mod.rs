//! Pieces that pages are drawn from: a canvas with meanings, fields, choices, lists, meters.
//!
//! Called by `view` alone. Every measure comes from `base::text::width`, the one ruler for cells.

pub mod canvas;
pub mod choice;
pub mod field;
pub mod list;
pub mod meter;
pub mod overlay;

pub use canvas::Canvas;
