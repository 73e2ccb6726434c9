//! The list of gaps.

use crate::base::message::Message;
use crate::base::text::{clip_marked, width, wrap};
use crate::store::Gap;
use crate::tui::model::missing::{Class, Missing};
use crate::tui::model::opening;
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list};
use ratatui::layout::Rect;

use super::panel::glue;
use super::regions::Regions;
use super::{found, head, value};

/// Rows that the explanation of a hint takes, its name included.
const WHY_ROWS: u16 = 5;

/// Draws the list.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Missing) {
    let name = value::short(&page.name).to_owned();
    let title = canvas.say(&Message::new("tui.missing.title").with("area", name));
    let counts = page.counts;
    let open = canvas.say(
        &Message::new("tui.missing.counts")
            .with("villages", counts.villages)
            .with("groups", counts.groups + counts.groups_missing)
            .with("households", counts.households + counts.unlisted)
            .with("persons", counts.persons)
            .with("items", counts.items),
    );
    head(canvas, regions, &[title], &open);
    let body = regions.body;
    classes(canvas, body, page);
    let why = page.shows_hints().then_some(WHY_ROWS);
    let rows = Rect {
        y: body.y + 1,
        // The last rows are for what was cut in the selected line, or what a hint may mean.
        height: body.height - 2 - why.unwrap_or_default(),
        width: canvas.area().width,
        ..body
    };
    if page.gaps.is_empty() {
        let none = canvas.text(if page.is_exhausted {
            "tui.missing.none"
        } else {
            "tui.missing.looking"
        });
        canvas.put(rows.x + 3, rows.y + 1, none, rows.width - 4, Meaning::Good);
        canvas.caret(rows.x + 1, rows.y + 1);
        return;
    }
    let window = list::window(page.at, page.gaps.len(), usize::from(rows.height));
    for (row, at) in window.enumerate() {
        let Some(gap) = page.gaps.get(at) else {
            continue;
        };
        let y = rows.y + narrow(row);
        let is_here = at == page.at;
        let what = opening::what(canvas.app, gap);
        let half = rows.width * 9 / 16;
        let (mark, meaning) = found::gap_mark(canvas, gap);
        let here = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(rows.x + 1, y, here, 1, Meaning::Accent);
        let place = opening::place_within(canvas.app, gap, usize::from(half - 4));
        let place = clip_marked(&place, usize::from(half - 4));
        canvas.put(rows.x + 3, y, &place, half - 3, Meaning::Plain);
        canvas.put(half, y, mark, 1, meaning);
        canvas.put(half + 2, y, &what, rows.width - half - 3, meaning);
        if is_here {
            canvas.select(Rect::new(rows.x + 3, y, rows.width - 4, 1));
            canvas.caret(rows.x + 1, y);
            if why.is_some() {
                explain(canvas, rows, gap);
            } else {
                whole(canvas, regions, &what, rows.width - half - 3);
            }
        }
    }
}

/// Says below the list what the selected hint may mean in the village, and what to do.
fn explain(canvas: &mut Canvas<'_, '_>, list: Rect, gap: &Gap) {
    let app = canvas.app;
    let rule = gap.finding.as_ref();
    let rule = rule.and_then(|finding| app.instrument.rule(&finding.rule));
    let Some(hint) = rule.and_then(|rule| rule.hint.as_ref()) else {
        return;
    };
    let y = list.bottom() + 1;
    let width = list.width - 4;
    let title = app.wording.label(&hint.title.zh, &hint.title.en);
    let why = app.wording.label(&hint.why.zh, &hint.why.en);
    let x = canvas.put(list.x + 3, y, &title, width, Meaning::Accent) + 2;
    let what = opening::what(app, gap);
    canvas.put(
        x,
        y,
        &what,
        list.right().saturating_sub(x + 1),
        Meaning::Soft,
    );
    let lines = wrap(&why, usize::from(width));
    for (row, line) in lines.iter().take(usize::from(WHY_ROWS) - 1).enumerate() {
        canvas.put(list.x + 3, y + 1 + narrow(row), line, width, Meaning::Plain);
    }
}

/// Says above the footer what was cut in the selected line.
fn whole(canvas: &mut Canvas<'_, '_>, regions: &Regions, what: &str, room: u16) {
    if width(what) <= usize::from(room) {
        return;
    }
    let area = regions.said;
    let lines = wrap(what, usize::from(area.width - 4));
    let is_said = canvas.app.said.is_some();
    let rows = if is_said { 1 } else { lines.len().min(2) };
    let end = area.y + u16::from(!is_said);
    for (row, line) in lines.iter().take(rows).enumerate() {
        // What does not fit any more is joined to the last line, so that its cut is marked.
        let rest = lines.get(row..).unwrap_or_default();
        let text = if row + 1 == rows {
            rest.join(glue(canvas))
        } else {
            line.clone()
        };
        let y = end - narrow(rows - row);
        canvas.put(area.x + 3, y, &text, area.width - 4, Meaning::Soft);
    }
}

/// Draws the kinds that can be looked at alone, with their counts.
fn classes(canvas: &mut Canvas<'_, '_>, area: Rect, page: &Missing) {
    let mut x = area.x + 3;
    if let Some(rule) = &page.rule {
        let only = Message::new("tui.missing.of_rule").with("rule", rule);
        let only = canvas.say(&only);
        x = canvas.put(x, area.y, canvas.glyphs.here, 1, Meaning::Accent);
        x = canvas.put(x, area.y, &only, 30, Meaning::Accent) + 2;
    }
    for class in Class::ALL {
        let is_chosen = class == page.class && page.rule.is_none();
        let mark = if is_chosen { canvas.glyphs.here } else { " " };
        let meaning = if is_chosen {
            Meaning::Accent
        } else {
            Meaning::Dim
        };
        x = canvas.put(x, area.y, mark, 1, meaning);
        let count = match class {
            Class::Hard => page.counts.hard.to_string(),
            Class::Soft => page.counts.soft.to_string(),
            Class::Returns => page.counts.returns.to_string(),
            _ => String::new(),
        };
        let name = format!("{}{count}", canvas.text(class.key()));
        x = canvas.put(x, area.y, &name, 20, meaning) + 2;
    }
}
