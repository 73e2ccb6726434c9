//! Export and verified copies.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::wrap;
use crate::tui::model::exchange::{Choice, Exchange, Stage};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, meter};

use super::head;
use super::regions::Regions;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Exchange) {
    let title = canvas.text("tui.exchange.title").to_owned();
    head(canvas, regions, &[title], "");
    let body = regions.body;
    for (at, (choice, code, name)) in page.offered.iter().enumerate() {
        let y = body.y + 1 + narrow(at);
        let key = match choice {
            Choice::Township => "tui.exchange.township",
            Choice::County => "tui.exchange.county",
            Choice::Backup => "tui.exchange.backup",
            Choice::Prelist => "tui.exchange.prelist",
        };
        let text = canvas.say(&Message::new(key).with("name", name).with("code", code));
        let is_here = at == page.at;
        let meaning = if is_here {
            Meaning::Selected
        } else {
            Meaning::Plain
        };
        let here = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(body.x + 1, y, here, 1, Meaning::Accent);
        let x = canvas.put(body.x + 3, y, &format!("{}", at + 1), 2, Meaning::Key) + 1;
        canvas.put(x, y, &text, body.width - 6, meaning);
        if is_here {
            canvas.caret(body.x + 1, y);
        }
    }
    let y = body.y + 2 + narrow(page.offered.len());
    stage(canvas, regions, page, y);
}

fn stage(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Exchange, y: u16) {
    let body = regions.body;
    match &page.stage {
        Stage::Choose => {
            let text = canvas.text("tui.exchange.choose");
            canvas.put(body.x + 3, y, text, body.width - 4, Meaning::Dim);
        }
        Stage::Folder => {
            let ask = canvas.text("tui.exchange.where");
            canvas.put(body.x + 3, y, ask, body.width - 4, Meaning::Title);
            field::draw(canvas, body.x + 3, y + 1, body.width - 4, &page.line);
        }
        Stage::Working {
            done,
            total,
            what,
            stopping,
        } => {
            let key = if *stopping {
                "tui.exchange.stopping"
            } else {
                "tui.exchange.working"
            };
            let text = canvas.text(key);
            canvas.put(body.x + 3, y, text, body.width - 4, Meaning::Title);
            meter::draw(canvas, body.x + 3, y + 1, 40, *done, *total);
            let counts = format!("{done}/{total} {what}");
            canvas.put(body.x + 45, y + 1, &counts, body.width - 46, Meaning::Plain);
            canvas.caret(body.x + 3, y);
        }
        Stage::Exists(path) => exists(canvas, body, path, y),
        Stage::Result(lines) => result(
            canvas,
            Rect {
                y,
                height: body.bottom() - y,
                ..body
            },
            page.top,
            lines,
        ),
        Stage::Failed(message) => {
            let text = canvas.say(message);
            let lines = wrap(&text, usize::from(body.width - 6));
            for (at, line) in lines.iter().enumerate() {
                canvas.put(
                    body.x + 3,
                    y + narrow(at),
                    line,
                    body.width - 4,
                    Meaning::Hard,
                );
            }
            canvas.caret(body.x + 1, y);
        }
    }
}

/// Draws what came of the work, scrolled where it is long.
fn result(canvas: &mut Canvas<'_, '_>, area: Rect, top: usize, lines: &[(String, String)]) {
    let text = canvas.text("tui.exchange.done");
    canvas.put(area.x + 3, area.y, text, area.width - 4, Meaning::Good);
    canvas.caret(area.x + 1, area.y);
    let height = usize::from(area.height.saturating_sub(1));
    let top = top.min(lines.len().saturating_sub(height));
    let x = area.right() - 1;
    if top > 0 {
        canvas.put(x, area.y, canvas.glyphs.above, 1, Meaning::Accent);
    }
    if top + height < lines.len() {
        let y = area.bottom() - 1;
        canvas.put(x, y, canvas.glyphs.below, 1, Meaning::Accent);
    }
    for (row, (label, value)) in lines.iter().skip(top).take(height).enumerate() {
        let y = area.y + 1 + narrow(row);
        let label = canvas.app.wording.text(label).to_owned();
        canvas.put(area.x + 3, y, &label, 16, Meaning::Dim);
        canvas.put(area.x + 20, y, value, area.width - 22, Meaning::Plain);
    }
}

/// Asks what is to become of what is there already.
fn exists(canvas: &mut Canvas<'_, '_>, body: Rect, path: &str, mut y: u16) {
    let said = canvas.say(&Message::new("tui.exchange.exists").with("path", path));
    for line in wrap(&said, usize::from(body.width - 6)) {
        canvas.put(body.x + 3, y, &line, body.width - 4, Meaning::Soft);
        y += 1;
    }
    for key in ["tui.exchange.replace", "tui.exchange.elsewhere"] {
        y += 1;
        let text = canvas.text(key);
        canvas.put(body.x + 3, y, text, body.width - 4, Meaning::Plain);
    }
    canvas.caret(body.x + 1, y - 1);
}
