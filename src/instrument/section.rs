//! Labels in both languages, and the sections of a form.

use crate::domain::kind::Kind;

/// What a thing of the questionnaire is called, in Chinese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Simplified Chinese; traditional Chinese is converted from it.
    pub zh: String,
    /// English; empty where a list is declared to have none.
    pub en: String,
}

impl Label {
    /// Chooses the English label, or the Chinese one where English is missing or not wanted.
    #[must_use]
    pub fn pick(&self, english: bool) -> &str {
        if english && !self.en.is_empty() {
            &self.en
        } else {
            &self.zh
        }
    }
}

/// A run of items of one kind that are shown under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Name by which items refer to it.
    pub id: String,
    /// Kind of record whose items it holds.
    pub kind: Kind,
    /// Heading.
    pub label: Label,
    /// Whether it holds what the program keeps for itself rather than questions.
    pub structure: bool,
    /// Place among the sections, from 0.
    pub order: usize,
}
