use serde_json::json;

use super::Outcome;
use super::args::DigestOf;
use super::failure::Failure;
use super::session::Session;
use super::status::unit;

/// Prints the content digest of an area.
pub(super) fn run(session: &Session, args: &DigestOf) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let record = unit(&reader, args.area.as_ref())?;
    let digest = reader.digest(record)?;
    let json = json!({
        "area": reader.node(record)?.path,
        "answers": digest.answers,
        "content": digest.content,
    });
    session.print(&json, &[digest.content])?;
    Ok(Outcome::Done)
}
