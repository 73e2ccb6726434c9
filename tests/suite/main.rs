//! The fast tests, in one binary. Each topic is one file of this folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::type_complexity,
    reason = "a test that fails should stop, and a table of cases says its own shape"
)]

mod area_rules;
mod calendar;
mod catalog;
mod check;
mod choices;
mod cli;
mod cli_check;
mod cli_enter;
mod cli_export;
mod cli_signoff;
mod commands;
mod county;
mod demo;
mod desk;
mod division;
mod doorstep;
mod durability;
mod emit;
mod field;
mod files;
mod flow;
mod frame;
mod frame_xlsx;
mod hint_screen;
mod hints;
mod household_rules;
mod identity;
mod identity_guess;
mod instrument;
mod item_rules;
mod laws;
mod laws_office;
mod ledger_rules;
mod migrations;
mod office;
mod overview;
mod person_rules;
mod picture;
mod prelist;
mod readme;
mod recount;
mod register;
mod register_page;
mod register_veil;
mod rule_cases;
mod scene;
mod screens;
mod settling;
mod sheet;
mod sign_off;
mod sign_off_sheet;
mod small;
mod standing;
mod store;
mod taking_back;
mod terminal;
mod text;
mod tidy;
mod tidy_source;
mod two_people;
mod universe;
mod upheld;
mod wording;
mod workbook_guard;
