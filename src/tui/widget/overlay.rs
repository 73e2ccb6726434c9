//! A box over the page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::base::text::width;
use crate::tui::theme::Meaning;

use super::canvas::Canvas;

/// Empties an area for a box.
///
/// A wide character whose second cell lies under the left edge of the box would hide that edge:
/// ratatui 0.30 does not draw the cell behind a wide character. So the half that sticks out is
/// blanked first. The suite's law over all offsets tells when this can go.
pub fn open_hole(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        if let Some(before) = area.x.checked_sub(1).filter(|x| *x >= buffer.area.x)
            && let Some(cell) = buffer.cell_mut((before, y))
            && width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// Opens a box with a title and returns the area inside.
pub fn open(canvas: &mut Canvas<'_, '_>, columns: u16, rows: u16, title: &str) -> Rect {
    let screen = canvas.area();
    let columns = columns.min(screen.width.saturating_sub(2));
    let rows = rows.min(screen.height.saturating_sub(2));
    let area = Rect::new(
        screen.x + (screen.width - columns) / 2,
        screen.y + (screen.height - rows) / 2,
        columns,
        rows,
    );
    open_hole(canvas.frame.buffer_mut(), area);
    let ground = canvas.ground();
    canvas.frame.buffer_mut().set_style(area, ground);
    let line = format!("+{}+", "-".repeat(usize::from(columns.saturating_sub(2))));
    for y in [area.top(), area.bottom() - 1] {
        canvas.put(area.x, y, &line, columns, Meaning::Rule);
    }
    for y in area.top() + 1..area.bottom() - 1 {
        canvas.put(area.x, y, "|", 1, Meaning::Rule);
        canvas.put(area.right() - 1, y, "|", 1, Meaning::Rule);
    }
    canvas.put(
        area.x + 2,
        area.y,
        &format!(" {title} "),
        columns - 4,
        Meaning::Title,
    );
    Rect::new(area.x + 2, area.y + 1, columns - 4, rows - 2)
}
