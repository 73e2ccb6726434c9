//! Does what people answer for with their names.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use crate::base::message::Message;
use crate::coverage::{self, Block, SignError, Stance, Why};
use crate::domain::kind::Kind;
use crate::domain::role::Role;
use crate::store::{
    AreaStatus, Census, Node, NodeState, Reader, RecordRef, Seal, Sealed, StoreError, ThreadState,
    Window, is_signable,
};
use crate::tui::deed::{Answers, Colleague, Deed, Reviewed, Stand, Told, Weighed};
use crate::tui::effect::Outcome;

use super::{Done, Failure, at};

/// Staff that is read at most.
const STAFF_MAX: usize = 500;
/// Changes since a sign-off that are read at most; more are told as a number.
const SINCE_MAX: usize = 200;
/// Items that the program keeps beside what somebody changes.
const KEPT_BY_PROGRAM: [&str; 3] = ["form_minutes", "visit_date", "enumerator"];
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Does a deed, or looks at what was done.
pub(super) fn deed(census: &mut Census, deed: Deed) -> Done {
    let told = match deed {
        Deed::Staff => Told::Staff(staff(census)?),
        Deed::SignIn { person, role } => {
            census.sign_in(&person, role)?;
            Told::SignedIn(Colleague { name: person, role })
        }
        Deed::Stand(unit) => Told::Stand(Box::new(Stand {
            node: census.node(unit)?,
            handshake: census.handshake(unit)?,
        })),
        Deed::Weigh(unit) => {
            census.leave()?;
            let stance = coverage::stance(census, unit)?;
            Told::Weighed(Box::new(weighed(census, stance)?))
        }
        Deed::Explain(stance) => Told::Weighed(Box::new(weighed(census, *stance)?)),
        Deed::Threads(record) => {
            let mut threads = census.threads(record)?;
            threads.sort_by_key(|thread| thread.state == ThreadState::Closed);
            Told::Threads {
                node: Box::new(census.node(record)?),
                threads,
            }
        }
        other => done(census, other)?,
    };
    Ok(Some(Outcome::Told(told)))
}

/// Does what changes the file, and says so.
fn done(census: &mut Census, deed: Deed) -> Result<Told, Failure> {
    let mut weigh = None;
    let (key, unit) = match deed {
        Deed::Declare {
            unit,
            households,
            persons,
        } => {
            census.declare(unit, households, persons)?;
            ("tui.say.declared", unit)
        }
        Deed::Agree(unit) => {
            census.agree(unit)?;
            ("tui.say.agreed", unit)
        }
        Deed::Dispute { unit, reason } => {
            census.dispute(unit, &reason)?;
            ("tui.say.disputed", unit)
        }
        Deed::Sign { unit, accepted } => {
            match coverage::sign(census, unit, &accepted) {
                Err(SignError::Blocked(blocks)) => return Ok(blocked(census, unit, blocks)?),
                other => other.map_err(refusal)?,
            };
            ("tui.say.signed", unit)
        }
        Deed::Unseal {
            unit,
            reason,
            signs,
        } => {
            census.unseal(unit, &reason)?;
            weigh = Some(unit).filter(|_| signs);
            ("tui.say.unsealed", unit)
        }
        Deed::Account { record, reason } => {
            account(census, record, &reason)?;
            ("tui.say.accounted", record)
        }
        Deed::Return { record, item, text } => {
            census.return_with(record, item.as_deref(), &text)?;
            ("tui.say.returned", record)
        }
        Deed::Reply {
            record,
            thread,
            text,
            closes,
        } => {
            if closes {
                census.close_thread(record, &thread, &text)?;
                ("tui.say.thread_closed", record)
            } else {
                census.reply(record, &thread, &text)?;
                ("tui.say.replied", record)
            }
        }
        _ => return Err(Failure::Said(Message::new("tui.say.nothing_found"))),
    };
    census.leave()?;
    Ok(Told::Done {
        at: at(census),
        key,
        node: Box::new(census.node(unit)?),
        weigh,
    })
}

/// Shows what blocks a sign-off by now: something came in since the unit was looked at.
fn blocked(census: &Census, unit: RecordRef, blocks: Vec<Block>) -> Result<Told, StoreError> {
    let stance = Stance {
        unit,
        handshake: census.handshake(unit)?,
        seal: census.seal_of(unit)?,
        blocks,
        soft_open: BTreeMap::new(),
        soft_confirmed: 0,
        excepted: 0,
    };
    Ok(Told::Weighed(Box::new(weighed(census, stance)?)))
}

fn refusal(error: SignError) -> Failure {
    match error {
        SignError::Store(error) => Failure::Store(error),
        other => {
            let first = other.messages().into_iter().next();
            Failure::Said(first.unwrap_or_else(|| Message::new("coverage.blocked")))
        }
    }
}

/// Gives the reason of a change to every sign-off above that it broke.
fn account(census: &mut Census, record: RecordRef, reason: &str) -> Result<(), StoreError> {
    let mut line: Vec<RecordRef> = census.trail(record)?.iter().map(|n| n.record).collect();
    line.push(record);
    for unit in line.into_iter().filter(|unit| is_signable(unit.kind)) {
        if let Seal::Broken { unsealed: None, .. } = census.seal_of(unit)? {
            census.unseal(unit, reason)?;
        }
    }
    Ok(())
}

/// Lists the staff, who is at the keyboard first.
fn staff(census: &Census) -> Result<Vec<Colleague>, StoreError> {
    let nodes = census.children(census.county(), Kind::Staff, &Window::first(STAFF_MAX))?;
    let (person, role) = census.person();
    let mut staff = vec![Colleague {
        name: person.to_owned(),
        role,
    }];
    for node in nodes {
        let code = node.disposition.as_deref();
        let role = Role::ALL.into_iter().find(|role| code == Some(role.code()));
        if let Some(role) = role.filter(|_| node.name != person) {
            staff.push(Colleague {
                name: node.name,
                role,
            });
        }
    }
    Ok(staff)
}

/// Adds to how a unit stands what is shown beside it.
fn weighed(census: &Census, stance: Stance) -> Result<Weighed, StoreError> {
    let unit = stance.unit;
    let mut since = Vec::new();
    if matches!(stance.seal, Seal::Broken { .. }) {
        let mut changes = census.changed_since(unit)?;
        for change in &mut changes {
            change
                .items
                .retain(|item| !KEPT_BY_PROGRAM.contains(&item.as_str()));
        }
        // A change of these alone is told where nothing else is.
        if changes.iter().any(|change| !change.items.is_empty()) {
            changes.retain(|change| !change.items.is_empty());
        }
        for change in changes.into_iter().take(SINCE_MAX) {
            let node = census.node(change.record)?;
            since.push((change, node));
        }
    }
    let is_broken = stance.blocks.iter().any(|block| block.why == Why::Broken);
    let mut broken = Vec::new();
    if let Some(kind) = unit.kind.children().first().filter(|_| is_broken) {
        broken = census.children(unit, *kind, &Window::whole())?;
        broken.retain(|node: &Node| node.state == NodeState::Changed);
    }
    Ok(Weighed {
        node: census.node(unit)?,
        since,
        broken,
        digest: census.digest(unit)?.answers,
        stance,
    })
}

/// Reads the counts of an area with who answers for what in it.
pub(super) fn reviewed(census: &Census, area: &str) -> Result<Reviewed, StoreError> {
    let unit = if area.is_empty() {
        census.county()
    } else {
        census.area(area)?
    };
    let status = census.status_of(unit)?;
    let mut below = Vec::new();
    if let Some(kind) = unit.kind.children().first() {
        let nodes = census.children(unit, *kind, &Window::whole())?;
        for (node, child) in nodes.iter().zip(&status.children) {
            below.push(answers(census, node.record, child)?);
        }
    }
    Ok(Reviewed {
        own: answers(census, unit, &status)?,
        below,
        status,
    })
}

fn answers(census: &Census, record: RecordRef, status: &AreaStatus) -> Result<Answers, StoreError> {
    let now = census.clock().now();
    let mut found = Answers {
        record,
        handshake: crate::store::Handshake::None,
        sign_off: None,
        is_unexplained: false,
        explained_by: None,
        days: days(status.tally.changed, &now).filter(|_| is_begun(status)),
    };
    if !is_signable(record.kind) {
        return Ok(found);
    }
    found.handshake = census.handshake(record)?;
    if matches!(status.state, NodeState::Signed | NodeState::Changed) {
        let seal = census.seal_of(record)?;
        found.sign_off = seal.sign_off().cloned();
        if let Seal::Broken { unsealed, .. } = &seal {
            found.explained_by = unsealed.as_ref().map(|note| note.by.clone());
        }
        found.is_unexplained = matches!(seal, Seal::Broken { unsealed: None, .. });
    }
    Ok(found)
}

/// Says whether anything was done in a unit: the frame itself is no change.
const fn is_begun(status: &AreaStatus) -> bool {
    !matches!(status.state, NodeState::NotStarted)
}

/// Counts calendar days from a moment to now.
fn days(changed: u64, now: &DateTime<FixedOffset>) -> Option<i64> {
    let offset = i64::from(now.offset().local_minus_utc());
    let then = (changed.cast_signed() + offset).div_euclid(DAY);
    let today = (now.timestamp() + offset).div_euclid(DAY);
    (changed > 0).then_some((today - then).max(0))
}

/// Returns the record that an outcome changed, if it changed one.
pub(super) fn changed(outcome: &Outcome) -> Option<RecordRef> {
    match outcome {
        Outcome::Stored { data, .. } => Some(data.form.record),
        Outcome::Added { record } => Some(*record),
        Outcome::Closed { node, .. } => Some(node.record),
        Outcome::Undone(Some(change)) => Some(change.undone.record),
        _ => None,
    }
}

/// Tells that a change broke a sign-off, once a sign-off, where nobody said why.
pub(super) fn late(
    reader: &Reader,
    record: RecordRef,
    told: &mut BTreeSet<(RecordRef, String)>,
) -> Result<Option<Outcome>, StoreError> {
    let Some((unit, Sealed::Broken)) = reader.sealed_above(record)? else {
        return Ok(None);
    };
    let Seal::Broken {
        sign_off,
        unsealed: None,
    } = reader.seal_of(unit)?
    else {
        return Ok(None);
    };
    if !told.insert((unit, sign_off.at)) {
        return Ok(None);
    }
    Ok(Some(Outcome::Told(Told::Late {
        record,
        unit: Box::new(reader.node(unit)?),
        by: sign_off.by,
    })))
}
