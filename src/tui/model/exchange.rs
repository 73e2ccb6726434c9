//! Export and verified copies: choose, watch, read the result.

use crate::base::message::Message;

use super::line::Line;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Export of the township that was looked at.
    Township,
    /// Export of the county.
    County,
    /// Taking in a village's register.
    Prelist,
    /// A verified copy of the census file.
    Backup,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Choosing what.
    Choose,
    /// Choosing where.
    Folder,
    /// Working.
    Working {
        /// Units done.
        done: u64,
        /// Units in all; 0 while unknown.
        total: u64,
        /// What is being worked on.
        what: String,
        /// Whether it was asked to stop.
        stopping: bool,
    },
    /// Something is there already at this path: to be replaced, or left alone.
    Exists(String),
    /// Done: labels and values.
    Result(Vec<(String, String)>),
    /// Failed.
    Failed(Message),
}

/// State of the exchange page.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// How far it is.
    pub stage: Stage,
    /// Number of the job that works for the page; 0 before one was started.
    pub job: u64,
    /// The selected choice.
    pub at: usize,
    /// What is offered, with code and name of the area.
    pub offered: Vec<(Choice, String, String)>,
    /// The folder or file under edit.
    pub line: Line,
    /// Lines of the result scrolled.
    pub top: usize,
}
