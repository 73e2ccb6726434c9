//! What values an item takes, and the one form in which each value is stored.

use thiserror::Error;

use crate::base::message::Message;
use crate::base::text::{fold_width, tidy_name, tidy_text};
use crate::domain::calendar::{self, YearMonth};
use crate::domain::phone;

use super::list::Lists;
use super::number;

/// Longest text of one answer, in characters; what is longer is refused, not cut.
pub const TEXT_CHARS_MAX: usize = 400;
/// Most codes of one set.
pub const SET_CODES_MAX: usize = 60;
/// Most digits of a number, sign and point not counted.
const DIGITS_MAX: usize = 15;

/// What values an item takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemType {
    /// One code of a list.
    Code {
        /// Name of the list.
        list: String,
    },
    /// Several codes of a list.
    Multi {
        /// Name of the list.
        list: String,
        /// Most codes before a rule objects; none for no bound.
        max: Option<i64>,
    },
    /// A whole number; the bounds are a rule, not a limit of what can be stored.
    Int {
        /// Least sound value.
        min: i64,
        /// Greatest sound value.
        max: i64,
    },
    /// A number with decimals.
    Dec {
        /// Decimals at least shown.
        scale: u8,
        /// Least sound value.
        min: i64,
        /// Greatest sound value.
        max: i64,
    },
    /// A year and month.
    Ym,
    /// A calendar date.
    Date,
    /// A text.
    Text {
        /// Least sound length in characters.
        min: i64,
        /// Greatest sound length in characters.
        max: i64,
    },
    /// A citizen identity number.
    Id,
    /// A telephone number.
    Tel,
}

/// Typed text that cannot be stored in an item.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Text where a number is asked.
    #[error("{typed} is not a number")]
    NotNumber {
        /// What was typed.
        typed: String,
    },
    /// A fraction where a whole number is asked.
    #[error("{typed} is not a whole number")]
    NotWhole {
        /// What was typed.
        typed: String,
    },
    /// A code that its list does not have.
    #[error("{code} is not in {list}")]
    NotInList {
        /// What was typed.
        code: String,
        /// Name of the list.
        list: String,
    },
    /// More text or codes than one answer may have.
    #[error("longer than {max}")]
    TooLong {
        /// Most characters or codes.
        max: usize,
    },
}

impl Malformed {
    /// Says what is wrong and what to type instead.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("instrument.malformed_empty"),
            Self::NotNumber { typed } => {
                Message::new("instrument.malformed_number").with("typed", typed)
            }
            Self::NotWhole { typed } => {
                Message::new("instrument.malformed_whole").with("typed", typed)
            }
            Self::NotInList { code, list } => Message::new("instrument.malformed_code")
                .with("code", code)
                .with("list", list),
            Self::TooLong { max } => Message::new("instrument.malformed_long").with("max", max),
        }
    }
}

impl ItemType {
    /// Word used for the type in data, files, and rules.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Code { .. } => "code",
            Self::Multi { .. } => "multi",
            Self::Int { .. } => "int",
            Self::Dec { .. } => "dec",
            Self::Ym => "ym",
            Self::Date => "date",
            Self::Text { .. } => "text",
            Self::Id => "id",
            Self::Tel => "tel",
        }
    }

    /// Name of the code list, for the types that have one.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::Code { list } | Self::Multi { list, .. } => Some(list),
            _ => None,
        }
    }

    /// Least and greatest sound value, length, or number of codes.
    #[must_use]
    pub const fn bounds(&self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Int { min, max } | Self::Dec { min, max, .. } | Self::Text { min, max } => {
                (Some(*min), Some(*max))
            }
            Self::Multi { max, .. } => (None, *max),
            _ => (None, None),
        }
    }

    /// `SQLite` type of the column.
    #[must_use]
    pub const fn sql_type(&self) -> &'static str {
        match self {
            Self::Int { .. } => "INTEGER",
            Self::Dec { .. } => "REAL",
            _ => "TEXT",
        }
    }

    /// Type and bounds in one word for codebook, registry, and hash, such as `int 1..99`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Code { list } => format!("code {list}"),
            Self::Multi {
                list,
                max: Some(max),
            } => format!("multi {list} ..{max}"),
            Self::Multi { list, max: None } => format!("multi {list}"),
            Self::Int { min, max } => format!("int {min}..{max}"),
            Self::Dec { scale, min, max } => format!("dec {min}..{max} .{scale}"),
            Self::Text { min, max } => format!("text {min}..{max}"),
            Self::Ym | Self::Date | Self::Id | Self::Tel => self.word().to_owned(),
        }
    }

    /// Brings typed text into the form in which it is stored: half-width, NFC, trimmed, `X`
    /// upper, sets sorted, numbers without idle zeros and with the item's decimals.
    ///
    /// # Errors
    /// Fails for nothing at all, text where a number is asked, and codes outside their list.
    /// Other ill-formed or unlikely values pass; rules speak about them.
    pub fn canonical(&self, typed: &str, lists: &Lists) -> Result<String, Malformed> {
        let tidy = tidy_text(typed);
        if tidy.is_empty() {
            return Err(Malformed::Empty);
        }
        if tidy.chars().count() > TEXT_CHARS_MAX {
            return Err(Malformed::TooLong {
                max: TEXT_CHARS_MAX,
            });
        }
        let plain = fold_width(&tidy);
        let plain = plain.trim();
        match self {
            Self::Code { list } => code(plain, list, lists),
            Self::Multi { list, .. } => set(plain, list, lists),
            Self::Int { .. } => whole(plain),
            Self::Dec { scale, .. } => decimal(plain, usize::from(*scale)),
            Self::Ym => Ok(month(plain)),
            Self::Date => Ok(date(plain)),
            Self::Text { .. } => Ok(tidy),
            Self::Id => Ok(or_typed(number::canonical_id(plain), plain)),
            Self::Tel => Ok(or_typed(phone::normalize(plain), plain)),
        }
    }

    /// Turns a stored number back into its canonical text; the row holds decimals as REAL.
    #[must_use]
    pub fn text_of_real(&self, value: f64) -> String {
        let scale = if let Self::Dec { scale, .. } = self {
            usize::from(*scale)
        } else {
            0
        };
        let text = format!("{value}");
        decimal(&text, scale).unwrap_or(text)
    }
}

/// Keeps what was typed where nothing of it is left: rules speak about a lone dash.
fn or_typed(number: String, typed: &str) -> String {
    if number.is_empty() {
        typed.to_owned()
    } else {
        number
    }
}

/// Brings a person's name into the form in which it is stored.
pub(super) fn canonical_name(typed: &str) -> Result<String, Malformed> {
    let name = tidy_name(typed);
    if name.is_empty() {
        return Err(Malformed::Empty);
    }
    if name.chars().count() > TEXT_CHARS_MAX {
        return Err(Malformed::TooLong {
            max: TEXT_CHARS_MAX,
        });
    }
    Ok(name)
}

fn code(typed: &str, list: &str, lists: &Lists) -> Result<String, Malformed> {
    let known = lists.get(list);
    let upper = typed.to_uppercase();
    for candidate in [typed, upper.as_str()] {
        if known.is_some_and(|list| list.contains(candidate)) {
            return Ok(candidate.to_owned());
        }
    }
    Err(Malformed::NotInList {
        code: typed.to_owned(),
        list: list.to_owned(),
    })
}

fn set(typed: &str, list: &str, lists: &Lists) -> Result<String, Malformed> {
    let separators = [';', ',', ' ', '\u{3001}', '\u{3002}'];
    let mut codes = Vec::new();
    for part in typed.split(separators).filter(|part| !part.is_empty()) {
        if codes.len() == SET_CODES_MAX {
            return Err(Malformed::TooLong { max: SET_CODES_MAX });
        }
        codes.push(code(part, list, lists)?);
    }
    if codes.is_empty() {
        return Err(Malformed::Empty);
    }
    codes.sort();
    codes.dedup();
    Ok(codes.join(";"))
}

/// Sign, whole digits, and decimals of a number, idle zeros removed.
fn parts(typed: &str) -> Option<(bool, String, String)> {
    let (negative, digits) = match typed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, typed.strip_prefix('+').unwrap_or(typed)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let length = whole.len() + decimals.len();
    if length == 0 || length > DIGITS_MAX || !all_digits(whole) || !all_digits(decimals) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let zero = whole == "0" && decimals.is_empty();
    Some((negative && !zero, whole.to_owned(), decimals.to_owned()))
}

fn whole(typed: &str) -> Result<String, Malformed> {
    let Some((negative, whole, decimals)) = parts(typed) else {
        return Err(Malformed::NotNumber {
            typed: typed.to_owned(),
        });
    };
    if !decimals.is_empty() {
        return Err(Malformed::NotWhole {
            typed: typed.to_owned(),
        });
    }
    Ok(if negative { format!("-{whole}") } else { whole })
}

/// Pads to the scale; finer decimals stay as typed, because a number is never rounded unasked.
fn decimal(typed: &str, scale: usize) -> Result<String, Malformed> {
    let Some((negative, whole, decimals)) = parts(typed) else {
        return Err(Malformed::NotNumber {
            typed: typed.to_owned(),
        });
    };
    let sign = if negative { "-" } else { "" };
    let decimals = format!("{decimals:0<scale$}");
    let point = if decimals.is_empty() { "" } else { "." };
    Ok(format!("{sign}{whole}{point}{decimals}"))
}

fn month(typed: &str) -> String {
    YearMonth::parse_typed(typed).map_or_else(|_| typed.to_owned(), |month| month.to_string())
}

fn date(typed: &str) -> String {
    calendar::parse_date_typed(typed).map_or_else(|_| typed.to_owned(), calendar::date_text)
}
