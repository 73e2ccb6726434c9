use serde_json::{Value, json};

use super::args::Area;
use super::failure::Failure;
use super::session::Session;
use super::{Outcome, outcome, table};
use crate::domain::division::AreaCode;
use crate::store::{AreaStatus, Expected, Reader, RecordRef, Tally};

/// Shows the ledger of an area and of each unit one level down.
pub(super) fn run(session: &Session, args: &Area) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let status = reader.status(args.area.as_ref().map(area_code))?;
    session.print(&document(&status, true), &lines(session, &status))?;
    let tally = &status.tally;
    Ok(outcome(args.strict, tally.missing > 0 || tally.hard > 0))
}

/// Returns the unit that a verb is asked for, the county where none is named.
pub(super) fn unit(reader: &Reader, area: Option<&AreaCode>) -> Result<RecordRef, Failure> {
    let unit = area.map_or(Ok(reader.county()), |area| reader.area(area_code(area)));
    Ok(unit?)
}

/// Returns the digits of an area.
pub(super) fn area_code(area: &AreaCode) -> &str {
    area.code().as_str()
}

fn document(status: &AreaStatus, with_children: bool) -> Value {
    let tally = &status.tally;
    let mut fields = json!({
        "area": status.area,
        "name": status.name,
        "level": status.level.id(),
        "round": status.round,
        "expected": expected(&status.expected),
        "listed": units(tally.villages, tally.groups, tally.households, tally.persons),
        "disposed": units(
            tally.villages_disposed,
            tally.groups_disposed,
            tally.households_disposed,
            tally.persons_disposed,
        ),
        "complete": units(
            tally.villages_complete,
            tally.groups_complete,
            tally.households_complete,
            tally.persons_complete,
        ),
        // Sign-off and exchange come with their own verbs; until then nothing can be in these.
        "signed": { "villages": 0, "groups": 0 },
        "items": items(tally),
        "findings": {
            "hard": tally.hard,
            "soft_open": tally.soft_open,
            "soft_confirmed": tally.soft_confirmed,
            "excepted": tally.excepted,
        },
        "returns_open": 0,
        "conflicts_open": 0,
        "conflicts_dormant": 0,
        "held": 0,
    });
    if let (true, Value::Object(fields)) = (with_children, &mut fields) {
        let children = status
            .children
            .iter()
            .map(|child| document(child, false))
            .collect();
        fields.insert("children".to_owned(), Value::Array(children));
    }
    fields
}

fn expected(expected: &Expected) -> Value {
    json!({
        "villages": expected.villages,
        "groups": expected.groups,
        "households": expected.households,
        "persons": expected.persons,
    })
}

fn units(villages: u64, groups: u64, households: u64, persons: u64) -> Value {
    json!({
        "villages": villages,
        "groups": groups,
        "households": households,
        "persons": persons,
    })
}

fn items(tally: &Tally) -> Value {
    json!({
        "applicable": tally.applicable,
        "answered": tally.answered,
        "reasoned": tally.reasoned,
        "missing": tally.missing,
    })
}

fn lines(session: &Session, status: &AreaStatus) -> Vec<String> {
    let heading = session
        .wording
        .text("cli.status_headings")
        .split(',')
        .map(str::to_owned);
    let mut rows = vec![heading.collect::<Vec<_>>()];
    rows.push(row(status));
    rows.extend(status.children.iter().map(row));
    table::align(&rows, 2)
}

/// Listed of expected, then complete; a frame that says nothing shows as `-`.
fn row(status: &AreaStatus) -> Vec<String> {
    let tally = &status.tally;
    let pair = |listed: u64, expected: Option<u64>| {
        let expected = expected.map_or_else(|| "-".to_owned(), |expected| expected.to_string());
        format!("{listed}/{expected}")
    };
    vec![
        status.area.clone(),
        status.name.clone(),
        pair(tally.villages, status.expected.villages),
        pair(tally.groups, status.expected.groups),
        pair(tally.households, status.expected.households),
        tally.households_disposed.to_string(),
        tally.households_complete.to_string(),
        pair(tally.persons, status.expected.persons),
        tally.persons_complete.to_string(),
        tally.missing.to_string(),
        tally.hard.to_string(),
        tally.soft_open.to_string(),
    ]
}
