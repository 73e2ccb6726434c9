//! What the office waits for: the ledger of a county, the first page of Review and of Missing.

use labor_census::domain::kind::Kind;
use labor_census::store::{Access, Census, Filter, Reader, Window};
use rusqlite::Connection;

use crate::data::{County, tools};
use crate::measure::{Report, Times};

const RUNS: usize = 15;
/// Lines of a page of Missing.
const PAGE: usize = 100;
/// Counts one column over an index that covers it, once for each group.
const GROUP_BY: &str = "SELECT parent, count(*) FROM household GROUP BY parent";

pub fn measure(county: &County, report: &mut Report) {
    ledger(county, report);
    pages(county, report);
}

/// The status of the county from a file that was closed, beside one indexed `GROUP BY` in it.
fn ledger(county: &County, report: &mut Report) {
    let copy = county.plain.with_file_name("status.lcen");
    std::fs::copy(&county.plain, &copy).unwrap();
    let reader = Census::reading(&copy, &Access::Plain, &tools()).unwrap();
    let beside = Connection::open(&copy).unwrap();
    let (mut status, mut group_by) = (Times::default(), Times::default());
    for _ in 0..RUNS {
        status.take(|| reader.status(None).unwrap());
        group_by.take(|| count(&beside));
    }
    let base = "one indexed GROUP BY of households";
    report.ratio(
        "status of the county",
        status.at(50),
        base,
        group_by.at(50),
        20.0,
    );
    report.limit("status of the county", status.at(50) * 1e3, 50.0, "ms");
    let mut first = Times::default();
    for _ in 0..RUNS {
        let reader = Census::reading(&copy, &Access::Plain, &tools()).unwrap();
        first.take(|| reader.status(None).unwrap());
    }
    report.limit("status after opening", first.at(50) * 1e3, 50.0, "ms");
    // As after a day on which somebody typed in every group, and nobody asked.
    let clear = "UPDATE record SET ledger = NULL WHERE ledger IS NOT NULL";
    beside.execute(clear, []).unwrap();
    let mut cleared = Times::default();
    for _ in 0..RUNS {
        cleared.take(|| reader.status(None).unwrap());
    }
    report.limit(
        "status with no ledger kept",
        cleared.at(50) * 1e3,
        50.0,
        "ms",
    );
    drop(beside);
    let mut census = Census::open(&copy, &Access::Plain, tools()).unwrap();
    let mut keep = Times::default();
    keep.take(|| census.keep_ledgers().unwrap());
    println!("keeping all ledgers: {:.1} ms", keep.at(50) * 1e3);
    census.close().unwrap();
    let _ = std::fs::remove_file(&copy);
}

fn count(file: &Connection) -> i64 {
    let mut statement = file.prepare_cached(GROUP_BY).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, i64>(1)).unwrap();
    rows.map(|n| n.unwrap()).sum()
}

/// The first pages, in the county and in one with one household, where every village is a gap.
fn pages(county: &County, report: &mut Report) {
    for (path, what) in [
        (&county.full, "a full county"),
        (&county.empty, "an empty county"),
    ] {
        let census = County::open(path);
        let n_gaps = census.gap_counts(census.county()).unwrap();
        println!(
            "{what}: {} items, {} hard, {} soft",
            n_gaps.items, n_gaps.hard, n_gaps.soft
        );
        let mut review = Times::default();
        let mut missing = Times::default();
        let mut later = Times::default();
        for township in townships(&census) {
            review.take(|| census.status(None).unwrap());
            let openings = |area: &str, after: Option<&str>| {
                census.openings(area, after, PAGE, &Filter::ALL).unwrap()
            };
            missing.take(|| openings("620825", None));
            later.take(|| openings("620825", Some(&township)));
        }
        let of = |page: &str| format!("{page} of {what}");
        report.limit(&of("first page of Review"), review.at(50) * 1e3, 50.0, "ms");
        report.limit(
            &of("first page of Missing"),
            missing.at(50) * 1e3,
            50.0,
            "ms",
        );
        report.limit(
            &of("any page of Missing, p99"),
            later.at(99) * 1e3,
            50.0,
            "ms",
        );
    }
}

fn townships(reader: &Reader) -> Vec<String> {
    let window = Window::first(99);
    let townships = reader.children(reader.county(), Kind::Township, &window);
    townships
        .unwrap()
        .into_iter()
        .map(|node| node.path)
        .collect()
}
