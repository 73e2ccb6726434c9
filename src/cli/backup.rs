use serde_json::json;

use super::Outcome;
use super::args::Backup;
use super::failure::Failure;
use super::session::Session;
use crate::base::message::Message;

/// Makes a verified copy of the census file.
pub(super) fn run(session: &Session, args: &Backup) -> Result<Outcome, Failure> {
    let mut census = session.census()?;
    let copied = census.backup(&args.out, args.replace)?;
    census.close()?;
    let message = Message::new("cli.backup_done")
        .with("path", copied.path.display())
        .with("bytes", copied.bytes);
    let json = json!({
        "file": copied.path.display().to_string(),
        "bytes": copied.bytes,
        "content": copied.digest.content,
    });
    session.print(&json, &[session.say(&message)])?;
    Ok(Outcome::Done)
}
