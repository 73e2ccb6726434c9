//! Floor 6: files that come from and go to other offices: frames in, exports out.
//!
//! Called by the screens and the command line. Reads the census through the store's reader, in
//! one pass and in windows, so that no table is ever in memory as a whole.
//!
//! Invariants:
//! - A file is taken in whole or not at all, and refused with its line, its cell, and the mend.
//! - A folder appears whole or not at all; what is there already is replaced only when asked for.
//! - Sizes are bounded before anything is read or held.
//! - A new export format is one more writer beside `csv_out`, over the same sheets.

mod codebook;
mod csv_out;
mod disposed;
mod export;
mod export_error;
mod frame_csv;
mod frame_error;
mod frame_read;
mod frame_table;
mod frame_xlsx;
mod frame_zip;
mod manifest;
mod merged;
mod register;
mod register_error;
mod register_grid;
mod register_heading;
mod register_household;
mod register_person;
mod register_rows;
mod register_say;
mod register_value;
mod register_words;
mod sheet;

pub use codebook::{print_csv as print_codebook_csv, print_markdown as print_codebook_markdown};
pub use csv_out::WrittenFile;
pub use export::{ExportProgress, ExportRequest, Exported, export};
pub use export_error::ExportError;
pub use frame_error::{FrameCause, FrameError, Place};
pub use frame_read::{
    FRAME_BYTES_MAX, LINE_BYTES_MAX, embedded as embedded_frame, parse as parse_frame,
    read as read_frame,
};
pub use register::{
    Mapped, Oddity, Register, RegisterRequest, Skip, Skipped, Target, parse as parse_register,
    read as read_register,
};
pub use register_error::RegisterError;
