//! First run and passphrase.

use crate::domain::role::Role;
use crate::tui::model::setup::{Setup, Step};
use crate::tui::model::unlock::Unlock;
use crate::tui::theme::Meaning;
use crate::tui::widget::canvas::narrow;
use crate::tui::widget::{Canvas, field};
use crate::wording::Language;

use super::head;
use super::regions::Regions;

/// Column in which answers stand.
const ANSWERS: u16 = 22;

/// Draws the first run: what was answered above, the question that is asked below it.
pub fn draw(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Setup) {
    let title = canvas.text("tui.setup.title").to_owned();
    let count = format!("{}/{}", page.step.index() + 1, Step::ALL.len());
    head(canvas, regions, &[title], &count);
    let body = regions.body;
    let mut y = body.y + 1;
    for step in Step::ALL
        .into_iter()
        .filter(|step| step.index() <= page.step.index())
    {
        let is_here = step == page.step;
        let mark = if is_here {
            canvas.glyphs.here
        } else {
            canvas.glyphs.answered
        };
        let meaning = if is_here {
            Meaning::Accent
        } else {
            Meaning::Dim
        };
        canvas.put(body.x + 2, y, mark, 1, meaning);
        let question = canvas.text(step.key());
        canvas.put(body.x + 4, y, question, ANSWERS - 6, meaning);
        if is_here {
            ask(canvas, body.x + ANSWERS, y, page);
        } else {
            let answer = answer(canvas, page, step);
            canvas.put(body.x + ANSWERS, y, &answer, body.width, Meaning::Plain);
        }
        y += 1;
    }
    let help = canvas.text(page.step.help());
    let room = usize::from(body.width).saturating_sub(8);
    for line in crate::base::text::wrap(help, room) {
        y += 1;
        canvas.put(body.x + 4, y + 2, &line, body.width, Meaning::Dim);
    }
}

fn answer(canvas: &Canvas<'_, '_>, page: &Setup, step: Step) -> String {
    match step {
        Step::Language => canvas.text(language_key(page.language)).to_owned(),
        Step::Name => page.name.clone(),
        Step::Role => canvas.text(page.role.key()).to_owned(),
        Step::Frame if page.frame.is_empty() => canvas.text("tui.setup.embedded").to_owned(),
        Step::Frame => page.frame.clone(),
        Step::Round => page.round.clone(),
        Step::Reference => page.reference.clone(),
        Step::Passphrase | Step::Again => "*".repeat(page.passphrase.chars().count()),
    }
}

/// Draws the answers to choose from, or the edit line.
fn ask(canvas: &mut Canvas<'_, '_>, x: u16, y: u16, page: &Setup) {
    let choices: Vec<(&str, bool)> = match page.step {
        Step::Language => Language::ALL
            .iter()
            .map(|l| (language_key(*l), *l == page.language))
            .collect(),
        Step::Role => Role::ALL
            .iter()
            .map(|r| (r.key(), *r == page.role))
            .collect(),
        _ => Vec::new(),
    };
    let room = canvas.area().width - x - 2;
    if choices.is_empty() {
        if page.step == Step::Frame && page.line.text().is_empty() {
            let embedded = canvas.text("tui.setup.embedded");
            canvas.put(x, y, embedded, room, Meaning::Given);
            canvas.caret(x, y);
        } else if page.step.is_secret() {
            field::draw_secret(canvas, x, y, room, &page.line);
        } else {
            field::draw(canvas, x, y, room, &page.line);
        }
        return;
    }
    let mut x = x;
    for (at, (key, is_chosen)) in choices.iter().enumerate() {
        let label = format!("{} {}", at + 1, canvas.text(key));
        let meaning = if *is_chosen {
            Meaning::Selected
        } else {
            Meaning::Plain
        };
        if *is_chosen {
            canvas.caret(x, y);
        }
        let mark = if *is_chosen { canvas.glyphs.here } else { " " };
        x = canvas.put(x, y, mark, 1, Meaning::Accent);
        x = canvas.put(x, y, &label, narrow(30), meaning) + 2;
    }
}

const fn language_key(language: Language) -> &'static str {
    match language {
        Language::ZhHans => "tui.language.zh_hans",
        Language::ZhHant => "tui.language.zh_hant",
        Language::En => "tui.language.en",
    }
}

/// Draws the passphrase page.
pub fn draw_unlock(canvas: &mut Canvas<'_, '_>, regions: &Regions, page: &Unlock) {
    let title = canvas.text("tui.unlock.title").to_owned();
    head(canvas, regions, &[title], "");
    let body = regions.body;
    canvas.put(
        body.x + 4,
        body.y + 2,
        &page.file,
        body.width - 6,
        Meaning::Dim,
    );
    let ask = canvas.text("tui.unlock.ask");
    let x = canvas.put(body.x + 4, body.y + 4, ask, 40, Meaning::Accent) + 2;
    field::draw_secret(canvas, x, body.y + 4, body.width - x - 2, &page.line);
    let help = canvas.text("tui.unlock.help");
    canvas.put(body.x + 4, body.y + 8, help, body.width - 6, Meaning::Dim);
}
