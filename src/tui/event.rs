//! What can happen to the program: the closed list that `update` answers to.

use crate::check::{Found, Report};
use crate::coverage::Stance;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, as the keyboard or the input method gives it.
    Char(char),
    /// The Enter key.
    Enter,
    /// The Tab key.
    Tab,
    /// The Escape key.
    Esc,
    /// The Backspace key.
    Backspace,
    /// The Delete key.
    Delete,
    /// The Insert key.
    Insert,
    /// The up arrow.
    Up,
    /// The down arrow.
    Down,
    /// The left arrow.
    Left,
    /// The right arrow.
    Right,
    /// The Home key.
    Home,
    /// The End key.
    End,
    /// The page up key.
    PageUp,
    /// The page down key.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// A pressed key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held; never set on a character, which is already the shifted one.
    pub shift: bool,
}

impl Key {
    /// Makes a key without modifiers.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Returns the character that the key types, if it types one.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Why the system asks the program to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM, SIGHUP, or their counterparts on Windows.
    Terminate,
    /// The terminal went away: there are no more keys to read.
    InputClosed,
}

/// What a long job has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkNews {
    /// So much of the whole is done.
    Progress {
        /// Units done.
        done: u64,
        /// Units in all; 0 while unknown.
        total: u64,
        /// What is being worked on.
        what: String,
    },
    /// All rules are run over so many villages.
    Checked {
        /// Villages done.
        done: u64,
        /// Villages in all.
        total: u64,
        /// Findings so far.
        found: u64,
    },
    /// All rules were run over an area, or as far as nobody stopped it.
    CheckDone {
        /// Counts.
        report: Box<Report>,
        /// Findings that are not stored, because they compare units.
        asked: Vec<Found>,
    },
    /// How a unit stands before its sign-off.
    Weighed(Box<Stance>),
    /// A sign-off sheet is written; its folder.
    Printed(String),
    /// The job is done; the lines tell what came of it.
    Finished {
        /// Lines of the result page: label and value.
        lines: Vec<(String, String)>,
        /// Whether it was a verified copy, which is to be remembered.
        is_copy: bool,
    },
    /// The job did nothing, because something is there already under that name.
    Exists {
        /// Its path.
        path: String,
    },
    /// The job stopped because the person asked for it.
    Canceled,
    /// The job failed; what was there before is untouched.
    Failed(crate::base::message::Message),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, or arrived at once from an input method.
    Paste(String),
    /// The terminal has a new size in columns and rows.
    Resize(u16, u16),
    /// The worker reports.
    WorkDone {
        /// Number of the job.
        job: u64,
        /// What it tells.
        news: WorkNews,
    },
    /// Typing paused for as long as `Effect::Arm` asked.
    Deadline,
    /// The program has to end.
    Stop(Signal),
}
