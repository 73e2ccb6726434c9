//! Search: each key asks anew, because an answer takes microseconds.

use crate::domain::kind::Kind;
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Manner};
use crate::tui::event::Key;
use crate::tui::model::walk::Walk;
use crate::tui::model::{App, Screen};

use super::everywhere;

/// Answers to a key of the search.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Find(find) = app.screen_mut() else {
        return Vec::new();
    };
    if let Some(c) = key.typed() {
        find.line.insert(c);
        return ask(app);
    }
    let last = find.hits.len().saturating_sub(1);
    match command {
        Some(Id::Up | Id::PreviousField) => find.at = find.at.saturating_sub(1),
        Some(Id::Down | Id::NextField) => find.at = (find.at + 1).min(last),
        Some(Id::PageUp) => find.at = find.at.saturating_sub(10),
        Some(Id::PageDown) => find.at = (find.at + 10).min(last),
        Some(Id::Next) => {
            let Some(hit) = find.hits.get(find.at) else {
                return Vec::new();
            };
            let record = hit.record;
            if matches!(record.kind, Kind::Household | Kind::Person | Kind::Episode) {
                return vec![Effect::Open {
                    record,
                    item: None,
                    manner: Manner::Above,
                }];
            }
            app.screens.push(Screen::Walk(Walk::default()));
            return vec![Effect::LocateTree(record)];
        }
        _ if find.line.edit(key) => return ask(app),
        other => return everywhere(app, other),
    }
    Vec::new()
}

/// Asks for what fits the text.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Screen::Find(find) = app.screen_mut() else {
        return Vec::new();
    };
    let query = find.line.text().trim().to_owned();
    if query == find.asked {
        return Vec::new();
    }
    find.asked.clone_from(&query);
    find.at = 0;
    if query.is_empty() {
        find.hits.clear();
        return Vec::new();
    }
    vec![Effect::Find(query)]
}
