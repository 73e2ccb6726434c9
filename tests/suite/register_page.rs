//! The page that takes in a register, typed as a person would.

use std::fs;

use labor_census::wording::Language;

use crate::register::CLERK;
use crate::register_veil::{MISPLACED, longest};
use crate::screens::{Desk, desk};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];
const SMALL: &str = "\
社,户号,姓名,与户主关系,出生年月
1,1,王建国,户主,1960-3
,,李秀英,妻,62/4/1
,2,赵六,户主,1971.08
";

/// Chooses a line of a page by the digit that stands before its words.
fn choose(desk: &mut Desk, words: &str) {
    let screen = desk.session.screen();
    let line = screen.lines().find(|line| line.contains(words));
    let line = line.unwrap_or_else(|| panic!("{words}: {screen}"));
    let digit = line.trim_start().trim_start_matches('>').trim_start();
    desk.session.type_keys(digit.get(..1).expect("a digit"));
}

/// The page with the first village chosen, and the edit line for the file empty.
fn page(desk: &mut Desk) {
    desk.session.type_keys("<F9>");
    choose(desk, "户籍册");
    if desk.session.screen().contains("哪个村") {
        desk.session.type_keys("<Enter>");
    }
}

/// Reads a file on the page.
fn read(desk: &mut Desk, path: &str) {
    desk.session
        .type_keys("<C-u>")
        .paste(path)
        .type_keys("<Enter>");
}

/// A desk with the small register beside it, which was read.
fn with_small(size: (u16, u16)) -> (Desk, tempfile::TempDir) {
    let mut desk = desk(size, Language::ZhHans);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("册.csv");
    fs::write(&path, SMALL).expect("a register");
    page(&mut desk);
    read(&mut desk, &path.display().to_string());
    (desk, folder)
}

#[test]
fn a_register_is_looked_at_before_it_is_written() {
    for (columns, rows) in SIZES {
        let mut desk = desk((columns, rows), Language::ZhHans);
        page(&mut desk);
        read(&mut desk, CLERK);
        let s = &mut desk.session;
        insta::assert_snapshot!(format!("confirm_{columns}x{rows}"), s.screen());
        s.type_keys("<PgDn><PgDn><PgDn>");
        insta::assert_snapshot!(format!("remarks_{columns}x{rows}"), s.screen());
        s.type_keys("<PgUp><PgUp><PgUp><Down><Down><Enter>");
        insta::assert_snapshot!(format!("column_{columns}x{rows}"), s.screen());
        s.type_keys("<Esc><Esc><Esc><Esc><Esc>");
        assert_eq!(
            s.app().screens.len(),
            1,
            "nothing was written: {}",
            s.screen()
        );
    }
}

#[test]
fn a_column_is_mapped_anew() {
    let (mut desk, _folder) = with_small(SIZES[0]);
    let s = &mut desk.session;
    s.type_keys("<Down><Down><Down><Down><Down><F4>")
        .type_keys("ignored<Enter>");
    let screen = s.screen();
    assert!(screen.contains("出生年月              > 不取"), "{screen}");
    assert!(screen.contains("要看 0 处"), "{screen}");
    // What cannot be read so is said, and what was read before stands.
    s.type_keys("<Up><Up><Enter>ignored<Enter>");
    assert!(s.screen().contains("找不到表头"), "{}", s.screen());
    assert!(
        s.screen().contains("姓名                  > 姓名"),
        "{}",
        s.screen()
    );
}

#[test]
fn a_register_is_written_and_seen_in_the_tree() {
    for (columns, rows) in SIZES {
        let (mut desk, _folder) = with_small((columns, rows));
        let s = &mut desk.session;
        s.type_keys("<Enter>");
        insta::assert_snapshot!(format!("done_{columns}x{rows}"), s.screen());
        s.type_keys("<Enter><Esc>");
        choose(&mut desk, "走访  ");
        let s = &mut desk.session;
        s.type_keys("<Right><Right>");
        insta::assert_snapshot!(format!("walk_{columns}x{rows}"), s.screen());
        // Who was on the register was not listed in error.
        s.type_keys("<F6>");
        let offered = s.screen();
        assert!(offered.contains("47 全户死亡或销户"), "{offered}");
        assert!(!offered.contains("误登"), "{offered}");
        s.type_keys("48<Esc>");
        // The form says so where it is typed as an answer.
        s.type_keys("<Enter><Home>48");
        assert!(s.screen().contains("预登的，不能算误登"), "{}", s.screen());
    }
}

#[test]
fn a_file_that_is_no_register_says_so() {
    let mut desk = desk(SIZES[0], Language::ZhHans);
    page(&mut desk);
    read(&mut desk, "tests/fixtures/register/nothing.xlsx");
    assert!(
        desk.session.screen().contains("nothing.xlsx"),
        "{}",
        desk.session.screen()
    );
    read(&mut desk, "assets/demo/words.csv");
    assert!(
        desk.session.screen().contains("找不到表头"),
        "{}",
        desk.session.screen()
    );
}

#[test]
fn numbers_of_people_are_not_on_the_page() {
    let mut desk = desk(SIZES[1], Language::ZhHans);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("册.csv");
    fs::write(&path, MISPLACED).expect("a register");
    page(&mut desk);
    read(&mut desk, &path.display().to_string());
    let mut seen = String::new();
    for _ in 0..30 {
        let screen = desk.session.screen();
        assert!(longest(&screen) < 11, "{screen}");
        seen.push_str(&screen);
        desk.session.type_keys("<Down>");
    }
    assert!(seen.contains("电话***********请记"), "{seen}");
    assert!(seen.contains("X出生"), "{seen}");
}
