use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::frame_error::{Fault, FrameCause};
use super::frame_read::LINE_BYTES_MAX;
use super::frame_table::{FrameTable, usual_sheet};
use crate::domain::frame::Frame;

/// Greatest whole number that every number cell of a workbook can hold without rounding.
pub(super) const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
/// Cells right of this column are not looked at: a stray format must not widen every row.
pub(super) const COLUMNS_MAX: u32 = 64;

/// Greatest size of the parts of a workbook once they are unpacked.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// How the list of parts at the end of an archive begins, and each entry of it.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

pub(super) type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads a frame from the named sheet, else the sheet of the usual name, else the first one.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Frame, Fault> {
    let mut book = open(bytes)?;
    let sheet = choose(&book, sheet)?;
    let merged = book.merge_cells_by_sheet_name(&sheet).map_err(broken)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut table = FrameTable::default();
    let mut row = Row {
        line: 1,
        cells: Vec::new(),
    };
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (line, column) = cell.get_position();
        if column >= COLUMNS_MAX {
            continue;
        }
        let (line, column) = (u64::from(line) + 1, column as usize);
        if line != row.line {
            row.give(&mut table)?;
            row.line = line;
        }
        if merged
            .iter()
            .any(|area| area.contains(cell.get_position().0, cell.get_position().1))
        {
            return Err(Fault::cell(line, column, FrameCause::Merged));
        }
        let text = text(cell.get_value()).map_err(|cause| Fault::cell(line, column, cause))?;
        row.put(column, text)?;
    }
    row.give(&mut table)?;
    table.finish()
}

/// Opens a workbook whose parts are of a bearable size.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook<'_>, Fault> {
    if unpacked(bytes) > UNPACKED_BYTES_MAX {
        return Err(Fault::file(FrameCause::TooLarge));
    }
    Xlsx::new(Cursor::new(bytes)).map_err(broken)
}

struct Row {
    line: u64,
    cells: Vec<String>,
}

impl Row {
    fn put(&mut self, column: usize, text: String) -> Result<(), Fault> {
        if text.len() > LINE_BYTES_MAX {
            return Err(Fault::cell(self.line, column, FrameCause::LongLine));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    fn give(&mut self, table: &mut FrameTable) -> Result<(), Fault> {
        table.row(self.line, &self.cells)?;
        self.cells.clear();
        Ok(())
    }
}

fn choose(book: &Workbook<'_>, asked: Option<&str>) -> Result<String, Fault> {
    let sheets = book.sheet_names();
    let wanted = asked.unwrap_or_else(|| usual_sheet());
    if let Some(sheet) = sheets.iter().find(|sheet| *sheet == wanted) {
        return Ok(sheet.clone());
    }
    match (asked, sheets.first()) {
        (None, Some(first)) => Ok(first.clone()),
        _ => Err(Fault::file(FrameCause::NoSheet {
            sheet: wanted.to_owned(),
            sheets,
        })),
    }
}

fn text(cell: &DataRef<'_>) -> Result<String, FrameCause> {
    match cell {
        DataRef::Empty => Ok(String::new()),
        DataRef::String(text) => Ok(text.clone()),
        DataRef::SharedString(text) => Ok((*text).to_owned()),
        DataRef::Int(number) => Ok(number.to_string()),
        // A code above the whole numbers has already lost digits; it is refused as written.
        DataRef::Float(number) if number.abs() < WHOLE_MAX => Ok(number.to_string()),
        DataRef::Float(number) => Ok(format!("{number:e}")),
        DataRef::Error(error) => Err(FrameCause::Formula(error.to_string())),
        _ => Err(FrameCause::CellKind),
    }
}

pub(super) fn broken(error: XlsxError) -> Fault {
    Fault::file(match error {
        XlsxError::Password => FrameCause::Encrypted,
        XlsxError::CellError(text) => FrameCause::Formula(text),
        other => FrameCause::NotWorkbook(other.to_string()),
    })
}

/// Sums the sizes that an archive states of its parts, before any of them is unpacked: a small
/// file can hold a part that fills the memory. A broken list counts as nothing; the reader of the
/// workbook refuses it.
fn unpacked(bytes: &[u8]) -> u64 {
    let number = |at: usize, length: usize| -> Option<u64> {
        let digits = bytes.get(at..at + length)?;
        Some(
            digits
                .iter()
                .rev()
                .fold(0, |sum, &byte| sum << 8 | u64::from(byte)),
        )
    };
    let place = |at: usize| usize::try_from(number(at, 4)?).ok();
    let Some(end) = bytes.windows(END.len()).rposition(|window| window == END) else {
        return 0;
    };
    let mut at = place(end + 16).unwrap_or(usize::MAX);
    let mut sum = 0_u64;
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        sum = sum.saturating_add(number(at + 24, 4).unwrap_or(0));
        let lengths = [28, 30, 32].map(|field| number(at + field, 2).unwrap_or(0));
        at += 46 + usize::try_from(lengths.iter().sum::<u64>()).unwrap_or(0);
    }
    sum
}
