//! What lies over a page when somebody answers for something with the name.

use crate::base::message::Message;
use crate::base::text::wrap;
use crate::domain::role::Role;
use crate::store::Handshake;
use crate::tui::deed::Stand;
use crate::tui::model::names::{Ask, Declare, People, Wanted};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, list, overlay};

use super::value;

/// Columns of a box.
const BOX_CELLS: u16 = 72;
/// Most of the staff that is shown at once.
const STAFF_ROWS: usize = 10;

/// Draws who may be at the keyboard.
pub fn people(canvas: &mut Canvas<'_, '_>, people: &People) {
    let title = canvas.text("tui.people.title").to_owned();
    if let Some(at) = people.role {
        let inner = overlay::open(canvas, 44, narrow(Role::ALL.len()) + 4, &title);
        let ask = Message::new("tui.people.role").with("name", people.line.text().trim());
        let ask = canvas.say(&ask);
        canvas.put(inner.x, inner.y, &ask, inner.width, Meaning::Dim);
        for (row, role) in Role::ALL.into_iter().enumerate() {
            let y = inner.y + 1 + narrow(row);
            let name = canvas.text(role.key()).to_owned();
            choice(canvas, (inner.x, y, inner.width), row + 1, &name, row == at);
        }
        return;
    }
    let rows = people.staff.len().min(STAFF_ROWS);
    let inner = overlay::open(canvas, 56, narrow(rows) + 5, &title);
    for (row, at) in list::window(people.at, people.staff.len(), rows).enumerate() {
        let Some(colleague) = people.staff.get(at) else {
            continue;
        };
        let role = canvas.text(colleague.role.key());
        let now = if at == 0 {
            canvas.text("tui.people.now")
        } else {
            ""
        };
        let text = format!("{role} {} {now}", colleague.name);
        let is_here = at == people.at && people.line.text().is_empty();
        let y = inner.y + narrow(row);
        choice(canvas, (inner.x, y, inner.width), at + 1, &text, is_here);
    }
    let y = inner.bottom() - 2;
    let ask = canvas.text("tui.people.new");
    let x = canvas.put(inner.x, y, ask, inner.width, Meaning::Dim) + 1;
    field::draw(canvas, x, y, inner.right().saturating_sub(x), &people.line);
    let help = canvas.text("tui.people.help");
    canvas.put(inner.x, y + 1, help, inner.width, Meaning::Dim);
}

/// Draws a line with its digit.
fn choice(
    canvas: &mut Canvas<'_, '_>,
    (x, y, cells): (u16, u16, u16),
    digit: usize,
    text: &str,
    is_here: bool,
) {
    let here = if is_here { canvas.glyphs.here } else { " " };
    canvas.put(x, y, here, 1, Meaning::Accent);
    let digit = if digit < 10 {
        digit.to_string()
    } else {
        " ".to_owned()
    };
    let begin = canvas.put(x + 2, y, &digit, 2, Meaning::Key) + 1;
    canvas.put(begin, y, text, cells.saturating_sub(5), Meaning::Plain);
    if is_here {
        canvas.select(ratatui::layout::Rect::new(x + 2, y, cells - 2, 1));
        canvas.caret(x, y);
    }
}

/// Says what is listed of a unit, and what else speaks about its completeness.
fn listed(canvas: &Canvas<'_, '_>, stand: &Stand) -> Vec<(String, Meaning)> {
    let tally = stand.node.tally;
    let or_none = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let numbers = Message::new("tui.declare.listed")
        .with("households", tally.households)
        .with("persons", tally.persons)
        .with(
            "expected_households",
            or_none(stand.node.expected.households),
        )
        .with("expected_persons", or_none(stand.node.expected.persons));
    let mut lines = vec![(canvas.say(&numbers), Meaning::Plain)];
    let result = tally.households.saturating_sub(tally.households_disposed);
    if result + tally.missing + tally.hard + tally.soft_open > 0 {
        let open = Message::new("tui.declare.open")
            .with("households", result)
            .with("items", tally.missing)
            .with("hard", tally.hard)
            .with("soft", tally.soft_open);
        lines.push((canvas.say(&open), Meaning::Soft));
    }
    lines
}

fn put_lines(
    canvas: &mut Canvas<'_, '_>,
    (x, mut y, cells): (u16, u16, u16),
    lines: &[(String, Meaning)],
) -> u16 {
    for (text, meaning) in lines {
        canvas.put(x, y, text, cells, *meaning);
        y += 1;
    }
    y
}

/// Breaks lines to the cells of a box.
fn wrapped(lines: Vec<(String, Meaning)>) -> Vec<(String, Meaning)> {
    let cells = usize::from(BOX_CELLS) - 4;
    let broken = lines.into_iter().flat_map(|(text, meaning)| {
        let parts = wrap(&text, cells).into_iter();
        parts.map(move |part| (part, meaning)).collect::<Vec<_>>()
    });
    broken.collect()
}

/// Draws a declaration under edit.
pub fn declare(canvas: &mut Canvas<'_, '_>, declare: &Declare) {
    let stand = &declare.stand;
    let unit = value::unit(canvas.app, &stand.node);
    let title = canvas.say(&Message::new("tui.declare.title").with("unit", unit));
    let mut lines = listed(canvas, stand);
    let before = match &stand.handshake {
        Handshake::Disputed(_, note) => Some(
            Message::new("tui.declare.was_disputed")
                .with("by", &note.by)
                .with("reason", &note.reason),
        ),
        Handshake::Outdated(declared) => {
            Some(Message::new("tui.declare.was_outdated").with("by", &declared.by))
        }
        Handshake::Declared(declared) => {
            Some(Message::new("tui.declare.was_declared").with("by", &declared.by))
        }
        _ => None,
    };
    if let Some(before) = before {
        lines.push((canvas.say(&before), Meaning::Soft));
    }
    let lines = wrapped(lines);
    let inner = overlay::open(canvas, BOX_CELLS, narrow(lines.len()) + 6, &title);
    let first = put_lines(canvas, (inner.x, inner.y, inner.width), &lines);
    let fields = [
        (
            "tui.declare.households",
            &declare.households,
            !declare.is_persons,
        ),
        ("tui.declare.persons", &declare.persons, declare.is_persons),
    ];
    for (y, (key, line, is_here)) in (first..).zip(fields) {
        let here = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(inner.x, y, here, 1, Meaning::Accent);
        let ask = canvas.text(key);
        let x = canvas.put(inner.x + 2, y, ask, inner.width, Meaning::Title) + 1;
        if is_here {
            field::draw(canvas, x, y, 12, line);
        } else {
            canvas.put(x, y, line.text(), 12, Meaning::Plain);
        }
    }
    let help = canvas.text("tui.declare.help");
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
}

/// Draws the answer to a declaration.
pub fn answer(canvas: &mut Canvas<'_, '_>, stand: &Stand) {
    let unit = value::unit(canvas.app, &stand.node);
    let title = canvas.say(&Message::new("tui.answer.title").with("unit", unit));
    let Some(declared) = stand.handshake.declaration() else {
        return;
    };
    let said = Message::new("tui.answer.declared")
        .with("by", &declared.by)
        .with("day", day(&declared.at))
        .with("households", declared.households)
        .with("persons", declared.persons);
    let mut lines = vec![(canvas.say(&said), Meaning::Title)];
    lines.extend(listed(canvas, stand));
    let tally = stand.node.tally;
    if (declared.households, declared.persons) != (tally.households, tally.persons) {
        let differs = canvas.text("tui.answer.differs").to_owned();
        lines.push((differs, Meaning::Hard));
    }
    if let Handshake::Disputed(_, note) = &stand.handshake {
        let disputed = Message::new("tui.declare.was_disputed")
            .with("by", &note.by)
            .with("reason", &note.reason);
        lines.push((canvas.say(&disputed), Meaning::Soft));
    }
    let lines = wrapped(lines);
    let inner = overlay::open(canvas, BOX_CELLS, narrow(lines.len()) + 6, &title);
    let mut y = put_lines(canvas, (inner.x, inner.y, inner.width), &lines) + 1;
    for (digit, key) in [(1, "tui.answer.agree"), (2, "tui.answer.dispute")] {
        let text = canvas.text(key).to_owned();
        choice(canvas, (inner.x, y, inner.width), digit, &text, false);
        y += 1;
    }
    canvas.caret(inner.x, y - 2);
    let help = canvas.text("tui.answer.help");
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
}

/// Cuts a moment to its day.
pub fn day(at: &str) -> String {
    at.chars().take(10).collect()
}

/// Draws a question for a reason.
pub fn ask(canvas: &mut Canvas<'_, '_>, ask: &Ask) {
    let title = canvas.text(match ask.wanted {
        Wanted::Dispute(_) => "tui.ask.dispute",
        Wanted::Unseal { .. } => "tui.ask.unseal",
        Wanted::Late { .. } => "tui.ask.late",
        Wanted::Accept(_) => "tui.ask.accept",
        Wanted::Return { .. } => "tui.ask.return",
    });
    let title = title.to_owned();
    let told = match &ask.wanted {
        Wanted::Late { unit, by, .. } => {
            let late = Message::new("tui.ask.late_told")
                .with("unit", unit)
                .with("by", by);
            Some(canvas.say(&late))
        }
        Wanted::Return { what, .. } => Some(what.clone()),
        _ => None,
    };
    let told = told.map_or_else(Vec::new, |told| wrapped(vec![(told, Meaning::Title)]));
    let reasons = ask.wanted.reasons();
    let rows = narrow(told.len() + reasons.len()) + 5;
    let inner = overlay::open(canvas, BOX_CELLS, rows, &title);
    let mut y = put_lines(canvas, (inner.x, inner.y, inner.width), &told);
    for (at, key) in reasons.iter().enumerate() {
        let text = canvas.text(key).to_owned();
        let is_here = ask.at == Some(at);
        choice(canvas, (inner.x, y, inner.width), at + 1, &text, is_here);
        y += 1;
    }
    let help = canvas.text(match &ask.wanted {
        Wanted::Return { .. } => "tui.ask.return_help",
        Wanted::Late { .. } => "tui.ask.late_help",
        _ => "tui.ask.help",
    });
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
    let x = canvas.put(inner.x, y, canvas.glyphs.here, 1, Meaning::Accent) + 1;
    field::draw(canvas, x, y, inner.width - 3, &ask.line);
}
