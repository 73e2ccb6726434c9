//! What is typed becomes an answer, or a reason why it cannot be stored.

use crate::base::message::Message;
use crate::domain::answer::{Answer, Reason};
use crate::domain::kind::Kind;
use crate::instrument::{CodeList, Instrument, Item};
use crate::store::{Cell, RecordRef, Status};
use crate::tui::effect::{Effect, Then};
use crate::tui::model::flow::OUTCOME;
use crate::tui::model::form::FormPage;
use crate::tui::model::question::{self, Shape};

/// Codes that a message names at most.
const NAMED_MAX: usize = 6;

/// What leaving a field would store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    /// Nothing was changed.
    Nothing,
    /// These answers.
    Answers(Vec<(String, Answer)>),
    /// The text cannot be stored.
    Bad(Message),
}

/// Says what leaving the field would store. With `by_pick`, the highlighted choice counts.
#[must_use]
pub fn pending(instrument: &Instrument, page: &FormPage, by_pick: bool) -> Pending {
    let (Some(item), Some(cell)) = (page.item(instrument), page.cell()) else {
        return Pending::Nothing;
    };
    match page.shape(instrument, item) {
        Shape::Text => typed_text(instrument, page, item, cell),
        Shape::One(list) => typed_code(page, item, cell, &list, by_pick),
        Shape::Set(..) => typed_set(page, item, cell),
    }
}

fn emptied(item: &Item, cell: &Cell) -> Pending {
    let held = matches!(cell.status, Status::Answered | Status::Reasoned);
    if held {
        one(item, Answer::Cleared)
    } else {
        Pending::Nothing
    }
}

fn one(item: &Item, answer: Answer) -> Pending {
    Pending::Answers(vec![(item.id.clone(), answer)])
}

fn typed_text(instrument: &Instrument, page: &FormPage, item: &Item, cell: &Cell) -> Pending {
    if !page.line.touched {
        return Pending::Nothing;
    }
    if page.line.text().trim().is_empty() {
        return emptied(item, cell);
    }
    match instrument.entry(item, page.line.text()) {
        Ok(entry) => {
            let own = cell.status == Status::Answered;
            if own && entry.first().map(|(_, value)| value) == cell.value.as_ref() {
                return Pending::Nothing;
            }
            let answers = entry
                .into_iter()
                .map(|(id, value)| (id, Answer::Value(value)));
            Pending::Answers(answers.collect())
        }
        Err(malformed) => Pending::Bad(malformed.message()),
    }
}

fn typed_code(
    page: &FormPage,
    item: &Item,
    cell: &Cell,
    list: &CodeList,
    by_pick: bool,
) -> Pending {
    let typed = page.line.text();
    if typed.trim().is_empty() {
        let picked = page
            .pick
            .filter(|_| by_pick)
            .and_then(|at| choice(page, list, at));
        return match picked {
            Some(code) => one(item, Answer::Value(code)),
            None if page.line.touched && page.drafted.is_some() => emptied(item, cell),
            None => Pending::Nothing,
        };
    }
    if let Some(code) = question::exact(list, typed) {
        return one(item, Answer::Value(code.code.clone()));
    }
    let picked = highlighted(page, item, list)
        .filter(|_| by_pick)
        .and_then(|at| choice(page, list, at));
    picked.map_or_else(
        || Pending::Bad(not_whole(page, list)),
        |code| one(item, Answer::Value(code)),
    )
}

/// Returns the code of the choice at a place among those that fit what is typed.
#[must_use]
pub fn choice(page: &FormPage, list: &CodeList, at: usize) -> Option<String> {
    let fitting = question::matching(list, page.line.text(), page.is_by_proxy());
    fitting.get(at).map(|code| code.code.clone())
}

/// Returns the place of the choice that Enter takes, among those that fit what is typed.
#[must_use]
pub fn highlighted(page: &FormPage, item: &Item, list: &CodeList) -> Option<usize> {
    let typed = page.line.text();
    let fitting = question::matching(list, typed, page.is_by_proxy());
    page.pick
        .filter(|at| *at < fitting.len())
        .or_else(|| question::best(item, &fitting, typed))
}

/// Says why what is typed is no choice: no code fits, or it only begins some.
#[must_use]
pub fn not_whole(page: &FormPage, list: &CodeList) -> Message {
    let typed = page.line.text();
    let fitting = question::matching(list, typed, page.is_by_proxy());
    if fitting.is_empty() {
        return Message::new("tui.say.no_code").with("text", typed);
    }
    let mut codes: Vec<&str> = fitting
        .iter()
        .take(NAMED_MAX)
        .map(|code| code.code.as_str())
        .collect();
    if fitting.len() > NAMED_MAX {
        codes.push("..");
    }
    Message::new("tui.say.code_begins")
        .with("text", typed)
        .with("codes", codes.join(" "))
}

fn typed_set(page: &FormPage, item: &Item, cell: &Cell) -> Pending {
    if !page.set_touched {
        return Pending::Nothing;
    }
    if page.set.is_empty() {
        return emptied(item, cell);
    }
    let mut codes = page.set.clone();
    codes.sort();
    one(item, Answer::Value(codes.join(";")))
}

/// Says what Enter stores on a field that nobody touched: the preset that is passed over, or the
/// reason for an empty one.
#[must_use]
pub fn confirmed(instrument: &Instrument, page: &FormPage) -> Option<(String, Answer)> {
    let (item, cell) = (page.item(instrument)?, page.cell()?);
    let id = item.id.clone();
    match cell.status {
        Status::Preset => Some((id, Answer::Value(cell.value.clone()?))),
        Status::Missing | Status::Empty => {
            let reason: Reason = item.empty_reason.as_deref()?.parse().ok()?;
            Some((id, Answer::Reason(reason)))
        }
        _ => None,
    }
}

/// Makes the effect that stores answers; a result of the visit is stored with its visit.
#[must_use]
pub fn store(record: RecordRef, answers: Vec<(String, Answer)>, then: Then) -> Effect {
    if let [(item, Answer::Value(code))] = answers.as_slice()
        && record.kind == Kind::Household
        && item == OUTCOME
    {
        return Effect::Dispose {
            record,
            code: code.clone(),
            remark: None,
            then,
        };
    }
    Effect::Write {
        record,
        answers,
        then,
    }
}

/// Puts a code into a set or takes it out; a code that excludes all others stands alone.
///
/// # Errors
/// Fails when the set already has as many codes as it may.
pub fn toggle(
    set: &mut Vec<String>,
    list: &CodeList,
    max: Option<i64>,
    code: &str,
) -> Result<(), Message> {
    if let Some(at) = set.iter().position(|held| held == code) {
        set.remove(at);
        return Ok(());
    }
    if list.none.as_deref() == Some(code) {
        set.clear();
    } else {
        set.retain(|held| list.none.as_deref() != Some(held));
    }
    let most = max
        .and_then(|max| usize::try_from(max).ok())
        .unwrap_or(usize::MAX);
    if set.len() >= most {
        return Err(Message::new("tui.say.set_full").with("max", most));
    }
    set.push(code.to_owned());
    Ok(())
}
