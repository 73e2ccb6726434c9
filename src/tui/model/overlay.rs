//! What lies over a page. A closed set, so that the compiler lists what was forgotten.

use crate::domain::answer::Reason;
use crate::store::RecordRef;
use crate::tui::command::Id;

use super::line::Line;

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
        /// What is typed to filter, then the remark.
        line: Line,
        /// The selected code.
        at: usize,
        /// The chosen code, once the remark is asked.
        chosen: Option<String>,
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
