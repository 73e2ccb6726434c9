//! Proving that the tables are what the events say, and making them so.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::types::Value;

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::{ANSWERED, Body, CONFIRM, DECLARED, EventId, NOTE, PARENT, RETURN, SIGNED};
use super::event::{TWIN, UNSEALED, word};
use super::project::Own;
use super::record::{self, RecordRef};
use super::register::{Aside, Candidate, Head, Heads, differ, provisional};
use super::since::is_answer;
use super::write::set;
use super::{finding, log, project, seal, search, tally, thread};
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// Minutes at the forms of a household: each laptop counts its own, so they never contradict.
const MINUTES: &str = "form_minutes";
/// Registers whose answers are no values of the census: two of them are no conflict of items.
const SAID: [&str; 9] = [
    NOTE, CONFIRM, TWIN, RETURN, DECLARED, ANSWERED, SIGNED, UNSEALED, MINUTES,
];

/// What a rebuild found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Records projected anew.
    pub records: u64,
    /// Code paths (or UUIDs) of records whose tables differed from their events.
    pub differing: Vec<String>,
}

/// The registers of one record, folded from its events.
struct Folded {
    heads: Heads,
    answers: BTreeMap<String, Vec<Candidate>>,
    /// Seconds of the latest clock among the events that set items.
    changed: i64,
}

impl Census {
    /// Projects every record from its events. With `is_check` everything is rolled back and only
    /// the differences are told.
    ///
    /// # Errors
    /// When the disk fails or an event cannot be read.
    pub fn rebuild(&mut self, is_check: bool) -> Result<Rebuilt> {
        self.leave()?;
        let mut rebuilt = Rebuilt::default();
        let mut differing = BTreeSet::new();
        let done = self.transact(|census| {
            for kind in Kind::ALL {
                for id in census.ids(kind)? {
                    let record = RecordRef { kind, id };
                    rebuilt.records += 1;
                    if census.rebuild_record(record)? {
                        differing.insert(record);
                    }
                }
            }
            // Rules look at other records of the household: they run when all of these are right.
            for kind in Kind::ALL {
                for id in census.ids(kind)? {
                    let record = RecordRef { kind, id };
                    let has_new = finding::refresh(&census.reader, record, None)?;
                    if finding::count(&census.reader, record)? || has_new {
                        differing.insert(record);
                    }
                }
            }
            for record in &differing {
                let path = census.node(*record)?.path;
                rebuilt
                    .differing
                    .push(format!("{} {path}", record.kind.id()));
            }
            for id in tally::recount_all(&census.reader.conn)? {
                rebuilt
                    .differing
                    .push(format!("counts {}", record::entry(&census.conn, id)?.uuid));
            }
            for id in census.renew_kept()? {
                rebuilt
                    .differing
                    .push(format!("kept {}", record::entry(&census.conn, id)?.uuid));
            }
            if is_check { Err(Stop::Checked) } else { Ok(()) }
        });
        match done {
            Ok(()) | Err(Stop::Checked) => Ok(rebuilt),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    fn ids(&self, kind: Kind) -> Result<Vec<i64>> {
        let mut statement = self
            .reader
            .conn
            .prepare_cached("SELECT id FROM record WHERE kind = ?1 ORDER BY id")?;
        let ids = statement.query_map([kind.id()], |row| row.get(0))?;
        Ok(ids.collect::<std::result::Result<_, _>>()?)
    }

    /// Projects one record from its events; tells whether anything differed.
    fn rebuild_record(&mut self, record: RecordRef) -> Result<bool> {
        let before = self.whole(record)?;
        let folded = self.fold(record)?;
        log::save_heads(&self.reader.conn, record.id, &folded.heads)?;
        self.reader
            .conn
            .prepare_cached("UPDATE record SET changed = ?2 WHERE id = ?1 AND changed <> ?2")?
            .execute([record.id, folded.changed])?;
        let mut own = Own::new();
        let mut aside = Aside::default();
        for (name, candidates) in &folded.answers {
            let Some(answer) = provisional(candidates) else {
                continue;
            };
            if name == PARENT {
                self.set_parent(record, answer)?;
                continue;
            }
            set(&mut own, &mut aside, name, answer);
            if differ(candidates) && !SAID.iter().any(|own| name.starts_with(own)) {
                let words = candidates.iter().map(|candidate| word(&candidate.answer));
                aside.conflicts.insert(name.clone(), words.collect());
            }
        }
        project::project(&self.reader, record, &own, &mut aside, true)?;
        aside.write(&self.reader.conn, record.id)?;
        thread::refresh(&self.reader, record, &aside)?;
        seal::refresh(&self.reader, record, &aside)?;
        let has_new_keys = search::rewrite(&self.reader, record)?;
        Ok(has_new_keys || self.whole(record)? != before)
    }

    fn set_parent(&self, record: RecordRef, answer: &Answer) -> Result<()> {
        let parent = answer
            .value()
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| StoreError::Corrupt(format!("parent of record {}", record.id)))?;
        let parent = record::by_uuid(&self.reader.conn, parent)?
            .ok_or_else(|| StoreError::Corrupt(format!("parent of record {}", record.id)))?;
        self.reader
            .conn
            .prepare_cached("UPDATE record SET parent = ?2 WHERE id = ?1 AND parent IS NOT ?2")?
            .execute([record.id, parent.record.id])?;
        Ok(())
    }

    /// Reads everything that is kept of a record.
    fn whole(&self, record: RecordRef) -> Result<Vec<Value>> {
        let sql = format!(
            "SELECT unit.*, record.parent, record.heads, record.aside, record.changed,
                 (SELECT group_concat(t.id || coalesce(t.item, '') || t.state) FROM thread AS t
                  WHERE t.record = unit.id),
                 (SELECT hex(s.answers) || s.is_unsealed FROM sign_off AS s
                  WHERE s.record = unit.id)
             FROM {} AS unit
             JOIN record ON record.id = unit.id WHERE unit.id = ?1",
            record.kind.table()
        );
        let mut statement = self.reader.conn.prepare_cached(&sql)?;
        let n_columns = statement.column_count();
        Ok(statement.query_row([record.id], |row| {
            (0..n_columns)
                .map(|column| row.get(column))
                .collect::<rusqlite::Result<_>>()
        })?)
    }

    /// Folds the events of a record into registers, in whatever order they arrived.
    fn fold(&self, record: RecordRef) -> Result<Folded> {
        let mut statement = self
            .reader
            .conn
            .prepare_cached("SELECT local, id, bytes FROM event WHERE record = ?1")?;
        let mut rows = statement.query([record.id])?;
        let mut setters: BTreeMap<String, Vec<Setter>> = BTreeMap::new();
        let mut changed = 0;
        while let Some(row) = rows.next()? {
            let (local, id) = (row.get(0)?, EventId(row.get(1)?));
            let body = Body::decode(&row.get::<_, Vec<u8>>(2)?)?;
            if body.items.keys().any(|name| is_answer(name)) {
                changed = changed.max(log::seconds(&body.clock));
            }
            for (name, change) in body.items {
                let replaces = change
                    .replaces
                    .iter()
                    .filter_map(|id| EventId::parse(id))
                    .collect();
                let setter = Setter {
                    local,
                    id,
                    answer: change.answer()?,
                    replaces,
                };
                setters.entry(name).or_default().push(setter);
            }
        }
        let mut folded = Folded {
            heads: Heads::default(),
            answers: BTreeMap::new(),
            changed,
        };
        for (name, setters) in setters {
            let number = self
                .reader
                .names
                .borrow_mut()
                .number(&self.reader.conn, &name)?;
            let (heads, candidates) = fold_register(&setters);
            folded.heads.0.insert(number, heads);
            folded.answers.insert(name, candidates);
        }
        Ok(folded)
    }
}

/// One event that sets a register.
struct Setter {
    local: i64,
    id: EventId,
    answer: Answer,
    replaces: HashSet<EventId>,
}

/// Returns the heads of a register: its setters that no known event replaced.
fn fold_register(setters: &[Setter]) -> (Vec<Head>, Vec<Candidate>) {
    let mut generations: HashMap<EventId, u32> = HashMap::new();
    // Each round settles at least one more event, because an event replaces earlier ones only.
    for _ in 0..setters.len() {
        for setter in setters {
            let most = setter
                .replaces
                .iter()
                .filter_map(|id| generations.get(id))
                .max();
            generations.insert(setter.id, most.map_or(1, |most| most + 1));
        }
    }
    let replaced: HashSet<EventId> = setters
        .iter()
        .flat_map(|setter| setter.replaces.iter().copied())
        .collect();
    let heads = setters
        .iter()
        .filter(|setter| !replaced.contains(&setter.id));
    heads
        .map(|setter| {
            let generation = generations.get(&setter.id).copied().unwrap_or(1);
            let candidate = Candidate {
                answer: setter.answer.clone(),
                generation,
                id: setter.id,
            };
            (
                Head {
                    event: setter.local,
                    generation,
                },
                candidate,
            )
        })
        .unzip()
}

/// Why the transaction of a rebuild ends without a commit.
enum Stop {
    Checked,
    Failed(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}
