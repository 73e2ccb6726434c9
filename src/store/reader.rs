//! Reading a census file: what screens, verbs, and exports see. The writer is a reader too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::error::{Result, StoreError};
use super::layout::Layout;
use super::open::{Door, Mode};
use super::record::RecordRef;
use super::register::Names;
use super::resting::{self, Dependents};
use super::state::Slot;
use super::touched::Touched;
use crate::domain::kind::Kind;
use crate::instrument::statement::{RuleQuery, rule_query, state_query};
use crate::instrument::{Condition, Instrument, Required};

/// The round of a census file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Year of the round.
    pub year: u16,
    /// Every status is as at this date.
    pub reference_date: NaiveDate,
    /// Six digits of the county.
    pub county_code: String,
    /// Name of the county.
    pub county: String,
}

/// What is prepared once a kind of record.
pub(super) struct Prepared {
    pub(super) layout: Layout,
    /// SELECT of truth values by record id.
    pub(super) state_sql: String,
    /// What its columns say.
    pub(super) slots: Vec<Slot>,
    pub(super) rules: RuleQuery,
}

/// A connection that reads, with everything that is prepared once.
pub struct Reader {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) is_plain: bool,
    /// The way to a second connection; the writer has none, whose transaction nobody else sees.
    door: Option<Arc<Door>>,
    pub(super) instrument: Arc<Instrument>,
    pub(super) names: RefCell<Names>,
    pub(super) round: Round,
    pub(super) county: RecordRef,
    prepared: HashMap<Kind, Prepared>,
    /// Kinds whose conditions read a column of another kind.
    pub(super) followers: Followers,
    /// Rules that read a column of another record of the household.
    pub(super) dependents: Dependents,
    /// Rules by the columns they rest on.
    pub(super) touched: Touched,
}

impl Reader {
    /// Prepares a connection to a file that is up to date.
    pub(super) fn new(
        conn: Connection,
        path: &Path,
        is_plain: bool,
        instrument: Arc<Instrument>,
    ) -> Result<Self> {
        let (round, county) = read_round(&conn, path)?;
        let prepared = Kind::ALL
            .into_iter()
            .map(|kind| {
                let state = state_query(&instrument, kind);
                let slots = state.columns.iter();
                let prepared = Prepared {
                    layout: Layout::new(&instrument, kind),
                    slots: slots
                        .filter_map(|c| Slot::of(&instrument, kind, c))
                        .collect(),
                    state_sql: state.sql,
                    rules: rule_query(&instrument, kind),
                };
                (kind, prepared)
            })
            .collect();
        let followers = all_followers(&instrument);
        let dependents = resting::dependents(&instrument);
        let touched = Touched::new(&instrument);
        Ok(Self {
            conn,
            path: path.to_owned(),
            is_plain,
            door: None,
            instrument,
            names: RefCell::default(),
            round,
            county,
            prepared,
            followers,
            dependents,
            touched,
        })
    }

    /// Prepares a connection that only reads, which can be doubled by its door.
    pub(super) fn only_reading(
        door: Arc<Door>,
        conn: Connection,
        instrument: &Arc<Instrument>,
    ) -> Result<Self> {
        crate::instrument::functions::register(&conn, instrument)?;
        let reader = Self::new(conn, &door.path, door.is_plain(), Arc::clone(instrument))?;
        Ok(Self {
            door: Some(door),
            ..reader
        })
    }

    /// Opens a second reader of the file, for a second thread; none beside the writer.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn beside(&self) -> Result<Option<Self>> {
        let Some(door) = &self.door else {
            return Ok(None);
        };
        let conn = door.connect(Mode::Read)?;
        Self::only_reading(Arc::clone(door), conn, &self.instrument).map(Some)
    }

    pub(super) fn prepared(&self, kind: Kind) -> &Prepared {
        self.prepared
            .get(&kind)
            .expect("every kind is prepared when the reader is made")
    }

    pub(super) fn layout(&self, kind: Kind) -> &Layout {
        &self.prepared(kind).layout
    }

    /// Returns the instrument of the file.
    #[must_use]
    pub const fn instrument(&self) -> &Arc<Instrument> {
        &self.instrument
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether the file is not encrypted.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Returns the round.
    #[must_use]
    pub const fn round(&self) -> &Round {
        &self.round
    }

    /// Returns the county, the top of everything.
    #[must_use]
    pub const fn county(&self) -> RecordRef {
        self.county
    }

    /// Reads a value that stays on this laptop.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn local(&self, key: &str) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached("SELECT value FROM local WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?)
    }
}

/// Reads a fact about the file.
pub(super) fn meta(conn: &Connection, key: &str) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

fn read_round(conn: &Connection, path: &Path) -> Result<(Round, RecordRef)> {
    let county: Option<(i64, Option<String>)> = conn
        .query_row("SELECT id, name FROM county", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    // A file that was being made when the power failed has no county: it is no census file.
    let Some((id, name)) = county else {
        return Err(StoreError::Foreign(path.to_owned()));
    };
    let round = conn.query_row(
        "SELECT reference_year, reference_date, county_code FROM round",
        [],
        |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        },
    )?;
    let (year, date, county_code) = round;
    let broken = || StoreError::Corrupt("round".to_owned());
    let round = Round {
        year: u16::try_from(year).map_err(|_| broken())?,
        reference_date: date.parse().map_err(|_| broken())?,
        county_code,
        county: name.unwrap_or_default(),
    };
    Ok((
        round,
        RecordRef {
            kind: Kind::County,
            id,
        },
    ))
}

/// By kind and column, the kinds whose conditions read it.
pub(super) type Followers = BTreeMap<(Kind, String), BTreeSet<Kind>>;

/// Collects which kinds' universes and derived values read which columns of other kinds.
pub(super) fn settling(instrument: &Instrument) -> Followers {
    followers(|kind| settling_conditions(instrument, kind))
}

/// Collects which kinds read which columns of other kinds. Rules within a household are left to
/// [`resting`]: they run again without a projection.
fn all_followers(instrument: &Instrument) -> Followers {
    followers(|kind| {
        let presets = instrument.items(kind).iter();
        let presets = presets.filter_map(|item| item.preset.as_ref());
        let rules = instrument.rules.iter().flat_map(|rule| &rule.branches);
        let raised = rules.filter(move |branch| {
            let is_above = !kind.ancestry().contains(&Kind::Household);
            branch.kind == kind && branch.is_stored() && is_above
        });
        settling_conditions(instrument, kind)
            .chain(presets)
            .chain(raised.map(|branch| &branch.when))
    })
}

fn followers<'a, I: Iterator<Item = &'a Condition>>(conditions: impl Fn(Kind) -> I) -> Followers {
    let mut followers = Followers::new();
    for kind in Kind::ALL {
        for read in conditions(kind).flat_map(|condition| &condition.reads) {
            if read.kind != kind {
                let readers = followers.entry((read.kind, read.id.clone())).or_default();
                readers.insert(kind);
            }
        }
    }
    followers
}

/// Goes through the conditions that decide what a row of a kind holds.
fn settling_conditions(instrument: &Instrument, kind: Kind) -> impl Iterator<Item = &Condition> {
    let items = instrument.items(kind).iter().flat_map(|item| {
        let required = match &item.required {
            Required::When(condition) => Some(condition),
            _ => None,
        };
        [item.universe.as_ref(), item.derive.as_ref(), required]
    });
    let derived = instrument.derived(kind).iter();
    let derived = derived.map(|derived| Some(&derived.value));
    let whole = std::iter::once(instrument.kind_universe(kind));
    whole.chain(items).chain(derived).flatten()
}
