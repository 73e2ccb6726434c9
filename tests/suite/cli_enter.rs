//! Entries as if typed, and the counts and gaps that follow from them.

use std::process::Stdio;

use super::office::{Office, group, household, person};
use serde_json::{Value, json};

#[test]
fn a_group_goes_from_gaps_to_complete_by_hand_computed_numbers() {
    let office = Office::new();
    // 东关村 has no group yet; so have the two other villages: three gaps.
    assert_eq!(office.json(&["gaps"])["total"], 3);
    let answers = office.enter_well(&[group(&json!({}))]);
    assert_eq!(answers[0]["listed"], json!(["group"]));
    assert_eq!(
        answers[0]["path"],
        json!(["620825100", "620825100201", "03"])
    );
    // A fresh group lacks the number its head declares, and has no household.
    let gaps = office.json(&["gaps", "--area", "62082510020103"]);
    assert_eq!(gaps["total"], 2);
    assert_eq!(gaps["gaps"][0]["item"], "declared_households");
    assert_eq!(gaps["gaps"][0]["level"], "item");
    assert_eq!(
        gaps["gaps"][0]["path"],
        json!(["620825100", "620825100201", "03"])
    );
    assert_eq!(gaps["gaps"][0]["record"], answers[0]["record"]);
    assert_eq!(
        (&gaps["gaps"][1]["level"], &gaps["gaps"][1]["item"]),
        (&json!("group"), &Value::Null)
    );
    // One vacant house settles it: result 41 takes it out of scope, so nothing more is asked.
    let vacant = json!({ "unit": "household", "path": ["620825100201", "03", "new"],
        "items": {}, "disposition": "41" });
    office.enter_well(&[group(&json!({ "declared_households": 1 })), vacant]);
    assert_eq!(
        office.json(&["gaps", "--area", "62082510020103"])["total"],
        0
    );
    let status = office.json(&["status", "--area", "620825100"]);
    assert_eq!(status["level"], "township");
    assert_eq!(status["expected"]["villages"], 2);
    assert_eq!(status["expected"]["households"], Value::Null);
    let one = json!({ "villages": 2, "groups": 1, "households": 1, "persons": 0 });
    assert_eq!(status["listed"], one);
    assert_eq!(status["disposed"]["households"], 1);
    assert_eq!(status["complete"]["groups"], 1);
    assert_eq!(status["items"]["missing"], 0);
    assert_eq!(status["children"].as_array().map(Vec::len), Some(2));
    assert!(status["children"][0].get("children").is_none());
}

#[test]
fn status_counts_what_gaps_lists() {
    let office = Office::new();
    office.enter_well(&[person("1", &json!({ "name": "王强", "relation": "0" }))]);
    let status = office.json(&["status"]);
    let items = |name: &str| status["items"][name].as_u64().expect("a count");
    assert_eq!(
        items("applicable"),
        items("answered") + items("reasoned") + items("missing")
    );
    let gaps = office.json(&["gaps"]);
    let gaps = gaps["gaps"].as_array().expect("a list");
    let of_items = gaps.iter().filter(|gap| gap["level"] == "item").count() as u64;
    assert_eq!(of_items, items("missing"));
    assert!(of_items > 0);
    assert_eq!(office.run(&["gaps", "--strict"]).code(), 1);
    assert_eq!(office.run(&["status", "--strict"]).code(), 1);
    assert_eq!(office.run(&["gaps"]).code(), 0);
}

#[test]
fn enter_lists_what_is_missing_on_the_way_and_takes_every_kind_of_answer() {
    let office = Office::new();
    let answers = office.enter_well(&[
        person(
            "2",
            &json!({ "name": " 王　强 ", "relation": "1", "id_number": "62082519900315991２" }),
        ),
        household(
            "1",
            &json!({ "farmland_mu": 12.5, "hh_phone": { "reason": "none" } }),
        ),
        person(
            "02",
            &json!({ "name": "王强", "mobile": null, "skill_trade": ["07", "01", "07"] }),
        ),
    ]);
    assert_eq!(
        answers[0]["listed"],
        json!(["group", "household", "person"])
    );
    assert_eq!(answers[2]["listed"], json!([]));
    assert_eq!(answers[2]["record"], answers[0]["record"]);
    let by_record = json!({ "unit": "person", "record": answers[0]["record"],
        "items": { "ethnic": { "reason": "refused" } } });
    let answers = office.enter_well(&[by_record]);
    assert_eq!(answers[0]["path"][4], "2");
    assert_eq!(answers[0]["events"], 1);
    // The same line once more changes nothing, so it writes no event.
    let (_, answers) = office.enter(&[json!({ "unit": "person", "record": answers[0]["record"],
        "items": { "ethnic": { "reason": "refused" } } })]);
    assert_eq!(answers[0]["events"], 0);
    assert_eq!(
        office.run(&["export", "--out", &office.text("out")]).code(),
        0
    );
    let row = &office.exported("persons.csv")[0];
    assert_eq!(row["name"], "王强");
    assert_eq!(row["id_number"], "620825199003159912");
    assert_eq!(
        (row["sex"].as_str(), row["birth_ym"].as_str()),
        ("1", "1990-03")
    );
    assert_eq!(
        (row["ethnic"].as_str(), row["ethnic__reason"].as_str()),
        ("", "refused")
    );
    let row = &office.exported("households.csv")[0];
    assert_eq!(row["farmland_mu"], "12.50");
    assert_eq!(row["hh_phone__reason"], "none");
}

#[test]
fn a_bad_line_writes_nothing_and_the_rest_goes_on() {
    let office = Office::new();
    office.enter_well(&[person("1", &json!({ "name": "王强" }))]);
    let before = office.json(&["digest"]);
    let bad = [
        json!({ "unit": "person", "path": ["620825100201", "03", "001", "5"],
            "items": { "nope": "1" } }),
        person("5", &json!({ "relation": "77" })),
        person("5", &json!({ "relation": 1 })),
        person("5", &json!({ "skill_trade": "01" })),
        person("5", &json!({ "skill_trade": ["01", "xx"] })),
        person("5", &json!({ "name": ["王强"] })),
        person("5", &json!({ "ethnic": { "reason": "none" } })),
        person("5", &json!({ "ethnic": { "reason": "tired" } })),
        person("x", &json!({})),
        person("0", &json!({})),
        json!({ "unit": "person", "path": ["620825100201", "03"], "items": {} }),
        json!({ "unit": "group", "path": ["620825100999", "03"], "items": {} }),
        json!({ "unit": "group", "path": ["620825101", "620825100201", "03"], "items": {} }),
        json!({ "unit": "village", "path": ["620825100201"], "items": {} }),
        json!({ "unit": "person", "record": "no id", "items": {} }),
        json!({ "unit": "person", "items": {} }),
        json!({ "unit": "person", "path": ["620825100201", "03", "001", "5"], "extra": 1 }),
        json!([1]),
    ];
    let (code, answers) = office.enter(&bad);
    assert_eq!(code, 2);
    assert_eq!(answers.len(), bad.len());
    for (number, answer) in (1..).zip(&answers) {
        assert_eq!(answer["line"], number);
        assert!(
            answer["error"].is_string() && answer.get("record").is_none(),
            "{answer}"
        );
    }
    assert_eq!(office.json(&["digest"]), before);
    let (code, answers) = office.enter(&[bad[0].clone(), person("2", &json!({ "name": "李芳" }))]);
    assert_eq!(code, 2);
    assert_eq!(answers[1]["listed"], json!(["person"]));
    assert_eq!(office.json(&["status"])["listed"]["persons"], 2);
}

#[test]
fn enter_reads_stdin_and_puts_another_person_at_the_keyboard_for_once() {
    let office = Office::new();
    let mut child = office
        .command(&["enter", "-", "--as", "张三"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let line = format!("\u{FEFF}{}\r\n\r\n", household("1", &json!({})));
    std::io::Write::write_all(&mut child.stdin.take().expect("stdin"), line.as_bytes())
        .expect("a line");
    assert!(child.wait_with_output().expect("it ends").status.success());
    office.enter_well(&[household("2", &json!({}))]);
    assert_eq!(
        office.run(&["export", "--out", &office.text("out")]).code(),
        0
    );
    let rows = office.exported("households.csv");
    let names: Vec<&str> = rows.iter().map(|row| row["enumerator"].as_str()).collect();
    assert_eq!(names, ["张三", "李梅"]);
}

#[test]
fn a_line_without_end_is_refused_and_the_next_is_read() {
    let office = Office::new();
    let long = json!({ "unit": "group", "path": ["620825100201", "1"], "items": {},
        "extra": "x".repeat(3 * 1024 * 1024) });
    let (code, answers) = office.enter(&[long, group(&json!({}))]);
    assert_eq!((code, answers.len()), (2, 2));
    assert!(answers[0]["error"].is_string());
    assert_eq!(answers[1]["line"], 2);
    assert_eq!(answers[1]["listed"], json!(["group"]));
}

#[test]
fn a_reason_settles_a_finding_by_rule() {
    let office = Office::new();
    let away = json!({ "name": "王强", "birth_ym": "1990-03", "residence": "3", "in_school": "3",
        "labour_ability": "1", "went_out": "1" });
    office.enter_well(&[person("1", &away)]);
    let stay = json!(["620825100201", "03", "001", "1", "1"]);
    let line = |items: &Value, confirm: &Value| {
        json!({ "unit": "episode", "path": stay,
            "items": items, "confirm": confirm })
    };
    let low = json!({ "month_income": 300 });
    let answers = office.enter_well(&[line(&low, &json!({}))]);
    assert_eq!(answers[0]["findings"][0]["rule"], "I14");
    assert_eq!(answers[0]["findings"][0]["confirmed"], false);
    let answers = office.enter_well(&[line(&json!({}), &json!({ "I14": "学徒" }))]);
    assert_eq!(answers[0]["findings"][0]["confirmed"], true);
    let status = office.json(&["status"]);
    assert_eq!(status["findings"]["soft_confirmed"], 1);
    // An enumerator accepts no hard finding, and a rule that is not raised is no finding.
    let before = office.json(&["digest"]);
    let high = json!({ "year_income": 99_999_999 });
    let bad = [
        line(&high, &json!({ "I13": "确实" })),
        line(&json!({}), &json!({ "I12": "确实" })),
        line(&json!({}), &json!({ "I14": 5 })),
    ];
    let (code, answers) = office.enter(&bad);
    assert_eq!(code, 2);
    assert!(
        answers.iter().all(|answer| answer["error"].is_string()),
        "{answers:?}"
    );
    assert_eq!(office.json(&["digest"]), before);
}
