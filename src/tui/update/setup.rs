//! First run: Enter takes the default and goes on; only the passphrase has none.

use crate::base::message::Message;
use crate::base::text::fold_width;
use crate::domain::role::Role;
use crate::tui::command::Id;
use crate::tui::effect::Effect;
use crate::tui::event::Key;
use crate::tui::keymap::fold_char;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::setup::{Setup, Step};
use crate::tui::model::{App, Screen, Tone};
use crate::wording::{Language, Wording};

/// Fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 4;

/// Answers to a key of the first run.
pub fn press(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Setup(setup) = app.screen_mut() else {
        return Vec::new();
    };
    if setup.is_busy {
        return Vec::new();
    }
    match command {
        Some(Id::Help) => {
            app.overlays.push(Overlay::Help { top: 0 });
            return Vec::new();
        }
        Some(Id::Next | Id::NextField | Id::Down) if !is_choice_move(setup.step, command) => {
            return next(app);
        }
        Some(Id::Back | Id::PreviousField) => {
            if let Some(before) = setup.step.index().checked_sub(1) {
                keep(setup);
                setup.go(*Step::ALL.get(before).unwrap_or(&Step::Language));
            } else if command == Some(Id::Back) {
                return vec![Effect::Quit];
            }
            return Vec::new();
        }
        Some(Id::Up | Id::Left) if is_choice(setup.step) => return turn(app, false),
        Some(Id::Down | Id::Right) if is_choice(setup.step) => return turn(app, true),
        Some(Id::Up) => return press(app, key, Some(Id::PreviousField)),
        _ => {}
    }
    if let Some(c) = key.typed() {
        if is_choice(setup.step) {
            return choose(app, fold_char(c));
        }
        setup.line.insert(c);
    } else {
        setup.line.edit(key);
    }
    Vec::new()
}

const fn is_choice(step: Step) -> bool {
    matches!(step, Step::Language | Step::Role)
}

fn is_choice_move(step: Step, command: Option<Id>) -> bool {
    is_choice(step) && command == Some(Id::Down)
}

fn turn(app: &mut App, forward: bool) -> Vec<Effect> {
    let Screen::Setup(setup) = app.screen_mut() else {
        return Vec::new();
    };
    let cycle = |at: usize, count: usize| {
        if forward {
            (at + 1) % count
        } else {
            (at + count - 1) % count
        }
    };
    let digit = if setup.step == Step::Language {
        let at = Language::ALL
            .iter()
            .position(|l| *l == setup.language)
            .unwrap_or(0);
        cycle(at, Language::ALL.len())
    } else {
        let at = Role::ALL.iter().position(|r| *r == setup.role).unwrap_or(0);
        cycle(at, Role::ALL.len())
    };
    set_choice(app, digit);
    Vec::new()
}

/// One digit answers and goes on.
fn choose(app: &mut App, c: char) -> Vec<Effect> {
    let Some(digit) = c.to_digit(10).and_then(|digit| digit.checked_sub(1)) else {
        return Vec::new();
    };
    if set_choice(app, digit as usize) {
        next(app)
    } else {
        Vec::new()
    }
}

fn set_choice(app: &mut App, index: usize) -> bool {
    let Screen::Setup(setup) = app.screen_mut() else {
        return false;
    };
    if setup.step == Step::Language {
        let Some(language) = Language::ALL.get(index) else {
            return false;
        };
        setup.language = *language;
        app.wording = Wording::new(*language);
    } else {
        let Some(role) = Role::ALL.get(index) else {
            return false;
        };
        setup.role = *role;
    }
    true
}

/// Keeps what is in the line as the answer of the step.
fn keep(setup: &mut Setup) {
    let text = setup.line.text().trim().to_owned();
    match setup.step {
        Step::Name if !text.is_empty() => setup.name = text,
        Step::Frame => setup.frame = text,
        Step::Round if !text.is_empty() => setup.round = fold_width(&text),
        Step::Reference if !text.is_empty() => setup.reference = fold_width(&text),
        _ => {}
    }
}

fn next(app: &mut App) -> Vec<Effect> {
    let Screen::Setup(setup) = app.screen_mut() else {
        return Vec::new();
    };
    keep(setup);
    if let Err(message) = check(setup) {
        app.say(Tone::Bad, message);
        return Vec::new();
    }
    let Some(after) = Step::ALL.get(setup.step.index() + 1).copied() else {
        setup.is_busy = true;
        let made = setup.clone();
        app.say(Tone::Plain, Message::new("tui.setup.making"));
        return vec![Effect::Create(made)];
    };
    if setup.step == Step::Round {
        follow_round(setup);
    }
    setup.go(after);
    Vec::new()
}

/// Moves the reference date into the year of the round, as long as nobody chose another one.
fn follow_round(setup: &mut Setup) {
    if let Some((_, day)) = setup.reference.split_once('-') {
        setup.reference = format!("{}-{day}", setup.round);
    }
}

/// Checks the answer of the step that is left.
fn check(setup: &mut Setup) -> Result<(), Message> {
    match setup.step {
        Step::Name if setup.name.is_empty() => Err(Message::new("tui.setup.need_name")),
        Step::Round => setup
            .round
            .parse::<u16>()
            .ok()
            .filter(|year| (1980..=2100).contains(year))
            .map(|_| ())
            .ok_or_else(|| Message::new("tui.setup.bad_round").with("text", &setup.round)),
        Step::Reference => setup
            .reference
            .parse::<chrono::NaiveDate>()
            .map(|_| ())
            .map_err(|_| Message::new("tui.setup.bad_date").with("text", &setup.reference)),
        Step::Passphrase => {
            if setup.line.text().chars().count() < PASSPHRASE_CHARS_MIN {
                return Err(Message::new("tui.setup.short").with("min", PASSPHRASE_CHARS_MIN));
            }
            setup.passphrase = setup.line.take();
            Ok(())
        }
        Step::Again => {
            if setup.line.text() == setup.passphrase {
                return Ok(());
            }
            setup.passphrase.clear();
            setup.go(Step::Passphrase);
            Err(Message::new("tui.setup.differ"))
        }
        _ => Ok(()),
    }
}
