//! From events to new state and effects: no input, no output, no time, no ratatui.
//!
//! Called by the loop and by tests. What lies over a page answers first, then the page, then the
//! commands that work everywhere.

mod answer;
mod ask;
mod blank;
mod check;
mod close;
mod confirm;
mod declare;
mod disposition;
mod done;
mod exchange;
mod find;
mod form;
mod guess;
mod home;
mod jump;
mod kept;
mod leave;
mod letters;
mod look;
mod missing;
mod offers;
mod outcome;
mod overlay;
mod people;
mod prelist;
mod review;
mod setup;
mod sign;
mod stored;
mod told;
mod twins;
mod typing;
mod undo;
mod unlock;
mod walk;

pub use answer::highlighted;
pub use close::may_wait;
pub use confirm::REASONS;
pub use offers::{Offer, offers};
pub use outcome::absorb;
pub use overlay::fitting;
pub use review::{counted, name};
pub use twins::{ANSWERS, is_first};

use crate::base::message::Message;

use super::command::Id;
use super::effect::Effect;
use super::event::{Event, Key, Signal, WorkNews};
use super::keymap;
use super::model::find::Find;
use super::model::missing::{Class, Missing};
use super::model::overlay::Overlay;
use super::model::review::Review;
use super::model::{App, Screen, Tone};

/// Answers to an event.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = answer_to(app, event);
    effects.extend(check::stop_left(app));
    effects
}

fn answer_to(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => {
            app.said = None;
            app.kept.asked = None;
            press(app, keymap::normalize_chord(key))
        }
        Event::Paste(_) if app.is_too_small() => Vec::new(),
        Event::Paste(text) => {
            app.said = None;
            paste(app, &text)
        }
        Event::Resize(columns, rows) => {
            app.size = (columns, rows);
            Vec::new()
        }
        Event::WorkDone { job, news } => work(app, job, news),
        Event::Deadline => {
            let mut effects = leave::pause(app);
            effects.extend(missing::go_on(app));
            effects.extend(prelist::begun(app));
            effects
        }
        Event::Stop(Signal::Terminate | Signal::InputClosed) => quit(app),
    }
}

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    let command = keymap::lookup(key);
    // Leaving and the look work wherever one is, even under an overlay.
    match command {
        Some(Id::Quit) => return quit(app),
        // Nobody sees what a key would do there.
        _ if app.is_too_small() => return Vec::new(),
        other => {
            if let Some(effects) = look::switch(app, other) {
                return effects;
            }
        }
    }
    if !app.overlays.is_empty() {
        return overlay::press(app, key, command);
    }
    match app.screen() {
        Screen::Setup(_) => setup::press(app, key, command),
        Screen::Unlock(_) => unlock::press(app, key, command),
        Screen::Form(_) => form::press(app, key, command),
        Screen::Find(_) => find::press(app, key, command),
        Screen::Exchange(_) => exchange::press(app, key, command),
        Screen::Prelist(_) => prelist::press(app, key, command),
        Screen::Home(_) => home::press(app, key, command),
        Screen::Walk(_) => walk::press(app, key, command),
        Screen::Missing(_) => missing::press(app, command),
        Screen::Check(_) => check::press(app, command),
        Screen::Review(_) => review::press(app, key, command),
    }
}

fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let pasted = if let Some(over) = app.overlays.last_mut() {
        // What has no line takes no text, and neither does the form that it hides.
        over.line_mut().map_or(Ok(()), |line| line.paste(text))
    } else {
        match app.screen_mut() {
            Screen::Setup(setup) => setup.line.paste(text),
            Screen::Unlock(unlock) => unlock.line.paste(text),
            Screen::Find(find) => find.line.paste(text),
            Screen::Exchange(exchange) => exchange.line.paste(text),
            Screen::Prelist(page) => page.line.paste(text),
            Screen::Form(_) => return typing::paste(app, text),
            _ => Ok(()),
        }
    };
    if let Err(error) = pasted {
        app.say(Tone::Bad, error.message());
    }
    if !app.overlays.is_empty() {
        vec![Effect::Arm]
    } else if matches!(app.screen(), Screen::Find(_)) {
        find::ask(app)
    } else {
        Vec::new()
    }
}

fn work(app: &mut App, job: u64, news: WorkNews) -> Vec<Effect> {
    let is_copied = matches!(news, WorkNews::Finished { is_copy: true, .. });
    if app.weighing == Some(job) {
        return sign::news(app, news);
    }
    check::news(app, job, news.clone());
    exchange::news(app, job, news);
    is_copied
        .then_some(Effect::NoteBackup)
        .into_iter()
        .collect()
}

/// Leaves the program; what can be stored is stored, what cannot is kept as half-typed text.
fn quit(app: &mut App) -> Vec<Effect> {
    let mut effects = leave::leave_field(app);
    // Half a number is stored with its finding, yet whoever comes back types on where it ends.
    effects.extend(leave::keep_draft(app));
    effects.extend(leave::place(app));
    effects.extend(kept::hold(app));
    effects.push(Effect::Leave);
    effects.push(Effect::Quit);
    effects
}

/// Answers to the commands that work on every page of an open census file.
fn everywhere(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    match command {
        Some(Id::Help) => app.overlays.push(Overlay::Help { top: 0 }),
        Some(Id::Palette) => {
            app.overlays.push(Overlay::Palette {
                line: super::model::line::Line::default(),
                at: 0,
            });
        }
        Some(Id::Find) => {
            let effects = leave::leave_field(app);
            app.screens.push(Screen::Find(Find::default()));
            return effects;
        }
        Some(Id::NextGap) => return open_missing(app),
        Some(Id::Review) => return open_review(app),
        Some(Id::Exchange) => return exchange::open(app),
        Some(Id::Home) => return go_home(app),
        Some(Id::Undo) => return undo::press(app),
        Some(Id::Note) => return overlay::open_note(app),
        Some(Id::Jump) => return jump::press(app),
        Some(Id::Confirm) => return confirm::open(app),
        Some(Id::Close) => return close::press(app),
        Some(Id::Check) => return check::open(app),
        Some(Id::Disposition) => return disposition::open(app),
        Some(Id::Back) => return back(app),
        Some(id) => return answer_for(app, id),
        None => {}
    }
    Vec::new()
}

/// Answers to the commands by which somebody answers for something with the name.
fn answer_for(app: &mut App, command: Id) -> Vec<Effect> {
    match command {
        Id::Person => people::open(app),
        Id::Declare => declare::open(app),
        Id::Sign => sign::open(app),
        Id::Unseal => ask::unseal(app),
        Id::Print => sign::print(app),
        Id::Return => ask::open_return(app),
        Id::Threads => letters::open(app),
        _ => Vec::new(),
    }
}

fn open_missing(app: &mut App) -> Vec<Effect> {
    show_missing(app, Class::All)
}

/// Lists what is open of one class.
fn show_missing(app: &mut App, class: Class) -> Vec<Effect> {
    let mut effects = leave::leave_field(app);
    app.closing = None;
    let missing = Missing {
        class,
        ..Missing::new(app.area())
    };
    let ask = missing.ask(None);
    app.screens.push(Screen::Missing(missing));
    effects.extend([Effect::Leave, ask]);
    effects
}

fn open_review(app: &mut App) -> Vec<Effect> {
    let mut effects = leave::leave_field(app);
    let area = app.area();
    app.screens
        .push(Screen::Review(Box::new(Review::new(area.clone()))));
    effects.extend([Effect::Leave, Effect::Status(area)]);
    effects
}

fn go_home(app: &mut App) -> Vec<Effect> {
    let mut effects = leave::leave_field(app);
    app.screens.truncate(1);
    app.closing = None;
    // What is next is highlighted, not what was chosen last.
    if let Screen::Home(home) = app.screen_mut() {
        home.at = 0;
    }
    effects.extend([Effect::Leave, Effect::LoadHome]);
    effects
}

/// Closes the page on top and reads the one below again, because counts may have changed.
fn back(app: &mut App) -> Vec<Effect> {
    if app.screens.len() < 2 {
        app.say(Tone::Plain, Message::new("tui.say.quit_how"));
        return Vec::new();
    }
    app.screens.pop();
    app.closing = None;
    let mut effects = vec![Effect::Leave];
    effects.extend(reread(app));
    effects
}

/// Asks for what the shown page shows to be read again.
fn reread(app: &App) -> Vec<Effect> {
    match app.screen() {
        Screen::Home(_) => vec![Effect::LoadHome],
        Screen::Walk(walk) => {
            let selected = || walk.selected().map(|node| node.record);
            let shown = walk.locate.or_else(selected).or(walk.column().parent);
            shown.map_or_else(
                || walk::begin(app),
                |record| vec![Effect::LocateTree(record)],
            )
        }
        Screen::Form(page) => match page.data.unlisted {
            Some(parent) => vec![Effect::Add {
                parent,
                kind: page.record().kind,
            }],
            None => vec![Effect::Open {
                record: page.record(),
                item: None,
                manner: super::effect::Manner::Refresh,
            }],
        },
        Screen::Missing(missing) => {
            vec![missing.ask_again()]
        }
        Screen::Review(review) => vec![Effect::Status(review.area())],
        _ => Vec::new(),
    }
}
