//! The result of a visit, or why a wrong row is taken out: code first, then a remark.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::store::{Node, RecordRef, listed_in_error};
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Then};
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::form::Row;
use crate::tui::model::line::Line;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Screen, Tone, question, unit};

use super::kept;

/// The item that holds it.
const ITEM: &str = "disposition";

/// Opens the choice for the record that is shown or selected.
pub fn open(app: &mut App) -> Vec<Effect> {
    let effects = super::form::leave_field(app);
    let Some(record) = highlighted(app) else {
        return effects;
    };
    let item = app.instrument.item(record.kind, ITEM);
    let Some(list) = item
        .and_then(|item| item.item_type.list())
        .map(str::to_owned)
    else {
        return effects;
    };
    app.overlays.push(Overlay::Disposition {
        record,
        list,
        without: is_prelisted(app, record).then_some(listed_in_error(record.kind)),
        line: Line::default(),
        at: 0,
        chosen: None,
    });
    effects
}

/// Returns the record of the highlighted row, which is that of the page where the row has none.
pub(super) fn highlighted(app: &App) -> Option<RecordRef> {
    let child = app.form().and_then(|page| match page.rows.get(page.at) {
        Some(Row::Child(at)) => page.data.children.get(*at).map(|node| node.record),
        _ => None,
    });
    child.or_else(|| app.record())
}

/// Says whether a record that is shown was on a register before the walk.
fn is_prelisted(app: &App, record: RecordRef) -> bool {
    let is_it = |node: &Node| node.record == record && node.is_prelisted;
    match app.screen() {
        Screen::Form(page) => is_it(&page.data.form.node) || page.data.children.iter().any(is_it),
        Screen::Walk(walk) => walk.selected().is_some_and(is_it),
        _ => false,
    }
}

/// Says what became of a record.
pub fn tell(app: &mut App, node: &Node) {
    let list = app.instrument.item(node.record.kind, ITEM);
    let list = list
        .and_then(|item| item.item_type.list())
        .unwrap_or_default();
    let code = node.disposition.as_deref().unwrap_or_default();
    let message = Message::new("tui.say.disposed")
        .with("unit", unit::unit(app, node))
        .with("result", unit::code(app, list, code));
    app.say(Tone::Good, message);
}

/// Answers to a key while the choice is open.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(Overlay::Disposition {
        record,
        list,
        without,
        line,
        at,
        chosen,
    }) = app.overlays.last_mut()
    else {
        return Vec::new();
    };
    let (record, without) = (*record, *without);
    if command == Some(Id::Back) {
        return kept::close(app);
    }
    if let Some(code) = chosen.clone() {
        if command == Some(Id::Next) {
            let remark = Some(line.text().to_owned()).filter(|remark| !remark.trim().is_empty());
            return dispose(app, record, code, remark);
        }
        if let Some(c) = key.typed() {
            line.insert(c);
        } else {
            line.edit(key);
        }
        return Vec::new();
    }
    let Some(list) = instrument.lists.get(list) else {
        return Vec::new();
    };
    let fitting = question::matching_but(list, line.text(), without);
    let final_line = fitting.len().saturating_sub(1);
    let mut taken = None;
    if let Some(c) = key.typed() {
        line.insert(fold_char(c));
        *at = 0;
        let settled = question::settled(list, line.text(), true, false);
        let settled = settled.filter(|code| Some(code.code.as_str()) != without);
        taken = settled.map(|code| code.code.clone());
    } else {
        match command {
            Some(Id::Up) => *at = at.saturating_sub(1),
            Some(Id::Down) => *at = (*at + 1).min(final_line),
            Some(Id::PageUp) => *at = at.saturating_sub(10),
            Some(Id::PageDown) => *at = (*at + 10).min(final_line),
            Some(Id::Next) => taken = fitting.get(*at).map(|code| code.code.clone()),
            _ => {
                line.edit(key);
            }
        }
    }
    let Some(code) = taken else { return Vec::new() };
    if record.kind == Kind::Household {
        *chosen = Some(code);
        line.clear();
        if let Some(over) = app.overlays.last_mut() {
            app.kept.restore(over);
        }
        return Vec::new();
    }
    dispose(app, record, code, None)
}

fn dispose(app: &mut App, record: RecordRef, code: String, remark: Option<String>) -> Vec<Effect> {
    kept::ask(app);
    vec![Effect::Dispose {
        record,
        code,
        remark,
        then: Then::Tell,
    }]
}
