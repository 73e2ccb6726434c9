//! Taking in a register.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::wrap;
use crate::exchange::Target;
use crate::store::Prelisted;
use crate::tui::model::prelist::{Prelist, Stage};
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field, list};

use super::head;
use super::regions::Regions;

/// Rows below a list that say the whole of the selected line.
const WHOLE_ROWS: u16 = 3;
/// Cells of a heading, and of what it holds.
const HEADING_CELLS: u16 = 22;
const TARGET_CELLS: u16 = 24;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Prelist) {
    let mut crumbs = vec![canvas.text("tui.prelist.title").to_owned()];
    crumbs.extend(page.village.as_ref().map(|village| village.name.clone()));
    if page.register.is_some() && page.stage != Stage::File {
        crumbs.push(page.file_name());
    }
    head(canvas, regions, &crumbs, "");
    let body = Rect {
        width: canvas.area().width,
        ..regions.body
    };
    match &page.stage {
        Stage::Village => village(canvas, body, page),
        Stage::File => file(canvas, body, page),
        Stage::Confirm => confirm(canvas, body, page),
        Stage::Column(column) => target(canvas, body, page, *column),
        Stage::Writing => {
            let text = canvas.text("tui.prelist.writing");
            canvas.put(body.x + 3, body.y + 1, text, body.width - 4, Meaning::Title);
            canvas.caret(body.x + 3, body.y + 1);
        }
        Stage::Result(done) => result(canvas, body, page, done),
    }
}

/// Draws a list below a question with an edit line.
fn choices(
    canvas: &mut Canvas<'_, '_>,
    body: Rect,
    page: &Prelist,
    ask: &Message,
    lines: &[(String, String)],
) {
    let ask = canvas.say(ask);
    canvas.put(body.x + 1, body.y, &ask, body.width - 2, Meaning::Title);
    let rows = Rect {
        y: body.y + 3,
        height: body.height.saturating_sub(3),
        ..body
    };
    for (row, at) in list::window(page.at, lines.len(), usize::from(rows.height)).enumerate() {
        let Some((left, right)) = lines.get(at) else {
            continue;
        };
        let y = rows.y + narrow(row);
        let x = canvas.put(rows.x + 3, y, left, rows.width - 4, Meaning::Plain) + 2;
        let room = rows.right().saturating_sub(x + 1);
        canvas.put(x, y, right, room, Meaning::Dim);
        if at == page.at {
            canvas.put(rows.x + 1, y, canvas.glyphs.here, 1, Meaning::Accent);
            canvas.select(Rect::new(rows.x + 3, y, rows.width - 4, 1));
        }
    }
    field::draw(canvas, body.x + 3, body.y + 1, body.width - 4, &page.line);
}

fn village(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Prelist) {
    let villages = page.fitting().into_iter();
    let lines: Vec<(String, String)> = villages
        .map(|one| (one.code.clone(), one.name.clone()))
        .collect();
    choices(
        canvas,
        body,
        page,
        &Message::new("tui.prelist.village"),
        &lines,
    );
}

fn file(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Prelist) {
    if let Some(problem) = &page.problem {
        let ask = canvas.text("tui.prelist.file");
        canvas.put(body.x + 1, body.y, ask, body.width - 2, Meaning::Title);
        let said = canvas.say(problem);
        for (row, line) in wrap(&said, usize::from(body.width - 6)).iter().enumerate() {
            let y = body.y + 3 + narrow(row);
            canvas.put(body.x + 3, y, line, body.width - 4, Meaning::Hard);
        }
        field::draw(canvas, body.x + 3, body.y + 1, body.width - 4, &page.line);
        return;
    }
    let lines: Vec<(String, String)> = page
        .files
        .iter()
        .map(|path| {
            let path = std::path::Path::new(path);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let folder = path.parent().unwrap_or(path).display().to_string();
            (name.into_owned(), folder)
        })
        .collect();
    choices(
        canvas,
        body,
        page,
        &Message::new("tui.prelist.file"),
        &lines,
    );
}

fn target(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Prelist, column: usize) {
    let register = page.register.as_ref();
    let mapped = register.and_then(|read| read.columns.get(column));
    let heading = mapped.map_or("", |mapped| mapped.heading.as_str());
    let app = canvas.app;
    let targets = page.targets(&app.wording, &app.instrument).into_iter();
    let lines: Vec<(String, String)> = targets
        .map(|(target, label)| (label, target.word().to_owned()))
        .collect();
    let ask = Message::new("tui.prelist.target").with("heading", heading);
    choices(canvas, body, page, &ask, &lines);
}

/// Draws what the register says: first what Enter does, then the columns, then all else.
fn confirm(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Prelist) {
    let Some(read) = &page.register else { return };
    let app = canvas.app;
    let remarks = page.remarks(&app.wording, &app.instrument);
    let n_columns = page.n_columns();
    let count = 1 + n_columns + remarks.len();
    let height = usize::from(body.height.saturating_sub(WHOLE_ROWS + 1));
    let mut whole = String::new();
    let window = list::window(page.at, count, height);
    let (is_cut_above, is_cut_below) = (window.start > 0, window.end < count);
    for (row, at) in window.enumerate() {
        let y = body.y + narrow(row);
        let x = body.x + 3;
        let room = body.right().saturating_sub(x + 1);
        let is_here = at == page.at;
        if at == 0 {
            let text = canvas.say(&action(page));
            canvas.put(x, y, &text, room, Meaning::Accent);
            whole = if is_here {
                canvas.text("tui.prelist.help").to_owned()
            } else {
                whole
            };
        } else if let Some(column) = read.columns.get(at - 1) {
            let held = Target::label(column.target.as_ref(), &app.wording, &app.instrument);
            let is_taken = !matches!(column.target, None | Some(Target::Ignored));
            let meaning = if is_taken {
                Meaning::Plain
            } else {
                Meaning::Dim
            };
            canvas.put(x, y, &column.letters(), 2, Meaning::Dim);
            canvas.put(x + 3, y, &column.heading, HEADING_CELLS - 1, meaning);
            let next = x + 3 + HEADING_CELLS;
            canvas.put(next, y, canvas.glyphs.here, 1, Meaning::Dim);
            canvas.put(next + 2, y, &held, TARGET_CELLS - 1, meaning);
            let sample = next + 2 + TARGET_CELLS;
            let room = body.right().saturating_sub(sample + 1);
            canvas.put(sample, y, &column.sample, room, Meaning::Dim);
            if is_here {
                let message = Message::new("tui.prelist.column")
                    .with("heading", &column.heading)
                    .with("filled", column.filled)
                    .with("item", held);
                whole = canvas.say(&message);
            }
        } else if let Some(remark) = remarks.get(at - 1 - n_columns) {
            canvas.put(x, y, remark, room, Meaning::Plain);
            whole = if is_here { remark.clone() } else { whole };
        }
        if is_here {
            canvas.put(body.x + 1, y, canvas.glyphs.here, 1, Meaning::Accent);
            canvas.select(Rect::new(x, y, body.width - 4, 1));
            canvas.caret(body.x + 1, y);
        }
    }
    let edge = body.right() - 1;
    if is_cut_above {
        canvas.put(edge, body.y, canvas.glyphs.above, 1, Meaning::Accent);
    }
    if is_cut_below {
        let y = body.y + narrow(height.saturating_sub(1));
        canvas.put(edge, y, canvas.glyphs.below, 1, Meaning::Accent);
    }
    match &page.problem {
        Some(problem) => below(canvas, body, &canvas.say(problem), Meaning::Hard),
        None => below(canvas, body, &whole, Meaning::Dim),
    }
}

/// Draws the whole of the selected line below the list.
fn below(canvas: &mut Canvas<'_, '_>, body: Rect, whole: &str, meaning: Meaning) {
    let top = body.bottom() - WHOLE_ROWS;
    canvas.rule(top - 1);
    let lines = wrap(whole, usize::from(body.width - 4));
    for (row, line) in (0..WHOLE_ROWS).zip(&lines) {
        canvas.put(body.x + 2, top + row, line, body.width - 3, meaning);
    }
}

/// Says what Enter lists.
fn action(page: &Prelist) -> Message {
    let said = &page.foreseen;
    let oddities = page.register.as_ref().map_or(0, |read| read.oddities.len());
    Message::new("tui.prelist.write")
        .with("groups", said.groups)
        .with("households", said.households)
        .with("persons", said.persons)
        .with("already", said.already)
        .with("oddities", oddities)
}

fn result(canvas: &mut Canvas<'_, '_>, body: Rect, page: &Prelist, done: &Prelisted) {
    let x = body.x + 3;
    let village = page
        .village
        .as_ref()
        .map_or("", |village| village.name.as_str());
    let message = Message::new("tui.prelist.done")
        .with("village", village)
        .with("groups", done.groups)
        .with("households", done.households)
        .with("persons", done.persons)
        .with("already", done.already);
    let mut y = body.y + 1;
    for line in wrap(&canvas.say(&message), usize::from(body.width - 6)) {
        canvas.put(x, y, &line, body.width - 4, Meaning::Good);
        y += 1;
    }
    canvas.caret(body.x + 1, body.y + 1);
    let said = done.messages();
    let end = canvas.text("tui.prelist.end");
    canvas.put(x, y + 1, end, body.width - 4, Meaning::Dim);
    let room = usize::from(body.bottom().saturating_sub(y + 3));
    for (row, one) in said.iter().take(room).enumerate() {
        let text = canvas.say(one);
        canvas.put(x, y + 3 + narrow(row), &text, body.width - 4, Meaning::Soft);
    }
}
