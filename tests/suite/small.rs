//! A small census file that several topics work on: one village, one group, one household.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::domain::answer::Answer;
use labor_census::domain::frame::{Frame, FrameTownship, FrameVillage};
use labor_census::domain::kind::Kind;
use labor_census::domain::role::Role;
use labor_census::instrument::Instrument;
use labor_census::store::{Access, Census, RecordRef, Result, Setup, Tools};

/// Code of the only village.
pub const VILLAGE: &str = "620825100201";

pub fn tools() -> Tools {
    // Reading the questionnaire takes longer than most of what is tried on it.
    static EMBEDDED: OnceLock<Arc<Instrument>> = OnceLock::new();
    tools_of(EMBEDDED.get_or_init(|| Arc::new(Instrument::embedded().unwrap())))
}

pub fn tools_with(instrument: Instrument) -> Tools {
    tools_of(&Arc::new(instrument))
}

fn tools_of(instrument: &Arc<Instrument>) -> Tools {
    Tools {
        instrument: Arc::clone(instrument),
        clock: Clock::fixed("2026-11-24T08:30:00+08:00".parse().unwrap()),
        randomness: Randomness::seeded(b"small"),
    }
}

/// Makes a file in clear text.
pub fn create(path: &Path, tools: Tools) -> Result<Census> {
    create_with(path, &Access::Plain, tools)
}

pub fn create_with(path: &Path, access: &Access, tools: Tools) -> Result<Census> {
    let setup = Setup {
        person: "张明".to_owned(),
        role: Role::Enumerator,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    };
    Census::create(path, access, &setup, &frame(), tools)
}

/// Opens a file on a laptop of its own, which the seed stands for.
pub fn open(path: &Path, seed: &[u8]) -> Result<Census> {
    let tools = Tools {
        randomness: Randomness::seeded(seed),
        ..tools()
    };
    Census::open(path, &Access::Plain, tools)
}

/// One township with one village.
pub fn frame() -> Frame {
    let village = FrameVillage {
        code: VILLAGE.to_owned(),
        name: "李碾村".to_owned(),
        groups: Vec::new(),
        expected_households: None,
        expected_persons: None,
    };
    Frame {
        county_code: "620825".to_owned(),
        county: "庄浪县".to_owned(),
        townships: vec![FrameTownship {
            code: "620825100".to_owned(),
            name: "水洛镇".to_owned(),
            villages: vec![village],
        }],
    }
}

/// A file with one group and one household, in a folder that goes with it.
pub struct Small {
    pub folder: tempfile::TempDir,
    pub path: PathBuf,
    pub census: Census,
    pub group: RecordRef,
    pub household: RecordRef,
}

impl Small {
    pub fn new(tools: Tools) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("small.lcen");
        let mut census = create(&path, tools).unwrap();
        let village = census.area(VILLAGE).unwrap();
        let group = census.list(village, Kind::Group, None).unwrap();
        let household = census.list(group, Kind::Household, None).unwrap();
        Self {
            folder,
            path,
            census,
            group,
            household,
        }
    }
}

pub fn value(text: &str) -> Answer {
    Answer::Value(text.to_owned())
}

/// Rebuilds every table from the events without keeping it, and follows every chain.
pub fn assert_sound(census: &mut Census) {
    let rebuilt = census.rebuild(true).unwrap();
    assert!(
        rebuilt.differing.is_empty(),
        "tables differ from events: {:?}",
        rebuilt.differing
    );
    let verified = census.verify_trail().unwrap();
    assert!(
        verified.breaks.is_empty(),
        "chains do not hold: {:?}",
        verified.breaks
    );
}
