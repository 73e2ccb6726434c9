//! Wall time and monotonic time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local, TimeDelta};
use thiserror::Error;

use crate::base::message::Message;

/// A fixed time that cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{text} is no RFC 3339 time")]
pub struct ClockError {
    /// The text that was given.
    pub text: String,
}

impl ClockError {
    /// Says the fault in the user's language.
    #[must_use]
    pub fn message(&self) -> Message {
        Message::new("base.clock_bad").with("text", &self.text)
    }
}

/// The only reader of time. Clones share one clock.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System {
        started: Instant,
    },
    Fixed {
        start: DateTime<FixedOffset>,
        elapsed_millis: Arc<AtomicU64>,
    },
}

impl Clock {
    /// Reads the time of the machine.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System {
            started: Instant::now(),
        })
    }

    /// Stands still at one moment until it is [advanced](Self::advance).
    #[must_use]
    pub fn fixed(start: DateTime<FixedOffset>) -> Self {
        Self(Source::Fixed {
            start,
            elapsed_millis: Arc::default(),
        })
    }

    /// Makes a fixed clock from an RFC 3339 time, the system clock from nothing.
    ///
    /// # Errors
    ///
    /// [`ClockError`] when the text is no such time.
    pub fn from_env(fixed: Option<&str>) -> Result<Self, ClockError> {
        let Some(text) = fixed else {
            return Ok(Self::system());
        };
        DateTime::parse_from_rfc3339(text)
            .map(Self::fixed)
            .map_err(|_malformed| ClockError {
                text: text.to_owned(),
            })
    }

    /// Returns the wall time with the offset of its place.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        match &self.0 {
            Source::System { .. } => Local::now().fixed_offset(),
            Source::Fixed { start, .. } => {
                let elapsed = i64::try_from(self.monotonic_millis()).unwrap_or(i64::MAX);
                TimeDelta::try_milliseconds(elapsed)
                    .and_then(|elapsed| start.checked_add_signed(elapsed))
                    .unwrap_or(*start)
            }
        }
    }

    /// Returns milliseconds since this clock was made; never runs backwards.
    #[must_use]
    pub fn monotonic_millis(&self) -> u64 {
        match &self.0 {
            Source::System { started } => {
                u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
            }
            Source::Fixed { elapsed_millis, .. } => elapsed_millis.load(Ordering::Relaxed),
        }
    }

    /// Moves a fixed clock forward; the system clock moves by itself and ignores this.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed { elapsed_millis, .. } = &self.0 {
            let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
            elapsed_millis.fetch_add(millis, Ordering::Relaxed);
        }
    }

    /// Tells whether the clock stands still, so that screens can be compared.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        matches!(self.0, Source::Fixed { .. })
    }
}
