//! Passphrases, and a second program on the same file.

use super::desk::{Desk, PASSPHRASE};
use super::terminal::NARROW;

#[test]
fn a_wrong_passphrase_is_said_on_a_screen_that_stays_whole() {
    let desk = Desk::with_head();
    let mut terminal = desk.start(NARROW);
    terminal.wait_for("口令：");
    let before = terminal.text();
    terminal.type_text("不是这个");
    terminal.wait_for("****");
    terminal.type_keys("<Enter>");
    terminal.wait_for("口令不对");
    terminal.wait_until_gone("****");
    let after = terminal.text();
    let pairs = after.lines().zip(before.lines());
    let changed: Vec<_> = pairs.filter(|(after, before)| after != before).collect();
    assert_eq!(changed.len(), 1, "only the message is new: {changed:?}");
    assert_eq!(
        terminal.stray_output(),
        "",
        "no library prints over the screen"
    );
    terminal.type_text(PASSPHRASE);
    terminal.type_keys("<Enter>");
    terminal.wait_for("接着做");
    assert_eq!(terminal.stray_output(), "");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
}

#[test]
fn a_second_program_is_told_who_writes() {
    let desk = Desk::with_head();
    let mut first = desk.open(NARROW, &[]);
    first.wait_for("接着做");
    let holder = format!("另一个程序正在写这个普查文件：labor-census {}", first.id());

    std::fs::write(desk.path("none.jsonl"), "").unwrap();
    let ran = desk.run(&["enter", &desk.text("none.jsonl")]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert_eq!(ran.stdout, b"");
    assert!(said.contains(&holder), "{said}");

    let mut second = desk.open(NARROW, &[]);
    second.wait_for(&holder);
    second.type_keys("<C-q>");
    assert_eq!(second.wait_for_exit().code, 0);
    second.assert_clean();

    // The first one was not disturbed, and reading beside it works.
    first.type_keys("<F5>");
    first.wait_for("审核：");
    desk.done(&["status"]);
    first.type_keys("<C-q>");
    assert_eq!(first.wait_for_exit().code, 0);
}
