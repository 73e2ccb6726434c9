use crate::base::message::Message;
use crate::store::StoreError;

/// Why the screens ended without being asked to.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// The terminal could not be read or drawn on.
    #[error("the terminal failed: {0}")]
    Terminal(#[source] std::io::Error),
    /// Signals of the system could not be listened to.
    #[error("cannot listen to signals: {0}")]
    Signals(#[from] ctrlc::Error),
    /// The census file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TuiError {
    /// Says the fault in the user's language.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Terminal(cause) => Message::new("tui.error.terminal").with("cause", cause),
            Self::Signals(cause) => Message::new("tui.error.signals").with("cause", cause),
            Self::Store(error) => error.message(),
        }
    }
}
