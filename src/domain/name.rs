//! Persons' names and placeholder texts.
// tidy: table

use crate::base::message::Message;
use crate::base::text::{fold_width, private_use, tidy_name, tidy_text};

/// Fewest and most characters of a name.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=30;
const MIDDLE_DOT: char = '·';
/// Texts that stand for "nothing was asked", compared as a whole and in lower case.
const PLACEHOLDERS: &[&str] = &[
    "无",
    "没有",
    "不详",
    "不明",
    "不清楚",
    "不知道",
    "未知",
    "同上",
    "同前",
    "略",
    "待定",
    "待补",
    "暂无",
    "未取名",
    "未起名",
    "某某",
    "某",
    "x",
    "xx",
    "xxx",
    "·",
    "-",
    "--",
    "/",
    "?",
    "*",
    "0",
    "1",
    "none",
    "n/a",
    "na",
    "unknown",
    "test",
    "测试",
];

/// Something wrong or odd with a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// Fewer than two or more than thirty characters.
    Length {
        /// Characters of the name.
        length: usize,
    },
    /// A character that no name holds; Latin letters only in names of foreigners.
    Character {
        /// Position counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// A text that stands for a name not known. Soft.
    Placeholder,
    /// A private-use character, which other machines show differently. Soft.
    PrivateUse,
}

impl NameProblem {
    /// Tells whether the name cannot be right.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        matches!(self, Self::Length { .. } | Self::Character { .. })
    }

    /// Says the problem in the user's language.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Length { length } => Message::new("domain.name_length").with("length", length),
            Self::Character { position, found } => Message::new("domain.name_character")
                .with("position", position)
                .with("found", found),
            Self::Placeholder => Message::new("domain.placeholder"),
            Self::PrivateUse => Message::new("domain.name_private_use"),
        }
    }
}

/// Returns the first problem of a person's name, the hard ones before the soft.
///
/// `latin_allowed` holds for ethnic group 97 or 98 and for registration abroad.
#[must_use]
pub fn problem(name: &str, latin_allowed: bool) -> Option<NameProblem> {
    let name = tidy_name(name);
    let characters: Vec<char> = name.chars().filter(|c| !is_variation(*c)).collect();
    let length = characters.len();
    if !LENGTH.contains(&length) {
        return Some(NameProblem::Length { length });
    }
    let allowed = |(index, c): (usize, char)| match c {
        MIDDLE_DOT => index > 0 && index + 1 < length,
        ' ' | '-' | '\'' | '.' => latin_allowed && characters.iter().any(|c| is_latin(*c)),
        c => is_han(c) || private_use(c.encode_utf8(&mut [0; 4])) || latin_allowed && is_latin(c),
    };
    let wrong = characters
        .iter()
        .copied()
        .enumerate()
        .find(|&place| !allowed(place));
    if let Some((index, found)) = wrong {
        return Some(NameProblem::Character {
            position: index + 1,
            found,
        });
    }
    if is_placeholder(&name) {
        return Some(NameProblem::Placeholder);
    }
    private_use(&name).then_some(NameProblem::PrivateUse)
}

/// Tells whether the whole text only stands for "nothing was asked"; never looks at a part.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let is_placeholder = |text: &str| PLACEHOLDERS.contains(&text);
    // Nearly every name: nothing of it would change.
    if text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        return is_placeholder(text);
    }
    is_placeholder(&fold_width(&tidy_text(text)).to_lowercase())
}

/// Tells whether a character is Han, the zero and all extensions included.
const fn is_han(c: char) -> bool {
    matches!(c, '〇' | '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
        || matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x0250
}

/// Tells whether a character only chooses a shape of the Han character before it.
const fn is_variation(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
