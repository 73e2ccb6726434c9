//! The item under edit: question and help, the edit line, choices or findings below it.
//!
//! Under the edit line of a text stay two spare rows, because the window of the input method
//! opens there.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::wrap;
use crate::instrument::{CodeList, Item, Level};
use crate::store::{Cell, Status};
use crate::tui::model::form::{FormPage, Row};
use crate::tui::model::question::{self, Shape};
use crate::tui::theme::Meaning;
use crate::tui::update::MATCHES_MAX;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::choice::{self, Choice};
use crate::tui::widget::{Canvas, field};

use super::form::done_key;

/// Rows kept free under the edit line of a text.
const SPARE_ROWS: u16 = 2;

/// Draws the panel.
pub fn draw(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    let instrument = canvas.app.instrument.clone();
    let (Some(item), Some(cell)) = (page.item(&instrument), page.cell()) else {
        what_follows(canvas, area, page);
        return;
    };
    let label = canvas
        .app
        .wording
        .label(&item.label.zh, &item.label.en)
        .into_owned();
    let help = canvas
        .app
        .wording
        .label(&item.help.zh, &item.help.en)
        .into_owned();
    let x = canvas.put(area.x + 1, area.y, &label, area.width / 2, Meaning::Title) + 2;
    let room = usize::from(area.right().saturating_sub(x + 1));
    let mut help_lines = wrap(&help, room.max(20)).into_iter();
    let first = help_lines.next().unwrap_or_default();
    canvas.put(x, area.y, &first, narrow(room), Meaning::Dim);
    let rest: String = help_lines.collect::<Vec<_>>().join("");
    edit_line(canvas, area, page, item, cell);
    let found = findings(canvas, area, page, item);
    let below = Rect {
        y: area.y + 2,
        height: area.height - 2 - found,
        ..area
    };
    match question::shape(&instrument, item) {
        Shape::One(list) => {
            let used = choices(canvas, below, page, cell, &list, None);
            more_help(canvas, below, used, &rest);
        }
        Shape::Set(list, _) => {
            let used = choices(canvas, below, page, cell, &list, Some(&page.set));
            more_help(canvas, below, used, &rest);
        }
        Shape::Text => more_help(canvas, below, SPARE_ROWS, &rest),
    }
}

/// Draws what of the help did not fit beside the question, as far as there are rows left.
fn more_help(canvas: &mut Canvas<'_, '_>, area: Rect, used: u16, rest: &str) {
    let lines = wrap(rest, usize::from(area.width.saturating_sub(4)));
    let room = usize::from(area.height.saturating_sub(used));
    for (at, line) in lines.iter().take(room).enumerate() {
        canvas.put(
            area.x + 3,
            area.y + used + narrow(at),
            line,
            area.width - 4,
            Meaning::Dim,
        );
    }
}

fn edit_line(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage, item: &Item, cell: &Cell) {
    let y = area.y + 1;
    let x = canvas.put(area.x + 1, y, canvas.glyphs.here, 1, Meaning::Accent) + 1;
    let cells = (area.width / 2).min(60);
    if page.line.text().is_empty() && !page.line.touched {
        let shown = super::value::cell(canvas.app, page, item, cell);
        canvas.put(x, y, &shown, cells, Meaning::Given);
        canvas.caret(x, y);
    } else {
        field::draw(canvas, x, y, cells, &page.line);
    }
    let x = x + cells + 1;
    let room = area.right().saturating_sub(x + 1);
    if let Some(problem) = &page.problem {
        let text = canvas.say(problem);
        canvas.put(x, y, &text, room, Meaning::Hard);
        return;
    }
    let hint = if page.offered_outcome(item, cell).is_some() {
        "tui.hint.preset"
    } else {
        match cell.status {
            Status::Preset => "tui.hint.preset",
            Status::NotReached => "tui.hint.not_reached",
            Status::Missing | Status::Empty if item.empty_reason.is_some() => "tui.hint.none",
            Status::Empty => "tui.hint.optional",
            _ => return,
        }
    };
    let hint = canvas.text(hint);
    canvas.put(x, y, hint, room, Meaning::Dim);
}

fn choices(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    page: &FormPage,
    cell: &Cell,
    list: &CodeList,
    set: Option<&[String]>,
) -> u16 {
    let is_open = question::is_open(list);
    let typed = page.line.text();
    let fitting = question::matching(list, typed, page.is_by_proxy(), MATCHES_MAX);
    let wording = &canvas.app.wording;
    let shown: Vec<Choice> = fitting
        .iter()
        .map(|code| Choice {
            code: code.code.clone(),
            label: wording.label(&code.label.zh, &code.label.en).into_owned(),
            chosen: set.map(|set| set.contains(&code.code)),
            is_current: set.is_none() && cell.value.as_deref() == Some(&code.code),
        })
        .collect();
    // A long list is filtered by typing, and the window of the input method needs its rows.
    let spare = if is_open || area.height <= 6 {
        0
    } else {
        SPARE_ROWS
    };
    let area = Rect {
        x: area.x + 2,
        y: area.y + spare,
        width: area.width - 3,
        height: area.height - spare,
    };
    let pick = page.pick.or_else(|| (!typed.is_empty()).then_some(0));
    spare + choice::draw(canvas, area, &shown, pick)
}

/// Draws what is found on the item at the foot of the panel; returns the rows it takes.
fn findings(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage, item: &Item) -> u16 {
    let Some(found) = page.worst_on(&item.id) else {
        return 0;
    };
    let (mark, meaning) = match found.level {
        Level::Hard => (canvas.glyphs.hard, Meaning::Hard),
        Level::Soft => (canvas.glyphs.soft, Meaning::Soft),
        Level::Note => (canvas.glyphs.note, Meaning::Dim),
    };
    let text = canvas.app.wording.label(&found.zh, &found.en).into_owned();
    let text = format!("{mark} {} {text}", found.rule);
    canvas.put(
        area.x + 1,
        area.bottom() - 1,
        &text,
        area.width - 2,
        meaning,
    );
    1
}

/// Says what Enter does on a row that is no item.
fn what_follows(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    let key = match page.rows.get(page.at) {
        Some(Row::Child(_)) => "tui.follow.child",
        Some(Row::Add(_)) => "tui.follow.add",
        _ => done_key(page.record().kind),
    };
    let text = canvas.text(key);
    canvas.put(area.x + 1, area.y, text, area.width - 2, Meaning::Title);
    let open = (0..page.rows.len()).filter(|at| {
        matches!(page.rows.get(*at), Some(Row::Item(_))) && page.needs(&canvas.app.instrument, *at)
    });
    let open = open.count();
    let (text, meaning) = if open == 0 {
        (canvas.text("tui.follow.complete").to_owned(), Meaning::Good)
    } else {
        let message = Message::new("tui.follow.open").with("count", open);
        (canvas.say(&message), Meaning::Soft)
    };
    canvas.put(area.x + 1, area.y + 2, &text, area.width - 2, meaning);
}
