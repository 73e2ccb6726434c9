//! The population that is made up: the same everywhere, true to the rules, and with planted faults
//! that are found, all of them and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use labor_census::check::{self, Step};
use labor_census::demo::{self, Fault, Plan, Population};
use labor_census::domain::frame::Frame;
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::exchange::embedded_frame;
use labor_census::instrument::Level;
use labor_census::store::{Access, Census, RecordRef, Setup, Sheet, Tally};

use super::small::tools;

fn plan(seed: u64, faults: u32) -> Plan {
    Plan {
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
        townships: 2,
        villages: 2,
        households: 40,
        seed,
        faults,
    }
}

fn create(path: &Path, plan: &Plan) -> (Census, Frame) {
    let frame = demo::frame_of(plan, embedded_frame());
    let setup = Setup {
        person: "演示员".to_owned(),
        role: Role::County,
        round: plan.round,
        reference_date: plan.reference_date,
    };
    let about = (&frame, tools());
    let census = Census::create_demo(path, &Access::Plain, &setup, about, plan.seed).unwrap();
    (census, frame)
}

fn filled(path: &Path, plan: &Plan) -> (Census, Vec<Fault>) {
    let (mut census, frame) = create(path, plan);
    let (_, faults) = demo::fill(&mut census, plan, &frame, &mut |_, _| {}).unwrap();
    (census, faults)
}

fn digest(census: &Census) -> String {
    census.digest(census.county()).unwrap().content
}

/// Counts findings by rule, level, record, and items.
type Findings = BTreeMap<(String, Level, String, Vec<String>), usize>;

fn findings(census: &Census) -> Findings {
    let mut found = Findings::new();
    let mut tell = |step: Step<'_>| {
        if let Step::Found(one) = step {
            let record = census.uuid(one.at.record).unwrap().to_string();
            let one = &one.finding;
            let key = (one.rule.clone(), one.level, record, one.items.clone());
            *found.entry(key).or_default() += 1;
        }
        ControlFlow::Continue(())
    };
    check::run(census, census.county(), &mut tell).unwrap();
    found
}

/// Types a sheet as a person would, and everything below it.
fn type_in(census: &mut Census, parent: RecordRef, sheet: &Sheet) {
    let number = sheet.kind.number_item().and_then(|item| {
        let answer = sheet.answers.iter().find(|(name, _)| name == item)?;
        answer.1.value()?.parse().ok()
    });
    let record = census.list(parent, sheet.kind, number).unwrap();
    census.apply(record, &sheet.answers).unwrap();
    for below in &sheet.below {
        type_in(census, record, below);
    }
    census.leave().unwrap();
}

#[test]
fn a_seed_makes_one_population() {
    let folder = tempfile::tempdir().unwrap();
    let one = filled(&folder.path().join("one.lcen"), &plan(1, 0)).0;
    let again = filled(&folder.path().join("again.lcen"), &plan(1, 0)).0;
    let other = filled(&folder.path().join("other.lcen"), &plan(2, 0)).0;
    assert_eq!(digest(&one), digest(&again));
    assert_ne!(digest(&one), digest(&other));
    let township = |census: &Census| census.uuid(census.area("620825100").unwrap());
    assert_ne!(township(&one).unwrap(), township(&other).unwrap());
}

#[test]
fn nothing_is_missing_and_no_hard_rule_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    for round in [2012, 2026] {
        let plan = Plan {
            round,
            reference_date: format!("{round}-12-31").parse().unwrap(),
            ..plan(7, 0)
        };
        let path = folder.path().join(format!("{round}.lcen"));
        let (census, _) = filled(&path, &plan);
        assert_eq!(census.gaps("", None, 9).unwrap(), []);
        let found = findings(&census);
        let hard: Vec<_> = found.keys().filter(|key| key.1 == Level::Hard).collect();
        assert!(hard.is_empty(), "{hard:?}");
        let n_soft = found.keys().filter(|key| key.1 == Level::Soft).count();
        assert!(n_soft < 20, "{n_soft} soft findings in 160 households");
    }
}

#[test]
fn loading_leaves_what_typing_would() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        townships: 1,
        villages: 1,
        households: 25,
        ..plan(3, 400_000)
    };
    let (mut loaded, _) = filled(&folder.path().join("loaded.lcen"), &plan);
    let (mut typed, frame) = create(&folder.path().join("typed.lcen"), &plan);
    let mut population = Population::new(&plan, &frame.county_code);
    let village = &frame.townships[0].villages[0];
    let batch = population.village(village);
    let county = typed.county();
    let unit = typed.area(&village.code).unwrap();
    for sheet in &batch.staff {
        type_in(&mut typed, county, sheet);
    }
    for sheet in &batch.groups {
        type_in(&mut typed, unit, sheet);
    }
    assert_eq!(digest(&loaded), digest(&typed));
    let group = format!("{}01", village.code);
    for code in ["620825", "620825100", &village.code, &group] {
        // The made-up clocks of the loaded file are not those of whoever typed.
        let tally = |census: &Census| Tally {
            changed: 0,
            ..census.node(census.area(code).unwrap()).unwrap().tally
        };
        assert_eq!(tally(&loaded), tally(&typed), "{code}");
    }
    assert_eq!(stored(&loaded), stored(&typed));
    for name in ["wang", "李", "0201"] {
        let hits = |census: &Census| census.find(name, 500).unwrap().len();
        assert_eq!(hits(&loaded), hits(&typed), "{name}");
    }
    for census in [&mut loaded, &mut typed] {
        let rebuilt = census.rebuild(true).unwrap();
        assert_eq!(rebuilt.differing, Vec::<String>::new());
        assert!(census.verify_trail().unwrap().breaks.is_empty());
    }
}

/// Lists the stored findings of every record, by path.
fn stored(census: &Census) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![census.county()];
    while let Some(unit) = open.pop() {
        let path = census.node(unit).unwrap().path;
        for found in census.findings(unit).unwrap() {
            all.push(format!(
                "{path} {} {:?} {}",
                found.rule, found.level, found.zh
            ));
        }
        for kind in unit
            .kind
            .children()
            .iter()
            .filter(|kind| **kind != Kind::Staff)
        {
            let window = labor_census::store::Window::first(1000);
            let children = census.children(unit, *kind, &window).unwrap();
            open.extend(children.iter().map(|node| node.record));
        }
    }
    all.sort();
    all
}

/// Fills a file with faults, whose findings are those of the same file without and the planted.
fn planted(folder: &Path, plan: &Plan) -> (Census, Vec<Fault>) {
    let sound = Plan {
        faults: 0,
        ..plan.clone()
    };
    let (without, none) = filled(&folder.join("plain.lcen"), &sound);
    assert!(none.is_empty());
    let (planted, faults) = filled(&folder.join("planted.lcen"), plan);
    let mut wanted = findings(&without);
    // Of a village that was left out there is nothing.
    wanted.retain(|(_, _, record, _), _| {
        planted
            .record_of(record.parse().unwrap())
            .unwrap()
            .is_some()
    });
    for fault in &faults {
        let rule = planted.instrument().rule(fault.rule).unwrap();
        let branch = rule.branches.iter().find(|branch| {
            branch.kind == fault.kind
                && branch.level == fault.level
                && branch.items.first().map_or("", String::as_str) == fault.cell
        });
        let items = match branch {
            Some(branch) => branch.items.clone(),
            None => vec![fault.cell.to_owned()],
        };
        let record = fault.record.unwrap().to_string();
        let key = (fault.rule.to_owned(), fault.level, record, items);
        *wanted.entry(key).or_default() += 1;
    }
    let found = findings(&planted);
    let lost: Vec<_> = wanted
        .iter()
        .filter(|one| found.get(one.0) != Some(one.1))
        .collect();
    let more: Vec<_> = found
        .iter()
        .filter(|one| wanted.get(one.0) != Some(one.1))
        .collect();
    assert!(
        lost.is_empty() && more.is_empty(),
        "lost {lost:?}, more {more:?}"
    );
    (planted, faults)
}

fn rules(faults: &[Fault]) -> BTreeSet<&'static str> {
    faults.iter().map(|fault| fault.rule).collect()
}

#[test]
fn planted_faults_are_found_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        households: 60,
        ..plan(11, 350_000)
    };
    let (_, faults) = planted(folder.path(), &plan);
    let n_rules = rules(&faults).len();
    assert!(n_rules > 70, "{n_rules} rules");
}

/// Every hint, and what the ledger lacks: villages, households, results.
#[test]
fn hints_and_gaps_of_the_ledger_are_planted() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        villages: 5,
        households: 110,
        ..plan(6, 100_000)
    };
    let (census, faults) = planted(folder.path(), &plan);
    let of = |what| {
        let own = faults.iter().filter(|fault| fault.what == what);
        own.cloned().collect::<Vec<_>>()
    };
    let hints = rules(&of("hint"));
    let wanted = ["G01", "G02", "G03", "G04", "G05", "G06", "G08", "G09"];
    assert_eq!(hints, BTreeSet::from(wanted));
    let heads = of("hint")
        .into_iter()
        .filter(|fault| fault.cell == "education");
    assert!(heads.count() > 0, "heads with the same answers");
    let gaps = of("gap").into_iter();
    let gaps: BTreeSet<_> = gaps.map(|fault| (fault.rule, fault.cell)).collect();
    for gap in [
        ("T01", ""),
        ("V01", "declared_households"),
        ("V01", "expected_households"),
    ] {
        assert!(gaps.contains(&gap), "{gap:?}");
    }
    // The list of what is open has them, too.
    let open = census.gaps("", None, 10_000).unwrap();
    let reasons: BTreeSet<&str> = open.iter().map(|gap| gap.reason).collect();
    for reason in ["no_groups", "households_missing", "missing"] {
        assert!(reasons.contains(reason), "{reason}: {reasons:?}");
    }
    let is_open = |item: &str| open.iter().any(|gap| gap.item.as_deref() == Some(item));
    assert!(is_open("disposition"), "a household without a result");
    // And nothing else: each is at or below a unit in which something was planted.
    for gap in &open {
        let is_of = |fault: &&Fault| {
            let is_village = fault.rule != "T01" || gap.reason == "no_groups";
            is_village && gap.path.starts_with(&fault.path)
        };
        assert!(faults.iter().any(|fault| is_of(&fault)), "{gap:?}");
    }
    // The list of hints holds the planted ones, those that are there without, and no others.
    let sound = Plan { faults: 0, ..plan };
    let (without, _) = filled(&folder.path().join("without.lcen"), &sound);
    let mut there = hints_of(&without);
    // Of a village that was left out there is nothing.
    let left_out = open.iter().filter(|gap| gap.reason == "no_groups");
    let left_out: BTreeSet<&String> = left_out.filter_map(|gap| gap.path.get(1)).collect();
    there.retain(|(_, path)| {
        path.get(1)
            .is_none_or(|village| !left_out.contains(village))
    });
    let of_hints = faults.iter().filter(|fault| fault.rule.starts_with('G'));
    there.extend(of_hints.map(|fault| (fault.rule.to_owned(), fault.path.clone())));
    assert_eq!(hints_of(&census), there);
}

/// Every hint of a file as its list shows it.
fn hints_of(census: &Census) -> BTreeSet<(String, Vec<String>)> {
    let page = check::hints(census, census.county(), None, 10_000, 1_000).unwrap();
    assert_eq!(page.next, None);
    let open = page.found.iter().filter(|found| found.finding.is_open());
    open.map(|found| (found.finding.rule.clone(), found.codes()))
        .collect()
}
