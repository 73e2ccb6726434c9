//! Identity and telephone numbers as the conditions need them.

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar;

/// Weights of the first 17 digits, GB 11643-1999.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check characters by remainder.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// Age over which a birth date in a number is out of range, unless the round says otherwise.
pub(super) const AGE_MAX: i32 = 120;

/// First thing wrong with a number, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdFault {
    Ok,
    Length,
    /// Position of the first wrong character, from 1.
    Character(usize),
    Date,
    Range,
    Check(char),
}

impl IdFault {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Length => "length",
            Self::Character(_) => "character",
            Self::Date => "date",
            Self::Range => "range",
            Self::Check(_) => "check",
        }
    }
}

/// Half-width, without spaces, `X` upper; 15 digits are lengthened.
pub(super) fn canonical_id(typed: &str) -> String {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_uppercase();
    if is_legacy(&plain) { lengthen(&plain) } else { plain }
}

/// Says whether the typed number is a legacy one of 15 digits.
pub(super) fn is_legacy(typed: &str) -> bool {
    let mut digits = typed.chars().filter(|c| !c.is_whitespace());
    digits.clone().count() == 15 && digits.all(|c| c.is_ascii_digit())
}

fn lengthen(legacy: &str) -> String {
    let mut long: String = legacy.chars().take(6).collect();
    long.push_str("19");
    long.extend(legacy.chars().skip(6));
    long.extend(check_of(&long));
    long
}

/// Check character that the first 17 digits call for.
pub(super) fn check_of(number: &str) -> Option<char> {
    let digits: Option<Vec<u32>> = number.chars().take(17).map(|c| c.to_digit(10)).collect();
    let digits = digits.filter(|digits| digits.len() == 17)?;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

fn birth(number: &str) -> Option<NaiveDate> {
    let long = if is_legacy(number) { lengthen(number) } else { number.to_owned() };
    let digits: String = long.chars().skip(6).take(8).collect();
    let all: i32 = digits.parse().ok().filter(|_| digits.len() == 8)?;
    let [month, day] = [all / 100 % 100, all % 100].map(i32::unsigned_abs);
    NaiveDate::from_ymd_opt(all / 10_000, month, day)
}

/// Finds the first thing wrong.
pub(super) fn id_fault(number: &str, reference: NaiveDate, age_max: i32) -> IdFault {
    let length = number.chars().count();
    if length != 15 && length != 18 {
        return IdFault::Length;
    }
    let good = |(at, c): (usize, char)| c.is_ascii_digit() || (at == 17 && c == 'X');
    if let Some(at) = number.chars().enumerate().position(|pair| !good(pair)) {
        return IdFault::Character(at + 1);
    }
    let Some(birth) = birth(number) else {
        return IdFault::Date;
    };
    let oldest = reference.with_year(reference.year() - age_max);
    if birth > reference || oldest.is_some_and(|oldest| birth < oldest) {
        return IdFault::Range;
    }
    match check_of(number) {
        Some(check) if length == 18 && number.chars().next_back() != Some(check) => {
            IdFault::Check(check)
        }
        _ => IdFault::Ok,
    }
}

/// Sex that the number tells, as a code, where nothing is wrong with its characters.
pub(super) fn id_sex(number: &str) -> Option<&'static str> {
    let at = if is_legacy(number) { 14 } else { 16 };
    let digit = number.chars().nth(at).and_then(|c| c.to_digit(10))?;
    sound(number).then_some(if digit % 2 == 1 { "1" } else { "2" })
}

/// Month of birth that the number tells, as `YYYY-MM`.
pub(super) fn id_birth_ym(number: &str) -> Option<String> {
    let birth = birth(number).filter(|_| sound(number))?;
    Some(format!("{:04}-{:02}", birth.year(), birth.month()))
}

/// A number whose date exists and whose check digit fits; nothing is taken from another.
fn sound(number: &str) -> bool {
    let far = NaiveDate::MAX;
    matches!(id_fault(number, far, AGE_MAX), IdFault::Ok | IdFault::Range)
        && (is_legacy(number) || number.chars().next_back() == check_of(number))
}

/// Half-width, without spaces and, in mobiles, without dashes and the country code.
pub(super) fn canonical_tel(typed: &str) -> String {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let digits: String = plain.chars().filter(|c| *c != '-').collect();
    let local = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086"));
    let mobile = local.unwrap_or(&digits);
    if is_mobile(mobile) { mobile.to_owned() } else { plain }
}

fn is_mobile(text: &str) -> bool {
    let mut chars = text.chars();
    text.len() == 11
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && chars.next() == Some('1')
        && matches!(chars.next(), Some('3'..='9'))
}

fn is_fixed(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !text.starts_with('0') {
        return false;
    }
    match text.split_once('-') {
        Some((area, rest)) => {
            digits(area) && digits(rest) && matches!(area.len(), 3 | 4) && matches!(rest.len(), 7 | 8)
        }
        None => digits(text) && (10..=12).contains(&text.len()),
    }
}

/// Says what is wrong with a telephone number: `form`, `machine`, or `ok`.
pub(super) fn phone_fault(text: &str) -> &'static str {
    if !is_mobile(text) {
        return if is_fixed(text) { "ok" } else { "form" };
    }
    let prefix: String = text.chars().take(3).collect();
    let machine = ["140", "141", "144", "146", "148"].contains(&prefix.as_str());
    if machine { "machine" } else { "ok" }
}

/// Says whether the text is a day of the calendar in canonical form.
pub(super) fn is_date(text: &str) -> bool {
    calendar::parse_date_typed(text).is_ok_and(|date| calendar::date_text(date) == text)
}

/// Says what is wrong with a name: `short`, `long`, `digit`, `character`, `private`, `latin`,
/// or `ok`. Whether Latin letters may stand is for the rule to say.
pub(super) fn name_fault(name: &str) -> &'static str {
    let length = name.chars().count();
    if length < 2 {
        return "short";
    }
    if length > 30 {
        return "long";
    }
    if name.chars().any(|c| c.is_ascii_digit()) {
        return "digit";
    }
    if !name.chars().all(|c| is_han(c) || is_private(c) || is_latin(c) || "\u{B7} -'.".contains(c)) {
        return "character";
    }
    if name.chars().any(is_private) {
        return "private";
    }
    if name.chars().any(is_latin) { "latin" } else { "ok" }
}

/// Han characters with all extensions and the compatibility blocks.
const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '\u{3007}' | '\u{2E80}'..='\u{2FDF}')
}

const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

const fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}
