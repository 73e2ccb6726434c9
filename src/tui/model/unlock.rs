//! The page that asks for the passphrase.

use super::line::Line;

/// State of the passphrase page.
#[derive(Clone, Debug, Default)]
pub struct Unlock {
    /// Name of the file.
    pub file: String,
    /// The passphrase as typed so far; never drawn.
    pub line: Line,
}
