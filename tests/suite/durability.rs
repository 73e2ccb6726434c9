//! What was acknowledged is there after a kill in the middle of typing, and after a full disk.
//!
//! The one who types is this test binary itself, run again with one test chosen; it says on a pipe
//! what is stored, and is killed without warning.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use labor_census::domain::kind::Kind;
use labor_census::store::{Access, Census, Passphrase, RecordRef, StoreError, Window};

use crate::small::{self, VILLAGE, assert_sound, tools, value};

/// Path of the file into which the child types.
const FILE: &str = "LABOR_CENSUS_TYPE_INTO";
const CHILD: &str = "durability::the_child_types_until_it_is_killed";
const KILLS: u64 = 20;
/// A rebuild of the whole file is checked after every so many kills.
const CHECK_EACH: u64 = 5;
/// Fields of one person, with values that go by the number of the field.
const FIELDS: [&str; 5] = ["name", "birth_ym", "sex", "residence", "relation"];
/// A bound on what a child types if nobody kills it.
const PERSONS_MAX: usize = 500;

fn access() -> Access {
    Access::Encrypted(Passphrase::new("断电".to_owned()))
}

fn answer(item: &str, n: usize) -> String {
    match item {
        "name" => format!("王建{}", ["国", "军", "平", "红"][n % 4]),
        "birth_ym" => format!("19{}-0{}", 50 + n % 40, 1 + n % 9),
        "sex" => (1 + n % 2).to_string(),
        "residence" => (1 + n % 5).to_string(),
        _ => (n % 9).to_string(),
    }
}

fn household(census: &Census) -> RecordRef {
    let group = census.area(&format!("{VILLAGE}01")).unwrap();
    let households = census
        .children(group, Kind::Household, &Window::first(999))
        .unwrap();
    households.last().unwrap().record
}

/// Types persons until it is killed or the disk is full, and says each field that is stored.
#[test]
fn the_child_types_until_it_is_killed() {
    let Some(path) = std::env::var_os(FILE) else {
        return;
    };
    let mut census = Census::open(Path::new(&path), &access(), tools()).unwrap();
    let group = census.area(&format!("{VILLAGE}01")).unwrap();
    let household = census.list(group, Kind::Household, None).unwrap();
    let mut out = std::io::stderr().lock();
    for n in 0..PERSONS_MAX {
        let typed = type_person(&mut census, household, n, &mut out);
        if let Err(error) = typed {
            writeln!(out, "failed {}", error.message().key).unwrap();
            return;
        }
    }
}

fn type_person(
    census: &mut Census,
    household: RecordRef,
    n: usize,
    out: &mut impl Write,
) -> Result<(), StoreError> {
    if n % 90 == 89 {
        return Ok(());
    }
    let person = census.list(household, Kind::Person, None)?;
    writeln!(out, "stored {} - -", person.id).unwrap();
    for item in FIELDS {
        let text = answer(item, n);
        census.write(person, item, value(&text))?;
        writeln!(out, "stored {} {item} {text}", person.id).unwrap();
    }
    if n.is_multiple_of(3) {
        census.leave()?;
    }
    Ok(())
}

fn file(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("typed.lcen");
    let mut census = small::create_with(&path, &access(), tools()).unwrap();
    let village = census.area(VILLAGE).unwrap();
    census.list(village, Kind::Group, None).unwrap();
    census.close().unwrap();
    path
}

/// What was said to be stored: text by person and item; `-` stands for the person itself.
type Stored = BTreeMap<(i64, String), String>;

/// Reads what the child says until it has said enough or is gone; kills it and reads the rest.
fn hear(mut child: Child, enough: u64, stored: &mut Stored) -> Option<String> {
    let said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut n_heard = 0;
    let mut failed = None;
    for line in said {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["stored", id, item, text] => {
                stored.insert(
                    (id.parse().unwrap(), (*item).to_owned()),
                    (*text).to_owned(),
                );
                n_heard += 1;
            }
            ["failed", key] => failed = Some((*key).to_owned()),
            _ => {}
        }
        if n_heard == enough {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    failed
}

fn child(path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", CHILD, "--nocapture"])
        .env(FILE, path);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Reads back everything that was said to be stored; returns how many persons were.
fn assert_stored(census: &Census, stored: &Stored) -> u64 {
    let items = census.instrument().items(Kind::Person);
    for ((id, item), text) in stored {
        let person = RecordRef {
            kind: Kind::Person,
            id: *id,
        };
        let cells = census.cells(person).unwrap();
        if let Some(index) = items.iter().position(|known| known.id == *item) {
            assert_eq!(
                cells[index].value.as_ref(),
                Some(text),
                "{item} of person {id}"
            );
        }
    }
    stored.keys().filter(|(_, item)| item == "-").count() as u64
}

#[test]
fn every_acknowledged_field_survives_twenty_kills() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let mut stored = Stored::new();
    // A fixed seed: which moments are tried does not change from run to run.
    let mut seed = 20_261_124_u64;
    for kill in 1..=KILLS {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let enough = 1 + (seed >> 33) % 30;
        let failed = hear(child(&path).spawn().unwrap(), enough, &mut stored);
        assert_eq!(failed, None);
        let mut census = Census::open(&path, &access(), tools()).unwrap();
        let n_persons = assert_stored(&census, &stored);
        // One person may have been listed and not yet acknowledged, for each kill so far.
        let counted = census.node(census.county()).unwrap().tally.persons;
        assert!(
            (n_persons..=n_persons + kill).contains(&counted),
            "{counted} of {n_persons}"
        );
        if kill % CHECK_EACH == 0 {
            assert_sound(&mut census);
        }
        household(&census);
        census.close().unwrap();
    }
}

/// The system refuses to let any file grow, as a full disk does.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_takes_nothing_that_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let blocks = std::fs::metadata(&path).unwrap().len() / 512 + 200;
    let child = child(&path);
    let mut limited = Command::new("sh");
    limited.arg("-c").arg(format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""
    ));
    limited
        .arg(child.get_program())
        .args(child.get_args())
        .env(FILE, &path);
    limited.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut stored = Stored::new();
    let failed = hear(limited.spawn().unwrap(), u64::MAX, &mut stored);
    let failed = failed.expect("the child came to the end of the disk");
    assert!(
        ["store.disk_full", "store.disk_failed"].contains(&failed.as_str()),
        "{failed}"
    );
    assert!(
        stored.len() > FIELDS.len(),
        "nothing fitted before the disk was full"
    );
    let mut census = Census::open(&path, &access(), tools()).unwrap();
    assert_stored(&census, &stored);
    assert_sound(&mut census);
    let household = household(&census);
    census.list(household, Kind::Person, None).unwrap();
    census.close().unwrap();
}
