//! What a form shows: every item of one record, with why it is filled or empty.

use std::collections::HashMap;

use super::cell::{Cell, Status};
use super::complete::statuses;
use super::error::Result;
use super::event::unword;
use super::finding::Finding;
use super::layout::read_row;
use super::node::Node;
use super::reader::Reader;
use super::record::RecordRef;
use super::register::Aside;
use super::state::State;
use crate::instrument::Item;

/// One record as a form shows it.
#[derive(Debug, Clone)]
pub struct Form {
    /// The record.
    pub record: RecordRef,
    /// The record as a line of its roster.
    pub node: Node,
    /// The units above, from the county down.
    pub trail: Vec<Node>,
    /// Its items, in asking order.
    pub cells: Vec<Cell>,
    /// Values of the derived columns, by id.
    pub derived: HashMap<String, String>,
    /// What the rules found on it.
    pub findings: Vec<Finding>,
}

impl Reader {
    /// Returns a record as a form shows it.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn form(&self, record: RecordRef) -> Result<Form> {
        let layout = self.layout(record.kind);
        let held = read_row(&self.conn, layout, record.id)?;
        let derived = layout
            .columns
            .iter()
            .zip(&held)
            .filter(|(column, _)| !column.is_item)
            .filter_map(|(column, held)| Some((column.name.clone(), held.value.clone()?)))
            .collect();
        Ok(Form {
            record,
            node: self.node(record)?,
            trail: self.trail(record)?,
            cells: self.cells(record)?,
            derived,
            findings: self.findings(record)?,
        })
    }

    /// Returns the cells of a record.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn cells(&self, record: RecordRef) -> Result<Vec<Cell>> {
        let held = read_row(&self.conn, self.layout(record.kind), record.id)?;
        let aside = Aside::read(&self.conn, record.id)?;
        let own = self.own(record, &aside)?;
        let state = State::read(self, record)?;
        let drafts = self.drafts(record)?;
        let statuses = statuses(self, record, &own, &state, &held)?;
        let items = self.instrument.items(record.kind).iter().enumerate();
        items
            .zip(statuses)
            .zip(held)
            .map(|(((index, item), (status, is_required)), held)| {
                let value = match status {
                    Status::Preset => self.preset(record, item, state.preset(index))?,
                    _ => held.value,
                };
                Ok(Cell {
                    item: index,
                    status,
                    is_required,
                    value,
                    reason: held.reason.and_then(|reason| reason.parse().ok()),
                    parked: aside.parked.get(&item.id).map(|text| unword(text)),
                    note: aside.notes.get(&item.id).cloned(),
                    draft: drafts.get(&item.id).cloned(),
                    in_conflict: aside.conflicts.contains_key(&item.id),
                })
            })
            .collect()
    }

    /// Returns the value offered for an item: that of the head of the household where the
    /// instrument says so, else the preset.
    fn preset(
        &self,
        record: RecordRef,
        item: &Item,
        preset: Option<&str>,
    ) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        if item.head_preset {
            let sql = format!(
                "SELECT head.{id} FROM person JOIN person AS head ON head.parent = person.parent
                    AND head.relation = '0' AND head.live AND head.id <> person.id
                 WHERE person.id = ?1 LIMIT 1",
                id = item.id
            );
            let value: Option<Option<String>> = self
                .conn
                .prepare_cached(&sql)?
                .query_row([record.id], |row| row.get(0))
                .optional()?;
            if let Some(value) = value.flatten() {
                return Ok(Some(value));
            }
        }
        Ok(preset.map(str::to_owned))
    }

    /// Returns the note on a record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn note(&self, record: RecordRef) -> Result<Option<String>> {
        Ok(Aside::read(&self.conn, record.id)?.notes.get("").cloned())
    }

    fn drafts(&self, record: RecordRef) -> Result<HashMap<String, String>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT item, text FROM draft WHERE record = ?1")?;
        let rows = statement.query_map([record.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}
