//! The questionnaire as a whole.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::kind::Kind;

use super::fault::InstrumentError;
use super::figure::Figure;
use super::item::{Column, Condition, Derived, Item, Place};
use super::list::Lists;
use super::rule::Rule;
use super::section::{Label, Section};
use super::setting::Setting;
use super::{Malformed, compile, embedded, lint, load, number};

/// Environment variable that names a folder to take the questionnaire from.
pub const FOLDER_VARIABLE: &str = "LABOR_CENSUS_INSTRUMENT";

/// Items and derived columns of one kind of record.
#[derive(Clone, Debug, Default)]
pub struct KindItems {
    /// Items in asking order.
    pub items: Vec<Item>,
    /// Derived columns in order.
    pub derived: Vec<Derived>,
    /// Which records of the kind are asked at all; none means all.
    pub universe: Option<Condition>,
}

/// An item of the registry: once released, its type stays.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Kind of record.
    pub kind: Kind,
    /// Name of the item.
    pub id: String,
    /// Type word it was released with.
    pub type_word: String,
    /// Where it is written.
    pub place: Place,
}

/// The questionnaire: loaded, compiled, and free of faults.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Edition; grows with each change of items, types, codes, or universes.
    pub edition: u32,
    /// Title.
    pub title: Label,
    /// Sections in order, all kinds together.
    pub sections: Vec<Section>,
    /// Code lists by name.
    pub lists: Lists,
    /// Rules in the order of the catalog.
    pub rules: Vec<Rule>,
    /// Figures of units, for area rules.
    pub figures: Vec<Figure>,
    /// Settings of a round.
    pub settings: Vec<Setting>,
    /// Items ever released.
    pub registry: Vec<Registered>,
    pub(super) kinds: BTreeMap<Kind, KindItems>,
}

impl Instrument {
    /// Loads the questionnaire that the program carries.
    ///
    /// # Errors
    /// Fails only if the program was built with a broken one, which the tests prevent.
    pub fn embedded() -> Result<Self, InstrumentError> {
        let mut instrument = load::read(&load::Source::from_pairs(embedded::FILES))?;
        compile::compile(&mut instrument)?;
        Ok(instrument)
    }

    /// Loads the questionnaire from a folder and examines it in full.
    ///
    /// # Errors
    /// Fails when the folder cannot be read, and with every fault found when it is broken.
    pub fn from_folder(folder: &Path) -> Result<Self, InstrumentError> {
        let mut instrument = load::read(&load::Source::from_folder(folder)?)?;
        let trial = compile::compile(&mut instrument)?;
        lint::lint(&instrument, &trial)?;
        Ok(instrument)
    }

    /// Loads the questionnaire that the environment names, else the one the program carries.
    ///
    /// # Errors
    /// Fails as [`Self::from_folder`] and [`Self::embedded`] do.
    pub fn open() -> Result<Self, InstrumentError> {
        match std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()) {
            Some(folder) => Self::from_folder(Path::new(&folder)),
            None => Self::embedded(),
        }
    }

    /// Lists the items of a kind in asking order, retired and hidden ones included.
    #[must_use]
    pub fn items(&self, kind: Kind) -> &[Item] {
        self.kinds.get(&kind).map_or(&[], |part| &part.items)
    }

    /// Lists the derived columns of a kind in order.
    #[must_use]
    pub fn derived(&self, kind: Kind) -> &[Derived] {
        self.kinds.get(&kind).map_or(&[], |part| &part.derived)
    }

    /// Lists items and derived columns of a kind together, in order.
    #[must_use]
    pub fn columns(&self, kind: Kind) -> Vec<Column<'_>> {
        let items = self.items(kind).iter().map(Column::Item);
        let derived = self.derived(kind).iter().map(Column::Derived);
        let mut all: Vec<Column<'_>> = items.chain(derived).collect();
        all.sort_by_key(Column::position);
        all
    }

    /// Finds an item.
    #[must_use]
    pub fn item(&self, kind: Kind, id: &str) -> Option<&Item> {
        self.items(kind).iter().find(|item| item.id == id)
    }

    /// Finds an item or derived column.
    #[must_use]
    pub fn column(&self, kind: Kind, id: &str) -> Option<Column<'_>> {
        let derived = || self.derived(kind).iter().find(|derived| derived.id == id);
        self.item(kind, id)
            .map(Column::Item)
            .or_else(|| derived().map(Column::Derived))
    }

    /// Condition under which records of the kind are asked at all; none means all.
    #[must_use]
    pub fn kind_universe(&self, kind: Kind) -> Option<&Condition> {
        self.kinds
            .get(&kind)
            .and_then(|part| part.universe.as_ref())
    }

    /// Lists the sections of a kind in order.
    pub fn sections(&self, kind: Kind) -> impl Iterator<Item = &Section> {
        self.sections
            .iter()
            .filter(move |section| section.kind == kind)
    }

    /// Finds a rule.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Lists the further parts of an item, such as the amount of arrears.
    pub fn parts<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Item> {
        let same = move |part: &&Item| part.part_of.as_deref() == Some(item.id.as_str());
        self.items(item.kind).iter().filter(same)
    }

    /// Brings a typed answer into stored form, with the values that come with it: an identity
    /// number also sets the flag that says whether it was typed in its legacy form.
    ///
    /// # Errors
    /// Fails as [`Item::canonical`] does.
    pub fn entry(&self, item: &Item, typed: &str) -> Result<Vec<(String, String)>, Malformed> {
        let value = item.canonical(typed, &self.lists)?;
        let mut entry = vec![(item.id.clone(), value)];
        let flags = self.items(item.kind).iter();
        for flag in flags.filter(|flag| flag.legacy_of.as_deref() == Some(item.id.as_str())) {
            let plain = crate::base::text::fold_width(typed);
            let legacy = if number::is_legacy(&plain) { "1" } else { "0" };
            entry.push((flag.id.clone(), legacy.to_owned()));
        }
        Ok(entry)
    }
}
