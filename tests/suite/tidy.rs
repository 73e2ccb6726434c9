//! Style limits as a test: what a reviewer would otherwise have to look for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tidy_source::{Source, functions};

const LINE_COLUMNS_MAX: usize = 100;
const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 400;

/// Floors from the ground up: a module imports from its own floor and those before it.
const FLOORS: [&str; 11] = [
    "base",
    "wording",
    "domain",
    "instrument",
    "store",
    "check",
    "coverage",
    "exchange",
    "demo",
    "tui",
    "cli",
];

/// What only some places may touch: words of the code, and the beginnings of paths that may have
/// them.
const CAPABILITIES: &[(&[&str], &[&str])] = &[
    (&["rusqlite"], &["instrument/", "store/", "exchange/"]),
    (&["ratatui", "crossterm", "tui_input"], &["tui/"]),
    (
        &[
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "process::exit",
        ],
        &["cli/", "main.rs"],
    ),
    (
        &["Local::now", "Utc::now", "SystemTime"],
        &["base/clock.rs"],
    ),
    // The run loop waits for a pause in typing; no fact rests on it.
    (&["Instant"], &["base/clock.rs", "tui/run.rs"]),
    (&["getrandom"], &["base/random.rs"]),
    (
        &[
            "fs::write",
            "fs::rename",
            "fs::copy",
            "fs::remove_file",
            "fs::create_dir_all",
            "File::create",
            "OpenOptions",
        ],
        &[
            "base/files.rs",
            "store/backup.rs",
            "store/create.rs",
            "store/pen.rs",
            "exchange/csv_out.rs",
            "exchange/export.rs",
            "cli/doctor.rs",
        ],
    ),
];

/// Calls that end the program or were left from debugging.
const FORBIDDEN_CALLS: [&str; 6] = [
    ".unwrap()",
    "panic!",
    "todo!",
    "unimplemented!",
    "dbg!",
    "unreachable!",
];

/// Words for which the glossary has another one, as parts of names.
const FORBIDDEN_WORDS: [&str; 13] = [
    "hamlet",
    "family",
    "citizen",
    "admin",
    "warning",
    "history",
    "colour",
    "behaviour",
    "normalise",
    "initialise",
    "organisation",
    "labour",
    "centre",
];

/// Places on a developer's own machine.
const MACHINE_PATHS: [&str; 4] = [
    concat!("/", "work/"),
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("C:", "\\Users"),
];

/// Released migrations by the BLAKE3 hash of their bytes: a file once released never changes.
const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_event_store.sql",
        "029696141d463bc5b4db07394da760917d53c7c5cd680ffc12bee08bd2a908f0",
    ),
    (
        "0002_standing.sql",
        "58b45fa99b2aa24b5ec41d3b3e3202b7431a9ac7aa82d827abdaac9843ede0e1",
    ),
    (
        "0003_coverage.sql",
        "3ab2dda1d7ce8ae96e0c229aff2fe80b3f6169cc85b8262fdd99c4904d320a00",
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Lists the files below a folder that end in one of some ways, in order.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if endings
                .iter()
                .any(|ending| path.extension().is_some_and(|e| e == *ending))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn rust_files(folders: &[&str]) -> Vec<Source> {
    let paths = folders.iter().flat_map(|folder| files(folder, &["rs"]));
    paths.map(|path| Source::read(root(), &path)).collect()
}

fn assert_none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn lines_functions_and_files_are_short() {
    let mut faults = Vec::new();
    for file in rust_files(&["src", "tests"]) {
        for (number, line) in file.text.lines().enumerate() {
            if line.width() > LINE_COLUMNS_MAX {
                faults.push(format!(
                    "{}:{} has {} columns",
                    file.name,
                    number + 1,
                    line.width()
                ));
            }
        }
        // Tests may hold long tables of cases.
        if file.is_table || file.name.starts_with("tests/") {
            continue;
        }
        let n_lines = file.text.lines().count();
        if n_lines > FILE_LINES_MAX {
            faults.push(format!("{} has {n_lines} lines", file.name));
        }
        for (line, n_lines) in functions(&file.text) {
            if n_lines > FUNCTION_LINES_MAX {
                faults.push(format!(
                    "{}:{line} is a function of {n_lines} lines",
                    file.name
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn a_floor_imports_only_from_floors_below_it() {
    let rank = |name: &str| FLOORS.iter().position(|floor| *floor == name);
    let mut faults = Vec::new();
    for file in rust_files(&["src"]) {
        let Some(own) = file.floor().and_then(rank) else {
            continue;
        };
        for (line, text) in file.code.lines().enumerate() {
            for path in text.split("crate::").skip(1) {
                let name: String = path
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if rank(&name).is_none_or(|other| other > own) {
                    faults.push(format!("{}:{} uses crate::{name}", file.name, line + 1));
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn only_the_floor_with_the_capability_uses_it() {
    let mut faults = Vec::new();
    for file in rust_files(&["src"]) {
        let name = file.name.trim_start_matches("src/");
        for (words, places) in CAPABILITIES {
            if places.iter().any(|place| name.starts_with(place)) {
                continue;
            }
            for word in *words {
                faults.extend(
                    file.lines_with_word(word)
                        .map(|line| format!("{line}: {word}")),
                );
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_call_ends_the_program_in_passing() {
    let mut faults = Vec::new();
    for file in rust_files(&["src"]) {
        for call in FORBIDDEN_CALLS {
            faults.extend(
                file.lines_with_word(call)
                    .map(|line| format!("{line}: {call}")),
            );
        }
        for (line, text) in file.code.lines().enumerate() {
            let allows = text.contains("#[allow(") || text.contains("#![allow(");
            let has_reason = file
                .code
                .lines()
                .skip(line)
                .take(8)
                .any(|l| l.contains("reason"));
            if allows && !has_reason {
                faults.push(format!(
                    "{}:{} allows without a reason",
                    file.name,
                    line + 1
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn names_use_the_words_of_the_glossary() {
    let mut faults = Vec::new();
    for file in rust_files(&["src"]) {
        for (line, text) in file.code.lines().enumerate() {
            for name in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
                let parts = snake(name);
                if let Some(word) = FORBIDDEN_WORDS.iter().find(|w| parts.contains(**w)) {
                    faults.push(format!("{}:{} says {word}: {name}", file.name, line + 1));
                }
            }
        }
    }
    assert_none(&faults);
}

/// Splits a name at underscores and capitals.
fn snake(name: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let mut part = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        if c == '_' || (c.is_uppercase() && was_lower) {
            parts.insert(std::mem::take(&mut part));
        }
        was_lower = c.is_lowercase();
        part.extend(c.to_lowercase().filter(|c| *c != '_'));
    }
    parts.insert(part);
    parts
}

#[test]
fn wording_lives_in_assets() {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let mut faults = Vec::new();
    for file in rust_files(&["src"]).iter().filter(|file| !file.is_table) {
        for (line, text) in file.code_and_texts.lines().enumerate() {
            if text.contains(is_han) {
                faults.push(format!("{}:{} has Chinese text", file.name, line + 1));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn glyphs_of_uncertain_width_are_in_one_table() {
    let is_uncertain = |c: &char| c.width() != c.width_cjk() && !c.is_control();
    let mut faults = Vec::new();
    for file in rust_files(&["src"]) {
        if file.name == "src/tui/glyph.rs" || file.is_table {
            continue;
        }
        for (line, text) in file.code_and_texts.lines().enumerate() {
            if let Some(glyph) = text.chars().find(is_uncertain) {
                faults.push(format!("{}:{} draws {glyph}", file.name, line + 1));
            }
        }
    }
    for path in files("assets/wording", &["toml"]) {
        let text = fs::read_to_string(&path).unwrap();
        for (line, text) in text.lines().enumerate() {
            // Sentences are wrapped, and quotation marks stand in them only.
            let glyph = text
                .chars()
                .filter(|c| !"“”‘’…—".contains(*c))
                .find(is_uncertain);
            if let Some(glyph) = glyph {
                faults.push(format!("{}:{} draws {glyph}", path.display(), line + 1));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_file_is_reached_from_a_root() {
    let mut faults = Vec::new();
    for (folder, roots) in [
        ("src", vec!["src/lib.rs", "src/main.rs"]),
        ("tests/suite", vec!["tests/suite/main.rs"]),
    ] {
        let sources: BTreeMap<String, Source> = rust_files(&[folder])
            .into_iter()
            .map(|file| (file.name.clone(), file))
            .collect();
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut open: Vec<String> = roots.into_iter().map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            let Some(file) = sources.get(&name) else {
                continue;
            };
            if reached.insert(name.clone()) {
                open.extend(file.modules());
            }
        }
        let lost = sources.keys().filter(|name| !reached.contains(*name));
        faults.extend(lost.map(|name| format!("{name} is declared nowhere")));
    }
    assert_none(&faults);
}

#[test]
fn every_module_says_what_it_is_for() {
    let is_module = |name: &str| name.ends_with("/mod.rs") || name == "src/lib.rs";
    let faults: Vec<String> = rust_files(&["src"])
        .iter()
        .filter(|file| is_module(&file.name) && !file.text.starts_with("//!"))
        .map(|file| format!("{} does not begin with //!", file.name))
        .collect();
    assert_none(&faults);
}

#[test]
fn a_released_migration_never_changes() {
    let found: Vec<(String, String)> = files("assets/migrations", &["sql"])
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (
                name,
                blake3::hash(&fs::read(path).unwrap()).to_hex().to_string(),
            )
        })
        .collect();
    let known = MIGRATIONS
        .iter()
        .map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned()));
    assert_eq!(found, known.collect::<Vec<_>>());
}

#[test]
fn nothing_names_a_place_on_one_machine() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "assets"] {
        for path in files(folder, &["rs", "toml", "sql", "csv", "md", "txt", "snap"]) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            for (line, text) in text.lines().enumerate() {
                if MACHINE_PATHS.iter().any(|place| text.contains(place)) {
                    faults.push(format!("{}:{}", path.display(), line + 1));
                }
            }
        }
    }
    assert_none(&faults);
}
