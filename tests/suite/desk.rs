//! What a clerk meets at the desk beyond entering a family: notes, files, colors, codes.

use labor_census::wording::Language;

use crate::screens::{HOUSEHOLD, TO_HOUSEHOLD, desk};

const NARROW: (u16, u16) = (80, 24);

#[test]
fn the_note_on_a_household_opens_as_it_was_stored() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    s.type_keys("<F7>狗凶<Enter>");
    assert!(s.screen().contains("* 有备注"), "{}", s.screen());
    s.type_keys("<F7>，晚上来<Enter><F7>");
    assert!(s.screen().contains("狗凶，晚上来"), "{}", s.screen());
    s.type_keys("<Esc><Esc><F7>");
    assert!(
        s.screen().contains("狗凶，晚上来"),
        "from the tree too: {}",
        s.screen()
    );
}
