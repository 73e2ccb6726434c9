//! The review: drill down and come back up; return, declare, answer, sign.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::store::AreaStatus;
use crate::tui::command::Id;
use crate::tui::deed::Reviewed;
use crate::tui::effect::{Effect, Manner};
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::missing::Missing;
use crate::tui::model::review::Review;
use crate::tui::model::{App, Screen, unit};

use super::{ask, declare, everywhere, sign};

/// Shows only units in which something is open, or all again.
const FILTER: char = '/';
/// Lines that a page key moves.
const PAGE_LINES: usize = 12;

/// Says what a unit of the review is called.
#[must_use]
pub fn name(app: &App, status: &AreaStatus) -> String {
    let name = unit::short(&status.name);
    match status.level {
        Kind::Group | Kind::Household => {
            let digits = if status.level == Kind::Group { 2 } else { 3 };
            let code = status.area.chars();
            let skip = code.clone().count().saturating_sub(digits);
            let number: String = code.skip(skip).collect();
            let name = if name == number { "" } else { name };
            unit::named(app, status.level, &number, name)
        }
        _ => name.to_owned(),
    }
}

/// Answers to a command of the review.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Review(review) = app.screen_mut() else {
        return Vec::new();
    };
    // Behind the units stands the area itself.
    let last = review.shown().len();
    let is_filter = key.typed().map(fold_char) == Some(FILTER);
    match command.or_else(|| is_filter.then_some(Id::Problems)) {
        Some(Id::Up | Id::PreviousField) => review.at = review.at.saturating_sub(1),
        Some(Id::Down | Id::NextField) => review.at = (review.at + 1).min(last),
        Some(Id::PageUp) => review.at = review.at.saturating_sub(PAGE_LINES),
        Some(Id::PageDown) => review.at = (review.at + PAGE_LINES).min(last),
        Some(Id::First) => review.at = 0,
        Some(Id::Last) => review.at = last,
        Some(Id::Next | Id::Right) => return drill(app),
        Some(Id::Back | Id::Left) if review.trail.len() > 1 => {
            review.wanted = review.trail.pop();
            return vec![Effect::Status(review.area())];
        }
        Some(Id::Left) => {}
        Some(Id::NextGap) => return list(app),
        Some(Id::Problems) => {
            let stood = review.child().map(|(status, _)| status.area.clone());
            review.problems = !review.problems;
            review.wanted = stood;
            if let Some(data) = review.data.take() {
                review.take(data);
            }
        }
        // The keys of the function row, as this page means them.
        Some(Id::Choices) => return ask::open_return(app),
        Some(Id::Review) => return sign::open(app),
        Some(Id::Disposition) => return declare::open(app),
        Some(Id::Exchange) => return sign::print(app),
        other => return everywhere(app, other),
    }
    Vec::new()
}

/// Takes the counts of the area.
pub fn read(app: &mut App, data: Reviewed) {
    if let Screen::Review(review) = app.screen_mut() {
        review.take(data);
    }
}

/// Lists what is open in the unit under the arrows.
fn list(app: &mut App) -> Vec<Effect> {
    let Screen::Review(review) = app.screen() else {
        return Vec::new();
    };
    let area = review.child().map(|(status, _)| status.area.clone());
    let missing = Missing::new(area.unwrap_or_else(|| review.area()));
    let ask = missing.ask(None);
    app.screens.push(Screen::Missing(missing));
    vec![ask]
}

fn drill(app: &mut App) -> Vec<Effect> {
    let Screen::Review(review) = app.screen_mut() else {
        return Vec::new();
    };
    let Some((child, _)) = review.child() else {
        return Vec::new();
    };
    let area = child.area.clone();
    if child.level == Kind::Household {
        return vec![Effect::OpenPath {
            path: area,
            manner: Manner::Above,
        }];
    }
    review.trail.push(area.clone());
    review.at = 0;
    vec![Effect::Status(area)]
}

/// Says how many units there are one level down, and how many are signed.
#[must_use]
pub fn counted(app: &App, review: &Review) -> Option<String> {
    let data = review.data.as_ref()?;
    let children = &data.status.children;
    let level = children.first()?.level;
    let is_signed = |unit: &&AreaStatus| unit.state == crate::store::NodeState::Signed;
    let message = Message::new("tui.review.units")
        .with("count", children.len())
        .with("level", app.text(level.key()))
        .with("signed", children.iter().filter(is_signed).count());
    Some(app.wording.say(&message))
}
