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
    pub(crate) folder: tempfile::TempDir,
    pub(crate) session: Session,
}

pub(crate) fn desk(size: (u16, u16), language: Language) -> Desk {
    desk_of(Role::Enumerator, size, language)
}

/// A desk at which somebody of a role works.
pub(crate) fn desk_of(role: Role, size: (u16, u16), language: Language) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("census.lcen");
    let setup = Setup {
        person: "张明".to_owned(),
        role,
        round: 2026,
        reference_date: "2026-11-01".parse().unwrap(),
    };
    let census = Census::create(&path, &Access::Plain, &setup, &embedded_frame(), tools()).unwrap();
    Desk {
        folder,
        session: Session::new(census, &tools(), size, language),
    }
}

/// Keys from the first page to the form of the first household of a new first group.
pub(crate) const TO_HOUSEHOLD: &str = "0<Right><Enter><Enter>";

/// Keys of the household items before the roster: no result yet, family, name,
/// address, phone, counts.
pub(crate) const HOUSEHOLD: &str =
    "<Enter><Enter>王建国<Enter>小学背后第二家<Enter>13830000001<Enter>5<Enter>4<Enter>";

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
        "29920",
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

/// The key that ends the household: result 11, and back to the list.
pub(crate) const FINISH: &str = "<Enter>";

/// Characters of the family that are names, numbers of identity and telephone, and addresses.
const WRITTEN: [&str; 9] = [
    "王建国",
    "小学背后第二家",
    "13830000001",
    "62082519700315993X",
    "天山建筑工地",
    "李秀英620825197208219924",
    "王小军620825199906029916",
    "王小虎620825201501109969",
    "马翠花620825194509059940",
];

/// A desk with the family entered.
pub(crate) fn family(size: (u16, u16), language: Language) -> Desk {
    let mut desk = desk(size, language);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in FAMILY {
        desk.session.type_keys(keys);
    }
    desk
}

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 40);

#[test]
fn a_family_of_five_is_entered_top_to_bottom_with_nothing_missing() {
    let mut desk = family(NARROW, Language::ZhHans);
    let screen = desk.session.screen();
    assert!(screen.contains("11/12"), "{screen}");
    assert!(screen.contains("回车记为“11 登记完成”"), "{screen}");
    desk.session.type_keys(FINISH);
    let screen = desk.session.screen();
    assert!(screen.contains("> + 新列一户"), "{screen}");
    desk.session.type_keys("<F2>");
    let screen = desk.session.screen();
    assert!(
        !screen.contains("001户"),
        "the household is complete: {screen}"
    );
}

#[test]
fn a_family_of_five_needs_fewer_than_300_keys_beyond_what_is_written() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD);
    let before = desk.session.keys;
    desk.session.type_keys(HOUSEHOLD);
    for (_, keys) in FAMILY {
        desk.session.type_keys(keys);
    }
    desk.session.type_keys(FINISH);
    let written: usize = WRITTEN.iter().map(|text| text.chars().count()).sum();
    let keys = desk.session.keys - before - written;
    assert!(keys < 300, "{keys} keys");
    // Kept as a number, so that a change that costs keys is seen.
    assert!(keys <= 230, "{keys} keys");
}

#[test]
fn a_newcomer_stands_on_a_doorstep_within_a_dozen_keys() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file, true, tools(), NARROW);
    insta::assert_snapshot!("first_run", session.screen());
    session.type_keys("<Enter><Enter><Enter><Enter><Enter><Enter>");
    insta::assert_snapshot!("first_run_passphrase", session.screen());
    session.type_keys("abcd<Enter>abcd<Enter>");
    session.type_keys("<Enter><Enter>");
    let screen = session.screen();
    assert!(screen.contains("001户"), "{screen}");
    assert!(
        session.keys - "abcdabcd".len() <= 12,
        "{} keys",
        session.keys
    );
}

#[test]
fn two_passphrases_that_differ_are_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file.clone(), false, tools(), NARROW);
    session.type_keys("<Enter><Enter><Enter><Enter><Enter><Enter>abcd<Enter>abce<Enter>");
    assert!(
        session.screen().contains("两遍口令不同"),
        "{}",
        session.screen()
    );
    assert!(!file.exists());
}

#[test]
fn a_bad_frame_is_refused_and_no_file_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let frame = folder.path().join("frame.csv");
    std::fs::write(&frame, "a,b\n1,2\n").unwrap();
    let mut session = Session::start(file.clone(), true, tools(), NARROW);
    session.type_keys("<Enter><Enter><Enter>");
    session.paste(&frame.display().to_string());
    session.type_keys("<Enter><Enter><Enter>abcd<Enter>abcd<Enter>");
    assert!(
        session.screen().contains("4/8"),
        "back at the frame: {}",
        session.screen()
    );
    assert!(!file.exists());
}

#[test]
fn a_wrong_passphrase_says_so_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file.clone(), false, tools(), NARROW);
    session.type_keys("<Enter><Enter><Enter><Enter><Enter><Enter>abcd<Enter>abcd<Enter>");
    session.stop().unwrap();
    let mut session = Session::start(file, false, tools(), NARROW);
    session.type_keys("nope<Enter>");
    assert!(
        session.screen().contains("口令不对"),
        "{}",
        session.screen()
    );
    session.type_keys("abcd<Enter>");
    assert!(session.screen().contains("接着做"), "{}", session.screen());
}

#[test]
fn pages_at_80_by_24() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    insta::assert_snapshot!("home_empty", s.screen());
    s.type_keys("0");
    insta::assert_snapshot!("walk_first", s.screen());
    s.type_keys("<Right><Enter>");
    insta::assert_snapshot!("walk_group_listed", s.screen());
    s.type_keys("<Enter>").type_keys(HOUSEHOLD);
    insta::assert_snapshot!("household_roster", s.screen());
    for (_, keys) in &FAMILY[..5] {
        s.type_keys(keys);
    }
    insta::assert_snapshot!("episode_begins", s.screen());
}

#[test]
fn pages_over_a_filled_file() {
    for (size, name) in [(NARROW, "80x24"), (WIDE, "120x40")] {
        let mut desk = family(size, Language::ZhHans);
        let s = &mut desk.session;
        insta::assert_snapshot!(format!("household_done_{name}"), s.screen());
        s.type_keys(FINISH).type_keys("<Up><Enter><Home>");
        insta::assert_snapshot!(format!("household_outcome_{name}"), s.screen());
        s.type_keys("<F6>");
        insta::assert_snapshot!(format!("disposition_{name}"), s.screen());
        s.type_keys("<Esc><F1>");
        insta::assert_snapshot!(format!("help_{name}"), s.screen());
        s.type_keys("<Esc><C-p>");
        insta::assert_snapshot!(format!("palette_{name}"), s.screen());
        s.type_keys("<Esc><F3>lxy");
        insta::assert_snapshot!(format!("find_{name}"), s.screen());
        s.type_keys("<Enter><Home><Down><Down>");
        insta::assert_snapshot!(format!("person_{name}"), s.screen());
        s.type_keys("<F4>");
        insta::assert_snapshot!(format!("choices_{name}"), s.screen());
        s.type_keys("<Esc><F7>");
        insta::assert_snapshot!(format!("note_{name}"), s.screen());
        s.type_keys("<Esc><A-m><F2>");
        insta::assert_snapshot!(format!("missing_{name}"), s.screen());
        s.type_keys("<Esc><F5>");
        insta::assert_snapshot!(format!("review_{name}"), s.screen());
        s.type_keys("<Enter><Enter><Esc><Esc><Esc><F9>");
        insta::assert_snapshot!(format!("exchange_{name}"), s.screen());
        s.type_keys("<Esc>0<Right><Right>");
        insta::assert_snapshot!(format!("walk_{name}"), s.screen());
    }
}

#[test]
fn pages_in_english() {
    let mut desk = family(NARROW, Language::En);
    let s = &mut desk.session;
    insta::assert_snapshot!("household_done_en", s.screen());
    s.type_keys(FINISH);
    s.type_keys("<F3>lxy<Enter><Home><Down><Down><Down><Down><Down><Down><Down><Down>");
    insta::assert_snapshot!("person_residence_en", s.screen());
    s.type_keys("<A-m>");
    insta::assert_snapshot!("home_en", s.screen());
    s.type_keys("<F8>");
    assert!(
        s.screen().contains("接着做"),
        "the language switches at run time: {}",
        s.screen()
    );
}

#[test]
fn an_export_runs_beside_the_screens_and_shows_its_result() {
    let mut desk = family(NARROW, Language::ZhHans);
    desk.session.type_keys("<F9><Enter><Enter>");
    desk.session.wait_for_work();
    let screen = desk.session.screen();
    assert!(screen.contains("已完成并核验"), "{screen}");
    assert!(
        screen.contains("persons.csv") && screen.contains('5'),
        "{screen}"
    );
}

#[test]
fn a_copy_is_made_and_counted_on_the_first_page() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys("<F9><Down><Down><Enter><Enter>");
    desk.session.wait_for_work();
    assert!(
        desk.session.screen().contains("已完成并核验"),
        "{}",
        desk.session.screen()
    );
    desk.session.type_keys("<Enter>");
    assert!(
        desk.session.screen().contains("上次核验副本 0 天前"),
        "{}",
        desk.session.screen()
    );
}

#[test]
fn undo_says_what_it_took_back() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>王建国<Enter><C-z>");
    let screen = desk.session.screen();
    assert!(
        screen.contains("已撤销 01社 > 001户 王建国：户主姓名"),
        "{screen}"
    );
}

#[test]
fn half_typed_text_comes_back_after_a_stop() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file.clone(), true, tools(), NARROW);
    session.type_keys("<Enter><Enter><Enter><Enter><Enter><Enter>abcd<Enter>abcd<Enter>");
    session
        .type_keys("<Enter><Enter>")
        .type_keys("<Enter><Enter>王建国<Enter>小学背后");
    // No signal: the program is gone, as with kill -9 after a pause.
    drop(session);
    let mut session = Session::start(file, true, tools(), NARROW);
    session.type_keys("<Enter>");
    let screen = session.screen();
    assert!(screen.contains("> 小学背后"), "{screen}");
    session.type_keys("第二家<Enter>");
    assert!(
        session.screen().contains("小学背后第二家"),
        "{}",
        session.screen()
    );
}

#[test]
fn answers_can_be_refused_or_unknown_and_sets_exclude() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys("<Enter><Enter><A-r>");
    assert!(s.screen().contains("拒绝回答"), "{}", s.screen());
    s.type_keys("<F4>2");
    assert!(s.screen().contains("不清楚"), "{}", s.screen());
}
