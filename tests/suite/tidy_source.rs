//! Reads Rust text well enough for the style limits: what is code, what is a comment, what a text.

use std::fs;
use std::path::Path;

/// One file of Rust.
pub struct Source {
    /// Path from the root of the crate, with forward slashes.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Code with comments and the insides of texts blanked out, line for line.
    pub code: String,
    /// Code and texts, without comments.
    pub code_and_texts: String,
    /// Whether the file is a table and may be long.
    pub is_table: bool,
}

impl Source {
    pub fn read(root: &Path, path: &Path) -> Self {
        let name = path
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        let (code, code_and_texts) = blank(&text);
        let is_table = text
            .lines()
            .take(8)
            .any(|line| line.trim() == "// tidy: table");
        Self {
            name,
            text,
            code,
            code_and_texts,
            is_table,
        }
    }

    /// Returns the floor of a file in `src`.
    pub fn floor(&self) -> Option<&str> {
        self.name
            .strip_prefix("src/")?
            .split_once('/')
            .map(|(floor, _)| floor)
    }

    /// Returns the places where a word stands in the code and is not part of a longer one.
    pub fn lines_with_word<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> + 'a {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        self.code
            .lines()
            .enumerate()
            .filter_map(move |(number, line)| {
                let stands = line.match_indices(word).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    let after = line[at + word.len()..].chars().next();
                    let begins = !word.starts_with(is_part) || !before.is_some_and(is_part);
                    begins && (!word.ends_with(is_part) || !after.is_some_and(is_part))
                });
                stands.then(|| format!("{}:{}", self.name, number + 1))
            })
    }

    /// Returns the files in which the modules declared here may be.
    pub fn modules(&self) -> Vec<String> {
        let (folder, file) = self.name.rsplit_once('/').unwrap();
        let folder = match file {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            _ => format!("{folder}/{}", file.trim_end_matches(".rs")),
        };
        let mut found = Vec::new();
        for line in self.code.lines() {
            let declared = line
                .trim()
                .strip_suffix(';')
                .and_then(|line| line.split_once("mod "));
            if let Some((_, name)) = declared {
                found.push(format!("{folder}/{name}.rs"));
                found.push(format!("{folder}/{name}/mod.rs"));
            }
        }
        found
    }
}

/// Returns the functions of a formatted text: the line of each and how many lines it has.
pub fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let is_function = ["fn ", "pub fn ", "const fn ", "pub const fn "]
            .iter()
            .any(|begin| code.starts_with(begin))
            || (code.starts_with("pub(") && code.contains(" fn "));
        if !is_function || line.ends_with('}') {
            continue;
        }
        let signature = lines[start..]
            .iter()
            .position(|l| l.ends_with('{') || l.ends_with(';'));
        if !signature.is_some_and(|at| lines[start + at].ends_with('{')) {
            continue;
        }
        // The text is formatted, so a function ends at the first brace that stands under its start.
        let end = format!("{}}}", " ".repeat(line.len() - code.len()));
        let Some(n) = lines[start..].iter().position(|l| *l == end) else {
            continue;
        };
        found.push((start + 1, n + 1));
    }
    found
}

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Code,
    LineComment,
    BlockComment(usize),
    Text,
    /// A raw text, with so many marks behind its end.
    RawText(usize),
}

/// Blanks out comments and the insides of texts; then comments alone.
fn blank(text: &str) -> (String, String) {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut texts) = (String::new(), String::new());
    let mut place = Place::Code;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        let (now, n, is_code, is_text) = match place {
            Place::Code => in_code(&chars, at, c, next),
            Place::LineComment if c == '\n' => (Place::Code, 1, true, true),
            Place::LineComment => (place, 1, false, false),
            Place::BlockComment(depth) => in_comment(depth, c, next),
            Place::Text if c == '\\' => (place, 2, false, true),
            Place::Text if c == '"' => (Place::Code, 1, true, true),
            Place::RawText(n) if c == '"' && marks(&chars, at + 1) >= n => {
                (Place::Code, 1 + n, true, true)
            }
            Place::Text | Place::RawText(_) => (place, 1, false, true),
        };
        place = now;
        for &c in chars.iter().skip(at).take(n) {
            let blank = if c == '\n' { '\n' } else { ' ' };
            code.push(if is_code { c } else { blank });
            texts.push(if is_text { c } else { blank });
        }
        at += n;
    }
    (code, texts)
}

type Step = (Place, usize, bool, bool);

fn in_code(chars: &[char], at: usize, c: char, next: char) -> Step {
    let was_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match (c, next) {
        ('/', '/') => (Place::LineComment, 2, false, false),
        ('/', '*') => (Place::BlockComment(1), 2, false, false),
        ('"', _) => (Place::Text, 1, true, true),
        ('r', '"' | '#') if !was_word => {
            let n = marks(chars, at + 1);
            if chars.get(at + 1 + n) == Some(&'"') {
                (Place::RawText(n), n + 2, true, true)
            } else {
                (Place::Code, 1, true, true)
            }
        }
        // A character, not a lifetime: it ends with a mark of its own.
        ('\'', '\\') => {
            let n = chars[at + 2..]
                .iter()
                .skip(1)
                .position(|c| *c == '\'')
                .unwrap_or(0)
                + 4;
            (Place::Code, n, false, true)
        }
        ('\'', _) if chars.get(at + 2) == Some(&'\'') => (Place::Code, 3, false, true),
        _ => (Place::Code, 1, true, true),
    }
}

fn in_comment(depth: usize, c: char, next: char) -> Step {
    match (c, next) {
        ('*', '/') if depth == 1 => (Place::Code, 2, false, false),
        ('*', '/') => (Place::BlockComment(depth - 1), 2, false, false),
        ('/', '*') => (Place::BlockComment(depth + 1), 2, false, false),
        _ => (Place::BlockComment(depth), 1, false, false),
    }
}

/// Counts the number signs from a place on.
fn marks(chars: &[char], from: usize) -> usize {
    chars[from..].iter().take_while(|c| **c == '#').count()
}

#[test]
fn code_comments_and_texts_are_told_apart() {
    let text = "let a = \"x // y\"; // z\nlet b = 'q'; /* w */ let c: &'static str = r#\"v\"#;";
    let (code, texts) = blank(text);
    assert!(!code.contains(['x', 'z', 'q', 'w', 'v']), "{code}");
    assert!(code.contains("let c: &'static str"), "{code}");
    assert!(
        texts.contains("x // y") && !texts.contains('z') && !texts.contains('w'),
        "{texts}"
    );
}

#[test]
fn functions_are_measured_from_head_to_closing_brace() {
    let text = "impl A {\n    fn a(\n        x: u8,\n    ) {\n        x;\n    }\n    fn b();\n}\n";
    assert_eq!(functions(text), vec![(2, 5)]);
}
