//! Under which words the file keeps how the screens look.

/// The language.
pub const LANGUAGE: &str = "language";
/// The palette.
pub const THEME: &str = "theme";
/// The set of marks.
pub const MARKS: &str = "marks";
/// The plain set of marks.
pub const PLAIN: &str = "plain";
/// The normal set of marks.
pub const NORMAL: &str = "normal";
