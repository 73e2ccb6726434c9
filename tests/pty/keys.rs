//! The bytes that a terminal sends for a key, written down from what xterm does.

/// Keys by the name that scripts give them.
const NAMED: &[(&str, &str)] = &[
    ("Enter", "\r"),
    ("Tab", "\t"),
    ("S-Tab", "\u{1b}[Z"),
    ("Esc", "\u{1b}"),
    ("Backspace", "\u{7f}"),
    ("Ins", "\u{1b}[2~"),
    ("Del", "\u{1b}[3~"),
    ("PgUp", "\u{1b}[5~"),
    ("PgDn", "\u{1b}[6~"),
    ("Up", "\u{1b}[A"),
    ("Down", "\u{1b}[B"),
    ("Right", "\u{1b}[C"),
    ("Left", "\u{1b}[D"),
    ("End", "\u{1b}[F"),
    ("Home", "\u{1b}[H"),
    ("F1", "\u{1b}OP"),
    ("F2", "\u{1b}OQ"),
    ("F3", "\u{1b}OR"),
    ("F4", "\u{1b}OS"),
    ("F5", "\u{1b}[15~"),
    ("F6", "\u{1b}[17~"),
    ("F7", "\u{1b}[18~"),
    ("F8", "\u{1b}[19~"),
    ("F9", "\u{1b}[20~"),
    ("F10", "\u{1b}[21~"),
    ("F11", "\u{1b}[23~"),
    ("F12", "\u{1b}[24~"),
    ("S-F4", "\u{1b}[1;2S"),
    ("S-F5", "\u{1b}[15;2~"),
    ("S-F6", "\u{1b}[17;2~"),
];

/// Reads a script such as `2<Right><C-g>` into the bytes of each key.
pub fn bytes(script: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let special = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        let (key, after) = special.map_or_else(
            || (c.to_string(), rest.strip_prefix(c).unwrap_or_default()),
            |(name, after)| (named(name), after),
        );
        keys.push(key);
        rest = after;
    }
    keys
}

fn named(name: &str) -> String {
    if let Some((_, bytes)) = NAMED.iter().find(|(known, _)| *known == name) {
        return (*bytes).to_owned();
    }
    if let Some(letter) = name.strip_prefix("C-") {
        let control = letter.bytes().next().unwrap() & 0x1f;
        return char::from(control).to_string();
    }
    let letter = name.strip_prefix("A-");
    letter.map_or_else(
        || panic!("no key is called {name}"),
        |letter| format!("\u{1b}{letter}"),
    )
}
