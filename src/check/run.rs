//! The run itself: figures first, then village by village.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;

use super::report::Report;
use crate::domain::kind::Kind;
use crate::instrument::figure::Source;
use crate::instrument::scan::{Plan, Scan, figure_queries, plan};
use crate::instrument::{Enforced, Level, Rule};
use crate::store::{
    Breach, Figures, Finding, Raised, Reader, RecordRef, Result, Standing, Subject,
};

/// A finding of a check, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// On which record.
    pub at: Subject,
}

impl Found {
    /// Returns the codes of the record as people write them, from the township down: the group
    /// with two digits, the household with three.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        let path = &self.at.path;
        let whole = [TOWNSHIP, VILLAGE].into_iter();
        let whole = whole.filter_map(|end| path.get(..end)).map(str::to_owned);
        let parts = [(VILLAGE, GROUP), (GROUP, HOUSEHOLD)].into_iter();
        let parts = parts.filter_map(|(from, to)| path.get(from..to));
        let lines = [(HOUSEHOLD, PERSON), (PERSON, EPISODE)].into_iter();
        let lines = lines.filter_map(|(from, to)| path.get(from..to));
        let lines = lines.map(|line| line.trim_start_matches('0').to_owned());
        whole.chain(parts.map(str::to_owned)).chain(lines).collect()
    }
}

/// Digits of a path down to each kind.
const TOWNSHIP: usize = 9;
const VILLAGE: usize = 12;
const GROUP: usize = 14;
const HOUSEHOLD: usize = 17;
const PERSON: usize = 19;
const EPISODE: usize = 21;

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
    reader.at_one_moment(|| Run::new(reader, area)?.all(tell))
}

/// A check under way.
struct Run<'a> {
    reader: &'a Reader,
    area: RecordRef,
    path: String,
    plan: Plan,
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
            plan,
            wide: VecDeque::new(),
            report: Report::default(),
        })
    }

    fn all(mut self, tell: &mut dyn FnMut(Step<'_>) -> ControlFlow<()>) -> Result<Report> {
        let villages = self.parts(Kind::Village)?;
        let mut progress = Progress {
            done: 0,
            total: villages.len(),
            found: 0,
        };
        if tell(Step::Progress(progress)).is_break() || self.figures(tell)?.is_break() {
            self.report.is_stopped = true;
            return Ok(self.report);
        }
        self.wide()?;
        for village in villages {
            let found = self.village(&village)?;
            if self.tell_all(found, tell).is_break() {
                return Ok(self.report);
            }
            progress.done += 1;
            progress.found = self.report.all.total();
            if tell(Step::Progress(progress)).is_break() && progress.done < progress.total {
                self.report.is_stopped = true;
                return Ok(self.report);
            }
        }
        // A county without a village has findings of its own.
        let rest = Vec::from(std::mem::take(&mut self.wide));
        let _ = self.tell_all(rest, tell);
        Ok(self.report)
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
        let mut found = self.stand(all)?;
        self.sort(&mut found);
        self.wide = found.into();
        Ok(())
    }

    fn breaches(&self, scan: &Scan) -> Result<Vec<Breach>> {
        let mut found = Vec::new();
        let mut each = |breach| found.push(breach);
        self.reader.scan(scan, &self.path, &mut each)?;
        Ok(found)
    }

    /// Checks one village, or what is smaller, and returns everything up to its end that was not
    /// told before.
    fn village(&mut self, path: &str) -> Result<Vec<Found>> {
        let mut breaches = Vec::new();
        for scan in &self.plan.rows {
            self.reader
                .scan(scan, path, &mut |breach| breaches.push(breach))?;
        }
        let mut found = self.stand(breaches)?;
        self.gaps(path, &mut found)?;
        let end = format!("{path}:");
        let told = self.wide.partition_point(|next| next.at.path < end);
        found.extend(self.wide.drain(..told));
        self.units(path, &mut found)?;
        self.sort(&mut found);
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
                            && !self.is_beyond_the_village(&found.finding.rule)
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
        found.extend(self.stand(breaches)?);
        Ok(())
    }

    /// Says whether a rule compares a village with others, so that what it finds depends on how
    /// large an area is checked.
    fn is_beyond_the_village(&self, rule: &str) -> bool {
        let rule = self.reader.instrument().rule(rule);
        let mut branches = rule.into_iter().flat_map(|rule| &rule.branches);
        branches.any(|branch| matches!(branch.scope, Some(Kind::Township | Kind::County)))
    }

    /// Words findings and looks up how they stand.
    fn stand(&self, breaches: Vec<Breach>) -> Result<Vec<Found>> {
        let mut all = Vec::new();
        for breach in breaches {
            let stored = if breach.is_settled {
                self.reader.findings(breach.at.record)?
            } else {
                Vec::new()
            };
            for raised in self.weightiest(&breach.raised) {
                let Some(mut finding) = self.reader.finding_of(breach.at.record, raised) else {
                    continue;
                };
                if self.is_asked(raised) {
                    finding.standing = self.reader.standing_asked(&finding)?;
                } else if let Some(known) = stored.iter().find(|known| is_same(known, &finding)) {
                    finding.standing = known.standing.clone();
                }
                let at = breach.at.clone();
                all.push(Found { finding, at });
            }
        }
        Ok(all)
    }

    /// Of the branches of one rule on one item the weightiest stands, and of equals the first.
    fn weightiest<'b>(&self, raised: &'b [Raised]) -> Vec<&'b Raised> {
        let mut best: Vec<(&'b Raised, &str, Level)> = Vec::new();
        for one in raised {
            let rule = self.reader.instrument().rules.get(one.rule);
            let Some(branch) = rule.and_then(|rule| rule.branches.get(one.branch)) else {
                continue;
            };
            let cell = branch.items.first().map_or("", String::as_str);
            let same = |(other, its_cell, _): &&mut (&Raised, &str, Level)| {
                other.rule == one.rule && *its_cell == cell
            };
            match best.iter_mut().find(same) {
                Some(known) if branch.level < known.2 => *known = (one, cell, branch.level),
                Some(_) => {}
                None => best.push((one, cell, branch.level)),
            }
        }
        best.into_iter().map(|(raised, _, _)| raised).collect()
    }

    fn is_asked(&self, raised: &Raised) -> bool {
        let rule = self.reader.instrument().rules.get(raised.rule);
        let branch = rule.and_then(|rule| rule.branches.get(raised.branch));
        branch.is_some_and(|branch| !branch.is_stored())
    }

    /// Adds a finding for each missing item of completed households. The rule that claims the item
    /// tells it, else the general one.
    fn gaps(&self, path: &str, found: &mut Vec<Found>) -> Result<()> {
        let instrument = self.reader.instrument();
        for at in self.reader.incomplete(path)? {
            let items = instrument.items(at.record.kind);
            for cell in self.reader.cells(at.record)? {
                let Some(item) = items.get(cell.item).filter(|_| cell.is_missing()) else {
                    continue;
                };
                let rule = match self.claimant(at.record, &item.id)? {
                    Some(rule) => Some(rule),
                    None => self.general(),
                };
                let Some(rule) = rule else { continue };
                let mut finding = self.reader.gap_finding(at.record, rule, item);
                finding.standing = self.reader.standing_asked(&finding)?;
                let at = at.clone();
                found.push(Found { finding, at });
            }
        }
        Ok(())
    }

    /// Returns the rule that tells the gap of an item in words of its own.
    fn claimant(&self, record: RecordRef, item: &str) -> Result<Option<&Rule>> {
        for rule in &self.reader.instrument().rules {
            for claim in &rule.claims {
                let is_claimed = claim.kind == record.kind && claim.items.iter().any(|i| i == item);
                if !is_claimed {
                    continue;
                }
                let holds = claim.when.as_ref();
                if holds.map_or(Ok(true), |when| self.reader.holds(when, record))? {
                    return Ok(Some(rule));
                }
            }
        }
        Ok(None)
    }

    /// Returns the rule of completeness that claims nothing: it tells all other gaps.
    fn general(&self) -> Option<&Rule> {
        self.reader.instrument().rules.iter().find(|rule| {
            rule.enforced_by == Some(Enforced::Completeness)
                && rule.claims.is_empty()
                && rule.branches.is_empty()
        })
    }

    /// Brings findings into walking order: by unit, then by item, then by weight.
    fn sort(&self, found: &mut [Found]) {
        let mut places: BTreeMap<(Kind, String), usize> = BTreeMap::new();
        let kinds: BTreeSet<Kind> = found.iter().map(|found| found.at.record.kind).collect();
        for kind in kinds {
            let items = self.reader.instrument().items(kind).iter().enumerate();
            places.extend(items.map(|(place, item)| ((kind, item.id.clone()), place)));
        }
        found.sort_by_cached_key(|found| {
            let finding = &found.finding;
            let cell = (found.at.record.kind, finding.cell().to_owned());
            let place = places.get(&cell).copied().unwrap_or(0);
            (
                found.at.path.clone(),
                found.at.record.id,
                place,
                finding.level,
                finding.rule.clone(),
            )
        });
    }
}

/// Says whether a stored finding is the one that was found again.
fn is_same(stored: &Finding, found: &Finding) -> bool {
    stored.rule == found.rule
        && stored.cell() == found.cell()
        && stored.level == found.level
        && stored.standing != Standing::Open
}
