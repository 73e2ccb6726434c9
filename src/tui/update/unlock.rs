//! The passphrase page.

use crate::tui::command::Id;
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Screen};

/// Answers to a key of the passphrase page.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Unlock(unlock) = app.screen_mut() else {
        return Vec::new();
    };
    match command {
        Some(Id::Next) => return vec![Effect::Unlock(unlock.line.take())],
        Some(Id::Help) => {
            app.overlays.push(Overlay::Help { top: 0 });
            return Vec::new();
        }
        Some(Id::Back) => return vec![Effect::Quit],
        _ => {}
    }
    if let Some(c) = key.typed() {
        unlock.line.insert(c);
    } else {
        unlock.line.edit(key);
    }
    Vec::new()
}
