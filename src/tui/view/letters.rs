//! What was returned of a record, and answered.

use crate::base::message::Message;
use crate::base::text::wrap;
use crate::store::{Thread, ThreadState};
use crate::tui::model::names::Letters;
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, overlay};

use super::names::day;
use super::value;

/// Columns of a box.
const BOX_CELLS: u16 = 76;

/// Draws the threads of a record, the one that is answered with its last messages in sight.
pub fn draw(canvas: &mut Canvas<'_, '_>, letters: &Letters) {
    let unit = value::unit(canvas.app, &letters.node);
    let title = canvas.say(&Message::new("tui.letters.title").with("unit", unit));
    let mut lines: Vec<(String, Meaning)> = Vec::new();
    let mut last = 0;
    for (at, thread) in letters.threads.iter().enumerate() {
        let is_here = at == letters.at;
        told(canvas, letters, thread, is_here, &mut lines);
        if is_here {
            last = lines.len();
        }
    }
    let screen = canvas.area();
    let wanted = narrow(lines.len()) + 5;
    let inner = overlay::open(canvas, BOX_CELLS, wanted.min(screen.height - 4), &title);
    let height = usize::from(inner.height.saturating_sub(2));
    let first = last.saturating_sub(height).min(lines.len());
    for (row, (text, meaning)) in lines.iter().skip(first).take(height).enumerate() {
        let y = inner.y + narrow(row);
        canvas.put(inner.x, y, text, inner.width, *meaning);
    }
    let y = inner.bottom() - 2;
    let ask = canvas.text("tui.letters.ask");
    let x = canvas.put(inner.x, y, ask, inner.width, Meaning::Accent) + 1;
    field::draw(canvas, x, y, inner.right().saturating_sub(x), &letters.line);
    let help = canvas.text(if canvas.app.is_reviewer() {
        "tui.letters.help_reviewer"
    } else {
        "tui.letters.help"
    });
    canvas.put(inner.x, y + 1, help, inner.width, Meaning::Dim);
}

/// Says a thread: what it is about and whose turn it is, then each message with who and when.
fn told(
    canvas: &Canvas<'_, '_>,
    letters: &Letters,
    thread: &Thread,
    is_here: bool,
    lines: &mut Vec<(String, Meaning)>,
) {
    let app = canvas.app;
    let item = thread.item.as_deref();
    let item = item.and_then(|id| app.instrument.item(letters.node.record.kind, id));
    let about = item.map_or_else(
        || app.text("tui.letters.whole").to_owned(),
        |item| {
            app.wording
                .label(&item.label.zh, &item.label.en)
                .into_owned()
        },
    );
    let state = app.text(match thread.state {
        ThreadState::Asked => "tui.letters.asked",
        ThreadState::Answered => "tui.letters.answered",
        ThreadState::Closed => "tui.letters.closed",
    });
    let here = if is_here { canvas.glyphs.here } else { " " };
    let meaning = if is_here {
        Meaning::Title
    } else {
        Meaning::Dim
    };
    lines.push((format!("{here} {about}  {state}"), meaning));
    for message in &thread.messages {
        let role = message.role().map_or("", |role| app.text(role.key()));
        let text = if message.closes {
            format!("{} {}", app.text("tui.letters.closing"), message.text)
        } else {
            message.text.clone()
        };
        let said = format!("{} {role} {}: {text}", day(&message.at), message.by);
        let cells = usize::from(BOX_CELLS) - 8;
        let meaning = if is_here {
            Meaning::Plain
        } else {
            Meaning::Dim
        };
        let parts = wrap(&said, cells).into_iter();
        lines.extend(parts.map(|part| (format!("    {part}"), meaning)));
    }
}
