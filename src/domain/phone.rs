//! Telephone numbers.

use crate::base::message::Message;
use crate::base::text::fold_width;

/// Years before which the newer mobile ranges were not yet given out.
const NEW_RANGES_FROM: i32 = 2013;

/// The kind of a telephone number, as it is stored beside the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// Eleven digits from 13 to 19.
    Mobile,
    /// An area code with its 0 and 7 or 8 digits.
    Fixed,
}

impl PhoneKind {
    /// Returns the stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Fixed => "fixed",
        }
    }
}

/// Something wrong or odd with a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneProblem {
    /// A character other than a digit.
    Character {
        /// Position counted from 1, spaces and dashes left out.
        position: usize,
        /// The character.
        found: char,
    },
    /// Digits that are neither a mobile nor a fixed number.
    Shape {
        /// Digits that were given.
        length: usize,
    },
    /// A range of service numbers (10, 11, 12), which no person has.
    Service,
    /// A range for machines (140, 141, 144, 146, 148). Soft.
    Machine,
    /// A range that was given out only after the reference year. Soft.
    TooNew,
}

impl PhoneProblem {
    /// Tells whether the number cannot be right.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        !matches!(self, Self::Machine | Self::TooNew)
    }

    /// Says the problem in the user's language.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Character { position, found } => Message::new("domain.phone_character")
                .with("position", position)
                .with("found", found),
            Self::Shape { length } => Message::new("domain.phone_shape").with("length", length),
            Self::Service => Message::new("domain.phone_service"),
            Self::Machine => Message::new("domain.phone_machine"),
            Self::TooNew => Message::new("domain.phone_too_new"),
        }
    }
}

/// All that one telephone number says by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneVerdict {
    /// The digits as they are stored.
    pub normalized: String,
    /// The kind, when the number can be right.
    pub kind: Option<PhoneKind>,
    /// At most one problem.
    pub problem: Option<PhoneProblem>,
}

/// Checks a telephone number as it was possible in the reference year.
#[must_use]
pub fn examine(number: &str, reference_year: i32) -> PhoneVerdict {
    let normalized = normalize(number);
    match classify(&normalized) {
        Ok(kind) => {
            let problem = match kind {
                PhoneKind::Mobile => mobile_oddity(&normalized, reference_year),
                PhoneKind::Fixed => None,
            };
            PhoneVerdict {
                normalized,
                kind: Some(kind),
                problem,
            }
        }
        Err(problem) => PhoneVerdict {
            normalized,
            kind: None,
            problem: Some(problem),
        },
    }
}

/// Returns the number as it is stored: half-width digits without spaces, dashes, and +86.
#[must_use]
pub fn normalize(number: &str) -> String {
    let folded = fold_width(number);
    let bare: String = folded
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    bare.strip_prefix("+86").map(str::to_owned).unwrap_or(bare)
}

/// Returns the number with its middle hidden: `138****0991`.
#[must_use]
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    let shown = |index| length >= 11 && (index < 3 || index + 4 >= length);
    number
        .chars()
        .enumerate()
        .map(|(index, c)| if shown(index) { c } else { '*' })
        .collect()
}

fn classify(number: &str) -> Result<PhoneKind, PhoneProblem> {
    let other = number
        .chars()
        .enumerate()
        .find(|(_, c)| !c.is_ascii_digit());
    if let Some((index, found)) = other {
        return Err(PhoneProblem::Character {
            position: index + 1,
            found,
        });
    }
    let length = number.len();
    match (number.as_bytes(), length) {
        ([b'1', b'0'..=b'2', ..], 11) => Err(PhoneProblem::Service),
        ([b'1', ..], 11) => Ok(PhoneKind::Mobile),
        // An area code has 2 or 3 digits after its 0, the number itself 7 or 8.
        ([b'0', ..], 10..=12) => Ok(PhoneKind::Fixed),
        _ => Err(PhoneProblem::Shape { length }),
    }
}

fn mobile_oddity(number: &str, reference_year: i32) -> Option<PhoneProblem> {
    let range: String = number.chars().take(3).collect();
    let [_, second, third, ..] = range.as_bytes() else {
        return None;
    };
    if matches!((second, third), (b'4', b'0' | b'1' | b'4' | b'6' | b'8')) {
        return Some(PhoneProblem::Machine);
    }
    let early = match (second, third) {
        (b'3' | b'8', _) | (b'4', b'5' | b'7') => true,
        (b'5', third) => *third != b'4',
        _ => false,
    };
    (reference_year < NEW_RANGES_FROM && !early).then_some(PhoneProblem::TooNew)
}
