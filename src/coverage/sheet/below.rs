//! The units one level down; of a group its households, as a roster that its head can check.

use super::page::{Holds, Part, Table};
use super::words::{Words, minute, number, state_key};
use super::{AcceptedUnit, Below, Place};
use crate::domain::kind::Kind;
use crate::store::{Handshake, NodeState};

/// Digits of a moment that are a day of the year: month and day.
const DAY: std::ops::Range<usize> = 5..10;

/// Digits of the code of a county, and of a township.
const COUNTY_DIGITS: usize = 6;
const TOWNSHIP_DIGITS: usize = 9;

/// Returns the list of the units below.
pub(super) fn parts(words: &Words<'_>) -> Vec<Part> {
    let below = &words.sheet.below;
    let is_group = words.sheet.stance.unit.kind == Kind::Group;
    let heading = if is_group {
        "coverage.sheet.roster"
    } else {
        "coverage.sheet.below"
    };
    let mut parts = vec![Part::Heading(words.text(heading))];
    if below.is_empty() {
        parts.push(Part::Lines(vec![
            words.text("coverage.sheet.nothing_listed"),
        ]));
    } else if is_group {
        parts.push(Part::Table(roster(words)));
        parts.push(Part::Lines(vec![words.text("coverage.sheet.roster_how")]));
    } else {
        parts.push(Part::Table(units(words)));
    }
    parts
}

/// Households with their head, people, and result.
fn roster(words: &Words<'_>) -> Table {
    let rows = words.sheet.below.iter().map(|household| {
        let result = match &household.status.disposition {
            Some(code) => words.result(Kind::Household, code),
            None => words.text("coverage.sheet.no_result"),
        };
        let is_out = household.state == NodeState::Disposed;
        let persons = household.status.tally.persons;
        vec![
            household.place.number.clone(),
            household.place.name.clone(),
            if is_out {
                "-".to_owned()
            } else {
                persons.to_string()
            },
            household.people.join(" "),
            result,
            String::new(),
        ]
    });
    let holds = [
        Holds::Word,
        Holds::Word,
        Holds::Number,
        Holds::Words,
        Holds::Words,
        Holds::Box,
    ];
    let headings = words.text("coverage.sheet.roster_headings");
    let mut table = Table::new(&headings, &holds, rows.collect());
    let tally = &words.sheet.status.tally;
    table.rows.push(vec![
        words.text("coverage.sheet.sum"),
        words.count("coverage.sheet.households", tally.households),
        tally.persons.to_string(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    table.has_sum = true;
    table
}

/// Units with their counts, state, and who declared, agreed, and signed.
fn units(words: &Words<'_>) -> Table {
    let sum = &words.sheet.status;
    let mut rows: Vec<Vec<String>> = words
        .sheet
        .below
        .iter()
        .map(|unit| row(words, unit))
        .collect();
    rows.push(vec![
        words.text("coverage.sheet.sum"),
        number(sum.expected.households),
        sum.tally.households.to_string(),
        sum.tally.households_complete.to_string(),
        sum.tally.persons.to_string(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    let (number, phrase) = (Holds::Number, Holds::Words);
    let holds = [
        phrase, number, number, number, number, phrase, phrase, phrase, phrase,
    ];
    let mut table = Table::new(&words.text("coverage.sheet.below_headings"), &holds, rows);
    table.has_sum = true;
    table
}

fn row(words: &Words<'_>, unit: &Below) -> Vec<String> {
    let tally = &unit.status.tally;
    let handshake = unit.handshake.as_ref();
    let declared = handshake.and_then(Handshake::declaration);
    let agreed = match handshake {
        Some(Handshake::Agreed(_, note)) => Some(note),
        _ => None,
    };
    let is_accepted = |accepted: &AcceptedUnit| accepted.place.last() == Some(&unit.place);
    let state = if words.sheet.accepted.iter().any(is_accepted) {
        "coverage.sheet.accepted_state"
    } else {
        state_key(unit.state)
    };
    vec![
        named(words, &unit.place),
        number(unit.status.expected.households),
        tally.households.to_string(),
        tally.households_complete.to_string(),
        tally.persons.to_string(),
        words.text(state),
        declared.map_or_else(String::new, |by| signed(&by.by, &by.at)),
        agreed.map_or_else(String::new, |note| signed(&note.by, &note.at)),
        unit.signed
            .as_ref()
            .map_or_else(String::new, |by| signed(&by.by, &by.at)),
    ]
}

/// Says what a unit is called, a place of the frame with its digits within the one above.
fn named(words: &Words<'_>, place: &Place) -> String {
    let digits = match place.kind {
        Kind::Township => place.number.get(COUNTY_DIGITS..),
        Kind::Village => place.number.get(TOWNSHIP_DIGITS..),
        _ => None,
    };
    let name = words.named(place);
    digits.map_or_else(|| name.clone(), |digits| format!("{digits} {name}"))
}

/// Says who signed on which day.
fn signed(by: &str, at: &str) -> String {
    let moment = minute(at);
    format!("{by} {}", moment.get(DAY).unwrap_or_default())
}
