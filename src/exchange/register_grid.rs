//! The cells of a register as they stand in the file, before anything is made of them.

use calamine::DataRef;
use chrono::NaiveDate;

use super::frame_error::{Fault, FrameCause};
use super::frame_read::LINE_BYTES_MAX;
use super::frame_xlsx::{COLUMNS_MAX, Workbook, broken};
use crate::base::text::tidy_text;

/// Most lines of a register; a large township has a third of them.
const LINES_MAX: usize = 150_000;

/// A cell as the file holds it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Empty,
    Text(String),
    Number(f64),
    Date(NaiveDate),
    /// A formula that failed, a truth value, or something else that says nothing.
    Fault(String),
}

/// A line with at least one cell.
#[derive(Debug)]
pub(super) struct Line {
    /// As a spreadsheet program counts, from 1.
    pub(super) number: u64,
    cells: Vec<Value>,
}

/// Cells that are merged into one, from line and column to line and column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub(super) lines: (u64, u64),
    pub(super) columns: (usize, usize),
}

/// One sheet, or a text file.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) lines: Vec<Line>,
    pub(super) merged: Vec<Merged>,
}

impl Value {
    /// Returns what a person sees in the cell, tidied; empty where there is nothing.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => tidy_text(text),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Fault(text) => text.clone(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => tidy_text(text).is_empty(),
            _ => false,
        }
    }
}

impl Line {
    pub(super) fn cell(&self, column: usize) -> &Value {
        self.cells.get(column).unwrap_or(&Value::Empty)
    }

    /// Goes through the cells that are not empty, with their columns.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Value)> {
        let cells = self.cells.iter().enumerate();
        cells.filter(|(_, cell)| !cell.is_empty())
    }
}

impl Grid {
    /// Reads comma-separated text.
    pub(super) fn of_text(text: &str) -> Result<Self, Fault> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut grid = Self::default();
        let mut record = csv::StringRecord::new();
        let (mut line, mut counted) = (1, 0);
        loop {
            let more = reader.read_record(&mut record);
            let more = more.map_err(|_not_utf8| Fault::line(line, FrameCause::Encoding))?;
            if !more {
                return Ok(grid);
            }
            // The place of a record is before the blank lines that the reader skips.
            let begin = record
                .position()
                .map_or(counted as u64, csv::Position::byte);
            let begin = usize::try_from(begin).unwrap_or(usize::MAX);
            let rest = text.as_bytes().get(begin..).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
            let begin = begin + blank.count();
            let passed = text.get(counted..begin).unwrap_or_default();
            line += passed.matches('\n').count() as u64;
            counted = begin;
            if record.as_slice().len() > LINE_BYTES_MAX {
                return Err(Fault::line(line, FrameCause::LongLine));
            }
            let cells = record.iter().take(COLUMNS_MAX as usize);
            grid.add(
                line,
                cells.map(|cell| Value::Text(cell.to_owned())).collect(),
            )?;
        }
    }

    /// Reads a sheet of a workbook.
    pub(super) fn of_sheet(book: &mut Workbook<'_>, sheet: &str) -> Result<Self, Fault> {
        let merged = book.merge_cells_by_sheet_name(sheet).map_err(broken)?;
        let merged = merged.iter().map(|area| Merged {
            lines: (u64::from(area.start.0) + 1, u64::from(area.end.0) + 1),
            columns: (area.start.1 as usize, area.end.1 as usize),
        });
        let mut grid = Self {
            merged: merged.collect(),
            ..Self::default()
        };
        let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
        let mut line = 1;
        let mut cells: Vec<Value> = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            if column >= COLUMNS_MAX {
                continue;
            }
            let (row, column) = (u64::from(row) + 1, column as usize);
            if row != line {
                grid.add(line, std::mem::take(&mut cells))?;
                line = row;
            }
            let value = value(cell.get_value());
            if matches!(&value, Value::Text(text) if text.len() > LINE_BYTES_MAX) {
                return Err(Fault::cell(row, column, FrameCause::LongLine));
            }
            if cells.len() <= column {
                cells.resize(column + 1, Value::Empty);
            }
            if let Some(held) = cells.get_mut(column) {
                *held = value;
            }
        }
        grid.add(line, cells)?;
        Ok(grid)
    }

    fn add(&mut self, number: u64, cells: Vec<Value>) -> Result<(), Fault> {
        if cells.iter().all(Value::is_empty) {
            return Ok(());
        }
        if self.lines.len() == LINES_MAX {
            return Err(Fault::line(number, FrameCause::TooLarge));
        }
        self.lines.push(Line { number, cells });
        Ok(())
    }

    /// Returns the last column of the cells that are merged with this one on its line.
    pub(super) fn merged_to(&self, line: u64, column: usize) -> usize {
        let found = self
            .merged
            .iter()
            .find(|area| (area.lines.0..=area.lines.1).contains(&line) && area.columns.0 == column);
        found.map_or(column, |area| area.columns.1)
    }
}

fn value(cell: &DataRef<'_>) -> Value {
    match cell {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            date.map_or_else(|| Value::Number(time.as_f64()), Value::Date)
        }
        DataRef::DateTimeIso(text) => {
            let date = text.split('T').next().unwrap_or_default().parse();
            date.map_or_else(|_| Value::Text(text.clone()), Value::Date)
        }
        DataRef::DurationIso(text) => Value::Fault(text.clone()),
        DataRef::Bool(truth) => Value::Fault(truth.to_string()),
        DataRef::Error(error) => Value::Fault(error.to_string()),
    }
}
