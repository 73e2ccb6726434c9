//! Code lists: which codes an item takes, in both languages.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::item::Place;
use super::section::Label;

/// One row of a code list.
#[derive(Clone, Debug)]
pub struct Code {
    /// The code as text, leading zeros kept.
    pub code: String,
    /// What it means.
    pub label: Label,
    /// Code of the group it belongs to, in the same list or in the parent list.
    pub parent: Option<String>,
    /// Names of the larger areas it lies in, the largest first; empty for all but places.
    pub within: Vec<Label>,
    /// Whether it takes the record out of the census.
    pub out: bool,
    /// Whether it is offered only where a proxy answers.
    pub proxy: bool,
    /// Whether it is valid where stored but no longer offered.
    pub kept: bool,
    /// Where it is written.
    pub place: Place,
}

/// Which wording the rows of a list must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Chinese and English.
    Both,
    /// Chinese alone: names of places without an English form.
    Chinese,
}

/// A list of codes.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// Name by which items refer to it.
    pub id: String,
    /// Title.
    pub label: Label,
    /// Rows in the order in which they are offered.
    pub rows: Vec<Code>,
    /// Which wording the rows have.
    pub wording: Wording,
    /// In a set, the code that excludes all others.
    pub none: Option<String>,
    /// List that holds the parents, where it is another one.
    pub parent_list: Option<String>,
    /// Where it is declared.
    pub place: Place,
    index: HashMap<String, usize>,
}

impl CodeList {
    pub(super) fn new(id: String, label: Label, rows: Vec<Code>, place: Place) -> Self {
        let index = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.code.clone(), at))
            .collect();
        Self {
            id,
            label,
            rows,
            wording: Wording::Both,
            none: None,
            parent_list: None,
            place,
            index,
        }
    }

    /// Makes a list of what is no code of the questionnaire but is chosen like one: codes and
    /// names, the same in every language.
    #[must_use]
    pub fn of_names(id: &str, names: Vec<(String, String)>) -> Self {
        let label = |text: String| Label {
            zh: text.clone(),
            en: text,
        };
        let row = |(code, name)| Code {
            code,
            label: label(name),
            parent: None,
            within: Vec::new(),
            out: false,
            proxy: false,
            kept: false,
            place: Place::default(),
        };
        let rows = names.into_iter().map(row).collect();
        Self::new(id.to_owned(), label(String::new()), rows, Place::default())
    }

    /// Ends the list with the rows of another one.
    #[must_use]
    pub fn with(mut self, last: &Self) -> Self {
        self.rows.extend(last.rows.iter().cloned());
        Self::new(self.id, self.label, self.rows, self.place)
    }

    /// Finds a row by its code.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.index.get(code).and_then(|at| self.rows.get(*at))
    }

    /// Says whether the code is in the list, offered or kept.
    #[must_use]
    pub fn contains(&self, code: &str) -> bool {
        self.index.contains_key(code)
    }

    /// Lists the rows to offer; `proxy` says whether somebody else answers.
    pub fn offered(&self, proxy: bool) -> impl Iterator<Item = &Code> {
        self.rows
            .iter()
            .filter(move |row| !row.kept && (proxy || !row.proxy))
    }
}

/// All code lists by name.
#[derive(Clone, Debug, Default)]
pub struct Lists(BTreeMap<String, Arc<CodeList>>);

impl Lists {
    /// Finds a list by name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<CodeList>> {
        self.0.get(id)
    }

    /// Goes through the lists by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<CodeList>> {
        self.0.values()
    }

    pub(super) fn insert(&mut self, list: CodeList) -> bool {
        self.0.insert(list.id.clone(), Arc::new(list)).is_none()
    }
}
