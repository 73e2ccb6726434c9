//! The range of code paths at and below a unit.

/// Returns the end of the range that begins with a path: a colon is behind every digit.
pub(super) fn end(path: &str) -> String {
    format!("{path}:")
}
