//! The list of gaps: Enter jumps, and the next gap stays in the list.

use crate::domain::kind::Kind;
use crate::tui::command::Id;
use crate::tui::deed::Deed;
use crate::tui::effect::{Effect, Manner};
use crate::tui::model::missing::{Class, Missing};
use crate::tui::model::walk::Walk;
use crate::tui::model::{App, Screen};

use super::everywhere;

/// Lines that a page key moves.
const PAGE_LINES: usize = 12;
/// How near the end of what is read the selection may come before more is read.
const AHEAD: usize = 30;

/// Answers to a command of the list.
pub fn press(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Missing(missing) = app.screen_mut() else {
        return Vec::new();
    };
    let last = missing.gaps.len().saturating_sub(1);
    match command {
        Some(Id::Up | Id::PreviousField) => missing.at = missing.at.saturating_sub(1),
        Some(Id::Down | Id::NextField | Id::NextGap) => missing.at = (missing.at + 1).min(last),
        Some(Id::PageUp) => missing.at = missing.at.saturating_sub(PAGE_LINES),
        Some(Id::PageDown) => missing.at = (missing.at + PAGE_LINES).min(last),
        Some(Id::Last) => missing.at = last,
        Some(Id::First) => {
            if missing.dropped > 0 {
                missing.restart();
            }
            missing.at = 0;
        }
        Some(Id::Left) => return turn(missing, false),
        Some(Id::Right) => return turn(missing, true),
        Some(Id::Next) => return jump(app),
        // The key of the review that returns something returns it here too.
        Some(Id::Choices) => return super::ask::open_return(app),
        other => return everywhere(app, other),
    }
    more(app)
}

fn turn(missing: &mut Missing, forward: bool) -> Vec<Effect> {
    let at = Class::ALL
        .iter()
        .position(|class| *class == missing.class)
        .unwrap_or(0);
    let count = Class::ALL.len();
    let next = if forward {
        (at + 1) % count
    } else {
        (at + count - 1) % count
    };
    missing.rule = None;
    missing.class = Class::ALL.get(next).copied().unwrap_or_default();
    missing.restart();
    vec![missing.ask(None)]
}

/// Asks for more gaps when the selection nears the end of what is read.
pub fn more(app: &App) -> Vec<Effect> {
    let Screen::Missing(missing) = app.screen() else {
        return Vec::new();
    };
    if missing.is_exhausted || missing.at + AHEAD < missing.gaps.len() {
        return Vec::new();
    }
    if missing.shows_hints() {
        // Where hints are few, many villages are looked through: that waits for a pause.
        return vec![Effect::Arm];
    }
    vec![missing.ask(missing.last.clone())]
}

/// Typing paused: the look for hints goes on.
pub fn go_on(app: &App) -> Vec<Effect> {
    match app.screen() {
        Screen::Missing(missing) if missing.shows_hints() && !more(app).is_empty() => {
            vec![missing.ask(missing.last.clone())]
        }
        _ => Vec::new(),
    }
}

fn jump(app: &mut App) -> Vec<Effect> {
    let Screen::Missing(missing) = app.screen() else {
        return Vec::new();
    };
    let Some(gap) = missing.gaps.get(missing.at).cloned() else {
        return Vec::new();
    };
    let is_place = matches!(
        gap.record.kind,
        Kind::County | Kind::Township | Kind::Village
    );
    let threads = gap
        .thread
        .as_ref()
        .map(|thread| Effect::Deed(Deed::Threads(thread.record)));
    let is_unlisted = matches!(gap.reason, "no_households" | "households_missing");
    if is_place || is_unlisted {
        app.screens.push(Screen::Walk(Walk::default()));
        let tree = Effect::LocateTree(gap.record);
        return std::iter::once(tree).chain(threads).collect();
    }
    app.wanted = gap.finding;
    let open = Effect::Open {
        record: gap.record,
        item: gap.item,
        manner: Manner::Above,
    };
    std::iter::once(open).chain(threads).collect()
}
