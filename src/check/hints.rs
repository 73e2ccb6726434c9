//! Hints at gaps that no single form can show, a page at a time.

use super::found::Found;
use super::judge;
use crate::domain::kind::Kind;
use crate::instrument::scan::{Plan, hint_plan};
use crate::store::{Reader, RecordRef, Result};

/// A page of hints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// What was found, in walking order: settled ones too.
    pub found: Vec<Found>,
    /// Where the next page begins; none where the area was looked through.
    pub next: Option<String>,
}

/// Columns that a path takes in a place.
const PATH_WIDTH: usize = 24;
/// Columns of a record's number in a place.
const ID_WIDTH: usize = 10;
/// Behind every digit and letter that a place holds.
const BEHIND: char = '~';

/// Looks for hints in an area, village by village in walking order, behind the place where another
/// page ended. A page ends once it holds `limit` hints or so many villages were looked through, so
/// that it comes soon however few there are.
///
/// # Errors
/// When the file cannot be read.
pub fn hints(
    reader: &Reader,
    area: RecordRef,
    after: Option<&str>,
    limit: usize,
    n_villages: usize,
) -> Result<Hints> {
    let plan = hint_plan(reader.instrument(), area.kind);
    let parts = parts(reader, area)?;
    let from = after.unwrap_or_default();
    let mut page = Hints::default();
    // A part whose last place is not behind the page before holds nothing new.
    let rest = parts.iter().filter(|part| behind(part).as_str() > from);
    for (place, part) in rest.enumerate() {
        if place >= n_villages || page.found.len() >= limit {
            // The part before was looked through to its end.
            page.next = page.next.or_else(|| Some(from.to_owned()));
            return Ok(page);
        }
        let mut found = part_of(reader, &plan, part)?;
        found.retain(|(place, _)| place.as_str() > from);
        let room = limit - page.found.len();
        if found.len() > room {
            found.truncate(room);
            page.next = found.last().map(|(place, _)| place.clone());
            page.found.extend(found.into_iter().map(|(_, found)| found));
            return Ok(page);
        }
        page.found.extend(found.into_iter().map(|(_, found)| found));
        page.next = Some(behind(part));
    }
    page.next = None;
    Ok(page)
}

/// Paths of the villages of an area; of a smaller one its own.
fn parts(reader: &Reader, area: RecordRef) -> Result<Vec<String>> {
    let path = reader.node(area)?.path;
    if area.kind >= Kind::Village {
        return Ok(vec![path]);
    }
    let villages = reader.units(Kind::Village, &path)?;
    let mut paths: Vec<String> = villages.into_iter().map(|(_, path)| path).collect();
    paths.dedup();
    Ok(paths)
}

/// Runs the rules over a part; each hint comes with its place in the order of all.
fn part_of(reader: &Reader, plan: &Plan, part: &str) -> Result<Vec<(String, Found)>> {
    let mut breaches = Vec::new();
    for scan in plan.rows.iter().chain(&plan.units) {
        reader.scan(scan, part, &mut |breach| breaches.push(breach))?;
    }
    let found = judge::stand(reader, plan, breaches)?;
    let placed = found.into_iter().map(|found| (place(&found), found));
    let mut placed: Vec<(String, Found)> = placed.collect();
    placed.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(placed)
}

/// Place of a hint in the order of all.
fn place(found: &Found) -> String {
    let (path, finding) = (&found.at.path, &found.finding);
    let (id, rule, cell) = (finding.record.id, &finding.rule, finding.cell());
    format!("{path:<PATH_WIDTH$}{id:0ID_WIDTH$}{rule}{cell}")
}

/// Behind every place of a part.
fn behind(part: &str) -> String {
    format!("{part}{BEHIND}")
}
