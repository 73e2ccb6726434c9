//! What can go wrong with a census file, by cause.

use std::path::PathBuf;

use crate::base::message::Message;
use crate::domain::role::Role;

/// A failure of the store. Saving is never refused for what an answer says; these are about files.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file at the path.
    #[error("no census file at {0}")]
    Missing(PathBuf),
    /// A file is already at the path where a new one should be made.
    #[error("a file exists at {0}")]
    Exists(PathBuf),
    /// The file is something else than a census file.
    #[error("not a census file: {0}")]
    Foreign(PathBuf),
    /// The file was made by a newer program than this one.
    #[error("made by a newer program: {0}")]
    NewerProgram(PathBuf),
    /// The file was written with a newer edition of the instrument than this program holds.
    #[error("instrument edition {file} is newer than {ours}")]
    NewerInstrument {
        /// Edition of the file.
        file: u32,
        /// Edition of this program.
        ours: u32,
    },
    /// The passphrase does not open the file.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// A passphrase is needed and was not given.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// Another program holds the pen of the file.
    #[error("another program writes to the file: {who}")]
    PenHeld {
        /// Who holds it, as that program wrote it down.
        who: String,
    },
    /// No unit answers to the path or code.
    #[error("no such unit: {0}")]
    NoSuchUnit(String),
    /// More than one live unit answers to the path.
    #[error("several units answer to {0}")]
    Ambiguous(String),
    /// The instrument has no such item for the kind of record.
    #[error("no item {item} on a {kind}")]
    NoSuchItem {
        /// Kind of record, by its id.
        kind: &'static str,
        /// The item that was named.
        item: String,
    },
    /// The value cannot be stored in the column of the item.
    #[error("{item} cannot hold {value}")]
    Unstorable {
        /// The item.
        item: String,
        /// The value, as given.
        value: String,
    },
    /// The rule does not find anything on the record.
    #[error("{0} is not raised here")]
    NotRaised(String),
    /// A hard finding is accepted only by somebody who reviews.
    #[error("{0} is hard: only a reviewer accepts it")]
    ReviewerNeeded(String),
    /// Only somebody of this role, or of one above it, does this.
    #[error("only {0} or above does this")]
    RoleNeeded(Role),
    /// Whoever declared a unit exhausted does not agree to that himself.
    #[error("{0} declared it: somebody else agrees")]
    OtherPersonNeeded(String),
    /// Nobody declared the unit exhausted, or units were listed since.
    #[error("not declared: {0}")]
    NotDeclared(String),
    /// The unit has no sign-off.
    #[error("not signed: {0}")]
    NotSigned(String),
    /// Units of this kind are neither declared nor signed.
    #[error("a {0} is not signed")]
    Unsignable(&'static str),
    /// The unit was taken out of the count: nothing is listed in it.
    #[error("taken out: {0}")]
    TakenOut(String),
    /// There is no such thread on the record.
    #[error("no such thread: {0}")]
    NoSuchThread(String),
    /// A confirmation without words.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// All numbers under the parent are used up.
    #[error("no free number under {0}")]
    NoFreeNumber(String),
    /// A record of this kind cannot stand under that parent.
    #[error("a {child} cannot be listed under a {parent}")]
    WrongParent {
        /// Kind to be listed.
        child: &'static str,
        /// Kind of the parent.
        parent: &'static str,
    },
    /// A register whose lines were pre-listed in another village.
    #[error("pre-listed before at {0}")]
    PrelistedElsewhere(String),
    /// A register that names no group, for a village of several.
    #[error("a group is needed in {0}")]
    GroupNeeded(String),
    /// Who was on a register was not listed in error.
    #[error("{0} is pre-listed")]
    OnRegister(String),
    /// The stored data contradict themselves.
    #[error("the file contradicts itself: {0}")]
    Corrupt(String),
    /// The disk or the system failed.
    #[error("{path}: {source}")]
    Device {
        /// The file concerned.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The frame of another county was offered.
    #[error("frame of county {frame} for a file of county {file}")]
    OtherCounty {
        /// County of the frame.
        frame: String,
        /// County of the file.
        file: String,
    },
    /// Database failure.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
}

/// Whose fault a failure is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The call or its input.
    Call,
    /// The data of the file.
    Data,
    /// A disk or medium.
    Device,
    /// The program.
    Program,
}

impl StoreError {
    /// Returns whose fault the failure is.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Corrupt(_) => Fault::Data,
            Self::Device { .. } => Fault::Device,
            Self::Sql(error) => sql_fault(error),
            _ => Fault::Call,
        }
    }

    /// Returns the sentence that tells a person what happened and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        let path = |key, path: &PathBuf| Message::new(key).with("path", path.display().to_string());
        match self {
            Self::Missing(at) => path("store.missing", at),
            Self::Exists(at) => path("store.exists", at),
            Self::Foreign(at) => path("store.foreign", at),
            Self::NewerProgram(at) => path("store.newer_program", at),
            Self::NewerInstrument { file, ours } => Message::new("store.newer_instrument")
                .with("file", file.to_string())
                .with("ours", ours.to_string()),
            Self::WrongPassphrase => Message::new("store.wrong_passphrase"),
            Self::PassphraseNeeded => Message::new("store.passphrase_needed"),
            Self::PenHeld { who } => Message::new("store.pen_held").with("who", who.clone()),
            Self::NoSuchUnit(unit) => Message::new("store.no_such_unit").with("unit", unit.clone()),
            Self::Ambiguous(unit) => Message::new("store.ambiguous").with("unit", unit.clone()),
            Self::NoSuchItem { kind, item } => Message::new("store.no_such_item")
                .with("kind", (*kind).to_owned())
                .with("item", item.clone()),
            Self::Unstorable { item, value } => Message::new("store.unstorable")
                .with("item", item.clone())
                .with("value", value.clone()),
            Self::NotRaised(rule) => Message::new("store.not_raised").with("rule", rule.clone()),
            Self::ReviewerNeeded(rule) => {
                Message::new("store.reviewer_needed").with("rule", rule.clone())
            }
            Self::RoleNeeded(role) => Message::new("store.role_needed").with("role", role.key()),
            Self::OtherPersonNeeded(by) => {
                Message::new("store.other_person_needed").with("by", by.clone())
            }
            Self::NotDeclared(unit) => {
                Message::new("store.not_declared").with("unit", unit.clone())
            }
            Self::NotSigned(unit) => Message::new("store.not_signed").with("unit", unit.clone()),
            Self::Unsignable(kind) => {
                Message::new("store.unsignable").with("kind", (*kind).to_owned())
            }
            Self::TakenOut(unit) => Message::new("store.taken_out").with("unit", unit.clone()),
            Self::NoSuchThread(thread) => {
                Message::new("store.no_such_thread").with("thread", thread.clone())
            }
            Self::ReasonNeeded => Message::new("store.reason_needed"),
            Self::NoFreeNumber(unit) => {
                Message::new("store.no_free_number").with("unit", unit.clone())
            }
            Self::WrongParent { child, parent } => Message::new("store.wrong_parent")
                .with("child", (*child).to_owned())
                .with("parent", (*parent).to_owned()),
            Self::PrelistedElsewhere(unit) => {
                Message::new("store.prelisted_elsewhere").with("unit", unit.clone())
            }
            Self::GroupNeeded(unit) => {
                Message::new("store.group_needed").with("unit", unit.clone())
            }
            Self::OnRegister(unit) => Message::new("store.on_register").with("unit", unit.clone()),
            Self::Corrupt(what) => Message::new("store.corrupt").with("what", what.clone()),
            Self::Device { path, source } => Message::new("store.device")
                .with("path", path.display().to_string())
                .with("cause", source.to_string()),
            Self::OtherCounty { frame, file } => Message::new("store.other_county")
                .with("frame", frame.clone())
                .with("file", file.clone()),
            Self::Sql(error) => sql_message(error),
        }
    }
}

/// Maps SQLite's result codes to whose fault they are.
fn sql_fault(error: &rusqlite::Error) -> Fault {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DiskFull | Code::SystemIoFailure | Code::ReadOnly | Code::CannotOpen) => {
            Fault::Device
        }
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => Fault::Data,
        Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::PermissionDenied) => Fault::Call,
        _ => Fault::Program,
    }
}

fn sql_message(error: &rusqlite::Error) -> Message {
    use rusqlite::ErrorCode as Code;
    let key = match error.sqlite_error_code() {
        Some(Code::DiskFull) => "store.disk_full",
        Some(Code::ReadOnly) => "store.read_only",
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => "store.busy",
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => "store.damaged",
        Some(Code::SystemIoFailure | Code::CannotOpen) => "store.disk_failed",
        _ => "store.defect",
    };
    Message::new(key).with("cause", error.to_string())
}

/// Result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;
