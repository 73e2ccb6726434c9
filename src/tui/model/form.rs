//! A form: the rows of one record, the row under edit, and what is typed there.
//!
//! Group, household, person, and stay share it. What stands below a record (the persons of a
//! household, the stays of a person) is a block among the rows, so that a family is entered from
//! top to bottom without a menu.

use crate::base::message::Message;
use crate::domain::answer::Answer;
use crate::domain::kind::Kind;
use crate::instrument::{Instrument, Item};
use crate::store::{Cell, Finding, RecordRef, Status};
use crate::tui::effect::FormData;

use super::concern::Concern;
use super::flow::OUTCOME;
use super::line::Line;
use super::question::{self, Shape};
use super::rows::rows;
pub use super::rows::{ROSTER, Row};

/// Answers of a household that say that somebody from outside answers for it.
const PROXY: [(&str, &str); 2] = [("disposition", "13"), ("informant", "0")];

/// The item that says by line number who answered.
const INFORMANT: &str = "informant";

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
    /// Presets that were passed over before the record had an answer of its own.
    pub passed: Vec<(String, Answer)>,
    /// The finding that was gone to by its key, and the item of it, by their places.
    pub jump: Option<(usize, usize)>,
    /// The finding that the last answer raised, by its place.
    pub news: Option<usize>,
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
            passed: Vec::new(),
            jump: None,
            news: None,
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
            // A household that was begun is gone on with; its result is offered at the end.
            Spot::Item(id) if id == OUTCOME && self.is_begun(instrument) => {
                self.first_open(instrument)
            }
            Spot::Item(_) => return self.find_item(instrument, spot),
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

    /// Finds the row of an item, the result of a visit too; of any other spot as `find` does.
    #[must_use]
    pub fn find_item(&self, instrument: &Instrument, spot: &Spot) -> usize {
        let Spot::Item(id) = spot else {
            return self.find(instrument, spot);
        };
        let found = self.rows.iter().position(|row| match row {
            Row::Item(cell) => self.item_of(instrument, *cell).is_some_and(|i| i.id == *id),
            _ => false,
        });
        found.or_else(|| self.first_open(instrument)).unwrap_or(0)
    }

    /// Moves the focus to a row and puts what is stored there into the edit line.
    pub fn focus(&mut self, instrument: &Instrument, at: usize) {
        self.at = at.min(self.rows.len().saturating_sub(1));
        self.pick = None;
        self.set_touched = false;
        self.problem = None;
        self.moved = true;
        self.jump = None;
        self.news = None;
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
            .map(|item| self.shape(instrument, item));
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

    /// Remembers half-typed text of the cell under edit, as the store does.
    pub fn hold_draft(&mut self, text: Option<String>) {
        if let Some(Row::Item(cell)) = self.rows.get(self.at)
            && let Some(cell) = self.data.form.cells.get_mut(*cell)
        {
            cell.draft = text;
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

    /// Says how an item of the form is answered.
    #[must_use]
    pub fn shape(&self, instrument: &Instrument, item: &Item) -> Shape {
        if item.id == INFORMANT && item.kind == Kind::Household {
            return Shape::One(question::persons(instrument, &self.data.children));
        }
        question::shape(instrument, item)
    }

    /// Returns what is found on an item.
    pub fn findings_on<'a>(&'a self, item: &'a str) -> impl Iterator<Item = &'a Finding> {
        let record = self.record();
        let on = move |concern: &&Concern| concern.is_on(record, item);
        let concerns = self.data.concerns.iter().filter(on);
        concerns.map(|concern| &concern.finding)
    }

    /// Returns the weightiest finding on an item.
    #[must_use]
    pub fn worst_on<'a>(&'a self, item: &'a str) -> Option<&'a Finding> {
        // They stand in that order already.
        self.findings_on(item).next()
    }

    /// Returns the place of the finding that is told in full: the one gone to, else the one that an
    /// answer just raised, the weightiest on the item under edit, or the first of the form.
    #[must_use]
    pub fn told(&self, instrument: &Instrument) -> Option<usize> {
        let count = self.data.concerns.len();
        let gone_to = self.jump.map(|(concern, _)| concern).or(self.news);
        let item = self.item(instrument).map(|item| item.id.as_str());
        let here = || {
            let mut concerns = self.data.concerns.iter();
            concerns.position(|concern| concern.is_on(self.record(), item.unwrap_or_default()))
        };
        let first = (count > 0).then_some(0);
        gone_to.filter(|at| *at < count).or_else(here).or(first)
    }

    /// Finds the place of a finding among those of the form.
    #[must_use]
    pub fn place_of(&self, finding: &Finding) -> Option<usize> {
        let is_same = |concern: &Concern| {
            let known = &concern.finding;
            known.record == finding.record
                && known.rule == finding.rule
                && known.cell() == finding.cell()
        };
        self.data.concerns.iter().position(is_same)
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
