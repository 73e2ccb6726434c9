//! The fast tests, in one binary. Each topic is one file of this folder.

mod calendar;
mod division;
mod files;
mod frame;
mod identity;
mod instrument;
mod item_rules;
mod store;
mod sheet;
mod text;
mod universe;
mod wording;
