//! Registers: which files there are, what one says, and listing it.

use std::path::{Path, PathBuf};

use crate::domain::kind::Kind;
use crate::exchange::{RegisterRequest, read_register};
use crate::store::{Census, Node, StoreError, Window};
use crate::tui::effect::Outcome;
use crate::tui::model::prelist::{Answered, Ask, Village};

use super::Done;

/// Most entries of a folder that are looked at, and most files that are offered.
const ENTRIES_MAX: usize = 500;
const FILES_MAX: usize = 60;
/// Most units of one level.
const UNITS_MAX: usize = 2_000;
/// Where systems put sticks; those that are not there are passed over.
const STICKS: [&str; 3] = ["/media", "/run/media", "/mnt"];
/// Endings of registers.
const ENDINGS: [&str; 2] = ["xlsx", "csv"];

/// Returns the folders in which files are looked for: that of the census file, and those in which
/// people keep what they were sent.
pub(super) fn folders(file: &Path, output: Option<&Path>) -> Vec<PathBuf> {
    let beside = file.parent().unwrap_or(Path::new("")).to_owned();
    let mut folders = vec![beside];
    if let Some(output) = output {
        folders.push(output.to_owned());
        let user = directories::UserDirs::new();
        let kept = user.iter().flat_map(|user| {
            let kept = [user.desktop_dir(), user.download_dir(), user.document_dir()];
            kept.into_iter()
                .flatten()
                .map(Path::to_owned)
                .collect::<Vec<_>>()
        });
        folders.extend(kept);
    }
    folders
}

/// Does what the page asks for. `folders` are those in which files are looked for.
pub(super) fn attend(census: &mut Census, folders: &[PathBuf], ask: Ask) -> Done {
    let answered = match ask {
        Ask::Offer => Answered::Offered(villages(census)?, files(folders)),
        Ask::Read {
            village,
            path,
            columns,
        } => {
            let request = RegisterRequest {
                sheet: None,
                columns,
                reference: census.round().reference_date,
            };
            match read_register(&path, &request, census.instrument()) {
                Ok(register) => match census.foresee(village, &register.plan) {
                    Ok(foreseen) => Answered::Read(Box::new(register), foreseen),
                    Err(error) => Answered::Refused(error.message()),
                },
                Err(error) => Answered::Refused(error.message()),
            }
        }
        Ask::Write { village, plan } => match census.prelist(village, &plan) {
            Ok(done) => Answered::Written(done),
            Err(error) => Answered::Refused(error.message()),
        },
    };
    Ok(Some(Outcome::Register(answered)))
}

/// Lists the villages of the county.
fn villages(census: &Census) -> Result<Vec<Village>, StoreError> {
    let window = Window::first(UNITS_MAX);
    let mut villages = Vec::new();
    for township in census.children(census.county(), Kind::Township, &window)? {
        let below = census.children(township.record, Kind::Village, &window)?;
        villages.extend(below.into_iter().map(|node: Node| Village {
            record: node.record,
            code: node.path,
            name: node.name,
        }));
    }
    Ok(villages)
}

/// Lists files that may be registers: in the given folders, and on sticks where any are given.
fn files(folders: &[PathBuf]) -> Vec<String> {
    let mut all = folders.to_vec();
    // The first folder is that of the census file; a program without others is a test.
    if folders.len() > 1 {
        for root in STICKS {
            for mounted in entries(Path::new(root)) {
                all.extend(entries(&mounted).into_iter().filter(|path| path.is_dir()));
                all.push(mounted);
            }
        }
        if cfg!(windows) {
            all.extend(('D'..='Z').map(|letter| PathBuf::from(format!("{letter}:\\"))));
        }
    }
    let is_table = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default();
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    };
    let mut files = Vec::new();
    for folder in all {
        let found = entries(&folder).into_iter().filter(is_table);
        files.extend(found.map(|path| path.display().to_string()));
    }
    files.dedup();
    files.truncate(FILES_MAX);
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(read) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = read
        .take(ENTRIES_MAX)
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    paths
}
