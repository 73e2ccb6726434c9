//! What `update` asks for, and what comes back.

use std::path::PathBuf;

use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::store::{Decision, Filter, Finding, Gap, GapCounts, Hit, Node, Place, RecordRef};

pub use super::data::{
    Change, Closing, FormData, HomeData, Household, Job, Look, Opened, Unclosed,
};
use super::deed::{Deed, Reviewed, Told};
use super::model::prelist::{Answered, Ask};
use super::model::setup::Setup;

/// Something that `perform` does for the screens.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Makes the census file.
    Create(Box<Setup>),
    /// Opens the census file; an empty text for a file without encryption.
    Unlock(String),
    /// Reads the counts of the first page.
    LoadHome,
    /// Reads the place where work stopped, and goes there.
    Resume,
    /// Reads a column of the tree, on from a node where one is given.
    LoadColumn {
        /// Which column.
        column: usize,
        /// Whose children.
        parent: RecordRef,
        /// Kind of the children.
        kind: Kind,
        /// Path and id of the last node already read.
        after: Option<(String, i64)>,
    },
    /// Reads the tree down to a unit and shows it there.
    LocateTree(RecordRef),
    /// Opens a record as a form, above the one that is shown.
    Open {
        /// The record.
        record: RecordRef,
        /// The item to stand on.
        item: Option<String>,
        /// How the form joins the pages that are open.
        manner: Manner,
    },
    /// Opens the record of a code path.
    OpenPath {
        /// The path.
        path: String,
        /// How the form joins the pages that are open.
        manner: Manner,
    },
    /// Opens the record before or after.
    Neighbor {
        /// The record to start from.
        record: RecordRef,
        /// Whether to go forward.
        forward: bool,
        /// Whether a new one is listed where there is no next.
        or_add: bool,
    },
    /// Lists a new group; of all else it shows a blank form that is listed with its first answer.
    Add {
        /// Where.
        parent: RecordRef,
        /// Of which kind.
        kind: Kind,
    },
    /// Stores answers, in one step.
    Write {
        /// The record.
        record: RecordRef,
        /// Items and their answers, the one under edit first.
        answers: Vec<(String, Answer)>,
        /// Where to go afterwards.
        then: Then,
    },
    /// Stores a result of the visit, or takes a wrong row out.
    Dispose {
        /// The record.
        record: RecordRef,
        /// The code.
        code: String,
        /// What the next visit needs to know.
        remark: Option<String>,
        /// Where to go afterwards.
        then: Then,
    },
    /// Settles a finding with a reason.
    Confirm {
        /// What was found.
        finding: Finding,
        /// Whether it was worked out when asked for, and is not stored.
        is_asked: bool,
        /// The reason.
        reason: String,
        /// The record whose form is shown.
        shown: Option<RecordRef>,
    },
    /// Opens a settled finding again.
    Reopen {
        /// What was found.
        finding: Finding,
        /// The record whose form is shown.
        shown: Option<RecordRef>,
    },
    /// Stores what was decided of two people who look alike.
    Decide {
        /// The person that is shown.
        person: RecordRef,
        /// Who looks like that one.
        other: RecordRef,
        /// Whether they are one, and where that one counts.
        decision: Decision,
    },
    /// Closes a household, or tells what keeps it open.
    Close {
        /// The household.
        household: RecordRef,
        /// How it was asked for.
        how: Closing,
    },
    /// Reads the note on a record as a whole, to be changed.
    ReadNote(RecordRef),
    /// Stores a note.
    Annotate {
        /// The record.
        record: RecordRef,
        /// The item; none for the whole record.
        item: Option<String>,
        /// The note.
        text: String,
    },
    /// Keeps or drops half-typed text.
    Draft {
        /// The record.
        record: RecordRef,
        /// The item.
        item: String,
        /// The text; none drops it.
        text: Option<String>,
    },
    /// Remembers on this laptop how the screens are to look.
    Remember {
        /// What of it.
        key: &'static str,
        /// The choice.
        value: String,
    },
    /// Remembers where the person is.
    Place(Place),
    /// Takes the last change back where its record is the one on screen; else shows that record.
    Undo {
        /// The record on screen.
        shown: Option<RecordRef>,
    },
    /// Reads the tree down to the household where work stopped.
    LocatePlace,
    /// Works out where exports and copies would go now.
    OfferPlaces,
    /// Seals the record that was under edit.
    Leave,
    /// Uses a pause to fold the log of the file.
    Rest,
    /// Reads gaps of an area.
    Gaps {
        /// Path of the area.
        area: String,
        /// Sort key of the last gap already read.
        after: Option<String>,
        /// What is looked for.
        filter: Filter,
    },
    /// Looks for hints in an area.
    Hints {
        /// Path of the area.
        area: String,
        /// Place where an earlier look ended.
        after: Option<String>,
        /// A record whose village alone is looked through anew.
        around: Option<RecordRef>,
    },
    /// Looks for the next gap of an area after a path, and opens it.
    NextGap {
        /// Path of the area.
        area: String,
        /// Record after which to look, with all its items.
        after: RecordRef,
    },
    /// Finds by name, number, or identity number.
    Find(String),
    /// Reads the counts of an area and its children.
    Status(String),
    /// Does something that a person answers for with the name.
    Deed(Deed),
    /// Does what the page of registers asks for.
    Register(Ask),
    /// Hands a long job to the worker.
    Work {
        /// Its number, with which it reports.
        number: u64,
        /// What is to be done.
        job: Job,
    },
    /// Remembers that a verified copy was made now.
    NoteBackup,
    /// Asks the worker to stop the job of this number, or not to begin it.
    CancelWork(u64),
    /// Asks for a `Deadline` event when nothing is typed for a while.
    Arm,
    /// Ends the program.
    Quit,
}

/// How an opened form joins the pages that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// On top, so that Esc comes back here.
    Above,
    /// In place of the form on top.
    Replace,
    /// With the forms that hold it below.
    Chain,
    /// As a chain that was asked for by the next gap, so that it is said where that is.
    Gap,
    /// The form is there; what it shows is read again.
    Refresh,
}

/// Where a form goes when an answer is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// To the next item.
    Advance,
    /// Nowhere.
    Stay,
    /// Nowhere, but what became of the record is said.
    Tell,
    /// To the next gap of the form, or of the area.
    Gap,
}

/// What `perform` brings back.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The census file is open.
    Opened(Box<Opened>),
    /// The file could not be opened or made.
    Refused(Message),
    /// Counts of the first page.
    Home(Box<HomeData>),
    /// Nodes of a column of the tree.
    Column {
        /// Which column.
        column: usize,
        /// Whose children they are.
        parent: RecordRef,
        /// The nodes.
        nodes: Vec<Node>,
        /// Whether they go on from nodes already read.
        goes_on: bool,
    },
    /// The tree down to a unit: for each level the parent and its children.
    Tree {
        /// Columns from the townships down.
        columns: Vec<(RecordRef, Vec<Node>)>,
        /// The units to select, one a column.
        selected: Vec<RecordRef>,
    },
    /// Forms to show, the last on top.
    Forms {
        /// The forms, outer ones first.
        forms: Vec<FormData>,
        /// Item to stand on in the last.
        item: Option<String>,
        /// How they join the open pages.
        manner: Manner,
    },
    /// There is no record before or after.
    NoNeighbor {
        /// Whether one after was looked for.
        forward: bool,
    },
    /// A group was listed.
    Added {
        /// Which one.
        record: RecordRef,
    },
    /// The blank form of a record that is listed with its first answer.
    Blank(Box<FormData>),
    /// An answer is durable.
    Stored {
        /// The record as it is now.
        data: Box<FormData>,
        /// Time of day.
        at: String,
        /// How many other answers were put aside, because they no longer apply.
        parked: usize,
        /// Where to go.
        then: Then,
    },
    /// Something was settled where no form is shown.
    Settled {
        /// Time of day.
        at: String,
    },
    /// A household is closed.
    Closed {
        /// The household as it is now.
        node: Box<Node>,
        /// Time of day.
        at: String,
        /// Whether something hard waits in it, so that it is not complete yet.
        waits: bool,
    },
    /// Something keeps a household open.
    Unclosed(Box<Unclosed>),
    /// Half-typed text is kept, or something else without a page of its own was stored.
    Kept {
        /// Time of day.
        at: String,
    },
    /// The note on a record as a whole.
    Note {
        /// The record.
        record: RecordRef,
        /// The note; empty where there is none.
        text: String,
    },
    /// The last change was taken back, if there was one.
    Undone(Option<Box<Change>>),
    /// The last change is of a record that was not on screen; it is shown and nothing was done.
    UndoOffered {
        /// What would be taken back.
        change: Box<Change>,
        /// The forms down to the record.
        forms: Vec<FormData>,
    },
    /// Where exports and copies would go now.
    Places {
        /// Folder for exports.
        folder: PathBuf,
        /// File for a verified copy.
        copy: PathBuf,
    },
    /// Gaps of an area.
    Gaps {
        /// Path of the area.
        area: String,
        /// The gaps.
        gaps: Vec<Gap>,
        /// Counts over the whole area.
        counts: GapCounts,
        /// Name of the area.
        name: String,
        /// Sort key after which they were read.
        after: Option<String>,
        /// Place where the next ones begin; none where these are the last.
        next: Option<String>,
        /// Codes of the village that alone was read anew; empty for a page.
        village: Vec<String>,
    },
    /// No gap is left in the area.
    NoGap,
    /// What was found.
    Found {
        /// The query that was asked.
        query: String,
        /// Hits, best first.
        hits: Vec<Hit>,
    },
    /// Counts of an area, with who answers for what.
    Status(Box<Reviewed>),
    /// What came of a deed.
    Told(Told),
    /// What the page of registers asked for.
    Register(Answered),
    /// The store failed; what was typed is still in the line.
    Failed(Message),
    /// There is no place to resume at.
    NoPlace,
}
