//! Taking in a register: village, file, a look at its columns, and only then writing.

use std::path::PathBuf;

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::tui::command::Id;
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::model::line::Line;
use crate::tui::model::prelist::{Answered, Ask, Prelist, Stage};
use crate::tui::model::{App, Screen};

use super::{back, everywhere};

/// Lines that a page key moves.
const PAGE_LINES: usize = 10;

/// Opens the page, in the village that is worked in.
pub fn open(app: &mut App) -> Vec<Effect> {
    let wanted = village(app).unwrap_or_default();
    app.screens
        .push(Screen::Prelist(Box::new(Prelist::new(wanted))));
    vec![Effect::Register(Ask::Offer)]
}

/// Returns the code of the village that is looked at.
fn village(app: &App) -> Option<String> {
    app.screens.iter().rev().find_map(|screen| match screen {
        Screen::Walk(walk) => walk.columns[1].node().map(|node| node.path.clone()),
        Screen::Form(page) => {
            let mut trail = page.data.form.trail.iter();
            let found = trail.find(|node| node.record.kind == Kind::Village);
            found.map(|node| node.path.clone())
        }
        Screen::Home(home) => home.data.as_ref()?.next.as_ref()?.path.get(1).cloned(),
        _ => None,
    })
}

fn page(app: &mut App) -> Option<&mut Prelist> {
    match app.screen_mut() {
        Screen::Prelist(page) => Some(page),
        _ => None,
    }
}

/// Answers to a key of the page.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(stage) = page(app).map(|page| page.stage.clone()) else {
        return Vec::new();
    };
    match stage {
        Stage::Village => choose_village(app, key, command),
        Stage::File => choose_file(app, key, command),
        Stage::Confirm => confirm(app, command),
        Stage::Column(column) => choose_target(app, column, key, command),
        Stage::Writing => Vec::new(),
        Stage::Result(_) => match command {
            Some(Id::Next | Id::Back) => back(app),
            other => everywhere(app, other),
        },
    }
}

/// Moves the selection; says whether the command was one that does.
fn moves(page: &mut Prelist, command: Option<Id>, count: usize) -> bool {
    let last = count.saturating_sub(1);
    match command {
        Some(Id::Up) => page.at = page.at.saturating_sub(1),
        Some(Id::Down) => page.at = (page.at + 1).min(last),
        Some(Id::PageUp) => page.at = page.at.saturating_sub(PAGE_LINES),
        Some(Id::PageDown) => page.at = (page.at + PAGE_LINES).min(last),
        _ => return false,
    }
    true
}

/// Types into the line; says whether the key did.
fn types(page: &mut Prelist, key: Key) -> bool {
    match key.typed() {
        Some(c) => page.line.insert(c),
        None => page.line.edit(key),
    }
}

fn choose_village(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(page) = page(app) else {
        return Vec::new();
    };
    let count = page.fitting().len();
    if moves(page, command, count) {
        return Vec::new();
    }
    match command {
        Some(Id::Next) => {
            if let Some(village) = page.fitting().get(page.at).copied().cloned() {
                page.village = Some(village);
                to_file(page);
            }
            Vec::new()
        }
        Some(Id::Back) => back(app),
        command => {
            if types(page, key) {
                page.at = 0;
                return Vec::new();
            }
            everywhere(app, command)
        }
    }
}

/// Goes to the choice of the file; the first one found is offered.
fn to_file(page: &mut Prelist) {
    page.stage = Stage::File;
    page.at = 0;
    let offered = page.files.first().map_or("", String::as_str);
    let text = if page.path.is_empty() {
        offered
    } else {
        page.path.as_str()
    };
    page.line = Line::stored(text);
}

fn choose_file(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(page) = page(app) else {
        return Vec::new();
    };
    if moves(page, command, page.files.len()) {
        let chosen = page.files.get(page.at).map_or("", String::as_str);
        page.line = Line::stored(chosen);
        return Vec::new();
    }
    match command {
        Some(Id::Next) => {
            page.path = page.line.text().trim().to_owned();
            page.columns.clear();
            read(app)
        }
        Some(Id::Back) => {
            page.problem = None;
            page.stage = Stage::Village;
            page.line.clear();
            let chosen = page.village.as_ref();
            let place = page.villages.iter().position(|one| Some(one) == chosen);
            page.at = place.unwrap_or(0);
            Vec::new()
        }
        command => {
            if types(page, key) {
                return Vec::new();
            }
            everywhere(app, command)
        }
    }
}

/// Asks for the file to be read as it is mapped now.
fn read(app: &mut App) -> Vec<Effect> {
    let Some(page) = page(app) else {
        return Vec::new();
    };
    page.problem = None;
    let village = page.village.as_ref().map(|village| village.record);
    let Some(village) = village.filter(|_| !page.path.is_empty()) else {
        page.problem = Some(Message::new("tui.prelist.need_file"));
        return Vec::new();
    };
    let path = PathBuf::from(&page.path);
    let columns = page.columns.clone();
    vec![Effect::Register(Ask::Read {
        village,
        path,
        columns,
    })]
}

fn confirm(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let (wording, instrument) = (app.wording.clone(), app.instrument.clone());
    let Some(page) = page(app) else {
        return Vec::new();
    };
    page.problem = None;
    let n_columns = page.n_columns();
    let count = 1 + n_columns + page.remarks(&wording, &instrument).len();
    if moves(page, command, count) {
        return Vec::new();
    }
    let column = page.at.checked_sub(1).filter(|column| *column < n_columns);
    match (command, column) {
        (Some(Id::Next | Id::Choices), Some(column)) => {
            page.stage = Stage::Column(column);
            page.line.clear();
            let held = page.register.as_ref();
            let held = held.and_then(|read| read.columns.get(column)?.target.clone());
            let targets = page.targets(&wording, &instrument);
            let place = targets
                .iter()
                .position(|(one, _)| Some(one) == held.as_ref());
            page.at = place.unwrap_or(0);
            Vec::new()
        }
        (Some(Id::Next), None) if page.at == 0 => {
            page.stage = Stage::Writing;
            // It is done at the pause, so that the page says first that it writes.
            vec![Effect::Leave, Effect::Arm]
        }
        (Some(Id::Back), _) => {
            to_file(page);
            Vec::new()
        }
        (Some(Id::Next | Id::Choices), None) => Vec::new(),
        (other, _) => everywhere(app, other),
    }
}

fn choose_target(app: &mut App, column: usize, key: Key, command: Option<Id>) -> Vec<Effect> {
    let (wording, instrument) = (app.wording.clone(), app.instrument.clone());
    let Some(page) = page(app) else {
        return Vec::new();
    };
    let targets = page.targets(&wording, &instrument);
    if moves(page, command, targets.len()) {
        return Vec::new();
    }
    match command {
        Some(Id::Next) => {
            let mapped = page.register.as_ref();
            let letters = mapped.and_then(|read| read.columns.get(column));
            let letters = letters.map(crate::exchange::Mapped::letters);
            if let (Some(letters), Some((target, _))) = (letters, targets.get(page.at)) {
                page.columns.retain(|(known, _)| *known != letters);
                page.columns.push((letters, target.clone()));
            }
            page.at = column + 1;
            read(app)
        }
        Some(Id::Back) => {
            page.stage = Stage::Confirm;
            page.at = column + 1;
            Vec::new()
        }
        command => {
            if types(page, key) {
                page.at = 0;
                return Vec::new();
            }
            everywhere(app, command)
        }
    }
}

/// Takes what was read or written.
pub fn absorb(app: &mut App, answered: Answered) {
    let Some(page) = page(app) else { return };
    match answered {
        Answered::Offered(villages, files) => {
            let place = villages.iter().position(|one| one.code == page.wanted);
            page.at = place.unwrap_or(0);
            page.village = place.and_then(|at| villages.get(at).cloned());
            page.villages = villages;
            page.files = files;
            if page.village.is_some() {
                to_file(page);
            }
        }
        Answered::Read(register, foreseen) => {
            let is_again = matches!(page.stage, Stage::Column(_));
            page.stage = Stage::Confirm;
            page.at = if is_again { page.at } else { 0 };
            page.register = Some(register);
            page.foreseen = foreseen;
        }
        Answered::Refused(message) => {
            let was_read = matches!(page.stage, Stage::Column(_) | Stage::Writing);
            if was_read {
                // What was read before stands, without the column that spoils it.
                page.columns.pop();
                page.stage = Stage::Confirm;
            }
            page.problem = Some(message);
        }
        Answered::Written(done) => page.stage = Stage::Result(done),
    }
}

/// The page has said that it writes, so now it does; none where it does not.
pub fn begun(app: &mut App) -> Option<Effect> {
    let page = page(app).filter(|page| page.stage == Stage::Writing)?;
    let village = page.village.as_ref()?.record;
    let plan = Box::new(page.register.as_ref()?.plan.clone());
    Some(Effect::Register(Ask::Write { village, plan }))
}
