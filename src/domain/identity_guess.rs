//! What a mistyped identity number may have been meant to be.
//!
//! The check character finds every single wrong digit and every swap of neighbors, so the numbers
//! that pass and are one slip away are few. They are only proposed: a person chooses.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::identity::{examine, normalize};

/// Most numbers that are proposed for one that fails.
pub const GUESSES_MAX: usize = 5;

/// Characters of a number of today, and of its predecessor.
const LENGTHS: [usize; 2] = [18, 15];
/// Characters that are typed or read for a digit.
const LOOK_ALIKES: [(char, char); 10] = [
    ('O', '0'),
    ('D', '0'),
    ('Q', '0'),
    ('\u{3007}', '0'),
    ('L', '1'),
    ('I', '1'),
    ('|', '1'),
    ('Z', '2'),
    ('S', '5'),
    ('B', '8'),
];
/// Characters that are typed for the check character X: asterisk, multiplication sign, and the
/// letters of other alphabets that look the same.
const FOR_X: [char; 6] = ['*', '\u{d7}', '\u{2715}', '\u{3a7}', '\u{425}', '\u{ff0a}'];
/// Digits that are easily taken for one another in handwriting or on a worn card.
const ALIKE: [(char, char); 9] = [
    ('1', '7'),
    ('3', '8'),
    ('5', '6'),
    ('0', '6'),
    ('0', '8'),
    ('6', '8'),
    ('4', '9'),
    ('1', '4'),
    ('3', '5'),
];

/// How a guess differs from what was typed, the likeliest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    /// Two neighbors are swapped.
    Swap,
    /// One character is wrong, one that looks like the right one.
    Alike,
    /// One character is wrong, and the right one is next to it on the keyboard.
    Near,
    /// One character is wrong.
    Other,
    /// One character is there twice, or once instead of twice.
    Double,
    /// One character is too many or too few.
    Count,
}

/// How far the address code of a guess speaks against it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    /// It is known, and what was typed for it is the same or is not known.
    None,
    /// It is known, but so is what was typed.
    Moved,
    /// It is in no list.
    Unknown,
}

/// Proposes identity numbers for one that fails, each one slip away from it and passing every
/// check on length, characters, birth date, and check character; the likeliest first, at most
/// [`GUESSES_MAX`]. None for a number that passes.
///
/// Letters that look like digits come first, then swaps, then one wrong digit, then one too many
/// or too few, which is only guessed where few numbers fit. Numbers that take a known address code
/// for a slip come behind these, and those whose code is not known come last, since the lists hold
/// nearly every code.
#[must_use]
pub fn guesses(
    text: &str,
    reference_date: NaiveDate,
    known_address: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let typed = normalize(text);
    let passes = |number: &str| examine(number, reference_date).valid;
    if typed.is_empty() || passes(&typed) {
        return Vec::new();
    }
    let mended = without_letters(&typed);
    if mended != typed && passes(&mended) {
        return vec![mended];
    }
    let characters: Vec<char> = mended.chars().collect();
    let given = mended.get(..6).unwrap_or_default();
    let is_given_known = known_address(given);
    let doubt = |address: &str| match address {
        same if same == given && is_given_known => Doubt::None,
        other if !known_address(other) => Doubt::Unknown,
        _ if is_given_known => Doubt::Moved,
        _ => Doubt::None,
    };
    let mut found: Vec<(Doubt, Slip, String)> = Vec::new();
    let mut seen = HashSet::new();
    for (slip, number) in one_slip_away(&characters) {
        if seen.insert(number.clone()) && passes(&number) {
            let address = number.get(..6).unwrap_or_default();
            found.push((doubt(address), slip, number));
        }
    }
    // Stable, so that the order of the places stays within a rank.
    found.sort_by_key(|(doubt, slip, _)| (*doubt, *slip));
    let counts = |slip: Slip| matches!(slip, Slip::Double | Slip::Count);
    if found.len() > GUESSES_MAX && found.iter().any(|(_, slip, _)| counts(*slip)) {
        found.retain(|(doubt, slip, _)| *doubt == Doubt::None && *slip == Slip::Double);
    }
    found.truncate(GUESSES_MAX);
    found.into_iter().map(|(_, _, number)| number).collect()
}

/// Returns the number with what looks like a digit made into one, and like the X at the end.
fn without_letters(typed: &str) -> String {
    let last = typed.chars().count().saturating_sub(1);
    let mend = |(index, c): (usize, char)| {
        if index == last && FOR_X.contains(&c) {
            return 'X';
        }
        let digit = LOOK_ALIKES.iter().find(|(letter, _)| *letter == c);
        digit.map_or(c, |(_, digit)| *digit)
    };
    typed.chars().enumerate().map(mend).collect()
}

/// Lists every text that is one slip away and has a length that a number can have.
fn one_slip_away(characters: &[char]) -> Vec<(Slip, String)> {
    let mut all = Vec::new();
    if LENGTHS.contains(&characters.len()) {
        swap(characters, &mut all);
    }
    // A number of 15 digits has no check character, so nearly every change of it would pass.
    match characters.len() {
        18 => change(characters, &mut all),
        19 => drop_one(characters, &mut all),
        17 => add_one(characters, &mut all),
        _ => {}
    }
    all
}

fn swap(characters: &[char], all: &mut Vec<(Slip, String)>) {
    for at in 1..characters.len() {
        let mut swapped = characters.to_vec();
        swapped.swap(at - 1, at);
        if swapped != characters {
            all.push((Slip::Swap, swapped.into_iter().collect()));
        }
    }
}

fn change(characters: &[char], all: &mut Vec<(Slip, String)>) {
    for (at, was) in characters.iter().enumerate() {
        for digit in digits(at + 1 == characters.len()).filter(|digit| digit != was) {
            let mut changed = characters.to_vec();
            if let Some(place) = changed.get_mut(at) {
                *place = digit;
            }
            all.push((slip(*was, digit), changed.into_iter().collect()));
        }
    }
}

fn drop_one(characters: &[char], all: &mut Vec<(Slip, String)>) {
    for at in 0..characters.len() {
        let mut fewer = characters.to_vec();
        let gone = fewer.remove(at);
        let is_double = fewer.get(at) == Some(&gone);
        let slip = if is_double { Slip::Double } else { Slip::Count };
        all.push((slip, fewer.into_iter().collect()));
    }
}

fn add_one(characters: &[char], all: &mut Vec<(Slip, String)>) {
    for at in 0..=characters.len() {
        for digit in digits(at == characters.len()) {
            let mut more = characters.to_vec();
            more.insert(at, digit);
            let is_double = characters.get(at) == Some(&digit);
            let slip = if is_double { Slip::Double } else { Slip::Count };
            all.push((slip, more.into_iter().collect()));
        }
    }
}

/// Returns the characters that can stand at a place.
fn digits(is_last: bool) -> impl Iterator<Item = char> {
    ('0'..='9').chain(is_last.then_some('X'))
}

/// Says how one character is taken for another.
fn slip(was: char, is: char) -> Slip {
    let alike = |pair: &(char, char)| *pair == (was, is) || *pair == (is, was);
    if ALIKE.iter().any(alike) {
        return Slip::Alike;
    }
    let near = was.to_digit(10).zip(is.to_digit(10));
    match near {
        Some((was, is)) if was.abs_diff(is) == 1 => Slip::Near,
        _ => Slip::Other,
    }
}
