//! What a screen waits for: the first reads, gaps, search, and counts, against a file with one
//! household.

use labor_census::domain::kind::Kind;
use labor_census::store::{Census, RecordRef, Window};

use crate::data::County;
use crate::measure::{Report, Times};

const RUNS: usize = 15;
/// Rows of one page of a list.
const PAGE: usize = 40;
/// What somebody types to find a person; each prefix is one keystroke.
const TYPED: [&str; 6] = ["wangjianguo", "王秀英", "lxy", "1234", "99012", "zhaojun"];

pub fn measure(county: &County, report: &mut Report) {
    first_reads(county, report);
    let full = County::open(&county.full);
    let empty = County::open(&county.empty);
    gaps(&full, &empty, report);
    keystrokes(&full, report);
    counts(&full, &empty, report);
    walk(&full, report);
}

/// Opens both files by turns and reads what Home, Walk, and a form show.
fn first_reads(county: &County, report: &mut Report) {
    let (mut full, mut empty, mut reads) = (Times::default(), Times::default(), Times::default());
    for _ in 0..RUNS {
        let census = full.take(|| {
            let census = County::open(&county.full);
            first_read(&census, county);
            census
        });
        drop(census);
        empty.take(|| first_read(&County::open(&county.empty), county));
        let census = County::open(&county.full);
        reads.take(|| first_read(&census, county));
    }
    let baseline = "of a file with one household";
    report.ratio(
        "opening and first reads",
        full.at(50),
        baseline,
        empty.at(50),
        1.5,
    );
    report.limit("first reads after opening", reads.at(50) * 1e3, 50.0, "ms");
}

/// Reads what the program shows first: Home, the tree down to a person, and the person's form.
fn first_read(census: &Census, county: &County) -> RecordRef {
    let top = census.county();
    census.node(top).unwrap();
    let mut unit = census.area(&county.township).unwrap();
    census
        .children(top, Kind::Township, &Window::first(PAGE))
        .unwrap();
    for kind in [Kind::Village, Kind::Group, Kind::Household, Kind::Person] {
        let children = census.children(unit, kind, &Window::first(PAGE)).unwrap();
        // Some dwellings are empty.
        let mut lived_in = children
            .iter()
            .filter(|node| node.tally.persons > 0 || kind == Kind::Person);
        unit = lived_in.next().unwrap().record;
    }
    census.form(unit).unwrap();
    unit
}

fn gaps(full: &Census, empty: &Census, report: &mut Report) {
    let (mut big, mut small) = (Times::default(), Times::default());
    for _ in 0..RUNS {
        big.take(|| full.gaps("620825", None, PAGE).unwrap());
        small.take(|| empty.gaps("620825", None, PAGE).unwrap());
    }
    report.ratio(
        "first page of gaps",
        big.at(50),
        "of one household",
        small.at(50),
        3.0,
    );
    report.limit("first page of gaps", big.at(50) * 1e3, 50.0, "ms");
    let mut later = Times::default();
    let mut after = None;
    for _ in 0..RUNS {
        let page = later.take(|| full.gaps("620825", after.as_deref(), PAGE).unwrap());
        after = page.last().map(|gap| gap.sort.clone());
    }
    report.limit("later page of gaps", later.at(50) * 1e3, 50.0, "ms");
}

fn keystrokes(full: &Census, report: &mut Report) {
    let mut times = Times::default();
    for typed in TYPED {
        let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends {
            times.take(|| full.find(&typed[..end], PAGE).unwrap());
        }
    }
    report.limit("find, a keystroke, p50", times.at(50) * 1e3, 16.0, "ms");
    report.limit("find, a keystroke, p99", times.at(99) * 1e3, 16.0, "ms");
}

fn counts(full: &Census, empty: &Census, report: &mut Report) {
    let (mut big, mut small) = (Times::default(), Times::default());
    for _ in 0..RUNS {
        big.take(|| full.status(None).unwrap());
        small.take(|| empty.status(None).unwrap());
    }
    report.ratio(
        "status of the county",
        big.at(50),
        "with one household",
        small.at(50),
        3.0,
    );
}

/// Goes from household to household as with the next key.
fn walk(full: &Census, report: &mut Report) {
    let mut times = Times::default();
    let villages = full
        .children(full.county(), Kind::Township, &Window::first(PAGE))
        .unwrap();
    for township in villages {
        let mut unit = township.record;
        for kind in [Kind::Village, Kind::Group, Kind::Household, Kind::Person] {
            let page = times.take(|| full.children(unit, kind, &Window::first(PAGE)).unwrap());
            // Some dwellings are empty: their own form is shown.
            let Some(middle) = page.get(page.len() / 2) else {
                break;
            };
            unit = middle.record;
        }
        times.take(|| full.form(unit).unwrap());
    }
    report.limit(
        "a page of the tree or a form, p50",
        times.at(50) * 1e3,
        16.0,
        "ms",
    );
    report.limit(
        "a page of the tree or a form, p99",
        times.at(99) * 1e3,
        16.0,
        "ms",
    );
}
