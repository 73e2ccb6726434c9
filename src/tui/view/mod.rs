//! From plain state to a frame. Pure: it can ask for nothing and changes nothing.
//!
//! Every page stands in the same places: where one is on the first line, what is said above the
//! footer, what can be done in the footer.

mod check;
mod exchange;
mod find;
mod form;
mod found;
mod home;
mod letters;
mod missing;
mod names;
mod overlay;
mod panel;
mod prelist;
pub mod regions;
mod review;
mod settle;
mod setup;
mod side;
mod sign;
mod value;
mod walk;

use ratatui::Frame;

use crate::base::text::width;

use super::command::command;
use super::keymap::spell;
use super::model::{App, Screen, Tone};
use super::theme::Meaning;
use super::update::offers;
use super::widget::Canvas;
use super::widget::canvas::narrow;
use regions::{COLUMNS_MIN, ROWS_MIN, Regions, regions};

/// Draws the state.
pub fn view(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame, app);
    if area.width < COLUMNS_MIN || area.height < ROWS_MIN {
        too_small(&mut canvas);
        return;
    }
    let regions = regions(area);
    canvas.rule(regions.head.y + 1);
    who(&mut canvas, &regions);
    canvas.rule(regions.footer.y - 1);
    footer(&mut canvas, &regions);
    said(&mut canvas, &regions);
    match app.screen() {
        Screen::Setup(page) => setup::draw(&mut canvas, &regions, page),
        Screen::Unlock(page) => setup::draw_unlock(&mut canvas, &regions, page),
        Screen::Home(page) => home::draw(&mut canvas, &regions, page),
        Screen::Walk(page) => walk::draw(&mut canvas, &regions, page),
        Screen::Form(page) => form::draw(&mut canvas, &regions, page),
        Screen::Missing(page) => missing::draw(&mut canvas, &regions, page),
        Screen::Find(page) => find::draw(&mut canvas, &regions, page),
        Screen::Review(page) => review::draw(&mut canvas, &regions, page),
        Screen::Check(page) => check::draw(&mut canvas, &regions, page),
        Screen::Exchange(page) => exchange::draw(&mut canvas, &regions, page),
        Screen::Prelist(page) => prelist::draw(&mut canvas, &regions, page),
    }
    for shown in &app.overlays {
        overlay::draw(&mut canvas, shown);
    }
}

fn too_small(canvas: &mut Canvas<'_, '_>) {
    let area = canvas.area();
    let need = format!("{COLUMNS_MIN}x{ROWS_MIN}");
    let have = format!("{}x{}", area.width, area.height);
    let (small, widen) = (
        canvas.text("tui.small.title"),
        canvas.text("tui.small.help"),
    );
    canvas.put(0, 0, small, area.width, Meaning::Hard);
    canvas.put(
        0,
        1,
        &format!("{have} < {need}"),
        area.width,
        Meaning::Plain,
    );
    canvas.put(0, 2, widen, area.width, Meaning::Plain);
    canvas.caret(0, 0);
}

/// Says at the end of the line below the head who is at the keyboard, and in which role.
fn who(canvas: &mut Canvas<'_, '_>, regions: &Regions) {
    let Some(opened) = &canvas.app.opened else {
        return;
    };
    let who = format!(" {} {}", canvas.text(opened.role.key()), opened.person);
    let area = regions.head;
    canvas.put_end(area.right() - 1, area.y + 1, &who, 40, Meaning::Accent);
}

/// Draws the first line: where one is, and on its right how far.
fn head(canvas: &mut Canvas<'_, '_>, regions: &Regions, crumbs: &[String], right: &str) {
    let area = regions.head;
    let is_plain = canvas
        .app
        .opened
        .as_ref()
        .is_some_and(|opened| opened.is_plain);
    let notice = if is_plain {
        canvas.text("tui.head.plain").to_owned()
    } else {
        String::new()
    };
    let parts = [notice.as_str(), right];
    let right: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let right = right.join("  ");
    let begin = canvas.put_end(
        area.right() - 1,
        area.y,
        &right,
        area.width / 2,
        Meaning::Dim,
    );
    // The nearest unit matters most, so what is cut is the farthest.
    let room = usize::from(begin.saturating_sub(3));
    let mut shown = crumbs.to_vec();
    while shown.len() > 1 && width(&shown.join(" > ")) > room {
        shown.remove(0);
    }
    let crumb = shown.join(" > ");
    canvas.put(1, area.y, &crumb, narrow(room), Meaning::Title);
}

fn footer(canvas: &mut Canvas<'_, '_>, regions: &Regions) {
    let area = regions.footer;
    let saved = canvas.app.saved_at.clone();
    let saved = saved.map(|at| {
        canvas.say(&crate::base::message::Message::new("tui.footer.saved").with("at", at))
    });
    let saved = saved.unwrap_or_default();
    let end = canvas.put_end(area.right() - 1, area.y, &saved, 24, Meaning::Good);
    let mut x = area.x + 1;
    for offered in offers(canvas.app) {
        let key = spell(offered.key);
        let name = canvas.text(command(offered.id).name);
        let needed = narrow(width(&key) + 1 + width(name));
        if x + needed >= end {
            break;
        }
        x = canvas.put(x, area.y, &key, needed, Meaning::Key) + 1;
        x = canvas.put(x, area.y, name, needed, Meaning::Plain) + 2;
    }
}

fn said(canvas: &mut Canvas<'_, '_>, regions: &Regions) {
    let Some(said) = &canvas.app.said else { return };
    let area = regions.said;
    let (mark, meaning) = match said.tone {
        Tone::Good => (canvas.glyphs.answered, Meaning::Good),
        Tone::Plain => (canvas.glyphs.derived, Meaning::Plain),
        Tone::Ask => (canvas.glyphs.soft, Meaning::Soft),
        Tone::Bad => (canvas.glyphs.hard, Meaning::Hard),
    };
    let text = canvas.say(&said.message);
    let x = canvas.put(area.x + 1, area.y, mark, 2, meaning) + 1;
    canvas.put(x, area.y, &text, area.right() - x - 1, meaning);
}
