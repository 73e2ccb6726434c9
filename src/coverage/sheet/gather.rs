use std::collections::BTreeMap;

use super::{
    AcceptedUnit, Below, Changed, Cut, OpenRule, Place, ResultWord, Returned, Settled, Sheet,
    Unreached,
};
use crate::base::clock::Clock;
use crate::base::text::veil;
use crate::check::Found;
use crate::coverage::sign::Accepted;
use crate::coverage::stance::{Stance, stance_heard};
use crate::domain::kind::Kind;
use crate::instrument::{Instrument, Label, Level};
use crate::store::{
    Node, Reader, RecordRef, Result, Seal, Standing, StoreError, ThreadState, Window, is_signable,
};

/// Lines that a list shows at most: a sheet of a county names its units, and their sheets the rest.
const LINES_MAX: usize = 200;
/// The item that holds what became of a unit.
const RESULT: &str = "disposition";
/// Class of results that leave nothing to be found out.
const COMPLETE: &str = "1.1";

/// Gathers the sign-off sheet of a unit. Runs all rules over it: a village takes milliseconds, a
/// county seconds.
///
/// # Errors
/// When such units are not signed, or the file cannot be read.
pub fn sheet(reader: &Reader, unit: RecordRef, clock: &Clock) -> Result<Sheet> {
    if !is_signable(unit.kind) {
        return Err(StoreError::Unsignable(unit.kind.id()));
    }
    reader.at_one_moment(|| gather(reader, unit, clock))
}

fn gather(reader: &Reader, unit: RecordRef, clock: &Clock) -> Result<Sheet> {
    let seal = reader.seal_of(unit)?;
    let accepted = accepted(reader, &seal)?;
    let mut findings = Findings::default();
    let stance = stance_heard(reader, unit, &accepted, &mut |found| {
        if let Some(found) = found {
            findings.hear(found);
        }
        true
    })?;
    let status = reader.status_of(unit)?;
    let instrument = reader.instrument();
    let blocks = stance.blocks.iter();
    let blocked_at = blocks.map(|block| place_of(reader, block.record));
    Ok(Sheet {
        blocked_at: blocked_at.collect::<Result<_>>()?,
        place: place_of(reader, unit)?,
        reference_date: reader.round().reference_date,
        edition: instrument.edition,
        version: env!("CARGO_PKG_VERSION"),
        printed: clock.now(),
        digest: reader.digest(unit)?.answers,
        gaps: reader.gap_counts(unit)?,
        results: results(instrument),
        below: below(reader, unit, status.children.clone())?,
        open: findings.open(reader, &stance)?,
        settled: findings.settled(reader)?,
        unreached: unreached(reader, &status.area)?,
        returned: returned(reader, &status.area)?,
        changed: changed(reader, unit, &stance.seal, &accepted)?,
        accepted: accepted
            .into_iter()
            .map(|(unit, reason)| {
                Ok(AcceptedUnit {
                    place: place_of(reader, unit)?,
                    reason: veil(&reason),
                })
            })
            .collect::<Result<_>>()?,
        status,
        stance,
    })
}

/// Returns the broken units below that an intact sign-off accepts. One that is broken itself is to
/// be given anew and accepts nothing.
fn accepted(reader: &Reader, seal: &Seal) -> Result<Accepted> {
    let mut accepted = Accepted::new();
    if let Seal::Intact(sign_off) = seal {
        for (uuid, reason) in &sign_off.known.accepted {
            let uuid = uuid
                .parse()
                .map_err(|_| StoreError::Corrupt(uuid.clone()))?;
            if let Some(unit) = reader.record_of(uuid)? {
                accepted.insert(unit, reason.clone());
            }
        }
    }
    Ok(accepted)
}

/// What the rules found, the first of each kept.
#[derive(Default)]
struct Findings {
    /// By rule: how often, and the first.
    open: BTreeMap<String, (u64, Option<Found>)>,
    settled: Cut<Found>,
}

impl Findings {
    fn hear(&mut self, found: &Found) {
        let finding = &found.finding;
        match (finding.level, &finding.standing) {
            (Level::Note, _) | (Level::Hard, Standing::Open) => {}
            (Level::Soft, Standing::Open) => {
                let (count, first) = self.open.entry(finding.rule.clone()).or_default();
                *count += 1;
                first.get_or_insert_with(|| found.clone());
            }
            (_, Standing::Confirmed(_) | Standing::Excepted(_)) => {
                self.settled.total += 1;
                if self.settled.first.len() < LINES_MAX {
                    self.settled.first.push(found.clone());
                }
            }
        }
    }

    /// Rules that are open now, and those that were when the unit was signed.
    fn open(&mut self, reader: &Reader, stance: &Stance) -> Result<Vec<OpenRule>> {
        let signed = stance.seal.sign_off().map(|signed| &signed.known.soft_open);
        for rule in signed.into_iter().flat_map(BTreeMap::keys) {
            self.open.entry(rule.clone()).or_default();
        }
        let instrument = reader.instrument();
        let rules = std::mem::take(&mut self.open).into_iter();
        let rules = rules.map(|(id, (count, first))| {
            let rule = instrument.rule(&id);
            let (words, place) = match &first {
                Some(found) => (words(found), place_of(reader, found.at.record)?),
                None => (Label::default(), Vec::new()),
            };
            Ok(OpenRule {
                hint: rule.and_then(|rule| Some(rule.hint.as_ref()?.title.clone())),
                count,
                when_signed: signed.map(|open| open.get(&id).copied().unwrap_or_default()),
                words,
                place,
                rule: id,
            })
        });
        let mut rules: Vec<OpenRule> = rules.collect::<Result<_>>()?;
        rules.sort_by_key(|rule| rule.hint.is_some());
        Ok(rules)
    }

    fn settled(self, reader: &Reader) -> Result<Cut<Settled>> {
        let mut first = Vec::new();
        for found in self.settled.first {
            let words = words(&found);
            let (Standing::Confirmed(note) | Standing::Excepted(note)) = found.finding.standing
            else {
                continue;
            };
            first.push(Settled {
                rule: found.finding.rule,
                level: found.finding.level,
                words,
                place: place_of(reader, found.at.record)?,
                note,
            });
        }
        first.sort_by_key(|settled| settled.level);
        Ok(Cut {
            total: self.settled.total,
            first,
        })
    }
}

fn words(found: &Found) -> Label {
    Label {
        zh: veil(&found.finding.zh),
        en: veil(&found.finding.en),
    }
}

/// Returns the units from the county down to a record, and the record itself.
fn place_of(reader: &Reader, record: RecordRef) -> Result<Vec<Place>> {
    let mut nodes = reader.trail(record)?;
    nodes.push(reader.node(record)?);
    Ok(nodes.into_iter().map(step).collect())
}

fn step(node: Node) -> Place {
    Place {
        kind: node.record.kind,
        number: node.number,
        name: node.name,
    }
}

fn results(instrument: &Instrument) -> Vec<ResultWord> {
    let kinds = [Kind::Group, Kind::Household, Kind::Person];
    let words = kinds.into_iter().flat_map(|kind| {
        let item = instrument.item(kind, RESULT);
        let list = item.and_then(|item| instrument.lists.get(item.item_type.list()?));
        let rows = list.into_iter().flat_map(|list| &list.rows);
        rows.map(move |row| ResultWord {
            kind,
            code: row.code.clone(),
            label: row.label.clone(),
        })
    });
    words.collect()
}

fn below(
    reader: &Reader,
    unit: RecordRef,
    statuses: Vec<crate::store::AreaStatus>,
) -> Result<Vec<Below>> {
    let Some(kind) = unit.kind.children().first() else {
        return Ok(Vec::new());
    };
    let nodes = reader.children(unit, *kind, &Window::whole())?;
    let lines = nodes.into_iter().zip(statuses).map(|(node, status)| {
        let record = node.record;
        let is_signed = is_signable(record.kind);
        let seal = if is_signed {
            reader.seal_of(record)?
        } else {
            Seal::Unsigned
        };
        let people = if record.kind == Kind::Household && node.tally.persons > 0 {
            people(reader, record)?
        } else {
            Vec::new()
        };
        Ok(Below {
            handshake: is_signed.then(|| reader.handshake(record)).transpose()?,
            signed: seal.sign_off().cloned().map(Box::new),
            state: node.state,
            people,
            status,
            place: step(node),
        })
    });
    lines.collect()
}

/// Names of the persons who count in a household.
fn people(reader: &Reader, household: RecordRef) -> Result<Vec<String>> {
    let persons = reader.children(household, Kind::Person, &Window::whole())?;
    let counted = persons.into_iter().filter(|p| p.disposition.is_none());
    Ok(counted.map(|person| person.name).collect())
}

fn unreached(reader: &Reader, area: &str) -> Result<Cut<Unreached>> {
    let instrument = reader.instrument();
    let item = instrument.item(Kind::Household, RESULT);
    let list = item.and_then(|item| instrument.lists.get(item.item_type.list()?));
    let Some(list) = list else {
        return Ok(Cut::default());
    };
    let is_open = |class: Option<&str>| class != Some(COMPLETE);
    let rows = list.rows.iter().filter(|row| !row.out);
    let codes: Vec<&str> = rows
        .filter(|row| is_open(row.parent.as_deref()))
        .map(|row| row.code.as_str())
        .collect();
    let (total, records) = reader.households_with(area, &codes, LINES_MAX)?;
    let mut first = Vec::new();
    for record in records {
        let node = reader.node(record)?;
        let code = node.disposition.as_deref().unwrap_or_default();
        first.push(Unreached {
            place: place_of(reader, record)?,
            result: list
                .code(code)
                .map(|row| row.label.clone())
                .unwrap_or_default(),
            visits: node.visits,
        });
    }
    Ok(Cut { total, first })
}

fn returned(reader: &Reader, area: &str) -> Result<Cut<Returned>> {
    let mut listed = reader.threads_below(area, ThreadState::Asked)?;
    listed.extend(reader.threads_below(area, ThreadState::Answered)?);
    listed.sort_by(|a, b| (&a.path, &a.id).cmp(&(&b.path, &b.id)));
    let total = u64::try_from(listed.len()).unwrap_or(u64::MAX);
    let mut first = Vec::new();
    for line in listed.into_iter().take(LINES_MAX) {
        let threads = reader.threads(line.record)?;
        let Some(thread) = threads.into_iter().find(|thread| thread.id == line.id) else {
            continue;
        };
        let Some(asked) = thread.messages.first() else {
            continue;
        };
        first.push(Returned {
            place: place_of(reader, line.record)?,
            item: thread
                .item
                .as_ref()
                .map(|item| label(reader, line.record.kind, item)),
            state: thread.state,
            text: veil(&asked.text),
            by: asked.by.clone(),
            at: asked.at.clone(),
        });
    }
    Ok(Cut { total, first })
}

/// Lists what changed since a broken sign-off, and in the units that an intact one accepts.
fn changed(
    reader: &Reader,
    unit: RecordRef,
    seal: &Seal,
    accepted: &Accepted,
) -> Result<Cut<Changed>> {
    let mut since = match seal {
        Seal::Broken { .. } => reader.changed_since(unit)?,
        _ => Vec::new(),
    };
    for unit in accepted.keys() {
        since.extend(reader.changed_since(*unit)?);
    }
    let total = u64::try_from(since.len()).unwrap_or(u64::MAX);
    let lines = since.into_iter().take(LINES_MAX).map(|since| {
        let kind = since.record.kind;
        Ok(Changed {
            place: place_of(reader, since.record)?,
            items: since
                .items
                .iter()
                .map(|item| label(reader, kind, item))
                .collect(),
            by: since.by,
            at: since.at,
        })
    });
    Ok(Cut {
        total,
        first: lines.collect::<Result<_>>()?,
    })
}

/// Returns what an item is called; nothing for what is no item.
fn label(reader: &Reader, kind: Kind, item: &str) -> Label {
    let item = reader.instrument().item(kind, item);
    item.map(|item| item.label.clone()).unwrap_or_default()
}
