//! What each page offers: the footer and the palette have no other source.

use crate::domain::kind::Kind;
use crate::tui::command::{Id, command};
use crate::tui::model::check::Stage as Working;
use crate::tui::model::concern::Concern;
use crate::tui::model::exchange::Stage;
use crate::tui::model::form::Row;
use crate::tui::model::prelist::Stage as Register;
use crate::tui::model::question::Shape;
use crate::tui::model::{App, Screen};

/// A command that a page offers, under the key that it has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The command.
    pub id: Id,
    /// Its key, as the table spells it.
    pub key: &'static str,
}

/// Keys that mean another command in the review than elsewhere.
const IN_REVIEW: [(Id, &str); 5] = [
    (Id::Return, "F4"),
    (Id::Sign, "F5"),
    (Id::Declare, "F6"),
    (Id::Print, "F9"),
    (Id::Problems, "/"),
];

/// Lists what the page that is shown offers, the likeliest first.
#[must_use]
pub fn offers(app: &App) -> Vec<Offer> {
    let own: &[(Id, &'static str)] = match app.screen() {
        Screen::Review(_) => &IN_REVIEW,
        Screen::Missing(_) => &IN_REVIEW[..1],
        _ => &[],
    };
    let ids = commands(app).into_iter();
    ids.map(|id| {
        let here = own.iter().find(|(known, _)| *known == id);
        let usual = || command(id).keys.first().copied().unwrap_or_default();
        Offer {
            id,
            key: here.map_or_else(usual, |(_, key)| key),
        }
    })
    .collect()
}

fn commands(app: &App) -> Vec<Id> {
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
            Id::Person,
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
            Id::Return,
            Id::Back,
            Id::Help,
        ],
        Screen::Check(page) => match page.stage {
            Working::Working { .. } => vec![Id::Back, Id::NextGap],
            Working::Findings(_) => vec![Id::Next, Id::Confirm, Id::Back, Id::NextGap, Id::Help],
            _ => vec![Id::Next, Id::Check, Id::NextGap, Id::Back, Id::Help],
        },
        Screen::Find(_) => vec![Id::Next, Id::Up, Id::Down, Id::Back, Id::Help],
        Screen::Review(_) => vec![
            Id::Next,
            Id::Return,
            Id::Sign,
            Id::Declare,
            Id::Print,
            Id::Problems,
            Id::NextGap,
            Id::Person,
            Id::Back,
            Id::Help,
        ],
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
    if !page.data.threads.is_empty() {
        offered.insert(1, Id::Threads);
    }
    if page.record().kind == Kind::Household {
        offered.insert(1, Id::Close);
    }
    if matches!(page.record().kind, Kind::Household | Kind::Person) {
        offered.push(Id::Add);
    }
    if app.is_reviewer() {
        offered.push(Id::Return);
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
