//! The columns of a typed table and how canonical text goes in and out of them.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::error::{Result, StoreError};
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::instrument::{Instrument, ItemType};

/// How a column keeps its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    Integer,
    /// With this many decimals.
    Real(usize),
    Text,
}

impl Storage {
    pub(super) const fn of(item_type: &ItemType) -> Self {
        match item_type {
            ItemType::Int { .. } => Self::Integer,
            ItemType::Dec { scale, .. } => Self::Real(*scale as usize),
            _ => Self::Text,
        }
    }

    /// Turns canonical text into what the column stores.
    pub(super) fn store(self, item: &str, text: &str) -> Result<Value> {
        let unstorable = || StoreError::Unstorable {
            item: item.to_owned(),
            value: text.to_owned(),
        };
        Ok(match self {
            Self::Integer => Value::Integer(text.parse().map_err(|_| unstorable())?),
            Self::Real(_) => Value::Real(text.parse().map_err(|_| unstorable())?),
            Self::Text => Value::Text(text.to_owned()),
        })
    }

    /// Turns a stored value back into canonical text.
    pub(super) fn read(self, value: ValueRef<'_>) -> Option<String> {
        match (self, value) {
            (_, ValueRef::Null | ValueRef::Blob(_)) => None,
            (Self::Real(scale), ValueRef::Real(number)) => Some(decimal(number, scale)),
            (Self::Real(scale), ValueRef::Integer(number)) => Some(decimal(number as f64, scale)),
            (_, ValueRef::Integer(number)) => Some(number.to_string()),
            (_, ValueRef::Real(number)) => Some(number.to_string()),
            (_, ValueRef::Text(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
        }
    }
}

/// Writes a decimal with at least as many digits as its scale; finer ones stay as typed.
fn decimal(number: f64, scale: usize) -> String {
    let padded = format!("{number:.scale$}");
    let shortest = number.to_string();
    if shortest.len() > padded.len() {
        shortest
    } else {
        padded
    }
}

/// One column pair of a typed table: the value and its reason.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) storage: Storage,
    /// Derived columns have no reason and no answer of their own.
    pub(super) is_item: bool,
}

/// The generated columns of a kind, items first, in asking order.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) kind: Kind,
    pub(super) columns: Vec<Column>,
    pub(super) select: String,
    /// Writes a whole row: id, parent, path, live, and the columns.
    pub(super) insert: String,
}

impl Layout {
    /// Lays out the table of a kind.
    pub(super) fn new(instrument: &Instrument, kind: Kind) -> Self {
        let items = instrument.items(kind).iter().map(|item| Column {
            name: item.id.clone(),
            storage: Storage::of(&item.item_type),
            is_item: true,
        });
        let derived = instrument.derived(kind).iter().map(|derived| Column {
            name: derived.id.clone(),
            storage: Storage::of(&derived.item_type),
            is_item: false,
        });
        let columns: Vec<Column> = items.chain(derived).collect();
        let mut names = Vec::with_capacity(columns.len() * 2);
        for column in &columns {
            names.push(format!("\"{}\"", column.name));
            if column.is_item {
                names.push(format!("\"{}__reason\"", column.name));
            }
        }
        let list = if names.is_empty() {
            "NULL".to_owned()
        } else {
            names.join(", ")
        };
        let select = format!("SELECT {list} FROM {} WHERE id = ?1", kind.table());
        let whole = ["id", "parent", "path", "live"].map(str::to_owned);
        let whole: Vec<String> = whole.into_iter().chain(names).collect();
        let insert = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            kind.table(),
            whole.join(", "),
            vec!["?"; whole.len()].join(", ")
        );
        Self {
            kind,
            columns,
            select,
            insert,
        }
    }

    /// Returns the place of a column.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// What a typed row holds in one column pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) value: Option<String>,
    pub(super) reason: Option<String>,
}

impl Held {
    /// Returns what a column holds for an answer that applies.
    pub(super) fn of(answer: &Answer) -> Self {
        match answer {
            Answer::Value(value) => Self {
                value: Some(value.clone()),
                reason: None,
            },
            Answer::Reason(reason) => Self {
                value: None,
                reason: Some(reason.id().to_owned()),
            },
            Answer::Cleared => Self::default(),
        }
    }
}

/// Reads the generated columns of a typed row.
pub(super) fn read_row(connection: &Connection, layout: &Layout, id: i64) -> Result<Vec<Held>> {
    let mut statement = connection.prepare_cached(&layout.select)?;
    let held = statement.query_row([id], |row| {
        let mut next = 0;
        layout
            .columns
            .iter()
            .map(|column| {
                let value = column.storage.read(row.get_ref(next)?);
                next += 1;
                let mut reason = None;
                if column.is_item {
                    reason = row.get(next)?;
                    next += 1;
                }
                Ok(Held { value, reason })
            })
            .collect::<rusqlite::Result<Vec<_>>>()
    })?;
    Ok(held)
}

/// Writes some of the generated columns of a typed row.
pub(super) fn write_row(
    connection: &Connection,
    layout: &Layout,
    id: i64,
    indices: &[usize],
    wanted: &[Held],
) -> Result<()> {
    let mut sets = Vec::new();
    let mut values = vec![Value::Integer(id)];
    for index in indices {
        let (Some(column), Some(held)) = (layout.columns.get(*index), wanted.get(*index)) else {
            continue;
        };
        let value = match &held.value {
            Some(text) => column.storage.store(&column.name, text)?,
            None => Value::Null,
        };
        values.push(value);
        sets.push(format!("\"{}\" = ?{}", column.name, values.len()));
        if column.is_item {
            values.push(held.reason.clone().map_or(Value::Null, Value::Text));
            sets.push(format!("\"{}__reason\" = ?{}", column.name, values.len()));
        }
    }
    let sql = format!(
        "UPDATE {} SET {} WHERE id = ?1",
        layout.kind.table(),
        sets.join(", ")
    );
    connection
        .prepare_cached(&sql)?
        .execute(params_from_iter(values))?;
    Ok(())
}
