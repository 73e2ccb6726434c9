//! What is caught on the doorstep: slips are seen where they are made, and one key mends them.

use labor_census::wording::Language;

use crate::screens::{Desk, HOUSEHOLD, TO_HOUSEHOLD, desk};

const NARROW: (u16, u16) = (80, 24);

fn shows(desk: &Desk, text: &str) {
    let screen = desk.session.screen();
    assert!(screen.contains(text), "{text} in {screen}");
}

/// Opens the form of the head and types a number, without leaving its field.
fn head_with(desk: &mut Desk, number: &str) {
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    s.type_keys("<Enter><Enter><Enter>").type_keys(number);
}

fn stored_number(desk: &Desk) -> Option<String> {
    let page = desk.session.app().form().unwrap();
    let items = desk.session.app().instrument.items(page.record().kind);
    let at = items
        .iter()
        .position(|item| item.id == "id_number")
        .unwrap();
    let cell = page.data.form.cells.iter().find(|cell| cell.item == at);
    cell.unwrap().value.clone()
}

#[test]
fn a_mistyped_number_is_mended_by_one_key() {
    for (typed, key, meant) in [
        ("620522199708169934", "<A-1>", "620522197908169934"),
        ("620522199708169934<Enter>", "<A-1>", "620522197908169934"),
        ("620522199708169934<Enter>", "<F4>1", "620522197908169934"),
        (
            "620522199708169934<Enter>",
            "<F4><Enter>",
            "620522197908169934",
        ),
        ("62O825199003159912<Enter>", "<A-1>", "620825199003159912"),
    ] {
        let mut desk = desk(NARROW, Language::ZhHans);
        head_with(&mut desk, typed);
        shows(&desk, "可能想输");
        desk.session.type_keys(key);
        assert_eq!(
            stored_number(&desk).as_deref(),
            Some(meant),
            "{typed} {key}"
        );
        let page = desk.session.app().form().unwrap();
        let item = page.item(&desk.session.app().instrument).unwrap();
        assert_ne!(item.id, "id_number", "the form goes on");
    }
}

#[test]
fn the_difference_is_marked_without_color() {
    for size in [NARROW, (120, 40)] {
        let mut desk = desk(size, Language::ZhHans);
        head_with(&mut desk, "620522199708169934<Enter>");
        shows(&desk, "1 62052219[79]08169934");
        desk.session.type_keys("<F4>");
        shows(&desk, "1 62052219[79]08169934");
        // What is offered for every item comes after the proposals.
        shows(&desk, "6 拒绝回答");
    }
}

#[test]
fn digits_still_type_a_number_anew_while_numbers_are_proposed() {
    let mut desk = desk(NARROW, Language::ZhHans);
    head_with(&mut desk, "620522199708169934<Enter>");
    desk.session.type_keys("110105199003159996");
    let page = desk.session.app().form().unwrap();
    assert_eq!(page.line.text(), "110105199003159996");
}

#[test]
fn nothing_is_proposed_while_a_number_is_being_typed_or_is_sound() {
    for typed in [
        "62052219970816993",
        "620522197908169934",
        "620522197908169934<Enter><Up>",
    ] {
        let mut desk = desk(NARROW, Language::ZhHans);
        head_with(&mut desk, typed);
        let screen = desk.session.screen();
        assert!(!screen.contains("可能想输"), "{typed}: {screen}");
    }
}

/// Enters the head up to the schooling: junior high at the age of eight, which no child has.
fn schoolchild(desk: &mut Desk) {
    head_with(desk, "620825201803159910<Enter>");
    let s = &mut desk.session;
    s.type_keys("<Enter><Enter><Enter>1").type_keys("2");
}

#[test]
fn what_is_found_stands_beside_the_form_and_one_key_goes_to_each_item() {
    for (size, name) in [(NARROW, "80x24"), ((120, 40), "120x40")] {
        let mut desk = desk(size, Language::ZhHans);
        schoolchild(&mut desk);
        insta::assert_snapshot!(format!("found_before_{name}"), desk.session.screen());
        desk.session.type_keys("3");
        insta::assert_snapshot!(format!("found_{name}"), desk.session.screen());
        desk.session.type_keys("<A-i>");
        insta::assert_snapshot!(format!("found_jump_{name}"), desk.session.screen());
    }
}
