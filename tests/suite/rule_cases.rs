//! The rules on persons, stays, and households, from `rules/<RULE>.toml`: pass, hit, and boundary
//! of each, entered into a census file.

use std::fs;
use std::path::Path;

use labor_census::instrument::Branch;

use crate::scene::{Cases, Stage};

/// Plays the cases of the rules whose ids begin with a letter.
fn play(letter: char) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/rules");
    let mut stage = Stage::new();
    let rules = stage.instrument().rules.iter();
    let ids: Vec<String> = rules
        .filter(|rule| rule.id.starts_with(letter) && rule.branches.iter().any(Branch::is_stored))
        .map(|rule| rule.id.clone())
        .collect();
    let mut differences = Vec::new();
    for id in &ids {
        let text = fs::read_to_string(folder.join(format!("{id}.toml")))
            .unwrap_or_else(|_| panic!("no cases of {id}"));
        let cases: Cases = toml::from_str(&text).unwrap_or_else(|error| panic!("{id}: {error}"));
        for word in ["pass", "hit", "boundary"] {
            let of_it = |say: &str| say.starts_with(word);
            assert!(
                cases.case.iter().any(|case| of_it(&case.say)),
                "{id}: no {word}"
            );
        }
        for case in &cases.case {
            let fits = match case.say.split([':', ' ']).next() {
                Some("pass") => case.raised.is_empty(),
                Some("hit") => !case.raised.is_empty(),
                Some("boundary") => true,
                _ => false,
            };
            assert!(fits, "{id}, {}: pass, hit, or boundary?", case.say);
            differences.extend(stage.play(id, &cases, case));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn rules_on_persons_are_as_written() {
    play('P');
}

#[test]
fn rules_on_stays_are_as_written() {
    play('E');
}

#[test]
fn rules_on_households_are_as_written() {
    play('H');
}
