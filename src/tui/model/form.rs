//! A form: the rows of one record, the row under edit, and what is typed there.
//!
//! Group, household, person, and stay share it. What stands below a record (the persons of a
//! household, the stays of a person) is a block among the rows, so that a family is entered from
//! top to bottom without a menu.

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::instrument::{Instrument, Item, Level};
use crate::store::{Cell, Finding, NodeState, RecordRef, Status};
use crate::tui::effect::FormData;

use super::line::Line;
use super::question::{self, Shape};
use super::rows::rows;
pub use super::rows::{ROSTER, Row};

/// The item that holds the result of a visit, asked first, and the code that is offered for it.
const OUTCOME: (&str, &str) = ("disposition", "11");

/// Answers of a household that say that somebody from outside answers for it.
const PROXY: [(&str, &str); 2] = [("disposition", "13"), ("informant", "0")];

/// Where the focus is to be after the rows were built anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The first row that needs something.
    Open,
    /// An item.
    Item(String),
    /// A record below.
    Child(RecordRef),
    /// What comes after the records below.
    AfterChildren,
    /// The line that lists a new record.
    Add,
    /// The end.
    Done,
}

/// State of a form.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// What the store says.
    pub data: FormData,
    /// The lines.
    pub rows: Vec<Row>,
    /// The line under edit.
    pub at: usize,
    /// What is typed there.
    pub line: Line,
    /// The highlighted choice, once arrows moved it.
    pub pick: Option<usize>,
    /// The codes of a set under edit.
    pub set: Vec<String>,
    /// Whether the set differs from what is stored.
    pub set_touched: bool,
    /// What is left of a code that its first digits settled, should it be typed on.
    pub rest: String,
    /// What is wrong with what is typed.
    pub problem: Option<Message>,
    /// The half-typed text that is kept already.
    pub drafted: Option<String>,
    /// Whether the place is still to be remembered.
    pub moved: bool,
    /// Where to stand when the form above is left.
    pub coming_back: Option<Spot>,
    by_proxy: bool,
}

impl FormPage {
    /// Opens a form.
    #[must_use]
    pub fn new(instrument: &Instrument, data: FormData, spot: &Spot) -> Self {
        let mut page = Self {
            data,
            rows: Vec::new(),
            at: 0,
            line: Line::default(),
            pick: None,
            set: Vec::new(),
            set_touched: false,
            rest: String::new(),
            problem: None,
            drafted: None,
            moved: true,
            coming_back: None,
            by_proxy: false,
        };
        page.lay_out(instrument);
        let at = page.find(instrument, spot);
        page.focus(instrument, at);
        page
    }

    /// Works out what follows from the data.
    fn lay_out(&mut self, instrument: &Instrument) {
        self.rows = rows(instrument, &self.data);
        self.by_proxy = match &self.data.household {
            Some(household) => household.is_by_proxy,
            None => {
                self.record().kind == Kind::Household
                    && is_by_proxy(instrument, &self.data.form.cells)
            }
        };
    }

    /// Returns the record.
    #[must_use]
    pub const fn record(&self) -> RecordRef {
        self.data.form.record
    }

    /// Returns the path of the village that holds the record.
    #[must_use]
    pub fn area(&self) -> String {
        let trail = &self.data.form.trail;
        let village = trail.iter().find(|node| node.record.kind == Kind::Village);
        village.map_or_else(
            || self.data.form.node.path.clone(),
            |node| node.path.clone(),
        )
    }

    /// Takes what the store says now and keeps the focus where it was.
    pub fn refresh(&mut self, instrument: &Instrument, data: FormData) {
        let spot = self.spot(instrument);
        self.data = data;
        self.lay_out(instrument);
        self.at = self.find(instrument, &spot);
    }

    /// Says where the focus is, in words that outlast a change of the rows.
    #[must_use]
    pub fn spot(&self, instrument: &Instrument) -> Spot {
        match self.rows.get(self.at) {
            Some(Row::Item(cell)) => self
                .item_of(instrument, *cell)
                .map_or(Spot::Open, |item| Spot::Item(item.id.clone())),
            Some(Row::Child(at)) => self
                .data
                .children
                .get(*at)
                .map_or(Spot::Add, |node| Spot::Child(node.record)),
            Some(Row::Add(_)) => Spot::Add,
            Some(Row::Done) => Spot::Done,
            Some(Row::Section(_)) | None => Spot::Open,
        }
    }

    /// Finds the row of a spot.
    #[must_use]
    pub fn find(&self, instrument: &Instrument, spot: &Spot) -> usize {
        let found = match spot {
            Spot::Open => self.first_open(instrument),
            Spot::Item(id) => self.rows.iter().position(|row| match row {
                Row::Item(cell) => self.item_of(instrument, *cell).is_some_and(|i| i.id == *id),
                _ => false,
            }),
            Spot::Child(record) => self.rows.iter().position(|row| match row {
                Row::Child(at) => self
                    .data
                    .children
                    .get(*at)
                    .is_some_and(|n| n.record == *record),
                _ => false,
            }),
            Spot::AfterChildren => {
                let add = self.rows.iter().position(|row| matches!(row, Row::Add(_)));
                add.map(|add| self.next_row(instrument, add))
            }
            Spot::Add => self.rows.iter().position(|row| matches!(row, Row::Add(_))),
            Spot::Done => self.rows.iter().position(|row| *row == Row::Done),
        };
        found.or_else(|| self.first_open(instrument)).unwrap_or(0)
    }

    /// Moves the focus to a row and puts what is stored there into the edit line.
    pub fn focus(&mut self, instrument: &Instrument, at: usize) {
        self.at = at.min(self.rows.len().saturating_sub(1));
        self.pick = None;
        self.set_touched = false;
        self.problem = None;
        self.moved = true;
        self.set.clear();
        self.line = Line::default();
        let Some(cell) = self.cell() else {
            self.drafted = None;
            return;
        };
        let value = cell.value.clone().unwrap_or_default();
        let draft = cell.draft.clone();
        self.drafted.clone_from(&draft);
        let shape = self
            .item(instrument)
            .map(|item| question::shape(instrument, item));
        match shape {
            Some(Shape::Set(..)) => self.set = question::codes(&value),
            Some(Shape::Text) => self.line = Line::stored(&value),
            Some(Shape::One(_)) | None => {}
        }
        if let Some(draft) = draft {
            self.line = Line::draft(&draft);
        }
    }

    /// Returns the cell under edit.
    #[must_use]
    pub fn cell(&self) -> Option<&Cell> {
        match self.rows.get(self.at)? {
            Row::Item(cell) => self.data.form.cells.get(*cell),
            _ => None,
        }
    }

    /// Returns the item under edit.
    #[must_use]
    pub fn item<'a>(&self, instrument: &'a Instrument) -> Option<&'a Item> {
        match self.rows.get(self.at)? {
            Row::Item(cell) => self.item_of(instrument, *cell),
            _ => None,
        }
    }

    /// Returns the item of a cell.
    #[must_use]
    pub fn item_of<'a>(&self, instrument: &'a Instrument, cell: usize) -> Option<&'a Item> {
        let index = self.data.form.cells.get(cell)?.item;
        instrument.items(self.record().kind).get(index)
    }

    /// Returns what is found on an item.
    pub fn findings_on<'a>(&'a self, item: &'a str) -> impl Iterator<Item = &'a Finding> {
        let record = self.record();
        let on = move |f: &&Finding| f.record == record && f.items.iter().any(|id| id == item);
        self.data.form.findings.iter().filter(on)
    }

    /// Returns the weightiest finding on an item.
    #[must_use]
    pub fn worst_on<'a>(&'a self, item: &'a str) -> Option<&'a Finding> {
        self.findings_on(item)
            .min_by_key(|finding| (finding.level, finding.is_confirmed))
    }

    /// Returns the code that is offered for the result of the visit while there is none.
    #[must_use]
    pub fn offered_outcome(&self, item: &Item, cell: &Cell) -> Option<&'static str> {
        let open = matches!(cell.status, Status::Missing | Status::Empty) && cell.value.is_none();
        (item.kind == Kind::Household && item.id == OUTCOME.0 && open).then_some(OUTCOME.1)
    }

    /// Says whether the proxy codes of a list are offered: somebody else answers for the house.
    #[must_use]
    pub const fn is_by_proxy(&self) -> bool {
        self.by_proxy
    }

    /// Counts cells that are asked, and those of them that are answered.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let asked = |cell: &&Cell| {
            !matches!(
                cell.status,
                Status::NotApplicable | Status::NotReached | Status::Automatic
            )
        };
        let shown = self.rows.iter().filter_map(|row| match row {
            Row::Item(cell) => self.data.form.cells.get(*cell),
            _ => None,
        });
        let cells = shown.filter(asked);
        let (mut answered, mut all) = (0, 0);
        for cell in cells {
            all += 1;
            let open = matches!(
                cell.status,
                Status::Missing | Status::Preset | Status::Empty
            );
            answered += usize::from(!open);
        }
        (answered, all)
    }

    /// Finds the first row that needs something, else the first that can be edited.
    fn first_open(&self, instrument: &Instrument) -> Option<usize> {
        let needs = |at: &usize| self.needs(instrument, *at);
        let lines = 0..self.rows.len();
        lines.clone().find(needs).or_else(|| {
            lines
                .into_iter()
                .find(|at| !matches!(self.rows.get(*at), Some(Row::Section(_))))
        })
    }

    /// Says whether a row has a gap.
    #[must_use]
    pub fn needs(&self, instrument: &Instrument, at: usize) -> bool {
        match self.rows.get(at) {
            Some(Row::Item(cell)) => {
                let Some(shown) = self.data.form.cells.get(*cell) else {
                    return false;
                };
                let item = self.item_of(instrument, *cell);
                let outcome = item.is_some_and(|i| self.offered_outcome(i, shown).is_some());
                let id = item.map_or("", |item| item.id.as_str());
                let hard = self
                    .findings_on(id)
                    .any(|f| f.level == Level::Hard && !f.is_confirmed);
                shown.is_missing() || outcome || hard
            }
            Some(Row::Child(at)) => self.data.children.get(*at).is_some_and(is_open),
            Some(Row::Add(_)) => self.data.children.is_empty(),
            _ => false,
        }
    }

    /// Finds the next row with a gap after the one under edit, around the end.
    #[must_use]
    pub fn next_gap(&self, instrument: &Instrument) -> Option<usize> {
        let count = self.rows.len();
        (1..count)
            .map(|step| (self.at + step) % count)
            .find(|at| self.needs(instrument, *at))
    }

    /// Finds the row that Enter goes to.
    #[must_use]
    pub fn next_row(&self, instrument: &Instrument, from: usize) -> usize {
        let last = self.rows.len().saturating_sub(1);
        let lists_none = self.data.children.is_empty();
        (from + 1..self.rows.len())
            .find(|at| match self.rows.get(*at) {
                Some(Row::Item(cell)) => self.data.form.cells.get(*cell).is_some_and(|cell| {
                    !matches!(
                        cell.status,
                        Status::Derived
                            | Status::Inherited
                            | Status::NotReached
                            | Status::Automatic
                            | Status::NotApplicable
                    )
                }),
                Some(Row::Child(_)) => self.needs(instrument, *at),
                Some(Row::Add(_)) => {
                    lists_none && !matches!(self.rows.get(from), Some(Row::Add(_)))
                }
                Some(Row::Done) => true,
                _ => false,
            })
            .unwrap_or(last)
    }

    /// Finds the next row in a direction that can be visited.
    #[must_use]
    pub fn step(&self, forward: bool) -> usize {
        let visitable = |at: &usize| !matches!(self.rows.get(*at), Some(Row::Section(_)) | None);
        let found = if forward {
            (self.at + 1..self.rows.len()).find(visitable)
        } else {
            (0..self.at).rev().find(visitable)
        };
        found.unwrap_or(self.at)
    }
}

/// Says whether somebody from outside answers for a household, by its cells.
#[must_use]
pub fn is_by_proxy(instrument: &Instrument, cells: &[Cell]) -> bool {
    let items = instrument.items(Kind::Household);
    PROXY.iter().any(|(id, value)| {
        let held = cells
            .iter()
            .find(|cell| items.get(cell.item).is_some_and(|item| item.id == *id));
        held.is_some_and(|cell| cell.value.as_deref() == Some(*value))
    })
}

fn is_open(node: &crate::store::Node) -> bool {
    matches!(node.state, NodeState::NotStarted | NodeState::InProgress)
}
