//! The pen: at most one program writes to a census file.
//!
//! The lock is on a sibling file, never on the census file itself, because closing a second handle
//! on that would drop SQLite's own locks.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::{Result, StoreError};

/// Longest note that is read back from a lock file, in bytes.
const NOTE_MAX: u64 = 200;

/// The right to write to one census file, held until dropped.
#[derive(Debug)]
pub(super) struct Pen {
    // The lock lives as long as this handle.
    _file: File,
}

impl Pen {
    /// Takes the pen, leaving a note that says who has it.
    ///
    /// # Errors
    /// `PenHeld` when another program has it.
    pub(super) fn take(census: &Path, note: &str) -> Result<Self> {
        let path = path_of(census);
        let device = |source| StoreError::Device {
            path: path.clone(),
            source,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(device)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::PenHeld {
                    who: note_of(&path),
                });
            }
            Err(TryLockError::Error(source)) => return Err(device(source)),
        }
        // The note is a courtesy for the second program, so a full disk must not stop the first.
        let _ = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(note.as_bytes()));
        Ok(Self { _file: file })
    }
}

/// Returns the path of the lock file beside a census file.
pub(super) fn path_of(census: &Path) -> PathBuf {
    let mut name = census.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

fn note_of(path: &Path) -> String {
    let mut bytes = Vec::new();
    // Windows refuses to read a locked range; then the name of the holder stays unknown.
    let read = File::open(path).and_then(|file| file.take(NOTE_MAX).read_to_end(&mut bytes));
    match read {
        Ok(_) if !bytes.is_empty() => String::from_utf8_lossy(&bytes).trim().to_owned(),
        _ => "?".to_owned(),
    }
}
