//! Where Enter and Esc lead: nothing is listed unasked, and nothing stored is lost in passing.

use labor_census::tui::seam::Session;
use labor_census::wording::Language;

use crate::screens::{Desk, FAMILY, FINISH, HOUSEHOLD, TO_HOUSEHOLD, desk};

const NARROW: (u16, u16) = (80, 24);

/// Households and persons that are listed, as the first page counts them.
fn listed(desk: &mut Desk) -> (u64, u64) {
    desk.session.type_keys("<A-m>");
    let labor_census::tui::model::Screen::Home(home) = desk.session.app().screen() else {
        panic!("not the first page: {}", desk.session.screen());
    };
    let tally = home.data.as_ref().unwrap().status.tally;
    (tally.households, tally.persons)
}

fn said(session: &Session, text: &str) {
    let screen = session.screen();
    assert!(screen.contains(text), "{text} in {screen}");
}

fn family() -> Desk {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in FAMILY {
        desk.session.type_keys(keys);
    }
    desk
}

#[test]
fn enter_alone_lists_no_household() {
    let mut desk = family();
    desk.session
        .type_keys(FINISH)
        .type_keys(&"<Enter>".repeat(30));
    said(&desk.session, "还没有登记");
    assert_eq!(listed(&mut desk), (1, 5));
}

#[test]
fn enter_alone_lists_no_person() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in &FAMILY[..14] {
        desk.session.type_keys(keys);
    }
    desk.session.type_keys(&"<Enter>".repeat(30));
    said(&desk.session, "还没有登记");
    assert_eq!(listed(&mut desk), (1, 1));
}

#[test]
fn a_blank_form_is_left_without_a_trace() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>");
    said(&desk.session, "001户");
    desk.session
        .type_keys("<F3><Esc><F1><Esc><PgUp><PgDn><F7><Esc><Esc>");
    said(&desk.session, "> + 新列一户");
    assert_eq!(listed(&mut desk), (0, 0));
}

#[test]
fn a_typed_name_lists_the_household_even_by_escape() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session
        .type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>王建国<Esc>");
    said(&desk.session, "王建国");
    assert_eq!(listed(&mut desk), (1, 0));
}

#[test]
fn a_stray_letter_and_escape_bring_the_number_back() {
    let mut desk = family();
    desk.session.type_keys("<F3>lxy<Enter><Home><Down><Down>");
    desk.session.type_keys("x<Esc>");
    said(&desk.session, "已恢复原来的答案");
    said(&desk.session, "620825197208219924");
    desk.session.type_keys("<Esc><Enter><Home><Down><Down>");
    said(&desk.session, "620825197208219924");
}

#[test]
fn moving_off_a_spoiled_number_keeps_the_sound_one() {
    let mut desk = family();
    desk.session
        .type_keys("<F3>lxy<Enter><Home><Down><Down>12<Down>");
    said(&desk.session, "原号码有效");
    desk.session.type_keys("<Up>");
    said(&desk.session, "> 12");
    // Enter stores it on purpose, and the wrong number is held at once.
    desk.session.type_keys("<Enter>");
    said(&desk.session, "18位");
}

#[test]
fn a_second_wrong_value_is_held_again() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    desk.session.type_keys("<Enter><Enter><Enter>123<Enter>");
    let at = |desk: &Desk| desk.session.app().form().unwrap().at;
    let here = at(&desk);
    desk.session.type_keys("1234<Enter>");
    assert_eq!(at(&desk), here, "{}", desk.session.screen());
    desk.session.type_keys("<Enter>");
    assert!(at(&desk) > here);
}

#[test]
fn stays_put_aside_are_counted() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in &FAMILY[..13] {
        desk.session.type_keys(keys);
    }
    let instrument = desk.session.app().instrument.clone();
    let go = |desk: &mut Desk, item: &str, key: &str| {
        let is_there = |desk: &Desk| {
            let page = desk.session.app().form().unwrap();
            page.item(&instrument).is_some_and(|here| here.id == item)
        };
        while !is_there(desk) {
            desk.session.type_keys(key);
        }
    };
    // Who works away and was not away would be asked about first.
    go(&mut desk, "activity", "<Up>");
    desk.session.type_keys("2<Enter>");
    go(&mut desk, "went_out", "<Down>");
    desk.session.type_keys("2");
    said(&desk.session, "1次外出经历已收起");
}

#[test]
fn the_next_gap_is_sought_nearby_and_said() {
    let mut desk = family();
    desk.session.type_keys(FINISH);
    // A second household with one person who lacks everything, in the same group.
    desk.session.type_keys("<Enter><Enter><Enter>李大山<Enter>");
    desk.session.type_keys("<End><Up><F2>");
    let page = desk.session.app().form().unwrap();
    assert!(
        page.data.form.node.path.ends_with("002"),
        "{}",
        desk.session.screen()
    );
    // Another group with an open household; the gap of the first household is nearer.
    desk.session.type_keys("<Esc><Up><Enter><Home>");
    desk.session.type_keys("<F2>");
    said(&desk.session, "下一处漏项在002户");
}

#[test]
fn a_person_from_the_search_says_where_escape_goes() {
    let mut desk = family();
    desk.session.type_keys("<F3>lxy<Enter>");
    desk.session.type_keys(&"<Tab>".repeat(60));
    said(&desk.session, "Esc 返回查找");
    desk.session.type_keys("<Esc>");
    said(&desk.session, "李秀英");
    assert!(desk.session.app().form().is_none());
}

#[test]
fn enter_on_an_empty_household_phone_says_none() {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD);
    desk.session
        .type_keys("<Enter><Enter>王建国<Enter>小学背后<Enter><Enter><Up>");
    let page = desk.session.app().form().unwrap();
    assert_eq!(
        page.cell().unwrap().status,
        labor_census::store::Status::Reasoned,
        "{}",
        desk.session.screen()
    );
}

#[test]
fn work_goes_on_in_the_field_in_which_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file.clone(), true, crate::screens::tools(), NARROW);
    session.type_keys("<Enter><Enter><Enter><Enter><Enter><Enter>abcd<Enter>abcd<Enter>");
    session.type_keys("<Enter><Enter>").type_keys(HOUSEHOLD);
    session.type_keys("<Enter><Enter><Enter>620825");
    drop(session);
    let mut session = Session::start(file, true, crate::screens::tools(), NARROW);
    session.type_keys("<Enter>");
    said(&session, "> 620825");
    let page = session.app().form().unwrap();
    let item = page.item(&session.app().instrument).unwrap();
    assert_eq!(item.id, "id_number");
}
