//! The program ends in the middle of something: by its key, by a signal, by a pulled battery.

use super::desk::{Desk, PASSPHRASE};
use super::terminal::NARROW;

/// The one gap of the household that these tests are about.
const NUMBER_GAP: &str = "620825100/620825100201/01/001/1/id_number";

#[test]
fn half_a_number_survives_kill_and_the_work_goes_on_there() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    let place = terminal.line_with("001户");
    assert!(!terminal.text().contains("已存"), "{}", terminal.text());
    terminal.type_keys("620825197003");
    // Nothing else was stored since the start, so this tells that the half number is on the disk.
    terminal.wait_for("已存");
    terminal.signal("KILL");
    assert!(terminal.wait_for_exit().signal.is_some());

    let mut terminal = desk.start(NARROW);
    terminal.wait_for("口令：");
    terminal.type_text(PASSPHRASE);
    terminal.type_keys("<Enter>");
    terminal.wait_for("> - 公民身份号码");
    assert_eq!(terminal.line_with("001户"), place, "the same unit");
    let (row, column) = terminal.cursor();
    let typed: String = (column - 12..column)
        .map(|column| terminal.cell(row, column).contents())
        .collect();
    assert_eq!(
        typed, "620825197003",
        "the caret stands behind what was typed"
    );
    terminal.type_keys("15993X<Enter>");
    terminal.wait_for("62082519700315993X");
    terminal.wait_for("1970-03");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
    assert!(!desk.gaps("62082510020101").contains(&NUMBER_GAP.to_owned()));
}

#[test]
fn every_way_out_leaves_a_clean_terminal_and_the_answers() {
    for way in ["TERM", "HUP", "INT", "Ctrl+Q"] {
        let desk = Desk::with_head();
        assert!(desk.gaps("62082510020101").contains(&NUMBER_GAP.to_owned()));
        let mut terminal = desk.open_at_number(NARROW, &[]);
        // A whole number that nobody confirmed with Enter.
        terminal.type_keys("62082519700315993X");
        terminal.wait_for("62082519700315993X");
        match way {
            "Ctrl+Q" => terminal.type_keys("<C-q>"),
            signal => terminal.signal(signal),
        }
        let exit = terminal.wait_for_exit();
        assert_eq!((exit.code, exit.signal), (0, None), "{way}");
        terminal.assert_clean();
        let gaps = desk.gaps("62082510020101");
        assert!(!gaps.contains(&NUMBER_GAP.to_owned()), "{way}: {gaps:?}");
    }
}

#[test]
fn half_a_number_survives_a_signal_before_the_pause() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    terminal.type_text("620825197003");
    terminal.wait_for("620825197003");
    terminal.signal("TERM");
    assert_eq!(terminal.wait_for_exit().code, 0);
    let mut terminal = desk.open(NARROW, &[]);
    terminal.wait_for("I02");
    terminal.type_keys("15993X<Enter>");
    terminal.wait_for("62082519700315993X");
    terminal.wait_for("1970-03");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
}

#[test]
fn a_closed_window_ends_the_program_and_loses_nothing() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    terminal.type_keys("62082519700315993X");
    terminal.wait_for("62082519700315993X");
    let exit = terminal.hang_up();
    assert_eq!((exit.code, exit.signal), (0, None));
    let gaps = desk.gaps("62082510020101");
    assert!(!gaps.contains(&NUMBER_GAP.to_owned()), "{gaps:?}");
}
