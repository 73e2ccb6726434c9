//! The rules on single items, from `rules/I*.toml`: pass, hit, and boundary of each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use labor_census::domain::kind::Kind;
use labor_census::instrument::universe::Applicability;
use labor_census::instrument::{Enforced, Instrument};
use serde::Deserialize;

use crate::sheet::Sheet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    say: String,
    kind: String,
    date: Option<String>,
    set: BTreeMap<String, String>,
    raised: bool,
    level: Option<String>,
    #[serde(default)]
    fills: BTreeMap<String, String>,
}

fn instrument() -> Instrument {
    Instrument::embedded().expect("a sound questionnaire")
}

fn run(instrument: &Instrument, rule: &str, case: &Case) {
    let at = format!("{rule} {}", case.say);
    let kind: Kind = case.kind.parse().expect("a kind");
    let mut sheet = Sheet::new(instrument, case.date.as_deref().unwrap_or("2026-11-15"));
    for (item, typed) in case.set.iter().filter(|(_, typed)| !typed.starts_with('=')) {
        sheet.answer(kind, item, typed);
    }
    sheet.write();
    for (item, text) in &case.set {
        if let Some(text) = text.strip_prefix('=') {
            sheet.put(kind, item, text);
        }
    }
    let raised = sheet.raised(kind, rule);
    assert_eq!(raised.len(), usize::from(case.raised), "{at}: {raised:?}");
    let Some((level, items, fills)) = raised.first() else {
        return;
    };
    assert_eq!(
        level.word(),
        case.level.as_deref().expect("a level"),
        "{at}"
    );
    for (name, value) in &case.fills {
        assert_eq!(fills.get(name), Some(value), "{at}: {name}");
    }
    let set: Vec<&String> = case.set.keys().collect();
    assert!(
        items.iter().any(|item| set.contains(&item)),
        "{at}: points at {items:?}"
    );
}

#[test]
fn cases_are_as_written() {
    let instrument = instrument();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/rules");
    let mut seen = Vec::new();
    for rule in instrument
        .rules
        .iter()
        .filter(|rule| rule.id.starts_with('I'))
    {
        let path = folder.join(format!("{}.toml", rule.id));
        if rule.enforced_by.is_some() {
            seen.push(rule.id.clone());
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no cases of {}", rule.id));
        let cases: Cases = toml::from_str(&text).expect("cases");
        assert!(
            cases.case.iter().any(|case| case.raised),
            "{} has no hit",
            rule.id
        );
        assert!(
            cases.case.iter().any(|case| !case.raised),
            "{} has no pass",
            rule.id
        );
        let bounds = cases
            .case
            .iter()
            .filter(|case| case.say.starts_with("boundary"));
        assert!(bounds.count() > 0, "{} has no boundary", rule.id);
        for case in &cases.case {
            run(&instrument, &rule.id, case);
        }
        seen.push(rule.id.clone());
    }
    let wanted: Vec<String> = (1..=20).map(|number| format!("I{number:02}")).collect();
    assert_eq!(seen, wanted);
}

#[test]
fn one_slip_in_a_number_raises_one_rule() {
    let instrument = instrument();
    // The ten worked numbers and what each raises, in the order of the identifier page.
    let worked = [
        ("620825199003159912", ""),
        ("622726196811029920", ""),
        ("62242419751212996X", ""),
        ("620825200002299927", ""),
        ("440524188001010014", "I05"),
        ("620825199003159913", "I06"),
        ("620825199002309915", "I04"),
        ("620522199708169934", "I06"),
        ("620825203503159918", "I05"),
        ("622726681102992", "I08"),
        ("629999199003159910", "I07"),
        // More than one thing wrong: the first that fails hides the rest.
        ("6208251990O315991", "I02"),
        ("6208251990A3359912", "I03"),
        ("629999199002309911", "I04"),
        ("629999199003159911", "I06"),
        ("629999681102992", "I07 I08"),
        // Neither list has the prefix of a residence permit.
        ("810000199003159917", "I07"),
    ];
    for (number, expected) in worked {
        let mut sheet = Sheet::new(&instrument, "2026-11-15");
        sheet.answer(Kind::Person, "id_number", number);
        sheet.write();
        let rules = ["I02", "I03", "I04", "I05", "I06", "I07", "I08"];
        let raised: Vec<&str> = rules
            .into_iter()
            .filter(|rule| !sheet.raised(Kind::Person, rule).is_empty())
            .collect();
        assert_eq!(raised.join(" "), expected, "{number}");
    }
}

/// I18: a required item that is asked and empty is a gap; a reason fills it, an optional one is
/// none.
#[test]
fn completeness_upholds_i18() {
    let instrument = instrument();
    assert_eq!(
        instrument.rule("I18").expect("I18").enforced_by,
        Some(Enforced::Completeness)
    );
    let mut sheet = Sheet::new(&instrument, "2026-11-15");
    for (item, typed) in [
        ("birth_ym", "2011-03"),
        ("residence", "1"),
        ("in_school", "2"),
    ] {
        sheet.answer(Kind::Person, item, typed);
    }
    sheet.settle();
    let gaps = sheet.gaps(Kind::Person);
    assert!(
        gaps.contains(&"education") && gaps.contains(&"marital"),
        "{gaps:?}"
    );
    assert!(
        !gaps.contains(&"political") && !gaps.contains(&"line_no"),
        "{gaps:?}"
    );
    sheet.answer(Kind::Person, "education", "!refused");
    sheet.settle();
    assert!(!sheet.gaps(Kind::Person).contains(&"education"));
}

/// I19: fill, turn the gate, see it parked; turn back, see it again.
#[test]
fn universes_uphold_i19() {
    let instrument = instrument();
    assert_eq!(
        instrument.rule("I19").expect("I19").enforced_by,
        Some(Enforced::Universe)
    );
    let mut sheet = Sheet::new(&instrument, "2026-11-15");
    for (item, typed) in [
        ("birth_ym", "1990-03"),
        ("residence", "1"),
        ("marital", "20"),
    ] {
        sheet.answer(Kind::Person, item, typed);
    }
    sheet.settle();
    assert_eq!(sheet.value(Kind::Person, "marital").as_deref(), Some("20"));
    sheet.answer(Kind::Person, "birth_ym", "2020-03");
    sheet.settle();
    assert_eq!(sheet.value(Kind::Person, "marital"), None);
    let parked = sheet.items(Kind::Person, |state| *state == Applicability::NotApplicable);
    assert!(parked.iter().any(|item| item.id == "marital"));
    sheet.answer(Kind::Person, "birth_ym", "1990-03");
    sheet.settle();
    assert_eq!(sheet.value(Kind::Person, "marital").as_deref(), Some("20"));
}
