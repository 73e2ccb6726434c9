//! Identity and telephone numbers that belong to nobody: sequence numbers 990 to 999, which no
//! county reaches in one day of births, and each only once. Nor do two persons born in one month
//! share a name, so that whoever looks like somebody else was planted.

use std::collections::{HashMap, HashSet};

use super::chance::Chance;
use crate::domain::check_character::check_character;

/// Least sequence number.
const SEQUENCE_MIN: i32 = 990;
/// Numbers of one sex that a day of a county has.
const A_DAY: u8 = 5;

/// Which numbers are given out.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// How many, by address, day, and sex.
    given: HashMap<(String, i32, bool), u8>,
    /// Names and months of birth.
    names: HashSet<(String, i32)>,
}

impl Numbers {
    /// Notes that somebody born in a month has a name; false when somebody else has it.
    pub(super) fn name(&mut self, name: &str, born: i32) -> bool {
        self.names.insert((name.to_owned(), born))
    }

    /// Gives out a number for somebody born in a month, from the first of some addresses that has
    /// one left. None when all are used up.
    pub(super) fn give(
        &mut self,
        chance: &mut Chance,
        addresses: &[&str],
        born: i32,
        is_male: bool,
    ) -> Option<String> {
        let (year, month) = ((born - 1).div_euclid(12), (born - 1).rem_euclid(12) + 1);
        let days = days(year, month);
        let first = chance.below(days);
        for address in addresses {
            for step in 0..days {
                let day = (first + step) % days + 1;
                let key = ((*address).to_owned(), born * 32 + day, is_male);
                let given = self.given.entry(key).or_default();
                if *given < A_DAY {
                    let sequence = SEQUENCE_MIN + 2 * i32::from(*given) + i32::from(is_male);
                    *given += 1;
                    return number(&format!("{address}{year:04}{month:02}{day:02}{sequence}"));
                }
            }
        }
        None
    }
}

/// Adds the check character to seventeen digits.
pub(super) fn number(digits: &str) -> Option<String> {
    Some(format!("{digits}{}", check_character(digits)?))
}

const fn days(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Makes a mobile number of a range that was in use in every round.
pub(super) fn mobile(chance: &mut Chance) -> String {
    const RANGES: [&str; 12] = [
        "130", "131", "133", "135", "136", "138", "139", "150", "153", "158", "187", "189",
    ];
    let range = chance.pick(&RANGES).copied().unwrap_or("138");
    format!("{range}0{:07}", chance.below(10_000_000))
}
