//! The county that is measured and the empty file beside it; made once, in a process of its own so
//! that making it does not count as memory of using it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::demo::{self, Plan, Population};
use labor_census::domain::answer::Answer;
use labor_census::domain::frame::Frame;
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::exchange::embedded_frame;
use labor_census::instrument::Instrument;
use labor_census::store::{Access, Census, Passphrase, Setup, Tools};

/// Set in the process that makes the county.
pub const MAKE: &str = "COUNTY_MAKE";
/// All choices of the county follow from it.
const SEED: u64 = 20_261_101;
/// Persons of a hundred households, empty dwellings included.
const HOUSEHOLD_PERSONS: u64 = 376;
/// In how many of a million households something is missing or wrong.
const FAULTS: u32 = 80_000;
/// When the county is made, and when it is measured: most of it was done on other days.
const BEGUN: &str = "2026-11-02T08:00:00+08:00";
const NOW: &str = "2026-11-20T17:00:00+08:00";
/// What else the county follows from.
const MADE_WITH: [&[u8]; 7] = [
    include_bytes!("../../src/demo/roster.rs"),
    include_bytes!("../../src/demo/work.rs"),
    include_bytes!("../../src/demo/form.rs"),
    include_bytes!("../../src/demo/faults/table.rs"),
    include_bytes!("../../src/store/load.rs"),
    include_bytes!("../../assets/demo/words.csv"),
    include_bytes!("../../assets/migrations/0001_event_store.sql"),
];

pub struct County {
    n_persons: u64,
    /// The file with everybody in it.
    pub full: PathBuf,
    /// The file of the same frame with one household.
    pub empty: PathBuf,
    /// The file with everybody, not encrypted, so that another program can read its tables too.
    pub plain: PathBuf,
    /// Code of a township of about 24,000 persons, in a county of full size.
    pub township: String,
}

impl County {
    pub fn new(n_persons: u64) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-data");
        let mut hash = blake3::Hasher::new();
        for made_with in MADE_WITH {
            hash.update(made_with);
        }
        hash.update(&labor_census::instrument::hash::hash(
            &Instrument::embedded().unwrap(),
        ));
        let hash = hash.finalize().to_hex();
        let file =
            |what: &str| folder.join(format!("{what}-{n_persons}-{SEED}-{}.lcen", &hash[..8]));
        let frame = embedded_frame();
        let township = frame
            .townships
            .iter()
            .find(|township| township.villages.len() >= 16);
        Self {
            n_persons,
            full: file("county"),
            empty: file("empty"),
            plain: file("plain"),
            township: township.unwrap().code.clone(),
        }
    }

    /// Makes the files in a child process unless they are there.
    pub fn ensure(&self) {
        if [&self.full, &self.plain, &self.empty]
            .iter()
            .all(|file| file.exists())
        {
            return;
        }
        println!("making {} and others", self.full.display());
        let made = Command::new(std::env::current_exe().unwrap())
            .env(MAKE, "1")
            .status()
            .unwrap();
        assert!(made.success(), "the county was not made");
    }

    pub fn open(path: &Path) -> Census {
        Census::open(path, &access(), tools()).unwrap()
    }

    pub fn make(&self) {
        std::fs::create_dir_all(self.full.parent().unwrap()).unwrap();
        let plan = self.plan();
        let frame = demo::frame_of(&plan, embedded_frame());
        let _ = std::fs::remove_file(&self.empty);
        let mut empty = Self::create(&self.empty, &access(), &plan, &frame);
        one_household(&mut empty, &plan, &frame, &self.township);
        empty.close().unwrap();
        Self::make_one(&self.plain, &Access::Plain, &plan, &frame);
        Self::make_one(&self.full, &access(), &plan, &frame);
    }

    fn make_one(path: &Path, access: &Access, plan: &Plan, frame: &Frame) {
        if path.exists() {
            return;
        }
        let half_made = path.with_extension("part");
        let _ = std::fs::remove_file(&half_made);
        let start = Instant::now();
        let mut census = Self::create(&half_made, access, plan, frame);
        let (filled, _) = demo::fill(&mut census, plan, frame, &mut |_, _| {}).unwrap();
        census.close().unwrap();
        let seconds = start.elapsed().as_secs_f64();
        let n_rows = filled.households + filled.persons + filled.episodes;
        println!(
            "{} persons made in {seconds:.0} s, {:.0} rows a second",
            filled.persons,
            n_rows as f64 / seconds
        );
        std::fs::rename(half_made, path).unwrap();
    }

    /// As many households in every village of the frame as make up the persons.
    fn plan(&self) -> Plan {
        let frame = embedded_frame();
        let households = self.n_persons * 100 / HOUSEHOLD_PERSONS / frame.village_count() as u64;
        Plan {
            round: 2026,
            reference_date: "2026-11-01".parse().unwrap(),
            townships: usize::MAX,
            villages: usize::MAX,
            households: usize::try_from(households).unwrap().max(1),
            seed: SEED,
            faults: FAULTS,
        }
    }

    fn create(path: &Path, access: &Access, plan: &Plan, frame: &Frame) -> Census {
        let setup = Setup {
            person: demo::trainer(),
            role: Role::Enumerator,
            round: plan.round,
            reference_date: plan.reference_date,
        };
        let about = (frame, tools_at(BEGUN));
        Census::create_demo(path, access, &setup, about, plan.seed).unwrap()
    }
}

/// Loads one household into the first village of a township.
fn one_household(census: &mut Census, plan: &Plan, frame: &Frame, township: &str) {
    let townships = frame.townships.iter();
    let township = townships.into_iter().find(|known| known.code == township);
    let village = &township.unwrap().villages[0];
    // Some dwellings are empty: the seeds are tried until somebody lives there.
    let batch = (plan.seed..plan.seed + 99)
        .map(|seed| {
            let plan = Plan {
                households: 1,
                faults: 0,
                seed,
                ..plan.clone()
            };
            Population::new(&plan, &frame.county_code).village(village)
        })
        .find(|batch| is_lived_in(&batch.groups))
        .unwrap();
    let unit = census.area(&village.code).unwrap();
    let mut loader = census.loader().unwrap();
    loader.load(unit, &batch.groups).unwrap();
    loader.finish().unwrap();
}

fn is_lived_in(sheets: &[labor_census::store::Sheet]) -> bool {
    let is_here = |sheet: &labor_census::store::Sheet| {
        sheet.kind == Kind::Person || is_lived_in(&sheet.below)
    };
    sheets.iter().any(is_here)
}

/// Lists the answers of some persons of another population, in the order of the questionnaire.
pub fn persons(census: &Census, n_persons: usize) -> Vec<Vec<(String, Answer)>> {
    let frame = embedded_frame();
    let plan = Plan {
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
        townships: 1,
        villages: 1,
        households: n_persons,
        seed: SEED + 1,
        faults: 0,
    };
    let batch = Population::new(&plan, &frame.county_code).village(&frame.townships[0].villages[0]);
    let households = batch.groups.into_iter().flat_map(|group| group.below);
    let persons = households.flat_map(|household| household.below);
    let items = census.instrument().items(Kind::Person);
    let place = |item: &str| items.iter().position(|known| known.id == item);
    let mut all: Vec<Vec<(String, Answer)>> = persons
        .filter(|sheet| sheet.kind == Kind::Person)
        .map(|sheet| sheet.answers)
        .take(n_persons)
        .collect();
    for answers in &mut all {
        answers.retain(|(item, _)| item != "line_no");
        answers.sort_by_key(|(item, _)| place(item));
    }
    all
}

pub fn access() -> Access {
    Access::Encrypted(Passphrase::new("county of the bench".to_owned()))
}

pub fn tools() -> Tools {
    tools_at(NOW)
}

fn tools_at(time: &str) -> Tools {
    Tools {
        instrument: Arc::new(Instrument::embedded().unwrap()),
        clock: Clock::fixed(time.parse().unwrap()),
        randomness: Randomness::seeded(&SEED.to_le_bytes()),
    }
}
