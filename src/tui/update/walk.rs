//! The tree: arrows move, Enter opens, the last line of a column lists a new unit.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::store::RecordRef;
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Manner};
use crate::tui::event::{Code, Key};
use crate::tui::keymap::fold_char;
use crate::tui::model::walk::{AHEAD, KINDS, Walk};
use crate::tui::model::{App, Screen, Tone};

use super::everywhere;

/// Lines that a page key moves.
const PAGE_LINES: usize = 10;

/// Asks for the first column.
pub fn begin(app: &App) -> Vec<Effect> {
    let Some(opened) = &app.opened else {
        return Vec::new();
    };
    vec![Effect::LocateTree(opened.county)]
}

/// Asks for the children of a unit.
pub fn load(column: usize, parent: RecordRef) -> Vec<Effect> {
    let Some(kind) = KINDS.get(column) else {
        return Vec::new();
    };
    vec![Effect::LoadColumn {
        column,
        parent,
        kind: *kind,
        after: None,
    }]
}

/// Answers to a key of the tree.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    if let Some(effects) = seek(app, key, command) {
        return effects;
    }
    let Screen::Walk(walk) = app.screen_mut() else {
        return Vec::new();
    };
    walk.sought.clear();
    let at = walk.column().at;
    match command {
        Some(Id::Up) => select(walk, at.saturating_sub(1)),
        Some(Id::Down) => select(walk, at + 1),
        Some(Id::PageUp) => select(walk, at.saturating_sub(PAGE_LINES)),
        Some(Id::PageDown) => select(walk, at + PAGE_LINES),
        Some(Id::First) => select(walk, 0),
        Some(Id::Last) => select(walk, usize::MAX),
        Some(Id::Left | Id::PreviousField) => {
            walk.focus = walk.focus.saturating_sub(1);
            Vec::new()
        }
        Some(Id::Right | Id::NextField) => {
            go_right(walk);
            Vec::new()
        }
        Some(Id::Back) if walk.focus > 0 && app.screens.len() < 2 => Vec::new(),
        Some(Id::Next) => open(app),
        Some(Id::Add) => add(app),
        None if key.typed().is_some_and(|c| fold_char(c) == '+') => add(app),
        other => everywhere(app, other),
    }
}

/// Goes to the unit whose number, name, or pinyin is typed; arrows go on among those that fit, and
/// Esc ends it.
fn seek(app: &mut App, key: Key, command: Option<Id>) -> Option<Vec<Effect>> {
    let Screen::Walk(walk) = app.screen_mut() else {
        return None;
    };
    let typed = key.typed().map(fold_char);
    let mut step = 0;
    match (typed, command, key.code) {
        (Some('+' | ' '), ..) => return None,
        (Some(c), ..) => walk.sought.push(c),
        _ if walk.sought.is_empty() => return None,
        (_, Some(Id::Back), _) => {
            walk.sought.clear();
            return Some(Vec::new());
        }
        (_, _, Code::Backspace) => drop(walk.sought.pop()),
        (_, Some(Id::Down), _) => step = 1,
        (_, Some(Id::Up), _) => step = -1,
        _ => return None,
    }
    if walk.sought.is_empty() {
        return Some(Vec::new());
    }
    let fitting = walk.fitting();
    let place = fitting.iter().position(|at| *at == walk.column().at);
    let next = match (place, step) {
        (Some(place), 1) => (place + 1) % fitting.len(),
        (Some(place), -1) => (place + fitting.len() - 1) % fitting.len(),
        _ => 0,
    };
    if let Some(to) = fitting.get(next) {
        return Some(select(walk, *to));
    }
    let none = Message::new("tui.say.not_in_column").with("text", &walk.sought);
    app.say(Tone::Plain, none);
    Some(Vec::new())
}

fn go_right(walk: &mut Walk) {
    let next = walk.focus + 1;
    if walk
        .columns
        .get(next)
        .is_some_and(|column| column.parent.is_some())
    {
        walk.focus = next;
    }
}

fn select(walk: &mut Walk, to: usize) -> Vec<Effect> {
    let focus = walk.focus;
    let last = walk.lines(focus).saturating_sub(1);
    let Some(column) = walk.columns.get_mut(focus) else {
        return Vec::new();
    };
    let to = to.min(last);
    if to == column.at {
        return Vec::new();
    }
    column.at = to;
    let selected = column.node().map(|node| node.record);
    let more = !column.is_exhausted && to + AHEAD > column.nodes.len();
    let mut effects = Vec::new();
    if let (true, Some(parent), Some(last)) = (more, column.parent, column.nodes.last()) {
        let after = Some((last.path.clone(), last.record.id));
        let kind = KINDS.get(focus).copied().unwrap_or(Kind::Household);
        effects.push(Effect::LoadColumn {
            column: focus,
            parent,
            kind,
            after,
        });
    }
    if let Some((next, parent)) = walk.below(focus, selected) {
        effects.extend(load(next, parent));
    }
    effects
}

fn open(app: &mut App) -> Vec<Effect> {
    let Screen::Walk(walk) = app.screen_mut() else {
        return Vec::new();
    };
    if walk.is_on_add() {
        return add(app);
    }
    let Some(node) = walk.selected() else {
        return Vec::new();
    };
    match node.record.kind {
        Kind::Group | Kind::Household | Kind::Person => {
            vec![Effect::Open {
                record: node.record,
                item: None,
                manner: Manner::Above,
            }]
        }
        _ => {
            go_right(walk);
            Vec::new()
        }
    }
}

/// Lists a new unit in the column, or in the nearest one where units can be listed.
fn add(app: &mut App) -> Vec<Effect> {
    let Screen::Walk(walk) = app.screen() else {
        return Vec::new();
    };
    let column = walk.focus.max(2);
    let parent = walk.columns.get(column).and_then(|column| column.parent);
    let (Some(parent), Some(kind)) = (parent, KINDS.get(column)) else {
        return Vec::new();
    };
    vec![Effect::Add {
        parent,
        kind: *kind,
    }]
}
