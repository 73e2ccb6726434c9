//! What each page offers: the footer and the palette have no other source.

use crate::domain::kind::Kind;
use crate::tui::command::Id;
use crate::tui::model::check::Stage as Working;
use crate::tui::model::concern::Concern;
use crate::tui::model::exchange::Stage;
use crate::tui::model::form::Row;
use crate::tui::model::prelist::Stage as Register;
use crate::tui::model::question::Shape;
use crate::tui::model::{App, Screen};

/// Lists the commands of the page that is shown, the likeliest first.
#[must_use]
pub fn offers(app: &App) -> Vec<Id> {
    match app.screen() {
        Screen::Setup(_) | Screen::Unlock(_) => {
            vec![Id::Next, Id::Back, Id::Language, Id::Help, Id::Quit]
        }
        Screen::Home(_) => vec![
            Id::Next,
            Id::NextGap,
            Id::Find,
            Id::Review,
            Id::Exchange,
            Id::Language,
            Id::Help,
            Id::Palette,
        ],
        Screen::Walk(walk) => {
            let mut offered = vec![Id::Next, Id::Left, Id::Right, Id::NextGap, Id::Find];
            if walk.focus >= 2 {
                offered.insert(1, Id::Add);
                offered.push(Id::Disposition);
            }
            offered.extend([Id::Note, Id::Back, Id::Help]);
            offered
        }
        Screen::Form(_) => form_offers(app),
        Screen::Missing(_) => vec![
            Id::Next,
            Id::Confirm,
            Id::Left,
            Id::Right,
            Id::PageDown,
            Id::Back,
            Id::Help,
        ],
        Screen::Check(page) => match page.stage {
            Working::Working { .. } => vec![Id::Back, Id::NextGap],
            Working::Findings(_) => vec![Id::Next, Id::Confirm, Id::Back, Id::NextGap, Id::Help],
            _ => vec![Id::Next, Id::Check, Id::NextGap, Id::Back, Id::Help],
        },
        Screen::Find(_) => vec![Id::Next, Id::Up, Id::Down, Id::Back, Id::Help],
        Screen::Review(_) => vec![Id::Next, Id::Check, Id::NextGap, Id::Back, Id::Help],
        Screen::Prelist(page) => match page.stage {
            Register::Writing => Vec::new(),
            _ => vec![Id::Next, Id::Up, Id::Down, Id::Back, Id::Help],
        },
        Screen::Exchange(page) => match page.stage {
            Stage::Working { .. } => vec![Id::Back],
            _ => vec![Id::Next, Id::Up, Id::Down, Id::Back, Id::Help],
        },
    }
}

fn form_offers(app: &App) -> Vec<Id> {
    let mut offered = vec![Id::Next, Id::NextGap];
    let Some(page) = app.form() else {
        return offered;
    };
    let is_item = matches!(page.rows.get(page.at), Some(Row::Item(_)));
    if is_item {
        let item = page.item(&app.instrument);
        if item.is_some_and(|item| !matches!(page.shape(&app.instrument, item), Shape::Text)) {
            offered.push(Id::Up);
        }
        offered.push(Id::Choices);
    }
    let is_open = |concern: &Concern| concern.finding.is_open();
    if page.data.concerns.iter().any(is_open) {
        offered.insert(1, Id::Jump);
        offered.insert(2, Id::Confirm);
    }
    if page.record().kind == Kind::Household {
        offered.insert(1, Id::Close);
    }
    if matches!(page.record().kind, Kind::Household | Kind::Person) {
        offered.push(Id::Add);
    }
    offered.extend([
        Id::PageDown,
        Id::Disposition,
        Id::Note,
        Id::Undo,
        Id::Back,
        Id::Help,
    ]);
    offered.retain(|id| *id != Id::Up);
    offered
}
