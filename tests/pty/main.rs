//! The real binary in a pseudo terminal: what no test inside the program can see.
//!
//! These prove the wiring, so there are few of them: bytes of keys and of input methods, signals,
//! what is left on the terminal, and what is left on the disk. They run one after another.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails should stop"
)]

mod desk;
mod field;
mod first_run;
mod household;
mod interrupt;
mod keys;
mod opening;
mod screen;
mod settle;
mod terminal;
mod two_people;
