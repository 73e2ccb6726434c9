//! A form: digits choose, Enter goes on, and what was typed is never lost.

use crate::base::message::Message;
use crate::domain::answer::{Answer, Reason};
use crate::domain::kind::Kind;
use crate::store::Status;
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Manner, Then};
use crate::tui::event::Key;
use crate::tui::model::form::{Row, Spot};
use crate::tui::model::question::Shape;
use crate::tui::model::{App, Tone};

use super::answer::{self, Pending};
pub(super) use super::leave::{drop_draft, keep_draft, leave_field};
use super::typing::{edits, move_pick, page_pick, recheck, takes_lit, toggle_picked, type_char};
use super::{blank, done, everywhere, guess, leave, overlay};

/// Answers to a key of a form.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let mut effects = match key.typed() {
        Some(c) => type_char(app, c),
        None => command_or_edit(app, key, command),
    };
    blank::store_passed(app, &mut effects);
    let waits = app
        .form()
        .is_some_and(|page| page.moved || page.line.touched);
    if waits {
        effects.push(Effect::Arm);
    }
    effects
}

fn command_or_edit(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    if let Some(effects) = guess::press(app, key) {
        return effects;
    }
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    page.rest.clear();
    if edits(&instrument, page, key) && page.line.edit(key) {
        page.pick = None;
        recheck(&instrument, page);
        return Vec::new();
    }
    match command {
        Some(Id::Next) => enter(app),
        Some(Id::NextField) => walk_to(app, true),
        Some(Id::PreviousField) => walk_to(app, false),
        Some(Id::Down) if !move_pick(app, true, true) => walk_to(app, true),
        Some(Id::Up) if !move_pick(app, false, true) => walk_to(app, false),
        Some(Id::Right) => {
            move_pick(app, true, false);
            Vec::new()
        }
        Some(Id::Left) => {
            move_pick(app, false, false);
            Vec::new()
        }
        Some(Id::First) => go(app, 1),
        Some(Id::Last) => go(app, usize::MAX),
        Some(Id::PageDown) if !page_pick(app, true) => neighbor(app, true),
        Some(Id::PageUp) if !page_pick(app, false) => neighbor(app, false),
        Some(Id::Down | Id::Up | Id::PageDown | Id::PageUp) => Vec::new(),
        Some(Id::NextGap) => next_gap(app),
        Some(Id::Choices) => overlay::open_choices(app),
        Some(Id::Refused) => reason(app, Reason::Refused),
        Some(Id::Unknown) => reason(app, Reason::Unknown),
        Some(Id::Add) => add(app),
        Some(Id::Back) => leave::escape(app),
        other => everywhere(app, other),
    }
}

pub(super) fn enter(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    match page.rows.get(page.at).cloned() {
        Some(Row::Child(at)) => return open_child(app, at),
        Some(Row::Add(_)) => return add(app),
        Some(Row::Done) => return done::done(app),
        _ => {}
    }
    let is_set = page
        .item(&instrument)
        .map(|item| page.shape(&instrument, item));
    if matches!(is_set, Some(Shape::Set(..))) && takes_lit(page) {
        return toggle_picked(app);
    }
    let record = page.record();
    match answer::pending(&instrument, page, true) {
        Pending::Answers(answers) => {
            let mut effects = vec![answer::store(record, answers, Then::Advance)];
            effects.extend(drop_draft(app));
            effects
        }
        Pending::Bad(problem) => {
            page.problem = Some(problem);
            keep_draft(app)
        }
        Pending::Nothing => {
            let passed = answer::confirmed(&instrument, page);
            if page.data.unlisted.is_some() {
                return blank::pass(app, passed);
            }
            if let Some(passed) = passed {
                return vec![answer::store(record, vec![passed], Then::Advance)];
            }
            let mut effects = drop_draft(app);
            effects.extend(advance(app));
            effects
        }
    }
}

/// Goes to the row that Enter leads to; a stay that must be told is listed at once.
pub fn advance(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let next = page.next_row(&instrument, page.at);
    page.focus(&instrument, next);
    if page.rows.get(next) == Some(&Row::Add(Kind::Episode)) {
        return add(app);
    }
    vec![Effect::Arm]
}

fn open_child(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let Some(record) = page.data.children.get(at).map(|node| node.record) else {
        return Vec::new();
    };
    page.coming_back = Some(Spot::Child(record));
    vec![Effect::Open {
        record,
        item: None,
        manner: Manner::Above,
    }]
}

pub(super) fn add(app: &mut App) -> Vec<Effect> {
    let mut effects = leave_field(app);
    let Some(page) = app.form_mut() else {
        return effects;
    };
    let record = page.record();
    if page.data.unlisted.is_some() && record.kind == Kind::Household {
        blank::say(app);
        return effects;
    }
    let holds_stays = page
        .rows
        .iter()
        .any(|row| matches!(row, Row::Add(Kind::Episode)));
    let above = page.data.form.trail.last().map(|node| node.record);
    let target = match record.kind {
        Kind::Household => Some((record, Kind::Person)),
        Kind::Person if holds_stays => Some((record, Kind::Episode)),
        Kind::Person => above.map(|household| (household, Kind::Person)),
        Kind::Episode => above.map(|person| (person, Kind::Episode)),
        _ => None,
    };
    if let Some((parent, kind)) = target {
        if parent == record {
            page.coming_back = Some(Spot::AfterChildren);
        }
        effects.push(Effect::Add { parent, kind });
    }
    effects
}

fn walk_to(app: &mut App, forward: bool) -> Vec<Effect> {
    let Some(page) = app.form() else {
        return Vec::new();
    };
    let to = page.step(forward);
    go(app, to)
}

fn go(app: &mut App, to: usize) -> Vec<Effect> {
    let effects = leave_field(app);
    let instrument = app.instrument.clone();
    if let Some(page) = app.form_mut() {
        page.focus(&instrument, to);
    }
    effects
}

fn neighbor(app: &mut App, forward: bool) -> Vec<Effect> {
    let mut effects = leave_field(app);
    if let Some(page) = app.form() {
        effects.push(Effect::Leave);
        effects.push(Effect::Neighbor {
            record: page.record(),
            forward,
            or_add: false,
        });
    }
    effects
}

fn next_gap(app: &mut App) -> Vec<Effect> {
    let mut effects = leave_field(app);
    // The answer may open or close items: look for the gap when it is stored.
    let mut stores = false;
    for effect in &mut effects {
        if let Effect::Write { then, .. } | Effect::Dispose { then, .. } = effect {
            *then = Then::Gap;
            stores = true;
        }
    }
    if !stores {
        effects.extend(to_gap(app));
    }
    effects
}

/// Goes to the next gap of the form; where it has none, to that of the village.
pub fn to_gap(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let next = page.next_gap(&instrument);
    if let Some(at) = next.or_else(|| page.next_found(&instrument)) {
        page.focus(&instrument, at);
        return vec![Effect::Arm];
    }
    vec![
        Effect::Leave,
        Effect::NextGap {
            area: page.area(),
            after: page.record(),
        },
    ]
}

/// Stores a reason in place of the answer and goes on.
pub fn reason(app: &mut App, reason: Reason) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let (Some(item), Some(cell)) = (page.item(&instrument), page.cell()) else {
        return Vec::new();
    };
    if matches!(cell.status, Status::Automatic | Status::NotReached) {
        app.say(Tone::Bad, Message::new("tui.say.not_asked"));
        return Vec::new();
    }
    let answers = vec![(item.id.clone(), Answer::Reason(reason))];
    vec![Effect::Write {
        record: page.record(),
        answers,
        then: Then::Advance,
    }]
}
