//! Values and units in words.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::instrument::{Code, Item, ItemType, Level};
use crate::store::{Cell, Node, NodeState, Status};
use crate::tui::model::form::FormPage;
use crate::tui::model::{App, question};
use crate::tui::theme::Meaning;
use crate::tui::widget::Canvas;

/// Says what a unit is called: its number and its name.
pub fn unit(app: &App, node: &Node) -> String {
    let key = match node.record.kind {
        Kind::Group => "tui.unit.group",
        Kind::Household => "tui.unit.household",
        Kind::Person => "tui.unit.person",
        Kind::Episode => "tui.unit.episode",
        _ => "tui.unit.place",
    };
    let message = Message::new(key)
        .with("number", &node.number)
        .with("name", short(&node.name));
    app.wording.say(&message).trim_end().to_owned()
}

/// Cuts the ending of a village committee's name, which says nothing.
pub fn short(name: &str) -> &str {
    ENDINGS
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .filter(|s| !s.is_empty())
        .unwrap_or(name)
}

/// Endings of the names of village committees, the longest first. Written as escapes because
/// they are part of the data's form, not something said.
const ENDINGS: [&str; 4] = [
    "\u{6751}\u{6c11}\u{59d4}\u{5458}\u{4f1a}",
    "\u{5c45}\u{6c11}\u{59d4}\u{5458}\u{4f1a}",
    "\u{5c45}\u{59d4}\u{4f1a}",
    "\u{59d4}\u{4f1a}",
];

/// Says a code with its label.
pub fn code(app: &App, list: &str, code: &str) -> String {
    let row = app
        .instrument
        .lists
        .get(list)
        .and_then(|list| list.code(code));
    let label = row.map(|row| label(app, row));
    label.map_or_else(|| code.to_owned(), |label| format!("{code} {label}"))
}

/// Says what a code means, after the names of the areas it lies in.
pub fn label(app: &App, code: &Code) -> String {
    let names = code.within.iter().chain([&code.label]);
    let names = names.map(|name| app.wording.label(&name.zh, &name.en));
    names.collect::<Vec<_>>().join(" ")
}

/// Says the codes of a set with their labels.
pub fn codes(app: &App, list: &str, codes: &[String]) -> String {
    let codes = codes.iter().map(|held| code(app, list, held));
    codes.collect::<Vec<_>>().join("; ")
}

/// Says what a cell holds.
pub fn cell(app: &App, page: &FormPage, item: &Item, cell: &Cell) -> String {
    if let Some(reason) = cell.reason {
        return app.text(reason.key()).to_owned();
    }
    let Some(value) = &cell.value else {
        return cell
            .draft
            .as_ref()
            .map_or_else(String::new, |draft| format!("{draft} .."));
    };
    match &item.item_type {
        ItemType::Code { list } => code(app, list, value),
        ItemType::Multi { list, .. } => codes(app, list, &question::codes(value)),
        ItemType::Ym if item.kind == Kind::Person => {
            let age = page.data.form.derived.get("age");
            let age = age.map(|age| {
                app.wording
                    .say(&Message::new("tui.value.age").with("age", age))
            });
            format!("{value}  {}", age.unwrap_or_default())
        }
        _ => value.clone(),
    }
}

/// Returns mark and meaning of a cell.
pub fn mark(
    canvas: &Canvas<'_, '_>,
    page: &FormPage,
    item: &Item,
    cell: &Cell,
) -> (&'static str, Meaning) {
    let glyphs = canvas.glyphs;
    if let Some(found) = page.worst_on(&item.id).filter(|found| !found.is_confirmed) {
        match found.level {
            Level::Hard => return (glyphs.hard, Meaning::Hard),
            Level::Soft => return (glyphs.soft, Meaning::Soft),
            Level::Note => {}
        }
    }
    match cell.status {
        Status::Answered => (glyphs.answered, Meaning::Good),
        Status::Reasoned | Status::Inherited => (glyphs.reason, Meaning::Given),
        Status::Derived | Status::Automatic => (glyphs.derived, Meaning::Given),
        Status::Preset => (glyphs.preset, Meaning::Given),
        Status::Missing | Status::Empty => (glyphs.open, Meaning::Plain),
        Status::NotReached | Status::NotApplicable => (glyphs.open, Meaning::Dim),
    }
}

/// Returns mark and meaning of a unit.
pub fn state(canvas: &Canvas<'_, '_>, node: &Node) -> (&'static str, Meaning) {
    let glyphs = canvas.glyphs;
    if node.tally.hard > 0 {
        return (glyphs.hard, Meaning::Hard);
    }
    match node.state {
        NodeState::Complete => (glyphs.answered, Meaning::Good),
        NodeState::Disposed => (glyphs.reason, Meaning::Dim),
        NodeState::InProgress => (glyphs.begun, Meaning::Accent),
        NodeState::NotStarted => (glyphs.open, Meaning::Dim),
    }
}
