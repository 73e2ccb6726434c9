//! What lies over a page: help, palette, choices, notes.

use crate::base::text::keys;
use crate::domain::answer::{Answer, Reason};
use crate::store::RecordRef;
use crate::tui::command::{COMMANDS, Command, Group, Id};
use crate::tui::effect::{Effect, Then};
use crate::tui::event::Key;
use crate::tui::keymap::{self, fold_char, spell};
use crate::tui::model::App;
use crate::tui::model::guess::proposals;
use crate::tui::model::line::Line;
use crate::tui::model::overlay::{Offered, Overlay};
use crate::wording::Wording;

use super::{ask, close, confirm, declare, disposition, form, guess, kept, letters, people, sign};
use super::{twins, update};

/// Lines that a page key scrolls.
const PAGE_LINES: usize = 10;

/// Answers to a key while something lies over the page.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    if let Some(effects) = go_on(app, command) {
        return effects;
    }
    let mut effects = answer(app, key, command);
    let line = app.overlays.last().and_then(Overlay::line);
    // A pause keeps what is typed.
    if line.is_some_and(|line| line.touched) {
        effects.push(Effect::Arm);
    }
    effects
}

/// Goes to another page from under an edit line: were the key without effect, what is typed next
/// for that page would be sent as text. What is typed already waits where it was typed.
fn go_on(app: &mut App, command: Option<Id>) -> Option<Vec<Effect>> {
    app.overlays.last()?.line()?;
    let (Id::Home | Id::Find | Id::Review | Id::Exchange | Id::Check) = command? else {
        return None;
    };
    let mut effects = kept::hold(app);
    app.overlays.clear();
    effects.extend(super::everywhere(app, command));
    Some(effects)
}

fn answer(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    match app.overlays.last_mut() {
        Some(Overlay::Disposition { .. }) => disposition::press(app, key, command),
        Some(Overlay::Palette { .. }) => palette(app, key, command),
        Some(Overlay::Choices { .. }) => choices(app, key, command),
        Some(Overlay::Note { .. }) => note(app, key, command),
        Some(Overlay::Confirm(_)) => confirm::press(app, key, command),
        Some(Overlay::Twins { .. }) => twins::press(app, key, command),
        Some(Overlay::Closing { .. }) => close::press_list(app, key, command),
        Some(Overlay::People(_)) => people::press(app, key, command),
        Some(Overlay::Declare(_)) => declare::press(app, key, command),
        Some(Overlay::Answer(_)) => declare::press_answer(app, key, command),
        Some(Overlay::Sign(_)) => sign::press(app, command),
        Some(Overlay::Ask(_)) => ask::press(app, key, command),
        Some(Overlay::Letters(_)) => letters::press(app, key, command),
        Some(Overlay::Help { top }) => {
            match command {
                Some(Id::Down) => *top += 1,
                Some(Id::Up) => *top = top.saturating_sub(1),
                Some(Id::PageDown) => *top += PAGE_LINES,
                Some(Id::PageUp) => *top = top.saturating_sub(PAGE_LINES),
                _ => {
                    app.overlays.pop();
                }
            }
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Groups in the order of the palette: whoever opens it looks for a command without a key of its
/// own in mind, so moving about comes last.
const PALETTE: [Group; 4] = [Group::Look, Group::Enter, Group::Program, Group::Move];

/// Lists the commands that fit what is typed into the palette, the best first.
#[must_use]
pub fn fitting(wording: &Wording, typed: &str) -> Vec<&'static Command> {
    let typed = typed.trim().to_lowercase();
    let in_order = PALETTE
        .into_iter()
        .flat_map(|group| COMMANDS.iter().filter(move |shown| shown.group == group));
    let mut found: Vec<(usize, &'static Command)> = in_order
        .filter_map(|command| Some((rank(wording, command, &typed)?, command)))
        .collect();
    // Stable, so that the order of the groups stays within a rank.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, command)| command).collect()
}

/// Ranks a command: by the beginning of its name or its initials, then by what its name holds, its
/// key, and its help.
fn rank(wording: &Wording, command: &Command, typed: &str) -> Option<usize> {
    let name = wording.text(command.name).to_lowercase();
    let help = wording.text(command.help).to_lowercase();
    let fits = [
        name.starts_with(typed) || keys(&name).iter().any(|key| key.starts_with(typed)),
        name.contains(typed) || crate::base::text::matches(typed, &name),
        command
            .keys
            .iter()
            .any(|key| spell(key).to_lowercase() == typed),
        help.contains(typed),
    ];
    fits.into_iter().position(|fits| fits)
}

fn palette(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let wording = app.wording.clone();
    let Some(Overlay::Palette { line, at }) = app.overlays.last_mut() else {
        return Vec::new();
    };
    if let Some(c) = key.typed() {
        line.insert(fold_char(c));
        *at = 0;
        return Vec::new();
    }
    let shown = fitting(&wording, line.text());
    let last = shown.len().saturating_sub(1);
    match command {
        Some(Id::Up) => *at = at.saturating_sub(1),
        Some(Id::Down) => *at = (*at + 1).min(last),
        Some(Id::PageUp) => *at = at.saturating_sub(PAGE_LINES),
        Some(Id::PageDown) => *at = (*at + PAGE_LINES).min(last),
        Some(Id::Back | Id::Palette) => {
            app.overlays.pop();
        }
        Some(Id::Next) => {
            let chosen = shown.get(*at).and_then(|command| command.keys.first());
            app.overlays.pop();
            // The command runs as if its key were pressed, so both ways do the same.
            if let Some(key) = chosen.and_then(|spelled| keymap::parse(spelled)) {
                return update(app, super::Event::Key(key));
            }
        }
        _ => {
            line.edit(key);
            *at = 0;
        }
    }
    Vec::new()
}

/// Offers what can stand in place of an answer.
pub fn open_choices(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(item) = app.form().and_then(|page| page.item(&instrument)) else {
        return Vec::new();
    };
    let count = proposals(app).len();
    let mut offered: Vec<Offered> = (0..count).map(Offered::Guess).collect();
    for reason in Reason::ALL {
        let named = item.reasons.iter().any(|id| id == reason.id());
        if reason != Reason::None || named {
            offered.push(Offered::Reason(reason));
        }
    }
    offered.extend([Offered::Clear, Offered::Note, Offered::Command(Id::Undo)]);
    app.overlays.push(Overlay::Choices { offered, at: 0 });
    Vec::new()
}

fn choices(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Choices { offered, at }) = app.overlays.last_mut() else {
        return Vec::new();
    };
    let last = offered.len().saturating_sub(1);
    let mut chosen = None;
    match command {
        Some(Id::Up) => *at = at.saturating_sub(1),
        Some(Id::Down) => *at = (*at + 1).min(last),
        Some(Id::Back | Id::Choices) => {
            app.overlays.pop();
        }
        Some(Id::Next) => chosen = offered.get(*at).copied(),
        _ => {
            let digit = key.typed().and_then(|c| fold_char(c).to_digit(10));
            let line = digit.and_then(|digit| (digit as usize).checked_sub(1));
            chosen = line.and_then(|line| offered.get(line).copied());
        }
    }
    let Some(chosen) = chosen else {
        return Vec::new();
    };
    app.overlays.pop();
    match chosen {
        Offered::Guess(place) => guess::take(app, place),
        Offered::Reason(reason) => form::reason(app, reason),
        Offered::Clear => clear(app),
        Offered::Note => open_plain_note(app),
        Offered::Command(id) => super::everywhere(app, Some(id)),
    }
}

fn clear(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let Some(item) = page.item(&instrument) else {
        return Vec::new();
    };
    let answers = vec![(item.id.clone(), Answer::Cleared)];
    vec![Effect::Write {
        record: page.record(),
        answers,
        then: Then::Stay,
    }]
}

/// Opens what was found on the item under edit, else the note on the item or on the record.
pub fn open_note(app: &mut App) -> Vec<Effect> {
    if confirm::open_here(app) {
        return form::leave_field(app);
    }
    open_plain_note(app)
}

/// Opens the note on the item under edit, or on the record.
pub fn open_plain_note(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let mut effects = form::leave_field(app);
    let Some(record) = app.record() else {
        return effects;
    };
    let page = app.form();
    let item = page
        .and_then(|page| page.item(&instrument))
        .map(|item| item.id.clone());
    if item.is_none() {
        effects.push(Effect::ReadNote(record));
        return effects;
    }
    let noted = page
        .and_then(|page| page.cell())
        .and_then(|cell| cell.note.clone());
    show_note(app, record, item, &noted.unwrap_or_default());
    effects
}

/// Shows the note that is stored, to be typed on.
pub fn show_note(app: &mut App, record: RecordRef, item: Option<String>, text: &str) {
    let line = Line::kept(text);
    kept::show(app, Overlay::Note { record, item, line });
}

fn note(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(Overlay::Note { record, item, line }) = app.overlays.last_mut() else {
        return Vec::new();
    };
    if let Some(c) = key.typed() {
        line.insert(c);
        return Vec::new();
    }
    // Esc leaves the note as Enter does: what was typed is not lost.
    if let Some(Id::Next | Id::Back) = command {
        let text = line.text().to_owned();
        let effect = Effect::Annotate {
            record: *record,
            item: item.clone(),
            text,
        };
        let touched = line.touched;
        kept::ask(app);
        return if touched { vec![effect] } else { Vec::new() };
    }
    line.edit(key);
    Vec::new()
}
