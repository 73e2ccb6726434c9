//! Undo and wrong rows: nothing is changed that nobody sees, and what was listed in error counts
//! nowhere.

use labor_census::wording::Language;

use crate::screens::{Desk, FAMILY, HOUSEHOLD, TO_HOUSEHOLD, desk};

const NARROW: (u16, u16) = (80, 24);

/// A household with its head, and the caret in the form of the head.
fn with_head() -> Desk {
    let mut desk = desk(NARROW, Language::ZhHans);
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in &FAMILY[..4] {
        desk.session.type_keys(keys);
    }
    desk
}

#[test]
fn a_change_of_another_record_is_shown_before_it_is_taken_back() {
    let mut desk = with_head();
    let s = &mut desk.session;
    s.type_keys("<A-m><C-z>");
    let screen = s.screen();
    assert!(
        screen.contains("再按 F12 撤销 001户 王建国 > 1 王建国："),
        "{screen}"
    );
    assert!(
        screen.contains("01社 > 001户 王建国 > 1 王建国  "),
        "it is open: {screen}"
    );
    s.type_keys("<F12>");
    let screen = s.screen();
    assert!(
        screen.contains("已撤销 001户 王建国 > 1 王建国："),
        "{screen}"
    );
    s.type_keys("<F12>");
    assert!(
        s.screen().contains("已撤销 "),
        "in its form at once: {}",
        s.screen()
    );
}

#[test]
fn undo_says_values_with_their_labels() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys("<Home>45<C-z>");
    let screen = s.screen();
    assert!(screen.contains("由“45 空置”改回“空”"), "{screen}");
}

#[test]
fn a_household_listed_in_error_is_neither_listed_nor_complete() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    // The result is its first answer, and taken back before the listing.
    s.type_keys(TO_HOUSEHOLD).type_keys("<Home>45<C-z><C-z>");
    let screen = s.screen();
    assert!(
        screen.contains("已撤销新列的 01社 > 001户，记为误登"),
        "{screen}"
    );
    s.type_keys("<A-m>");
    let screen = s.screen();
    assert!(screen.contains("0/0 户"), "{screen}");
    assert!(screen.contains("01社 未列户"), "{screen}");
    s.type_keys("0");
    let screen = s.screen();
    assert!(screen.contains("001 48 误登"), "{screen}");
}

#[test]
fn f6_takes_out_the_person_whose_row_is_highlighted() {
    let mut desk = with_head();
    let s = &mut desk.session;
    s.type_keys("<Esc><Up><Up>");
    s.type_keys("<F6>1");
    let screen = s.screen();
    assert!(screen.contains("1 王建国：1 误登"), "{screen}");
    assert!(
        screen.contains("001户 王建国  "),
        "still in the household: {screen}"
    );
    assert!(screen.contains("> ~            1 王建国"), "{screen}");
}
