//! Listing what a register lets expect, before anybody walks: all of it in one transaction.
//!
//! A record of a register is named by the file and its line for ever, so that the same file a
//! second time, or on another laptop, lists nothing twice.

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::census::Census;
use super::create::PRELISTED;
use super::error::{Result, StoreError};
use super::event::NOTE;
use super::listing::number_max;
use super::prelist_steps::GroupStep;
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::undo::{HOUSEHOLD_LISTED_IN_ERROR, LISTED_IN_ERROR};
use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::domain::prelist::Plan;

/// The item that says whether a unit was on a register before the walk.
pub const ORIGIN: &str = "origin";
/// The items that say what is expected.
pub(super) const EXPECTED: [&str; 2] = ["expected_households", "expected_persons"];

/// What a register lists, or would list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prelisted {
    /// Groups listed.
    pub groups: u64,
    /// Households listed.
    pub households: u64,
    /// Persons listed.
    pub persons: u64,
    /// Households and persons of the file that were listed before.
    pub already: u64,
    /// Households that somebody listed by hand, and are left alone.
    pub doubled: Vec<Doubled>,
    /// Villages of the file that the area does not have; what stands there is left out.
    pub absent: Vec<Absent>,
    /// Units of which something else is expected than the register counts.
    pub differing: Vec<Differing>,
}

/// A household of a register that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// Line of the file.
    pub line: u64,
    /// Its head.
    pub head: String,
    /// Path of the one that is there.
    pub path: String,
}

/// A village of a register that is not in the area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Line of the file.
    pub line: u64,
    /// As written; empty where the file names none.
    pub name: String,
    /// Households left out.
    pub households: u64,
}

/// A unit of which something else is expected than the register counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// Path of the unit.
    pub path: String,
    /// The item.
    pub item: &'static str,
    /// What it holds, which stays.
    pub held: u64,
    /// What the register counts.
    pub counted: u64,
}

impl Prelisted {
    /// Says what is left out, and where something else is expected than the register counts.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        let doubled = self.doubled.iter().map(|one| {
            Message::new("store.prelist_doubled")
                .with("line", one.line)
                .with("head", &one.head)
                .with("path", &one.path)
        });
        let absent = self.absent.iter().map(|one| {
            let key = if one.name.is_empty() {
                "store.prelist_nowhere"
            } else {
                "store.prelist_absent"
            };
            Message::new(key)
                .with("line", one.line)
                .with("name", &one.name)
                .with("households", one.households)
        });
        let differing = self.differing.iter().map(|one| {
            let key = match one.item {
                "expected_households" => "store.prelist_households",
                _ => "store.prelist_persons",
            };
            Message::new(key)
                .with("path", &one.path)
                .with("held", one.held)
                .with("counted", one.counted)
        });
        doubled.chain(absent).chain(differing).collect()
    }
}

/// Returns the code that says of a record that it was listed in error.
#[must_use]
pub const fn listed_in_error(kind: Kind) -> &'static str {
    match kind {
        Kind::Household => HOUSEHOLD_LISTED_IN_ERROR,
        _ => LISTED_IN_ERROR,
    }
}

impl Census {
    /// Lists the households and persons of a register, in one transaction; what the file listed
    /// before stays as it is.
    ///
    /// # Errors
    /// When the file was pre-listed in another village, a household cannot be given a group or a
    /// number, or the disk fails; then nothing is listed.
    pub fn prelist(&mut self, area: RecordRef, plan: &Plan) -> Result<Prelisted> {
        self.leave()?;
        self.transact(|census| {
            let steps = census.reader.steps(area, plan)?;
            for group in &steps.groups {
                census.prelist_group(group)?;
            }
            for expected in &steps.expected {
                census.expect(expected.village, expected.counts)?;
            }
            census.seal()?;
            Ok(steps.said)
        })
    }

    fn prelist_group(&mut self, step: &GroupStep<'_>) -> Result<()> {
        let group = match step.known {
            Some(known) => known,
            None => self.add_prelisted_group(step)?,
        };
        for household in &step.households {
            let known = match household.known {
                Some(known) => known,
                None => self.add_prelisted(
                    (household.id, Kind::Household, household.number),
                    group,
                    (&household.plan.answers, ""),
                )?,
            };
            for (person, id) in &household.persons {
                let number = self.next_number(known, Kind::Person)?;
                let kind = Kind::Person;
                let said = (person.answers.as_slice(), person.note.as_str());
                self.add_prelisted((*id, kind, number), known, said)?;
            }
        }
        self.expect(group, step.counts)
    }

    fn add_prelisted_group(&mut self, step: &GroupStep<'_>) -> Result<RecordRef> {
        let above = record::entry(&self.reader.conn, step.village.id)?;
        let named = record::group_id(above.uuid, &step.number.to_string());
        let is_used = record::by_uuid(&self.reader.conn, named)?.is_some();
        let fresh = || self.tools.randomness.uuid_v7(&self.tools.clock.now());
        let id = if is_used { fresh() } else { named };
        let name = Some(step.name).filter(|name| !name.is_empty());
        let answers = name.map(|name| ("name".to_owned(), name.to_owned()));
        let answers: Vec<_> = answers.into_iter().collect();
        self.add_prelisted((id, Kind::Group, step.number), step.village, (&answers, ""))
    }

    /// Lists one record of a register.
    fn add_prelisted(
        &mut self,
        (id, kind, number): (Uuid, Kind, u32),
        parent: RecordRef,
        (answers, note): (&[(String, String)], &str),
    ) -> Result<RecordRef> {
        let mut registers = Vec::with_capacity(answers.len() + 3);
        if let Some(item) = kind.number_item() {
            if number == 0 || number > number_max(kind) {
                return Err(StoreError::NoFreeNumber(self.node(parent)?.path));
            }
            registers.push((item.to_owned(), Answer::Value(number.to_string())));
        }
        for (item, value) in answers {
            self.canonicalize(kind, item, &Answer::Value(value.clone()), &mut registers)?;
        }
        if self.instrument.item(kind, ORIGIN).is_some() {
            registers.push((ORIGIN.to_owned(), Answer::Value(PRELISTED.to_owned())));
        }
        if !note.is_empty() {
            registers.push((NOTE.to_owned(), Answer::Value(note.to_owned())));
        }
        let above = record::entry(&self.reader.conn, parent.id)?;
        self.add_record(id, kind, &above, &registers)
    }

    /// Refuses to say of who was on a register that he was listed in error: he may be gone, or
    /// counted elsewhere, but nobody made him up at the door.
    pub(super) fn refuse_error(
        &self,
        record: RecordRef,
        answers: &[(String, Answer)],
    ) -> Result<()> {
        let is_error = answers.iter().any(|(item, answer)| {
            item == "disposition" && answer.value() == Some(listed_in_error(record.kind))
        });
        if is_error && self.is_prelisted(record)? {
            let node = self.node(record)?;
            return Err(StoreError::OnRegister(format!(
                "{} {}",
                node.path, node.name
            )));
        }
        Ok(())
    }

    /// Sets what is expected of a unit where nothing is.
    fn expect(&mut self, unit: RecordRef, counts: [u64; 2]) -> Result<()> {
        let held = self.reader.expectations(unit)?;
        let empty = EXPECTED.into_iter().zip(counts).zip(held);
        let answers: Vec<_> = empty
            .filter(|((_, _), held)| held.is_none())
            .map(|((item, count), _)| (item.to_owned(), Answer::Value(count.to_string())))
            .collect();
        self.change(unit, &answers, false)?;
        Ok(())
    }
}

impl Reader {
    /// Says whether a record was on a register before anybody walked.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_prelisted(&self, record: RecordRef) -> Result<bool> {
        if self.instrument.item(record.kind, ORIGIN).is_none() {
            return Ok(false);
        }
        let sql = format!(
            "SELECT {ORIGIN} IS ?2 FROM {} WHERE id = ?1",
            record.kind.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_row((record.id, PRELISTED), |row| row.get(0));
        Ok(found.optional()?.unwrap_or(false))
    }

    /// Reads what is expected of a unit.
    pub(super) fn expectations(&self, unit: RecordRef) -> Result<[Option<u64>; 2]> {
        let [households, persons] = EXPECTED;
        let sql = format!(
            "SELECT {households}, {persons} FROM {} WHERE id = ?1",
            unit.kind.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let read = statement.query_row([unit.id], |row| {
            let held = |at| row.get::<_, Option<i64>>(at);
            Ok([held(0)?, held(1)?])
        })?;
        Ok(read.map(|held| held.map(i64::unsigned_abs)))
    }
}
