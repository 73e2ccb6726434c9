//! Marks and lines: a normal set and a plain one of ASCII alone.
//!
//! No glyph here is of ambiguous width, because a terminal set to wide would draw it over its
//! neighbor; the suite measures both sets.
// tidy: table

/// The marks of one set.
#[derive(Clone, Copy, Debug)]
pub struct Glyphs {
    /// Answered.
    pub answered: &'static str,
    /// Not asked yet, or empty.
    pub open: &'static str,
    /// A hard finding.
    pub hard: &'static str,
    /// A soft finding to confirm.
    pub soft: &'static str,
    /// A reason given.
    pub reason: &'static str,
    /// A preset.
    pub preset: &'static str,
    /// A derived value.
    pub derived: &'static str,
    /// What is selected.
    pub here: &'static str,
    /// The line for a new unit.
    pub add: &'static str,
    /// The done part of a meter.
    pub full: &'static str,
    /// The open part of a meter.
    pub empty: &'static str,
    /// A line that separates.
    pub rule: &'static str,
    /// A chosen code of a set.
    pub chosen: &'static str,
    /// A code of a set that is not chosen.
    pub unchosen: &'static str,
    /// A note.
    pub note: &'static str,
    /// A unit that was begun.
    pub begun: &'static str,
    /// A unit that is signed.
    pub signed: &'static str,
    /// Something that was returned.
    pub returned: &'static str,
    /// A unit that was signed, then changed.
    pub changed: &'static str,
    /// A list goes on above what is shown.
    pub above: &'static str,
    /// A list goes on below what is shown.
    pub below: &'static str,
}

/// The normal set.
pub const NORMAL: Glyphs = Glyphs {
    answered: "✓",
    open: "-",
    hard: "!",
    soft: "?",
    reason: "~",
    preset: "^",
    derived: "<",
    here: ">",
    add: "+",
    full: "#",
    empty: "-",
    rule: "-",
    chosen: "[✓]",
    unchosen: "[ ]",
    note: "*",
    begun: "=",
    signed: "S",
    returned: "R",
    changed: "X",
    above: "^",
    below: "v",
};

/// The plain set.
pub const PLAIN: Glyphs = Glyphs {
    answered: "v",
    chosen: "[x]",
    ..NORMAL
};

/// Chooses a set.
#[must_use]
pub const fn glyphs(plain: bool) -> &'static Glyphs {
    if plain { &PLAIN } else { &NORMAL }
}
