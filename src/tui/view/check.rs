//! All rules over an area: a bar while they run, then what they found, by rule.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::check::Count;
use crate::instrument::Level;
use crate::tui::model::check::{Check, Stage};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, list, meter};

use super::regions::Regions;
use super::{head, value};

/// Cells of one count.
const COUNT_CELLS: u16 = 7;
/// Cells before what a rule says.
const LEAD_CELLS: u16 = 3 + 5 + 4 * COUNT_CELLS;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Check) {
    let area = if page.area.is_empty() {
        let opened = canvas.app.opened.as_ref();
        opened.map_or_else(String::new, |opened| opened.county_name.clone())
    } else {
        page.area.clone()
    };
    let title = canvas.say(&Message::new("tui.check.title").with("area", area));
    let counts = canvas.say(
        &Message::new("tui.missing.findings")
            .with("hard", page.all.hard)
            .with("soft", page.all.soft),
    );
    head(canvas, regions, &[title], &counts);
    let body = Rect {
        width: canvas.area().width,
        ..regions.body
    };
    match &page.stage {
        Stage::Working {
            done,
            total,
            found,
            stopping,
        } => working(canvas, body, (*done, *total, *found), *stopping),
        Stage::Rules => rules(canvas, body, page),
        Stage::Findings(at) => findings(canvas, body, page, *at),
        Stage::Stopped(message) => {
            let said = canvas.say(message);
            canvas.put(body.x + 3, body.y, &said, body.width - 4, Meaning::Soft);
            let below = Rect {
                y: body.y + 1,
                height: body.height - 1,
                ..body
            };
            rules(canvas, below, page);
        }
    }
}

fn working(
    canvas: &mut Canvas<'_, '_>,
    body: Rect,
    (done, total, found): (u64, u64, u64),
    stopping: bool,
) {
    let said = Message::new("tui.check.progress")
        .with("done", done)
        .with("total", total)
        .with("found", found);
    let said = canvas.say(&said);
    canvas.put(
        body.x + 3,
        body.y + 2,
        &said,
        body.width - 4,
        Meaning::Plain,
    );
    meter::draw(canvas, body.x + 3, body.y + 3, 60, done, total);
    let help = canvas.text(if stopping {
        "tui.exchange.stopping"
    } else {
        "tui.exchange.working"
    });
    canvas.put(body.x + 3, body.y + 5, help, body.width - 4, Meaning::Dim);
    canvas.caret(body.x + 3, body.y + 5);
}

fn rules(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Check) {
    if page.rules.is_empty() {
        let none = canvas.text("tui.check.none");
        canvas.put(body.x + 3, body.y + 1, none, body.width - 4, Meaning::Good);
        canvas.caret(body.x + 1, body.y + 1);
        return;
    }
    let heads = [
        ("tui.check.hard", Meaning::Dim),
        ("tui.check.soft", Meaning::Dim),
        ("tui.check.settled", Meaning::Dim),
        ("tui.check.note", Meaning::Dim),
    ];
    for (column, (key, meaning)) in heads.into_iter().enumerate() {
        let end = body.x + 8 + COUNT_CELLS * (narrow(column) + 1);
        let text = canvas.text(key);
        canvas.put_end(end, body.y, text, COUNT_CELLS, meaning);
    }
    let rows = Rect {
        y: body.y + 1,
        height: body.height - 1,
        ..body
    };
    let window = list::window(page.at, page.rules.len(), usize::from(rows.height));
    for (row, at) in window.enumerate() {
        if let Some((rule, count)) = page.rules.get(at) {
            let area = Rect::new(rows.x, rows.y + narrow(row), rows.width, 1);
            one(canvas, area, (rule, *count), at == page.at);
        }
    }
}

fn one(canvas: &mut Canvas<'_, '_>, area: Rect, (rule, count): (&str, Count), is_here: bool) {
    let y = area.y;
    let here = if is_here { canvas.glyphs.here } else { " " };
    canvas.put(area.x + 1, y, here, 1, Meaning::Accent);
    canvas.put(area.x + 3, y, rule, 5, Meaning::Key);
    let counts = [
        (count.hard, Meaning::Hard),
        (count.soft, Meaning::Soft),
        (count.settled, Meaning::Dim),
        (count.note, Meaning::Dim),
    ];
    for (column, (n, meaning)) in counts.into_iter().enumerate() {
        let end = area.x + 8 + COUNT_CELLS * (narrow(column) + 1);
        let text = if n == 0 {
            "-".to_owned()
        } else {
            n.to_string()
        };
        let meaning = if n == 0 { Meaning::Dim } else { meaning };
        canvas.put_end(end, y, &text, COUNT_CELLS, meaning);
    }
    let known = canvas.app.instrument.rule(rule);
    let text = known.map(|known| {
        let message = &known.message;
        unfilled(&canvas.app.wording.label(&message.zh, &message.en))
    });
    let x = area.x + LEAD_CELLS + 2;
    let room = area.right().saturating_sub(x + 1);
    canvas.put(x, y, &text.unwrap_or_default(), room, Meaning::Plain);
    if is_here {
        canvas.select(Rect::new(area.x + 3, y, area.width - 4, 1));
        canvas.caret(area.x + 1, y);
    }
}

/// Leaves out what a message says of one finding alone.
fn unfilled(message: &str) -> String {
    let mut parts = message.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("..");
        text.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    text
}

fn findings(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Check, at: usize) {
    let found = page.findings();
    let rule = page.rule().unwrap_or_default();
    let all = page
        .rules
        .get(page.at)
        .map_or(0, |(_, count)| count.total());
    let is_cut = u64::try_from(found.len()).is_ok_and(|shown| shown < all);
    let key = if is_cut {
        "tui.check.of_rule_cut"
    } else {
        "tui.check.of_rule"
    };
    let count = Message::new(key)
        .with("rule", rule)
        .with("count", all)
        .with("shown", found.len());
    let count = canvas.say(&count);
    canvas.put(body.x + 3, body.y, &count, body.width - 4, Meaning::Title);
    let height = usize::from(body.height - 1);
    for (row, index) in list::window(at, found.len(), height).enumerate() {
        let Some(one) = found.get(index) else {
            continue;
        };
        let y = body.y + 1 + narrow(row);
        let here = if index == at { canvas.glyphs.here } else { " " };
        canvas.put(body.x + 1, y, here, 1, Meaning::Accent);
        let finding = &one.finding;
        let (mark, meaning) = match (finding.is_open(), finding.level) {
            (true, Level::Hard) => (canvas.glyphs.hard, Meaning::Hard),
            (true, _) => (canvas.glyphs.soft, Meaning::Soft),
            (false, Level::Note) => (canvas.glyphs.note, Meaning::Dim),
            (false, _) => (canvas.glyphs.reason, Meaning::Dim),
        };
        canvas.put(body.x + 3, y, mark, 1, meaning);
        let place = one
            .codes()
            .into_iter()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" ");
        canvas.put(body.x + 5, y, &place, 24, Meaning::Plain);
        let text = value::label(canvas.app, &finding.zh, &finding.en);
        let room = body.width.saturating_sub(31);
        canvas.put(body.x + 30, y, &text, room, meaning);
        if index == at {
            canvas.select(Rect::new(body.x + 5, y, body.width - 6, 1));
            canvas.caret(body.x + 1, y);
        }
    }
}
