//! The key of a census file and the sixteen bytes it starts with.
//!
//! The salt is ours: `LCEN`, one byte for the version of the derivation, eleven random bytes.
//! SQLCipher keeps a salt in clear as the first bytes of the file, so these tell a census file, a
//! newer program's file, and a foreign file apart before any key is tried.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::{Result, StoreError};

/// Marks our files.
const MAGIC: [u8; 4] = *b"LCEN";
/// Version of the key derivation: Argon2id, 32 MiB, three passes, one lane.
const DERIVATION: u8 = 1;
/// Memory of the derivation in KiB. Twice as much would eat the memory goal of an old laptop.
const MEMORY_KIB: u32 = 32 * 1024;
/// Passes of the derivation.
const PASSES: u32 = 3;
/// Start of a database that is not encrypted.
const SQLITE_MAGIC: [u8; 16] = *b"SQLite format 3\0";

/// The passphrase of a census file; wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes a passphrase as typed.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// Tells whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

/// How a census file is opened.
#[derive(Debug, Clone)]
pub enum Access {
    /// Without encryption: demonstrations and tests.
    Plain,
    /// With a passphrase.
    Encrypted(Passphrase),
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// Nothing, or an empty file.
    Missing,
    /// A database without encryption.
    Plain,
    /// A census file of this program.
    Encrypted,
    /// A census file of a newer program.
    NewerProgram,
    /// Something else.
    Foreign,
}

/// Reads the first bytes of a file. Must run before SQLite opens it: closing another handle on the
/// same file later would drop SQLite's locks on Unix.
pub(super) fn read_start(path: &Path) -> Result<(FileState, [u8; 16])> {
    let device = |source| StoreError::Device {
        path: path.to_owned(),
        source,
    };
    let mut start = [0_u8; 16];
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok((FileState::Missing, start));
        }
        Err(error) => return Err(device(error)),
    };
    let mut filled = 0;
    while let Some(rest) = start.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest).map_err(device)? {
            0 => break,
            n => filled += n,
        }
    }
    let state = match (filled, start) {
        (0, _) => FileState::Missing,
        (16, SQLITE_MAGIC) => FileState::Plain,
        (16, [a, b, c, d, version, ..]) if [a, b, c, d] == MAGIC => match version {
            DERIVATION => FileState::Encrypted,
            _ => FileState::NewerProgram,
        },
        _ => FileState::Foreign,
    };
    Ok((state, start))
}

/// Makes the salt of a new file from eleven random bytes.
pub(super) fn new_salt(random: [u8; 11]) -> [u8; 16] {
    let mut salt = [0_u8; 16];
    let parts = MAGIC.into_iter().chain([DERIVATION]).chain(random);
    for (place, byte) in salt.iter_mut().zip(parts) {
        *place = byte;
    }
    salt
}

/// A derived key with its salt, as SQLCipher takes it.
pub(super) struct RawKey(Zeroizing<String>);

impl RawKey {
    /// Derives the key of a file from its passphrase and salt.
    pub(super) fn derive(passphrase: &Passphrase, salt: [u8; 16]) -> Result<Self> {
        let failed = |error: argon2::Error| StoreError::Corrupt(error.to_string());
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(failed)?;
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.0.as_bytes(), &salt, key.as_mut())
            .map_err(failed)?;
        let mut text = Zeroizing::new(String::with_capacity(100));
        text.push_str("x'");
        for byte in key.iter().chain(salt.iter()) {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        text.push('\'');
        Ok(Self(text))
    }

    /// Returns the value of `PRAGMA key`.
    pub(super) fn pragma(&self) -> &str {
        &self.0
    }
}
