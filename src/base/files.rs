//! Files and folders that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::base::message::Message;

/// Bytes read at once while a file is hashed.
const CHUNK_BYTES: usize = 64 * 1024;

/// A file or folder that could not be read or written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}: {cause:?}", path.display())]
pub struct FileError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub cause: FileCause,
}

/// Why a file or folder could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileCause {
    /// It does not exist.
    NotFound,
    /// The user may not read or write it.
    Denied,
    /// The disk or stick is full.
    Full,
    /// The disk or stick is write-protected.
    ReadOnly,
    /// Something of that name is there already.
    Exists,
    /// Anything else, in the words of the operating system.
    Other(String),
}

impl FileError {
    /// Names the file for which the operating system reported a fault.
    #[must_use]
    pub fn new(path: &Path, error: &io::Error) -> Self {
        let cause = match error.kind() {
            ErrorKind::NotFound => FileCause::NotFound,
            ErrorKind::PermissionDenied => FileCause::Denied,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FileCause::Full,
            ErrorKind::ReadOnlyFilesystem => FileCause::ReadOnly,
            ErrorKind::AlreadyExists => FileCause::Exists,
            _ => FileCause::Other(error.to_string()),
        };
        Self {
            path: path.to_owned(),
            cause,
        }
    }

    /// Says what happened to which file and what to do next.
    #[must_use]
    pub fn message(&self) -> Message {
        let message = match &self.cause {
            FileCause::NotFound => Message::new("base.file_not_found"),
            FileCause::Denied => Message::new("base.file_denied"),
            FileCause::Full => Message::new("base.file_full"),
            FileCause::ReadOnly => Message::new("base.file_read_only"),
            FileCause::Exists => Message::new("base.file_exists"),
            FileCause::Other(words) => Message::new("base.file_other").with("cause", words),
        };
        message.with("path", self.path.display())
    }
}

/// Reads a whole file.
///
/// # Errors
///
/// [`FileError`] with the path and the cause.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(at(path))
}

/// Writes a whole file or nothing; a file of that name is replaced.
///
/// # Errors
///
/// [`FileError`] with the path and the cause; the earlier content is untouched.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let partial = beside(path, "partial");
    let written = write_synced(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    if let Err(error) = written {
        // The fault that stopped the writing is the one to report, not one of the clean-up.
        let _ = fs::remove_file(&partial);
        return Err(FileError::new(path, &error));
    }
    sync_parent(path)
}

/// Writes a whole new file or nothing.
///
/// # Errors
///
/// [`FileCause::Exists`] when something of that name is there, else as [`write()`].
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    refuse_existing(path)?;
    write(path, bytes)
}

/// Makes a new folder whole or not at all: `fill` writes into a hidden folder beside it.
///
/// # Errors
///
/// [`FileCause::Exists`] when something of that name is there, the error of `fill`, or a
/// [`FileError`]; nothing is left behind.
pub fn publish_dir<E: From<FileError>>(
    target: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    recover_dir(target)?;
    refuse_existing(target)?;
    let partial = fill_partial(target, fill)?;
    fs::rename(&partial, target).map_err(at(target))?;
    Ok(sync_parent(target)?)
}

/// Makes a new file whole or not at all: `fill` writes it, and whatever it needs beside it, into a
/// hidden folder.
///
/// # Errors
///
/// [`FileCause::Exists`] when something of that name is there, the error of `fill`, or a
/// [`FileError`]; nothing is left behind.
pub fn publish<E: From<FileError>>(
    target: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    refuse_existing(target)?;
    let name = target.file_name().unwrap_or_default();
    let partial = beside(target, "partial");
    remove_dir(&partial)?;
    let partial = fill_partial(target, |folder| fill(&folder.join(name)))?;
    fs::rename(partial.join(name), target).map_err(at(target))?;
    sync_parent(target)?;
    Ok(remove_dir(&partial)?)
}

/// Replaces a folder by a new one whole or not at all; also makes it when it is absent.
///
/// # Errors
///
/// The error of `fill`, or a [`FileError`]; the earlier folder stays then, at the latest after
/// [`recover_dir`].
pub fn replace_dir<E: From<FileError>>(
    target: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    recover_dir(target)?;
    let partial = fill_partial(target, fill)?;
    let old = beside(target, "old");
    if target.exists() {
        fs::rename(target, &old).map_err(at(target))?;
    }
    fs::rename(&partial, target).map_err(at(target))?;
    sync_parent(target)?;
    Ok(remove_dir(&old)?)
}

/// Finishes or undoes a swap of folders that a power cut broke off; does nothing otherwise.
///
/// # Errors
///
/// [`FileError`] when the folders cannot be moved or removed.
pub fn recover_dir(target: &Path) -> Result<(), FileError> {
    let (partial, old) = (beside(target, "partial"), beside(target, "old"));
    if old.exists() && !target.exists() {
        // The old folder is set aside only after the new one is complete and on the disk.
        let complete = if partial.exists() { &partial } else { &old };
        fs::rename(complete, target).map_err(at(target))?;
        sync_parent(target)?;
    }
    remove_dir(&old)?;
    remove_dir(&partial)
}

/// Returns the SHA-256 of bytes as 64 hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns the SHA-256 of a stream as 64 hexadecimal digits, read in pieces.
///
/// # Errors
///
/// The fault of the reader.
pub fn sha256_stream(mut reader: impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let length = reader.read(&mut chunk)?;
        let Some(read) = chunk.get(..length).filter(|read| !read.is_empty()) else {
            return Ok(hex(&hasher.finalize()));
        };
        hasher.update(read);
    }
}

/// Returns the SHA-256 of a file as 64 hexadecimal digits.
///
/// # Errors
///
/// [`FileError`] with the path and the cause.
pub fn sha256_file(path: &Path) -> Result<String, FileError> {
    File::open(path).and_then(sha256_stream).map_err(at(path))
}

/// Forces the entries of a folder to the disk, so that a rename survives a power cut.
///
/// # Errors
///
/// [`FileError`] with the path and the cause.
pub fn sync_dir(dir: &Path) -> Result<(), FileError> {
    // Windows offers no such call for a folder and writes renames through by itself.
    if cfg!(unix) {
        File::open(dir)
            .and_then(|dir| dir.sync_all())
            .map_err(at(dir))?;
    }
    Ok(())
}

fn at(path: &Path) -> impl Fn(io::Error) -> FileError {
    move |error| FileError::new(path, &error)
}

fn refuse_existing(path: &Path) -> Result<(), FileError> {
    if path.exists() {
        return Err(FileError {
            path: path.to_owned(),
            cause: FileCause::Exists,
        });
    }
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn fill_partial<E: From<FileError>>(
    target: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<PathBuf, E> {
    let partial = beside(target, "partial");
    fs::create_dir_all(&partial).map_err(at(&partial))?;
    let filled = fill(&partial).and_then(|()| Ok(sync_tree(&partial)?));
    if filled.is_err() {
        // The error of the filling is the one to report, not one of the clean-up.
        let _ = fs::remove_dir_all(&partial);
    }
    filled.map(|()| partial)
}

/// Forces every file below a folder to the disk, then the folders; the tree is our own writing.
fn sync_tree(dir: &Path) -> Result<(), FileError> {
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let path = entry.map_err(at(dir))?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        } else {
            // Windows flushes only through a handle that may write.
            let file = File::options().append(true).open(&path);
            file.and_then(|file| file.sync_all()).map_err(at(&path))?;
        }
    }
    sync_dir(dir)
}

fn sync_parent(path: &Path) -> Result<(), FileError> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    sync_dir(parent.unwrap_or_else(|| Path::new(".")))
}

fn remove_dir(dir: &Path) -> Result<(), FileError> {
    if dir.exists() {
        fs::remove_dir_all(dir).map_err(at(dir))?;
    }
    Ok(())
}

/// Returns the hidden name `.name.suffix` in the same folder, so that a rename stays on one disk.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{suffix}"))
}

/// Returns bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
