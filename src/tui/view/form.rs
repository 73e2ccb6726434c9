//! A form: the rows above, the item under edit below.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::width;
use crate::domain::kind::Kind;
use crate::store::{Node, Status};
use crate::tui::model::form::{FormPage, ROSTER, Row};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list};

use super::regions::{Regions, form_parts};
use super::{head, panel, side, value};

/// Cells for the heading of a section.
const SECTION_CELLS: u16 = 11;
/// Cells for the selection, the mark, and what is left free around them.
const MARK_CELLS: u16 = 5;
/// Fewest cells for a question.
const LABEL_CELLS_MIN: u16 = 20;
/// Cells that are kept for an answer beside a long question.
const VALUE_CELLS: u16 = 32;

/// Draws a form.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &FormPage) {
    let form = &page.data.form;
    let below_county = form
        .trail
        .iter()
        .filter(|node| node.record.kind != Kind::County);
    let mut crumbs: Vec<String> = below_county
        .map(|node| value::unit(canvas.app, node))
        .collect();
    crumbs.push(value::unit(canvas.app, &form.node));
    let (answered, all) = page.progress();
    let progress = Message::new("tui.form.progress")
        .with("answered", answered)
        .with("all", all);
    let mut progress = canvas.say(&progress);
    if page.data.note.is_some() {
        let noted = canvas.text("tui.form.noted");
        progress = format!("{} {noted}  {progress}", canvas.glyphs.note);
    }
    let returned = page.data.threads.len();
    if returned > 0 {
        let said = Message::new("tui.form.returned").with("count", returned);
        progress = format!(
            "{} {}  {progress}",
            canvas.glyphs.returned,
            canvas.say(&said)
        );
    }
    head(canvas, regions, &crumbs, &progress);
    let (rows, below) = form_parts(regions.body);
    lines(canvas, rows, page);
    canvas.rule(below.y - 1);
    panel::draw(canvas, below, page);
    if regions.side.width > 0 {
        side::draw(canvas, regions.side, page);
    }
}

/// Counts cells for the question: as many as the longest of the kind takes, within bounds.
fn label_cells(canvas: &Canvas<'_, '_>, area: Rect, page: &FormPage) -> u16 {
    let wording = &canvas.app.wording;
    let items = canvas.app.instrument.items(page.record().kind).iter();
    let shown = items.filter(|item| !item.hidden && !item.retired);
    let longest = shown
        .map(|item| width(&wording.label(&item.label.zh, &item.label.en)))
        .max()
        .unwrap_or(0);
    let taken = MARK_CELLS + SECTION_CELLS + VALUE_CELLS;
    let most = area.width.saturating_sub(taken).max(LABEL_CELLS_MIN);
    narrow(longest + 2).clamp(LABEL_CELLS_MIN, most)
}

fn lines(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    // Headings stand beside the first row of their section and take no line.
    let shown: Vec<usize> = (0..page.rows.len())
        .filter(|at| !matches!(page.rows.get(*at), Some(Row::Section(_))))
        .collect();
    let at = shown.iter().position(|row| *row == page.at).unwrap_or(0);
    for (line, slot) in list::window(at, shown.len(), usize::from(area.height)).enumerate() {
        let Some(row) = shown.get(slot).copied() else {
            continue;
        };
        let area = Rect::new(area.x, area.y + narrow(line), area.width, 1);
        let heading = row.checked_sub(1).and_then(|before| page.rows.get(before));
        if let Some(Row::Section(section)) = heading {
            let text = section_name(canvas, page, section);
            canvas.put(area.x + 1, area.y, &text, SECTION_CELLS, Meaning::Title);
        }
        one(canvas, area, page, row);
    }
}

fn section_name(canvas: &Canvas<'_, '_>, page: &FormPage, section: &str) -> String {
    if section == ROSTER {
        return canvas.text("tui.form.roster").to_owned();
    }
    let kind = page.record().kind;
    let found = canvas
        .app
        .instrument
        .sections(kind)
        .find(|known| known.id == section);
    found.map_or_else(String::new, |known| {
        canvas
            .app
            .wording
            .label(&known.label.zh, &known.label.en)
            .into_owned()
    })
}

fn one(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage, at: usize) {
    let x = area.x + 1 + SECTION_CELLS;
    let is_here = at == page.at;
    if is_here {
        canvas.put(x, area.y, canvas.glyphs.here, 1, Meaning::Accent);
    }
    match page.rows.get(at) {
        Some(Row::Item(cell)) => item(canvas, Rect { x: x + 2, ..area }, page, *cell, is_here),
        Some(Row::Child(child)) => {
            if let Some(node) = page.data.children.get(*child) {
                unit(canvas, Rect { x: x + 2, ..area }, node);
            }
        }
        Some(Row::Add(kind)) => {
            let key = if *kind == Kind::Episode {
                "tui.add.episode"
            } else {
                "tui.add.person"
            };
            let text = format!("{} {}", canvas.glyphs.add, canvas.text(key));
            canvas.put(x + 2, area.y, &text, area.right() - x - 3, Meaning::Accent);
        }
        Some(Row::Done) => {
            let text = done_text(canvas, page);
            canvas.put(x + 2, area.y, &text, area.right() - x - 3, Meaning::Accent);
        }
        _ => {}
    }
    if is_here && !matches!(page.rows.get(at), Some(Row::Item(_))) {
        canvas.select(Rect {
            x: x + 2,
            width: area.right() - x - 3,
            ..area
        });
        canvas.caret(x, area.y);
    }
}

/// Says what Enter does at the end of a form.
pub fn done_text(canvas: &Canvas<'_, '_>, page: &FormPage) -> String {
    let instrument = &canvas.app.instrument;
    if page.awaits_outcome(instrument) {
        let open = page.open_before_outcome(instrument);
        if open > 0 {
            return canvas.say(&Message::new("tui.form.done_open").with("count", open));
        }
        let result = value::code(canvas.app, "list_disposition", page.offered_outcome());
        return canvas.say(&Message::new("tui.form.done_outcome").with("result", result));
    }
    let key = match page.record().kind {
        Kind::Person if canvas.app.is_found() => "tui.form.done_person_found",
        Kind::Person => "tui.form.done_person",
        Kind::Household => "tui.form.done_household",
        Kind::Episode => "tui.form.done_episode",
        _ => "tui.form.done",
    };
    canvas.text(key).to_owned()
}

fn item(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage, cell: usize, is_here: bool) {
    let instrument = canvas.app.instrument.clone();
    let (Some(item), Some(held)) = (
        page.item_of(&instrument, cell),
        page.data.form.cells.get(cell),
    ) else {
        return;
    };
    let (mark, meaning) = value::mark(canvas, page, item, held);
    let x = canvas.put(area.x, area.y, mark, 1, meaning) + 1;
    let cells = label_cells(canvas, area, page);
    let label = canvas
        .app
        .wording
        .label(&item.label.zh, &item.label.en)
        .into_owned();
    let dim = held.status == Status::NotReached;
    let label_meaning = match (is_here, dim) {
        (true, _) => Meaning::Selected,
        (false, true) => Meaning::Dim,
        (false, false) => Meaning::Plain,
    };
    canvas.put(x, area.y, &label, cells - 1, label_meaning);
    let x = x + cells;
    let text = value::cell(canvas.app, page, item, held);
    let note = if held.note.is_some() {
        canvas.glyphs.note
    } else {
        ""
    };
    let x = canvas.put(x, area.y, note, 2, Meaning::Soft);
    let given = matches!(
        held.status,
        Status::Preset | Status::Derived | Status::Inherited | Status::Reasoned
    );
    let meaning = if given {
        Meaning::Given
    } else {
        Meaning::Plain
    };
    canvas.put(
        x,
        area.y,
        &text,
        area.right().saturating_sub(x + 1),
        meaning,
    );
}

/// Draws a person or a stay: mark and number first, the name last.
pub fn unit(canvas: &mut Canvas<'_, '_>, area: Rect, node: &Node) {
    let (mark, meaning) = value::state(canvas, node);
    let x = canvas.put(area.x, area.y, mark, 1, meaning) + 1;
    let tally = node.tally;
    let open = match tally.missing {
        0 => String::new(),
        missing => canvas.say(&Message::new("tui.form.open").with("count", missing)),
    };
    let x2 = canvas.put(x, area.y, &open, 14, Meaning::Dim);
    let x = x2.max(x + 10) + 1;
    let name = value::unit(canvas.app, node);
    canvas.put(
        x,
        area.y,
        &name,
        area.right().saturating_sub(x + 1),
        Meaning::Plain,
    );
}
