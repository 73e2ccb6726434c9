//! The ledger, recounted from the exported files alone, as an outsider would.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::office::Office;

type Table = Vec<HashMap<String, String>>;

/// A unit that was ever listed: its key, its origin, and what became of it.
struct Unit {
    key: String,
    origin: String,
    disposition: String,
}

/// Everybody that was ever listed, by the files of an export.
struct Listed {
    groups: Vec<Unit>,
    households: Vec<Unit>,
    persons: Vec<Unit>,
}

/// Dispositions that take a household out of the count.
const OUT: [&str; 8] = ["41", "42", "43", "44", "45", "46", "47", "48"];

fn units<'a>(rows: impl Iterator<Item = &'a HashMap<String, String>>, key: &str) -> Vec<Unit> {
    let unit = |row: &HashMap<String, String>| Unit {
        key: row[key].clone(),
        origin: row["origin"].clone(),
        disposition: row["disposition"].clone(),
    };
    rows.map(unit).collect()
}

impl Listed {
    fn read(office: &Office) -> Self {
        let table = |file: &str| -> Table { office.exported(file) };
        let (disposed, groups) = (table("disposed.csv"), table("groups.csv"));
        let (households, persons) = (table("households.csv"), table("persons.csv"));
        let out = |level: &'static str| disposed.iter().filter(move |row| row["level"] == level);
        Self {
            groups: units(groups.iter(), "group_key"),
            households: units(households.iter().chain(out("household")), "household_key"),
            persons: units(persons.iter().chain(out("person")), "person_key"),
        }
    }

    fn group(&self, key: &str) -> &str {
        let found = self.groups.iter().find(|group| group.key == key[..14]);
        &found.unwrap().disposition
    }

    fn home(&self, key: &str) -> &str {
        let found = self.households.iter().find(|home| home.key == key[..17]);
        &found.unwrap().disposition
    }

    /// Says what became of a unit, the units above it seen too.
    fn fate(&self, unit: &Unit) -> String {
        let along = match unit.key.len() {
            14 => false,
            17 => !self.group(&unit.key).is_empty(),
            _ => {
                let home = self.home(&unit.key);
                unit.disposition.is_empty()
                    && (!self.group(&unit.key).is_empty() || OUT.contains(&home))
            }
        };
        match (along, unit.disposition.as_str()) {
            (true, _) => "with_parent".to_owned(),
            (false, "") => "open".to_owned(),
            (false, code) => code.to_owned(),
        }
    }

    fn balance(&self, units: &[Unit], area: &str) -> Value {
        let own: Vec<&Unit> = units.iter().filter(|u| u.key.starts_with(area)).collect();
        let mut dispositions = BTreeMap::<String, u64>::new();
        for unit in &own {
            *dispositions.entry(self.fate(unit)).or_default() += 1;
        }
        let n_prelisted = own.iter().filter(|unit| unit.origin == "1").count();
        json!({
            "prelisted": n_prelisted,
            "added": own.len() - n_prelisted,
            "dispositions": dispositions,
            "difference": 0,
        })
    }
}

/// Compares a unit with the files, and everything below it.
fn compare(office: &Office, listed: &Listed, area: &str) -> usize {
    let status = office.json(&["status", "--area", area]);
    for (level, units) in [
        ("groups", &listed.groups),
        ("households", &listed.households),
        ("persons", &listed.persons),
    ] {
        let balance = listed.balance(units, area);
        assert_eq!(status["ledger"][level], balance, "{area} {level}");
        assert_eq!(status["added"][level], balance["added"], "{area} {level}");
        assert_eq!(status["prelisted"][level], balance["prelisted"], "{area}");
    }
    let fates = |units: &[Unit], is_wanted: fn(&str) -> bool| {
        let own = units.iter().filter(|unit| unit.key.starts_with(area));
        own.filter(|unit| is_wanted(&listed.fate(unit))).count()
    };
    let households = fates(&listed.households, |fate| {
        fate != "48" && fate != "with_parent"
    });
    let decided = |fate: &str| !["48", "with_parent", "open"].contains(&fate);
    assert_eq!(status["listed"]["households"], households, "{area}");
    assert_eq!(
        status["disposed"]["households"],
        fates(&listed.households, decided)
    );
    assert_eq!(
        status["listed"]["persons"],
        fates(&listed.persons, |fate| fate == "open")
    );
    assert_eq!(status["listed"]["groups"], fates(&listed.groups, |_| true));
    let children = status["children"].as_array().unwrap();
    let below = children
        .iter()
        .filter(|child| child["level"] != "household");
    let below = below.map(|child| compare(office, listed, child["area"].as_str().unwrap()));
    1 + below.sum::<usize>()
}

#[test]
fn the_exported_files_give_the_ledger_of_every_unit() {
    let office = Office::empty();
    let file = office.text("a.lcen");
    let demo = [
        "demo",
        "--out",
        &file,
        "--plain",
        "--faults",
        "0.3",
        "--townships",
        "1",
    ];
    let size = ["--villages", "2", "--households", "12", "--seed", "5"];
    assert_eq!(office.run(&[&demo[..], &size[..]].concat()).code(), 0);
    let groups = office.json(&["status", "--area", "620825100001"]);
    let first = groups["children"][0]["area"].as_str().unwrap().to_owned();
    let household = |code: &str| {
        json!({ "unit": "household", "path": ["620825100001", &first[12..], "new"], "items": {},
            "disposition": code })
    };
    let person = |group: &str, line: &str, code: &Value| {
        json!({ "unit": "person", "path": ["620825100001", group, "1", line],
            "items": { "name": "王强" }, "disposition": code })
    };
    let null = Value::Null;
    office.enter_well(&[
        household("41"),
        household("48"),
        person("77", "1", &null),
        person("77", "2", &json!("3")),
        json!({ "unit": "group", "path": ["620825100001", "77"], "items": {}, "disposition": "2" }),
        person("78", "1", &null),
        person("78", "2", &json!("1")),
        json!({ "unit": "household", "path": ["620825100001", "78", "1"], "items": {},
            "disposition": "47" }),
    ]);
    assert_eq!(
        office.run(&["export", "--out", &office.text("out")]).code(),
        0
    );
    let listed = Listed::read(&office);
    let n_nodes = compare(&office, &listed, "620825");
    assert!(n_nodes > 6, "{n_nodes} units compared");
}
