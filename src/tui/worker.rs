//! The worker: one thread, one job at a time, a read connection of its own.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::JoinHandle;

use crate::base::clock::Clock;
use crate::base::message::Message;
use crate::check::{self, Found, Step};
use crate::exchange::{ExportError, ExportProgress, ExportRequest, Exported, export};
use crate::instrument::Branch;
use crate::store::{Copied, Copier, Reader, RecordRef, StoreError};

use super::event::{Event, WorkNews};

/// Findings that compare units which are kept for the page; the verb lists them all.
const ASKED_MAX: usize = 5_000;

/// A job with all it needs away from the screens.
pub(super) enum Task {
    /// An export to be made.
    Export {
        /// Connection to read through.
        reader: Reader,
        /// What and where.
        request: ExportRequest,
        /// Time of the manifest.
        clock: Clock,
    },
    /// All rules to be run over an area.
    Check {
        /// Connection to read through.
        reader: Reader,
        /// The area.
        area: RecordRef,
    },
    /// A verified copy to be made.
    Copy {
        /// What makes it.
        copier: Copier,
        /// File to write.
        out: PathBuf,
        /// Whether a file that is there already is replaced.
        replace: bool,
    },
}

/// The thread and the way to it.
pub(super) struct Worker {
    tasks: Option<Sender<Task>>,
    canceled: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; it sleeps until there is a task.
    pub(super) fn new(events: Sender<Event>) -> Self {
        let (tasks, waiting) = mpsc::channel::<Task>();
        let canceled = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&canceled);
        let thread = std::thread::spawn(move || {
            for task in waiting {
                // A defect in a job must not take the open form with it.
                let run = catch_unwind(AssertUnwindSafe(|| run(&task, &flag, &events)));
                let news =
                    run.unwrap_or_else(|_| WorkNews::Failed(Message::new("tui.exchange.defect")));
                if events.send(Event::WorkDone(news)).is_err() {
                    break;
                }
            }
        });
        Self {
            tasks: Some(tasks),
            canceled,
            thread: Some(thread),
        }
    }

    /// Hands over a task.
    pub(super) fn start(&self, task: Task) {
        self.canceled.store(false, Ordering::Relaxed);
        if let Some(tasks) = &self.tasks {
            // The thread ends only when this sender is dropped.
            let _ = tasks.send(task);
        }
    }

    /// Asks the running task to stop.
    pub(super) fn cancel(&self) {
        self.canceled.store(true, Ordering::Relaxed);
    }

    /// Ends the thread after its task stopped.
    pub(super) fn stop(&mut self) {
        self.cancel();
        self.tasks = None;
        if let Some(thread) = self.thread.take() {
            // Its panics were turned into news already.
            let _ = thread.join();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(task: &Task, canceled: &AtomicBool, events: &Sender<Event>) -> WorkNews {
    let report = |done, total, what: String| {
        let news = WorkNews::Progress { done, total, what };
        let heard = events.send(Event::WorkDone(news)).is_ok();
        if heard && !canceled.load(Ordering::Relaxed) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    match task {
        Task::Export {
            reader,
            request,
            clock,
        } => {
            let mut watch = |progress: &ExportProgress| {
                let what = format!("{} {}", progress.township, progress.rows);
                report(count(progress.done), count(progress.all), what)
            };
            match export(reader, request, clock, &mut watch) {
                Ok(exported) => WorkNews::Finished {
                    lines: lines(&request.out, &exported),
                    is_copy: false,
                },
                Err(_) if canceled.load(Ordering::Relaxed) => WorkNews::Canceled,
                Err(ExportError::Exists { path }) => exists(&path),
                Err(error) => WorkNews::Failed(error.message()),
            }
        }
        Task::Check { reader, area } => run_rules(reader, *area, canceled, events),
        Task::Copy {
            copier,
            out,
            replace,
        } => {
            let mut watch = |done, all| report(done, all, String::new());
            match copier.copy(out, *replace, &mut watch) {
                Ok(Some(copied)) => WorkNews::Finished {
                    lines: copy_lines(&copied),
                    is_copy: true,
                },
                Ok(None) => WorkNews::Canceled,
                // The census file itself is not replaced even where that was asked for.
                Err(StoreError::Exists(path)) if !replace => exists(&path),
                Err(error) => WorkNews::Failed(error.message()),
            }
        }
    }
}

/// Runs all rules over an area; findings that are not stored are kept for the page.
fn run_rules(
    reader: &Reader,
    area: RecordRef,
    canceled: &AtomicBool,
    events: &Sender<Event>,
) -> WorkNews {
    let mut asked: Vec<Found> = Vec::new();
    let instrument = reader.instrument();
    // What such a rule finds stands in the list of everything open.
    let is_listed = |found: &Found| {
        let rule = instrument.rule(&found.finding.rule);
        rule.is_some_and(|rule| {
            rule.enforced_by.is_none() && rule.branches.iter().all(Branch::is_stored)
        })
    };
    let mut tell = |step: Step<'_>| {
        match step {
            Step::Progress(progress) => {
                let news = WorkNews::Checked {
                    done: count(progress.done),
                    total: count(progress.total),
                    found: progress.found,
                };
                if events.send(Event::WorkDone(news)).is_err() {
                    return ControlFlow::Break(());
                }
            }
            Step::Found(found) if asked.len() < ASKED_MAX && !is_listed(found) => {
                asked.push(found.clone());
            }
            Step::Found(_) => {}
        }
        if canceled.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    match check::run(reader, area, &mut tell) {
        Ok(report) => WorkNews::CheckDone {
            report: Box::new(report),
            asked,
        },
        Err(error) => WorkNews::Failed(error.message()),
    }
}

fn exists(path: &Path) -> WorkNews {
    WorkNews::Exists {
        path: path.display().to_string(),
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Says what came of a copy.
fn copy_lines(copied: &Copied) -> Vec<(String, String)> {
    vec![
        (
            "tui.exchange.file".to_owned(),
            copied.path.display().to_string(),
        ),
        ("tui.exchange.bytes".to_owned(), copied.bytes.to_string()),
    ]
}

/// Says what came of an export: where it is, the rows of each file, what is still open; of many
/// townships the sums first, then the folder of each with what is open in it.
fn lines(out: &Path, exported: &[Exported]) -> Vec<(String, String)> {
    let place = match exported {
        [one] => one.folder.as_path(),
        _ => out,
    };
    let mut lines = vec![(
        "tui.exchange.folder".to_owned(),
        place.display().to_string(),
    )];
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for file in exported.iter().flat_map(|township| &township.files) {
        *rows.entry(file.name).or_default() += file.rows;
    }
    let rows = rows.into_iter();
    lines.extend(rows.map(|(name, rows)| (name.to_owned(), rows.to_string())));
    let open: u64 = exported.iter().map(|township| township.open).sum();
    lines.push(("tui.exchange.open".to_owned(), open.to_string()));
    if exported.len() > 1 {
        for township in exported {
            let folder = township.folder.file_name().unwrap_or_default();
            let said = format!("{}  {}", township.open, folder.to_string_lossy());
            lines.push((township.name.clone(), said));
        }
    }
    lines
}
