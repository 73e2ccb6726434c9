//! Settling a finding: one of the reasons by its digit, or a typed one; a hard one by a reviewer.

use crate::base::message::Message;
use crate::store::{Finding, RecordRef};
use crate::tui::command::Id;
use crate::tui::effect::{Closing, Effect};
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::concern::Concern;
use crate::tui::model::form::FormPage;
use crate::tui::model::line::Line;
use crate::tui::model::overlay::{Confirm, Overlay, Way};
use crate::tui::model::{App, Screen, Tone};

use super::{check, form, kept, overlay, twins};

/// Name of the list of reasons; the last one is to be written out.
pub const REASONS: &str = "list_confirm_reason";

/// Opens the finding that is told, or the people who look alike where that is asked.
pub fn open(app: &mut App) -> Vec<Effect> {
    let effects = form::leave_field(app);
    if effects.is_empty() && twins::is_first(app) && twins::open(app) {
        return effects;
    }
    if let Some(confirm) = told(app) {
        show(app, confirm);
    } else if !twins::open(app) {
        app.say(Tone::Plain, Message::new("tui.say.nothing_found"));
    }
    effects
}

/// Opens the finding on the item under edit, if something is to be done about one.
pub fn open_here(app: &mut App) -> bool {
    let is_open = |page: &FormPage| {
        let item = page.item(&app.instrument).map(|item| item.id.as_str());
        let told = page.told(&app.instrument)?;
        let concern = page.data.concerns.get(told)?;
        let is_here = concern.is_on(page.record(), item?);
        Some(is_here && concern.finding.is_open())
    };
    let opens = app.form().and_then(is_open).unwrap_or(false);
    let confirm = told(app).filter(|confirm| opens && !is_for_others(app, confirm));
    let opens = confirm.is_some();
    if let Some(confirm) = confirm {
        show(app, confirm);
    }
    opens
}

/// Opens a finding in the list of what keeps a household open.
pub fn open_closing(app: &mut App, household: RecordRef, finding: Finding) {
    let shown = finding.record;
    let concern = Concern::new(&app.instrument, finding, shown, &[]);
    let confirm = Confirm {
        closes: Some(household),
        ..Confirm::new(concern, None)
    };
    show(app, confirm);
}

/// Opens a finding, or says who settles it where nothing can be written here.
fn show(app: &mut App, confirm: Confirm) {
    if is_for_others(app, &confirm) {
        let rule = &confirm.concern.finding.rule;
        let who = Message::new("store.reviewer_needed").with("rule", rule);
        app.say(Tone::Ask, who);
        return;
    }
    let is_settled = confirm.way(app.is_reviewer()) == Way::Settled;
    let shown = Overlay::Confirm(Box::new(confirm));
    // One that is settled has no line.
    if is_settled {
        app.overlays.push(shown);
    } else {
        kept::show(app, shown);
    }
}

/// Says whether others settle a finding, and its item is not on the form, so that a note has no
/// place here either.
fn is_for_others(app: &App, confirm: &Confirm) -> bool {
    let finding = &confirm.concern.finding;
    let is_item = app.instrument.item(finding.record.kind, finding.cell());
    let is_here = confirm.shown == Some(finding.record) && is_item.is_some();
    confirm.way(app.is_reviewer()) == Way::Leave && !is_here
}

/// Returns the finding that the page tells.
fn told(app: &App) -> Option<Confirm> {
    match app.screen() {
        Screen::Form(page) => {
            let concern = page.data.concerns.get(page.told(&app.instrument)?)?;
            let mut confirm = Confirm::new(concern.clone(), Some(page.record()));
            if confirm.way(app.is_reviewer()) == Way::Leave {
                confirm.line = Line::kept(&note_on(app, page, &confirm.concern));
            }
            Some(confirm)
        }
        Screen::Missing(missing) => {
            let finding = missing.gaps.get(missing.at)?.finding.clone()?;
            Some(listed(app, finding))
        }
        Screen::Check(page) => Some(listed(app, check::selected(page)?.finding.clone())),
        _ => None,
    }
}

/// Takes a finding of a list, which may have been worked out for it.
fn listed(app: &App, finding: Finding) -> Confirm {
    let shown = finding.record;
    let is_asked = !check::is_stored(&app.instrument, &finding);
    let concern = Concern::new(&app.instrument, finding, shown, &[]);
    Confirm {
        is_asked,
        ..Confirm::new(concern, None)
    }
}

/// Returns the note on the item that a finding points at.
fn note_on(app: &App, page: &FormPage, concern: &Concern) -> String {
    let items = app.instrument.items(page.record().kind);
    let cell = page.data.form.cells.iter().find(|cell| {
        let item = items.get(cell.item);
        item.is_some_and(|item| item.id == concern.finding.cell())
    });
    cell.and_then(|cell| cell.note.clone()).unwrap_or_default()
}

/// Answers to a key while a finding is open.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let is_reviewer = app.is_reviewer();
    let instrument = app.instrument.clone();
    let Some(Overlay::Confirm(confirm)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    let way = confirm.way(is_reviewer);
    let reasons = instrument.lists.get(REASONS);
    let count = reasons.map_or(0, |list| list.rows.len());
    let by_list = way == Way::Reason && !confirm.writes && confirm.line.text().is_empty();
    match (command, key.typed()) {
        (Some(Id::Note), _) => {
            let mut effects = kept::close(app);
            effects.extend(overlay::open_plain_note(app));
            return effects;
        }
        (Some(Id::Back | Id::Confirm), _) => return kept::close(app),
        (Some(Id::Next), _) => {
            if let Some(at) = confirm.at.filter(|_| by_list) {
                return choose(app, at);
            }
            return enter(app, way);
        }
        (Some(Id::Down), _) if by_list => {
            confirm.at = Some(
                confirm
                    .at
                    .map_or(0, |at| (at + 1).min(count.saturating_sub(1))),
            );
        }
        (Some(Id::Up), _) if by_list => {
            confirm.at = Some(confirm.at.map_or(0, |at| at.saturating_sub(1)));
        }
        (_, Some(c)) if way == Way::Settled => {
            if fold_char(c) == '1' {
                return reopen(app);
            }
        }
        (_, Some(c)) => {
            let digit = fold_char(c).to_string();
            let rows = reasons.map_or(&[][..], |list| &list.rows);
            let place = rows.iter().position(|row| row.code == digit);
            if let Some(at) = place.filter(|_| by_list) {
                return choose(app, at);
            }
            confirm.line.insert(c);
        }
        _ => {
            confirm.line.edit(key);
        }
    }
    Vec::new()
}

/// Takes a reason of the list; the last one is written out.
fn choose(app: &mut App, at: usize) -> Vec<Effect> {
    let list = app.instrument.lists.get(REASONS).cloned();
    let Some(list) = list else { return Vec::new() };
    let is_last = at + 1 == list.rows.len();
    let Some(Overlay::Confirm(confirm)) = app.overlays.last_mut() else {
        return Vec::new();
    };
    confirm.at = Some(at);
    if is_last {
        confirm.writes = true;
        return Vec::new();
    }
    let reason = list.rows.get(at).map(|row| row.label.zh.clone());
    store(app, reason.unwrap_or_default())
}

/// Enter alone stores what is typed; without words it says what is wanted.
fn enter(app: &mut App, way: Way) -> Vec<Effect> {
    let text = typed(app);
    match way {
        Way::Reason | Way::Exception if text.trim().is_empty() => {
            app.say(Tone::Plain, Message::new("store.reason_needed"));
            Vec::new()
        }
        Way::Reason | Way::Exception => store(app, text),
        Way::Leave => leave_note(app, text),
        Way::Settled => kept::close(app),
    }
}

fn typed(app: &App) -> String {
    match app.overlays.last() {
        Some(Overlay::Confirm(confirm)) => confirm.line.text().to_owned(),
        _ => String::new(),
    }
}

fn store(app: &mut App, reason: String) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = kept::ask(app) else {
        return Vec::new();
    };
    let settle = Effect::Confirm {
        finding: confirm.concern.finding,
        is_asked: confirm.is_asked,
        reason,
        shown: confirm.shown,
    };
    let Some(household) = confirm.closes else {
        return vec![settle];
    };
    app.overlays.clear();
    // Some findings hold only once the household has its result, so that is stored first.
    let close = |how| Effect::Close { household, how };
    vec![close(Closing::Anyway), settle, close(Closing::Ask)]
}

fn reopen(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = kept::ask(app) else {
        return Vec::new();
    };
    vec![Effect::Reopen {
        finding: confirm.concern.finding,
        shown: confirm.shown,
    }]
}

/// Leaves a note on the item for whoever may accept what was found there.
fn leave_note(app: &mut App, text: String) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = kept::ask(app) else {
        return Vec::new();
    };
    let finding = &confirm.concern.finding;
    if !confirm.line.touched {
        return Vec::new();
    }
    vec![Effect::Annotate {
        record: finding.record,
        item: Some(finding.cell().to_owned()),
        text,
    }]
}
