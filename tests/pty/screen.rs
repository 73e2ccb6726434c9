//! What the program writes to the terminal: sizes, colors, silence.

use super::desk::Desk;
use super::terminal::{NARROW, Terminal};

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
    terminal.type_keys("0");
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

#[test]
fn a_box_over_chinese_text_keeps_its_edges() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    // Each width puts the edges on other halves of the characters below.
    for columns in 80..84 {
        terminal.resize((columns, 24));
        // A key that comes together with the signal of the new size waits for the next key.
        let last = columns - 2;
        terminal.wait_until("the frame of the new width", |screen| {
            let is_rule = |at| {
                screen
                    .cell(22, at)
                    .is_some_and(|cell| cell.contents() == "-")
            };
            is_rule(last) && !is_rule(last + 1)
        });
        for (key, title) in [
            ("<C-p>", " 全部命令"),
            ("<F1>", " 帮助"),
            ("<F4>", " 不填答案时选"),
        ] {
            terminal.type_keys(key);
            terminal.wait_for(&format!("+-{title}"));
            assert_edges(&terminal, columns);
            terminal.type_keys("<C-g>");
            terminal.wait_until_gone(&format!("+-{title}"));
        }
    }
}

/// Holds that the one box on the screen has both edges on each of its rows.
fn assert_edges(terminal: &Terminal, columns: u16) {
    let row_of = |row: u16| -> Vec<&str> {
        let cells = (0..columns).map(|column| terminal.cell(row, column).contents());
        cells.collect()
    };
    let has_corners = |row: &u16| {
        let cells = row_of(*row).concat();
        cells.contains("+-") && cells.contains("-+")
    };
    let corners: Vec<u16> = (0..24).filter(has_corners).collect();
    let [top, bottom] = corners[..] else {
        panic!("two rows with corners: {corners:?}\n{}", terminal.text());
    };
    let left = row_of(top).iter().position(|cell| *cell == "+").unwrap();
    let right = row_of(top).iter().rposition(|cell| *cell == "+").unwrap();
    for row in top + 1..bottom {
        let cells = row_of(row);
        let edges = (cells[left], cells[right]);
        assert_eq!(edges, ("|", "|"), "row {row}\n{}", terminal.text());
    }
}
