use serde_json::{Value, json};

use super::args::Area;
use super::failure::{Failure, FailureKind};
use super::session::Session;
use super::{Outcome, outcome, table};
use crate::base::message::Message;
use crate::domain::division::AreaCode;
use crate::domain::kind::Kind;
use crate::store::{
    AreaStatus, Balance, Expected, Ledger, NodeState, Reader, RecordRef, SignedCounts, Tally,
    is_signable,
};

/// Shows the ledger of an area and of each unit one level down.
pub(super) fn run(session: &Session, args: &Area) -> Result<Outcome, Failure> {
    let reader = session.reader()?;
    let status = reader.status(args.area.as_ref().map(area_code))?;
    let mut fields = document(&reader, &status)?;
    let children = status.children.iter().map(|child| document(&reader, child));
    let children = children.collect::<Result<Vec<_>, _>>()?;
    if let Value::Object(fields) = &mut fields {
        fields.insert("children".to_owned(), Value::Array(children));
    }
    session.print(&fields, &lines(session, &status))?;
    let units = std::iter::once(&status).chain(&status.children);
    let off: Vec<String> = units.filter(|unit| !is_closed(unit)).map(of_area).collect();
    if !off.is_empty() {
        let message = Message::new("cli.status_differs").with("units", off.join(" "));
        return Err(
            Failure::new(FailureKind::Data, message).hint(Message::new("cli.status_differs_hint"))
        );
    }
    let tally = &status.tally;
    Ok(outcome(
        args.strict,
        tally.missing + tally.hard + tally.returns > 0,
    ))
}

fn of_area(status: &AreaStatus) -> String {
    status.area.clone()
}

fn is_closed(status: &AreaStatus) -> bool {
    let mut levels = status.ledger.levels().into_iter();
    levels.all(|(_, balance)| balance.difference() == 0)
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

fn document(reader: &Reader, status: &AreaStatus) -> Result<Value, Failure> {
    let tally = &status.tally;
    // Below the group there is no handshake, below the household no ledger.
    let ledger = has_ledger(status.level).then_some(&status.ledger);
    let handshake = if is_signable(status.level) {
        let unit = reader.area(&status.area)?;
        Some(reader.handshake(unit)?.word())
    } else {
        None
    };
    Ok(json!({
        "area": status.area,
        "name": status.name,
        "level": status.level.id(),
        "round": status.round,
        "state": status.state.word(),
        "handshake": handshake,
        "expected": expected(&status.expected),
        "listed": units(tally.villages, tally.groups, tally.households, tally.persons),
        "prelisted": ledger.map(|ledger| sides(ledger, |balance| balance.prelisted)),
        "added": ledger.map(|ledger| sides(ledger, |balance| balance.added)),
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
        "signed": signed(&status.signed),
        "ledger": ledger.map(balances),
        "items": items(tally),
        "findings": {
            "hard": tally.hard,
            "soft_open": tally.soft_open,
            "soft_confirmed": tally.soft_confirmed,
            "excepted": tally.excepted,
        },
        "returns_open": tally.returns,
        // Conflicts and held events come with packages; a file that was never merged has none.
        "conflicts_open": 0,
        "conflicts_dormant": 0,
        "held": 0,
    }))
}

fn has_ledger(level: Kind) -> bool {
    is_signable(level) || level == Kind::Household
}

/// One side of the ledger, for the levels at which something can be found in the field.
fn sides(ledger: &Ledger, side: fn(&Balance) -> u64) -> Value {
    json!({
        "groups": side(&ledger.groups),
        "households": side(&ledger.households),
        "persons": side(&ledger.persons),
    })
}

fn balances(ledger: &Ledger) -> Value {
    let levels = ledger.levels().into_iter().map(|(kind, balance)| {
        let balance = json!({
            "prelisted": balance.prelisted,
            "added": balance.added,
            "dispositions": balance.dispositions,
            "difference": balance.difference(),
        });
        (plural(kind).to_owned(), balance)
    });
    Value::Object(levels.collect())
}

/// Names a level of the ledger as the other counts do.
const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Village => "villages",
        Kind::Group => "groups",
        Kind::Household => "households",
        _ => "persons",
    }
}

fn signed(signed: &SignedCounts) -> Value {
    json!({
        "townships": signed.townships,
        "villages": signed.villages,
        "groups": signed.groups,
        "households": signed.households,
        "persons": signed.persons,
    })
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

/// The table, with the ledger below it.
fn lines(session: &Session, status: &AreaStatus) -> Vec<String> {
    let heading = session
        .wording
        .text("cli.status_headings")
        .split(',')
        .map(str::to_owned);
    let mut rows = vec![heading.collect::<Vec<_>>()];
    rows.push(row(session, status));
    rows.extend(status.children.iter().map(|child| row(session, child)));
    let mut lines = table::align(&rows, 2);
    if has_ledger(status.level) {
        lines.push(closing(session, &status.ledger));
    }
    lines
}

/// Says that what was ever listed is what became of it, or by how much it is not.
fn closing(session: &Session, ledger: &Ledger) -> String {
    let key = if ledger.levels().iter().all(|(_, b)| b.difference() == 0) {
        "cli.status_closes"
    } else {
        "cli.status_open"
    };
    let (households, persons) = (&ledger.households, &ledger.persons);
    let message = Message::new(key)
        .with("households_prelisted", households.prelisted)
        .with("households_added", households.added)
        .with("households", households.listed())
        .with("households_off", households.difference())
        .with("persons_prelisted", persons.prelisted)
        .with("persons_added", persons.added)
        .with("persons", persons.listed())
        .with("persons_off", persons.difference())
        .with("groups_off", ledger.groups.difference())
        .with("villages_off", ledger.villages.difference());
    session.say(&message)
}

/// Listed of expected, then what became of it; a frame that says nothing shows as `-`.
fn row(session: &Session, status: &AreaStatus) -> Vec<String> {
    let tally = &status.tally;
    let pair = |listed: u64, expected: Option<u64>| {
        let expected = expected.map_or_else(|| "-".to_owned(), |expected| expected.to_string());
        format!("{listed}/{expected}")
    };
    let added = |n: u64| {
        if has_ledger(status.level) {
            n.to_string()
        } else {
            "-".to_owned()
        }
    };
    vec![
        status.area.clone(),
        status.name.clone(),
        pair(tally.villages, status.expected.villages),
        pair(tally.groups, status.expected.groups),
        pair(tally.households, status.expected.households),
        added(status.ledger.households.added),
        tally.households_disposed.to_string(),
        tally.households_complete.to_string(),
        pair(tally.persons, status.expected.persons),
        added(status.ledger.persons.added),
        tally.persons_complete.to_string(),
        format!("{}/{}", status.signed.groups, tally.groups),
        tally.returns.to_string(),
        tally.missing.to_string(),
        tally.hard.to_string(),
        tally.soft_open.to_string(),
        session.wording.text(state_key(status.state)).to_owned(),
    ]
}

/// Returns the wording key of a state.
pub(super) const fn state_key(state: NodeState) -> &'static str {
    match state {
        NodeState::NotStarted => "cli.state.not_started",
        NodeState::InProgress => "cli.state.in_progress",
        NodeState::Complete => "cli.state.complete",
        NodeState::Signed => "cli.state.signed",
        NodeState::Returned => "cli.state.returned",
        NodeState::Changed => "cli.state.changed",
        NodeState::Disposed => "cli.state.disposed",
    }
}
