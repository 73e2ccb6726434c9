//! From an empty home to a doorstep.

use super::desk::{Desk, PASSPHRASE};
use super::terminal::{NARROW, Terminal};

/// Takes every default and gives the passphrase; ends in the tree.
pub fn set_up(terminal: &mut Terminal) {
    terminal.wait_for("首次使用");
    for step in 1..=6 {
        terminal.wait_for(&format!("{step}/8"));
        terminal.type_keys("<Enter>");
    }
    for step in ["7/8", "8/8"] {
        terminal.wait_for(step);
        terminal.type_text(PASSPHRASE);
        terminal.wait_for(&"*".repeat(PASSPHRASE.chars().count()));
        terminal.type_keys("<Enter>");
    }
    terminal.wait_for("新列一社");
}

#[test]
fn a_newcomer_stands_on_a_doorstep_within_a_dozen_keys() {
    let desk = Desk::empty();
    let mut terminal = desk.start(NARROW);
    set_up(&mut terminal);
    let text = terminal.text();
    assert!(text.contains("庄浪县 > 水洛街道 > 东街社区"), "{text}");
    terminal.type_keys("<Enter>");
    terminal.wait_for("01社");
    terminal.type_keys("<Enter>");
    terminal.wait_for("001户");
    terminal.wait_for("> - 入户结果");
    assert!(terminal.keys <= 12, "{} keys", terminal.keys);
    assert!(!terminal.stray_output().contains(PASSPHRASE));
    let start = std::fs::read(desk.file()).unwrap();
    assert!(
        !start.starts_with(b"SQLite format 3"),
        "the file is encrypted"
    );
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
    terminal.assert_clean();
}
