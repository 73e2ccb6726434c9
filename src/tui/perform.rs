//! Does what the screens ask for: the only file of the screens that speaks to the store.
//!
//! Short work runs here, so that "saved" is shown only after the disk has it; exports go to the
//! worker, which has a connection of its own.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use crate::base::message::Message;
use crate::domain::kind::Kind;
use crate::exchange::{ExportRequest, embedded_frame, read_frame};
use crate::store::{
    Access, Census, Node, Passphrase, RecordRef, Setup as StoreSetup, StoreError, Tools, Window,
    probe,
};

use super::effect::{Effect, FormData, HomeData, Job, Manner, Opened, Outcome};
use super::event::{Event, WorkNews};
use super::model::find::HITS_MAX;
use super::model::missing;
use super::model::setup::Setup;
use super::model::walk;
use super::worker::{Task, Worker};

/// Persons of a household, or stays of a person, that are read for a form.
const CHILDREN_MAX: usize = 99;
/// Visits of a household that are read for a form.
const VISITS_MAX: usize = 20;

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
        }
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
            .and_then(|census| describe(census, &self.file, false).ok())
    }

    /// Closes the census file.
    pub(super) fn close(&mut self) -> Result<(), StoreError> {
        self.worker.stop();
        self.census.take().map_or(Ok(()), Census::close)
    }

    /// Does one thing.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Outcome> {
        let opening = matches!(effect, Effect::Create(_) | Effect::Unlock(_));
        match self.attempt(effect) {
            Ok(outcome) => outcome,
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

    fn attempt(&mut self, effect: Effect) -> Done {
        match effect {
            Effect::Create(setup) => return self.create(&setup),
            Effect::Unlock(text) => return self.unlock(text),
            Effect::CancelWork => {
                self.worker.cancel();
                return Ok(None);
            }
            // The loop itself answers to these.
            Effect::Arm | Effect::Quit => return Ok(None),
            _ => {}
        }
        let Some(census) = self.census.as_mut() else {
            return Ok(None);
        };
        match effect {
            Effect::Work(job) => {
                work(census, &self.tools, &self.worker, &self.events, job);
                Ok(None)
            }
            Effect::Write { .. }
            | Effect::Dispose { .. }
            | Effect::Annotate { .. }
            | Effect::Draft { .. }
            | Effect::Place(_)
            | Effect::Undo
            | Effect::Leave
            | Effect::Rest
            | Effect::Add { .. }
            | Effect::Neighbor { .. } => write(census, effect),
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
        let opened = describe(&census, &self.file, true)?;
        self.census = Some(census);
        Ok(Some(Outcome::Opened(Box::new(opened))))
    }

    fn unlock(&mut self, text: String) -> Done {
        let access = match probe(&self.file)? {
            crate::store::FileState::Plain => Access::Plain,
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
        let opened = describe(&census, &self.file, false)?;
        self.census = Some(census);
        Ok(Some(Outcome::Opened(Box::new(opened))))
    }
}

fn describe(census: &Census, file: &Path, is_new: bool) -> Result<Opened, StoreError> {
    let county = census.node(census.county())?;
    let (person, role) = census.person();
    let beside = file.parent().unwrap_or(Path::new(""));
    Ok(Opened {
        county: county.record,
        county_name: county.name,
        county_code: census.round().county_code.clone(),
        round: census.round().year,
        reference_date: census.round().reference_date.to_string(),
        person: person.to_owned(),
        role: role.key(),
        is_plain: census.is_plain(),
        folder: beside.join("export"),
        is_new,
    })
}

fn at(census: &Census) -> String {
    census.clock().now().format("%H:%M:%S").to_string()
}

fn write(census: &mut Census, effect: Effect) -> Done {
    Ok(Some(match effect {
        Effect::Write {
            record,
            answers,
            then,
        } => {
            census.apply(record, &answers)?;
            let data = Box::new(form(census, record)?);
            Outcome::Stored {
                data,
                at: at(census),
                then,
            }
        }
        Effect::Dispose {
            record,
            code,
            remark,
            then,
        } => {
            census.dispose(record, &code, remark.as_deref())?;
            let data = Box::new(form(census, record)?);
            Outcome::Stored {
                data,
                at: at(census),
                then,
            }
        }
        Effect::Annotate { record, item, text } => {
            census.annotate(record, item.as_deref(), &text)?;
            let data = Box::new(form(census, record)?);
            Outcome::Stored {
                data,
                at: at(census),
                then: super::effect::Then::Stay,
            }
        }
        Effect::Draft { record, item, text } => {
            census.save_draft(record, &item, text.as_deref())?;
            Outcome::Kept { at: at(census) }
        }
        Effect::Place(place) => {
            census.set_place(&place)?;
            return Ok(None);
        }
        Effect::Undo => Outcome::Undone(census.undo()?),
        Effect::Leave => {
            census.leave()?;
            return Ok(None);
        }
        Effect::Rest => {
            census.rest()?;
            return Ok(None);
        }
        Effect::Add { parent, kind } => Outcome::Added {
            record: census.list(parent, kind, None)?,
        },
        Effect::Neighbor {
            record,
            forward,
            or_add,
        } => {
            let found = census.neighbor(record, forward)?;
            let parent = census.node(record)?.parent;
            let next = match (found, parent) {
                (None, Some(parent)) if or_add => Some(census.list(parent, record.kind, None)?),
                (found, _) => found,
            };
            let Some(next) = next else {
                return Ok(Some(Outcome::NoNeighbor { forward }));
            };
            forms(census, next, None, Manner::Replace)?
        }
        _ => return Ok(None),
    }))
}

fn read(census: &Census, effect: Effect) -> Done {
    Ok(Some(match effect {
        Effect::LoadHome => Outcome::Home(Box::new(home(census)?)),
        Effect::Resume => match census.place()? {
            Some(place) => forms(census, place.record, place.item, Manner::Chain)?,
            None => Outcome::NoPlace,
        },
        Effect::LoadColumn {
            column,
            parent,
            kind,
            after,
        } => {
            let goes_on = after.is_some();
            let window = Window {
                after,
                limit: walk::PAGE,
            };
            let nodes = census.children(parent, kind, &window)?;
            Outcome::Column {
                column,
                parent,
                nodes,
                goes_on,
            }
        }
        Effect::LocateTree(record) => tree(census, record)?,
        Effect::Open {
            record,
            item,
            manner,
        } => forms(census, record, item, manner)?,
        Effect::OpenPath { path, manner } => forms(census, census.area(&path)?, None, manner)?,
        Effect::Gaps { area, after } => gaps(census, area, after)?,
        Effect::NextGap { area, after } => {
            let last = census.instrument().items(after.kind).last();
            let after = Some((after, last.map(|item| item.id.as_str())));
            let behind = census.next_gap(&area, after)?;
            // Around the end: what stands before is as open as what comes after.
            let next = if behind.is_some() {
                behind
            } else {
                census.next_gap(&area, None)?
            };
            match next {
                Some(gap) if matches!(gap.record.kind, Kind::Village) => Outcome::NoGap,
                Some(gap) => forms(census, gap.record, gap.item, Manner::Chain)?,
                None => Outcome::NoGap,
            }
        }
        Effect::Find(query) => {
            let hits = census.find(&query, HITS_MAX)?;
            Outcome::Found { query, hits }
        }
        Effect::Status(area) => {
            let area = Some(area).filter(|area| !area.is_empty());
            Outcome::Status(Box::new(census.status(area.as_deref())?))
        }
        _ => return Ok(None),
    }))
}

fn form(census: &Census, record: RecordRef) -> Result<FormData, StoreError> {
    let children = |kind, limit| census.children(record, kind, &Window::first(limit));
    Ok(FormData {
        form: census.form(record)?,
        children: match record.kind {
            Kind::Household => children(Kind::Person, CHILDREN_MAX)?,
            Kind::Person => children(Kind::Episode, CHILDREN_MAX)?,
            _ => Vec::new(),
        },
        visits: match record.kind {
            Kind::Household => children(Kind::Visit, VISITS_MAX)?,
            _ => Vec::new(),
        },
    })
}

fn forms(
    census: &Census,
    record: RecordRef,
    item: Option<String>,
    manner: Manner,
) -> Result<Outcome, StoreError> {
    let mut forms = Vec::new();
    if manner == Manner::Chain {
        for above in census.trail(record)? {
            if matches!(above.record.kind, Kind::Household | Kind::Person) {
                forms.push(form(census, above.record)?);
            }
        }
    }
    forms.push(form(census, record)?);
    Ok(Outcome::Forms {
        forms,
        item,
        manner,
    })
}

fn home(census: &Census) -> Result<HomeData, StoreError> {
    let after = census.place()?;
    let after = after
        .as_ref()
        .map(|place| (place.record, place.item.as_deref()));
    let behind = census.next_gap("", after)?;
    let next = if behind.is_some() {
        behind
    } else {
        census.next_gap("", None)?
    };
    let now = census.clock().now();
    let backup = census.last_backup()?;
    Ok(HomeData {
        status: census.status(None)?,
        next,
        today: census.done_on(&now.format("%Y-%m-%d").to_string())?,
        backup_days: backup.map(|then| (now - then).num_days()),
        gaps: census.gap_counts(census.county())?,
    })
}

fn tree(census: &Census, record: RecordRef) -> Result<Outcome, StoreError> {
    let mut chain: Vec<RecordRef> = census
        .trail(record)?
        .into_iter()
        .map(|node| node.record)
        .collect();
    chain.push(record);
    chain.retain(|unit| unit.kind == Kind::County || walk::KINDS.contains(&unit.kind));
    let selected: Vec<RecordRef> = chain.iter().skip(1).copied().collect();
    let mut columns = Vec::new();
    for (at, kind) in walk::KINDS.iter().enumerate().take(selected.len().max(1)) {
        let Some(parent) = chain.get(at) else { break };
        let sought = selected.get(at).copied();
        columns.push((*parent, children_to(census, *parent, *kind, sought)?));
    }
    Ok(Outcome::Tree { columns, selected })
}

/// Reads the children of a unit, page by page, until the one that is sought is among them.
fn children_to(
    census: &Census,
    parent: RecordRef,
    kind: Kind,
    sought: Option<RecordRef>,
) -> Result<Vec<Node>, StoreError> {
    let mut window = Window::first(walk::PAGE);
    let mut nodes: Vec<Node> = Vec::new();
    loop {
        let page = census.children(parent, kind, &window)?;
        let is_last = page.len() < walk::PAGE;
        let is_there = page.iter().any(|node| Some(node.record) == sought);
        window.after = page.last().map(|node| (node.path.clone(), node.record.id));
        nodes.extend(page);
        if is_last || is_there || sought.is_none() {
            return Ok(nodes);
        }
    }
}

fn gaps(census: &Census, area: String, after: Option<String>) -> Result<Outcome, StoreError> {
    let record = if area.is_empty() {
        census.county()
    } else {
        census.area(&area)?
    };
    Ok(Outcome::Gaps {
        gaps: census.gaps(&area, after.as_deref(), missing::PAGE)?,
        counts: census.gap_counts(record)?,
        name: census.node(record)?.name,
        area,
        after,
    })
}

fn work(census: &mut Census, tools: &Tools, worker: &Worker, events: &Sender<Event>, job: Job) {
    let news = match job {
        Job::Export { area, out } => {
            let request = ExportRequest {
                area: Some(area),
                out,
                replace: false,
            };
            match census.reader() {
                Ok(reader) => {
                    worker.start(Task {
                        reader,
                        request,
                        clock: tools.clock.clone(),
                    });
                    return;
                }
                Err(error) => WorkNews::Failed(error.message()),
            }
        }
        Job::Backup { out } => match census.backup(&out, false) {
            Ok(copied) => WorkNews::Finished {
                lines: vec![
                    (
                        "tui.exchange.file".to_owned(),
                        copied.path.display().to_string(),
                    ),
                    ("tui.exchange.bytes".to_owned(), copied.bytes.to_string()),
                ],
            },
            Err(error) => WorkNews::Failed(error.message()),
        },
    };
    // A closed channel means that the program is ending; there is nobody to tell.
    let _ = events.send(Event::WorkDone(news));
}
