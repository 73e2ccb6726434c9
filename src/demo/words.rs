//! What the population is made of: names, trades, places, schooling. Lists without logic, from
//! `assets/demo`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::chance::Chance;

const WORDS: &str = include_str!("../../assets/demo/words.csv");
const JOBS: &str = include_str!("../../assets/demo/jobs.csv");
const PLACES: &str = include_str!("../../assets/demo/places.csv");
const EDUCATION: &str = include_str!("../../assets/demo/education.csv");

/// A word of a set.
#[derive(Debug, Clone, Deserialize)]
struct Word {
    set: String,
    text: String,
    weight: i32,
}

/// Work that people leave home for.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Job {
    /// Short name by which places ask for it.
    pub(super) id: String,
    /// `m`, `w`, or `b` for both.
    sex: String,
    weight: i32,
    age_min: i32,
    age_max: i32,
    education_min: i32,
    /// Code of the section of the industry.
    pub(super) section: String,
    /// Code of the industry.
    pub(super) industry: String,
    /// Code of the occupation.
    pub(super) occupation: String,
    /// Word behind the name of the employer.
    pub(super) ending: String,
    /// Income, as a share of the mean.
    pub(super) income_percent: i32,
    /// Whether it is a business of one's own.
    pub(super) is_own: u8,
}

impl Job {
    /// Tells whether somebody may have the job.
    pub(super) fn suits(&self, is_male: bool, age: i32, education: i32) -> bool {
        let sex = if is_male { "m" } else { "w" };
        (self.sex == "b" || self.sex == sex)
            && (self.age_min..=self.age_max).contains(&age)
            && education >= self.education_min
    }
}

/// Where people go.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Place {
    /// Code of the destination level.
    pub(super) level: String,
    /// Code of the county; empty abroad.
    pub(super) county: String,
    /// Name of the country; empty at home.
    pub(super) country: String,
    /// Code of the labor base.
    pub(super) base: String,
    weight: i32,
    /// Job that is done there; empty for any.
    pub(super) job: String,
}

impl Place {
    /// Makes a place that is no destination of its own accord.
    pub(super) fn new(level: &str, county: &str, base: &str) -> Self {
        Self {
            level: level.to_owned(),
            county: county.to_owned(),
            country: String::new(),
            base: base.to_owned(),
            weight: 0,
            job: String::new(),
        }
    }
}

/// Schooling of those born from a year on.
#[derive(Debug, Clone, Deserialize)]
struct Schooling {
    born_from: i32,
    sex: String,
    level_1: i32,
    level_2: i32,
    level_3: i32,
    level_4: i32,
    level_5: i32,
    level_6: i32,
    level_7: i32,
    level_8: i32,
    level_9: i32,
}

/// All lists.
#[derive(Debug)]
pub(super) struct Words {
    sets: BTreeMap<String, Vec<(String, i32)>>,
    pub(super) jobs: Vec<Job>,
    places: Vec<Place>,
    education: Vec<Schooling>,
}

impl Words {
    /// Reads the lists of the program.
    pub(super) fn read() -> Self {
        let mut sets: BTreeMap<String, Vec<(String, i32)>> = BTreeMap::new();
        for word in rows::<Word>(WORDS) {
            sets.entry(word.set)
                .or_default()
                .push((word.text, word.weight));
        }
        Self {
            sets,
            jobs: rows(JOBS),
            places: rows(PLACES),
            education: rows(EDUCATION),
        }
    }

    /// Picks a word of a set.
    pub(super) fn pick(&self, set: &str, chance: &mut Chance) -> &str {
        let words = self.sets.get(set).map_or(&[][..], Vec::as_slice);
        chance
            .weighted(words, |(_, weight)| *weight)
            .map_or("", |(word, _)| word)
    }

    /// Returns the surname with which a text begins.
    pub(super) fn surname_of(&self, text: &str) -> Option<&str> {
        let surnames = self.sets.get("surname")?;
        surnames
            .iter()
            .map(|(surname, _)| surname.as_str())
            .find(|surname| text.starts_with(surname))
    }

    /// Picks a job that suits somebody.
    pub(super) fn job(
        &self,
        chance: &mut Chance,
        is_male: bool,
        age: i32,
        education: i32,
    ) -> Option<&Job> {
        chance
            .weighted(&self.jobs, |job| {
                if job.suits(is_male, age, education) {
                    job.weight
                } else {
                    0
                }
            })
            .filter(|job| job.suits(is_male, age, education))
    }

    /// Picks a place to go to.
    pub(super) fn place(&self, chance: &mut Chance) -> Option<&Place> {
        chance.weighted(&self.places, |place| place.weight)
    }

    /// Finds the place of a base, or with a base of `00` that of a county.
    pub(super) fn place_of(&self, base: &str, county: &str) -> Option<&Place> {
        self.places
            .iter()
            .find(|place| place.base == base && (base != "00" || place.county == county))
    }

    /// Picks the schooling of somebody who has left school.
    pub(super) fn education(&self, chance: &mut Chance, is_male: bool, born: i32) -> i32 {
        let sex = if is_male { "m" } else { "w" };
        let mut of_sex = self.education.iter().filter(|row| row.sex == sex);
        let Some(row) = of_sex.rfind(|row| row.born_from <= born) else {
            return 1;
        };
        let levels = [
            (1, row.level_1),
            (2, row.level_2),
            (3, row.level_3),
            (4, row.level_4),
            (5, row.level_5),
            (6, row.level_6),
            (7, row.level_7),
            (8, row.level_8),
            (9, row.level_9),
        ];
        chance
            .weighted(&levels, |(_, weight)| *weight)
            .map_or(1, |(level, _)| *level)
    }
}

/// Reads the rows of a list.
fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.expect("the lists of the program are read by the suite")
}
