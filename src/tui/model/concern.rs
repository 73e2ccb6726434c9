//! What was found on a record and around it, with the items to go to.
//!
//! A form shows what rules found on its record, on the stays of a person, and what they found on
//! the household wherever a message names the person.

use crate::domain::kind::Kind;
use crate::instrument::{Branch, Instrument, Level};
use crate::store::{Finding, Node, Note, RecordRef, Standing};

/// Columns of a person that tell persons apart rather than say something of them, or that the
/// program fills.
const APART: [&str; 4] = ["line_no", "name", "disposition", "hh_type"];
/// The derived column that follows from another item, and that item.
const FOLLOWS: (&str, &str) = ("age", "birth_ym");

/// An item that a finding involves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The record that it is of.
    pub record: RecordRef,
    /// The item; empty where none takes the cursor.
    pub item: String,
}

/// A finding with everything it involves.
#[derive(Clone, Debug)]
pub struct Concern {
    /// What was found.
    pub finding: Finding,
    /// The items it involves, those of the record that is shown first.
    pub targets: Vec<Target>,
    /// What was said of it while the values were other ones.
    pub before: Option<Note>,
}

impl Concern {
    /// Works out which items a finding involves: those it points at, and where its message names
    /// persons of the household, what it reads of them.
    #[must_use]
    pub fn new(
        instrument: &Instrument,
        finding: Finding,
        shown: RecordRef,
        members: &[Node],
    ) -> Self {
        let own = |id: &&String| {
            let item = instrument.item(finding.record.kind, id);
            item.is_some_and(|item| !item.hidden)
        };
        let of = |record, item: &str| Target {
            record,
            item: item.to_owned(),
        };
        let pointed = finding.items.iter().filter(own);
        let mut targets: Vec<Target> = pointed.map(|item| of(finding.record, item)).collect();
        let read = read_of_persons(instrument, &finding);
        for member in named(&finding, members) {
            targets.extend(read.iter().map(|item| of(member.record, item)));
        }
        if targets.is_empty() {
            targets.push(of(finding.record, ""));
        }
        targets.sort_by_key(|target| target.record != shown);
        Self {
            finding,
            targets,
            before: None,
        }
    }

    /// Says whether the finding involves an item of a record.
    #[must_use]
    pub fn is_on(&self, record: RecordRef, item: &str) -> bool {
        let on = |target: &Target| target.record == record && target.item == item;
        self.targets.iter().any(on)
    }

    /// Says whether the finding involves a record.
    #[must_use]
    pub fn involves(&self, record: RecordRef) -> bool {
        self.targets.iter().any(|target| target.record == record)
    }

    /// Returns what was said of it, where it is settled.
    #[must_use]
    pub const fn settled(&self) -> Option<&Note> {
        match &self.finding.standing {
            Standing::Open => None,
            Standing::Confirmed(note) | Standing::Excepted(note) => Some(note),
        }
    }

    /// Place in a list: what blocks first, then what asks for a reason, then what is only to be
    /// seen, then what is settled.
    #[must_use]
    pub fn weight(&self) -> (bool, Level) {
        (self.settled().is_some(), self.finding.level)
    }
}

/// Finds the persons whom a message names, as it names them: line number and name.
fn named<'a>(finding: &Finding, members: &'a [Node]) -> Vec<&'a Node> {
    if finding.record.kind != Kind::Household {
        return Vec::new();
    }
    let is_named = |node: &&Node| {
        let name = format!("{} {}", node.number, node.name);
        let mut places = finding.zh.match_indices(&name);
        places.any(|(at, _)| {
            let before = finding
                .zh
                .get(..at)
                .and_then(|text| text.chars().next_back());
            !before.is_some_and(|c| c.is_ascii_digit())
        })
    };
    let named = members.iter().filter(|node| !node.name.is_empty());
    named.filter(is_named).collect()
}

/// Lists the items of persons that the rule of a finding reads.
fn read_of_persons(instrument: &Instrument, finding: &Finding) -> Vec<String> {
    let raised = |branch: &&Branch| {
        branch.kind == finding.record.kind
            && branch.level == finding.level
            && branch.items.first().map_or("", String::as_str) == finding.cell()
    };
    let rule = instrument.rule(&finding.rule);
    let branches = rule.map_or(&[][..], |rule| &rule.branches);
    let mut items = Vec::new();
    for read in branches.iter().filter(raised).flat_map(|b| &b.when.reads) {
        let (derived, from) = FOLLOWS;
        let id = if read.id == derived { from } else { &read.id };
        let is_item = instrument
            .item(Kind::Person, id)
            .is_some_and(|item| !item.hidden);
        let is_new = !items.iter().any(|known| known == id);
        if read.kind == Kind::Person && is_item && is_new && !APART.contains(&id) {
            items.push(id.to_owned());
        }
    }
    items
}
