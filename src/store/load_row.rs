//! The typed row of one record that is loaded in bulk.

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::complete::count;
use super::error::{Result, StoreError};
use super::layout::Held;
use super::project::{Changed, Own, PASSES_MAX, note, park, wanted, write_differing};
use super::reader::Reader;
use super::record::RecordRef;
use super::register::Aside;
use super::state::State;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;

/// A record whose row is written and not settled yet.
pub(super) struct Laid {
    pub(super) record: RecordRef,
    /// Place of its parent among those that were laid with it.
    pub(super) above: Option<usize>,
    pub(super) own: Own,
    pub(super) held: Vec<Held>,
    /// Whether its row says that it counts.
    pub(super) is_live: bool,
    /// Whether it would count if it is asked at all.
    pub(super) is_above_live: bool,
    aside: Aside,
}

impl Laid {
    /// Begins with canonical answers.
    pub(super) fn new(kind: Kind, answers: &[(String, Answer)]) -> Self {
        Self {
            record: RecordRef { kind, id: 0 },
            above: None,
            own: answers.iter().cloned().collect(),
            held: Vec::new(),
            is_live: true,
            is_above_live: true,
            aside: Aside::default(),
        }
    }

    /// Writes the row as it will be if every answer applies and every hint is right.
    pub(super) fn begin(
        &mut self,
        reader: &Reader,
        (parent, path): (i64, &str),
        hints: &[(&'static str, String)],
    ) -> Result<()> {
        let layout = reader.layout(self.record.kind);
        self.held = layout
            .columns
            .iter()
            .map(|column| {
                let hint = || hints.iter().find(|(name, _)| *name == column.name);
                match self.own.get(&column.name) {
                    Some(answer) if column.is_item => Held::of(answer),
                    _ => Held {
                        value: hint().map(|(_, value)| value.clone()),
                        reason: None,
                    },
                }
            })
            .collect();
        let mut values = vec![
            Value::Integer(self.record.id),
            Value::Integer(parent),
            Value::Text(path.to_owned()),
            Value::Integer(self.is_live.into()),
        ];
        for (column, held) in layout.columns.iter().zip(&self.held) {
            values.push(match &held.value {
                Some(text) => column.storage.store(&column.name, text)?,
                None => Value::Null,
            });
            if column.is_item {
                values.push(held.reason.clone().map_or(Value::Null, Value::Text));
            }
        }
        reader
            .conn
            .prepare_cached(&layout.insert)?
            .execute(params_from_iter(values))?;
        Ok(())
    }

    /// Brings the row in line with the answers; tells what changed.
    pub(super) fn settle(&mut self, reader: &Reader) -> Result<Changed> {
        let layout = reader.layout(self.record.kind);
        let mut changed = Changed::default();
        for _ in 0..PASSES_MAX {
            let state = State::read(reader, self.record)?;
            let is_live = self.is_above_live && state.record() == Some(true);
            if is_live != self.is_live {
                self.is_live = is_live;
                changed.place = true;
                let sql = format!(
                    "UPDATE {} SET live = ?2 WHERE id = ?1",
                    self.record.kind.table()
                );
                reader
                    .conn
                    .prepare_cached(&sql)?
                    .execute(params![self.record.id, is_live])?;
            }
            let wanted = wanted(reader, self.record, &self.own, &state, &self.held)?;
            let differing = write_differing(reader, self.record, &self.held, &wanted)?;
            if differing.is_empty() {
                park(reader, self.record, &self.own, &state, &mut self.aside);
                count(reader, self.record, &self.own, &state, &self.held)?;
                return Ok(changed);
            }
            note(&mut changed, layout, differing);
            self.held = wanted;
        }
        Err(StoreError::Corrupt(format!(
            "record {} never settles",
            self.record.id
        )))
    }

    /// Writes what rests on the settled row.
    pub(super) fn finish(&self, reader: &Reader) -> Result<()> {
        if self.aside != Aside::default() {
            self.aside.write(&reader.conn, self.record.id)?;
        }
        Ok(())
    }
}

/// Tells whether one of the laid records stands below another.
pub(super) fn is_below(laid: &[Laid], place: usize, other: usize) -> bool {
    let mut next = laid.get(place).and_then(|one| one.above);
    while let Some(above) = next {
        if above == other {
            return true;
        }
        next = laid.get(above).and_then(|one| one.above);
    }
    false
}
