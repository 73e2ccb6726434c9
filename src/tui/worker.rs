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
use crate::base::files::publish_dir;
use crate::base::message::Message;
use crate::check::{self, Found, Step};
use crate::coverage::{SheetError, stance_while, write_sheet};
use crate::exchange::{ExportError, ExportProgress, ExportRequest, Exported, export};
use crate::instrument::Branch;
use crate::store::{Copied, Copier, Reader, RecordRef, StoreError};

use crate::wording::Language;

use super::event::{Event, WorkNews};

/// Findings of one rule which are kept for the page; the verb lists them all. The bound is by rule,
/// so that no rule that finds much hides what another one found.
const ASKED_MAX: usize = 500;

/// A sign-off sheet for every editor, and one to be printed and stamped.
const SHEETS: [&str; 2] = ["sign-off.txt", "sign-off.html"];

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
    /// How a unit stands before its sign-off, to be worked out.
    Stance {
        /// Connection to read through.
        reader: Reader,
        /// The unit.
        unit: RecordRef,
    },
    /// A sign-off sheet to be written.
    Sheet {
        /// Connection to read through.
        reader: Reader,
        /// The unit.
        unit: RecordRef,
        /// Language of the sheet.
        language: Language,
        /// Folder to make.
        out: PathBuf,
        /// Time of the sheet.
        clock: Clock,
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

/// A task on its way to the thread, with its number and the flag that stops it alone.
type Numbered = (u64, Arc<AtomicBool>, Task);

/// The thread and the way to it.
pub(super) struct Worker {
    tasks: Option<Sender<Numbered>>,
    /// Flags of the jobs that are not done yet.
    flags: Vec<(u64, Arc<AtomicBool>)>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; it sleeps until there is a task.
    pub(super) fn new(events: Sender<Event>) -> Self {
        let (tasks, waiting) = mpsc::channel::<Numbered>();
        let thread = std::thread::spawn(move || {
            for (job, canceled, task) in waiting {
                // A defect in a job must not take the open form with it.
                let run = catch_unwind(AssertUnwindSafe(|| {
                    let heard = Report {
                        job,
                        canceled: &canceled,
                        events: &events,
                    };
                    run(&task, &heard)
                }));
                let news =
                    run.unwrap_or_else(|_| WorkNews::Failed(Message::new("tui.exchange.defect")));
                if events.send(Event::WorkDone { job, news }).is_err() {
                    break;
                }
            }
        });
        Self {
            tasks: Some(tasks),
            flags: Vec::new(),
            thread: Some(thread),
        }
    }

    /// Hands over a task, which reports under its number.
    pub(super) fn start(&mut self, number: u64, task: Task) {
        // The thread lets go of the flag of a job that is done.
        self.flags.retain(|(_, flag)| Arc::strong_count(flag) > 1);
        let flag = Arc::new(AtomicBool::new(false));
        self.flags.push((number, Arc::clone(&flag)));
        if let Some(tasks) = &self.tasks {
            // The thread ends only when this sender is dropped.
            let _ = tasks.send((number, flag, task));
        }
    }

    /// Asks a task to stop, or not to begin; others go on.
    pub(super) fn cancel(&self, number: u64) {
        for (_, flag) in self.flags.iter().filter(|(known, _)| *known == number) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// Ends the thread after its task stopped.
    pub(super) fn stop(&mut self) {
        for (_, flag) in &self.flags {
            flag.store(true, Ordering::Relaxed);
        }
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

/// How a job tells what it does, and hears that it is to stop.
struct Report<'a> {
    job: u64,
    canceled: &'a AtomicBool,
    events: &'a Sender<Event>,
}

impl Report<'_> {
    /// Says whether somebody asked the job to stop.
    fn is_canceled(&self) -> bool {
        self.canceled.load(Ordering::Relaxed)
    }

    /// Tells something; the job ends where nobody hears it, or it is to stop.
    fn tell(&self, news: WorkNews) -> ControlFlow<()> {
        let job = self.job;
        let heard = self.events.send(Event::WorkDone { job, news }).is_ok();
        if heard {
            self.go_on()
        } else {
            ControlFlow::Break(())
        }
    }

    /// Says whether the job goes on.
    fn go_on(&self) -> ControlFlow<()> {
        if self.is_canceled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

fn run(task: &Task, heard: &Report<'_>) -> WorkNews {
    if heard.is_canceled() {
        return WorkNews::Canceled;
    }
    let report = |done, total, what: String| heard.tell(WorkNews::Progress { done, total, what });
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
                Err(_) if heard.is_canceled() => WorkNews::Canceled,
                Err(ExportError::Exists { path }) => exists(&path),
                Err(error) => WorkNews::Failed(error.message()),
            }
        }
        Task::Stance { reader, unit } => {
            match stance_while(reader, *unit, &|| !heard.is_canceled()) {
                Ok(_) if heard.is_canceled() => WorkNews::Canceled,
                Ok(stance) => WorkNews::Weighed(Box::new(stance)),
                Err(error) => WorkNews::Failed(error.message()),
            }
        }
        Task::Sheet {
            reader,
            unit,
            language,
            out,
            clock,
        } => print((reader, *unit), *language, clock, out),
        Task::Check { reader, area } => run_rules(reader, *area, heard),
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

/// Writes the sheet of a unit into a new folder, whole or not at all.
fn print(
    (reader, unit): (&Reader, RecordRef),
    language: Language,
    clock: &Clock,
    out: &Path,
) -> WorkNews {
    let written = publish_dir(out, |folder| {
        for name in SHEETS {
            write_sheet(reader, unit, language, clock, &folder.join(name), false)?;
        }
        Ok::<_, SheetError>(())
    });
    match written {
        Ok(()) => WorkNews::Printed(out.display().to_string()),
        Err(error) => WorkNews::Failed(error.message()),
    }
}

/// Runs all rules over an area; findings that are not stored are kept for the page.
fn run_rules(reader: &Reader, area: RecordRef, heard: &Report<'_>) -> WorkNews {
    let mut asked: Vec<Found> = Vec::new();
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    let instrument = reader.instrument();
    // What such a rule finds stands in the list of everything open.
    let is_listed = |found: &Found| {
        let rule = instrument.rule(&found.finding.rule);
        rule.is_some_and(|rule| {
            let is_stored =
                rule.enforced_by.is_none() && rule.branches.iter().all(Branch::is_stored);
            is_stored || rule.tells_gaps()
        })
    };
    let mut tell = |step: Step<'_>| match step {
        Step::Progress(progress) => heard.tell(WorkNews::Checked {
            done: count(progress.done),
            total: count(progress.total),
            found: progress.found,
        }),
        Step::Found(found) => {
            if !is_listed(found) {
                let of_rule = kept.entry(found.finding.rule.clone()).or_default();
                *of_rule += 1;
                if *of_rule <= ASKED_MAX {
                    asked.push(found.clone());
                }
            }
            heard.go_on()
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
