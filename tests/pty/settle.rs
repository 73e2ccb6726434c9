//! Settling a finding and closing a household, by the bytes that a terminal sends for their keys.

use serde_json::Value;

use super::desk::Desk;
use super::terminal::NARROW;

/// An eight-year-old head: soft, since an orphan may have a booklet of his own.
const CHILD: &str = "620825201803159910";

/// Findings of a check, by rule, with whether each is confirmed.
fn found(desk: &Desk) -> Vec<(String, bool)> {
    let json = desk.done(&["check", "--area", "62082510020101001", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    findings
        .map(|one| {
            let rule = one["rule"].as_str().unwrap().to_owned();
            (rule, one["confirmed"].as_bool().unwrap())
        })
        .collect()
}

#[test]
fn a_reason_is_given_and_the_household_gone_through() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    terminal.type_text(CHILD);
    terminal.wait_for(CHILD);
    terminal.type_keys("<Enter>");
    terminal.wait_for("? H04");
    terminal.type_keys("<F11>");
    terminal.wait_for("按数字选理由");
    terminal.type_keys("2");
    terminal.wait_for("已核实：证件或户口本上这样写");
    // What is open in the household is listed, gone to, and the next one follows.
    terminal.type_keys("<S-F6>");
    terminal.wait_for("完成前还有");
    terminal.type_keys("<Enter>");
    terminal.wait_until_gone("完成前还有");
    terminal.type_keys("<C-g>");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
    terminal.assert_clean();
    assert!(
        found(&desk).contains(&("H04".to_owned(), true)),
        "{:?}",
        found(&desk)
    );
}

#[test]
fn a_mistyped_number_is_mended_by_alt_and_a_digit() {
    let desk = Desk::with_head();
    let mut terminal = desk.open_at_number(NARROW, &[]);
    // Digits 9 and 10 of a sound number are swapped.
    terminal.type_text("620522199708169934");
    terminal.wait_for("1 62052219[79]08169934");
    terminal.type_keys("<A-1>");
    terminal.wait_for("620522197908169934");
    terminal.wait_for("1979-08");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
    terminal.assert_clean();
}
