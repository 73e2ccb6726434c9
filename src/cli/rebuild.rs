use serde_json::json;

use super::Outcome;
use super::args::Rebuild;
use super::failure::{Failure, FailureKind};
use super::session::Session;
use crate::base::message::Message;

/// Projects all records from their events anew, or only tells what would change.
pub(super) fn run(session: &Session, args: &Rebuild) -> Result<Outcome, Failure> {
    let mut census = session.census()?;
    let rebuilt = census.rebuild(args.check)?;
    census.close()?;
    let json = json!({ "records": rebuilt.records, "differing": rebuilt.differing });
    let message = Message::new("cli.rebuild_done")
        .with("records", rebuilt.records)
        .with("differing", rebuilt.differing.len());
    let mut lines = rebuilt.differing.clone();
    lines.push(session.say(&message));
    session.print(&json, &lines)?;
    if rebuilt.differing.is_empty() || !args.check {
        return Ok(Outcome::Done);
    }
    let message = Message::new("cli.rebuild_differs").with("differing", rebuilt.differing.len());
    Err(Failure::new(FailureKind::Data, message).hint(Message::new("cli.rebuild_hint")))
}
