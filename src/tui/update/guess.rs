//! Taking a number that is proposed for a mistyped one: one key each.

use crate::tui::effect::Effect;
use crate::tui::event::{Code, Key};
use crate::tui::model::App;
use crate::tui::model::guess::proposals;
use crate::tui::model::line::Line;

use super::form;

/// Answers to a key that takes a proposal: Alt and its number. Digits alone belong to the number
/// that is typed.
pub fn press(app: &mut App, key: Key) -> Option<Vec<Effect>> {
    let Code::Char(c) = key.code else { return None };
    let place = c.to_digit(10).filter(|_| key.alt && !key.ctrl)?;
    let place = (place as usize).checked_sub(1)?;
    let is_one = place < proposals(app).len();
    is_one.then(|| take(app, place))
}

/// Stores a proposal as if it had been typed.
pub fn take(app: &mut App, place: usize) -> Vec<Effect> {
    let Some(number) = proposals(app).into_iter().nth(place) else {
        return Vec::new();
    };
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    page.line = Line::draft(&number);
    page.problem = None;
    form::enter(app)
}
