//! Faults of a questionnaire: where, what is wrong, and what to write instead.

use std::fmt;

use thiserror::Error;

use crate::base::message::Message;

use super::item::Place;

/// One fault of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path inside the questionnaire's folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: Message,
    /// What to write instead.
    pub mend: Message,
}

/// Kinds of faults; each has two keys of the wording table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A file that a questionnaire needs is absent.
    NoFile,
    /// Text that is no TOML or has an unknown key.
    NotToml,
    /// A list that is no table of codes.
    NotList,
    /// A condition that `SQLite` cannot read.
    BadSql,
    /// A `among` on a rule that is evaluated on leaving a field.
    AmongUnscoped,
    /// A figure that is not told how it comes about, or that does not give code and number.
    NoSource,
    /// A condition that is not one closed expression.
    BadForm,
    /// A condition that compares codes of unequal length by order.
    CodeRange,
    /// A condition that reads what no item is called.
    UnknownItem,
    /// A condition whose column is in several tables.
    AmbiguousItem,
    /// A function, statement, or table that conditions may not use.
    Forbidden,
    /// A universe that reads siblings or descendants.
    ReadsOthers,
    /// A universe that reads an aggregate.
    ReadsAggregate,
    /// A universe that reads a later item.
    ReadsLater,
    /// Items that rest on one another.
    Ring,
    /// An item that nobody can be asked.
    Unreachable,
    /// A label that is missing in one language.
    NoWording,
    /// A list without rows.
    EmptyList,
    /// A name that is used twice.
    Duplicate,
    /// A file that is not UTF-8.
    Encoding,
    /// An item of codes that names no list.
    ListUnnamed,
    /// A message with a placeholder that nothing fills.
    NoFill,
    /// A list that does not exist.
    UnknownList,
    /// A section that does not exist.
    UnknownSection,
    /// A type that does not exist.
    UnknownType,
    /// A word that is not one of the few that fit.
    UnknownWord,
    /// A preset that its list does not have.
    PresetNotInList,
    /// Bounds the wrong way round.
    Bounds,
    /// A code of the manifest that its list does not have.
    CodeNotInList,
    /// A rule that can never be evaluated.
    DeadRule,
    /// A released item that changed its type.
    TypeChanged,
    /// A released item that is gone.
    Withdrawn,
}

impl FaultKind {
    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::NoFile => ("instrument.no_file", "instrument.no_file_mend"),
            Self::NotToml => (
                "instrument.malformed_file",
                "instrument.malformed_file_mend",
            ),
            Self::NotList => ("instrument.not_list", "instrument.not_list_mend"),
            Self::BadSql => ("instrument.bad_sql", "instrument.bad_sql_mend"),
            Self::AmongUnscoped => ("instrument.among", "instrument.among_mend"),
            Self::NoSource => ("instrument.no_source", "instrument.no_source_mend"),
            Self::BadForm => ("instrument.bad_form", "instrument.bad_sql_mend"),
            Self::CodeRange => ("instrument.code_range", "instrument.code_range_mend"),
            Self::Encoding => ("instrument.encoding", "instrument.encoding_mend"),
            Self::ListUnnamed => ("instrument.list_unnamed", "instrument.list_unnamed_mend"),
            Self::NoFill => ("instrument.no_fill", "instrument.no_fill_mend"),
            Self::UnknownItem => ("instrument.unknown_item", "instrument.unknown_item_mend"),
            Self::AmbiguousItem => ("instrument.ambiguous", "instrument.ambiguous_mend"),
            Self::Forbidden => ("instrument.forbidden", "instrument.forbidden_mend"),
            Self::ReadsOthers => (
                "instrument.reads_relatives",
                "instrument.reads_relatives_mend",
            ),
            Self::ReadsAggregate => (
                "instrument.reads_aggregate",
                "instrument.reads_aggregate_mend",
            ),
            Self::ReadsLater => ("instrument.reads_later", "instrument.reads_later_mend"),
            Self::Ring => ("instrument.ring", "instrument.ring_mend"),
            Self::Unreachable => ("instrument.unreachable", "instrument.unreachable_mend"),
            Self::NoWording => ("instrument.no_wording", "instrument.no_wording_mend"),
            Self::EmptyList => ("instrument.empty_list", "instrument.empty_list_mend"),
            Self::Duplicate => ("instrument.duplicate", "instrument.duplicate_mend"),
            Self::UnknownList => ("instrument.unknown_list", "instrument.unknown_list_mend"),
            Self::UnknownSection => (
                "instrument.unknown_section",
                "instrument.unknown_section_mend",
            ),
            Self::UnknownType => ("instrument.unknown_type", "instrument.unknown_type_mend"),
            Self::UnknownWord => ("instrument.unknown_word", "instrument.unknown_word_mend"),
            Self::PresetNotInList => ("instrument.preset", "instrument.preset_mend"),
            Self::Bounds => ("instrument.bounds", "instrument.bounds_mend"),
            Self::CodeNotInList => ("instrument.code_absent", "instrument.code_absent_mend"),
            Self::DeadRule => ("instrument.dead_rule", "instrument.dead_rule_mend"),
            Self::TypeChanged => ("instrument.type_changed", "instrument.type_changed_mend"),
            Self::Withdrawn => ("instrument.withdrawn", "instrument.withdrawn_mend"),
        }
    }

    /// Makes a fault; the arguments serve both texts.
    pub(super) fn at(self, place: &Place, args: &[(&'static str, &str)]) -> Fault {
        let (what, mend) = self.keys();
        let fill = |key| {
            args.iter()
                .fold(Message::new(key), |message, (name, text)| {
                    message.with(name, text)
                })
        };
        Fault {
            file: place.file.to_string(),
            line: place.line,
            what: fill(what),
            mend: fill(mend),
        }
    }
}

impl Fault {
    /// Says whether it leaves a whole file unread, so that faults of other files may only follow
    /// from it.
    fn hides_others(&self) -> bool {
        let unread = [FaultKind::NoFile, FaultKind::NotToml, FaultKind::NotList];
        unread.iter().any(|kind| kind.keys().0 == self.what.key)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.what.key)?;
        for (name, value) in &self.what.args {
            write!(out, " {name}={value}")?;
        }
        Ok(())
    }
}

/// Why a questionnaire could not be taken.
#[derive(Debug, Error)]
pub enum InstrumentError {
    /// It has faults; all of them are listed, by file and line.
    #[error("the questionnaire has {} faults", .0.len())]
    Refused(Vec<Fault>),
    /// Its folder could not be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The folder or file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database that tries the conditions failed.
    #[error("cannot try the conditions: {0}")]
    Engine(#[from] rusqlite::Error),
}

impl InstrumentError {
    /// Refuses with the faults by file and line, each told once: a rule for every item of a type
    /// is read once an item. While a file could not be read, only such faults are told.
    pub(super) fn refused(mut faults: Vec<Fault>) -> Self {
        if faults.iter().any(Fault::hides_others) {
            faults.retain(Fault::hides_others);
        }
        faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let mut told = Vec::with_capacity(faults.len());
        for fault in faults {
            if !told.contains(&fault) {
                told.push(fault);
            }
        }
        Self::Refused(told)
    }

    /// Says it in one sentence; the faults of a refused one are said apart.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Refused(faults) => Message::new("instrument.refused").with("count", faults.len()),
            Self::Unreadable { path, source } => Message::new("instrument.unreadable")
                .with("path", path)
                .with("cause", source),
            Self::Engine(cause) => Message::new("instrument.engine").with("cause", cause),
        }
    }
}
