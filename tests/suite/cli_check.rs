//! The verb that runs all rules over an area.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::office::{Office, household, person};

fn office() -> Office {
    let office = Office::new();
    office.enter_well(&[
        household("1", &json!({ "disposition": "24" })),
        person(
            "1",
            &json!({ "name": "王1", "relation": "0", "birth_ym": "1990-03" }),
        ),
        person(
            "2",
            &json!({ "name": "李红", "relation": "1", "birth_ym": "2012-03" }),
        ),
    ]);
    office
}

#[test]
fn findings_are_printed_as_the_contract_says() {
    let office = office();
    let found = office.json(&["check", "--area", "620825100201"]);
    let findings = found["findings"].as_array().unwrap();
    assert_eq!(found["total"], findings.len());
    let name = findings.iter().find(|one| one["rule"] == "I01").unwrap();
    assert_eq!(name["level"], "hard");
    assert_eq!(
        name["path"],
        json!(["620825100", "620825100201", "03", "001", "1"])
    );
    assert_eq!(name["items"], json!(["name"]));
    assert_eq!(name["confirmed"], false);
    assert_eq!(name["record"].as_str().map(str::len), Some(36));
    assert_eq!(
        name["message"],
        "Name too short, or with characters that no name has: two or more, Han and · alone"
    );
    let by_rule = found["by_rule"].as_array().unwrap();
    let own = by_rule.iter().find(|row| row["rule"] == "I01").unwrap();
    assert_eq!((&own["hard"], &own["soft"]), (&json!(1), &json!(0)));
    // Of the household, of units above it nobody.
    let by_enumerator = found["by_enumerator"].as_array().unwrap();
    assert!(by_enumerator.iter().any(|row| row["enumerator"] == "李梅"));
    let other = office.json(&["check", "--area", "620825100202"]);
    assert_eq!(other["total"], 0);
}

#[test]
fn text_lists_counts_and_exit_codes() {
    let office = office();
    let text = office.run(&["check"]).out();
    assert!(text.contains("620825100 620825100201 03 001 1"), "{text}");
    assert!(text.lines().last().unwrap().contains("findings"), "{text}");
    let by = office.run(&["check", "--by", "village"]).out();
    assert!(by.contains("620825100201") && by.contains("东关村"), "{by}");
    assert!(!by.contains("I01"), "{by}");
    let by = office
        .run(&["check", "--by", "rule", "--lang", "zh-Hans"])
        .out();
    assert!(by.contains("姓名太短或含不能用的字符"), "{by}");
    assert_eq!(office.run(&["check"]).code(), 0);
    assert_eq!(office.run(&["check", "--strict"]).code(), 1);
    let sound = ["check", "--strict", "--area", "620825100202"];
    assert_eq!(office.run(&sound).code(), 0);
    assert_eq!(office.run(&["check", "--area", "620826"]).code(), 2);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn a_changed_rule_file_is_told_of() {
    let office = office();
    let changed = |folder: Option<&str>| -> Value {
        let mut command = office.command(&["check", "--format", "json"]);
        if let Some(folder) = folder {
            command.env("LABOR_CENSUS_INSTRUMENT", folder);
        }
        let out = command.output().unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let document: Value = serde_json::from_slice(&out.stdout).unwrap();
        document["changed"].clone()
    };
    assert_eq!(changed(None), json!([]), "nothing to compare with");
    assert_eq!(changed(None), json!([]), "nothing changed");
    let folder = office.path("instrument");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/instrument"),
        &folder,
    );
    let rules = folder.join("rules/area.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let mended = text.replacen("figure.undecided > 0", "figure.undecided > 1", 1);
    assert_ne!(text, mended);
    fs::write(&rules, mended).unwrap();
    let folder = folder.display().to_string();
    let wanted = json!([{ "rule": "V04", "before": 1, "now": 0 }]);
    assert_eq!(changed(Some(&folder)), wanted);
    assert_eq!(changed(Some(&folder)), json!([]));
    let text = office.run(&["check"]).out();
    let last = text.lines().last().unwrap();
    assert!(
        last.contains("V04") && last.contains("0 findings last time, 1 now"),
        "{last}"
    );
}
