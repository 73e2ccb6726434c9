//! What lies over a page.

use ratatui::layout::Rect;

use crate::base::text::wrap;
use crate::tui::command::{COMMANDS, Group, Id, command};
use crate::tui::keymap::spell;
use crate::tui::model::line::Line;
use crate::tui::model::overlay::{Offered, Overlay};
use crate::tui::model::question;
use crate::tui::model::{App, guess};
use crate::tui::theme::Meaning;
use crate::tui::update::fitting;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::choice::{self, Choice};
use crate::tui::widget::{Canvas, field, list, overlay};

use super::{letters, names, settle, sign};

/// Draws what lies on top.
pub fn draw(canvas: &mut Canvas<'_, '_>, shown: &Overlay) {
    match shown {
        Overlay::Help { top } => help(canvas, *top),
        Overlay::Palette { line, at } => palette(canvas, line, *at),
        Overlay::Choices { offered, at } => choices(canvas, offered, *at),
        Overlay::Disposition {
            list,
            without,
            line,
            at,
            chosen,
            ..
        } => {
            disposition(canvas, (list, *without), line, *at, chosen.as_deref());
        }
        Overlay::Note { line, .. } => note(canvas, line),
        Overlay::Confirm(confirm) => settle::confirm(canvas, confirm),
        Overlay::Twins {
            twins, at, answer, ..
        } => settle::twins(canvas, twins, *at, *answer),
        Overlay::Closing { open, at, .. } => settle::closing(canvas, open, *at),
        Overlay::People(people) => names::people(canvas, people),
        Overlay::Declare(declare) => names::declare(canvas, declare),
        Overlay::Answer(stand) => names::answer(canvas, stand),
        Overlay::Ask(ask) => names::ask(canvas, ask),
        Overlay::Sign(signing) => sign::draw(canvas, signing),
        Overlay::Letters(shown) => letters::draw(canvas, shown),
    }
}

fn help(canvas: &mut Canvas<'_, '_>, top: usize) {
    let screen = canvas.area();
    let title = canvas.text("tui.help.title").to_owned();
    let inner = overlay::open(canvas, screen.width - 4, screen.height - 2, &title);
    let mut lines: Vec<(String, String, Meaning)> = Vec::new();
    let instrument = canvas.app.instrument.clone();
    if let Some(item) = canvas.app.form().and_then(|page| page.item(&instrument)) {
        let wording = &canvas.app.wording;
        let label = wording.label(&item.label.zh, &item.label.en).into_owned();
        lines.push((label, String::new(), Meaning::Title));
        let help = wording.label(&item.help.zh, &item.help.en).into_owned();
        for line in wrap(&help, usize::from(inner.width) - 2) {
            lines.push((String::new(), line, Meaning::Plain));
        }
    }
    for line in wrap(canvas.text("tui.help.marks"), usize::from(inner.width) - 2) {
        lines.push((String::new(), line, Meaning::Dim));
    }
    for group in Group::ALL {
        lines.push((
            canvas.text(group.key()).to_owned(),
            String::new(),
            Meaning::Title,
        ));
        for shown in COMMANDS.iter().filter(|command| command.group == group) {
            let keys: Vec<String> = shown.keys.iter().map(|key| spell(key)).collect();
            let help = canvas.text(shown.help).to_owned();
            lines.push((keys.join("  "), help, Meaning::Plain));
        }
    }
    let height = usize::from(inner.height);
    let top = top.min(lines.len().saturating_sub(height));
    for (row, (left, right, meaning)) in lines.iter().skip(top).take(height).enumerate() {
        let y = inner.y + narrow(row);
        if right.is_empty() {
            canvas.put(inner.x, y, left, inner.width, *meaning);
        } else if left.is_empty() {
            canvas.put(inner.x + 2, y, right, inner.width - 2, *meaning);
        } else {
            canvas.put(inner.x + 2, y, left, 22, Meaning::Key);
            canvas.put(
                inner.x + 25,
                y,
                right,
                inner.width.saturating_sub(25),
                *meaning,
            );
        }
    }
    canvas.caret(inner.x, inner.y);
}

fn palette(canvas: &mut Canvas<'_, '_>, line: &Line, at: usize) {
    let screen = canvas.area();
    let title = canvas.text("tui.palette.title").to_owned();
    let inner = overlay::open(canvas, 76, screen.height - 4, &title);
    let shown = fitting(&canvas.app.wording, line.text());
    let rows = Rect {
        y: inner.y + 2,
        height: inner.height - 2,
        ..inner
    };
    for (row, index) in list::window(at, shown.len(), usize::from(rows.height)).enumerate() {
        let Some(offered) = shown.get(index) else {
            continue;
        };
        let y = rows.y + narrow(row);
        let key = spell(offered.keys.first().copied().unwrap_or_default());
        let here = if index == at { canvas.glyphs.here } else { " " };
        canvas.put(rows.x, y, here, 1, Meaning::Accent);
        canvas.put(rows.x + 2, y, &key, 12, Meaning::Key);
        let name = canvas.text(offered.name);
        canvas.put(rows.x + 14, y, name, 18, Meaning::Plain);
        let help = canvas.text(offered.help);
        canvas.put(rows.x + 33, y, help, rows.width - 33, Meaning::Dim);
        if index == at {
            canvas.select(Rect::new(rows.x + 2, y, rows.width - 2, 1));
        }
    }
    field::draw(canvas, inner.x, inner.y, inner.width, line);
}

fn choices(canvas: &mut Canvas<'_, '_>, offered: &[Offered], at: usize) {
    let title = canvas.text("tui.choices.title").to_owned();
    let inner = overlay::open(canvas, 44, narrow(offered.len()) + 2, &title);
    for (row, shown) in offered.iter().enumerate() {
        let y = inner.y + narrow(row);
        let text = match shown {
            Offered::Guess(place) => guess(canvas.app, *place),
            Offered::Reason(reason) => canvas.text(reason.key()).to_owned(),
            Offered::Clear => canvas.text("tui.choices.clear").to_owned(),
            Offered::Note => canvas.text(command(Id::Note).name).to_owned(),
            Offered::Command(id) => canvas.text(command(*id).name).to_owned(),
        };
        let here = if row == at { canvas.glyphs.here } else { " " };
        canvas.put(inner.x, y, here, 1, Meaning::Accent);
        let x = canvas.put(inner.x + 2, y, &format!("{}", row + 1), 2, Meaning::Key) + 1;
        canvas.put(x, y, &text, inner.width - 5, Meaning::Plain);
        if row == at {
            canvas.select(Rect::new(inner.x + 2, y, inner.width - 2, 1));
            canvas.caret(inner.x, y);
        }
    }
}

/// Says a number that is proposed, with its difference marked.
fn guess(app: &App, place: usize) -> String {
    let proposal = guess::proposals(app).into_iter().nth(place);
    proposal.map_or_else(String::new, |number| guess::marked(app, &number))
}

fn disposition(
    canvas: &mut Canvas<'_, '_>,
    (list, without): (&str, Option<&str>),
    line: &Line,
    at: usize,
    chosen: Option<&str>,
) {
    let title = canvas.text("tui.disposition.title").to_owned();
    let screen = canvas.area();
    let inner = overlay::open(canvas, screen.width - 6, screen.height - 4, &title);
    let instrument = canvas.app.instrument.clone();
    let Some(list) = instrument.lists.get(list) else {
        return;
    };
    if let Some(code) = chosen {
        let text = super::value::code(canvas.app, &list.id, code);
        canvas.put(inner.x, inner.y, &text, inner.width, Meaning::Title);
        let ask = canvas.text("tui.disposition.remark");
        canvas.put(inner.x, inner.y + 2, ask, inner.width, Meaning::Dim);
        field::draw(canvas, inner.x, inner.y + 3, inner.width, line);
        return;
    }
    let wording = &canvas.app.wording;
    let shown: Vec<Choice> = question::matching_but(list, line.text(), without)
        .iter()
        .map(|code| Choice {
            code: code.code.clone(),
            label: wording.label(&code.label.zh, &code.label.en).into_owned(),
            chosen: None,
            is_current: false,
            is_whole: false,
            is_pinned: false,
        })
        .collect();
    let area = Rect {
        y: inner.y + 3,
        height: inner.height - 3,
        ..inner
    };
    choice::draw(canvas, area, &shown, Some(at));
    field::draw(canvas, inner.x, inner.y, inner.width, line);
}

fn note(canvas: &mut Canvas<'_, '_>, line: &Line) {
    let title = canvas.text("tui.note.title").to_owned();
    let inner = overlay::open(canvas, 72, 8, &title);
    let help = canvas.text("tui.note.help");
    canvas.put(inner.x, inner.bottom() - 1, help, inner.width, Meaning::Dim);
    field::draw(canvas, inner.x, inner.y + 1, inner.width, line);
}
