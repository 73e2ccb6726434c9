//! The rows of a form, in the order in which a household is entered.

use crate::domain::kind::Kind;
use crate::instrument::Instrument;
use crate::store::Status;
use crate::tui::effect::FormData;

/// The heading of the persons of a household, which is no section of the questionnaire.
pub const ROSTER: &str = "";
/// The item that opens the stays of a person, and the value that does it.
const STAYS_GATE: (&str, &str) = ("went_out", "1");

/// One line of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Heading of a section.
    Section(String),
    /// An item, by the index of its cell.
    Item(usize),
    /// A record below this one, by its index.
    Child(usize),
    /// The line that lists a new record below this one.
    Add(Kind),
    /// The end, which offers what comes next.
    Done,
}

/// Lays out the rows of a record.
pub(super) fn rows(instrument: &Instrument, data: &FormData) -> Vec<Row> {
    let kind = data.form.record.kind;
    let items = instrument.items(kind);
    let mut rows = Vec::new();
    let mut section = "";
    let mut listed = kind != Kind::Household;
    for (at, cell) in data.form.cells.iter().enumerate() {
        let Some(item) = items.get(cell.item) else {
            continue;
        };
        if item.hidden || item.retired || cell.status == Status::NotApplicable {
            continue;
        }
        if !listed && !item.before_roster {
            list_children(&mut rows, Kind::Person, data);
            listed = true;
            section = "";
        }
        if item.section != section {
            section = &item.section;
            rows.push(Row::Section(item.section.clone()));
        }
        rows.push(Row::Item(at));
        let (gate, opens) = STAYS_GATE;
        if kind == Kind::Person && item.id == gate && cell.value.as_deref() == Some(opens) {
            list_children(&mut rows, Kind::Episode, data);
        }
    }
    if !listed {
        list_children(&mut rows, Kind::Person, data);
    }
    rows.push(Row::Done);
    rows
}

fn list_children(rows: &mut Vec<Row>, kind: Kind, data: &FormData) {
    if kind == Kind::Person {
        rows.push(Row::Section(ROSTER.to_owned()));
    }
    rows.extend((0..data.children.len()).map(Row::Child));
    rows.push(Row::Add(kind));
}
