//! Two people at one keyboard close a group: declared, disputed, declared again, agreed, signed,
//! changed late, the reason given, signed again.

use labor_census::wording::Language;

use crate::screens::{Desk, FINISH, family};

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 40);
const SIZES: [((u16, u16), &str); 2] = [(NARROW, "80x24"), (WIDE, "120x40")];

fn shows(desk: &Desk, text: &str) {
    let screen = desk.session.screen();
    assert!(screen.contains(text), "{text} in {screen}");
}

fn lacks(desk: &Desk, text: &str) {
    let screen = desk.session.screen();
    assert!(!screen.contains(text), "{text} in {screen}");
}

/// A desk at the groups of the village in which the family was entered and closed.
fn at_groups(size: (u16, u16)) -> Desk {
    let mut desk = family(size, Language::ZhHans);
    desk.session.type_keys(FINISH);
    desk.session.type_keys("<A-m><F5><Enter><Enter>");
    shows(&desk, "审核：东街社区");
    desk
}

/// Makes 王芳 of the village point known, and lets that one take over.
const NEW_REVIEWER: &str = "<A-p>王芳<Enter>2";

#[test]
fn a_group_is_closed_by_two_people() {
    for (size, name) in SIZES {
        let mut desk = at_groups(size);
        let mut see = |desk: &Desk, what: &str| {
            insta::assert_snapshot!(format!("{what}_{name}"), desk.session.screen());
        };
        desk.session.type_keys("<F6>");
        see(&desk, "declare");
        desk.session.type_keys("2<Enter><Enter>");
        shows(&desk, "已申报 张明");
        desk.session.type_keys("<A-p>");
        see(&desk, "people");
        desk.session.type_keys("王芳<Enter>");
        see(&desk, "people_role");
        desk.session.type_keys("2");
        shows(&desk, "村服务点 王芳");
        desk.session.type_keys("<F6>");
        see(&desk, "answer");
        desk.session.type_keys("2");
        see(&desk, "dispute");
        desk.session.type_keys("1<Enter>");
        shows(&desk, "有争议 王芳");
        see(&desk, "disputed");
        // The enumerator finds that there is one household only, and says so.
        desk.session.type_keys("<A-p>2<F6>");
        see(&desk, "declare_again");
        desk.session.type_keys("1<Enter><Enter>");
        desk.session.type_keys("<A-p><Enter><F6>1");
        shows(&desk, "已同意 王芳");
        desk.session.type_keys("<F5>");
        see(&desk, "sign");
        desk.session.type_keys("<Enter>");
        shows(&desk, "已签 张明 王芳");
        see(&desk, "signed");
        desk.session.type_keys("<F5>");
        see(&desk, "sign_again");
        desk.session.type_keys("<Esc>");
        // A late change is stored, and its reason asked.
        desk.session
            .type_keys("<Enter><Enter><F3>lxy<Enter><Home><Down><Down><Down><Down>");
    }
}
