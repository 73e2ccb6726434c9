use serde_json::json;

use super::Outcome;
use super::args::DigestOf;
use super::failure::Failure;
use super::session::Session;
use super::status::area_code;

/// Prints the content digest of an area.
pub(super) fn run(session: &Session, args: &DigestOf) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let record = args
        .area
        .as_ref()
        .map_or(Ok(reader.county()), |a| reader.area(area_code(a)))?;
    let digest = reader.digest(record)?;
    let json = json!({
        "area": reader.node(record)?.path,
        "answers": digest.answers,
        "content": digest.content,
    });
    session.print(&json, &[digest.content])?;
    Ok(Outcome::Done)
}
