// tidy: table

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::base::message::Message;

/// The middle dot of names as it is stored.
const MIDDLE_DOT: char = '·';
/// Characters that are typed for the middle dot.
const DOT_LOOKALIKES: &str = "•‧∙・･⋅●．᛫⸱";

/// A paste that cannot be taken in.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PasteError {
    /// The pasted text has more characters than the field can hold.
    #[error("the pasted text has {length} characters, the field holds {max}")]
    TooLong {
        /// Characters of the pasted text after tidying.
        length: usize,
        /// Characters that the field holds.
        max: usize,
    },
}

impl PasteError {
    /// Says the fault in the user's language.
    #[must_use]
    pub fn message(&self) -> Message {
        let Self::TooLong { length, max } = self;
        Message::new("base.paste_too_long")
            .with("length", length)
            .with("max", max)
    }
}

/// Returns the text as it is stored: NFC, trimmed, on one line, without control characters.
///
/// Each run of white space, the ideographic space included, becomes one space. Marks that steer
/// direction or take no room are dropped: they would hide differences between equal texts.
#[must_use]
pub fn tidy_text(text: &str) -> String {
    let composed: String = text.nfc().filter(|&c| !is_invisible(c)).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a person's name as it is stored: [`tidy_text`], half-width Latin letters, one kind of
/// middle dot, and spaces only between Latin letters.
#[must_use]
pub fn tidy_name(text: &str) -> String {
    let tidy: Vec<char> = tidy_text(text)
        .chars()
        .map(|c| name_char(fold_char(c)))
        .collect();
    let mut name = String::with_capacity(text.len());
    for (index, &c) in tidy.iter().enumerate() {
        let before = name.chars().next_back();
        let after = tidy.get(index + 1).copied();
        if c != ' ' || (before.is_some_and(is_latin) && after.is_some_and(is_latin)) {
            name.push(c);
        }
    }
    // What a space kept apart may stand in another order once it is gone.
    name.nfc().collect()
}

/// Returns the text with full-width ASCII and the ideographic space as half-width characters.
///
/// For number fields and typed commands: an input method sends `１` for the key 1.
#[must_use]
pub fn fold_width(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Returns pasted text ready for a one-line field.
///
/// # Errors
///
/// [`PasteError::TooLong`] when more than `max` characters remain after tidying.
pub fn paste(text: &str, max: usize) -> Result<String, PasteError> {
    let tidy = tidy_text(text);
    let length = tidy.chars().count();
    if length > max {
        return Err(PasteError::TooLong { length, max });
    }
    Ok(tidy)
}

/// Tells whether the text holds a private-use code point, which other machines show differently.
#[must_use]
pub fn private_use(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..))
}

fn fold_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn name_char(c: char) -> char {
    if DOT_LOOKALIKES.contains(c) {
        MIDDLE_DOT
    } else {
        c
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x0250 || matches!(c, '.' | '-' | '\'')
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}
