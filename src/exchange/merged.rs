//! The cells of a sheet that are merged into one.

use std::collections::BTreeMap;

use super::frame_error::{Fault, FrameCause};
use super::frame_xlsx::{COLUMNS_MAX, Workbook, broken};

/// Most ranges of a sheet; a register that merges every household has a tenth of them.
const RANGES_MAX: usize = 100_000;

/// Merged ranges by their first column and first line, to their last line and last column.
#[derive(Debug, Default)]
pub(super) struct Merged {
    by_column: BTreeMap<usize, BTreeMap<u64, (u64, usize)>>,
}

impl Merged {
    /// Reads the merged ranges of a sheet.
    pub(super) fn of_sheet(book: &mut Workbook<'_>, sheet: &str) -> Result<Self, Fault> {
        let areas = book.merge_cells_by_sheet_name(sheet).map_err(broken)?;
        if areas.len() > RANGES_MAX {
            return Err(Fault::file(FrameCause::TooLarge));
        }
        let mut merged = Self::default();
        for area in areas.iter().filter(|area| area.start.1 < COLUMNS_MAX) {
            let begin = u64::from(area.start.0) + 1;
            let end = (u64::from(area.end.0) + 1, area.end.1 as usize);
            let column = merged.by_column.entry(area.start.1 as usize).or_default();
            let held = column.entry(begin).or_insert(end);
            *held = (*held).max(end);
        }
        Ok(merged)
    }

    /// Returns the last column of the cells that are merged with this one on its line, where the
    /// range begins in this column.
    pub(super) fn end(&self, line: u64, column: usize) -> Option<usize> {
        // Ranges do not overlap, so that none but the last one before can reach the line.
        let (_, (last, end)) = self.by_column.get(&column)?.range(..=line).next_back()?;
        (*last >= line).then_some(*end)
    }

    /// Says whether a cell is part of a range.
    pub(super) fn contains(&self, line: u64, column: usize) -> bool {
        let mut begins = self.by_column.range(..=column).map(|(begin, _)| *begin);
        begins.any(|begin| self.end(line, begin).is_some_and(|end| end >= column))
    }

    /// Says whether a range begins on a line.
    pub(super) fn begins_on(&self, line: u64) -> bool {
        let mut columns = self.by_column.values();
        columns.any(|lines| lines.contains_key(&line))
    }
}
