//! Findings that somebody settled: confirmed once with a reason, awake when a value changes, at
//! rest again with the old one; exceptions only by a reviewer.

use labor_census::domain::answer::Answer;
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::store::{
    Census, Decision, Filter, Finding, Gap, RecordRef, Standing, StoreError, Why,
};

use crate::field::Field;

const INCOME: (&str, &str) = ("I14", "month_income");

fn value(text: &str) -> Answer {
    Answer::Value(text.to_owned())
}

/// A person with one stay away.
fn stay(field: &mut Field) -> RecordRef {
    let person = field.person(&[
        ("name", "王强"),
        ("birth_ym", "1990-03"),
        ("residence", "3"),
        ("in_school", "3"),
        ("labour_ability", "1"),
        ("went_out", "1"),
    ]);
    field.list(person, Kind::Episode)
}

fn found(census: &Census, record: RecordRef, rule: &str) -> Option<Finding> {
    let findings = census.findings(record).unwrap();
    findings.into_iter().find(|finding| finding.rule == rule)
}

fn is_open(census: &Census, record: RecordRef, rule: &str) -> bool {
    found(census, record, rule).unwrap().is_open()
}

/// Reads everything open with pages of one.
fn one_by_one(census: &Census) -> Vec<Gap> {
    let mut paged = Vec::new();
    let mut after: Option<String> = None;
    while let Some(next) = census
        .openings("620825", after.as_deref(), 1, &Filter::ALL)
        .unwrap()
        .pop()
    {
        after = Some(next.sort.clone());
        paged.push(next);
    }
    paged
}

#[test]
fn a_soft_finding_is_confirmed_once_and_wakes_with_another_value() {
    let mut field = Field::new();
    let stay = stay(&mut field);
    let census = &mut field.census;
    census.write(stay, "month_income", value("300")).unwrap();
    assert!(is_open(census, stay, "I14"));
    census
        .confirm(stay, INCOME.0, INCOME.1, "学徒，管吃住")
        .unwrap();
    let Standing::Confirmed(note) = found(census, stay, "I14").unwrap().standing else {
        panic!("not confirmed");
    };
    assert_eq!(
        (note.reason.as_str(), note.by.as_str()),
        ("学徒，管吃住", "张明")
    );
    assert_eq!(note.at, "2026-11-24T08:30:00+08:00");
    // The same value again, and one that the rule does not read, wake nothing.
    census.write(stay, "month_income", value("300")).unwrap();
    census
        .write(stay, "employer", value("宏达建筑工地"))
        .unwrap();
    assert!(!is_open(census, stay, "I14"));
    census.write(stay, "month_income", value("200")).unwrap();
    assert!(is_open(census, stay, "I14"));
    census.write(stay, "month_income", value("300")).unwrap();
    assert!(!is_open(census, stay, "I14"));
    census.reopen(stay, INCOME.0, INCOME.1).unwrap();
    assert!(is_open(census, stay, "I14"));
}

#[test]
fn counts_tell_open_from_settled_and_survive_a_rebuild() {
    let mut field = Field::new();
    let stay = stay(&mut field);
    let census = &mut field.census;
    census.write(stay, "month_income", value("300")).unwrap();
    census.leave().unwrap();
    let count = |census: &Census| {
        let tally = census.node(census.county()).unwrap().tally;
        (tally.soft_open, tally.soft_confirmed)
    };
    assert_eq!(count(census), (1, 0));
    let open = census.openings(
        "620825",
        None,
        10,
        &Filter {
            soft: true,
            ..Filter::NONE
        },
    );
    assert_eq!(open.unwrap().len(), 1);
    census.confirm(stay, INCOME.0, INCOME.1, "学徒").unwrap();
    census.leave().unwrap();
    assert_eq!(count(census), (0, 1));
    let open = census.openings(
        "620825",
        None,
        10,
        &Filter {
            soft: true,
            ..Filter::NONE
        },
    );
    assert_eq!(open.unwrap(), []);
    assert_eq!(census.rebuild(true).unwrap().differing, [""; 0]);
    census.rebuild(false).unwrap();
    assert!(!is_open(census, stay, "I14"));
}

#[test]
fn an_exception_needs_a_reviewer_and_a_reason() {
    let mut field = Field::new();
    let stay = stay(&mut field);
    let census = &mut field.census;
    census
        .write(stay, "year_income", value("99999999"))
        .unwrap();
    let refused = census.confirm(stay, "I13", "year_income", "确实这么多");
    assert!(matches!(refused, Err(StoreError::ReviewerNeeded(rule)) if rule == "I13"));
    census.sign_in("王芳", Role::VillagePoint).unwrap();
    let empty = census.confirm(stay, "I13", "year_income", "  ");
    assert!(matches!(empty, Err(StoreError::ReasonNeeded)));
    census
        .confirm(stay, "I13", "year_income", "看过纳税单")
        .unwrap();
    let standing = found(census, stay, "I13").unwrap().standing;
    assert!(matches!(standing, Standing::Excepted(note) if note.by == "王芳"));
    census.leave().unwrap();
    let tally = census.node(census.county()).unwrap().tally;
    assert_eq!((tally.hard, tally.excepted), (0, 1));
}

#[test]
fn what_is_not_raised_cannot_be_confirmed() {
    let mut field = Field::new();
    let stay = stay(&mut field);
    let refused = field.census.confirm(stay, "I14", "month_income", "学徒");
    assert!(matches!(refused, Err(StoreError::NotRaised(rule)) if rule == "I14"));
}

/// Everything open comes in walking order, a page at a time, and F2 passes over what it stood on.
#[test]
fn the_next_opening_is_behind_the_one_stood_on() {
    let mut field = Field::new();
    let stay = stay(&mut field);
    field
        .census
        .write(stay, "month_income", value("300"))
        .unwrap();
    field.census.leave().unwrap();
    let census = &field.census;
    let all = census.openings("620825", None, 1000, &Filter::ALL).unwrap();
    let gaps = census.gaps("620825", None, 1000).unwrap();
    assert_eq!(all.len(), gaps.len() + 1);
    assert!(all.windows(2).all(|pair| pair[0].sort < pair[1].sort));
    assert_eq!(one_by_one(census), all);
    let at = all.iter().position(|gap| gap.finding.is_some()).unwrap();
    let next = census
        .next_gap("620825", Some((stay, Some("month_income"))))
        .unwrap();
    assert_eq!(next.as_ref(), all.get(at + 1));
}

#[test]
fn two_people_with_one_number_are_told_apart_from_either_side() {
    let mut field = Field::new();
    let number = ("id_number", "620825199003159912");
    let one = field.person(&[("name", "王强"), number]);
    let other = field.person(&[("name", "王刚"), number]);
    let census = &mut field.census;
    let twins = census.twins(one).unwrap();
    assert_eq!(twins.len(), 1);
    assert_eq!((twins[0].why, twins[0].hit.record), (Why::Number, other));
    assert!(twins[0].apart.is_none());
    census.decide(one, other, Decision::Two).unwrap();
    assert!(census.twins(one).unwrap()[0].apart.is_some());
    assert!(census.twins(other).unwrap()[0].apart.is_some());
    // A corrected number ends the likeness; the wrong one again is the same case, already decided.
    census
        .write(other, "id_number", value("620825199003159939"))
        .unwrap();
    assert_eq!(census.twins(one).unwrap(), []);
    census.write(other, "id_number", value(number.1)).unwrap();
    assert!(census.twins(one).unwrap()[0].apart.is_some());
}

#[test]
fn one_person_is_counted_where_it_was_decided() {
    let mut field = Field::new();
    let alike = [("name", "李秀英"), ("birth_ym", "1990-03"), ("sex", "2")];
    let one = field.person(&alike);
    let other = field.person(&alike);
    let census = &mut field.census;
    assert_eq!(census.twins(one).unwrap()[0].why, Why::Alike);
    census.decide(one, other, Decision::There).unwrap();
    assert_eq!(census.twins(other).unwrap(), []);
    let household = census.node(field.household).unwrap();
    assert_eq!(household.tally.persons, 1);
}

/// A household whose booklet says five persons and whose list has one; its head is in the list.
fn miscounted(field: &mut Field) -> RecordRef {
    let household = field.household;
    for (item, text) in [("hh_type", "1"), ("hukou_pop", "5"), ("away_pop", "0")] {
        field.census.write(household, item, value(text)).unwrap();
    }
    let registered = [("relation", "0"), ("hukou_place", "1"), ("residence", "1")];
    field.person(&registered);
    household
}

/// What is settled at the door stays settled when the household gets its result.
#[test]
fn completing_a_household_wakes_nothing() {
    let mut field = Field::new();
    let household = miscounted(&mut field);
    let census = &mut field.census;
    assert!(is_open(census, household, "H11"));
    census.sign_in("王芳", Role::VillagePoint).unwrap();
    let cell = found(census, household, "H11").unwrap().cell().to_owned();
    census
        .confirm(household, "H11", &cell, "看过户口本")
        .unwrap();
    assert!(!is_open(census, household, "H11"));
    census.dispose(household, "11", None).unwrap();
    assert!(!is_open(census, household, "H11"));
}

/// A second person like the first changes the number that was accepted.
#[test]
fn one_more_person_like_the_first_wakes_the_count() {
    let mut field = Field::new();
    let household = miscounted(&mut field);
    field.census.sign_in("王芳", Role::VillagePoint).unwrap();
    let cell = found(&field.census, household, "H11")
        .unwrap()
        .cell()
        .to_owned();
    field
        .census
        .confirm(household, "H11", &cell, "看过户口本")
        .unwrap();
    field.person(&[("relation", "2"), ("hukou_place", "1"), ("residence", "1")]);
    assert!(is_open(&field.census, household, "H11"));
}

/// Three records with one number are a path each to the list, whatever the size of a page.
#[test]
fn what_shares_a_path_is_listed_whole() {
    let mut field = Field::new();
    let persons = [(); 4].map(|()| field.person(&[("name", "王强")]));
    for person in persons {
        field.census.write(person, "line_no", value("1")).unwrap();
    }
    field.census.leave().unwrap();
    let census = &field.census;
    let all = census.openings("620825", None, 1000, &Filter::ALL).unwrap();
    for person in persons {
        assert!(all.iter().any(|gap| gap.record == person));
    }
    assert_eq!(one_by_one(census), all);
}
