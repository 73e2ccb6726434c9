//! The run itself: figures first, then village by village.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::found::{self, Found};
use super::judge;
use super::report::Report;
use crate::domain::kind::Kind;
use crate::instrument::Level;
use crate::instrument::figure::Source;
use crate::instrument::scan::{Plan, Scan, figure_queries, plan};
use crate::store::{Breach, Figures, Reader, RecordRef, Result};

/// How far a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Villages done.
    pub done: usize,
    /// Villages in the area; 1 for a smaller one.
    pub total: usize,
    /// Findings so far.
    pub found: u64,
}

/// What a check tells while it runs.
#[derive(Debug)]
pub enum Step<'a> {
    /// How far it is: before the first village and after each.
    Progress(Progress),
    /// The next finding, in walking order.
    Found(&'a Found),
}

/// Runs all rules over an area and tells each finding; the caller may stop it at every step.
///
/// # Errors
/// When the file cannot be read.
pub fn run(
    reader: &Reader,
    area: RecordRef,
    tell: &mut dyn FnMut(Step<'_>) -> ControlFlow<()>,
) -> Result<Report> {
    let mut work = || Run::new(reader, area)?.all(tell);
    reader.with_figures(|| reader.at_one_moment(&mut work))
}

/// Villages that a second thread may be ahead.
const AHEAD: usize = 4;

/// Runs the rules that rest on one household alone over a village, or what is smaller.
fn rows(reader: &Reader, plan: &Plan, path: &str) -> Result<Vec<Found>> {
    let mut breaches = Vec::new();
    for scan in &plan.rows {
        reader.scan(scan, path, &mut |breach| breaches.push(breach))?;
    }
    let mut found = judge::stand(reader, plan, breaches)?;
    judge::gaps(reader, path, &mut found)?;
    Ok(found)
}

/// Lets a second thread with a connection of its own run the rows of every other village. Nothing
/// comes where there is no second connection; whoever waits for it then does the work himself.
fn help<'s>(
    scope: &'s thread::Scope<'s, '_>,
    reader: &Reader,
    plan: &Arc<Plan>,
    villages: &[String],
) -> Receiver<Result<Vec<Found>>> {
    let (send, receive) = mpsc::sync_channel(AHEAD);
    let helper = reader.beside().ok().flatten();
    if let Some(helper) = helper.filter(|_| villages.len() > 1) {
        let villages: Vec<String> = villages.iter().skip(1).step_by(2).cloned().collect();
        let plan = Arc::clone(plan);
        scope.spawn(move || {
            let work = || -> Result<()> {
                for village in villages {
                    // Who stopped listening needs no more.
                    if send.send(rows(&helper, &plan, &village)).is_err() {
                        break;
                    }
                }
                Ok(())
            };
            // A failure is seen by its absence: the village is done by the first thread.
            let _ = helper.at_one_moment(work);
        });
    }
    receive
}

/// A check under way.
struct Run<'a> {
    reader: &'a Reader,
    area: RecordRef,
    path: String,
    plan: Arc<Plan>,
    /// Figures that count findings, with the level that they count.
    counted: Vec<(String, Level)>,
    /// What the rules over the whole area found, in walking order, not yet told.
    wide: VecDeque<Found>,
    report: Report,
}

impl<'a> Run<'a> {
    fn new(reader: &'a Reader, area: RecordRef) -> Result<Self> {
        let instrument = reader.instrument();
        let plan = plan(instrument, area.kind);
        let figures = instrument.figures.iter();
        let counted = figures.filter_map(|figure| match figure.source {
            Source::Findings(level) => Some((figure.id.clone(), level)),
            _ => None,
        });
        Ok(Self {
            reader,
            area,
            path: reader.node(area)?.path,
            counted: counted
                .filter(|(id, _)| plan.figures.contains(id))
                .collect(),
            plan: Arc::new(plan),
            wide: VecDeque::new(),
            report: Report::default(),
        })
    }

    fn all(mut self, tell: &mut dyn FnMut(Step<'_>) -> ControlFlow<()>) -> Result<Report> {
        let villages = self.parts(Kind::Village)?;
        let progress = Progress {
            done: 0,
            total: villages.len(),
            found: 0,
        };
        if tell(Step::Progress(progress)).is_break() || self.figures(tell)?.is_break() {
            self.report.is_stopped = true;
            return Ok(self.report);
        }
        self.wide()?;
        thread::scope(|scope| {
            let rows_of = help(scope, self.reader, &self.plan, &villages);
            self.walk(&villages, &rows_of, progress, tell)
        })?;
        Ok(self.report)
    }

    /// Goes through the villages in order.
    fn walk(
        &mut self,
        villages: &[String],
        helped: &Receiver<Result<Vec<Found>>>,
        mut progress: Progress,
        tell: &mut dyn FnMut(Step<'_>) -> ControlFlow<()>,
    ) -> Result<()> {
        for (place, village) in villages.iter().enumerate() {
            let helped = if place % 2 == 1 {
                helped.recv().ok()
            } else {
                None
            };
            let rows = helped.unwrap_or_else(|| rows(self.reader, &self.plan, village))?;
            let found = self.village(village, rows)?;
            if self.tell_all(found, tell).is_break() {
                return Ok(());
            }
            progress.done += 1;
            progress.found = self.report.all.total();
            if tell(Step::Progress(progress)).is_break() && progress.done < progress.total {
                self.report.is_stopped = true;
                return Ok(());
            }
        }
        // A county without a village has findings of its own.
        let rest = Vec::from(std::mem::take(&mut self.wide));
        let _ = self.tell_all(rest, tell);
        Ok(())
    }

    fn tell_all(
        &mut self,
        all: Vec<Found>,
        tell: &mut dyn FnMut(Step<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for found in all {
            self.report.add(&found);
            if tell(Step::Found(&found)).is_break() {
                self.report.is_stopped = true;
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    /// Paths of the units of a kind in the area; of a smaller area its own.
    fn parts(&self, kind: Kind) -> Result<Vec<String>> {
        if self.area.kind.ancestry().contains(&kind) {
            return Ok(vec![self.path.clone()]);
        }
        let units = self.reader.units(kind, &self.path)?;
        let mut paths: Vec<String> = units.into_iter().map(|(_, path)| path).collect();
        paths.dedup();
        Ok(paths)
    }

    /// Works the figures out, township by township so that it can be stopped between them.
    fn figures(
        &self,
        tell: &mut dyn FnMut(Step<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        if self.plan.figures.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let queries = figure_queries(self.reader.instrument(), &self.plan.figures);
        let mut figures = Figures::default();
        let villages = self.parts(Kind::Village)?.len();
        for part in self.parts(Kind::Township)? {
            for query in &queries {
                self.reader.add_figures(query, &part, &mut figures)?;
            }
            let progress = Progress {
                done: 0,
                total: villages,
                found: 0,
            };
            if tell(Step::Progress(progress)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        self.reader.set_figures(&figures, &self.path)?;
        Ok(ControlFlow::Continue(()))
    }

    /// Runs the rules that need the whole area at once.
    fn wide(&mut self) -> Result<()> {
        let mut all = Vec::new();
        for scan in &self.plan.wide {
            all.extend(self.breaches(scan)?);
        }
        // Staff belong to the county and lie in no village.
        let is_staff = |scan: &&Scan| scan.kind == Kind::Staff && self.area.kind == Kind::County;
        for scan in self.plan.rows.iter().filter(is_staff) {
            all.extend(self.breaches(scan)?);
        }
        let mut found = judge::stand(self.reader, &self.plan, all)?;
        found::sort(self.reader.instrument(), &mut found);
        self.wide = found.into();
        Ok(())
    }

    fn breaches(&self, scan: &Scan) -> Result<Vec<Breach>> {
        let mut found = Vec::new();
        let mut each = |breach| found.push(breach);
        self.reader.scan(scan, &self.path, &mut each)?;
        Ok(found)
    }

    /// Finishes one village, or what is smaller, and returns everything up to its end that was not
    /// told before.
    fn village(&mut self, path: &str, mut found: Vec<Found>) -> Result<Vec<Found>> {
        let end = format!("{path}:");
        let told = self.wide.partition_point(|next| next.at.path < end);
        found.extend(self.wide.drain(..told));
        self.units(path, &mut found)?;
        found::sort(self.reader.instrument(), &mut found);
        Ok(found)
    }

    /// Runs the rules on the groups and the village, which may read how much was found in them.
    fn units(&self, path: &str, found: &mut Vec<Found>) -> Result<()> {
        if self.plan.units.is_empty() {
            return Ok(());
        }
        for (figure, level) in &self.counted {
            for kind in [Kind::Village, Kind::Group] {
                for (unit, below) in self.reader.units(kind, path)? {
                    let own = found.iter().filter(|found| {
                        found.at.is_completed
                            && found.at.path.starts_with(&below)
                            && found.finding.level == *level
                            && found.finding.is_open()
                            && !self.is_beyond_the_village(found)
                    });
                    let number = u64::try_from(own.count()).unwrap_or(u64::MAX);
                    self.reader.set_figure(unit, figure, number)?;
                }
            }
        }
        let mut breaches = Vec::new();
        for scan in &self.plan.units {
            self.reader
                .scan(scan, path, &mut |breach| breaches.push(breach))?;
        }
        found.extend(judge::stand(self.reader, &self.plan, breaches)?);
        Ok(())
    }

    /// Says whether a rule compares a village with others, so that what it finds depends on how
    /// large an area is checked. Its branches on other kinds of records do not matter.
    fn is_beyond_the_village(&self, found: &Found) -> bool {
        let rule = self.reader.instrument().rule(&found.finding.rule);
        let branches = rule.into_iter().flat_map(|rule| &rule.branches);
        let mut of_kind = branches.filter(|branch| branch.kind == found.at.record.kind);
        of_kind.any(|branch| matches!(branch.scope, Some(Kind::Township | Kind::County)))
    }
}
