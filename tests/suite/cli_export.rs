//! Exports, recounted by another reader than the one that wrote them.

use std::fs;
use std::path::Path;

use super::office::{Office, household, person};
use labor_census::base::files::hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[test]
fn an_export_recounts_and_its_manifest_is_true() {
    let office = Office::new();
    office.enter_well(&[
        person("1", &json!({ "name": "=1+1", "relation": "0" })),
        person("2", &json!({ "name": "王，\"强\",", "relation": "1" })),
        json!({ "unit": "person", "path": ["620825100201", "03", "001", "3"],
            "items": { "name": "李错" }, "disposition": "1" }),
        household("2", &json!({ "disposition": "41" })),
        json!({ "unit": "person", "path": ["620825100202", "1", "1", "1"],
            "items": { "name": "赵六" } }),
    ]);
    let out = office.text("out");
    let export = ["export", "--area", "620825100", "--out", &out];
    let made = office.json(&export);
    assert_eq!(made["townships"].as_array().map(Vec::len), Some(1));
    let persons = office.exported("persons.csv");
    let names: Vec<&str> = persons.iter().map(|row| row["name"].as_str()).collect();
    // The row listed in error does not count; a formula is made harmless.
    assert_eq!(names, ["'=1+1", "王,\"强\",", "赵六"]);
    assert_eq!(persons[1]["person_key"], "6208251002010300102");
    assert_eq!(persons[2]["household_key"], "62082510020201001");
    let households = office.exported("households.csv");
    let results: Vec<&str> = households
        .iter()
        .map(|row| row["disposition"].as_str())
        .collect();
    assert_eq!(results, ["", "41", ""]);
    let folder = office.path("out/620825100_水洛镇");
    let manifest = fs::read_to_string(folder.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    for file in manifest["files"].as_array().expect("files") {
        let name = file["name"].as_str().expect("a name");
        let bytes = fs::read(folder.join(name)).expect("the file");
        assert_eq!(file["bytes"], bytes.len());
        let sum = hex(&Sha256::digest(&bytes));
        assert_eq!(file["sha256"], sum.as_str(), "{name}");
        assert_eq!(file["rows"], office.exported(name).len(), "{name}");
    }
    let counts: Vec<(&Value, &Value)> = manifest["villages"]
        .as_array()
        .expect("villages")
        .iter()
        .map(|village| (&village["households"], &village["persons"]))
        .collect();
    assert_eq!(counts, [(&json!(2), &json!(2)), (&json!(1), &json!(1))]);
    refuses_to_overwrite(&office, &export, &folder);
}

fn refuses_to_overwrite(office: &Office, export: &[&str], folder: &Path) {
    fs::write(folder.join("mine.txt"), "kept").expect("a file of somebody else");
    assert_eq!(office.run(export).code(), 2);
    assert!(folder.join("mine.txt").exists());
    assert_eq!(office.run(&[export, &["--replace"]].concat()).code(), 0);
    assert!(!folder.join("mine.txt").exists());
    let names = fs::read_dir(office.path("out"))
        .expect("the folder")
        .count();
    assert_eq!(names, 1, "no unfinished folder is left");
    let village = [
        "export",
        "--area",
        "620825100201",
        "--out",
        &office.text("other"),
    ];
    assert_eq!(office.run(&village).code(), 2);
    assert_eq!(
        office
            .run(&["export", "--out", &office.text("frame.csv")])
            .code(),
        2
    );
    assert_eq!(
        office
            .run(&[export, &["--replace", "--strict"]].concat())
            .code(),
        1
    );
}

#[test]
fn the_codebook_of_an_export_has_a_line_for_each_column() {
    let office = Office::new();
    assert_eq!(
        office.run(&["export", "--out", &office.text("out")]).code(),
        0
    );
    let codebook = office.exported("codebook.csv");
    for file in [
        "households.csv",
        "persons.csv",
        "episodes.csv",
        "groups.csv",
        "disposed.csv",
    ] {
        let bytes = fs::read(office.path("out/620825100_水洛镇").join(file)).expect("a file");
        let heading = String::from_utf8(bytes).expect("UTF-8");
        let heading = heading
            .trim_start_matches('\u{FEFF}')
            .lines()
            .next()
            .map(str::to_owned);
        let rows = codebook.iter().filter(|row| row["file"] == file);
        let columns: Vec<&str> = rows.map(|row| row["column"].as_str()).collect();
        assert_eq!(
            heading.as_deref(),
            Some(columns.join(",").as_str()),
            "{file}"
        );
    }
}
