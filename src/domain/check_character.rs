//! The check character of identity numbers and printed keys.

/// Returns the ISO 7064 MOD 11-2 check character of a string of digits; 10 is written `X`.
///
/// Finds every single wrong digit and every swap of two neighbors. None when anything but
/// digits is given.
#[must_use]
pub fn check_character(digits: &str) -> Option<char> {
    let mut power = 0;
    for digit in digits.chars() {
        power = (power + digit.to_digit(10)?) * 2 % 11;
    }
    match (12 - power) % 11 {
        10 => Some('X'),
        check => char::from_digit(check, 10),
    }
}
