//! A form of a record that is not listed yet: Enter alone never lists it.

use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::tui::effect::{Effect, FormData, Manner, Then};
use crate::tui::model::flow::OUTCOME;
use crate::tui::model::form::FormPage;
use crate::tui::model::{App, Screen, Tone};

use super::form::advance;
use super::{answer, back, outcome};

/// The item by which a person is known; its preset is the name that was typed for the household.
const NAME: &str = "name";

/// Shows the blank form: in place of one of its kind, else above the page that is shown.
pub fn show(app: &mut App, data: FormData) -> Vec<Effect> {
    let kind = data.form.record.kind;
    let manner = match app.form() {
        Some(page) if page.record().kind == kind => Manner::Replace,
        _ => Manner::Above,
    };
    outcome::forms_read(app, vec![data], None, manner)
}

/// Enter on a field that nobody touched: a preset waits for the first answer, a gap holds.
pub fn pass(app: &mut App, confirmed: Option<(String, Answer)>) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let record = page.record();
    if let Some(passed) = confirmed {
        if passed.0 == NAME {
            return vec![answer::store(record, vec![passed], Then::Advance)];
        }
        page.passed.push(passed);
        return advance(app);
    }
    let is_outcome = page
        .item(&instrument)
        .is_some_and(|item| item.id == OUTCOME);
    if !is_outcome && page.needs(&instrument, page.at) {
        say(app);
        return Vec::new();
    }
    advance(app)
}

/// Says why nothing goes on, and how to leave.
pub fn say(app: &mut App) {
    app.say(Tone::Plain, Message::new("tui.say.blank"));
}

/// Lets presets that were passed over be stored before the first answer of the record.
pub fn store_passed(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(page) = app.form_mut() else {
        return;
    };
    let record = page.record();
    let first = effects.iter().position(|effect| match effect {
        Effect::Write { record: on, .. } | Effect::Dispose { record: on, .. } => *on == record,
        _ => false,
    });
    let Some(first) = first else { return };
    let mut answers = std::mem::take(&mut page.passed);
    if let Some(Effect::Write { answers: given, .. }) = effects.get(first) {
        answers.retain(|(item, _)| given.iter().all(|(id, _)| id != item));
    }
    if !answers.is_empty() {
        let before = Effect::Write {
            record,
            answers,
            then: Then::Stay,
        };
        effects.insert(first, before);
    }
}

/// Leaves the form. If nothing was given, nothing is listed, and the page below is as it was.
pub fn leave(app: &mut App, mut effects: Vec<Effect>) -> Vec<Effect> {
    let stores = |effect: &Effect| match effect {
        Effect::Write { .. } => true,
        Effect::Draft { text, .. } => text.as_deref().is_some_and(|text| !text.is_empty()),
        _ => false,
    };
    if effects.iter().any(stores) {
        listed(app);
    } else if let Some(Screen::Walk(_)) = below(app) {
        app.screens.pop();
        effects.push(Effect::Leave);
        return effects;
    }
    effects.extend(back(app));
    effects
}

/// The record of the form is listed: the tree below is to stand on it.
pub fn listed(app: &mut App) {
    let Some(record) = app.form().map(FormPage::record) else {
        return;
    };
    if let Some(Screen::Walk(walk)) = below(app) {
        walk.locate = Some(record);
    }
}

fn below(app: &mut App) -> Option<&mut Screen> {
    let at = app.screens.len().checked_sub(2)?;
    app.screens.get_mut(at)
}
