//! Lets `SQLite` read every condition once, under the authorizer, and notes what each rests on.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ToSql};

use crate::domain::kind::Kind;

use super::authorizer::{self, Reading, Recorder};
use super::fault::{Fault, FaultKind, InstrumentError};
use super::figure::{Source, UNITS};
use super::item::{Condition, Read, Required};
use super::load_lists::nearest;
use super::questionnaire::Instrument;
use super::{functions, scan, schema, token};

/// Round whose defaults stand in the trial database.
const TRIAL_ROUND: i32 = 2026;

/// An empty database with the tables of a questionnaire, in which conditions can be tried.
pub struct Trial {
    /// The database, in memory, with our functions and without an authorizer.
    pub connection: Connection,
}

impl Trial {
    /// Makes the tables, one row in `round` with the defaults, and our functions.
    ///
    /// # Errors
    /// Fails when `SQLite` refuses the tables.
    pub fn new(instrument: &Instrument) -> Result<Self, rusqlite::Error> {
        let connection = Connection::open_in_memory()?;
        for kind in Kind::ALL {
            let table = schema::create_table(instrument, kind, &[schema::COUNTED]);
            connection.execute_batch(&table)?;
        }
        connection.execute_batch(&schema::create_round(instrument))?;
        functions::register(&connection, instrument)?;
        fill_round(&connection, instrument, TRIAL_ROUND, "2026-11-15")?;
        Ok(Self { connection })
    }
}

/// Puts the one row of `round` with the defaults of a round.
///
/// # Errors
/// Fails when `SQLite` refuses the row.
pub fn fill_round(
    connection: &Connection,
    instrument: &Instrument,
    round: i32,
    reference_date: &str,
) -> Result<(), rusqlite::Error> {
    let month: String = reference_date.chars().take(7).collect();
    connection.execute("DELETE FROM round", [])?;
    connection.execute(
        "INSERT INTO round (reference_date, reference_ym, reference_year) VALUES (?1, ?2, ?3)",
        [&reference_date as &dyn ToSql, &month, &round],
    )?;
    for setting in &instrument.settings {
        let sql = format!("UPDATE round SET \"{}\" = ?1", setting.id);
        connection.execute(&sql, [setting.default_for(round)])?;
    }
    Ok(())
}

/// Compiles every condition of the questionnaire in place.
///
/// # Errors
/// Fails with a fault for every condition that cannot be read or asks for what is forbidden.
pub fn compile(instrument: &mut Instrument) -> Result<Trial, InstrumentError> {
    let mut trial = Trial::new(instrument)?;
    let mut faults = Vec::new();
    read_all(&mut trial, instrument, false, &mut faults)?;
    // What is not there cannot be read: only area rules are read beside the figures.
    let figures = schema::create_figures(instrument);
    trial.connection.execute_batch(&figures)?;
    read_all(&mut trial, instrument, true, &mut faults)?;
    if !faults.is_empty() {
        return Err(InstrumentError::refused(faults));
    }
    expand(instrument);
    Ok(trial)
}

/// Reads all conditions of area rules, or all others.
fn read_all(
    trial: &mut Trial,
    instrument: &mut Instrument,
    of_areas: bool,
    faults: &mut Vec<Fault>,
) -> Result<(), InstrumentError> {
    let extra: &[&'static str] = if of_areas { &[schema::FIGURE] } else { &[] };
    let recorder = authorizer::install(&mut trial.connection, extra)?;
    let names = Names::of(instrument);
    let all = conditions(instrument).into_iter();
    for (stand, condition) in all.filter(|(stand, _)| of_areas == matches!(stand, Stand::Area(_))) {
        match read_one(&trial.connection, &recorder, stand, condition, &names) {
            Ok(reading) => names.note(condition, &reading),
            Err(fault) => faults.push(fault),
        }
    }
    authorizer::remove(&mut trial.connection)?;
    Ok(())
}

/// Where a condition stands, which decides what it may read.
#[derive(Clone, Copy)]
enum Stand {
    /// On a record with its ancestors.
    Record(Kind),
    /// On a unit with its ancestors and figures.
    Area(Kind),
    /// Alone, as a SELECT of codes and numbers.
    Select,
}

impl Stand {
    fn of_branch(kind: Kind, scope: Option<Kind>) -> Self {
        if scope.is_some() && UNITS.contains(&kind) {
            Self::Area(kind)
        } else {
            Self::Record(kind)
        }
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Record(kind) | Self::Area(kind) => kind,
            Self::Select => Kind::County,
        }
    }

    /// The statement in which the condition is tried.
    fn statement(self, sql: &str) -> String {
        // In WHERE a sum over all records is refused, which has no meaning for one record.
        match self {
            Self::Record(kind) => format!("SELECT 1 {} WHERE ({sql})", schema::context(kind)),
            Self::Area(kind) => {
                format!(
                    "SELECT 1 {} WHERE ({sql})",
                    schema::context_with_figures(kind)
                )
            }
            Self::Select => sql.to_owned(),
        }
    }
}

/// Goes through all conditions with the place where each stands.
fn conditions(instrument: &mut Instrument) -> Vec<(Stand, &mut Condition)> {
    let mut all: Vec<(Stand, &mut Condition)> = Vec::new();
    for (kind, part) in &mut instrument.kinds {
        let stand = Stand::Record(*kind);
        all.extend(part.universe.as_mut().map(|condition| (stand, condition)));
        for item in &mut part.items {
            let required = match &mut item.required {
                Required::When(condition) => Some(condition),
                _ => None,
            };
            let own = [
                item.universe.as_mut(),
                required,
                item.derive.as_mut(),
                item.preset.as_mut(),
            ];
            all.extend(
                own.into_iter()
                    .flatten()
                    .map(|condition| (stand, condition)),
            );
        }
        all.extend(
            part.derived
                .iter_mut()
                .map(|derived| (stand, &mut derived.value)),
        );
    }
    for rule in &mut instrument.rules {
        for branch in &mut rule.branches {
            let stand = Stand::of_branch(branch.kind, branch.scope);
            all.push((stand, &mut branch.when));
            all.extend(branch.among.as_mut().map(|among| (stand, among)));
            all.extend(branch.fills.iter_mut().map(|(_, fill)| (stand, fill)));
        }
        for claim in &mut rule.claims {
            let stand = Stand::Record(claim.kind);
            all.extend(claim.when.as_mut().map(|when| (stand, when)));
        }
    }
    for figure in &mut instrument.figures {
        all.extend(match &mut figure.source {
            Source::Sum { over, value } => Some((Stand::Record(*over), value)),
            Source::Select(select) => Some((Stand::Select, select)),
            Source::Findings(_) => None,
        });
    }
    all
}

fn read_one(
    connection: &Connection,
    recorder: &Recorder,
    stand: Stand,
    condition: &Condition,
    names: &Names,
) -> Result<Reading, Fault> {
    let place = &condition.place;
    let kind = stand.kind();
    let sql = scan::without_bounds(&condition.sql);
    let sql = sql.as_str();
    if token::tokens(sql).is_none() {
        return Err(FaultKind::BadForm.at(place, &[("sql", sql)]));
    }
    let _ = recorder.take();
    let prepared = connection.prepare(&stand.statement(sql));
    let reading = recorder.take();
    let error = match prepared {
        Ok(statement) if matches!(stand, Stand::Select) && statement.column_count() != 2 => {
            let args = [("figure", sql), ("fits", "SELECT code, number")];
            return Err(FaultKind::NoSource.at(place, &args));
        }
        Ok(_) => return Ok(reading),
        Err(error) => error,
    };
    if let Some(denied) = reading.denied {
        return Err(FaultKind::Forbidden.at(place, &[("denied", &denied)]));
    }
    let said = match &error {
        rusqlite::Error::SqlInputError { msg, .. }
        | rusqlite::Error::SqliteFailure(_, Some(msg)) => msg.clone(),
        other => other.to_string(),
    };
    let after = |start: &str| {
        said.strip_prefix(start)
            .map(|name| name.split(' ').next().unwrap_or_default().to_owned())
    };
    if let Some(name) = after("no such column: ") {
        if !name.is_ascii() {
            return Err(FaultKind::BadForm.at(place, &[("sql", sql)]));
        }
        let near = names.near(kind, &name);
        return Err(FaultKind::UnknownItem.at(place, &[("item", &name), ("near", &near)]));
    }
    if let Some(name) = after("ambiguous column name: ") {
        let near = format!("{}.{name}", kind.table());
        return Err(FaultKind::AmbiguousItem.at(place, &[("item", &name), ("near", &near)]));
    }
    if let Some(name) = after("no such function: ").or_else(|| after("no such table: ")) {
        return Err(FaultKind::Forbidden.at(place, &[("denied", &name)]));
    }
    Err(FaultKind::BadSql.at(place, &[("sql", sql), ("cause", &said)]))
}

/// The columns there are, to tell items from common columns and to find the nearest name.
struct Names {
    columns: BTreeMap<Kind, BTreeSet<String>>,
    settings: BTreeSet<String>,
    figures: BTreeSet<String>,
}

impl Names {
    fn of(instrument: &Instrument) -> Self {
        let columns = |kind| {
            instrument
                .columns(kind)
                .iter()
                .map(|column| column.id().to_owned())
                .chain([schema::COUNTED_NAME.to_owned()])
                .collect()
        };
        let round = schema::round_columns(instrument)
            .into_iter()
            .map(|column| column.name);
        let figures = instrument.figures.iter();
        Self {
            columns: Kind::ALL.map(|kind| (kind, columns(kind))).into(),
            settings: round.collect(),
            figures: figures.map(|figure| figure.id.clone()).collect(),
        }
    }

    fn note(&self, condition: &mut Condition, reading: &Reading) {
        let mut reads = BTreeSet::new();
        let mut settings = BTreeSet::new();
        let mut figures = BTreeSet::new();
        for (table, column) in &reading.columns {
            let id = column.strip_suffix("__reason").unwrap_or(column);
            let kind = Kind::ALL.into_iter().find(|kind| kind.table() == table);
            match kind {
                Some(kind)
                    if self
                        .columns
                        .get(&kind)
                        .is_some_and(|names| names.contains(id)) =>
                {
                    reads.insert(Read {
                        kind,
                        id: id.to_owned(),
                    });
                }
                None if table == schema::FIGURE => {
                    figures.insert(column.clone());
                }
                None => {
                    settings.insert(column.clone());
                }
                Some(_) => {}
            }
        }
        condition.reads = reads.into_iter().collect();
        condition.settings = settings.into_iter().collect();
        figures.remove("record");
        condition.figures = figures.into_iter().collect();
    }

    /// The name most like the unknown one among those that the context offers.
    fn near(&self, kind: Kind, wanted: &str) -> String {
        let bare = wanted.rsplit('.').next().unwrap_or(wanted);
        if wanted.starts_with("round.") {
            let near = nearest(bare, self.settings.iter().map(String::as_str));
            return format!("round.{near}");
        }
        if wanted.starts_with("figure.") {
            let near = nearest(bare, self.figures.iter().map(String::as_str));
            return format!("figure.{near}");
        }
        let line = kind.ancestry();
        let kinds = line.iter().rev().filter_map(|kind| self.columns.get(kind));
        nearest(bare, kinds.flatten().map(String::as_str))
    }
}

/// Replaces derived columns by what they read, down to items.
fn expand(instrument: &mut Instrument) {
    let mut derived: BTreeMap<Read, Vec<Read>> = BTreeMap::new();
    for kind in Kind::ALL {
        for column in instrument.derived(kind) {
            let read = Read {
                kind,
                id: column.id.clone(),
            };
            derived.insert(read, column.value.reads.clone());
        }
    }
    for (_, condition) in conditions(instrument) {
        let mut open = condition.reads.clone();
        let mut seen: BTreeSet<Read> = open.iter().cloned().collect();
        let mut inputs = BTreeSet::new();
        while let Some(read) = open.pop() {
            match derived.get(&read) {
                Some(below) => open.extend(
                    below
                        .iter()
                        .filter(|read| seen.insert((*read).clone()))
                        .cloned(),
                ),
                None => {
                    inputs.insert(read);
                }
            }
        }
        condition.inputs = inputs.into_iter().collect();
    }
}
