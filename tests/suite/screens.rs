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
    let census = Census::create(&path, &Access::Plain, &setup, &embedded_frame(), tools()).unwrap();
    Desk {
        _folder: folder,
        session: Session::new(census, tools(), size, language),
    }
}

/// Keys from the first page to the form of the first household of a new first group.
pub(crate) const TO_HOUSEHOLD: &str = "2<Right><Enter><Enter>";

/// Keys of the household items before the roster: 11, family, name, address, no phone, counts.
pub(crate) const HOUSEHOLD: &str =
    "<Enter><Enter>王建国<Enter>小学背后第二家<Enter>13830000001<Enter>2<Enter>2<Enter>";

/// A family of five with one migrant: what is said, and its keys.
pub(crate) const FAMILY: &[(&str, &str)] = &[
    ("add the head", "<Enter>"),
    (
        "head: name and relation offered, number",
        "<Enter><Enter>62082519700315993X<Enter>",
    ),
    (
        "head: three presets, away half a year, married, no party",
        "<Enter><Enter><Enter>32<Enter>",
    ),
    (
        "head: junior high, healthy, able, no mobile, no skill, no certificate",
        "3311<Enter>990",
    ),
    (
        "head: migrant, farmed 2, no local work, went out",
        "42<Enter>0<Enter>1",
    ),
    ("stay: other province, place, no base, by kin", "4650106006"),
    ("stay: employer", "天山建筑工地<Enter>"),
    ("stay: house building, other builder", "47629"),
    ("stay: March to still away", "202603<Enter><Enter>"),
    (
        "stay: oral, 6000 a month, 48000, no arrears",
        "46000<Enter>48000<Enter>1<Enter>",
    ),
    ("stay: no injury, no insurance, back", "10<Enter>"),
    ("head: wants out again, Xinjiang, builder", "12201"),
    (
        "head: untrained, wants none, no leader, no rights problem",
        "299020",
    ),
    ("next person", "<Enter>"),
    ("wife", "李秀英<Enter>1620825197208219924<Enter>"),
    (
        "wife: presets, at home, married",
        "<Enter><Enter><Enter>12<Enter>",
    ),
    ("wife: primary, healthy, able", "3211<Enter>990"),
    (
        "wife: farms 9, no local work, did not go out",
        "1<Enter>9<Enter>0<Enter>2",
    ),
    ("wife: stays, untrained, wants none", "4299"),
    ("next person", "<Enter>"),
    ("son", "王小军<Enter>2620825199906029916<Enter>"),
    (
        "son: presets, at home, single",
        "<Enter><Enter><Enter>11<Enter>",
    ),
    ("son: junior high, healthy, able", "3311<Enter>990"),
    ("son: local work 10", "20<Enter>10<Enter>2"),
    ("son: stays, untrained, wants none, youth in work", "42995"),
    ("next person", "<Enter>"),
    ("grandson", "王小虎<Enter>7620825201501109969<Enter>"),
    ("grandson: presets, at home", "<Enter><Enter><Enter>1"),
    ("grandson: at school, primary, healthy", "221"),
    ("next person", "<Enter>"),
    ("mother", "马翠花<Enter>3620825194509059940<Enter>"),
    (
        "mother: presets, at home, widowed, no party",
        "<Enter><Enter><Enter>13<Enter>",
    ),
    ("mother: no schooling, chronic, lost ability", "5134"),
    ("mother: old, did not go out", "102"),
    ("back to the household", "<Esc>"),
    (
        "away, land, category, informant, laborers",
        "1<Enter>6.5<Enter>11<Enter>3<Enter>",
    ),
];

#[test]
fn probe_flow() {
    let mut desk = desk((80, 24), Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD);
    s.type_keys(HOUSEHOLD);
    for (what, keys) in FAMILY {
        s.type_keys(keys);
        println!("{what}: {keys}\n{}", s.screen());
    }
}
