//! The sign-off: what blocks it line by line, or the name under it; and what changed since.

use crate::base::message::Message;
use crate::coverage::{Block, Why};
use crate::domain::kind::Kind;
use crate::store::{NodeState, RecordRef};
use crate::tui::command::Id;
use crate::tui::deed::{Deed, Weighed};
use crate::tui::effect::{Effect, Job, Manner};
use crate::tui::event::WorkNews;
use crate::tui::model::missing::{Class, Missing};
use crate::tui::model::names::{Entry, Signing, Wanted};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::review::Review;
use crate::tui::model::walk::Walk;
use crate::tui::model::{App, Screen, Tone};

use super::{ask, declare, form, kept};

/// Asks how the unit stands.
pub fn open(app: &mut App) -> Vec<Effect> {
    let mut effects = form::leave_field(app);
    match declare::unit_here(app) {
        Some(unit) => effects.extend(weigh(app, unit)),
        None => app.say(Tone::Plain, Message::new("tui.say.no_unit")),
    }
    effects
}

/// Works out how a unit stands: a small one at once, a large one beside.
pub fn weigh(app: &mut App, unit: RecordRef) -> Vec<Effect> {
    if matches!(unit.kind, Kind::Group | Kind::Village) {
        return vec![Effect::Deed(Deed::Weigh(unit))];
    }
    work(app, Job::Stance { unit }, "tui.say.weighing")
}

/// Hands a job to the worker, one at a time: a second one would only wait for the first.
fn work(app: &mut App, job: Job, said: &'static str) -> Vec<Effect> {
    if app.weighing.is_some() {
        app.say(Tone::Ask, Message::new("tui.say.weighing_still"));
        return Vec::new();
    }
    app.say(Tone::Plain, Message::new(said));
    let number = app.next_job();
    app.weighing = Some(number);
    vec![Effect::Work { number, job }]
}

/// Hears what came of the job. What was worked out is shown where somebody waits for it: over a
/// form it would swallow what is typed there.
pub fn news(app: &mut App, news: WorkNews) -> Vec<Effect> {
    app.weighing = None;
    let waits = matches!(app.screen(), Screen::Review(_)) && app.overlays.is_empty();
    match news {
        WorkNews::Weighed(stance) if waits => {
            app.said = None;
            return vec![Effect::Deed(Deed::Explain(stance))];
        }
        WorkNews::Weighed(_) => app.say(Tone::Plain, Message::new("tui.say.weighed")),
        WorkNews::Printed(folder) => {
            let message = Message::new("tui.say.printed").with("folder", folder);
            app.say(Tone::Good, message);
        }
        WorkNews::Failed(message) => app.say(Tone::Bad, message),
        _ => {}
    }
    Vec::new()
}

/// Writes the sheet of the unit.
pub fn print(app: &mut App) -> Vec<Effect> {
    let mut effects = form::leave_field(app);
    match declare::unit_here(app) {
        Some(unit) => {
            let Some(out) = app.opened.as_ref().map(|opened| opened.folder.clone()) else {
                return effects;
            };
            let language = app.wording.language();
            let job = Job::Sheet {
                unit,
                language,
                out,
            };
            effects.extend(work(app, job, "tui.say.printing"));
        }
        None => app.say(Tone::Plain, Message::new("tui.say.no_unit")),
    }
    effects
}

/// Shows how a unit stands.
pub fn show(app: &mut App, weighed: Weighed) {
    let signing = Signing::new(weighed);
    app.overlays.push(Overlay::Sign(Box::new(signing)));
}

/// A broken unit below is accepted.
pub fn accept(app: &mut App, unit: RecordRef, reason: String) {
    if let Some(Overlay::Sign(signing)) = app.overlays.last_mut() {
        signing.accepted.insert(unit, reason);
        signing.at = 0;
    }
}

/// What a selected line leads to.
enum Way {
    Sign,
    Block(Block),
    Accept(RecordRef),
    Go(RecordRef, Option<String>),
}

/// Answers to a key while a unit is looked at for signing.
pub fn press(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Sign(signing)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    let entries = signing.entries();
    let last = entries.len().saturating_sub(1);
    let way = entries.get(signing.at).map(|entry| match entry {
        Entry::Sign => Way::Sign,
        Entry::Block(block) => Way::Block((*block).clone()),
        Entry::Accept(node) => Way::Accept(node.record),
        Entry::Since(at) => {
            let change = signing.weighed.since.get(*at);
            let item = change.and_then(|(since, _)| since.items.first().cloned());
            let record = change.map(|(since, _)| since.record);
            Way::Go(record.unwrap_or(signing.weighed.stance.unit), item)
        }
    });
    match command {
        Some(Id::Up) => signing.at = signing.at.saturating_sub(1),
        Some(Id::Down | Id::NextGap) => signing.at = (signing.at + 1).min(last),
        Some(Id::First | Id::PageUp) => signing.at = 0,
        Some(Id::Last | Id::PageDown) => signing.at = last,
        Some(Id::Back | Id::Review | Id::Sign) => drop(app.overlays.pop()),
        Some(Id::Next) => return way.map_or_else(Vec::new, |way| follow(app, way)),
        _ => {}
    }
    Vec::new()
}

fn follow(app: &mut App, way: Way) -> Vec<Effect> {
    match way {
        Way::Sign => sign(app),
        Way::Accept(unit) => {
            ask::show(app, Wanted::Accept(unit));
            Vec::new()
        }
        Way::Go(record, item) => {
            app.overlays.pop();
            go(app, record, item)
        }
        Way::Block(block) => to_block(app, block),
    }
}

fn sign(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Sign(signing)) = kept::ask(app) else {
        return Vec::new();
    };
    let stance = &signing.weighed.stance;
    if signing.weighed.node.state == NodeState::Signed {
        app.kept.asked = None;
        app.say(Tone::Plain, Message::new("tui.say.already_signed"));
        return Vec::new();
    }
    vec![Effect::Deed(Deed::Sign {
        unit: stance.unit,
        accepted: signing.accepted,
    })]
}

/// Goes to what blocks: to the list where it is in many places, else to the place itself.
fn to_block(app: &mut App, block: Block) -> Vec<Effect> {
    let Some(Overlay::Sign(signing)) = app.overlays.last() else {
        return Vec::new();
    };
    let unit = signing.weighed.stance.unit;
    let area = signing.weighed.node.path.clone();
    if block.why == Why::Unexplained {
        ask::show(app, Wanted::Unseal { unit, signs: true });
        return Vec::new();
    }
    app.overlays.pop();
    let class = match block.why {
        Why::Missing => Class::Items,
        Why::NoGroups
        | Why::GroupsMissing
        | Why::NoHouseholds
        | Why::HouseholdsMissing
        | Why::NoResult => Class::Units,
        Why::NoPersons | Why::NoEpisodes => Class::Persons,
        Why::Hard => Class::Hard,
        Why::Returns => Class::Returns,
        Why::Unsigned | Why::Broken => return to_unit(app, area, block.path),
        Why::NotDeclared | Why::Outdated | Why::NotAnswered | Why::Disputed | Why::Unexplained => {
            return vec![Effect::Deed(Deed::Stand(unit))];
        }
    };
    if block.count == 1 {
        let mut effects = go(app, block.record, block.item);
        if block.why == Why::Returns {
            effects.push(Effect::Deed(Deed::Threads(block.record)));
        }
        return effects;
    }
    let missing = Missing {
        class,
        ..Missing::new(area)
    };
    let ask = missing.ask(None);
    app.screens.push(Screen::Missing(missing));
    vec![ask]
}

/// Goes to a unit in the review of what holds it.
fn to_unit(app: &mut App, area: String, unit: String) -> Vec<Effect> {
    if let Screen::Review(review) = app.screen_mut() {
        if review.area() != area {
            review.trail.push(area.clone());
        }
        review.problems = false;
        review.wanted = Some(unit);
    } else {
        let review = Review {
            wanted: Some(unit),
            ..Review::new(area.clone())
        };
        app.screens.push(Screen::Review(Box::new(review)));
    }
    vec![Effect::Status(area)]
}

/// Goes to a record: to its form, or to its line in the tree.
fn go(app: &mut App, record: RecordRef, item: Option<String>) -> Vec<Effect> {
    let is_place = matches!(record.kind, Kind::County | Kind::Township | Kind::Village);
    if is_place || (record.kind == Kind::Group && item.is_none()) {
        app.screens.push(Screen::Walk(Walk::default()));
        return vec![Effect::LocateTree(record)];
    }
    vec![Effect::Open {
        record,
        item,
        manner: Manner::Above,
    }]
}
