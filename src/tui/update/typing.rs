//! Typing in a form: text goes into the line, digits choose, a set takes and gives back codes.

use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::instrument::{CodeList, Instrument};
use crate::tui::effect::{Effect, Then};
use crate::tui::event::{Code, Key};
use crate::tui::keymap::fold_char;
use crate::tui::model::form::FormPage;
use crate::tui::model::question::{self, Shape};
use crate::tui::model::{App, Tone};

use super::answer::{self, MATCHES_MAX};
use super::form::{add, drop_draft, enter};

/// Takes pasted text as if it were typed.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let is_text = page
        .item(&instrument)
        .is_some_and(|item| matches!(question::shape(&instrument, item), Shape::Text));
    if is_text {
        if let Err(error) = page.line.paste(text) {
            app.say(Tone::Bad, error.message());
        }
        return vec![Effect::Arm];
    }
    let mut effects = Vec::new();
    for c in text.chars().filter(|c| !c.is_control()).take(MATCHES_MAX) {
        effects.extend(type_char(app, c));
    }
    effects
}

/// Says whether a key belongs to the edit line: arrows only where there is text to move in.
pub(super) fn edits(instrument: &Instrument, page: &FormPage, key: Key) -> bool {
    let Some(item) = page.item(instrument) else {
        return false;
    };
    let moves = matches!(key.code, Code::Left | Code::Right | Code::Home | Code::End);
    let is_text = matches!(question::shape(instrument, item), Shape::Text);
    !moves || (is_text && !page.line.text().is_empty())
}

pub(super) fn type_char(app: &mut App, c: char) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    page.problem = None;
    let Some(item) = page.item(&instrument) else {
        if fold_char(c) == '+' {
            return add(app);
        }
        return Vec::new();
    };
    match question::shape(&instrument, item) {
        Shape::Text => {
            let is_name_or_text = item.item_type.word() == "text";
            page.line
                .insert(if is_name_or_text { c } else { fold_char(c) });
            Vec::new()
        }
        Shape::One(list) => {
            page.line.insert(fold_char(c));
            page.pick = None;
            let by_proxy = page.is_by_proxy();
            if let Some(code) = question::settled(&list, page.line.text(), by_proxy) {
                let answers = vec![(item.id.clone(), Answer::Value(code.code.clone()))];
                page.line.clear();
                let mut effects = vec![answer::store(page.record(), answers, Then::Advance)];
                effects.extend(drop_draft(app));
                return effects;
            }
            if question::matching(&list, page.line.text(), by_proxy, 1).is_empty() {
                refuse_char(page);
            }
            Vec::new()
        }
        Shape::Set(list, max) => {
            if c == ' ' || c == '\u{3000}' {
                return toggle_picked(app);
            }
            page.line.insert(fold_char(c));
            page.pick = None;
            let whole = question::settled(&list, page.line.text(), true)
                .filter(|code| code.code == page.line.text());
            let Some(code) = whole.map(|code| code.code.clone()) else {
                if question::matching(&list, page.line.text(), true, 1).is_empty() {
                    refuse_char(page);
                }
                return Vec::new();
            };
            toggle(app, &list, max, &code)
        }
    }
}

/// Takes back a character after which no choice is left, and says so.
fn refuse_char(page: &mut FormPage) {
    page.problem = Some(Message::new("tui.say.no_code").with("text", page.line.text()));
    page.line.edit(Key::plain(Code::Backspace));
    if page.line.text().is_empty() {
        page.line.clear();
    }
}

/// Toggles a code; one that excludes all others answers the item, so the form goes on.
fn toggle(app: &mut App, list: &CodeList, max: Option<i64>, code: &str) -> Vec<Effect> {
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    page.line.clear();
    page.set_touched = true;
    page.problem = answer::toggle(&mut page.set, list, max, code).err();
    let excludes = list.none.as_deref() == Some(code) && page.set.iter().any(|held| held == code);
    if excludes { enter(app) } else { Vec::new() }
}

pub(super) fn toggle_picked(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form() else {
        return Vec::new();
    };
    let Some(Shape::Set(list, max)) = page
        .item(&instrument)
        .map(|i| question::shape(&instrument, i))
    else {
        return Vec::new();
    };
    let Some(code) = answer::choice(page, &list, page.pick.unwrap_or(0)) else {
        return Vec::new();
    };
    toggle(app, &list, max, &code)
}

/// Moves the highlighted choice. Up and down do so only while a filter is typed, because they
/// move between the fields otherwise.
pub(super) fn move_pick(app: &mut App, forward: bool, only_filtered: bool) -> bool {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return false;
    };
    let shape = page
        .item(&instrument)
        .map(|item| question::shape(&instrument, item));
    let Some(Shape::One(list) | Shape::Set(list, _)) = shape else {
        return false;
    };
    if only_filtered && page.line.text().is_empty() {
        return false;
    }
    let typed = page.line.text().to_owned();
    let count = question::matching(&list, &typed, page.is_by_proxy(), MATCHES_MAX).len();
    if count > 0 {
        page.pick = Some(match (page.pick, forward) {
            (None, true) => usize::from(!typed.is_empty()).min(count - 1),
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        });
    }
    true
}
