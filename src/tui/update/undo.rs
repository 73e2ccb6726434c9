//! Taking back the last change, never one that nobody sees.

use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::instrument::Item;
use crate::store::Node;
use crate::tui::effect::{Change, Effect, Manner};
use crate::tui::model::form::{FormPage, Spot};
use crate::tui::model::{App, Screen, Tone, unit};

use super::{form, reread};

/// Takes the last change back where its record is on screen.
pub fn press(app: &mut App) -> Vec<Effect> {
    // What is typed is a change too, and the last one.
    let mut effects = form::leave_field(app);
    let shown = app.form().map(FormPage::record);
    effects.push(Effect::Undo { shown });
    effects
}

/// Says what would be taken back; its record was just opened.
pub fn offered(app: &mut App, change: &Change) {
    let (unit, item) = (whose(app, change), item(app, change));
    let key = if item.is_some() {
        "tui.say.undo_offered"
    } else {
        "tui.say.undo_offered_listing"
    };
    let message = told(app, change, Message::new(key), unit, item);
    app.say(Tone::Plain, message);
}

/// Says what was taken back and shows it.
pub fn taken_back(app: &mut App, change: Option<&Change>) -> Vec<Effect> {
    let Some(change) = change else {
        app.say(Tone::Plain, Message::new("tui.say.nothing_to_undo"));
        return Vec::new();
    };
    let (unit, item) = (whose(app, change), item(app, change));
    let key = if item.is_some() {
        "tui.say.undone"
    } else {
        "tui.say.undone_listing"
    };
    let message = told(app, change, Message::new(key), unit, item);
    app.say(Tone::Good, message);
    match app.screen_mut() {
        Screen::Form(page) => {
            page.coming_back = change.undone.item.clone().map(Spot::Item);
            vec![Effect::Open {
                record: page.record(),
                item: None,
                manner: Manner::Refresh,
            }]
        }
        _ => reread(app),
    }
}

fn told(app: &App, change: &Change, message: Message, unit: String, item: Option<Item>) -> Message {
    let message = message.with("unit", unit);
    let Some(item) = item else { return message };
    message
        .with("item", app.wording.label(&item.label.zh, &item.label.en))
        .with("from", said(app, &item, &change.undone.from))
        .with("to", said(app, &item, &change.undone.to))
}

fn item(app: &App, change: &Change) -> Option<Item> {
    let id = change.undone.item.as_ref()?;
    app.instrument.item(change.undone.record.kind, id).cloned()
}

/// Says whose change it is: from the household down, or the village for a group.
fn whose(app: &App, change: &Change) -> String {
    let is_near = |node: &&Node| match change.undone.record.kind {
        Kind::Person | Kind::Episode => {
            matches!(
                node.record.kind,
                Kind::Household | Kind::Person | Kind::Episode
            )
        }
        Kind::Household => matches!(node.record.kind, Kind::Group | Kind::Household),
        _ => matches!(node.record.kind, Kind::Village | Kind::Group),
    };
    let near = change.trail.iter().filter(is_near);
    let names: Vec<String> = near.map(|node| unit::unit(app, node)).collect();
    names.join(" > ")
}

fn said(app: &App, item: &Item, answer: &Answer) -> String {
    match answer {
        Answer::Value(value) => match item.item_type.list() {
            Some(list) => unit::code(app, list, value),
            None => value.clone(),
        },
        Answer::Reason(reason) => app.text(reason.key()).to_owned(),
        Answer::Cleared => app.text("tui.value.empty").to_owned(),
    }
}
