use std::path::Path;

use serde_json::{Value, json};

use super::csv_out::WrittenFile;
use super::export::VillageRows;
use super::export_error::ExportError;
use crate::base::clock::Clock;
use crate::base::files;
use crate::domain::kind::Kind;
use crate::instrument::hash::hash;
use crate::store::{Node, Reader, Window};

/// Version of the layout of the folder and of the manifest.
const LAYOUT: u32 = 1;
/// Most villages of a township: the code has three digits.
const VILLAGES_MAX: usize = 1000;

/// Writes `manifest.json`: what is in the folder, from what, and what was still open.
pub(super) fn write(
    dir: &Path,
    reader: &Reader,
    township: &Node,
    written: &[WrittenFile],
    rows: &VillageRows,
    clock: &Clock,
) -> Result<(), ExportError> {
    let round = reader.round();
    let instrument = reader.instrument();
    let gaps = reader.gap_counts(township.record)?;
    let tally = &township.tally;
    let edition = blake3::Hash::from_bytes(hash(instrument)).to_hex();
    let manifest = json!({
        "layout": LAYOUT,
        "program": concat!("labor-census ", env!("CARGO_PKG_VERSION")),
        "time": clock.now().to_rfc3339(),
        "round": round.year,
        "reference_date": round.reference_date.to_string(),
        "instrument": { "edition": instrument.edition, "hash": edition.as_str() },
        "frame": { "county_code": round.county_code, "county": round.county },
        "township": { "code": township.path, "name": township.name },
        "files": written.iter().map(file).collect::<Vec<_>>(),
        "rows": {
            "households": "all that were listed, those out of scope with their disposition",
            "persons": "those that count; none of a household out of scope",
            "episodes": "those of the persons that count; parked answers are left out",
            "groups": "all that were listed, those out of the count with their disposition",
            "disposed": "every household and person that was listed and is in no other file",
        },
        "villages": villages(reader, township, rows)?,
        "open": {
            "gaps": {
                "villages_without_groups": gaps.villages,
                "groups_without_households": gaps.groups,
                "households_without_result": gaps.households,
                "persons_incomplete": gaps.persons,
                "items_missing": gaps.items,
            },
            "findings": {
                "hard": tally.hard,
                "soft_open": tally.soft_open,
                "soft_confirmed": tally.soft_confirmed,
            },
            // Conflicts come with merging; a file that was never merged has none.
            "conflicts": 0,
        },
    });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    Ok(files::write(&dir.join("manifest.json"), text.as_bytes())?)
}

fn file(file: &WrittenFile) -> Value {
    json!({ "name": file.name, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256 })
}

/// Lists every village, those without a row too: an empty one must not look like a missing one.
fn villages(
    reader: &Reader,
    township: &Node,
    rows: &VillageRows,
) -> Result<Vec<Value>, ExportError> {
    let window = Window::first(VILLAGES_MAX);
    let villages = reader.children(township.record, Kind::Village, &window)?;
    Ok(villages
        .into_iter()
        .map(|village| {
            let [households, persons, episodes] = rows
                .get(village.path.as_bytes())
                .copied()
                .unwrap_or_default();
            json!({
                "code": village.path,
                "name": village.name,
                "groups": village.tally.groups,
                "households": households,
                "households_disposed": village.tally.households_disposed,
                "households_complete": village.tally.households_complete,
                "persons": persons,
                "persons_complete": village.tally.persons_complete,
                "episodes": episodes,
            })
        })
        .collect())
}
