//! Filling a census file in bulk: what typing would leave, without the steps in between.
//!
//! Each record gets one event and is projected once, from the leaves up. Search keys and counts are
//! made at the end: the file is whole only after [`Loader::finish`], and nobody uses it before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use rusqlite::params;
use uuid::Uuid;

use super::census::Census;
use super::error::{Result, StoreError};
use super::layout::Held;
use super::load_chain::{Above, Chain};
use super::load_row::{self, Laid};
use super::project::{PASSES_MAX, is_out, path_of};
use super::reader::{self, Followers};
use super::record::{self, RecordRef};
use super::write::parent_register;
use super::{finding, search, tally};
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// Pages that are kept while a file is filled, in KiB: its trees are written all over.
const CACHE_KIB: i64 = 256 * 1024;
/// Search keys that are gathered before they are written in order.
const KEYS_MAX: usize = 500_000;

/// A record to be, with everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Kind of record.
    pub kind: Kind,
    /// Id that it keeps for ever; groups and staff have theirs by number and name.
    pub id: Uuid,
    /// Its answers, its number among them.
    pub answers: Vec<(String, Answer)>,
    /// Values that its derived columns are expected to take. A wrong one costs time, no more.
    pub hints: Vec<(&'static str, String)>,
    /// Who typed it and what stands below it; none: whoever typed what is above.
    pub typed: Option<Typed>,
    /// What stands below it.
    pub below: Vec<Sheet>,
}

/// Who is said to have typed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The person.
    pub by: String,
    /// The time.
    pub at: DateTime<FixedOffset>,
}

/// Fills a file in bulk.
pub struct Loader<'c> {
    census: &'c mut Census,
    keys: Vec<(Box<str>, i64)>,
    /// Kinds whose universes and derived values read a column of another kind.
    followers: Followers,
}

impl Census {
    /// Begins to fill the file in bulk.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn loader(&mut self) -> Result<Loader<'_>> {
        self.leave()?;
        self.conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
        let followers = reader::settling(&self.instrument);
        Ok(Loader {
            census: self,
            keys: Vec::new(),
            followers,
        })
    }
}

impl Loader<'_> {
    /// Returns the census that is filled.
    #[must_use]
    pub const fn census(&self) -> &Census {
        self.census
    }

    /// Adds records below a unit, in one transaction.
    ///
    /// # Errors
    /// When a kind cannot stand there, an answer cannot be stored, or the disk fails.
    pub fn load(&mut self, parent: RecordRef, sheets: &[Sheet]) -> Result<()> {
        let keys = &mut self.keys;
        let followers = &self.followers;
        self.census.transact(|census| {
            let above = census.above(parent)?;
            let mut chain = Chain {
                moment: census.moment(),
                replaced: Vec::new(),
                last: None,
                next_event: census.next_event()?,
                live: BTreeMap::new(),
            };
            for sheet in sheets {
                census.load_sheet(&above, sheet, &mut chain, followers, keys)?;
            }
            for (kind, ids) in &chain.live {
                finding::begin(&census.reader, *kind, ids)?;
            }
            census.close_chain(&above, &chain)?;
            census.sum_up(parent)?;
            if keys.len() >= KEYS_MAX {
                census.write_keys(keys)?;
            }
            Ok(())
        })
    }

    /// Writes the search keys and counts every unit: from here on the file is whole.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn finish(mut self) -> Result<()> {
        let keys = &mut self.keys;
        self.census.transact(|census| {
            census.write_keys(keys)?;
            tally::recount_all(&census.reader.conn)?;
            census.keep_ledgers()
        })
    }
}

impl Census {
    /// Loads a sheet and what is below it: a group by itself, so that no more than a household is
    /// settled at a time.
    fn load_sheet(
        &mut self,
        above: &Above,
        sheet: &Sheet,
        chain: &mut Chain,
        followers: &Followers,
        keys: &mut Vec<(Box<str>, i64)>,
    ) -> Result<()> {
        let is_large = sheet.kind == Kind::Group;
        let mut laid = Vec::new();
        let here = self.lay(above, sheet, chain, (&mut laid, !is_large))?;
        self.settle_laid(&mut laid, followers)?;
        self.file_laid(&laid, chain, keys)?;
        if is_large {
            for below in &sheet.below {
                self.load_sheet(&here, below, chain, followers, keys)?;
            }
            self.sum_up(here.entry.record)?;
        }
        Ok(())
    }

    /// Projects a unit again if it sums what is below it.
    fn sum_up(&mut self, unit: RecordRef) -> Result<()> {
        let mut derived = self.instrument.derived(unit.kind).iter();
        if derived.any(|derived| derived.aggregate) {
            self.project_again(unit)?;
        }
        Ok(())
    }

    /// Writes record, event, and row of a sheet and, when told so, of all below it, parents first.
    fn lay(
        &mut self,
        above: &Above,
        sheet: &Sheet,
        chain: &mut Chain,
        (laid, is_deep): (&mut Vec<Laid>, bool),
    ) -> Result<Above> {
        let kind = sheet.kind;
        if let Some(typed) = &sheet.typed {
            chain.moment.actor.clone_from(&typed.by);
            chain.moment.clock = typed.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        }
        if kind.parent() != Some(above.entry.record.kind) {
            return Err(StoreError::WrongParent {
                child: kind.id(),
                parent: above.entry.record.kind.id(),
            });
        }
        let mut registers = Vec::with_capacity(sheet.answers.len() + 1);
        for (item, answer) in &sheet.answers {
            self.canonicalize(kind, item, answer, &mut registers)?;
        }
        registers.retain(|(_, answer)| *answer != Answer::Cleared);
        let mut one = Laid::new(kind, &registers);
        let number = one.own.get(kind.number_item().unwrap_or_default());
        let number = number.and_then(Answer::value).unwrap_or_default();
        let path = path_of(kind, &above.path, number);
        let id = self.sheet_id(sheet, &above.entry, &one);
        registers.push(parent_register(above.entry.uuid));
        let entry = self.lay_event(above, (id, kind), &registers, chain)?;
        one.record = entry.record;
        one.above = above.place;
        one.is_live = above.is_live && !is_out(&self.reader, kind, &one.own);
        one.is_above_live = one.is_live;
        one.begin(&self.reader, (above.entry.record.id, &path), &sheet.hints)?;
        let here = Above {
            entry,
            scope: above.scope,
            path,
            is_live: one.is_live,
            place: is_deep.then_some(laid.len()),
        };
        laid.push(one);
        if is_deep {
            for below in &sheet.below {
                self.lay(&here, below, chain, (laid, true))?;
            }
        }
        Ok(here)
    }

    /// Returns the id of a sheet: of a group by its number, of staff by name, else as given.
    fn sheet_id(&self, sheet: &Sheet, above: &record::Entry, one: &Laid) -> Uuid {
        let named = |item: &str| one.own.get(item).and_then(Answer::value);
        match sheet.kind {
            Kind::Group => {
                named("number").map_or(sheet.id, |number| record::group_id(above.uuid, number))
            }
            Kind::Staff => named("name").map_or(sheet.id, |name| {
                record::named_id(self.writer.census, Kind::Staff, name)
            }),
            _ => sheet.id,
        }
    }

    /// Projects what was laid until nothing changes, from the leaves up.
    fn settle_laid(&self, laid: &mut [Laid], followers: &Followers) -> Result<()> {
        let mut pending: BTreeSet<usize> = (0..laid.len()).collect();
        let mut n_left = laid.len() * PASSES_MAX;
        while let Some(place) = pending.pop_last() {
            n_left = n_left
                .checked_sub(1)
                .ok_or_else(|| StoreError::Corrupt("a household never settles".to_owned()))?;
            let Some(one) = laid.get_mut(place) else {
                continue;
            };
            let changed = one.settle(&self.reader)?;
            let (kind, above) = (one.record.kind, one.above);
            let mut readers = BTreeSet::new();
            for column in changed.columns {
                if let Some(kinds) = followers.get(&(kind, column)) {
                    readers.extend(kinds.iter().copied());
                }
            }
            pending.extend(above.filter(|_| changed.place));
            if readers.is_empty() {
                continue;
            }
            let related = laid.iter().enumerate().filter(|(other, one)| {
                *other != place
                    && readers.contains(&one.record.kind)
                    && (load_row::is_below(laid, *other, place)
                        || load_row::is_below(laid, place, *other))
            });
            pending.extend(related.map(|(other, _)| other));
        }
        Ok(())
    }

    /// Writes side rows; gathers the search keys and whom the rules concern.
    fn file_laid(
        &self,
        laid: &[Laid],
        chain: &mut Chain,
        keys: &mut Vec<(Box<str>, i64)>,
    ) -> Result<()> {
        for one in laid {
            one.finish(&self.reader)?;
            if one.is_live {
                let ids = chain.live.entry(one.record.kind).or_default();
                ids.push(one.record.id);
            }
            for item in search::items(one.record.kind) {
                let held = self.reader.layout(one.record.kind).position(item);
                let held: Option<&Held> = held.and_then(|index| one.held.get(index));
                if let Some(value) = held.and_then(|held| held.value.as_deref()) {
                    let found = search::keys_of(item, value).into_iter();
                    keys.extend(found.map(|key| (key.into_boxed_str(), one.record.id)));
                }
            }
        }
        Ok(())
    }

    /// Writes the gathered search keys in their order.
    fn write_keys(&self, keys: &mut Vec<(Box<str>, i64)>) -> Result<()> {
        keys.sort_unstable();
        keys.dedup();
        let mut insert = self
            .conn
            .prepare_cached("INSERT INTO search (key, record) VALUES (?1, ?2)")?;
        for (key, record) in keys.drain(..) {
            insert.execute(params![key.as_ref(), record])?;
        }
        Ok(())
    }
}
