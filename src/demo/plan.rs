//! What is to be made.

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::{YearMonth, last_month};

/// First year of a round in which people earn as they do now.
const LATE_FROM: u16 = 2020;

/// How large the population is and what it follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Year of the round.
    pub round: u16,
    /// Every status is as at this date.
    pub reference_date: NaiveDate,
    /// Townships of the frame that are filled; the others are left out of the file.
    pub townships: usize,
    /// Villages of each township.
    pub villages: usize,
    /// Households of each village.
    pub households: usize,
    /// All choices follow from it.
    pub seed: u64,
    /// In how many of a million households something is planted.
    pub faults: u32,
}

/// What everybody's life is seen from.
#[derive(Debug, Clone)]
pub(super) struct Round {
    pub(super) plan: Plan,
    /// Month of the reference date, as an index.
    pub(super) month: i32,
    /// Last month of the twelve that count, as an index.
    pub(super) last: i32,
    /// Whether people earn as in the rounds from 2020 on.
    pub(super) is_late: bool,
    /// Code of the county.
    pub(super) county: String,
}

impl Round {
    pub(super) fn new(plan: &Plan, county: &str) -> Self {
        Self {
            month: YearMonth::of(plan.reference_date).mi(),
            last: last_month(plan.reference_date).mi(),
            is_late: plan.round >= LATE_FROM,
            county: county.to_owned(),
            plan: plan.clone(),
        }
    }

    /// Returns the year of the reference date.
    pub(super) fn year(&self) -> i32 {
        self.plan.reference_date.year()
    }
}

/// Writes a month index as `1990-03`.
pub(super) fn month_text(mi: i32) -> String {
    YearMonth::from_mi(mi).map_or_else(String::new, |month| month.to_string())
}

/// Returns the year of a month index.
pub(super) const fn year_of(mi: i32) -> i32 {
    (mi - 1).div_euclid(12)
}
