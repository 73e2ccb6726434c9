//! Whoever was listed once and is in no other sheet, so that an outsider can recount the ledger.

use std::path::Path;

use rusqlite::Row;

use super::csv_out::{CsvOut, WrittenFile};
use super::sheet::{KEYS, Key, Sheet, UUID};
use crate::base::files::FileError;
use crate::domain::kind::Kind;

/// Name of the file.
pub(super) const FILE: &str = "disposed.csv";
/// Columns behind the keys, with the wording key of each.
pub(super) const COLUMNS: [(&str, &str); 4] = [
    ("level", "exchange.column.level"),
    (UUID, "exchange.column.uuid"),
    ("origin", "exchange.column.origin"),
    ("disposition", "exchange.column.disposition"),
];

/// The key columns: those of a person, empty at the end for units above.
pub(super) fn keys() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().filter(|key| key.kind <= Kind::Person)
}

/// Writes `disposed.csv`, a row for each household and person that is out of the count.
pub(super) struct Disposed(CsvOut);

impl Disposed {
    /// Makes the file with its heading.
    pub(super) fn create(dir: &Path) -> Result<Self, FileError> {
        let mut out = CsvOut::create(dir, FILE)?;
        let columns = COLUMNS.iter().map(|(name, _)| *name);
        out.heading(keys().map(|key| key.name).chain(columns))?;
        Ok(Self(out))
    }

    /// Takes a row that its own sheet leaves out.
    pub(super) fn take(
        &mut self,
        sheet: &Sheet,
        (origin, disposition): (usize, usize),
        row: &Row<'_>,
    ) -> rusqlite::Result<()> {
        let path = row.get_ref(sheet.path)?.as_bytes().unwrap_or_default();
        for key in keys() {
            let is_own = key.kind <= sheet.kind;
            self.0.text(if is_own { key.cut(path) } else { b"" });
        }
        self.0.text(sheet.kind.id().as_bytes());
        self.0.value(row.get_ref(sheet.uuid)?, 0);
        self.0.value(row.get_ref(origin)?, 0);
        self.0.value(row.get_ref(disposition)?, 0);
        Ok(())
    }

    /// Ends a row that was taken.
    pub(super) fn end_row(&mut self) -> Result<(), FileError> {
        self.0.end_row()
    }

    /// Closes the file and says what is in it.
    pub(super) fn finish(self) -> Result<WrittenFile, FileError> {
        self.0.finish()
    }
}
