//! The search.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::store::Hit;
use crate::tui::model::App;
use crate::tui::model::find::Find;
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, list};

use super::regions::Regions;
use super::{head, value};

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
        let place = place(canvas.app, hit);
        let text = format!("{}  {place}", hit.name);
        canvas.put(rows.x + 36, y, &text, rows.width - 37, Meaning::Plain);
        if at == page.at {
            canvas.select(Rect::new(rows.x + 3, y, rows.width - 4, 1));
        }
    }
    field::draw(canvas, x, body.y, body.right() - x - 1, &page.line);
}

/// Says where a hit is: the village and what is below it, or the township of a village.
pub(super) fn place(app: &App, hit: &Hit) -> String {
    let digits = |from: usize, to: usize| hit.path.get(from..to).unwrap_or_default();
    let levels = [
        ("tui.unit.place", ""),
        ("tui.unit.place", ""),
        ("tui.unit.group", digits(12, 14)),
        ("tui.unit.household", digits(14, 17)),
        ("tui.unit.person", digits(17, 19).trim_start_matches('0')),
    ];
    let skipped = usize::from(hit.place.len() > 1);
    let parts = hit.place.iter().zip(levels).skip(skipped);
    let said = parts.map(|(name, (key, number))| {
        // Where a unit has no name, its number stands for it.
        let name = if name == number {
            ""
        } else {
            value::short(name)
        };
        let message = Message::new(key).with("number", number).with("name", name);
        app.wording.say(&message).trim_end().to_owned()
    });
    said.collect::<Vec<_>>().join(" > ")
}
