use std::path::PathBuf;

use thiserror::Error;

use super::frame_error::FrameError;
use crate::base::message::Message;

/// A register that cannot be taken in.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RegisterError {
    /// The file is no table, or cannot be read.
    #[error(transparent)]
    File(#[from] FrameError),
    /// No line names columns of a register.
    #[error("{}: no heading", path.display())]
    NoHeading {
        /// The file.
        path: PathBuf,
    },
    /// A heading that was to be mapped is not there.
    #[error("{}: no column {heading}", path.display())]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        heading: String,
        /// What there is.
        headings: Vec<String>,
    },
    /// No column says who belongs to one household.
    #[error("{}: nothing tells households apart", path.display())]
    NoHouseholds {
        /// The file.
        path: PathBuf,
    },
    /// There is a heading and nobody below it.
    #[error("{}: nobody in it", path.display())]
    NoPersons {
        /// The file.
        path: PathBuf,
    },
}

impl RegisterError {
    /// Says what is wrong with which file, and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        let of = |key, path: &PathBuf| Message::new(key).with("path", path.display());
        match self {
            Self::File(error) => error.message(),
            Self::NoHeading { path } => of("exchange.register.no_heading", path),
            Self::NoColumn {
                path,
                heading,
                headings,
            } => {
                let named = headings.iter().filter(|text| !text.is_empty());
                let named: Vec<&str> = named.map(String::as_str).collect();
                of("exchange.register.no_column", path)
                    .with("heading", heading)
                    .with("headings", named.join(", "))
            }
            Self::NoHouseholds { path } => of("exchange.register.no_households", path),
            Self::NoPersons { path } => of("exchange.register.no_persons", path),
        }
    }
}
