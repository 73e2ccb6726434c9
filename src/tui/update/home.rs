//! The first page: Enter follows the highlighted line, a digit follows another one.

use crate::domain::kind::Kind;
use crate::store::Gap;
use crate::tui::command::Id;
use crate::tui::deed::Deed;
use crate::tui::effect::{Effect, Manner};
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::home::Lead;
use crate::tui::model::missing::Class;
use crate::tui::model::walk::Walk;
use crate::tui::model::{App, Screen};

use super::{everywhere, open_missing, open_review, show_missing};

/// Answers to a key of the first page.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Home(home) = app.screen_mut() else {
        return Vec::new();
    };
    let last = Lead::ALL.len() - 1;
    match command {
        Some(Id::Up) => home.at = home.at.saturating_sub(1),
        Some(Id::Down) => home.at = (home.at + 1).min(last),
        Some(Id::First) => home.at = 0,
        Some(Id::Last) => home.at = last,
        Some(Id::Next) => return follow(app),
        Some(Id::Right) => return open_walk(app),
        None => {
            let digit = key.typed().and_then(|c| fold_char(c).to_digit(10));
            if let Some(digit) = digit {
                home.at = Lead::of_digit(digit as usize);
                return follow(app);
            }
        }
        other => return everywhere(app, other),
    }
    Vec::new()
}

fn follow(app: &mut App) -> Vec<Effect> {
    let Screen::Home(home) = app.screen() else {
        return Vec::new();
    };
    match Lead::ALL.get(home.at) {
        Some(Lead::Next) => {
            let next = home.data.as_ref().and_then(|data| data.next.clone());
            match next {
                Some(gap) if is_of_form(&gap) => {
                    let open = Effect::Open {
                        record: gap.record,
                        item: gap.item,
                        manner: Manner::Chain,
                    };
                    // What is typed next answers the question, not the item.
                    let threads = gap.thread.map(|thread| Deed::Threads(thread.record));
                    let threads = threads.map(Effect::Deed);
                    std::iter::once(open).chain(threads).collect()
                }
                Some(gap) => {
                    app.screens.push(Screen::Walk(Walk::default()));
                    vec![Effect::LocateTree(gap.record)]
                }
                None => open_walk(app),
            }
        }
        Some(Lead::Returned) => show_missing(app, Class::Returns),
        Some(Lead::Missing) => open_missing(app),
        Some(Lead::Findings) => show_missing(app, Class::Hard),
        Some(Lead::Confirm) => show_missing(app, Class::Soft),
        Some(Lead::Twins) => super::check::open(app),
        Some(Lead::Hints) => show_missing(app, Class::Hints),
        Some(Lead::Review) => open_review(app),
        Some(Lead::Exchange) => super::exchange::open(app),
        Some(Lead::Walk) | None => open_walk(app),
    }
}

/// Says whether something open is mended in a form: where units are not listed it is in the tree.
fn is_of_form(gap: &Gap) -> bool {
    let is_above = matches!(
        gap.record.kind,
        Kind::Township | Kind::Village | Kind::Group
    );
    gap.is_item || !is_above
}

fn open_walk(app: &mut App) -> Vec<Effect> {
    app.screens.push(Screen::Walk(Walk::default()));
    vec![Effect::LocatePlace]
}
