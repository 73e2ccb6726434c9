//! Leaving a field: one durable transaction of event and typed row, against the least that a
//! durable change of one row can cost in the same kind of file.

use labor_census::domain::answer::Answer;
use labor_census::domain::kind::Kind;
use labor_census::store::{Census, RecordRef, Window};
use rusqlite::Connection;

use crate::data::{County, persons};
use crate::measure::{Report, Times};

const PERSONS: usize = 12;
/// Columns of the row of the baseline, as many as a person has items.
const COLUMNS: usize = 90;

pub fn measure(county: &County, report: &mut Report) {
    let mut census = County::open(&county.full);
    let household = some_household(&census, county);
    let baseline = baseline(county);
    let (mut write, mut bare, mut seal) = (Times::default(), Times::default(), Times::default());
    let mut n = 0;
    for answers in persons(&census, PERSONS) {
        let person = census.list(household, Kind::Person, None).unwrap();
        for (item, answer) in answers {
            n += 1;
            // By turns, so that a slow moment of the disk falls on both.
            write.take(|| census.write(person, &item, answer.clone()).unwrap());
            bare.take(|| update_one(&baseline, n));
        }
        seal.take(|| census.leave().unwrap());
        // Taken out again, so that the next run finds the county as it was.
        census
            .write(person, "disposition", Answer::Value("1".to_owned()))
            .unwrap();
    }
    let bare_commit = "a bare commit of one row";
    report.ratio(
        "leaving a field, p50",
        write.at(50),
        bare_commit,
        bare.at(50),
        1.5,
    );
    report.ratio(
        "leaving a field, p99",
        write.at(99),
        bare_commit,
        bare.at(99),
        1.5,
    );
    report.ratio(
        "leaving a form, p50",
        seal.at(50),
        bare_commit,
        bare.at(50),
        3.0,
    );
    // Leaving a form seals its event and recounts the household and everything above it.
    report.limit(
        "leaving the forms, of what typing their fields takes",
        seal.total() / write.total() * 100.0,
        10.0,
        "%",
    );
    census.close().unwrap();
}

fn some_household(census: &Census, county: &County) -> RecordRef {
    let mut unit = census.area(&county.township).unwrap();
    for kind in [Kind::Village, Kind::Group] {
        unit = census.children(unit, kind, &Window::first(1)).unwrap()[0].record;
    }
    // Numbers of persons are not used twice, so each run has a household of its own.
    let household = unit;
    let mut census_pages = census
        .children(household, Kind::Household, &Window::first(999))
        .unwrap();
    census_pages.retain(|node| node.tally.persons < 60);
    census_pages[0].record
}

/// Makes a file that is encrypted and as durable as a census file, with one wide row.
fn baseline(county: &County) -> Connection {
    let path = county.full.with_file_name("baseline.db");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(county.full.with_file_name(format!("baseline.db{end}")));
    }
    let connection = Connection::open(path).unwrap();
    // A raw key, as in a census file: nothing is derived.
    connection
        .pragma_update(None, "key", format!("x'{}'", "5a".repeat(48)))
        .unwrap();
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .unwrap();
    connection
        .pragma_update(None, "synchronous", "FULL")
        .unwrap();
    connection
        .pragma_update(None, "temp_store", "MEMORY")
        .unwrap();
    connection
        .pragma_update(None, "foreign_keys", "ON")
        .unwrap();
    let columns: Vec<String> = (0..COLUMNS).map(|n| format!("c{n} TEXT")).collect();
    let create = format!(
        "CREATE TABLE row (id INTEGER PRIMARY KEY, {}) STRICT",
        columns.join(", ")
    );
    connection.execute_batch(&create).unwrap();
    connection
        .execute("INSERT INTO row (id, c0) VALUES (1, 'x')", [])
        .unwrap();
    connection
}

fn update_one(connection: &Connection, n: usize) {
    let mut update = connection
        .prepare_cached("UPDATE row SET c1 = ?1 WHERE id = 1")
        .unwrap();
    update.execute([n.to_string()]).unwrap();
}
