//! A workplace for tests of the real binary: an empty environment, a home of its own, fixed time
//! and seed.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

pub const FRAME: &str = "\
county_code,county,township_code,township,village_code,village
620825,庄浪县,620825100,水洛镇,620825100201,东关村
620825,庄浪县,620825100,水洛镇,620825100202,西关村
620825,庄浪县,620825101,南湖镇,620825101201,高房村
";
pub const PASSPHRASE: &str = "a long passphrase";

/// A workplace with its own home and census file.
pub struct Office {
    pub dir: tempfile::TempDir,
}

impl Office {
    pub fn empty() -> Self {
        let office = Self {
            dir: tempfile::tempdir().expect("a folder"),
        };
        fs::write(office.path("frame.csv"), FRAME).expect("a frame");
        office
    }

    /// An office with a plain census file of two townships.
    pub fn new() -> Self {
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

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    pub fn command(&self, args: &[&str]) -> Command {
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
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran(self.command(args).output().expect("the program runs"))
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let args = [args, &["--format", "json"]].concat();
        let ran = self.run(&args);
        assert_eq!(ran.code(), 0, "{}", ran.err());
        serde_json::from_str(&ran.out()).expect("one JSON document")
    }

    /// Enters lines and returns the exit code with the answers.
    pub fn enter(&self, lines: &[Value]) -> (i32, Vec<Value>) {
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
    pub fn enter_well(&self, lines: &[Value]) -> Vec<Value> {
        let (code, answers) = self.enter(lines);
        assert_eq!(code, 0, "{answers:?}");
        answers
    }

    /// Reads a file of the exported township 水洛镇 as records by heading.
    pub fn exported(&self, file: &str) -> Vec<std::collections::HashMap<String, String>> {
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

pub struct Ran(pub Output);

impl Ran {
    pub fn code(&self) -> i32 {
        self.0.status.code().expect("an exit code")
    }

    pub fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).expect("UTF-8")
    }

    pub fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).expect("UTF-8")
    }
}

pub fn group(items: &Value) -> Value {
    json!({ "unit": "group", "path": ["620825100201", "03"], "items": items })
}

pub fn household(number: &str, items: &Value) -> Value {
    json!({ "unit": "household", "path": ["620825100201", "03", number], "items": items })
}

pub fn person(line: &str, items: &Value) -> Value {
    let path = ["620825100", "620825100201", "03", "001", line];
    json!({ "unit": "person", "path": path, "items": items })
}
