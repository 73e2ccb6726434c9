use std::path::PathBuf;

use thiserror::Error;

use crate::base::files::FileError;
use crate::base::message::Message;
use crate::store::StoreError;

/// Why an export was not made; whatever was there before is untouched.
#[derive(Debug, Error)]
pub enum ExportError {
    /// A file or folder failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The census file failed, or knows no such area.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The area is neither the county nor a township.
    #[error("{code} is neither the county nor a township")]
    Level {
        /// The code that was given.
        code: String,
    },
    /// The folder of a township is there already.
    #[error("{} exists", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The place for the folders is a file.
    #[error("{} is no folder", path.display())]
    NoFolder {
        /// The place.
        path: PathBuf,
    },
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl ExportError {
    /// Says what happened and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        let at = |key, path: &PathBuf| Message::new(key).with("path", path.display());
        match self {
            Self::File(error) => error.message(),
            Self::Store(error) => error.message(),
            Self::Level { code } => Message::new("exchange.export_level").with("code", code),
            Self::Exists { path } => at("exchange.export_exists", path),
            Self::NoFolder { path } => at("exchange.export_no_folder", path),
            Self::Stopped => Message::new("exchange.export_stopped"),
        }
    }
}
