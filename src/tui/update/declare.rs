//! The handshake: one declares that nothing is missed, another agrees or disputes.

use crate::base::message::Message;
use crate::store::{Handshake, RecordRef, is_signable, signer};
use crate::tui::command::Id;
use crate::tui::deed::{Deed, Stand};
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::names::{Ask, Declare, Wanted};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Screen, Tone, unit};

use super::{form, kept};

/// Returns the unit that is declared or signed from where one is.
pub fn unit_here(app: &App) -> Option<RecordRef> {
    match app.screen() {
        Screen::Review(review) => review.signable(),
        _ => app.record().filter(|record| is_signable(record.kind)),
    }
}

/// Asks how the declaration of the unit stands.
pub fn open(app: &mut App) -> Vec<Effect> {
    let mut effects = form::leave_field(app);
    match unit_here(app) {
        Some(unit) => effects.push(Effect::Deed(Deed::Stand(unit))),
        None => app.say(Tone::Plain, Message::new("tui.say.no_unit")),
    }
    effects
}

/// Shows what is next in the handshake: whoever reviews answers what another one declared, all
/// others declare.
pub fn show(app: &mut App, stand: Stand) {
    let Some(opened) = &app.opened else { return };
    let reviews = opened.role >= signer(stand.node.record.kind);
    match &stand.handshake {
        Handshake::Agreed(_, note) => {
            let message = Message::new("tui.say.already_agreed")
                .with("unit", unit::unit(app, &stand.node))
                .with("by", &note.by);
            app.say(Tone::Plain, message);
        }
        Handshake::Declared(declared) | Handshake::Disputed(declared, _)
            if reviews && declared.by == opened.person =>
        {
            let message = Message::new("tui.say.other_needed").with("by", &declared.by);
            let is_disputed = matches!(stand.handshake, Handshake::Disputed(..));
            // What is disputed may be declared anew by whoever declared it.
            if is_disputed {
                let declare = Declare::new(stand);
                app.overlays.push(Overlay::Declare(Box::new(declare)));
            }
            app.say(Tone::Ask, message);
        }
        Handshake::Declared(_) | Handshake::Disputed(..) if reviews => {
            app.overlays.push(Overlay::Answer(Box::new(stand)));
        }
        _ => {
            let declare = Declare::new(stand);
            app.overlays.push(Overlay::Declare(Box::new(declare)));
        }
    }
}

/// Answers to a key while a declaration is under edit.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Declare(declare)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    match command {
        Some(Id::Back | Id::Declare) => drop(app.overlays.pop()),
        Some(Id::Up | Id::PreviousField) => declare.is_persons = false,
        Some(Id::Down | Id::NextField) => declare.is_persons = true,
        Some(Id::Next) if !declare.is_persons => declare.is_persons = true,
        Some(Id::Next) => return store(app),
        _ => match key.typed().map(fold_char) {
            Some(c) if c.is_ascii_digit() => drop(declare.line_mut().insert(c)),
            Some(_) => {}
            None => drop(declare.line_mut().edit(key)),
        },
    }
    Vec::new()
}

fn store(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Declare(declare)) = app.overlays.last() else {
        return Vec::new();
    };
    let unit = declare.stand.node.record;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let households = number(declare.households.text());
    let (Some(households), Some(persons)) = (households, number(declare.persons.text())) else {
        app.say(Tone::Bad, Message::new("tui.say.number_needed"));
        return Vec::new();
    };
    kept::ask(app);
    vec![Effect::Deed(Deed::Declare {
        unit,
        households,
        persons,
    })]
}

/// Answers to a key while a declaration is answered.
pub fn press_answer(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Answer(stand)) = app.overlays.last() else {
        return Vec::new();
    };
    let unit = stand.node.record;
    match (command, key.typed().map(fold_char)) {
        (Some(Id::Back | Id::Declare), _) => drop(app.overlays.pop()),
        (_, Some('1')) => {
            kept::ask(app);
            return vec![Effect::Deed(Deed::Agree(unit))];
        }
        (_, Some('2')) => {
            app.overlays.pop();
            let ask = Ask::new(Wanted::Dispute(unit));
            kept::show(app, Overlay::Ask(Box::new(ask)));
        }
        _ => {}
    }
    Vec::new()
}
