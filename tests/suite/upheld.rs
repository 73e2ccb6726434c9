//! Rules that no expression raises: the ledger and the files that go out uphold them.

use std::fs;

use labor_census::domain::kind::Kind;
use labor_census::store::{NodeState, StoreError};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::county::{COUNTY, County, NEXT_VILLAGE, TOWNSHIP, VILLAGE, add, fill, group};
use crate::office::{FRAME, Office, person};

/// V01: a household of the register without a result is counted apart and listed as a gap.
#[test]
fn v01_households_without_a_result() {
    let mut county = County::new(&[]);
    let census = &mut county.census;
    let group = group(census, VILLAGE);
    let done = add(
        census,
        group,
        Kind::Household,
        &[("disposition", "45"), ("head_name", "李建国")],
    );
    let left = add(census, group, Kind::Household, &[]);
    census.leave().unwrap();
    let households = |census: &labor_census::store::Census| {
        let status = census.status(Some(VILLAGE)).unwrap();
        (status.tally.households, status.tally.households_disposed)
    };
    assert_eq!(households(census), (2, 1));
    let gaps = census.gaps(VILLAGE, None, 99).unwrap();
    let lacks = |record| {
        let of_it = |gap: &&labor_census::store::Gap| gap.record == record;
        gaps.iter()
            .filter(of_it)
            .any(|gap| gap.item.as_deref() == Some("disposition"))
    };
    assert!(lacks(left) && !lacks(done));
    fill(census, left, &[("disposition", "41")]);
    census.leave().unwrap();
    assert_eq!(households(census), (2, 2));
}

/// T01: a village of the frame that is not complete is seen in its township's ledger.
#[test]
fn t01_villages_not_closed() {
    let mut county = County::new(&[]);
    let census = &mut county.census;
    let group = group(census, VILLAGE);
    fill(census, group, &[("declared_households", "1")]);
    add(census, group, Kind::Household, &[("disposition", "41")]);
    census.leave().unwrap();
    let status = census.status(Some(TOWNSHIP)).unwrap();
    let villages: Vec<(&str, NodeState)> = status
        .children
        .iter()
        .map(|child| (child.area.as_str(), child.state))
        .collect();
    let wanted = [
        (VILLAGE, NodeState::Complete),
        (NEXT_VILLAGE, NodeState::NotStarted),
    ];
    assert_eq!(villages, wanted);
    assert_eq!(
        (status.tally.villages, status.tally.villages_complete),
        (2, 1)
    );
}

/// T02: a key that is not under its parent is refused where it would come in.
#[test]
fn t02_keys_under_their_parents() {
    let office = Office::empty();
    for (from, to) in [
        // A village of another township, and a township of another county.
        ("620825100202,西关村", "620825101202,西关村"),
        (
            "620825101,南湖镇,620825101201",
            "620826101,南湖镇,620826101201",
        ),
    ] {
        let frame = FRAME.replace(from, to);
        assert_ne!(frame, FRAME);
        fs::write(office.path("bad.csv"), frame).unwrap();
        let ran = office.run(&["init", "--frame", &office.text("bad.csv"), "--plain"]);
        assert_eq!(ran.code(), 2, "{to}");
    }
    let sound = ["init", "--frame", &office.text("frame.csv"), "--plain"];
    assert_eq!(office.run(&sound).code(), 0);
}

fn exported(office: &Office) -> (std::path::PathBuf, Value) {
    office.enter_well(&[
        person("1", &json!({ "name": "王强", "relation": "0" })),
        json!({ "unit": "person", "path": ["620825100202", "1", "1", "1"],
            "items": { "name": "赵六" } }),
    ]);
    let out = office.text("out");
    office.json(&["export", "--area", "620825100", "--out", &out]);
    let folder = office.path("out/620825100_水洛镇");
    let text = fs::read_to_string(folder.join("manifest.json")).unwrap();
    (folder, serde_json::from_str(&text).unwrap())
}

/// T03: the manifest holds rows and checksum of every file, so that a changed byte shows.
#[test]
fn t03_exports_and_their_manifest() {
    let office = Office::new();
    let (folder, manifest) = exported(&office);
    let sum = |bytes: &[u8]| labor_census::base::files::hex(&Sha256::digest(bytes));
    for file in manifest["files"].as_array().unwrap() {
        let mut bytes = fs::read(folder.join(file["name"].as_str().unwrap())).unwrap();
        assert_eq!(file["sha256"], sum(&bytes).as_str());
        let last = bytes.last_mut().unwrap();
        *last = last.wrapping_add(1);
        assert_ne!(file["sha256"], sum(&bytes).as_str());
    }
}

/// X07: an export says with which edition of the form and for which frame it was made; a frame of
/// another county and a file of a newer form are refused.
#[test]
fn x07_editions_of_form_and_frame() {
    let office = Office::new();
    let (_, manifest) = exported(&office);
    assert!(manifest["instrument"]["edition"].is_u64());
    assert_eq!(
        manifest["instrument"]["hash"].as_str().map(str::len),
        Some(64)
    );
    assert_eq!(manifest["frame"]["county_code"], COUNTY);
    let mut county = County::new(&[]);
    let other = labor_census::domain::frame::Frame {
        county_code: "620826".to_owned(),
        county: "静宁县".to_owned(),
        townships: Vec::new(),
    };
    let refused = county.census.add_frame(&other);
    assert!(matches!(refused, Err(StoreError::OtherCounty { .. })));
}

/// X08: the counts of an export close: villages add up to the files, and units to their parents.
#[test]
fn x08_totals_close() {
    let office = Office::new();
    let (_, manifest) = exported(&office);
    for (count, name) in [("households", "households.csv"), ("persons", "persons.csv")] {
        let villages = manifest["villages"].as_array().unwrap();
        let sum: u64 = villages.iter().map(|v| v[count].as_u64().unwrap()).sum();
        let files = manifest["files"].as_array().unwrap();
        let file = files.iter().find(|file| file["name"] == name).unwrap();
        assert_eq!(file["rows"].as_u64(), Some(sum), "{name}");
    }
    let status = office.json(&["status"]);
    for key in ["households", "persons"] {
        let children = status["children"].as_array().unwrap();
        let sum: u64 = children
            .iter()
            .map(|c| c["listed"][key].as_u64().unwrap())
            .sum();
        assert_eq!(status["listed"][key].as_u64(), Some(sum), "{key}");
    }
}
