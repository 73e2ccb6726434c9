use serde_json::json;

use super::Outcome;
use super::args::Restore;
use super::failure::Failure;
use super::session::Session;
use crate::base::message::Message;
use crate::store::restore;

/// Puts a copy back as the census file; never overwrites one.
pub(super) fn run(session: &Session, args: &Restore) -> Result<Outcome, Failure> {
    let file = session.file()?;
    let access = session.access(&args.copy)?;
    let digest = restore(&args.copy, &file, &access, &session.tools()?)?;
    let message = Message::new("cli.restore_done").with("path", file.display());
    let json = json!({ "file": file.display().to_string(), "content": digest.content });
    session.print(&json, &[session.say(&message)])?;
    Ok(Outcome::Done)
}
