//! Names as they are given in the region: by sex and by the years in which they were in use.

use super::chance::Chance;
use super::words::Words;

/// Years of birth from which other names were in use.
const CHANGES: [(i32, &str); 2] = [(1985, "new"), (1960, "mid")];

/// Makes the name of somebody born in a year; `first` is the character that siblings share.
pub(super) fn full(
    words: &Words,
    chance: &mut Chance,
    surname: &str,
    (is_male, year): (bool, i32),
    first: Option<&str>,
) -> String {
    let (set, share_one) = set(is_male, year);
    let second = words.pick(&format!("{set}.2"), chance);
    if chance.percent(share_one) {
        return format!("{surname}{second}");
    }
    let own = words.pick(&format!("{set}.1"), chance);
    let first = first.filter(|_| chance.percent(40)).unwrap_or(own);
    format!("{surname}{first}{second}")
}

/// Picks a character that the children of a household share.
pub(super) fn shared(words: &Words, chance: &mut Chance, is_male: bool, year: i32) -> String {
    words
        .pick(&format!("{}.1", set(is_male, year).0), chance)
        .to_owned()
}

/// Returns the set of words and how many in a hundred have a name of one character.
fn set(is_male: bool, year: i32) -> (String, i32) {
    let time = CHANGES.iter().find(|(from, _)| year >= *from);
    let time = time.map_or("old", |(_, time)| time);
    let sex = if is_male { "man" } else { "woman" };
    let share = match time {
        "new" => 22,
        "mid" => 14,
        _ => 3,
    };
    (format!("{sex}.{time}"), share)
}
