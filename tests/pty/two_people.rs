//! Two people close a group at one keyboard, by the bytes that a terminal sends for their keys.

use serde_json::{Value, json};

use super::desk::Desk;
use super::terminal::NARROW;

/// A group that moved away as a whole: nobody lives there.
fn with_empty_group() -> Desk {
    let desk = Desk::with_head();
    let group = json!({ "unit": "group", "path": ["620825100202", "01"],
        "items": { "declared_households": 0 } });
    std::fs::write(desk.path("group.jsonl"), group.to_string()).unwrap();
    desk.done(&["enter", &desk.text("group.jsonl")]);
    desk
}

#[test]
fn one_declares_and_another_agrees_and_signs() {
    let desk = with_empty_group();
    let mut terminal = desk.open(NARROW, &[]);
    terminal.wait_for("接着做");
    terminal.type_keys("<F5>");
    terminal.wait_for("审核：庄浪县");
    terminal.type_keys("<Enter>");
    terminal.wait_for("审核：水洛镇");
    terminal.type_keys("<Down><Enter>");
    terminal.wait_for("审核：西关村");
    terminal.type_keys("<F6>");
    terminal.wait_for("申报“无漏”：01社");
    terminal.type_keys("<Enter><Enter>");
    terminal.wait_for("已申报 张明");
    terminal.type_keys("<S-F4>");
    terminal.wait_for("谁在操作？");
    terminal.type_text("王芳");
    terminal.type_keys("<Enter>");
    terminal.wait_for("王芳 的岗位");
    terminal.type_keys("2");
    terminal.wait_for("村服务点 王芳");
    terminal.type_keys("<F6>");
    terminal.wait_for("有异议");
    terminal.type_keys("1");
    terminal.wait_for("已同意 王芳");
    terminal.type_keys("<F5>");
    terminal.wait_for("签字：村服务点 王芳");
    terminal.type_keys("<Enter>");
    terminal.wait_for("已签 张明 王芳");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
    terminal.assert_clean();
    let status = desk.done(&["status", "--area", "620825100202", "--format", "json"]);
    let status: Value = serde_json::from_str(&status).unwrap();
    assert_eq!(status["signed"]["groups"], 1, "{status}");
    // Who is at the keyboard is remembered.
    let mut terminal = desk.open(NARROW, &[]);
    terminal.wait_for("村服务点 王芳");
    terminal.type_keys("<C-q>");
    assert_eq!(terminal.wait_for_exit().code, 0);
}
