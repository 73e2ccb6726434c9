//! All rules over the county, against one full scan of the same tables by `SQLite` alone.

use std::ops::ControlFlow;

use labor_census::check;
use labor_census::store::{Access, Census};
use rusqlite::{Connection, OpenFlags};

use crate::data::{County, tools};
use crate::measure::{Report, Times, peak_memory_kib};

const RUNS: usize = 3;
/// Goal of the time of a check, in scans.
const SCANS_MAX: f64 = 20.0;
/// Tables of records that are checked.
const TABLES: [&str; 3] = ["household", "person", "episode"];

pub fn measure(county: &County, report: &mut Report) {
    let (mut scans, mut checks) = (Times::default(), Times::default());
    let mut n_found = 0;
    for _ in 0..RUNS {
        scans.take(|| scan(county));
        n_found = checks.take(|| found(county));
    }
    println!("{n_found} findings");
    report.ratio(
        "all rules over the county, from the file",
        checks.at(50),
        "a full scan of the same tables",
        scans.at(50),
        SCANS_MAX,
    );
    if let Some(kib) = peak_memory_kib() {
        report.limit("peak memory of the check", kib / 1024.0, 100.0, "MiB");
    }
}

fn found(county: &County) -> u64 {
    let reader = Census::reading(&county.plain, &Access::Plain, &tools()).unwrap();
    let mut each = |_: check::Step<'_>| ControlFlow::Continue(());
    let report = check::run(&reader, reader.county(), &mut each).unwrap();
    report.all.total()
}

/// Reads every column of every row.
fn scan(county: &County) -> i64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let file = Connection::open_with_flags(&county.plain, flags).unwrap();
    let mut bytes = 0;
    for table in TABLES {
        let columns: Vec<String> = file
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .unwrap()
            .query_map([table], |row| row.get::<_, String>(0))
            .unwrap()
            .map(|name| format!("sum(length(\"{}\"))", name.unwrap()))
            .collect();
        let sql = format!("SELECT {} FROM {table}", columns.join(", "));
        let mut statement = file.prepare(&sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        let row = rows.next().unwrap().unwrap();
        bytes += row.get::<_, Option<i64>>(0).unwrap().unwrap_or(0);
    }
    bytes
}
