//! All rules over an area: watched while they run, then gone through rule by rule.

use crate::base::message::Message;
use crate::check::Found;
use crate::domain::kind::Kind;
use crate::instrument::{Instrument, Rule};
use crate::store::Finding;
use crate::tui::command::Id;
use crate::tui::effect::{Effect, Job, Manner};
use crate::tui::event::WorkNews;
use crate::tui::model::check::{Check, Stage};
use crate::tui::model::missing::{Class, Missing};
use crate::tui::model::walk::Walk;
use crate::tui::model::{App, Screen};

use super::everywhere;

/// Lines that a page key moves.
const PAGE_LINES: usize = 12;

/// Runs all rules over the area that is looked at.
pub fn open(app: &mut App) -> Vec<Effect> {
    let mut effects = super::form::leave_field(app);
    let area = app.area();
    let (page, work) = begin(app, area);
    app.screens.push(Screen::Check(Box::new(page)));
    effects.extend([Effect::Leave, work]);
    effects
}

/// Begins a run of all rules, and a page for it.
fn begin(app: &mut App, area: String) -> (Check, Effect) {
    let number = app.next_job();
    app.checks.push(number);
    let job = Job::Check { area: area.clone() };
    (Check::new(area, number), Effect::Work { number, job })
}

/// Stops the runs whose page is gone.
pub fn stop_left(app: &mut App) -> Vec<Effect> {
    let is_shown = |job: u64| {
        let mut screens = app.screens.iter();
        screens.any(|screen| matches!(screen, Screen::Check(page) if page.job == job))
    };
    let left: Vec<u64> = app
        .checks
        .iter()
        .copied()
        .filter(|j| !is_shown(*j))
        .collect();
    app.checks.retain(|job| !left.contains(job));
    left.into_iter().map(Effect::CancelWork).collect()
}

/// Returns the finding that is selected on the page.
#[must_use]
pub fn selected(page: &Check) -> Option<&Found> {
    match page.stage {
        Stage::Findings(at) => page.findings().get(at).copied(),
        _ => None,
    }
}

/// Says whether a finding is kept beside its record, rather than worked out when asked for.
#[must_use]
pub fn is_stored(instrument: &Instrument, finding: &Finding) -> bool {
    let rule = instrument.rule(&finding.rule);
    let mut branches = rule.into_iter().flat_map(|rule| &rule.branches);
    branches.any(|branch| {
        let first = branch.items.first().map_or("", String::as_str);
        branch.kind == finding.record.kind && branch.is_stored() && first == finding.cell()
    })
}

/// Answers to a command of the page.
pub fn press(app: &mut App, command: Option<Id>) -> Vec<Effect> {
    let Screen::Check(page) = app.screen_mut() else {
        return Vec::new();
    };
    let count = match page.stage {
        Stage::Findings(_) => page.findings().len(),
        _ => page.rules.len(),
    };
    let last = count.saturating_sub(1);
    let is_idle = !matches!(page.stage, Stage::Working { .. });
    let at = match &mut page.stage {
        Stage::Findings(at) => at,
        _ => &mut page.at,
    };
    match command {
        Some(Id::Up | Id::PreviousField) => *at = at.saturating_sub(1),
        Some(Id::Down | Id::NextField) => *at = (*at + 1).min(last),
        Some(Id::PageUp) => *at = at.saturating_sub(PAGE_LINES),
        Some(Id::PageDown) => *at = (*at + PAGE_LINES).min(last),
        Some(Id::First) => *at = 0,
        Some(Id::Last) => *at = last,
        Some(Id::Next) => return enter(app),
        Some(Id::Check) if is_idle => return again(app),
        Some(Id::Check) => {}
        Some(Id::Back) => return leave(app),
        other => return everywhere(app, other),
    }
    Vec::new()
}

/// Stops the run, goes back to the rules, or leaves the page.
fn leave(app: &mut App) -> Vec<Effect> {
    let Screen::Check(page) = app.screen_mut() else {
        return Vec::new();
    };
    match &mut page.stage {
        Stage::Working { stopping, .. } => {
            *stopping = true;
            vec![Effect::CancelWork(page.job)]
        }
        Stage::Findings(_) => {
            page.stage = Stage::Rules;
            Vec::new()
        }
        Stage::Rules | Stage::Stopped(_) => super::back(app),
    }
}

fn again(app: &mut App) -> Vec<Effect> {
    let (page, work) = begin(app, app.area());
    app.screens.pop();
    app.screens.push(Screen::Check(Box::new(page)));
    vec![work]
}

/// Goes to what a rule found: what is stored stands in the list of everything open, the rest here.
fn enter(app: &mut App) -> Vec<Effect> {
    let Screen::Check(page) = app.screen_mut() else {
        return Vec::new();
    };
    if matches!(page.stage, Stage::Findings(_)) {
        let found = selected(page).cloned();
        return found.map_or_else(Vec::new, |found| go(app, &found));
    }
    let Some(rule) = page.rule().map(str::to_owned) else {
        return Vec::new();
    };
    if !page.findings().is_empty() {
        page.stage = Stage::Findings(0);
        return Vec::new();
    }
    let area = page.area.clone();
    let known = app.instrument.rule(&rule);
    // What is missing is found by no rule of the list, but by its class.
    let missing = if known.is_some_and(Rule::tells_gaps) {
        Missing {
            class: Class::Items,
            ..Missing::new(area)
        }
    } else {
        Missing {
            rule: Some(rule),
            ..Missing::new(area)
        }
    };
    let ask = missing.ask(None);
    app.screens.push(Screen::Missing(missing));
    vec![ask]
}

/// Goes to where something was found.
fn go(app: &mut App, found: &Found) -> Vec<Effect> {
    let record = found.finding.record;
    if matches!(record.kind, Kind::County | Kind::Township | Kind::Village) {
        app.screens.push(Screen::Walk(Walk::default()));
        return vec![Effect::LocateTree(record)];
    }
    app.wanted = Some(found.finding.clone());
    vec![Effect::Open {
        record,
        item: found.finding.items.first().cloned(),
        manner: Manner::Above,
    }]
}

/// Takes what the worker reports of a check; what it reports of other jobs is left alone.
pub fn news(app: &mut App, job: u64, news: WorkNews) {
    let page = app.screens.iter_mut().find_map(|screen| match screen {
        Screen::Check(page) if page.job == job => Some(page),
        _ => None,
    });
    let Some(page) = page else { return };
    if !matches!(news, WorkNews::Checked { .. }) {
        app.checks.retain(|known| *known != job);
    }
    match news {
        WorkNews::Checked { done, total, found } => {
            let stopping = matches!(page.stage, Stage::Working { stopping: true, .. });
            page.stage = Stage::Working {
                done,
                total,
                found,
                stopping,
            };
        }
        WorkNews::CheckDone { report, asked } if report.is_stopped => {
            page.take(*report, asked);
            page.stage = Stage::Stopped(Message::new("tui.check.stopped"));
        }
        WorkNews::CheckDone { report, asked } => {
            let instrument = &app.instrument;
            let is_twin = |found: &&Found| {
                let rule = instrument.rule(&found.finding.rule);
                let is_told =
                    rule.is_some_and(|rule| rule.enforced_by.is_none() && !rule.is_hint());
                let is_person = found.finding.record.kind == Kind::Person;
                is_told
                    && is_person
                    && found.finding.is_open()
                    && !is_stored(instrument, &found.finding)
            };
            let twins = asked.iter().filter(is_twin).count();
            let is_county = page.area.is_empty();
            page.take(*report, asked);
            if is_county {
                app.twins_found = u64::try_from(twins).ok();
            }
        }
        WorkNews::Failed(message) => page.stage = Stage::Stopped(message),
        WorkNews::Canceled => page.stage = Stage::Stopped(Message::new("tui.check.stopped")),
        // These are of other jobs.
        WorkNews::Progress { .. }
        | WorkNews::Finished { .. }
        | WorkNews::Exists { .. }
        | WorkNews::Printed(_)
        | WorkNews::Weighed(_) => {}
    }
}
