//! What lies over a page. A closed set, so that the compiler lists what was forgotten.

use crate::domain::answer::Reason;
use crate::instrument::Level;
use crate::store::{Decision, Gap, RecordRef, Twin};
use crate::tui::command::Id;

use super::concern::Concern;
use super::line::Line;
use super::names::{Ask, Declare, Letters, People, Signing};
use crate::tui::deed::Stand;

/// Something over the page.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Keys and the help of the item; scrolled by so many lines.
    Help {
        /// Lines scrolled.
        top: usize,
    },
    /// All commands, filtered by what is typed.
    Palette {
        /// What is typed.
        line: Line,
        /// The selected command.
        at: usize,
    },
    /// Reasons and other things that can stand in place of an answer.
    Choices {
        /// What is offered.
        offered: Vec<Offered>,
        /// The selected line.
        at: usize,
    },
    /// The result of a visit, or the reason to take a row out.
    Disposition {
        /// The record.
        record: RecordRef,
        /// Name of the code list.
        list: String,
        /// The code that is not offered: who was on a register was not listed in error.
        without: Option<&'static str>,
        /// What is typed to filter, then the remark.
        line: Line,
        /// The selected code.
        at: usize,
        /// The chosen code, once the remark is asked.
        chosen: Option<String>,
    },
    /// What was said, or is to be said, of a finding.
    Confirm(Box<Confirm>),
    /// People who may be the same person, and three answers.
    Twins {
        /// The person that is shown.
        person: RecordRef,
        /// Who looks like that one.
        twins: Vec<Twin>,
        /// The one asked about.
        at: usize,
        /// The answer that Enter stores.
        answer: Option<Decision>,
    },
    /// What keeps a household open.
    Closing {
        /// The household.
        household: RecordRef,
        /// What is open, in walking order.
        open: Vec<Gap>,
        /// The selected line.
        at: usize,
    },
    /// A note on an item or a record.
    Note {
        /// The record.
        record: RecordRef,
        /// The item.
        item: Option<String>,
        /// The text.
        line: Line,
    },
    /// Who is at the keyboard.
    People(Box<People>),
    /// A declaration that nothing of a unit is missed.
    Declare(Box<Declare>),
    /// The answer to a declaration; 1 agrees, 2 disputes.
    Answer(Box<Stand>),
    /// A unit before its sign-off.
    Sign(Box<Signing>),
    /// A reason or a question.
    Ask(Box<Ask>),
    /// What was returned of a record, and answered.
    Letters(Box<Letters>),
}

impl Overlay {
    /// Returns the edit line, if there is one.
    #[must_use]
    pub const fn line(&self) -> Option<&Line> {
        match self {
            Self::Palette { line, .. }
            | Self::Disposition { line, .. }
            | Self::Note { line, .. } => Some(line),
            Self::Confirm(confirm) => Some(&confirm.line),
            Self::People(people) => Some(&people.line),
            Self::Declare(declare) => Some(declare.line()),
            Self::Ask(ask) => Some(&ask.line),
            Self::Letters(letters) => Some(&letters.line),
            Self::Answer(_)
            | Self::Sign(_)
            | Self::Help { .. }
            | Self::Choices { .. }
            | Self::Twins { .. }
            | Self::Closing { .. } => None,
        }
    }

    /// Returns the edit line to be changed, if there is one.
    pub const fn line_mut(&mut self) -> Option<&mut Line> {
        match self {
            Self::Palette { line, .. }
            | Self::Disposition { line, .. }
            | Self::Note { line, .. } => Some(line),
            Self::Confirm(confirm) => Some(&mut confirm.line),
            Self::People(people) => Some(&mut people.line),
            Self::Declare(declare) => Some(declare.line_mut()),
            Self::Ask(ask) => Some(&mut ask.line),
            Self::Letters(letters) => Some(&mut letters.line),
            Self::Answer(_)
            | Self::Sign(_)
            | Self::Help { .. }
            | Self::Choices { .. }
            | Self::Twins { .. }
            | Self::Closing { .. } => None,
        }
    }
}

/// What is under way when a finding is settled.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// What was found.
    pub concern: Concern,
    /// Whether it was worked out when asked for, and is not stored.
    pub is_asked: bool,
    /// The household that is being closed, where it is settled in the list of what is open there.
    pub closes: Option<RecordRef>,
    /// The record whose form is shown, if one is.
    pub shown: Option<RecordRef>,
    /// The reason that is typed.
    pub line: Line,
    /// The highlighted reason, once arrows moved to it.
    pub at: Option<usize>,
    /// Whether words are wanted rather than one of the reasons.
    pub writes: bool,
}

/// What can be done about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A soft one gets one of the reasons, or a typed one.
    Reason,
    /// A reviewer accepts a hard one as a verified exception.
    Exception,
    /// Whoever may not accept a hard one leaves a note for who may.
    Leave,
    /// It is settled, and may be opened again.
    Settled,
}

impl Confirm {
    /// Begins with a finding.
    #[must_use]
    pub fn new(concern: Concern, shown: Option<RecordRef>) -> Self {
        Self {
            concern,
            is_asked: false,
            closes: None,
            shown,
            line: Line::default(),
            at: None,
            writes: false,
        }
    }

    /// Says what can be done about the finding by whoever works.
    #[must_use]
    pub const fn way(&self, is_reviewer: bool) -> Way {
        match (self.concern.settled(), self.concern.finding.level) {
            (Some(_), _) => Way::Settled,
            (None, Level::Hard) if is_reviewer => Way::Exception,
            (None, Level::Hard) => Way::Leave,
            (None, _) => Way::Reason,
        }
    }
}

/// What the choices of an item offer beside its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// A number that is proposed for a mistyped one, by its place.
    Guess(usize),
    /// A reason in place of the answer.
    Reason(Reason),
    /// To empty the item.
    Clear,
    /// A note.
    Note,
    /// Undo.
    Command(Id),
}
