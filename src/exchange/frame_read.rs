use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::frame_error::{Fault, FrameCause, FrameError};
use super::{frame_csv, frame_xlsx};
use crate::base::files::FileError;
use crate::domain::frame::Frame;

/// Greatest size of a frame; the largest county with all its groups needs under 4 MiB.
pub const FRAME_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Greatest length of a line or cell.
pub const LINE_BYTES_MAX: usize = 4096;

/// The frame of the county for which the program was first made.
const EMBEDDED: &str = include_str!("../../assets/frames/frame_620825_zhuanglang.csv");
/// How a ZIP archive begins, and so an `.xlsx`.
const ZIP: &[u8] = b"PK\x03\x04";
/// How a compound file begins: a workbook before 2007, or one with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// The byte order mark that Excel writes before UTF-8.
const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Reads a frame from a CSV or XLSX file; what it is decides the content, not the name.
///
/// # Errors
///
/// [`FrameError`] with the file, the first wrong cell, and what to do.
pub fn read(path: &Path, sheet: Option<&str>) -> Result<Frame, FrameError> {
    let bytes = load(path).map_err(|fault| fault.of(path))?;
    parse(path, &bytes, sheet)
}

/// Reads a frame from the bytes of a file; the path serves the messages and the ending alone.
///
/// # Errors
///
/// As [`read`].
pub fn parse(path: &Path, bytes: &[u8], sheet: Option<&str>) -> Result<Frame, FrameError> {
    let frame = content(path, bytes).and_then(|content| match content {
        Content::Workbook => frame_xlsx::read(bytes, sheet),
        Content::Text(text) => frame_csv::read(text),
    });
    frame.map_err(|fault| fault.of(path))
}

/// What a table is written in.
pub(super) enum Content<'b> {
    /// A workbook.
    Workbook,
    /// Comma-separated UTF-8 text, without its byte order mark.
    Text(&'b str),
}

/// Tells by its first bytes what a table is written in, and refuses all else.
pub(super) fn content<'b>(path: &Path, bytes: &'b [u8]) -> Result<Content<'b>, Fault> {
    let is_workbook = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    if bytes.len() as u64 > FRAME_BYTES_MAX {
        Err(Fault::file(FrameCause::TooLarge))
    } else if bytes.is_empty() {
        Err(Fault::file(FrameCause::Empty))
    } else if bytes.starts_with(ZIP) {
        Ok(Content::Workbook)
    } else if bytes.starts_with(COMPOUND) {
        Err(Fault::file(compound(bytes)))
    } else if is_workbook {
        Err(Fault::file(FrameCause::NotWorkbook(String::new())))
    } else {
        text(bytes).map(Content::Text)
    }
}

/// Returns the frame that is part of the program.
///
/// # Panics
///
/// When the program was built with a broken one, which the suite prevents.
#[must_use]
pub fn embedded() -> Frame {
    frame_csv::read(EMBEDDED).expect("the embedded frame is read by the suite")
}

/// Reads the bytes of a table, within bounds.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, Fault> {
    let failed = |error: io::Error| Fault::file(FrameCause::File(FileError::new(path, &error)));
    let about = std::fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        return Err(Fault::file(FrameCause::Directory));
    }
    if about.len() > FRAME_BYTES_MAX {
        return Err(Fault::file(FrameCause::TooLarge));
    }
    let mut bytes = Vec::new();
    // A pipe or a growing file says no true length, so the reading is bounded as well.
    File::open(path)
        .and_then(|file| file.take(FRAME_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    Ok(bytes)
}

/// Tells a workbook with a password from an old one by the name of its stream, in UTF-16.
fn compound(bytes: &[u8]) -> FrameCause {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        return FrameCause::Encrypted;
    }
    FrameCause::OldExcel
}

fn text(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Fault::file(FrameCause::Utf16));
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(Fault::line(line_at(bytes, at), FrameCause::Nul));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault::line(line_at(bytes, error.valid_up_to()), FrameCause::Encoding))?;
    let start = text.trim_start();
    match start.chars().next() {
        None => Err(Fault::file(FrameCause::Empty)),
        Some('<') if start.to_ascii_lowercase().contains("<html") => {
            Err(Fault::file(FrameCause::Markup("HTML")))
        }
        Some('<') => Err(Fault::file(FrameCause::Markup("XML"))),
        Some('{' | '[') => Err(Fault::file(FrameCause::Markup("JSON"))),
        Some(_) => Ok(text),
    }
}

fn line_at(bytes: &[u8], at: usize) -> u64 {
    1 + bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() as u64
}
