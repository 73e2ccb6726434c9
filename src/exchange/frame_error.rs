use std::path::{Path, PathBuf};

use thiserror::Error;

use super::frame_read::{FRAME_BYTES_MAX, LINE_BYTES_MAX};
use crate::base::files::FileError;
use crate::base::message::Message;
use crate::domain::frame_builder::{FRAME_NAME_CHARS_MAX, FRAME_ROWS_MAX, RowCause};

/// A frame that cannot be taken in: which file, where in it, and why.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}: {cause:?}", path.display())]
pub struct FrameError {
    /// The file.
    pub path: PathBuf,
    /// Where in the file, when it can be said.
    pub place: Option<Place>,
    /// What is wrong.
    pub cause: FrameCause,
}

/// A place in a table, as a spreadsheet program names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line of the file or row of the sheet, from 1.
    pub line: u64,
    /// Column, from 0; `None` for the whole line.
    pub column: Option<u32>,
}

impl Place {
    /// Returns the name of the cell, such as `C12`, or the line alone.
    #[must_use]
    pub fn cell(&self) -> String {
        let letters = self.column.map_or_else(String::new, column_letters);
        format!("{letters}{}", self.line)
    }
}

/// What is wrong with a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameCause {
    /// It cannot be read.
    File(FileError),
    /// It is a folder.
    Directory,
    /// It is larger than [`FRAME_BYTES_MAX`].
    TooLarge,
    /// It has no content.
    Empty,
    /// It has a heading and nothing else.
    HeadingOnly,
    /// Text in UTF-16.
    Utf16,
    /// Text in another encoding than UTF-8, mostly GBK.
    Encoding,
    /// A byte that no text has.
    Nul,
    /// Another kind of text: XML, HTML, JSON.
    Markup(&'static str),
    /// The binary format of Excel before 2007.
    OldExcel,
    /// A workbook with a password.
    Encrypted,
    /// An `.xlsx` that is no workbook, or a broken one; in the words of the reader.
    NotWorkbook(String),
    /// No sheet of that name.
    NoSheet {
        /// The name asked for.
        sheet: String,
        /// The names there are.
        sheets: Vec<String>,
    },
    /// Columns that are parted by something else than a comma.
    Delimiter,
    /// A heading that names no column.
    UnknownHeading(String),
    /// Two headings of one column.
    HeadingTwice(String),
    /// Columns without a heading.
    MissingHeadings(Vec<&'static str>),
    /// A cell under no heading.
    NoHeading(String),
    /// Cells that are merged into one.
    Merged,
    /// A formula that failed.
    Formula(String),
    /// A date, a truth value, or another cell that is neither text nor number.
    CellKind,
    /// A line longer than [`LINE_BYTES_MAX`], mostly a quote that is never closed.
    LongLine,
    /// A row that breaks the rules of a frame.
    Row(RowCause),
}

/// A fault while the name of the file is not at hand.
#[derive(Debug)]
pub(super) struct Fault {
    place: Option<Place>,
    cause: FrameCause,
}

impl Fault {
    pub(super) fn file(cause: FrameCause) -> Self {
        Self { place: None, cause }
    }

    pub(super) fn line(line: u64, cause: FrameCause) -> Self {
        Self {
            place: Some(Place { line, column: None }),
            cause,
        }
    }

    pub(super) fn cell(line: u64, column: usize, cause: FrameCause) -> Self {
        // No line that was read in has so many columns.
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        Self {
            place: Some(Place {
                line,
                column: Some(column),
            }),
            cause,
        }
    }

    pub(super) fn of(self, path: &Path) -> FrameError {
        FrameError {
            path: path.to_owned(),
            place: self.place,
            cause: self.cause,
        }
    }
}

impl FrameError {
    /// Says what is wrong where in which file, and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        if let FrameCause::File(error) = &self.cause {
            return error.message();
        }
        let message = self.cause.message().with("path", self.path.display());
        match self.place {
            Some(place) => message.with("line", place.line).with("cell", place.cell()),
            None => message,
        }
    }
}

impl FrameCause {
    fn message(&self) -> Message {
        match self {
            Self::File(error) => error.message(),
            Self::Directory => Message::new("exchange.frame_directory"),
            Self::TooLarge => Message::new("exchange.frame_too_large")
                .with("max", FRAME_BYTES_MAX / (1024 * 1024)),
            Self::Empty => Message::new("exchange.frame_empty"),
            Self::HeadingOnly => Message::new("exchange.frame_heading_only"),
            Self::Utf16 => Message::new("exchange.frame_utf16"),
            Self::Encoding => Message::new("exchange.frame_encoding"),
            Self::Nul => Message::new("exchange.frame_nul"),
            Self::Markup(format) => Message::new("exchange.frame_markup").with("format", format),
            Self::OldExcel => Message::new("exchange.frame_old_excel"),
            Self::Encrypted => Message::new("exchange.frame_encrypted"),
            Self::NotWorkbook(cause) => {
                Message::new("exchange.frame_not_workbook").with("cause", cause)
            }
            Self::NoSheet { sheet, sheets } => Message::new("exchange.frame_no_sheet")
                .with("sheet", sheet)
                .with("sheets", sheets.join(", ")),
            Self::Delimiter => Message::new("exchange.frame_delimiter"),
            Self::UnknownHeading(text) => {
                Message::new("exchange.frame_heading_unknown").with("value", text)
            }
            Self::HeadingTwice(text) => {
                Message::new("exchange.frame_heading_twice").with("value", text)
            }
            Self::MissingHeadings(columns) => {
                Message::new("exchange.frame_heading_missing").with("columns", columns.join(", "))
            }
            Self::NoHeading(text) => Message::new("exchange.frame_no_heading").with("value", text),
            Self::Merged => Message::new("exchange.frame_merged"),
            Self::Formula(text) => Message::new("exchange.frame_formula").with("value", text),
            Self::CellKind => Message::new("exchange.frame_cell_kind"),
            Self::LongLine => Message::new("exchange.frame_long_line").with("max", LINE_BYTES_MAX),
            Self::Row(cause) => row_message(cause),
        }
    }
}

fn row_message(cause: &RowCause) -> Message {
    match cause {
        RowCause::Code { value, digits } => Message::new("exchange.frame_code")
            .with("value", value)
            .with("digits", digits)
            .with("length", value.chars().count()),
        RowCause::Rounded { value } => Message::new("exchange.frame_rounded").with("value", value),
        RowCause::Outside { value, parent } => Message::new("exchange.frame_outside")
            .with("value", value)
            .with("parent", parent),
        RowCause::TwoCounties { value, first } => Message::new("exchange.frame_two_counties")
            .with("value", value)
            .with("first", first),
        RowCause::Duplicate { value, line } => Message::new("exchange.frame_duplicate")
            .with("value", value)
            .with("earlier", line),
        RowCause::TwoNames {
            code,
            name,
            other,
            line,
        } => Message::new("exchange.frame_two_names")
            .with("code", code)
            .with("name", name)
            .with("other", other)
            .with("earlier", line),
        RowCause::Empty => Message::new("exchange.frame_blank"),
        RowCause::LongName { length } => Message::new("exchange.frame_long_name")
            .with("length", length)
            .with("max", FRAME_NAME_CHARS_MAX),
        RowCause::Number { value, min, max } => Message::new("exchange.frame_number")
            .with("value", value)
            .with("min", min)
            .with("max", max),
        RowCause::TooManyRows => {
            Message::new("exchange.frame_too_many_rows").with("max", FRAME_ROWS_MAX)
        }
    }
}

/// Returns the letters of a column: `A`, `Z`, `AA`.
pub(super) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        // The remainder is below 26, so it fits a byte.
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&byte| char::from(byte)).collect()
}
