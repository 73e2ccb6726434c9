//! What arrives in a field: pastes, full-width characters, bursts.

use super::desk::Desk;
use super::terminal::{NARROW, Terminal};

/// Goes from the number of the head to the name of a new person.
fn new_person(terminal: &mut Terminal) {
    terminal.type_keys("<Ins>");
    terminal.wait_for("> - 姓名");
}

#[test]
fn a_pasted_newline_neither_submits_nor_breaks_the_line() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    new_person(&mut terminal);
    terminal.paste("李秀\r\n英\n");
    terminal.wait_for("李秀 英");
    terminal.wait_for("已存");
    assert!(terminal.text().contains("> - 姓名"), "{}", terminal.text());
    let (row, _) = terminal.cursor();
    assert!(
        terminal
            .text()
            .lines()
            .nth(row.into())
            .unwrap()
            .contains("李秀 英")
    );
    terminal.type_keys("<Backspace><Backspace>英<Enter>");
    terminal.wait_for("✓ 姓名");
    assert!(
        terminal.line_with("✓ 姓名").ends_with(" 李秀英"),
        "{}",
        terminal.text()
    );
}

#[test]
fn an_input_method_may_deliver_more_than_one_read_takes() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    new_person(&mut terminal);
    // 190 characters of three bytes and the middle dot: no buffer ends between characters.
    let name = format!("{}·{}", "买买提江".repeat(24), "阿不都热依木".repeat(15));
    terminal.type_text(&name);
    terminal.wait_for("已存");
    let text = terminal.text();
    assert!(text.contains("阿不都热依木阿不都热依木"), "{text}");
    assert!(!text.contains('\u{FFFD}'), "{text}");
}

#[test]
fn full_width_characters_mean_what_narrow_ones_mean() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    terminal.type_text("６２０８２５１９７００３１５９９３Ｘ");
    terminal.wait_for("62082519700315993X");
    terminal.type_keys("<Enter>");
    terminal.wait_for("✓ 公民身份号码");
    terminal.wait_for("1970-03");
    // Presets stand in the three fields after it; then residence is asked.
    terminal.type_keys("<Enter><Enter><Enter>");
    terminal.wait_for("> - 常住状况");
    terminal.type_text("？");
    terminal.wait_for("没有代码“?”");
    assert!(
        terminal.text().contains("> - 常住状况"),
        "{}",
        terminal.text()
    );
    terminal.type_keys("<Backspace>");
    terminal.type_text("１");
    terminal.wait_for("✓ 常住状况");
    assert!(terminal.line_with("✓ 常住状况").contains(" 1 "));
}
