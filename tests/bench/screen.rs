//! From a key to the drawn frame, in the tree, in a form, and while searching.

use std::path::Path;

use labor_census::tui::seam::Session;
use labor_census::wording::Language;

use crate::data::{County, tools};
use crate::measure::{Report, Times};

const RUNS: usize = 9;
const SIZE: (u16, u16) = (120, 40);
/// Keys from Home into the tree, down to a person, through its form, and back; each is timed.
const WALK: [&str; 24] = [
    "2",
    "<Right>",
    "<Down>",
    "<Down>",
    "<PageDown>",
    "<Right>",
    "<Down>",
    "<Right>",
    "<Down>",
    "<Right>",
    "<Enter>",
    "<Down>",
    "<Enter>",
    "<Down>",
    "<Down>",
    "<Down>",
    "<Up>",
    "<Esc>",
    "<Esc>",
    "<Left>",
    "<Left>",
    "<Home>",
    "<Down>",
    "<Right>",
];

pub fn measure(county: &County, report: &mut Report) {
    let (mut full, mut empty) = (Times::default(), Times::default());
    for _ in 0..RUNS {
        first_frame(&county.full, &mut full);
        first_frame(&county.empty, &mut empty);
    }
    let base = "of a file with one household";
    report.ratio(
        "first frame after opening",
        full.at(50),
        base,
        empty.at(50),
        1.5,
    );
    report.limit("first frame after opening", full.at(50) * 1e3, 50.0, "ms");
    let census = County::open(&county.full);
    let mut session = Session::new(census, &tools(), SIZE, Language::ZhHans);
    let mut keys = Times::default();
    for _ in 0..RUNS {
        for key in WALK {
            keys.take(|| session.type_keys(key).frames);
        }
        session.type_keys("<Esc><Esc><Esc><Esc>");
    }
    report.limit(
        "key to frame in tree and form, p50",
        keys.at(50) * 1e3,
        16.0,
        "ms",
    );
    report.limit(
        "key to frame in tree and form, p99",
        keys.at(99) * 1e3,
        16.0,
        "ms",
    );
}

fn first_frame(path: &Path, times: &mut Times) {
    let census = County::open(path);
    let tools = tools();
    times.take(|| Session::new(census, &tools, SIZE, Language::ZhHans).frames);
}
