//! How a unit stands before its sign-off.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::block::{Block, Why};
use super::sign::Accepted;
use crate::check::{self, Found, Step};
use crate::instrument::Level;
use crate::store::{
    Filter, Handshake, NodeState, Reader, RecordRef, Result, Seal, Sealed, Standing, Window,
    is_signable,
};

/// How a unit stands: who said what of it, and what blocks its sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stance {
    /// The unit.
    pub unit: RecordRef,
    /// Its declaration and the answer to it.
    pub handshake: Handshake,
    /// Its sign-off.
    pub seal: Seal,
    /// What blocks it, in the order of [`Why`].
    pub blocks: Vec<Block>,
    /// Soft findings that nobody confirmed, by rule.
    pub soft_open: BTreeMap<String, u64>,
    /// Soft findings that somebody confirmed.
    pub soft_confirmed: u64,
    /// Hard findings that were accepted as verified exceptions.
    pub excepted: u64,
}

/// Hears findings; says whether to go on.
pub(super) type Hear<'a> = dyn FnMut(Option<&Found>) -> bool + 'a;

const fn go_on(goes_on: bool) -> ControlFlow<()> {
    if goes_on {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

/// What the rules found in an area.
#[derive(Default)]
struct Findings {
    hard: u64,
    first_hard: Option<(RecordRef, String, String)>,
    soft_open: BTreeMap<String, u64>,
    soft_confirmed: u64,
    excepted: u64,
}

/// Works out how a unit stands. Runs all rules over it: a village takes milliseconds, a county
/// seconds.
///
/// # Errors
/// When the file cannot be read.
pub fn stance(reader: &Reader, unit: RecordRef) -> Result<Stance> {
    stance_with(reader, unit, &Accepted::new())
}

/// Works out how a unit stands as long as somebody waits for it; what comes of it once `goes_on`
/// says no is of no use.
///
/// # Errors
/// When the file cannot be read.
pub fn stance_while(
    reader: &Reader,
    unit: RecordRef,
    goes_on: &dyn Fn() -> bool,
) -> Result<Stance> {
    stance_heard(reader, unit, &Accepted::new(), &mut |_| goes_on())
}

/// Works out how a unit stands if broken units below are accepted.
pub(super) fn stance_with(reader: &Reader, unit: RecordRef, accepted: &Accepted) -> Result<Stance> {
    stance_heard(reader, unit, accepted, &mut |_| true)
}

/// Works out how a unit stands, and tells each finding that is not upheld by gaps as it comes, or
/// that time has passed without one; ends early where the answer is no.
pub(super) fn stance_heard(
    reader: &Reader,
    unit: RecordRef,
    accepted: &Accepted,
    hear: &mut Hear<'_>,
) -> Result<Stance> {
    let found = findings(reader, unit, hear)?;
    let handshake = reader.handshake(unit)?;
    let seal = reader.seal_of(unit)?;
    let mut blocks = gaps(reader, unit)?;
    if let Some((record, path, item)) = found.first_hard {
        blocks.push(Block {
            why: Why::Hard,
            count: found.hard,
            record,
            path,
            item: Some(item).filter(|item| !item.is_empty()),
        });
    }
    let mut accepted = accepted.clone();
    if let Seal::Intact(sign_off) = &seal {
        // What was accepted when the unit was signed stands as long as its sign-off does.
        for (uuid, reason) in &sign_off.known.accepted {
            let unit = uuid.parse().ok().map(|uuid| reader.record_of(uuid));
            let unit = unit.transpose()?.flatten();
            accepted.extend(unit.map(|unit| (unit, reason.clone())));
        }
    }
    blocks.extend(children(reader, unit, &accepted)?);
    let own = [shaken(&handshake), unexplained(&seal)];
    let path = reader.node(unit)?.path;
    blocks.extend(own.into_iter().flatten().map(|why| Block {
        why,
        count: 1,
        record: unit,
        path: path.clone(),
        item: None,
    }));
    blocks.sort_by_key(|block| block.why);
    Ok(Stance {
        unit,
        handshake,
        seal,
        blocks,
        soft_open: found.soft_open,
        soft_confirmed: found.soft_confirmed,
        excepted: found.excepted,
    })
}

/// Runs the rules. What completeness and the ledger uphold is told as gaps, not twice.
fn findings(reader: &Reader, unit: RecordRef, hear: &mut Hear<'_>) -> Result<Findings> {
    let mut all = Findings::default();
    let instrument = reader.instrument();
    check::run(reader, unit, &mut |step| {
        let Step::Found(found) = step else {
            return go_on(hear(None));
        };
        let finding = &found.finding;
        let rule = instrument.rule(&finding.rule);
        if rule.is_some_and(|rule| rule.enforced_by.is_some()) {
            return ControlFlow::Continue(());
        }
        let goes_on = hear(Some(found));
        match (finding.level, &finding.standing) {
            (Level::Hard, Standing::Open) => {
                all.hard += 1;
                all.first_hard.get_or_insert_with(|| {
                    let cell = finding.cell().to_owned();
                    (found.at.record, found.at.path.clone(), cell)
                });
            }
            (Level::Hard, _) => all.excepted += 1,
            (Level::Soft, Standing::Open) => {
                *all.soft_open.entry(finding.rule.clone()).or_default() += 1;
            }
            (Level::Soft, _) => all.soft_confirmed += 1,
            (Level::Note, _) => {}
        }
        go_on(goes_on)
    })?;
    Ok(all)
}

/// Finds the gaps of a unit by kind, each with its number and its first place.
fn gaps(reader: &Reader, unit: RecordRef) -> Result<Vec<Block>> {
    let path = reader.node(unit)?.path;
    let tally = reader.node(unit)?.tally;
    let mut blocks = Vec::new();
    for why in Why::ALL {
        let first = match why {
            Why::Missing if tally.missing > 0 => {
                let items = Filter {
                    items: true,
                    ..Filter::NONE
                };
                first(reader, &path, &items)?.map(|first| (tally.missing, first))
            }
            Why::Returns if tally.returns > 0 => {
                let returns = Filter {
                    returns: true,
                    ..Filter::NONE
                };
                first(reader, &path, &returns)?.map(|first| (tally.returns, first))
            }
            _ => {
                let places = reader.places(&path, why.word())?;
                places.map(|(count, record)| (count, (record, None)))
            }
        };
        if let Some((count, (record, item))) = first {
            blocks.push(Block {
                why,
                count,
                record,
                path: reader.node(record)?.path,
                item,
            });
        }
    }
    Ok(blocks)
}

type First = (RecordRef, Option<String>);

fn first(reader: &Reader, path: &str, filter: &Filter) -> Result<Option<First>> {
    let found = reader.openings(path, None, 1, filter)?.into_iter().next();
    Ok(found.map(|gap| (gap.record, gap.item)))
}

/// Finds the units below that are not signed, or changed since.
fn children(reader: &Reader, unit: RecordRef, accepted: &Accepted) -> Result<Vec<Block>> {
    let Some(kind) = unit
        .kind
        .children()
        .first()
        .filter(|kind| is_signable(**kind))
    else {
        return Ok(Vec::new());
    };
    let mut blocks: BTreeMap<Why, Block> = BTreeMap::new();
    for child in reader.children(unit, *kind, &Window::whole())? {
        if child.state == NodeState::Disposed {
            continue;
        }
        let why = match reader.sealed(child.record)? {
            Sealed::Intact => continue,
            Sealed::Broken if accepted.contains_key(&child.record) => continue,
            Sealed::Broken => Why::Broken,
            Sealed::No => Why::Unsigned,
        };
        let block = blocks.entry(why).or_insert_with(|| Block {
            why,
            count: 0,
            record: child.record,
            path: child.path,
            item: None,
        });
        block.count += 1;
    }
    Ok(blocks.into_values().collect())
}

const fn shaken(handshake: &Handshake) -> Option<Why> {
    match handshake {
        Handshake::None => Some(Why::NotDeclared),
        Handshake::Outdated(_) => Some(Why::Outdated),
        Handshake::Declared(_) => Some(Why::NotAnswered),
        Handshake::Disputed(..) => Some(Why::Disputed),
        Handshake::Agreed(..) => None,
    }
}

const fn unexplained(seal: &Seal) -> Option<Why> {
    match seal {
        Seal::Broken { unsealed: None, .. } => Some(Why::Unexplained),
        _ => None,
    }
}
