//! The item under edit: the question, its help, the edit line, the choices, and what was found.
//!
//! Help stands in whole lines below the question and gives way to choices that need its rows; all
//! of it is in the help page. Under the edit line of a text stay two spare rows, because the
//! window of the input method opens there.

use ratatui::layout::Rect;

use crate::base::message::Message;
use crate::base::text::{fold_width, width, wrap};
use crate::instrument::{CodeList, Item, ItemType};
use crate::store::{Cell, Status, Thread};
use crate::tui::model::flow::OUTCOME;
use crate::tui::model::form::{FormPage, Row};
use crate::tui::model::guess;
use crate::tui::model::question::{self, Shape};
use crate::tui::theme::Meaning;
use crate::tui::update::{highlighted, is_first};
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::choice::{self, Choice};
use crate::tui::widget::{Canvas, field};

use crate::wording::Language;

use super::form::done_text;
use super::{find, found, value};

/// Rows kept free under the edit line of a text.
const SPARE_ROWS: u16 = 2;
/// Most rows of help between the question and the edit line.
const HELP_ROWS_MAX: u16 = 2;
/// Most choices for which help gives way; longer lists are filtered by typing.
const CHOICES_MAX: usize = 30;

/// Cells of a number that is proposed.
const GUESS_CELLS: u16 = 25;
/// Most rows of a finding.
const FOUND_ROWS_MAX: u16 = 2;
/// Rows that proposals take.
const GUESS_ROWS: u16 = 3;

/// Draws the panel.
pub fn draw(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    let instrument = canvas.app.instrument.clone();
    let (Some(item), Some(cell)) = (page.item(&instrument), page.cell()) else {
        what_follows(canvas, area, page);
        foot(canvas, area, page);
        return;
    };
    let shape = page.shape(&instrument, item);
    let found = foot(canvas, area, page);
    let below_question = Rect {
        height: area.height - found,
        ..area
    };
    let used = question_and_help(canvas, below_question, page, item, &shape);
    let edit = Rect {
        y: area.y + used,
        height: area.height - found - used,
        ..area
    };
    edit_line(canvas, edit, page, item, cell);
    let below = Rect {
        y: edit.y + 1,
        height: edit.height - 1,
        ..edit
    };
    match shape {
        Shape::One(list) | Shape::Set(list, _) => {
            let pick = highlighted(page, item, &list);
            choices(canvas, below, page, cell, &list, pick);
        }
        Shape::Text => guesses(canvas, below),
    }
}

/// Draws the numbers that are proposed for a mistyped one.
fn guesses(canvas: &mut Canvas<'_, '_>, area: Rect) {
    let proposals = guess::proposals(canvas.app);
    if proposals.is_empty() || area.height == 0 {
        return;
    }
    let ask = canvas.text("tui.guess.ask");
    canvas.put(area.x + 3, area.y, ask, area.width - 4, Meaning::Soft);
    let columns = usize::from((area.width - 3) / GUESS_CELLS);
    for (at, proposal) in proposals.iter().enumerate() {
        let y = area.y + 1 + narrow(at / columns);
        if y >= area.bottom() {
            return;
        }
        let x = area.x + 3 + narrow(at % columns) * GUESS_CELLS;
        let digit = format!("{}", at + 1);
        let x = canvas.put(x, y, &digit, 1, Meaning::Key) + 1;
        let number = guess::marked(canvas.app, proposal);
        canvas.put(x, y, &number, GUESS_CELLS - 3, Meaning::Plain);
    }
}

/// Draws the question and as many lines of its help as leave room; returns the rows used.
fn question_and_help(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    page: &FormPage,
    item: &Item,
    shape: &Shape,
) -> u16 {
    let wording = &canvas.app.wording;
    let label = wording.label(&item.label.zh, &item.label.en).into_owned();
    let asked = asked(canvas, page, item);
    let meaning = asked.as_ref().map_or(Meaning::Dim, |_| Meaning::Soft);
    let help = asked.unwrap_or_else(|| wording.label(&item.help.zh, &item.help.en).into_owned());
    let cells = area.width - 4;
    let lines = wrap(&help, usize::from(cells));
    let wanted = narrow(lines.len()).min(HELP_ROWS_MAX);
    let rows = help_rows(canvas, area, page, shape, wanted);
    let glue = glue(canvas);
    let x = canvas.put(area.x + 1, area.y, &label, area.width - 2, Meaning::Title) + 2;
    if rows == 0 {
        let room = area.right().saturating_sub(x + 1);
        canvas.put(x, area.y, &help, room, meaning);
    }
    for row in 0..rows {
        let at = usize::from(row);
        // What does not fit any more is joined to the last line, so that its cut is marked.
        let text = if row + 1 == rows {
            lines.get(at..).unwrap_or_default().join(glue)
        } else {
            lines.get(at).cloned().unwrap_or_default()
        };
        canvas.put(area.x + 3, area.y + 1 + row, &text, cells, meaning);
    }
    1 + rows
}

/// Returns what was last said of an item that was returned; it takes the place of the help.
fn asked(canvas: &Canvas<'_, '_>, page: &FormPage, item: &Item) -> Option<String> {
    let of_item = |thread: &&Thread| thread.item.as_deref() == Some(item.id.as_str());
    let thread = page.data.threads.iter().find(of_item)?;
    let said = thread.messages.last()?;
    let mark = canvas.glyphs.returned;
    Some(format!("{mark} {}: {}", said.by, said.text))
}

/// Returns what a break between two lines took: a space in English, nothing in Chinese.
pub(super) fn glue(canvas: &Canvas<'_, '_>) -> &'static str {
    if canvas.app.wording.language() == Language::En {
        " "
    } else {
        ""
    }
}

/// Counts the lines of help that leave room for what stands below the edit line: all choices of a
/// list that a panel can hold, their labels cut as little as can be; the spare rows of a text.
fn help_rows(
    canvas: &Canvas<'_, '_>,
    area: Rect,
    page: &FormPage,
    shape: &Shape,
    wanted: u16,
) -> u16 {
    let left = |help: u16| area.height.saturating_sub(2 + help);
    let mut fewer = (0..=wanted).rev();
    let list = match shape {
        Shape::One(list) | Shape::Set(list, _) => list,
        Shape::Text => {
            let proposed = !guess::proposals(canvas.app).is_empty();
            let needed = if proposed { GUESS_ROWS } else { SPARE_ROWS };
            return fewer.find(|help| left(*help) >= needed).unwrap_or(0);
        }
    };
    // Of the whole list, so that nothing moves while it is filtered.
    if list.offered(page.is_by_proxy()).count() > CHOICES_MAX {
        return wanted;
    }
    let all = offered(canvas, page, None, list, "");
    let cells = area.width - 3;
    fewer
        .filter_map(|help| Some((choice::columns_for(cells, left(help), &all)?, help)))
        .min_by_key(|(columns, help)| (*columns, wanted - *help))
        .map_or(0, |(_, help)| help)
}

fn edit_line(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage, item: &Item, cell: &Cell) {
    let y = area.y;
    let x = canvas.put(area.x + 1, y, canvas.glyphs.here, 1, Meaning::Accent) + 1;
    let cells = (area.width / 2).min(60);
    if page.line.text().is_empty() && !page.line.touched {
        let shown = match item.item_type.list() {
            Some(list) if page.set_touched => {
                let labels = super::value::codes(canvas.app, list, &page.set);
                // What does not fit is all named by its codes rather than in part by its labels.
                if width(&labels) > usize::from(cells) {
                    page.set.join(" ")
                } else {
                    labels
                }
            }
            _ => super::value::cell(canvas.app, page, item, cell),
        };
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
    let waits = item.id == OUTCOME && page.awaits_outcome(&canvas.app.instrument);
    let hint = if is_bare_year(page, item) {
        "tui.hint.year_month"
    } else if waits {
        "tui.hint.outcome"
    } else {
        match cell.status {
            Status::Preset => "tui.hint.preset",
            Status::NotReached => "tui.hint.not_reached",
            Status::Missing | Status::Empty if item.empty_reason.is_some() => "tui.hint.none",
            Status::Empty if !page.needs(&canvas.app.instrument, page.at) => "tui.hint.optional",
            _ => return,
        }
    };
    let hint = canvas.text(hint);
    canvas.put(x, y, hint, room, Meaning::Dim);
}

/// Says whether a year is typed where year and month are asked.
fn is_bare_year(page: &FormPage, item: &Item) -> bool {
    let typed = fold_width(page.line.text().trim());
    let is_year = typed.len() == 4 && typed.bytes().all(|byte| byte.is_ascii_digit());
    matches!(item.item_type, ItemType::Ym) && page.line.touched && is_year
}

fn choices(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    page: &FormPage,
    cell: &Cell,
    list: &CodeList,
    pick: Option<usize>,
) {
    let shown = offered(canvas, page, Some(cell), list, page.line.text());
    // A long list is filtered by typing, and the window of the input method needs its rows.
    let spare = if question::is_open(list) || area.height <= 6 {
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
    choice::draw(canvas, area, &shown, pick);
}

/// Lists the choices that fit what is typed.
fn offered(
    canvas: &Canvas<'_, '_>,
    page: &FormPage,
    cell: Option<&Cell>,
    list: &CodeList,
    typed: &str,
) -> Vec<Choice> {
    let instrument = &canvas.app.instrument;
    let item = page.item(instrument);
    let is_set = item.is_some_and(|item| matches!(item.item_type, ItemType::Multi { .. }));
    let held = cell.and_then(|cell| cell.value.as_deref());
    question::matching(list, typed, page.is_by_proxy())
        .into_iter()
        .map(|code| Choice {
            code: code.code.clone(),
            label: super::value::whole_label(canvas.app, code),
            chosen: is_set.then(|| page.set.contains(&code.code)),
            is_current: !is_set && held == Some(&code.code),
            is_whole: !code.within.is_empty(),
            is_pinned: typed.is_empty() && list.none.as_ref() == Some(&code.code),
        })
        .collect()
}

/// Draws what was found at the foot of the panel, and above it who looks like the person; returns
/// the rows it takes.
fn foot(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) -> u16 {
    let found = findings(canvas, area, page);
    let Some(twin) = page.data.twins.first() else {
        return found;
    };
    let key = if is_first(canvas.app) {
        "tui.twins.line"
    } else {
        "tui.twins.line_later"
    };
    let hit = &twin.hit;
    let who = value::named(canvas.app, hit.record.kind, &hit.number, &hit.name);
    let said = Message::new(key)
        .with("who", who)
        .with("place", find::place(canvas.app, hit));
    let lines = wrap(&canvas.say(&said), usize::from(area.width - 4));
    // Beside a finding one line is enough, so that the choices keep their rows.
    let most = if found == 0 { FOUND_ROWS_MAX } else { 1 };
    let rows = narrow(lines.len()).min(most);
    let top = area.bottom() - found - rows;
    canvas.put(area.x + 1, top, canvas.glyphs.soft, 1, Meaning::Soft);
    foot_lines(canvas, area, (top, rows), &lines, Meaning::Soft);
    found + rows
}

/// Draws lines behind their mark. What does not fit any more is joined to the last one, so that its
/// cut is marked.
fn foot_lines(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    (top, rows): (u16, u16),
    lines: &[String],
    meaning: Meaning,
) {
    for (row, line) in (0..rows).zip(lines) {
        let rest = lines.get(usize::from(row)..).unwrap_or_default();
        let text = if row + 1 == rows {
            rest.join(glue(canvas))
        } else {
            line.clone()
        };
        canvas.put(area.x + 3, top + row, &text, area.width - 4, meaning);
    }
}

/// Draws the finding that is told at the foot of the panel, and how many there are; returns the
/// rows it takes.
fn findings(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) -> u16 {
    let instrument = canvas.app.instrument.clone();
    let told = page.told(&instrument);
    let Some((at, concern)) = told.and_then(|at| Some((at, page.data.concerns.get(at)?))) else {
        return 0;
    };
    let (text, meaning) = found::said(canvas, concern);
    let count = page.data.concerns.len();
    let place = if count > 1 {
        format!("{}/{count} ", at + 1)
    } else {
        String::new()
    };
    let lines = wrap(&format!("{place}{text}"), usize::from(area.width - 4));
    let mark = found::mark(canvas, concern);
    let rows = narrow(lines.len()).min(FOUND_ROWS_MAX);
    let top = area.bottom() - rows;
    canvas.put(area.x + 1, top, mark, 1, meaning);
    foot_lines(canvas, area, (top, rows), &lines, meaning);
    rows
}

/// Says what Enter does on a row that is no item.
fn what_follows(canvas: &mut Canvas<'_, '_>, area: Rect, page: &FormPage) {
    let text = match page.rows.get(page.at) {
        Some(Row::Child(_)) => canvas.text("tui.follow.child").to_owned(),
        Some(Row::Add(_)) => canvas.text("tui.follow.add").to_owned(),
        _ => done_text(canvas, page),
    };
    canvas.put(area.x + 1, area.y, &text, area.width - 2, Meaning::Title);
    let instrument = &canvas.app.instrument;
    let open = page.open_before_outcome(instrument);
    // There the first line counts them already.
    let is_said = page.rows.get(page.at) == Some(&Row::Done) && page.awaits_outcome(instrument);
    if is_said && open > 0 {
        return;
    }
    let (text, meaning) = if open == 0 {
        (canvas.text("tui.follow.complete").to_owned(), Meaning::Good)
    } else {
        let message = Message::new("tui.follow.open").with("count", open);
        (canvas.say(&message), Meaning::Soft)
    };
    canvas.put(area.x + 1, area.y + 2, &text, area.width - 2, meaning);
}
