//! Floor 1: everything that is said to the user, in the user's language.
//!
//! Called by the screens and the command line; the floors between only make
//! [`Message`]s. Imports only the base floor.
//!
//! Invariants:
//! - Every sentence lives in `assets/wording`, grouped by floor, under the same keys and with
//!   the same placeholders in each language; the suite compares the tables with the source.
//! - Traditional Chinese has no table of its own: it is converted from the simplified one.
//! - Nothing here fails: a key without wording is shown as itself.

mod language;

use std::borrow::Cow;
use std::collections::HashMap;

pub use language::{Language, LanguageError};

use crate::base::message::Message;
use crate::base::text::to_traditional;

const ZH_HANS: &str = include_str!("../../assets/wording/zh-Hans.toml");
const EN: &str = include_str!("../../assets/wording/en.toml");

/// The sentences of one language by key.
#[derive(Clone, Debug)]
pub struct Wording {
    language: Language,
    table: HashMap<String, String>,
}

impl Wording {
    /// Loads the sentences of a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let table = match language {
            Language::En => flatten(EN),
            Language::ZhHans => flatten(ZH_HANS),
            Language::ZhHant => {
                let convert = |(key, text): (String, String)| (key, to_traditional(&text));
                flatten(ZH_HANS).into_iter().map(convert).collect()
            }
        };
        Self { language, table }
    }

    /// Returns the language that is spoken.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Returns the sentence of a key, or the key itself when it has none.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.table.get(key).map_or(key, String::as_str)
    }

    /// Returns the sentence of a message with its values filled in.
    ///
    /// A value that is itself a key, such as the name of a kind, is said in the language too.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        fill(self.text(message.key), |name| {
            let (_, value) = message.args.iter().find(|(arg, _)| *arg == name)?;
            Some(self.text(value))
        })
    }

    /// Chooses between the two forms of a sentence that was filled in already, by one of some
    /// templates: the values in it are data and are not converted.
    #[must_use]
    pub fn filled<'a>(
        &self,
        mut templates: impl Iterator<Item = &'a str>,
        (zh, en): (&str, &str),
    ) -> String {
        let around = match self.language {
            Language::ZhHant => templates.find_map(|template| convert_around(template, zh)),
            _ => None,
        };
        around.unwrap_or_else(|| self.label(zh, en).into_owned())
    }

    /// Chooses between the two labels of the instrument; a missing English label falls back.
    #[must_use]
    pub fn label<'a>(&self, zh: &'a str, en: &'a str) -> Cow<'a, str> {
        match self.language {
            Language::En if !en.is_empty() => Cow::Borrowed(en),
            Language::ZhHant => Cow::Owned(to_traditional(zh)),
            Language::En | Language::ZhHans => Cow::Borrowed(zh),
        }
    }
}

/// Converts what a filled sentence has of its template, and leaves the values, which are names and
/// typed text; none where the sentence is not of that template.
fn convert_around(template: &str, filled: &str) -> Option<String> {
    let mut literals = template.split('{');
    let first = literals.next().unwrap_or_default();
    let mut rest = filled.strip_prefix(first)?;
    let mut text = to_traditional(first);
    let mut is_open = false;
    for literal in literals {
        let (_, literal) = literal.split_once('}')?;
        is_open = literal.is_empty();
        if is_open {
            continue;
        }
        let (value, after) = rest.split_once(literal)?;
        text.push_str(value);
        text.push_str(&to_traditional(literal));
        rest = after;
    }
    (is_open || rest.is_empty()).then(|| text + rest)
}

/// Puts values in the place of `{name}`; a value is never searched for placeholders itself.
fn fill<'a>(sentence: &str, value_of: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, opened)) = rest.split_once('{') {
        filled.push_str(before);
        let value = opened
            .split_once('}')
            .and_then(|(name, after)| Some((value_of(name)?, after)));
        if let Some((value, after)) = value {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = opened;
        }
    }
    filled + rest
}

/// Reads nested TOML tables as dotted keys.
fn flatten(source: &str) -> HashMap<String, String> {
    let root: toml::Table = source.parse().expect("the embedded wording is valid TOML");
    let mut open: Vec<(String, toml::Value)> = root.into_iter().collect();
    let mut flat = HashMap::new();
    while let Some((key, value)) = open.pop() {
        match value {
            toml::Value::String(text) => {
                flat.insert(key, text);
            }
            toml::Value::Table(inner) => {
                open.extend(
                    inner
                        .into_iter()
                        .map(|(name, v)| (format!("{key}.{name}"), v)),
                );
            }
            // Anything but text has no meaning here; the suite refuses it in the assets.
            _ => {}
        }
    }
    flat
}
