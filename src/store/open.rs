//! Opening a connection: key, pragmas, version, and the words for what is wrong with a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::{Result, StoreError};
use super::key::{Access, FileState, RawKey, new_salt, read_start};
use super::migrate;
use crate::base::random::system_bytes;

/// `LCEN` as SQLite's application id.
pub(super) const APPLICATION_ID: i32 = 0x4c43_454e;
/// How long a reader waits for a lock.
const BUSY: Duration = Duration::from_secs(5);

/// Pages in the log after which a write folds it in by itself.
const AUTOCHECKPOINT_PAGES: u32 = 8000;

/// Whether a connection may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Makes the file.
    Create,
    /// Reads and writes.
    Write,
    /// Reads only.
    Read,
}

/// The way into one census file: its path and its key.
pub(super) struct Door {
    /// Path of the census file.
    pub(super) path: PathBuf,
    key: Option<RawKey>,
}

/// Tells what stands at a path, without a key.
///
/// # Errors
/// `Device` when the file cannot be read.
pub fn probe(path: &Path) -> Result<FileState> {
    Ok(read_start(path)?.0)
}

impl Door {
    /// Prepares the way into a file that does not exist yet.
    pub(super) fn for_new(path: &Path, access: &Access) -> Result<Self> {
        if read_start(path)?.0 != FileState::Missing {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let key = match access {
            Access::Plain => None,
            Access::Encrypted(passphrase) if passphrase.is_empty() => {
                return Err(StoreError::PassphraseNeeded);
            }
            Access::Encrypted(passphrase) => {
                let salt = new_salt(system_bytes());
                Some(RawKey::derive(passphrase, salt)?)
            }
        };
        Ok(Self {
            path: path.to_owned(),
            key,
        })
    }

    /// Prepares the way into an existing file, telling apart what is wrong with it.
    pub(super) fn to_existing(path: &Path, access: &Access) -> Result<Self> {
        let (state, start) = read_start(path)?;
        let key = match (state, access) {
            (FileState::Missing, _) => return Err(StoreError::Missing(path.to_owned())),
            (FileState::Foreign, _) => return Err(StoreError::Foreign(path.to_owned())),
            (FileState::NewerProgram, _) => {
                return Err(StoreError::NewerProgram(path.to_owned()));
            }
            // A passphrase given for an open file is simply not needed.
            (FileState::Plain, _) => None,
            (FileState::Encrypted, Access::Plain) => return Err(StoreError::PassphraseNeeded),
            (FileState::Encrypted, Access::Encrypted(passphrase)) => {
                Some(RawKey::derive(passphrase, start)?)
            }
        };
        Ok(Self {
            path: path.to_owned(),
            key,
        })
    }

    /// Tells whether the file is not encrypted.
    pub(super) const fn is_plain(&self) -> bool {
        self.key.is_none()
    }

    /// Opens another file with the same key: the target of a backup.
    pub(super) fn beside(&self, path: &Path) -> Result<Connection> {
        connect(path, self.key.as_ref(), Mode::Create)
    }

    /// Opens a connection and checks that the file is ours and not newer than we are.
    pub(super) fn connect(&self, mode: Mode) -> Result<Connection> {
        let connection = connect(&self.path, self.key.as_ref(), mode)?;
        if mode != Mode::Create {
            self.check(&connection)?;
        }
        settle(&connection, mode)?;
        Ok(connection)
    }

    fn check(&self, connection: &Connection) -> Result<()> {
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let application = match pragma("application_id") {
            Ok(id) => id,
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
                return Err(if self.is_plain() {
                    StoreError::Foreign(self.path.clone())
                } else {
                    StoreError::WrongPassphrase
                });
            }
            Err(error) => return Err(error.into()),
        };
        if application != APPLICATION_ID {
            return Err(StoreError::Foreign(self.path.clone()));
        }
        if pragma("user_version")? > migrate::newest() {
            return Err(StoreError::NewerProgram(self.path.clone()));
        }
        Ok(())
    }
}

fn connect(path: &Path, key: Option<&RawKey>, mode: Mode) -> Result<Connection> {
    let flags = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        // A reader of a WAL file must be able to write the shared-memory file beside it.
        Mode::Write | Mode::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
    } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // SQLCipher would print a wrong key on stderr, over the screen.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    if let Some(key) = key {
        connection.pragma_update(None, "key", key.pragma())?;
        let cipher = connection
            .pragma_query_value(None, "cipher_version", |row| row.get::<_, String>(0))
            .unwrap_or_default();
        // A library without encryption ignores the key in silence and would write clear text.
        if cipher.is_empty() {
            return Err(StoreError::Corrupt("no cipher in this build".to_owned()));
        }
    }
    // Else a column that is not there would be read as a text of its name.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.busy_timeout(BUSY)?;
    // Plans that peek at bound values are prepared anew on every run: most of the time of a write.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn settle(connection: &Connection, mode: Mode) -> Result<()> {
    // 8 MiB of pages: in a county's file each page that is not kept is read and decrypted anew.
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
         PRAGMA cache_size = -8192;",
    )?;
    if mode == Mode::Read {
        return Ok(connection.execute_batch("PRAGMA query_only = ON;")?);
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL, because a pulled battery may otherwise take acknowledged answers with it.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The log is folded in when the clerk pauses (`Census::rest`); this bound is for scripts.
    connection.pragma_update(None, "wal_autocheckpoint", AUTOCHECKPOINT_PAGES)?;
    Ok(())
}
