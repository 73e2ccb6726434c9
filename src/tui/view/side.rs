//! What stands beside a form on a wide screen: the members, and what was found.

use ratatui::layout::Rect;

use crate::base::text::wrap;
use crate::domain::kind::Kind;
use crate::tui::model::form::FormPage;
use crate::tui::theme::Meaning;
use crate::tui::widget::Canvas;

use super::form::unit;
use super::{found, value};

/// Draws the second pane.
pub fn draw(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    let inner = Rect {
        x: area.x + 2,
        width: area.width - 3,
        ..area
    };
    let y = members(canvas, inner, page);
    let y = visits(
        canvas,
        Rect {
            y,
            height: area.bottom() - y,
            ..inner
        },
        page,
    );
    findings(
        canvas,
        Rect {
            y,
            height: area.bottom() - y,
            ..inner
        },
        page,
    );
}

/// Draws the persons of the household that the record is, or is in.
fn members(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) -> u16 {
    let (household, persons) = match &page.data.household {
        Some(household) => (&household.node, &household.members),
        None if page.record().kind == Kind::Household => {
            (&page.data.form.node, &page.data.children)
        }
        None => return area.y,
    };
    let title = value::unit(canvas.app, household);
    canvas.put(area.x, area.y, &title, area.width, Meaning::Title);
    let mut y = area.y + 1;
    for node in persons.iter().take(usize::from(area.height / 2)) {
        let is_above = page
            .data
            .form
            .trail
            .iter()
            .any(|up| up.record == node.record);
        if node.record == page.record() || is_above {
            canvas.put(area.x, y, canvas.glyphs.here, 1, Meaning::Accent);
        }
        unit(canvas, Rect::new(area.x + 2, y, area.width - 2, 1), node);
        y += 1;
    }
    y + 1
}

fn visits(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) -> u16 {
    if page.data.visits.is_empty() {
        return area.y;
    }
    let title = canvas.text("tui.side.visits");
    canvas.put(area.x, area.y, title, area.width, Meaning::Title);
    let mut y = area.y + 1;
    for visit in page.data.visits.iter().rev().take(4) {
        let result = visit.disposition.as_deref().unwrap_or_default();
        let result = value::code(canvas.app, "list_disposition", result);
        let when = visit
            .name
            .get(..16)
            .unwrap_or(&visit.name)
            .replace('T', " ");
        canvas.put(
            area.x,
            y,
            &format!("{when} {result}"),
            area.width,
            Meaning::Plain,
        );
        y += 1;
    }
    y + 1
}

fn findings(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    let title = canvas.text("tui.side.findings");
    canvas.put(area.x, area.y, title, area.width, Meaning::Title);
    let mut y = area.y + 1;
    if page.data.concerns.is_empty() {
        let none = canvas.text("tui.side.no_findings");
        canvas.put(area.x, y, none, area.width, Meaning::Dim);
    }
    let told = page.told(&canvas.app.instrument);
    for (at, concern) in page.data.concerns.iter().enumerate() {
        let (text, meaning) = found::said(canvas, concern);
        let mark = found::mark(canvas, concern);
        if told == Some(at) && y < area.bottom() {
            let here = canvas.glyphs.here;
            canvas.put(area.x - 1, y, here, 1, Meaning::Accent);
        }
        for line in wrap(&format!("{mark} {text}"), usize::from(area.width)) {
            if y >= area.bottom() {
                return;
            }
            canvas.put(area.x, y, &line, area.width, meaning);
            y += 1;
        }
    }
}
