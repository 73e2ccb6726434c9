//! Citizen identity numbers.

use chrono::{Datelike, NaiveDate};

use crate::base::message::Message;
use crate::base::text::fold_width;
use crate::domain::check_character::check_character;
use crate::domain::county::Address;

const LENGTH: usize = 18;
const LEGACY_LENGTH: usize = 15;
/// Nobody listed is older; an older birth date is a typing error.
const AGE_YEARS_MAX: i32 = 120;
/// Digits at the start and the end that a masked number still shows.
const MASK_SHOWN: (usize, usize) = (6, 4);

/// The sex that the number states, with the codes of GB/T 2261.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Code 1.
    Male,
    /// Code 2.
    Female,
}

impl Sex {
    /// Returns the code of the sex item.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }
}

/// Something wrong or odd with an identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Neither 18 nor 15 characters.
    Length {
        /// Characters that were given, spaces left out.
        length: usize,
    },
    /// A character that cannot stand at its position.
    Character {
        /// Position counted from 1, spaces left out.
        position: usize,
        /// The character.
        found: char,
    },
    /// The birth date is no day of the calendar.
    Date,
    /// The birth date is after the reference date.
    Future,
    /// The birth date is more than 120 years before the reference date.
    TooOld,
    /// The check character does not fit: a digit is wrong or two are swapped.
    Check,
    /// The address code is in no list. Soft: the lists are not complete.
    Address,
    /// An old number of 15 digits, which has no check character. Soft.
    Legacy,
}

impl Problem {
    /// Tells whether the number cannot be right.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        !matches!(self, Self::Address | Self::Legacy)
    }

    /// Returns the stable id used in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Character { .. } => "character",
            Self::Date => "date",
            Self::Future => "future",
            Self::TooOld => "too_old",
            Self::Check => "check",
            Self::Address => "address",
            Self::Legacy => "legacy",
        }
    }

    /// Says the problem in the user's language.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Length { length } => Message::new("domain.id_length").with("length", length),
            Self::Character { position, found } => Message::new("domain.id_character")
                .with("position", position)
                .with("found", found),
            Self::Date => Message::new("domain.id_date"),
            Self::Future => Message::new("domain.id_future"),
            Self::TooOld => Message::new("domain.id_too_old").with("years", AGE_YEARS_MAX),
            Self::Check => Message::new("domain.id_check"),
            Self::Address => Message::new("domain.id_address"),
            Self::Legacy => Message::new("domain.id_legacy"),
        }
    }
}

/// All that one identity number says by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number as it was given.
    pub number: String,
    /// No hard problem.
    pub valid: bool,
    /// The 18 characters as they are stored, a legacy number lengthened; for a number of the
    /// wrong length or characters the tidied text.
    pub normalized: String,
    /// Given with 15 digits.
    pub legacy: bool,
    /// The birth date, when it is a day of the calendar.
    pub birth_date: Option<NaiveDate>,
    /// The sex, when the characters are right.
    pub sex: Option<Sex>,
    /// The address code is in a list.
    pub address_known: bool,
    /// At most one hard problem, the first in the order of the checks, then the soft ones.
    pub problems: Vec<Problem>,
}

/// Checks a citizen identity number (GB 11643-1999) or its predecessor of 15 digits.
///
/// Full-width characters, spaces, and a small `x` are taken as typed for the plain ones. The
/// first hard failure in the order length, characters, date exists, not in the future, not over
/// 120 years, check character hides the later ones, so that one slip raises one problem.
#[must_use]
pub fn examine(number: &str, reference_date: NaiveDate) -> Verdict {
    let tidy = normalize(number);
    let legacy = tidy.chars().count() == LEGACY_LENGTH;
    let mut verdict = Verdict {
        number: number.to_owned(),
        valid: false,
        normalized: tidy,
        legacy,
        birth_date: None,
        sex: None,
        address_known: false,
        problems: Vec::new(),
    };
    if let Some(problem) = shape_problem(&verdict.normalized) {
        verdict.problems.push(problem);
        return verdict;
    }
    if legacy {
        verdict.normalized = lengthen(&verdict.normalized);
    }
    let address = verdict
        .normalized
        .get(..6)
        .map_or(Address::Unknown, Address::look_up);
    verdict.address_known = address.is_known();
    verdict.birth_date = birth_date(&verdict.normalized);
    verdict.sex = sex(&verdict.normalized);
    verdict
        .problems
        .extend(value_problem(&verdict, reference_date));
    verdict.valid = verdict.problems.is_empty();
    if !verdict.address_known {
        verdict.problems.push(Problem::Address);
    }
    if legacy {
        verdict.problems.push(Problem::Legacy);
    }
    verdict
}

/// Returns the number as it is compared and stored: half-width, no spaces, a capital X.
#[must_use]
pub fn normalize(number: &str) -> String {
    fold_width(number)
        .split_whitespace()
        .collect::<String>()
        .to_ascii_uppercase()
}

/// Returns the number with its middle hidden: `620825********9912`.
///
/// A text too short to hide anything is hidden whole.
#[must_use]
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    let (start, end) = MASK_SHOWN;
    let hidden = length
        .checked_sub(start + end)
        .filter(|hidden| *hidden >= end);
    let shown = |index| hidden.is_some() && (index < start || index >= length - end);
    number
        .chars()
        .enumerate()
        .map(|(index, c)| if shown(index) { c } else { '*' })
        .collect()
}

/// Finds the first fault of length or characters.
fn shape_problem(number: &str) -> Option<Problem> {
    let length = number.chars().count();
    if length != LENGTH && length != LEGACY_LENGTH {
        return Some(Problem::Length { length });
    }
    let wrong =
        |&(index, c): &(usize, char)| !(c.is_ascii_digit() || (c == 'X' && index + 1 == LENGTH));
    let (index, found) = number.chars().enumerate().find(wrong)?;
    Some(Problem::Character {
        position: index + 1,
        found,
    })
}

/// Finds the first fault of a number whose characters are right.
fn value_problem(verdict: &Verdict, reference_date: NaiveDate) -> Option<Problem> {
    let Some(birth) = verdict.birth_date else {
        return Some(Problem::Date);
    };
    if birth > reference_date {
        return Some(Problem::Future);
    }
    if is_too_old(birth, reference_date) {
        return Some(Problem::TooOld);
    }
    let (digits, check) = verdict.normalized.split_at_checked(LENGTH - 1)?;
    let fits = check_character(digits).is_some_and(|right| check.starts_with(right));
    (!fits).then_some(Problem::Check)
}

fn is_too_old(birth: NaiveDate, reference_date: NaiveDate) -> bool {
    let day = |date: NaiveDate| (date.year(), date.month(), date.day());
    let (year, month, day_of_month) = day(reference_date);
    day(birth) < (year - AGE_YEARS_MAX, month, day_of_month)
}

/// Makes 18 characters of 15: the century of everybody who had such a number, then the check.
fn lengthen(legacy: &str) -> String {
    let (address, rest) = legacy.split_at_checked(6).unwrap_or((legacy, ""));
    let digits = format!("{address}19{rest}");
    let check = check_character(&digits)
        .map(String::from)
        .unwrap_or_default();
    digits + &check
}

fn birth_date(number: &str) -> Option<NaiveDate> {
    let part = |from, to| number.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(6, 10)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(10, 12)?, part(12, 14)?)
}

fn sex(number: &str) -> Option<Sex> {
    let digit = number.chars().nth(16)?.to_digit(10)?;
    Some(if digit % 2 == 1 {
        Sex::Male
    } else {
        Sex::Female
    })
}
