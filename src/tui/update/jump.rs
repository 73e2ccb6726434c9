//! Going to the items that a finding involves, one after the other, then to those of the next.

use crate::base::message::Message;
use crate::tui::effect::{Effect, Manner};
use crate::tui::model::concern::Target;
use crate::tui::model::form::{FormPage, Spot};
use crate::tui::model::{App, Screen, Tone};

use super::form::leave_field;

/// Goes to the next item that what was found here involves.
pub fn press(app: &mut App) -> Vec<Effect> {
    let Some(page) = app.form() else {
        return Vec::new();
    };
    let Some((concern, place)) = next(app, page) else {
        app.say(Tone::Plain, Message::new("tui.say.nothing_found"));
        return Vec::new();
    };
    let found = page.data.concerns.get(concern);
    let Some(target) = found.and_then(|found| found.targets.get(place)).cloned() else {
        return Vec::new();
    };
    let mut effects = leave_field(app);
    effects.extend(go(app, &target));
    if let Some(page) = app.form_mut().filter(|page| page.record() == target.record) {
        page.jump = Some((concern, place));
    }
    effects
}

/// Goes to an item: on the form that is shown, back to one below it, or above it.
pub fn go(app: &mut App, target: &Target) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let is_of = |screen: &Screen| match screen {
        Screen::Form(page) => page.record() == target.record,
        _ => false,
    };
    let spot = match target.item.as_str() {
        "" => Spot::Add,
        item => Spot::Item(item.to_owned()),
    };
    let top = app.screens.len().saturating_sub(1);
    let Some(at) = app.screens.iter().rposition(is_of) else {
        let item = Some(target.item.clone()).filter(|item| !item.is_empty());
        return vec![
            Effect::Leave,
            Effect::Open {
                record: target.record,
                item,
                manner: Manner::Above,
            },
        ];
    };
    app.screens.truncate(at + 1);
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let row = page.find_item(&instrument, &spot);
    page.focus(&instrument, row);
    if at == top {
        return vec![Effect::Arm];
    }
    page.coming_back = Some(spot);
    vec![
        Effect::Leave,
        Effect::Open {
            record: target.record,
            item: None,
            manner: Manner::Refresh,
        },
    ]
}

/// Finds the finding and the item of it that come next. The first press goes to an item of the
/// finding that is told, another one than that under edit.
fn next(app: &App, page: &FormPage) -> Option<(usize, usize)> {
    let concerns = &page.data.concerns;
    let open = |at: &usize| concerns.get(*at).is_some_and(|c| c.settled().is_none());
    let count = |at: usize| concerns.get(at).map_or(0, |concern| concern.targets.len());
    let told = page.told(&app.instrument)?;
    let (concern, place) = if let Some((concern, place)) = page.jump {
        (concern, place + 1)
    } else {
        let item = page.item(&app.instrument).map(|item| item.id.as_str());
        let first = concerns.get(told)?.targets.first();
        let is_here = first.is_some_and(|target| {
            target.record == page.record() && Some(target.item.as_str()) == item
        });
        (told, usize::from(is_here && count(told) > 1))
    };
    if place < count(concern) {
        return Some((concern, place));
    }
    // Settled findings are gone through only where nothing is open.
    let all = 0..concerns.len();
    let later = (concern + 1..concerns.len()).find(open);
    let after = later.or_else(|| all.clone().find(open)).unwrap_or_else(|| {
        let next = concern + 1;
        if all.contains(&next) { next } else { 0 }
    });
    Some((after, 0))
}
