//! Choices in the open: codes and labels in columns, filled row by row.

use ratatui::layout::Rect;

use crate::base::message::Message;
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
    /// Whether the end of the label must not be cut, as it tells the choice from others.
    pub is_whole: bool,
    /// Whether it stays in sight, at the top, however far the rest is scrolled.
    pub is_pinned: bool,
}

/// Cells between two columns.
const GAP: u16 = 2;
/// Fewest cells of a choice whose label is cut.
const CUT_CELLS: u16 = 15;
/// Fewest cells of one in a list that has to be scrolled anyway.
const LONG_LIST_CELLS: u16 = 25;

/// Returns in how many columns all choices can be shown with so many rows, if they can; labels are
/// cut the more, the more columns there are.
#[must_use]
pub fn columns_for(cells: u16, rows: u16, choices: &[Choice]) -> Option<u16> {
    let rows = usize::from(rows);
    let columns = columns(cells, rows, choices);
    (rows * usize::from(columns) >= choices.len()).then_some(columns)
}

/// Counts columns: as many as the widest choice leaves room for; more of them, with labels cut
/// that may be, where all choices can be shown so or where many cannot be shown at all.
fn columns(cells: u16, rows: usize, choices: &[Choice]) -> u16 {
    let needed = choices.len().div_ceil(rows.max(1));
    let most = usize::from((cells / CUT_CELLS).max(1));
    let natural = natural(cells, choices);
    if choices.iter().any(|choice| choice.is_whole) {
        return natural;
    }
    natural.max(if needed <= most {
        narrow(needed)
    } else {
        cells / LONG_LIST_CELLS
    })
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

/// Draws the choices that fit, those around the highlighted one first, and says how many do not;
/// returns the rows used.
pub fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    choices: &[Choice],
    pick: Option<usize>,
) -> u16 {
    if area.height == 0 || choices.is_empty() {
        return 0;
    }
    let columns = columns(area.width, usize::from(area.height), choices);
    let all = usize::from(area.height) * usize::from(columns);
    // What is out of sight is told on the last row.
    let is_cut = choices.len() > all && area.height > 1;
    let rows = usize::from(area.height) - usize::from(is_cut);
    let cells = area.width / columns;
    let held = rows * usize::from(columns);
    if is_cut {
        let more = Message::new("tui.choices.more").with("count", choices.len() - held);
        let more = canvas.say(&more);
        canvas.put(
            area.x + 1,
            area.bottom() - 1,
            &more,
            area.width - 1,
            Meaning::Dim,
        );
    }
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
        let pinned = choices
            .first()
            .filter(|top| top.is_pinned && slot == 0 && rows > 2);
        let (at, choice) = pinned.map_or((at, choice), |top| (0, top));
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
