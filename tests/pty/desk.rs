//! A workplace: a home of its own, fixed time and chance, and the verbs beside the screens.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::terminal::Terminal;

/// A passphrase as people here choose one.
pub const PASSPHRASE: &str = "水洛河边的口令";

const FRAME: &str = "\
county_code,county,township_code,township,village_code,village
620825,庄浪县,620825100,水洛镇,620825100201,东关村
620825,庄浪县,620825100,水洛镇,620825100202,西关村
";

/// One test at a time: two programs in one terminal test would only measure each other.
static TURN: Mutex<()> = Mutex::new(());

/// Lines for `enter`: a household whose head has just a name, so the number is missing first.
fn head() -> String {
    let lines = [
        json!({ "unit": "group", "path": ["620825100201", "01"],
            "items": { "declared_households": 1 } }),
        json!({ "unit": "household", "path": ["620825100201", "01", "001"],
            "items": { "head_name": "王建国" }, "disposition": "11" }),
        json!({ "unit": "person", "path": ["620825100201", "01", "001", "1"],
            "items": { "name": "王建国", "relation": "0" } }),
    ];
    lines.map(|line| line.to_string()).join("\n")
}

/// A folder with a census file, gone when the test is over.
pub struct Desk {
    folder: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Desk {
    /// A home in which the program never ran.
    pub fn empty() -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            folder: tempfile::tempdir().unwrap(),
            _turn: turn,
        }
    }

    /// A census file of one township, with one household whose head has just a name.
    pub fn with_head() -> Self {
        let desk = Self::empty();
        std::fs::write(desk.path("frame.csv"), FRAME).unwrap();
        std::fs::write(desk.path("head.jsonl"), head()).unwrap();
        let (frame, head) = (desk.text("frame.csv"), desk.text("head.jsonl"));
        desk.done(&["init", "--frame", &frame, "--person", "张明"]);
        desk.done(&["enter", &head]);
        desk
    }

    /// Returns a path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a path in the folder as text.
    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Returns the census file.
    pub fn file(&self) -> PathBuf {
        self.path("census.lcen")
    }

    /// Returns the whole environment of the program.
    pub fn environment(&self, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let file = self.file().display().to_string();
        let home = self.folder.path().display().to_string();
        let fixed = [
            ("HOME", home.as_str()),
            ("TERM", "xterm-256color"),
            ("LANG", "zh_CN.UTF-8"),
            ("LABOR_CENSUS_FILE", &file),
            ("LABOR_CENSUS_NOW", "2026-11-05T08:31:05+08:00"),
            ("LABOR_CENSUS_SEED", "pty"),
        ];
        let all = fixed.iter().chain(more);
        all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    /// Starts the program, which asks for the passphrase.
    pub fn start(&self, size: (u16, u16)) -> Terminal {
        Terminal::spawn(&self.environment(&[]), size)
    }

    /// Starts the program with the passphrase given, and more in its environment.
    pub fn open(&self, size: (u16, u16), more: &[(&str, &str)]) -> Terminal {
        let key = [("LABOR_CENSUS_PASSPHRASE", PASSPHRASE)];
        Terminal::spawn(&self.environment(&[&key, more].concat()), size)
    }

    /// Starts the program and goes to the missing number of the head.
    pub fn open_at_number(&self, size: (u16, u16), more: &[(&str, &str)]) -> Terminal {
        let mut terminal = self.open(size, more);
        terminal.wait_for("接着做");
        terminal.type_keys("<F3>");
        terminal.wait_for("姓名、拼音");
        terminal.type_keys("wjg");
        terminal.wait_for("01社 > 001户 王建国");
        terminal.type_keys("<Down><Enter>");
        terminal.wait_for("> - 公民身份号码");
        terminal
    }

    /// Runs a verb.
    pub fn run(&self, args: &[&str]) -> Output {
        let key = [("LABOR_CENSUS_PASSPHRASE", PASSPHRASE)];
        Command::new(env!("CARGO_BIN_EXE_labor-census"))
            .args(args)
            .env_clear()
            .envs(self.environment(&key))
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Runs a verb that must be done.
    pub fn done(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(0), "{args:?}: {said}");
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Lists the items that are missing in an area, as `path/item`.
    pub fn gaps(&self, area: &str) -> Vec<String> {
        let json = self.done(&["gaps", "--area", area, "--format", "json"]);
        let json: Value = serde_json::from_str(&json).unwrap();
        let gaps = json["gaps"].as_array().unwrap();
        let words = |gap: &Value| {
            let mut words: Vec<String> = Vec::new();
            for part in gap["path"].as_array().unwrap() {
                words.push(part.as_str().unwrap().to_owned());
            }
            words.push(gap["item"].as_str().unwrap_or("-").to_owned());
            words.join("/")
        };
        gaps.iter().map(words).collect()
    }
}

/// Reads a file of an export with another reader than the program's writer: records by heading.
pub fn records(file: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let bytes = std::fs::read(file).unwrap();
    let text = bytes
        .strip_prefix("\u{FEFF}".as_bytes())
        .expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(|row| row.unwrap()).collect()
}
