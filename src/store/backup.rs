//! Verified copies: made online, read back, and only then named.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::census::{Census, Tools, pen_note};
use super::digest::Digest;
use super::error::{Result, StoreError};
use super::key::Access;
use super::open::{Door, Mode};
use super::pen::Pen;
use super::reader::Reader;

/// Pages copied between two looks at whether to stop.
const PAGES: i32 = 512;

/// What a backup came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Where the copy is.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Its content digest, equal to the original's.
    pub digest: Digest,
}

/// Told pages done and pages in all; answers whether to go on.
pub type Progress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Makes verified copies beside the keyboard, with a connection of its own.
pub struct Copier {
    reader: Reader,
    door: Arc<Door>,
    tools: Tools,
}

impl Census {
    /// Writes a verified copy of the census file, encrypted alike.
    ///
    /// # Errors
    /// When a file is there and `replace` is not set, the medium fails, or the copy does not read
    /// back equal; then no file is left under the name.
    pub fn backup(&mut self, out: &Path, replace: bool) -> Result<Copied> {
        let made = whole(&self.copier()?, out, replace)?;
        self.note_backup()?;
        Ok(made)
    }

    /// Prepares copies on another thread. Call `note_backup` when one is done.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn copier(&mut self) -> Result<Copier> {
        self.leave()?;
        let (door, tools) = (Arc::clone(&self.door), self.tools.clone());
        Ok(Copier {
            reader: self.reader()?,
            door,
            tools,
        })
    }
}

impl Copier {
    /// Writes a verified copy; nothing when `progress` stopped it. No file is left under the name
    /// unless the copy is whole.
    ///
    /// # Errors
    /// As `Census::backup`.
    pub fn copy(
        &self,
        out: &Path,
        replace: bool,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Copied>> {
        copy(self, out, replace, progress)
    }
}

fn copy(
    copier: &Copier,
    out: &Path,
    replace: bool,
    progress: &mut Progress<'_>,
) -> Result<Option<Copied>> {
    if out.exists() && (!replace || is_same(out, copier.reader.path())) {
        return Err(StoreError::Exists(out.to_owned()));
    }
    let partial = beside(out, ".partial");
    remove(&partial);
    let made = write(copier, &partial, progress)
        .and_then(|ours| ours.map(|ours| verify(copier, &partial, ours)).transpose());
    let digest = match made {
        Ok(Some(digest)) => digest,
        Ok(None) => {
            remove(&partial);
            return Ok(None);
        }
        Err(error) => {
            remove(&partial);
            return Err(error);
        }
    };
    let device = |source| StoreError::Device {
        path: out.to_owned(),
        source,
    };
    std::fs::rename(&partial, out).map_err(device)?;
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        crate::base::files::sync_dir(folder)
            .map_err(|error| device(std::io::Error::other(error.to_string())))?;
    }
    let bytes = std::fs::metadata(out).map_err(device)?.len();
    Ok(Some(Copied {
        path: out.to_owned(),
        bytes,
        digest,
    }))
}

/// Says whether two paths lead to one file: the census file itself is never replaced by its copy,
/// because what is stored afterwards would go into a file without a name.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Makes a copy that nothing stops.
fn whole(copier: &Copier, out: &Path, replace: bool) -> Result<Copied> {
    let made = copy(copier, out, replace, &mut |_, _| ControlFlow::Continue(()))?;
    made.ok_or_else(|| StoreError::Corrupt("a copy stopped by itself".to_owned()))
}

/// Copies the pages; returns the digest of what was copied, nothing when it was stopped. One held
/// read transaction, or a typing clerk would restart the copy for ever.
fn write(copier: &Copier, partial: &Path, progress: &mut Progress<'_>) -> Result<Option<Digest>> {
    let source = &copier.reader.conn;
    let mut target = copier.door.beside(partial)?;
    let held = source.unchecked_transaction()?;
    held.query_row("SELECT count(*) FROM record", [], |row| {
        row.get::<_, i64>(0)
    })?;
    {
        let backup = Backup::new(source, &mut target)?;
        while backup.step(PAGES)? != StepResult::Done {
            let state = backup.progress();
            let pages = |count: i32| u64::from(count.unsigned_abs());
            let all = pages(state.pagecount);
            if progress(all - pages(state.remaining), all).is_break() {
                return Ok(None);
            }
        }
    }
    let ours = copier.reader.digest(copier.reader.county())?;
    drop(held);
    // Without a journal beside it, the copy is one file that can be carried away.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    check_integrity(&target, copier.door.is_plain())?;
    target.close().map_err(|(_, error)| error)?;
    sync(partial)?;
    Ok(Some(ours))
}

/// Reads the copy back as any other program would and compares its content.
fn verify(copier: &Copier, partial: &Path, ours: Digest) -> Result<Digest> {
    let Copier { door, tools, .. } = copier;
    let conn = door.beside(partial)?;
    crate::instrument::functions::register(&conn, &tools.instrument)?;
    let instrument = std::sync::Arc::clone(&tools.instrument);
    let copy = Reader::new(conn, partial, door.is_plain(), instrument)?;
    if copy.digest(copy.county())? != ours {
        return Err(StoreError::Corrupt(
            "the copy differs from the original".to_owned(),
        ));
    }
    Ok(ours)
}

fn check_integrity(conn: &Connection, is_plain: bool) -> Result<()> {
    let found: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(StoreError::Corrupt(found));
    }
    if !is_plain {
        let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
        if statement.exists([])? {
            return Err(StoreError::Corrupt(
                "a page of the copy was altered".to_owned(),
            ));
        }
    }
    Ok(())
}

/// Puts a copy back as the census file. Refuses to overwrite one.
///
/// # Errors
/// When a file is there already, the copy does not open with the passphrase, or the disk fails.
pub fn restore(from: &Path, to: &Path, access: &Access, tools: &Tools) -> Result<Digest> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    let door = Door::to_existing(from, access)?;
    let conn = door.connect(Mode::Read)?;
    crate::instrument::functions::register(&conn, &tools.instrument)?;
    let instrument = std::sync::Arc::clone(&tools.instrument);
    let reader = Reader::new(conn, from, door.is_plain(), instrument)?;
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::Device {
            path: folder.to_owned(),
            source,
        })?;
    }
    let _pen = Pen::take(to, &pen_note(tools))?;
    let copier = Copier {
        reader,
        door: Arc::new(door),
        tools: tools.clone(),
    };
    Ok(whole(&copier, to, false)?.digest)
}

/// Tells whether a file is a sound database; for `doctor`.
impl Reader {
    /// Checks the pages and, of an encrypted file, their authentication.
    ///
    /// # Errors
    /// `Corrupt` with what is wrong.
    pub fn check_health(&self) -> Result<()> {
        check_integrity(&self.conn, self.is_plain)
    }
}

fn sync(path: &Path) -> Result<()> {
    let device = |source| StoreError::Device {
        path: path.to_owned(),
        source,
    };
    std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .map_err(device)?
        .sync_all()
        .map_err(device)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) {
    for file in [
        path.to_owned(),
        beside(path, "-journal"),
        beside(path, "-wal"),
        beside(path, "-shm"),
    ] {
        // Nothing to remove is the usual case.
        let _ = std::fs::remove_file(file);
    }
}
