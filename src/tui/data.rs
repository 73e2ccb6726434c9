//! What is read from the store for the pages, as plain data.

use std::path::PathBuf;

use crate::domain::role::Role;
use crate::store::{AreaStatus, Form, Gap, GapCounts, Node, RecordRef, Thread, Twin, Undone};
use crate::wording::Language;

use super::model::concern::Concern;
use super::theme::Theme;

/// A form with what stands below the record.
#[derive(Clone, Debug)]
pub struct FormData {
    /// What the store says of the record.
    pub form: Form,
    /// Persons of a household, or stays of a person.
    pub children: Vec<Node>,
    /// Visits of a household.
    pub visits: Vec<Node>,
    /// The note on the record as a whole.
    pub note: Option<String>,
    /// The household that the record is in; none for a household itself and above it.
    pub household: Option<Household>,
    /// What was found on the record and around it, what blocks first.
    pub concerns: Vec<Concern>,
    /// People who may be the same person, whom nobody told apart.
    pub twins: Vec<Twin>,
    /// What was returned of the record and not settled.
    pub threads: Vec<Thread>,
    /// Where the record is to be listed once it has a first answer; none when it is listed.
    pub unlisted: Option<RecordRef>,
}

/// The household of a person or a stay.
#[derive(Clone, Debug)]
pub struct Household {
    /// Its line in the tree.
    pub node: Node,
    /// Its persons.
    pub members: Vec<Node>,
    /// Whether somebody from outside answers for it.
    pub is_by_proxy: bool,
}

/// What the first page shows.
#[derive(Clone, Debug)]
pub struct HomeData {
    /// Counts of the county.
    pub status: AreaStatus,
    /// The next thing to do.
    pub next: Option<Gap>,
    /// Households and persons entered today.
    pub today: (u64, u64),
    /// Whole days since the last verified copy.
    pub backup_days: Option<i64>,
    /// Counts of what is open.
    pub gaps: GapCounts,
    /// Threads that the field must answer, and those that a reviewer must close.
    pub returns: (u64, u64),
    /// The first group in which no household is listed.
    pub unlisted: Option<Node>,
}

/// What keeps a household open.
#[derive(Clone, Debug)]
pub struct Unclosed {
    /// The household.
    pub household: RecordRef,
    /// What is open, in walking order.
    pub open: Vec<Gap>,
    /// How the closing was asked for.
    pub how: Closing,
}

/// The last change, with the units that say whose it is.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is taken back.
    pub undone: Undone,
    /// The units from the county down to the record.
    pub trail: Vec<Node>,
}

/// What is known once a census file is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The root of the tree.
    pub county: RecordRef,
    /// Name of the county.
    pub county_name: String,
    /// Code of the county.
    pub county_code: String,
    /// Year of the round.
    pub round: u16,
    /// Reference date as text.
    pub reference_date: String,
    /// Who works.
    pub person: String,
    /// In which role.
    pub role: Role,
    /// Whether the file is not encrypted.
    pub is_plain: bool,
    /// Folder that is offered for exports.
    pub folder: PathBuf,
    /// File that is offered for a verified copy.
    pub copy: PathBuf,
    /// Whether the file was made just now.
    pub is_new: bool,
    /// How the screens looked when the file was last open.
    pub look: Look,
    /// What was typed over a page and not stored, as it is written.
    pub kept: String,
}

/// How the screens are to look, as far as somebody chose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The language.
    pub language: Option<Language>,
    /// The palette.
    pub theme: Option<Theme>,
    /// Whether marks and lines are plain ASCII.
    pub plain_glyphs: Option<bool>,
}

/// How the closing of a household is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// By its key: what is open is shown.
    Ask,
    /// After something was mended: on to what is open next.
    GoOn,
    /// Although findings are open.
    Anyway,
}

/// A long job of the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Writes the files of an area.
    Export {
        /// Code of the township or county.
        area: String,
        /// Folder to write into.
        out: PathBuf,
        /// Whether what is there already is replaced.
        replace: bool,
    },
    /// Runs all rules over an area.
    Check {
        /// Path of the area; empty for the county.
        area: String,
    },
    /// Works out how a large unit stands before its sign-off.
    Stance {
        /// The unit.
        unit: RecordRef,
    },
    /// Writes the sign-off sheet of a unit as text and as a page, into a folder of its own.
    Sheet {
        /// The unit.
        unit: RecordRef,
        /// Language of the sheet.
        language: Language,
        /// Folder in which the new one is made.
        out: PathBuf,
    },
    /// Writes a verified copy of the census file.
    Backup {
        /// File to write.
        out: PathBuf,
        /// Whether what is there already is replaced.
        replace: bool,
    },
}
