//! The search.

use ratatui::layout::Rect;

use crate::tui::model::find::Find;
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, list};

use super::head;
use super::regions::Regions;

/// Draws the search.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Find) {
    let title = canvas.text("tui.find.title").to_owned();
    head(canvas, regions, &[title], "");
    let body = regions.body;
    let ask = canvas.text("tui.find.ask");
    let x = canvas.put(body.x + 1, body.y, ask, 40, Meaning::Title) + 1;
    let rows = Rect {
        y: body.y + 4,
        height: body.height - 4,
        ..body
    };
    if page.hits.is_empty() {
        let key = if page.asked.is_empty() {
            "tui.find.help"
        } else {
            "tui.find.none"
        };
        let text = canvas.text(key);
        canvas.put(rows.x + 3, rows.y, text, rows.width - 4, Meaning::Dim);
    }
    let window = list::window(page.at, page.hits.len(), usize::from(rows.height));
    for (row, at) in window.enumerate() {
        let Some(hit) = page.hits.get(at) else {
            continue;
        };
        let y = rows.y + narrow(row);
        let kind = canvas.text(hit.record.kind.key());
        let here = if at == page.at {
            canvas.glyphs.here
        } else {
            " "
        };
        canvas.put(rows.x + 1, y, here, 1, Meaning::Accent);
        canvas.put(rows.x + 3, y, kind, 12, Meaning::Dim);
        let number = hit.masked_id.as_deref().unwrap_or(&hit.number);
        canvas.put(rows.x + 14, y, number, 20, Meaning::Plain);
        let place = hit.place.join(" > ");
        let text = format!("{}  {place}", hit.name);
        canvas.put(rows.x + 36, y, &text, rows.width - 37, Meaning::Plain);
        if at == page.at {
            canvas.select(Rect::new(rows.x + 3, y, rows.width - 4, 1));
        }
    }
    field::draw(canvas, x, body.y, body.right() - x - 1, &page.line);
}
