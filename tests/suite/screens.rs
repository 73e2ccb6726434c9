//! Pages as a person sees them: keys in, screen out, in both sizes and languages.

use std::sync::Arc;

use labor_census::base::clock::Clock;
use labor_census::base::random::Randomness;
use labor_census::domain::role::Role;
use labor_census::exchange::embedded_frame;
use labor_census::instrument::Instrument;
use labor_census::store::{Access, Census, Setup, Tools};
use labor_census::tui::seam::Session;
use labor_census::wording::Language;

pub(crate) fn tools() -> Tools {
    Tools {
        instrument: Arc::new(Instrument::embedded().unwrap()),
        clock: Clock::fixed("2026-11-24T08:31:05+08:00".parse().unwrap()),
        randomness: Randomness::seeded(b"screens"),
    }
}

/// A running program with its folder, which goes with it.
pub(crate) struct Desk {
    _folder: tempfile::TempDir,
    pub(crate) session: Session,
}

pub(crate) fn desk(size: (u16, u16), language: Language) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("census.lcen");
    let setup = Setup {
        person: "张明".to_owned(),
        role: Role::Enumerator,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    };
    let census =
        Census::create(&path, &Access::Plain, &setup, &embedded_frame(), tools()).unwrap();
    Desk { _folder: folder, session: Session::new(census, tools(), size, language) }
}

/// Keys from the first page to the form of the first household of a new first group.
pub(crate) const TO_HOUSEHOLD: &str = "2<Right><Enter><Enter>";

/// Keys of the household items before the roster: 11, family, name, address, no phone, counts.
pub(crate) const HOUSEHOLD: &str =
    "<Enter><Enter>王建国<Enter>小学背后第二家<Enter>13830000001<Enter>2<Enter>2<Enter>";

#[test]
fn probe_flow() {
    let mut desk = desk((80, 24), Language::ZhHans);
    let s = &mut desk.session;
    println!("{}", s.screen());
    s.type_keys("2");
    println!("{}", s.screen());
    s.type_keys("<Right>");
    println!("{}", s.screen());
    s.type_keys("<Enter>");
    println!("{}", s.screen());
    s.type_keys("<Enter>");
    println!("{}", s.screen());
    s.type_keys(HOUSEHOLD);
    println!("{}", s.screen());
    s.type_keys("<Enter>");
    println!("{}", s.screen());
}
