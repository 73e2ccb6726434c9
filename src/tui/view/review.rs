//! Completeness by area.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::pad_start;
use crate::store::{AreaStatus, NodeState};
use crate::tui::model::review::Review;
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list};

use super::regions::Regions;
use super::{head, value};

/// Cells of a column of counts.
const CELLS: u16 = 9;
/// Wording keys of the columns of counts.
const COLUMNS: [&str; 6] = [
    "tui.review.expected",
    "tui.review.listed",
    "tui.review.complete",
    "tui.review.persons",
    "tui.review.missing",
    "tui.review.hard",
];

/// Draws the matrix: households expected, listed, complete; persons; items missing; hard.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Review) {
    let Some(status) = &page.status else { return };
    let name = value::short(&status.name).to_owned();
    let title = canvas.say(&Message::new("tui.review.title").with("area", name));
    let who = canvas
        .app
        .opened
        .as_ref()
        .map(|opened| opened.person.clone())
        .unwrap_or_default();
    head(canvas, regions, &[title], &who);
    let body = Rect {
        width: canvas.area().width,
        ..regions.body
    };
    let area_word = canvas.text("tui.review.area");
    canvas.put(body.x + 5, body.y, area_word, 20, Meaning::Dim);
    let mut x = counts_from(body);
    for key in COLUMNS {
        let text = pad_start(canvas.text(key), usize::from(CELLS));
        x = canvas.put(x, body.y, &text, CELLS, Meaning::Dim);
    }
    let rows = Rect {
        y: body.y + 1,
        height: body.height.saturating_sub(3),
        ..body
    };
    let window = list::window(page.at, status.children.len(), usize::from(rows.height));
    for (row, at) in window.enumerate() {
        let Some(child) = status.children.get(at) else {
            continue;
        };
        let y = rows.y + narrow(row);
        line(
            canvas,
            Rect {
                y,
                height: 1,
                ..rows
            },
            child,
        );
        if at == page.at {
            canvas.put(rows.x + 1, y, canvas.glyphs.here, 1, Meaning::Accent);
            canvas.select(Rect::new(rows.x + 3, y, rows.width - 4, 1));
            canvas.caret(rows.x + 1, y);
        }
    }
    if status.children.is_empty() {
        canvas.caret(rows.x + 1, rows.y);
    }
    line(
        canvas,
        Rect {
            y: body.bottom() - 1,
            height: 1,
            ..rows
        },
        status,
    );
}

fn line(canvas: &mut Canvas<'_, '_>, area: Rect, status: &AreaStatus) {
    let tally = status.tally;
    // Where only some groups have a number, their sum is a lower bound, and is marked as one.
    let expected = match (status.expected.households, status.declared) {
        (Some(n), _) => n.to_string(),
        (None, 0) => canvas.glyphs.open.to_owned(),
        (None, n) => format!("{n}+"),
    };
    let counts = [
        expected,
        tally.households.to_string(),
        tally.households_complete.to_string(),
        format!("{}/{}", tally.persons_complete, tally.persons),
        tally.missing.to_string(),
        tally.hard.to_string(),
    ];
    let (mark, meaning) = match status.state {
        NodeState::Signed => (canvas.glyphs.signed, Meaning::Good),
        NodeState::Changed => (canvas.glyphs.changed, Meaning::Hard),
        NodeState::Returned => (canvas.glyphs.returned, Meaning::Soft),
        NodeState::Complete => (canvas.glyphs.answered, Meaning::Good),
        NodeState::InProgress => (canvas.glyphs.begun, Meaning::Accent),
        NodeState::Disposed => (canvas.glyphs.reason, Meaning::Dim),
        NodeState::NotStarted => (canvas.glyphs.open, Meaning::Dim),
    };
    canvas.put(area.x + 3, area.y, mark, 1, meaning);
    let name = value::short(&status.name).to_owned();
    let begin = counts_from(area);
    let room = begin.saturating_sub(area.x + 5);
    canvas.put(area.x + 5, area.y, &name, room, Meaning::Plain);
    let mut x = begin;
    for count in counts {
        let text = pad_start(&count, usize::from(CELLS));
        x = canvas.put(x, area.y, &text, CELLS, Meaning::Plain);
    }
}

/// Returns the column where the counts begin: they stand at the right, the name has the rest.
fn counts_from(area: Rect) -> u16 {
    area.right()
        .saturating_sub(1 + CELLS * narrow(COLUMNS.len()))
}
