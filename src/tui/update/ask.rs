//! A reason or a question: one of those that are offered, or typed; Enter alone stores it, because
//! a digit may be meant for the field below.

use crate::base::message::Message;
use crate::store::{Node, RecordRef};
use crate::tui::command::Id;
use crate::tui::deed::Deed;
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::names::{Ask, Wanted};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Screen, Tone, opening, unit};

use super::{declare, form, kept, sign};

/// Lays a question for a reason over the page.
pub fn show(app: &mut App, wanted: Wanted) {
    kept::show(app, Overlay::Ask(Box::new(Ask::new(wanted))));
}

/// Asks why a sign-off is taken back.
pub fn unseal(app: &mut App) -> Vec<Effect> {
    let effects = form::leave_field(app);
    match declare::unit_here(app) {
        Some(unit) => show(app, Wanted::Unseal { unit, signs: false }),
        None => app.say(Tone::Plain, Message::new("tui.say.no_unit")),
    }
    effects
}

/// Asks why something signed was changed.
pub fn late(app: &mut App, record: RecordRef, signed: &Node, by: String) {
    let unit = unit::unit(app, signed);
    show(app, Wanted::Late { record, unit, by });
}

/// Asks what is to be looked at again, of the record and the item under the cursor.
pub fn open_return(app: &mut App) -> Vec<Effect> {
    let effects = form::leave_field(app);
    if !app.is_reviewer() {
        let role = app.text(crate::domain::role::Role::VillagePoint.key());
        let message = Message::new("store.role_needed").with("role", role);
        app.say(Tone::Ask, message);
        return effects;
    }
    match returned(app) {
        Some((record, item, what)) => show(app, Wanted::Return { record, item, what }),
        None => app.say(Tone::Plain, Message::new("tui.say.no_record")),
    }
    effects
}

/// Returns the record and the item under the cursor, and what they are called.
fn returned(app: &App) -> Option<(RecordRef, Option<String>, String)> {
    match app.screen() {
        Screen::Form(page) if page.data.unlisted.is_none() => {
            let child = super::disposition::highlighted(app).filter(|r| *r != page.record());
            if let Some(child) = child {
                let node = page.data.children.iter().find(|n| n.record == child)?;
                return Some((child, None, unit::unit(app, node)));
            }
            let item = page.item(&app.instrument);
            let place = unit::unit(app, &page.data.form.node);
            let what = item.map_or_else(
                || place.clone(),
                |item| {
                    let label = app.wording.label(&item.label.zh, &item.label.en);
                    format!("{place} > {label}")
                },
            );
            Some((page.record(), item.map(|item| item.id.clone()), what))
        }
        Screen::Missing(missing) => {
            let gap = missing.gaps.get(missing.at)?;
            let item = gap.item.clone().filter(|item| !item.is_empty());
            Some((gap.record, item, opening::place(app, gap, 2)))
        }
        Screen::Walk(walk) => {
            let node = walk.selected()?;
            Some((node.record, None, unit::unit(app, node)))
        }
        Screen::Review(review) => {
            let under = review.under()?;
            let child = review.child().map(|(status, _)| status);
            let status = child.or_else(|| review.data.as_ref().map(|data| &data.status))?;
            Some((under.record, None, super::review::name(app, status)))
        }
        _ => None,
    }
}

/// Answers to a key while a reason is asked.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Ask(ask)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    let count = ask.wanted.reasons().len();
    let by_list = ask.line.text().is_empty() && count > 0;
    match (command, key.typed()) {
        (Some(Id::Back), _) => return kept::close(app),
        (Some(Id::Next), _) => return enter(app),
        (Some(Id::Down), _) if by_list => {
            ask.at = Some(ask.at.map_or(0, |at| (at + 1).min(count - 1)));
        }
        (Some(Id::Up), _) if by_list => {
            ask.at = Some(ask.at.map_or(0, |at| at.saturating_sub(1)));
        }
        (_, Some(c)) => {
            let digit = fold_char(c).to_digit(10);
            let at = digit.and_then(|digit| (digit as usize).checked_sub(1));
            match at.filter(|at| by_list && *at < count) {
                Some(at) => ask.at = Some(at),
                None => drop(ask.line.insert(c)),
            }
        }
        _ => drop(ask.line.edit(key)),
    }
    Vec::new()
}

fn enter(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Ask(ask)) = app.overlays.last() else {
        return Vec::new();
    };
    let typed = ask.line.text().trim().to_owned();
    let chosen = ask.at.and_then(|at| ask.wanted.reasons().get(at));
    let text = match chosen {
        Some(key) if typed.is_empty() => app.text(key).to_owned(),
        _ => typed,
    };
    if text.is_empty() {
        app.say(Tone::Plain, Message::new("store.reason_needed"));
        return Vec::new();
    }
    let wanted = ask.wanted.clone();
    if let Wanted::Accept(unit) = wanted {
        app.overlays.pop();
        sign::accept(app, unit, text);
        return Vec::new();
    }
    kept::ask(app);
    vec![Effect::Deed(match wanted {
        Wanted::Dispute(unit) => Deed::Dispute { unit, reason: text },
        Wanted::Unseal { unit, signs } => Deed::Unseal {
            unit,
            reason: text,
            signs,
        },
        Wanted::Late { record, .. } | Wanted::Accept(record) => Deed::Account {
            record,
            reason: text,
        },
        Wanted::Return { record, item, .. } => Deed::Return { record, item, text },
    })]
}
