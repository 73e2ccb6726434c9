//! The table of commands: explained, reachable without letters, and free of clashes.

use std::collections::HashSet;

use labor_census::tui::command::{COMMANDS, Group, command, command_table_markdown};
use labor_census::tui::event::{Code, Key};
use labor_census::tui::keymap::{lookup, normalize, parse, script};
use labor_census::wording::{Language, Wording};

fn is_letter(key: Key) -> bool {
    matches!(key.code, Code::Char(c) if c.is_alphabetic())
}

#[test]
fn every_command_is_explained_and_has_a_key_that_no_input_method_swallows() {
    for shown in COMMANDS {
        for language in Language::ALL {
            let wording = Wording::new(language);
            for key in [shown.name, shown.help, shown.group.key()] {
                assert_ne!(wording.text(key), key, "{key} in {language}");
            }
        }
        assert!(Group::ALL.contains(&shown.group));
        let keys: Vec<Key> = shown
            .keys
            .iter()
            .map(|key| parse(key).expect("a key"))
            .collect();
        let plain =
            |key: &&Key| !is_letter(**key) && (!matches!(key.code, Code::Char(_)) || key.alt);
        assert!(
            keys.iter().any(|key| plain(&key)),
            "{:?} needs a key without letters",
            shown.id
        );
        assert!(
            keys.iter().any(|key| key.alt || key.ctrl),
            "{:?} needs a chord",
            shown.id
        );
        assert_eq!(command(shown.id).id, shown.id);
    }
}

#[test]
fn no_key_means_two_things() {
    let mut seen = HashSet::new();
    for key in COMMANDS.iter().flat_map(|command| command.keys) {
        let parsed = normalize(parse(key).expect("a key"));
        assert!(seen.insert(parsed), "{key} stands twice");
        assert!(lookup(parsed).is_some());
    }
}

#[test]
fn the_keys_of_the_contract_are_fixed() {
    use labor_census::tui::command::Id;
    for (key, id) in [
        ("Enter", Id::Next),
        ("Tab", Id::NextField),
        ("S-Tab", Id::PreviousField),
        ("Esc", Id::Back),
        ("F1", Id::Help),
        ("F2", Id::NextGap),
        ("F3", Id::Find),
        ("F4", Id::Choices),
        ("F5", Id::Review),
        ("F6", Id::Disposition),
        ("F7", Id::Note),
        ("F8", Id::Language),
        ("F9", Id::Exchange),
        ("C-p", Id::Palette),
        ("C-q", Id::Quit),
    ] {
        assert_eq!(lookup(parse(key).expect("a key")), Some(id), "{key}");
    }
}

#[test]
fn the_readme_shows_the_table_of_commands() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let table = command_table_markdown(&Wording::new(Language::En));
    assert_eq!(table.lines().count(), COMMANDS.len() + 2);
    // The page comes with the first release; until it does there is nothing to keep in step.
    if let Ok(readme) = readme {
        assert!(readme.contains(&table), "put this into README.md:\n{table}");
    }
}

#[test]
fn scripts_of_keys_hold_text_and_named_keys() {
    let keys = script("王<Enter><C-q><lt>");
    assert_eq!(keys.len(), 4);
    assert_eq!(keys[0], Key::plain(Code::Char('王')));
    assert_eq!(keys[3], Key::plain(Code::Char('<')));
}
