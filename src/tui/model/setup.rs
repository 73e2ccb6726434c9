//! The first run: a few questions, each with a default that Enter takes.

use crate::domain::role::Role;
use crate::wording::Language;

use super::line::Line;

/// A question of the first run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which language.
    Language,
    /// Who you are.
    Name,
    /// What you do.
    Role,
    /// Which frame.
    Frame,
    /// Which round.
    Round,
    /// Which reference date.
    Reference,
    /// The passphrase.
    Passphrase,
    /// The passphrase once more.
    Again,
}

impl Step {
    /// Every question in order.
    pub const ALL: [Self; 8] = [
        Self::Language,
        Self::Name,
        Self::Role,
        Self::Frame,
        Self::Round,
        Self::Reference,
        Self::Passphrase,
        Self::Again,
    ];

    /// Wording key of the question.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Language => "tui.setup.language",
            Self::Name => "tui.setup.name",
            Self::Role => "tui.setup.role",
            Self::Frame => "tui.setup.frame",
            Self::Round => "tui.setup.round",
            Self::Reference => "tui.setup.reference",
            Self::Passphrase => "tui.setup.passphrase",
            Self::Again => "tui.setup.again",
        }
    }

    /// Wording key of the line that explains the question.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Language => "tui.setup_help.language",
            Self::Name => "tui.setup_help.name",
            Self::Role => "tui.setup_help.role",
            Self::Frame => "tui.setup_help.frame",
            Self::Round => "tui.setup_help.round",
            Self::Reference => "tui.setup_help.reference",
            Self::Passphrase => "tui.setup_help.passphrase",
            Self::Again => "tui.setup_help.again",
        }
    }

    /// Place in the order.
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }

    /// Says whether what is typed is hidden.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Passphrase | Self::Again)
    }
}

/// State of the first run.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The question that is asked.
    pub step: Step,
    /// Language chosen.
    pub language: Language,
    /// Name of the person.
    pub name: String,
    /// Role chosen.
    pub role: Role,
    /// Path of a frame file; empty for the embedded one.
    pub frame: String,
    /// Year of the round.
    pub round: String,
    /// Reference date, `YYYY-MM-DD`.
    pub reference: String,
    /// The passphrase.
    pub passphrase: String,
    /// The line under edit.
    pub line: Line,
    /// Whether the file is being made.
    pub is_busy: bool,
}

impl Setup {
    /// Begins with defaults: the language of the system, the name it knows, the round of the year.
    #[must_use]
    pub fn new(language: Language, name: String, year: i32) -> Self {
        Self {
            step: Step::Language,
            language,
            name,
            role: Role::Enumerator,
            frame: String::new(),
            round: year.to_string(),
            reference: format!("{year}-11-01"),
            passphrase: String::new(),
            line: Line::default(),
            is_busy: false,
        }
    }

    /// Goes to a question and puts its default into the line.
    pub fn go(&mut self, step: Step) {
        self.step = step;
        self.line = match step {
            Step::Name => Line::stored(&self.name),
            Step::Frame => Line::stored(&self.frame),
            Step::Round => Line::stored(&self.round),
            Step::Reference => Line::stored(&self.reference),
            _ => Line::default(),
        };
    }
}
