//! Finds rules that cannot speak: messages with open placeholders, conditions never known.

use super::compile::Trial;
use super::fault::{Fault, FaultKind, InstrumentError};
use super::questionnaire::Instrument;
use super::reach;

/// Placeholders that the program fills in every message: the item's label and the list's title.
const KNOWN_FILLS: [&str; 2] = ["item", "list"];

/// Every placeholder of a message is filled by the rule or is one that the program knows.
pub(super) fn placeholders(instrument: &Instrument, faults: &mut Vec<Fault>) {
    for rule in &instrument.rules {
        for branch in &rule.branches {
            let known = |name: &str| {
                KNOWN_FILLS.contains(&name) || branch.fills.iter().any(|(own, _)| own == name)
            };
            for text in [&branch.message.zh, &branch.message.en] {
                let names = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}'));
                for (name, _) in names.filter(|(name, _)| !known(name)) {
                    let args = [("rule", rule.id.as_str()), ("name", name)];
                    faults.push(FaultKind::NoFill.at(&rule.place, &args));
                }
            }
        }
    }
}

/// A rule must be able to come to a verdict on some combination of values.
pub(super) fn dead_rules(
    instrument: &Instrument,
    trial: &Trial,
    faults: &mut Vec<Fault>,
) -> Result<(), InstrumentError> {
    for rule in &instrument.rules {
        // What rests on figures cannot be tried on the values of one record.
        let branches = rule.branches.iter();
        for branch in branches.filter(|branch| branch.when.figures.is_empty()) {
            if reach::can_be_known(instrument, trial, &branch.when)? == Some(false) {
                let args = [("rule", rule.id.as_str())];
                faults.push(FaultKind::DeadRule.at(&branch.when.place, &args));
            }
        }
    }
    Ok(())
}
