//! Switching the person at the keyboard: a digit for one of the staff, or a new name and a role.

use crate::base::message::Message;
use crate::domain::role::Role;
use crate::tui::command::Id;
use crate::tui::deed::{Colleague, Deed};
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::names::People;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Tone};

use super::{form, kept, reread};

/// Asks who works here.
pub fn open(app: &mut App) -> Vec<Effect> {
    let mut effects = form::leave_field(app);
    if app.opened.is_some() {
        effects.push(Effect::Deed(Deed::Staff));
    }
    effects
}

/// Answers to a key while the staff is shown.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::People(people)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    if people.role.is_some() {
        return press_role(app, key, command);
    }
    let last = people.staff.len().saturating_sub(1);
    let is_typing = !people.line.text().is_empty();
    let digit = key.typed().and_then(|c| fold_char(c).to_digit(10));
    match command {
        Some(Id::Up) => people.at = people.at.saturating_sub(1),
        Some(Id::Down) => people.at = (people.at + 1).min(last),
        Some(Id::Back | Id::Person) => drop(app.overlays.pop()),
        Some(Id::Next) if is_typing => {
            let name = people.line.text().trim().to_owned();
            // A name that is known already is that person.
            match people.staff.iter().position(|known| known.name == name) {
                Some(at) => return choose(app, at),
                None => people.role = Some(0),
            }
        }
        Some(Id::Next) => {
            let at = people.at;
            return choose(app, at);
        }
        _ => match (digit, key.typed()) {
            (Some(digit), _) if !is_typing => {
                let at = (digit as usize).checked_sub(1);
                if let Some(at) = at.filter(|at| *at <= last) {
                    return choose(app, at);
                }
            }
            (_, Some(c)) => drop(people.line.insert(c)),
            _ => drop(people.line.edit(key)),
        },
    }
    Vec::new()
}

/// Asks for the role of somebody new.
fn press_role(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::People(people)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    let at = people.role.unwrap_or(0);
    let last = Role::ALL.len() - 1;
    let digit = key.typed().and_then(|c| fold_char(c).to_digit(10));
    match command {
        Some(Id::Up) => people.role = Some(at.saturating_sub(1)),
        Some(Id::Down) => people.role = Some((at + 1).min(last)),
        Some(Id::Back) => people.role = None,
        Some(Id::Next) => return sign_in_new(app),
        _ => {
            let at = digit.and_then(|digit| (digit as usize).checked_sub(1));
            if let Some(at) = at.filter(|at| *at <= last) {
                people.role = Some(at);
                return sign_in_new(app);
            }
        }
    }
    Vec::new()
}

fn sign_in_new(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::People(people)) = kept::ask(app) else {
        return Vec::new();
    };
    sign_in(people.line.text().trim(), people.new_role())
}

fn choose(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(Overlay::People(people)) = kept::ask(app) else {
        return Vec::new();
    };
    let chosen = people.staff.get(at);
    chosen.map_or_else(Vec::new, |chosen| sign_in(&chosen.name, chosen.role))
}

fn sign_in(name: &str, role: Role) -> Vec<Effect> {
    vec![Effect::Deed(Deed::SignIn {
        person: name.to_owned(),
        role,
    })]
}

/// Shows the staff.
pub fn show(app: &mut App, staff: Vec<Colleague>) {
    app.overlays
        .push(Overlay::People(Box::new(People::new(staff))));
}

/// Somebody else is at the keyboard: the page is read as that person sees it.
pub fn signed_in(app: &mut App, who: Colleague) -> Vec<Effect> {
    let role = app.text(who.role.key()).to_owned();
    let message = Message::new("tui.say.person")
        .with("role", role)
        .with("name", &who.name);
    if let Some(opened) = app.opened.as_mut() {
        opened.person = who.name;
        opened.role = who.role;
    }
    app.say(Tone::Good, message);
    reread(app)
}
