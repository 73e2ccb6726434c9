//! What the identity number under edit may have been meant to be, while it fails.

use chrono::NaiveDate;

use crate::domain::county::Address;
use crate::domain::identity::normalize;
use crate::domain::identity_guess::guesses;
use crate::instrument::ItemType;

use super::App;
use super::form::FormPage;

/// Characters of a number that is typed in full; a shorter one is still being typed.
const WHOLE: usize = 18;

/// Proposes numbers for the identity number under edit, the likeliest first. None while it is
/// sound or not yet typed in full, and on every other item.
#[must_use]
pub fn proposals(app: &App) -> Vec<String> {
    let Some(number) = app.form().and_then(|page| under_edit(app, page)) else {
        return Vec::new();
    };
    let known = |code: &str| Address::look_up(code).is_known();
    guesses(&number, app.reference_date(), &known)
}

/// Marks with brackets where a proposal differs from what is there: `62052219[79]08169934`.
#[must_use]
pub fn marked(app: &App, proposal: &str) -> String {
    let there = app.form().and_then(|page| under_edit(app, page));
    let there: Vec<char> = normalize(&there.unwrap_or_default()).chars().collect();
    let new: Vec<char> = proposal.chars().collect();
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(old, new)| old == new).count()
    };
    let shorter = there.len().min(new.len());
    let head = same(&mut there.iter().copied().zip(new.iter().copied())).min(shorter);
    let back = there.iter().rev().copied().zip(new.iter().rev().copied());
    let tail = same(&mut back.take(shorter - head));
    let (end, all) = (new.len() - tail, new.len());
    let part = |from: usize, to: usize| {
        let part = new.iter().skip(from).take(to - from);
        part.collect::<String>()
    };
    format!("{}[{}]{}", part(0, head), part(head, end), part(end, all))
}

/// Returns the identity number under edit: what is typed, else what is stored.
fn under_edit(app: &App, page: &FormPage) -> Option<String> {
    let item = page.item(&app.instrument)?;
    if item.item_type != ItemType::Id {
        return None;
    }
    if !page.line.touched {
        return page.cell()?.value.clone();
    }
    let typed = page.line.text().to_owned();
    (normalize(&typed).chars().count() >= WHOLE).then_some(typed)
}

impl App {
    /// Returns the reference date of the round; the end of time while no file is open.
    #[must_use]
    pub fn reference_date(&self) -> NaiveDate {
        let opened = self.opened.as_ref();
        let date = opened.and_then(|opened| opened.reference_date.parse().ok());
        date.unwrap_or(NaiveDate::MAX)
    }
}
