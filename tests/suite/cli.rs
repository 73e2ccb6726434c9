//! The verbs and their exit codes, by the real binary.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::office::{FRAME, Office, PASSPHRASE, Ran, person};
use serde_json::{Value, json};

#[test]
fn init_says_what_it_made_and_never_overwrites() {
    let office = Office::empty();
    let frame = office.text("frame.csv");
    let made = office.json(&["init", "--frame", &frame, "--plain", "--round", "2012"]);
    assert_eq!(made["townships"], 2);
    assert_eq!(made["villages"], 3);
    assert_eq!(made["reference_date"], "2012-11-01");
    let before = fs::read(office.path("a.lcen")).expect("the file");
    let again = office.run(&["init", "--frame", &frame, "--plain"]);
    assert_eq!((again.code(), again.out().as_str()), (2, ""));
    assert_eq!(fs::read(office.path("a.lcen")).expect("the file"), before);
}

#[test]
fn a_failed_init_leaves_no_file() {
    let office = Office::empty();
    fs::write(
        office.path("bad.csv"),
        FRAME.replace("620825101201", "62082510120"),
    )
    .expect("a frame");
    let ran = office.run(&["init", "--frame", &office.text("bad.csv"), "--plain"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.err().contains("E4"), "{}", ran.err());
    // Without a passphrase and without a terminal nothing is asked and nothing is made.
    let ran = office.run(&["init", "--frame", &office.text("frame.csv")]);
    assert_eq!(ran.code(), 2);
    assert!(ran.err().contains("--passphrase-file"), "{}", ran.err());
    let left = fs::read_dir(office.dir.path()).expect("the folder");
    let left = left.map(|entry| entry.expect("an entry").file_name().into_string());
    assert!(left.flatten().all(|name| !name.contains("lcen")));
}

#[test]
fn an_encrypted_file_opens_with_its_passphrase_alone() {
    let office = Office::empty();
    fs::write(office.path("secret"), format!("{PASSPHRASE}\n")).expect("a passphrase file");
    let secret = office.text("secret");
    let frame = office.text("frame.csv");
    let init = ["init", "--frame", &frame, "--passphrase-file", &secret];
    assert_eq!(office.run(&init).code(), 0);
    assert_eq!(
        office.run(&["status", "--passphrase-file", &secret]).code(),
        0
    );
    let by_env = office
        .command(&["status"])
        .env("LABOR_CENSUS_PASSPHRASE", PASSPHRASE)
        .output();
    assert_eq!(by_env.expect("it runs").status.code(), Some(0));
    let wrong = office
        .command(&["status"])
        .env("LABOR_CENSUS_PASSPHRASE", "other")
        .output();
    let wrong = Ran(wrong.expect("it runs"));
    assert_eq!((wrong.code(), wrong.out().as_str()), (2, ""));
    assert_eq!(office.run(&["status"]).code(), 2);
}

#[test]
fn identity_numbers_are_judged_a_line_each() {
    let office = Office::empty();
    let ran = office.run(&[
        "id",
        "62082519880706990x",
        "622726681102992",
        "620825199002309915",
    ]);
    let verdicts: Vec<Value> = ran
        .out()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(verdicts[0]["normalized"], "62082519880706990X");
    assert_eq!(verdicts[0]["valid"], true);
    assert_eq!(verdicts[0]["sex"], "female");
    // Worked example 10 of the identifier rules: lengthens to example 2.
    assert_eq!(verdicts[1]["normalized"], "622726196811029920");
    assert_eq!(
        (&verdicts[1]["legacy"], &verdicts[1]["birth_date"]),
        (&json!(true), &json!("1968-11-02"))
    );
    assert_eq!(
        (&verdicts[2]["valid"], &verdicts[2]["problems"]),
        (&json!(false), &json!(["date"]))
    );
    assert_eq!(office.run(&["id", "1", "--strict"]).code(), 1);
}

#[test]
fn copies_are_equal_and_nothing_is_overwritten() {
    let office = Office::new();
    office.enter_well(&[person("1", &json!({ "name": "王强" }))]);
    let digest = office.json(&["digest"]);
    let copy = office.text("copy.lcen");
    assert_eq!(
        office.json(&["backup", "--out", &copy])["content"],
        digest["content"]
    );
    assert_eq!(office.run(&["backup", "--out", &copy]).code(), 2);
    assert_eq!(
        office.run(&["backup", "--out", &copy, "--replace"]).code(),
        0
    );
    assert_eq!(office.run(&["restore", &copy]).code(), 2);
    let other = office.text("b.lcen");
    assert_eq!(office.run(&["restore", &copy, "--file", &other]).code(), 0);
    assert_eq!(office.json(&["digest", "--file", &other]), digest);
    let text = office.run(&["digest"]).out();
    assert_eq!(
        text.trim_end(),
        digest["content"].as_str().expect("a digest")
    );
    let verified = office.json(&["trail", "verify"]);
    assert_eq!(verified["breaks"], json!([]));
    assert_eq!(office.json(&["rebuild", "--check"])["differing"], json!([]));
}

#[test]
fn exit_codes_say_whose_fault_it_is() {
    let office = Office::new();
    let unknown = office.run(&["frobnicate"]);
    assert_eq!(unknown.code(), 2);
    assert!(unknown.err().contains("frobnicate") && unknown.err().contains("enter"));
    assert_eq!(office.run(&["status", "--area", "12"]).code(), 2);
    assert_eq!(office.run(&["status", "--area", "620825999"]).code(), 2);
    assert_eq!(
        office
            .run(&["status", "--file", &office.text("none.lcen")])
            .code(),
        2
    );
    assert_eq!(
        office
            .run(&["status", "--file", &office.text("frame.csv")])
            .code(),
        2
    );
    let clock = office
        .command(&["status"])
        .env("LABOR_CENSUS_NOW", "yesterday")
        .output();
    assert_eq!(clock.expect("it runs").status.code(), Some(2));
    assert_eq!(office.run(&["--help"]).code(), 0);
    assert_eq!(office.run(&["--version"]).code(), 0);
    assert_eq!(office.run(&["completions", "bash"]).code(), 0);
    assert_eq!(office.run(&["doctor"]).code(), 0);
    assert_eq!(office.run(&[]).code(), 2, "no screens without a terminal");
}

#[test]
fn a_reader_that_stops_is_no_fault_and_a_full_disk_is() {
    let office = Office::empty();
    let mut child = office
        .command(&["codebook"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    if Path::new("/dev/full").exists() {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let status = office
            .command(&["codebook"])
            .stdout(full)
            .status()
            .expect("it runs");
        assert_eq!(status.code(), Some(4));
    }
}

#[test]
fn the_codebook_is_printed_for_people_and_for_programs() {
    let office = Office::empty();
    let markdown = office.run(&["codebook"]).out();
    assert!(markdown.contains("| `id_number` |"), "{markdown}");
    let table = office.run(&["codebook", "--as", "csv"]).out();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let items: Vec<String> = reader
        .records()
        .map(|row| row.expect("a row").get(1).unwrap_or_default().to_owned())
        .collect();
    assert!(items.iter().any(|item| item == "farmland_mu"));
}

#[test]
fn a_damaged_file_is_a_fault_of_the_data() {
    let office = Office::new();
    let file = fs::OpenOptions::new()
        .write(true)
        .open(office.path("a.lcen"))
        .expect("the census file");
    file.set_len(9000).expect("a file cut short");
    let ran = office.run(&["status"]);
    assert_eq!((ran.code(), ran.out().as_str()), (3, ""));
    assert!(!ran.err().is_empty());
}
