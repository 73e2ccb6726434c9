//! Does what the screens ask for: the only folder of the screens that speaks to the store.
//!
//! Short work runs here, so that "saved" is shown only after the disk has it; exports go to the
//! worker, which has a connection of its own.

mod blank;
mod concerns;
mod deed;
mod home;
mod look;
mod minutes;
mod reading;
mod registers;
mod settle;
mod task;
mod undo;
mod write;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::exchange::{embedded_frame, read_frame};
use crate::store::{
    Access, Census, FileState, Passphrase, RecordRef, Setup as StoreSetup, StoreError, Tools, probe,
};

use super::effect::{Effect, Manner, Opened, Outcome};
use super::event::{Event, WorkNews};
use super::model::kept::KEPT;
use super::model::setup::Setup;
use super::worker::Worker;
use blank::Blank;
use minutes::Minutes;
use reading::{forms, read};
use task::task;
use write::{keep, write};

/// A failure on the way to an outcome.
enum Failure {
    Store(StoreError),
    Said(Message),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

type Done = Result<Option<Outcome>, Failure>;

/// Holds the census file for the screens.
pub(super) struct Performer {
    file: PathBuf,
    is_plain: bool,
    tools: Tools,
    census: Option<Census>,
    events: Sender<Event>,
    worker: Worker,
    /// The record whose blank form is shown.
    blank: Option<Blank>,
    /// The household whose forms are worked on, with the time spent.
    minutes: Option<Minutes>,
    /// Folder that is offered for exports and copies; beside the file where none is given.
    output: Option<PathBuf>,
    /// Records that were changed and not looked at yet, the last one last.
    changed: Vec<RecordRef>,
    /// Sign-offs of which it was asked why they were broken.
    asked_why: BTreeSet<(RecordRef, String)>,
}

impl Performer {
    /// Begins with the place of a census file; none is opened yet.
    pub(super) fn new(file: PathBuf, is_plain: bool, tools: Tools, events: Sender<Event>) -> Self {
        let worker = Worker::new(events.clone());
        Self {
            file,
            is_plain,
            tools,
            census: None,
            events,
            worker,
            blank: None,
            minutes: None,
            output: None,
            changed: Vec::new(),
            asked_why: BTreeSet::new(),
        }
    }

    /// Offers a folder for exports and copies that people find again.
    pub(super) fn offering(mut self, output: Option<PathBuf>) -> Self {
        self.output = output;
        self
    }

    /// Begins with an open census file.
    pub(super) fn with(census: Census, tools: Tools, events: Sender<Event>) -> Self {
        let mut performer = Self::new(census.path().to_owned(), false, tools, events);
        performer.census = Some(census);
        performer
    }

    /// Says what is known of the open census file.
    pub(super) fn opened(&self) -> Option<Opened> {
        self.census
            .as_ref()
            .and_then(|census| self.describe(census, false).ok())
    }

    /// Closes the census file.
    pub(super) fn close(&mut self) -> Result<(), StoreError> {
        self.worker.stop();
        self.census.take().map_or(Ok(()), Census::close)
    }

    /// A key was pressed while the forms of this household, or of none, were shown: counts the
    /// time, and stores it once the household is left.
    pub(super) fn work_on(&mut self, household: Option<RecordRef>) -> Option<Outcome> {
        let now = self.tools.clock.monotonic_millis();
        if let Some(minutes) = self.minutes.as_mut().filter(|m| m.is_of(household)) {
            minutes.go_on(now);
            return None;
        }
        let left = self.minutes.take();
        let n_changes = self.census.as_ref().map_or(0, Census::n_changes);
        self.minutes = household.map(|household| Minutes::begin(household, now, n_changes));
        let (Some(left), Some(census)) = (left, self.census.as_mut()) else {
            return None;
        };
        left.store(census)
            .err()
            .map(|error| Outcome::Failed(error.message()))
    }

    /// Does one thing.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Outcome> {
        let opening = matches!(effect, Effect::Create(_) | Effect::Unlock(_));
        match self.attempt(effect) {
            Ok(outcome) => {
                if let Some(changed) = outcome.as_ref().and_then(deed::changed) {
                    self.changed.retain(|known| *known != changed);
                    self.changed.push(changed);
                }
                outcome
            }
            Err(failure) => {
                let message = match failure {
                    Failure::Store(error) => error.message(),
                    Failure::Said(message) => message,
                };
                Some(if opening {
                    Outcome::Refused(message)
                } else {
                    Outcome::Failed(message)
                })
            }
        }
    }

    /// Asks why, where something was signed that was changed; one sign-off a call.
    pub(super) fn account(&mut self) -> Option<Outcome> {
        let census = self.census.as_ref()?;
        while let Some(changed) = self.changed.pop() {
            match deed::late(census, changed, &mut self.asked_why) {
                Ok(None) => {}
                Ok(asked) => return asked,
                Err(error) => return Some(Outcome::Failed(error.message())),
            }
        }
        None
    }

    fn attempt(&mut self, effect: Effect) -> Done {
        match effect {
            Effect::Create(setup) => return self.create(&setup),
            Effect::Unlock(text) => return self.unlock(text),
            Effect::CancelWork(number) => {
                self.worker.cancel(number);
                return Ok(None);
            }
            // The loop itself answers to these.
            Effect::Arm | Effect::Quit => return Ok(None),
            _ => {}
        }
        if let (Effect::OfferPlaces, Some(census)) = (&effect, &self.census) {
            let (folder, copy) = self.places(census);
            return Ok(Some(Outcome::Places { folder, copy }));
        }
        let Some(census) = self.census.as_mut() else {
            return Ok(None);
        };
        if let Some(shown) = self.blank.filter(|shown| shown.concerns(&effect)) {
            return shown.press(census, &mut self.blank, effect);
        }
        match effect {
            Effect::Work { number, job } => {
                match task(census, &self.tools, job) {
                    Ok(task) => self.worker.start(number, task),
                    Err(error) => {
                        let news = WorkNews::Failed(error.message());
                        // A closed channel means that the program is ending.
                        let _ = self.events.send(Event::WorkDone { job: number, news });
                    }
                }
                Ok(None)
            }
            Effect::Write { .. }
            | Effect::Dispose { .. }
            | Effect::Annotate { .. }
            | Effect::Draft { .. }
            | Effect::Undo { .. } => write(census, effect),
            Effect::Confirm { .. } | Effect::Reopen { .. } | Effect::Decide { .. } => {
                settle::settle(census, effect)
            }
            Effect::Deed(asked) => deed::deed(census, asked),
            Effect::Register(ask) => {
                let folders = registers::folders(&self.file, self.output.as_deref());
                registers::attend(census, &folders, ask)
            }
            Effect::Close { household, how } => settle::close(census, household, how),
            Effect::Add { parent, kind } if kind != Kind::Group => {
                blank::show(census, &mut self.blank, parent, kind)
            }
            Effect::Add { parent, kind } => Ok(Some(Outcome::Added {
                record: census.list(parent, kind, None)?,
            })),
            Effect::Neighbor {
                record,
                forward,
                or_add,
            } => neighbor(census, &mut self.blank, record, (forward, or_add)),
            Effect::Remember { .. }
            | Effect::Place(_)
            | Effect::Leave
            | Effect::Rest
            | Effect::NoteBackup => keep(census, effect),
            _ => read(census, effect),
        }
    }

    fn create(&mut self, setup: &Setup) -> Done {
        let frame = if setup.frame.is_empty() {
            embedded_frame()
        } else {
            let read = read_frame(Path::new(&setup.frame), None);
            read.map_err(|error| Failure::Said(error.message()))?
        };
        let bad = |text: &str| Failure::Said(Message::new("tui.setup.bad_date").with("text", text));
        let made = StoreSetup {
            person: setup.name.clone(),
            role: setup.role,
            round: setup.round.parse().map_err(|_| bad(&setup.round))?,
            reference_date: setup.reference.parse().map_err(|_| bad(&setup.reference))?,
        };
        let access = if self.is_plain {
            Access::Plain
        } else {
            Access::Encrypted(Passphrase::new(setup.passphrase.clone()))
        };
        let census = Census::create(&self.file, &access, &made, &frame, self.tools.clone())?;
        let opened = self.describe(&census, true)?;
        self.census = Some(census);
        Ok(Some(Outcome::Opened(Box::new(opened))))
    }

    fn unlock(&mut self, text: String) -> Done {
        let access = match probe(&self.file)? {
            FileState::Plain => Access::Plain,
            _ => Access::Encrypted(Passphrase::new(text)),
        };
        self.take(&access)
    }

    /// Opens the census file, or says why not.
    pub(super) fn open(&mut self, access: &Access) -> Outcome {
        match self.take(access) {
            Ok(outcome) => outcome.unwrap_or(Outcome::NoPlace),
            Err(Failure::Store(error)) => Outcome::Refused(error.message()),
            Err(Failure::Said(message)) => Outcome::Refused(message),
        }
    }

    fn take(&mut self, access: &Access) -> Done {
        let census = Census::open(&self.file, access, self.tools.clone())?;
        let opened = self.describe(&census, false)?;
        self.census = Some(census);
        Ok(Some(Outcome::Opened(Box::new(opened))))
    }

    /// Works out where exports and a copy made now would go.
    fn places(&self, census: &Census) -> (PathBuf, PathBuf) {
        let beside = self.file.parent().unwrap_or(Path::new(""));
        let name = census.clock().now().format("census-%Y%m%d-%H%M.lcen");
        let name = name.to_string();
        match &self.output {
            Some(output) => (output.clone(), output.join(name)),
            None => (beside.join("export"), beside.join(name)),
        }
    }

    fn describe(&self, census: &Census, is_new: bool) -> Result<Opened, StoreError> {
        let county = census.node(census.county())?;
        let (person, role) = census.person();
        let (folder, copy) = self.places(census);
        Ok(Opened {
            county: county.record,
            county_name: county.name,
            county_code: census.round().county_code.clone(),
            round: census.round().year,
            reference_date: census.round().reference_date.to_string(),
            person: person.to_owned(),
            role,
            is_plain: census.is_plain(),
            folder,
            copy,
            is_new,
            look: look::read(census)?,
            kept: census.local(KEPT)?.unwrap_or_default(),
        })
    }
}

fn at(census: &Census) -> String {
    census.clock().now().format("%H:%M:%S").to_string()
}

fn neighbor(
    census: &mut Census,
    slot: &mut Option<Blank>,
    record: RecordRef,
    (forward, or_add): (bool, bool),
) -> Done {
    let found = census.neighbor(record, forward)?;
    let parent = census.node(record)?.parent;
    Ok(Some(match (found, parent) {
        (Some(next), _) => forms(census, next, None, Manner::Replace)?,
        (None, Some(parent)) if or_add => return blank::show(census, slot, parent, record.kind),
        _ => Outcome::NoNeighbor { forward },
    }))
}
