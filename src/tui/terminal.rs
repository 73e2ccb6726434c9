//! The terminal as we found it, given back whatever happens.
//!
//! ratatui's own guard undoes raw mode and the alternate screen alone; after a panic bracketed
//! paste would stay on and the caret hidden. This one undoes everything and may run twice.

use std::io::{self, Stdout, Write, stdout};
use std::sync::Once;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::ResetColor;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};

/// A terminal to draw on.
pub type Screen = Terminal<CrosstermBackend<Stdout>>;

/// Holds the terminal and gives it back when dropped.
pub struct Guard {
    screen: Screen,
}

impl Guard {
    /// Takes the terminal over, and makes a panic give it back before the report is printed.
    ///
    /// # Errors
    /// When the terminal cannot be switched.
    pub fn take() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                // The worker's panics become news; the screen stays as it is.
                if std::thread::current().name() == Some("main") {
                    restore();
                    report(panic);
                }
            }));
        });
        enable_raw_mode()?;
        let guard = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
            .and_then(|()| Terminal::new(CrosstermBackend::new(stdout())))
            .map(|screen| Self { screen });
        if guard.is_err() {
            restore();
        }
        guard
    }

    /// Returns the terminal to draw on.
    pub const fn screen(&mut self) -> &mut Screen {
        &mut self.screen
    }

    /// Draws one frame, which the terminal shows as a whole.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, render: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        execute!(stdout(), BeginSynchronizedUpdate)?;
        let drawn = self.screen.draw(render).map(|_| ());
        execute!(stdout(), EndSynchronizedUpdate)?;
        drawn
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back. May run twice, and goes on where a step fails: a terminal that is
/// gone cannot be restored, and there is nobody to tell.
pub fn restore() {
    let mut out = stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        ResetColor,
        Show
    );
    let _ = execute!(out, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
    let _ = out.flush();
}
