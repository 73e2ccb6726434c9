use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::base::files::{self, FileError};

/// Bytes gathered before they go to the disk; one system call a few hundred rows.
const CHUNK_BYTES: usize = 256 * 1024;
/// The mark by which a spreadsheet program knows UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// What was written into one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Name inside its folder.
    pub name: &'static str,
    /// Rows without the heading.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// Checksum in hexadecimal digits.
    pub sha256: String,
}

/// Writes one CSV file (RFC 4180) cell by cell, without a text or a list a row.
pub(super) struct CsvOut {
    name: &'static str,
    path: PathBuf,
    file: File,
    chunk: Vec<u8>,
    hasher: Sha256,
    rows: u64,
    bytes: u64,
    in_row: bool,
}

impl CsvOut {
    /// Makes the file with its byte order mark.
    pub(super) fn create(dir: &Path, name: &'static str) -> Result<Self, FileError> {
        let path = dir.join(name);
        let file = File::create(&path).map_err(|error| FileError::new(&path, &error))?;
        let mut chunk = Vec::with_capacity(CHUNK_BYTES + CHUNK_BYTES / 8);
        chunk.extend_from_slice(MARK);
        Ok(Self {
            name,
            path,
            file,
            chunk,
            hasher: Sha256::new(),
            rows: 0,
            bytes: 0,
            in_row: false,
        })
    }

    /// Writes the heading.
    pub(super) fn heading<'a>(
        &mut self,
        columns: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), FileError> {
        for column in columns {
            self.text(column.as_bytes());
        }
        self.end_row()?;
        self.rows = 0;
        Ok(())
    }

    /// Writes a value as the database holds it; decimals with at least `scale` digits.
    pub(super) fn value(&mut self, value: ValueRef<'_>, scale: usize) {
        match value {
            ValueRef::Null => self.separate(),
            ValueRef::Integer(number) => self.integer(number),
            ValueRef::Real(number) => self.real(number, scale),
            ValueRef::Text(bytes) => self.text(bytes),
            ValueRef::Blob(bytes) => self.uuid(bytes),
        }
    }

    /// Writes a text, quoted where it must be, and harmless to a spreadsheet program.
    pub(super) fn text(&mut self, bytes: &[u8]) {
        self.separate();
        // A cell that begins so is run as a formula when the file is opened.
        let is_formula = matches!(
            bytes.first(),
            Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
        );
        let is_quoted = bytes
            .iter()
            .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'));
        if is_quoted {
            self.chunk.push(b'"');
        }
        if is_formula {
            self.chunk.push(b'\'');
        }
        if is_quoted {
            for &byte in bytes {
                if byte == b'"' {
                    self.chunk.push(b'"');
                }
                self.chunk.push(byte);
            }
            self.chunk.push(b'"');
        } else {
            self.chunk.extend_from_slice(bytes);
        }
    }

    /// Writes a whole number.
    pub(super) fn integer(&mut self, number: i64) {
        self.separate();
        let mut digits = [0; 20];
        let mut length = 0;
        let mut rest = number.unsigned_abs();
        for digit in digits.iter_mut().rev() {
            // A remainder of ten fits a byte.
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            length += 1;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            self.chunk.push(b'-');
        }
        self.chunk.extend(digits.iter().skip(digits.len() - length));
    }

    /// Ends the row and passes full chunks on.
    pub(super) fn end_row(&mut self) -> Result<(), FileError> {
        self.chunk.extend_from_slice(b"\r\n");
        self.rows += 1;
        self.in_row = false;
        if self.chunk.len() >= CHUNK_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Closes the file and says what is in it.
    pub(super) fn finish(mut self) -> Result<WrittenFile, FileError> {
        self.flush()?;
        let sum = self.hasher.finalize();
        Ok(WrittenFile {
            name: self.name,
            rows: self.rows,
            bytes: self.bytes,
            sha256: files::hex(&sum),
        })
    }

    fn separate(&mut self) {
        if self.in_row {
            self.chunk.push(b',');
        }
        self.in_row = true;
    }

    /// Finer decimals than the scale were typed so and are kept: a number is never rounded unasked.
    fn real(&mut self, number: f64, scale: usize) {
        self.separate();
        let unit = 10_f64.powi(i32::try_from(scale).unwrap_or(0));
        let is_exact = ((number * unit).round() / unit - number).abs() < 1e-9;
        let written = if is_exact {
            write!(self.chunk, "{number:.scale$}")
        } else {
            write!(self.chunk, "{number}")
        };
        written.expect("a vector takes every byte");
    }

    fn uuid(&mut self, bytes: &[u8]) {
        let text = uuid::Uuid::from_slice(bytes)
            .map(|uuid| uuid.to_string())
            .unwrap_or_default();
        self.text(text.as_bytes());
    }

    fn flush(&mut self) -> Result<(), FileError> {
        self.hasher.update(&self.chunk);
        self.bytes += self.chunk.len() as u64;
        let written = self.file.write_all(&self.chunk);
        self.chunk.clear();
        written.map_err(|error| FileError::new(&self.path, &error))
    }
}
