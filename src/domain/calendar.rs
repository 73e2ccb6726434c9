//! Months, days, ages, and the months of episodes.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use crate::base::message::Message;
use crate::base::text::fold_width;

/// A date or month that cannot be read or does not exist.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CalendarError {
    /// Not year and month.
    #[error("not a month of the form YYYY-MM")]
    Month,
    /// Not year, month, and day, or a day that does not exist.
    #[error("not a date of the form YYYY-MM-DD")]
    Date,
}

impl CalendarError {
    /// Says the fault in the user's language.
    #[must_use]
    pub const fn message(self) -> Message {
        match self {
            Self::Month => Message::new("domain.month_bad"),
            Self::Date => Message::new("domain.date_bad"),
        }
    }
}

/// A month of a year, written `1990-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    year: i32,
    month: u32,
}

impl YearMonth {
    /// Makes a month of the years 1000 to 9999; none when it does not exist.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1000..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Returns the month of a date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    /// Reads what a person types: `1990-3`, `1990.03`, `1990/3`, `199003`, `1990年3月`.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Month`] when it is no month.
    pub fn parse_typed(text: &str) -> Result<Self, CalendarError> {
        let parts = typed_numbers(text, &[4, 2]).ok_or(CalendarError::Month)?;
        let [year, month] = parts.as_slice() else {
            return Err(CalendarError::Month);
        };
        let year = i32::try_from(*year)
            .ok()
            .and_then(|year| Self::new(year, *month));
        year.ok_or(CalendarError::Month)
    }

    /// Returns the year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Returns the month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// Returns the month index: 12 × year + month, so that differences are months.
    #[must_use]
    pub const fn mi(self) -> i32 {
        12 * self.year + self.month.cast_signed()
    }

    /// Returns the month of a month index; none outside the years 1000 to 9999.
    #[must_use]
    pub fn from_mi(mi: i32) -> Option<Self> {
        let months = mi.checked_sub(1)?;
        Self::new(
            months.div_euclid(12),
            months.rem_euclid(12).cast_unsigned() + 1,
        )
    }
}

impl FromStr for YearMonth {
    type Err = CalendarError;

    /// Reads the canonical form only.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let month = Self::parse_typed(text)?;
        if month.to_string() == text {
            Ok(month)
        } else {
            Err(CalendarError::Month)
        }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

/// Reads what a person types for a day: `1990-3-15`, `1990.03.15`, `19900315`, `1990年3月15日`.
///
/// # Errors
///
/// [`CalendarError::Date`] when it is no day of the calendar.
pub fn parse_date_typed(text: &str) -> Result<NaiveDate, CalendarError> {
    let parts = typed_numbers(text, &[4, 2, 2]).ok_or(CalendarError::Date)?;
    let [year, month, day] = parts.as_slice() else {
        return Err(CalendarError::Date);
    };
    let year = i32::try_from(*year)
        .ok()
        .filter(|year| (1000..=9999).contains(year));
    year.and_then(|year| NaiveDate::from_ymd_opt(year, *month, *day))
        .ok_or(CalendarError::Date)
}

/// Returns the canonical text of a day, `1990-03-15`.
#[must_use]
pub fn date_text(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// Returns completed years of age in the reference month; the day of birth is never used.
///
/// Negative for a birth after the reference month.
#[must_use]
pub const fn age_at(birth: YearMonth, reference: YearMonth) -> i32 {
    (reference.mi() - birth.mi()).div_euclid(12)
}

/// Returns the last month of the reference year: that of the reference date from its 16th day
/// on, else the month before.
#[must_use]
pub fn last_month(reference_date: NaiveDate) -> YearMonth {
    let month = YearMonth::of(reference_date);
    let before = YearMonth::from_mi(month.mi() - 1);
    if reference_date.day() >= 16 {
        month
    } else {
        before.unwrap_or(month)
    }
}

/// Returns how many half-months of the reference year (the 12 months that end with
/// [`last_month`]) an episode covers: 0 to 24.
///
/// A month in which the episode begins or ends counts half, one that holds it all counts whole.
#[must_use]
pub fn half_months(start: YearMonth, end: Option<YearMonth>, reference_date: NaiveDate) -> u16 {
    let last = last_month(reference_date).mi();
    let first = last - 11;
    let (start, end) = (start.mi(), end.map(YearMonth::mi));
    let from = start.max(first);
    let to = end.unwrap_or(last).min(last);
    if to < from {
        return 0;
    }
    if end == Some(start) {
        return 2;
    }
    let begins = i32::from(start >= first);
    let ends = i32::from(end.is_some_and(|end| end <= last));
    u16::try_from(2 * (to - from + 1) - begins - ends).unwrap_or(0)
}

/// Returns half-months as canonical months with one decimal: `4.0`, `6.5`.
#[must_use]
pub fn months_text(half_months: u16) -> String {
    format!("{}.{}", half_months / 2, half_months % 2 * 5)
}

/// Reads the numbers of a typed date: digits of the given lengths together, or one number a
/// length with anything but digits and letters between.
fn typed_numbers(text: &str, lengths: &[usize]) -> Option<Vec<u32>> {
    let folded = fold_width(text);
    let text = folded.trim();
    let total: usize = lengths.iter().sum();
    if text.len() == total && text.bytes().all(|b| b.is_ascii_digit()) {
        let mut digits = text.chars();
        let number = |length: &usize| {
            digits
                .by_ref()
                .take(*length)
                .collect::<String>()
                .parse()
                .ok()
        };
        return lengths.iter().map(number).collect();
    }
    let is_separator = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+');
    let parts: Vec<&str> = text
        .split(is_separator)
        .filter(|part| !part.is_empty())
        .collect();
    let fits = parts.len() == lengths.len()
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() <= *length)
        && parts.first().is_some_and(|year| year.len() == 4)
        && text.starts_with(|c: char| c.is_ascii_digit());
    let numbers = parts.iter().map(|part| part.parse().ok());
    numbers.collect::<Option<Vec<u32>>>().filter(|_| fits)
}
