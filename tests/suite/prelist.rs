//! Pre-listing: what a register lists, once, under the same ids everywhere, and never as an error.

use std::fs;

use serde_json::{Value, json};

use super::office::{Office, household};
use super::register::CLERK;

const VILLAGE: &str = "620825100201";
const SMALL: &str = "\
社,户号,姓名,与户主关系,身份证号,备注
1,5,王一,户主,620825199003159912,五保
,,王二,子,,
,,李三,户主,622726196811029920,
二社,1,赵四,户主,,
";

/// An office with a register of a clerk in it.
fn office(register: &str) -> Office {
    let office = Office::new();
    fs::write(office.path("册.csv"), register).expect("a register");
    office
}

fn prelist(office: &Office, flags: &[&str]) -> Value {
    let file = office.text("册.csv");
    office.json(&[&["prelist", &file, "--area", VILLAGE], flags].concat())
}

fn listed(document: &Value) -> [u64; 4] {
    let count = |value: &Value| value.as_u64().expect("a count");
    let listed = &document["listed"];
    [
        count(&listed["groups"]),
        count(&listed["households"]),
        count(&listed["persons"]),
        count(&document["already"]),
    ]
}

/// Households or persons as they are exported, with some of their columns.
fn rows(office: &Office, file: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let out = office.text("out");
    let ran = office.run(&["export", "--area", "620825100", "--out", &out, "--replace"]);
    assert_eq!(ran.code(), 0, "{}", ran.err());
    let rows = office.exported(file).into_iter();
    rows.map(|row| columns.iter().map(|column| row[*column].clone()).collect())
        .collect()
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let office = office(SMALL);
    let digest = office.json(&["digest"]);
    assert_eq!(listed(&prelist(&office, &["--dry-run"])), [2, 3, 4, 0]);
    let file = office.text("册.csv");
    let ran = office.run(&["prelist", &file, "--area", VILLAGE]);
    assert_eq!(ran.code(), 2);
    assert!(ran.err().contains("--yes"), "{}", ran.err());
    assert_eq!(office.json(&["digest"]), digest);
}

#[test]
fn a_register_is_listed_once() {
    let office = office(SMALL);
    let document = prelist(&office, &["--yes"]);
    assert_eq!(
        (listed(&document), &document["written"]),
        ([2, 3, 4, 0], &json!(true))
    );
    let digest = office.json(&["digest"]);
    let again = prelist(&office, &["--yes"]);
    assert_eq!(listed(&again), [0, 0, 0, 7]);
    assert_eq!(again["differing"], json!([]));
    assert_eq!(office.json(&["digest"]), digest);
    // The number that is written is kept; who has none comes behind the largest.
    let households = rows(&office, "households.csv", &["household_key", "head_name"]);
    let expected = [
        ["62082510020101005", "王一"],
        ["62082510020101006", "李三"],
        ["62082510020102001", "赵四"],
    ];
    assert_eq!(households, expected);
    let persons = rows(
        &office,
        "persons.csv",
        &["person_key", "name", "relation", "id_number"],
    );
    assert_eq!(
        persons[0],
        ["6208251002010100501", "王一", "0", "620825199003159912"]
    );
    assert_eq!(persons[1], ["6208251002010100502", "王二", "2", ""]);
    assert_eq!(office.run(&["rebuild", "--check"]).code(), 0);
    assert_eq!(office.run(&["trail", "verify"]).code(), 0);
}

#[test]
fn two_laptops_end_with_one_roster() {
    let ids = |seed: &str| {
        let office = office(SMALL);
        let file = office.text("册.csv");
        let mut command = office.command(&[
            "prelist", &file, "--area", VILLAGE, "--yes", "--format", "json",
        ]);
        command.env("LABOR_CENSUS_SEED", seed);
        assert!(command.output().expect("the program runs").status.success());
        let path = [VILLAGE, "1", "5", "2"];
        let answers = office.enter_well(&[json!({"unit": "person", "path": path, "items": {}})]);
        let answer = answers[0]["record"].as_str().expect("an id").to_owned();
        (answer, office.json(&["digest"]))
    };
    assert_eq!(ids("one"), ids("two"));
}

#[test]
fn the_register_lets_expect_what_nothing_else_does() {
    let office = office(SMALL);
    // The first group was in the frame of somebody who counted otherwise.
    fs::write(
        office.path("frame.csv"),
        "county_code,county,township_code,township,village_code,village,group,\
         expected_households,expected_persons\n\
         620825,庄浪县,620825100,水洛镇,620825100201,东关村,1,9,\n",
    )
    .expect("a frame");
    fs::remove_file(office.path("a.lcen")).expect("the first file");
    let init = ["init", "--frame", &office.text("frame.csv"), "--plain"];
    assert_eq!(office.run(&init).code(), 0);
    let document = prelist(&office, &["--yes"]);
    assert_eq!(listed(&document), [1, 3, 4, 0]);
    let differs = |path: &str, counted: u64| {
        let item = "expected_households";
        json!({"path": path, "item": item, "held": 9, "register": counted})
    };
    // The frame counts the village by its only group.
    let differing = json!([differs("62082510020101", 2), differs(VILLAGE, 3)]);
    assert_eq!(document["differing"], differing);
    let status = office.json(&["status", "--area", VILLAGE]);
    let expected: Vec<[&Value; 2]> = status["children"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| ["households", "persons"].map(|of| &group["expected"][of]))
        .collect();
    assert_eq!(expected, [[&json!(9), &json!(3)], [&json!(1), &json!(1)]]);
    assert_eq!(status["expected"]["households"], json!(9));
    assert_eq!(status["expected"]["persons"], json!(4));
}

#[test]
fn a_household_that_is_there_already_is_not_doubled() {
    let office = office(SMALL);
    let path = [VILLAGE, "1", "1"];
    office.enter_well(&[
        json!({"unit": "household", "path": path, "items": {"head_name": "李三"}}),
        json!({"unit": "person", "path": [VILLAGE, "1", "1", "1"],
            "items": {"name": "李三", "id_number": "622726196811029920"}}),
    ]);
    let document = prelist(&office, &["--yes"]);
    assert_eq!(listed(&document), [1, 2, 3, 0]);
    let doubled = json!([{"line": 4, "head": "李三", "path": "62082510020101001"}]);
    assert_eq!(document["doubled"], doubled);
}

#[test]
fn who_was_on_the_register_is_disposed_but_never_in_error() {
    let office = office(SMALL);
    prelist(&office, &["--yes"]);
    let at = |path: &[&str], code: &str| {
        let unit = if path.len() == 3 {
            "household"
        } else {
            "person"
        };
        json!({"unit": unit, "path": path, "disposition": code})
    };
    let refused = [
        at(&[VILLAGE, "1", "5"], "48"),
        at(&[VILLAGE, "1", "5", "2"], "1"),
    ];
    let (code, answers) = office.enter(&refused);
    assert_eq!(code, 2);
    for answer in &answers {
        let error = answer["error"].as_str().expect("a refusal");
        assert!(error.contains("register"), "{error}");
    }
    office.enter_well(&[
        at(&[VILLAGE, "1", "6"], "47"),
        at(&[VILLAGE, "1", "5", "2"], "4"),
    ]);
    // Who was found on the way can be one too many.
    office.enter_well(&[
        household("1", &json!({"head_name": "周七"})),
        json!({"unit": "household", "path": [VILLAGE, "03", "1"], "disposition": "48"}),
    ]);
}

#[test]
fn a_file_belongs_to_one_village() {
    let office = office(SMALL);
    prelist(&office, &["--yes"]);
    let file = office.text("册.csv");
    let ran = office.run(&["prelist", &file, "--area", "620825100202", "--yes"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.err().contains(VILLAGE), "{}", ran.err());
}

#[test]
fn a_register_of_a_township_goes_to_its_villages() {
    let text =
        "村名,社,姓名,与户主关系\n东关村,1,王一,户主\n西关村委会,1,李一,户主\n北山,1,赵一,户主\n";
    let office = office(text);
    let file = office.text("册.csv");
    let document = office.json(&["prelist", &file, "--area", "620825100", "--yes"]);
    assert_eq!(listed(&document), [2, 2, 2, 0]);
    let absent = json!([{"line": 4, "village": "北山", "households": 1}]);
    assert_eq!(document["absent"], absent);
    let persons = rows(&office, "persons.csv", &["person_key", "name"]);
    let expected = [
        ["6208251002010100101", "王一"],
        ["6208251002020100101", "李一"],
    ];
    assert_eq!(persons, expected);
}

#[test]
fn groups_must_be_told_where_there_are_several() {
    let office = office("姓名,与户主关系\n王一,户主\n");
    // A village without groups gets its first one.
    assert_eq!(listed(&prelist(&office, &["--dry-run"])), [1, 1, 1, 0]);
    let group = |number: &str| json!({"unit": "group", "path": [VILLAGE, number], "items": {}});
    office.enter_well(&[group("1"), group("2")]);
    let file = office.text("册.csv");
    let ran = office.run(&["prelist", &file, "--area", VILLAGE, "--yes"]);
    assert_eq!(ran.code(), 2);
}

#[test]
fn calls_that_are_wrong_say_what_to_do() {
    let office = office("人名,与户主关系\n王一,户主\n");
    let file = office.text("册.csv");
    let call = |flags: &[&str]| {
        let ran = office.run(&[&["prelist", &file, "--area", VILLAGE], flags].concat());
        assert_eq!(ran.code(), 2);
        ran.err()
    };
    assert!(
        call(&[]).contains("--column"),
        "a heading that nobody knows"
    );
    assert!(call(&["--column", "人名"]).contains("HEADING=ITEM"));
    assert!(call(&["--column", "人名=wages"]).contains("id_number"));
    let document = prelist(&office, &["--column", "人名=name", "--dry-run"]);
    assert_eq!(listed(&document), [1, 1, 1, 0]);
}

#[test]
fn the_register_of_a_clerk_is_pre_listed() {
    let office = Office::new();
    let document = office.json(&["prelist", CLERK, "--area", VILLAGE, "--yes"]);
    assert_eq!(listed(&document), [4, 230, 900, 0]);
    let status = office.json(&["status", "--area", VILLAGE]);
    let groups = status["children"].as_array().expect("groups");
    let counts: Vec<[u64; 2]> = groups
        .iter()
        .map(|group| {
            let count = |of: &str| group["listed"][of].as_u64().expect("a count");
            [count("households"), count("persons")]
        })
        .collect();
    assert_eq!(counts, [[64, 250], [52, 210], [56, 230], [58, 210]]);
    let again = office.json(&["prelist", CLERK, "--area", VILLAGE, "--yes"]);
    assert_eq!(listed(&again), [0, 0, 0, 1130]);
}

#[test]
fn a_group_that_is_disposed_is_not_listed_a_second_time() {
    for text in [
        "社,户号,姓名,与户主关系\n1,1,王一,户主\n2,1,李一,户主\n",
        "社,户号,姓名,与户主关系\n上湾,1,王一,户主\n下湾,1,李一,户主\n",
    ] {
        let office = office(text);
        assert_eq!(listed(&prelist(&office, &["--yes"])), [2, 2, 2, 0]);
        office.enter_well(&[json!({"unit": "group", "path": [VILLAGE, "2"], "disposition": "3"})]);
        let digest = office.json(&["digest"]);
        let again = prelist(&office, &["--yes"]);
        assert_eq!(listed(&again), [0, 0, 0, 4], "{text}");
        assert_eq!(office.json(&["digest"]), digest);
    }
}

#[test]
fn the_only_group_that_is_disposed_is_known_again() {
    let office = office("户号,姓名,与户主关系\n1,王一,户主\n");
    assert_eq!(listed(&prelist(&office, &["--yes"])), [1, 1, 1, 0]);
    office.enter_well(&[json!({"unit": "group", "path": [VILLAGE, "1"], "disposition": "3"})]);
    assert_eq!(listed(&prelist(&office, &["--yes"])), [0, 0, 0, 2]);
}

#[test]
fn the_number_of_a_group_that_is_disposed_is_not_given_again() {
    let office = office("社,户号,姓名,与户主关系\n上湾,1,王一,户主\n");
    office.enter_well(&[
        json!({"unit": "group", "path": [VILLAGE, "1"], "items": {}}),
        json!({"unit": "group", "path": [VILLAGE, "2"], "items": {}}),
        json!({"unit": "group", "path": [VILLAGE, "2"], "disposition": "1"}),
    ]);
    assert_eq!(listed(&prelist(&office, &["--yes"])), [1, 1, 1, 0]);
    let households = rows(&office, "households.csv", &["household_key"]);
    assert_eq!(households, [["62082510020103001"]]);
}

#[test]
fn a_first_group_without_a_number_comes_behind_the_disposed_ones() {
    let office = office("户号,姓名,与户主关系\n1,王一,户主\n");
    office.enter_well(&[
        json!({"unit": "group", "path": [VILLAGE, "1"], "items": {}}),
        json!({"unit": "group", "path": [VILLAGE, "1"], "disposition": "1"}),
    ]);
    assert_eq!(listed(&prelist(&office, &["--yes"])), [1, 1, 1, 0]);
    let households = rows(&office, "households.csv", &["household_key"]);
    assert_eq!(households, [["62082510020102001"]]);
}
