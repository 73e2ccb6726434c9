//! Counts at a node, kept for every unit from the household up to the county.
//!
//! A unit's counts are the sum of its children's plus its own. They are recounted up the path when
//! the record under edit is sealed, from small tables, so they cannot drift; `rebuild --check`
//! counts everything anew.

use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::error::Result;
use super::record::{self, RecordRef};
use crate::domain::kind::Kind;

/// Declares the counts once, so that the struct, its columns, and its sum cannot differ.
macro_rules! tally {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// How many units and items there are at or below a node.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Tally {
            $($(#[$doc])* pub $name: u64,)+
        }

        /// Columns of the table `tally`, in order.
        pub(super) const COLUMNS: &[&str] = &[$(stringify!($name)),+];

        impl Tally {
            /// Reads the counts from a row that has all their columns, in their order.
            pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
                // A column is looked up by comparing names; once a row is enough.
                let mut next = row.as_ref().column_index(COLUMNS[0])?..;
                let mut count = || -> rusqlite::Result<u64> {
                    let column = next.next().unwrap_or_default();
                    Ok(row.get::<_, i64>(column)?.unsigned_abs())
                };
                Ok(Self { $($name: count()?,)+ })
            }

            const fn values(&self) -> [u64; COLUMNS.len()] {
                [$(self.$name),+]
            }

            /// Adds the counts of another node; the later change is that of both.
            #[must_use]
            pub const fn plus(self, other: Self) -> Self {
                let changed = if self.changed > other.changed {
                    self.changed
                } else {
                    other.changed
                };
                let sum = Self { $($name: self.$name + other.$name,)+ };
                Self { changed, ..sum }
            }
        }
    };
}

tally! {
    /// Villages listed.
    villages,
    /// Villages with a disposition.
    villages_disposed,
    /// Villages in which every group is complete.
    villages_complete,
    /// Groups listed.
    groups,
    /// Groups with a disposition: they are no part of the count below.
    groups_disposed,
    /// Groups in which every household is complete or out of scope.
    groups_complete,
    /// Households listed.
    households,
    /// Households with a result of the visit.
    households_disposed,
    /// Households with result 11, 13, or 14, nothing missing, and no hard finding open, and those
    /// out of scope.
    households_complete,
    /// Persons listed in households in scope, without those disposed.
    persons,
    /// Persons of households with a result of the visit.
    persons_disposed,
    /// Persons without a missing item.
    persons_complete,
    /// Required items that apply.
    applicable,
    /// Of them, with an answer.
    answered,
    /// Of them, with a reason.
    reasoned,
    /// Of them, with neither.
    missing,
    /// Hard findings.
    hard,
    /// Soft findings that nobody confirmed.
    soft_open,
    /// Soft findings confirmed.
    soft_confirmed,
    /// Hard findings accepted as verified exceptions.
    excepted,
    /// Threads that are not closed.
    returns,
    /// When an answer was set last, in seconds since 1970 as the laptops believed; 0: never.
    changed,
}

/// What is expected below a node. `None` where the frame says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// Villages.
    pub villages: Option<u64>,
    /// Groups.
    pub groups: Option<u64>,
    /// Households.
    pub households: Option<u64>,
    /// Persons.
    pub persons: Option<u64>,
}

/// Reads the counts of a unit; zero where it has none yet.
pub(super) fn of(connection: &Connection, record: i64) -> Result<Tally> {
    Ok(connection
        .prepare_cached("SELECT * FROM tally WHERE record = ?1")?
        .query_row([record], Tally::read)
        .optional()?
        .unwrap_or_default())
}

/// Recounts a unit and everything above it. Stops where nothing changes.
pub(super) fn recount_up(connection: &Connection, record: RecordRef) -> Result<()> {
    let mut next = counted(connection, record)?;
    while let Some(unit) = next {
        let now = count(connection, unit)?;
        if now == of(connection, unit.id)? && has_row(connection, unit.id)? {
            break;
        }
        save(connection, unit.id, &now)?;
        next = match record::entry(connection, unit.id)?.parent {
            Some(parent) => Some(record::entry(connection, parent)?.record),
            None => None,
        };
    }
    Ok(())
}

/// Recounts every unit from the bottom; returns those whose stored counts were wrong.
pub(super) fn recount_all(connection: &Connection) -> Result<Vec<i64>> {
    let mut wrong = Vec::new();
    for kind in [
        Kind::Household,
        Kind::Group,
        Kind::Village,
        Kind::Township,
        Kind::County,
    ] {
        let ids: Vec<i64> = connection
            .prepare("SELECT id FROM record WHERE kind = ?1")?
            .query_map([kind.id()], |row| row.get(0))?
            .collect::<std::result::Result<_, _>>()?;
        for id in ids {
            let now = count(connection, RecordRef { kind, id })?;
            if now != of(connection, id)? {
                wrong.push(id);
                save(connection, id, &now)?;
            }
        }
    }
    Ok(wrong)
}

/// Returns the unit in whose counts a record is, itself or the household above it.
fn counted(connection: &Connection, record: RecordRef) -> Result<Option<RecordRef>> {
    Ok(match record.kind {
        Kind::Staff => None,
        Kind::Person | Kind::Episode | Kind::Visit => record::ancestors(connection, record)?
            .into_iter()
            .map(|entry| entry.record)
            .find(|above| above.kind == Kind::Household),
        _ => Some(record),
    })
}

fn has_row(connection: &Connection, record: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM tally WHERE record = ?1")?
        .exists([record])?)
}

fn save(connection: &Connection, record: i64, tally: &Tally) -> Result<()> {
    let marks = vec!["?"; COLUMNS.len() + 1].join(", ");
    let sql = format!(
        "INSERT OR REPLACE INTO tally (record, {}) VALUES ({marks})",
        COLUMNS.join(", ")
    );
    let values = std::iter::once(record).chain(tally.values().map(u64::cast_signed));
    connection
        .prepare_cached(&sql)?
        .execute(params_from_iter(values))?;
    Ok(())
}

fn count(connection: &Connection, unit: RecordRef) -> Result<Tally> {
    if unit.kind == Kind::Household {
        return Ok(connection
            .prepare_cached(HOUSEHOLD)?
            .query_row([unit.id], Tally::read)?);
    }
    let below = sum_below(connection, unit)?;
    let own = own(connection, unit)?;
    let mut tally = below.plus(own);
    let is_live = is_live(connection, unit)?;
    match unit.kind {
        Kind::Group => {
            tally.groups = 1;
            tally.groups_disposed = u64::from(!is_live);
            let done = below.households > 0 && below.households == below.households_complete;
            tally.groups_complete = u64::from(!is_live || (done && own.missing == 0));
        }
        Kind::Village => {
            tally.villages = 1;
            let done = below.groups > 0 && below.groups == below.groups_complete;
            tally.villages_complete = u64::from(done);
        }
        _ => {}
    }
    Ok(tally)
}

fn is_live(connection: &Connection, unit: RecordRef) -> Result<bool> {
    let sql = format!("SELECT live FROM {} WHERE id = ?1", unit.kind.table());
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([unit.id], |row| row.get(0))?)
}

/// Sums the counts of the units one level down.
fn sum_below(connection: &Connection, unit: RecordRef) -> Result<Tally> {
    let Some(child) = unit.kind.children().first() else {
        return Ok(Tally::default());
    };
    let sums = COLUMNS
        .iter()
        .map(|name| format!("coalesce({}(tally.{name}), 0) AS {name}", fold(name)));
    let sql = format!(
        "SELECT {} FROM {table} JOIN tally ON tally.record = {table}.id WHERE {table}.parent = ?1",
        sums.collect::<Vec<_>>().join(", "),
        table = child.table(),
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([unit.id], Tally::read)?)
}

/// Names the aggregate of a count: all add up, but of two changes the later is that of both.
fn fold(name: &str) -> &'static str {
    if name == "changed" { "max" } else { "sum" }
}

/// Counts the items and findings of the unit itself.
fn own(connection: &Connection, unit: RecordRef) -> Result<Tally> {
    let sql = format!(
        "SELECT applicable, answered, reasoned, missing, hard, soft_open, soft_confirmed, excepted,
            returns, record.changed
         FROM {table} JOIN record USING (id) WHERE {table}.id = ?1",
        table = unit.kind.table(),
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([unit.id], |row| {
            let get = |index| row.get::<_, i64>(index).map(i64::unsigned_abs);
            Ok(Tally {
                applicable: get(0)?,
                answered: get(1)?,
                reasoned: get(2)?,
                missing: get(3)?,
                hard: get(4)?,
                soft_open: get(5)?,
                soft_confirmed: get(6)?,
                excepted: get(7)?,
                returns: get(8)?,
                changed: get(9)?,
                ..Tally::default()
            })
        })?)
}

/// Counts one household. One listed in error (48) is neither listed nor complete. A person is
/// complete when nothing is missing and, of one who went out, at least one stay is listed. Work may
/// be returned that is about somebody who was taken out.
const HOUSEHOLD: &str = "
WITH stay AS (
    SELECT person.id AS person, count(*) AS stays, sum(episode.applicable) AS applicable,
        sum(episode.answered) AS answered, sum(episode.reasoned) AS reasoned,
        sum(episode.missing) AS missing, sum(episode.hard) AS hard,
        sum(episode.soft_open) AS soft_open, sum(episode.soft_confirmed) AS soft_confirmed,
        sum(episode.excepted) AS excepted
    FROM person JOIN episode ON episode.parent = person.id AND episode.live
    WHERE person.parent = ?1 GROUP BY person.id
), people AS (
    SELECT count(*) AS persons,
        coalesce(sum(person.missing + coalesce(stay.missing, 0) = 0
            AND NOT (person.went_out IS '1' AND stay.stays IS NULL)), 0) AS persons_complete,
        coalesce(sum(person.applicable + coalesce(stay.applicable, 0)), 0) AS applicable,
        coalesce(sum(person.answered + coalesce(stay.answered, 0)), 0) AS answered,
        coalesce(sum(person.reasoned + coalesce(stay.reasoned, 0)), 0) AS reasoned,
        coalesce(sum(person.missing + coalesce(stay.missing, 0)), 0) AS missing,
        coalesce(sum(person.hard + coalesce(stay.hard, 0)), 0) AS hard,
        coalesce(sum(person.soft_open + coalesce(stay.soft_open, 0)), 0) AS soft_open,
        coalesce(sum(person.soft_confirmed + coalesce(stay.soft_confirmed, 0)), 0)
            AS soft_confirmed,
        coalesce(sum(person.excepted + coalesce(stay.excepted, 0)), 0) AS excepted
    FROM person LEFT JOIN stay ON stay.person = person.id
    WHERE person.parent = ?1 AND person.live
), returned AS (
    SELECT coalesce(sum(unit.returns + coalesce((SELECT sum(stay.returns) FROM episode AS stay
        WHERE stay.parent = unit.id), 0)), 0) AS returns
    FROM person AS unit WHERE unit.parent = ?1
), last AS (
    SELECT max(own.changed, coalesce(max(below.changed), 0),
        coalesce(max((SELECT max(deeper.changed) FROM record AS deeper
            WHERE deeper.parent = below.id)), 0)) AS changed
    FROM record AS own LEFT JOIN record AS below ON below.parent = own.id WHERE own.id = ?1
)
SELECT 0 AS villages, 0 AS villages_disposed, 0 AS villages_complete,
    0 AS groups, 0 AS groups_disposed, 0 AS groups_complete,
    above.live AND household.disposition IS NOT '48' AS households,
    above.live AND household.disposition IS NOT '48' AND household.disposition IS NOT NULL
        AS households_disposed,
    above.live AND household.disposition IS NOT '48' AND (household.out_of_scope
        OR (household.completed AND people.persons > 0
            AND people.persons = people.persons_complete AND household.missing = 0
            AND household.hard + people.hard = 0))
        AS households_complete,
    people.persons AS persons,
    iif(household.disposition IS NULL, 0, people.persons) AS persons_disposed,
    people.persons_complete AS persons_complete,
    household.applicable + people.applicable AS applicable,
    household.answered + people.answered AS answered,
    household.reasoned + people.reasoned AS reasoned,
    household.missing + people.missing AS missing,
    household.hard + people.hard AS hard,
    household.soft_open + people.soft_open AS soft_open,
    household.soft_confirmed + people.soft_confirmed AS soft_confirmed,
    household.excepted + people.excepted AS excepted,
    household.returns + returned.returns AS returns, last.changed AS changed
FROM household JOIN people JOIN last JOIN returned
JOIN villagers_group AS above ON above.id = household.parent
WHERE household.id = ?1";
