//! Who is asked what: answers in, items asked out, from `paths/*.txt`.

use std::fs;
use std::path::Path;

use labor_census::domain::kind::Kind;
use labor_census::instrument::universe::Applicability;
use labor_census::instrument::{Instrument, Item};

use crate::sheet::Sheet;

fn names<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<String> {
    let shown = items.into_iter().filter(|item| !item.hidden);
    shown.map(|item| item.id.clone()).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Splits `person.name` into kind and item; a bare name is the case's own kind.
fn target(kind: Kind, name: &str) -> (Kind, String) {
    match name.split_once('.') {
        Some((kind, item)) => (kind.parse().expect("a kind"), item.to_owned()),
        None => (kind, name.to_owned()),
    }
}

fn run(instrument: &Instrument, file: &str, case: &str) {
    let mut lines = case
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let title = lines.next().expect("a title");
    let at = format!("{file}: {title}");
    let (mut kind, mut date) = (Kind::Person, "2026-11-15");
    let mut answers = Vec::new();
    let mut expected: Vec<(&str, &str)> = Vec::new();
    for line in lines {
        if let Some((name, typed)) = line.split_once(" = ") {
            answers.push((name.trim(), typed.trim()));
        } else {
            let (word, rest) = line
                .split_once(':')
                .unwrap_or_else(|| panic!("{at}: {line}"));
            match word {
                "kind" => kind = rest.trim().parse().expect("a kind"),
                "date" => date = rest.trim(),
                word => expected.push((word, rest.trim())),
            }
        }
    }
    let mut sheet = Sheet::new(instrument, date);
    for (name, typed) in answers {
        let (kind, item) = target(kind, name);
        sheet.answer(kind, &item, typed);
    }
    sheet.settle();
    let asked = sheet.items(kind, |state| *state == Applicability::Asked);
    let open = names(sheet.items(kind, |state| *state == Applicability::NotReached));
    let follows = sheet.items(kind, |state| matches!(state, Applicability::Follows { .. }));
    let expect = |word: &str| {
        expected
            .iter()
            .find(|(own, _)| *own == word)
            .map(|(_, rest)| *rest)
    };
    if let Some(wanted) = expect("asked") {
        assert_eq!(names(asked.iter().copied()), words(wanted), "{at}: asked");
    }
    assert_eq!(
        open,
        words(expect("open").unwrap_or_default()),
        "{at}: open"
    );
    assert_eq!(
        names(follows),
        words(expect("follows").unwrap_or_default()),
        "{at}: follows"
    );
    if let Some(wanted) = expect("gaps") {
        assert_eq!(sheet.gaps(kind), words(wanted), "{at}: gaps");
    }
    if let Some(wanted) = expect("answers") {
        // The items of the printed form: parts count with their item, the line number counts.
        let counted = asked
            .iter()
            .filter(|item| item.part_of.is_none() && !item.section.ends_with("_structure"));
        assert_eq!(counted.count().to_string(), wanted, "{at}: answers");
    }
    for (word, rest) in expected.iter().filter(|(word, _)| *word == "value") {
        let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
        let (kind, column) = target(kind, name);
        assert_eq!(
            sheet.value(kind, &column).unwrap_or_default(),
            value,
            "{at}: {word} {name}"
        );
    }
}

#[test]
fn paths_are_as_written() {
    let instrument = Instrument::embedded().expect("a sound questionnaire");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/paths");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("paths") {
        let path = entry.expect("a file").path();
        let file = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("text");
        for case in text.split("\n---\n") {
            run(&instrument, &file, case);
            count += 1;
        }
    }
    assert!(count >= 20, "{count} cases");
}
