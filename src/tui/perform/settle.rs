//! Settling what was found, and closing a household.

use crate::store::{Census, Filter, Gap, RecordRef, StoreError};
use crate::tui::effect::{Closing, Effect, Outcome, Then, Unclosed};
use crate::tui::model::form::is_by_proxy;

use super::reading::form;
use super::{Done, at};

/// What keeps a household open is read at most so far; more than that is no walk any more.
const OPEN_MAX: usize = 500;
/// The results that are not the last word on a household that turned out to be complete: partly
/// filled in, broken off, an appointment.
const PASSING: [&str; 3] = ["12", "22", "24"];
/// The results of a complete household: its own members told it, or somebody else.
const COMPLETE: (&str, &str) = ("11", "13");

/// Settles a finding, opens it again, or stores a decision on two people who look alike.
pub(super) fn settle(census: &mut Census, effect: Effect) -> Done {
    let shown = match effect {
        Effect::Confirm {
            finding,
            is_asked,
            reason,
            shown,
        } => {
            if is_asked {
                census.confirm_asked(&finding, &reason)?;
            } else {
                census.confirm(finding.record, &finding.rule, finding.cell(), &reason)?;
            }
            shown
        }
        Effect::Reopen { finding, shown } => {
            census.reopen(finding.record, &finding.rule, finding.cell())?;
            shown
        }
        Effect::Decide {
            person,
            other,
            decision,
        } => {
            census.decide(person, other, decision)?;
            Some(person)
        }
        _ => return Ok(None),
    };
    let at = at(census);
    let Some(shown) = shown else {
        return Ok(Some(Outcome::Settled { at }));
    };
    Ok(Some(Outcome::Stored {
        data: Box::new(form(census, shown)?),
        at,
        parked: 0,
        then: Then::Stay,
    }))
}

/// Closes a household in which nothing is open, else tells what is. What only a complete household
/// must have is looked for as if it were complete.
pub(super) fn close(census: &mut Census, household: RecordRef, how: Closing) -> Done {
    let node = census.node(household)?;
    let is_passing = |code: &str| PASSING.contains(&code);
    let gets_result = node.disposition.as_deref().is_none_or(is_passing);
    let (own, proxy) = COMPLETE;
    let by_proxy = is_by_proxy(census.instrument(), &census.cells(household)?);
    let code = if by_proxy { proxy } else { own };
    let look = |census: &Census| census.openings(&node.path, None, OPEN_MAX, &Filter::ALL);
    let open: Vec<Gap> = if gets_result {
        census.rehearse(|census| {
            census.dispose(household, code, None)?;
            look(census)
        })?
    } else {
        look(census)?
    };
    // What was found may wait; with a hard one the household has its result and is not complete.
    let is_found = |gap: &Gap| gap.finding.is_some();
    let may = open.is_empty() || (how == Closing::Anyway && open.iter().all(is_found));
    if !may {
        return Ok(Some(Outcome::Unclosed(Box::new(Unclosed {
            household,
            open,
            how,
        }))));
    }
    if gets_result {
        census.dispose(household, code, None)?;
    }
    let waits = open.iter().any(|gap| gap.reason != "soft");
    Ok(Some(closed(census, household, waits)?))
}

fn closed(census: &Census, household: RecordRef, waits: bool) -> Result<Outcome, StoreError> {
    Ok(Outcome::Closed {
        node: Box::new(census.node(household)?),
        at: at(census),
        waits,
    })
}
