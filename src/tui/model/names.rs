//! What lies over a page when somebody answers for something with the name: who is at the
//! keyboard, a declaration, the answer to one, a sign-off, a reason, returned work.

use std::collections::BTreeMap;

use crate::coverage::{Block, Why};
use crate::domain::role::Role;
use crate::store::{Node, RecordRef, Thread, ThreadState};
use crate::tui::deed::{Colleague, Stand, Weighed};

use super::line::Line;

/// Who is at the keyboard: one of the staff, or somebody new.
#[derive(Clone, Debug)]
pub struct People {
    /// The staff, who is at the keyboard first.
    pub staff: Vec<Colleague>,
    /// The selected line.
    pub at: usize,
    /// Name of somebody new.
    pub line: Line,
    /// The role of somebody new, once it is asked; the selected one.
    pub role: Option<usize>,
}

impl People {
    /// Begins with the staff; the next one is selected, because it is a switch.
    #[must_use]
    pub fn new(staff: Vec<Colleague>) -> Self {
        Self {
            at: usize::from(staff.len() > 1),
            staff,
            line: Line::default(),
            role: None,
        }
    }

    /// Returns the role that is selected for somebody new.
    #[must_use]
    pub fn new_role(&self) -> Role {
        let at = self.role.unwrap_or(0);
        Role::ALL.get(at).copied().unwrap_or(Role::Enumerator)
    }
}

/// A declaration that nothing of a unit is missed.
#[derive(Clone, Debug)]
pub struct Declare {
    /// The unit, and what was declared before.
    pub stand: Stand,
    /// Households that there are.
    pub households: Line,
    /// Persons that there are.
    pub persons: Line,
    /// Whether the persons are under edit.
    pub is_persons: bool,
}

impl Declare {
    /// Begins with what was declared, else with what is listed.
    #[must_use]
    pub fn new(stand: Stand) -> Self {
        let tally = stand.node.tally;
        let (households, persons) = stand
            .handshake
            .declaration()
            .map_or((tally.households, tally.persons), |declared| {
                (declared.households, declared.persons)
            });
        Self {
            stand,
            households: Line::stored(&households.to_string()),
            persons: Line::stored(&persons.to_string()),
            is_persons: false,
        }
    }

    /// Returns the line under edit.
    #[must_use]
    pub const fn line(&self) -> &Line {
        if self.is_persons {
            &self.persons
        } else {
            &self.households
        }
    }

    /// Returns the line under edit, to be changed.
    pub const fn line_mut(&mut self) -> &mut Line {
        if self.is_persons {
            &mut self.persons
        } else {
            &mut self.households
        }
    }
}

/// A unit before its sign-off.
#[derive(Clone, Debug)]
pub struct Signing {
    /// How it stands.
    pub weighed: Weighed,
    /// Units below whose broken sign-off is accepted, with the reason of each.
    pub accepted: BTreeMap<RecordRef, String>,
    /// The selected line.
    pub at: usize,
}

/// One line of a sign-off.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// Signs.
    Sign,
    /// Something that blocks.
    Block(&'a Block),
    /// A unit below whose broken sign-off may be accepted.
    Accept(&'a Node),
    /// A change since it was signed, by its place.
    Since(usize),
}

impl Signing {
    /// Begins at the first line.
    #[must_use]
    pub const fn new(weighed: Weighed) -> Self {
        Self {
            weighed,
            accepted: BTreeMap::new(),
            at: 0,
        }
    }

    /// Lists what still blocks: broken units that are all accepted do not.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let are_accepted = !self.weighed.broken.is_empty() && self.waiting().next().is_none();
        let blocks = self.weighed.stance.blocks.iter();
        blocks.filter(move |block| block.why != Why::Broken || !are_accepted)
    }

    /// Lists the broken units below that nobody accepted.
    fn waiting(&self) -> impl Iterator<Item = &Node> {
        let broken = self.weighed.broken.iter();
        broken.filter(|node| !self.accepted.contains_key(&node.record))
    }

    /// Lists the lines: what blocks, or the sign-off; then what changed since the last one.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let mut entries: Vec<Entry<'_>> = self.blocks().map(Entry::Block).collect();
        if entries.is_empty() {
            entries.push(Entry::Sign);
        }
        entries.extend(self.waiting().map(Entry::Accept));
        entries.extend((0..self.weighed.since.len()).map(Entry::Since));
        entries
    }
}

/// What a reason, or a question, is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Why a declaration is disputed.
    Dispute(RecordRef),
    /// Why a sign-off is taken back.
    Unseal {
        /// The unit.
        unit: RecordRef,
        /// Whether it is to be signed again at once.
        signs: bool,
    },
    /// Why something signed was changed.
    Late {
        /// The record that was changed.
        record: RecordRef,
        /// The signed unit in words.
        unit: String,
        /// Who signed it.
        by: String,
    },
    /// Why a unit counts although its sign-off is broken.
    Accept(RecordRef),
    /// What is asked of whoever filled something in.
    Return {
        /// The record.
        record: RecordRef,
        /// The item.
        item: Option<String>,
        /// What is returned, in words.
        what: String,
    },
}

impl Wanted {
    /// Wording keys of the reasons that are offered; none where words are wanted.
    #[must_use]
    pub const fn reasons(&self) -> &'static [&'static str] {
        match self {
            Self::Dispute(_) => &["tui.why.left_out", "tui.why.too_many", "tui.why.numbers"],
            Self::Unseal { .. } | Self::Late { .. } => &[
                "tui.why.found_later",
                "tui.why.slip",
                "tui.why.told_later",
                "tui.why.from_above",
            ],
            Self::Accept(_) => &["tui.why.checked", "tui.why.merged"],
            Self::Return { .. } => &[],
        }
    }

    /// Stable word of the kind, with the record that it is about.
    #[must_use]
    pub const fn place(&self) -> (&'static str, RecordRef) {
        match self {
            Self::Dispute(unit) => ("dispute", *unit),
            Self::Unseal { unit, .. } => ("unseal", *unit),
            Self::Late { record, .. } => ("late", *record),
            Self::Accept(unit) => ("accept", *unit),
            Self::Return { record, .. } => ("return", *record),
        }
    }
}

/// A reason or a question under edit.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What it is wanted for.
    pub wanted: Wanted,
    /// What is typed.
    pub line: Line,
    /// The highlighted reason.
    pub at: Option<usize>,
}

impl Ask {
    /// Begins without words.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            line: Line::default(),
            at: None,
        }
    }
}

/// Says whether a thread waits for a reviewer, or for whoever fills in.
fn waits(thread: &Thread, is_reviewer: bool) -> bool {
    let waited = if is_reviewer {
        ThreadState::Answered
    } else {
        ThreadState::Asked
    };
    thread.state == waited
}

/// The threads of a record.
#[derive(Clone, Debug)]
pub struct Letters {
    /// The line of the record in the tree.
    pub node: Node,
    /// The threads, those that are not closed first.
    pub threads: Vec<Thread>,
    /// The thread that is answered.
    pub at: usize,
    /// The answer.
    pub line: Line,
}

impl Letters {
    /// Begins with the first thread that waits for whoever is at the keyboard.
    #[must_use]
    pub fn new(node: Node, threads: Vec<Thread>, is_reviewer: bool) -> Self {
        let at = threads.iter().position(|thread| waits(thread, is_reviewer));
        Self {
            node,
            threads,
            at: at.unwrap_or(0),
            line: Line::default(),
        }
    }

    /// Says whether another thread than the one that is answered waits for the same role.
    #[must_use]
    pub fn has_more(&self, is_reviewer: bool) -> bool {
        let mut threads = self.threads.iter().enumerate();
        threads.any(|(at, thread)| at != self.at && waits(thread, is_reviewer))
    }

    /// Returns the thread that is answered.
    #[must_use]
    pub fn thread(&self) -> Option<&Thread> {
        self.threads.get(self.at)
    }

    /// Says whether the thread that is answered waits for anybody.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let is_open = |thread: &Thread| thread.state != ThreadState::Closed;
        self.thread().is_some_and(is_open)
    }
}
