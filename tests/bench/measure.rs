//! Times, percentiles, and the lines that are printed.

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What was measured so far.
#[derive(Default)]
pub struct Report {
    broken: Vec<String>,
}

impl Report {
    /// Prints a time beside the baseline of the same run, and notes when the ratio is over its
    /// goal.
    pub fn ratio(&mut self, what: &str, time: f64, baseline: &str, base: f64, goal: f64) {
        let ratio = time / base;
        println!(
            "{what}: {:.3} ms; {baseline}: {:.3} ms; ratio {ratio:.2} (goal {goal:.1})",
            time * 1e3,
            base * 1e3
        );
        if ratio > goal {
            self.broken
                .push(format!("{what}: ratio {ratio:.2} > {goal:.1}"));
        }
    }

    /// Prints a number beside its limit, and notes when it is over.
    pub fn limit(&mut self, what: &str, value: f64, limit: f64, unit: &str) {
        println!("{what}: {value:.2} {unit} (limit {limit} {unit})");
        if value > limit {
            self.broken
                .push(format!("{what}: {value:.2} > {limit} {unit}"));
        }
    }

    /// Fails the run when a goal was missed, unless only numbers were asked for.
    pub fn end(self) -> ExitCode {
        for broken in &self.broken {
            println!("missed: {broken}");
        }
        if self.broken.is_empty() || std::env::var_os("COUNTY_NO_ASSERT").is_some() {
            return ExitCode::SUCCESS;
        }
        ExitCode::FAILURE
    }
}

/// A list of times.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs something and keeps how long it took.
    pub fn take<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.0.push(start.elapsed());
        done
    }

    /// Returns all the time in seconds.
    pub fn total(&self) -> f64 {
        self.0.iter().sum::<Duration>().as_secs_f64()
    }

    /// Returns the time in seconds below which so many in a hundred lie.
    pub fn at(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent / 100).min(sorted.len() - 1);
        sorted[place].as_secs_f64()
    }
}

/// Returns the most memory this process ever held, where the system tells it.
pub fn peak_memory_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
