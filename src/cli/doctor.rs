use std::io::{self, IsTerminal};
use std::path::Path;

use chrono::Datelike;
use serde_json::json;

use super::Outcome;
use super::failure::{Failure, FailureKind};
use super::session::Session;
use super::table;
use crate::base::message::Message;
use crate::store::{FileState, probe};

/// Years in which this program may run; a laptop with a flat battery wakes outside of them.
const CLOCK_YEARS: std::ops::RangeInclusive<i32> = 2025..=2099;

/// How one thing is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    /// Works, and should be looked at.
    Warn,
    Bad,
}

struct Check {
    id: &'static str,
    state: State,
    message: Message,
}

/// Looks at terminal, clock, disk, and census file, and says what to do.
pub(super) fn run(session: &Session) -> Result<Outcome, Failure> {
    let file = session.file()?;
    let checks = [
        terminal(),
        clock(session),
        folder(&file),
        census(session, &file),
    ];
    let rows: Vec<Vec<String>> = checks
        .iter()
        .map(|check| {
            let word = session.wording.text(check.state.key()).to_owned();
            vec![check.id.to_owned(), word, session.say(&check.message)]
        })
        .collect();
    let documents: Vec<_> = checks
        .iter()
        .map(|check| {
            let message = session.say(&check.message);
            json!({ "id": check.id, "state": check.state.id(), "message": message })
        })
        .collect();
    session.print(
        &json!({ "checks": documents }),
        &table::align(&rows, usize::MAX),
    )?;
    if checks.iter().any(|check| check.state == State::Bad) {
        return Err(Failure::new(
            FailureKind::Data,
            Message::new("cli.doctor_bad"),
        ));
    }
    Ok(Outcome::Done)
}

impl State {
    const fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Good => "cli.doctor.good",
            Self::Warn => "cli.doctor.warn",
            Self::Bad => "cli.doctor.bad",
        }
    }
}

fn terminal() -> Check {
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let (state, key) = if is_terminal {
        (State::Good, "cli.doctor.terminal_good")
    } else {
        (State::Warn, "cli.doctor.terminal_none")
    };
    Check {
        id: "terminal",
        state,
        message: Message::new(key),
    }
}

fn clock(session: &Session) -> Check {
    let now = session.clock.now();
    let is_sane = CLOCK_YEARS.contains(&now.year());
    let (state, key) = if is_sane {
        (State::Good, "cli.doctor.clock_good")
    } else {
        (State::Warn, "cli.doctor.clock_odd")
    };
    let message = Message::new(key).with("now", now.format("%Y-%m-%d %H:%M %:z"));
    Check {
        id: "clock",
        state,
        message,
    }
}

/// Tries the folder of the census file by writing and removing a small file of our own.
fn folder(file: &Path) -> Check {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let check = |state, message| Check {
        id: "disk",
        state,
        message,
    };
    if !folder.exists() {
        let message = Message::new("cli.doctor.disk_absent").with("path", folder.display());
        return check(State::Warn, message);
    }
    let trial = folder.join(format!(".labor-census-{}.trial", std::process::id()));
    let written = crate::base::files::write(&trial, b"trial");
    let removed = std::fs::remove_file(&trial);
    match (written, removed) {
        (Ok(()), Ok(())) => {
            let message = Message::new("cli.doctor.disk_good").with("path", folder.display());
            check(State::Good, message)
        }
        (Err(error), _) => check(State::Bad, error.message()),
        (_, Err(error)) => {
            let error = crate::base::files::FileError::new(&trial, &error);
            check(State::Bad, error.message())
        }
    }
}

fn census(session: &Session, file: &Path) -> Check {
    let check = |state, message| Check {
        id: "file",
        state,
        message,
    };
    let named = |key| Message::new(key).with("path", file.display());
    match probe(file) {
        Err(error) => return check(State::Bad, error.message()),
        Ok(FileState::Missing) => return check(State::Warn, named("cli.doctor.file_missing")),
        Ok(FileState::Encrypted) if !matches!(session.passphrase(), Ok(Some(_))) => {
            return check(State::Warn, named("cli.doctor.file_locked"));
        }
        Ok(_) => {}
    }
    let health = session.reader().and_then(|reader| {
        reader.check_health()?;
        Ok(reader.is_plain())
    });
    match health {
        Ok(false) => check(State::Good, named("cli.doctor.file_good")),
        Ok(true) => check(State::Warn, named("cli.doctor.file_plain")),
        Err(failure) => check(State::Bad, failure.message),
    }
}
