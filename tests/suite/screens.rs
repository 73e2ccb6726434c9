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

/// A person of the labor force who stayed at home, from the name on.
fn worker(name: &str, relation: &str, id: &str) -> String {
    let named = format!("{name}<Enter>{relation}{id}<Enter>");
    // ethnic, registration, place passed over; at home; married; political passed over
    let identity = "<Enter><Enter><Enter>12<Enter>";
    // finished, junior high, healthy, able; no mobile; no skill, no certificate
    let schooling = "3311<Enter>990";
    // farms 8 months, no local work; did not go out
    let activity = "1<Enter>8<Enter>0<Enter>2";
    // stays (4), untrained, wants none
    let willing = "4299";
    format!("{named}{identity}{schooling}{activity}{willing}")
}

#[test]
fn probe_flow() {
    let mut desk = desk((80, 24), Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD);
    s.type_keys(HOUSEHOLD);
    s.type_keys("<Enter>");
    for part in ["<Enter><Enter>620825197003159936<Enter>", "<Enter><Enter><Enter>12<Enter>", "3311<Enter>990", "1<Enter>8<Enter>0<Enter>", "2", "4", "2", "99"] {
        s.type_keys(part);
        println!("{part}\n{}", s.screen());
    }
    s.type_keys("<Enter>");
    println!("{}", s.screen());
    let _ = worker("", "", "");
}
