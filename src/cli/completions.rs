use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::args::Args;
use super::failure::Failure;

/// Prints the completions of a shell.
pub(super) fn run(shell: Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "labor-census", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Done)
}
