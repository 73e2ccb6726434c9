//! Lines of a tree or roster: a unit with its state and counts.

use rusqlite::{OptionalExtension, Row, params};

use super::error::{Result, StoreError};
use super::handshake::is_signable;
use super::node_state::{NodeState, state};
use super::reader::Reader;
use super::record::{self, RecordRef};
use super::seal::Sealed;
use super::tally::{COLUMNS, Expected, Tally};
use crate::domain::kind::Kind;

/// One unit as a tree or roster shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The record.
    pub record: RecordRef,
    /// The record above.
    pub parent: Option<RecordRef>,
    /// Number under the parent, or the code of a division, as people read it.
    pub number: String,
    /// Name; may be empty.
    pub name: String,
    /// Code path, from the county down.
    pub path: String,
    /// How far it is.
    pub state: NodeState,
    /// Code of its disposition.
    pub disposition: Option<String>,
    /// Counts at and below it.
    pub tally: Tally,
    /// What the frame or a declaration lets expect.
    pub expected: Expected,
    /// Whether a note hangs on it.
    pub has_note: bool,
    /// Visits made to a household.
    pub visits: u32,
    /// Whether it was in the frame or on a register before the walk.
    pub is_prelisted: bool,
}

/// Most units that one unit may hold.
const CHILDREN_MAX: usize = 1000;

/// A window into a long list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// Path and number of the record before the window.
    pub after: Option<(String, i64)>,
    /// Most lines wanted.
    pub limit: usize,
}

impl Window {
    /// A window at the beginning.
    #[must_use]
    pub const fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }

    /// All units below one: the numbers there have three digits at most.
    #[must_use]
    pub const fn whole() -> Self {
        Self::first(CHILDREN_MAX)
    }
}

/// Expressions that differ by kind.
struct Shape {
    number: &'static str,
    name: &'static str,
    disposition: &'static str,
}

const fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::County | Kind::Township | Kind::Village => of("unit.code", "unit.name", "NULL"),
        Kind::Group => of(
            "printf('%02d', unit.number)",
            "unit.name",
            "unit.disposition",
        ),
        Kind::Household => of(
            "printf('%03d', unit.hh_no)",
            "unit.head_name",
            "unit.disposition",
        ),
        Kind::Person => of("unit.line_no", "unit.name", "unit.disposition"),
        Kind::Episode => of("unit.episode_no", "unit.employer", "unit.disposition"),
        Kind::Visit => of("NULL", "unit.visited_at", "unit.result"),
        Kind::Staff => of("NULL", "unit.name", "unit.role"),
    }
}

const fn of(number: &'static str, name: &'static str, disposition: &'static str) -> Shape {
    Shape {
        number,
        name,
        disposition,
    }
}

/// Expected counts of a kind, as SQL.
const fn expected(kind: Kind) -> [&'static str; 4] {
    match kind {
        Kind::Village => [
            "NULL",
            "unit.expected_groups",
            HOUSEHOLDS_OF_VILLAGE,
            PERSONS_OF_VILLAGE,
        ],
        Kind::Group => [
            "NULL",
            "NULL",
            "coalesce(unit.declared_households, unit.expected_households)",
            "coalesce(unit.declared_persons, unit.expected_persons)",
        ],
        Kind::Household => ["NULL", "NULL", "NULL", "unit.hukou_pop"],
        _ => ["NULL", "NULL", "NULL", "NULL"],
    }
}

/// A village's own expectation, else the sum of its groups' where every group has one.
const HOUSEHOLDS_OF_VILLAGE: &str = "coalesce(unit.expected_households,
    (SELECT iif(count(*) = count(coalesce(g.declared_households, g.expected_households)),
        sum(coalesce(g.declared_households, g.expected_households)), NULL)
     FROM villagers_group g WHERE g.parent = unit.id AND g.live))";
const PERSONS_OF_VILLAGE: &str = "coalesce(unit.expected_persons,
    (SELECT iif(count(*) = count(coalesce(g.declared_persons, g.expected_persons)),
        sum(coalesce(g.declared_persons, g.expected_persons)), NULL)
     FROM villagers_group g WHERE g.parent = unit.id AND g.live))";

/// Builds the query of nodes of a kind; `filter` comes behind WHERE.
fn sql(kind: Kind, filter: &str) -> String {
    let shape = shape(kind);
    let [villages, groups, households, persons] = expected(kind);
    let counts: Vec<String> = COLUMNS
        .iter()
        .map(|name| match (kind, *name) {
            (Kind::Person | Kind::Episode | Kind::Visit | Kind::Staff, own) if is_own(own) => {
                format!("unit.{own} AS {own}")
            }
            (_, name) => format!("coalesce(tally.{name}, 0) AS {name}"),
        })
        .collect();
    let visits = match kind {
        Kind::Household => "(SELECT count(*) FROM visit WHERE visit.parent = unit.id)",
        _ => "0",
    };
    let prelisted = match kind {
        Kind::Group | Kind::Household | Kind::Person => "coalesce(unit.origin IS '1', 0)",
        _ => "0",
    };
    let stays = match kind {
        Kind::Person => {
            "(unit.went_out IS '1' AND NOT EXISTS (SELECT 1 FROM episode
              WHERE episode.parent = unit.id AND episode.live))
             + coalesce((SELECT sum(episode.missing) FROM episode
              WHERE episode.parent = unit.id AND episode.live), 0)"
        }
        _ => "0",
    };
    format!(
        "SELECT unit.id AS id, unit.parent AS above, {} AS label, {} AS title, unit.path AS path,
            unit.live AS live, {} AS result, {villages} AS e_villages, {groups} AS e_groups,
            {households} AS e_households, {persons} AS e_persons, {visits} AS visits,
            {stays} AS stays, {prelisted} AS prelisted, record.aside AS aside, {}
         FROM {} AS unit JOIN record ON record.id = unit.id
         LEFT JOIN tally ON tally.record = unit.id WHERE {filter}",
        shape.number,
        shape.name,
        shape.disposition,
        counts.join(", "),
        kind.table(),
    )
}

/// Counts that a typed row keeps of itself.
fn is_own(name: &str) -> bool {
    matches!(
        name,
        "applicable"
            | "answered"
            | "reasoned"
            | "missing"
            | "hard"
            | "soft_open"
            | "soft_confirmed"
            | "returns"
    )
}

fn read(kind: Kind, row: &Row<'_>) -> rusqlite::Result<Node> {
    let tally = Tally::read(row)?;
    let is_live: bool = row.get("live")?;
    let count =
        |name| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(name)?.map(i64::unsigned_abs));
    let above: Option<i64> = row.get("above")?;
    let aside: Option<String> = row.get("aside")?;
    let number: rusqlite::types::Value = row.get("label")?;
    let stays: i64 = row.get("stays")?;
    let expected = Expected {
        villages: count("e_villages")?,
        groups: count("e_groups")?,
        households: count("e_households")?,
        persons: count("e_persons")?,
    };
    Ok(Node {
        record: RecordRef {
            kind,
            id: row.get("id")?,
        },
        parent: above
            .zip(kind.parent())
            .map(|(id, kind)| RecordRef { kind, id }),
        number: match number {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            _ => String::new(),
        },
        name: row.get::<_, Option<String>>("title")?.unwrap_or_default(),
        path: row.get("path")?,
        state: state((kind, is_live), &tally, &expected, stays),
        disposition: row.get("result")?,
        tally,
        expected,
        has_note: aside.is_some_and(|aside| aside.contains("\"notes\"")),
        visits: row.get("visits")?,
        is_prelisted: row.get("prelisted")?,
    })
}

impl Reader {
    /// Returns a unit with its counts.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn node(&self, record: RecordRef) -> Result<Node> {
        let mut node = self.bare_node(record)?;
        self.note_seal(&mut node)?;
        Ok(node)
    }

    /// Returns a unit with its counts, whether or not it is signed.
    pub(super) fn bare_node(&self, record: RecordRef) -> Result<Node> {
        self.conn
            .prepare_cached(&sql(record.kind, "unit.id = ?1"))?
            .query_row([record.id], |row| read(record.kind, row))
            .optional()?
            .ok_or_else(|| StoreError::NoSuchUnit(record.id.to_string()))
    }

    /// Brings what is known of the sign-off of a unit into its state.
    fn note_seal(&self, node: &mut Node) -> Result<()> {
        if !is_signable(node.record.kind) || node.state == NodeState::Disposed {
            return Ok(());
        }
        node.state = match (self.sealed(node.record)?, node.state) {
            (Sealed::Broken, _) => NodeState::Changed,
            (Sealed::Intact, state) if state != NodeState::Returned => NodeState::Signed,
            (_, state) => state,
        };
        Ok(())
    }

    /// Returns the units from the county down to the parent of a record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn trail(&self, record: RecordRef) -> Result<Vec<Node>> {
        record::ancestors(&self.conn, record)?
            .into_iter()
            .map(|entry| self.node(entry.record))
            .collect()
    }

    /// Returns the children of a unit in the order of their numbers, a window at a time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn children(&self, parent: RecordRef, kind: Kind, window: &Window) -> Result<Vec<Node>> {
        let mut nodes = self.window(parent, kind, window)?;
        for node in &mut nodes {
            self.note_seal(node)?;
        }
        Ok(nodes)
    }

    /// Returns all children of a unit, whether or not they are signed.
    pub(super) fn bare_children(&self, parent: RecordRef, kind: Kind) -> Result<Vec<Node>> {
        self.window(parent, kind, &Window::whole())
    }

    fn window(&self, parent: RecordRef, kind: Kind, window: &Window) -> Result<Vec<Node>> {
        let (after, id) = window.after.clone().unwrap_or_default();
        let filter = "unit.parent = ?1 AND (unit.path, unit.id) > (?2, ?3)
            ORDER BY unit.path, unit.id LIMIT ?4";
        let mut statement = self.conn.prepare_cached(&sql(kind, filter))?;
        let limit = i64::try_from(window.limit).unwrap_or(i64::MAX);
        let rows =
            statement.query_map(params![parent.id, after, id, limit], |row| read(kind, row))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns the next or previous live unit under the same parent.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn neighbor(&self, record: RecordRef, is_forward: bool) -> Result<Option<RecordRef>> {
        let table = record.kind.table();
        let (than, order) = if is_forward {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        let sql = format!(
            "SELECT other.id FROM {table} AS unit JOIN {table} AS other
                ON other.parent = unit.parent AND other.live
                    AND (other.path, other.id) {than} (unit.path, unit.id)
             WHERE unit.id = ?1 ORDER BY other.path {order}, other.id {order} LIMIT 1"
        );
        let id = self
            .conn
            .prepare_cached(&sql)?
            .query_row([record.id], |row| row.get(0))
            .optional()?;
        Ok(id.map(|id| RecordRef {
            kind: record.kind,
            id,
        }))
    }
}
