//! Messages before they have a language.

use std::fmt::Display;

/// Something to be said to the user, still without a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Key of the wording table, such as `base.file_denied`.
    pub key: &'static str,
    /// Values for the placeholders of the wording, by name.
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    /// Begins a message without values.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// Adds the value of one placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}
