use std::sync::LazyLock;

use super::frame_error::{Fault, FrameCause};
use crate::base::text::{fold_width, tidy_text};
use crate::domain::frame::{Frame, FrameColumn, FrameRow};
use crate::domain::frame_builder::FrameBuilder;

/// Other headings of the columns and the usual name of the sheet, as counties write them.
const HEADINGS: &str = include_str!("../../assets/frames/headings.csv");

/// Turns the rows of a table into a frame; the first row that is not blank is the heading.
#[derive(Default)]
pub(super) struct FrameTable {
    /// Column under each cell; empty before the heading is read.
    columns: Vec<Option<FrameColumn>>,
    builder: FrameBuilder,
}

impl FrameTable {
    /// Takes the cells of a row, from the first column on.
    pub(super) fn row(&mut self, line: u64, cells: &[String]) -> Result<(), Fault> {
        let cells: Vec<String> = cells.iter().map(|cell| tidy_text(cell)).collect();
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.columns.is_empty() {
            self.columns = heading(line, &cells)?;
            return Ok(());
        }
        let mut row = FrameRow::default();
        for (index, cell) in cells
            .into_iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let column = self.columns.get(index).copied().flatten();
            let Some(column) = column else {
                return Err(Fault::cell(line, index, FrameCause::NoHeading(cell)));
            };
            row.set(
                column,
                if is_name(column) {
                    cell
                } else {
                    fold_width(&cell)
                },
            );
        }
        self.builder.add(&row, line).map_err(|fault| {
            let index = self
                .columns
                .iter()
                .position(|column| *column == Some(fault.column));
            Fault::cell(line, index.unwrap_or(0), FrameCause::Row(fault.cause))
        })
    }

    /// Returns the frame of all rows.
    pub(super) fn finish(self) -> Result<Frame, Fault> {
        if self.columns.is_empty() {
            return Err(Fault::file(FrameCause::Empty));
        }
        self.builder
            .finish()
            .ok_or_else(|| Fault::file(FrameCause::HeadingOnly))
    }
}

/// Returns the usual name of the sheet that holds the frame.
pub(super) fn usual_sheet() -> &'static str {
    ALIASES
        .iter()
        .find(|(column, _)| *column == "sheet")
        .map_or("", |(_, heading)| heading)
}

static ALIASES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    HEADINGS
        .lines()
        .skip(1)
        .filter_map(|line| line.trim_end().split_once(','))
        .collect()
});

fn is_name(column: FrameColumn) -> bool {
    matches!(
        column,
        FrameColumn::County | FrameColumn::Township | FrameColumn::Village
    )
}

fn heading(line: u64, cells: &[String]) -> Result<Vec<Option<FrameColumn>>, Fault> {
    // Tabs have become spaces by now.
    if let [only] = cells
        && (only.contains([';', '|', '\u{FF0C}']) || only.split(' ').count() > 4)
    {
        return Err(Fault::line(line, FrameCause::Delimiter));
    }
    let mut columns: Vec<Option<FrameColumn>> = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let column = column_of(cell);
        if !cell.is_empty() && column.is_none() {
            return Err(Fault::cell(
                line,
                index,
                FrameCause::UnknownHeading(cell.clone()),
            ));
        }
        if column.is_some() && columns.contains(&column) {
            return Err(Fault::cell(
                line,
                index,
                FrameCause::HeadingTwice(cell.clone()),
            ));
        }
        columns.push(column);
    }
    let missing: Vec<&str> = FrameColumn::ALL
        .into_iter()
        .filter(|column| column.is_required() && !columns.contains(&Some(*column)))
        .map(FrameColumn::id)
        .collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    Err(Fault::line(line, FrameCause::MissingHeadings(missing)))
}

fn column_of(heading: &str) -> Option<FrameColumn> {
    let folded = fold_width(heading).to_ascii_lowercase();
    FrameColumn::parse(&folded).or_else(|| {
        let (column, _) = ALIASES.iter().find(|(_, alias)| *alias == folded)?;
        FrameColumn::parse(column)
    })
}
