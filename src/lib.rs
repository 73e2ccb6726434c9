//! A field-enumeration program for a rural labor census that proves nobody was missed.
//!
//! Enumerators with offline laptops walk county → township → village → group → household →
//! person → item. Each answer is durable when the next field has the cursor. This page is the
//! architecture.
//!
//! # Floors
//!
//! A module imports only from floors above it in this table; a test holds it to that.
//!
//! | floor | what it is | what it may do |
//! |---|---|---|
//! | [`base`] | text in terminal cells, clock, randomness, atomic files | time, randomness, files |
//! | [`wording`] | every sentence, in zh-Hans and en; zh-Hant by conversion | — |
//! | [`domain`] | divisions, identity numbers, dates, names, the frame | values, no I/O |
//! | [`instrument`] | the questionnaire as data: load, lint, universes | its files; SQL in memory |
//! | [`store`] | the census file: events and their projection | the only SQL on the file |
//! | [`check`] | all rules over an area, with progress | — |
//! | [`coverage`] | is everybody in: what blocks a sign-off, signing, its sheet | — |
//! | [`exchange`] | files in and out: frames, exports, codebook | files |
//! | [`demo`] | a population that is made up, to try the program on | — |
//! | [`tui`] | run loop, commands, screens | the terminal |
//! | [`cli`] | one file a verb | stdout, stderr, exit codes |
//!
//! # Where things go
//!
//! - **An item, a code, a condition, a figure**: `assets/instrument`, and nothing else. Column,
//!   form field, export column, and codebook line follow.
//! - **A rule**: `assets/instrument/rules`, and its cases in `tests/suite/rules`.
//! - **A screen**: one file of the same name in `tui/model`, `tui/update`, and `tui/view`, and a
//!   variant of the screen enum; the compiler names the places that must know it.
//! - **A command**: one entry in `tui/command.rs`; footer, help, palette, and README follow.
//! - **A sentence**: one key in both files of `assets/wording`.
//! - **A verb**: one file in `cli` and one variant in `cli/args.rs`.
//! - **An export format**: one file in `exchange` beside `csv_out.rs`.
//! - **A table of the census file**: a new file in `assets/migrations`; released ones never change.
//!
//! # Invariants
//!
//! - One write path. A change is an event and its projection in one transaction
//!   (`PRAGMA synchronous = FULL`). There is no unsaved state and no save key.
//! - Nothing is deleted. Rows get dispositions, answers that stop applying are parked, notes are
//!   taken back by a further event.
//! - NULL means "not known yet". An empty item always knows why: not reached, not applicable, a
//!   reason, or missing.
//! - Saving is never refused for what an answer says; rules return findings.
//! - `update` does no input or output and knows no terminal library; `view` is pure.
//! - No async runtime: one thread for the screen, one for long work with a connection of its own.
//! - Identity and telephone numbers are masked wherever they are not being edited.
//!
//! # Deliberately absent
//!
//! A save key, a delete key, a setting for less durable writes, network access, a plugin system, a
//! second way to write a value.

pub mod base;
pub mod check;
pub mod cli;
pub mod coverage;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod instrument;
pub mod store;
pub mod tui;
pub mod wording;
