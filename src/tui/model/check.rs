//! All rules over an area: how far the run is, what it found by rule, and the findings of one.

use crate::base::message::Message;
use crate::check::{Count, Found, Report};

/// How far it is.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Working.
    Working {
        /// Villages done.
        done: u64,
        /// Villages in all; 0 while unknown.
        total: u64,
        /// Findings so far.
        found: u64,
        /// Whether it was asked to stop.
        stopping: bool,
    },
    /// Counts by rule.
    Rules,
    /// The findings of the selected rule, by the selected one.
    Findings(usize),
    /// Failed, or stopped by somebody.
    Stopped(Message),
}

/// State of the page.
#[derive(Clone, Debug)]
pub struct Check {
    /// Path of the area.
    pub area: String,
    /// Number of the job that runs the rules.
    pub job: u64,
    /// How far it is.
    pub stage: Stage,
    /// Counts by rule, those with hard findings first.
    pub rules: Vec<(String, Count)>,
    /// All counts together.
    pub all: Count,
    /// Findings that are not stored, because they compare units.
    pub asked: Vec<Found>,
    /// The selected rule.
    pub at: usize,
}

impl Check {
    /// Begins with an area and the job that runs the rules.
    #[must_use]
    pub fn new(area: String, job: u64) -> Self {
        Self {
            area,
            job,
            stage: Stage::Working {
                done: 0,
                total: 0,
                found: 0,
                stopping: false,
            },
            rules: Vec::new(),
            all: Count::default(),
            asked: Vec::new(),
            at: 0,
        }
    }

    /// Takes what a run came to.
    pub fn take(&mut self, report: Report, asked: Vec<Found>) {
        self.all = report.all;
        self.rules = report.by_rule.into_iter().collect();
        // Stable, so that the rules of one weight stay in their order.
        self.rules
            .sort_by_key(|(_, count)| (count.hard == 0, count.soft == 0));
        self.asked = asked;
        self.at = self.at.min(self.rules.len().saturating_sub(1));
        self.stage = Stage::Rules;
    }

    /// Returns the id of the selected rule.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.rules.get(self.at).map(|(rule, _)| rule.as_str())
    }

    /// Lists the findings of the selected rule that are not stored.
    #[must_use]
    pub fn findings(&self) -> Vec<&Found> {
        let Some(rule) = self.rule() else {
            return Vec::new();
        };
        let of_rule = self.asked.iter().filter(|found| found.finding.rule == rule);
        of_rule.collect()
    }
}
