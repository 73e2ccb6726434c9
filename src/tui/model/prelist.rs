//! Taking in a village's register: which village, which file, what its columns hold, then writing.

use std::path::PathBuf;

use crate::base::message::Message;
use crate::base::text::{Fit, fit};
use crate::domain::prelist::Plan;
use crate::exchange::{Register, Skip, Target};
use crate::instrument::Instrument;
use crate::store::{Prelisted, RecordRef};
use crate::wording::Wording;

use super::line::Line;

/// Households that are shown before anything is written.
const HOUSEHOLDS_SHOWN: usize = 5;
/// Warnings that are shown; the verb lists them all.
const ODDITIES_SHOWN: usize = 200;

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Choosing the village.
    Village,
    /// Choosing the file.
    File,
    /// Looking at what it says.
    Confirm,
    /// Choosing what a column holds.
    Column(usize),
    /// Writing.
    Writing,
    /// Written.
    Result(Prelisted),
}

/// A village that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// The record.
    pub record: RecordRef,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What the page asks for.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Villages, and files that may be registers.
    Offer,
    /// To read a register.
    Read {
        /// Village that it is of.
        village: RecordRef,
        /// The file.
        path: PathBuf,
        /// What is said of columns.
        columns: Vec<(String, Target)>,
    },
    /// To list what was read.
    Write {
        /// Village that it is of.
        village: RecordRef,
        /// What was read.
        plan: Box<Plan>,
    },
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum Answered {
    /// Villages, and files that may be registers.
    Offered(Vec<Village>, Vec<String>),
    /// What a register says, and what would be listed.
    Read(Box<Register>, Prelisted),
    /// It was refused, or nothing was listed.
    Refused(Message),
    /// It was listed.
    Written(Prelisted),
}

/// State of the page.
#[derive(Clone, Debug)]
pub struct Prelist {
    /// How far it is.
    pub stage: Stage,
    /// Code of the village where the person works; empty where nobody knows.
    pub wanted: String,
    /// Villages in the order of their codes.
    pub villages: Vec<Village>,
    /// The chosen village.
    pub village: Option<Village>,
    /// Files that may be registers.
    pub files: Vec<String>,
    /// What is typed: to find a village or an item, or the path of the file.
    pub line: Line,
    /// The selected line.
    pub at: usize,
    /// What is said of columns, by their letters.
    pub columns: Vec<(String, Target)>,
    /// The file that was read.
    pub path: String,
    /// What it says.
    pub register: Option<Box<Register>>,
    /// What would be listed.
    pub foreseen: Prelisted,
    /// Why the file was refused.
    pub problem: Option<Message>,
}

impl Prelist {
    /// Begins in a village, or with the choice of one.
    #[must_use]
    pub fn new(wanted: String) -> Self {
        Self {
            stage: Stage::Village,
            wanted,
            villages: Vec::new(),
            village: None,
            files: Vec::new(),
            line: Line::default(),
            at: 0,
            columns: Vec::new(),
            path: String::new(),
            register: None,
            foreseen: Prelisted::default(),
            problem: None,
        }
    }

    /// Finds the villages that fit what is typed, the best first.
    #[must_use]
    pub fn fitting(&self) -> Vec<&Village> {
        let typed = self.line.text();
        let rank = |village: &Village| -> Option<Option<Fit>> {
            let is_code = village.code.ends_with(typed) || village.code.starts_with(typed);
            if typed.is_empty() || is_code {
                return Some(None);
            }
            fit(typed, &village.name).map(Some)
        };
        let ranked = self
            .villages
            .iter()
            .filter_map(|one| Some((rank(one)?, one)));
        let mut ranked: Vec<(Option<Fit>, &Village)> = ranked.collect();
        // Those of one rank stay in the order of their codes.
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, village)| village).collect()
    }

    /// Finds what a column may hold, as far as it fits what is typed.
    #[must_use]
    pub fn targets(&self, wording: &Wording, instrument: &Instrument) -> Vec<(Target, String)> {
        let typed = self.line.text();
        let all = Target::all(instrument).into_iter().map(|target| {
            let label = Target::label(Some(&target), wording, instrument);
            (target, label)
        });
        let rank = |target: &Target, label: &str| -> Option<Fit> {
            fit(typed, label).or_else(|| fit(typed, target.word()))
        };
        all.filter(|(target, label)| typed.is_empty() || rank(target, label).is_some())
            .collect()
    }

    /// Counts the columns.
    #[must_use]
    pub fn n_columns(&self) -> usize {
        self.register.as_ref().map_or(0, |read| read.columns.len())
    }

    /// Says what is to be known before it is written, a line each; behind the columns.
    #[must_use]
    pub fn remarks(&self, wording: &Wording, instrument: &Instrument) -> Vec<String> {
        let Some(read) = &self.register else {
            return Vec::new();
        };
        let mut lines = read.preview(HOUSEHOLDS_SHOWN, wording, instrument);
        let told = self.foreseen.messages();
        lines.extend(told.iter().map(|one| wording.say(one)));
        for why in [Skip::Heading, Skip::Sum, Skip::Note, Skip::Group] {
            let count = read.skipped.iter().filter(|line| line.why == why).count();
            if count > 0 {
                let message = Message::new("tui.prelist.skipped").with("why", why.key());
                lines.push(wording.say(&message.with("count", count)));
            }
        }
        if !read.other_sheets.is_empty() {
            let message = Message::new("tui.prelist.sheets").with("read", &read.sheet);
            lines.push(wording.say(&message.with("sheets", read.other_sheets.join(", "))));
        }
        let oddities = read.oddities.iter().take(ODDITIES_SHOWN);
        lines.extend(oddities.map(|one| format!("{}: {}", one.cell, wording.say(&one.message))));
        if let Some(more) = read
            .oddities
            .len()
            .checked_sub(ODDITIES_SHOWN)
            .filter(|more| *more > 0)
        {
            lines.push(wording.say(&Message::new("tui.prelist.more").with("count", more)));
        }
        lines
    }

    /// Returns the name of the file without its folder.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name = std::path::Path::new(&self.path).file_name();
        name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}
