//! Closing a household: it gets its result, or what is open in it is gone through one by one.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::store::{Gap, Node, NodeState, RecordRef};
use crate::tui::command::Id;
use crate::tui::effect::{Closing, Effect, Manner, Unclosed};
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Screen, Tone, opening};

use super::{blank, disposition, form, reread};

/// Asks for the household to be closed.
pub fn press(app: &mut App) -> Vec<Effect> {
    if app
        .form()
        .is_some_and(|page| page.data.unlisted.is_some() && page.record().kind == Kind::Household)
    {
        blank::say(app);
        return Vec::new();
    }
    let mut effects = form::leave_field(app);
    let Some(household) = app.household() else {
        app.say(Tone::Plain, Message::new("tui.say.no_household"));
        return effects;
    };
    effects.push(Effect::Close {
        household,
        how: Closing::Ask,
    });
    effects
}

/// Answers to a key while what is open is listed.
pub fn press_list(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Closing {
        household,
        open,
        at,
    }) = app.overlays.last_mut()
    else {
        return Vec::new();
    };
    let last = open.len().saturating_sub(1);
    match command {
        Some(Id::Up) => *at = at.saturating_sub(1),
        Some(Id::Down | Id::NextGap) => *at = (*at + 1).min(last),
        Some(Id::PageUp) => *at = at.saturating_sub(10),
        Some(Id::PageDown) => *at = (*at + 10).min(last),
        Some(Id::Back | Id::Close) => drop(app.overlays.pop()),
        Some(Id::Next) => {
            let (household, gap) = (*household, open.get(*at).cloned());
            app.overlays.pop();
            return gap.map_or_else(Vec::new, |gap| go(app, household, gap));
        }
        _ => {
            let is_zero = key.typed().is_some_and(|c| fold_char(c) == '0');
            if is_zero && open.iter().all(may_wait) {
                let household = *household;
                app.overlays.pop();
                return vec![Effect::Close {
                    household,
                    how: Closing::Anyway,
                }];
            }
        }
    }
    Vec::new()
}

/// Says whether something open may stay so while the household gets its result: what was found, so
/// that nobody is kept from going on by what only others may accept.
#[must_use]
pub const fn may_wait(gap: &Gap) -> bool {
    gap.finding.is_some()
}

/// Goes to something open; when it is mended, the next one follows.
fn go(app: &mut App, household: RecordRef, gap: Gap) -> Vec<Effect> {
    let effect = Effect::Open {
        record: gap.record,
        item: gap.item.clone(),
        manner: Manner::Chain,
    };
    app.wanted.clone_from(&gap.finding);
    app.closing = Some((household, gap));
    vec![Effect::Leave, effect]
}

/// Asks what is open next, if a household is being closed and something was stored.
pub fn go_on(app: &App) -> Vec<Effect> {
    let closing = app.closing.as_ref();
    let ask = closing.map(|(household, _)| Effect::Close {
        household: *household,
        how: Closing::GoOn,
    });
    ask.into_iter().collect()
}

/// Something keeps the household open: it is listed, or the next one is gone to.
pub fn unclosed(app: &mut App, found: Unclosed) -> Vec<Effect> {
    let Unclosed {
        household,
        open,
        how,
    } = found;
    if how != Closing::GoOn {
        app.closing = None;
        app.overlays.push(Overlay::Closing {
            household,
            open,
            at: 0,
        });
        return Vec::new();
    }
    let Some((_, target)) = app.closing.clone() else {
        return Vec::new();
    };
    let is_same = |gap: &&Gap| {
        let rule = |gap: &Gap| gap.finding.as_ref().map(|found| found.rule.clone());
        gap.record == target.record && gap.item == target.item && rule(gap) == rule(&target)
    };
    if open.iter().any(|gap| is_same(&gap)) {
        return Vec::new();
    }
    let behind = open.iter().find(|gap| gap.sort > target.sort);
    let Some(next) = behind.or_else(|| open.first()).cloned() else {
        return Vec::new();
    };
    let effects = go(app, household, next.clone());
    let said = Message::new("tui.say.closing_next")
        .with("count", open.len())
        .with("place", opening::place_in_household(app, &next))
        .with("what", opening::what(app, &next));
    app.say(Tone::Plain, said);
    effects
}

/// The household has its result: back to where it was opened, and the next one is at hand.
pub fn closed(app: &mut App, node: &Node, at: String, waits: bool) -> Vec<Effect> {
    app.saved_at = Some(at);
    app.closing = None;
    let is_its_form = |screen: &Screen| match screen {
        Screen::Form(page) => {
            let around = page.data.household.as_ref().map(|h| h.node.record);
            page.record() == node.record || around == Some(node.record)
        }
        _ => false,
    };
    if let Some(first) = app.screens.iter().position(is_its_form) {
        app.screens.truncate(first.max(1));
    }
    if let Screen::Walk(walk) = app.screen_mut() {
        walk.locate = Some(node.record);
        walk.goes_on = true;
    }
    let mut effects = vec![Effect::Leave];
    effects.extend(reread(app));
    if node.state == NodeState::Disposed {
        disposition::tell(app, node);
    } else {
        let (tone, key) = if waits {
            (Tone::Ask, "tui.say.household_waits")
        } else {
            (Tone::Good, "tui.say.household_done")
        };
        app.say(tone, Message::new(key));
    }
    effects
}
