//! The program: hooks for defects, then the command line.

use std::process::ExitCode;

/// Exit code of a defect; a panic that unwinds to here has already been reported by its hook.
const DEFECT: u8 = 70;

fn main() -> ExitCode {
    if color_eyre::install().is_err() {
        return ExitCode::from(DEFECT);
    }
    std::panic::catch_unwind(|| labor_census::cli::run(std::env::args_os()))
        .unwrap_or_else(|_reported| ExitCode::from(DEFECT))
}
