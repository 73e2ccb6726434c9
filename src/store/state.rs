//! The truth values of a record: universes, required-ness, derived values, presets.

use rusqlite::types::ValueRef;

use super::error::Result;
use super::layout::Storage;
use super::reader::Reader;
use super::record::RecordRef;
use crate::domain::kind::Kind;
use crate::instrument::Instrument;
use crate::instrument::statement::{Role, StateColumn};

/// What one column of the state query says, with the index of its item or derived column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Record,
    Universe(usize),
    Required(usize),
    Preset(usize),
    Derive(usize),
    Derived(usize),
}

impl Slot {
    /// Finds the place of a column of the state query.
    pub(super) fn of(instrument: &Instrument, kind: Kind, column: &StateColumn) -> Option<Self> {
        let item = || {
            instrument
                .items(kind)
                .iter()
                .position(|item| item.id == column.id)
        };
        let derived = || {
            instrument
                .derived(kind)
                .iter()
                .position(|known| known.id == column.id)
        };
        match column.role {
            Role::RecordUniverse => Some(Self::Record),
            Role::Universe => item().map(Self::Universe),
            Role::Required => item().map(Self::Required),
            Role::Derive => item().map(Self::Derive),
            Role::Preset => item().map(Self::Preset),
            Role::Derived => derived().map(Self::Derived),
        }
    }
}

/// What the state query says of one record.
#[derive(Debug, Default)]
pub(super) struct State {
    record: Option<bool>,
    universes: Vec<Option<bool>>,
    required: Vec<Option<bool>>,
    presets: Vec<Option<String>>,
    derived_items: Vec<Option<String>>,
    derived_columns: Vec<Option<String>>,
}

impl State {
    /// Runs the state query on the typed row as it stands.
    pub(super) fn read(reader: &Reader, record: RecordRef) -> Result<Self> {
        let items = reader.instrument.items(record.kind);
        let derived = reader.instrument.derived(record.kind);
        let prepared = reader.prepared(record.kind);
        let mut state = Self {
            record: Some(true),
            universes: vec![Some(true); items.len()],
            required: vec![None; items.len()],
            presets: vec![None; items.len()],
            derived_items: vec![None; items.len()],
            derived_columns: vec![None; derived.len()],
        };
        if prepared.slots.is_empty() {
            return Ok(state);
        }
        let mut statement = reader.conn.prepare_cached(&prepared.state_sql)?;
        let mut rows = statement.query([record.id])?;
        let Some(row) = rows.next()? else {
            return Ok(state);
        };
        for (column, slot) in prepared.slots.iter().enumerate() {
            let value = row.get_ref(column)?;
            let item_text = |index: &usize| {
                let item = items.get(*index)?;
                Storage::of(&item.item_type).read(value)
            };
            match slot {
                Slot::Record => state.record = truth(value),
                Slot::Universe(index) => set(&mut state.universes, *index, truth(value)),
                Slot::Required(index) => set(&mut state.required, *index, truth(value)),
                Slot::Preset(index) => set(&mut state.presets, *index, item_text(index)),
                Slot::Derive(index) => set(&mut state.derived_items, *index, item_text(index)),
                Slot::Derived(index) => {
                    let text = derived
                        .get(*index)
                        .and_then(|column| Storage::of(&column.item_type).read(value));
                    set(&mut state.derived_columns, *index, text);
                }
            }
        }
        Ok(state)
    }

    /// Tells whether the record is asked at all; nothing when that is not known yet.
    pub(super) const fn record(&self) -> Option<bool> {
        self.record
    }

    /// Tells whether an item applies; nothing when that is not known yet.
    pub(super) fn universe(&self, item: usize) -> Option<bool> {
        match self.record {
            Some(true) => self.universes.get(item).copied().flatten(),
            // Of a record that is not asked at all, no item is.
            not_asked => not_asked,
        }
    }

    /// Tells whether the condition of being required holds.
    pub(super) fn required(&self, item: usize) -> Option<bool> {
        self.required.get(item).copied().flatten()
    }

    /// Returns the value offered for an item.
    pub(super) fn preset(&self, item: usize) -> Option<&str> {
        self.presets.get(item).and_then(Option::as_deref)
    }

    /// Returns the value that an item takes while it has no answer of its own.
    pub(super) fn derived_item(&self, item: usize) -> Option<String> {
        self.derived_items.get(item).cloned().flatten()
    }

    /// Returns the value of a derived column.
    pub(super) fn derived_column(&self, column: usize) -> Option<String> {
        self.derived_columns.get(column).cloned().flatten()
    }
}

fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(place) = list.get_mut(index) {
        *place = value;
    }
}

/// SQL's three-valued truth.
fn truth(value: ValueRef<'_>) -> Option<bool> {
    match value {
        ValueRef::Integer(number) => Some(number != 0),
        ValueRef::Real(number) => Some(number != 0.0),
        _ => None,
    }
}
