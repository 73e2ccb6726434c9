//! Returned work: what was asked and answered, and the next word on it.

use crate::base::message::Message;
use crate::store::{Node, Thread};
use crate::tui::command::Id;
use crate::tui::deed::Deed;
use crate::tui::effect::Effect;
use crate::tui::event::Key;
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
    let letters = Letters::new(node, threads);
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
        (Some(Id::Up), _) => letters.at = letters.at.saturating_sub(1),
        (Some(Id::Down), _) => letters.at = (letters.at + 1).min(last),
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

fn say(app: &mut App, closes: bool) -> Vec<Effect> {
    let Some(Overlay::Letters(letters)) = kept::ask(app) else {
        return Vec::new();
    };
    let Some(thread) = letters.thread() else {
        return Vec::new();
    };
    vec![Effect::Deed(Deed::Reply {
        record: thread.record,
        thread: thread.id.clone(),
        text: letters.line.text().trim().to_owned(),
        closes,
    })]
}
