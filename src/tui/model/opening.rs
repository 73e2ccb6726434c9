//! Something open in words: where it is, and what.

use crate::base::message::Message;
use crate::base::text::width;
use crate::domain::kind::Kind;
use crate::store::{Gap, Thread, ThreadState};

use super::{App, unit};

/// Levels of a path, from the outermost.
const LEVELS: [Kind; 6] = [
    Kind::Township,
    Kind::Village,
    Kind::Group,
    Kind::Household,
    Kind::Person,
    Kind::Episode,
];
/// Levels that are left out where the household is known.
const OUTSIDE: usize = 4;

/// Says on one line what is open: where, and what.
#[must_use]
pub fn line(app: &App, gap: &Gap) -> String {
    format!("{} > {}", place(app, gap, 2), what(app, gap))
}

/// Says where it is, without as many of the outer units; at least the innermost two are told.
#[must_use]
pub fn place(app: &App, gap: &Gap, skip: usize) -> String {
    let most = 1 + usize::from(gap.path.len() > 2);
    said(app, gap, skip.min(most))
}

/// Says where it is in so many cells: without the outer units that have no room.
#[must_use]
pub fn place_within(app: &App, gap: &Gap, cells: usize) -> String {
    let places = (1..gap.path.len()).map(|skip| said(app, gap, skip));
    let mut last = said(app, gap, 1);
    for place in places {
        if width(&place) <= cells {
            return place;
        }
        last = place;
    }
    last
}

/// Says where in its household it is.
#[must_use]
pub fn place_in_household(app: &App, gap: &Gap) -> String {
    said(app, gap, OUTSIDE)
}

fn said(app: &App, gap: &Gap, skip: usize) -> String {
    let skip = skip.min(gap.path.len().saturating_sub(1));
    let parts = gap.path.iter().zip(&gap.names).zip(LEVELS).skip(skip);
    let said = parts.map(|((number, name), kind)| unit::named(app, kind, number, name));
    said.collect::<Vec<_>>().join(" > ")
}

/// Says what is open: what a rule found, the item that is missing, or that nothing is listed.
#[must_use]
pub fn what(app: &App, gap: &Gap) -> String {
    if let Some(found) = &gap.finding {
        let text = unit::found(app, found);
        return format!("{} {text}", found.rule);
    }
    let item = gap.item.as_deref().filter(|_| gap.is_item);
    if let Some(item) = item.and_then(|id| app.instrument.item(gap.record.kind, id)) {
        let label = app.wording.label(&item.label.zh, &item.label.en);
        return label.into_owned();
    }
    if let Some(thread) = &gap.thread {
        return returned(app, thread);
    }
    if let Some((expected, listed)) = gap.lacks {
        let key = if gap.record.kind == Kind::Village {
            "tui.gap.groups_missing"
        } else {
            "tui.gap.households_missing"
        };
        let lacks = Message::new(key)
            .with("expected", expected)
            .with("listed", listed)
            .with("lacking", expected - listed);
        return app.wording.say(&lacks);
    }
    let key = match gap.reason {
        "no_groups" => "tui.gap.no_groups",
        "no_households" => "tui.gap.no_households",
        "no_persons" => "tui.gap.no_persons",
        "no_episodes" => "tui.gap.no_episodes",
        "no_result" => "tui.gap.no_result",
        "disputed" => "tui.gap.disputed",
        "signed_then_changed" => "tui.gap.changed",
        _ => "tui.gap.missing",
    };
    app.text(key).to_owned()
}

/// Says whose turn it is in a thread, and its last word.
fn returned(app: &App, thread: &Thread) -> String {
    let state = app.text(match thread.state {
        ThreadState::Asked => "tui.gap.asked",
        _ => "tui.gap.answered",
    });
    let last = thread.messages.last();
    let text = last.map_or("", |message| message.text.as_str());
    let item = thread.item.as_deref();
    let item = item.and_then(|id| app.instrument.item(thread.record.kind, id));
    let item = item.map(|item| app.wording.label(&item.label.zh, &item.label.en));
    let said = Message::new("tui.gap.returned")
        .with("state", state)
        .with("item", item.unwrap_or_default())
        .with("text", text);
    app.wording.say(&said)
}
