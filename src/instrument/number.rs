//! Verdicts of the domain floor on numbers and names, as the words that conditions compare.

use chrono::{Datelike, NaiveDate};

use crate::base::text::private_use;
use crate::domain::calendar;
use crate::domain::check_character::check_character;
use crate::domain::county::Address;
use crate::domain::identity::{self, Problem, Verdict};
use crate::domain::name::{self, NameProblem};
use crate::domain::phone;

/// Greatest length of a name; beyond it the word is `long`, below the least it is `short`.
const NAME_CHARS_MAX: usize = 30;

/// Half-width, without spaces, `X` upper; 15 digits are lengthened.
pub(super) fn canonical_id(typed: &str) -> String {
    identity::examine(typed, NaiveDate::MAX).normalized
}

/// Says whether the typed number is a legacy one of 15 digits.
pub(super) fn is_legacy(typed: &str) -> bool {
    let plain = identity::normalize(typed);
    plain.chars().count() == 15 && plain.chars().all(|c| c.is_ascii_digit())
}

/// First thing wrong with a number: `length`, `character`, `date`, `range`, or `check`; of a sound
/// one `address` where its first six digits are no county's of any time, as those of a residence
/// permit, else `ok`.
pub(super) fn id_state(number: &str, reference: NaiveDate) -> &'static str {
    let problems = identity::examine(number, reference).problems;
    let county: String = number.chars().take(6).collect();
    match problems.iter().find(|problem| problem.is_hard()) {
        None | Some(Problem::Address | Problem::Legacy) => match Address::look_up(&county) {
            Address::County { .. } | Address::Withdrawn { .. } => "ok",
            Address::ResidencePermit | Address::Unknown => "address",
        },
        Some(Problem::Length { .. }) => "length",
        Some(Problem::Character { .. }) => "character",
        Some(Problem::Date) => "date",
        Some(Problem::Future | Problem::TooOld) => "range",
        Some(Problem::Check) => "check",
    }
}

/// Position of the first wrong character, from 1.
pub(super) fn id_fault_at(number: &str) -> Option<usize> {
    identity::examine(number, NaiveDate::MAX)
        .problems
        .iter()
        .find_map(|problem| match problem {
            Problem::Character { position, .. } => Some(*position),
            _ => None,
        })
}

/// Check character that the first 17 digits call for.
pub(super) fn id_check(number: &str) -> Option<char> {
    let digits: String = number.chars().take(17).collect();
    check_character(&digits).filter(|_| digits.len() == 17)
}

/// The verdict, where nothing but the age may be wrong; on its own birth date nobody is too old.
fn sound(number: &str) -> Option<Verdict> {
    let birth = identity::examine(number, NaiveDate::MAX).birth_date?;
    Some(identity::examine(number, birth)).filter(|verdict| verdict.valid)
}

/// Sex that a sound number tells, as a code.
pub(super) fn id_sex(number: &str) -> Option<&'static str> {
    sound(number)?.sex.map(identity::Sex::code)
}

/// Month of birth that a sound number tells, as `YYYY-MM`.
pub(super) fn id_birth_ym(number: &str) -> Option<String> {
    sound(number)?
        .birth_date
        .map(|date| calendar::YearMonth::of(date).to_string())
}

/// Says what is wrong with a telephone number of a round: `form`, `odd`, or `ok`.
pub(super) fn phone_fault(text: &str, reference: NaiveDate) -> &'static str {
    match phone::examine(text, reference.year()).problem {
        None => "ok",
        Some(problem) if problem.is_hard() => "form",
        Some(_) => "odd",
    }
}

/// Says whether the text is a day of the calendar in canonical form.
pub(super) fn is_date(text: &str) -> bool {
    calendar::parse_date_typed(text).is_ok_and(|date| calendar::date_text(date) == text)
}

/// Says what is wrong with a name: `short`, `long`, `digit`, `character`, `latin`, `private`,
/// or `ok`. Whether Latin letters may stand is for the rule to say.
pub(super) fn name_fault(text: &str) -> &'static str {
    match name::problem(text, true) {
        Some(NameProblem::Length { length }) if length > NAME_CHARS_MAX => "long",
        Some(NameProblem::Length { .. }) => "short",
        Some(NameProblem::Character { found, .. }) if found.is_numeric() => "digit",
        Some(NameProblem::Character { .. }) => "character",
        _ if name::problem(text, false).is_some_and(NameProblem::is_hard) => "latin",
        _ if private_use(text) => "private",
        _ => "ok",
    }
}
