//! Floor 9: the command line. One file a verb; a new verb is a variant of `args::Verb`, a file
//! here, and an arm in `dispatch`.
//!
//! Called by `main` alone; imports every floor before it.
//!
//! Invariants:
//! - Results go to standard output, everything else to standard error.
//! - A failure has a kind, and the kind alone decides the exit code.
//! - No verb asks for what is missing: it is said, and the exit code is 2. Only `prelist` asks, at
//!   a terminal, whether what it shows is to be written.
//! - The environment is read in `session` and nowhere else.

mod args;
mod args_signoff;
mod backup;
mod check;
mod codebook;
mod completions;
mod demo;
mod digest;
mod doctor;
mod enter;
mod enter_line;
mod export;
mod failure;
mod gaps;
mod id;
mod init;
mod keyboard;
mod prelist;
mod rebuild;
mod restore;
mod returns;
mod screens;
mod session;
mod signoff;
mod signoff_text;
mod status;
mod table;
mod trail;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, Parser};

use self::args::{Args, Trail, Verb};
pub use self::failure::{Failure, FailureKind};
use self::session::{Session, language};
use crate::base::message::Message;
use crate::wording::Wording;

/// What a verb came to when nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, and nothing is open; or nobody asked to be told.
    Done,
    /// Done, and something is open, which `--strict` tells.
    Open,
}

/// Runs the program with its arguments and returns its exit code.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return refuse(&error),
    };
    let fallback = Wording::new(args.global.lang.unwrap_or_else(language));
    match dispatch(args) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Open) => ExitCode::from(1),
        Err(failure) => {
            if failure.kind != FailureKind::Pipe {
                complain(&failure.say(&fallback));
            }
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(args: Args) -> Result<Outcome, Failure> {
    let session = Session::new(args.global)?;
    match args.verb {
        None => screens::run(&session),
        Some(Verb::Init(args)) => init::run(&session, &args),
        Some(Verb::Demo(args)) => demo::run(&session, &args),
        Some(Verb::Enter(args)) => enter::run(&session, &args),
        Some(Verb::Prelist(args)) => prelist::run(&session, &args),
        Some(Verb::Status(args)) => status::run(&session, &args),
        Some(Verb::Gaps(args)) => gaps::run(&session, &args),
        Some(Verb::Signoff(verb)) => signoff::run(&session, &verb),
        Some(Verb::Returns(verb)) => returns::run(&session, &verb),
        Some(Verb::Check(args)) => check::run(&session, &args),
        Some(Verb::Export(args)) => export::run(&session, &args),
        Some(Verb::Codebook(args)) => codebook::run(&session, &args),
        Some(Verb::Backup(args)) => backup::run(&session, &args),
        Some(Verb::Restore(args)) => restore::run(&session, &args),
        Some(Verb::Digest(args)) => digest::run(&session, &args),
        Some(Verb::Trail(Trail::Verify)) => trail::run(&session),
        Some(Verb::Rebuild(args)) => rebuild::run(&session, &args),
        Some(Verb::Id(args)) => id::run(&session, &args),
        Some(Verb::Doctor) => doctor::run(&session),
        Some(Verb::Completions { shell }) => completions::run(shell),
    }
}

/// Answers a call that cannot be parsed, and the calls for help and version.
fn refuse(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that stops reading the help has read enough.
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::InvalidSubcommand => {
            let verb = error.get(ContextKind::InvalidSubcommand);
            let verb = verb.map(ToString::to_string).unwrap_or_default();
            let verbs = Args::command();
            let verbs: Vec<&str> = verbs
                .get_subcommands()
                .map(clap::Command::get_name)
                .collect();
            let message = Message::new("cli.no_verb")
                .with("verb", verb)
                .with("verbs", verbs.join(", "));
            complain(&Wording::new(language()).say(&message));
            ExitCode::from(2)
        }
        _ => {
            complain(error.render().to_string().trim_end());
            ExitCode::from(2)
        }
    }
}

/// Says something on standard error; when that is closed too, nobody listens.
fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Tells whether something open is a matter of the exit code.
const fn outcome(is_strict: bool, is_open: bool) -> Outcome {
    if is_strict && is_open {
        Outcome::Open
    } else {
        Outcome::Done
    }
}
