//! Values and units in words.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::instrument::{Item, ItemType, Level};
use crate::store::{Cell, Node, NodeState, Standing, Status};
use crate::tui::model::form::FormPage;
use crate::tui::model::question::Shape;
pub use crate::tui::model::unit::{code, listed, listed_code, named, short, unit, whole_label};
use crate::tui::model::{App, question};
use crate::tui::theme::Meaning;
use crate::tui::widget::Canvas;

/// Says a label in the language of the screens.
pub fn label(app: &App, zh: &str, en: &str) -> String {
    app.wording.label(zh, en).into_owned()
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
        ItemType::Int { .. } => match page.shape(&app.instrument, item) {
            Shape::One(list) => listed_code(app, &list, value),
            Shape::Set(..) | Shape::Text => value.clone(),
        },
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
    if let Some(found) = page.worst_on(&item.id).filter(|found| found.is_open()) {
        match found.level {
            Level::Hard => return (glyphs.hard, Meaning::Hard),
            Level::Soft => return (glyphs.soft, Meaning::Soft),
            Level::Note => {}
        }
    }
    if page.is_returned(&item.id) {
        return (glyphs.returned, Meaning::Soft);
    }
    let is_settled = page
        .findings_on(&item.id)
        .any(|found| found.standing != Standing::Open);
    if is_settled && cell.status == Status::Answered {
        return (glyphs.reason, Meaning::Good);
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

/// Returns the wording key that tells a household or person of a register that nobody has visited
/// yet, or one that was found where a register names others.
pub fn origin(node: &Node, has_register: bool) -> Option<&'static str> {
    let is_told = matches!(node.record.kind, Kind::Household | Kind::Person);
    if !is_told || !has_register || node.disposition.is_some() {
        return None;
    }
    if !node.is_prelisted {
        return Some("tui.walk.added");
    }
    (node.visits == 0 && node.tally.missing > 0).then_some("tui.walk.prelisted")
}

/// Returns mark and meaning of a unit.
pub fn state(canvas: &Canvas<'_, '_>, node: &Node) -> (&'static str, Meaning) {
    let glyphs = canvas.glyphs;
    if node.tally.hard > 0 {
        return (glyphs.hard, Meaning::Hard);
    }
    match node.state {
        NodeState::Signed => (glyphs.signed, Meaning::Good),
        NodeState::Changed => (glyphs.changed, Meaning::Hard),
        NodeState::Returned => (glyphs.returned, Meaning::Soft),
        NodeState::Complete => (glyphs.answered, Meaning::Good),
        NodeState::Disposed => (glyphs.reason, Meaning::Dim),
        NodeState::InProgress => (glyphs.begun, Meaning::Accent),
        NodeState::NotStarted => (glyphs.open, Meaning::Dim),
    }
}
