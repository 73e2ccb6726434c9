//! The county that is measured and the empty file beside it; made once, in a process of its own so
//! that making it does not count as memory of using it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::demo::{self, Plan};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::exchange::embedded_frame;
use labor_census::instrument::Instrument;
use labor_census::store::{
    Access, Census, Passphrase, RecordRef, Result, Setup, StoreError, Tools, Window,
};

use crate::county::{self, Chance};

/// Set in the process that makes the county.
pub const MAKE: &str = "COUNTY_MAKE";
/// All choices of the county follow from it.
const SEED: u64 = 20_261_101;
/// Persons of the township that is exported, in a county of full size.
const TOWNSHIP_PERSONS: u64 = 24_000;
const GROUPS: u64 = 5;
/// Persons of the county for each household that all villages of the frame have alike.
const PERSONS_A_VILLAGE_HOUSEHOLD: u64 = 1235;
/// When the county is made, and when it is measured: most of it was done on other days.
const BEGUN: &str = "2026-11-02T08:00:00+08:00";
const NOW: &str = "2026-11-20T17:00:00+08:00";
/// Hours that a village takes: the whole county takes a month.
const VILLAGE_HOURS: u64 = 2;
const VILLAGES_MAX: usize = 1000;

pub struct County {
    n_persons: u64,
    /// The file with everybody in it.
    pub full: PathBuf,
    /// The file of the same frame with one household.
    pub empty: PathBuf,
    /// A file that is not encrypted, with a population that is made up, so that another program can
    /// read its tables too.
    pub plain: PathBuf,
    /// Code of the township of 24,000 persons.
    pub township: String,
}

impl County {
    pub fn new(n_persons: u64) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-data");
        let mut hash = blake3::Hasher::new();
        hash.update(include_bytes!("../support/county.rs"));
        hash.update(include_bytes!(
            "../../assets/migrations/0001_event_store.sql"
        ));
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
        if self.full.exists() && self.plain.exists() {
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
        if !self.plain.exists() {
            self.make_plain();
        }
        if self.full.exists() {
            return;
        }
        let _ = std::fs::remove_file(&self.empty);
        let mut empty = Self::create(&self.empty);
        let mut chance = Chance::new(SEED);
        empty
            .transact(|census| fill_village(census, &mut chance, &self.township, 4))
            .unwrap();
        empty.close().unwrap();
        let half_made = self.full.with_extension("part");
        let _ = std::fs::remove_file(&half_made);
        let mut full = Self::create(&half_made);
        self.fill(&mut full);
        full.close().unwrap();
        std::fs::rename(half_made, &self.full).unwrap();
    }

    fn make_plain(&self) {
        let frame = embedded_frame();
        let most = frame.townships.iter().map(|one| one.villages.len()).max();
        let plan = Plan {
            round: 2026,
            reference_date: "2026-11-01".parse().unwrap(),
            townships: frame.townships.len(),
            villages: most.unwrap(),
            households: usize::try_from(self.n_persons / PERSONS_A_VILLAGE_HOUSEHOLD).unwrap(),
            seed: SEED,
            faults: 0,
        };
        let half_made = self.plain.with_extension("part");
        let _ = std::fs::remove_file(&half_made);
        let setup = Setup {
            person: demo::trainer(),
            role: Role::County,
            round: plan.round,
            reference_date: plan.reference_date,
        };
        let frame = demo::frame_of(&plan, frame);
        let mut census =
            Census::create(&half_made, &Access::Plain, &setup, &frame, tools_at(NOW)).unwrap();
        demo::fill(&mut census, &plan, &frame, &mut |_, _| ()).unwrap();
        census.close().unwrap();
        std::fs::rename(half_made, &self.plain).unwrap();
    }

    fn create(path: &Path) -> Census {
        let setup = Setup {
            person: "张明".to_owned(),
            role: Role::Enumerator,
            round: 2026,
            reference_date: "2026-11-01".parse().unwrap(),
        };
        Census::create(path, &access(), &setup, &embedded_frame(), tools_at(BEGUN)).unwrap()
    }

    fn fill(&self, census: &mut Census) {
        let frame = embedded_frame();
        let villages = frame
            .townships
            .iter()
            .flat_map(|township| &township.villages);
        let inside = villages
            .clone()
            .filter(|v| v.code.starts_with(&self.township))
            .count() as u64;
        let outside = villages.clone().count() as u64 - inside;
        let township_persons = TOWNSHIP_PERSONS * self.n_persons / crate::PERSONS;
        let start = Instant::now();
        let mut n_made = 0;
        for (number, village) in villages.enumerate() {
            let n_persons = if village.code.starts_with(&self.township) {
                township_persons / inside
            } else {
                (self.n_persons - township_persons) / outside
            };
            let mut chance = Chance::new(SEED + number as u64);
            census
                .transact(|census| fill_village(census, &mut chance, &village.code, n_persons))
                .unwrap();
            census
                .clock()
                .advance(Duration::from_secs(VILLAGE_HOURS * 3600));
            n_made += n_persons;
            if number % 20 == 0 {
                let each = start.elapsed().as_secs_f64() * 1e3 / n_made as f64;
                println!("{n_made} persons, {each:.3} ms each");
            }
        }
    }
}

/// Lists groups in a village until it has so many persons. A township's code means its first
/// village.
fn fill_village(
    census: &mut Census,
    chance: &mut Chance,
    code: &str,
    n_persons: u64,
) -> Result<()> {
    let mut village = census.area(code)?;
    if village.kind == Kind::Township {
        let villages = census.children(village, Kind::Village, &Window::first(VILLAGES_MAX))?;
        village = villages
            .first()
            .ok_or(StoreError::NoSuchUnit(code.to_owned()))?
            .record;
    }
    let groups: Vec<RecordRef> = (0..GROUPS)
        .map(|_| census.list(village, Kind::Group, None))
        .collect::<Result<_>>()?;
    let mut n_left = usize::try_from(n_persons).unwrap();
    for group in groups.iter().cycle() {
        let n = (2 + usize::try_from(chance.below(5)).unwrap()).min(n_left);
        county::household(census, chance, *group, n)?;
        n_left -= n;
        if n_left == 0 {
            break;
        }
    }
    Ok(())
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
