//! The whole of the program's state.

use std::sync::Arc;

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::domain::role::Role;
use crate::instrument::Instrument;
use crate::store::{Finding, Gap, RecordRef};
use crate::tui::effect::Opened;
use crate::wording::Wording;

use super::check::Check;
use super::exchange::Exchange;
use super::find::Find;
use super::form::FormPage;
use super::home::Home;
use super::kept::Kept;
use super::missing::Missing;
use super::overlay::Overlay;
use super::prelist::Prelist;
use super::review::Review;
use super::setup::Setup;
use super::unlock::Unlock;
use super::walk::Walk;

/// Fewest columns in which everything can be reached.
pub const COLUMNS_MIN: u16 = 80;
/// Fewest rows in which everything can be reached.
pub const ROWS_MIN: u16 = 24;

/// How weighty a line of the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Good,
    /// Something to know.
    Plain,
    /// Something asks for a look.
    Ask,
    /// Something failed or is wrong.
    Bad,
}

/// The line in which the program speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// How weighty.
    pub tone: Tone,
    /// What.
    pub message: Message,
}

/// Colors and marks that were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Palette.
    pub theme: crate::tui::theme::Theme,
    /// Whether marks and lines are plain ASCII.
    pub plain_glyphs: bool,
}

/// A page. The set is closed so that the compiler lists what was forgotten.
#[derive(Clone, Debug)]
pub enum Screen {
    /// First run.
    Setup(Box<Setup>),
    /// Passphrase.
    Unlock(Unlock),
    /// First page.
    Home(Box<Home>),
    /// Tree.
    Walk(Walk),
    /// Form of a group, household, person, or stay.
    Form(Box<FormPage>),
    /// List of gaps.
    Missing(Missing),
    /// Search.
    Find(Find),
    /// Completeness by area.
    Review(Box<Review>),
    /// All rules over an area.
    Check(Box<Check>),
    /// Export and backup.
    Exchange(Exchange),
    /// Taking in a register.
    Prelist(Box<Prelist>),
}

/// The state of the program.
#[derive(Clone, Debug)]
pub struct App {
    /// The language and its sentences.
    pub wording: Wording,
    /// The questionnaire.
    pub instrument: Arc<Instrument>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Colors and marks.
    pub appearance: Appearance,
    /// Open pages, the one shown last; never empty.
    pub screens: Vec<Screen>,
    /// What lies over the page, the top one last.
    pub overlays: Vec<Overlay>,
    /// What was typed over a page and is not stored.
    pub kept: Kept,
    /// The household that is being closed, and what was gone to in it.
    pub closing: Option<(RecordRef, Gap)>,
    /// The finding that the form to be opened is to tell.
    pub wanted: Option<Finding>,
    /// People of the county who may be the same person, as the last run of all rules counted them.
    pub twins_found: Option<u64>,
    /// Number of the last job that was handed to the worker.
    pub jobs: u64,
    /// The job that works out how a unit stands before its sign-off.
    pub weighing: Option<u64>,
    /// Runs of all rules that nobody has heard the end of yet.
    pub checks: Vec<u64>,
    /// What the program last said.
    pub said: Option<Said>,
    /// What is known of the open census file.
    pub opened: Option<Opened>,
    /// Time of day of the last durable change.
    pub saved_at: Option<String>,
    /// Whether the language was given in starting the program, so that no other is taken.
    pub is_language_given: bool,
    /// Whether the program goes on.
    pub is_running: bool,
}

impl App {
    /// Begins with a page.
    #[must_use]
    pub fn new(
        wording: Wording,
        instrument: Arc<Instrument>,
        size: (u16, u16),
        appearance: Appearance,
        screen: Screen,
    ) -> Self {
        Self {
            wording,
            instrument,
            size,
            appearance,
            screens: vec![screen],
            overlays: Vec::new(),
            kept: Kept::default(),
            closing: None,
            wanted: None,
            twins_found: None,
            jobs: 0,
            weighing: None,
            checks: Vec::new(),
            said: None,
            opened: None,
            saved_at: None,
            is_language_given: false,
            is_running: true,
        }
    }

    /// Returns the page that is shown.
    ///
    /// # Panics
    /// Never: the first page is never closed.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.screens.last().expect("one page is always open")
    }

    /// Returns the page that is shown, to be changed.
    ///
    /// # Panics
    /// Never: the first page is never closed.
    pub fn screen_mut(&mut self) -> &mut Screen {
        self.screens.last_mut().expect("one page is always open")
    }

    /// Returns the form that is shown, if one is.
    #[must_use]
    pub fn form(&self) -> Option<&FormPage> {
        match self.screen() {
            Screen::Form(page) => Some(page),
            _ => None,
        }
    }

    /// Returns the form that is shown, to be changed.
    pub fn form_mut(&mut self) -> Option<&mut FormPage> {
        match self.screen_mut() {
            Screen::Form(page) => Some(page),
            _ => None,
        }
    }

    /// Says whether leaving the page goes back to a search.
    #[must_use]
    pub fn is_found(&self) -> bool {
        let below = self.screens.iter().rev().nth(1);
        matches!(below, Some(Screen::Find(_)))
    }

    /// Gives a new job its number.
    pub const fn next_job(&mut self) -> u64 {
        self.jobs += 1;
        self.jobs
    }

    /// Says something until the next key.
    pub fn say(&mut self, tone: Tone, message: Message) {
        self.said = Some(Said { tone, message });
    }

    /// Returns a sentence without values.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.wording.text(key)
    }

    /// Returns the record on which commands work: that of the form, or the one selected.
    #[must_use]
    pub fn record(&self) -> Option<RecordRef> {
        match self.screen() {
            Screen::Form(page) => Some(page.data.form.record),
            Screen::Walk(walk) => walk.selected().map(|node| node.record),
            Screen::Missing(missing) => missing.gaps.get(missing.at).map(|gap| gap.record),
            Screen::Review(review) => review.under().map(|unit| unit.record),
            _ => None,
        }
    }

    /// Returns the household on which commands work: that of the form, or the one selected.
    #[must_use]
    pub fn household(&self) -> Option<RecordRef> {
        let around = match self.screen() {
            Screen::Form(page) => page.data.household.as_ref().map(|h| h.node.record),
            Screen::Walk(walk) => walk.household(),
            _ => None,
        };
        let own = self
            .record()
            .filter(|record| record.kind == Kind::Household);
        own.or(around)
    }

    /// Returns the household whose form, or a form in it, is shown and is listed.
    #[must_use]
    pub fn worked_on(&self) -> Option<RecordRef> {
        let page = self.form()?;
        let is_listed = page.data.unlisted.is_none() || page.data.household.is_some();
        self.household().filter(|_| is_listed)
    }

    /// Says whether a question may be laid over the page: not where somebody types, because what
    /// is typed ahead would answer it.
    #[must_use]
    pub fn may_be_asked(&self) -> bool {
        let is_list = matches!(
            self.screen(),
            Screen::Home(_) | Screen::Walk(_) | Screen::Missing(_) | Screen::Review(_)
        );
        is_list && self.overlays.is_empty()
    }

    /// Says whether the window shows nothing but that it is too small.
    #[must_use]
    pub const fn is_too_small(&self) -> bool {
        self.size.0 < COLUMNS_MIN || self.size.1 < ROWS_MIN
    }

    /// Says whether whoever works accepts what hard rules found.
    #[must_use]
    pub fn is_reviewer(&self) -> bool {
        self.opened
            .as_ref()
            .is_some_and(|opened| opened.role > Role::Enumerator)
    }

    /// Returns the path of the area that is looked at; empty for the county.
    #[must_use]
    pub fn area(&self) -> String {
        match self.screen() {
            Screen::Form(page) => page.area(),
            Screen::Walk(walk) => walk.area(),
            Screen::Missing(missing) => missing.area.clone(),
            Screen::Review(review) => review.area(),
            Screen::Check(page) => page.area.clone(),
            _ => String::new(),
        }
    }
}
