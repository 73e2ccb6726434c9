//! Ids and seeded choices; random bytes for secrets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeZone};
use uuid::{Builder, Uuid};

/// Separates these keys from every other use of the hash.
const CONTEXT: &str = "labor-census 2026 seeded randomness";

/// The source of ids and choices: the system, or a seed that makes a run repeatable.
///
/// Clones share one sequence. Secrets never come from here but from [`system_bytes`].
#[derive(Clone, Debug)]
pub struct Randomness(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Seeded {
        key: [u8; 32],
        counter: Arc<AtomicU64>,
    },
}

impl Randomness {
    /// Draws from the operating system.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// Draws a sequence that depends on the seed alone.
    #[must_use]
    pub fn seeded(seed: &[u8]) -> Self {
        let key = blake3::derive_key(CONTEXT, seed);
        Self(Source::Seeded {
            key,
            counter: Arc::default(),
        })
    }

    /// Seeds from a text, draws from the system without one.
    #[must_use]
    pub fn from_env(seed: Option<&str>) -> Self {
        seed.map_or(Self::system(), |seed| Self::seeded(seed.as_bytes()))
    }

    /// Returns a source whose sequence also depends on a number, such as a count of writers.
    #[must_use]
    pub fn mixed(&self, number: u64) -> Self {
        match &self.0 {
            Source::System => Self::system(),
            Source::Seeded { key, .. } => {
                let mut hasher = blake3::Hasher::new_keyed(key);
                hasher.update(b"mixed").update(&number.to_le_bytes());
                Self::seeded(hasher.finalize().as_bytes())
            }
        }
    }

    /// Returns the next `N` bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let Source::Seeded { key, counter } = &self.0 else {
            return system_bytes();
        };
        let draw = counter.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; N];
        blake3::Hasher::new_keyed(key)
            .update(&draw.to_le_bytes())
            .finalize_xof()
            .fill(&mut bytes);
        bytes
    }

    /// Returns a new time-ordered id (UUID version 7) for the given moment.
    #[must_use]
    pub fn uuid_v7<Z: TimeZone>(&self, now: &DateTime<Z>) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

/// Returns `N` bytes from the operating system, for keys, salts, and nonces.
///
/// # Panics
///
/// When the operating system has no randomness: no id or key could be made safely.
#[must_use]
pub fn system_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system hands out random bytes");
    bytes
}
