//! Returned work: what was asked and answered, and the next word on it.

use crate::base::message::Message;
use crate::store::{Node, Thread};
use crate::tui::command::Id;
use crate::tui::deed::Deed;
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::model::line::Line;
use crate::tui::model::names::Letters;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Tone};

use super::{form, kept};

/// Asks for the threads of the record under the cursor.
pub fn open(app: &mut App) -> Vec<Effect> {
    let mut effects = form::leave_field(app);
    match app.record() {
        Some(record) => effects.push(Effect::Deed(Deed::Threads(record))),
        None => app.say(Tone::Plain, Message::new("tui.say.no_record")),
    }
    effects
}

/// Shows threads, if there are any.
pub fn show(app: &mut App, node: Node, threads: Vec<Thread>) {
    if threads.is_empty() {
        app.say(Tone::Plain, Message::new("tui.say.no_threads"));
        return;
    }
    // A word that could not be stored came back with its text.
    if matches!(app.overlays.last(), Some(Overlay::Letters(_))) {
        return;
    }
    let letters = Letters::new(node, threads, app.is_reviewer());
    kept::show(app, Overlay::Letters(Box::new(letters)));
}

/// Answers to a key while threads are shown.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Letters(letters)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    let last = letters.threads.len().saturating_sub(1);
    match (command, key.typed()) {
        (Some(Id::Back | Id::Threads), _) => return kept::close(app),
        (Some(Id::Up), _) => {
            let to = letters.at.saturating_sub(1);
            return turn(app, to);
        }
        (Some(Id::Down), _) => {
            let to = (letters.at + 1).min(last);
            return turn(app, to);
        }
        (Some(Id::Next), _) if letters.line.text().trim().is_empty() => {
            app.say(Tone::Plain, Message::new("tui.say.answer_needed"));
        }
        (Some(Id::Next), _) => return say(app, false),
        (Some(Id::Confirm | Id::Close), _) if letters.is_open() => return say(app, true),
        (_, Some(c)) => drop(letters.line.insert(c)),
        _ => drop(letters.line.edit(key)),
    }
    Vec::new()
}

/// Turns to another thread: what is typed waits in the one that it was typed for.
fn turn(app: &mut App, to: usize) -> Vec<Effect> {
    let effects = kept::hold(app);
    if let Some(Overlay::Letters(mut letters)) = app.overlays.pop() {
        if letters.at != to {
            letters.at = to;
            letters.line = Line::default();
        }
        kept::show(app, Overlay::Letters(letters));
    }
    effects
}

fn say(app: &mut App, closes: bool) -> Vec<Effect> {
    let is_reviewer = app.is_reviewer();
    let Some(Overlay::Letters(letters)) = kept::ask(app) else {
        return Vec::new();
    };
    let Some(thread) = letters.thread() else {
        return Vec::new();
    };
    let reply = Effect::Deed(Deed::Reply {
        record: thread.record,
        thread: thread.id.clone(),
        text: letters.line.text().trim().to_owned(),
        closes,
    });
    let next = letters.has_more(is_reviewer);
    let next = next.then_some(Effect::Deed(Deed::Threads(thread.record)));
    std::iter::once(reply).chain(next).collect()
}
