//! Changing the census: each call is one durable transaction of event and typed row.

use std::collections::BTreeSet;

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::{NOTE, PARENT, unword, word};
use super::log::OpenEvent;
use super::project::{self, Changed, Own};
use super::record::{self, RecordRef};
use super::register::Aside;
use super::undo::Step;
use super::{finding, resting, seal, search, tally, thread};
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// What a write did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Whether anything was stored.
    pub is_changed: bool,
    /// Items that were given but do not apply now: stored and parked.
    pub parked: Vec<String>,
}

impl Census {
    /// Stores the answer to one item.
    ///
    /// # Errors
    /// When the item does not exist, the value is no value of its type, or the disk fails.
    pub fn write(&mut self, record: RecordRef, item: &str, answer: Answer) -> Result<Written> {
        self.apply(record, &[(item.to_owned(), answer)])
    }

    /// Stores the answers to several items of one record, in one transaction.
    ///
    /// # Errors
    /// As `write`; then nothing is stored.
    pub fn apply(&mut self, record: RecordRef, answers: &[(String, Answer)]) -> Result<Written> {
        let mut canonical = Vec::with_capacity(answers.len());
        for (item, answer) in answers {
            self.canonicalize(record.kind, item, answer, &mut canonical)?;
        }
        self.refuse_error(record, &canonical)?;
        self.transact(|census| census.change(record, &canonical, true))
    }

    /// Stores a note on a record or on one of its items. An empty note takes it back.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn annotate(&mut self, record: RecordRef, item: Option<&str>, text: &str) -> Result<()> {
        let register = item.map_or_else(|| NOTE.to_owned(), |item| format!("{NOTE}:{item}"));
        let text = crate::base::text::tidy_text(text);
        let answer = if text.is_empty() {
            Answer::Cleared
        } else {
            Answer::Value(text)
        };
        self.transact(|census| census.change(record, &[(register, answer)], true))?;
        Ok(())
    }

    /// Leaves the record under edit: its event is sealed and the counts above it are brought up.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn leave(&mut self) -> Result<()> {
        if OpenEvent::read(&self.reader.conn)?.is_none() {
            return Ok(());
        }
        self.transact(Self::seal)
    }

    /// Seals the open event and recounts what is above its record.
    pub(super) fn seal(&mut self) -> Result<()> {
        let names = &mut *self.reader.names.borrow_mut();
        if let Some(id) = self.writer.seal(&self.reader.conn, names)? {
            let record = record::entry(&self.reader.conn, id)?.record;
            tally::recount_up(&self.reader.conn, record)?;
        }
        Ok(())
    }

    /// Brings an answer into the form in which it is stored, with the flags that come with it.
    pub(super) fn canonicalize(
        &self,
        kind: Kind,
        name: &str,
        answer: &Answer,
        canonical: &mut Vec<(String, Answer)>,
    ) -> Result<()> {
        let item = self
            .instrument
            .item(kind, name)
            .ok_or_else(|| StoreError::NoSuchItem {
                kind: kind.id(),
                item: name.to_owned(),
            })?;
        let value = match answer {
            Answer::Value(value) if !value.trim().is_empty() => value,
            Answer::Value(_) | Answer::Cleared => {
                canonical.push((name.to_owned(), Answer::Cleared));
                return Ok(());
            }
            Answer::Reason(_) => {
                canonical.push((name.to_owned(), answer.clone()));
                return Ok(());
            }
        };
        let entry = self
            .instrument
            .entry(item, value)
            .map_err(|_| StoreError::Unstorable {
                item: name.to_owned(),
                value: value.clone(),
            })?;
        canonical.extend(
            entry
                .into_iter()
                .map(|(id, value)| (id, Answer::Value(value))),
        );
        Ok(())
    }

    /// Changes registers of a record: the open event, the typed row, and all that follows from it.
    pub(super) fn change(
        &mut self,
        record: RecordRef,
        answers: &[(String, Answer)],
        can_undo: bool,
    ) -> Result<Written> {
        let mut aside = Aside::read(&self.reader.conn, record.id)?;
        let mut own = self.own(record, &aside)?;
        let fresh: Vec<(String, Answer)> = answers
            .iter()
            .filter(|(name, answer)| *answer != Self::current(record, name, &own, &aside))
            .cloned()
            .collect();
        if fresh.is_empty() {
            return Ok(Written::default());
        }
        self.open_for(record, &fresh)?;
        for (name, answer) in &fresh {
            if can_undo {
                let was = Self::current(record, name, &own, &aside);
                self.remember(record, &fresh, (name, was, answer));
            }
            set(&mut own, &mut aside, name, answer);
        }
        let moves = |name: &str| {
            name == "disposition" || name == PARENT || record.kind.number_item() == Some(name)
        };
        let is_moved = fresh.iter().any(|(name, _)| moves(name));
        self.settle(record, &own, &mut aside, is_moved)?;
        for (name, _) in &fresh {
            self.drop_draft(record, name)?;
        }
        let parked = fresh
            .iter()
            .filter(|(name, _)| aside.parked.contains_key(name));
        Ok(Written {
            is_changed: true,
            parked: parked.map(|(name, _)| name.clone()).collect(),
        })
    }

    /// Keeps what a change replaced. The flag that comes with an answer goes back together with it.
    fn remember(
        &mut self,
        record: RecordRef,
        fresh: &[(String, Answer)],
        (name, was, now): (&str, Answer, &Answer),
    ) {
        let item = self.reader.instrument.item(record.kind, name);
        let whose = item.and_then(|item| item.legacy_of.as_ref());
        let comes_along = whose.is_some_and(|whose| fresh.iter().any(|(other, _)| other == whose));
        match self.undo.last_mut().filter(|_| comes_along) {
            Some(step) => step.along(name, was),
            None => self
                .undo
                .push(Step::changed(record, name, was, now.clone())),
        }
    }

    /// Projects a record and follows what it changed.
    pub(super) fn settle(
        &mut self,
        record: RecordRef,
        own: &Own,
        aside: &mut Aside,
        is_moved: bool,
    ) -> Result<()> {
        let before = Aside::read(&self.reader.conn, record.id)?;
        let changed = project::project(&self.reader, record, own, aside, is_moved)?;
        if *aside != before {
            aside.write(&self.reader.conn, record.id)?;
        }
        if aside.threads != before.threads {
            thread::refresh(&self.reader, record, aside)?;
        }
        if aside.signed != before.signed || aside.unsealed != before.unsealed {
            seal::refresh(&self.reader, record, aside)?;
        }
        search::refresh(&self.reader, record, &changed)?;
        let columns = changed.columns.iter();
        let columns = columns.map(|name| (record.kind, name.clone())).collect();
        // A record that comes, goes, or moves, or whose confirmations change, is looked at anew.
        let is_partial = !changed.place && aside.confirmed == before.confirmed;
        finding::refresh(&self.reader, record, is_partial.then_some(&columns))?;
        self.follow(record, &changed)?;
        resting::refresh(&self.reader, record, &changed)
    }

    /// Projects the records whose conditions read what changed: those below, and the parent's
    /// aggregates.
    fn follow(&mut self, record: RecordRef, changed: &Changed) -> Result<()> {
        let mut kinds = BTreeSet::new();
        for column in &changed.columns {
            if let Some(found) = self.reader.followers.get(&(record.kind, column.clone())) {
                kinds.extend(found.iter().copied());
            }
        }
        let all_below = changed.place;
        let ancestry = record.kind.ancestry();
        for above in record::ancestors(&self.reader.conn, record)?
            .into_iter()
            .rev()
        {
            let is_parent = record.kind.parent() == Some(above.record.kind);
            let mut derived = self.reader.instrument.derived(above.record.kind).iter();
            let sums_children = all_below && is_parent && derived.any(|column| column.aggregate);
            if kinds.contains(&above.record.kind) || sums_children {
                self.project_again(above.record)?;
            }
        }
        kinds.retain(|kind| !ancestry.contains(kind));
        if all_below || !kinds.is_empty() {
            self.follow_below(record, &kinds, all_below)?;
        }
        Ok(())
    }

    fn follow_below(&mut self, record: RecordRef, kinds: &BTreeSet<Kind>, all: bool) -> Result<()> {
        for kind in record.kind.children() {
            let reads = kinds.contains(kind);
            let deeper = kind
                .children()
                .iter()
                .any(|below| all || kinds.contains(below));
            if !(all || reads || deeper) {
                continue;
            }
            for id in record::children(&self.reader.conn, record.id, *kind)? {
                let child = RecordRef { kind: *kind, id };
                if all || reads {
                    self.project_again(child)?;
                }
                // A household out of scope does not change with its group, but its counts do.
                if all && *kind == Kind::Household {
                    tally::recount_up(&self.reader.conn, child)?;
                }
                if deeper && !all {
                    self.follow_below(child, kinds, all)?;
                }
            }
        }
        if all && matches!(record.kind, Kind::Household | Kind::Group) {
            tally::recount_up(&self.reader.conn, record)?;
        }
        Ok(())
    }

    /// Projects a record from its present answers.
    pub(super) fn project_again(&mut self, record: RecordRef) -> Result<()> {
        let mut aside = Aside::read(&self.reader.conn, record.id)?;
        let own = self.own(record, &aside)?;
        self.settle(record, &own, &mut aside, true)
    }

    /// Reads the own answers of a record, those of the open event included.
    pub(super) fn own(&self, record: RecordRef, aside: &Aside) -> Result<Own> {
        self.reader.own(record, aside)
    }

    /// Returns what a register holds now.
    pub(super) fn current(record: RecordRef, name: &str, own: &Own, aside: &Aside) -> Answer {
        if let Some(note) = name.strip_prefix(NOTE) {
            let item = note.strip_prefix(':').unwrap_or_default();
            return aside
                .notes
                .get(item)
                .cloned()
                .map_or(Answer::Cleared, Answer::Value);
        }
        if let Some(held) = aside.held(name) {
            return held;
        }
        // A conflict is settled by typing any of its answers again.
        if aside.conflicts.contains_key(name) && record.kind != Kind::County {
            return Answer::Cleared;
        }
        own.get(name).cloned().unwrap_or(Answer::Cleared)
    }

    /// Makes the open event one of this record into which the answers fit.
    pub(super) fn open_for(
        &mut self,
        record: RecordRef,
        answers: &[(String, Answer)],
    ) -> Result<()> {
        let fits = |open: &OpenEvent| {
            open.record == record.id
                && open.moment.actor == self.actor.0
                && !open.would_lose(answers)
        };
        let mut open = match OpenEvent::read(&self.reader.conn)? {
            Some(open) if fits(&open) => open,
            found => {
                if found.is_some() {
                    self.seal()?;
                }
                OpenEvent {
                    record: record.id,
                    moment: self.moment(),
                    patch: std::collections::BTreeMap::new(),
                }
            }
        };
        open.patch.extend(
            answers
                .iter()
                .map(|(name, answer)| (name.clone(), word(answer))),
        );
        open.write(&self.reader.conn)
    }
}

/// Sets a register in the own answers or the side row.
pub(super) fn set(own: &mut Own, aside: &mut Aside, name: &str, answer: &Answer) {
    aside.conflicts.remove(name);
    if let Some(note) = name.strip_prefix(NOTE) {
        let item = note.strip_prefix(':').unwrap_or_default().to_owned();
        match answer {
            Answer::Value(text) => aside.notes.insert(item, text.clone()),
            _ => aside.notes.remove(&item),
        };
        return;
    }
    if name.starts_with('@') {
        aside.hold(name, answer);
        return;
    }
    if *answer == Answer::Cleared {
        own.remove(name);
        aside.cleared.insert(name.to_owned());
    } else {
        own.insert(name.to_owned(), answer.clone());
        aside.cleared.remove(name);
    }
}

impl super::reader::Reader {
    /// Reads the own answers of a record, those of the open event included.
    pub(super) fn own(&self, record: RecordRef, aside: &Aside) -> Result<Own> {
        let heads = std::cell::OnceCell::new();
        let answered = |name: &str| -> Result<bool> {
            if aside.cleared.contains(name) {
                return Ok(false);
            }
            if heads.get().is_none() {
                let read = super::register::heads(&self.conn, record.id)?;
                let open = OpenEvent::read(&self.conn)?.filter(|open| open.record == record.id);
                let _ = heads.set((read, open));
            }
            let Some((heads, open)) = heads.get() else {
                return Ok(false);
            };
            if let Some(text) = open.as_ref().and_then(|open| open.patch.get(name)) {
                return Ok(unword(text) != Answer::Cleared);
            }
            let number = self.names.borrow_mut().find(&self.conn, name)?;
            Ok(number.is_some_and(|number| heads.0.contains_key(&number)))
        };
        project::own_answers(self, record, aside, &answered)
    }
}

/// Returns the register and word that list a record under its parent.
pub(super) fn parent_register(parent: uuid::Uuid) -> (String, Answer) {
    (PARENT.to_owned(), Answer::Value(parent.to_string()))
}
