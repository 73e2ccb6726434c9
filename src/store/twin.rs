//! People who look like one another anywhere in the file, and what was decided of them.

use super::census::Census;
use super::error::{Result, StoreError};
use super::event::TWIN;
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::register::Aside;
use super::resting;
use super::search::Hit;
use super::standing::Note;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// Why two people may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They have the same identity number.
    Number,
    /// They have the same name, month of birth, and sex, and one of them has no number.
    Alike,
}

/// What somebody decided of two people who look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// One person, counted where the question came up.
    Here,
    /// One person, counted at the other place.
    There,
    /// Two people.
    Two,
}

impl Decision {
    /// Word under which it is stored.
    const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::There => "there",
            Self::Two => "two",
        }
    }
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    /// Why.
    pub why: Why,
    /// Who and where.
    pub hit: Hit,
    /// Who said that these are two people, and when; nothing while that is open.
    pub apart: Option<Note>,
}

/// Items that the likeness rests on.
pub(super) const ITEMS: [&str; 4] = ["id_number", "name", "birth_ym", "sex"];
/// Codes of `list_row_disposition`.
const DUPLICATE: &str = "2";
const COUNTED_ELSEWHERE: &str = "3";
/// Most look-alikes that are shown; more have one cause, such as a number copied down a page.
const TWINS_MAX: i64 = 20;

impl Reader {
    /// Returns the live people elsewhere in the file who may be the same person.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn twins(&self, person: RecordRef) -> Result<Vec<Twin>> {
        let mut twins = Vec::new();
        let aside = Aside::read(&self.conn, person.id)?;
        for (sql, why) in [(SAME_NUMBER, Why::Number), (ALIKE, Why::Alike)] {
            let mut statement = self.conn.prepare_cached(sql)?;
            let ids = statement.query_map([person.id, TWINS_MAX], |row| row.get(0))?;
            for id in ids.collect::<std::result::Result<Vec<i64>, _>>()? {
                let other = RecordRef {
                    kind: Kind::Person,
                    id,
                };
                let hit = self.hit(other)?;
                let apart = self.told_apart(person, &aside, other)?;
                twins.push(Twin { why, hit, apart });
            }
        }
        Ok(twins)
    }

    /// Returns who said of every look-alike that it is somebody else; nothing while one is open or
    /// there is none.
    pub(super) fn all_told_apart(&self, person: RecordRef, why: Why) -> Result<Option<Note>> {
        let mut last = None;
        let mut twins = self.twins(person)?;
        twins.retain(|twin| twin.why == why);
        if i64::try_from(twins.len()).is_ok_and(|count| count >= TWINS_MAX) {
            return Ok(None);
        }
        for twin in twins {
            match twin.apart {
                Some(note) => last = Some(note),
                None => return Ok(None),
            }
        }
        Ok(last)
    }

    /// Returns who said that two people are two, from either side, for the values they have now.
    fn told_apart(
        &self,
        person: RecordRef,
        aside: &Aside,
        other: RecordRef,
    ) -> Result<Option<Note>> {
        let of = |record: RecordRef| -> Result<String> {
            Ok(record::entry(&self.conn, record.id)?.uuid.to_string())
        };
        let basis = self.likeness(person, other)?;
        let is_two = |note: &&Note| note.reason == Decision::Two.word() && note.basis == basis;
        if let Some(note) = aside.twins.get(&of(other)?).filter(is_two) {
            return Ok(Some(note.clone()));
        }
        let theirs = Aside::read(&self.conn, other.id)?;
        Ok(theirs.twins.get(&of(person)?).filter(is_two).cloned())
    }

    /// Hashes what makes two people look alike, the same from either side.
    fn likeness(&self, one: RecordRef, other: RecordRef) -> Result<String> {
        let mut lines = [
            resting::line(self, one, &ITEMS)?,
            resting::line(self, other, &ITEMS)?,
        ];
        lines.sort();
        Ok(resting::digest(lines.iter().map(String::as_str)))
    }
}

const SAME_NUMBER: &str = "SELECT other.id FROM person
    JOIN person AS other ON other.id_number = person.id_number AND other.live
    WHERE person.id = ?1 AND other.id <> ?1 ORDER BY other.path, other.id LIMIT ?2";
const ALIKE: &str = "SELECT other.id FROM person
    JOIN person AS other ON other.name = person.name AND other.birth_ym = person.birth_ym
        AND other.sex = person.sex AND other.live
    WHERE person.id = ?1 AND other.id <> ?1
        AND (person.id_number IS NULL OR other.id_number IS NULL)
    ORDER BY other.path, other.id LIMIT ?2";

impl Census {
    /// Stores what was decided of two people who look alike. Of one person counted at one of the
    /// places the other record gets a disposition; nothing is deleted.
    ///
    /// # Errors
    /// When a record is none of a person, or the disk fails.
    pub fn decide(
        &mut self,
        person: RecordRef,
        other: RecordRef,
        decision: Decision,
    ) -> Result<()> {
        if [person, other]
            .iter()
            .any(|record| record.kind != Kind::Person)
        {
            return Err(StoreError::NoSuchUnit(other.id.to_string()));
        }
        let basis = self.reader.likeness(person, other)?;
        let note = self.note(decision.word(), basis)?;
        let uuid = record::entry(&self.reader.conn, other.id)?.uuid;
        let gone = match decision {
            Decision::Here => Some(other),
            Decision::There => Some(person),
            Decision::Two => None,
        };
        let home = |record: RecordRef| record::entry(&self.reader.conn, record.id);
        let is_one_home = home(person)?.parent == home(other)?.parent;
        let code = if is_one_home {
            DUPLICATE
        } else {
            COUNTED_ELSEWHERE
        };
        self.transact(|census| {
            let register = format!("{TWIN}{uuid}");
            census.change(person, &[(register, note.answer())], false)?;
            if let Some(gone) = gone {
                let code = Answer::Value(code.to_owned());
                census.change(gone, &[("disposition".to_owned(), code)], true)?;
            }
            census.seal()
        })
    }
}
