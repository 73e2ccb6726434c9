//! The tables that the questionnaire makes: one a kind, one column an item, and `round`.

use std::fmt::Write as _;

use crate::domain::kind::Kind;

use super::item::Column as Entry;
use super::questionnaire::Instrument;

/// Columns that every table of records has before those of its items.
pub const COMMON: &str = "\"id\" INTEGER PRIMARY KEY, \"parent\" INTEGER, \
     \"path\" TEXT NOT NULL DEFAULT '', \"live\" INTEGER NOT NULL DEFAULT 1";

/// Names of the common columns; no item may be called so.
pub const COMMON_NAMES: [&str; 4] = ["id", "parent", "path", "live"];

/// Column of the store's bookkeeping that rules may read beside the items: how many answers of the
/// record are missing.
pub const COUNTED: &str = "missing INTEGER NOT NULL DEFAULT 0";
/// Name of that column.
pub const COUNTED_NAME: &str = "missing";

/// Columns of `round` before the settings.
pub const ROUND_FIXED: [(&str, &str); 5] = [
    ("reference_date", "TEXT"),
    ("reference_ym", "TEXT"),
    ("reference_year", "INTEGER"),
    ("county_code", "TEXT"),
    ("county_codes", "TEXT"),
];

/// A column that the questionnaire adds to a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// `SQLite` type.
    pub sql_type: &'static str,
}

/// Lists the columns of a kind in item order: each item, its reason, and the derived columns.
#[must_use]
pub fn columns(instrument: &Instrument, kind: Kind) -> Vec<Column> {
    let mut columns = Vec::new();
    for entry in instrument.columns(kind) {
        let sql_type = entry.item_type().sql_type();
        columns.push(Column {
            name: entry.id().to_owned(),
            sql_type,
        });
        if let Entry::Item(item) = entry {
            columns.push(Column {
                name: item.reason_column(),
                sql_type: "TEXT",
            });
        }
    }
    columns
}

/// Writes the statement that creates the table of a kind; `extra` are further common columns
/// that the caller keeps, as `"name" TYPE` each.
#[must_use]
pub fn create_table(instrument: &Instrument, kind: Kind, extra: &[&str]) -> String {
    let mut sql = format!("CREATE TABLE {} ({COMMON}", kind.table());
    for column in extra {
        let _ = write!(sql, ", {column}");
    }
    for column in columns(instrument, kind) {
        let _ = write!(sql, ", \"{}\" {}", column.name, column.sql_type);
    }
    sql.push_str(") STRICT");
    sql
}

/// Lists the columns of `round`: the fixed ones, then a column a setting.
#[must_use]
pub fn round_columns(instrument: &Instrument) -> Vec<Column> {
    let fixed = ROUND_FIXED.iter();
    let fixed = fixed.map(|(name, sql_type)| Column {
        name: (*name).to_owned(),
        sql_type,
    });
    let settings = instrument.settings.iter().map(|setting| Column {
        name: setting.id.clone(),
        sql_type: if setting.whole { "INTEGER" } else { "REAL" },
    });
    fixed.chain(settings).collect()
}

/// Writes the statement that creates the table `round`, which holds one row.
#[must_use]
pub fn create_round(instrument: &Instrument) -> String {
    let columns = round_columns(instrument);
    let columns: Vec<String> = columns
        .iter()
        .map(|column| format!("\"{}\" {}", column.name, column.sql_type))
        .collect();
    format!("CREATE TABLE round ({}) STRICT", columns.join(", "))
}

/// Writes the part from `FROM` on that puts a condition of the kind into its context: the
/// record's own table joined with all its ancestors and `round`.
#[must_use]
pub fn context(kind: Kind) -> String {
    let mut sql = format!("FROM {}", kind.table());
    let mut child = kind;
    while let Some(parent) = child.parent() {
        let (above, below) = (parent.table(), child.table());
        let _ = write!(sql, " JOIN {above} ON {above}.id = {below}.parent");
        child = parent;
    }
    sql.push_str(" JOIN round");
    sql
}

/// Table that holds the figures of one unit a row; it is there only while an area is checked.
pub const FIGURE: &str = "figure";

/// Writes the statement that creates the table of figures.
#[must_use]
pub fn create_figures(instrument: &Instrument) -> String {
    let mut sql = format!("CREATE TEMP TABLE {FIGURE} (\"record\" INTEGER PRIMARY KEY");
    for figure in &instrument.figures {
        let _ = write!(sql, ", \"{}\" NUMERIC", figure.id);
    }
    sql.push(')');
    sql
}

/// Writes the context of an area rule: that of the kind, joined with the figures of the unit.
#[must_use]
pub fn context_with_figures(kind: Kind) -> String {
    let table = kind.table();
    format!(
        "{} JOIN {FIGURE} ON {FIGURE}.record = {table}.id",
        context(kind)
    )
}

/// Names the tables that a condition may read.
#[must_use]
pub fn tables() -> Vec<&'static str> {
    Kind::ALL
        .iter()
        .map(|kind| kind.table())
        .chain(["round"])
        .collect()
}
