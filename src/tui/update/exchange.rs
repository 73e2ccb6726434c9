//! Export and copies: choose what, choose where, watch, read the result.

use std::path::PathBuf;

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Job};
use crate::tui::event::{Key, WorkNews};
use crate::tui::keymap::fold_char;
use crate::tui::model::exchange::{Choice, Exchange, Stage};
use crate::tui::model::line::Line;
use crate::tui::model::{App, Screen, Tone};

use super::{back, everywhere};

/// Opens the page with the areas that can be exported from here.
pub fn open(app: &mut App) -> Vec<Effect> {
    let mut effects = super::form::leave_field(app);
    let Some(opened) = app.opened.clone() else {
        return effects;
    };
    let mut offered = Vec::new();
    if let Some((code, name)) = township(app) {
        offered.push((Choice::Township, code, name));
    }
    offered.push((Choice::County, opened.county_code, opened.county_name));
    offered.push((Choice::Backup, String::new(), String::new()));
    offered.push((Choice::Prelist, String::new(), String::new()));
    let page = Exchange {
        stage: Stage::Choose,
        job: 0,
        at: 0,
        offered,
        line: Line::default(),
        top: 0,
    };
    app.screens.push(Screen::Exchange(page));
    effects.extend([Effect::Leave, Effect::OfferPlaces]);
    effects
}

/// Takes where exports and a copy made now would go.
pub fn offered(app: &mut App, folder: PathBuf, copy: PathBuf) {
    if let Some(opened) = &mut app.opened {
        opened.folder = folder;
        opened.copy = copy;
    }
}

/// Returns code and name of the township that is looked at.
fn township(app: &App) -> Option<(String, String)> {
    let of = |node: &crate::store::Node| (node.number.clone(), node.name.clone());
    app.screens.iter().rev().find_map(|screen| match screen {
        Screen::Walk(walk) => walk.columns[0].node().map(of),
        Screen::Form(page) => {
            let trail = &page.data.form.trail;
            trail
                .iter()
                .find(|node| node.record.kind == Kind::Township)
                .map(of)
        }
        Screen::Home(home) => {
            let next = home.data.as_ref()?.next.as_ref()?;
            Some((next.path.first()?.clone(), next.names.first()?.clone()))
        }
        _ => None,
    })
}

/// Answers to a key of the page.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some((folder, copy)) = app
        .opened
        .as_ref()
        .map(|o| (o.folder.clone(), o.copy.clone()))
    else {
        return Vec::new();
    };
    let Screen::Exchange(page) = app.screen_mut() else {
        return Vec::new();
    };
    match (&mut page.stage, command) {
        (Stage::Choose, Some(Id::Up)) => page.at = page.at.saturating_sub(1),
        (Stage::Choose, Some(Id::Down)) => page.at = (page.at + 1).min(page.offered.len() - 1),
        (Stage::Choose, Some(Id::Next)) => {
            let choice = page.offered.get(page.at).map(|offered| offered.0);
            if choice == Some(Choice::Prelist) {
                return super::prelist::open(app);
            }
            let is_copy = choice == Some(Choice::Backup);
            let out = if is_copy { copy } else { folder };
            page.line = Line::stored(&out.display().to_string());
            page.stage = Stage::Folder;
        }
        (Stage::Folder, Some(Id::Next)) => return start(app, false),
        (Stage::Folder, Some(Id::Back)) => page.stage = Stage::Choose,
        (Stage::Folder, command) => {
            if let Some(c) = key.typed() {
                page.line.insert(c);
            } else if !page.line.edit(key) {
                return everywhere(app, command);
            }
        }
        (Stage::Exists(_), Some(Id::Next)) => return start(app, true),
        (Stage::Exists(_), Some(Id::Back)) | (Stage::Failed(_), Some(Id::Next)) => {
            page.stage = Stage::Folder;
        }
        (Stage::Exists(_), _) => match key.typed().map(fold_char) {
            Some('1') => return start(app, true),
            Some('2') => page.stage = Stage::Folder,
            _ => {}
        },
        (Stage::Working { stopping, .. }, Some(Id::Back)) => {
            *stopping = true;
            return vec![Effect::CancelWork(page.job)];
        }
        // The job goes on behind another page.
        (Stage::Working { .. }, command) => return everywhere(app, command),
        (Stage::Result(_), Some(Id::Next)) => return back(app),
        (Stage::Result(lines), Some(command)) if scrolls(command) => {
            let last = lines.len().saturating_sub(1);
            page.top = scrolled(page.top, command).min(last);
        }
        (_, other) => {
            if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) {
                let line = (digit as usize).saturating_sub(1);
                if page.stage == Stage::Choose && line < page.offered.len() {
                    page.at = line;
                    return press(app, key, Some(Id::Next));
                }
            }
            return everywhere(app, other);
        }
    }
    Vec::new()
}

/// Lines that a page key scrolls.
const PAGE_LINES: usize = 10;

const fn scrolls(command: Id) -> bool {
    matches!(command, Id::Up | Id::Down | Id::PageUp | Id::PageDown)
}

const fn scrolled(top: usize, command: Id) -> usize {
    match command {
        Id::Up => top.saturating_sub(1),
        Id::Down => top + 1,
        Id::PageUp => top.saturating_sub(PAGE_LINES),
        _ => top + PAGE_LINES,
    }
}

fn start(app: &mut App, replace: bool) -> Vec<Effect> {
    let number = app.next_job();
    let Screen::Exchange(page) = app.screen_mut() else {
        return Vec::new();
    };
    let out = PathBuf::from(page.line.text().trim());
    let Some((choice, area, _)) = page.offered.get(page.at).cloned() else {
        return Vec::new();
    };
    if out.as_os_str().is_empty() {
        app.say(Tone::Bad, Message::new("tui.exchange.need_folder"));
        return Vec::new();
    }
    page.job = number;
    page.stage = Stage::Working {
        done: 0,
        total: 0,
        what: String::new(),
        stopping: false,
    };
    let job = match choice {
        Choice::Backup => Job::Backup { out, replace },
        Choice::Township | Choice::County => Job::Export { area, out, replace },
        Choice::Prelist => return Vec::new(),
    };
    vec![Effect::Work { number, job }]
}

/// Takes what the worker reports of an export or a copy; what it reports of other jobs is left
/// alone.
pub fn news(app: &mut App, job: u64, news: WorkNews) {
    let page = app
        .screens
        .iter_mut()
        .rev()
        .find_map(|screen| match screen {
            Screen::Exchange(page) if page.job == job => Some(page),
            _ => None,
        });
    let Some(page) = page else { return };
    page.stage = match news {
        WorkNews::Progress { done, total, what } => {
            let stopping = matches!(page.stage, Stage::Working { stopping: true, .. });
            Stage::Working {
                done,
                total,
                what,
                stopping,
            }
        }
        // These are of another page.
        WorkNews::Checked { .. }
        | WorkNews::CheckDone { .. }
        | WorkNews::Printed(_)
        | WorkNews::Weighed(_) => return,
        WorkNews::Finished { lines, .. } => {
            page.top = 0;
            Stage::Result(lines)
        }
        WorkNews::Exists { path } => Stage::Exists(path),
        WorkNews::Canceled => Stage::Choose,
        WorkNews::Failed(message) => Stage::Failed(message),
    };
}
