//! A plain census file with one village, one group, and one household, and an enumerator in it.

use std::sync::Arc;

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::domain::answer::Answer;
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::Instrument;
use labor_census::store::{Access, Census, RecordRef, Setup, Tools};

use crate::small::frame;

pub struct Field {
    _folder: tempfile::TempDir,
    pub census: Census,
    pub household: RecordRef,
}

impl Field {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("field.lcen");
        let tools = Tools {
            instrument: Arc::new(Instrument::embedded().unwrap()),
            clock: Clock::fixed("2026-11-24T08:30:00+08:00".parse().unwrap()),
            randomness: Randomness::seeded(b"field"),
        };
        let setup = Setup {
            person: "张明".to_owned(),
            role: Role::Enumerator,
            round: 2026,
            reference_date: "2026-11-15".parse().unwrap(),
        };
        let mut census = Census::create(&path, &Access::Plain, &setup, &frame(), tools).unwrap();
        let village = census.area("620825100201").unwrap();
        let group = census.list(village, Kind::Group, None).unwrap();
        let household = census.list(group, Kind::Household, None).unwrap();
        Self {
            _folder: folder,
            census,
            household,
        }
    }

    /// Lists a person with some answers in the household.
    pub fn person(&mut self, answers: &[(&str, &str)]) -> RecordRef {
        let person = self.list(self.household, Kind::Person);
        let answers = answers.iter().map(|(item, value)| {
            let value = Answer::Value((*value).to_owned());
            ((*item).to_owned(), value)
        });
        self.census
            .apply(person, &answers.collect::<Vec<_>>())
            .unwrap();
        person
    }

    pub fn list(&mut self, parent: RecordRef, kind: Kind) -> RecordRef {
        self.census.list(parent, kind, None).unwrap()
    }
}
