//! Completeness: drill down and come back up.

use crate::domain::kind::Kind;
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Manner};
use crate::tui::model::missing::Missing;
use crate::tui::model::{App, Screen};

use super::everywhere;

/// Lines that a page key moves.
const PAGE_LINES: usize = 12;

/// Answers to a command of the review.
pub fn press(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Review(review) = app.screen_mut() else {
        return Vec::new();
    };
    let count = review
        .status
        .as_ref()
        .map_or(0, |status| status.children.len());
    let last = count.saturating_sub(1);
    match command {
        Some(Id::Up | Id::PreviousField) => review.at = review.at.saturating_sub(1),
        Some(Id::Down | Id::NextField) => review.at = (review.at + 1).min(last),
        Some(Id::PageUp) => review.at = review.at.saturating_sub(PAGE_LINES),
        Some(Id::PageDown) => review.at = (review.at + PAGE_LINES).min(last),
        Some(Id::First) => review.at = 0,
        Some(Id::Last) => review.at = last,
        Some(Id::Next | Id::Right) => return drill(app),
        Some(Id::Back | Id::Left) if review.trail.len() > 1 => {
            review.trail.pop();
            review.at = 0;
            return vec![Effect::Status(review.area())];
        }
        Some(Id::Left) => {}
        Some(Id::NextGap) => {
            let status = review.status.as_ref();
            let area = status
                .and_then(|s| s.children.get(review.at))
                .map(|s| s.area.clone());
            let area = area.unwrap_or_else(|| review.area());
            let missing = Missing::new(area);
            let ask = missing.ask(None);
            app.screens.push(Screen::Missing(missing));
            return vec![ask];
        }
        other => return everywhere(app, other),
    }
    Vec::new()
}

fn drill(app: &mut App) -> Vec<Effect> {
    let Screen::Review(review) = app.screen_mut() else {
        return Vec::new();
    };
    let child = review
        .status
        .as_ref()
        .and_then(|status| status.children.get(review.at));
    let Some(child) = child else {
        return Vec::new();
    };
    if child.level == Kind::Household {
        return vec![Effect::OpenPath {
            path: child.area.clone(),
            manner: Manner::Above,
        }];
    }
    let area = child.area.clone();
    review.trail.push(area.clone());
    review.at = 0;
    vec![Effect::Status(area)]
}
