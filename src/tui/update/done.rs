//! The end of a form: a household gets its result, and what comes next is opened.

use crate::domain::kind::Kind;
use crate::tui::effect::{Closing, Effect};
use crate::tui::model::form::Spot;
use crate::tui::model::{App, Screen};

use super::form::to_gap;
use super::{back, blank};

/// The end of a form: a household gets its result and goes back to its list, the next person
/// follows, a stay goes back to its person.
pub fn done(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let record = page.record();
    if page.data.unlisted.is_some() {
        blank::say(app);
        return Vec::new();
    }
    if page.awaits_outcome(&instrument) {
        if page.open_before_outcome(&instrument) > 0 {
            return to_gap(app);
        }
        return vec![Effect::Close {
            household: record,
            how: Closing::Ask,
        }];
    }
    match record.kind {
        Kind::Person => {
            vec![
                Effect::Leave,
                Effect::Neighbor {
                    record,
                    forward: true,
                    or_add: true,
                },
            ]
        }
        Kind::Household => to_list(app),
        _ => {
            mark_finished(app);
            back(app)
        }
    }
}

/// Lets the form below go on behind the record that was filled in.
fn mark_finished(app: &mut App) {
    let below = app
        .screens
        .len()
        .checked_sub(2)
        .and_then(|at| app.screens.get_mut(at));
    if let Some(Screen::Form(page)) = below {
        page.coming_back = Some(Spot::AfterChildren);
    }
}

/// Goes back from a household; in the tree the line behind it is next. None is listed unasked,
/// because one Enter too many would leave a house that is not there.
fn to_list(app: &mut App) -> Vec<Effect> {
    let effects = back(app);
    if let Screen::Walk(walk) = app.screen_mut() {
        walk.goes_on = true;
    }
    effects
}
