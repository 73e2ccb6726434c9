//! The README is true: its picture and its table of keys are those of the program.
//!
//! `UPDATE_README=1 cargo test --test suite readme` writes both anew.

use std::path::{Path, PathBuf};

use labor_census::tui::command::command_table_markdown;
use labor_census::wording::{Language, Wording};

use crate::picture::svg;
use crate::screens::{FAMILY, HOUSEHOLD, TO_HOUSEHOLD, desk};

const BEGIN: &str = "<!-- keys: written by a test -->\n";
const END: &str = "<!-- end of keys -->\n";

fn root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Compares a file with what it should hold, or writes it when asked to.
fn in_step(file: &str, wanted: &str) {
    let path = root(file);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{file} is out of step; see the head of this test"
    );
}

#[test]
fn the_picture_is_the_screen() {
    let mut desk = desk((80, 24), Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    // Into the second person, so that a head with his answers stands behind.
    for (_, keys) in FAMILY.iter().take(17) {
        desk.session.type_keys(keys);
    }
    in_step("assets/readme/form.svg", &svg(desk.session.buffer()));
}

#[test]
fn the_table_of_keys_is_the_programs() {
    let readme = std::fs::read_to_string(root("README.md")).unwrap();
    let (head, rest) = readme.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let table = command_table_markdown(&Wording::new(Language::En));
    in_step("README.md", &format!("{head}{BEGIN}\n{table}\n{END}{tail}"));
}

#[test]
fn the_first_screen_names_the_two_commands() {
    let readme = std::fs::read_to_string(root("README.md")).unwrap();
    let first: String = readme.lines().take(40).collect::<Vec<_>>().join("\n");
    for wanted in [
        "cargo run --release",
        "cargo test",
        "Enter",
        "assets/readme/form.svg",
    ] {
        assert!(first.contains(wanted), "{wanted}");
    }
}
