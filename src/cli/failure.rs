use std::io;

use crate::base::clock::ClockError;
use crate::base::files::{FileCause, FileError};
use crate::base::message::Message;
use crate::coverage::{SheetError, SignError};
use crate::domain::division::codes;
use crate::exchange::{ExportError, FrameCause, FrameError, RegisterError};
use crate::instrument::InstrumentError;
use crate::store::{Fault, StoreError};
use crate::wording::Wording;

/// Whose fault a failure is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The call or its input.
    User,
    /// Data that contradict themselves, or a check that failed.
    Data,
    /// A disk or medium.
    Device,
    /// A defect of the program.
    Internal,
    /// Nobody reads our output any more, which is no fault.
    Pipe,
}

/// Why a verb did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whose fault it is.
    pub kind: FailureKind,
    /// What happened.
    pub message: Message,
    /// What to do, one line each, perhaps after a place such as `person.toml:12`.
    pub hints: Vec<(String, Message)>,
}

impl Failure {
    /// Makes a failure without hints.
    #[must_use]
    pub const fn new(kind: FailureKind, message: Message) -> Self {
        Self {
            kind,
            message,
            hints: Vec::new(),
        }
    }

    /// Makes a failure of the call or its input.
    #[must_use]
    pub const fn user(message: Message) -> Self {
        Self::new(FailureKind::User, message)
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, message: Message) -> Self {
        self.hints.push((String::new(), message));
        self
    }

    /// Returns the exit code of the program.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self.kind {
            FailureKind::Pipe => 0,
            FailureKind::User => 2,
            FailureKind::Data => 3,
            FailureKind::Device => 4,
            FailureKind::Internal => 70,
        }
    }

    /// Says everything in a language, one line each.
    #[must_use]
    pub fn say(&self, wording: &Wording) -> String {
        let mut lines = vec![wording.say(&self.message)];
        for (place, hint) in &self.hints {
            let hint = wording.say(hint);
            lines.push(if place.is_empty() {
                hint
            } else {
                format!("{place}: {hint}")
            });
        }
        lines.join("\n  ")
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match error.fault() {
            Fault::Call => FailureKind::User,
            Fault::Data => FailureKind::Data,
            Fault::Device => FailureKind::Device,
            Fault::Program => FailureKind::Internal,
        };
        let failure = Self::new(kind, error.message());
        match error {
            StoreError::PassphraseNeeded => failure.hint(Message::new("cli.hint_passphrase")),
            StoreError::Missing(_) => failure.hint(Message::new("cli.hint_file")),
            _ => failure,
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let kind = match error.cause {
            FileCause::NotFound | FileCause::Denied | FileCause::Exists => FailureKind::User,
            FileCause::Full | FileCause::ReadOnly | FileCause::Other(_) => FailureKind::Device,
        };
        Self::new(kind, error.message())
    }
}

impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        match error.cause {
            FrameCause::File(error) => error.into(),
            _ => Self::user(error.message()),
        }
    }
}

impl From<RegisterError> for Failure {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::File(error) => error.into(),
            other => Self::user(other.message()),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::File(error) => error.into(),
            ExportError::Store(error) => error.into(),
            other => Self::user(other.message()),
        }
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Store(error) => error.into(),
            SignError::ReasonNeeded => Self::user(Message::new("store.reason_needed")),
            SignError::Blocked(blocks) => {
                let mut failure = Self::new(FailureKind::Data, Message::new("coverage.blocked"));
                failure.hints = blocks
                    .iter()
                    .map(|block| (codes(&block.path).join(" "), block.message()))
                    .collect();
                failure
            }
        }
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::File(error) => error.into(),
            SheetError::Store(error) => error.into(),
            SheetError::Ending(_) => Self::user(error.message()),
        }
    }
}

impl From<ClockError> for Failure {
    fn from(error: ClockError) -> Self {
        Self::user(error.message())
    }
}

impl From<InstrumentError> for Failure {
    fn from(error: InstrumentError) -> Self {
        let mut failure = Self::user(error.message());
        if let InstrumentError::Refused(faults) = error {
            for fault in faults {
                failure
                    .hints
                    .push((format!("{}:{}", fault.file, fault.line), fault.what));
                failure.hints.push((String::new(), fault.mend));
            }
        }
        failure
    }
}

/// For what is printed: every other file goes through its own error.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe {
            FailureKind::Pipe
        } else {
            FailureKind::Device
        };
        Self::new(kind, Message::new("cli.output_failed").with("cause", error))
    }
}
