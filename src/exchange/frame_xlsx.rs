use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::frame_error::{Fault, FrameCause};
use super::frame_read::LINE_BYTES_MAX;
use super::frame_table::{FrameTable, usual_sheet};
use super::frame_zip;
use super::merged::Merged;
use crate::domain::frame::Frame;

/// Greatest whole number that every number cell of a workbook can hold without rounding.
pub(super) const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
/// Cells right of this column are not looked at: a stray format must not widen every row.
pub(super) const COLUMNS_MAX: u32 = 64;

pub(super) type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads a frame from the named sheet, else the sheet of the usual name, else the first one.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Frame, Fault> {
    let mut book = open(bytes)?;
    let sheet = choose(&book, sheet)?;
    let merged = Merged::of_sheet(&mut book, &sheet)?;
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
        if merged.contains(line, column) {
            return Err(Fault::cell(line, column, FrameCause::Merged));
        }
        let text = text(cell.get_value()).map_err(|cause| Fault::cell(line, column, cause))?;
        row.put(column, text)?;
    }
    row.give(&mut table)?;
    table.finish()
}

/// Opens a workbook that is sound and of a bearable size.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook<'_>, Fault> {
    frame_zip::look(bytes)?;
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
