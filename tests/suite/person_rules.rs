//! The rules on persons that no expression raises: universes park, completeness lists gaps.

use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::kind::Kind;
use labor_census::instrument::Enforced;
use labor_census::store::{Census, RecordRef, Status};

use crate::county::{self, County, VILLAGE};
use crate::scene::Stage;

fn fill(census: &mut Census, record: RecordRef, answers: &[(&str, &str)]) {
    for (item, typed) in answers {
        let answer = match typed.strip_prefix('!') {
            Some(word) => Answer::Reason(word.parse::<Reason>().expect("a reason")),
            None if typed.is_empty() => Answer::Cleared,
            None => Answer::Value((*typed).to_owned()),
        };
        census.write(record, item, answer).unwrap();
    }
}

fn status(census: &Census, record: RecordRef, item: &str) -> (Status, Option<String>) {
    let items = census.instrument().items(record.kind).iter();
    let at = items.map(|item| &item.id).position(|id| id == item);
    let cell = census.cells(record).unwrap().remove(at.unwrap());
    (cell.status, cell.value)
}

/// Lists what is missing of a person, `no_episodes` included.
fn gaps(census: &mut Census, person: RecordRef) -> Vec<String> {
    census.leave().unwrap();
    let gaps = census.gaps("", None, 1000).unwrap().into_iter();
    gaps.filter(|gap| gap.record == person)
        .map(|gap| gap.item.unwrap_or_else(|| gap.reason.to_owned()))
        .collect()
}

fn person(census: &mut Census, group: RecordRef) -> RecordRef {
    let household = census.list(group, Kind::Household, None).unwrap();
    census.list(household, Kind::Person, None).unwrap()
}

const ADULT: [(&str, &str); 4] = [
    ("birth_ym", "1990-03"),
    ("residence", "1"),
    ("in_school", "3"),
    ("labour_ability", "1"),
];

/// An answer, the gate that is turned, and back.
struct Turn {
    rule: &'static str,
    before: &'static [(&'static str, &'static str)],
    filled: &'static [(&'static str, &'static str)],
    gate: (&'static str, &'static str, &'static str),
}

const TURNS: [Turn; 9] = [
    Turn {
        rule: "P13",
        before: &[],
        filled: &[("marital", "20")],
        gate: ("birth_ym", "2011-12", "1990-03"),
    },
    Turn {
        rule: "P14",
        before: &[],
        filled: &[("activity", "1"), ("went_out", "2")],
        gate: ("birth_ym", "2010-12", "1990-03"),
    },
    Turn {
        rule: "P26",
        before: &[("activity", "6")],
        filled: &[("not_work_reason", "1")],
        gate: ("activity", "5", "6"),
    },
    Turn {
        rule: "P29",
        before: &[],
        filled: &[("activity", "1"), ("farm_months", "2.5"), ("went_out", "2")],
        gate: ("residence", "6", "1"),
    },
    Turn {
        rule: "P29",
        before: &[],
        filled: &[("activity", "1"), ("farm_months", "2.5"), ("went_out", "2")],
        gate: ("residence", "8", "1"),
    },
    Turn {
        rule: "P29",
        before: &[],
        filled: &[("activity", "1"), ("farm_months", "2.5")],
        gate: ("residence", "9", "1"),
    },
    Turn {
        rule: "P32",
        before: &[("trained", "1")],
        filled: &[("train_kind", "2")],
        gate: ("trained", "2", "1"),
    },
    Turn {
        rule: "P36",
        before: &[("birth_ym", "2000-03")],
        filled: &[("youth_kind", "9")],
        gate: ("birth_ym", "1995-11", "1996-10"),
    },
    Turn {
        rule: "P36",
        before: &[("birth_ym", "2008-11")],
        filled: &[("youth_kind", "9")],
        gate: ("birth_ym", "2008-12", "2008-11"),
    },
];

#[test]
fn an_answer_outside_its_universe_is_parked_and_comes_back() {
    let mut stage = Stage::new();
    for turn in &TURNS {
        stage.rehearse(|census, group| {
            let person = person(census, group);
            fill(census, person, &ADULT);
            fill(census, person, turn.before);
            fill(census, person, turn.filled);
            let (item, there, back) = turn.gate;
            for (gate, is_asked) in [(there, false), (back, true)] {
                fill(census, person, &[(item, gate)]);
                for (filled, value) in turn.filled {
                    let wanted = if is_asked {
                        (Status::Answered, Some((*value).to_owned()))
                    } else {
                        (Status::NotApplicable, None)
                    };
                    let is = status(census, person, filled);
                    assert_eq!(is, wanted, "{}: {filled}, {item} {gate}", turn.rule);
                }
            }
            Ok(())
        });
    }
}

/// P22, and P14 for stays: nobody who did not go out, or is under 16, has one.
#[test]
fn stays_are_parked_with_the_gate_that_opens_them() {
    Stage::new().rehearse(|census, group| {
        let person = person(census, group);
        fill(census, person, &ADULT);
        fill(census, person, &[("went_out", "1")]);
        let stay = census.list(person, Kind::Episode, None)?;
        fill(census, stay, &[("start_ym", "2026-02")]);
        let is_asked = |census: &Census| status(census, stay, "start_ym").0;
        for (item, there, back) in [
            ("went_out", "2", "1"),
            ("birth_ym", "2010-12", "1990-03"),
            ("residence", "8", "1"),
        ] {
            fill(census, person, &[(item, there)]);
            assert_eq!(is_asked(census), Status::NotApplicable, "{item} {there}");
            fill(census, person, &[(item, back)]);
            assert_eq!(is_asked(census), Status::Answered, "{item} {back}");
        }
        Ok(())
    });
}

/// P03: the number and the reason for having none are gaps one after the other.
#[test]
fn a_missing_number_asks_for_its_reason() {
    Stage::new().rehearse(|census, group| {
        let person = person(census, group);
        let asked = |gaps: &[String]| {
            let has = |item: &str| gaps.iter().any(|gap| gap == item);
            (has("id_number"), has("id_missing"))
        };
        assert_eq!(asked(&gaps(census, person)), (true, false));
        fill(census, person, &[("id_number", "!none")]);
        assert_eq!(asked(&gaps(census, person)), (false, true));
        fill(census, person, &[("id_missing", "2")]);
        assert_eq!(asked(&gaps(census, person)), (false, false));
        fill(census, person, &[("id_number", "620825199003159912")]);
        assert_eq!(asked(&gaps(census, person)), (false, false));
        Ok(())
    });
}

/// P21: who went out lacks a stay until one is listed that counts.
#[test]
fn who_went_out_lacks_a_stay() {
    Stage::new().rehearse(|census, group| {
        let person = person(census, group);
        let lacks = |census: &mut Census| gaps(census, person).contains(&"no_episodes".to_owned());
        fill(census, person, &ADULT);
        assert!(!lacks(census), "not asked yet");
        fill(census, person, &[("went_out", "2")]);
        assert!(!lacks(census), "did not go out");
        fill(census, person, &[("went_out", "1")]);
        assert!(lacks(census), "went out");
        let stay = census.list(person, Kind::Episode, None)?;
        assert!(!lacks(census), "listed");
        fill(census, stay, &[("disposition", "1")]);
        assert!(lacks(census), "struck off");
        Ok(())
    });
}

/// First halves of P32 and P36: a kind of training, and a kind of youth from 18 to 30.
#[test]
fn kinds_of_training_and_youth_are_missing_where_asked() {
    Stage::new().rehearse(|census, group| {
        let person = person(census, group);
        let lacks =
            |census: &mut Census, item: &str| gaps(census, person).contains(&item.to_owned());
        fill(census, person, &ADULT);
        fill(census, person, &[("trained", "2")]);
        assert!(!lacks(census, "train_kind"));
        fill(census, person, &[("trained", "1")]);
        assert!(lacks(census, "train_kind"));
        fill(census, person, &[("train_kind", "!unknown")]);
        assert!(!lacks(census, "train_kind"), "a reason is an answer");
        for (birth, is_asked) in [
            ("2008-12", false),
            ("2008-11", true),
            ("1995-12", true),
            ("1995-11", false),
        ] {
            fill(census, person, &[("birth_ym", birth)]);
            assert_eq!(lacks(census, "youth_kind"), is_asked, "{birth}");
        }
        Ok(())
    });
}

/// What completeness upholds is a finding of the check where the household is completed, in the
/// words of its own rule and not of I18.
#[test]
fn a_check_tells_the_gaps_of_completed_households() {
    let mut file = County::new(&[]);
    let census = &mut file.census;
    let group = county::group(census, VILLAGE);
    let household = county::add(census, group, Kind::Household, &[]);
    let mut items = ADULT.to_vec();
    items.extend([("birth_ym", "2000-03"), ("trained", "1"), ("went_out", "1")]);
    let person = county::add(census, household, Kind::Person, &items);
    let cells = |census: &Census, rule: &str| -> Vec<String> {
        let (all, _) = county::check(census, VILLAGE);
        let own = all.iter().filter(|found| found.finding.rule == rule);
        let own = own.filter(|found| found.at.record == person);
        own.map(|found| found.finding.cell().to_owned()).collect()
    };
    let rules = [
        ("P03", "id_number"),
        ("P21", "went_out"),
        ("P32", "train_kind"),
        ("P36", "youth_kind"),
    ];
    for (rule, _) in rules {
        assert!(cells(census, rule).is_empty(), "{rule}: not completed yet");
    }
    county::fill(census, household, &[("disposition", "11")]);
    let general = cells(census, "I18");
    assert!(general.contains(&"name".to_owned()), "{general:?}");
    for (rule, item) in rules {
        assert_eq!(cells(census, rule), [item], "{rule}");
        assert!(!general.contains(&item.to_owned()), "{item}");
    }
    county::fill(census, person, &[("id_number", "!none")]);
    assert_eq!(cells(census, "P03"), ["id_missing"]);
    let filled = [
        ("id_missing", "2"),
        ("train_kind", "!unknown"),
        ("youth_kind", "9"),
    ];
    county::fill(census, person, &filled);
    county::add(census, person, Kind::Episode, &[]);
    for (rule, _) in rules {
        assert!(cells(census, rule).is_empty(), "{rule}: answered");
    }
}

#[test]
fn every_rule_on_persons_is_in_the_catalog() {
    let stage = Stage::new();
    let rules = stage.instrument().rules.iter();
    let own: Vec<_> = rules.filter(|rule| rule.id.starts_with('P')).collect();
    let ids: Vec<&str> = own.iter().map(|rule| rule.id.as_str()).collect();
    let wanted: Vec<String> = (1..=43).map(|number| format!("P{number:02}")).collect();
    assert_eq!(ids, wanted);
    let upheld = |by: Enforced| -> Vec<&str> {
        let own = own.iter().filter(|rule| rule.enforced_by == Some(by));
        own.map(|rule| rule.id.as_str()).collect()
    };
    assert_eq!(upheld(Enforced::Universe), ["P13", "P22", "P26", "P29"]);
    assert_eq!(upheld(Enforced::Completeness), ["P03", "P21", "P32", "P36"]);
}
