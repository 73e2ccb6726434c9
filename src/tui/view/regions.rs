//! Where things stand on the screen, the same on every page.

use ratatui::layout::Rect;

pub use crate::tui::model::{COLUMNS_MIN, ROWS_MIN};

/// Columns from which a second pane stands beside the page.
pub const WIDE_COLUMNS: u16 = 120;

/// The parts of the screen.
#[derive(Clone, Copy, Debug)]
pub struct Regions {
    /// Where one is.
    pub head: Rect,
    /// The page itself.
    pub body: Rect,
    /// What stands beside it on a wide screen; empty on a narrow one.
    pub side: Rect,
    /// What the program says.
    pub said: Rect,
    /// What can be done.
    pub footer: Rect,
}

/// Divides the screen.
#[must_use]
pub fn regions(area: Rect) -> Regions {
    let height = area.height.saturating_sub(5);
    let is_wide = area.width >= WIDE_COLUMNS;
    let body_width = if is_wide {
        area.width * 2 / 3
    } else {
        area.width
    };
    let row = |y, height| Rect::new(area.x, area.y + y, area.width, height);
    let body = row(2, height);
    Regions {
        head: row(0, 1),
        body: Rect {
            width: body_width,
            ..body
        },
        side: Rect {
            x: area.x + body_width,
            width: area.width - body_width,
            ..body
        },
        said: row(area.height.saturating_sub(3), 1),
        footer: row(area.height.saturating_sub(1), 1),
    }
}

/// Divides the body of a form into its rows and the panel of the item under edit.
#[must_use]
pub fn form_parts(body: Rect) -> (Rect, Rect) {
    let panel = if body.height > 24 { 12 } else { 8 };
    let rows = body.height.saturating_sub(panel + 1);
    (
        Rect {
            height: rows,
            ..body
        },
        Rect {
            y: body.y + rows + 1,
            height: panel,
            ..body
        },
    )
}
