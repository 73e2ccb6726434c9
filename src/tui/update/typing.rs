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

use super::answer;
use super::form::{add, drop_draft, enter};

/// Characters that are taken at most from a paste into choices.
const PASTED_MAX: usize = 60;
/// Choices that a page key goes over.
const PAGE_CHOICES: usize = 10;

/// Takes pasted text as if it were typed.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let is_text = page
        .item(&instrument)
        .is_some_and(|item| matches!(page.shape(&instrument, item), Shape::Text));
    if is_text {
        if let Err(error) = page.line.paste(text) {
            app.say(Tone::Bad, error.message());
        }
        return vec![Effect::Arm];
    }
    let mut effects = Vec::new();
    for c in text.chars().filter(|c| !c.is_control()).take(PASTED_MAX) {
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
    let is_text = matches!(page.shape(instrument, item), Shape::Text);
    !moves || (is_text && !page.line.text().is_empty())
}

pub(super) fn type_char(app: &mut App, c: char) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    page.problem = None;
    if swallows(page, c) {
        return Vec::new();
    }
    let Some(item) = page.item(&instrument) else {
        if fold_char(c) == '+' {
            return add(app);
        }
        return Vec::new();
    };
    match page.shape(&instrument, item) {
        Shape::Text => {
            let is_name_or_text = item.item_type.word() == "text";
            page.line
                .insert(if is_name_or_text { c } else { fold_char(c) });
            Vec::new()
        }
        Shape::One(list) => {
            page.line.insert(fold_char(c));
            page.pick = None;
            let whole = question::is_optional(item);
            let typed = page.line.text();
            let settled = question::settled(&list, typed, page.is_by_proxy(), whole);
            if let Some(code) = settled {
                let rest = code.code.strip_prefix(typed).unwrap_or_default();
                page.rest = rest.to_owned();
                let answers = vec![(item.id.clone(), Answer::Value(code.code.clone()))];
                page.line.clear();
                let mut effects = vec![answer::store(page.record(), answers, Then::Advance)];
                effects.extend(drop_draft(app));
                return effects;
            }
            recheck(&instrument, page);
            Vec::new()
        }
        Shape::Set(list, max) => {
            if c == ' ' || c == '\u{3000}' {
                return toggle_picked(app);
            }
            page.line.insert(fold_char(c));
            page.pick = None;
            let whole = question::settled(&list, page.line.text(), page.is_by_proxy(), true);
            let Some(code) = whole.map(|code| code.code.clone()) else {
                recheck(&instrument, page);
                return Vec::new();
            };
            toggle(app, &list, max, &code)
        }
    }
}

/// Says whether a key is the rest of a code that its first digits settled already: a person who
/// types codes in full must not answer the next item with their ends.
fn swallows(page: &mut FormPage, c: char) -> bool {
    let rest = std::mem::take(&mut page.rest);
    let left = rest.strip_prefix(fold_char(c));
    if let Some(left) = left {
        left.clone_into(&mut page.rest);
    }
    left.is_some()
}

/// Says so at once when no choice is left. What is typed stays, so that the choices shown are
/// always those of the line.
pub(super) fn recheck(instrument: &Instrument, page: &mut FormPage) {
    let shape = page
        .item(instrument)
        .map(|item| page.shape(instrument, item));
    page.problem = match shape {
        Some(Shape::One(list) | Shape::Set(list, _)) => {
            let fitting = question::matching(&list, page.line.text(), page.is_by_proxy());
            fitting.is_empty().then(|| answer::not_whole(page, &list))
        }
        Some(Shape::Text) | None => None,
    };
}

/// Toggles a code; one that excludes all others answers the item, so the form goes on.
fn toggle(app: &mut App, list: &CodeList, max: Option<i64>, code: &str) -> Vec<Effect> {
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    page.line.clear();
    page.set_touched = true;
    let before = page.set.clone();
    page.problem = answer::toggle(&mut page.set, list, max, code).err();
    let excludes = list.none.as_deref() == Some(code) && page.set.iter().any(|held| held == code);
    if !excludes {
        return Vec::new();
    }
    let effects = enter(app);
    if !before.is_empty() {
        let replaced = Message::new("tui.say.none_replaced")
            .with("code", code)
            .with("codes", before.join(" "));
        app.say(Tone::Good, replaced);
    }
    effects
}

/// Says whether Enter in a set takes the lit code rather than goes on: it was typed for, or arrows
/// went to it and nothing is ticked yet.
pub(super) fn takes_lit(page: &FormPage) -> bool {
    !page.line.text().is_empty() || (page.pick.is_some() && !page.set_touched)
}

/// Ticks or unticks the lit code.
pub(super) fn toggle_picked(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let Some(item) = page.item(&instrument) else {
        return Vec::new();
    };
    let Shape::Set(list, max) = page.shape(&instrument, item) else {
        return Vec::new();
    };
    let picked = answer::highlighted(page, item, &list);
    let Some(code) = picked.and_then(|at| answer::choice(page, &list, at)) else {
        if !page.line.text().is_empty() {
            page.problem = Some(answer::not_whole(page, &list));
        }
        return Vec::new();
    };
    toggle(app, &list, max, &code)
}

/// Moves the highlighted choice. Up and down do so only while a filter is typed, because they
/// move between the fields otherwise.
pub(super) fn move_pick(app: &mut App, forward: bool, only_filtered: bool) -> bool {
    step_pick(app, forward, only_filtered, 1)
}

/// Moves the highlighted choice by a page, once there is one or a filter is typed.
pub(super) fn page_pick(app: &mut App, forward: bool) -> bool {
    step_pick(app, forward, true, PAGE_CHOICES)
}

fn step_pick(app: &mut App, forward: bool, only_filtered: bool, step: usize) -> bool {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return false;
    };
    let Some(item) = page.item(&instrument) else {
        return false;
    };
    let (Shape::One(list) | Shape::Set(list, _)) = page.shape(&instrument, item) else {
        return false;
    };
    if only_filtered && page.line.text().is_empty() && page.pick.is_none() {
        return false;
    }
    let count = question::matching(&list, page.line.text(), page.is_by_proxy()).len();
    if count > 0 {
        let at = answer::highlighted(page, item, &list);
        page.pick = Some(match (at, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) if at + step < count => at + step,
            (Some(at), false) if at >= step => at - step,
            // A step goes around the end, a page stops at it.
            (Some(_), true) => {
                if step == 1 {
                    0
                } else {
                    count - 1
                }
            }
            (Some(_), false) => {
                if step == 1 {
                    count - 1
                } else {
                    0
                }
            }
        });
    }
    true
}
