//! The open census file with the pen: the one way to change anything.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::{Result, StoreError};
use super::event::{First, hex};
use super::key::Access;
use super::log::{Moment, Writer};
use super::open::{Door, Mode};
use super::pen::Pen;
use super::reader::{Reader, meta};
use super::schema::Renewal;
use super::undo::Step;
use super::{migrate, schema};
use crate::base::clock::Clock;
use crate::base::random::Randomness;
use crate::domain::role::Role;
use crate::instrument::Instrument;

/// What a census file works with.
#[derive(Clone)]
pub struct Tools {
    /// The questionnaire.
    pub instrument: Arc<Instrument>,
    /// The time.
    pub clock: Clock,
    /// The source of ids.
    pub randomness: Randomness,
}

/// An open census file that may be written. Nothing typed is ever only in here: every write is a
/// durable transaction before it returns.
pub struct Census {
    pub(super) reader: Reader,
    pub(super) door: Arc<Door>,
    pub(super) tools: Tools,
    pub(super) writer: Writer,
    pub(super) actor: (String, Role),
    pub(super) undo: Vec<Step>,
    pub(super) depth: usize,
    _pen: Pen,
}

impl Deref for Census {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Census {
    /// Opens a census file and takes the pen.
    ///
    /// # Errors
    /// Tells apart: missing, foreign, newer program, newer instrument, wrong passphrase, pen held,
    /// and a failing disk.
    pub fn open(path: &Path, access: &Access, tools: Tools) -> Result<Self> {
        let door = Door::to_existing(path, access)?;
        let pen = Pen::take(path, &pen_note(&tools))?;
        let mut conn = door.connect(Mode::Write)?;
        migrate::migrate(&mut conn)?;
        let renewal = schema::prepare(&mut conn, &tools.instrument)?;
        let mut census = Self::assemble(conn, door, pen, tools)?;
        census.adopt()?;
        match renewal {
            Renewal::None => {}
            Renewal::Rules => census.recheck_all()?,
            Renewal::All => census.reproject_all()?,
        }
        Ok(census)
    }

    /// Puts the parts together over a file that is up to date.
    pub(super) fn assemble(conn: Connection, door: Door, pen: Pen, tools: Tools) -> Result<Self> {
        let reader = Reader::new(
            conn,
            &door.path,
            door.is_plain(),
            Arc::clone(&tools.instrument),
        )?;
        let n_writers: i64 = reader
            .conn
            .query_row("SELECT count(*) FROM writer", [], |row| row.get(0))?;
        // Two runs with one seed must not write under one name.
        let randomness = tools.randomness.mixed(n_writers.unsigned_abs());
        let tools = Tools {
            randomness,
            ..tools
        };
        let actor = actor(&reader)?;
        let census = census_uuid(&reader.conn)?;
        let first = first(&reader.conn, &tools.instrument, actor.1)?;
        let writer = Writer::new(tools.randomness.bytes(), census, first);
        Ok(Self {
            reader,
            door: Arc::new(door),
            tools,
            writer,
            actor,
            undo: Vec::new(),
            depth: 0,
            _pen: pen,
        })
    }

    /// Opens a second connection that only reads, for work beside the keyboard.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn reader(&self) -> Result<Reader> {
        let conn = self.door.connect(Mode::Read)?;
        Reader::only_reading(Arc::clone(&self.door), conn, &self.instrument)
    }

    /// Opens a file only to read it, beside a program that has the pen. A file of an older program
    /// or questionnaire is brought up first, which needs the pen for a moment.
    ///
    /// # Errors
    /// As `open`, except that nobody's pen is in the way of a file that is up to date.
    pub fn reading(path: &Path, access: &Access, tools: &Tools) -> Result<Reader> {
        let door = Door::to_existing(path, access)?;
        let conn = door.connect(Mode::Read)?;
        let is_current = migrate::is_newest(&conn)?
            && schema::renewal(&conn, &tools.instrument)? == Renewal::None;
        if !is_current {
            drop(conn);
            Self::open(path, access, tools.clone())?.close()?;
            let conn = door.connect(Mode::Read)?;
            return Reader::only_reading(Arc::new(door), conn, &tools.instrument);
        }
        Reader::only_reading(Arc::new(door), conn, &tools.instrument)
    }

    /// Uses a pause: folds the log into the file, so that a copy made by hand is nearly up to date
    /// and no later write has to wait for it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn rest(&mut self) -> Result<()> {
        self.keep_signed()?;
        Ok(self
            .reader
            .conn
            .execute_batch("PRAGMA wal_checkpoint(PASSIVE);")?)
    }

    /// Seals what is open, keeps the ledgers for whoever reads next, folds the log into the file,
    /// and gives the pen back.
    ///
    /// # Errors
    /// When the disk fails; what was typed is durable all the same.
    pub fn close(mut self) -> Result<()> {
        self.leave()?;
        self.keep_ledgers()?;
        self.reader
            .conn
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?;
        Ok(())
    }

    /// Returns who is at the keyboard.
    #[must_use]
    pub fn person(&self) -> (&str, Role) {
        (&self.actor.0, self.actor.1)
    }

    /// Returns the clock.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.tools.clock
    }

    pub(super) fn moment(&self) -> Moment {
        Moment {
            actor: self.actor.0.clone(),
            clock: self
                .tools
                .clock
                .now()
                .to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
            ms: self.tools.clock.monotonic_millis(),
        }
    }

    /// Runs work as one durable transaction: all of it or nothing.
    ///
    /// # Errors
    /// Those of the work, after everything it did was taken back.
    pub fn transact<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        if self.depth > 0 {
            return work(self);
        }
        let writer = self.writer.clone();
        let n_steps = self.undo.len();
        self.run("BEGIN IMMEDIATE")?;
        self.depth += 1;
        let done = work(self);
        self.depth -= 1;
        let done = match done {
            Ok(value) => self.run("COMMIT").map(|()| value).map_err(E::from),
            Err(error) => Err(error),
        };
        if done.is_err() {
            // A failed commit may have ended the transaction already.
            if !self.reader.conn.is_autocommit() {
                self.run("ROLLBACK")?;
            }
            self.writer = writer;
            self.undo.truncate(n_steps);
            self.reader.names.borrow_mut().forget();
        }
        done
    }

    /// Does work, reads what it leads to, and takes all of it back: nothing of it is ever stored.
    ///
    /// # Errors
    /// Those of the work, or when the file cannot be read.
    pub fn rehearse<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        // Only a failed transaction is taken back, so what was read leaves as if it were one.
        let done = self.transact(|census| {
            let read = work(census).map_err(Rehearsed::Failed)?;
            Err::<std::convert::Infallible, _>(Rehearsed::Read(read))
        });
        match done {
            Err(Rehearsed::Read(read)) => Ok(read),
            Err(Rehearsed::Failed(error)) => Err(error),
            Ok(never) => match never {},
        }
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.reader.conn.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Remembers something on this laptop only.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn set_local(&self, key: &str, value: &str) -> Result<()> {
        self.reader
            .conn
            .prepare_cached(
                "INSERT INTO local (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute([key, value])?;
        Ok(())
    }
}

/// How a rehearsal ends.
enum Rehearsed<T> {
    Read(T),
    Failed(StoreError),
}

impl<T> From<StoreError> for Rehearsed<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Returns the sentence that a second program shows of the holder of the pen.
pub(super) fn pen_note(tools: &Tools) -> String {
    format!(
        "labor-census {} ({})",
        std::process::id(),
        tools.clock.now().format("%Y-%m-%d %H:%M")
    )
}

/// Writes a fact about the file.
pub(super) fn set_meta(conn: &Connection, key: &str, value: &str) -> Result<()> {
    conn.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}

fn actor(reader: &Reader) -> Result<(String, Role)> {
    let person = reader.local("person")?.unwrap_or_default();
    let role = reader.local("role")?.and_then(|role| role.parse().ok());
    Ok((person, role.unwrap_or(Role::Enumerator)))
}

fn fact(conn: &Connection, key: &str) -> Result<String> {
    meta(conn, key)?.ok_or_else(|| StoreError::Corrupt(format!("no {key}")))
}

pub(super) fn census_uuid(conn: &Connection) -> Result<Uuid> {
    fact(conn, "census")?
        .parse()
        .map_err(|_| StoreError::Corrupt("census id".to_owned()))
}

/// Returns what the first event of a writer says.
fn first(conn: &Connection, instrument: &Instrument, role: Role) -> Result<First> {
    let seed = fact(conn, "device_key")?;
    let seed = u128s(&seed).ok_or_else(|| StoreError::Corrupt("device key".to_owned()))?;
    let public = SigningKey::from_bytes(&seed).verifying_key();
    Ok(First {
        device: fact(conn, "device")?,
        edition: instrument.edition,
        key: hex(public.as_bytes()),
        program: format!("labor-census {}", env!("CARGO_PKG_VERSION")),
        role: role.id().to_owned(),
    })
}

/// Reads 64 hexadecimal digits.
fn u128s(text: &str) -> Option<[u8; 32]> {
    let (high, low) = text.split_at_checked(32)?;
    let mut bytes = [0; 32];
    let halves = [high, low].map(|half| u128::from_str_radix(half, 16).ok());
    for (place, half) in bytes.chunks_mut(16).zip(halves) {
        place.copy_from_slice(&half?.to_be_bytes());
    }
    Some(bytes)
}
