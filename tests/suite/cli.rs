//! The real binary, hermetic: an empty environment, a home of its own, fixed time and seed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const FRAME: &str = "\
county_code,county,township_code,township,village_code,village
620825,庄浪县,620825100,水洛镇,620825100201,东关村
620825,庄浪县,620825100,水洛镇,620825100202,西关村
620825,庄浪县,620825101,南湖镇,620825101201,高房村
";
const PASSPHRASE: &str = "a long passphrase";

/// A workplace with its own home and census file.
struct Office {
    dir: tempfile::TempDir,
}

impl Office {
    fn empty() -> Self {
        let office = Self {
            dir: tempfile::tempdir().expect("a folder"),
        };
        fs::write(office.path("frame.csv"), FRAME).expect("a frame");
        office
    }

    /// An office with a plain census file of two townships.
    fn new() -> Self {
        let office = Self::empty();
        let init = [
            "init",
            "--frame",
            &office.text("frame.csv"),
            "--plain",
            "--person",
            "李梅",
        ];
        assert_eq!(office.run(&init).code(), 0);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_labor-census"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("LANG", "en_US.UTF-8")
            .env("LABOR_CENSUS_FILE", self.path("a.lcen"))
            .env("LABOR_CENSUS_NOW", "2026-11-05T09:00:00+08:00")
            .env("LABOR_CENSUS_SEED", "office")
            .stdin(Stdio::null());
        command
    }

    #[must_use = "the exit code and the output are what a test is about"]
    fn run(&self, args: &[&str]) -> Ran {
        Ran(self.command(args).output().expect("the program runs"))
    }

    fn json(&self, args: &[&str]) -> Value {
        let args = [args, &["--format", "json"]].concat();
        let ran = self.run(&args);
        assert_eq!(ran.code(), 0, "{}", ran.err());
        serde_json::from_str(&ran.out()).expect("one JSON document")
    }

    /// Enters lines and returns the exit code with the answers.
    fn enter(&self, lines: &[Value]) -> (i32, Vec<Value>) {
        let text: Vec<String> = lines.iter().map(Value::to_string).collect();
        fs::write(self.path("lines.jsonl"), text.join("\n")).expect("a file of lines");
        let ran = self.run(&["enter", &self.text("lines.jsonl")]);
        let out = ran.out();
        let answers = out
            .lines()
            .map(|line| serde_json::from_str(line).expect("a JSON answer"));
        (ran.code(), answers.collect())
    }

    /// Enters lines that are all right.
    fn enter_well(&self, lines: &[Value]) -> Vec<Value> {
        let (code, answers) = self.enter(lines);
        assert_eq!(code, 0, "{answers:?}");
        answers
    }

    /// Reads a file of the exported township 水洛镇 as records by heading.
    fn exported(&self, file: &str) -> Vec<std::collections::HashMap<String, String>> {
        let bytes = fs::read(self.path("out/620825100_水洛镇").join(file)).expect("a file");
        let text = bytes
            .strip_prefix("\u{FEFF}".as_bytes())
            .expect("a byte order mark");
        let mut reader = csv::Reader::from_reader(text);
        reader
            .deserialize()
            .map(|row| row.expect("a row as long as the heading"))
            .collect()
    }
}

struct Ran(Output);

impl Ran {
    fn code(&self) -> i32 {
        self.0.status.code().expect("an exit code")
    }

    fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).expect("UTF-8")
    }

    fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).expect("UTF-8")
    }
}

fn group(items: &Value) -> Value {
    json!({ "unit": "group", "path": ["620825100201", "03"], "items": items })
}

fn household(number: &str, items: &Value) -> Value {
    json!({ "unit": "household", "path": ["620825100201", "03", number], "items": items })
}

fn person(line: &str, items: &Value) -> Value {
    let path = ["620825100", "620825100201", "03", "001", line];
    json!({ "unit": "person", "path": path, "items": items })
}

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
        json!({ "unit": "person", "path": ["620825100201", "03", "001", "5"], "items": { "nope": "1" } }),
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
fn an_export_recounts_and_its_manifest_is_true() {
    let office = Office::new();
    office.enter_well(&[
        person("1", &json!({ "name": "=1+1", "relation": "0" })),
        person("2", &json!({ "name": "王，\"强\",", "relation": "1" })),
        json!({ "unit": "person", "path": ["620825100201", "03", "001", "3"],
            "items": { "name": "李错" }, "disposition": "1" }),
        household("2", &json!({ "disposition": "41" })),
        json!({ "unit": "person", "path": ["620825100202", "1", "1", "1"], "items": { "name": "赵六" } }),
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
        let sum: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
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
    for file in ["households.csv", "persons.csv", "episodes.csv"] {
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
    let chinese = office.run(&["frobnicate", "--lang", "zh-Hans"]);
    assert_eq!(chinese.code(), 2);
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
