//! Cases of the rules on whole households: a household is entered into a census file as typed, and
//! what a rule says of each record of it is compared with the case.
//!
//! A case names places: `""` is the household, `"2"` its second person, `"2.1"` the first stay of
//! that person. Nothing of a case stays in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::check::Step;
use labor_census::domain::answer::{Answer, Reason};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::Instrument;
use labor_census::store::{Access, Census, Finding, RecordRef, Setup, StoreError, Tools};
use serde::Deserialize;

use crate::small::frame;

/// Items of one record as typed; `!word` is a reason, an empty text leaves out a usual answer.
type Items = BTreeMap<String, String>;

/// The cases of one rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// What every household, person, and stay of the file has unless the case says otherwise.
    #[serde(default)]
    usual: Usual,
    pub case: Vec<Case>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Usual {
    #[serde(default)]
    household: Items,
    #[serde(default)]
    person: Items,
    #[serde(default)]
    episode: Items,
}

/// One household, and where the rule is raised in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Begins with pass, hit, or boundary.
    pub say: String,
    /// Reference date of the round.
    #[serde(default = "usual_date")]
    date: String,
    #[serde(default)]
    group: Items,
    #[serde(default)]
    household: Items,
    #[serde(default)]
    person: Vec<Person>,
    /// Places where the rule is raised, and nowhere else.
    pub raised: BTreeSet<String>,
    /// Level of all findings.
    level: Option<String>,
    /// The whole message in Chinese, of one of the findings at least.
    says: Option<String>,
    /// Items that each finding points at.
    cells: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Person {
    #[serde(default)]
    episode: Vec<Items>,
    #[serde(flatten)]
    items: Items,
}

fn usual_date() -> String {
    "2026-11-15".to_owned()
}

/// One census file a reference date, made when the first case asks for it.
pub struct Stage {
    folder: tempfile::TempDir,
    instrument: Arc<Instrument>,
    files: BTreeMap<String, (Census, RecordRef)>,
}

impl Stage {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            instrument: Arc::new(Instrument::embedded().unwrap()),
            files: BTreeMap::new(),
        }
    }

    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// Enters the household of a case and returns where the rule says something else of it, on
    /// leaving a field or in a check.
    pub fn play(&mut self, rule: &str, cases: &Cases, case: &Case) -> Vec<String> {
        let at = format!("{rule}, {}", case.say);
        let (census, group) = self.file(&case.date);
        let group = *group;
        let (found, checked) = census
            .rehearse(|census| {
                let records = enter(census, group, cases, case)?;
                let checked = check(census, rule, &records)?;
                let mut found = Vec::new();
                for (place, record) in records {
                    let findings = census.findings(record)?;
                    let own = findings.into_iter().filter(|finding| finding.rule == rule);
                    found.extend(own.map(|finding| (place.clone(), finding)));
                }
                Ok((found, checked))
            })
            .unwrap_or_else(|error| panic!("{at}: {error:?}"));
        let mut differences = compare(case, &found);
        if checked != found {
            differences.push(format!("a check finds {checked:?}"));
        }
        let differences = differences.into_iter();
        differences.map(|what| format!("{at}: {what}")).collect()
    }

    /// Does something to the files' one group and takes it back.
    pub fn rehearse<T>(
        &mut self,
        work: impl FnOnce(&mut Census, RecordRef) -> Result<T, StoreError>,
    ) -> T {
        let (census, group) = self.file(&usual_date());
        let group = *group;
        census.rehearse(|census| work(census, group)).unwrap()
    }

    fn file(&mut self, date: &str) -> &mut (Census, RecordRef) {
        let path = self.folder.path().join(format!("{date}.lcen"));
        let tools = Tools {
            instrument: Arc::clone(&self.instrument),
            clock: Clock::fixed(format!("{date}T08:30:00+08:00").parse().unwrap()),
            randomness: Randomness::seeded(date.as_bytes()),
        };
        self.files.entry(date.to_owned()).or_insert_with(|| {
            let setup = Setup {
                person: "张明".to_owned(),
                role: Role::Enumerator,
                round: date[..4].parse().unwrap(),
                reference_date: date.parse().unwrap(),
            };
            let mut census =
                Census::create(&path, &Access::Plain, &setup, &frame(), tools).unwrap();
            let village = census.area("620825100201").unwrap();
            let group = census.list(village, Kind::Group, None).unwrap();
            (census, group)
        })
    }
}

/// Enters the household and returns its records with their places.
fn enter(
    census: &mut Census,
    group: RecordRef,
    cases: &Cases,
    case: &Case,
) -> Result<Vec<(String, RecordRef)>, StoreError> {
    let usual = &cases.usual;
    census.apply(group, &answers(&Items::new(), &case.group))?;
    let household = census.list(group, Kind::Household, None)?;
    census.apply(household, &answers(&usual.household, &case.household))?;
    let mut records = vec![(String::new(), household)];
    for (line, own) in (1..).zip(&case.person) {
        let person = census.list(household, Kind::Person, None)?;
        census.apply(person, &answers(&usual.person, &own.items))?;
        records.push((line.to_string(), person));
        for (number, stay) in (1..).zip(&own.episode) {
            let episode = census.list(person, Kind::Episode, None)?;
            census.apply(episode, &answers(&usual.episode, stay))?;
            records.push((format!("{line}.{number}"), episode));
        }
    }
    census.leave()?;
    Ok(records)
}

/// What a check of the household says by the rule, in the order of its records.
fn check(
    census: &Census,
    rule: &str,
    records: &[(String, RecordRef)],
) -> Result<Vec<(String, Finding)>, StoreError> {
    let mut found = Vec::new();
    let mut tell = |step: Step<'_>| {
        if let Step::Found(one) = step
            && one.finding.rule == rule
        {
            let known = records.iter().find(|(_, record)| *record == one.at.record);
            let (place, _) = known.expect("a record of the household");
            found.push((place.clone(), one.finding.clone()));
        }
        ControlFlow::Continue(())
    };
    labor_census::check::run(census, records[0].1, &mut tell)?;
    Ok(found)
}

fn answers(usual: &Items, own: &Items) -> Vec<(String, Answer)> {
    let mut items = usual.clone();
    items.extend(own.clone());
    items.retain(|_, typed| !typed.is_empty());
    let answer = |typed: &str| match typed.strip_prefix('!') {
        Some(word) => Answer::Reason(word.parse::<Reason>().expect("a reason")),
        None => Answer::Value(typed.to_owned()),
    };
    items
        .iter()
        .map(|(item, typed)| (item.clone(), answer(typed)))
        .collect()
}

fn compare(case: &Case, found: &[(String, Finding)]) -> Vec<String> {
    let mut differences = Vec::new();
    let places: BTreeSet<String> = found.iter().map(|(place, _)| place.clone()).collect();
    if places != case.raised {
        differences.push(format!("raised on {places:?}, not {:?}", case.raised));
    }
    if found.len() > places.len() {
        differences.push("twice on one record".to_owned());
    }
    for (_, finding) in found {
        if Some(finding.level.word()) != case.level.as_deref() {
            differences.push(format!("is {}", finding.level.word()));
        }
        for text in [&finding.zh, &finding.en] {
            if text.contains('{') {
                differences.push(format!("not filled: {text}"));
            }
        }
        if case
            .cells
            .as_ref()
            .is_some_and(|cells| *cells != finding.items)
        {
            differences.push(format!("points at {:?}", finding.items));
        }
    }
    if let Some(says) = &case.says {
        let said: Vec<&str> = found.iter().map(|(_, finding)| &*finding.zh).collect();
        if !said.contains(&says.as_str()) {
            differences.push(format!("says {said:?}"));
        }
    }
    differences
}
