//! The tree as columns.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::width;
use crate::domain::kind::Kind;
use crate::store::Node;
use crate::tui::model::walk::{KINDS, Walk};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list};

use super::regions::{COLUMNS_MIN, Regions, WIDE_COLUMNS};
use super::{head, value};

/// Cells of the columns on a screen of [`COLUMNS_MIN`], by the column under the arrows. Columns
/// left of it give way: what they show was chosen already, and stands in the head too.
const CELLS: [[u16; 5]; 5] = [
    [20, 19, 15, 26, 0],
    [20, 19, 15, 26, 0],
    [14, 18, 22, 26, 0],
    [14, 14, 21, 31, 0],
    [0, 14, 15, 28, 23],
];
/// The same on a screen of [`WIDE_COLUMNS`], which has room for all.
const CELLS_WIDE: [[u16; 5]; 5] = [
    [21, 22, 20, 30, 27],
    [21, 22, 20, 30, 27],
    [20, 21, 24, 30, 25],
    [20, 20, 22, 34, 24],
    [20, 20, 22, 32, 26],
];
/// Columns with fewer cells show names alone.
const COUNTED_CELLS_MIN: u16 = 16;

/// Draws the tree.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Walk) {
    let county = canvas
        .app
        .opened
        .as_ref()
        .map(|opened| opened.county_name.clone());
    let mut crumbs: Vec<String> = county.into_iter().collect();
    crumbs.extend(
        page.chain()
            .into_iter()
            .map(|node| value::unit(canvas.app, node)),
    );
    head(canvas, regions, &crumbs, &counts(canvas, page));
    let body = regions.body;
    let area = Rect {
        width: canvas.area().width,
        ..body
    };
    let (table, base) = if area.width >= WIDE_COLUMNS {
        (&CELLS_WIDE, WIDE_COLUMNS)
    } else {
        (&CELLS, COLUMNS_MIN)
    };
    let shares = table.get(page.focus).unwrap_or(&table[0]);
    let mut x = area.x;
    for (at, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0) {
        let width = (area.width * share / base).min(area.right() - x);
        column(canvas, page, at, Rect { x, width, ..area });
        x += width;
    }
}

/// Says how much of the unit before the column under the arrows is done.
fn counts(canvas: &Canvas<'_, '_>, page: &Walk) -> String {
    let Some(above) = page.chain().last().copied() else {
        return String::new();
    };
    let expected = |count: Option<u64>, listed: u64| count.unwrap_or(0).max(listed);
    let tally = above.tally;
    canvas.say(
        &Message::new("tui.walk.counts")
            .with("households", tally.households_complete)
            .with(
                "households_all",
                expected(above.expected.households, tally.households),
            )
            .with("persons", tally.persons_complete)
            .with(
                "persons_all",
                expected(above.expected.persons, tally.persons),
            ),
    )
}

fn column(canvas: &mut Canvas<'_, '_>, page: &Walk, at: usize, area: Rect) {
    let Some(shown) = page.columns.get(at) else {
        return;
    };
    let kind = KINDS.get(at).copied().unwrap_or(Kind::Household);
    let is_focus = page.focus == at;
    let title = canvas.text(kind.key());
    let meaning = if is_focus {
        Meaning::Accent
    } else {
        Meaning::Dim
    };
    let x = canvas.put(area.x + 3, area.y, title, area.width - 3, meaning) + 1;
    if is_focus && !page.sought.is_empty() {
        let room = area.right().saturating_sub(x);
        canvas.put(x, area.y, &page.sought, room, Meaning::Key);
    }
    let count = page.lines(at);
    let height = usize::from(area.height.saturating_sub(1));
    let window = list::window(shown.at, count, height);
    more(canvas, area, &window, count);
    let has_register = shown.nodes.iter().any(|node| node.is_prelisted);
    for (row, line) in window.enumerate() {
        let y = area.y + 1 + narrow(row);
        let is_selected = line == shown.at;
        let here = if is_selected { canvas.glyphs.here } else { " " };
        canvas.put(
            area.x + 1,
            y,
            here,
            1,
            if is_focus {
                Meaning::Accent
            } else {
                Meaning::Dim
            },
        );
        let text = Rect::new(area.x + 3, y, area.width - 4, 1);
        if let Some(node) = shown.nodes.get(line) {
            let marks = (area.width >= COUNTED_CELLS_MIN, has_register);
            unit(canvas, text, node, marks);
        } else {
            let add = format!("{} {}", canvas.glyphs.add, canvas.text(add_key(kind)));
            canvas.put(text.x, y, &add, text.width, Meaning::Accent);
        }
        if is_selected && is_focus {
            canvas.select(text);
            canvas.caret(area.x + 1, y);
        }
    }
}

/// Marks where a column goes on beyond what is shown.
fn more(canvas: &mut Canvas<'_, '_>, area: Rect, window: &Range<usize>, count: usize) {
    let x = area.right() - 1;
    if window.start > 0 {
        canvas.put(x, area.y, canvas.glyphs.above, 1, Meaning::Accent);
    }
    if window.end < count {
        let y = area.bottom() - 1;
        canvas.put(x, y, canvas.glyphs.below, 1, Meaning::Accent);
    }
}

const fn add_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Group => "tui.add.group",
        Kind::Person => "tui.add.person",
        Kind::Episode => "tui.add.episode",
        _ => "tui.add.household",
    }
}

/// Draws a unit: mark and counts first, because a name may be measured wrong by the terminal.
fn unit(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    node: &Node,
    (is_counted, has_register): (bool, bool),
) {
    let (mark, meaning) = value::state(canvas, node);
    let x = canvas.put(area.x, area.y, mark, 1, meaning) + 1;
    let tally = node.tally;
    let (count, cells) = match node.record.kind {
        Kind::Township | Kind::Village | Kind::Group if !is_counted => (String::new(), 0),
        Kind::Township => (format!("{}/{}", tally.villages_complete, tally.villages), 5),
        Kind::Village => (format!("{}/{}", tally.groups_complete, tally.groups), 4),
        Kind::Group => {
            let all = node.expected.households.unwrap_or(0).max(tally.households);
            (format!("{}/{}", tally.households_complete, all), 6)
        }
        Kind::Person if tally.missing == 0 => (String::new(), 0),
        Kind::Person => {
            let open = Message::new("tui.form.open").with("count", tally.missing);
            (canvas.say(&open), 7)
        }
        _ => (format!("{}/{}", tally.persons_complete, tally.persons), 5),
    };
    canvas.put(x, area.y, &count, area.width, Meaning::Dim);
    let x = match count.as_str() {
        "" => x,
        count => x + cells.max(narrow(width(count)) + 1),
    };
    let x = match value::origin(node, has_register) {
        Some(key) => {
            let word = canvas.text(key);
            canvas.put(
                x,
                area.y,
                word,
                area.right().saturating_sub(x),
                Meaning::Soft,
            ) + 1
        }
        None => x,
    };
    let room = area.right().saturating_sub(x);
    let name = value::listed(canvas.app, node);
    let disposed = node
        .disposition
        .as_deref()
        .filter(|code| !code.starts_with('1'));
    let text = match disposed {
        Some(code) if node.record.kind == Kind::Household => {
            format!(
                "{name} {}",
                value::code(canvas.app, "list_disposition", code)
            )
        }
        _ => name,
    };
    canvas.put(x, area.y, &text, room, Meaning::Plain);
}
