//! A small county to check: two villages in the first of nine townships, one in each other.

use std::ops::ControlFlow;
use std::sync::Arc;

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::check::{Found, Report, Step};
use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::frame::{Frame, FrameTownship, FrameVillage};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::Instrument;
use labor_census::store::{Access, Census, RecordRef, Setup, Tools};

pub const COUNTY: &str = "620825";
pub const TOWNSHIP: &str = "620825100";
/// Villages of the first township.
pub const VILLAGE: &str = "620825100201";
pub const NEXT_VILLAGE: &str = "620825100202";
/// The village of the second township.
pub const FAR_VILLAGE: &str = "620825101201";
const TOWNSHIPS: usize = 9;

/// A census file in a folder of its own.
pub struct County {
    pub census: Census,
    _folder: tempfile::TempDir,
}

impl County {
    /// Makes the county; thresholds of the round are set to small numbers where given.
    pub fn new(settings: &[(&str, f64)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("county.lcen");
        let setup = Setup {
            person: "张明".to_owned(),
            role: Role::Enumerator,
            round: 2026,
            reference_date: "2026-11-15".parse().unwrap(),
        };
        let census = Census::create(&path, &Access::Plain, &setup, &frame(), tools()).unwrap();
        census.close().unwrap();
        let file = rusqlite::Connection::open(&path).unwrap();
        for (setting, value) in settings {
            let sql = format!("UPDATE round SET {setting} = ?1");
            file.execute(&sql, [value]).unwrap();
        }
        drop(file);
        let census = Census::open(&path, &Access::Plain, tools()).unwrap();
        Self {
            census,
            _folder: folder,
        }
    }
}

pub fn tools() -> Tools {
    Tools {
        instrument: Arc::new(Instrument::embedded().unwrap()),
        clock: Clock::fixed("2026-11-20T08:30:00+08:00".parse().unwrap()),
        randomness: Randomness::seeded(b"county"),
    }
}

fn frame() -> Frame {
    let village = |code: String| FrameVillage {
        name: format!("{}家村委会", &code[8..9]),
        code,
        groups: Vec::new(),
        expected_households: None,
        expected_persons: None,
    };
    let townships = (0..TOWNSHIPS).map(|number| {
        let code = format!("62082510{number}");
        let n_villages = if number == 0 { 2 } else { 1 };
        let villages = (1..=n_villages).map(|n| village(format!("{code}20{n}")));
        FrameTownship {
            name: format!("第{number}镇"),
            villages: villages.collect(),
            code,
        }
    });
    Frame {
        county_code: COUNTY.to_owned(),
        county: "庄浪县".to_owned(),
        townships: townships.collect(),
    }
}

/// Answers of one record as typed; `!word` is a reason.
pub type Items<'a> = &'a [(&'a str, &'a str)];

pub fn fill(census: &mut Census, record: RecordRef, items: Items<'_>) {
    let answer = |typed: &str| match typed.strip_prefix('!') {
        Some(word) => Answer::Reason(word.parse::<Reason>().unwrap()),
        None => Answer::Value(typed.to_owned()),
    };
    let items: Vec<_> = items
        .iter()
        .map(|(item, typed)| ((*item).to_owned(), answer(typed)))
        .collect();
    census.apply(record, &items).unwrap();
}

pub fn add(census: &mut Census, parent: RecordRef, kind: Kind, items: Items<'_>) -> RecordRef {
    let record = census.list(parent, kind, None).unwrap();
    fill(census, record, items);
    record
}

/// Lists a group of a village.
pub fn group(census: &mut Census, village: &str) -> RecordRef {
    let village = census.area(village).unwrap();
    census.list(village, Kind::Group, None).unwrap()
}

/// Lists a household with one person in a new group of a village; the person is returned.
pub fn alone(census: &mut Census, village: &str, items: Items<'_>) -> RecordRef {
    let group = group(census, village);
    let household = add(census, group, Kind::Household, &[]);
    add(census, household, Kind::Person, items)
}

/// Checks an area and returns everything found, in order.
pub fn check(census: &Census, area: &str) -> (Vec<Found>, Report) {
    let area = census.area(area).unwrap();
    let mut all = Vec::new();
    let mut tell = |step: Step<'_>| {
        if let Step::Found(found) = step {
            all.push(found.clone());
        }
        ControlFlow::Continue(())
    };
    let report = labor_census::check::run(census, area, &mut tell).unwrap();
    (all, report)
}

/// Returns where a rule is raised in an area, with level and message.
pub fn raised(census: &Census, area: &str, rule: &str) -> Vec<(String, &'static str, String)> {
    let (all, _) = check(census, area);
    let own = all.into_iter().filter(|found| found.finding.rule == rule);
    own.map(|found| {
        let finding = found.finding;
        for text in [&finding.zh, &finding.en] {
            assert!(!text.contains('{'), "{rule}: not filled: {text}");
        }
        (found.at.path, finding.level.word(), finding.zh)
    })
    .collect()
}
