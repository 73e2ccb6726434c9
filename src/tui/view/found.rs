//! A finding in words: what was found, and where it is settled, what was said of it.

use crate::base::message::Message;
use crate::instrument::Level;
use crate::store::{Gap, Note};
use crate::tui::model::concern::Concern;
use crate::tui::model::{App, unit};
use crate::tui::theme::Meaning;
use crate::tui::widget::Canvas;

/// Says a finding by its rule and its message, and what was said of it.
pub fn said(canvas: &Canvas<'_, '_>, concern: &Concern) -> (String, Meaning) {
    let app = canvas.app;
    let found = &concern.finding;
    let text = unit::found(app, found);
    let text = format!("{} {text}", found.rule);
    if let Some(note) = concern.settled() {
        let settled = told(app, "tui.found.settled", note);
        return (format!("{text}  {settled}"), Meaning::Dim);
    }
    let meaning = match found.level {
        Level::Hard => Meaning::Hard,
        Level::Soft => Meaning::Soft,
        Level::Note => Meaning::Dim,
    };
    match &concern.before {
        Some(note) => {
            let woken = told(app, "tui.found.woken", note);
            (format!("{text}  {woken}"), meaning)
        }
        None => (text, meaning),
    }
}

/// Returns the mark of a finding.
pub const fn mark(canvas: &Canvas<'_, '_>, concern: &Concern) -> &'static str {
    if concern.settled().is_some() {
        return canvas.glyphs.reason;
    }
    match concern.finding.level {
        Level::Hard => canvas.glyphs.hard,
        Level::Soft => canvas.glyphs.soft,
        Level::Note => canvas.glyphs.note,
    }
}

/// Returns the mark of something open, and its meaning.
pub fn gap_mark(canvas: &Canvas<'_, '_>, gap: &Gap) -> (&'static str, Meaning) {
    match gap.finding.as_ref().map(|found| found.level) {
        None if gap.thread.is_some() => (canvas.glyphs.returned, Meaning::Soft),
        None => (canvas.glyphs.open, Meaning::Accent),
        Some(Level::Hard) => (canvas.glyphs.hard, Meaning::Hard),
        Some(Level::Soft) => (canvas.glyphs.soft, Meaning::Soft),
        Some(Level::Note) => (canvas.glyphs.note, Meaning::Dim),
    }
}

/// Says who gave which reason, and on which day.
fn told(app: &App, key: &'static str, note: &Note) -> String {
    let day: String = note.at.chars().take(10).collect();
    let message = Message::new(key)
        .with("reason", &note.reason)
        .with("by", &note.by)
        .with("day", day);
    app.wording.say(&message)
}
