//! Completeness by area, and who answers for each unit.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::{pad_start, width};
use crate::domain::kind::Kind;
use crate::store::{AreaStatus, Handshake, NodeState};
use crate::tui::deed::Answers;
use crate::tui::model::App;
use crate::tui::model::review::Review;
use crate::tui::theme::Meaning;
use crate::tui::update::{counted, name};
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list};

use super::head;
use super::regions::{Regions, WIDE_COLUMNS};

/// Fewest cells of the name of a unit.
const NAME_CELLS_MIN: usize = 8;
/// Most cells of the name of a unit.
const NAME_CELLS_MAX: usize = 22;
/// Cells before the name: what is selected, and the mark of the state.
const LEAD_CELLS: u16 = 5;

/// One column of counts: its heading and the count of a unit.
struct Column {
    heading: &'static str,
    count: fn(&AreaStatus, &Answers, &App) -> String,
}

/// Draws the matrix.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Review) {
    let Some(data) = &page.data else { return };
    let title = Message::new("tui.review.title").with("area", name(canvas.app, &data.status));
    let mut title = canvas.say(&title);
    if page.problems {
        title = format!("{title}  {}", canvas.text("tui.review.only_problems"));
    }
    let units = counted(canvas.app, page).unwrap_or_default();
    head(canvas, regions, &[title], &units);
    let body = Rect {
        width: canvas.area().width,
        ..regions.body
    };
    let columns = columns(data.status.level, body.width);
    let shown = page.shown();
    let mut units: Vec<(&AreaStatus, &Answers)> = shown
        .iter()
        .filter_map(|at| Some((data.status.children.get(*at)?, data.below.get(*at)?)))
        .collect();
    units.push((&data.status, &data.own));
    let table = Table::new(canvas.app, columns, &units, body.width);
    let level = data.status.children.first().map(|child| child.level);
    table.headings(canvas, body, level);
    let rows = Rect {
        y: body.y + 1,
        height: body.height.saturating_sub(2),
        ..body
    };
    let window = list::window(page.at, shown.len(), usize::from(rows.height));
    for (row, at) in window.enumerate() {
        let y = rows.y + narrow(row);
        table.line(canvas, Rect { y, ..body }, at, at == page.at);
    }
    let y = body.bottom() - 1;
    table.line(
        canvas,
        Rect { y, ..body },
        shown.len(),
        page.at == shown.len(),
    );
    if shown.is_empty() {
        let none = canvas.text("tui.review.none");
        canvas.put(rows.x + LEAD_CELLS, rows.y, none, 60, Meaning::Good);
    }
}

/// Chooses the columns of a level: a group counts the persons of its households.
fn columns(level: Kind, cells: u16) -> Vec<Column> {
    let is_group = level == Kind::Group;
    let is_wide = cells >= WIDE_COLUMNS;
    let mut columns = Vec::new();
    let mut add = |heading, count| columns.push(Column { heading, count });
    if is_group {
        add("tui.review.expected_persons", |unit, _, app| {
            expected(unit.expected.persons, 0, app)
        });
        add("tui.review.listed", |unit, _, _| {
            unit.tally.persons.to_string()
        });
        add("tui.review.complete", |unit, _, _| {
            unit.tally.persons_complete.to_string()
        });
    } else {
        add("tui.review.expected", |unit, _, app| {
            expected(unit.expected.households, unit.declared, app)
        });
        add("tui.review.listed", |unit, _, _| {
            unit.tally.households.to_string()
        });
        if is_wide {
            add("tui.review.prelisted", |unit, _, _| {
                unit.ledger.households.prelisted.to_string()
            });
            add("tui.review.added", |unit, _, _| {
                unit.ledger.households.added.to_string()
            });
        }
        add("tui.review.complete", |unit, _, _| {
            unit.tally.households_complete.to_string()
        });
        if is_wide {
            add("tui.review.persons", |unit, _, _| {
                format!("{}/{}", unit.tally.persons_complete, unit.tally.persons)
            });
        }
    }
    add("tui.review.hard", |unit, _, _| unit.tally.hard.to_string());
    add("tui.review.soft", |unit, _, _| {
        unit.tally.soft_open.to_string()
    });
    add("tui.review.missing", |unit, _, _| {
        unit.tally.missing.to_string()
    });
    add("tui.review.returns", |unit, _, _| {
        unit.tally.returns.to_string()
    });
    add("tui.review.changed", |_, answers, app| days(app, answers));
    columns
}

/// Says what is expected; where only some groups have a number, their sum is a lower bound, and is
/// marked as one.
fn expected(count: Option<u64>, declared: u64, _: &App) -> String {
    match (count, declared) {
        (Some(n), _) => n.to_string(),
        (None, 0) => "-".to_owned(),
        (None, n) => format!("{n}+"),
    }
}

/// Says how long ago an answer was set.
fn days(app: &App, answers: &Answers) -> String {
    match answers.days {
        None => "-".to_owned(),
        Some(0) => app.text("tui.review.today").to_owned(),
        Some(days) => app
            .wording
            .say(&Message::new("tui.review.days").with("days", days)),
    }
}

/// The matrix as text, with the cells that each column takes.
struct Table<'a> {
    columns: Vec<Column>,
    units: &'a [(&'a AreaStatus, &'a Answers)],
    names: Vec<String>,
    counts: Vec<Vec<String>>,
    cells: Vec<usize>,
    name_cells: usize,
}

impl<'a> Table<'a> {
    /// Works out the cells: a column is as wide as its heading or its widest count, so that no
    /// count is ever cut; names have what is left beside the state in words.
    fn new(
        app: &App,
        columns: Vec<Column>,
        units: &'a [(&'a AreaStatus, &'a Answers)],
        width_all: u16,
    ) -> Self {
        let counts: Vec<Vec<String>> = units
            .iter()
            .map(|(status, answers)| {
                let counts = columns.iter();
                counts.map(|c| (c.count)(status, answers, app)).collect()
            })
            .collect();
        let mut cells: Vec<usize> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let counts = counts.iter().filter_map(|row| row.get(at));
                let widest = counts.map(|count| width(count)).max().unwrap_or(0);
                widest.max(width(app.text(column.heading))) + 1
            })
            .collect();
        let names: Vec<String> = units.iter().map(|(status, _)| name(app, status)).collect();
        let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let words = units.iter().map(|(s, a)| width(&state_words(app, s, a)));
        let words = words.max().unwrap_or(0);
        let least = cells.iter().sum::<usize>() + cells.len() + widest + words + 8;
        if least <= usize::from(width_all) {
            for cells in &mut cells {
                *cells += 1;
            }
        }
        let taken = cells.iter().sum::<usize>() + usize::from(LEAD_CELLS) + 3;
        let room = usize::from(width_all).saturating_sub(taken);
        let words = words.min(room / 2);
        Self {
            columns,
            units,
            names,
            counts,
            cells,
            name_cells: widest
                .clamp(NAME_CELLS_MIN, NAME_CELLS_MAX)
                .min(room.saturating_sub(words).max(NAME_CELLS_MIN)),
        }
    }

    fn headings(&self, canvas: &mut Canvas<'_, '_>, area: Rect, level: Option<Kind>) {
        let level = level.map_or("", |level| canvas.text(level.key()));
        let room = narrow(self.name_cells);
        canvas.put(area.x + LEAD_CELLS, area.y, level, room, Meaning::Dim);
        let mut x = area.x + LEAD_CELLS + room;
        for (column, cells) in self.columns.iter().zip(&self.cells) {
            let text = pad_start(canvas.text(column.heading), *cells);
            x = canvas.put(x, area.y, &text, narrow(*cells), Meaning::Dim);
        }
        let state = canvas.text("tui.review.state");
        canvas.put(x + 2, area.y, state, area.right() - x - 2, Meaning::Dim);
    }

    fn line(&self, canvas: &mut Canvas<'_, '_>, area: Rect, at: usize, is_here: bool) {
        let (Some((status, answers)), Some(counts)) = (self.units.get(at), self.counts.get(at))
        else {
            return;
        };
        let (mark, meaning) = state(canvas, status.state);
        let x = area.x + 1;
        let here = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(x, area.y, here, 1, Meaning::Accent);
        canvas.put(x + 2, area.y, mark, 1, meaning);
        let is_total = at + 1 == self.units.len();
        let title = if is_total {
            Meaning::Title
        } else {
            Meaning::Plain
        };
        let room = narrow(self.name_cells);
        let name = self.names.get(at).cloned().unwrap_or_default();
        canvas.put(area.x + LEAD_CELLS, area.y, &name, room, title);
        let mut x = area.x + LEAD_CELLS + room;
        for (count, cells) in counts.iter().zip(&self.cells) {
            let text = pad_start(count, *cells);
            x = canvas.put(x, area.y, &text, narrow(*cells), title);
        }
        let words = state_words(canvas.app, status, answers);
        let room = area.right().saturating_sub(x + 3);
        canvas.put(x + 2, area.y, &words, room, meaning);
        if is_here {
            canvas.select(Rect::new(area.x + 3, area.y, area.width - 4, 1));
            canvas.caret(area.x + 1, area.y);
        }
    }
}

/// Returns mark and meaning of a state.
fn state(canvas: &Canvas<'_, '_>, state: NodeState) -> (&'static str, Meaning) {
    match state {
        NodeState::Signed => (canvas.glyphs.signed, Meaning::Good),
        NodeState::Changed => (canvas.glyphs.changed, Meaning::Hard),
        NodeState::Returned => (canvas.glyphs.returned, Meaning::Soft),
        NodeState::Complete => (canvas.glyphs.answered, Meaning::Good),
        NodeState::InProgress => (canvas.glyphs.begun, Meaning::Accent),
        NodeState::Disposed => (canvas.glyphs.reason, Meaning::Dim),
        NodeState::NotStarted => (canvas.glyphs.open, Meaning::Dim),
    }
}

/// Says the state of a unit in words, with the names of those who answer for it.
fn state_words(app: &App, status: &AreaStatus, answers: &Answers) -> String {
    let signer = || answers.sign_off.as_ref().map_or("", |s| s.by.as_str());
    let first = || {
        answers
            .handshake
            .declaration()
            .map_or("", |d| d.by.as_str())
    };
    let (key, names) = match (status.state, &answers.handshake) {
        (NodeState::Disposed, _) => ("tui.state.disposed", vec![]),
        (NodeState::Changed, _) if answers.is_unexplained => ("tui.state.unexplained", vec![]),
        (NodeState::Changed, _) => {
            // Whoever signed did not change it.
            let by = answers.explained_by.as_deref();
            ("tui.state.changed", vec![by.unwrap_or_default()])
        }
        (NodeState::Returned, _) => ("tui.state.returned", vec![]),
        (NodeState::Signed, _) => ("tui.state.signed", vec![first(), signer()]),
        (_, Handshake::Agreed(_, note)) => ("tui.state.agreed", vec![note.by.as_str()]),
        (_, Handshake::Disputed(_, note)) => ("tui.state.disputed", vec![note.by.as_str()]),
        (_, Handshake::Declared(_)) => ("tui.state.declared", vec![first()]),
        (_, Handshake::Outdated(_)) => ("tui.state.outdated", vec![first()]),
        (NodeState::Complete, _) => ("tui.state.complete", vec![]),
        (NodeState::InProgress, _) => ("tui.state.in_progress", vec![]),
        (NodeState::NotStarted, _) => ("tui.state.not_started", vec![]),
    };
    let names = names.into_iter().filter(|name| !name.is_empty());
    std::iter::once(app.text(key))
        .chain(names)
        .collect::<Vec<_>>()
        .join(" ")
}
