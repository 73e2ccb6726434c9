use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::base::message::Message;

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese in simplified characters; the first and complete language.
    #[default]
    ZhHans,
    /// Chinese in traditional characters, converted from the simplified ones.
    ZhHant,
    /// English.
    En,
}

/// A language tag that the program does not speak.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{tag} is no language of the program")]
pub struct LanguageError {
    /// The tag that was given.
    pub tag: String,
}

impl LanguageError {
    /// Says the fault in the user's language.
    #[must_use]
    pub fn message(&self) -> Message {
        Message::new("base.language_unknown").with("tag", &self.tag)
    }
}

impl Language {
    /// Every language, in the order in which a key cycles through them.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// Returns the tag used on the command line and in files.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// Returns the language after this one in [`Self::ALL`], the first after the last.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::ZhHans => Self::ZhHant,
            Self::ZhHant => Self::En,
            Self::En => Self::ZhHans,
        }
    }

    /// Chooses by a locale name such as `zh_TW.UTF-8`, the value of `LC_ALL` or `LANG`.
    ///
    /// A locale that says nothing of use gives simplified Chinese, the language of the field.
    #[must_use]
    pub fn from_locale(locale: &str) -> Self {
        let locale = locale.split(['.', '@']).next().unwrap_or_default();
        let locale = locale.replace('_', "-").to_ascii_lowercase();
        let mut parts = locale.split('-');
        match parts.next() {
            Some("en" | "c" | "posix") => Self::En,
            Some("zh") if parts.any(|part| matches!(part, "tw" | "hk" | "mo" | "hant")) => {
                Self::ZhHant
            }
            _ => Self::ZhHans,
        }
    }

    /// Chooses by the values of `LC_ALL`, `LC_MESSAGES`, and `LANG`; the first that is set wins.
    #[must_use]
    pub fn from_env(values: [Option<&str>; 3]) -> Self {
        let set = values.into_iter().flatten().find(|value| !value.is_empty());
        set.map_or_else(Self::default, Self::from_locale)
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(tag))
            .ok_or_else(|| LanguageError {
                tag: tag.to_owned(),
            })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}
