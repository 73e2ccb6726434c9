//! The check of an area: what is missing in completed households, walking order, standing, and
//! stopping.

use std::ops::ControlFlow;

use labor_census::check::{self, Hashes, Step};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::{Enforced, Instrument};
use labor_census::store::{Census, RecordRef, Standing};

use crate::county::{COUNTY, County, Items, VILLAGE, add, check, fill, group};

/// A household as typed until all is answered, with one person and one stay.
fn household(census: &mut Census, more: Items<'_>) -> RecordRef {
    let group = group(census, VILLAGE);
    let mut items = vec![
        ("disposition", "11"),
        ("hh_type", "1"),
        ("head_name", "李建国"),
        ("hh_phone", "!none"),
        ("hukou_pop", "1"),
        ("present_pop", "0"),
        ("away_pop", "1"),
        ("farmland_mu", "3"),
        ("hh_category", "1"),
        ("informant", "1"),
        ("labour_pop", "1"),
    ];
    items.extend(more);
    add(census, group, Kind::Household, &items)
}

const MIGRANT: Items<'_> = &[
    ("name", "李建国"),
    ("relation", "0"),
    ("id_number", "620825199003159912"),
    ("ethnic", "01"),
    ("hukou_type", "9"),
    ("hukou_place", "1"),
    ("residence", "3"),
    ("marital", "10"),
    ("political", "13"),
    ("in_school", "3"),
    ("education", "3"),
    ("health", "1"),
    ("labour_ability", "1"),
    ("mobile", "!none"),
    ("skill_trade", "99"),
    ("skill_level", "0"),
    ("activity", "4"),
    ("farm_months", "0"),
    ("local_months", "0"),
    ("went_out", "1"),
    ("willing_out", "1"),
    ("want_dest", "60"),
    ("want_trade", "01"),
    ("trained", "2"),
    ("train_want", "99"),
    ("is_leader", "2"),
    ("rights_issue", "0"),
];
const STAY: Items<'_> = &[
    ("dest_level", "4"),
    ("dest_place", "110101"),
    ("base", "00"),
    ("export_mode", "6"),
    ("employer", "北京某建筑工地"),
    ("industry", "47"),
    ("occupation", "629"),
    ("start_ym", "2025-03"),
    ("contract", "4"),
    ("month_income", "5000"),
    ("year_income", "60000"),
    ("arrears", "1"),
    ("arrears_amount", "0"),
    ("injury", "1"),
    ("insurance", "0"),
];

/// Says which rules are raised where, as rule, kind, and first item.
fn found(census: &Census) -> Vec<(String, Kind, String)> {
    let (all, _) = check(census, VILLAGE);
    let hard = all
        .iter()
        .filter(|found| found.finding.level.word() == "hard" && found.finding.rule != "V03");
    hard.map(|found| {
        let finding = &found.finding;
        (
            finding.rule.clone(),
            finding.record.kind,
            finding.cell().to_owned(),
        )
    })
    .collect()
}

fn whole(census: &mut Census, result: Items<'_>, person: Items<'_>, stay: Items<'_>) {
    let household = household(census, result);
    let person = add(census, household, Kind::Person, &with(MIGRANT, person));
    add(census, person, Kind::Episode, &with(STAY, stay));
}

/// Puts other answers in place of usual ones; an empty one leaves the item out.
fn with<'a>(usual: Items<'a>, own: Items<'a>) -> Vec<(&'a str, &'a str)> {
    let is_own = |item: &str| own.iter().any(|(other, _)| *other == item);
    let kept = usual.iter().filter(|(item, _)| !is_own(item));
    let given = own.iter().filter(|(_, typed)| !typed.is_empty());
    kept.chain(given).copied().collect()
}

/// I18, P03, P32, P36, E11, H16: a missing item of a completed household is one finding, of the
/// rule that has words for it.
#[test]
fn gaps_of_completed_households() {
    let mut county = County::new(&[]);
    let cases: [(Items<'_>, Items<'_>, Items<'_>, &[(&str, Kind, &str)]); 10] = [
        (&[], &[], &[], &[]),
        (
            &[],
            &[("health", "")],
            &[],
            &[("I18", Kind::Person, "health")],
        ),
        (
            &[],
            &[("id_number", ""), ("sex", "1"), ("birth_ym", "1990-03")],
            &[],
            &[("P03", Kind::Person, "id_number")],
        ),
        (
            &[],
            &[
                ("id_number", "!none"),
                ("sex", "1"),
                ("birth_ym", "1990-03"),
            ],
            &[],
            &[("P03", Kind::Person, "id_missing")],
        ),
        (
            &[],
            &[("trained", "1"), ("train_trade", "01")],
            &[],
            &[("P32", Kind::Person, "train_kind")],
        ),
        (
            &[],
            &[("id_number", "620825199812209916")],
            &[],
            &[("P36", Kind::Person, "youth_kind")],
        ),
        (
            &[],
            &[],
            &[("employer", "")],
            &[("E11", Kind::Episode, "employer")],
        ),
        // Of a stay that ended the general rule tells it.
        (
            &[],
            &[
                ("residence", "1"),
                ("activity", "6"),
                ("not_work_reason", "1"),
            ],
            &[("employer", ""), ("end_ym", "2026-09")],
            &[("I18", Kind::Episode, "employer")],
        ),
        (
            &[
                ("disposition", "13"),
                ("informant", "0"),
                ("proxy_tie", "2"),
            ],
            &[],
            &[],
            &[("H16", Kind::Household, "proxy_name")],
        ),
        // Not completed: a gap, and no finding.
        (&[("disposition", "24")], &[("health", "")], &[], &[]),
    ];
    for (result, person, stay, wanted) in cases {
        let found = county.census.rehearse(|census| {
            whole(census, result, person, stay);
            census.leave()?;
            Ok(found(census))
        });
        let mut found = found.unwrap();
        // What the changed answers contradict otherwise is of no interest here.
        let of_gaps = ["I18", "P03", "P32", "P36", "E11", "H16"];
        found.retain(|(rule, _, _)| of_gaps.contains(&rule.as_str()));
        let found: Vec<(&str, Kind, &str)> = found
            .iter()
            .map(|(rule, kind, item)| (rule.as_str(), *kind, item.as_str()))
            .collect();
        assert_eq!(found, wanted, "{result:?} {person:?} {stay:?}");
    }
}

/// P21, H14: nobody is listed in a completed household, no stay of somebody who went out.
#[test]
fn nobody_and_no_stay() {
    let mut county = County::new(&[]);
    let with = |county: &mut County, result: &str, has_person: bool| {
        let found = county.census.rehearse(|census| {
            let household = household(census, &[("disposition", result)]);
            if has_person {
                add(census, household, Kind::Person, MIGRANT);
            }
            Ok(found(census))
        });
        let found = found.unwrap().into_iter();
        let own = found.filter(|(rule, _, _)| rule == "P21" || rule == "H14");
        own.map(|(rule, kind, item)| format!("{rule} {kind} {item}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        with(&mut county, "11", false),
        ["H14 household disposition"]
    );
    assert_eq!(
        with(&mut county, "14", false),
        ["H14 household disposition"]
    );
    assert!(with(&mut county, "24", false).is_empty());
    assert_eq!(with(&mut county, "11", true), ["P21 person went_out"]);
    assert!(with(&mut county, "12", true).is_empty());
}

/// One rule tells all gaps that no other claims.
#[test]
fn one_rule_of_completeness_is_general() {
    let instrument = Instrument::embedded().unwrap();
    let general = instrument.rules.iter().filter(|rule| {
        rule.enforced_by == Some(Enforced::Completeness)
            && rule.claims.is_empty()
            && rule.branches.is_empty()
    });
    let ids: Vec<&str> = general.map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["I18"]);
}

/// A small county with something wrong in several places.
fn faulty(census: &mut Census) -> RecordRef {
    whole(census, &[], &[("health", "")], &[("month_income", "1")]);
    let group = group(census, "620825101201");
    let home = add(census, group, Kind::Household, &[("disposition", "11")]);
    let person = add(
        census,
        home,
        Kind::Person,
        &[("name", "李1"), ("relation", "0")],
    );
    fill(census, person, &[("id_number", "620825199003159912")]);
    census.leave().unwrap();
    person
}

#[test]
fn findings_come_in_walking_order_and_add_up() {
    let mut county = County::new(&[]);
    county
        .census
        .rehearse(|census| {
            faulty(census);
            let (all, report) = check(census, COUNTY);
            let paths: Vec<&str> = all.iter().map(|found| found.at.path.as_str()).collect();
            assert!(paths.is_sorted(), "{paths:?}");
            assert_eq!(report.all.total(), all.len() as u64);
            for counts in [&report.by_rule, &report.by_village, &report.by_enumerator] {
                let sum: u64 = counts.values().map(check::Count::total).sum();
                assert_eq!(sum, report.all.total());
            }
            let x01 = all.iter().filter(|found| found.finding.rule == "X01");
            let codes: Vec<String> = x01.map(|found| found.codes().join(" ")).collect();
            assert_eq!(
                codes,
                [
                    "620825100 620825100201 01 001 1",
                    "620825101 620825101201 01 001 1"
                ]
            );
            Ok(())
        })
        .unwrap();
}

/// What is stored beside the records is what a check finds anew.
#[test]
fn stored_findings_are_found_again() {
    let mut county = County::new(&[]);
    county
        .census
        .rehearse(|census| {
            faulty(census);
            let (all, _) = check(census, COUNTY);
            let instrument = census.instrument().clone();
            let mut n_stored = 0;
            for found in &all {
                let rule = instrument.rule(&found.finding.rule).unwrap();
                if rule
                    .branches
                    .iter()
                    .any(labor_census::instrument::Branch::is_stored)
                {
                    let stored = census.findings(found.at.record)?;
                    assert!(stored.contains(&found.finding), "{:?}", found.finding);
                    n_stored += 1;
                }
            }
            assert!(n_stored > 3, "{n_stored}");
            Ok(())
        })
        .unwrap();
}

/// A reader of its own has a second thread; the writer, whose transaction nobody else sees, has
/// none.
#[test]
fn a_second_thread_changes_nothing() {
    let mut county = County::new(&[]);
    for village in ["620825103201", "620825104201", "620825105201"] {
        let group = group(&mut county.census, village);
        let home = add(
            &mut county.census,
            group,
            Kind::Household,
            &[("disposition", "11")],
        );
        add(
            &mut county.census,
            home,
            Kind::Person,
            &[("name", "李1"), ("relation", "0")],
        );
    }
    faulty(&mut county.census);
    let reader = county.census.reader().unwrap();
    let mut all = Vec::new();
    let report = check::run(&reader, reader.county(), &mut |step| {
        if let Step::Found(found) = step {
            all.push(found.clone());
        }
        ControlFlow::Continue(())
    });
    let (alone, report_alone) = check(&county.census, COUNTY);
    assert!(alone.len() > 20);
    assert_eq!(all, alone);
    assert_eq!(report.unwrap(), report_alone);
    // Stopped at the first finding, the second thread ends too.
    let stopped = check::run(&reader, reader.county(), &mut |step| match step {
        Step::Found(_) => ControlFlow::Break(()),
        Step::Progress(_) => ControlFlow::Continue(()),
    });
    assert_eq!(stopped.unwrap().all.total(), 1);
}

#[test]
fn a_check_stops_when_told() {
    let mut county = County::new(&[]);
    county
        .census
        .rehearse(|census| {
            faulty(census);
            let (mut n_steps, mut n_found) = (0, 0);
            let report = check::run(census, census.county(), &mut |step| {
                if matches!(step, Step::Found(_)) {
                    n_found += 1;
                    return ControlFlow::Break(());
                }
                n_steps += 1;
                ControlFlow::Continue(())
            })?;
            assert!(report.is_stopped && n_found == 1 && report.all.total() == 1);
            assert!(n_steps > 0);
            let report = check::run(census, census.county(), &mut |_| ControlFlow::Break(()))?;
            assert!(report.is_stopped && report.all.total() == 0);
            Ok(())
        })
        .unwrap();
}

/// A confirmation of a finding of an area holds while its values do.
#[test]
fn findings_of_areas_are_settled_too() {
    let mut county = County::new(&[]);
    county
        .census
        .rehearse(|census| {
            census.sign_in("王站长", Role::Township)?;
            let group = group(census, VILLAGE);
            add(census, group, Kind::Household, &[("disposition", "31")]);
            let of_it = |census: &Census| {
                let (all, report) = check(census, VILLAGE);
                let own = all.into_iter().find(|found| found.finding.rule == "V04");
                (own.unwrap().finding, report.by_rule["V04"])
            };
            let (finding, count) = of_it(census);
            assert_eq!((finding.standing.clone(), count.soft), (Standing::Open, 1));
            census.confirm_asked(&finding, "雪封路，十二月再去")?;
            let (settled, count) = of_it(census);
            assert!(matches!(settled.standing, Standing::Confirmed(_)));
            assert_eq!((count.soft, count.settled), (0, 1));
            // Another household of unknown status wakes it.
            add(census, group, Kind::Household, &[("disposition", "31")]);
            assert_eq!(of_it(census).0.standing, Standing::Open);
            Ok(())
        })
        .unwrap();
}

#[test]
fn changed_rules_are_told_by_their_hashes() {
    let instrument = Instrument::embedded().unwrap();
    let (last, changed) = check::changes(&instrument, &Hashes::new(), |_| 2);
    assert_eq!(changed.len(), instrument.rules.len());
    assert!(check::changes(&instrument, &last, |_| 5).1.is_empty());
    let mut last = last;
    last.remove("P06");
    last.insert("P07".to_owned(), ("another".to_owned(), 9));
    last.insert("Z01".to_owned(), ("old".to_owned(), 4));
    let changed = check::changes(&instrument, &last, |_| 5).1;
    let told: Vec<(&str, Option<u64>, Option<u64>)> = changed
        .iter()
        .map(|one| (one.rule.as_str(), one.before, one.now))
        .collect();
    let wanted = [
        ("P06", None, Some(5)),
        ("P07", Some(9), Some(5)),
        ("Z01", Some(4), None),
    ];
    assert_eq!(told, wanted);
}
