//! The program without a terminal: type keys, run until idle, read the screen.
//!
//! Called by tests and benches. It drives the same state and the same effects as the loop; only
//! the pause after typing is given at once instead of waited for.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth as _};

use crate::store::{Census, StoreError, Tools};
use crate::wording::{Language, Wording};

use super::driver::Driver;
use super::effect::Effect;
use super::event::{Event, Key, Signal};
use super::keymap::script;
use super::model::check::Stage as Checking;
use super::model::exchange::{Exchange, Stage};
use super::model::home::Home;
use super::model::setup::Setup;
use super::model::unlock::Unlock;
use super::model::{App, Appearance, Screen};
use super::perform::Performer;
use super::theme::Theme;
use super::view::view;

/// A running program that no terminal shows.
pub struct Session {
    driver: Driver,
    events: Receiver<Event>,
    terminal: Terminal<TestBackend>,
    /// The last frame. The backend's own buffer keeps cells that a wide character covers.
    frame: Buffer,
    /// Frames drawn so far.
    pub frames: usize,
    /// Keys typed so far.
    pub keys: usize,
}

impl Session {
    /// Begins on the first page of an open census file.
    #[must_use]
    pub fn new(census: Census, tools: &Tools, size: (u16, u16), language: Language) -> Self {
        let (sender, events) = mpsc::channel();
        let performer = Performer::with(census, tools.clone(), sender);
        let screen = Screen::Home(Box::<Home>::default());
        let mut app = bare(tools, size, language, screen);
        app.opened = performer.opened();
        let mut session = Self::with(Driver::new(app, performer), events, size);
        session.driver.carry_out(vec![Effect::LoadHome]);
        session.settle();
        session
    }

    /// Begins where the program begins with a file that is not open: first run or passphrase.
    #[must_use]
    pub fn start(file: PathBuf, plain: bool, tools: Tools, size: (u16, u16)) -> Self {
        let (sender, events) = mpsc::channel();
        let screen = if file.exists() {
            Screen::Unlock(Unlock {
                file: file.display().to_string(),
                ..Unlock::default()
            })
        } else {
            let year = chrono::Datelike::year(&tools.clock.now());
            Screen::Setup(Box::new(Setup::new(
                Language::ZhHans,
                "zhang".to_owned(),
                year,
            )))
        };
        let app = bare(&tools, size, Language::ZhHans, screen);
        let performer = Performer::new(file, plain, tools, sender);
        let mut session = Self::with(Driver::new(app, performer), events, size);
        session.settle();
        session
    }

    fn with(driver: Driver, events: Receiver<Event>, (columns, rows): (u16, u16)) -> Self {
        let backend = TestBackend::new(columns, rows);
        let terminal = Terminal::new(backend).expect("a screen in memory cannot fail");
        Self {
            driver,
            events,
            terminal,
            frame: Buffer::default(),
            frames: 0,
            keys: 0,
        }
    }

    /// Types a script of keys (see `keymap::script`) and runs until idle.
    pub fn type_keys(&mut self, keys: &str) -> &mut Self {
        for key in script(keys) {
            self.press(key);
        }
        self.settle();
        self
    }

    /// Types keys without the pause that would keep half-typed text.
    pub fn type_fast(&mut self, keys: &str) -> &mut Self {
        for key in script(keys) {
            self.press(key);
        }
        self.draw();
        self
    }

    fn press(&mut self, key: Key) {
        self.keys += 1;
        self.driver.handle(Event::Key(key));
    }

    /// Pastes a text and runs until idle.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.driver.handle(Event::Paste(text.to_owned()));
        self.settle();
        self
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.driver.handle(Event::Resize(columns, rows));
        self.draw();
        self
    }

    /// Ends the program as a signal would, and closes the file.
    ///
    /// # Errors
    /// When the file cannot be closed.
    pub fn stop(mut self) -> Result<(), StoreError> {
        self.driver.handle(Event::Stop(Signal::Terminate));
        self.driver.performer.close()
    }

    /// Waits until a running job is done.
    pub fn wait_for_work(&mut self) -> &mut Self {
        while self.is_working() {
            let Ok(event) = self.events.recv() else { break };
            self.driver.handle(event);
        }
        self.draw();
        self
    }

    /// Says whether a job runs: else there is no news to wait for.
    fn is_working(&self) -> bool {
        let working = |page: &Exchange| matches!(page.stage, Stage::Working { .. });
        let is_weighing = self.driver.app.weighing.is_some();
        is_weighing
            || self.driver.app.screens.iter().any(|screen| match screen {
                Screen::Exchange(page) => working(page),
                Screen::Check(page) => matches!(page.stage, Checking::Working { .. }),
                _ => false,
            })
    }

    fn settle(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.driver.handle(event);
        }
        if self.driver.is_armed {
            self.driver.handle(Event::Deadline);
        }
        self.draw();
    }

    fn draw(&mut self) {
        self.frames += 1;
        let app = &self.driver.app;
        let drawn = self.terminal.draw(|frame| view(app, frame));
        self.frame = drawn
            .expect("a screen in memory cannot fail")
            .buffer
            .clone();
    }

    /// Returns the state.
    #[must_use]
    pub const fn app(&self) -> &App {
        &self.driver.app
    }

    /// Chooses colors and marks.
    pub fn appear(&mut self, appearance: Appearance) -> &mut Self {
        self.driver.app.appearance = appearance;
        self.draw();
        self
    }

    /// Returns the screen as text.
    #[must_use]
    pub fn screen(&self) -> String {
        screen_text(&self.frame)
    }

    /// Returns the cells of the screen.
    #[must_use]
    pub const fn buffer(&self) -> &Buffer {
        &self.frame
    }

    /// Returns column and row of the caret, and whether it is shown.
    #[must_use]
    pub fn caret(&self) -> ((u16, u16), bool) {
        let backend = self.terminal.backend();
        let place = backend.cursor_position();
        ((place.x, place.y), backend.cursor_visible())
    }
}

fn bare(tools: &Tools, size: (u16, u16), language: Language, screen: Screen) -> App {
    let appearance = Appearance {
        theme: Theme::Dark,
        plain_glyphs: false,
    };
    App::new(
        Wording::new(language),
        Arc::clone(&tools.instrument),
        size,
        appearance,
        screen,
    )
}

/// Returns the text of a buffer, one line a row, without the cells behind wide characters.
#[must_use]
pub fn screen_text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            line.push_str(symbol);
            x += symbol.cell_width().max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
