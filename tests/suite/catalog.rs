//! The catalog of rules is whole: all 129 of the page with their levels, and the hints, each with
//! cases.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use labor_census::instrument::{Branch, Instrument, Rule};

/// Every rule of the page with the levels at which it is raised, as corrected.
const RULES: &str = "
I01 hard soft, I02 hard, I03 hard, I04 hard, I05 hard, I06 hard, I07 soft, I08 soft, I09 hard,
I10 hard, I11 hard soft, I12 hard, I13 hard, I14 soft, I15 hard, I16 hard, I17 hard, I18 hard,
I19 hard, I20 soft,
P01 soft, P02 soft, P03 hard, P04 soft, P05 note, P06 hard, P07 soft, P08 soft, P09 soft, P10 soft,
P11 soft, P12 soft, P13 hard, P14 soft, P15 soft, P16 soft, P17 soft, P18 soft, P19 soft, P20 soft,
P21 hard, P22 hard, P23 soft, P24 hard soft, P25 soft, P26 hard, P27 soft, P28 soft, P29 hard,
P30 soft, P31 soft, P32 hard, P33 note, P34 hard, P35 soft, P36 hard, P37 soft, P38 soft, P39 soft,
P40 soft, P41 soft, P42 soft, P43 note,
E01 hard, E02 hard, E03 hard, E04 hard, E05 soft, E06 hard, E07 soft, E08 soft, E09 soft, E10 soft,
E11 hard, E12 soft, E13 soft, E14 hard, E15 soft, E16 hard, E17 soft, E18 soft, E19 soft, E20 soft,
E21 soft,
H01 hard, H02 hard, H03 hard, H04 soft, H05 soft, H06 soft, H07 hard, H08 hard, H09 soft,
H10 hard soft, H11 hard, H12 hard, H13 soft, H14 hard, H15 soft, H16 hard, H17 soft, H18 soft,
H19 soft, H20 soft, H21 soft, H22 note,
V01 hard, V02 hard, V03 hard, V04 soft, V05 soft, V06 soft, V07 soft, V08 soft, V09 soft, V10 soft,
V11 hard note, T01 hard, T02 hard, T03 hard, T04 hard note,
X01 hard note, X02 soft, X03 soft, X04 soft, X05 soft, X06 soft, X07 hard, X08 hard";

/// The hints, which are not of the page.
const HINTS: [&str; 10] = [
    "G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10",
];

fn catalog() -> Vec<(&'static str, BTreeSet<&'static str>)> {
    let entries = RULES.split(',').map(str::trim);
    entries
        .filter_map(|entry| {
            let mut words = entry.split_whitespace();
            Some((words.next()?, words.collect()))
        })
        .collect()
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}

#[test]
fn every_rule_of_the_page_is_there_with_its_levels() {
    let instrument = Instrument::embedded().expect("a sound questionnaire");
    let catalog = catalog();
    assert_eq!(catalog.len(), 129);
    for (id, wanted) in &catalog {
        let rule = instrument
            .rule(id)
            .unwrap_or_else(|| panic!("{id} is missing"));
        let mut levels: BTreeSet<&str> = rule.branches.iter().map(|b| b.level.word()).collect();
        if levels.is_empty() {
            levels.insert(rule.level.word());
        }
        assert_eq!(levels, *wanted, "{id}");
        assert!(
            rule.enforced_by.is_some() || !rule.branches.is_empty(),
            "{id}"
        );
    }
    let mut known: BTreeSet<&str> = catalog.iter().map(|(id, _)| *id).collect();
    known.extend(HINTS);
    let extra: Vec<&str> = instrument
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .filter(|id| !known.contains(id))
        .collect();
    assert!(extra.is_empty(), "not of the page: {extra:?}");
}

/// A hint is soft, is worked out when asked for, and has a name and an explanation.
#[test]
fn hints_are_soft_named_and_explained() {
    let instrument = Instrument::embedded().expect("a sound questionnaire");
    let hints = instrument.rules.iter().filter(|rule| rule.is_hint());
    let ids: Vec<&str> = hints.clone().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, HINTS);
    for rule in hints {
        let hint = rule.hint.as_ref().expect("a hint");
        for text in [&hint.title.zh, &hint.title.en, &hint.why.zh, &hint.why.en] {
            assert!(!text.contains('{'), "{}: {text}", rule.id);
        }
        assert!(
            hint.why.zh.contains("写明原因"),
            "{}: how to settle it",
            rule.id
        );
        let mut branches = rule.branches.iter();
        assert!(
            branches.all(|branch| branch.level.word() == "soft" && !branch.is_stored()),
            "{}",
            rule.id
        );
    }
}

/// A rule that runs on leaving a field has a file of cases; any other is named in the doc line of
/// a test of its own, or in its table of scenes.
#[test]
fn every_rule_has_cases() {
    let instrument = Instrument::embedded().expect("a sound questionnaire");
    let named = named_in_tests();
    let lacking: Vec<&str> = instrument
        .rules
        .iter()
        .filter(|rule| !has_cases(rule, &named))
        .map(|rule| rule.id.as_str())
        .collect();
    assert!(lacking.is_empty(), "without cases: {lacking:?}");
}

fn has_cases(rule: &Rule, named: &BTreeSet<String>) -> bool {
    let file = suite().join(format!("rules/{}.toml", rule.id));
    let is_stored = rule.branches.iter().any(Branch::is_stored);
    if !is_stored {
        return named.contains(&rule.id);
    }
    let text = fs::read_to_string(file).unwrap_or_default();
    ["pass", "hit", "boundary"]
        .iter()
        .all(|word| text.contains(&format!("say = \"{word}")) || text.contains("raised = true"))
}

/// Words of the doc lines right above a test, and rules named in a table of scenes.
fn named_in_tests() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for entry in fs::read_dir(suite()).expect("tests") {
        let path = entry.expect("a file").path();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let mut docs = Vec::new();
        for line in text.lines() {
            let in_table = line.trim().strip_prefix("rule: \"");
            named.extend(in_table.and_then(|rule| rule.get(..3)).map(str::to_owned));
            match line.strip_prefix("/// ") {
                Some(doc) => docs.push(doc.to_owned()),
                None if line == "#[test]" => {
                    for doc in docs.drain(..) {
                        let words = doc.split(|c: char| !c.is_ascii_alphanumeric());
                        named.extend(words.map(str::to_owned));
                    }
                }
                None => docs.clear(),
            }
        }
    }
    named
}
