//! Items, derived columns, and the conditions that rest on them.

use std::fmt;
use std::sync::Arc;

use crate::domain::kind::Kind;

use super::item_type::ItemType;
use super::list::Lists;
use super::section::Label;
use super::{Malformed, item_type};

/// File and line of the questionnaire where something is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path inside the questionnaire's folder, with `/`.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.file, self.line)
    }
}

/// One item or derived column that an expression reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Read {
    /// Kind of the record that is read.
    pub kind: Kind,
    /// Item or derived column; a read of its reason counts as a read of the item.
    pub id: String,
}

/// An SQL expression over the tables, in the context of one record.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The expression as written.
    pub sql: String,
    /// Items and derived columns it reads directly, sorted.
    pub reads: Vec<Read>,
    /// The items that decide its value: `reads` with derived columns replaced by what they read.
    pub inputs: Vec<Read>,
    /// Columns of the table `round` that it reads, sorted.
    pub settings: Vec<String>,
    /// Figures of units that it reads, sorted.
    pub figures: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

impl Condition {
    pub(super) const fn new(sql: String, place: Place) -> Self {
        Self {
            sql,
            reads: Vec::new(),
            inputs: Vec::new(),
            settings: Vec::new(),
            figures: Vec::new(),
            place,
        }
    }

    /// Says whether the expression looks at further records of a table by a sub-select.
    #[must_use]
    pub fn looks_into(&self, table: &str) -> bool {
        let mut words = self.sql.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let mut before = "";
        words.any(|word| {
            let is_source =
                before.eq_ignore_ascii_case("from") || before.eq_ignore_ascii_case("join");
            if !word.is_empty() {
                before = word;
            }
            is_source && word == table
        })
    }
}

/// When an item must have a value or a reason.
#[derive(Clone, Debug)]
pub enum Required {
    /// Wherever its universe holds.
    Always,
    /// Never; an empty one is complete.
    Never,
    /// The program fills it; it is never a gap and never asked.
    Auto,
    /// Where its universe and this condition hold.
    When(Condition),
}

/// One variable that is asked or kept.
#[derive(Clone, Debug)]
pub struct Item {
    /// Name, the column of the table, and the key in files.
    pub id: String,
    /// Kind of record it belongs to.
    pub kind: Kind,
    /// Section under which it is shown.
    pub section: String,
    /// What values it takes.
    pub item_type: ItemType,
    /// What its number counts: `yuan`, `month`, `mu`, `person`, `household`, `group`, or nothing.
    pub unit: Option<String>,
    /// Further words by which rules choose items, such as `name`.
    pub tags: Vec<String>,
    /// Question as shown.
    pub label: Label,
    /// Form help; both texts empty where none is needed.
    pub help: Label,
    /// Who is asked; none means everybody of this kind.
    pub universe: Option<Condition>,
    /// When an empty one is a gap.
    pub required: Required,
    /// Value that stands while the item has no answer of its own.
    pub derive: Option<Condition>,
    /// Value offered, which becomes the answer when it is passed over.
    pub preset: Option<Condition>,
    /// Whether the head of the household's value goes before the preset.
    pub head_preset: bool,
    /// Reasons offered beside refused, unknown, and proxy.
    pub reasons: Vec<String>,
    /// Reason that is stored when the item is passed over empty.
    pub empty_reason: Option<String>,
    /// The item it is a further part of; the pair counts as one item.
    pub part_of: Option<String>,
    /// The identity number of whose legacy form it is the flag.
    pub legacy_of: Option<String>,
    /// Whether the form leaves it out.
    pub hidden: bool,
    /// Whether it is asked before the persons are listed.
    pub before_roster: bool,
    /// Whether it is no longer asked; its column and answers stay.
    pub retired: bool,
    /// Place in the asking order of its kind, items and derived columns together, from 0.
    pub position: usize,
    /// Where it is written.
    pub place: Place,
}

impl Item {
    /// Brings a typed answer into the form in which it is stored.
    ///
    /// # Errors
    /// Fails for text that is no value of the item's type at all; values that merely break a
    /// rule pass, because whatever a person typed must be storable.
    pub fn canonical(&self, typed: &str, lists: &Lists) -> Result<String, Malformed> {
        if self.tags.iter().any(|tag| tag == "name") {
            return item_type::canonical_name(typed);
        }
        self.item_type.canonical(typed, lists)
    }

    /// Says whether a rule that chooses by `word` means this item.
    #[must_use]
    pub fn answers_to(&self, word: &str) -> bool {
        self.item_type.word() == word
            || self.unit.as_deref() == Some(word)
            || self.tags.iter().any(|tag| tag == word)
    }

    /// Says whether the program fills it by itself.
    #[must_use]
    pub const fn is_auto(&self) -> bool {
        matches!(self.required, Required::Auto)
    }

    /// Column that holds the reason for an empty answer.
    #[must_use]
    pub fn reason_column(&self) -> String {
        format!("{}__reason", self.id)
    }
}

/// A column that is computed from items and never asked.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Name and column.
    pub id: String,
    /// Kind of record it belongs to.
    pub kind: Kind,
    /// What its values are.
    pub item_type: ItemType,
    /// What its number counts.
    pub unit: Option<String>,
    /// What it is called.
    pub label: Label,
    /// Its value.
    pub value: Condition,
    /// Whether it reads the children; universes may not read such a column.
    pub aggregate: bool,
    /// Whether it only serves conditions and stays out of codebooks and exports.
    pub hidden: bool,
    /// Place in the order of its kind, items and derived columns together.
    pub position: usize,
    /// Where it is written.
    pub place: Place,
}

/// An item or a derived column, as met in the order of a kind.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// A variable that is asked or kept.
    Item(&'a Item),
    /// A computed one.
    Derived(&'a Derived),
}

impl<'a> Column<'a> {
    /// Name of the column.
    #[must_use]
    pub fn id(&self) -> &'a str {
        match self {
            Self::Item(item) => &item.id,
            Self::Derived(derived) => &derived.id,
        }
    }

    /// Type of its values.
    #[must_use]
    pub const fn item_type(&self) -> &'a ItemType {
        match self {
            Self::Item(item) => &item.item_type,
            Self::Derived(derived) => &derived.item_type,
        }
    }

    /// Place in the order of its kind.
    #[must_use]
    pub const fn position(&self) -> usize {
        match self {
            Self::Item(item) => item.position,
            Self::Derived(derived) => derived.position,
        }
    }
}
