//! What is said when something was stored or taken back, and where the form goes then.

use std::collections::BTreeSet;

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::instrument::Level;
use crate::store::{Finding, Node, RecordRef};
use crate::tui::effect::{Effect, FormData, Then};
use crate::tui::model::form::{FormPage, Row};
use crate::tui::model::{App, Screen, Tone, unit};

use super::{blank, close, disposition, form};

/// An answer is stored: the form shows what follows from it, and goes on.
pub fn stored(
    app: &mut App,
    data: FormData,
    (at, parked): (String, usize),
    then: Then,
) -> Vec<Effect> {
    app.saved_at = Some(at);
    let instrument = app.instrument.clone();
    let record = data.form.record;
    if then == Then::Tell {
        disposition::tell(app, &data.form.node);
    }
    let Some(page) = app.form_mut().filter(|page| page.record() == record) else {
        return match app.screen() {
            Screen::Walk(_) => vec![Effect::Leave, Effect::LocateTree(record)],
            // A row of the form that is shown, or a line of a list.
            _ => super::reread(app),
        };
    };
    let item = page.item(&instrument);
    let label = item.map(|item| (item.label.zh.clone(), item.label.en.clone()));
    let item = item.map(|item| item.id.clone()).unwrap_or_default();
    let was = page.cell().and_then(|cell| cell.value.clone());
    let old: BTreeSet<String> = page.findings_on(&item).map(|f| f.rule.clone()).collect();
    let stays_before = shown_stays(page);
    let was_unlisted = page.data.unlisted.is_some();
    page.refresh(&instrument, data);
    page.moved |= was_unlisted;
    let is_new = page.cell().and_then(|cell| cell.value.clone()) != was;
    // A second wrong value is as wrong as the first, though the same rule says so.
    let fresh = page
        .findings_on(&item)
        .filter(|found| !old.contains(&found.rule) || (is_new && found.level == Level::Hard));
    let worst = fresh.min_by_key(|found| found.level);
    let worst = worst.filter(|found| found.is_open()).cloned();
    let stays_hidden = match shown_stays(page) {
        None => stays_before.unwrap_or(0),
        Some(_) => 0,
    };
    if was_unlisted {
        blank::listed(app);
    }
    say_hidden(app, stays_hidden, parked);
    let is_hard = worst
        .as_ref()
        .is_some_and(|found| found.level == Level::Hard);
    let holds = is_hard && then == Then::Advance;
    if then == Then::Gap {
        app.closing = None;
    }
    let mut effects = go_on(app, &item, holds, then);
    if let Some(found) = worst {
        tell(app, record, &found, label.as_ref());
    }
    effects.extend(close::go_on(app));
    effects
}

/// Tells what an answer raised: at the foot of its form, or above the footer where another form is
/// shown by now.
fn tell(app: &mut App, record: RecordRef, found: &Finding, label: Option<&(String, String)>) {
    if let Some(page) = app.form_mut().filter(|page| page.record() == record) {
        page.news = page.place_of(found);
        return;
    }
    let Some((zh, en)) = label else { return };
    let said = Message::new("tui.say.finding_on")
        .with("item", app.wording.label(zh, en).into_owned())
        .with("text", unit::found(app, found));
    app.say(Tone::Ask, said);
}

/// Goes where the form goes once an answer is stored.
fn go_on(app: &mut App, item: &str, holds: bool, then: Then) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let here = page.at;
    match then {
        Then::Stay | Then::Tell => {
            // Moving on may already have happened; only a field still under edit is put anew.
            if page.item(&instrument).is_some_and(|now| now.id == item) && !page.line.touched {
                page.focus(&instrument, here);
            }
            Vec::new()
        }
        // A hard finding keeps the field once, so that a slip is seen where it was made.
        Then::Advance if holds => {
            page.focus(&instrument, here);
            vec![Effect::Arm]
        }
        Then::Advance => form::advance(app),
        Then::Gap => form::to_gap(app),
    }
}

/// Counts the stays that the form of a person shows; none where the rows have no place for them.
fn shown_stays(page: &FormPage) -> Option<usize> {
    let has_place = page.rows.contains(&Row::Add(Kind::Episode));
    has_place.then_some(page.data.children.len())
}

/// Says what is out of sight because of an answer, and comes back with it.
fn say_hidden(app: &mut App, stays: usize, parked: usize) {
    let message = match (stays, parked) {
        (0, 0) => return,
        (0, count) => Message::new("tui.say.parked").with("count", count),
        (count, _) => Message::new("tui.say.stays_hidden").with("count", count),
    };
    app.say(Tone::Plain, message);
}

/// Says where the next gap is, as far as that is not where one stands.
pub fn say_gap(app: &mut App, to: Option<&FormData>) {
    let (Some(page), Some(to)) = (app.form(), to) else {
        return;
    };
    let here = &page.data.form;
    let mut passed: Vec<&Node> = here.trail.iter().collect();
    passed.push(&here.node);
    let is_new = |node: &&Node| passed.iter().all(|old| old.record != node.record);
    let nodes = to.form.trail.iter().chain([&to.form.node]);
    let places: Vec<String> = nodes
        .filter(is_new)
        .map(|node| unit::unit(app, node))
        .collect();
    if places.is_empty() {
        return;
    }
    let message = Message::new("tui.say.gap_at").with("place", places.join(" "));
    app.say(Tone::Plain, message);
}
