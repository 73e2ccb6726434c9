//! What is typed over a page is not lost: not by leaving it, nor where the store fails.

use crate::tui::effect::{Effect, Outcome};
use crate::tui::model::App;
use crate::tui::model::kept::KEPT;
use crate::tui::model::overlay::Overlay;

/// Lays something over the page, with the text that waits for it.
pub fn show(app: &mut App, mut overlay: Overlay) {
    app.kept.restore(&mut overlay);
    app.overlays.push(overlay);
}

/// Keeps what is typed into everything that lies over the page.
pub fn hold(app: &mut App) -> Vec<Effect> {
    let mut is_news = false;
    for overlay in &app.overlays {
        is_news |= app.kept.hold(overlay);
    }
    remember(app, is_news)
}

/// Closes what lies on top without storing it.
pub fn close(app: &mut App) -> Vec<Effect> {
    let effects = hold(app);
    app.overlays.pop();
    effects
}

/// Closes what lies on top because it is being stored; returns it.
pub fn ask(app: &mut App) -> Option<Overlay> {
    let overlay = app.overlays.pop()?;
    app.kept.asked = Some(overlay.clone());
    Some(overlay)
}

/// The store answered: the text is forgotten, or where it failed stands in its line again.
pub fn answered(app: &mut App, outcome: &Outcome) -> Vec<Effect> {
    // A household is closed on the way to a finding that is settled in it.
    if matches!(outcome, Outcome::Closed { .. } | Outcome::Unclosed(_)) {
        return Vec::new();
    }
    let Some(overlay) = app.kept.asked.take() else {
        return Vec::new();
    };
    if matches!(outcome, Outcome::Failed(_)) {
        app.overlays.push(overlay);
        return Vec::new();
    }
    let is_news = app.kept.forget(&overlay);
    remember(app, is_news)
}

/// Asks for the texts to be kept with the file, so that they outlive the program.
fn remember(app: &App, is_news: bool) -> Vec<Effect> {
    let effect = || Effect::Remember {
        key: KEPT,
        value: app.kept.written(),
    };
    // Before a file is open there is nowhere to keep it.
    (is_news && app.opened.is_some())
        .then(effect)
        .into_iter()
        .collect()
}
