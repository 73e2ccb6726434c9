//! Leaving a field or a form: what was typed is stored or kept, and what was stored is not lost.

use chrono::NaiveDate;

use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::domain::identity::examine;
use crate::instrument::{Instrument, ItemType};
use crate::store::{Place, RecordRef, Status};
use crate::tui::effect::{Effect, Then};
use crate::tui::model::form::FormPage;
use crate::tui::model::line::Line;
use crate::tui::model::question::Shape;
use crate::tui::model::{App, Tone};

use super::answer::{self, Pending};
use super::{back, blank, kept};

/// Leaves the form. Where a stored answer would be overwritten, the first Esc brings it back.
pub fn escape(app: &mut App) -> Vec<Effect> {
    if restore(app) {
        return drop_draft(app);
    }
    let mut effects = leave_field(app);
    effects.extend(place(app));
    if app.form().is_some_and(|page| page.data.unlisted.is_some()) {
        blank::leave(app, effects)
    } else {
        effects.extend(back(app));
        effects
    }
}

/// Puts the stored answer back into the line, if what is typed there is something else.
fn restore(app: &mut App) -> bool {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return false;
    };
    let (Some(item), Some(cell)) = (page.item(&instrument), page.cell()) else {
        return false;
    };
    let is_text = matches!(page.shape(&instrument, item), Shape::Text);
    let stored = cell.value.clone().unwrap_or_default();
    let holds = is_text && cell.status == Status::Answered && !stored.is_empty();
    let is_same = matches!(answer::pending(&instrument, page, false), Pending::Nothing);
    if !holds || !page.line.touched || is_same {
        return false;
    }
    page.line = Line::stored(&stored);
    page.problem = None;
    // Half-typed text may have been kept in a pause before.
    page.drafted.get_or_insert_default();
    app.say(Tone::Plain, Message::new("tui.say.restored"));
    true
}

/// Says whether answers would put a wrong identity number in the place of a sound one. Enter does
/// so on purpose; leaving the field does not.
fn spoils_number(
    instrument: &Instrument,
    page: &FormPage,
    answers: &[(String, Answer)],
    reference: NaiveDate,
) -> bool {
    let is_number = page
        .item(instrument)
        .is_some_and(|item| item.item_type == ItemType::Id);
    let stored = page.cell().filter(|cell| cell.status == Status::Answered);
    let stored = stored.and_then(|cell| cell.value.as_deref());
    let (true, Some(stored), Some((_, Answer::Value(new)))) = (is_number, stored, answers.first())
    else {
        return false;
    };
    examine(stored, reference).valid && !examine(new, reference).valid
}

/// Stores what is typed if it can be stored, else keeps it as half-typed text.
pub fn leave_field(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let reference = app.reference_date();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let record: RecordRef = page.record();
    match answer::pending(&instrument, page, false) {
        // Typed text that is the stored answer already need not be kept beside it.
        Pending::Nothing if page.line.touched => drop_draft(app),
        Pending::Nothing => Vec::new(),
        Pending::Answers(answers) if spoils_number(&instrument, page, &answers, reference) => {
            app.say(Tone::Bad, Message::new("tui.say.number_kept"));
            keep_draft(app)
        }
        Pending::Answers(answers) => {
            let mut effects = vec![answer::store(record, answers, Then::Stay)];
            effects.extend(drop_draft(app));
            effects
        }
        Pending::Bad(problem) => {
            app.say(Tone::Bad, problem);
            keep_draft(app)
        }
    }
}

/// Keeps what is typed as half-typed text, if it is not kept already.
pub fn keep_draft(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let text = page.line.text().to_owned();
    let Some(item) = page.item(&instrument).map(|item| item.id.clone()) else {
        return Vec::new();
    };
    if !page.line.touched || page.drafted.as_deref() == Some(&text) {
        return Vec::new();
    }
    page.drafted = Some(text.clone());
    page.hold_draft(Some(text.clone()));
    vec![Effect::Draft {
        record: page.record(),
        item,
        text: Some(text),
    }]
}

pub(super) fn drop_draft(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    let Some(item) = page.item(&instrument).map(|item| item.id.clone()) else {
        return Vec::new();
    };
    if page.drafted.take().is_none() {
        return Vec::new();
    }
    page.hold_draft(None);
    vec![Effect::Draft {
        record: page.record(),
        item,
        text: None,
    }]
}

/// Typing paused: keeps what is half typed, and the place.
pub fn pause(app: &mut App) -> Vec<Effect> {
    let mut effects = keep_draft(app);
    effects.extend(place(app));
    effects.extend(kept::hold(app));
    effects.push(Effect::Rest);
    effects
}

/// Remembers the place, if it changed.
pub fn place(app: &mut App) -> Vec<Effect> {
    let instrument = app.instrument.clone();
    let Some(page) = app.form_mut() else {
        return Vec::new();
    };
    if !std::mem::take(&mut page.moved) {
        return Vec::new();
    }
    let item = page.item(&instrument).map(|item| item.id.clone());
    vec![Effect::Place(Place {
        record: page.record(),
        item,
    })]
}
