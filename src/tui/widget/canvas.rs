//! A frame on which things are put by meaning, clipped to where they belong.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::base::message::Message;
use crate::base::text::{clip_marked, width};
use crate::tui::glyph::{Glyphs, glyphs};
use crate::tui::model::App;
use crate::tui::theme::{Meaning, Theme};

/// A frame with the palette and the marks of the program.
pub struct Canvas<'a, 'b> {
    /// The frame.
    pub frame: &'a mut Frame<'b>,
    /// The state, for its wording.
    pub app: &'a App,
    /// The marks.
    pub glyphs: &'static Glyphs,
    theme: Theme,
}

impl<'a, 'b> Canvas<'a, 'b> {
    /// Prepares a frame.
    pub fn new(frame: &'a mut Frame<'b>, app: &'a App) -> Self {
        let theme = app.appearance.theme;
        let canvas = Self {
            frame,
            app,
            glyphs: glyphs(app.appearance.plain_glyphs),
            theme,
        };
        let area = canvas.area();
        canvas.frame.buffer_mut().set_style(area, theme.ground());
        canvas
    }

    /// Returns the whole screen.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.frame.area()
    }

    /// Returns the style of a meaning.
    #[must_use]
    pub const fn style(&self, meaning: Meaning) -> Style {
        self.theme.style(meaning)
    }

    /// Returns the style of the whole screen.
    #[must_use]
    pub const fn ground(&self) -> Style {
        self.theme.ground()
    }

    /// Returns a sentence without values.
    #[must_use]
    pub fn text(&self, key: &'a str) -> &'a str {
        self.app.wording.text(key)
    }

    /// Returns a sentence with values.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.app.wording.say(message)
    }

    /// Puts a text, cut to `cells`; returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, cells: u16, meaning: Meaning) -> u16 {
        let area = self.area();
        if x >= area.right() || y >= area.bottom() || cells == 0 {
            return x;
        }
        let shown = clip_marked(text, usize::from(cells.min(area.right() - x)));
        let style = self.style(meaning);
        let (after, _) = self
            .frame
            .buffer_mut()
            .set_stringn(x, y, &shown, usize::MAX, style);
        after
    }

    /// Puts a text so that it ends before column `end`; returns the column it begins at.
    pub fn put_end(&mut self, end: u16, y: u16, text: &str, cells: u16, meaning: Meaning) -> u16 {
        let shown = clip_marked(text, usize::from(cells));
        let begin = end.saturating_sub(narrow(width(&shown)));
        self.put(begin, y, &shown, cells, meaning);
        begin
    }

    /// Draws a line across the screen.
    pub fn rule(&mut self, y: u16) {
        let area = self.area();
        let line = self
            .glyphs
            .rule
            .repeat(usize::from(area.width.saturating_sub(2)));
        self.put(1, y, &line, area.width, Meaning::Rule);
    }

    /// Gives a row the style of what is selected.
    pub fn select(&mut self, row: Rect) {
        let style = self.style(Meaning::Selected);
        self.frame.buffer_mut().set_style(row, style);
    }

    /// Puts the hardware cursor, which the window of the input method follows.
    pub fn caret(&mut self, x: u16, y: u16) {
        let area = self.area();
        let x = x.min(area.right().saturating_sub(1));
        let y = y.min(area.bottom().saturating_sub(1));
        self.frame.set_cursor_position(Position { x, y });
    }
}

/// Makes a measure into a screen coordinate; what is wider than any screen is the widest one.
#[must_use]
pub fn narrow(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}
