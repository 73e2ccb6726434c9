//! Measures the program on a whole county, each time as a ratio to a named baseline of the same
//! run.
//!
//! `cargo bench --bench county`. The county is made once and kept in `target/bench-data`; its name
//! holds its size, its seed, and a hash of what it was made with. `COUNTY_PERSONS` makes a smaller
//! one, `COUNTY_NO_ASSERT=1` only prints.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a bench that fails should stop"
)]

mod check;
mod data;
mod field;
mod measure;
mod office;
mod reading;
mod screen;
mod sheets;

use std::process::ExitCode;

use measure::Report;

/// Persons of the county when nothing else is asked for: a county of the speech's size.
const PERSONS: u64 = 420_000;

fn main() -> ExitCode {
    let n_persons = std::env::var("COUNTY_PERSONS")
        .ok()
        .and_then(|n| n.parse().ok());
    let county = data::County::new(n_persons.unwrap_or(PERSONS));
    if std::env::var_os(data::MAKE).is_some() {
        county.make();
        return ExitCode::SUCCESS;
    }
    county.ensure();
    let mut report = Report::default();
    // Before anything else has held memory.
    check::measure(&county, &mut report);
    reading::measure(&county, &mut report);
    office::measure(&county, &mut report);
    screen::measure(&county, &mut report);
    field::measure(&county, &mut report);
    sheets::measure(&county, &mut report);
    if let Some(kib) = measure::peak_memory_kib() {
        report.limit(
            "peak memory of reading, writing, and exporting",
            kib / 1024.0,
            100.0,
            "MiB",
        );
    }
    report.end()
}
