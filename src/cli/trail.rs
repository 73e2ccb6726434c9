use serde_json::{Value, json};

use super::Outcome;
use super::failure::{Failure, FailureKind};
use super::session::Session;
use crate::base::message::Message;

/// Recomputes every event and follows every chain.
pub(super) fn run(session: &Session) -> Result<Outcome, Failure> {
    let verified = session.reader()?.verify_trail()?;
    let breaks: Vec<Value> = verified
        .breaks
        .iter()
        .map(|at| json!({ "scope": at.scope, "writer": at.writer, "seq": at.seq, "what": at.what }))
        .collect();
    let json = json!({ "events": verified.events, "chains": verified.chains, "breaks": breaks });
    let mut lines: Vec<String> = verified
        .breaks
        .iter()
        .map(|at| format!("{} {} {} {}", at.scope, at.writer, at.seq, at.what))
        .collect();
    let message = Message::new("cli.trail_done")
        .with("events", verified.events)
        .with("chains", verified.chains)
        .with("breaks", verified.breaks.len());
    lines.push(session.say(&message));
    session.print(&json, &lines)?;
    if verified.breaks.is_empty() {
        return Ok(Outcome::Done);
    }
    let broken = Message::new("cli.trail_broken").with("breaks", verified.breaks.len());
    Err(Failure::new(FailureKind::Data, broken))
}
