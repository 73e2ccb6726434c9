//! The edit line: text, caret, and whether a person touched it.

use tui_input::{Input, InputRequest};

use crate::base::text;

use crate::tui::event::{Code, Key};

/// Most characters that a line takes; longer pastes are refused with a message.
pub const LINE_CHARS_MAX: usize = 200;

/// A one-line text under edit.
#[derive(Clone, Debug, Default)]
pub struct Line {
    input: Input,
    /// Whether the text differs from what was put there by the program.
    pub touched: bool,
    /// Whether the next character replaces the text, as a stored answer is replaced.
    pub fresh: bool,
}

impl Line {
    /// Puts a text into a new line; the first typed character replaces it.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            touched: false,
            fresh: true,
        }
    }

    /// Puts a text into a new line that is typed on, as a note is.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        Self {
            fresh: false,
            ..Self::stored(text)
        }
    }

    /// Puts half-typed text into a new line, to be typed on.
    #[must_use]
    pub fn draft(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            touched: true,
            fresh: false,
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Returns the caret in display cells from the start of the text.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.input.visual_cursor()
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes the text out and wipes the line.
    pub fn take(&mut self) -> String {
        self.touched = false;
        self.input.value_and_reset()
    }

    /// Types one character; returns whether it was taken.
    pub fn insert(&mut self, c: char) -> bool {
        if c.is_control() {
            return false;
        }
        if self.fresh {
            self.input.reset();
            self.fresh = false;
        }
        if self.text().chars().count() >= LINE_CHARS_MAX {
            return false;
        }
        self.touched = true;
        self.input.handle(InputRequest::InsertChar(c)).is_some()
    }

    /// Takes in pasted text, made into one line without controls.
    ///
    /// # Errors
    /// Fails when the text is longer than the line may become.
    pub fn paste(&mut self, pasted: &str) -> Result<(), text::PasteError> {
        let held = if self.fresh {
            0
        } else {
            self.text().chars().count()
        };
        for c in text::paste(pasted, LINE_CHARS_MAX.saturating_sub(held))?.chars() {
            self.insert(c);
        }
        Ok(())
    }

    /// Answers to an editing key; returns whether it was one.
    pub fn edit(&mut self, key: Key) -> bool {
        use InputRequest as Ask;
        let request = match (key.code, key.ctrl) {
            (Code::Backspace, false) => Ask::DeletePrevChar,
            (Code::Delete, false) => Ask::DeleteNextChar,
            (Code::Backspace | Code::Char('w'), true) => Ask::DeletePrevWord,
            (Code::Char('u'), true) => Ask::DeleteLine,
            (Code::Char('k'), true) => Ask::DeleteTillEnd,
            (Code::Left, false) if !key.alt => Ask::GoToPrevChar,
            (Code::Right, false) if !key.alt => Ask::GoToNextChar,
            (Code::Home, false) if !key.alt => Ask::GoToStart,
            (Code::End, false) if !key.alt => Ask::GoToEnd,
            _ => return false,
        };
        if key.alt {
            return false;
        }
        if self
            .input
            .handle(request)
            .is_some_and(|changed| changed.value)
        {
            self.touched = true;
        }
        self.fresh = false;
        true
    }
}
