//! People who may be one person: said at once at the foot of the form, and decided on by a key of
//! its own, because digits that were typed ahead must not take anybody out.

use crate::store::{Decision, RecordRef};
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Manner};
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::App;
use crate::tui::model::overlay::Overlay;

/// Items by which people look alike.
const ITEMS: [&str; 4] = ["id_number", "name", "birth_ym", "sex"];
/// The answers in the order of their digits.
pub const ANSWERS: [Decision; 3] = [Decision::Here, Decision::There, Decision::Two];

/// Says whether the key that settles opens the people who look alike, rather than what was found
/// on the item under edit.
#[must_use]
pub fn is_first(app: &App) -> bool {
    let instrument = &app.instrument;
    let Some(page) = app.form().filter(|page| !page.data.twins.is_empty()) else {
        return false;
    };
    let Some(item) = page.item(instrument) else {
        return true;
    };
    let told = page.told(instrument);
    let told = told.and_then(|at| page.data.concerns.get(at));
    let is_here = told.is_some_and(|concern| concern.is_on(page.record(), &item.id));
    ITEMS.contains(&item.id.as_str()) || !is_here
}

/// Shows who looks like the person of the form; returns whether anybody does.
pub fn open(app: &mut App) -> bool {
    let Some(page) = app.form().filter(|page| !page.data.twins.is_empty()) else {
        return false;
    };
    let (person, twins) = (page.record(), page.data.twins.clone());
    app.overlays.push(Overlay::Twins {
        person,
        twins,
        at: 0,
        answer: None,
    });
    true
}

/// Answers to a key: a digit chooses, Enter stores it, so that digits typed ahead take nobody out.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Twins {
        person,
        twins,
        at,
        answer,
    }) = app.overlays.last_mut()
    else {
        return Vec::new();
    };
    let last = twins.len().saturating_sub(1);
    match (command, key.typed()) {
        (Some(Id::Up), _) => *at = at.saturating_sub(1),
        (Some(Id::Down), _) => *at = (*at + 1).min(last),
        (Some(Id::Back), _) => drop(app.overlays.pop()),
        (Some(Id::Right), _) => {
            let other = twins.get(*at).map(|twin| twin.hit.record);
            app.overlays.pop();
            return other.map_or_else(Vec::new, look);
        }
        (Some(Id::Next), _) => {
            let (Some(decision), Some(twin)) = (*answer, twins.get(*at)) else {
                return Vec::new();
            };
            let (person, other) = (*person, twin.hit.record);
            app.overlays.pop();
            return vec![Effect::Decide {
                person,
                other,
                decision,
            }];
        }
        (_, Some(c)) => {
            let place = fold_char(c)
                .to_digit(10)
                .and_then(|digit| digit.checked_sub(1));
            let chosen = place.and_then(|place| ANSWERS.get(place as usize));
            *answer = chosen.copied().or(*answer);
        }
        _ => {}
    }
    Vec::new()
}

/// Opens the other one above the form.
fn look(record: RecordRef) -> Vec<Effect> {
    vec![
        Effect::Leave,
        Effect::Open {
            record,
            item: None,
            manner: Manner::Above,
        },
    ]
}
