//! How the screens look: changed by a key at any time, and remembered with the file.

use crate::tui::command::Id;
use crate::tui::effect::{Effect, Look};
use crate::tui::model::look::{LANGUAGE, MARKS, NORMAL, PLAIN, THEME};
use crate::tui::model::{App, Screen};
use crate::tui::theme::Theme;
use crate::wording::{Language, Wording};

/// Changes the look by a command; nothing where the command is another one.
pub fn switch(app: &mut App, command: Option<Id>) -> Option<Vec<Effect>> {
    let effect = match command? {
        Id::Language => {
            speak(app, app.wording.language().next());
            language(app)
        }
        // Somebody asked for no colors; what was chosen before is not forgotten for that.
        Id::Theme if app.appearance.theme == Theme::Mono => return Some(Vec::new()),
        Id::Theme => {
            app.appearance.theme = app.appearance.theme.next();
            theme(app)
        }
        Id::Marks => {
            app.appearance.plain_glyphs = !app.appearance.plain_glyphs;
            marks(app)
        }
        _ => return None,
    };
    // Before a file is open there is nowhere to keep it.
    Some(if app.opened.is_some() {
        vec![effect]
    } else {
        Vec::new()
    })
}

/// Takes the look with which the file was last open. What was asked for in starting the program
/// stands, and so does a terminal without colors.
pub fn take(app: &mut App, look: Look) {
    if let Some(language) = look.language.filter(|_| !app.is_language_given) {
        speak(app, language);
    }
    if let Some(theme) = look.theme.filter(|_| app.appearance.theme != Theme::Mono) {
        app.appearance.theme = theme;
    }
    app.appearance.plain_glyphs |= look.plain_glyphs == Some(true);
}

/// Asks for the look to be remembered as it is.
pub fn remember(app: &App) -> Vec<Effect> {
    vec![language(app), theme(app), marks(app)]
}

fn speak(app: &mut App, language: Language) {
    if language == app.wording.language() {
        return;
    }
    app.wording = Wording::new(language);
    if let Screen::Setup(setup) = app.screen_mut() {
        setup.language = language;
    }
}

fn language(app: &App) -> Effect {
    keep(LANGUAGE, app.wording.language().tag())
}

fn theme(app: &App) -> Effect {
    keep(THEME, app.appearance.theme.id())
}

fn marks(app: &App) -> Effect {
    let set = if app.appearance.plain_glyphs {
        PLAIN
    } else {
        NORMAL
    };
    keep(MARKS, set)
}

fn keep(key: &'static str, value: &str) -> Effect {
    Effect::Remember {
        key,
        value: value.to_owned(),
    }
}
