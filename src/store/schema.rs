//! The typed tables: generated from the instrument, extended when it gains an item.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::census::set_meta;
use super::error::{Result, StoreError};
use super::reader::meta;
use crate::domain::kind::Kind;
use crate::instrument::statement::{rule_query, state_query};
use crate::instrument::{Instrument, functions, hash, schema};

/// Facts about the file: the marks and the edition of the instrument it was projected with.
const MARK: &str = "instrument_mark";
const RULES: &str = "rules_mark";
const EDITION: &str = "instrument_edition";

/// Bookkeeping columns of every typed table: how many of the record's items apply, are answered,
/// have a reason, or are missing, and what the rules found on it.
const COMMON: [&str; 9] = [
    "applicable INTEGER NOT NULL DEFAULT 0",
    "answered INTEGER NOT NULL DEFAULT 0",
    "reasoned INTEGER NOT NULL DEFAULT 0",
    schema::COUNTED,
    "hard INTEGER NOT NULL DEFAULT 0",
    "soft_open INTEGER NOT NULL DEFAULT 0",
    "soft_confirmed INTEGER NOT NULL DEFAULT 0",
    "excepted INTEGER NOT NULL DEFAULT 0",
    "returns INTEGER NOT NULL DEFAULT 0",
];

/// What must be done before a file is used with an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renewal {
    /// Nothing: it was projected with this one.
    None,
    /// The rules alone differ: they run again on the rows as they are.
    Rules,
    /// Every record is projected anew.
    All,
}

/// Returns the mark of the rules that are kept with the records.
fn rules_mark(instrument: &Instrument) -> String {
    let mut hasher = blake3::Hasher::new();
    for kind in Kind::ALL {
        hasher.update(rule_query(instrument, kind).sql.as_bytes());
    }
    for rule in &instrument.rules {
        hasher.update(&hash::rule_hash(rule));
    }
    // A stored finding holds the names of codes, and rules compare with settings.
    for row in instrument.lists.iter().flat_map(|list| &list.rows) {
        for text in [&row.code, &row.label.zh, &row.label.en] {
            hasher.update(text.as_bytes());
        }
    }
    hasher.update(schema::create_round(instrument).as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// Returns the mark of everything else that the projection rests on: columns and their indices,
/// codes, and conditions.
fn mark(instrument: &Instrument) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&hash::hash(instrument));
    for kind in Kind::ALL {
        hasher.update(schema::create_table(instrument, kind, &COMMON).as_bytes());
        hasher.update(indices(kind).as_bytes());
        hasher.update(state_query(instrument, kind).sql.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Tells what must be done before a file is used with the instrument.
pub(super) fn renewal(conn: &Connection, instrument: &Instrument) -> Result<Renewal> {
    if meta(conn, MARK)?.as_deref() != Some(mark(instrument).as_str()) {
        return Ok(Renewal::All);
    }
    if meta(conn, RULES)?.as_deref() != Some(rules_mark(instrument).as_str()) {
        return Ok(Renewal::Rules);
    }
    Ok(Renewal::None)
}

/// Notes that every record was projected with the instrument.
pub(super) fn set_current(conn: &Connection, instrument: &Instrument) -> Result<()> {
    set_meta(conn, MARK, &mark(instrument))?;
    set_meta(conn, RULES, &rules_mark(instrument))?;
    set_meta(conn, EDITION, &instrument.edition.to_string())
}

/// Registers our SQL functions and brings the typed tables up to the instrument. Returns what is
/// left to do with the records.
pub(super) fn prepare(conn: &mut Connection, instrument: &Instrument) -> Result<Renewal> {
    functions::register(conn, instrument)?;
    let renewal = renewal(conn, instrument)?;
    if renewal != Renewal::All {
        if renewal == Renewal::Rules {
            extend_round(conn, instrument)?;
        }
        return Ok(renewal);
    }
    if let Some(edition) = meta(conn, EDITION)? {
        let file = edition.parse().unwrap_or(0);
        if file > instrument.edition {
            return Err(StoreError::NewerInstrument {
                file,
                ours: instrument.edition,
            });
        }
    }
    let change = conn.transaction()?;
    for kind in Kind::ALL {
        extend(&change, instrument, kind)?;
    }
    extend_round(&change, instrument)?;
    change.commit()?;
    Ok(Renewal::All)
}

/// Creates the table of the round's settings, or adds what it lacks.
fn extend_round(conn: &Connection, instrument: &Instrument) -> Result<()> {
    let present = present(conn, "round")?;
    if present.is_empty() {
        return Ok(conn.execute_batch(&schema::create_round(instrument))?);
    }
    for column in schema::round_columns(instrument) {
        if !present.contains(&column.name) {
            add_column(conn, "round", &column)?;
            if let Some(setting) = instrument.settings.iter().find(|s| s.id == column.name) {
                let year: i32 =
                    conn.query_row("SELECT reference_year FROM round", [], |row| row.get(0))?;
                let sql = format!("UPDATE round SET \"{}\" = ?1", column.name);
                conn.execute(&sql, [setting.default_for(year)])?;
            }
        }
    }
    Ok(())
}

fn present(conn: &Connection, table: &str) -> Result<BTreeSet<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<std::result::Result<_, _>>()?)
}

fn add_column(conn: &Connection, table: &str, column: &schema::Column) -> Result<()> {
    let sql = format!(
        "ALTER TABLE {table} ADD COLUMN \"{}\" {}",
        column.name, column.sql_type
    );
    Ok(conn.execute_batch(&sql)?)
}

/// Creates the table of a kind, or adds the columns and indices it lacks.
fn extend(conn: &Connection, instrument: &Instrument, kind: Kind) -> Result<()> {
    let table = kind.table();
    let present = present(conn, table)?;
    if present.is_empty() {
        conn.execute_batch(&schema::create_table(instrument, kind, &COMMON))?;
    } else {
        for column in COMMON {
            let name = column.split(' ').next().unwrap_or_default();
            if !present.contains(name) {
                conn.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column}"))?;
            }
        }
        for column in schema::columns(instrument, kind) {
            if !present.contains(&column.name) {
                add_column(conn, table, &column)?;
            }
        }
    }
    Ok(conn.execute_batch(&indices(kind))?)
}

/// Writes the indices of a kind. What a screen or a rule looks for among hundreds of thousands has
/// one of its own that holds the sought alone.
fn indices(kind: Kind) -> String {
    let table = kind.table();
    let own = match kind {
        Kind::Household => {
            "CREATE INDEX IF NOT EXISTS household_done ON household (visit_date)
                 WHERE disposition IS NOT NULL AND live;
             CREATE INDEX IF NOT EXISTS household_unvisited ON household (path, id)
                 WHERE disposition IS NULL AND live;
             CREATE INDEX IF NOT EXISTS household_hollow ON household (path, id)
                 WHERE completed AND live_persons = 0 AND live;"
        }
        Kind::Person => {
            "CREATE INDEX IF NOT EXISTS person_out ON person (path, id)
                 WHERE went_out = '1' AND live;
             CREATE INDEX IF NOT EXISTS person_number ON person (id_number)
                 WHERE id_number IS NOT NULL AND live;
             CREATE INDEX IF NOT EXISTS person_alike ON person (name, birth_ym, sex)
                 WHERE name IS NOT NULL AND birth_ym IS NOT NULL AND live;
             CREATE INDEX IF NOT EXISTS person_unnumbered ON person (name, birth_ym)
                 WHERE id_number IS NULL AND live;
             CREATE INDEX IF NOT EXISTS person_leader ON person (name)
                 WHERE is_leader = '1' AND live;"
        }
        Kind::Episode => {
            "CREATE INDEX IF NOT EXISTS episode_led ON episode (leader_name)
                 WHERE export_mode = '4' AND live;"
        }
        _ => "",
    };
    // Hints look for neighbors by number; so one index serves those and whoever is below a unit.
    let below = match kind {
        Kind::Household => {
            "DROP INDEX IF EXISTS household_parent;
             CREATE INDEX IF NOT EXISTS household_number ON household (parent, hh_no)"
        }
        Kind::Person => {
            "DROP INDEX IF EXISTS person_parent;
             CREATE INDEX IF NOT EXISTS person_line ON person (parent, line_no)"
        }
        _ => &format!("CREATE INDEX IF NOT EXISTS {table}_parent ON {table} (parent)"),
    };
    format!(
        "CREATE INDEX IF NOT EXISTS {table}_path ON {table} (path, id);
         {below};
         CREATE INDEX IF NOT EXISTS {table}_missing ON {table} (path, id)
             WHERE missing > 0 AND live;
         CREATE INDEX IF NOT EXISTS {table}_finding ON {table} (path, id)
             WHERE hard + soft_open > 0 AND live;
         CREATE INDEX IF NOT EXISTS {table}_returned ON {table} (path, id)
             WHERE returns > 0;
         {own}"
    )
}
