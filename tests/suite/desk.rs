//! What a clerk meets at the desk beyond entering a family: notes, files, columns, codes.

use labor_census::wording::Language;

use crate::screens::{FAMILY, HOUSEHOLD, TO_HOUSEHOLD, desk, tools};
use labor_census::tui::model::Appearance;
use labor_census::tui::seam::Session;
use labor_census::tui::theme::Theme;

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

#[test]
fn an_export_over_an_earlier_one_asks_first() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    s.type_keys("<F9><Enter><Enter>").wait_for_work();
    assert!(s.screen().contains("已完成并核验"), "{}", s.screen());
    s.type_keys("<Enter><F9><Enter><Enter>").wait_for_work();
    let screen = s.screen();
    assert!(
        screen.contains("已有：") && !screen.contains("已完成"),
        "{screen}"
    );
    s.type_keys("2<Enter>").wait_for_work();
    assert!(s.screen().contains("已有："), "{}", s.screen());
    s.type_keys("1").wait_for_work();
    let screen = s.screen();
    assert!(screen.contains("已完成并核验"), "{screen}");
    assert!(screen.contains("households.csv"), "{screen}");
    assert!(screen.contains("未了事项"), "{screen}");
}

#[test]
fn a_county_export_shows_sums_before_its_townships() {
    let mut desk = desk((120, 40), Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys("<F9>2<Enter>").wait_for_work();
    let screen = s.screen();
    let (sums, townships) = screen.split_once("未了事项").unwrap();
    assert!(sums.contains("persons.csv"), "{screen}");
    assert!(townships.contains("水洛镇"), "{screen}");
}

#[test]
fn a_copy_replaces_an_earlier_one_only_when_told_and_never_the_census_file() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let copy = desk.folder.path().join("copy.lcen");
    let census = desk.folder.path().join("census.lcen");
    let s = &mut desk.session;
    for (path, said) in [
        (&copy, "已完成并核验"),
        (&copy, "已有："),
        (&census, "已有："),
    ] {
        s.type_keys("<A-m><F9>3<C-u>")
            .paste(&path.display().to_string());
        s.type_keys("<Enter>").wait_for_work();
        assert!(s.screen().contains(said), "{said}: {}", s.screen());
        if said == "已完成并核验" {
            continue;
        }
        s.type_keys("<Enter>").wait_for_work();
        let done = s.screen().contains("已完成并核验");
        assert_eq!(done, path == &copy, "{}", s.screen());
        s.type_keys("<Enter><Esc>");
    }
    s.type_keys("<A-m>0<Right><Enter>");
    assert!(s.screen().contains("01社"), "{}", s.screen());
}

/// The first keys of the family: as far as the third person.
fn some_persons(desk: &mut crate::screens::Desk) {
    desk.session.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in &FAMILY[..16] {
        desk.session.type_keys(keys);
    }
}

#[test]
fn the_tree_goes_on_to_the_persons() {
    for (size, has_townships) in [((120, 40), true), (NARROW, false)] {
        let mut desk = desk(size, Language::ZhHans);
        some_persons(&mut desk);
        let s = &mut desk.session;
        s.type_keys("<A-m>0<Right><Right><Right>");
        let screen = s.screen();
        assert!(screen.contains("2 李秀英"), "{screen}");
        assert_eq!(screen.contains("水洛镇"), has_townships, "{screen}");
        s.type_keys("<Home><Down><Enter>");
        assert!(
            s.screen().contains("001户 王建国 > 2 李秀英"),
            "{}",
            s.screen()
        );
        s.type_keys("<Esc>");
        assert!(s.screen().contains("2 李秀英"), "{}", s.screen());
    }
}

#[test]
fn beside_a_person_stands_the_household_from_wherever_it_was_opened() {
    let mut desk = desk((120, 40), Language::ZhHans);
    some_persons(&mut desk);
    let s = &mut desk.session;
    s.type_keys("<A-m><F3>lxy<Enter>");
    let screen = s.screen();
    assert!(screen.contains("2 李秀英      "), "{screen}");
    assert!(screen.contains("1 王建国"), "{screen}");
}

#[test]
fn codes_for_a_proxy_are_offered_once_one_answers() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    let to_went_out = |s: &mut Session| {
        for (_, keys) in &FAMILY[..4] {
            s.type_keys(keys);
        }
        s.type_keys("42<Enter>0<Enter>");
    };
    to_went_out(s);
    assert!(!s.screen().contains("9 不"), "{}", s.screen());
    s.type_keys("<Esc><Home>13<Esc><F2><Right><Right><Right><Right><Right>");
    s.type_keys(&"<Down>".repeat(8)).type_keys("<Enter>");
    let screen = s.screen();
    assert!(screen.contains("9 不"), "{screen}");
}

#[test]
fn language_colors_and_marks_are_remembered_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("census.lcen");
    let mut session = Session::start(file.clone(), true, tools(), NARROW);
    session.type_keys("<Enter><Enter><Enter><Enter><Enter><Enter>abcd<Enter>abcd<Enter>");
    session.type_keys("<A-m><F8><F8><S-F8><A-w>");
    session.stop().unwrap();
    let mut session = Session::start(file.clone(), true, tools(), NARROW);
    session.type_keys("<Enter>");
    assert!(session.screen().contains("Next"), "{}", session.screen());
    let remembered = Appearance {
        theme: Theme::Light,
        plain_glyphs: true,
    };
    assert_eq!(session.app().appearance, remembered);
    session.stop().unwrap();
    let mut session = Session::start(file, true, tools(), NARROW);
    session.appear(Appearance {
        theme: Theme::Mono,
        plain_glyphs: false,
    });
    session.type_keys("<Enter><S-F8>");
    assert_eq!(session.app().appearance.theme, Theme::Mono);
}

#[test]
fn help_gives_way_to_all_results_of_a_visit() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys("<Home>");
    let screen = s.screen();
    let instrument = tools().instrument;
    let list = instrument.lists.get("list_disposition").unwrap();
    assert!(list.rows.len() >= 24);
    for row in list.rows.iter().filter(|row| !row.kept) {
        assert!(
            screen.contains(&format!(" {} ", row.code)),
            "{}: {screen}",
            row.code
        );
    }
}

#[test]
fn help_stands_whole_between_a_question_and_its_edit_line() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD)
        .type_keys(HOUSEHOLD)
        .type_keys("<Up>");
    s.type_keys("<Up>");
    let screen = s.screen();
    let panel: Vec<&str> = screen.lines().skip(13).collect();
    assert!(panel[0].starts_with(" 户籍人口数"), "{screen}");
    assert!(panel[2].ends_with("有没有漏人。"), "{screen}");
    assert_eq!(panel[3], " > 5", "{screen}");
    assert_eq!(panel[4..6], ["", ""], "rows for the input method: {screen}");
}

/// Keys of the household items behind the persons, up to the end.
const CLOSING: &str = "1<Enter>6.5<Enter>11<Enter>3<Enter>";

/// The family with its last person left out of the closing items.
fn all_persons(s: &mut Session) {
    s.type_keys(TO_HOUSEHOLD).type_keys(HOUSEHOLD);
    for (_, keys) in &FAMILY[..FAMILY.len() - 1] {
        s.type_keys(keys);
    }
}

#[test]
fn the_result_is_passed_over_and_offered_at_the_end() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    all_persons(s);
    s.type_keys("<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>");
    assert!(s.screen().contains("还有 5 处未填"), "{}", s.screen());
    s.type_keys("<Enter>").type_keys(CLOSING);
    assert!(
        s.screen().contains("回车记为“11 登记完成”"),
        "{}",
        s.screen()
    );
    s.type_keys("<Enter>");
    assert!(s.screen().contains("本户已记为登记完成"), "{}", s.screen());
    assert!(s.screen().contains("✓ 5/5"), "{}", s.screen());
}

#[test]
fn a_household_that_was_begun_goes_on_behind_its_result() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD)
        .type_keys("<Enter><Enter>王建国<Enter>");
    s.type_keys("<Esc><Enter>");
    let screen = s.screen();
    assert!(screen.contains("> - 户联系电话"), "{screen}");
    s.type_keys("<F2>");
    assert!(s.screen().contains("> - 户籍人口数"), "{}", s.screen());
}

#[test]
fn a_vacant_household_is_done_with_two_digits() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    s.type_keys(TO_HOUSEHOLD).type_keys("45");
    let screen = s.screen();
    assert!(!screen.contains("外出人数"), "{screen}");
    s.type_keys("<Enter><Enter><Enter>");
    assert!(s.screen().contains("> 本户登完"), "{}", s.screen());
    s.type_keys("<Enter>");
    let screen = s.screen();
    assert!(screen.contains("45 空置"), "{screen}");
    assert!(
        screen.contains("> + 新列一户"),
        "no house is listed unasked: {screen}"
    );
}

#[test]
fn somebody_from_outside_makes_it_complete_by_proxy() {
    let mut desk = desk(NARROW, Language::ZhHans);
    let s = &mut desk.session;
    all_persons(s);
    s.type_keys("1<Enter>6.5<Enter>10<Enter>");
    assert!(s.screen().contains("> - 代报人姓名"), "{}", s.screen());
    s.type_keys("李四<Enter>1");
    s.type_keys("3<Enter>");
    assert!(s.screen().contains("回车记为“13"), "{}", s.screen());
}
