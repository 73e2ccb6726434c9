//! The loop: wait for something, take in everything that came, answer, draw once.
//!
//! Nothing wakes it while nothing happens: a redraw during composing would move the window of
//! the input method.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use ratatui::crossterm::event as term;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::store::{Access, FileState, Passphrase, Tools, probe};
use crate::wording::{Language, Wording};

use super::driver::Driver;
use super::error::TuiError;
use super::event::{Code, Event, Key, Signal};
use super::model::line::Line;
use super::model::setup::Setup;
use super::model::unlock::Unlock;
use super::model::{App, Appearance, Screen};
use super::perform::Performer;
use super::terminal::Guard;
use super::theme::Theme;
use super::view::view;

/// How long typing must pause before half-typed text is kept.
pub const PAUSE: Duration = Duration::from_millis(600);

/// Name of the folder that is offered for exports and copies.
const OUTPUT: &str = "labor-census";

/// What the screens start with.
#[derive(Clone)]
pub struct Options {
    /// The census file; made in the first run when it is missing.
    pub file: PathBuf,
    /// Passphrase given by file or environment; asked for when there is none.
    pub passphrase: Option<Passphrase>,
    /// Whether a new file is made without encryption, for demonstrations and tests.
    pub plain: bool,
    /// The first language.
    pub language: Language,
    /// Whether that language was asked for, rather than taken from the environment.
    pub is_language_given: bool,
    /// Name that the first run offers.
    pub person: String,
    /// Questionnaire, clock, and randomness.
    pub tools: Tools,
    /// Whether colors are to be left out (`NO_COLOR`).
    pub no_color: bool,
    /// Whether marks and lines are plain ASCII.
    pub plain_glyphs: bool,
}

/// Runs the program on the terminal until the person leaves it.
///
/// # Errors
/// Fails when the terminal or the signals cannot be used, or the file cannot be closed.
pub fn run(options: Options) -> Result<(), TuiError> {
    let state = probe(&options.file)?;
    let (sender, events) = mpsc::channel();
    let stops = sender.clone();
    ctrlc::set_handler(move || {
        // A closed channel means that the program is ending anyway.
        let _ = stops.send(Event::Stop(Signal::Terminate));
    })?;
    let mut guard = Guard::take().map_err(TuiError::Terminal)?;
    let size = guard.screen().size().map_err(TuiError::Terminal)?;
    let app = first_page(&options, state, (size.width, size.height));
    let performer = Performer::new(
        options.file.clone(),
        options.plain,
        options.tools,
        sender.clone(),
    )
    .offering(output_folder());
    let mut driver = Driver::new(app, performer);
    let wanted = options.passphrase.filter(|_| state != FileState::Missing);
    let access = wanted.map(Access::Encrypted);
    let access = if state == FileState::Plain {
        Some(Access::Plain)
    } else {
        access
    };
    if let Some(access) = access {
        driver.open(&access);
    }
    std::thread::spawn(move || read_input(&sender));
    let looped = listen(&mut driver, &events, &mut guard)
        .or_else(|error| lose_terminal(&mut driver, &events, error));
    let closed = driver.performer.close();
    drop(guard);
    looped?;
    Ok(closed?)
}

/// Returns the folder that is offered for exports and copies: in the person's documents, else in
/// the home folder, because the folder of the census file is hidden on most systems.
fn output_folder() -> Option<PathBuf> {
    let user = directories::UserDirs::new()?;
    let above = user.document_dir().unwrap_or_else(|| user.home_dir());
    Some(above.join(OUTPUT))
}

/// Makes the state for the first page: first run, or passphrase.
fn first_page(options: &Options, state: FileState, size: (u16, u16)) -> App {
    let screen = if state == FileState::Missing {
        let year = chrono::Datelike::year(&options.tools.clock.now());
        let setup = Setup::new(options.language, options.person.clone(), year);
        Screen::Setup(Box::new(setup))
    } else {
        let file = options.file.display().to_string();
        Screen::Unlock(Unlock {
            file,
            line: Line::default(),
        })
    };
    let theme = if options.no_color {
        Theme::Mono
    } else {
        Theme::Dark
    };
    let appearance = Appearance {
        theme,
        plain_glyphs: options.plain_glyphs,
    };
    let instrument = std::sync::Arc::clone(&options.tools.instrument);
    let mut app = App::new(
        Wording::new(options.language),
        instrument,
        size,
        appearance,
        screen,
    );
    app.is_language_given = options.is_language_given;
    app
}

fn listen(
    driver: &mut Driver,
    events: &Receiver<Event>,
    guard: &mut Guard,
) -> Result<(), TuiError> {
    guard
        .draw(|frame| view(&driver.app, frame))
        .map_err(TuiError::Terminal)?;
    while driver.app.is_running {
        let Some(first) = next_event(events, driver.is_armed) else {
            break;
        };
        driver.handle(first);
        while driver.app.is_running {
            let Ok(event) = events.try_recv() else { break };
            driver.handle(event);
        }
        if driver.app.is_running {
            guard
                .draw(|frame| view(&driver.app, frame))
                .map_err(TuiError::Terminal)?;
        }
    }
    Ok(())
}

/// Stores what is typed when the terminal takes no more frames.
///
/// A closed window is no failure; the word of it comes right after the frame that failed.
///
/// # Errors
/// Returns the failure again when the terminal is still there.
fn lose_terminal(
    driver: &mut Driver,
    events: &Receiver<Event>,
    error: TuiError,
) -> Result<(), TuiError> {
    driver.handle(Event::Stop(Signal::InputClosed));
    while let Ok(event) = events.recv_timeout(PAUSE) {
        if matches!(event, Event::Stop(_)) {
            return Ok(());
        }
    }
    Err(error)
}

/// Waits for an event, and where a pause was asked for no longer than that.
fn next_event(events: &Receiver<Event>, is_armed: bool) -> Option<Event> {
    if !is_armed {
        return events.recv().ok();
    }
    match events.recv_timeout(PAUSE) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => Some(Event::Deadline),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

/// Reads the terminal until it is gone.
fn read_input(sender: &Sender<Event>) {
    loop {
        let event = match term::read() {
            Ok(term::Event::Key(key)) => translate(key).map(Event::Key),
            Ok(term::Event::Paste(text)) => Some(Event::Paste(text)),
            Ok(term::Event::Resize(columns, rows)) => Some(Event::Resize(columns, rows)),
            Ok(_) => None,
            Err(_) => {
                let _ = sender.send(Event::Stop(Signal::InputClosed));
                return;
            }
        };
        if let Some(event) = event
            && sender.send(event).is_err()
        {
            return;
        }
    }
}

/// Takes key presses alone: some terminals report releases too.
fn translate(key: KeyEvent) -> Option<Key> {
    if key.kind == term::KeyEventKind::Release {
        return None;
    }
    let held = |modifier| key.modifiers.contains(modifier);
    let mut shift = held(KeyModifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(c) => {
            shift = false;
            Code::Char(c)
        }
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Enter => Code::Enter,
        KeyCode::Tab => Code::Tab,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    Some(Key {
        code,
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT),
        shift,
    })
}
