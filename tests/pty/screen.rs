//! What the program writes to the terminal: sizes, colors, silence.

use super::desk::Desk;
use super::terminal::NARROW;

#[test]
fn too_small_is_said_and_the_form_comes_back() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    terminal.type_keys("620825");
    terminal.wait_for("620825");
    terminal.resize((60, 20));
    terminal.wait_for("窗口太小");
    assert!(
        terminal.text().contains("60x20 < 80x24"),
        "{}",
        terminal.text()
    );
    terminal.resize(NARROW);
    terminal.wait_for("> - 公民身份号码");
    assert!(terminal.text().contains("620825"), "{}", terminal.text());
    terminal.resize((120, 40));
    terminal.wait_until("the pane beside the form", |screen| {
        screen.contents().contains("没有问题")
    });
}

#[test]
fn without_colors_the_selection_is_reversed_and_marked() {
    let desk = Desk::with_head();
    let mut terminal = desk.open(NARROW, &[("NO_COLOR", "1")]);
    terminal.wait_for("接着做");
    terminal.type_keys("2");
    terminal.wait_for("水洛镇");
    terminal.wait_for("> = ");
    let mut reversed = 0;
    for row in 0..24 {
        for column in 0..80 {
            let cell = terminal.cell(row, column);
            let colors = (cell.fgcolor(), cell.bgcolor());
            let none = (vt100::Color::Default, vt100::Color::Default);
            assert_eq!(colors, none, "row {row}, column {column}");
            reversed += usize::from(cell.inverse());
        }
    }
    assert!(reversed > 0, "{}", terminal.text());
    let (row, _) = terminal.cursor();
    let marked = |column: &u16| terminal.cell(row, *column).contents() == ">";
    let mark = (0..80)
        .find(marked)
        .expect("a mark on the line of the cursor");
    let is_reversed = |column: u16| terminal.cell(row, column).inverse();
    assert!((mark..80).any(is_reversed), "{}", terminal.text());
}

#[test]
fn an_idle_screen_writes_nothing() {
    let desk = Desk::with_head();
    let mut terminal = desk.open(NARROW, &[]);
    terminal.wait_for("接着做");
    terminal.type_keys("<F1>");
    terminal.wait_for("其他键关闭");
    terminal.type_keys("<Esc>");
    terminal.wait_until_gone("其他键关闭");
    let written = terminal.output.len();
    terminal.wait_for_quiet();
    assert_eq!(
        terminal.output.len(),
        written,
        "nothing happened, so nothing is drawn"
    );
    terminal.type_keys("<F1>");
    terminal.wait_for("其他键关闭");
}

#[test]
fn a_form_falls_silent_after_the_pause() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    terminal.type_keys("620825");
    terminal.wait_for("已存");
    let written = terminal.output.len();
    terminal.wait_for_quiet();
    assert_eq!(terminal.output.len(), written);
}
