//! The worker: one thread, one job at a time, a read connection of its own.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::JoinHandle;

use crate::base::clock::Clock;
use crate::base::message::Message;
use crate::exchange::{ExportProgress, ExportRequest, Exported, export};
use crate::store::Reader;

use super::event::{Event, WorkNews};

/// An export to be made.
pub(super) struct Task {
    /// Connection to read through.
    pub(super) reader: Reader,
    /// What and where.
    pub(super) request: ExportRequest,
    /// Time of the manifest.
    pub(super) clock: Clock,
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
    let mut watch = |progress: &ExportProgress| {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let news = WorkNews::Progress {
            done: count(progress.done),
            total: count(progress.all),
            what: format!("{} {}", progress.township, progress.rows),
        };
        let heard = events.send(Event::WorkDone(news)).is_ok();
        if heard && !canceled.load(Ordering::Relaxed) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    match export(&task.reader, &task.request, &task.clock, &mut watch) {
        Ok(exported) => WorkNews::Finished {
            lines: lines(&exported),
        },
        Err(_) if canceled.load(Ordering::Relaxed) => WorkNews::Canceled,
        Err(error) => WorkNews::Failed(error.message()),
    }
}

/// Says what came of an export: each folder, its rows by file, and what is still open in it.
fn lines(exported: &[Exported]) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for township in exported {
        lines.push((
            "tui.exchange.folder".to_owned(),
            township.folder.display().to_string(),
        ));
        for file in &township.files {
            lines.push((file.name.to_owned(), file.rows.to_string()));
        }
        lines.push(("tui.exchange.open".to_owned(), township.open.to_string()));
    }
    lines
}
