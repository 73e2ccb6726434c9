//! What units and codes are called.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::instrument::{Code, CodeList, Label};
use crate::store::{Finding, Node};

use super::App;

/// Says what a unit is called: its number and its name.
#[must_use]
pub fn unit(app: &App, node: &Node) -> String {
    named(app, node.record.kind, &node.number, &node.name)
}

/// Says what a unit of a kind with a number and a name is called.
#[must_use]
pub fn named(app: &App, kind: Kind, number: &str, name: &str) -> String {
    let key = match kind {
        Kind::Group => "tui.unit.group",
        Kind::Household => "tui.unit.household",
        Kind::Person => "tui.unit.person",
        Kind::Episode => "tui.unit.episode",
        _ => "tui.unit.place",
    };
    let message = Message::new(key)
        .with("number", number)
        .with("name", short(name));
    app.wording.say(&message).trim_end().to_owned()
}

/// Says what a unit is called in a column that names its kind already.
#[must_use]
pub fn listed(app: &App, node: &Node) -> String {
    match node.record.kind {
        Kind::Group | Kind::Household => {
            let message = Message::new("tui.unit.listed")
                .with("number", &node.number)
                .with("name", short(&node.name));
            app.wording.say(&message).trim_end().to_owned()
        }
        _ => unit(app, node),
    }
}

/// Cuts the ending of a village committee's name, which says nothing.
#[must_use]
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
#[must_use]
pub fn code(app: &App, list: &str, code: &str) -> String {
    let list = app.instrument.lists.get(list);
    list.map_or_else(|| code.to_owned(), |list| listed_code(app, list, code))
}

/// Says a code of a list with its label.
#[must_use]
pub fn listed_code(app: &App, list: &CodeList, code: &str) -> String {
    let label = list.code(code).map(|row| label(app, row));
    label.map_or_else(|| code.to_owned(), |label| format!("{code} {label}"))
}

/// Says what a code means, after the names of the areas it lies in, the largest first.
#[must_use]
pub fn whole_label(app: &App, code: &Code) -> String {
    joined(app, code.within.iter().chain([&code.label]))
}

/// Says what a code means, and then the areas it lies in, so that a cut leaves what counts.
fn label(app: &App, code: &Code) -> String {
    joined(
        app,
        [&code.label].into_iter().chain(code.within.iter().rev()),
    )
}

fn joined<'a>(app: &App, names: impl Iterator<Item = &'a Label>) -> String {
    let names = names.map(|name| app.wording.label(&name.zh, &name.en));
    names.collect::<Vec<_>>().join(" ")
}

/// Says what was found; names in it stand as they were typed.
#[must_use]
pub fn found(app: &App, finding: &Finding) -> String {
    let rule = app.instrument.rule(&finding.rule);
    let templates = rule.into_iter().flat_map(|rule| {
        let branches = rule.branches.iter().map(|branch| &branch.message);
        branches
            .chain([&rule.message])
            .map(|label| label.zh.as_str())
    });
    app.wording.filled(templates, (&finding.zh, &finding.en))
}
