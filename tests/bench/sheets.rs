//! The CSV files of a township against reading the same rows through the same connection.

use std::ops::ControlFlow;

use labor_census::domain::kind::Kind;
use labor_census::exchange::{ExportRequest, export};
use labor_census::store::Reader;

use crate::data::{County, tools};
use crate::measure::{Report, Times};

const RUNS: usize = 5;

pub fn measure(county: &County, report: &mut Report) {
    let census = County::open(&county.full);
    let reader = census.reader().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut sheets, mut select) = (Times::default(), Times::default());
    let mut n_rows = 0;
    for _ in 0..RUNS {
        n_rows = select.take(|| read_all(&reader, &county.township));
        let request = ExportRequest {
            area: Some(county.township.clone()),
            out: folder.path().to_owned(),
            replace: true,
        };
        sheets.take(|| {
            export(&reader, &request, &tools().clock, &mut |_| {
                ControlFlow::Continue(())
            })
            .unwrap()
        });
    }
    println!("rows of the township: {n_rows}");
    let base = "SELECT of the same rows";
    report.ratio(
        "CSV export of a township",
        sheets.at(50),
        base,
        select.at(50),
        1.5,
    );
}

/// Reads every value of every row that goes into the sheets.
fn read_all(reader: &Reader, township: &str) -> usize {
    let mut n_rows = 0;
    let mut n_bytes = 0;
    for kind in [Kind::Household, Kind::Person, Kind::Episode] {
        let n_columns = reader.row_columns(kind).len();
        reader
            .rows(kind, township, &mut |row| {
                n_rows += 1;
                for column in 0..n_columns {
                    if let rusqlite::types::ValueRef::Text(text) = row.get_ref(column)? {
                        n_bytes += text.len();
                    }
                }
                Ok(())
            })
            .unwrap();
    }
    assert!(n_bytes > 0, "rows are empty");
    n_rows
}
