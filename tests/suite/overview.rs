//! Where work stands and where one is: the tree, the first page, lists, the palette.

use labor_census::tui::command::Id;
use labor_census::tui::update::fitting;
use labor_census::wording::{Language, Wording};

use crate::screens::{FAMILY, HOUSEHOLD, TO_HOUSEHOLD, desk, tools};
use labor_census::tui::seam::Session;

const NARROW: (u16, u16) = (80, 24);

/// A group of six declared households with a name, one of them listed.
fn declared(language: Language) -> crate::screens::Desk {
    let mut desk = desk(NARROW, language);
    let s = &mut desk.session;
    s.type_keys("0<Right><Enter><Left><Enter>");
    s.type_keys("<Up>阳坡社<Enter>6<Enter><Esc><Right><Enter>");
    s.type_keys(HOUSEHOLD);
    desk
}

#[test]
fn names_stand_whole_in_the_columns_of_a_narrow_screen() {
    for language in [Language::ZhHans, Language::En] {
        let mut desk = declared(language);
        let s = &mut desk.session;
        s.type_keys("<Esc>");
        let screen = s.screen();
        for name in ["水洛街道 ", "东街社区 ", "01 阳坡社", "001 王建国"] {
            assert!(screen.contains(name), "{name}: {screen}");
        }
    }
}

#[test]
fn a_column_that_goes_on_says_so() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("0<Left>");
    let last = |s: &Session| s.screen().lines().nth(20).unwrap_or_default().to_owned();
    assert!(last(s).contains('v'), "{}", s.screen());
    s.type_keys("<End>");
    assert!(!last(s).contains('v'), "{}", s.screen());
    assert!(
        s.screen().lines().nth(2).unwrap_or_default().contains('^'),
        "{}",
        s.screen()
    );
}

#[test]
fn walking_goes_on_where_work_stopped() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("0<Left><Down><Right><Down><Down><Right><Enter><Enter><Enter><Enter>王五<Enter>");
    s.type_keys("<A-m>0");
    let screen = s.screen();
    assert!(screen.contains("水洛镇 > "), "{screen}");
    assert!(screen.contains("001 王五"), "{screen}");
}

#[test]
fn the_first_page_counts_villages_declared_households_and_empty_units() {
    let mut desk = declared(Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("<A-m>");
    let screen = s.screen();
    assert!(screen.contains("1/305 村  还差 304"), "{screen}");
    assert!(screen.contains("0/6 户  6 户待登"), "{screen}");
    assert!(screen.contains("304 村 0 社待列，6 户待登，"), "{screen}");
    s.type_keys("<F2>");
    assert!(s.screen().contains("村 304 社 0 户 "), "{}", s.screen());
    s.type_keys("<Esc><F5>");
    let screen = s.screen();
    let first = screen.lines().nth(3).unwrap_or_default();
    assert!(first.starts_with(" > = 水洛街道"), "{screen}");
    assert!(
        first.contains(" 6+ "),
        "what groups declare, as a lower bound: {screen}"
    );
}

#[test]
fn missing_persons_are_listed_as_they_are_counted() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in &FAMILY[..3] {
        s.type_keys(keys);
    }
    s.type_keys("<A-m><F2><Right><Right><Right><Right>");
    let screen = s.screen();
    assert!(screen.contains(" 人 1 "), "{screen}");
    assert!(screen.contains("001户 王建国 > 1 王建国"), "{screen}");
}

#[test]
fn a_hit_says_its_place_as_everywhere() {
    let mut desk = declared(Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("<F3>wjg");
    let screen = s.screen();
    assert!(screen.contains("东街社区 > 01社 阳坡社"), "{screen}");
}

#[test]
fn a_copy_is_named_by_the_clock() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("<F9>3");
    let opened = s.app().opened.clone().unwrap();
    let name = opened
        .copy
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    assert_eq!(name, "census-20261124-0831.lcen");
}

#[test]
fn the_result_of_a_county_scrolls() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("<F9>2<Enter>").wait_for_work();
    let screen = s.screen();
    assert!(
        screen.contains("persons.csv") && !screen.contains("郑河乡"),
        "{screen}"
    );
    s.type_keys("<PgDn><PgDn>");
    assert!(s.screen().contains("郑河乡"), "{}", s.screen());
}

#[test]
fn the_palette_ranks_names_before_help_and_movement_last() {
    let wording = Wording::new(Language::ZhHans);
    let ids = |typed: &str| {
        fitting(&wording, typed)
            .iter()
            .map(|c| c.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("")[0], Id::NextGap);
    assert_eq!(*ids("").last().unwrap(), Id::Home);
    assert_eq!(ids("cz")[0], Id::Find);
    assert_eq!(
        ids("撤")[0],
        Id::Undo,
        "the help of another command holds it too"
    );
}

#[test]
fn help_opens_before_a_file_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file, false, tools(), NARROW);
    assert!(
        session.screen().contains("Ctrl+Q 离开"),
        "{}",
        session.screen()
    );
    session.type_keys("<F1>");
    assert!(session.screen().contains("帮助（"), "{}", session.screen());
}
