//! Listing units, and their dispositions: nothing is ever deleted.

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::census::Census;
use super::error::{Result, StoreError};
use super::log::OpenEvent;
use super::project::{Own, is_live};
use super::record::{self, RecordRef};
use super::register::Aside;
use super::undo::Step;
use super::write::{parent_register, set};
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// The item that keeps how long a household took.
const FORM_MINUTES: &str = "form_minutes";
/// Dispositions that somebody settled after a visit rather than before any.
const NOT_ATTEMPTED: &str = "31";

/// Largest number a unit may have under its parent.
pub(super) const fn number_max(kind: Kind) -> u32 {
    match kind {
        Kind::Household => 999,
        _ => 99,
    }
}

impl Census {
    /// Lists a unit under its parent and gives it the next number, or the one asked for.
    ///
    /// The next number is the largest of all units there, disposed ones included, plus one: numbers
    /// are not used twice.
    ///
    /// # Errors
    /// When the parent cannot hold such a unit, no number is left, or the disk fails.
    pub fn list(
        &mut self,
        parent: RecordRef,
        kind: Kind,
        number: Option<u32>,
    ) -> Result<RecordRef> {
        if kind.parent() != Some(parent.kind) {
            return Err(StoreError::WrongParent {
                child: kind.id(),
                parent: parent.kind.id(),
            });
        }
        // In a household out of the count persons may be listed: a duplicate was often filled in.
        if parent.kind == Kind::Group && !is_live(&self.reader.conn, parent)? {
            return Err(StoreError::TakenOut(self.node(parent)?.path));
        }
        let mut answers = Vec::new();
        if let Some(item) = kind.number_item() {
            let number = match number {
                Some(number) => number,
                None => self.next_number(parent, kind)?,
            };
            if number == 0 || number > number_max(kind) {
                return Err(StoreError::NoFreeNumber(self.node(parent)?.path));
            }
            answers.push((item.to_owned(), Answer::Value(number.to_string())));
        }
        answers.extend(self.facts_of_the_moment(kind));
        self.transact(|census| {
            let above = record::entry(&census.reader.conn, parent.id)?;
            let id = census.fresh_id(kind, &above, &answers)?;
            let listed = census.add_record(id, kind, &above, &answers)?;
            census.undo.push(Step::listed(listed));
            Ok(listed)
        })
    }

    /// Returns the next free number under a parent.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_number(&self, parent: RecordRef, kind: Kind) -> Result<u32> {
        let Some(item) = kind.number_item() else {
            return Ok(1);
        };
        // A stay of somebody who says now that he did not go out keeps its number, though parked.
        let sql = format!(
            "SELECT coalesce(max(max(coalesce(unit.{item}, 0), CAST(coalesce(
                 substr(record.aside ->> '$.parked.{item}', 2), 0) AS INTEGER))), 0) + 1
             FROM {} AS unit JOIN record ON record.id = unit.id WHERE unit.parent = ?1",
            kind.table()
        );
        Ok(self
            .reader
            .conn
            .prepare_cached(&sql)?
            .query_row([parent.id], |row| row.get(0))?)
    }

    /// Records the result of a visit to a household, or takes another unit out of the count.
    ///
    /// # Errors
    /// When the code is not in the list of the kind, or the disk fails.
    pub fn dispose(&mut self, record: RecordRef, code: &str, remark: Option<&str>) -> Result<()> {
        let value = Answer::Value(code.to_owned());
        if record.kind != Kind::Household {
            self.write(record, "disposition", value)?;
            return Ok(());
        }
        self.transact(|census| {
            if code != NOT_ATTEMPTED {
                census.add_visit(record, code, remark)?;
            }
            let mut answers = vec![("disposition".to_owned(), value)];
            answers.extend(census.facts_of_the_moment(Kind::Household));
            census.apply(record, &answers)?;
            Ok(())
        })
    }

    fn add_visit(&mut self, household: RecordRef, code: &str, remark: Option<&str>) -> Result<()> {
        let above = record::entry(&self.reader.conn, household.id)?;
        let mut answers = vec![
            ("visited_at".to_owned(), Answer::Value(self.moment().clock)),
            ("result".to_owned(), Answer::Value(code.to_owned())),
        ];
        if let Some(remark) = remark.filter(|remark| !remark.is_empty()) {
            answers.push(("remark".to_owned(), Answer::Value(remark.to_owned())));
        }
        let id = self.tools.randomness.uuid_v7(&self.tools.clock.now());
        self.add_record(id, Kind::Visit, &above, &answers)?;
        Ok(())
    }

    /// Adds tenths of a minute to the time that was spent on a household, if it is asked for.
    ///
    /// # Errors
    /// When there is no such household, or the disk fails.
    pub fn add_form_tenths(&mut self, household: RecordRef, tenths: u64) -> Result<()> {
        let items = self.instrument.items(Kind::Household);
        let Some(place) = items.iter().position(|item| item.id == FORM_MINUTES) else {
            return Ok(());
        };
        let cells = self.cells(household)?;
        let held = cells.iter().find(|cell| cell.item == place);
        let held = held.and_then(|cell| cell.value.as_deref()).unwrap_or("0");
        let (whole, part) = held.split_once('.').unwrap_or((held, "0"));
        let number = |text: &str| text.parse::<u64>().unwrap_or(0);
        let first = part.get(..1).unwrap_or("0");
        let all = number(whole) * 10 + number(first) + tenths;
        let text = format!("{}.{}", all / 10, all % 10);
        let answers = [(FORM_MINUTES.to_owned(), Answer::Value(text))];
        self.transact(|census| {
            census.change(household, &answers, false)?;
            census.seal()
        })
    }

    /// Returns what the program itself knows when it lists or disposes: date and enumerator.
    fn facts_of_the_moment(&self, kind: Kind) -> Vec<(String, Answer)> {
        let today = self.tools.clock.now().date_naive().to_string();
        let facts = [("visit_date", today), ("enumerator", self.actor.0.clone())]
            .into_iter()
            .filter(|(item, value)| {
                !value.is_empty() && self.instrument.item(kind, item).is_some()
            });
        facts
            .map(|(item, value)| (item.to_owned(), Answer::Value(value)))
            .collect()
    }

    fn fresh_id(
        &self,
        kind: Kind,
        above: &record::Entry,
        answers: &[(String, Answer)],
    ) -> Result<Uuid> {
        if let (Kind::Group, Some((_, Answer::Value(number)))) = (kind, answers.first()) {
            let id = record::group_id(above.uuid, number);
            if record::by_uuid(&self.reader.conn, id)?.is_none() {
                return Ok(id);
            }
        }
        Ok(self.tools.randomness.uuid_v7(&self.tools.clock.now()))
    }

    /// Adds a record with its first answers as the open event.
    pub(super) fn add_record(
        &mut self,
        id: Uuid,
        kind: Kind,
        above: &record::Entry,
        answers: &[(String, Answer)],
    ) -> Result<RecordRef> {
        let scope = match kind {
            // Villages and townships are scopes of their own; staff belong to the county's.
            Kind::Township | Kind::Village => None,
            _ => Some(above.scope),
        };
        let conn = &self.reader.conn;
        let record = record::add(conn, id, kind, Some(above.record.id), scope)?;
        if scope.is_none() {
            conn.prepare_cached("UPDATE record SET scope = ?1 WHERE id = ?1")?
                .execute([record.id])?;
        }
        self.begin(record, Some(above.uuid), answers)?;
        Ok(record)
    }

    /// Writes the first event and the typed row of a record that was just added.
    pub(super) fn begin(
        &mut self,
        record: RecordRef,
        parent: Option<Uuid>,
        answers: &[(String, Answer)],
    ) -> Result<()> {
        let sql = format!(
            "INSERT INTO {} (id) VALUES (?1) ON CONFLICT (id) DO NOTHING",
            record.kind.table()
        );
        self.reader
            .conn
            .prepare_cached(&sql)?
            .execute([record.id])?;
        let mut registers = answers.to_vec();
        registers.extend(parent.map(parent_register));
        self.open_for(record, &registers)?;
        let mut own = Own::new();
        let mut aside = Aside::default();
        for (name, answer) in &registers {
            set(&mut own, &mut aside, name, answer);
        }
        self.settle(record, &own, &mut aside, true)
    }

    /// Makes known who is at the keyboard, adding the person to the staff when the name is new.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sign_in(&mut self, person: &str, role: crate::domain::role::Role) -> Result<()> {
        if self.actor == (person.to_owned(), role) {
            return Ok(());
        }
        self.leave()?;
        // Nobody takes back what somebody else typed.
        self.undo.clear();
        self.actor = (person.to_owned(), role);
        role.id().clone_into(&mut self.writer.first.role);
        self.transact(|census| {
            census.set_local("person", person)?;
            census.set_local("role", role.id())?;
            let id = record::named_id(census.writer.census, Kind::Staff, person);
            if record::by_uuid(&census.reader.conn, id)?.is_none() {
                let county = record::entry(&census.reader.conn, census.reader.county.id)?;
                let answers = [
                    ("name".to_owned(), Answer::Value(person.to_owned())),
                    ("role".to_owned(), Answer::Value(role.code().to_owned())),
                ];
                census.add_record(id, Kind::Staff, &county, &answers)?;
                census.seal()?;
            }
            Ok(())
        })
    }

    /// Keeps text that was typed into a field and not stored yet; nothing drops it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn save_draft(&mut self, record: RecordRef, item: &str, text: Option<&str>) -> Result<()> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return self.drop_draft(record, item);
        };
        self.reader
            .conn
            .prepare_cached(
                "INSERT INTO draft (record, item, text) VALUES (?1, ?2, ?3)
                 ON CONFLICT (record, item) DO UPDATE SET text = excluded.text",
            )?
            .execute(rusqlite::params![record.id, item, text])?;
        Ok(())
    }

    pub(super) fn drop_draft(&self, record: RecordRef, item: &str) -> Result<()> {
        self.reader
            .conn
            .prepare_cached("DELETE FROM draft WHERE record = ?1 AND item = ?2")?
            .execute(rusqlite::params![record.id, item])?;
        Ok(())
    }

    /// Tells whether the record under edit has changes that are not sealed yet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_open(&self) -> Result<bool> {
        Ok(OpenEvent::read(&self.reader.conn)?.is_some())
    }

    /// Reads the draft of one item.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn draft(&self, record: RecordRef, item: &str) -> Result<Option<String>> {
        Ok(self
            .reader
            .conn
            .prepare_cached("SELECT text FROM draft WHERE record = ?1 AND item = ?2")?
            .query_row(rusqlite::params![record.id, item], |row| row.get(0))
            .optional()?)
    }
}
