//! What lies over a page when something is to be settled: a finding, people who look alike, and
//! what keeps a household open.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::{clip_marked, width, wrap};
use crate::store::{Decision, Gap, Twin, Why};
use crate::tui::model::opening;
use crate::tui::model::overlay::{Confirm, Way};
use crate::tui::theme::Meaning;
use crate::tui::update::{ANSWERS, REASONS, may_wait};
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, list, overlay};

use super::{find, found, value};

/// Columns of a box.
const BOX_CELLS: u16 = 76;
/// Most lines of a message.
const MESSAGE_ROWS: usize = 4;

/// Draws a finding with what can be said of it.
pub fn confirm(canvas: &mut Canvas<'_, '_>, shown: &Confirm) {
    let way = shown.way(canvas.app.is_reviewer());
    let title = canvas.text(match way {
        Way::Reason => "tui.confirm.soft",
        Way::Exception | Way::Leave => "tui.confirm.hard",
        Way::Settled => "tui.confirm.settled",
    });
    let title = title.to_owned();
    let (text, meaning) = found::said(canvas, &shown.concern);
    let text = format!("{} {text}", found::mark(canvas, &shown.concern));
    let lines = wrap(&text, usize::from(BOX_CELLS) - 4);
    let lines: Vec<&String> = lines.iter().take(MESSAGE_ROWS).collect();
    let instrument = canvas.app.instrument.clone();
    let reasons = instrument.lists.get(REASONS).filter(|_| way == Way::Reason);
    let count = reasons.map_or(0, |list| list.rows.len());
    let rows = narrow(lines.len() + count) + 5;
    let inner = overlay::open(canvas, BOX_CELLS, rows + 2, &title);
    let mut y = inner.y;
    for line in lines {
        canvas.put(inner.x, y, line, inner.width, meaning);
        y += 1;
    }
    for (at, row) in reasons
        .into_iter()
        .flat_map(|list| list.rows.iter().enumerate())
    {
        let is_here = shown.at == Some(at);
        let here = if is_here { canvas.glyphs.here } else { " " };
        canvas.put(inner.x, y, here, 1, Meaning::Accent);
        let x = canvas.put(inner.x + 2, y, &row.code, 2, Meaning::Key) + 1;
        let label = canvas.app.wording.label(&row.label.zh, &row.label.en);
        let label = label.into_owned();
        canvas.put(x, y, &label, inner.width - 6, Meaning::Plain);
        if is_here {
            canvas.select(Rect::new(inner.x + 2, y, inner.width - 2, 1));
        }
        y += 1;
    }
    let ask = canvas.text(match way {
        Way::Reason => "tui.confirm.or_type",
        Way::Exception => "tui.confirm.exception",
        Way::Leave => "tui.confirm.leave",
        Way::Settled => "tui.confirm.reopen",
    });
    for line in wrap(ask, usize::from(inner.width)).iter().take(2) {
        canvas.put(inner.x, y, line, inner.width, Meaning::Dim);
        y += 1;
    }
    if way == Way::Settled {
        canvas.caret(inner.x, y);
        return;
    }
    let x = canvas.put(inner.x, y, canvas.glyphs.here, 1, Meaning::Accent) + 1;
    field::draw(canvas, x, y, inner.width - 3, &shown.line);
}

/// Draws people who may be the same person.
pub fn twins(canvas: &mut Canvas<'_, '_>, twins: &[Twin], at: usize, answer: Option<Decision>) {
    let title = canvas.text("tui.twins.title").to_owned();
    let shown = twins.len().min(6);
    let inner = overlay::open(canvas, BOX_CELLS, narrow(shown) * 2 + 8, &title);
    let mut y = inner.y;
    for index in list::window(at, twins.len(), shown) {
        let Some(twin) = twins.get(index) else {
            continue;
        };
        let here = if index == at { canvas.glyphs.here } else { " " };
        canvas.put(inner.x, y, here, 1, Meaning::Accent);
        let why = canvas.text(match twin.why {
            Why::Number => "tui.twins.number",
            Why::Alike => "tui.twins.alike",
        });
        let number = twin.hit.masked_id.clone().unwrap_or_default();
        let name = value::named(
            canvas.app,
            twin.hit.record.kind,
            &twin.hit.number,
            &twin.hit.name,
        );
        let who = format!("{name} {number}  {why}");
        canvas.put(inner.x + 2, y, &who, inner.width - 2, Meaning::Soft);
        let place = find::place(canvas.app, &twin.hit);
        canvas.put(inner.x + 4, y + 1, &place, inner.width - 4, Meaning::Plain);
        y += 2;
    }
    y += 1;
    let keys = ["tui.twins.here", "tui.twins.there", "tui.twins.two"];
    for (place, (decision, key)) in ANSWERS.into_iter().zip(keys).enumerate() {
        let is_chosen = answer == Some(decision);
        let here = if is_chosen { canvas.glyphs.here } else { " " };
        canvas.put(inner.x, y, here, 1, Meaning::Accent);
        let digit = format!("{}", place + 1);
        let x = canvas.put(inner.x + 2, y, &digit, 1, Meaning::Key) + 1;
        let text = canvas.text(key);
        canvas.put(x, y, text, inner.width - 5, Meaning::Plain);
        if is_chosen {
            canvas.select(Rect::new(inner.x + 2, y, inner.width - 2, 1));
            canvas.caret(inner.x, y);
        }
        y += 1;
    }
    if answer.is_none() {
        canvas.caret(inner.x, inner.y);
    }
    let help = canvas.text("tui.twins.help");
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
}

/// Draws what keeps a household open.
pub fn closing(canvas: &mut Canvas<'_, '_>, open: &[Gap], at: usize) {
    let title = Message::new("tui.closing.title").with("count", open.len());
    let title = canvas.say(&title);
    let screen = canvas.area();
    let wanted = narrow(open.len()) + 7;
    let inner = overlay::open(canvas, BOX_CELLS, wanted.min(screen.height - 4), &title);
    let height = usize::from(inner.height.saturating_sub(4));
    for (row, index) in list::window(at, open.len(), height).enumerate() {
        let Some(gap) = open.get(index) else { continue };
        let y = inner.y + narrow(row);
        let here = if index == at { canvas.glyphs.here } else { " " };
        canvas.put(inner.x, y, here, 1, Meaning::Accent);
        let (mark, meaning) = found::gap_mark(canvas, gap);
        canvas.put(inner.x + 2, y, mark, 1, meaning);
        let place = opening::place_in_household(canvas.app, gap);
        let place = clip_marked(&place, 20);
        canvas.put(inner.x + 4, y, &place, 20, Meaning::Plain);
        let what = opening::what(canvas.app, gap);
        canvas.put(inner.x + 25, y, &what, inner.width - 25, meaning);
        if index == at {
            canvas.select(Rect::new(inner.x + 4, y, inner.width - 4, 1));
            canvas.caret(inner.x, y);
        }
    }
    // What was cut in the selected line is told in full.
    let told = open.get(at).map(|gap| opening::what(canvas.app, gap));
    let told = told.filter(|told| width(told) > usize::from(inner.width - 25));
    let lines = wrap(&told.unwrap_or_default(), usize::from(inner.width));
    for (row, line) in (0..2).zip(&lines) {
        let y = inner.bottom() - 3 + row;
        canvas.put(inner.x, y, line, inner.width, Meaning::Soft);
    }
    let help = canvas.text(if open.iter().all(may_wait) {
        if open.iter().all(|gap| gap.reason == "soft") {
            "tui.closing.may_wait"
        } else {
            "tui.closing.hard_may_wait"
        }
    } else {
        "tui.closing.help"
    });
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
}
