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
        let see = |desk: &Desk, what: &str| {
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
        desk.session.type_keys("<F9>").wait_for_work();
        shows(&desk, "签字表已写到");
        assert_eq!(sheets(&desk), ["sign-off.html", "sign-off.txt"]);
        desk.session.type_keys("<F5>");
        see(&desk, "sign_again");
        desk.session.type_keys("<Esc>");
    }
}

/// Names of the files of the only sheet that was written.
fn sheets(desk: &Desk) -> Vec<String> {
    let below = |path: &std::path::Path| {
        let entries = std::fs::read_dir(path).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let folders = below(&desk.folder.path().join("export"));
    assert_eq!(folders.len(), 1, "{folders:?}");
    let files = below(&folders[0]).into_iter();
    let name = |file: std::path::PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
    files.map(name).collect()
}

/// A desk at which 王芳 of the village point signed the group of the family.
fn signed(size: (u16, u16)) -> Desk {
    let mut desk = at_groups(size);
    desk.session.type_keys("<F6><Enter><Enter>");
    desk.session.type_keys(NEW_REVIEWER);
    desk.session.type_keys("<F6>1<F5><Enter>");
    shows(&desk, "已签 张明 王芳");
    desk
}

/// Stands on an item of the form that is shown.
fn stand_on(desk: &mut Desk, item: &str) {
    desk.session.type_keys("<Home>");
    for _ in 0..80 {
        let page = desk.session.app().form().expect("a form");
        let at = page.item(&desk.session.app().instrument);
        if at.is_some_and(|at| at.id == item) {
            return;
        }
        desk.session.type_keys("<Tab>");
    }
    panic!("no {item}: {}", desk.session.screen());
}

/// Opens 李秀英 and changes what she finished.
fn change_late(desk: &mut Desk) {
    desk.session.type_keys("<F3>lxy<Enter><Home>");
    stand_on(desk, "education");
    desk.session.type_keys("3");
}

#[test]
fn a_late_change_is_stored_and_asks_why_once() {
    for (size, name) in SIZES {
        let mut desk = signed(size);
        let see = |desk: &Desk, what: &str| {
            insta::assert_snapshot!(format!("{what}_{name}"), desk.session.screen());
        };
        desk.session.type_keys("<A-p>2");
        change_late(&mut desk);
        // Typing goes on: nothing is asked before the forms are left.
        lacks(&desk, "为什么改");
        desk.session.type_keys("<Esc>");
        lacks(&desk, "为什么改");
        desk.session.type_keys("<Esc>");
        shows(&desk, "01社 已由 王芳 签字");
        see(&desk, "late");
        desk.session.type_keys("<Esc><F3>lxy<Enter><Home>");
        stand_on(&mut desk, "health");
        desk.session.type_keys("2<Esc><Esc>");
        lacks(&desk, "为什么改");
        desk.session.type_keys("<A-m><F5><Enter><Enter>");
        // Whoever signed did not change it, and is not named for it.
        shows(&desk, "签后改动未说明");
        lacks(&desk, "签后改动未说明 王芳");
        see(&desk, "unexplained");
        desk.session.type_keys("<A-p>2<F5>");
        see(&desk, "blocked_by_change");
        desk.session.type_keys("<Enter>");
        see(&desk, "unseal");
        desk.session.type_keys("3<Enter>");
        see(&desk, "sign_after_change");
        desk.session.type_keys("<Enter>");
        shows(&desk, "已签 张明 王芳");
    }
}

#[test]
fn the_reason_of_a_late_change_is_kept_and_the_unit_is_signed_again() {
    let mut desk = signed(NARROW);
    desk.session.type_keys("<A-p>2");
    change_late(&mut desk);
    desk.session.type_keys("<Esc><Esc>2<Enter>");
    shows(&desk, "原因已记下");
    desk.session.type_keys("<A-m><F5><Enter><Enter>");
    shows(&desk, "签后改动 张明");
    lacks(&desk, "未说明");
    // Enter on a change goes there.
    desk.session.type_keys("<A-p>2<F5><Down><Enter>");
    shows(&desk, "001户 王建国 > 2 李秀英");
    desk.session.type_keys("<A-m><F5><Enter><Enter><F5><Enter>");
    shows(&desk, "已签 张明 王芳");
}

#[test]
fn a_change_that_is_taken_back_makes_the_sign_off_whole() {
    let mut desk = signed(NARROW);
    change_late(&mut desk);
    stand_on(&mut desk, "education");
    desk.session.type_keys("2<A-m><F5><Enter><Enter>");
    shows(&desk, "已签 张明 王芳");
}

#[test]
fn refusals_say_who_can_do_it() {
    let mut desk = at_groups(NARROW);
    // Nothing declared: it blocks, and Enter goes on to declaring.
    desk.session.type_keys("<F5>");
    shows(&desk, "还没有申报“无漏”");
    desk.session.type_keys("<End><Enter>");
    shows(&desk, "申报“无漏”：01社");
    desk.session.type_keys("<Enter><Enter><F5>");
    shows(&desk, "等另一人核对同意");
    // Whoever declared it cannot agree, though the role would do.
    desk.session.type_keys("<Esc>").type_keys(NEW_REVIEWER);
    desk.session.type_keys("<F6>1");
    desk.session.type_keys("<A-p>2<F5>");
    shows(&desk, "由村服务点或上级签字");
    desk.session.type_keys("<Enter>");
    shows(&desk, "这一步由村服务点或上级来做");
    desk.session.type_keys("<Esc><S-F7>");
    shows(&desk, "这一步由村服务点或上级来做");
    let mut desk = at_groups(NARROW);
    desk.session.type_keys(NEW_REVIEWER);
    desk.session.type_keys("<F6><Enter><Enter><F6>");
    shows(&desk, "“无漏”是王芳申报的，须由另一人核对后同意");
    lacks(&desk, "按 1 同意");
}

#[test]
fn returned_work_is_asked_answered_and_closed() {
    for (size, name) in SIZES {
        let mut desk = at_groups(size);
        let see = |desk: &Desk, what: &str| {
            insta::assert_snapshot!(format!("{what}_{name}"), desk.session.screen());
        };
        desk.session.type_keys(NEW_REVIEWER);
        desk.session.type_keys("<F3>lxy<Enter><Home>");
        stand_on(&mut desk, "education");
        desk.session.type_keys("<A-q>");
        see(&desk, "return");
        desk.session.type_keys("毕业证上是初中吧<Enter>");
        shows(&desk, "退回1");
        see(&desk, "returned_form");
        // The household too, from the review.
        desk.session
            .type_keys("<A-m><F5><Enter><Enter><Enter><F4>少一人<Enter>");
        shows(&desk, "退回");
        see(&desk, "review_households");
        desk.session.type_keys("<A-p>2<A-m>");
        see(&desk, "home_returned");
        shows(&desk, "2 条待答复");
        desk.session.type_keys("2");
        see(&desk, "missing_returned");
        desk.session.type_keys("<Enter>");
        shows(&desk, "少一人");
        see(&desk, "letters");
        desk.session.type_keys("没有少，大儿子分户了<Enter>");
        desk.session.type_keys("<A-m>");
        shows(&desk, "1 条待答复，1 条已答复待了结");
        desk.session.type_keys("<A-p>2");
        shows(&desk, "1 条已答复待了结，1 条等调查员答复");
        desk.session.type_keys("2<Enter>");
        see(&desk, "letters_reviewer");
        desk.session.type_keys("<F11>");
        shows(&desk, "已了结");
        desk.session.type_keys("<A-m>");
        shows(&desk, "0 条已答复待了结，1 条等调查员答复");
        desk.session.type_keys("0<Right>");
        see(&desk, "walk_returned");
    }
}

/// A desk at which 王芳 asked about the schooling of 李秀英, twice, and about the household.
fn asked(texts: &[&str]) -> Desk {
    let mut desk = at_groups(NARROW);
    desk.session.type_keys(NEW_REVIEWER);
    for text in texts {
        desk.session.type_keys("<F3>lxy<Enter><Home>");
        stand_on(&mut desk, "education");
        desk.session.type_keys(&format!("<A-q>{text}<Enter>"));
    }
    // What is next is looked for behind the place where work stopped.
    desk.session.type_keys("<A-p>2<F3>wjg<Enter><Home><Tab>");
    desk.session.type_keys("<A-m>");
    desk
}

#[test]
fn an_answer_from_the_first_page_does_not_overwrite_what_was_asked_about() {
    let mut desk = asked(&["是初中吧"]);
    shows(&desk, "待答复");
    desk.session.type_keys("1");
    shows(&desk, "退回单：");
    desk.session.type_keys("毕业证看过了<Enter>");
    shows(&desk, "已答复");
    // The form below shows what was said last, and its answer is what it was.
    insta::assert_snapshot!("asked_form", desk.session.screen());
}

#[test]
fn a_text_stays_with_the_thread_it_was_typed_for() {
    let mut desk = asked(&["是初中吧", "哪一年毕业"]);
    desk.session.type_keys("1第一条的话<Down>");
    lacks(&desk, "第一条的话");
    desk.session.type_keys("第二条的话<Up>");
    shows(&desk, "答复： 第一条的话");
    desk.session.type_keys("<Enter>");
    // The one that waits is next, with what was typed for it.
    shows(&desk, "答复： 第二条的话");
    // Going home from there takes no digit as text.
    desk.session.type_keys("<A-m>2<Enter>");
    shows(&desk, "答复： 第二条的话");
    desk.session.type_keys("<Enter>");
    lacks(&desk, "退回单：");
}

#[test]
fn a_window_that_shows_nothing_takes_no_keys() {
    let mut desk = at_groups(NARROW);
    desk.session.type_keys("<F3>lxy<Enter><Home>");
    stand_on(&mut desk, "education");
    let before = desk.session.screen();
    desk.session.resize(60, 20);
    desk.session.type_keys("3<Enter><A-m>").paste("4");
    desk.session.resize(80, 24);
    assert_eq!(desk.session.screen(), before);
}

#[test]
fn the_words_of_a_state_fit_in_every_language() {
    let mut desk = signed(NARROW);
    desk.session.type_keys("<F8>");
    // Only wording is converted: names stay as they were typed.
    shows(&desk, "已簽 张明 王芳");
    desk.session.type_keys("<F8>");
    insta::assert_snapshot!("review_english", desk.session.screen());
}

#[test]
fn a_second_job_beside_a_running_one_is_told_apart() {
    let mut desk = signed(NARROW);
    desk.session.type_fast("<F9><F9>");
    shows(&desk, "上一件还没有做完");
    desk.session.wait_for_work();
}

#[test]
fn a_village_accepts_a_changed_group_with_a_reason() {
    let mut desk = signed(NARROW);
    // The village has one group: it is declared, agreed to, and ready.
    desk.session.type_keys("<A-p>2<End><F6><Enter><Enter>");
    desk.session.type_keys("<A-p>2<End><F6>1<F5>");
    shows(&desk, "签字：东街社区");
    shows(&desk, "回车签字");
    desk.session.type_keys("<Esc>");
    change_late(&mut desk);
    desk.session
        .type_keys("<A-m><Esc><F5><Enter><Enter><End><F5>");
    shows(&desk, "下面有 1 个单位签字后又改动");
    insta::assert_snapshot!("accept", desk.session.screen());
    desk.session.type_keys("<Down><Enter>");
    shows(&desk, "为什么？");
    desk.session.type_keys("1<Enter>");
    lacks(&desk, "签字后又改动：");
    desk.session.type_keys("<Enter>");
    shows(&desk, "东街社区 已签字");
}

#[test]
fn a_sign_off_is_taken_back_with_a_reason() {
    let mut desk = signed(NARROW);
    desk.session.type_keys("<A-z>");
    shows(&desk, "启封：为什么？");
    desk.session.type_keys("<Enter>");
    shows(&desk, "请选一个原因");
    desk.session.type_keys("邻居说还有一户<Enter>");
    shows(&desk, "签后改动 王芳");
    desk.session.type_keys("<F5>");
    shows(&desk, "王芳 启封：邻居说还有一户");
}

#[test]
fn the_review_shows_only_problems() {
    let mut desk = signed(NARROW);
    shows(&desk, "01社");
    desk.session.type_keys("/");
    shows(&desk, "没有问题");
    lacks(&desk, " 01社");
    desk.session.type_keys("/");
    shows(&desk, " 01社");
    // Coming back up stands on the unit one came from.
    desk.session.type_keys("<Esc><Esc>");
    let screen = desk.session.screen();
    assert!(screen.contains(" > = 水洛街道"), "{screen}");
}

#[test]
fn what_is_lacking_is_said_in_numbers_and_two_keys_away() {
    let mut desk = at_groups(NARROW);
    desk.session.type_keys("<F6>3<Enter><Enter><A-m>");
    shows(&desk, "1/3 户  2 户待登");
    desk.session.type_keys("3");
    shows(&desk, "申报 3 户，已列 1 户，差 2 户");
    desk.session.type_keys("<Enter>");
    shows(&desk, "> + 新列一户");
    // A group without a household is named on the first page.
    desk.session.type_keys("<A-m>0<Left><End><Enter><A-m>");
    shows(&desk, "02社 未列户");
}
