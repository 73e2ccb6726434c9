use super::frame_error::{Fault, FrameCause};
use super::frame_read::LINE_BYTES_MAX;
use super::frame_table::FrameTable;
use crate::domain::frame::Frame;

/// Reads a frame from comma-separated UTF-8 text without a byte order mark.
pub(super) fn read(text: &str) -> Result<Frame, Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        // Rows of another length than the heading are refused with the cell, by the table.
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = FrameTable::default();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        let more = reader.read_record(&mut record);
        let more = more.map_err(|_not_utf8| Fault::line(line, FrameCause::Encoding))?;
        if !more {
            return table.finish();
        }
        // The reader skips blank lines, so the record itself knows best where it begins.
        let line = record.position().map_or(line, csv::Position::line);
        if record.as_slice().len() > LINE_BYTES_MAX {
            return Err(Fault::line(line, FrameCause::LongLine));
        }
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        table.row(line, &cells)?;
    }
}
