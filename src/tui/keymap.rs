//! From keys to commands: one spelling for keys, folding of full-width characters, lookup.

use std::fmt::Write as _;

use crate::base::text::fold_width;

use super::command::{COMMANDS, Id};
use super::event::{Code, Key};

/// Named keys as they are spelled in the command table and in scripts.
const NAMES: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Tab", Code::Tab),
    ("Esc", Code::Esc),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("Ins", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Space", Code::Char(' ')),
];

/// Brings a key into the one form that is looked up.
///
/// An input method sends full-width digits and marks, and the ideographic space; chords are
/// looked up in lower case because Caps Lock would change them.
#[must_use]
pub fn normalize(key: Key) -> Key {
    let Code::Char(c) = key.code else { return key };
    let mut folded = fold_char(c);
    if key.ctrl || key.alt {
        folded = folded.to_ascii_lowercase();
    }
    Key {
        code: Code::Char(folded),
        shift: false,
        ..key
    }
}

/// Folds chords and function keys alone: plain characters stay as they were typed, because a name
/// may hold full-width ones.
#[must_use]
pub fn normalize_chord(key: Key) -> Key {
    if key.ctrl || key.alt {
        normalize(key)
    } else {
        key
    }
}

/// Folds one full-width character.
#[must_use]
pub fn fold_char(c: char) -> char {
    fold_width(c.encode_utf8(&mut [0; 4]))
        .chars()
        .next()
        .unwrap_or(c)
}

/// Finds the command of a key.
#[must_use]
pub fn lookup(key: Key) -> Option<Id> {
    let key = normalize(key);
    COMMANDS
        .iter()
        .find(|command| {
            command
                .keys
                .iter()
                .any(|spelled| parse(spelled) == Some(key))
        })
        .map(|command| command.id)
}

/// Reads a key as it is spelled in the table: `F2`, `A-g`, `C-q`, `S-Tab`.
#[must_use]
pub fn parse(spelled: &str) -> Option<Key> {
    let mut key = Key::plain(Code::Enter);
    let mut rest = spelled;
    while let Some((modifier, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty())
    {
        match modifier {
            "C" => key.ctrl = true,
            "A" => key.alt = true,
            "S" => key.shift = true,
            _ => return None,
        }
        rest = after;
    }
    key.code = code(rest)?;
    Some(key)
}

fn code(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    if let Some(number) = name
        .strip_prefix('F')
        .and_then(|digits| digits.parse().ok())
    {
        return Some(Code::F(number));
    }
    let mut chars = name.chars();
    let c = chars.next()?;
    chars.next().is_none().then_some(Code::Char(c))
}

/// Spells a key of the table for people: `Alt+G`, `Ctrl+Q`, `Shift+Tab`.
#[must_use]
pub fn spell(spelled: &str) -> String {
    let Some(key) = parse(spelled) else {
        return spelled.to_owned();
    };
    let mut text = String::new();
    for (held, name) in [
        (key.ctrl, "Ctrl+"),
        (key.alt, "Alt+"),
        (key.shift, "Shift+"),
    ] {
        if held {
            text.push_str(name);
        }
    }
    match key.code {
        Code::Char(' ') => text.push_str("Space"),
        Code::Char(c) => text.extend(c.to_uppercase()),
        Code::F(number) => {
            // Writing to a String cannot fail.
            let _ = write!(text, "F{number}");
        }
        other => {
            let name = NAMES
                .iter()
                .find(|(_, code)| *code == other)
                .map_or("", |(name, _)| name);
            text.push_str(name);
        }
    }
    text
}

/// Reads a script of keys: text as typed, and `<Enter>`, `<F2>`, `<C-q>`, `<lt>` for special keys.
#[must_use]
pub fn script(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let special = rest.strip_prefix('<').and_then(|inner| {
            let (name, after) = inner.split_once('>')?;
            let key = if name == "lt" {
                Some(Key::plain(Code::Char('<')))
            } else {
                parse(name)
            };
            Some((key?, after))
        });
        if let Some((key, after)) = special {
            keys.push(key);
            rest = after;
        } else {
            keys.push(Key::plain(Code::Char(c)));
            rest = rest.strip_prefix(c).unwrap_or_default();
        }
    }
    keys
}
