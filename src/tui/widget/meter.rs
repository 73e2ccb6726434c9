//! A bar with its exact counts beside it: the counts say it, the bar only shows it.

use crate::tui::theme::Meaning;

use super::canvas::Canvas;

/// Returns how many of `cells` are filled: all only when everything is done, none only when
/// nothing is.
#[must_use]
pub fn filled(done: u64, total: u64, cells: u16) -> u16 {
    if total == 0 || done == 0 {
        return 0;
    }
    if done >= total {
        return cells;
    }
    let part = u128::from(done) * u128::from(cells) / u128::from(total);
    u16::try_from(part)
        .unwrap_or(cells)
        .clamp(1, cells.saturating_sub(1))
}

/// Draws a bar.
pub fn draw(canvas: &mut Canvas<'_, '_>, x: u16, y: u16, cells: u16, done: u64, total: u64) {
    let full = filled(done, total, cells);
    let glyphs = canvas.glyphs;
    let meaning = if total > 0 && done >= total {
        Meaning::Good
    } else {
        Meaning::Accent
    };
    let after = canvas.put(x, y, &glyphs.full.repeat(usize::from(full)), cells, meaning);
    canvas.put(
        after,
        y,
        &glyphs.empty.repeat(usize::from(cells - full)),
        cells - full,
        Meaning::Dim,
    );
}
