//! An edit line with its caret.

use crate::base::text::{clip, clip_start, width};
use crate::tui::model::line::Line;
use crate::tui::theme::Meaning;

use super::canvas::{Canvas, narrow};

/// Draws an edit line and puts the hardware cursor into it.
pub fn draw(canvas: &mut Canvas<'_, '_>, x: u16, y: u16, cells: u16, line: &Line) {
    let room = usize::from(cells.saturating_sub(1));
    let caret = line.caret();
    if caret <= room {
        canvas.put(x, y, &clip(line.text(), room), cells, Meaning::Accent);
        canvas.caret(x + narrow(caret), y);
        return;
    }
    // What stands before the caret is shown to its left, as far as it fits.
    let before = clip(line.text(), caret);
    let shown = clip_start(&before, room);
    canvas.put(x, y, &shown, cells, Meaning::Accent);
    canvas.caret(x + narrow(width(&shown)), y);
}

/// Draws a line whose characters are hidden.
pub fn draw_secret(canvas: &mut Canvas<'_, '_>, x: u16, y: u16, cells: u16, line: &Line) {
    let count = line
        .text()
        .chars()
        .count()
        .min(usize::from(cells.saturating_sub(1)));
    canvas.put(x, y, &"*".repeat(count), cells, Meaning::Accent);
    canvas.caret(x + narrow(count), y);
}
