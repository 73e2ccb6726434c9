//! Files of earlier versions and of other programs, and questionnaires that grew: what opens, what
//! is refused, and that nothing is lost on the way.

use std::fs;
use std::path::{Path, PathBuf};

use labor_census::domain::kind::Kind;
use labor_census::instrument::{Instrument, Level};
use labor_census::store::{Access, Census, RecordRef, Status, StoreError, Window};
use rusqlite::Connection;

use crate::small::{self, Small, VILLAGE, assert_sound, tools, tools_with, value};

/// A file that the program wrote when `assets/migrations` held the first migration alone. Files of
/// each later version are added beside it and none is ever made again.
const FIRST_VERSION: &str = "tests/fixtures/files/first-version.lcen";

const NEW_ITEM: &str = r#"
[[item]]
id = "owns_tractor"
section = "schooling"
type = "code"
list = "list_yes_no"
zh = "有无拖拉机"
en = "Owns a tractor"
required = true
"#;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Loads the questionnaire with one more item at the end of the persons.
fn grown_instrument(folder: &Path) -> Instrument {
    copy_folder(&root("assets/instrument"), folder);
    let persons = folder.join("person.toml");
    let text = fs::read_to_string(&persons).unwrap() + NEW_ITEM;
    fs::write(&persons, text).unwrap();
    Instrument::from_folder(folder).unwrap()
}

fn open(path: &Path, instrument: Instrument) -> Result<Census, StoreError> {
    Census::open(path, &Access::Plain, tools_with(instrument))
}

/// Makes a small file with one person, closes it, and returns where it is.
fn closed_file() -> (ClosedFile, RecordRef) {
    let Small {
        folder,
        path,
        mut census,
        household,
        ..
    } = Small::new(tools());
    let person = census.list(household, Kind::Person, None).unwrap();
    census.write(person, "name", value("单秀英")).unwrap();
    census.write(person, "birth_ym", value("1990-03")).unwrap();
    census.close().unwrap();
    (
        ClosedFile {
            _folder: folder,
            path,
        },
        person,
    )
}

/// A closed file in a folder that goes with it.
struct ClosedFile {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn cell(census: &Census, record: RecordRef, item: &str) -> (Status, Option<String>) {
    let items = census.instrument().items(record.kind);
    let index = items.iter().position(|known| known.id == item).unwrap();
    let cell = census.cells(record).unwrap().remove(index);
    (cell.status, cell.value)
}

/// Made the fixture, when the first version was the newest.
fn make_first_version(fixture: &Path) {
    let _ = fs::remove_file(fixture);
    fs::create_dir_all(fixture.parent().unwrap()).unwrap();
    let mut census = small::create(fixture, tools()).unwrap();
    let village = census.area(VILLAGE).unwrap();
    let group = census.list(village, Kind::Group, None).unwrap();
    let household = census.list(group, Kind::Household, None).unwrap();
    census
        .write(household, "head_name", value("王建国"))
        .unwrap();
    for (name, item, text) in [
        ("王建国", "id_number", "620825199003159912"),
        ("李秀英", "birth_ym", "1992-07"),
    ] {
        let person = census.list(household, Kind::Person, None).unwrap();
        census.write(person, "name", value(name)).unwrap();
        census.write(person, item, value(text)).unwrap();
        if name == "李秀英" {
            census.annotate(person, None, "身份证在外地").unwrap();
        }
    }
    census.dispose(household, "12", None).unwrap();
    census.close().unwrap();
    let _ = fs::remove_file(fixture.with_extension("lcen.lock"));
}

#[test]
fn a_file_of_the_first_version_opens_and_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.lcen");
    if std::env::var_os("LABOR_CENSUS_MAKE_FIXTURES").is_some() {
        make_first_version(&root(FIRST_VERSION));
    }
    fs::copy(root(FIRST_VERSION), &path).unwrap();
    let mut census = open(&path, Instrument::embedded().unwrap()).unwrap();
    assert_sound(&mut census);
    let group = census.area(&format!("{VILLAGE}01")).unwrap();
    let households = census
        .children(group, Kind::Household, &Window::first(9))
        .unwrap();
    assert_eq!(households.len(), 1);
    let persons = census
        .children(households[0].record, Kind::Person, &Window::first(9))
        .unwrap();
    let names: Vec<&str> = persons.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["王建国", "李秀英"]);
    assert_eq!(
        cell(&census, persons[0].record, "birth_ym").1.as_deref(),
        Some("1990-03")
    );
    assert_eq!(
        census.note(persons[1].record).unwrap().as_deref(),
        Some("身份证在外地")
    );
    // It can be gone on with.
    census.write(persons[1].record, "sex", value("2")).unwrap();
    census.close().unwrap();
}

#[test]
fn a_file_of_another_program_is_refused_and_left_alone() {
    let (file, _) = closed_file();
    let other = Connection::open(&file.path).unwrap();
    other
        .pragma_update(None, "application_id", 0x1234_5678)
        .unwrap();
    drop(other);
    let before = fs::read(&file.path).unwrap();
    let opened = open(&file.path, Instrument::embedded().unwrap());
    assert!(matches!(opened, Err(StoreError::Foreign(_))));
    assert_eq!(fs::read(&file.path).unwrap(), before);
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_left_alone() {
    let (file, _) = closed_file();
    let newer = Connection::open(&file.path).unwrap();
    let ours: i32 = newer
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    newer.pragma_update(None, "user_version", ours + 1).unwrap();
    drop(newer);
    let before = fs::read(&file.path).unwrap();
    let opened = open(&file.path, Instrument::embedded().unwrap());
    assert!(matches!(opened, Err(StoreError::NewerProgram(_))));
    assert_eq!(fs::read(&file.path).unwrap(), before);
}

#[test]
fn a_new_item_is_a_column_a_field_and_a_gap_of_an_old_file() {
    let (file, person) = closed_file();
    let folder = tempfile::tempdir().unwrap();
    let old = open(&file.path, Instrument::embedded().unwrap()).unwrap();
    let missing = old.node(old.county()).unwrap().tally.missing;
    old.close().unwrap();
    let mut census = open(&file.path, grown_instrument(folder.path())).unwrap();
    assert_eq!(
        cell(&census, person, "owns_tractor"),
        (Status::Missing, None)
    );
    assert_eq!(cell(&census, person, "name").1.as_deref(), Some("单秀英"));
    assert_eq!(
        census.node(census.county()).unwrap().tally.missing,
        missing + 1
    );
    let gaps = census.gaps("620825", None, 1000).unwrap();
    let of_new = |gap: &&labor_census::store::Gap| gap.item.as_deref() == Some("owns_tractor");
    assert_eq!(gaps.iter().filter(of_new).count(), 1);
    assert!(
        census
            .row_columns(Kind::Person)
            .contains(&"owns_tractor".to_owned())
    );
    assert_sound(&mut census);
    census.write(person, "owns_tractor", value("1")).unwrap();
    census.close().unwrap();
    // The older questionnaire still opens the file, and what it does not know stays in it.
    let mut old = open(&file.path, Instrument::embedded().unwrap()).unwrap();
    assert_sound(&mut old);
    old.close().unwrap();
    let again = open(&file.path, grown_instrument(&folder.path().join("again"))).unwrap();
    assert_eq!(cell(&again, person, "owns_tractor").1.as_deref(), Some("1"));
}

#[test]
fn opening_projects_nothing_again_and_a_check_finds_what_was_tampered_with() {
    let (file, person) = closed_file();
    let raw = Connection::open(&file.path).unwrap();
    raw.execute("UPDATE person SET name = '换了'", []).unwrap();
    drop(raw);
    let mut census = open(&file.path, Instrument::embedded().unwrap()).unwrap();
    // Opening did not project anything: it stays quick however large the file is.
    assert_eq!(cell(&census, person, "name").1.as_deref(), Some("换了"));
    let differing = census.rebuild(true).unwrap().differing;
    assert_eq!(differing.len(), 1, "{differing:?}");
    census.rebuild(false).unwrap();
    assert_eq!(cell(&census, person, "name").1.as_deref(), Some("单秀英"));
}

/// A changed rule runs again on the rows as they are: what was tampered with stays, so nothing was
/// projected, and yet the finding is there, and gone again with the old rule.
#[test]
fn a_changed_rule_runs_again_without_a_projection() {
    let (file, person) = closed_file();
    let raw = Connection::open(&file.path).unwrap();
    raw.execute("UPDATE person SET name = '王小二'", [])
        .unwrap();
    drop(raw);
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&root("assets/instrument"), folder.path());
    let rules = folder.path().join("rules/item.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let stricter = "[[rule.on]]\neach = \"name\"\nwhen = \"{item} = '王小二'\"\nlevel = \"hard\"\n";
    let next = "[[rule]]\nid = \"I02\"";
    let text = text.replace(next, &format!("{stricter}\n{next}"));
    fs::write(&rules, text).unwrap();
    let of = |census: &Census| {
        let findings = census.findings(person).unwrap();
        findings
            .into_iter()
            .filter(|found| found.rule == "I01")
            .count()
    };
    let old = open(&file.path, Instrument::embedded().unwrap()).unwrap();
    assert_eq!(of(&old), 0);
    old.close().unwrap();
    let changed = open(&file.path, Instrument::from_folder(folder.path()).unwrap()).unwrap();
    assert_eq!(of(&changed), 1);
    assert_eq!(changed.node(changed.county()).unwrap().tally.hard, 1);
    assert_eq!(cell(&changed, person, "name").1.as_deref(), Some("王小二"));
    changed.close().unwrap();
    let old = open(&file.path, Instrument::embedded().unwrap()).unwrap();
    assert_eq!(of(&old), 0);
    assert_eq!(old.node(old.county()).unwrap().tally.hard, 0);
}

/// A rule that changes its weight alone, and a setting that is new: the file opens, and the finding
/// has the new weight.
#[test]
fn a_changed_weight_and_a_new_setting_reach_an_old_file() {
    let (file, person) = closed_file();
    let mut census = open(&file.path, Instrument::embedded().unwrap()).unwrap();
    let old = ("birth_ym", "1930-01");
    for (item, text) in [
        old,
        ("residence", "1"),
        ("in_school", "3"),
        ("labour_ability", "1"),
    ] {
        census.write(person, item, value(text)).unwrap();
    }
    let level = |census: &Census| {
        let findings = census.findings(person).unwrap();
        findings
            .into_iter()
            .find(|found| found.rule == "P17")
            .map(|found| found.level)
    };
    assert_eq!(level(&census), Some(Level::Soft));
    census.close().unwrap();
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&root("assets/instrument"), folder.path());
    let rules = folder.path().join("rules/person.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let (head, tail) = text.split_once("id = \"P17\"\nlevel = \"soft\"").unwrap();
    let text = format!("{head}id = \"P17\"\nlevel = \"hard\"{tail}");
    fs::write(
        &rules,
        text.replace("age >= round.old_age", "age >= round.very_old"),
    )
    .unwrap();
    let settings = folder.path().join("settings.toml");
    let setting = "\n[[setting]]\nid = \"very_old\"\ntype = \"int\"\ndefault = \"90\"\n\
        zh = \"高龄\"\nen = \"Very old\"\n";
    let text = fs::read_to_string(&settings).unwrap() + setting;
    fs::write(&settings, text).unwrap();
    let changed = open(&file.path, Instrument::from_folder(folder.path()).unwrap()).unwrap();
    assert_eq!(level(&changed), Some(Level::Hard));
}

/// A questionnaire with one more item and a stricter rule: both reach an old file.
#[test]
fn a_new_item_and_a_new_rule_reach_an_old_file_together() {
    let (file, person) = closed_file();
    let folder = tempfile::tempdir().unwrap();
    grown_instrument(folder.path());
    let rules = folder.path().join("rules/item.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let stricter = "[[rule.on]]\neach = \"name\"\nwhen = \"{item} = '单秀英'\"\nlevel = \"hard\"\n";
    let next = "[[rule]]\nid = \"I02\"";
    fs::write(&rules, text.replace(next, &format!("{stricter}\n{next}"))).unwrap();
    let mut census = open(&file.path, Instrument::from_folder(folder.path()).unwrap()).unwrap();
    let findings = census.findings(person).unwrap();
    assert!(
        findings.iter().any(|found| found.rule == "I01"),
        "{findings:?}"
    );
    assert_sound(&mut census);
}
