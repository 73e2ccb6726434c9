use std::path::{Path, PathBuf};

use super::{Sheet, gather, html, text, words};
use crate::base::clock::Clock;
use crate::base::files::{self, FileError};
use crate::base::message::Message;
use crate::store::{Reader, RecordRef, StoreError};
use crate::wording::Language;

/// The mark by which an old editor knows UTF-8.
const MARK: &str = "\u{FEFF}";
/// End of a line that every editor of Windows knows.
const LINE_END: &str = "\r\n";

/// Why a sheet was not written; a file of that name is untouched.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The name of the file says neither text nor HTML.
    #[error("{} is neither .txt nor .html", .0.display())]
    Ending(PathBuf),
    /// The file failed, or is there already.
    #[error(transparent)]
    File(#[from] FileError),
    /// The census file failed, or such units are not signed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SheetError {
    /// Says what happened and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Ending(path) => {
                Message::new("coverage.sheet.ending").with("path", path.display())
            }
            Self::File(error) => error.message(),
            Self::Store(error) => error.message(),
        }
    }
}

/// What a file holds, by the ending of its name.
#[derive(Clone, Copy)]
enum Format {
    Text,
    Html,
}

/// Returns a sheet as text for a monospaced font, at most 96 cells wide.
#[must_use]
pub fn sheet_text(sheet: &Sheet, language: Language) -> String {
    text::lines(&words::page(sheet, language)).join("\n") + "\n"
}

/// Returns a sheet as one HTML page that needs nothing but itself.
#[must_use]
pub fn sheet_html(sheet: &Sheet, language: Language) -> String {
    html::html(&words::page(sheet, language))
}

/// Writes the sign-off sheet of a unit: text where the name ends in `.txt`, HTML where it ends in
/// `.html` or `.htm`. The whole file is written or nothing of it; one that is there already is
/// replaced only where `replace` says so.
///
/// # Errors
/// [`SheetError`]; a refusal that can be known comes before the work.
pub fn write_sheet(
    reader: &Reader,
    unit: RecordRef,
    language: Language,
    clock: &Clock,
    out: &Path,
    replace: bool,
) -> Result<Sheet, SheetError> {
    let format = format(out)?;
    if !replace && out.exists() {
        let path = out.to_owned();
        let cause = files::FileCause::Exists;
        return Err(FileError { path, cause }.into());
    }
    let sheet = gather::sheet(reader, unit, clock)?;
    let written = match format {
        Format::Text => MARK.to_owned() + &sheet_text(&sheet, language).replace('\n', LINE_END),
        Format::Html => sheet_html(&sheet, language),
    };
    if replace {
        files::write(out, written.as_bytes())?;
    } else {
        files::write_new(out, written.as_bytes())?;
    }
    Ok(sheet)
}

fn format(out: &Path) -> Result<Format, SheetError> {
    let ending = out.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.to_str() {
        Some("txt") => Ok(Format::Text),
        Some("html" | "htm") => Ok(Format::Html),
        _ => Err(SheetError::Ending(out.to_owned())),
    }
}
