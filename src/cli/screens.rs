//! Without a verb: the screens.

use std::io::{self, IsTerminal};

use super::Outcome;
use super::failure::{Failure, FailureKind};
use super::session::{Session, variable};
use crate::base::message::Message;
use crate::tui::{Options, TuiError, run as run_screens};

/// Opens the screens until the person leaves them.
///
/// # Errors
///
/// [`Failure`] when there is no terminal, or the file or the terminal fails.
pub fn run(session: &Session) -> Result<Outcome, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::user(Message::new("cli.no_screens")));
    }
    let nobody = session.wording.text("tui.setup.nobody");
    let person = variable("USER").or_else(|| variable("USERNAME"));
    let options = Options {
        file: session.file()?,
        passphrase: session.passphrase()?,
        plain: false,
        language: session.wording.language(),
        is_language_given: session.is_language_given,
        person: person.unwrap_or_else(|| nobody.to_owned()),
        tools: session.tools()?,
        no_color: variable("NO_COLOR").is_some(),
        plain_glyphs: variable("LABOR_CENSUS_PLAIN_GLYPHS").is_some(),
    };
    run_screens(options).map_err(|error| match error {
        TuiError::Store(error) => error.into(),
        TuiError::Terminal(_) | TuiError::Signals(_) => {
            Failure::new(FailureKind::Device, error.message())
        }
    })?;
    Ok(Outcome::Done)
}
