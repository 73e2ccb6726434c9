//! Choices in the open: codes and labels in columns, filled row by row.

use ratatui::layout::Rect;

use crate::base::text::width;
use crate::tui::theme::Meaning;

use super::canvas::{Canvas, narrow};

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is typed for it.
    pub code: String,
    /// What it means.
    pub label: String,
    /// In a set, whether it is chosen; none outside sets.
    pub chosen: Option<bool>,
    /// Whether it is the stored answer.
    pub is_current: bool,
}

/// Cells between two columns.
const GAP: u16 = 2;
/// Fewest cells of a choice whose label is cut.
const CUT_CELLS: u16 = 15;

/// Returns in how many columns all choices can be shown with so many rows, if they can; labels are
/// cut the more, the more columns there are.
#[must_use]
pub fn columns_for(cells: u16, rows: u16, choices: &[Choice]) -> Option<u16> {
    let rows = usize::from(rows);
    let columns = columns(cells, rows, choices);
    (rows * usize::from(columns) >= choices.len()).then_some(columns)
}

/// Counts columns: as many as the widest choice leaves room for, more of them, with labels cut,
/// where the rows would not do.
fn columns(cells: u16, rows: usize, choices: &[Choice]) -> u16 {
    let needed = narrow(choices.len().div_ceil(rows.max(1))).clamp(1, (cells / CUT_CELLS).max(1));
    natural(cells, choices).max(needed)
}

/// Counts columns of whole labels.
fn natural(cells: u16, choices: &[Choice]) -> u16 {
    let mark = choices.iter().any(|choice| choice.chosen.is_some());
    let lead = 2 + if mark { 4 } else { 0 };
    let widest = choices
        .iter()
        .map(|c| width(&c.code) + 1 + width(&c.label))
        .max()
        .unwrap_or(0);
    (cells / (narrow(widest) + lead + GAP)).max(1)
}

/// Draws the choices that fit, those around the highlighted one first; returns the rows used.
pub fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    choices: &[Choice],
    pick: Option<usize>,
) -> u16 {
    if area.height == 0 || choices.is_empty() {
        return 0;
    }
    let rows = usize::from(area.height);
    let columns = columns(area.width, rows, choices);
    let cells = area.width / columns;
    let held = rows * usize::from(columns);
    let first_row = pick.map_or(0, |pick| {
        let row = pick / usize::from(columns);
        let last = choices.len().div_ceil(usize::from(columns));
        row.saturating_sub(rows / 2).min(last.saturating_sub(rows))
    });
    let first = first_row * usize::from(columns);
    for (slot, (at, choice)) in choices
        .iter()
        .enumerate()
        .skip(first)
        .take(held)
        .enumerate()
    {
        let x = area.x + narrow(slot % usize::from(columns)) * cells;
        let y = area.y + narrow(slot / usize::from(columns));
        one(canvas, Rect::new(x, y, cells, 1), choice, pick == Some(at));
    }
    narrow(choices.len().min(held).div_ceil(usize::from(columns)))
}

fn one(canvas: &mut Canvas<'_, '_>, area: Rect, choice: &Choice, is_picked: bool) {
    let glyphs = canvas.glyphs;
    let here = if is_picked {
        glyphs.here
    } else if choice.is_current {
        glyphs.answered
    } else {
        " "
    };
    let mut x = canvas.put(area.x, area.y, here, 1, Meaning::Accent) + 1;
    if let Some(chosen) = choice.chosen {
        let mark = if chosen {
            glyphs.chosen
        } else {
            glyphs.unchosen
        };
        x = canvas.put(x, area.y, mark, 4, Meaning::Accent) + 1;
    }
    x = canvas.put(x, area.y, &choice.code, area.width, Meaning::Key) + 1;
    let room = area.right().saturating_sub(x).saturating_sub(1);
    canvas.put(x, area.y, &choice.label, room, Meaning::Plain);
    if is_picked {
        canvas.select(Rect {
            width: area.width.saturating_sub(1),
            ..area
        });
    }
}
