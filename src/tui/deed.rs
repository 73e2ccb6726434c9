//! What people answer for with their names, as plain data: who is at the keyboard, declarations
//! and answers to them, sign-offs, returned work.

use std::collections::BTreeMap;

use crate::coverage::Stance;
use crate::domain::role::Role;
use crate::store::{AreaStatus, Handshake, Node, RecordRef, SignOff, Since, Thread};

/// Something that a person answers for, to be done or looked at.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Reads who works in the county.
    Staff,
    /// Makes known who is at the keyboard.
    SignIn {
        /// Name.
        person: String,
        /// Role.
        role: Role,
    },
    /// Reads what was declared of a unit and answered to it.
    Stand(RecordRef),
    /// Declares that nothing of a unit is missed.
    Declare {
        /// The unit.
        unit: RecordRef,
        /// Households that there are.
        households: u64,
        /// Persons that there are.
        persons: u64,
    },
    /// Agrees to a declaration.
    Agree(RecordRef),
    /// Disputes a declaration.
    Dispute {
        /// The unit.
        unit: RecordRef,
        /// Why.
        reason: String,
    },
    /// Works out how a small unit stands before its sign-off.
    Weigh(RecordRef),
    /// Adds to what was worked out of a unit what its sign-off shows beside it.
    Explain(Box<Stance>),
    /// Signs a unit.
    Sign {
        /// The unit.
        unit: RecordRef,
        /// Units below whose broken sign-off is accepted, with the reason of each.
        accepted: BTreeMap<RecordRef, String>,
    },
    /// Takes a sign-off back, or says why what was signed was changed.
    Unseal {
        /// The unit.
        unit: RecordRef,
        /// Why.
        reason: String,
        /// Whether the unit is looked at for signing again afterwards.
        signs: bool,
    },
    /// Says why a record was changed, for every sign-off above that the change broke.
    Account {
        /// The record.
        record: RecordRef,
        /// Why.
        reason: String,
    },
    /// Returns a record, or an item of it, with a question.
    Return {
        /// The record.
        record: RecordRef,
        /// The item; none for the whole record.
        item: Option<String>,
        /// The question.
        text: String,
    },
    /// Reads the threads of a record.
    Threads(RecordRef),
    /// Says something in a thread.
    Reply {
        /// The record.
        record: RecordRef,
        /// Id of the thread.
        thread: String,
        /// What is said.
        text: String,
        /// Whether the thread is closed with it.
        closes: bool,
    },
}

/// What came of a deed.
#[derive(Clone, Debug)]
pub enum Told {
    /// Who works in the county.
    Staff(Vec<Colleague>),
    /// Who is at the keyboard now.
    SignedIn(Colleague),
    /// What was declared of a unit.
    Stand(Box<Stand>),
    /// How a unit stands before its sign-off.
    Weighed(Box<Weighed>),
    /// Something was done.
    Done {
        /// Time of day.
        at: String,
        /// Wording key of what was done.
        key: &'static str,
        /// The unit it was done to.
        node: Box<Node>,
        /// A unit to be looked at for signing.
        weigh: Option<RecordRef>,
    },
    /// The threads of a record.
    Threads {
        /// Its line in the tree.
        node: Box<Node>,
        /// The threads, those that are not closed first.
        threads: Vec<Thread>,
    },
    /// A change broke a sign-off, and nobody said why.
    Late {
        /// The record that was changed.
        record: RecordRef,
        /// The unit that was signed.
        unit: Box<Node>,
        /// Who signed it.
        by: String,
    },
}

/// Somebody who works in the county.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What was declared of a unit, beside what is listed of it.
#[derive(Clone, Debug)]
pub struct Stand {
    /// The unit.
    pub node: Node,
    /// What was declared and answered.
    pub handshake: Handshake,
}

/// How a unit stands before its sign-off, with all that is shown beside it.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The unit.
    pub node: Node,
    /// How it stands.
    pub stance: Stance,
    /// What changed since it was signed, with the number and name of each record.
    pub since: Vec<(Since, Node)>,
    /// Units below whose sign-off is broken.
    pub broken: Vec<Node>,
    /// Digest of the answers at and below it.
    pub digest: String,
}

/// Counts of an area, with who answers for what in it.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// The counts.
    pub status: AreaStatus,
    /// Who answers for the area.
    pub own: Answers,
    /// Who answers for each unit one level down, in the order of the counts.
    pub below: Vec<Answers>,
}

/// Who answers for a unit.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The unit.
    pub record: RecordRef,
    /// What was declared and answered.
    pub handshake: Handshake,
    /// The last sign-off, whole or broken.
    pub sign_off: Option<SignOff>,
    /// Whether it was signed, then changed, and nobody said why.
    pub is_unexplained: bool,
    /// Who said why it was changed after the sign-off.
    pub explained_by: Option<String>,
    /// Whole days since an answer was set; none where none was.
    pub days: Option<i64>,
}
